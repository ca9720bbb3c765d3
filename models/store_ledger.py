"""What lists count per task: levels said, messages that left, calls, reports of members, moved dates.

Only reads, a handful of queries for any number of tasks; what the counts mean, reports/ decides.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.kinds import DueChangeClass, NoticeState
from models.store_tasks import REPORT_COLUMNS
from models.task_values import ReportView
from rules.facts import STAGE_CARRIED, NoticeKind

_CHUNK = 500

#: Kinds that remind or press; an assignment, a 知悉 line or a return does neither.
_PRESSING = (NoticeKind.REMINDER, NoticeKind.DUE_TODAY, NoticeKind.OVERDUE, NoticeKind.LETTER)
_AFTER_DUE = (NoticeKind.OVERDUE, NoticeKind.LETTER, NoticeKind.CIRCULAR)

Key = tuple[int, int]
"""A task and one of its offices."""


@dataclass(frozen=True, slots=True)
class SaidLevel:
    """A notice of a level after the due date; a lapsed one is not among them."""

    kind: NoticeKind
    stage: str
    round: int
    state: NoticeState
    left_on: date | None


@dataclass(frozen=True, slots=True)
class SentCounts:
    """How often an office was told about a task: messages that left, and calls."""

    message_count: int = 0
    """Reminders, prompts, weekly lists and letters; a message with several lines on a task is one."""
    letter_count: int = 0
    call_count: int = 0

    @property
    def reminders_sent(self) -> int:
        """Everything that reached the office about its date: messages and calls."""
        return self.message_count + self.call_count

    @property
    def follow_up_count(self) -> int:
        """催办: letters that left and calls; 提醒 and 逾期提示 are not counted."""
        return self.letter_count + self.call_count


def said_levels(connection: Connection, task_ids: Sequence[int]) -> dict[Key, list[SaidLevel]]:
    """Return the levels said about some tasks to each office, oldest first."""
    n = c.notice.c
    found: dict[Key, list[SaidLevel]] = defaultdict(list)
    for chunk in _chunks(task_ids):
        query = (
            sa.select(n.task_id, n.office_id, n.kind, n.stage, n.round, n.state, n.left_on)
            .where(n.task_id.in_(chunk), n.kind.in_(_AFTER_DUE), n.state != NoticeState.LAPSED)
            .where(n.stage.startswith("T+"))
            .order_by(n.id)
        )
        for task_id, office_id, *level in connection.execute(query):
            found[task_id, office_id].append(SaidLevel(*level))
    return found


def sent_counts(connection: Connection, task_ids: Sequence[int]) -> dict[Key, SentCounts]:
    """Return what left about some tasks to each office; rows a digest merely carries are not counted."""
    found: dict[Key, SentCounts] = {}
    for chunk in _chunks(task_ids):
        left, called = _left(connection, chunk), _calls(connection, chunk)
        messages = {(task, office): (total, letters) for task, office, total, letters in left}
        calls = {(task, office): count for task, office, count in called}
        for key in messages.keys() | calls.keys():
            total, letters = messages.get(key, (0, 0))
            found[key] = SentCounts(total, letters, calls.get(key, 0))
    return found


def _left(connection: Connection, task_ids: Sequence[int]) -> Sequence[Any]:
    n = c.notice.c
    letter = sa.case((n.kind == NoticeKind.LETTER, n.message_id))
    query = (
        sa.select(
            n.task_id,
            n.office_id,
            sa.func.count(sa.distinct(n.message_id)),
            sa.func.count(sa.distinct(letter)),
        )
        .where(n.task_id.in_(task_ids), n.state == NoticeState.LEFT, n.kind.in_(_PRESSING))
        .where(n.stage.not_like(f"{STAGE_CARRIED}%"))
        .group_by(n.task_id, n.office_id)
    )
    return connection.execute(query).all()


def _calls(connection: Connection, task_ids: Sequence[int]) -> Sequence[Any]:
    f = c.follow_up.c
    query = (
        sa.select(f.task_id, f.office_id, sa.func.count())
        .where(f.task_id.in_(task_ids))
        .group_by(f.task_id, f.office_id)
    )
    return connection.execute(query).all()


def own_last_reports(connection: Connection, task_ids: Sequence[int]) -> dict[Key, ReportView]:
    """Return the newest report of each office about some tasks."""
    r = c.report.c
    found: dict[Key, ReportView] = {}
    for chunk in _chunks(task_ids):
        newest = sa.select(sa.func.max(r.id)).where(r.task_id.in_(chunk)).group_by(r.task_id, r.office_id)
        query = (
            sa.select(*REPORT_COLUMNS).join(c.office, c.office.c.id == r.office_id).where(r.id.in_(newest))
        )
        for row in connection.execute(query):
            found[row.task_id, row.office_id] = ReportView(**row._mapping)
    return found


def extension_counts(connection: Connection, task_ids: Sequence[int]) -> dict[int, int]:
    """Return how often the date of each of some tasks was moved; corrections are not counted."""
    d = c.due_change.c
    found: dict[int, int] = {}
    for chunk in _chunks(task_ids):
        query = (
            sa.select(d.task_id, sa.func.count())
            .where(d.task_id.in_(chunk), d.change_class == DueChangeClass.ADJUSTMENT)
            .group_by(d.task_id)
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def offices_without_address(connection: Connection) -> set[int]:
    """Return the offices that no mail can reach."""
    reachable = sa.select(c.contact.c.office_id).where(c.contact.c.email != "")
    return set(connection.scalars(sa.select(c.office.c.id).where(c.office.c.id.not_in(reachable))))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
