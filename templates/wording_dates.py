"""Sentences about days: how due dates were derived, days of rest around them, holidays, deadlines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.policy import DueShift, Policy
from rules.workdays import Calendar, weekday_name
from templates.filters import day_range, day_with_weekday, day_words, month_day
from templates.mail_values import Line

_DAY = timedelta(days=1)
_BARE_MONTH = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|底|末|底前|末前)?")
_HOLIDAY_LIMIT = 3


@dataclass(frozen=True, slots=True)
class Holiday:
    """A run of days off that holds at least one public holiday."""

    name: str
    start: date
    end: date


def deadline(day: date, *, calendar: Calendar, today: date) -> str:
    """Return ``5月29日（周五）``; a make-up day says that people work on it."""
    if calendar.is_makeup_workday(day):
        return f"{day_words(day, today)}（{weekday_name(day)}，调休上班）"
    return day_with_weekday(day, today)


def nearest(days: Sequence[date], today: date) -> str:
    """Return the one date, or the nearest with 起 when they differ."""
    first = min(days)
    return day_words(first, today) + ("起" if len(set(days)) > 1 else "")


def due_days(lines: Iterable[Line]) -> list[date]:
    """Return the due dates of the lines that have one."""
    return [line.due_on for line in lines if line.due_on is not None]


def original(line: Line) -> str:
    """Return ``原文“5月”`` for a derived date, nothing for a stated one."""
    return f"原文“{line.due_words}”" if line.is_derived and line.due_words else ""


def is_bare_month(line: Line) -> bool:
    """Tell whether a date was derived from a month alone."""
    return line.is_derived and _BARE_MONTH.fullmatch(line.due_words) is not None


def derived_by(line: Line) -> str:
    """Return ``原文“3月”，按月末推定``, empty for a stated date."""
    if not original(line):
        return ""
    return f"{original(line)}，{'按月末推定' if is_bare_month(line) else '按原文推定'}"


def month_rule(policy: Policy) -> str:
    """Return how a bare month becomes a day under the policy."""
    if policy.due_shift is DueShift.PREVIOUS_WORKDAY:
        return "按当月最后一个工作日推定"
    if policy.due_shift is DueShift.NEXT_WORKDAY:
        return "按当月最后一天推定，遇休息日顺延"
    return "按当月最后一天推定"


def derivation(lines: Sequence[Line], policy: Policy) -> str:
    """Return the sentence that says how the due dates of a mail were derived."""
    dated = [line for line in lines if line.due_on is not None]
    derived = [line for line in dated if original(line)]
    if not derived:
        return ""
    if len(dated) == 1:
        rule = "按月末推定" if is_bare_month(derived[0]) else "推定"
        return f"到期日由配档表“{derived[0].due_words}”{rule}。"
    months = [line for line in derived if is_bare_month(line)]
    if len(months) == len(dated):
        return f"配档表只写月份，到期日{month_rule(policy)}。"
    rest = "；其他按原文推定" if len(months) < len(derived) else ""
    return f"只写月份的，到期日{month_rule(policy)}{rest}。" if months else "到期日按配档表原文推定。"


def rest_days(days: Iterable[date], *, calendar: Calendar, today: date) -> Iterator[str]:
    """Yield a sentence for each coming due date on which nobody works, the two nearest."""
    coming = sorted({day for day in days if day >= today and not calendar.is_workday(day)})
    for day in coming[:2]:
        last = deadline(calendar.previous_workday(day), calendar=calendar, today=today)
        yield f"{day_words(day, today)}是{rest_name(day, calendar)}，之前最后一个工作日是{last}。"


def rest_name(day: date, calendar: Calendar) -> str:
    """Return why nobody works on a day: ``周日`` or ``国庆节假期``."""
    name = calendar.holiday_name(day)
    if name:
        return f"{name}假期"
    return weekday_name(day)


def after_holiday(day: date, calendar: Calendar) -> str:
    """Return the sentence about the holiday that begins right after a due date, empty when none does."""
    following = calendar.next_workday(day)
    found = list(holidays(day, following - _DAY, calendar))
    if not found:
        return ""
    off = day_range(found[0].start, found[-1].end)
    return f"{off}放假，节后第一个工作日是{deadline(following, calendar=calendar, today=day)}。"


def holidays(start: date, end: date, calendar: Calendar) -> Iterator[Holiday]:
    """Yield the holidays with days in (start, end], each with the weekends that touch it."""
    run: list[date] = []
    for offset in range(1, (end - start).days + 2):
        day = start + _DAY * offset
        if day <= end and not calendar.is_workday(day):
            run.append(day)
            continue
        name = next((name for name in map(calendar.holiday_name, run) if name), "")
        if name:
            yield Holiday(name, run[0], run[-1])
        run = []


def makeup_days(start: date, end: date, calendar: Calendar) -> list[date]:
    """Return the make-up working days in (start, end]."""
    days = (start + _DAY * n for n in range(1, (end - start).days + 1))
    return [day for day in days if calendar.is_makeup_workday(day)]


def uncounted(start: date, end: date, calendar: Calendar) -> str:
    """Return ``清明节4月4日至6日不计`` for the holidays in (start, end], empty when there are none."""
    found = list(holidays(start, end, calendar))
    if len(found) > _HOLIDAY_LIMIT:
        return "法定节假日不计"
    return "、".join(f"{h.name}{day_range(h.start, h.end)}" for h in found) + ("不计" if found else "")


def counting(start: date, end: date, calendar: Calendar) -> str:
    """Return how days overdue were counted over (start, end], make-up days included."""
    found = list(holidays(start, end, calendar))
    extra = makeup_days(start, end, calendar)
    if len(found) > _HOLIDAY_LIMIT or len(extra) > _HOLIDAY_LIMIT:
        return "逾期按工作日计：不含法定节假日，含调休上班日。"
    parts = []
    if found:
        parts.append("、".join(day_range(h.start, h.end) for h in found) + "放假不计")
    if extra:
        parts.append("、".join(f"{month_day(d)}（{weekday_name(d)}）" for d in extra) + "调休上班计入")
    return f"逾期按工作日计：{'，'.join(parts)}。" if parts else "逾期按工作日计。"


def provisional(lines: Iterable[Line], calendar: Calendar) -> str:
    """Return the sentence for years whose holidays are not published, empty when all are known."""
    years = {
        line.due_on.year
        for line in lines
        if line.due_on is not None and (line.is_provisional or calendar.is_provisional(line.due_on))
    }
    if not years:
        return ""
    return f"{'、'.join(f'{year}年' for year in sorted(years))}放假安排未公布，暂按周一至周五推算。"
