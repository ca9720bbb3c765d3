"""Working days by the State Council's yearly arrangement (放假调休), as a frozen value.

It reads no file: the calendar is built from rows of ``config/workdays/<year>.csv`` plus edited rows.
A year that is not known falls back to Monday to Friday and is called provisional.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

_DAY = timedelta(days=1)
_SATURDAY = 5
WEEKDAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday: a public holiday or a make-up working day (调休上班)."""

    on: date
    is_workday: bool
    name: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days.

    ``special`` holds the days that differ from Monday to Friday, ``known_years`` the years whose
    arrangement has been published.
    """

    special: dict[date, SpecialDay] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()
    _special_days: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _gained: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """How many working days the first n special days add to (or, negative, take from) Monday to Friday."""

    def __post_init__(self) -> None:
        days = sorted(self.special)
        gains = (self.special[on].is_workday - (on.weekday() < _SATURDAY) for on in days)
        object.__setattr__(self, "_special_days", tuple(days))
        object.__setattr__(self, "_gained", tuple(accumulate(gains, initial=0)))

    @classmethod
    def of(cls, days: Iterable[SpecialDay], known_years: Iterable[int] = ()) -> "Calendar":
        """Build a calendar; a later row for the same day replaces an earlier one."""
        return cls({day.on: day for day in days}, frozenset(known_years))

    def with_overrides(self, days: Iterable[SpecialDay]) -> "Calendar":
        """Return this calendar with an operator's own rows laid over it."""
        return Calendar({**self.special, **{day.on: day for day in days}}, self.known_years)

    def is_workday(self, day: date) -> bool:
        """Tell whether people work on a day."""
        special = self.special.get(day)
        return special.is_workday if special else day.weekday() < _SATURDAY

    def is_makeup_workday(self, day: date) -> bool:
        """Tell whether a day is a Saturday or Sunday on which people work (调休上班)."""
        return day.weekday() >= _SATURDAY and self.is_workday(day)

    def is_provisional(self, day: date) -> bool:
        """Tell whether the year's arrangement is unknown, so that weekdays are assumed."""
        return day.year not in self.known_years

    def holiday_name(self, day: date) -> str:
        """Return the name of the holiday or make-up day, empty when there is none."""
        special = self.special.get(day)
        return special.name if special else ""

    def next_workday(self, day: date) -> date:
        """Return the first working day after a day."""
        return self.add_workdays(day, 1)

    def previous_workday(self, day: date) -> date:
        """Return the last working day before a day."""
        return self.add_workdays(day, -1)

    def on_or_before(self, day: date) -> date:
        """Return the day itself when it is a working day, else the last working day before it."""
        return day if self.is_workday(day) else self.previous_workday(day)

    def on_or_after(self, day: date) -> date:
        """Return the day itself when it is a working day, else the first working day after it."""
        return day if self.is_workday(day) else self.next_workday(day)

    def add_workdays(self, day: date, count: int) -> date:
        """Return the ``count``-th working day strictly after (or, negative, before) a day."""
        step = _DAY if count >= 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days in (start, end]; 0 when end is not after start."""
        return max(self._workdays_until(end) - self._workdays_until(start), 0)

    def _workdays_until(self, day: date) -> int:
        """Count the working days since 1 January of year 1."""
        weeks, rest = divmod(day.toordinal(), 7)
        weekdays = weeks * _SATURDAY + min(rest, _SATURDAY)
        return weekdays + self._gained[bisect_right(self._special_days, day)]

    def is_first_workday_of_week(self, day: date) -> bool:
        """Tell whether a day is the first working day of its week, Monday to Sunday."""
        monday = day - _DAY * day.weekday()
        return self.is_workday(day) and not any(
            self.is_workday(monday + _DAY * n) for n in range(day.weekday())
        )


def weekday_name(day: date) -> str:
    """Return 周一 … 周日."""
    return WEEKDAY_NAMES[day.weekday()]
