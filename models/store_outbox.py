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
from models.waiting import is_sending, is_unfinished, is_waiting

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
    was: MessageState
    """The state it had before, and has again when it is given back untried."""


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
    query = sa.select(m.id).where(is_waiting(), m.next_try_at <= now)
    query = query.order_by(m.due_on.nulls_last(), m.next_try_at, m.id).limit(limit)
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
    found = _waiting(connection, ids) if ids else []
    if not found:
        return []
    m = c.message.c
    waiting = m.state.in_((MessageState.PENDING, MessageState.UNKNOWN))
    taken = sa.update(c.message).where(m.id.in_([one.id for one in found]), waiting)
    connection.execute(
        taken.values(state=MessageState.SENDING, lease_until=lease_until, attempt_count=m.attempt_count + 1)
    )
    attempts = [
        {"message_id": one.id, "attempt": one.attempt, "started_at": now, "outcome": "", "text": ""}
        for one in found
    ]
    connection.execute(sa.insert(c.delivery), attempts)
    return found


def _waiting(connection: Connection, ids: Sequence[int]) -> list[Claimed]:
    """Return those of some messages that wait, as they will be once taken, locked where rows can be."""
    m, b = c.message.c, c.message_body.c
    attempt = m.attempt_count + 1
    query = (
        sa.select(m.id, m.recipient, b.content, attempt, m.run_on, m.created_at, m.kind, m.slot, m.state)
        .join(c.message_body, b.message_id == m.id)
        .where(m.id.in_(list(ids)), m.state.in_((MessageState.PENDING, MessageState.UNKNOWN)))
        .order_by(m.due_on.nulls_last(), m.id)
        .with_for_update(of=c.message)
    )
    return [
        Claimed(row.id, row.recipient, zlib.decompress(row.content or b""), *row[3:])
        for row in connection.execute(query)
    ]


def renew(connection: Connection, held: Iterable[Claimed], *, lease_until: datetime) -> None:
    """Hold messages longer, as far as nobody else has taken them."""
    rows = [_of(one) | {"new_lease_until": lease_until} for one in held]
    if rows:
        kept = sa.update(c.message).where(_is_held())
        connection.execute(kept.values(lease_until=sa.bindparam("new_lease_until")), rows)


def _of(one: Claimed) -> dict[str, object]:
    return {"of_message": one.id, "of_attempt": one.attempt}


def _is_held() -> sa.ColumnElement[bool]:
    """Tell of ``of_message`` whether it is being sent in ``of_attempt`` and no later one."""
    m = c.message.c
    is_of_attempt = sa.and_(m.id == sa.bindparam("of_message"), m.attempt_count == sa.bindparam("of_attempt"))
    return sa.and_(is_of_attempt, m.state == MessageState.SENDING)


def finish(connection: Connection, attempts: Iterable[Attempt]) -> None:
    """Record how attempts ended and move their messages on, in two statements however many there are.

    A message somebody has claimed since stays his; one only taken back as unknown is known again.
    """
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
        .where(
            m.id == given("of_message"),
            m.attempt_count == given("of_attempt"),
            sa.or_(m.state == MessageState.SENDING, m.state == MessageState.UNKNOWN),
        )
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
    query = sa.update(c.message).where(is_sending())
    if not all_leases:
        query = query.where(m.lease_until < now)
    taken = query.values(state=MessageState.UNKNOWN, lease_until=None, next_try_at=now)
    return connection.execute(taken).rowcount


def release_claims(connection: Connection, claims: Iterable[Claimed], *, next_try_at: datetime) -> None:
    """Put claimed but untried messages back, as if they had not been claimed.

    What somebody else has taken in the meantime stays as it is.
    """
    rows = [_of(one) | {"old_state": one.was} for one in claims]
    if not rows:
        return
    m, d = c.message.c, c.delivery.c
    is_of_attempt = sa.and_(
        d.message_id == sa.bindparam("of_message"), d.attempt == sa.bindparam("of_attempt")
    )
    is_open = sa.and_(d.finished_at.is_(None), d.outcome == "")
    connection.execute(sa.delete(c.delivery).where(is_of_attempt, is_open), rows)
    released = sa.update(c.message).where(_is_held())
    connection.execute(
        released.values(
            state=sa.bindparam("old_state"),
            lease_until=None,
            attempt_count=m.attempt_count - 1,
            next_try_at=next_try_at,
        ),
        rows,
    )


def waiting_count(connection: Connection, *, only_recipient: str = "") -> int:
    """Count the messages that are pending, sending or unknown."""
    query = sa.select(sa.func.count()).select_from(c.message).where(_waits(only_recipient))
    return int(connection.scalar(query) or 0)


def next_moment(connection: Connection, *, only_recipient: str = "") -> datetime | None:
    """Return when the next waiting message may be tried, None when nothing waits."""
    query = sa.select(c.message.c.next_try_at).where(_waits(only_recipient))
    return connection.scalar(query.order_by(c.message.c.next_try_at).limit(1))


def _waits(only_recipient: str) -> sa.ColumnElement[bool]:
    """In pilot mode only what goes to its one address; the rest waits for the end of it."""
    of_recipient = c.message.c.recipient == only_recipient
    return sa.and_(is_unfinished(), of_recipient) if only_recipient else is_unfinished()
