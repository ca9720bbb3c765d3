"""What the auditor and the page 为什么 ask: what is stuck, what was touched lately, what a pass left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.store_audit import AuditRecord
from models.waiting import is_sending, is_waiting

#: Acts that change a task's status and leave no row but this one.
_TURNING_ACTS = ("task_confirm", "task_skip", "task_revive", "plan_withdraw", "batch_withdraw")


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many messages are stuck, and some of them as (office, subject)."""

    count: int
    examples: tuple[tuple[str, str], ...]


def stuck_sending(connection: Connection, *, before: datetime, examples: int) -> Stuck:
    """Return the messages in ``sending`` whose lease ran out before a moment."""
    m = c.message.c
    return _stuck(connection, sa.and_(is_sending(), m.lease_until < before), examples)


@dataclass(frozen=True, slots=True)
class TooLong:
    """Before which moments it is too long ago that a message might leave, was made, or was tried last.

    The age counts beside the moment of the next attempt, because that one can be put off again and again.
    """

    ready: datetime
    made: datetime
    """For a message never tried."""
    tried: datetime


def stuck_waiting(
    connection: Connection,
    too_long: TooLong,
    *,
    examples: int = 0,
    only_recipient: str = "",
    only_id: int | None = None,
) -> Stuck:
    """Return the pending and unknown messages that wait too long.

    ``only_recipient`` is the one address of the pilot mode: what goes elsewhere waits for its end.
    ``only_id`` asks about one message.
    """
    m, d = c.message.c, c.delivery.c
    last_try = sa.select(sa.func.max(d.started_at)).where(d.message_id == m.id).scalar_subquery()
    is_old = sa.or_(
        m.next_try_at < too_long.ready,
        sa.and_(m.attempt_count == 0, m.created_at < too_long.made),
        sa.and_(m.attempt_count > 0, last_try < too_long.tried),
    )
    which = sa.and_(is_waiting(), is_old)
    if only_recipient:
        which = sa.and_(which, m.recipient == only_recipient)
    if only_id is not None:
        which = sa.and_(which, m.id == only_id)
    return _stuck(connection, which, examples)


def sent_since(connection: Connection, moment: datetime, *, run_from: date) -> int:
    """Count the messages that left since a moment; only those of run days from ``run_from`` on are read."""
    m = c.message.c
    query = sa.select(sa.func.count()).select_from(c.message)
    return int(connection.scalar(query.where(m.run_on >= run_from, m.sent_at >= moment)) or 0)


def tried_and_waiting(connection: Connection) -> int:
    """Count the messages that were tried and wait for another attempt."""
    m = c.message.c
    query = sa.select(sa.func.count()).select_from(c.message).where(is_waiting(), m.attempt_count > 0)
    return int(connection.scalar(query) or 0)


def _stuck(connection: Connection, which: sa.ColumnElement[bool], examples: int) -> Stuck:
    m = c.message.c
    count = connection.scalar(sa.select(sa.func.count()).select_from(c.message).where(which))
    query = sa.select(m.recipient_name, m.subject).where(which).order_by(m.next_try_at, m.id).limit(examples)
    rows = connection.execute(query) if count else ()
    return Stuck(int(count or 0), tuple((row[0], row[1]) for row in rows))


def touched_since(connection: Connection, moment: datetime) -> set[tuple[str, str]]:
    """Return (kind, id) of everything somebody acted on since a moment."""
    e = c.audit_event.c
    query = sa.select(e.object_kind, e.object_id).where(e.at >= moment).distinct()
    return {(kind, object_id) for kind, object_id in connection.execute(query)}


def has_messages(connection: Connection, *, run_on: date, slots: Collection[str]) -> bool:
    """Tell whether a day has a message in a slot that begins with one of some words."""
    m = c.message.c
    is_one = sa.or_(*(m.slot.startswith(word) for word in slots))
    return connection.scalar(sa.select(m.id).where(m.run_on == run_on, is_one).limit(1)) is not None


def turning_acts(
    connection: Connection, *, task_id: int, plan_id: int, batch_id: int | None
) -> list[AuditRecord]:
    """Return the acts that changed a task's status and are recorded nowhere else, oldest first."""
    e = c.audit_event.c
    subjects = [("task", task_id), ("plan", plan_id), ("batch", batch_id)]
    mine = sa.or_(*(sa.and_(e.object_kind == kind, e.object_id == str(one)) for kind, one in subjects))
    query = sa.select(c.audit_event).where(mine, e.act.in_(_TURNING_ACTS)).order_by(e.id)
    return [AuditRecord(**row._mapping) for row in connection.execute(query)]
