"""Working days by the yearly arrangement: the cases people get wrong without 调休."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.workdays_file import load_special_days
from rules.workdays import Calendar, SpecialDay, weekday_name

CALENDAR = Calendar.of(*load_special_days(Path(__file__).parents[2] / "config" / "workdays"))
DAYS = st.dates(date(2022, 6, 1), date(2027, 6, 1))


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "is_workday", "name"),
    [
        ("2026-02-28", True, "春节"),
        ("2026-02-14", True, "春节"),
        ("2026-02-15", False, "春节"),
        ("2026-02-23", False, "春节"),
        ("2026-02-24", True, ""),
        ("2026-09-20", True, "国庆节"),
        ("2026-09-25", False, "中秋节"),
        ("2026-10-10", True, "国庆节"),
        ("2026-01-31", False, ""),
        ("2024-02-04", True, "春节"),
        ("2024-02-09", True, ""),
        ("2024-02-12", False, "春节"),
        ("2024-02-29", True, ""),
        ("2024-03-31", False, ""),
        ("2024-04-07", True, "清明节"),
    ],
)
def test_days_follow_the_arrangement(day: str, is_workday: bool, name: str) -> None:
    """A day is a working day by the arrangement, not by its weekday; 除夕 2024 is one by law."""
    assert CALENDAR.is_workday(on(day)) is is_workday
    assert CALENDAR.holiday_name(on(day)) == name


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-02-28", -5, "2026-02-14"),
        ("2026-09-30", -5, "2026-09-22"),
        ("2026-09-30", -3, "2026-09-24"),
        ("2026-09-30", -7, "2026-09-20"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2024-03-31", -10, "2024-03-18"),
        ("2024-03-31", -3, "2024-03-27"),
        ("2024-03-31", -1, "2024-03-29"),
        ("2024-03-31", 1, "2024-04-01"),
        ("2024-04-01", 4, "2024-04-08"),
        ("2024-04-08", 5, "2024-04-15"),
        ("2024-03-31", 0, "2024-03-31"),
    ],
)
def test_offsets_count_working_days(day: str, count: int, expected: str) -> None:
    """Offsets count working days strictly before or after a day, holidays and make-up days included."""
    assert CALENDAR.add_workdays(on(day), count) == on(expected)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-09-30", "2026-10-10", 3),
        ("2026-02-14", "2026-02-28", 5),
        ("2024-03-31", "2024-04-08", 5),
        ("2025-12-31", "2026-12-31", 248),
        ("2024-03-31", "2024-03-31", 0),
        ("2024-03-31", "2024-03-01", 0),
    ],
)
def test_overdue_days_are_counted(start: str, end: str, count: int) -> None:
    """The working days in (start, end] are counted; 2026 has 248."""
    assert CALENDAR.workdays_between(on(start), on(end)) == count


def test_a_day_off_rolls_to_the_nearest_working_day() -> None:
    """A Sunday month end is preceded by Friday and followed by Monday."""
    sunday = on("2024-03-31")

    assert CALENDAR.on_or_before(sunday) == on("2024-03-29")
    assert CALENDAR.on_or_after(sunday) == on("2024-04-01")
    assert CALENDAR.on_or_before(on("2024-03-29")) == on("2024-03-29")


def test_the_week_begins_on_its_first_working_day() -> None:
    """After a Monday holiday the week begins later; a make-up Sunday belongs to the week before."""
    assert CALENDAR.is_first_workday_of_week(on("2024-04-08"))
    assert not CALENDAR.is_first_workday_of_week(on("2024-04-07"))
    assert not CALENDAR.is_first_workday_of_week(on("2024-06-10"))
    assert CALENDAR.is_first_workday_of_week(on("2024-06-11"))


def test_an_unknown_year_is_provisional() -> None:
    """A year without an arrangement falls back to Monday to Friday and says so."""
    day = on("2031-10-01")

    assert CALENDAR.is_provisional(day)
    assert CALENDAR.is_workday(day)
    assert not CALENDAR.is_provisional(on("2024-10-01"))


def test_make_up_days_are_told_from_ordinary_ones() -> None:
    """Only a Saturday or Sunday on which people work is a make-up day."""
    assert CALENDAR.is_makeup_workday(on("2024-04-07"))
    assert not CALENDAR.is_makeup_workday(on("2024-04-06"))
    assert not CALENDAR.is_makeup_workday(on("2024-04-08"))
    assert weekday_name(on("2024-04-07")) == "周日"


def test_an_operator_may_edit_a_day() -> None:
    """A row of the operator's own lies over the table and changes nothing else."""
    new_years_eve = SpecialDay(on("2024-02-09"), is_workday=False, name="除夕")

    edited = CALENDAR.with_overrides([new_years_eve])

    assert not edited.is_workday(on("2024-02-09"))
    assert CALENDAR.is_workday(on("2024-02-09"))
    assert edited.known_years == CALENDAR.known_years


@given(start=DAYS, days=st.integers(-30, 500))
def test_counting_agrees_with_looking_at_every_day(start: date, days: int) -> None:
    """The count equals that of the days looked at one by one."""
    end = start + timedelta(days=days)
    one_by_one = sum(CALENDAR.is_workday(start + timedelta(days=n)) for n in range(1, days + 1))

    assert CALENDAR.workdays_between(start, end) == one_by_one


@given(start=DAYS, count=st.integers(1, 60))
def test_going_forth_and_counting_agree(start: date, count: int) -> None:
    """The n-th working day after a day lies n working days behind it, and is one."""
    end = CALENDAR.add_workdays(start, count)

    assert CALENDAR.is_workday(end)
    assert CALENDAR.workdays_between(start, end) == count
