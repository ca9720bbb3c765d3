"""Tables whose header was lost: what most cells of a column look like says what it holds."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from importers.document import Cell, Document, Line, Row, Table
from importers.tables.timed_cells import timed_cells
from importers.words.cell_evidence import cost
from importers.words.confidence import HEADLESS
from importers.words.header_words import Column
from importers.words.text_lines import TextLine, numbered
from importers.words.wording import plain

_BLANKS = re.compile(r"[ \u00a0]{2,}|\u3000+")
_WORD = re.compile(r"\w")
_FEWEST = 3
_MOST_COLUMNS = 8
_FITS = 1.0
_TASK_FITS = 2.0
_HEADINGS = {
    Column.NUMBER: "序号",
    Column.WEEK: "周次",
    Column.TIME: "时间",
    Column.TASK: "工作任务",
    Column.RESPONSIBLE: "责任单位",
}


def with_headless(document: Document, known: AbstractSet[str]) -> Document:
    """Return a document with its rows as a table, when their columns are clear.

    The cells of a row stand between bars, tabs or blanks, or each on a line of its own.
    """
    lines = numbered(block for block in document.blocks if isinstance(block, Line))
    for separator in ("|", "\t", "  "):
        rows = [(line, cells) for line in lines if len(cells := _cells(line.text, separator)) > 1]
        width = max((len(cells) for _, cells in rows), default=0)
        full = [(line, cells) for line, cells in rows if len(cells) == width]
        if 1 < width <= _MOST_COLUMNS and len(full) >= _FEWEST and len(full) == len(rows):
            header = _header([cells for _, cells in full], known)
            if header:
                return Document(document.format, tuple(_blocks(lines, full, header)), document.notes)
    worded = [line for line in lines if _WORD.search(line.text)]
    if found := timed_cells(worded):
        entries = [(row[0], [line.text for line in row]) for row in found.rows]
        if header := _header([texts for _, texts in entries], known):
            within = worded[found.first : found.end]
            blocks = tuple(_blocks(lines, entries, header, within=within))
            return Document(document.format, blocks, document.notes)
    return document


def _cells(text: str, separator: str) -> list[str]:
    if separator == "  ":
        return [cell.strip() for cell in _BLANKS.split(text.strip())]
    words = plain(text).replace("｜", "|").strip("|") if separator == "|" else text
    return [cell.strip() for cell in words.split(separator)]


def _header(rows: Sequence[Sequence[str]], known: AbstractSet[str]) -> list[str]:
    """Return headings for the columns; nothing unless there are a task and a time or an office."""
    columns = [_best([row[i] for row in rows], known) for i in range(len(rows[0]))]
    found = [column for column in columns if column is not None]
    wanted = Column.TASK in found and bool({Column.TIME, Column.RESPONSIBLE} & set(found))
    if not wanted or len(set(found)) != len(found):
        return []
    return [_HEADINGS[column] if column else "其他" for column in columns]


def _best(cells: Sequence[str], known: AbstractSet[str]) -> Column | None:
    """Return what a column holds, None when its cells do not say it."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return None
    means = {column: sum(cost(cell, column, known) for cell in filled) / len(filled) for column in _HEADINGS}
    best = min(means, key=lambda column: means[column])
    return best if means[best] <= (_TASK_FITS if best is Column.TASK else _FITS) else None


def _blocks(
    lines: Sequence[TextLine],
    rows: Sequence[tuple[TextLine, list[str]]],
    header: list[str],
    *,
    within: Sequence[TextLine] = (),
) -> Iterator[Line | Table]:
    """Return the lines of a document with a table in the place of its rows and of all lines ``within``."""
    taken = {line.number for line in (*within, *(line for line, _ in rows))}
    first = rows[0][0].number
    table = Table("", tuple(_rows(rows, header)), HEADLESS)
    for line in lines:
        if line.number == first:
            yield table
        elif line.number not in taken:
            yield Line(line.text, line.number if line.unit == "行" else 0)


def _rows(rows: Sequence[tuple[TextLine, list[str]]], header: list[str]) -> Iterator[Row]:
    place = rows[0][0].place
    yield Row(rows[0][0].number, place, tuple(Cell(words, place) for words in header))
    for line, cells in rows:
        yield Row(line.number, line.place, tuple(Cell(cell, line.place) for cell in cells))
