"""Sentences about a task that the office's page, the receipt and the leader's page share."""

from datetime import date, datetime, timedelta

from models.kinds import ReportKind
from models.task_values import ReportView, TaskView
from rules import lifecycle
from rules.status import State
from scheduler.services import SHANGHAI
from templates.filters import day_words, month_day
from web.office_sight import Sight

_DAY = timedelta(days=1)


def report_words(report: ReportView, today: date) -> str:
    """Return what an office said, uncut, with the day it expects to be done."""
    text = report.note.rstrip("。")
    if report.help_wanted:
        text += f"。需要协调：{report.help_wanted.rstrip('。')}"
    if report.expected_on is not None:
        text += f"。预计{day_words(report.expected_on, today)}完成"
    return text


def closed_words(task: TaskView, sight: Sight) -> str:
    """Return ``按期完成（3月27日）`` and its like; what was late stays visible, in plain ink."""
    if task.completed_on is None:
        return "已办结"
    done = day_words(task.completed_on, sight.today)
    if _was_past_at_import(task, sight):
        return f"已确认完成（{done}）"
    state = sight.state(task)
    if state.state is State.LATE_DONE:
        late = f"，逾期{state.workdays}个工作日" if state.workdays else ""
        return f"逾期完成（{done}{late}）"
    report = task.last_report
    if (
        report is not None
        and report.kind is ReportKind.COMPLETION
        and lifecycle.is_filed_late(
            reported_on=report.reported_on, completed_on=task.completed_on, due_on=task.due_on
        )
    ):
        return f"按期完成（{done}完成，{day_words(report.reported_on, sight.today)}补报）"
    return f"按期完成（{done}）" if task.due_on is not None else f"已完成（{done}）"


def _was_past_at_import(task: TaskView, sight: Sight) -> bool:
    """待确认 at first and never put back to work: counted apart, so neither on time nor late."""
    baseline = sight.baselines.get(task.plan_id)
    was_past = baseline is not None and task.due_on is not None and task.due_on < baseline
    return was_past and all(a.round == 0 for a in task.assignments)


def moment_words(at: datetime, today: date) -> str:
    """Return ``2月28日 09:12`` in Shanghai."""
    local = at.astimezone(SHANGHAI)
    return f"{day_words(local.date(), today)} {local:%H:%M}"


def due_history(task: TaskView, sight: Sight) -> tuple[str, ...]:
    """Return where the due date comes from and every change of it, for the open form."""
    changes = sight.changes.get(task.id, ())
    first = changes[0].old_due_on if changes else task.due_on
    lines = []
    if task.period and first is not None and (task.is_derived or changes):
        rule = "按月末推定" if (first + _DAY).day == 1 else "推定"
        lines.append(f"时限：原文“{task.period}”→ {rule}{month_day(first)}")
    for change in changes:
        old = month_day(change.old_due_on) if change.old_due_on else "未定日期"
        new = month_day(change.new_due_on) if change.new_due_on else "未定日期"
        paper = f"，{change.paper}" if change.paper else ""
        lines.append(f"{month_day(change.changed_on)}改时限：{old} → {new}（{change.reason}{paper}）")
    return tuple(lines)
