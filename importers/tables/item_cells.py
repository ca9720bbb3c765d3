"""Rows of a calendar whose columns are offices: every item of a cell is a task of that office.

An item may begin with its own date; without one the date of its row holds.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from importers.tables.joined_tasks import PARTED, are_surely_several, joined_tasks
from importers.tables.raw_rows import RawCell, RawRow
from importers.words.cell_evidence import OFFICES
from importers.words.front_times import front_time
from importers.words.header_words import Column
from importers.words.unit_words import names_nobody
from importers.words.wording import plain

_NUMBER = r"(?:\d{1,2}(?:[.．](?!\d(?!\d?[·•]\d|\d{4}|\d?月))|[、)）])|[(（]\d{1,2}[)）]|[①-⑳])"
_ITEM = re.compile(rf"(?:^|(?<=[\s。；;]))\s*{_NUMBER}")
_MARK = re.compile(r"([–—•·●■◆▪※★*\-])\s")
#: One of these is in every cell of several parts; nearly all cells are one task and need no closer look.
_CAN_PART = re.compile(r"[\n；;①-⑳]|\d[.．、)）]|^[–—•·●■◆▪※★*\-]")
_BULLET = re.compile(r"^(?:[•·●■◆◇○▪※★*\-]\s*|[–—]\s)")


def items_of(text: str, *, parts_joined: bool = True) -> list[str]:
    """Return the items of a cell: its numbered parts, else its lines, else what semicolons part."""
    words = plain(text)
    if mark := _mark_of(words):
        parts = re.split(rf"(?:^|\s){re.escape(mark)}\s+", words)
    else:
        parts = _ITEM.split(words) if is_numbered(words) else words.split("\n")
    if len(parts) == 1 and parts_joined:
        parts = joined_tasks(words)
    cleaned = (_BULLET.sub("", part.strip()).strip("；; \n") for part in parts)
    return [part for part in cleaned if part and not names_nobody(part)]


def can_be_several(text: str) -> bool:
    """Tell whether a cell may hold several items at all, or one marked as an item."""
    return bool(_CAN_PART.search(plain(text)))


def is_numbered(text: str) -> bool:
    """Tell whether the parts of a cell are numbered, or each marked by a sign."""
    words = plain(text)
    return bool(_mark_of(words)) or len(_ITEM.findall(words)) > 1 or bool(_ITEM.match(words))


def begins_marked(text: str) -> bool:
    """Tell whether a sign stands before each part of a cell."""
    return bool(_mark_of(plain(text)))


def _mark_of(words: str) -> str:
    """Return the sign before each part of a cell (– Sep 1: … – Sep 5: …), empty when there is none."""
    found = _MARK.match(words)
    if not found:
        return ""
    rest = words[found.end() :]
    is_list = re.search(rf"\s{re.escape(found[1])}\s", rest) or front_time(rest)[0]
    return found[1] if is_list else ""


def item_rows(raw: RawRow) -> Iterator[RawRow]:
    """Return a row for every item of the cells that stand under an office or a general heading."""
    time = raw.cell(Column.TIME)
    for cell in raw.cells:
        if cell.column not in (Column.ITEMS, Column.TASK):
            continue
        items = items_of(cell.text)
        is_doubtful = items == joined_tasks(cell.text) and len(items) > 1 and not are_surely_several(items)
        for item in items:
            row = _row_of(raw, cell, item, time)
            yield replace(row, doubts=(*row.doubts, PARTED)) if is_doubtful else row


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
