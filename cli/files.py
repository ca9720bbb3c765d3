"""Reading and writing the files a command names; what goes wrong is said in Chinese."""

import sys
from pathlib import Path

from rules.errors import InputError

STANDARD_INPUT = "-"


def read_bytes(name: str) -> bytes:
    """Return the content of a file, of standard input for ``-``; raises :class:`InputError`."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"读不了文件 {name}：{reason(error)}。") from error


def write_bytes(name: str, content: bytes) -> None:
    """Write a file, all of it or nothing; raises :class:`InputError`."""
    target = Path(name)
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(f"写不了文件 {name}：{reason(error)}。") from error


_REASONS = {
    FileNotFoundError: "没有这个文件或文件夹",
    PermissionError: "没有权限",
    IsADirectoryError: "这是一个文件夹",
    NotADirectoryError: "路径里有一段不是文件夹",
}


def reason(error: OSError) -> str:
    """Return in Chinese why a file could not be used."""
    return _REASONS.get(type(error), error.strerror or str(error))
