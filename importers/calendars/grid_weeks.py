"""The weeks of a calendar printed as a grid: which days a line holds, and of which month each of them is.

Days count up from cell to cell; where they fall back to small numbers another month begins. Which month it
is, is told by a day that names it (3/1, 3月1日), by a column of months, or by the line above the grid.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from importers.words.script import recognised
from importers.words.wording import plain
from rules.english_dates import rewritten

_N = r"(?:[12]\d|3[01]|0?[1-9])"
_M = r"(?:1[0-2]|0?[1-9])"
_DAY = re.compile(rf"({_N})[日号]?(?![\d.%/])[\s:：.、]*(.*)", re.DOTALL)
_MONTH_AND_DAY = re.compile(rf"({_M})\s*月\s*({_N})\s*[日号]?(?!\d)[\s:：.、]*(.*)", re.DOTALL)
_SLASHED = re.compile(rf"({_N})\s*[/.]\s*({_N})(?![\d.%/])[\s:：、]*(.*)", re.DOTALL)
_DIGITS = str.maketrans("０１２３４５６７８９／", "0123456789/")
_MONTH = re.compile(rf"(?<!\d)({_M})月(?!\d)")
_CHINESE_MONTH = re.compile(r"(十[一二]|[一二三四五六七八九十])月")
_BARE_MONTH = re.compile(rf"{_M}|十[一二]?|[一二三四五六七八九]")
_MONTHS = {word: n for n, word in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}  # noqa: SIM905
#: Days off between two lines of a grid that has no columns for them.
_FARTHEST = 3
_EARLIEST_LAST = 26
#: So many days in a row are a week, wherever the line above ended.
_FEWEST_ALONE = 5
#: The days that hardly stand in the grid of another month than their own.
_MIDDLE = range(8, 22)
_MOST_WEEKS_OF_A_MONTH = 6
_UNLIKE = "时限：日历格里的月份前后对不上，请核对是几月"


@dataclass(slots=True)
class Day:
    """A cell with a day: its number, the month it names (0: none), and the words behind them."""

    column: int
    number: int
    month: int
    text: str
    turn: int = 0
    """How many months began since the first day of its grid."""


@dataclass(slots=True)
class Week:
    """A line of a grid: its days, the month its column of months names (0: none), and its other words."""

    days: list[Day]
    label: int = 0


@dataclass(slots=True)
class Weeks:
    """The weeks of one grid in their order; ``titled`` is the month the line above it names (0: none)."""

    titled: int = 0
    weeks: list[Week] = field(default_factory=list)
    label: int = 0

    def takes(self, days: Sequence[Day]) -> bool:
        """Tell whether days are the next line of the grid: they count up, and on from the line before."""
        if not days or any(_falls_apart(day, after) for day, after in pairwise(days)):
            return False
        last = self.weeks[-1].days[-1].number if self.weeks else 0
        first = days[0].number
        goes_on = last < first <= last + _FARTHEST or (first <= _FARTHEST and last >= _EARLIEST_LAST)
        return goes_on or not last or len(days) >= _FEWEST_ALONE

    def add(self, days: list[Day], label: int) -> Week:
        """Take the next line of the grid; a month that stands once holds until the next one."""
        last = self.weeks[-1].days[-1] if self.weeks else None
        for day in days:
            day.turn = last.turn + (day.number < last.number) if last else 0
            last = day
        self.label = label or self.label
        week = Week(days, self.label)
        self.weeks.append(week)
        return week

    def first_month(self) -> tuple[int, str]:
        """Return the month of the first day, 0 when nothing tells it, and what is doubtful about it."""
        votes = Counter(self._votes())
        if not votes and self.titled and len(self.weeks) <= _MOST_WEEKS_OF_A_MONTH:
            votes[self._of(self.titled, self._middle())] += 1
        if not votes:
            return 0, ""
        return votes.most_common(1)[0][0], _UNLIKE if len(votes) > 1 else ""

    def _votes(self) -> Iterable[int]:
        for week in self.weeks:
            yield from (self._of(day.month, day.turn) for day in week.days if day.month)
            if week.label and week.days[0].turn == week.days[-1].turn:
                yield self._of(week.label, week.days[0].turn)

    def _of(self, month: int, turn: int) -> int:
        return (month - turn - 1) % 12 + 1

    def _middle(self) -> int:
        """Return the turn of the month that the grid is of: the one whose middle it holds."""
        days = [day for week in self.weeks for day in week.days]
        return next((day.turn for day in days if day.number in _MIDDLE), 0)


def _falls_apart(day: Day, after: Day) -> bool:
    """Tell whether two numbers beside each other are not days that follow one another."""
    begins_month = after.number <= after.column - day.column and day.number >= _EARLIEST_LAST
    return after.number - day.number != after.column - day.column and not begins_month


def days_of(cells: Sequence[str], columns: Iterable[int], *, is_day_first: bool) -> list[Day]:
    """Return the days that stand in some columns of a line."""
    found = (_day(column, cells[column], is_day_first) for column in columns if column < len(cells))
    return [day for day in found if day is not None]


def _day(column: int, text: str, is_day_first: bool) -> Day | None:
    words = plain(text).translate(_DIGITS)
    if found := _MONTH_AND_DAY.match(words):
        return Day(column, int(found[2]), int(found[1]), found[3])
    if found := _SLASHED.match(words):
        day, month = (found[1], found[2]) if is_day_first else (found[2], found[1])
        return Day(column, int(day), int(month), found[3]) if int(month) <= 12 else None
    found = _DAY.match(words)
    return Day(column, int(found[1]), 0, found[2]) if found else None


def is_day_first(lines: Iterable[Sequence[str]]) -> bool:
    """Tell whether the days of a document are written 1/9 for 1 September: told by their neighbours."""
    votes = 0
    for cells in lines:
        words = [plain(cell).translate(_DIGITS) for cell in cells]
        for n, cell in enumerate(words):
            found = _SLASHED.match(cell)
            if not found:
                continue
            first, second = int(found[1]), int(found[2])
            votes += (first > 12) - (second > 12)
            around = {int(w) - 1 for w in words[n + 1 : n + 2] if w.isdecimal() and len(w) < 3}
            around |= {int(w) + 1 for w in words[max(0, n - 1) : n] if w.isdecimal() and len(w) < 3}
            votes += (first in around) - (second in around)
    return votes > 0


def month_of(text: str) -> int:
    """Return the month that a line names, 0 for none."""
    words = recognised(rewritten(plain(text)))
    if found := _MONTH.search(words):
        return int(found[1])
    named = _CHINESE_MONTH.search(words)
    return _MONTHS[named[1]] if named else 0


def labelled_month(text: str) -> int:
    """Return the month that a cell of a column of months names: 3月, 三, 3."""
    words = recognised(text)
    if not _BARE_MONTH.fullmatch(words):
        return month_of(text) if len(words) <= len("2024年10月份") else 0
    return _MONTHS.get(words) or int(words)


def dated(day: Day, first_month: int, weekdays: Mapping[int, str]) -> tuple[str, str]:
    """Return a day as it is shown and as its date is read, with the weekday to be held against it."""
    month = (first_month + day.turn - 1) % 12 + 1
    words = f"{month}月{day.number}日" if first_month else f"{day.number}日"
    weekday = weekdays.get(day.column, "")
    return words, f"{words}（星期{weekday}）" if weekday else words
