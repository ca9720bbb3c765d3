"""Several dated events in one line: 6月3-10日:期末考试,12日:放榜. A bare day lies in the month before it."""

import re
from dataclasses import dataclass, replace

from importers.tables.raw_rows import RawCell, RawRow
from importers.words.header_words import Column
from importers.words.wording import plain

_N = r"[0-9０-９]{1,2}"
_DAYS = (
    rf"(?:{_N}\s*月\s*)?{_N}(?:\s*[日号號]?\s*[-—–~～至到]+\s*(?:{_N}\s*月\s*)?{_N})?\s*[日号號]"
    r"(?:\s*[(（](?:周|週|星期)?[一二三四五六日天][)）])?"
)
_FRONT = re.compile(rf"({_DAYS}(?:\s*[、,，和及]\s*{_DAYS})*)\s*[:：]\s*")
_NEXT = re.compile(rf"[、,，;；。]\s*(?={_DAYS}(?:\s*[、,，和及]\s*{_DAYS})*\s*[:：])")
#: A day and what happens on it, without a sign between them.
_CLAUSE = re.compile(
    rf"({_DAYS}(?:\s*[、,，和及]\s*{_DAYS})*(?:之?前|以前)?)\s*[:：]?\s*"
    r"([^\s\d、,，;；。:：?？起止至到和及为是爲為—–~～-][^\n]*)"
)
_NEXT_CLAUSE = re.compile(rf"(?:[,，;；。]\s*|\n)(?={_DAYS})")
_BARE = re.compile(
    rf"(^|[,，;；。]\s*)({_N}(?:\s*[-—–~～至到]+\s*{_N})?)(?=[\u4e00-\u9fff])(?![日号號月年级級班所个個名次项項人天周週节節届屆])"
)
_MONTH_AND_DAY = re.compile(rf"({_N})\s*[月./]\s*({_N})")
_NUMBERS = re.compile(_N)
_MONTH = re.compile(rf"({_N})\s*月")


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event with its time as printed; ``due_words``: the same with the month it lies in."""

    time: str
    due_words: str
    words: str


def dated_events(line: str) -> list[DatedEvent]:
    """Return the events of a line that holds several, each behind its day and a colon; else none."""
    words = plain(line)
    if not words[:1].isdigit() or not _FRONT.match(words):
        return []
    events: list[DatedEvent] = []
    months = _Months("")
    for part in _NEXT.split(words):
        found = _FRONT.match(part)
        if not found or not part[found.end() :].strip():
            return []
        events.append(DatedEvent(found[1].strip(), months.dated(found[1]), part[found.end() :].strip()))
    return events if len(events) > 1 else []


@dataclass
class _Months:
    """Gives the bare days of a line their month: that of the day before, else that of the week of the row."""

    period: str
    month: str = ""
    day: int = 0

    def dated(self, words: str) -> str:
        """Return a day with its month; without one where days fall back and no week tells the month."""
        first = int(re.split(r"\D", words, maxsplit=1)[0])
        if _MONTH.match(words):
            due = words
        else:
            month = self.month if self.month and first >= self.day else _month_in(self.period, first)
            due = f"{month}月{words}" if month else words
        self.month = next(iter(_MONTH.findall(due)[-1:]), "")
        self.day = int(_NUMBERS.findall(due)[-1])
        return due


def dated_clauses(text: str, period: str) -> list[DatedEvent]:
    """Return the events of a cell whose clauses each begin with a day (2月19日报到,22日上课); none elsewhere.

    A bare day lies in the month of the one before it, the first in the week or month of its row.
    """
    words = plain(text).strip("。；;，, ")
    words = _BARE.sub(lambda found: _with_sign(found, period), words)
    if not words[:1].isdigit() or not _CLAUSE.match(words):
        return []
    events: list[DatedEvent] = []
    held, months = "", _Months(period)
    for part in _NEXT_CLAUSE.split(words):
        found = _CLAUSE.match(f"{held}{part}")
        if not found:
            held += part
            continue
        held = ""
        own = found[1].strip()
        events.append(DatedEvent(own, months.dated(own), found[2].strip("。；;，, ")))
    return events if not held else []


def _with_sign(found: re.Match[str], period: str) -> str:
    """Return a bare number before its words (10教师节) as a day where it lies in the week of its row."""
    days = [int(number) for number in _NUMBERS.findall(found[2])]
    dates = [int(day) for _, day in _MONTH_AND_DAY.findall(period)]
    if not dates or not all(_lies_in(day, dates[0], dates[-1]) for day in days):
        return found[0]
    return f"{found[1]}{found[2]}日"


def _lies_in(day: int, first: int, last: int) -> bool:
    return first <= day <= last if first <= last else day >= first or day <= last


def _month_in(period: str, day: int) -> str:
    """Return the month in which a bare day lies within a week 3月28日—4月3日, empty where none is said."""
    dates = _MONTH_AND_DAY.findall(period)
    if not dates:
        return ""
    first_month, first_day = dates[0]
    return str(first_month if day >= int(first_day) else dates[-1][0])


def event_row(raw: RawRow, event: DatedEvent) -> RawRow:
    """Return the row of one of several dated events in a cell."""
    time = raw.cell(Column.TIME)
    place = time.place if time else raw.place
    kept = tuple(cell for cell in raw.cells if cell.column not in (Column.TASK, Column.TIME))
    task = raw.cell(Column.TASK)
    cells = (
        RawCell(Column.TASK, task.header if task else "", event.words, task.place if task else raw.place),
        RawCell(Column.TIME, time.header if time else "时间", event.time, place),
    )
    return replace(raw, cells=(*cells, *kept), due_words=event.due_words)
