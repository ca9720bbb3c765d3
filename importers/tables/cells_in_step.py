"""Part a row whose cells are numbered in step: tasks 1 to 3, offices 1 to 3, deadlines 1 to 3 are three rows.

A cell without numbers holds for each of them. Where the numbers do not run in step nothing is parted.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from importers.tables.raw_rows import RawCell, RawRow
from importers.words.cell_evidence import OFFICES
from importers.words.header_words import Column
from importers.words.wording import plain

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_FORMS: tuple[Callable[[int], str], ...] = (
    "{}.".format,
    "{}．".format,
    "{}、".format,
    "（{}）".format,
    "({})".format,
    lambda number: _CIRCLED[number - 1 : number],
)
_FIRST = tuple(form(1) for form in _FORMS)
_STARTS = " \n。；;"
_IN_STEP = (Column.TIME, *OFFICES)


def numbered_parts(text: str) -> list[str]:
    """Return the parts of a cell that counts 1, 2, 3 from its first sign, nothing for another cell."""
    words = plain(text)
    if not words.startswith(_FIRST):
        return []
    for form in _FORMS:
        if not words.startswith(form(1)):
            continue
        places: list[tuple[int, int]] = [(0, len(form(1)))]
        for number in count(2):
            start = _place(words, form(number), places[-1][1])
            if start < 0:
                break
            places.append((start, start + len(form(number))))
        ends = [start for start, _ in places[1:]] + [len(words)]
        return [words[begin:end].strip(" \n；;") for (_, begin), end in zip(places, ends, strict=True)]
    return []


def _place(words: str, mark: str, after: int) -> int:
    """Return where a number begins a part, -1 when it does not: circled ones need no sign before them."""
    place = words.find(mark, after) if mark else -1
    while place > 0 and mark not in _CIRCLED and words[place - 1] not in _STARTS:
        place = words.find(mark, place + 1)
    return place


def rows_in_step(raw: RawRow) -> list[RawRow]:
    """Return a row for each number of cells that are numbered in step; the row itself otherwise."""
    tasks = numbered_parts(raw.text(Column.TASK))
    if len(tasks) < 2 or not all(tasks):
        return [raw]
    others = {n: numbered_parts(cell.text) for n, cell in enumerate(raw.cells) if cell.column in _IN_STEP}
    counted = [parts for parts in others.values() if len(parts) > 1]
    if not counted or any(len(parts) != len(tasks) for parts in counted):
        return [raw]
    return [_step(raw, number, task, others) for number, task in enumerate(tasks)]


def _step(raw: RawRow, number: int, task: str, others: dict[int, list[str]]) -> RawRow:
    cells: list[RawCell] = []
    for n, cell in enumerate(raw.cells):
        parts = others.get(n, [])
        if cell.column is Column.TASK:
            cells.append(replace(cell, text=task))
        else:
            cells.append(replace(cell, text=parts[number]) if len(parts) > 1 else cell)
    own = [cell.text for cell in cells if cell.column is Column.TASK or cell.column in _IN_STEP]
    is_timed = any(len(others[n]) > 1 for n in others if raw.cells[n].column is Column.TIME)
    original = "\n".join(dict.fromkeys(filter(None, own)))
    return replace(raw, cells=tuple(cells), original=original, due_words="" if is_timed else raw.due_words)
