"""Tables drawn with lines (┌─┬─┐ or +---+): a rule ends a row, so that all lines between two rules are one.

A rule may stop before a cell, which then holds for the rows above and below it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from importers.document import Cell, Row, Table
from importers.tables.display_columns import width_of
from importers.tables.ordinals import row_number
from importers.words.period_words import is_period
from importers.words.text_lines import TextLine
from importers.words.wording import plain

_RULE = re.compile(r"\s*[┌├└┏┣┗╔╠╚╭╰+][─━═┬┴┼┳┻╋╦╩╬┯┷┿┐┤┘┓┫┛╗╣╝╮╯+=-]{2,}\s*")
_LAST_RULE = ("└", "┗", "╚", "╰")
_BARS = re.compile(r"[│┃║|]")
_JUNCTIONS = re.compile(r"[├┤┼┬┴┣┫╋┳┻╠╣╬╦╩]")
_RULED = re.compile(r"[─━═]{2,}|-{3,}")
_ROOM_LEFT = 2
_FEWEST_BLOCKS = 3
_OTHER_WIDTH = "这一行的格数与表头不同，可能错了列，请核对"
_NO_RULES = "表里各行之间没有横线，分不清哪几行字是一项，请对照原文"


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line between bars: its cells, of which some may be parts of a rule."""

    line: TextLine
    cells: tuple[str, ...]


def _is_ruled(cell: str) -> bool:
    """Tell whether a rule, not words, stands in a cell."""
    return bool(_RULED.fullmatch(cell.strip()))


def take_framed(lines: Sequence[TextLine], start: int) -> tuple[Table | None, int]:
    """Return the table whose frame begins at ``start`` and the next index; None where none begins."""
    if not _RULE.fullmatch(lines[start].text):
        return None, start
    blocks: list[list[_Printed]] = [[]]
    end, is_closed = start, False
    while end < len(lines) and not is_closed:
        text = lines[end].text
        if _RULE.fullmatch(text):
            blocks.append([])
            is_closed = plain(text).startswith(_LAST_RULE)
        elif cells := _split(text):
            blocks[-1].append(_Printed(lines[end], cells))
        else:
            break
        end += 1
    filled = [block for block in blocks if block]
    if not filled or (len(filled) < _FEWEST_BLOCKS and plain(lines[start].text).startswith("+")):
        return None, start
    width = max(len(printed.cells) for block in filled for printed in block)
    frame = _Frame(_widths(filled), width, are_ruled=len(filled) >= _FEWEST_BLOCKS)
    return Table("", tuple(row for block in filled for row in frame.rows(block))), end


def _split(text: str) -> tuple[str, ...]:
    """Return what stands between the bars of a line, with the blanks around it."""
    return tuple(_BARS.split(_JUNCTIONS.sub("│", text.strip()))[1:-1])


def _widths(blocks: Sequence[Sequence[_Printed]]) -> dict[int, int]:
    """Return how many columns of the page each column of the table has for words."""
    widths: dict[int, int] = {}
    for printed in (printed for block in blocks for printed in block):
        for column, cell in enumerate(printed.cells):
            margin = len(cell) - len(cell.lstrip()) if cell.strip() else 0
            widths[column] = max(widths.get(column, 0), width_of(cell) - 2 * min(margin, 1))
    return widths


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is known of a framed table before its rows are put together."""

    widths: Mapping[int, int]
    width: int
    are_ruled: bool
    """Whether rules part its rows, not only the header from them."""

    def rows(self, block: Sequence[_Printed]) -> Iterator[Row]:
        """Yield the rows between two rules that go from edge to edge."""
        columns = range(len(block[0].cells))
        is_even = all(len(printed.cells) == len(columns) for printed in block)
        if not is_even or (len(block) > 1 and self._holds_several(block)):
            for lines in _begun_by_first(block) if is_even else ([printed] for printed in block):
                doubt = _NO_RULES if len(lines) > 1 else ""
                yield self._row(lines, [lines] * len(lines[0].cells), doubt)
            return
        stretches = [_stretches(block, column) for column in columns]
        for lines in _between_rules(block):
            yield self._row(lines, [_holding(stretches[column], lines[0]) for column in columns])

    def _holds_several(self, block: Sequence[_Printed]) -> bool:
        """Tell whether lines without a rule between them are several rows: they count up or each say when."""
        if any(_is_ruled(cell) for printed in block for cell in printed.cells):
            return False
        times = [sum(map(is_period, column)) for column in zip(*(p.cells for p in block), strict=True)]
        counts = sum(row_number(printed.cells[0]) is not None for printed in block)
        return not self.are_ruled or counts > 1 or max(times) > 1

    def _row(self, lines: Sequence[_Printed], parts: Sequence[Sequence[_Printed]], doubt: str = "") -> Row:
        first = lines[0].line
        texts = [self._text([printed.cells[n] for printed in part], n) for n, part in enumerate(parts)]
        doubt = _OTHER_WIDTH if len(texts) not in (1, self.width) else doubt
        return Row(first.number, first.place, tuple(Cell(text, first.place) for text in texts), doubt)

    def _text(self, parts: Sequence[str], column: int) -> str:
        """Return a cell put together: a line that fills its column was broken there."""
        filled = [part.strip() for part in parts if part.strip()]
        words = filled[0] if filled else ""
        for above, part in pairwise(filled):
            is_broken = width_of(above) >= self.widths[column] - _ROOM_LEFT
            is_latin = words.isascii() and part[:1].isascii()
            words += ("" if is_broken and not is_latin else " " if is_broken else "\n") + part
        return words


def _begun_by_first(block: Sequence[_Printed]) -> Iterator[list[_Printed]]:
    """Yield lines with those below that leave their first cell empty: these can only go on."""
    lines: list[_Printed] = []
    for printed in block:
        if lines and printed.cells[0].strip():
            yield lines
            lines = []
        lines.append(printed)
    if lines:
        yield lines


def _between_rules(block: Sequence[_Printed]) -> Iterator[list[_Printed]]:
    """Yield the lines between rules that part at least one column."""
    lines: list[_Printed] = []
    for printed in block:
        if any(map(_is_ruled, printed.cells)):
            if lines:
                yield lines
            lines = []
        else:
            lines.append(printed)
    if lines:
        yield lines


def _stretches(block: Sequence[_Printed], column: int) -> list[list[_Printed]]:
    """Return the lines of each cell of a column; a cell goes on past rules that stop before it."""
    found: list[list[_Printed]] = [[]]
    for printed in block:
        if _is_ruled(printed.cells[column]):
            found.append([])
        else:
            found[-1].append(printed)
    return found


def _holding(stretches: Sequence[list[_Printed]], line: _Printed) -> list[_Printed]:
    return next((stretch for stretch in stretches if any(printed is line for printed in stretch)), [line])
