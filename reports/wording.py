"""Words that lists share: what an office reported last, what it plans, when a date was worked out.

Pure functions of their arguments; dates of another year carry it.
"""

from datetime import date

from models.kinds import NoticeState, ReportKind
from models.store_ledger import SaidLevel
from models.task_values import ReportView
from rules.facts import NoticeKind
from templates.filters import cut, day_words, month_day, one_line

REPORT_LIMIT = 40
NO_REPORT = "至今未反馈"
_DIFFICULT = "完成难度较大"


def report_words(report: ReportView | None, today: date) -> str:
    """Return ``5月12日：场地已落实``, empty when nothing was reported."""
    if report is None:
        return ""
    said = one_line(report.note)
    if report.kind is ReportKind.DIFFICULTY and "难度较大" not in said:
        said = f"{_DIFFICULT}，{said}" if said else _DIFFICULT
    return f"{day_words(report.reported_on, today)}：{said or '正在办理'}"


def plan_words(report: ReportView | None, today: date) -> str:
    """Return what the office announced: ``预计6月20日完成；需协调：场地``, empty when nothing."""
    if report is None:
        return ""
    expected = f"预计{day_words(report.expected_on, today)}完成" if report.expected_on else ""
    wanted = one_line(report.help_wanted)
    return "；".join(part for part in (expected, f"需协调：{wanted}" if wanted else "") if part)


def short_report(words: str) -> str:
    """Return a report as a cell shows it: at most 40 characters, 至今未反馈 when there is none."""
    return cut(words, REPORT_LIMIT) or NO_REPORT


def due_day(day: date | None, *, is_derived: bool, year: int) -> str:
    """Return ``3月31日（推）``, with the year when it is not the plan's, ``—`` without a date."""
    if day is None:
        return "—"
    said = month_day(day) if day.year == year else f"{day.year}年{month_day(day)}"
    return f"{said}（推）" if is_derived else said


_LETTER_WORDS = {
    NoticeState.HELD: "催办通知单待核发",
    NoticeState.RELEASED: "催办通知单已核发，待发出",
    NoticeState.DROPPED: "催办通知单定为不发",
}


def level_words(level: SaidLevel, today: date) -> str:
    """Return what became of a level in words: ``催办通知单待核发``, ``4月8日已催办``."""
    if level.kind is NoticeKind.CIRCULAR:
        return "拟列入通报"
    on = day_words(level.left_on, today) if level.left_on else ""
    if level.state is NoticeState.PHONED:
        return f"{on}已电话催办"
    name = "催办" if level.kind is NoticeKind.LETTER else "提示"
    if level.state is NoticeState.LEFT:
        return f"{on}已{name}"
    waiting = f"{name}待发出"
    return _LETTER_WORDS.get(level.state, waiting) if level.kind is NoticeKind.LETTER else waiting
