"""The values of the deadline grammar: a time as a phrase names it, the days it stands for, the plan's year.

Values only: ``rules.phrases`` finds the times, ``rules.spans`` works out their days.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ImpossibleTimeError(ValueError):
    """A time that no calendar has; the message is the Chinese sentence to show."""


class SlashedDays(StrEnum):
    """How a plan writes 3/5: the 5th of March or the 3rd of May, as its other days show; or none tells it.

    ``USUAL``: nothing in it tells, but it is Chinese, so 3/5 is the 5th of March; 3/5/2025 stays open.
    """

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"
    USUAL = "usual"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DeadlineRules:
    """What the plan says about its own year, and how 前 is read."""

    year: int
    """The year the plan begins in, from the plan and never from the clock."""
    starts_month: int = 1
    """1: calendar year; 8 or 9: school year; 4: some financial years. Earlier months lie in the next year."""
    before_is_inclusive: bool = True
    """Whether 3月5日前 includes that day."""
    slashed_days: SlashedDays = SlashedDays.USUAL

    def year_of(self, month: int) -> int:
        """Return the year in which a month of this plan lies."""
        return self.year + (month < self.starts_month)


class Unit(StrEnum):
    """The size of a named time."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    PLAN_YEAR = "plan_year"
    SCHOOL_YEAR = "school_year"
    FISCAL_YEAR = "fiscal_year"
    """The whole of a financial year, or one of its ``number`` parts: the one that ``day`` counts."""
    HOLIDAY = "holiday"
    HOLIDAY_EVE = "holiday_eve"


class Join(StrEnum):
    """How a named time follows the one before it."""

    NEXT = "next"
    RANGE = "range"
    LIST = "list"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Moment:
    """A time named in a phrase, before the plan's year is filled in."""

    unit: Unit
    year: int | None = None
    number: int = 0
    """The month, the quarter, the half or the week's month."""
    day: int = 0
    """The day, or the number of the week."""
    part: str = ""
    """上旬, 底 … of a month; 底, 内, 中 of a year; the name of a holiday."""
    join: Join = Join.NEXT
    before: bool = False
    starts: bool = False
    """Only a beginning is named (3月起), never a last day."""
    carried: bool = False
    """The year was said earlier in the phrase, not directly before."""
    weak: bool = False
    """A bare year: it yields to whatever else the phrase says."""
    weekday: str = ""
    doubtful: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a named time. ``last`` is the due date, ``rule`` says how it was found."""

    first: date | None
    last: date
    rule: str
    stated: bool = False
    doubtful: str = ""


_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def year_of(moment: Moment, month: int, rules: DeadlineRules) -> int:
    """Return the year of a moment: its own, or the plan's; a year said earlier runs on like the plan does."""
    if moment.year is None:
        return checked_year(rules.year_of(month))
    runs_on = moment.carried and moment.year == rules.year
    return checked_year(rules.year_of(month) if runs_on else moment.year)


def checked_year(year: int) -> int:
    """Return a year of this century; anything else is a slip of the pen."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ImpossibleTimeError(f"{year}年，年份不在{_FIRST_YEAR}年到{_LAST_YEAR}年之间")
    return year
