"""Plans as objects of data: { date: …, title: … }, lists below the key of a day or a month, calls with names.

An object that names a task is a row; where it says no time of its own, the object or key around it does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.shape_reading import Shape, ShapeReading
from importers.tables.time_cells import joined_time
from importers.texts.data_objects import (
    DATE_PARTS,
    TIMES,
    Field,
    ObjectTime,
    dated,
    fields_of,
    is_time,
    names_task,
    texts_of,
    time_of,
    with_one_time,
)
from importers.texts.data_text import DataText, Group, Scalar, read_data
from importers.words.confidence import FIELDS
from importers.words.data_fields import LACKING, task_rank
from importers.words.header_words import Column
from importers.words.text_lines import TextLine
from importers.words.wording import plain

_FEWEST = 2
#: A text without any of these is no data.
_SIGNS = ("{", "=>", '="', "='")
#: The data fill at least so much of a text's lines, and rows so much of the data.
_SHARE, _DENSITY = 1 / 3, 1 / 2
_MANY_LISTED = "标题：一个字段里写了几项，请核对是一项还是几项"
_SEVERAL = re.compile(r"(?:s|list|事项|事項|活动|活動|内容|內容)$", re.IGNORECASE)
_OFFICES = frozenset({Column.RESPONSIBLE, Column.LEAD, Column.SUPPORT})


@dataclass(slots=True)
class _Walk:
    data: DataText
    lines: Sequence[TextLine]
    rows: list[RawRow] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    """What groups say before their first row."""
    first: int = -1
    last: int = -1
    covered: int = 0
    """How many lines rows stand on, from ``first`` to ``last``."""
    data_lines: int = 0
    """How many lines the outermost groups that hold rows stand on."""
    lacking: int = 0
    """Objects with a time and no task."""

    def place(self, number: int) -> TextLine:
        """Return a line by its place among the lines read."""
        return self.lines[number]

    def enter(self, group: Group, *, is_outermost: bool) -> None:
        """Take note of a group that holds rows, and of what it says before the first."""
        if not self.rows:
            scalars = ((key, value) for key, value in group.keyed() if isinstance(value, Scalar))
            self.head.extend(value.text for key, value in scalars if not is_time(key))
        if is_outermost:
            self.data_lines += self.data.line_of(group.end - 1) - group.line + 1

    def cover(self, start: int, end: int) -> None:
        """Count lines of a row."""
        self.first = start if self.first < 0 else self.first
        self.covered += max(0, end - max(start, self.last + 1) + 1)
        self.last = max(self.last, end)


def read_objects(lines: Sequence[TextLine]) -> ShapeReading | None:
    """Return the objects of a text as rows, None when it is hardly made of data."""
    if not any(sign in line.text for line in lines for sign in _SIGNS):
        return None
    walk = _Walk(read_data(lines), lines)
    _walk_groups(walk)
    span = walk.last - walk.first + 1
    told = sum(any(c.column in TIMES or c.column in _OFFICES for c in row.cells) for row in walk.rows)
    if len(walk.rows) < _FEWEST or told * 2 < len(walk.rows):
        return None
    if max(span, walk.data_lines) < _SHARE * len(lines) or walk.covered < _DENSITY * span:
        return None
    above = (*(plain(line.text) for line in lines[: walk.first]), *walk.head)
    below = tuple(plain(line.text) for line in lines[walk.last + 1 :])
    notes = (LACKING.format(walk.lacking),) if walk.lacking else ()
    return ShapeReading(Shape.RECORDS, tuple(walk.rows), above, below, notes)


def _walk_groups(walk: _Walk) -> None:
    """Go through all groups in the order of the text, each with the time of those around it."""
    order = _in_order(walk.data.root)
    outer = {id(parent) for group, parent in order if parent is not None and names_task(group)}
    for group, parent in reversed(order):
        if parent is not None and id(group) in outer:
            outer.add(id(parent))
    inside: set[int] = set()
    times: dict[int, ObjectTime] = {id(walk.data.root): ObjectTime()}
    for group, parent in order:
        around = times[id(group)]
        fields = list(fields_of(walk.data, group))
        own = time_of(group, fields, around)
        is_row = id(group) not in outer and names_task(group) and (len(fields) > 1 or around != ObjectTime())
        if is_row:
            walk.rows.extend(_rows(walk, group, fields, around))
            walk.cover(group.line, walk.data.line_of(group.end - 1))
        elif id(group) in outer:
            walk.enter(group, is_outermost=parent is walk.data.root)
        elif own.words and own != around and id(parent) not in inside:
            walk.lacking += 1
        if is_row or id(parent) in inside:
            inside.add(id(group))
        for key, value in group.entries:
            inner = own.within(key) if is_time(key) else own
            if isinstance(value, Group):
                times[id(value)] = inner
            if is_time(key) and not is_row:
                _take_listed(walk, key, value, inner)


def _in_order(root: Group) -> list[tuple[Group, Group | None]]:
    """Return every group with the one around it, in the order of the text."""
    order: list[tuple[Group, Group | None]] = []
    stack: list[tuple[Group, Group | None]] = [(root, None)]
    while stack:
        group, parent = stack.pop()
        order.append((group, parent))
        stack.extend((value, group) for _, value in reversed(group.entries) if isinstance(value, Group))
    return order


def _rows(walk: _Walk, group: Group, fields: Sequence[Field], around: ObjectTime) -> Iterator[RawRow]:
    """Return the row of an object; of several, where one field lists them."""
    tasks = [f for f in fields if f.column is Column.TASK]
    plain_tasks = [f for f in tasks if not f.is_foreign] or tasks
    best = min((f.key for f in plain_tasks), key=task_rank)
    named = [f for f in plain_tasks if f.key == best]
    told = [f for f in fields if f.column is not Column.TASK and f.key.lower() not in DATE_PARTS]
    time = time_of(group, fields, around)
    cells = [_cell(walk, f, dated(f, around)) for f in with_one_time(told)]
    if not any(f.column in TIMES for f in told) and (words := time.words or time.of_month()):
        cells.append(RawCell(Column.TIME, "时间", words, walk.place(group.line).place))
    others = tuple(cells)
    others, due_words = joined_time(others)
    doubts = (_MANY_LISTED,) if len(named) > 1 and not _SEVERAL.search(best) else ()
    original = plain(walk.data.printed(group))
    for task in named:
        line = walk.place(task.line)
        cell = RawCell(Column.TASK, task.key, task.text, line.place)
        yield RawRow(line.number, line.place, (cell, *others), original, FIELDS, doubts, due_words)


def _cell(walk: _Walk, found: Field, text: str) -> RawCell:
    return RawCell(found.column, found.key, text, walk.place(found.line).place)


def _take_listed(walk: _Walk, key: str, value: Scalar | Group, time: ObjectTime) -> None:
    """Take what stands below the key of a day without names of fields: "2025-09-01": ["开学"]."""
    words = time.words or time.of_month()
    for task in texts_of(value):
        if is_time(task.text) or task.text.strip().isdecimal():
            continue
        line = walk.place(task.line)
        cells = (
            RawCell(Column.TASK, "工作", task.text.strip(), line.place),
            RawCell(Column.TIME, "时间", words, line.place),
        )
        walk.rows.append(RawRow(line.number, line.place, cells, f"{key}：{plain(task.text)}", FIELDS))
        walk.cover(task.line, task.line)
