"""Cells a table states once for the rows below them: the month at its beginning, an office merged over rows.

Where an empty cell may as well mean that there is none, the row keeps what was carried and says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from importers.tables.raw_rows import RawCell, RawRow
from importers.words.cell_evidence import OFFICES
from importers.words.header_words import Column
from importers.words.wording import plain

_DOUBT = "这一格是空的，按上面一行的“{}”读，请核对"
_LONGEST_SAID = 20
_FEWEST_EMPTY = 2


def with_times_carried(rows: Sequence[RawRow]) -> list[RawRow]:
    """Carry a time down where the table states it once for the rows below it.

    A table that repeats its times row by row means an empty cell as empty. Few empty cells, or a column
    of times behind the tasks, leave it open: then the time is carried with a doubt.
    """
    texts = [plain(row.text(Column.TIME)) for row in rows]
    stated = [text for text in texts if text]
    repeats = any(text == after for text, after in pairwise(stated))
    leads = bool(rows) and _stands_before_task(rows[0])
    is_sparse = len(stated) * 2 <= len(texts)
    if not is_sparse and len(texts) - len(stated) < _FEWEST_EMPTY:
        return list(rows)  # a single empty cell rather is one that somebody forgot
    if not stated or repeats or (not texts[0] and not leads) or not (leads or is_sparse):
        return list(rows)
    return _carried(rows, lambda column: column is Column.TIME, is_sure=leads and is_sparse)


def with_offices_carried(rows: Sequence[RawRow]) -> list[RawRow]:
    """Carry an office down, with a doubt, where half of the rows have none and those above them do."""
    texts = [" ".join(plain(cell.text) for cell in row.cells_of(OFFICES)) for row in rows]
    stated = [text for text in texts if text]
    if len(rows) < 3 or not stated or not texts[0] or len(stated) * 2 > len(texts):
        return list(rows)
    if any(text == after for text, after in pairwise(stated)):
        return list(rows)
    lacks = [not text for text in texts]
    return _carried(rows, lambda column: column in OFFICES, is_sure=False, only=lacks)


def _stands_before_task(row: RawRow) -> bool:
    columns = [cell.column for cell in row.cells]
    return (
        Column.TIME in columns
        and Column.TASK in columns
        and columns.index(Column.TIME) < columns.index(Column.TASK)
    )


def _carried(
    rows: Sequence[RawRow],
    is_wanted: Callable[[Column], bool],
    *,
    is_sure: bool,
    only: Sequence[bool] | None = None,
) -> list[RawRow]:
    """Fill empty cells of some columns from the row above; ``only``: of these rows."""
    above: dict[int, str] = {}
    due_words = ""
    result: list[RawRow] = []
    for n, row in enumerate(rows):
        may_fill = only is None or only[n]
        due_words = row.due_words if plain(row.text(Column.TIME)) or not may_fill else due_words
        cells: list[RawCell] = []
        for i, cell in enumerate(row.cells):
            if not is_wanted(cell.column):
                cells.append(cell)
            elif plain(cell.text) or not may_fill:
                above[i] = cell.text
                cells.append(cell)
            elif above.get(i) and not cell.doubt:
                doubt = "" if is_sure else _DOUBT.format(plain(above[i])[:_LONGEST_SAID])
                cells.append(replace(cell, text=above[i], doubt=doubt))
            else:
                cells.append(cell)
        is_time_filled = cells != list(row.cells) and is_wanted(Column.TIME)
        words = due_words if is_time_filled else row.due_words
        result.append(replace(row, cells=tuple(cells), due_words=words))
    return result
