"""The outbox at work: messages stored with their exact bytes, claims, marks and attempts.

A message's bytes are stored once and never change after its first attempt.
"""

import hashlib
import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.inserting import insert_new, insert_one
from models.kinds import MessageState

WAITING = (MessageState.PENDING, MessageState.SENDING, MessageState.UNKNOWN)
_TEXT_LIMIT = 500
#: Base64 hardly packs better at a higher level, which costs half as much again for every message.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message somebody holds for sending, with its bytes."""

    id: int
    recipient: str
    data: bytes
    attempt: int
    run_on: date
    created_at: datetime
    kind: str
    slot: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """The end of one attempt, to be recorded."""

    message_id: int
    attempt: int
    started_at: datetime
    finished_at: datetime
    state: MessageState
    code: int | None
    text: str
    next_try_at: datetime


def add_message(connection: Connection, data: bytes, **values: object) -> int:
    """Store a message with its exact bytes and return its id."""
    message_id = insert_one(connection, c.message, **values)
    connection.execute(sa.insert(c.message_body), _body(message_id, data))
    return message_id


def add_messages(
    connection: Connection, rows: Sequence[dict[str, object]], data: Sequence[bytes]
) -> list[int | None]:
    """Store messages with their exact bytes in three statements and return their ids.

    A message whose recipient has one in that slot of that day already is not stored: None.
    """
    insert_new(connection, c.message, list(rows))
    m = c.message.c
    keys = [row["message_id"] for row in rows]
    stored = connection.execute(sa.select(m.message_id, m.id).where(m.message_id.in_(keys)))
    ids = {row.message_id: row.id for row in stored}
    bodies = [_body(ids[key], content) for key, content in zip(keys, data, strict=True) if key in ids]
    if bodies:
        connection.execute(sa.insert(c.message_body), bodies)
    return [ids.get(key) for key in keys]


def _body(message_id: int, data: bytes) -> dict[str, object]:
    return {
        "message_id": message_id,
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "content": zlib.compress(data, _LEVEL),
    }


def slot_taken(connection: Connection, *, recipient: str, run_on: date, slot: str) -> bool:
    """Tell whether a recipient has a message in a slot of a day already."""
    m = c.message.c
    query = sa.select(m.id).where(m.recipient == recipient, m.run_on == run_on, m.slot == slot)
    return connection.scalar(query) is not None


def ready(
    connection: Connection,
    *,
    now: datetime,
    limit: int,
    only_slots: Collection[str] | None = None,
    only_recipient: str = "",
) -> list[int]:
    """Return up to ``limit`` messages whose moment has come, oldest due first, locked where rows can be.

    ``only_slots`` narrows to slots that begin with one of some words, ``only_recipient`` to the one
    address of the pilot mode.
    """
    m = c.message.c
    is_ready = sa.and_(m.state.in_((MessageState.PENDING, MessageState.UNKNOWN)), m.next_try_at <= now)
    query = sa.select(m.id).where(is_ready).order_by(m.due_on.nulls_last(), m.next_try_at, m.id).limit(limit)
    if only_slots is not None:
        query = query.where(sa.or_(*(m.slot.startswith(word) for word in only_slots)))
    if only_recipient:
        query = query.where(m.recipient == only_recipient)
    return list(connection.scalars(query.with_for_update(skip_locked=True)))


def claim(
    connection: Connection,
    *,
    now: datetime,
    lease_until: datetime,
    limit: int,
    only_slots: Collection[str] | None = None,
) -> list[Claimed]:
    """Take up to ``limit`` messages whose moment has come, oldest due first."""
    ids = ready(connection, now=now, limit=limit, only_slots=only_slots)
    return take(connection, ids, now=now, lease_until=lease_until)


def take(
    connection: Connection, ids: Sequence[int], *, now: datetime, lease_until: datetime
) -> list[Claimed]:
    """Hold messages for sending by a conditional update, so that two senders never hold the same one."""
    if not ids:
        return []
    m = c.message.c
    waiting = m.state.in_((MessageState.PENDING, MessageState.UNKNOWN))
    taken = sa.update(c.message).where(m.id.in_(list(ids)), waiting)
    connection.execute(
        taken.values(state=MessageState.SENDING, lease_until=lease_until, attempt_count=m.attempt_count + 1)
    )
    return _claimed(connection, ids, started_at=now)


def _claimed(connection: Connection, ids: Sequence[int], *, started_at: datetime) -> list[Claimed]:
    m, b = c.message.c, c.message_body.c
    query = (
        sa.select(m.id, m.recipient, b.content, m.attempt_count, m.run_on, m.created_at, m.kind, m.slot)
        .join(c.message_body, b.message_id == m.id)
        .where(m.id.in_(list(ids)))
        .order_by(m.due_on.nulls_last(), m.id)
    )
    found = [
        Claimed(row.id, row.recipient, zlib.decompress(row.content or b""), *row[3:])
        for row in connection.execute(query)
    ]
    attempts = [
        {"message_id": one.id, "attempt": one.attempt, "started_at": started_at, "outcome": "", "text": ""}
        for one in found
    ]
    connection.execute(sa.insert(c.delivery), attempts)
    return found


def finish(connection: Connection, attempts: Iterable[Attempt]) -> None:
    """Record how attempts ended and move their messages on, in two statements however many there are."""
    ends = [_end(one) for one in attempts]
    if not ends:
        return
    for statement in _endings():
        connection.execute(statement, ends)


@cache
def _endings() -> tuple[sa.Update, sa.Update]:
    """Return the statements that end attempts, built once: they run for every few messages."""
    d, m, given = c.delivery.c, c.message.c, sa.bindparam
    of_delivery = (
        sa.update(c.delivery)
        .where(d.message_id == given("of_message"), d.attempt == given("of_attempt"))
        .values({name: given(f"new_{name}") for name in ("finished_at", "outcome", "code", "text")})
    )
    of_message = (
        sa.update(c.message)
        .where(m.id == given("of_message"), m.state == MessageState.SENDING)
        .values({name: given(f"new_{name}") for name in ("state", "next_try_at", "lease_until", "sent_at")})
    )
    return of_delivery, of_message


def _end(one: Attempt) -> dict[str, object]:
    """Return the end of an attempt as the parameters of both statements."""
    return {
        "of_message": one.message_id,
        "of_attempt": one.attempt,
        "new_finished_at": one.finished_at,
        "new_outcome": one.state.value,
        "new_code": one.code,
        "new_text": " ".join(one.text.split())[:_TEXT_LIMIT],
        "new_state": one.state,
        "new_next_try_at": one.next_try_at,
        "new_lease_until": None,
        "new_sent_at": one.finished_at if one.state is MessageState.SENT else None,
    }


def take_back(connection: Connection, *, now: datetime, all_leases: bool) -> int:
    """Return ``sending`` messages of a dead sender to the queue as unknown, and count them.

    ``all_leases`` is right for the holder of SQLite's lock; elsewhere only expired leases count.
    """
    m = c.message.c
    query = sa.update(c.message).where(m.state == MessageState.SENDING)
    if not all_leases:
        query = query.where(m.lease_until < now)
    taken = query.values(state=MessageState.UNKNOWN, lease_until=None, next_try_at=now)
    return connection.execute(taken).rowcount


def release_claims(connection: Connection, ids: Collection[int], *, next_try_at: datetime) -> None:
    """Put claimed but untried messages back, as if they had not been claimed."""
    if not ids:
        return
    m, d = c.message.c, c.delivery.c
    connection.execute(
        sa.delete(c.delivery).where(d.message_id.in_(list(ids)), d.finished_at.is_(None), d.outcome == "")
    )
    connection.execute(
        sa.update(c.message)
        .where(m.id.in_(list(ids)), m.state == MessageState.SENDING)
        .values(
            state=MessageState.PENDING,
            lease_until=None,
            attempt_count=m.attempt_count - 1,
            next_try_at=next_try_at,
        )
    )


def hold_back(connection: Connection, *, until: datetime) -> None:
    """Let nothing that waits be tried before a moment, so that the oldest is still first then."""
    m = c.message.c
    waiting = m.state.in_((MessageState.PENDING, MessageState.UNKNOWN))
    held = sa.update(c.message).where(waiting, m.next_try_at < until)
    connection.execute(held.values(next_try_at=until))


def waiting_count(connection: Connection) -> int:
    """Count the messages that are pending, sending or unknown."""
    query = sa.select(sa.func.count()).select_from(c.message).where(c.message.c.state.in_(WAITING))
    return int(connection.scalar(query) or 0)


def next_moment(connection: Connection) -> datetime | None:
    """Return when the next waiting message may be tried, None when nothing waits."""
    query = sa.select(c.message.c.next_try_at).where(c.message.c.state.in_(WAITING))
    return connection.scalar(query.order_by(c.message.c.next_try_at).limit(1))
