"""The messages of the outbox as pages and commands read them: records, bytes, attempts and counts.

Changes nothing; storing and sending is the outbox's own work.
"""

import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.kinds import MessageState
from rules.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message of the outbox without its bytes."""

    id: int
    message_id: str
    recipient: str
    recipient_name: str
    office_id: int | None
    plan_id: int | None
    run_on: date
    slot: str
    kind: str
    subject: str
    state: MessageState
    reason: str
    due_on: date | None
    created_at: datetime
    next_try_at: datetime
    attempt_count: int
    lease_until: datetime | None
    sent_at: datetime | None
    replaces_id: int | None


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """One attempt to send a message."""

    id: int
    message_id: int
    attempt: int
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    code: int | None
    text: str


def state_counts(connection: Connection, *, run_on: date | None = None) -> dict[MessageState, int]:
    """Count the messages in each state, of one run day or of all."""
    query = sa.select(c.message.c.state, sa.func.count()).group_by(c.message.c.state)
    if run_on is not None:
        query = query.where(c.message.c.run_on == run_on)
    return {MessageState(state): count for state, count in connection.execute(query)}


def was_anything_sent(connection: Connection) -> bool:
    """Tell whether any message ever left."""
    sent = sa.select(c.message.c.id).where(c.message.c.state == MessageState.SENT)
    newest = sent.order_by(c.message.c.run_on.desc()).limit(1)
    return connection.scalar(newest) is not None


def messages(
    connection: Connection,
    *,
    ids: Collection[int] | None = None,
    states: Collection[MessageState] | None = None,
    office_id: int | None = None,
    kind: str | None = None,
    run_from: date | None = None,
    run_to: date | None = None,
    text: str = "",
    limit: int = 200,
    offset: int = 0,
) -> list[MessageRecord]:
    """Return messages, newest run day first, narrowed by whatever is given."""
    m = c.message.c
    query: sa.Select[Any] = (
        sa.select(c.message).order_by(m.run_on.desc(), m.id.desc()).limit(limit).offset(offset)
    )
    if ids is not None:
        query = query.where(m.id.in_(list(ids)))
    if states is not None:
        query = query.where(m.state.in_(list(states)))
        if set(states) == {MessageState.FAILED}:
            query = query.where(c.condition_of("ix_message_failed"))
    if run_from is not None:
        query = query.where(m.run_on >= run_from)
    if run_to is not None:
        query = query.where(m.run_on <= run_to)
    if office_id is not None:
        query = query.where(m.office_id == office_id)
    if kind is not None:
        query = query.where(m.kind == kind)
    if text:
        words = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        columns = (m.subject, m.recipient, m.recipient_name)
        query = query.where(sa.or_(*(column.ilike(f"%{words}%", escape="\\") for column in columns)))
    return [MessageRecord(**row._mapping) for row in connection.execute(query)]


def message(connection: Connection, message_id: int) -> MessageRecord:
    """Return one message; raises :class:`NotFoundError`."""
    found = messages(connection, ids=(message_id,))
    if not found:
        raise NotFoundError(f"没有编号为{message_id}的邮件。")
    return found[0]


def body(connection: Connection, message_id: int) -> bytes:
    """Return the exact bytes of a message; empty once retention has purged them."""
    query = sa.select(c.message_body.c.content).where(c.message_body.c.message_id == message_id)
    content = connection.scalar(query)
    return zlib.decompress(content) if content else b""


def deliveries(connection: Connection, message_id: int) -> list[DeliveryRecord]:
    """Return the attempts of a message, oldest first."""
    query = sa.select(c.delivery).where(c.delivery.c.message_id == message_id).order_by(c.delivery.c.id)
    return [DeliveryRecord(**row._mapping) for row in connection.execute(query)]
