"""工作日历: twelve small months of a year, rest days grey and make-up days boxed. Read only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from models import db
from rules.errors import NotFoundError
from rules.workdays import Calendar
from templates.filters import day_range, day_with_weekday
from web.pages import desk_of, page
from web.session import Showing

router = APIRouter()
_DAY = timedelta(days=1)
_YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a small month."""

    words: str
    look: str
    title: str


@router.get("/workdays")
def this_year(visit: Showing) -> Response:
    """Lead to the present year."""
    return RedirectResponse(f"/workdays/{visit.today.year}", status_code=303)


@router.get("/workdays/{year}")
def show(year: int, visit: Showing) -> Response:
    """Show a year."""
    if year not in _YEARS:
        raise NotFoundError("没有这一年的日历。")
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        calendar = desk.calendar
        years = sorted({*calendar.known_years, visit.today.year, visit.today.year + 1, year})
        due = [row.task.due_on for row in desk.rows if row.task.due_on and row.task.due_on.year == year]
        return page(
            visit,
            connection,
            "workdays.html",
            current="workdays",
            desk=desk,
            year=year,
            years=[(one, _year_words(calendar, one)) for one in years],
            is_known=year in calendar.known_years,
            due_count=len(set(due)),
            months=[(month, list(_weeks(calendar, year, month, visit.today))) for month in range(1, 13)],
            holidays=list(_holidays(calendar, year)),
            makeup=[day_with_weekday(day, date(year, 1, 1)) for day in _makeup(calendar, year)],
            sources=sorted(
                {one.source for one in calendar.special.values() if one.on.year == year and one.source}
            ),
        )


def _year_words(calendar: Calendar, year: int) -> str:
    if year not in calendar.known_years:
        return "安排未公布"
    return f"{sum(calendar.is_workday(day) for day in _days(year))}个工作日"


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += _DAY


def _weeks(calendar: Calendar, year: int, month: int, today: date) -> Iterator[list[Cell]]:
    day = date(year, month, 1)
    week = [Cell("", "", "")] * day.weekday()
    while day.month == month:
        week.append(_cell(calendar, day, today))
        if len(week) == 7:
            yield week
            week = []
        day += _DAY
    if week:
        yield week + [Cell("", "", "")] * (7 - len(week))


def _cell(calendar: Calendar, day: date, today: date) -> Cell:
    name = calendar.holiday_name(day)
    if day == today:
        look = "today"
    elif calendar.is_makeup_workday(day):
        look = "makeup"
    elif name and not calendar.is_workday(day):
        look = "rest"
    else:
        look = "" if calendar.is_workday(day) else "end"
    mark = "班" if calendar.is_makeup_workday(day) else ""
    return Cell(f"{day.day}{mark}", look, name)


def _makeup(calendar: Calendar, year: int) -> list[date]:
    return [day for day in _days(year) if calendar.is_makeup_workday(day)]


def _holidays(calendar: Calendar, year: int) -> Iterator[tuple[str, str]]:
    """Runs of rest days that hold a public holiday: (name, days)."""
    run: list[date] = []
    for day in [*_days(year), date(year + 1, 1, 1)]:
        if day.year == year and not calendar.is_workday(day):
            run.append(day)
            continue
        name = next((name for name in map(calendar.holiday_name, run) if name), "")
        if name:
            yield name, f"{day_range(run[0], run[-1])}，{len(run)}天"
        run = []
