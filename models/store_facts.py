"""The scan: which tasks may need a word on a day, as the frozen facts the rules read.

Rows are read as columns, never as objects; one query finds the candidates, two more fetch what
belongs to them. No decision is taken here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.kinds import NoticeState, PlanState
from models.task_values import acting_lead_ids
from rules.facts import WORKING, Assignee, Said, Status, TaskFacts

_CHUNK = 500
_WORKING = tuple(sorted(WORKING))
_TELLABLE = (*_WORKING, Status.UNCONFIRMED)

_TASK_COLUMNS = (
    c.task.c.id,
    c.task.c.plan_id,
    c.task.c.title,
    c.task.c.status,
    c.task.c.due_on,
    c.task.c.confirmed_lead_id,
    c.task.c.group_only,
    c.task.c.return_count,
)


def load_facts(connection: Connection, *, due_until: date) -> list[TaskFacts]:
    """Return the released tasks that may need a word: due by a day and still owed, or not yet told."""
    rows = list(connection.execute(candidates(due_until=due_until)))
    return _facts(connection, rows)


def candidates(*, due_until: date) -> sa.CompoundSelect[Any]:
    """Return the query of the scan itself; its two halves share no row, so no twins are looked for."""
    t = c.task.c
    released = t.plan_id.in_(sa.select(c.plan.c.id).where(c.plan.c.state == PlanState.RELEASED))
    working = c.condition_of("ix_task_working_due_on")
    due = sa.select(*_TASK_COLUMNS).where(working, t.due_on <= due_until, released)
    untold = sa.select(c.assignment.c.task_id).where(c.assignment.c.told_on.is_(None))
    not_due = sa.or_(t.due_on.is_(None), t.due_on > due_until, t.status == Status.UNCONFIRMED)
    to_tell = sa.select(*_TASK_COLUMNS).where(t.id.in_(untold), t.status.in_(_TELLABLE), not_due, released)
    return sa.union_all(due, to_tell)


def load_facts_of(connection: Connection, task_ids: Iterable[int]) -> list[TaskFacts]:
    """Return the facts of some tasks, whatever their dates."""
    rows: list[Any] = []
    for chunk in _chunks(sorted(set(task_ids))):
        rows += connection.execute(sa.select(*_TASK_COLUMNS).where(c.task.c.id.in_(chunk)))
    return _facts(connection, rows)


def load_all_facts(connection: Connection) -> list[TaskFacts]:
    """Return the facts of every task of a released plan, for walking through a year."""
    released = sa.select(c.plan.c.id).where(c.plan.c.state == PlanState.RELEASED)
    rows = list(connection.execute(sa.select(*_TASK_COLUMNS).where(c.task.c.plan_id.in_(released))))
    return _facts(connection, rows)


def _facts(connection: Connection, rows: Sequence[Any]) -> list[TaskFacts]:
    ids = [row.id for row in rows]
    offices, said = _assignees(connection, ids), load_said(connection, ids)
    return [_fact(row, offices.get(row.id, []), said.get(row.id, ())) for row in rows]


def _fact(row: Any, offices: list[Assignee], said: Sequence[Said]) -> TaskFacts:
    leads = acting_lead_ids(
        [(who.office_id, who.role) for who in offices],
        confirmed_lead_id=row.confirmed_lead_id,
        group_only=row.group_only,
    )
    if not row.group_only:  # an acting lead reports for all: its own part done ends nothing
        offices = [
            replace(who, done=False) if who.done and who.office_id in leads else who for who in offices
        ]
    return TaskFacts(
        id=row.id,
        plan_id=row.plan_id,
        title=row.title,
        status=row.status,
        due_on=row.due_on,
        assignees=tuple(offices),
        lead_ids=leads,
        said=tuple(said),
        return_count=row.return_count,
    )


def _assignees(connection: Connection, task_ids: Sequence[int]) -> dict[int, list[Assignee]]:
    a = c.assignment.c
    found: dict[int, list[Assignee]] = defaultdict(list)
    for chunk in _chunks(task_ids):
        query = (
            sa.select(a.task_id, a.office_id, a.role, a.round, a.told_on, a.done_on)
            .where(a.task_id.in_(chunk))
            .order_by(a.task_id, a.position, a.id)
        )
        for task_id, office_id, role, round_, told_on, done_on in connection.execute(query):
            found[task_id].append(
                Assignee(office_id, role, round_, told=told_on is not None, done=done_on is not None)
            )
    return found


#: Notices that count as said; a dropped letter keeps the ladder where it is, a lapsed one does not.
_SAYING = (
    NoticeState.PLANNED,
    NoticeState.HELD,
    NoticeState.RELEASED,
    NoticeState.LEFT,
    NoticeState.PHONED,
    NoticeState.DROPPED,
)


def load_said(connection: Connection, task_ids: Sequence[int]) -> dict[int, list[Said]]:
    """Return what was already said about some tasks."""
    n = c.notice.c
    found: dict[int, list[Said]] = defaultdict(list)
    for chunk in _chunks(task_ids):
        query = (
            sa.select(n.task_id, n.office_id, n.kind, n.stage, n.round, n.left_on)
            .where(n.task_id.in_(chunk), n.state.in_(_SAYING))
            .order_by(n.id)
        )
        for task_id, *said in connection.execute(query):
            found[task_id].append(Said(*said))
    return found


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
