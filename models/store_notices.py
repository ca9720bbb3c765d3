"""Notices: what was decided to be said, what is held for release, and what became of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.inserting import insert_new
from models.kinds import MessageState, NoticeState
from rules.errors import NotFoundError
from rules.facts import Notice, NoticeKind

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A notice as it is stored, with the words a person added on release."""

    id: int
    dedupe_key: str
    kind: NoticeKind
    task_id: int | None
    plan_id: int | None
    office_id: int
    stage: str
    round: int
    reason: str
    due_on: date | None
    state: NoticeState
    planned_on: date
    left_on: date | None
    message_id: int | None
    released_by: str
    released_at: datetime | None
    hold_until: date | None
    decision_note: str
    number_words: str
    subject_words: str
    opening_words: str
    closing_words: str
    skip_leader: bool


def existing_keys(connection: Connection, keys: Collection[str]) -> set[str]:
    """Return which of some dedupe keys exist already."""
    wanted = sorted(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        query = sa.select(c.notice.c.dedupe_key).where(
            c.notice.c.dedupe_key.in_(wanted[start : start + _CHUNK])
        )
        found.update(connection.scalars(query))
    return found


def add_notices(
    connection: Connection,
    notices: Iterable[Notice],
    *,
    planned_on: date,
    state: NoticeState,
    message_id: int | None = None,
) -> None:
    """Store notices; one whose key exists already is left as it is."""
    rows = [_row(notice, planned_on, state, message_id) for notice in notices]
    insert_new(connection, c.notice, rows)


def add_said(
    connection: Connection, said: Iterable[tuple[int, Sequence[Notice]]], *, planned_on: date
) -> None:
    """Store notices with the messages that say them, in one statement."""
    rows = [
        _row(notice, planned_on, NoticeState.PLANNED, message_id)
        for message_id, notices_of_it in said
        for notice in notices_of_it
    ]
    insert_new(connection, c.notice, rows)


def _row(notice: Notice, planned_on: date, state: NoticeState, message_id: int | None) -> dict[str, object]:
    return {
        "dedupe_key": notice.dedupe_key,
        "kind": notice.kind,
        "task_id": notice.task_id,
        "plan_id": notice.plan_id,
        "office_id": notice.office_id,
        "stage": notice.stage,
        "round": notice.round,
        "reason": notice.reason,
        "due_on": notice.due_on,
        "state": state,
        "planned_on": planned_on,
        "left_on": planned_on if state is NoticeState.LEFT else None,
        "message_id": message_id,
        "released_by": "",
        "decision_note": "",
        "number_words": "",
        "subject_words": "",
        "opening_words": "",
        "closing_words": "",
        "skip_leader": False,
    }


def mark_told(connection: Connection, pairs: Sequence[tuple[int, int]], on: date) -> None:
    """Note that (task, office) assignments were planned to be told."""
    if not pairs:
        return
    query = sa.update(c.assignment).where(
        c.assignment.c.task_id == sa.bindparam("b_task"), c.assignment.c.office_id == sa.bindparam("b_office")
    )
    rows = [{"b_task": task_id, "b_office": office_id, "told_on": on} for task_id, office_id in pairs]
    connection.execute(query.values(told_on=sa.bindparam("told_on")), rows)


#: Few beside the lines of digests.
_GRAVE = frozenset((NoticeKind.LETTER, NoticeKind.CIRCULAR, NoticeKind.ESCALATION))
#: A letter somebody is to decide on, or which waits for its day.
_UNDECIDED = frozenset((NoticeState.HELD, NoticeState.RELEASED))


def notices(
    connection: Connection,
    *,
    ids: Collection[int] | None = None,
    states: Collection[NoticeState] | None = None,
    kinds: Collection[NoticeKind] | None = None,
    task_id: int | None = None,
    office_id: int | None = None,
    message_id: int | None = None,
    planned_on: date | None = None,
) -> list[NoticeRecord]:
    """Return notices in the order they were planned, narrowed by whatever is given."""
    query: sa.Select[Any] = sa.select(c.notice).order_by(c.notice.c.id)
    n = c.notice.c
    if ids is not None:
        query = query.where(n.id.in_(list(ids)))
    if states is not None:
        query = query.where(n.state.in_(list(states)))
        if _UNDECIDED.issuperset(states):
            query = query.where(c.condition_of("ix_notice_undecided"))
    if kinds is not None:
        query = query.where(n.kind.in_(list(kinds)))
        if _GRAVE.issuperset(kinds):
            query = query.where(c.condition_of("ix_notice_grave"))
    for column, value in (
        (n.task_id, task_id),
        (n.office_id, office_id),
        (n.message_id, message_id),
        (n.planned_on, planned_on),
    ):
        if value is not None:
            query = query.where(column == value)
    return [NoticeRecord(**row._mapping) for row in connection.execute(query)]


def notice(connection: Connection, notice_id: int) -> NoticeRecord:
    """Return one notice; raises :class:`NotFoundError`."""
    found = notices(connection, ids=(notice_id,))
    if not found:
        raise NotFoundError(f"没有编号为{notice_id}的通知。")
    return found[0]


def update_notices(connection: Connection, ids: Collection[int], **values: object) -> int:
    """Change columns of some notices and return how many changed."""
    if not ids:
        return 0
    query = sa.update(c.notice).where(c.notice.c.id.in_(list(ids)))
    return connection.execute(query.values(**values)).rowcount


def change_state(
    connection: Connection, notice_id: int, *, before: NoticeState, after: NoticeState, **values: object
) -> bool:
    """Move a notice from one state to another; False when it is no longer in the first."""
    query = sa.update(c.notice).where(c.notice.c.id == notice_id, c.notice.c.state == before)
    return bool(connection.execute(query.values(state=after, **values)).rowcount)


def mark_left(connection: Connection, message_ids: Collection[int], on: date) -> None:
    """Note the day on which the notices of some messages left."""
    if message_ids:
        connection.execute(_leaving(), [{"of_message": one, "day": on} for one in message_ids])


@cache
def _leaving() -> sa.Update:
    """Return the statement that notes a leaving, built once: it runs for every few messages."""
    n = c.notice.c
    query = sa.update(c.notice).where(n.message_id == sa.bindparam("of_message"), n.state != NoticeState.LEFT)
    return query.values(state=NoticeState.LEFT, left_on=sa.bindparam("day"))


def lapse_held(connection: Connection, task_id: int, *, note: str) -> list[int]:
    """Withdraw the held or released letters of a task that has no need of them any more."""
    n = c.notice.c
    waiting = (n.task_id == task_id, n.state.in_((NoticeState.HELD, NoticeState.RELEASED)))
    ids = list(connection.scalars(sa.select(n.id).where(*waiting, n.message_id.is_(None))))
    lapse(connection, ids, note=note)
    return ids


def lapse(connection: Connection, ids: Collection[int], *, note: str) -> None:
    """Withdraw notices that never left; their keys are given back, so that they may be proposed again."""
    if not ids:
        return
    n = c.notice.c
    freed = n.dedupe_key + "/lapsed:" + sa.cast(n.id, sa.String)
    gone = sa.update(c.notice).where(n.id.in_(list(ids)), n.state != NoticeState.LAPSED)
    connection.execute(gone.values(state=NoticeState.LAPSED, decision_note=note, dedupe_key=freed))


def offices_served(connection: Connection, *, run_on: date, slot: str) -> set[int]:
    """Return the offices that have a message of a day in a slot that begins with a word."""
    m = c.message.c
    query = sa.select(m.office_id).where(
        m.run_on == run_on, m.slot.startswith(slot), m.state != MessageState.CANCELLED
    )
    return {int(office_id) for office_id in connection.scalars(query) if office_id is not None}


def letters_since(connection: Connection, day: date) -> list[NoticeRecord]:
    """Return the letters whose message was made, or which were handed over, on or after a day."""
    n, m = c.notice.c, c.message.c
    is_letter = n.kind == NoticeKind.LETTER
    recent = sa.select(m.id).where(m.run_on >= day, m.state != MessageState.CANCELLED)
    mailed = sa.select(c.notice).where(is_letter, n.message_id.in_(recent))
    by_hand = sa.select(c.notice).where(
        is_letter, n.message_id.is_(None), n.state == NoticeState.LEFT, n.left_on >= day
    )
    rows = (*connection.execute(mailed), *connection.execute(by_hand))
    return sorted((NoticeRecord(**row._mapping) for row in rows), key=lambda record: record.id)


def take_back(connection: Connection, message_ids: Collection[int]) -> None:
    """Undo the notices of cancelled messages: they were never said.

    Letters wait again as released; the others are forgotten, and assignments become untold.
    """
    if not message_ids:
        return
    n, a = c.notice.c, c.assignment.c
    mine = n.message_id.in_(list(message_ids))
    telling = (NoticeKind.ASSIGNMENT, NoticeKind.INFORM)
    pairs = connection.execute(sa.select(n.task_id, n.office_id).where(mine, n.kind.in_(telling))).all()
    for task_id, office_id in pairs:
        untold = sa.update(c.assignment).where(a.task_id == task_id, a.office_id == office_id)
        connection.execute(untold.values(told_on=None))
    is_letter = n.kind == NoticeKind.LETTER
    connection.execute(sa.update(c.notice).where(mine, is_letter).values(message_id=None))
    connection.execute(sa.delete(c.notice).where(mine, ~is_letter))
