"""What one named time means: a month, a day, a quarter, a year → its first and last day.

It knows no words; ``rules.phrases`` finds the times of a phrase and ``rules.deadlines`` chooses among them.
"""

from datetime import date, timedelta

from rules.holidays import holiday_span
from rules.moments import DeadlineRules, ImpossibleTimeError, Moment, Span, Unit, checked_year, year_of
from rules.workdays import Calendar, weekday_name

_DAY = timedelta(days=1)
_FISCAL_START = 4

#: Part of a month → first day, last day (0: the month's last), rule.
_PARTS: dict[str, tuple[int, int, str]] = {
    "": (1, 0, "month_end"),
    "底": (1, 0, "month_end"),
    "末": (1, 0, "month_end"),
    "初": (1, 5, "month_start"),
    "中": (11, 20, "mid_month"),
    "上旬": (1, 10, "early_month"),
    "中旬": (11, 20, "mid_month"),
    "下旬": (21, 0, "late_month"),
    "上中旬": (1, 20, "mid_month"),
    "中下旬": (11, 0, "late_month"),
    "上半": (1, 15, "first_half_month"),
    "下半": (16, 0, "late_month"),
}
_SHORT_OF_CERTAIN = {"初": "“月初”按5日推定", "中": "“月中”按20日推定"}


def span_of(moment: Moment, rules: DeadlineRules, calendar: Calendar | None) -> Span | None:
    """Return the days of a moment; None when a table that is not at hand would be needed.

    Raises ``ImpossibleTimeError`` for a time that no calendar has.
    """
    match moment.unit:
        case Unit.DAY:
            return _day(moment, rules)
        case Unit.WEEK:
            return _week(moment, rules)
        case Unit.MONTH:
            return _month(moment, rules)
        case Unit.QUARTER | Unit.HALF:
            return _months(moment, rules)
        case Unit.FISCAL_YEAR:
            return _fiscal(moment, rules)
        case Unit.HOLIDAY | Unit.HOLIDAY_EVE:
            return holiday_span(moment, rules, calendar)
        case _:
            return _year(moment, rules)


def _checked_month(month: int) -> int:
    if not 1 <= month <= 12:
        raise ImpossibleTimeError(f"{month}月，没有这个月")
    return month


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def _day(moment: Moment, rules: DeadlineRules) -> Span:
    month = _checked_month(moment.number)
    year = year_of(moment, month, rules)
    try:
        day = date(year, month, moment.day)
    except ValueError:
        raise ImpossibleTimeError(f"{year}年{month}月{moment.day}日，没有这一天") from None
    if moment.weekday and moment.year is None and rules.starts_month != 1:
        day = _by_weekday(day, moment.weekday, rules)
    doubtful = moment.doubtful
    if moment.weekday and weekday_name(day)[-1] != moment.weekday:
        doubtful = f"{year}年{month}月{moment.day}日是{weekday_name(day)}，原文写的是周{moment.weekday}"
    last = day if rules.before_is_inclusive or not moment.before else day - _DAY
    return Span(last, last, "day", stated=True, doubtful=doubtful)


def _by_weekday(day: date, weekday: str, rules: DeadlineRules) -> date:
    """Return the day of the plan's two years that has the weekday written beside it, else the day itself."""
    is_leap_day = (day.month, day.day) == (2, 29)
    days = [day] if is_leap_day else [day, day.replace(year=rules.year), day.replace(year=rules.year + 1)]
    return next((other for other in days if weekday_name(other)[-1] == weekday), day)


def _week(moment: Moment, rules: DeadlineRules) -> Span:
    """Read 9月第2周 as the seven days from the 8th; which week a bureau means is its own custom."""
    month = _checked_month(moment.number)
    end = month_end(year_of(moment, month, rules), month)
    last = min(moment.day * 7, end.day) if moment.day else end.day
    text = "“第几周”的算法各单位不同，按每7天一周推定"
    return Span(end.replace(day=max(1, last - 6)), end.replace(day=last), "week_of_month", doubtful=text)


def _month(moment: Moment, rules: DeadlineRules) -> Span:
    month = _checked_month(moment.number)
    end = month_end(year_of(moment, month, rules), month)
    first_day, last_day, rule = _PARTS[moment.part]
    span = Span(
        end.replace(day=first_day),
        end.replace(day=last_day or end.day),
        rule,
        doubtful=moment.doubtful or _SHORT_OF_CERTAIN.get(moment.part, ""),
    )
    return _before(span, moment, rules, clear=bool(moment.part))


def _before(span: Span, moment: Moment, rules: DeadlineRules, *, clear: bool) -> Span:
    """Apply 前: 底前 is the end itself, while 6月前 alone may leave June out and is doubtful."""
    if not moment.before or moment.part in ("底", "末", "内", "终"):
        return span
    if not rules.before_is_inclusive and span.first:
        return Span(span.first - _DAY, span.first - _DAY, span.rule, doubtful=span.doubtful)
    doubtful = span.doubtful or ("" if clear else "“前”是否包含这段时间不明确，按包含推定")
    return Span(span.first, span.last, span.rule, doubtful=doubtful)


def _months(moment: Moment, rules: DeadlineRules) -> Span:
    """Return a quarter or a half of the calendar year; 前三季度 ends with the third."""
    size = 3 if moment.unit is Unit.QUARTER else 6
    if not 1 <= moment.number <= 12 // size:
        raise ImpossibleTimeError(f"第{moment.number}季度，没有这个季度")
    month = moment.number * size
    end = month_end(year_of(moment, month, rules), month)
    first = date(end.year, 1 if moment.part == "前" else month - size + 1, 1)
    doubtful = moment.doubtful
    if rules.starts_month != 1:
        doubtful = "计划不从1月开始，季度和半年按公历年推定"
    rule = "quarter_end" if moment.unit is Unit.QUARTER else "half_year_end"
    return _before(Span(first, end, rule, doubtful=doubtful), moment, rules, clear=bool(moment.part))


def _fiscal(moment: Moment, rules: DeadlineRules) -> Span:
    """Return a part of a financial year; without the plan's own it begins in April."""
    if moment.day > moment.number:
        raise ImpossibleTimeError(f"一年分{moment.number}段，没有第{moment.day}段")
    starts = rules.starts_month if rules.starts_month > 1 else _FISCAL_START
    size = 12 // moment.number
    begin = starts - 1 + size * (moment.day - 1)
    year = checked_year(moment.year if moment.year is not None else rules.year)
    first = date(year + begin // 12, begin % 12 + 1, 1)
    last = begin + size - 1
    doubtful = "" if rules.starts_month > 1 else "没有写财政年度从几月开始，按4月推定"
    rule = {1: "year_end", 2: "half_year_end"}.get(moment.number, "quarter_end")
    return Span(first, month_end(year + last // 12, last % 12 + 1), rule, doubtful=doubtful)


def _year(moment: Moment, rules: DeadlineRules) -> Span:
    year = checked_year(moment.year if moment.year is not None else rules.year)
    if moment.unit is Unit.PLAN_YEAR and year == rules.year:
        first = date(year, rules.starts_month, 1)
        return Span(first, first.replace(year=year + 1) - _DAY, "year_end", doubtful=moment.doubtful)
    if moment.unit is Unit.SCHOOL_YEAR:
        return _school_year(year, rules)
    if moment.part == "中":
        return Span(date(year, 1, 1), date(year, 6, 30), "half_year_end", doubtful="“年中”按6月30日推定")
    doubtful = moment.doubtful
    if moment.part == "内" and rules.starts_month != 1:
        doubtful = "计划跨年，“年内”按公历年推定"
    span = Span(date(year, 1, 1), date(year, 12, 31), "year_end", doubtful=doubtful)
    return _before(span, moment, rules, clear=bool(moment.part))


def _school_year(year: int, rules: DeadlineRules) -> Span:
    """Return the school year that begins in a year; without the plan's own it ends on 31 August."""
    month = rules.starts_month if rules.starts_month > 1 else 9
    first = date(year, month, 1)
    doubtful = "" if rules.starts_month > 1 else "没有校历，学年按8月31日结束推定"
    return Span(first, first.replace(year=year + 1) - _DAY, "school_year_end", doubtful=doubtful)
