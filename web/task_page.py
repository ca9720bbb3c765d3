"""任务页: one task, where its date comes from, its rungs and history, and what may be done now."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from importers.words.plan_facts import is_school_year
from models import db, store_messages, store_notices, store_reports, store_tasks
from models.kinds import DueChangeClass, MessageState, NoticeState
from models.store_directory import OfficeRecord
from models.task_values import DueChangeView, TaskView
from rules.deadlines import RULE_WORDS, DeadlineRules, read_deadline
from rules.errors import NotFoundError
from rules.facts import Status
from rules.lifecycle import Act, is_allowed
from rules.status import State
from rules.workdays import Calendar
from scheduler.services import SHANGHAI
from templates.filters import day_words, full_day, month_day
from templates.wording_dates import rest_name
from web.desk import Desk, Row, state_of
from web.forms import RowId
from web.inbox import completion_words, task_link
from web.pages import desk_of, page
from web.session import Showing, Visit
from web.task_ladder import ladder
from web.task_story import SHOWS, counts, story
from web.tasks import download

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Signature:
    """Whether one office of the task has signed for its plan."""

    office: OfficeRecord
    words: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class TaskFactsShown:
    """The facts box of a task."""

    offices: tuple[OfficeRecord, ...]
    leads: tuple[OfficeRecord, ...]
    supports: tuple[OfficeRecord, ...]
    leader_names: tuple[str, ...]
    signatures: tuple[Signature, ...]
    due_words: str
    origin: tuple[str, ...]
    is_origin_open: bool
    completion: str
    completion_is_late: bool
    moved: str
    mail_counts: str


@dataclass(frozen=True, slots=True)
class Options:
    """Which acts the rules allow now."""

    check: bool
    close: bool
    report: bool
    move: bool
    edit: bool
    phone: bool
    sign: bool
    reopen: bool
    withdraw: bool
    letter: int = 0
    """The held letter that waits, 0 without one."""


@router.get("/tasks/{number}")
def show(number: str, visit: Showing) -> Response:
    """Show one task."""
    with db.reading(visit.services.engine) as connection:
        return task_page(visit, connection, number, opened=visit.query("do"))


@router.get("/tasks/{number}/files/{file_id}")
def attachment(number: str, file_id: RowId, visit: Showing) -> Response:
    """Return a file an office sent with a report about this task."""
    with db.reading(visit.services.engine) as connection:
        task_id = store_tasks.task_id_of(connection, number[:40])
        found = store_reports.stored_file(connection, file_id)
        sent = {report.file_id for report in store_reports.reports(connection, task_id)}
        if found is None or found.id not in sent:
            raise NotFoundError("没有这个附件。")
        if found.content is None:
            raise NotFoundError("这个附件已按保存期限清除。")
        return download(found.content, found.name, "application/octet-stream")


def task_page(
    visit: Visit,
    connection: Connection,
    number: str,
    *,
    opened: str = "",
    error: str = "",
    status: int = 200,
) -> Response:
    """Return a task's page; after an error with the form as it was sent."""
    desk = desk_of(visit, connection)
    task = store_tasks.load_task(connection, store_tasks.task_id_of(connection, number[:40]))
    day = state_of(task, desk.policy, desk.calendar, desk.today)
    said = store_notices.notices(connection, task_id=task.id)
    events = story(connection, task, desk)
    show_only = visit.query("show") if visit.query("show") in SHOWS else ""
    held = next((one.id for one in said if one.state is NoticeState.HELD), 0)
    options = _options(task, visit, held=held)
    facts = _facts(connection, task, desk, is_overdue=day.state is State.OVERDUE)
    pending = [row.task for row in desk.of(State.PENDING)]
    return page(
        visit,
        connection,
        "task.html",
        current="tasks",
        desk=desk,
        status=status,
        error=error,
        task=task,
        day=day,
        facts=facts,
        options=options,
        rungs=ladder(task, said, policy=desk.policy, calendar=desk.calendar, today=desk.today),
        policy_name=desk.policy.name,
        events=[event for event in events if not show_only or event.kind == show_only],
        shows=counts(events),
        show_only=show_only,
        opened=opened,
        neighbours=_neighbours(task, desk),
        month=f"{first.month}月" if (first := task.original_due_on or task.due_on) else "无固定时限",
        month_key=f"{first.year}-{first.month:02d}" if first else "none",
        waiting=_position(task, pending),
        next_pending=next((task_link(one) for one in pending if one.id != task.id), ""),
        waited=_waited(task, desk),
        submission_key=secrets.token_urlsafe(12),
    )


def _options(task: TaskView, visit: Visit, *, held: int) -> Options:
    may, status = visit.may_act, task.status
    is_live = status not in (Status.CLOSED, Status.WITHDRAWN, Status.DRAFT)
    has_office = bool(task.named)
    return Options(
        check=may and status is Status.REPORTED,
        close=may and status is not Status.REPORTED and is_allowed(Act.CLOSE, status),
        report=may and is_live and has_office,
        move=may and is_allowed(Act.MOVE_DUE, status),
        edit=may and status is not Status.WITHDRAWN,
        phone=may and is_live and has_office,
        sign=may and is_live and has_office,
        reopen=may and is_allowed(Act.REOPEN, status),
        withdraw=may and is_allowed(Act.WITHDRAW, status),
        letter=held,
    )


def _facts(connection: Connection, task: TaskView, desk: Desk, *, is_overdue: bool) -> TaskFactsShown:
    offices = tuple(desk.office(one.office_id) for one in task.named)
    leads = tuple(desk.office(office_id) for office_id in task.lead_ids)
    changes = store_tasks.due_changes(connection, task.id)
    moves = sum(change.change_class is DueChangeClass.ADJUSTMENT for change in changes)
    is_late = bool(task.completed_on and task.due_on and task.completed_on > task.due_on)
    return TaskFactsShown(
        offices=offices,
        leads=leads,
        supports=tuple(desk.office(one.office_id) for one in task.supports),
        leader_names=tuple(dict.fromkeys(one.leader_name for one in leads if one.leader_name)),
        signatures=tuple(_signatures(connection, task, offices, desk)),
        due_words=full_day(task.due_on) if task.due_on else "没有固定时限",
        origin=tuple(origin(task, changes, desk)),
        is_origin_open=is_overdue or bool(changes),
        completion=_completion(task, desk),
        completion_is_late=is_late,
        moved=f"已调整{moves}次" if moves else "",
        mail_counts=mail_counts(connection, leads[0], desk) if leads else "",
    )


def _completion(task: TaskView, desk: Desk) -> str:
    if task.status not in (Status.REPORTED, Status.CLOSED):
        return ""
    report = task.last_report
    who = f"{report.office_name}报" if report and task.status is Status.REPORTED else ""
    return who + completion_words(task, desk)


def _signatures(
    connection: Connection, task: TaskView, offices: tuple[OfficeRecord, ...], desk: Desk
) -> Iterator[Signature]:
    for office in offices[:12]:
        found = store_reports.acknowledgement(connection, plan_id=task.plan_id, office_id=office.id)
        if found is None:
            yield Signature(office, f"{office.label}未签收", is_signed=False)
        else:
            day = day_words(found.acknowledged_at.astimezone(SHANGHAI).date(), desk.today)
            who = f"，{found.signed_by}" if found.signed_by else ""
            yield Signature(office, f"{office.label}{day}{who}", is_signed=True)


def origin(task: TaskView, changes: list[DueChangeView], desk: Desk) -> Iterator[str]:
    """Return, step by step, where a task's date comes from."""
    yield f"原文写“{task.period}”" if task.period else "原文没有写时间"
    first = task.original_due_on or task.due_on
    rule = RULE_WORDS.get(_first_rule(task, desk), "由督查室填写")
    yield f"规则“{rule}”" + (f" → {month_day(first)}" if first else "")
    if task.due_on is not None:
        yield workday_words(task.due_on, desk.calendar)
    for change in changes:
        old = day_words(change.old_due_on, desk.today) if change.old_due_on else "没有时限"
        new = day_words(change.new_due_on, desk.today) if change.new_due_on else "没有固定时限"
        word = "更正" if change.change_class is DueChangeClass.CORRECTION else "调整"
        paper = f"，{change.paper}" if change.paper else ""
        on = day_words(change.changed_on, desk.today)
        yield f"{on}{change.changed_by}{word}：{old} → {new}（{change.reason}{paper}）"
    if not changes:
        yield "没有调整过"


def _first_rule(task: TaskView, desk: Desk) -> str:
    """The rule behind the first date; a move writes over it, so it is read from the words again."""
    if task.due_rule != "by_hand" or not task.period:
        return task.due_rule
    starts_month = 9 if is_school_year(task.plan_title) else 1
    rules = DeadlineRules(task.plan_year, starts_month, before_is_inclusive=desk.policy.before_is_inclusive)
    read = read_deadline(task.period, rules, desk.calendar)
    return read.rule if read.due_on == task.original_due_on else task.due_rule


def workday_words(day: date, calendar: Calendar) -> str:
    """Return what the calendar says of a due date."""
    if calendar.is_workday(day):
        kind = "调休上班，是工作日" if calendar.is_makeup_workday(day) else "是工作日"
        words = f"{month_day(day)}{kind}，不前移不后延"
    else:
        before = month_day(calendar.previous_workday(day))
        words = f"{month_day(day)}是{rest_name(day, calendar)}，日期不动，当日提醒提前到{before}"
    return f"{words}（{day.year}年放假安排没有录入，暂推）" if calendar.is_provisional(day) else words


def mail_counts(connection: Connection, office: OfficeRecord, desk: Desk) -> str:
    """Return ``今年已给产业处发信15封，本月2封``."""
    begin = date(desk.today.year, 1, 1)
    sent = store_messages.messages(
        connection, office_id=office.id, states=(MessageState.SENT,), run_from=begin, limit=5000
    )
    this_month = sum(one.run_on.month == desk.today.month for one in sent)
    return f"今年已给{office.label}发信{len(sent)}封，本月{this_month}封"


def _neighbours(task: TaskView, desk: Desk) -> tuple[str, str]:
    rows: list[Row] = sorted(desk.rows, key=lambda row: (row.month is None, row.month or (0, 0)))
    ids = [row.task.id for row in rows]
    if task.id not in ids:
        return "", ""
    at = ids.index(task.id)
    before = task_link(rows[at - 1].task) if at else ""
    after = task_link(rows[at + 1].task) if at + 1 < len(rows) else ""
    return before, after


def _position(task: TaskView, pending: list[TaskView]) -> str:
    ids = [one.id for one in pending]
    return f"待审核{ids.index(task.id) + 1} / {len(ids)}" if task.id in ids else ""


def _waited(task: TaskView, desk: Desk) -> str:
    if task.status is not Status.REPORTED or task.last_report is None:
        return ""
    days = desk.calendar.workdays_between(task.last_report.reported_on, desk.today)
    return f"已等{days}个工作日" if days else "今天报的"
