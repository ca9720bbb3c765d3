"""``tasks``: list tasks as they stand on a day."""

from datetime import date

import click
from sqlalchemy.engine import Connection

from cli import wiring
from cli.grammar import Command
from cli.kinds import Choice
from cli.looking_up import office_named
from cli.options import json_option, today_option
from cli.printing import show_json, show_table
from models import db, store_tasks
from models.kinds import PlanState
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from rules.facts import Status
from rules.lifecycle import STATUS_WORDS
from rules.status import State, day_state
from rules.workdays import Calendar
from scheduler.services import Services

_OVERDUE = "overdue"
_SHOWN = tuple(status for status in Status if status is not Status.WITHDRAWN)
_HELP = """\
列出任务，撤销的不列。

例子：
  python main.py tasks --office 基教处
  python main.py tasks --status overdue        逾期的
  python main.py tasks --status reported       已报完成、待审核的
  python main.py tasks --status draft --json   草稿

--status 可以写：draft 草稿，open 在办，unconfirmed 待确认，reported 待审核，returned 已退回，
partly_done 部分办结，paused 暂停，closed 已办结，withdrawn 已撤销，overdue 逾期。"""


@click.command("tasks", cls=Command, help=_HELP)
@click.option("--office", metavar="单位", help="只列写明由这个单位负责、配合或知悉的")
@click.option(
    "--status", type=Choice(*(s.value for s in Status), _OVERDUE), metavar="状态", help="只列这个状态的"
)
@today_option
@json_option
def tasks(office: str | None, status: str | None, today: date | None, as_json: bool) -> int:
    """List tasks."""
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        day, calendar = wired.day(today), wired.services.calendar(connection)
        rows = [
            (view, state_words(view, wired.services, calendar, day))
            for view in store_tasks.load_tasks(connection, _filter(connection, office, status))
        ]
    if status == _OVERDUE:
        rows = [(view, words) for view, words in rows if words == State.OVERDUE]
    if as_json:
        show_json([task_json(view, words) for view, words in rows])
        return 0
    show_table(
        ("编号", "重点工作", "原文时限", "到期日", "牵头单位", "其他单位", "状态"),
        [_as_row(view, words) for view, words in rows],
        empty="没有这样的任务。",
    )
    return 0


def _filter(connection: Connection, office: str | None, status: str | None) -> TaskFilter:
    return TaskFilter(
        office_id=office_named(connection, office).id if office else None,
        statuses=(Status(status),) if status and status != _OVERDUE else _SHOWN,
        plan_states=(PlanState.DRAFT, PlanState.RELEASED) if status != Status.WITHDRAWN else tuple(PlanState),
    )


def state_words(view: TaskView, services: Services, calendar: Calendar, today: date) -> str:
    """Return how a task stands on a day, in a word."""
    state = day_state(
        view.status,
        due_on=view.due_on,
        completed_on=view.completed_on,
        calendar=calendar,
        today=today,
        due_soon_days=services.policy.due_soon_days,
    )
    return state.state.value


def _as_row(view: TaskView, words: str) -> tuple[object, ...]:
    others = [support.office_name for support in view.supports]
    others += [view.group_words] if view.group_words and not view.group_only else []
    status = words if view.status in (Status.OPEN, Status.CLOSED) else STATUS_WORDS[view.status]
    return (view.number, view.title, view.period, view.due_on, view.lead_name, "、".join(others), status)


def task_json(view: TaskView, state: str) -> dict[str, object]:
    """Return a task as values for JSON; ``state`` is how it stands on the day, in a Chinese word."""
    report = view.last_report
    return {
        "task_id": view.id,
        "number": view.number,
        "title": view.title,
        "plan_id": view.plan_id,
        "plan": view.plan_title,
        "plan_state": view.plan_state,
        "year": view.plan_year,
        "period": view.period or None,
        "due_on": view.due_on,
        "original_due_on": view.original_due_on,
        "due_basis": view.due_basis,
        "due_rule": view.due_rule,
        "recurrence": view.recurrence or None,
        "status": view.status,
        "state": state,
        "lead": view.lead_name,
        "lead_is_confirmed": view.lead_is_confirmed,
        "offices": [
            {"name": one.office_name, "printed": one.printed_name, "role": one.role, "done_on": one.done_on}
            for one in view.assignments
        ],
        "group": view.group_words or None,
        "completed_on": view.completed_on,
        "closed_on": view.closed_on,
        "last_report": report.note if report else None,
        "last_reported_on": report.reported_on if report else None,
        "flags": view.flags,
        "version": view.version,
    }
