"""The rows of a document by keys that last, and a person's corrections of their words.

Corrected words go through the same rules as printed ones; what was printed is kept beside them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.table_rows import OFFICE_COLUMNS
from importers.words.header_words import Column


@dataclass(frozen=True, slots=True)
class RowWords:
    """The words a person wrote into a row; None: as printed."""

    title: str | None = None
    time_words: str | None = None
    office_words: str | None = None

    @property
    def is_edit(self) -> bool:
        """Whether anything was corrected."""
        return any(words is not None for words in (self.title, self.time_words, self.office_words))


def keyed(rows: Iterable[RawRow]) -> list[RawRow]:
    """Return rows that know which one each is of several tasks at its place, so that their keys differ."""
    counts: Counter[str] = Counter()
    result: list[RawRow] = []
    for row in rows:
        counts[row.place] += 1
        nth = counts[row.place]
        result.append(row if row.nth == nth else replace(row, nth=nth))
    return result


def place_of(row_key: str) -> str:
    """Return the place of a row by its key: 第3行 of 第3行#1."""
    return row_key.rpartition("#")[0]


def corrected(rows: Iterable[RawRow], edits: Mapping[str, RowWords]) -> list[RawRow]:
    """Return rows with the words people wrote."""
    if not edits:
        return list(rows)
    return [
        _corrected(row, words) if (words := edits.get(row.key)) and words.is_edit else row for row in rows
    ]


def _corrected(row: RawRow, words: RowWords) -> RawRow:
    cells = row.cells
    if words.title is not None:
        cells = _with_cell(cells, RawCell(Column.TASK, "重点工作", words.title, row.place))
    if words.time_words is not None:
        cells = _with_cell(cells, RawCell(Column.TIME, "时限", words.time_words, row.place))
    if words.office_words is not None:
        cells = _with_offices(cells, words.office_words, row.place)
    due_words = row.due_words if words.time_words is None else ""
    return replace(row, cells=cells, due_words=due_words, printed_cells=row.cells)


def _with_cell(cells: tuple[RawCell, ...], new: RawCell) -> tuple[RawCell, ...]:
    """Put new words into the first cell of their meaning; a row without one gets one."""
    old = next((cell for cell in cells if cell.column is new.column), None)
    if old is None:
        return (*cells, new)
    return tuple(replace(cell, text=new.text, doubt="") if cell is old else cell for cell in cells)


def _with_offices(cells: tuple[RawCell, ...], words: str, place: str) -> tuple[RawCell, ...]:
    """Put all offices into one cell: their roles are said by the words themselves."""
    first = next((cell for cell in cells if cell.column in OFFICE_COLUMNS), None)
    header, place = (first.header, first.place) if first else ("责任单位", place)
    others = tuple(cell for cell in cells if cell.column not in OFFICE_COLUMNS)
    return (*others, RawCell(Column.RESPONSIBLE, header, words, place))
