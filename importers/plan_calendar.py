"""The year a plan begins in and the month its year starts with: calendar, school, financial year, term."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importers.header_words import Column
from importers.plan_facts import PlanFacts, is_school_year, plan_year
from importers.raw_rows import RawRow
from importers.script import recognised
from rules.deadlines import DeadlineRules

_AUTUMN = 9
_SUMMER = 8
_FISCAL = 4
_SECOND_TERM = re.compile(r"第[二2]学期|下学期|下期(?!间)|春季学期")
_SPRING = re.compile(r"春季")
_FISCAL_YEAR = re.compile(
    r"财年|财政年度|financialyear|fiscalyear|FY\d|20\d\d/\d\d(?!\d)|20\d\d-\d\d(?!\d)", re.IGNORECASE
)
_SCHOOL = re.compile(r"学年|学期|school|academic|academy|college|term", re.IGNORECASE)
_FIRST_MONTH = re.compile(r"(\d{1,2})(?:月|[/.\-]\d)")
_NAMED_YEAR = re.compile(r"(?:20\d\d|1\d\d)(?:年|[-/.]\d)")
_LATE, _EARLY = 8, 7


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
    words = recognised(title)
    stated = plan_year(title, facts)
    year = given if given is not None else stated
    if year is None:
        return PlanCalendar(None, 2000, 1)
    if is_school_year(title):
        return _school(given, stated, words, rows)
    if _SPRING.search(words):
        return PlanCalendar(year, year, 1)
    if _FISCAL_YEAR.search(words):
        month = _AUTUMN if _SCHOOL.search(words) else _FISCAL
        return PlanCalendar(year, year, month)
    if over := runs_over(rows):
        note = f"月份从12月排到次年1月，{over}月以前的按{year + 1}年读，请核对。"
        return PlanCalendar(year, year, over, note, is_guessed=True)
    return PlanCalendar(year, year, 1)


def _school(given: int | None, stated: int | None, words: str, rows: Sequence[RawRow]) -> PlanCalendar:
    """Read a school year; a year given for its second term may be the one in which that term lies."""
    is_second = bool(_SECOND_TERM.search(words))
    names_years = re.search(r"20\d\d[-~至/—–](?:20)?\d\d学?年|1\d\d学年|20\d\d学年", words)
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
        found = _FIRST_MONTH.search(recognised(row.due_words or row.text(Column.TIME)))
        if found:
            return int(found[1]) if 6 < int(found[1]) < _AUTUMN else _AUTUMN
    return _AUTUMN


def runs_over(rows: Sequence[RawRow]) -> int:
    """Return the month a plan begins with whose months run on once past December, 0 for other plans."""
    months: list[int] = []
    for row in rows:
        words = recognised(row.due_words or row.text(Column.TIME))
        found = _FIRST_MONTH.search(words)
        if _NAMED_YEAR.search(words) or (found and not 1 <= int(found[1]) <= 12):
            return 0
        if found and (not months or months[-1] != int(found[1])):
            months.append(int(found[1]))
    falls = [n for n in range(1, len(months)) if months[n] < months[n - 1]]
    if len(falls) != 1 or len(months) < 3:
        return 0
    first, before, after = months[0], months[falls[0] - 1], months[falls[0]]
    return (
        first if first >= _LATE and before >= 11 and after <= 2 and months[-1] < min(first, _EARLY + 1) else 0
    )
