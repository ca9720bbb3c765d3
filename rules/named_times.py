"""Turn one token into the time it names (3月5日, 2024.3, 第二季度, 国庆前), without its surroundings.

What the surroundings add (a year said before, 前, a range) is the work of ``rules.phrases``.
"""

from collections.abc import Callable
from dataclasses import replace

from rules.moments import DeadlineRules, Moment, SlashedDays, Unit
from rules.time_words import Token

_ROC_EPOCH = 1911
_MONTHS = 12
#: How far a year of two digits may lie from the plan's; beyond it, 30年 is a length of time.
_NEAR_YEARS = range(-3, 11)
_NEAR_YEARS_WITHIN = range(-2, 3)

_HOLIDAY_NAMES = (
    ("元旦", "元旦"), ("春节", "春节"), ("年前", "春节"), ("清明", "清明"), ("端午", "端午"),
    ("中秋", "中秋"), ("国庆", "国庆"), ("十一", "国庆"), ("五一", "劳动节"), ("劳动", "劳动节"),
    ("三八", "妇女节"), ("妇女", "妇女节"), ("五四", "青年节"), ("青年", "青年节"), ("六一", "儿童节"),
    ("儿童", "儿童节"), ("七一", "建党节"), ("建党", "建党节"), ("八一", "建军节"), ("建军", "建军节"),
    ("教师", "教师节"),
)  # fmt: skip
_RECURRENCES = (
    ("学年", "school_yearly"), ("学期", "termly"), ("半年", "half_yearly"), ("半月", "half_monthly"),
    ("半个月", "half_monthly"), ("季", "quarterly"), ("双月", "every_2_months"), ("隔月", "every_2_months"),
    ("单月", "every_2_months"), ("旬", "every_10_days"), ("星期", "weekly"), ("周", "weekly"),
    ("月", "monthly"),
    ("年", "yearly"), ("工作日", "every_workday"), ("日", "daily"), ("天", "daily"),
)  # fmt: skip
_PLURALS = {
    "quarterly": "quarters",
    "weekly": "weeks",
    "monthly": "months",
    "yearly": "years",
    "daily": "days",
    "every_workday": "workdays",
}


def recurrence_of(token: Token) -> str:
    """Return monthly, every_2_months … for 每月, 每两个月 …"""
    name = next((name for words, name in _RECURRENCES if words in token.text), "irregular")
    count = token.numbers[0] if token.numbers and token.text.startswith("每") else 1
    return f"every_{count}_{_PLURALS[name]}" if count > 1 and name in _PLURALS else name


def full_year(number: int) -> int:
    """Return 24 as 2024 and the ROC's 113 as 2024."""
    if number < 100:
        return 2000 + number
    return number + _ROC_EPOCH if number < 200 else number


def moment_of(token: Token, rules: DeadlineRules) -> Moment | None:
    """Return the time a token names; None when it names none, as 30年 (a length) in a plan of 2024."""
    read = _READERS.get(token.kind)
    return read(token, rules) if read else None


def named_year(token: Token, rules: DeadlineRules) -> Moment | None:
    """Read 2024年, 24年底, 2024年全年: weak when bare, since it may only be the year of what follows."""
    part = "全" if token.text.endswith("全年") else token.text[-1]
    part = part if part in "全底末终内初中" else ""
    year = full_year(token.numbers[0])
    reach = _NEAR_YEARS_WITHIN if part == "内" else _NEAR_YEARS
    if token.numbers[0] < 100 and year - rules.year not in reach:
        return None
    is_odd = token.numbers[0] < 100 and year - rules.year not in _NEAR_YEARS_WITHIN
    moment = _year_moment(year, part)
    return replace(moment, doubtful=f"“{token.text}”按{year}年读") if is_odd else moment


def near_year(token: Token, base: int) -> Moment:
    """Read 今年, 明年底, 次年: the year before or after ``base``."""
    step = {"今": 0, "本": 0, "当": 0, "去": -1, "上": -1}.get(token.text[0], 1)
    part = token.text[-1] if token.text[-1] in "底末终内初中" else ""
    return _year_moment(base + step, part)


def _year_moment(year: int, part: str) -> Moment:
    unit = Unit.PLAN_YEAR if part == "全" else Unit.YEAR
    return Moment(unit, year, part=part, weak=not part)


def _full_day(token: Token, _: DeadlineRules) -> Moment:
    if len(token.numbers) == 1:  # 20240331
        year, rest = divmod(token.numbers[0], 10_000)
        month, day = divmod(rest, 100)
    else:
        year, month, day = token.numbers
    return Moment(Unit.DAY, full_year(year), month, day)


def _year_last(token: Token, rules: DeadlineRules) -> Moment:
    """Read 8/28/23 and 28/8/2023: two numbers that can both be the month stand as elsewhere in the plan."""
    day, month, year = token.numbers
    order = rules.slashed_days if "/" in token.text else SlashedDays.UNKNOWN
    can_be_both = max(day, month) <= _MONTHS and day != month
    if month > _MONTHS >= day or (can_be_both and order is SlashedDays.MONTH_FIRST):
        day, month = month, day
    is_shown = order in (SlashedDays.MONTH_FIRST, SlashedDays.DAY_FIRST)
    is_odd = year < 100 and not _is_plan_year(year, rules)
    written = "日/月/年" if (day, month) == token.numbers[:2] else "月/日/年"
    doubtful = f"“{token.text}”按{written}读" if is_odd or (can_be_both and not is_shown) else ""
    return Moment(Unit.DAY, full_year(year), month, day, doubtful=doubtful)


def _short_day(token: Token, rules: DeadlineRules) -> Moment:
    """Read 25-09-17, and 17/09/25 where only its last number can be the plan's year."""
    year, month, day = token.numbers
    if _is_plan_year(day, rules) and not _is_plan_year(year, rules) and "-" not in token.text:
        return _year_last(token, rules)
    is_sure = abs(full_year(year) - rules.year) <= 1 and "/" not in token.text
    doubtful = "" if is_sure else f"“{token.text}”按年-月-日读"
    return Moment(Unit.DAY, full_year(year), month, day, doubtful=doubtful)


def _is_plan_year(number: int, rules: DeadlineRules) -> bool:
    return abs(full_year(number) - rules.year) <= 1


def _year_month(token: Token, _: DeadlineRules) -> Moment:
    year, month = divmod(token.numbers[0], 100) if len(token.numbers) == 1 else token.numbers
    if month > 12 and month == (full_year(year) + 1) % 100:  # 2024-25
        return Moment(Unit.SCHOOL_YEAR, full_year(year), weak=True)
    return Moment(Unit.MONTH, full_year(year), month)


def _fiscal_year(token: Token, _: DeadlineRules) -> Moment:
    return Moment(Unit.FISCAL_YEAR, full_year(token.numbers[0]), 1, 1)


def _fiscal_part(token: Token, _: DeadlineRules) -> Moment:
    """Read Q2 2024/25 and FY2024-25 H1: how many parts the financial year has, and which one is meant."""
    is_first = token.text[0] in "QqHh"
    year = token.numbers[1 if is_first else 0]
    number = token.numbers[0 if is_first else -1]
    parts = 2 if "h" in token.text.lower() else 4
    return Moment(Unit.FISCAL_YEAR, full_year(year), parts, number)


def _month_year(token: Token, _: DeadlineRules) -> Moment:
    return Moment(Unit.MONTH, token.numbers[1], token.numbers[0])


def _month_day(token: Token, _: DeadlineRules) -> Moment:
    return Moment(Unit.DAY, None, token.numbers[0], token.numbers[1])


def _slash_day(token: Token, rules: DeadlineRules) -> Moment:
    """Read 3/31 in the order of the plan, and 31/3 where only that can be a day."""
    month, day = token.numbers
    if month > 12 >= day or (rules.slashed_days is SlashedDays.DAY_FIRST and day <= 12):
        month, day = day, month
    is_open = rules.slashed_days is SlashedDays.UNKNOWN and month != day and max(month, day) <= 12
    doubtful = f"“{token.text}”按{month}月{day}日读" if is_open else ""
    return Moment(Unit.DAY, None, month, day, doubtful=doubtful)


def _dot_day(token: Token, _: DeadlineRules) -> Moment:
    month, day = token.numbers
    return Moment(Unit.DAY, None, month, day, doubtful=f"“{token.text}”按{month}月{day}日读")


def _month(token: Token, _: DeadlineRules) -> Moment:
    part = token.text.partition("月")[2].removeprefix("份").replace("月", "")
    return Moment(Unit.MONTH, None, token.numbers[0], part=part)


def _month_week(token: Token, _: DeadlineRules) -> Moment:
    week = 0 if "最后" in token.text else token.numbers[1]
    return Moment(Unit.WEEK, None, token.numbers[0], week)


def _quarter(token: Token, _: DeadlineRules) -> Moment:
    number = {"首": 1, "末": 4}.get(token.text[0]) or token.numbers[0]
    part = "末" if token.text.endswith(("末", "底", "月")) else token.text[0] if token.text[0] == "前" else ""
    return Moment(Unit.QUARTER, None, number, part=part)


def _half(token: Token, _: DeadlineRules) -> Moment:
    part = "末" if token.text.endswith(("末", "底")) else ""
    return Moment(Unit.HALF, None, 1 if token.text[0] in "上前" else 2, part=part)


def _year_end(token: Token, _: DeadlineRules) -> Moment:
    return Moment(Unit.YEAR, part="内" if token.text == "年内" else "底")


def _holiday(token: Token, _: DeadlineRules) -> Moment:
    name = next(name for words, name in _HOLIDAY_NAMES if token.text.startswith(words))
    return Moment(Unit.HOLIDAY if token.kind == "holiday" else Unit.HOLIDAY_EVE, part=name)


_READERS: dict[str, Callable[[Token, DeadlineRules], Moment | None]] = {
    "day": _full_day,
    "year_last": _year_last,
    "short_day": _short_day,
    "iso_month": _year_month,
    "fiscal_year": _fiscal_year,
    "fiscal_part": _fiscal_part,
    "month_year": _month_year,
    "month_day": _month_day,
    "dash_day": _month_day,
    "slash_day": _slash_day,
    "dot_day": _dot_day,
    "month": _month,
    "month_week": _month_week,
    "quarter": _quarter,
    "half": _half,
    "year": named_year,
    "year_part": named_year,
    "year_end": _year_end,
    "year_middle": lambda _token, _rules: Moment(Unit.YEAR, part="中"),
    "whole_year": lambda _token, _rules: Moment(Unit.PLAN_YEAR, part="全"),
    "school_year": lambda token, _: Moment(Unit.SCHOOL_YEAR, full_year(token.numbers[0]), weak=True),
    "plan_school_year": lambda _token, rules: Moment(Unit.SCHOOL_YEAR, rules.year, part="全"),
    "holiday": _holiday,
    "holiday_eve": _holiday,
}
