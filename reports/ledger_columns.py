"""What the ledger shows of each task, on the sheet to print and on the one with all fields."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.task_values import TaskView
from reports.tables import Cell, Column, Kind, Row, Tint, row
from reports.wording import plan_words, report_words
from rules.facts import DueBasis, Status
from rules.lifecycle import STATUS_WORDS, is_filed_late
from rules.status import DayState, State
from templates.filters import cut

_REPORT_LIMIT = 40
_TINTS = {
    State.OVERDUE: Tint.OVERDUE,
    State.DUE_SOON: Tint.SOON,
    State.PENDING: Tint.WAITING,
    State.RETURNED: Tint.SOON,
    State.ON_TIME: Tint.DONE,
    State.LATE_DONE: Tint.LATE_DONE,
    State.PAUSED: Tint.QUIET,
    State.UNCONFIRMED: Tint.QUIET,
    State.ONGOING: Tint.QUIET,
    State.DRAFT: Tint.QUIET,
    State.WITHDRAWN: Tint.QUIET,
}
_NOTES = {Status.PARTLY_DONE: "（部分办结）", Status.RETURNED: "（已退回）"}
_BASES = {DueBasis.STATED: "原文写明", DueBasis.DERIVED: "按原文推定", DueBasis.NONE: ""}

_HEAD = (
    Column("序号", 5, Kind.NAME),
    Column("督办编号", 9.5, Kind.NAME),
    Column("重点工作", 37),
    Column("牵头单位", 11, Kind.NAME),
    Column("配合单位", 11, Kind.NAME),
    Column("原文时限", 6, Kind.NAME),
)

LEDGER_COLUMNS = (
    *_HEAD,
    Column("现行时限", 11, Kind.DATE),
    Column("状态", 11, Kind.NAME),
    Column("逾期\n工作日", 6.5, Kind.NUMBER),
    Column("最近反馈", 22),
    Column("催办\n次数", 5, Kind.NUMBER),
    Column("完成日期", 11, Kind.DATE),
    Column("备注", 10),
)

FULL_COLUMNS = (
    *_HEAD,
    Column("原定时限", 11, Kind.DATE),
    Column("现行时限", 11, Kind.DATE),
    Column("时限依据", 11, Kind.NAME),
    Column("周期", 8, Kind.NAME),
    Column("改期\n次数", 5, Kind.NUMBER),
    Column("状态", 11, Kind.NAME),
    Column("流程状态", 12, Kind.NAME),
    Column("逾期\n工作日", 6.5, Kind.NUMBER),
    Column("最近反馈日期", 11, Kind.DATE),
    Column("最近反馈", 40),
    Column("下步措施", 20),
    Column("成果或佐证", 20),
    Column("催办\n次数", 5, Kind.NUMBER),
    Column("退回\n次数", 5, Kind.NUMBER),
    Column("完成日期", 11, Kind.DATE),
    Column("销号日期", 11, Kind.DATE),
    Column("责任单位原文", 16),
    Column("来源", 24),
    Column("备注", 14),
)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One task with what is counted about it for the day."""

    task: TaskView
    day: DayState
    follow_up_count: int
    extension_count: int
    today: date


def ledger_row(number: int, entry: LedgerRow) -> Row:
    """Return a row of the sheet to print; a count that does not apply is empty."""
    task = entry.task
    return row(
        *_head(number, task),
        task.due_on,
        _state_cell(entry),
        _days_late(entry),
        cut(report_words(task.last_report, entry.today), _REPORT_LIMIT),
        entry.follow_up_count or None,
        _completed_on(task),
        "；".join(_remarks(entry)),
    )


def full_row(number: int, entry: LedgerRow) -> Row:
    """Return a row with every field, texts uncut."""
    task = entry.task
    report = task.last_report
    return row(
        *_head(number, task),
        task.original_due_on,
        task.due_on,
        _BASES[task.due_basis],
        task.recurrence,
        entry.extension_count or None,
        _state_cell(entry),
        STATUS_WORDS[task.status],
        _days_late(entry),
        report.reported_on if report else None,
        report.note if report else "",
        plan_words(report, entry.today),
        report.proof if report else "",
        entry.follow_up_count or None,
        task.return_count or None,
        _completed_on(task),
        task.closed_on,
        task.office_words,
        f"{task.plan_title} {task.place}".strip(),
        "；".join(_remarks(entry)),
    )


def _head(number: int, task: TaskView) -> Iterable[str]:
    others = [support.office_name for support in task.supports]
    if task.group_words and not task.group_only:
        others.append(task.group_words)
    return (str(number), task.number, task.title, task.lead_name, "、".join(others), task.period)


def _state_cell(entry: LedgerRow) -> Cell:
    state = entry.day.state
    is_late = state is State.OVERDUE
    note = _NOTES.get(entry.task.status, "") if is_late or entry.task.status is Status.PARTLY_DONE else ""
    return Cell(state.value, note, _TINTS.get(state, Tint.NONE))


def _days_late(entry: LedgerRow) -> int | None:
    late = entry.day.state in (State.OVERDUE, State.LATE_DONE)
    return entry.day.workdays if late else None


def _completed_on(task: TaskView) -> date | None:
    return task.completed_on if task.status is Status.CLOSED else None


def _remarks(entry: LedgerRow) -> Iterable[str]:
    task, report = entry.task, entry.task.last_report
    if task.is_derived:
        yield "推定"
    if entry.extension_count:
        yield f"改期{entry.extension_count}次"
    if task.status is Status.CLOSED and report is not None:
        reported_on = report.reported_on
        if is_filed_late(reported_on=reported_on, completed_on=task.completed_on, due_on=task.due_on):
            yield "补报"
    if not task.lead_is_confirmed:
        yield "拟牵头"
