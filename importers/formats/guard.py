"""Read a hostile file apart: in a child process of its own, bounded in memory, processor time and seconds.

The child starts clean (no environment, no threads, nothing inherited), takes the bytes on standard input
and answers on standard output. Whatever becomes of it, the program goes on and says so in one sentence.
A fresh child for each file costs about a tenth of a second and nothing that must be kept alive.
"""

import json
import logging
import signal
import subprocess
import sys
from pathlib import Path

from importers.document import Document
from importers.formats.document_json import document_from_json
from importers.formats.limits import out_of_memory
from importers.source import Source
from rules.errors import InputError

SECONDS = 9
_ROOT = Path(__file__).resolve().parent.parent
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from importers.formats.guarded_child import main; main()"
)
_OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}
_log = logging.getLogger("duban.importers")


def read_apart(source: Source, *, seconds: float = SECONDS) -> Document:
    """Return what the child reads; raises :class:`InputError` with the child's reason, or with its end."""
    process = _start()
    request = json.dumps(source.name).encode() + b"\n" + source.data
    try:
        answer, errors = process.communicate(request, timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        _log.warning("file took too long format=%s seconds=%s", source.suffix, seconds)
        raise _took_too_long(source, seconds) from None
    except BaseException:
        _end(process)
        raise
    if process.returncode:
        raise _ended(source, process.returncode, errors)
    return _document(answer)


def _start() -> subprocess.Popen[bytes]:
    path = [str(_ROOT), *(str(Path(entry).resolve()) for entry in sys.path)]
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, json.dumps(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={},  # no setting and no secret of the program reaches a parser
        start_new_session=True,  # Ctrl-C is for the program; it ends the child itself
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def _document(answer: bytes) -> Document:
    refusal, _, document = answer.partition(b"\n")
    if refused := json.loads(refusal):
        raise InputError(refused)
    return document_from_json(document)


def _took_too_long(source: Source, seconds: float) -> InputError:
    return InputError(
        f"{source.label}读了{round(seconds)}秒还没有读完，没有收；请只留下配档表，另存为新文件再导入。"
    )


def _ended(source: Source, code: int, errors: bytes) -> InputError:
    """Say why a child ended: by its own limits, or by a library that broke over the file."""
    last = errors.decode("utf-8", "replace").strip().rpartition("\n")[2].partition(":")[0]
    _log.warning("reading ended early format=%s code=%s error=%s", source.suffix, code, last[:80])
    if code in _OUT_OF_TIME:
        return _took_too_long(source, SECONDS)
    if last == "MemoryError" or (code == -signal.SIGABRT and b"memory allocation" in errors):
        return InputError(out_of_memory(source))
    if code > 0:  # what files do to libraries the child answers itself
        return InputError(f"读{source.label}的程序出了错，没有收；原因在运行日志里，请交给管理员。")
    return InputError(f"{source.label}已经损坏或不合规范，打不开，请重新保存后再导入。")
