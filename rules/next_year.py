"""Next year's draft: what a row of this year's plan becomes, and what a person should know before keeping it.

Months stay months, fixed days stay the same day a year later, years and ordinal numbers are raised by one.
Every row becomes a proposal; none is left out here. Pure: it reads neither clock nor database.
"""

import re
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.status import DayState, State
from rules.workdays import Calendar, weekday_name

_CN = "一二三四五六七八九"
_NEAR_YEARS = 1
#: A year of a time's words: 2024年, 2024-03-15, 2024.3, 20240315, and each year of 2024—2025学年.
_YEAR_OF_TIME = re.compile(r"(?<!\d)20\d\d(?=\d{4}(?!\d)|(?!\d))")
_SHORT_YEAR = re.compile(r"(?<!\d)(\d\d)(?=年)")
_LEAP_DAY = re.compile(r"(?<![\d.])(0?2)(\s*月\s*|[-/.])29(?!\d)")
_YEAR_OF_TITLE = re.compile(r"(?<!\d)20\d\d(?=\s*(?:年|学年|届|级|秋|春))")
#: 三年行动计划（2024—2026年）: a plan of several years keeps its years; 2024—2025学年 is one year.
_SEVERAL_YEARS = re.compile(r"(20\d\d)\s*年?\s*[-—–~～至到]+\s*(20\d\d)")
_ORDINAL = re.compile(
    rf"第([{_CN}十]{{1,3}}|\d{{1,3}})(届|批|期|轮|次|个(?=[^，。、]{{0,6}}[节日周]))(?!全国代表|代表大会|中央|全国人大|党代会)"
)
_FIRST = re.compile(r"首届")

_YEARLY = re.compile(
    r"每年|年度|一年一度|常年|全年|月度|季度|每月|每季|每学期|每周|定期|教师节|[“\"]?六一[”\"]?|儿童节|五四|七一|国庆|元旦|春节|宣传[周月]|活动[周月]"
    r"|(?<!召)开学|毕业|招生|录取|中考|高考|学业水平考试|统一考试|研究生考试|述职|民主评议|考核|年检|年终|年报|预算|决算|职称评审|体质健康"
    r"|总结|表彰|运动会|艺术节|文化节|科技节|读书节|技能大赛|第(?:[一二三四五六七八九十]+|\d+)届|首届"
)
_DEED = (
    r"印发|制定|制订|出台|研制|研究制定|修订|编制|发布|成立|组建|建成|新建|改扩建|出版|上线|启用|投用|开工"
)
_ONE_OFF = re.compile(
    rf"(?:^|[，,、；;]|牵头)(?P<deed>{_DEED})|(?P<word>挂牌|揭牌|竣工|落成|搬迁|结业|结项|验收|首批|首次|首个|[三五]年行动|[三五]年规划)"
)


@dataclass(frozen=True, slots=True)
class PastRow:
    """A row of this year's plan, and how it stands on the day of the draft."""

    title: str
    period: str
    """The words of its time as printed."""
    recurrence: str
    due_on: date | None
    """The day the words were read as, before any extension."""
    is_stated: bool
    """Whether the words name the day itself."""
    moved_to: date | None
    """The day it was moved to, None when it was not."""
    state: DayState


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row of next year's draft; ``remarks`` say why it is proposed and what to look at, in Chinese."""

    title: str
    period: str
    remarks: tuple[str, ...]


def propose(past: PastRow, *, year: int, calendar: Calendar) -> Proposal:
    """Return the row that a row of the plan of ``year`` becomes in the plan of ``year + 1``."""
    title, changes = _raised_title(past.title, year)
    period = _shifted(past, year)
    remarks = [*_last_year(past), _why(past, year)]
    if changes:
        remarks.append(f"标题已改：{'、'.join(changes)}，请核对")
    return Proposal(title, period, (*remarks, *_about_day(past, calendar)))


def raised_years(words: str, year: int) -> str:
    """Return the words of a title with the years about ``year`` raised by one (2024年 is 2025年)."""
    return _raised_title(words, year)[0]


def _shifted(past: PastRow, year: int) -> str:
    """Return the words of the time for next year; without words those of its day."""
    words = past.period.strip()
    if not words and past.due_on is not None:
        words = f"{past.due_on.month}月{past.due_on.day}日"
    if _is_of_several_years(words):
        return words
    words = _YEAR_OF_TIME.sub(lambda found: str(int(found[0]) + 1), words)
    words = _SHORT_YEAR.sub(
        lambda found: f"{(year + 1) % 100:02d}" if int(found[1]) == year % 100 else found[0], words
    )
    is_leap = isleap(past.due_on.year + 1) if past.due_on is not None else isleap(year + 1)
    return words if is_leap else _LEAP_DAY.sub(r"\g<1>\g<2>28", words)


def _raised_title(title: str, year: int) -> tuple[str, list[str]]:
    """Return a title with its years and ordinal numbers raised, and a remark on each change."""
    changes: list[str] = []
    spans = [found.span() for found in _SEVERAL_YEARS.finditer(title) if int(found[2]) - int(found[1]) > 1]

    def raise_year(found: re.Match[str]) -> str:
        is_of_span = any(start <= found.start() < end for start, end in spans)
        if is_of_span or abs(int(found[0]) - year) > _NEAR_YEARS:
            return found[0]
        return _noted(found[0], str(int(found[0]) + 1), changes)

    def raise_ordinal(found: re.Match[str]) -> str:
        number = int(found[1]) if found[1].isdigit() else _value(found[1])
        following = str(number + 1) if found[1].isdigit() else _spelt(number + 1)
        return _noted(found[0], f"第{following}{found[2]}", changes)

    raised = _both_years(title, year, changes)
    raised = _YEAR_OF_TITLE.sub(raise_year, raised) if raised == title else raised
    raised = _ORDINAL.sub(raise_ordinal, raised)
    raised = _FIRST.sub(lambda found: _noted(found[0], "第二届", changes), raised)
    return raised, list(dict.fromkeys(changes))


def _both_years(title: str, year: int, changes: list[str]) -> str:
    """Raise both years of a school year (2024—2025学年)."""
    found = _SEVERAL_YEARS.search(title)
    if not found or int(found[2]) - int(found[1]) != 1 or abs(int(found[1]) - year) > _NEAR_YEARS:
        return title
    words = re.sub(r"20\d\d", lambda one: str(int(one[0]) + 1), found[0])
    return title[: found.start()] + _noted(found[0], words, changes) + title[found.end() :]


def _noted(old: str, new: str, changes: list[str]) -> str:
    changes.append(f"“{old}”改为“{new}”")
    return new


def _value(words: str) -> int:
    tens, ten, ones = words.rpartition("十")
    units = _CN.index(ones) + 1 if ones in _CN and ones else 0
    return ((_CN.index(tens) + 1 if tens else 1) * 10 if ten else 0) + units


def _spelt(number: int) -> str:
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = f"{_CN[tens - 1] if tens > 1 else ''}十" if tens else ""
    return ten + (_CN[ones - 1] if ones else "")


def _last_year(past: PastRow) -> Iterator[str]:
    """Say what next year should know of how the row went."""
    state = past.state.state
    if state is State.OVERDUE:
        yield "去年逾期，还没有办结"
    elif state is State.LATE_DONE:
        yield f"去年逾期，晚{past.state.workdays}个工作日完成"
    elif state is State.PAUSED:
        yield "去年因故暂停"
    elif state is State.UNCONFIRMED:
        yield "去年有没有完成没有确认"
    elif state is State.DRAFT:
        yield "去年还是草稿"
    if past.moved_to is not None:
        yield f"去年时限改到{past.moved_to.month}月{past.moved_to.day}日"


def _why(past: PastRow, year: int) -> str:
    """Say why the row is proposed: by the words that come back each year, or that are done once."""
    yearly, once = _yearly_word(past, year), _one_off_word(past.title)
    if yearly and once:
        return f"像是每年都有（“{yearly}”），也像一次性的（“{once}”），请核对"
    if yearly:
        return f"每年都有（“{yearly}”）"
    if once:
        return f"一次性，可能不用（“{once}”）"
    return "照去年列出，请核对" if past.due_on is not None else "没有固定时限，照去年列出，请核对"


def _yearly_word(past: PastRow, year: int) -> str:
    if past.recurrence:
        return past.period or "定期"
    found = _YEARLY.search(past.title) or re.search(rf"(?<!\d){year}\s*(?:学年|年)", past.title)
    return found[0].strip('“”"') if found and not _is_of_several_years(past.title) else ""


def _is_of_several_years(words: str) -> bool:
    return any(int(found[2]) - int(found[1]) > 1 for found in _SEVERAL_YEARS.finditer(words))


def _one_off_word(title: str) -> str:
    found = _ONE_OFF.search(title)
    return (found["deed"] or found["word"]) if found else ""


def _about_day(past: PastRow, calendar: Calendar) -> Iterator[str]:
    """Say when a fixed day is a day off next year or not there at all, or the time spans several years."""
    if _is_of_several_years(past.period):
        yield "时限跨几年，没有改动"
        return
    if past.due_on is None or not (past.is_stated or not past.period.strip()):
        return
    day = past.due_on
    if (day.month, day.day) == (2, 29) and not isleap(day.year + 1):
        yield f"{day.year + 1}年没有2月29日，改为2月28日"
        day = day.replace(day=28)
    day = day.replace(year=day.year + 1)
    if not calendar.is_workday(day):
        name = calendar.holiday_name(day)
        off = f"{weekday_name(day)}，{name}放假" if name else f"{weekday_name(day)}，休息日"
        yield f"{day.year}年{day.month}月{day.day}日是{off}"
