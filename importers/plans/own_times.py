"""The time a task states itself: 9月26日前完成…, …（9月24日）, …。到2026年，….

It goes before the week or month of its row when it lies in it; where the row has no date it is the time.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from importers.tables.raw_rows import RawCell, RawRow
from importers.words.body_times import body_times
from importers.words.confidence import TIME_IN_TEXT
from importers.words.front_times import front_time
from importers.words.header_words import Column
from importers.words.period_words import is_period
from importers.words.script import recognised, simplified
from importers.words.wording import plain
from rules.deadlines import Deadline
from rules.english_dates import rewritten

_DAY = r"\d{1,2}\s*月\s*\d{1,2}\s*[日号號]?(?:\s*[-—–~～至]\s*(?:\d{1,2}\s*月\s*)?\d{1,2}\s*[日号號]?)?"
_IN_BRACKETS = re.compile(rf"[（(]\s*((?:20\d\d年)?{_DAY}(?:前|之前|以前)?)\s*(?:[,，、；;][^（）()]*)?[)）]")
_DATE = r"(?:(?:20\d\d\s*[年/.-]\s*)?\d{1,2}\s*(?:月\s*\d{1,2}\s*[日号號]?|[/.]\s*\d{1,2}))(?![\d/.])"
_WEEKDAY = r"(?:[（(](?:周|週|星期)?[一二三四五六日天][)）])?"
_HOUR = r"(?:[上下中]午|晚上|晚間)?\s*(?:\d{1,2}\s*(?:[時时點点]|[:：]\d\d)(?:\d\d分|半)?)?"
_TO = r"(?:[-—–~～]+|至|到)"
#: Until when what begins on a day goes on: （9/9-9/10）, （至9月19日止，…）, (8.26选课结束), 至10月24日止.
_UNTIL = (
    re.compile(
        rf"[（(]\s*(?P<start>{_DATE}){_WEEKDAY}{_HOUR}\s*{_TO}\s*(?P<end>{_DATE}|\d{{1,2}}[日号號]?){_WEEKDAY}{_HOUR}\s*[)）]"
    ),
    re.compile(
        rf"[（(]\s*{_HOUR}\s*[至到]\s*(?P<end>{_DATE}){_WEEKDAY}{_HOUR}\s*(?:截?止|结束|結束|为止|為止)?\s*(?=[,，、；;)）])"
    ),
    re.compile(rf"[（(]\s*(?P<end>{_DATE})[^（）()，,；;]{{0,12}}(?:截?止|结束|結束)\s*[)）]"),
    re.compile(rf"[至到]\s*(?P<end>{_DATE}){_WEEKDAY}{_HOUR}\s*(?:截?止|为止|為止)"),
)
#: 上午10时 before 至9月19日.
_SIGNS_BEFORE_END = re.compile(rf"^[（(]\s*{_HOUR}\s*(?=[至到])")
#: Without a number and one of these, no task says until when.
_UNTIL_SIGN = re.compile(r"[(（至到l].*\d|\d.*[至到止]")
#: What only begins on the day of its row: it may be due at its beginning (选课开始) or at its end.
_BEGINS = re.compile(r"开始|开课|启动|起始|\b(?:begin|start|open)s?(?![a-z])", re.IGNORECASE)
_ENGLISH_UNTIL = re.compile(r"\b(?:until|till|through)\b", re.IGNORECASE)
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
    if deadline.rule == "day" and (longer := _with_end(row, read_time, words, deadline)):
        return longer
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


def _with_end(
    row: RawRow, read_time: Callable[[str], Deadline], words: str, deadline: Deadline
) -> RawRow | None:
    """Return a row of one day with the later day until which its task says to go on, None for other rows.

    A span that begins on another day is only doubted: it may be about something else. So is the end of what
    is said to begin, though it is taken: 选课开始（至9月19日止） may be due on its first day or its last.
    """
    task = plain(row.text(Column.TASK))
    if not _UNTIL_SIGN.search(task):
        return None
    task = _QUOTED.sub("", task)
    task = rewritten(task) if _ENGLISH_UNTIL.search(task) else task
    found = next((match for pattern in _UNTIL if (match := pattern.search(task))), None)
    if found is None:
        return None
    whole = read_time(f"{words}至{found['end']}")
    if whole.error or whole.due_on is None or deadline.due_on is None or whole.due_on <= deadline.due_on:
        return None
    printed = _SIGNS_BEFORE_END.sub("", found[0]).strip("（()）,，、；; ")
    start = found.groupdict().get("start")
    if start and read_time(start).due_on != deadline.due_on:
        doubt = f"时限：正文里写的“{printed[:_LONGEST_QUOTED]}”比时限晚，请核对"
        return replace(row, doubts=(*row.doubts, doubt))
    doubts = (*row.doubts, f"时限：{whole.doubtful}") if whole.doubtful else row.doubts
    if _BEGINS.search(simplified(task)):
        doubts = (
            *doubts,
            f"时限：{words}是开始的日子，按“{printed[:_LONGEST_QUOTED]}”读，请核对按哪天算完成",
        )
    time = row.cell(Column.TIME)
    period = f"{time.text if time else words}；{printed}"
    return replace(_with_time(row, period), due_words=f"{words}至{found['end']}", doubts=doubts)


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
