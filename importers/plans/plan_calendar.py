"""The year a plan begins in and the month its year starts with: calendar, school, financial year, term."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from importers.tables.raw_rows import RawRow
from importers.words.header_words import Column
from importers.words.plan_facts import SPAN_OF_YEARS, PlanFacts, is_school_year, plan_year
from importers.words.script import recognised
from importers.words.wording import plain
from rules.deadlines import DeadlineRules
from rules.english_dates import rewritten

_AUTUMN = 9
_SUMMER = 8
_FISCAL = 4
_SECOND_TERM = re.compile(r"第[二2]学期|下学期|下期(?!间)|春季学期")
_SPRING = re.compile(r"春季")
_FISCAL_YEAR = re.compile(r"财年|财政年度|financialyear|fiscalyear|FY\d", re.IGNORECASE)
#: 2024/25 without another word is a financial year, unless the months run on from autumn.
_SPLIT_YEAR = re.compile(r"20\d\d[/-]\d\d(?!\d)")
_FIRST_MONTH = re.compile(r"(\d{1,2})(?:月|[/.\-]\d)")
_FULL_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年|[-/.]\d)")
_NAMED_YEAR = re.compile(r"(?:20\d\d|1\d\d)(?:年|[-/.]\d)")
#: A list of times that begins in one of these months may run on past December.
_LATE, _SPRING_START = 8, 3
#: A step back by so many months is the turn of a year; a shorter one is a list out of order.
_TURN = 6
_TURNED = "时限：前面已排到12月，这里的{}月可能是次年，请核对"


@dataclass(frozen=True, slots=True)
class PlanCalendar:
    """How the times of a plan find their years."""

    year: int | None
    """The year the plan begins in; None where nothing says it."""
    rules_year: int
    starts_month: int
    note: str = ""
    is_guessed: bool = False
    """Whether only the run of the months says that the year changes among them."""

    def rules(self, *, before_is_inclusive: bool) -> DeadlineRules:
        """Return the rules by which the plan's times are read."""
        return DeadlineRules(self.rules_year, self.starts_month, before_is_inclusive=before_is_inclusive)


def calendar_of(given: int | None, title: str, facts: PlanFacts, rows: Sequence[RawRow]) -> PlanCalendar:
    """Return the calendar of a plan; ``given`` is the year a person asked for."""
    stated = plan_year(title, facts)
    note = ""
    if given is None and stated is None:
        stated, note = _found_year(facts, rows)
    calendar = _calendar(given, stated, title, facts, rows)
    return replace(calendar, note="".join((note, calendar.note))) if calendar.year is not None else calendar


def _found_year(facts: PlanFacts, rows: Sequence[RawRow]) -> tuple[int | None, str]:
    """Return the year a plan begins in by the days of its rows or the lines above, and what to say of it."""
    dated = [row for row in rows if _month_of(row)]
    years = [int(found[1]) for row in dated if (found := _FULL_YEAR.search(_words_of(row)))]
    if years and len(years) * 2 >= len(dated):
        return min(years), f"标题没有写是哪一年的计划，按各项日期里的{min(years)}年读，请核对。"
    if facts.heading_year:
        return facts.heading_year, f"标题没有写是哪一年的计划，按表前写的{facts.heading_year}年读，请核对。"
    return None, ""


def _calendar(
    given: int | None, stated: int | None, title: str, facts: PlanFacts, rows: Sequence[RawRow]
) -> PlanCalendar:
    words = recognised(title)
    year = given if given is not None else stated
    if year is None:
        return PlanCalendar(None, 2000, 1)
    if is_school_year(title):
        return _school(given, stated, words, rows)
    if _SPRING.search(words):
        return PlanCalendar(year, year, 1)
    if facts.starts_month or _FISCAL_YEAR.search(words):
        return PlanCalendar(year, year, facts.starts_month or _FISCAL)
    if over := runs_over(rows, names_both=_names_two_years(words)):
        note = f"月份从12月排到次年1月，{over}月以前的按{year + 1}年读，请核对。"
        return PlanCalendar(year, year, over, note, is_guessed=True)
    return PlanCalendar(year, year, _FISCAL if _SPLIT_YEAR.search(words) else 1)


def _names_two_years(words: str) -> bool:
    """Tell whether a title names a year and the next (2025/2026, 2025-26)."""
    found = SPAN_OF_YEARS.search(words)
    return bool(found and int(found[2][-2:]) == int(found[1][-2:]) + 1)


def _school(given: int | None, stated: int | None, words: str, rows: Sequence[RawRow]) -> PlanCalendar:
    """Read a school year; a year given for its second term may be the one in which that term lies."""
    is_second = bool(_SECOND_TERM.search(words))
    names_years = SPAN_OF_YEARS.search(words) or re.search(r"1\d\d学年|20\d\d学年", words)
    if not names_years and is_second:
        year = given if given is not None else stated
        return PlanCalendar(year, year or 2000, 1)
    begins = stated if stated is not None else given
    if begins is None:
        return PlanCalendar(None, 2000, 1)
    if given is not None and given not in (begins, begins + 1):
        begins = given
    year = given if given is not None else begins + is_second
    return PlanCalendar(year, begins, _SUMMER if is_second else _start_of(rows))


def _start_of(rows: Sequence[RawRow]) -> int:
    """Return the month a school year starts with: that of the first task when it lies in summer."""
    for row in rows[:5]:
        if month := _month_of(row):
            return month if 6 < month < _AUTUMN else _AUTUMN
    return _AUTUMN


def _words_of(row: RawRow) -> str:
    return _recognised_time(row.due_words or row.text(Column.TIME))


def _month_of(row: RawRow) -> int:
    """Return the month a row's time begins in, 0 when it names none."""
    return _first_month(_words_of(row))


@lru_cache(maxsize=4096)  # the rows of a plan share their times
def _recognised_time(text: str) -> str:
    return recognised(rewritten(plain(text)))


@lru_cache(maxsize=4096)
def _first_month(words: str) -> int:
    found = _FIRST_MONTH.search(words)
    return int(found[1]) if found else 0


def _turn(rows: Sequence[RawRow], *, names_both: bool = False) -> tuple[int, int]:
    """Return the first month of a list that turns the year once, and the place of the turn; else zeros.

    A time with a year of its own speaks against it, but where the title names both years anyway.
    """
    words = [_words_of(row) for row in rows]
    months = [
        _first_month(time) if plain(row.text(Column.TASK)) else 0
        for row, time in zip(rows, words, strict=True)
    ]
    named = {time for time in set(words) if _NAMED_YEAR.search(time)}
    if max(months, default=0) > 12 or (named and not names_both):
        return 0, 0
    months = [0 if time in named else month for month, time in zip(months, words, strict=True)]
    places = [n for n, month in enumerate(months) if month]
    turns = [b for a, b in pairwise(places) if months[a] - months[b] >= _TURN]
    if len(turns) != 1 or len({months[n] for n in places}) < 3:
        return 0, 0
    before, after = months[: turns[0]], months[turns[0] :]
    first = min(month for month in before if month)
    is_turn = max(before) >= 11 and months[turns[0]] <= 2 and max(after) < first
    return (first, turns[0]) if is_turn else (0, 0)


def runs_over(rows: Sequence[RawRow], *, names_both: bool = False) -> int:
    """Return the month a plan begins with whose months run on once past December, 0 for other plans.

    ``names_both``: its title names the year and the next.
    """
    first, _ = _turn(rows, names_both=names_both)
    return first if first >= _LATE else 0


def with_turns_doubted(rows: Sequence[RawRow], calendar: PlanCalendar) -> list[RawRow]:
    """Flag the months behind December in a plan of one calendar year: they may lie in the next."""
    first, place = _turn(rows) if calendar.starts_month == 1 else (0, 0)
    if not _SPRING_START <= first < _LATE:
        return list(rows)
    return [
        replace(row, doubts=(*row.doubts, _TURNED.format(month))) if n >= place and month else row
        for n, (row, month) in enumerate(zip(rows, map(_month_of, rows), strict=True))
    ]
