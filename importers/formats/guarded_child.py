"""The child that reads one hostile file: takes its limits first, then the bytes, then answers and ends.

It opens no connection, starts no program and writes no file. It must not be imported by the program.
"""

import contextlib
import gc
import json
import logging
import os
import resource
import sys
from pathlib import Path
from typing import Any

from importers.formats.document_json import document_to_json
from importers.formats.limits import out_of_memory
from importers.formats.reading import open_document
from importers.source import Source
from rules.errors import InputError

MEMORY_BYTES = 448 << 20
"""What reading may take on top of the start; with it the child stays below 512 MB."""
CPU_SECONDS = 9
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def main() -> None:
    """Read the file on standard input and write what was read, or the refusal, to standard output."""
    gc.disable()  # it lives for one file
    logging.disable()  # libraries talk much about hostile files
    close_the_ways_out()
    name = json.loads(sys.stdin.buffer.readline())
    source = Source(name, sys.stdin.buffer.read())
    try:
        refusal, document = "", document_to_json(open_document(source))
    except InputError as error:
        refusal, document = error.message, ""
    except MemoryError:
        refusal, document = out_of_memory(source), ""
    sys.stdout.buffer.write(f"{json.dumps(refusal)}\n{document}".encode())
    sys.stdout.flush()
    os._exit(0)  # nothing to tidy up, and large trees take long to take down


def close_the_ways_out() -> None:
    """Take the limits of this process and forbid it connections, programs and files to write."""
    _take_limits()
    sys.addaudithook(_forbid)


def _take_limits() -> None:
    limits = {
        resource.RLIMIT_AS: _address_space() + MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for kind, limit in limits.items():
        with contextlib.suppress(ValueError, OSError):  # systems differ in what they let a process limit
            resource.setrlimit(kind, (limit, limit))


def _address_space() -> int:
    """Return the bytes of address space in use now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN) or (event == "open" and _writes(arguments)):
        raise PermissionError(f"not while a file is read: {event}")


def _writes(arguments: tuple[Any, ...]) -> bool:
    return isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
