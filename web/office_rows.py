"""One task as a row of an office's page: its date, its state and what was said of it, in words.

It decides nothing about the task: where it stands comes from ``office_sight``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from models.kinds import ReportKind
from models.task_values import TaskView
from rules.facts import Status
from rules.status import State
from rules.workdays import weekday_name
from templates.filters import day_with_weekday, day_words, listed
from web.office_sight import Place, Sight, place_of
from web.office_words import closed_words, report_words

#: Sections whose rows show the weekday and a button that stands out.
PRESSING = frozenset({Place.CONFIRM, Place.RETURNED, Place.OVERDUE, Place.TODAY, Place.SOON})
_WITH_WEEKDAY = PRESSING - {Place.CONFIRM}
_SILENT = frozenset({Place.CLOSED, Place.INFORMED, Place.PAUSED})


@dataclass(frozen=True, slots=True)
class Mark:
    """A state: its mark, its words, and the colour that comes third."""

    sign: str
    words: str
    tint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One task, every value ready to print."""

    number: str
    when: str
    when_iso: str
    under: tuple[str, ...]
    title: str
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]
    action: str
    """The words of the link that opens the form, empty when there is none."""
    is_quiet: bool
    asks: bool = False
    """Whether the row asks if it was done (请先确认)."""

    @property
    def anchor(self) -> str:
        """The place on the page that the mail's link names."""
        return f"t{self.number}"


def row_of(task: TaskView, sight: Sight) -> Row:
    """Return a task as a row of the office's page."""
    place = place_of(task, sight)
    plan = sight.plan_titles.get(task.plan_id, "")
    return Row(
        number=task.number,
        when=day_words(task.due_on, sight.today) if task.due_on else "未定日期",
        when_iso=task.due_on.isoformat() if task.due_on else "",
        under=tuple(_under(task, place)),
        title=task.title,
        marks=tuple(_marks(task, place, sight)),
        notes=(*_notes(task, place, sight), *([f"《{plan}》"] if plan else [])),
        action=_action(task, place, sight),
        is_quiet=place not in PRESSING,
        asks=place is Place.CONFIRM,
    )


def _under(task: TaskView, place: Place) -> Iterator[str]:
    if task.due_on is not None and place in _WITH_WEEKDAY:
        yield weekday_name(task.due_on)
    if place is Place.CLOSED:
        return
    if task.due_on is None and task.recurrence and task.recurrence != task.period:
        yield task.recurrence
    if task.period and (task.is_derived or task.due_on is None):
        yield f"原文“{task.period}”"


def _marks(task: TaskView, place: Place, sight: Sight) -> Iterator[Mark]:
    state = sight.state(task)
    if place in (Place.OVERDUE, Place.RETURNED) and state.state is State.OVERDUE:
        yield Mark("■", f"逾期{state.workdays}个工作日" if state.workdays else "已过期限", "red")
    if place is Place.TODAY:
        yield Mark("▲", "今天到期", "amber")
    if place is Place.RETURNED:
        yield Mark("◇", "退回，请补充")
    if place is Place.REPORTED:
        yield Mark("◇", "本单位部分已完成，待督查室办结" if task.group_only else "已报完成，待审核")
    if place is Place.PAUSED:
        yield Mark("", "已暂停")
    if place is Place.SUPPORT and task.status is not Status.CLOSED and sight.mine(task).done_on:
        yield Mark("◇", "本单位部分已完成")
    if place not in _SILENT and _is_difficult(task):
        yield Mark("▲", "已反映难度较大", "amber")


def _is_difficult(task: TaskView) -> bool:
    return task.last_report is not None and task.last_report.kind is ReportKind.DIFFICULTY


def _notes(task: TaskView, place: Place, sight: Sight) -> Iterator[str]:
    if place is Place.INFORMED:
        yield _responsible(task, sight)
        return
    yield from _offices(task, place, sight)
    if task.status is Status.CLOSED:
        yield closed_words(task, sight)
        return
    yield from _moved(task, sight)
    if place is Place.CONFIRM:
        yield "这项工作做完了吗？"
    if place is Place.PAUSED:
        yield "暂停期间不提醒，不计逾期"
    if place is Place.UNDATED:
        yield "不设到期日，有进展时填报"
    if place is Place.RETURNED:
        yield from _returned(task, sight)
    if task.status is Status.PARTLY_DONE and sight.parts.get(task.id):
        yield f"部分办结：{sight.parts[task.id]}"
    if place is not Place.RETURNED:
        yield from _reported(task, place, sight)


def _responsible(task: TaskView, sight: Sight) -> str:
    done = f"。{closed_words(task, sight)}" if task.status is Status.CLOSED else ""
    return f"责任单位：{task.office_words}{done}"


def _offices(task: TaskView, place: Place, sight: Sight) -> Iterator[str]:
    """Who else is named and who leads, nothing when the office is alone."""
    if task.group_only:
        yield f"责任单位：{task.office_words}"
        return
    others = [a.office_name for a in task.named if a.office_id != sight.office_id]
    if not others or place is Place.CLOSED:
        return
    if not task.lead_is_confirmed:
        yield f"共同：{listed(others)}。暂以{task.lead_name}为牵头"
    elif sight.leads(task):
        yield f"配合：{listed(others)}"
    else:
        yield f"牵头：{task.lead_name}"


def _moved(task: TaskView, sight: Sight) -> Iterator[str]:
    changes = sight.changes.get(task.id, ())
    if not changes or task.original_due_on is None or task.original_due_on == task.due_on:
        return
    now = day_words(task.due_on, sight.today) if task.due_on else "未定日期"
    first = day_words(task.original_due_on, sight.today)
    yield f"原定{first}，{day_words(changes[-1].changed_on, sight.today)}改为{now}"


def _returned(task: TaskView, sight: Sight) -> Iterator[str]:
    returned = sight.returns.get(task.id)
    if returned is None:
        return
    yield f"督查室：{returned.note}"
    by = f"请在{day_with_weekday(returned.reply_by, sight.today)}前补充。" if returned.reply_by else ""
    yield f"{day_words(returned.decided_on, sight.today)}退回。{by}原时限不变"


def _reported(task: TaskView, place: Place, sight: Sight) -> Iterator[str]:
    report = task.last_report
    if report is None:
        if place is Place.TODAY:
            yield "尚未收到反馈"
        return
    who = "" if report.office_id == sight.office_id else report.office_name
    on = day_words(report.reported_on, sight.today)
    if place is Place.REPORTED and report.completed_on is not None:
        yield f"{who}{on}填报，{day_words(report.completed_on, sight.today)}完成"
        return
    yield f"{who}{on}反馈：{report_words(report, sight.today)}"


def _action(task: TaskView, place: Place, sight: Sight) -> str:
    if place in _SILENT or task.status is Status.CLOSED or task.status is Status.PAUSED:
        return ""
    if place is Place.SUPPORT:
        return "重新填写" if sight.mine(task).done_on else "填写配合情况"
    return {Place.REPORTED: "重新填报", Place.RETURNED: "补充填报"}.get(place, "填报")
