"""Cells of several lines as a workbook copies them: in quotes, the row going on where the quote closes.

Only rows parted by tabs are written so. A quote that is never closed parts nothing and joins nothing.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from importers.words.text_lines import TextLine

_QUOTE = '"'
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\Z)|([^\t]*)')
_OPEN = re.compile(r'(?:^|\t)"(?:[^"\t]|"")*$')
_CLOSE = re.compile(r'(?:[^"]|"")*"(?=\t|$)')
_MOST_LINES = 40
_LONGEST_ROW = 20_000


def with_whole_rows(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines with those joined by line ends that are one row, because a quoted cell runs over them."""
    joined: list[TextLine] = []
    index = 0
    while index < len(lines):
        count = _lines_of_row(lines, index) if _QUOTE in lines[index].text else 1
        joined.append(_joined(lines[index : index + count]))
        index += count
    return joined


def _joined(parts: Sequence[TextLine]) -> TextLine:
    """Return lines as one, an empty line for each that was left out between them."""
    first = parts[0]
    breaks = ("\n" * (after.number - before.number) for before, after in pairwise(parts))
    words = first.text + "".join(gap + part.text for gap, part in zip(breaks, parts[1:], strict=True))
    return TextLine(first.number, words, first.unit)


def _lines_of_row(lines: Sequence[TextLine], index: int) -> int:
    """Return how many lines the row of a line takes, 1 where no quoted cell is left open."""
    if not _OPEN.search(lines[index].text):
        return 1
    has_tab = "\t" in lines[index].text
    for count, line in enumerate(lines[index + 1 : index + _MOST_LINES], 2):
        closed = _CLOSE.match(line.text)
        if closed is None:
            if _QUOTE in line.text.replace(_QUOTE * 2, ""):
                return 1
            continue
        has_tab = has_tab or "\t" in line.text[closed.end() :]
        if not has_tab:
            return 1
        if not _OPEN.search(line.text[closed.end() :]):
            return count
    return 1


def as_printed(line: TextLine) -> Iterator[TextLine]:
    """Yield the lines that a row was joined from."""
    for number, words in enumerate(line.text.split("\n"), line.number):
        if words.strip():
            yield TextLine(number, words, line.unit)


def tabbed_cells(text: str) -> list[str]:
    """Return the cells of a row parted by tabs, without the quotes around cells of several lines."""
    if _QUOTE not in text or len(text) > _LONGEST_ROW:
        return text.split("\t")
    cells: list[str] = []
    place = 0
    while place <= len(text) and (found := _CELL.match(text, place)):
        cells.append(found[2] if found[1] is None else found[1].replace(_QUOTE * 2, _QUOTE))
        place = found.end() + 1
    return cells
