"""Messages that should not leave as they stand: who they are, and cancelling those never attempted.

A message that was attempted is never touched here.
"""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.kinds import MessageState
from models.waiting import is_untried


def cancel_untried(connection: Connection, ids: Collection[int], *, reason: str) -> list[int]:
    """Cancel those of some messages that were never attempted, and return their ids.

    Whether a message was attempted is asked in the statement that cancels it: PostgreSQL lets it wait for
    a sender who is claiming the message, and what it read before would be wrong by then.
    """
    m = c.message.c
    untried = sa.and_(m.id.in_(list(ids)), m.state == MessageState.PENDING, m.attempt_count == 0)
    # The slot is given back, so that the rebuilt message can take it.
    freed = m.slot + "/cancelled:" + sa.cast(m.id, sa.String)
    cancelled = sa.update(c.message).where(untried)
    cancelled = cancelled.values(state=MessageState.CANCELLED, reason=reason, slot=freed)
    gone = sorted(connection.scalars(cancelled.returning(m.id)))
    _free_refused(connection, gone)
    return gone


def _free_refused(connection: Connection, ids: Collection[int]) -> None:
    """Take the slot from refused messages that cancelled ones stood in for, and from those before them.

    Nobody has been told anything by them, so the office does not count as served by its digest. One of
    which another message lives, or has left, keeps its slot.
    """
    m, again = c.message.c, c.message.alias()
    lives = again.c.state.not_in((MessageState.FAILED, MessageState.CANCELLED))
    stands_in = sa.exists().where(again.c.replaces_id == m.id, lives)
    freed = "replaced:" + sa.cast(m.id, sa.String) + "/" + m.slot
    while ids:
        replaced = sa.select(m.replaces_id).where(m.id.in_(list(ids)))
        before = sa.select(m.id).where(m.id.in_(replaced), m.state == MessageState.FAILED, ~stands_in)
        ids = sorted(connection.scalars(before))
        connection.execute(sa.update(c.message).where(m.id.in_(ids)).values(slot=freed))


def untried_of_task(connection: Connection, task_id: int) -> list[int]:
    """Return the messages never attempted that speak of a task."""
    m, n = c.message.c, c.notice.c
    query = (
        sa.select(m.id)
        .join(c.notice, n.message_id == m.id)
        .where(n.task_id == task_id, m.state == MessageState.PENDING, m.attempt_count == 0)
    )
    return sorted(set(connection.scalars(query)))


_ROUNDLESS = ("assignment", "inform", "returned", "escalation")
_OWED = ("open", "returned", "partly_done", "unconfirmed")


def _holds() -> sa.ColumnElement[bool]:
    """An item holds while its task is owed (or asked about), its office still named with the same round,
    and its due date the one the notice speaks of."""
    n, t, a = c.notice.c, c.task.c, c.assignment.c
    due_holds = sa.or_(t.due_on == n.due_on, sa.and_(t.due_on.is_(None), n.due_on.is_(None)))
    same_round = sa.or_(n.kind.in_(_ROUNDLESS), a.round == n.round)
    named = sa.exists().where(a.task_id == n.task_id, a.office_id == n.office_id, same_round)
    return sa.and_(t.status.in_(_OWED), due_holds, named)


def stale_untried(
    connection: Connection, ids: Collection[int] | None = None, *, redirect_to: str = ""
) -> list[int]:
    """Return never-attempted messages, of some or of all, one of whose items, or whose recipient, no
    longer holds; ``redirect_to`` is the one address that holds in pilot mode."""
    m, n, t = c.message.c, c.notice.c, c.task.c
    untried = is_untried() if ids is None else sa.and_(is_untried(), m.id.in_(list(ids)))
    dead = (
        sa.select(m.id)
        .join(c.notice, n.message_id == m.id)
        .join(c.task, t.id == n.task_id)
        .where(untried, ~_holds())
    )
    first = sa.select(c.contact.c.email).where(c.contact.c.office_id == m.office_id)
    first_address = first.order_by(c.contact.c.id).limit(1).scalar_subquery()
    moved = sa.select(m.id).where(untried, first_address != m.recipient, ~m.slot.contains(">"))
    is_misled = m.recipient != redirect_to if redirect_to else m.slot.contains(">")
    misled = sa.select(m.id).where(untried, is_misled)
    queries = (dead, misled) if redirect_to else (dead, misled, moved)
    return sorted(set(connection.scalars(sa.union(*queries))))


#: Slots whose words speak of one day; a new link or a message sent again does not.
_OF_A_DAY = ("digest", "returned", "letter", "leader", "weekly", "summary")


def outdated(connection: Connection, *, today: date) -> list[int]:
    """Return never-attempted messages of an earlier day, whose words are no longer true."""
    m = c.message.c
    of_a_day = sa.or_(*(m.slot.startswith(word) for word in _OF_A_DAY))
    query = sa.select(m.id).where(is_untried(), m.run_on < today, of_a_day)
    return sorted(connection.scalars(query))


def holding_notices(connection: Connection, message_id: int) -> set[int]:
    """Return those notices of a message whose items still hold."""
    n, t = c.notice.c, c.task.c
    query = sa.select(n.id).join(c.task, t.id == n.task_id).where(n.message_id == message_id, _holds())
    return set(connection.scalars(query))
