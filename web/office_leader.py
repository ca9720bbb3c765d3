"""The read-only page of a leader in charge: the whole course of the tasks whose letters he was told of.

There is no form on it and nothing on it acts.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models import store_notices, store_reports, store_tasks
from models.kinds import Decision, NoticeState, ReportKind
from models.store_notices import NoticeRecord
from models.task_values import TaskView
from rules.facts import NoticeKind
from rules.status import WORST_FIRST, DayState, State, day_state
from rules.workdays import Calendar, weekday_name
from scheduler.services import Services
from templates.cleaning import cleaned
from templates.filters import day_words
from web.office_access import LeaderAccess
from web.office_frame import Frame
from web.office_rows import Mark
from web.office_words import report_words

_TOLD = frozenset({NoticeState.PLANNED, NoticeState.RELEASED, NoticeState.LEFT, NoticeState.PHONED})
_REPORTED = {
    ReportKind.COMPLETION: "报完成",
    ReportKind.CONTRIBUTION: "报本单位部分已完成",
    ReportKind.PROGRESS: "报进展",
    ReportKind.DIFFICULTY: "反映难度较大",
}
_DECIDED = {
    Decision.CLOSED: "督查室核定办结",
    Decision.RETURNED: "督查室退回",
    Decision.PARTLY_DONE: "督查室定为部分办结",
    Decision.REOPENED: "督查室恢复督办",
    Decision.WITHDRAWN: "督查室撤销",
}
_SAID = {
    NoticeKind.REMINDER: "到期前提醒",
    NoticeKind.DUE_TODAY: "到期当天提醒",
    NoticeKind.OVERDUE: "逾期提示",
    NoticeKind.LETTER: "发催办通知",
    NoticeKind.ESCALATION: "报告分管领导",
    NoticeKind.RETURNED: "发退办信",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a task."""

    on: date
    when: str
    words: str


@dataclass(frozen=True, slots=True)
class Course:
    """One task with everything that happened to it, oldest first."""

    when: str
    when_iso: str
    under: tuple[str, ...]
    title: str
    mark: Mark
    offices: str
    help_wanted: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class LeaderPage:
    """The whole page."""

    frame: Frame
    heading: str
    lead: str
    courses: tuple[Course, ...]


def leader_page(
    services: Services, connection: Connection, access: LeaderAccess, frame: Frame, *, today: date
) -> LeaderPage:
    """Return the tasks a leader was told of, the worst first, with their whole course."""
    calendar = services.calendar(connection)
    told = store_notices.notices(connection, kinds=(NoticeKind.ESCALATION,), states=_TOLD)
    ids = {one.task_id for one in told if one.office_id in access.office_ids and one.task_id is not None}
    wanted = store_tasks.TaskFilter(task_ids=tuple(sorted(ids)))
    tasks = [
        (task, _state(task, services, calendar, today)) for task in store_tasks.load_tasks(connection, wanted)
    ]
    tasks.sort(key=lambda pair: (WORST_FIRST.index(pair[1].state), pair[0].due_on or date.max))
    return LeaderPage(
        frame=frame,
        heading="催办事项的全过程",
        lead=f"下列{len(tasks)}项发过催办通知。本页只读，不需要填报。"
        if tasks
        else "目前没有发过催办通知的事项。",
        courses=tuple(cleaned(_course(connection, task, state, today=today)) for task, state in tasks),
    )


def _state(task: TaskView, services: Services, calendar: Calendar, today: date) -> DayState:
    return day_state(
        task.status,
        due_on=task.due_on,
        completed_on=task.completed_on,
        calendar=calendar,
        today=today,
        due_soon_days=services.policy.due_soon_days,
    )


def _course(connection: Connection, task: TaskView, state: DayState, *, today: date) -> Course:
    others = "、".join(a.office_name for a in task.supports)
    report = task.last_report
    return Course(
        when=day_words(task.due_on, today) if task.due_on else "未定日期",
        when_iso=task.due_on.isoformat() if task.due_on else "",
        under=_under(task),
        title=task.title,
        mark=_mark(state),
        offices=f"牵头：{task.lead_name}" + (f"；配合：{others}" if others else ""),
        help_wanted=report.help_wanted if report is not None else "",
        events=tuple(sorted(_events(connection, task, today), key=lambda event: event.on)),
    )


def _under(task: TaskView) -> tuple[str, ...]:
    weekday = (weekday_name(task.due_on),) if task.due_on else ()
    return (*weekday, *((f"原文“{task.period}”",) if task.period and task.is_derived else ()))


def _mark(state: DayState) -> Mark:
    if state.state is State.OVERDUE:
        return Mark("■", f"逾期{state.detail}" if state.workdays else "已过期限", "red")
    if state.state is State.PENDING:
        return Mark("◇", "已报完成，待审核")
    if state.state is State.RETURNED:
        return Mark("◇", "已退回，待补充")
    return Mark("", state.state.value)


def _events(connection: Connection, task: TaskView, today: date) -> list[Event]:
    def event(on: date, words: str) -> Event:
        return Event(on, day_words(on, today), words)

    found = [event(on, words) for on, words in _said(store_notices.notices(connection, task_id=task.id))]
    found += [
        event(one.reported_on, f"{one.office_name}{_REPORTED[one.kind]}：{report_words(one, today)}")
        for one in store_reports.reports(connection, task.id)
    ]
    found += [
        event(
            one.called_on,
            f"督查室电话催办，{one.answered_by}接听" + (f"：{one.answer}" if one.answer else ""),
        )
        for one in store_reports.follow_ups(connection, [task.id])
    ]
    found += [
        event(one.decided_on, _DECIDED[one.decision] + (f"：{one.note}" if one.note else ""))
        for one in store_reports.verifications(connection, task.id)
    ]
    found += [
        event(
            one.changed_on,
            f"时限改为{day_words(one.new_due_on, today) if one.new_due_on else '未定'}：{one.reason}",
        )
        for one in store_tasks.due_changes(connection, task.id)
    ]
    return found


def _said(notices: list[NoticeRecord]) -> list[tuple[date, str]]:
    """What left on which day, each kind once a day however many offices were told."""
    said = [
        (one.left_on, _SAID[one.kind])
        for one in notices
        if one.state is NoticeState.LEFT and one.left_on is not None and one.kind in _SAID
    ]
    return list(dict.fromkeys(said))
