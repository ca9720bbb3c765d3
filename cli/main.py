"""Where the command line begins: the help of the whole program at once, everything else by click."""

import gc
import io
import sys

from cli.contents import overview

#: Nearly all that a command makes lives as long as it does, so the search for cycles finds little: at
#: Python's own threshold of 700 new objects it took a tenth of the CPU of a pass.
_OBJECTS_BEFORE_COLLECTING = 50_000
_HELP = (["--help"], ["-h"], ["help"])


def main(arguments: list[str]) -> int:
    """Run one command and return the exit code: 0 done, 1 done in part or broken, 2 refused."""
    _speak_utf8()
    if arguments in _HELP:
        sys.stdout.write(overview())
        return 0
    if not arguments:
        sys.stderr.write(overview())
        return 2
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    from cli.entry import run

    return run(arguments)


def _speak_utf8() -> None:
    """Files and pipes get UTF-8 whatever the locale; a terminal keeps the encoding it shows."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
