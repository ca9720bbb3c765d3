"""Withdrawing a plan or one import: what was already mailed about it, and taking its tasks off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.kinds import MessageState, NoticeState
from models.store_plans import BatchRecord
from rules.errors import NotFoundError
from rules.facts import Status

_CHUNK = 500
_ENDED = (Status.CLOSED, Status.WITHDRAWN)
_OPEN_NOTICES = (NoticeState.PLANNED, NoticeState.HELD, NoticeState.RELEASED)
_GONE = (MessageState.SENT, MessageState.UNKNOWN, MessageState.SENDING)


@dataclass(frozen=True, slots=True)
class Mailed:
    """What one office was mailed about some tasks."""

    office_id: int
    office_name: str
    sent_count: int
    """Messages that left or may have left."""
    waiting_count: int
    last_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A task that may wait for confirmation, with the days that decide how it comes in."""

    id: int
    title: str
    status: Status
    due_on: date | None
    baseline_on: date
    plan_registered_on: date


def batch(connection: Connection, batch_id: int) -> BatchRecord:
    """Return one import; raises :class:`NotFoundError`."""
    row = connection.execute(sa.select(c.import_batch).where(c.import_batch.c.id == batch_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"没有编号为{batch_id}的导入。")
    return BatchRecord(**row._mapping)


def live_tasks(
    connection: Connection, *, plan_id: int | None = None, batch_id: int | None = None
) -> list[int]:
    """Return the ids of the tasks of a plan or an import that have not ended."""
    query = sa.select(c.task.c.id).where(c.task.c.status.not_in(_ENDED)).order_by(c.task.c.id)
    if plan_id is not None:
        query = query.where(c.task.c.plan_id == plan_id)
    if batch_id is not None:
        query = query.where(c.task.c.batch_id == batch_id)
    return [int(task_id) for task_id in connection.scalars(query)]


def mailed_about(
    connection: Connection, *, plan_id: int | None = None, batch_id: int | None = None
) -> list[Mailed]:
    """Count the messages that spoke of a plan's or an import's tasks, by office."""
    m, n, t = c.message.c, c.notice.c, c.task.c
    of_task = sa.select(n.message_id).join(c.task, t.id == n.task_id)
    of_task = of_task.where(t.plan_id == plan_id) if plan_id is not None else of_task
    of_task = of_task.where(t.batch_id == batch_id) if batch_id is not None else of_task
    wanted: sa.ColumnElement[bool] = m.id.in_(of_task.where(n.message_id.is_not(None)))
    if plan_id is not None:
        of_plan = sa.select(n.message_id).where(n.plan_id == plan_id, n.message_id.is_not(None))
        wanted = sa.or_(wanted, m.id.in_(of_plan))
    waiting = m.state == MessageState.PENDING
    query = (
        sa.select(
            m.office_id,
            c.office.c.name,
            sa.func.sum(sa.case((m.state.in_(_GONE), 1), else_=0)),
            sa.func.sum(sa.case((waiting, 1), else_=0)),
            sa.func.max(m.sent_at),
        )
        .join(c.office, c.office.c.id == m.office_id)
        .where(wanted)
        .group_by(m.office_id, c.office.c.name, c.office.c.position)
        .order_by(c.office.c.position, m.office_id)
    )
    return [
        Mailed(office_id, name, int(sent), int(left), last)
        for office_id, name, sent, left, last in connection.execute(query)
        if sent or left
    ]


def withdraw_tasks(connection: Connection, task_ids: Sequence[int], *, note: str) -> None:
    """Take tasks off (撤销) and let their notices that have not left lapse."""
    for start in range(0, len(task_ids), _CHUNK):
        chunk = task_ids[start : start + _CHUNK]
        of_chunk = sa.and_(c.notice.c.task_id.in_(chunk), c.notice.c.state.in_(_OPEN_NOTICES))
        connection.execute(
            sa.update(c.notice).where(of_chunk).values(state=NoticeState.LAPSED, decision_note=note)
        )
        connection.execute(
            sa.update(c.task)
            .where(c.task.c.id.in_(chunk))
            .values(status=Status.WITHDRAWN, version=c.task.c.version + 1)
        )


def drafts(connection: Connection, task_ids: Sequence[int]) -> list[Draft]:
    """Return some tasks with the days that decide how they come in."""
    found: list[Draft] = []
    for start in range(0, len(task_ids), _CHUNK):
        query = (
            sa.select(
                c.task.c.id,
                c.task.c.title,
                c.task.c.status,
                c.task.c.due_on,
                c.plan.c.baseline_on,
                c.plan.c.registered_on,
            )
            .join(c.plan, c.plan.c.id == c.task.c.plan_id)
            .where(c.task.c.id.in_(task_ids[start : start + _CHUNK]))
            .order_by(c.task.c.id)
        )
        found += [Draft(*row) for row in connection.execute(query)]
    return found
