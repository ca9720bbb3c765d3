"""Header text: cleaned of everything that could become a line of its own, and encoded by RFC 2047 and 2231.

Must not use the standard library's header folding: below 3.11.10 it decodes `=?…?=` inside a value and
writes what it finds as new header lines (CVE-2024-6923). Here a value can only become printable ASCII,
and `header_block` refuses to return anything else.
"""

import re
from binascii import b2a_base64
from collections.abc import Sequence
from urllib.parse import quote

from rules.errors import DubanError

#: Controls that are no white space, soft hyphens, zero width and direction marks, surrogates, tags.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_UNSAFE_IN_FILE_NAME = re.compile(r'[\\/:*?"<>|]')
_PRINTABLE = re.compile(r"[ -~]*")
_PHRASE = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_LINE = re.compile(r"[ -~]{1,998}")

LINE_LIMIT = 76
_WORD_START, _WORD_END = "=?utf-8?B?", "?="
_FILE_NAME_LIMIT, _QUOTED_NAME_LIMIT = 100, 700


def clean_header(text: str) -> str:
    """Return a text as one visible line in which nothing can be mistaken for header syntax."""
    line = " ".join(_INVISIBLE.sub("", text).split())
    return line.replace("=?", "= ?").replace("?=", "? =")


def clean_file_name(name: str) -> str:
    """Return a name any mail program and any file system takes, without folders, ending kept."""
    cleaned = _UNSAFE_IN_FILE_NAME.sub("_", clean_header(name)).strip(" .") or "附件"
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = cleaned, ""
    suffix = dot + ending if ending else ""
    stem = stem[: _FILE_NAME_LIMIT - len(suffix)]
    while len(quote(stem)) > _QUOTED_NAME_LIMIT:
        stem = stem[:-1]
    return stem + suffix


def text_value(name: str, text: str) -> str:
    """Return the value of an unstructured header: as it is when short ASCII, else encoded words."""
    cleaned = clean_header(text)
    room = LINE_LIMIT - len(name) - 2
    if len(cleaned) <= room and _PRINTABLE.fullmatch(cleaned):
        return cleaned
    return encoded_words(cleaned, room=room)


def mailbox_value(name: str, display_name: str, address: str) -> str:
    """Return ``display name <address>`` folded for its header; the address must have been checked."""
    cleaned = clean_header(display_name)
    if not cleaned:
        return address
    room = LINE_LIMIT - len(name) - 2
    fits = len(cleaned) <= room and _PHRASE.fullmatch(cleaned)
    phrase = cleaned if fits else encoded_words(cleaned, room=room)
    first, fold, last = phrase.rpartition("\r\n")
    used = len(last) if fold else len(name) + 2 + len(last)
    gap = " " if used + len(address) + 3 <= LINE_LIMIT else "\r\n "
    return f"{first}{fold}{last}{gap}<{address}>"


def encoded_words(text: str, *, room: int = LINE_LIMIT - 1) -> str:
    """Return a text as folded RFC 2047 words of whole characters; the first has ``room`` columns."""
    words: list[str] = []
    chunk, size, limit = b"", 0, _octets_in(room)
    for char in text:
        octets = char.encode("utf-8")
        if size + len(octets) > limit and chunk:
            words.append(_word(chunk))
            chunk, size, limit = b"", 0, _octets_in(LINE_LIMIT - 1)
        chunk += octets
        size += len(octets)
    words.append(_word(chunk))
    return "\r\n ".join(words)


def file_name_parameters(name: str) -> tuple[str, str]:
    """Return the parameters that carry a cleaned file name: for Content-Type and for Content-Disposition.

    ``filename*=`` is the standard; older QQ and Outlook read the encoded words in ``name=``. A plain
    ASCII ``filename=`` beside them is left out: programs that know both take the plain one (Python's
    own parser does), and the reader would lose the Chinese name.
    """
    if _PRINTABLE.fullmatch(name):
        return f'name="{name}"', f'filename="{name}"'
    words = encoded_words(name, room=LINE_LIMIT - len(' name=""'))
    return f'name="{words}"', f"filename*=utf-8''{quote(name, safe='')}"


def header_block(fields: Sequence[tuple[str, str]]) -> bytes:
    """Return header lines with the empty line after them, having checked what a reader will see in them."""
    text = "".join(f"{name}: {value}\r\n" for name, value in fields)
    lines = text.split("\r\n")[:-1]
    names = [line.partition(":")[0] for line in lines if not line.startswith(" ")]
    printable = all(_LINE.fullmatch(line) and not line.isspace() for line in lines)
    if not printable or names != [name for name, _ in fields] or len(set(names)) != len(names):
        raise DubanError("邮件信头与设定的不一致，这封邮件没有生成。")
    return f"{text}\r\n".encode("ascii")


def _octets_in(room: int) -> int:
    """Return how many octets an encoded word of at most ``room`` columns (75 at most) can carry."""
    columns = min(room, LINE_LIMIT - 1) - len(_WORD_START) - len(_WORD_END)
    return max(columns // 4 * 3, 4)


def _word(chunk: bytes) -> str:
    return f"{_WORD_START}{b2a_base64(chunk, newline=False).decode('ascii')}{_WORD_END}"
