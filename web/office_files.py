"""Which file an office may hand in: kind, content and size are checked, nothing is opened.

The stored name and content type are ours, never what the browser said.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from scheduler.tracking import MAX_FILE, Upload
from templates.filters import one_line

_ZIP = (b"PK\x03\x04",)
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0", b"{\\rtf", *_ZIP)
_OPEN_XML = "application/vnd.openxmlformats-officedocument"

#: Ending → (content type, how the content may begin).
_KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".ofd": ("application/ofd", _ZIP),
    ".doc": ("application/msword", _OLD_OFFICE),
    ".docx": (f"{_OPEN_XML}.wordprocessingml.document", _ZIP),
    ".xls": ("application/vnd.ms-excel", _OLD_OFFICE),
    ".xlsx": (f"{_OPEN_XML}.spreadsheetml.sheet", _ZIP),
    ".ppt": ("application/vnd.ms-powerpoint", _OLD_OFFICE),
    ".pptx": (f"{_OPEN_XML}.presentationml.presentation", _ZIP),
    ".wps": ("application/vnd.ms-works", _OLD_OFFICE),
    ".et": ("application/octet-stream", _OLD_OFFICE),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
}
ACCEPTED = ",".join(_KINDS)
_LONGEST_NAME = 100
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")
#: A PDF may carry a few bytes before its mark.
_SEARCHED = 1024


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came in; of one that is too large only the beginning was kept."""

    name: str
    size: int
    content: bytes


class FileFault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND = "kind"
    CONTENT = "content"


def check_file(sent: SentFile) -> Upload | FileFault:
    """Return the file as it may be stored, or why it is not taken."""
    ending = ending_of(sent.name)
    if ending not in _KINDS:
        return FileFault.KIND
    if sent.size == 0:
        return FileFault.EMPTY
    if sent.size > MAX_FILE:
        return FileFault.TOO_LARGE
    content_type, beginnings = _KINDS[ending]
    if not _begins_with(sent.content, beginnings, anywhere=ending == ".pdf"):
        return FileFault.CONTENT
    return Upload(plain_name(sent.name), content_type, sent.content)


def _begins_with(content: bytes, beginnings: tuple[bytes, ...], *, anywhere: bool) -> bool:
    if anywhere:
        return any(mark in content[:_SEARCHED] for mark in beginnings)
    return content.startswith(beginnings)


def ending_of(name: str) -> str:
    """Return ``.pdf``, in small letters; empty when the name has no ending."""
    found = _ENDING.search(plain_name(name))
    return found.group().lower() if found else ""


def plain_name(name: str) -> str:
    """Return the file's own name without folders and control characters, at most 100 characters."""
    base = one_line(re.split(r"[\\/]", name)[-1]).strip(". ")
    if len(base) <= _LONGEST_NAME:
        return base
    found = _ENDING.search(base)
    ending = found.group() if found else ""
    return base[: _LONGEST_NAME - len(ending)] + ending


def megabytes(size: int) -> str:
    """Return ``36.2 MB``; small files in KB."""
    if size < 100 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


MAX_WORDS = f"{MAX_FILE // 1024 // 1024} MB"
