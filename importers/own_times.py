"""The time a task states itself: 9月26日前完成…, …（9月24日）, …。到2026年，….

It goes before the week or month of its row when it lies in it; where the row has no date it is the time.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from importers.body_times import body_times
from importers.confidence import TIME_IN_TEXT
from importers.front_times import front_time
from importers.header_words import Column
from importers.period_words import is_period
from importers.raw_rows import RawCell, RawRow
from importers.script import recognised
from importers.wording import plain
from rules.deadlines import Deadline

_DAY = r"\d{1,2}\s*月\s*\d{1,2}\s*[日号號]?(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*[日号號]?)?"
_IN_BRACKETS = re.compile(rf"[（(]\s*((?:20\d\d年)?{_DAY}(?:前|之前|以前)?)\s*(?:[,，、；;][^（）()]*)?[)）]")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")
_LIMIT = re.compile(r"月.*(?:前|底|末)$")
_ENDS_MONTH = re.compile(r"[底末前]")
_MONTH_RULES = ("month_end", "month_start", "early_month", "mid_month", "late_month", "first_half_month")
_LONGEST_ROW = timedelta(days=31)
_LONGEST_QUOTED = 20


def with_own_times(
    rows: Iterable[RawRow], read_time: Callable[[str], Deadline], words_of: Callable[[RawRow], str]
) -> list[RawRow]:
    """Return rows with the times their tasks state; ``words_of``: the words a row's date is read from."""
    return [row if row.is_edited else _with_own(row, read_time, words_of(row)) for row in rows]


def _with_own(row: RawRow, read_time: Callable[[str], Deadline], words: str) -> RawRow:
    deadline = read_time(words)
    if deadline.error or deadline.recurrence:
        return row
    if deadline.rule == "none":
        return _filled(row)
    own = _own_times(row.text(Column.TASK))
    stated = read_time("；".join(own)) if own else None
    if stated is None or stated.error or stated.due_on is None:
        return row
    if deadline.rule == "term" and deadline.due_on is None:
        return replace(_with_time(row, "；".join(own)), due_words="")
    if deadline.due_on is None or stated.due_on == deadline.due_on:
        return row
    if _lies_in(stated.due_on, deadline):
        return replace(row, due_words="；".join(own))
    if stated.due_on > deadline.due_on:
        doubt = f"时限：正文里写的“{'；'.join(own)[:_LONGEST_QUOTED]}”比时限晚，请核对"
        return replace(row, doubts=(*row.doubts, doubt))
    return row


def _own_times(task: str) -> list[str]:
    """Return the days a task is told to be done on or by."""
    text = _QUOTED.sub("", plain(task))
    front, _ = front_time(text)
    if "月" not in text:
        return [front] if front and is_period(front) else []
    limits = [time.words for time in body_times(text) if time.is_sure and _LIMIT.search(time.words)]
    found = [front, *limits, *_IN_BRACKETS.findall(text)]
    return [words for words in dict.fromkeys(found) if words and is_period(words)]


def _lies_in(day: date, deadline: Deadline) -> bool:
    """Tell whether a day lies in the week or month of a row that does not itself say until when."""
    last = deadline.due_on
    if last is None or _ENDS_MONTH.search(recognised(deadline.words)):
        return False
    first = deadline.starts_on
    if deadline.rule in _MONTH_RULES:
        first = last.replace(day=1)
    elif deadline.rule == "week_of_month":
        first = last - timedelta(days=6)
    return first is not None and first <= day <= last and last - first <= _LONGEST_ROW


def _filled(row: RawRow) -> RawRow:
    """Return a row without a time with the deadlines its task names."""
    found = body_times(row.text(Column.TASK))
    times = [time.words for time in found if time.is_sure]
    if not times:
        return row
    doubts = row.doubts
    cell = row.cell(Column.TIME)
    if cell is not None:
        doubts = (*doubts, f"时限：这一格是空的，按正文里的“{'；'.join(times)[:_LONGEST_QUOTED]}”读，请核对")
    elif len(times) > 1:
        doubts = (*doubts, f"时限：正文里写了{len(times)}个时间，按最晚的读")
    return replace(
        _with_time(row, "；".join(times)), certainty=min(row.certainty, TIME_IN_TEXT), doubts=doubts
    )


def _with_time(row: RawRow, words: str) -> RawRow:
    """Return a row whose time cell holds other words; where it has none, with one."""
    if row.cell(Column.TIME) is None:
        return replace(row, cells=(*row.cells, RawCell(Column.TIME, "时限", words, row.place)))
    cells = tuple(replace(cell, text=words) if cell.column is Column.TIME else cell for cell in row.cells)
    return replace(row, cells=cells)
