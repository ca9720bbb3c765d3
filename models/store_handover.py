"""Slips handed over by hand (送达记录), and the refused messages whose notices nobody has said yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import store_messages
from models import tables as c
from models.inserting import insert_unless_there
from models.kinds import MessageState, NoticeState
from models.store_messages import MessageRecord
from rules.facts import DIGEST_KINDS, NoticeKind

#: Notices that were decided and have not been said in any way.
UNSAID = (NoticeState.PLANNED, NoticeState.RELEASED)
#: How a notice that stood on a slip says so.
BY_HAND = "当面送达"
_CHUNK = 500
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class HandDeliveryRecord:
    """A slip that was handed over, as it is stored."""

    id: int
    office_id: int
    slip_on: date
    handed_by: str
    received_by: str
    handed_on: date
    line_count: int
    note: str
    recorded_by: str
    recorded_on: date
    created_at: datetime
    submission_key: str


def add_hand_delivery(connection: Connection, **values: object) -> int | None:
    """Store a handing-over and return its id; None when its submission key was stored before."""
    once = insert_unless_there(connection, c.hand_delivery).values(**values)
    stored: int | None = connection.scalar(once.returning(c.hand_delivery.c.id))
    return stored


def by_submission_key(connection: Connection, key: str) -> HandDeliveryRecord | None:
    """Return what one pressing of the button stored, None when it was not pressed yet."""
    row = connection.execute(_newest_first().where(c.hand_delivery.c.submission_key == key)).one_or_none()
    return HandDeliveryRecord(**row._mapping) if row else None


def hand_deliveries(
    connection: Connection, *, office_id: int | None = None, message_id: int | None = None, limit: int = 100
) -> list[HandDeliveryRecord]:
    """Return the newest slips that were handed over, of one office or in place of one message, or all."""
    query = _newest_first().limit(limit)
    if office_id is not None:
        query = query.where(c.hand_delivery.c.office_id == office_id)
    if message_id is not None:
        query = query.where(c.hand_delivery.c.id.in_(_said_for(message_id)))
    return [HandDeliveryRecord(**row._mapping) for row in connection.execute(query)]


def _newest_first() -> sa.Select[Any]:
    h = c.hand_delivery.c
    return sa.select(c.hand_delivery).order_by(h.handed_on.desc(), h.id.desc())


def _said_for(message_id: int) -> sa.Select[tuple[int]]:
    link, n = c.hand_delivery_notice.c, c.notice.c
    joined = sa.select(link.hand_delivery_id).join(c.notice, n.id == link.notice_id)
    return joined.where(n.message_id == message_id)


def say_notices(connection: Connection, hand_delivery_id: int, notice_ids: Sequence[int]) -> None:
    """Note what a slip said: its notices count as said from the day it was handed over."""
    h, n = c.hand_delivery.c, c.notice.c
    slip = connection.execute(sa.select(h.handed_on, h.received_by).where(h.id == hand_delivery_id)).one()
    links = [{"hand_delivery_id": hand_delivery_id, "notice_id": notice_id} for notice_id in notice_ids]
    connection.execute(sa.insert(c.hand_delivery_notice), links)
    for chunk in _chunks(notice_ids):
        said = sa.update(c.notice).where(n.id.in_(chunk))
        note = f"{BY_HAND}，{slip.received_by}接收"
        connection.execute(said.values(state=NoticeState.LEFT, left_on=slip.handed_on, decision_note=note))


def notice_ids(connection: Connection, keys: Sequence[str]) -> list[int]:
    """Return the ids of the notices of some dedupe keys."""
    found: list[int] = []
    for chunk in _chunks(keys):
        found += connection.scalars(sa.select(c.notice.c.id).where(c.notice.c.dedupe_key.in_(chunk)))
    return sorted(found)


def unsaid_failures(
    connection: Connection, *, office_id: int | None = None, message_id: int | None = None
) -> list[MessageRecord]:
    """Return the messages to offices that were given up and have something nobody said since, oldest first.

    A message that was sent once more, and waits or has left, is none of them.
    """
    m, n, again = c.message.c, c.notice.c, c.message.alias()
    resent = sa.exists().where(
        again.c.replaces_id == m.id, again.c.state.not_in((MessageState.FAILED, MessageState.CANCELLED))
    )
    unsaid = sa.exists().where(n.message_id == m.id, n.state.in_(UNSAID))
    is_failed = c.condition_of("ix_message_failed")
    query = sa.select(m.id).where(is_failed, m.office_id.is_not(None), unsaid, ~resent)
    if office_id is not None:
        query = query.where(m.office_id == office_id)
    if message_id is not None:
        query = query.where(m.id == message_id)
    ids = list(connection.scalars(query))
    return sorted(store_messages.messages(connection, ids=ids, limit=len(ids)), key=lambda one: one.id)


def said_since(connection: Connection, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return, by (task, office), the newest notice that reached the office in any way."""
    n = c.notice.c
    to_office = n.kind.in_((*DIGEST_KINDS, NoticeKind.LETTER))
    reached = sa.and_(to_office, n.state.in_((NoticeState.LEFT, NoticeState.PHONED)))
    query = sa.select(n.task_id, n.office_id, sa.func.max(n.id)).where(reached)
    wanted = sa.tuple_(n.task_id, n.office_id).in_(sorted(pairs))
    rows = connection.execute(query.where(wanted).group_by(n.task_id, n.office_id)) if pairs else ()
    return {(int(task_id), int(office)): int(newest) for task_id, office, newest in rows}


def handed_over_messages(connection: Connection, ids: Collection[int]) -> set[int]:
    """Return which of some messages a slip stood in for."""
    link, n = c.hand_delivery_notice.c, c.notice.c
    query = sa.select(n.message_id).join(c.hand_delivery_notice, link.notice_id == n.id).distinct()
    found = connection.scalars(query.where(n.message_id.in_(list(ids))))
    return {int(message_id) for message_id in found if message_id is not None}


def _chunks(items: Sequence[_T]) -> list[Sequence[_T]]:
    return [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
