"""The days of named holidays: those of a fixed day, and those only the yearly table knows.

It reads the calendar it is given and nothing else.
"""

from datetime import date, timedelta

from rules.moments import DeadlineRules, Moment, Span, Unit, checked_year, year_of
from rules.workdays import Calendar

_DAY = timedelta(days=1)
#: The month that decides the plan's year of a holiday without a fixed day.
_MOVABLE = {"春节": 2, "清明": 4, "端午": 6, "中秋": 9}

#: Holidays on a fixed day: month, day, whether people are off work. Those on no fixed day have none.
_HOLIDAYS: dict[str, tuple[int, int, bool]] = {
    "元旦": (1, 1, True),
    "妇女节": (3, 8, False),
    "劳动节": (5, 1, True),
    "青年节": (5, 4, False),
    "儿童节": (6, 1, False),
    "建党节": (7, 1, False),
    "建军节": (8, 1, False),
    "教师节": (9, 10, False),
    "国庆": (10, 1, True),
}


def holiday_span(moment: Moment, rules: DeadlineRules, calendar: Calendar | None) -> Span | None:
    """Return the days of a holiday or of its eve; None when the table does not have the year."""
    fixed = _HOLIDAYS.get(moment.part)
    if fixed is None:
        return _movable_holiday(moment, rules, calendar)
    month, number, is_off = fixed
    day = date(_holiday_year(moment, month, rules), month, number)
    if moment.unit is Unit.HOLIDAY:
        doubtful = f"“{moment.part}”按{day.year}年{month}月{number}日推定" if is_off else ""
        return Span(day, day, "holiday", doubtful=doubtful)
    eve = day - _DAY
    if is_off and calendar is not None and not calendar.is_provisional(eve):
        eve = calendar.on_or_before(eve)
    return Span(eve, eve, "holiday_eve")


def _holiday_year(moment: Moment, month: int, rules: DeadlineRules) -> int:
    """Return the year of a holiday; 元旦前 is the New Year that ends the plan's first year."""
    if moment.year is None and month == 1 and moment.unit is Unit.HOLIDAY_EVE:
        return checked_year(rules.year + 1)
    return year_of(moment, month, rules)


def _movable_holiday(moment: Moment, rules: DeadlineRules, calendar: Calendar | None) -> Span | None:
    """Look up 春节, 清明, 端午 and 中秋 in the yearly table; None when the table does not have the year."""
    year = year_of(moment, _MOVABLE[moment.part], rules)
    if calendar is None or year not in calendar.known_years:
        return None
    named = (special for special in calendar.special.values() if moment.part in special.name)
    days = sorted(special.on for special in named if special.on.year == year and not special.is_workday)
    if not days:
        return None
    if moment.unit is Unit.HOLIDAY:
        return Span(days[0], days[-1], "holiday", doubtful=f"“{moment.part}”按假期最后一天推定")
    eve = calendar.previous_workday(days[0])
    return Span(eve, eve, "holiday_eve")
