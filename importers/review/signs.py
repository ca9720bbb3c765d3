"""Make the invisible signs of printed words visible: blanks, line ends inside a cell, signs without width."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from importers.tables.raw_rows import RawRow

_CJK = "\u3400-\u9fff"
#: Blanks that matter: at the edge of a line, several in a row, between Chinese characters, or of a rare kind.
_SIGNS = re.compile(
    rf"^[ ]+|[ ]+$|[ ]{{2,}}|(?<=[{_CJK}、，；])[ ]+(?=[{_CJK}])"
    r"|[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
    r"|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_SHOWN = {" ": "␣", "\t": "⇥", "\u00a0": "⍽", "\u00ad": "〔软连字符〕"}
_BLANK = re.compile(r"\s")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f]")
_LINE_END = "⏎\n"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the printed words; ``is_sign`` marks an invisible sign made visible (␣ ⏎ ⇥), to tint."""

    text: str
    is_sign: bool = False


def visible(raw: RawRow) -> tuple[Segment, ...]:
    """Return a row as printed; a line end inside a cell is a sign, one between cells is not."""
    lines = raw.original.split("\n")
    texts = [cell.text for cell in raw.printed_cells or raw.cells if "\n" in cell.text]
    found: list[Segment] = []
    for index, line in enumerate(lines):
        found += _segments(line)
        if index + 1 < len(lines):
            is_inside = any(f"{line}\n{lines[index + 1]}" in text for text in texts)
            found.append(Segment(_LINE_END, is_sign=True) if is_inside else Segment("\n"))
    return tuple(found)


def visible_text(text: str) -> tuple[Segment, ...]:
    """Return words that were never a row, with their signs."""
    return tuple(_segments(text))


def _segments(line: str) -> Iterator[Segment]:
    start = 0
    for sign in _SIGNS.finditer(line):
        if sign.start() > start:
            yield Segment(line[start : sign.start()])
        yield Segment("".join(_shown(one) for one in sign[0]), is_sign=True)
        start = sign.end()
    if start < len(line):
        yield Segment(line[start:])


def _shown(sign: str) -> str:
    if sign in _SHOWN:
        return _SHOWN[sign]
    if _CONTROL.match(sign):
        return "〔控制符〕"
    if _BLANK.match(sign):
        return "␣"
    return "〔方向符〕" if _DIRECTION.match(sign) else "〔零宽字符〕"
