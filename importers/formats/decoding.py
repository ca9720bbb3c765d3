"""From bytes to text by a fixed ladder: byte order mark, strict UTF-8, GB18030. It never guesses further."""

import codecs
import re

from importers.words.look_alikes import real_characters
from rules.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_RUBBISH = re.compile("[\u0000-\u0008\u000e-\u001f\u0080-\u0084\u0086-\u009f\ue000-\uf8ff\ufffd]")
_RUBBISH_SHARE = 100


def decode(data: bytes, *, label: str) -> str:
    """Return the text of some bytes; raises :class:`InputError` when no rung of the ladder reads them."""
    return real_characters(_decoded(data, label))


def _decoded(data: bytes, label: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, label).removeprefix("\ufeff")
    if b"\x00" in data:
        raise InputError(f"{label}不是文字，或是没有标记的UTF-16编码，请另存为UTF-8再导入。")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = _strictly(data, "gb18030", label)
    if len(_RUBBISH.findall(text)) * _RUBBISH_SHARE > len(text):
        raise _unreadable(label)
    return text


def _strictly(data: bytes, encoding: str, label: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _unreadable(label) from None


def _unreadable(label: str) -> InputError:
    return InputError(f"{label}的文字编码认不出（试过UTF-8和GB18030），请另存为UTF-8再导入。")
