"""A table as CSV that Excel opens as it is: UTF-8 with a mark, one head row, no formulas.

Title and notes are left out so that programs can read it; the cut-off stands in a column of its own.
"""

import csv
import io
from collections.abc import Iterator

from reports.tables import Cell, Table, note_words, words

#: A spreadsheet takes text that begins with one of these for a formula, the full-width ones included.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def write_csv(table: Table) -> bytes:
    """Return a table as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*(column.name for column in table.columns), "统计截止"])
    writer.writerows(_lines(table))
    return text.getvalue().encode("utf-8-sig")


def _lines(table: Table) -> Iterator[list[str | int]]:
    for cells in table.rows:
        yield [*map(_field, cells), table.as_of.isoformat()]


def _field(cell: Cell) -> str | int:
    if isinstance(cell.value, int):
        return cell.value
    return as_text(words(cell) + note_words(cell))


def as_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: prefixed by ``'`` where it could be one."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) else text
