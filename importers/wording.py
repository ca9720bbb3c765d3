"""Clean the words of a cell: invisible signs out, blanks made plain. It never changes a visible character."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_BROKEN_LINE = re.compile(r"[^\S\n]*\n\s*")
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…"


def plain(text: str) -> str:
    """Return a text without invisible signs, blanks made plain, line ends kept as ``\\n``."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    return _BROKEN_LINE.sub("\n", _BLANKS.sub(" ", text)).strip()


def one_line(text: str) -> str:
    """Return a text on one line; a line broken between Chinese characters is joined without a blank."""
    joined = re.sub(rf"(?<=[{_CJK}])\n(?=[{_CJK}])", "", plain(text))
    return joined.replace("\n", " ")


def without_blanks(text: str) -> str:
    """Return a text without any blank, for comparing."""
    return re.sub(r"\s+", "", plain(text))


def folded(text: str) -> str:
    """Return a text without blanks and with full-width forms made plain, for recognising words."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", plain(text)))


def looks_garbled(text: str) -> bool:
    """Tell whether a text holds characters that only a wrong decoding leaves behind."""
    return bool(re.search("[\ufffd\ue000-\uf8ff]|\\?{3,}|锟斤拷|烫烫烫", text))
