"""Cells that hold a time and then what is done by it (3月：召开会议): the time is taken off a step.

A column of such steps is finer than the tasks to its left, which only name what several steps belong to.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from importers.tables.raw_rows import RawCell, RawRow
from importers.words.confidence import GUESSED_CELLS
from importers.words.header_words import Column
from importers.words.period_words import is_period, mentions_time
from importers.words.unit_words import begins_with_deed
from importers.words.wording import plain

_MONTH = r"(?:20\d\d\s?年)?\d{1,2}\s?月(?:\d{1,2}\s?[日号]|[上中下]旬|[底初末份])?"
_SINGLE = rf"(?:{_MONTH}|第?[一二三四]季度|[上下]半年|全年|年[底内])"
_FRONT = re.compile(
    rf"(?:\d{{1,2}}\s?[-—–~～至到]+\s?)?{_SINGLE}(?:\s?[-—–~～至到、和]+\s?{_SINGLE})*(?:之?前|以前)?"
)
_SIGN = re.compile(r"\s*[:：,，]\s*|\s+")
#: Where a step of a list ends: also at a blank before the next 4月：, and behind the label of a list.
_STEP_ENDS = re.compile(
    rf"[\n；;]|[，,、](?={_FRONT.pattern})|[:：]\s*(?={_FRONT.pattern})|\s+(?={_FRONT.pattern}\s*[:：])"
)
#: Milestones that fill no more than this are a time as it is printed.
_SHORT_LIST = 40
_SHORTEST, _SHORTEST_JOINED = 2, 4
_SHARED = 0.3
_SAME_TASK = "标题：与相邻一行是同一项工作的不同步骤，请核对是一项还是几项"


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step: its time and its words; ``is_parted``: a sign or a blank stands between them."""

    time: str
    words: str
    is_parted: bool


@lru_cache(maxsize=4096)  # the rows of a plan share their times
def step_of(text: str) -> Step | None:
    """Return the step a text is, None when it does not begin with a time or is nothing but times."""
    words = plain(text)
    found = _FRONT.match(words)
    if not found or not is_period(found[0]):
        return None
    sign = _SIGN.match(words, found.end())
    rest = words[sign.end() if sign else found.end() :].strip()
    shortest = _SHORTEST if sign else _SHORTEST_JOINED
    is_time = mentions_time(rest) and len(rest) < 2 * _SHORTEST_JOINED and not begins_with_deed(rest)
    if len(rest) < shortest or is_period(rest) or is_time:
        return None
    return Step(found[0].strip(), rest, bool(sign))


def with_steps(rows: Sequence[RawRow]) -> list[RawRow]:
    """Return rows whose times are dated steps with the time alone as time, and the step as the title.

    Where every row has a task of its own, or cells hold several steps, these are milestones of the tasks:
    they keep their titles.
    """
    column = _step_column(rows)
    if column is None:
        return list(rows)
    texts = [text for row in rows if (text := plain(row.text(column)))]
    are_several = sum(len(_steps(text)) > 1 for text in texts) > _SHARED * len(texts)
    if column is Column.TIME and (are_several or not _name_groups(rows)):
        return _doubted([_with_milestones(row) for row in rows])
    return list(rows) if are_several else [_with_step(row, column) for row in rows]


def _doubted(rows: Sequence[RawRow]) -> list[RawRow]:
    """Return rows with a doubt where neighbours share the task whose milestones they are."""
    titles = [plain(row.text(Column.TASK)) for row in rows]
    near = [(before, after) for before, after in zip(["", *titles], [*titles[1:], ""], strict=False)]
    return [
        replace(row, doubts=(*row.doubts, _SAME_TASK)) if title and title in beside else row
        for row, title, beside in zip(rows, titles, near, strict=True)
    ]


def _name_groups(rows: Sequence[RawRow]) -> bool:
    """Tell whether tasks only name groups: written once for several rows, or left out with their cell."""
    titles = [plain(row.text(Column.TASK)) for row in rows]
    again = sum(not title or title == before for before, title in pairwise(titles))
    moved = sum(bool((step := step_of(title)) and step.is_parted) for title in titles)
    return again + moved > _SHARED * len(titles)


def _step_column(rows: Sequence[RawRow]) -> Column | None:
    """Return the column whose cells are steps; tasks are looked at where the rows have no times."""
    times = [row.text(Column.TIME) for row in rows if plain(row.text(Column.TIME))]
    if times:
        return Column.TIME if _are_steps(times) else None
    tasks = [row.text(Column.TASK) for row in rows if plain(row.text(Column.TASK))]
    return Column.TASK if _are_steps(tasks, only_parted=True) else None


def _are_steps(texts: Sequence[str], *, only_parted: bool = False) -> bool:
    steps = [step for text in texts if (step := step_of(text))]
    count = sum(step.is_parted or not only_parted for step in steps)
    return count > 1 and count * 2 >= len(texts)


def _steps(text: str) -> list[Step]:
    parts = (part.strip() for part in _STEP_ENDS.split(plain(text)))
    return [step for part in parts if (step := step_of(part))]


def _with_step(row: RawRow, column: Column) -> RawRow:
    """Part the step of a row; where its merged group was left out, the step stands in the group's place."""
    own, group = row.cell(column), row.cell(Column.TASK)
    if own is None or group is None:
        return row
    step, moved = step_of(own.text), step_of(group.text)
    if moved and moved.is_parted and column is Column.TIME:
        own, step = group, moved
        row = replace(row, certainty=min(row.certainty, GUESSED_CELLS))
    if step is None:
        is_text = column is Column.TIME and plain(own.text) and not is_period(own.text)
        if not is_text:
            return row
        step = Step("", plain(own.text), is_parted=True)
    task = RawCell(Column.TASK, own.header, step.words, own.place, own.doubt)
    time = RawCell(Column.TIME, own.header, step.time, own.place)
    others = tuple(cell for cell in row.cells if cell.column not in (Column.TASK, Column.TIME))
    return replace(row, cells=(time, task, *others))


def _with_milestones(row: RawRow) -> RawRow:
    """Leave only the times of a long list of milestones."""
    text = plain(row.text(Column.TIME))
    steps = _steps(text) if len(text) > _SHORT_LIST else []
    words = "；".join(dict.fromkeys(step.time for step in steps))
    cells = tuple(
        replace(cell, text=words) if cell.column is Column.TIME and steps else cell for cell in row.cells
    )
    return replace(row, cells=cells)
