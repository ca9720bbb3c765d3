"""Tasks and their assignments: reading them for lists and pages, and changing them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.inserting import insert_one
from models.kinds import DueChangeClass, PlanState
from models.task_values import AssignmentView, DueChangeView, ReportView, TaskView
from rules.errors import NotFoundError, RuleError
from rules.facts import Role, Status

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks a list wants; empty fields ask nothing. Withdrawn plans and drafts are left out
    unless asked for."""

    task_ids: tuple[int, ...] | None = None
    plan_id: int | None = None
    year: int | None = None
    office_id: int | None = None
    statuses: tuple[Status, ...] = ()
    plan_states: tuple[PlanState, ...] = (PlanState.RELEASED,)
    due_before: date | None = None
    text: str = ""


def load_tasks(connection: Connection, wanted: TaskFilter) -> list[TaskView]:
    """Return the tasks a filter asks for, in the order of their plans."""
    if wanted.task_ids is not None:
        ids = list(wanted.task_ids)
        rows: list[Any] = []
        for start in range(0, len(ids), _CHUNK):
            chunk = c.task.c.id.in_(ids[start : start + _CHUNK])
            rows += connection.execute(_task_query(wanted).where(chunk)).all()
    else:
        rows = list(connection.execute(_task_query(wanted)).all())
    found = [row.id for row in rows]
    offices, reports = load_assignments(connection, found), last_reports(connection, found)
    views = [_view(row, offices.get(row.id, ()), reports.get(row.id)) for row in rows]
    return sorted(views, key=lambda view: (-view.plan_year, view.plan_id, view.position, view.id))


def load_task(connection: Connection, task_id: int) -> TaskView:
    """Return one task of any plan and status; raises :class:`NotFoundError`."""
    found = load_tasks(connection, TaskFilter(task_ids=(task_id,), plan_states=tuple(PlanState)))
    if not found:
        raise NotFoundError(f"没有编号为{task_id}的任务。")
    return found[0]


def task_id_of(connection: Connection, number: str) -> int:
    """Return the id of a task by its number (2026-062) or id; raises :class:`NotFoundError`."""
    query = sa.select(c.task.c.id).where(c.task.c.number == number)
    found = connection.scalar(query)
    if found is None and number.isascii() and number.isdigit() and len(number) < 10:
        found = connection.scalar(sa.select(c.task.c.id).where(c.task.c.id == int(number)))
    if found is None:
        raise NotFoundError(f"没有编号为“{number}”的任务。")
    return int(found)


def _task_query(wanted: TaskFilter) -> sa.Select[Any]:
    plan_columns = (
        c.plan.c.title.label("plan_title"),
        c.plan.c.year.label("plan_year"),
        c.plan.c.state.label("plan_state"),
    )
    query = sa.select(c.task, *plan_columns).join(c.plan, c.plan.c.id == c.task.c.plan_id)
    query = query.where(c.plan.c.state.in_(wanted.plan_states))
    if wanted.plan_id is not None:
        query = query.where(c.task.c.plan_id == wanted.plan_id)
    if wanted.year is not None:
        query = query.where(c.plan.c.year == wanted.year)
    if wanted.statuses:
        query = query.where(c.task.c.status.in_(wanted.statuses))
    elif wanted.task_ids is None:
        query = query.where(c.task.c.status.not_in((Status.DRAFT, Status.WITHDRAWN)))
    if wanted.due_before is not None:
        query = query.where(c.task.c.due_on < wanted.due_before)
    if wanted.office_id is not None:
        mine = sa.select(c.assignment.c.task_id).where(c.assignment.c.office_id == wanted.office_id)
        query = query.where(c.task.c.id.in_(mine))
    if wanted.text:
        words = wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        like = f"%{words}%"
        columns = (c.task.c.title, c.task.c.number, c.task.c.office_words)
        query = query.where(sa.or_(*(column.ilike(like, escape="\\") for column in columns)))
    return query


def _view(row: Any, offices: Sequence[AssignmentView], report: ReportView | None) -> TaskView:
    values = dict(zip(row._fields, row, strict=True))
    del values["title_key"]
    values["flags"] = tuple(flag for flag in row.flags.split("\n") if flag)
    return TaskView(**values, assignments=tuple(offices), last_report=report)


def load_assignments(connection: Connection, task_ids: Sequence[int]) -> dict[int, list[AssignmentView]]:
    """Return the offices of some tasks in printed order."""
    found: dict[int, list[AssignmentView]] = defaultdict(list)
    for start in range(0, len(task_ids), _CHUNK):
        query = (
            sa.select(
                c.assignment.c.task_id,
                c.assignment.c.office_id,
                c.office.c.name.label("office_name"),
                c.assignment.c.role,
                c.assignment.c.printed_name,
                c.assignment.c.position,
                c.assignment.c.round,
                c.assignment.c.told_on,
                c.assignment.c.done_on,
            )
            .join(c.office, c.office.c.id == c.assignment.c.office_id)
            .where(c.assignment.c.task_id.in_(task_ids[start : start + _CHUNK]))
            .order_by(c.assignment.c.task_id, c.assignment.c.position, c.assignment.c.id)
        )
        for task_id, *rest in connection.execute(query):
            found[task_id].append(AssignmentView(*rest))
    return found


REPORT_COLUMNS = (
    c.report.c.id,
    c.report.c.task_id,
    c.report.c.office_id,
    c.office.c.name.label("office_name"),
    c.report.c.kind,
    c.report.c.note,
    c.report.c.reported_by,
    c.report.c.phone,
    c.report.c.completed_on,
    c.report.c.expected_on,
    c.report.c.proof,
    c.report.c.help_wanted,
    c.report.c.file_id,
    c.report.c.channel,
    c.report.c.receipt_number,
    c.report.c.reported_on,
    c.report.c.created_at,
)


def last_reports(connection: Connection, task_ids: Sequence[int]) -> dict[int, ReportView]:
    """Return the newest report of each of some tasks."""
    found: dict[int, ReportView] = {}
    for start in range(0, len(task_ids), _CHUNK):
        newest = (
            sa.select(sa.func.max(c.report.c.id))
            .where(c.report.c.task_id.in_(task_ids[start : start + _CHUNK]))
            .group_by(c.report.c.task_id)
        )
        query = (
            sa.select(*REPORT_COLUMNS)
            .join(c.office, c.office.c.id == c.report.c.office_id)
            .where(c.report.c.id.in_(newest))
        )
        for row in connection.execute(query):
            found[row.task_id] = ReportView(**row._mapping)
    return found


def next_number(connection: Connection, year: int) -> int:
    """Return the next running number of a year's tasks (the 62 of 2026-062)."""
    numbers = connection.scalars(
        sa.select(c.task.c.number).join(c.plan, c.plan.c.id == c.task.c.plan_id).where(c.plan.c.year == year)
    )
    return max((int(number.partition("-")[2]) for number in numbers), default=0) + 1


def task_number(year: int, running: int) -> str:
    """Return the number of a task as people write it, ``2026-062``."""
    return f"{year}-{running:03d}"


def add_task(connection: Connection, **values: object) -> int:
    """Store a new task and return its id; ``values`` are the columns of the table."""
    return insert_one(connection, c.task, **values)


def update_task(
    connection: Connection, task_id: int, *, version: int | None = None, **values: object
) -> None:
    """Change columns of a task and raise its version.

    With ``version`` the change is made only while nobody else was faster; otherwise
    :class:`RuleError` says so.
    """
    query = sa.update(c.task).where(c.task.c.id == task_id)
    if version is not None:
        query = query.where(c.task.c.version == version)
    result = connection.execute(query.values(**values, version=c.task.c.version + 1))
    if not result.rowcount:
        raise RuleError("这一项刚刚被别人改过，请刷新后再看。")


def set_assignments(connection: Connection, task_id: int, offices: Iterable[tuple[int, Role, str]]) -> None:
    """Make (office, role, printed name) the assignments of a task, in this order.

    An office that stays keeps its round and what it was told; one that leaves is removed.
    """
    wanted = {office_id: (role, name) for office_id, role, name in offices}
    a = c.assignment.c
    rows = connection.execute(sa.select(a.id, a.office_id, a.round).where(a.task_id == task_id)).all()
    present_round = max((row.round for row in rows), default=0)
    for row in rows:
        if row.office_id not in wanted:
            connection.execute(sa.delete(c.assignment).where(c.assignment.c.id == row.id))
    kept = {row.office_id: row.id for row in rows}
    for position, (office_id, (role, name)) in enumerate(wanted.items()):
        values = {"position": position, "role": role, "printed_name": name}
        if office_id in kept:
            changed = sa.update(c.assignment).where(c.assignment.c.id == kept[office_id])
            connection.execute(changed.values(**values))
        else:
            insert_one(
                connection, c.assignment, task_id=task_id, office_id=office_id, round=present_round, **values
            )


def raise_rounds(connection: Connection, task_id: int) -> None:
    """Begin a new round of the ladder for every office of a task (extension, correction, return)."""
    connection.execute(
        sa.update(c.assignment)
        .where(c.assignment.c.task_id == task_id)
        .values(round=c.assignment.c.round + 1)
    )


def mark_done(connection: Connection, task_id: int, office_id: int | None, on: date | None) -> None:
    """Note the day an office reported its part done; None takes it back. No office: all of them."""
    query = sa.update(c.assignment).where(c.assignment.c.task_id == task_id)
    if office_id is not None:
        query = query.where(c.assignment.c.office_id == office_id)
    connection.execute(query.values(done_on=on))


def add_due_change(
    connection: Connection,
    task_id: int,
    *,
    old: date | None,
    new: date | None,
    change_class: DueChangeClass,
    reason: str,
    paper: str,
    by: str,
    on: date,
    at: datetime,
) -> None:
    """Keep a date the task had, with the reason and the paper it left for."""
    insert_one(
        connection,
        c.due_change,
        task_id=task_id,
        old_due_on=old,
        new_due_on=new,
        change_class=change_class,
        reason=reason,
        paper=paper,
        changed_by=by,
        changed_on=on,
        created_at=at,
    )


def due_changes(connection: Connection, task_id: int) -> list[DueChangeView]:
    """Return the moves of a task's due date, oldest first."""
    query = sa.select(c.due_change).where(c.due_change.c.task_id == task_id).order_by(c.due_change.c.id)
    return [DueChangeView(**row._mapping) for row in connection.execute(query)]
