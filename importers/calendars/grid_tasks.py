"""The tasks of a calendar's grid: what stands in the cell of a day happens on that day.

What stands in a column beside the weekdays (备注, 工作安排) happens in the week of its line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from importers.calendars.grid_lines import Grid, GridLine, is_office_heading
from importers.calendars.grid_weeks import Day, Week, dated
from importers.tables.item_cells import items_of
from importers.tables.raw_rows import RawCell, RawRow
from importers.texts.item_words import without_duties
from importers.words.cell_evidence import OFFICES
from importers.words.confidence import DAY_CELL
from importers.words.duties import header_of
from importers.words.front_times import front_time
from importers.words.header_words import Column
from importers.words.wording import one_line, plain

#: Days of the lunar month and solar terms that a wall calendar prints behind the number.
_LUNAR = re.compile(
    r"^(?:初[一二三四五六七八九十]|[十廿][一二三四五六七八九十]?|二十|三十|[正冬腊二三四五六七八九十]月|立[春夏秋冬]|[春秋]分|[夏冬]至|[小大][暑寒雪满]"
    r"|雨水|惊蛰|清明|谷雨|芒种|处暑|白露|寒露|霜降)(?=\s|$)\s*"
)
#: 一, 3: the number of a week.
_BARE_WEEK = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
_LOOSE = "时限：在哪一天下面是按格数推定的，请核对"
_NO_DAY = "时限：日历格里这一格上面没有日期，请核对"
_SEVERAL = "时限：这一格跨{}周，按最后一天读，请核对"


@dataclass(frozen=True, slots=True)
class _Event:
    """What stands beside some weeks in one cell, and the days of these weeks."""

    line: GridLine
    text: str
    days: tuple[Day, ...]
    weeks: int
    words: str
    """What the line calls its week."""
    weekdays: Mapping[int, str]


def tasks_of_days(grid: Grid, known: frozenset[str]) -> Iterator[RawRow]:
    """Return the tasks in the days of a grid as rows."""
    first_month, doubt = grid.weeks.first_month()
    doubts = (doubt,) if doubt else ()
    days: dict[int, Day] = {}
    for line, week, texts in grid.lines:
        if week is not None:
            days = {day.column: day for day in week.days}
            texts = {day.column: day.text for day in week.days}
        for column, text in texts.items():
            words = _LUNAR.sub("", plain(text))
            if not words or column not in grid.weekdays:
                continue
            day = days.get(column)
            if day is None:
                yield from _tasks(line, words, ("", ""), known=known, doubts=(*doubts, _NO_DAY))
                continue
            is_sure = week is not None or not line.is_loose
            time = dated(day, first_month, grid.weekdays)
            own = (*doubts, *([] if is_sure else [_LOOSE]))
            yield from _tasks(line, words, time, known=known, doubts=own)


def tasks_beside(grid: Grid, known: frozenset[str]) -> Iterator[RawRow]:
    """Return the tasks in the columns beside the days of a grid as rows."""
    first_month, doubt = grid.weeks.first_month()
    doubts = (doubt,) if doubt else ()
    for column, heading in grid.events.items():
        for event in _events(grid, column):
            for row in _event_tasks(event, first_month, known=known, doubts=doubts):
                yield _with_office(row, heading)


def _events(grid: Grid, column: int) -> Iterator[_Event]:
    """Return what stands beside the weeks; a cell merged over several lines of a table holds for all."""
    cells: list[tuple[GridLine, Week, str]] = []
    week: Week | None = None
    for line, own, _ in grid.lines:
        week = own or week
        if week is not None and column < len(line.cells):
            cells.append((line, week, plain(line.cells[column])))
    merged = groupby(enumerate(cells), key=lambda cell: (cell[1][2], 0 if cell[1][0].is_table else cell[0]))
    for (text, _), group in merged:
        found = [cell for _, cell in group]
        weeks = list({id(week): week for _, week, _ in found}.values())
        if text:
            days = tuple(day for week in weeks for day in week.days)
            yield _Event(found[0][0], text, days, len(weeks), _week_words(found[0][0], grid), grid.weekdays)


def _week_words(line: GridLine, grid: Grid) -> str:
    columns = (n for n, is_month in grid.fronts.items() if not is_month and n < len(line.cells))
    words = next((one_line(line.cells[n]) for n in columns if plain(line.cells[n])), "")
    return f"第{words}周" if _BARE_WEEK.fullmatch(words) else words


def _event_tasks(
    event: _Event, first_month: int, *, known: frozenset[str], doubts: tuple[str, ...]
) -> Iterator[RawRow]:
    """Return the tasks of a cell beside a week: on the day they begin with, else by the last of its days."""
    first = dated(event.days[0], first_month, event.weekdays)[0]
    last, checked = dated(event.days[-1], first_month, event.weekdays)
    for item in items_of(event.text):
        own, title = front_time(item)
        days = [day for day in event.days if own and own.removesuffix("日") == str(day.number)]
        time, own_doubts = (own, own), doubts
        if len(days) == 1:
            time = dated(days[0], first_month, event.weekdays)
        elif not own:
            time = f"{event.words} {first}—{last}".strip(), f"{first}至{checked}"
            own_doubts = (*doubts, _SEVERAL.format(event.weeks)) if event.weeks > 1 else doubts
        yield from _tasks(event.line, title, time, known=known, doubts=own_doubts)


def _tasks(
    line: GridLine, words: str, time: tuple[str, str], *, known: frozenset[str], doubts: tuple[str, ...]
) -> Iterator[RawRow]:
    """Return a row for each item of a cell; ``time``: its time as it is shown, and as its date is read."""
    period, due_words = time
    for item in items_of(words):
        title, duties = without_duties(item, known, alone=False, takes_bare=False)
        cells = [
            RawCell(Column.TASK, "工作", title, line.place),
            RawCell(Column.TIME, "时间", period, line.place),
        ]
        cells += [RawCell(column, header_of(column), names, line.place) for column, names in duties.offices]
        all_doubts = (*line.doubts, *doubts)
        yield RawRow(line.number, line.place, tuple(cells), item, DAY_CELL, all_doubts, due_words)


def _with_office(row: RawRow, heading: str) -> RawRow:
    """Return a row with the office that heads its column, where the row names none itself."""
    if row.cells_of(OFFICES) or not is_office_heading(heading):
        return row
    office = RawCell(Column.RESPONSIBLE, one_line(heading), one_line(heading), row.place)
    return replace(row, cells=(*row.cells, office))
