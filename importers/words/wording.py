"""Clean the words of a cell: invisible signs out, blanks made plain. It never changes a visible character."""

import re
import unicodedata
from functools import lru_cache

_SIGNS = (
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f"  # control characters
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # signs without width or with a direction
)
_INVISIBLE = re.compile(f"[{_SIGNS}]")
_ODD = re.compile(rf"[\s{_SIGNS}]")
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_BROKEN_LINE = re.compile(r"[^\S\n]*\n\s*")
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…"
_WRAPPED = re.compile(rf"(?<=[{_CJK}])\n(?=[{_CJK}])")
_ANY_BLANK = re.compile(r"\s+")
_GARBLED = re.compile("[\ufffd\ue000-\uf8ff]|\\?{3,}|锟斤拷|烫烫烫")
#: What most Chinese texts hold of full-width forms; normalising is ten times faster without them.
_FULL_WIDTH = tuple(zip("（），：；", "(),:;", strict=True))
#: Cells are asked for their words many times; long ones are not kept, so that no file fills the memory.
_SHORT = 200
_KEPT = 32_768


def plain(text: str) -> str:
    """Return a text without invisible signs, blanks made plain, line ends kept as ``\\n``."""
    return _short_plain(text) if len(text) <= _SHORT else _plain(text)


def _plain(text: str) -> str:
    if not _ODD.search(text):
        return text  # nearly every cell
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    return _BROKEN_LINE.sub("\n", _BLANKS.sub(" ", text)).strip()


_short_plain = lru_cache(maxsize=_KEPT)(_plain)


def one_line(text: str) -> str:
    """Return a text on one line; a line broken between Chinese characters is joined without a blank."""
    words = plain(text)
    return _WRAPPED.sub("", words).replace("\n", " ") if "\n" in words else words


def without_blanks(text: str) -> str:
    """Return a text without any blank, for comparing."""
    return _ANY_BLANK.sub("", plain(text))


def folded(text: str) -> str:
    """Return a text without blanks and with full-width forms made plain, for recognising words."""
    return _short_folded(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    words = plain(text)
    for full, half in _FULL_WIDTH:
        words = words.replace(full, half)
    return _ANY_BLANK.sub("", unicodedata.normalize("NFKC", words))


_short_folded = lru_cache(maxsize=_KEPT)(_folded)


def looks_garbled(text: str) -> bool:
    """Tell whether a text holds characters that only a wrong decoding leaves behind."""
    return bool(_GARBLED.search(text))
