"""Rows of a calendar whose columns are offices: every item of a cell is a task of that office.

An item may begin with its own date; without one the date of its row holds.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from importers.cell_evidence import OFFICES
from importers.front_times import front_time
from importers.header_words import Column
from importers.raw_rows import RawCell, RawRow
from importers.unit_words import names_nobody
from importers.wording import plain

_NUMBER = r"(?:\d{1,2}[.．、)）](?!\d)|[(（]\d{1,2}[)）]|[①-⑳])"
_ITEM = re.compile(rf"(?:^|(?<=[\s。；;]))\s*{_NUMBER}")
_BULLET = re.compile(r"^[•·●■◆◇○▪※★*\-]\s*")


def items_of(text: str) -> list[str]:
    """Return the items of a cell: its numbered parts, else its lines."""
    words = plain(text)
    is_numbered = len(_ITEM.findall(words)) > 1 or _ITEM.match(words)
    parts = _ITEM.split(words) if is_numbered else words.split("\n")
    cleaned = (_BULLET.sub("", part.strip()).strip("；; \n") for part in parts)
    return [part for part in cleaned if part and not names_nobody(part)]


def item_rows(raw: RawRow) -> Iterator[RawRow]:
    """Return a row for every item of the cells that stand under an office or a general heading."""
    time = raw.cell(Column.TIME)
    for cell in raw.cells:
        if cell.column not in (Column.ITEMS, Column.TASK):
            continue
        for item in items_of(cell.text):
            yield _row_of(raw, cell, item, time)


def _row_of(raw: RawRow, cell: RawCell, item: str, time: RawCell | None) -> RawRow:
    own, title = front_time(item)
    cells = [RawCell(Column.TASK, cell.header, title, cell.place, cell.doubt)]
    if time is not None:
        cells.append(replace(time, text=own or time.text))
    if cell.column is Column.ITEMS:
        cells.append(RawCell(Column.RESPONSIBLE, cell.header, plain(cell.header), cell.place))
    else:
        cells.extend(other for other in raw.cells if other.column in OFFICES)
    return replace(raw, cells=tuple(cells), original=item, due_words="" if own else raw.due_words)
