"""Counts over the year: what each office owes in its plans, read as bare columns."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.kinds import PlanState
from rules.facts import Role, Status

_CHUNK = 500
_LEFT_OUT = (Status.DRAFT, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class YearRow:
    """One task an office is named for."""

    task_id: int
    plan_id: int
    status: Status
    due_on: date | None


def year_rows(connection: Connection, office_ids: Collection[int]) -> dict[int, list[YearRow]]:
    """Return the tasks of released plans that name each of some offices (informed ones left out)."""
    wanted = sorted(set(office_ids))
    found: dict[int, list[YearRow]] = defaultdict(list)
    for start in range(0, len(wanted), _CHUNK):
        for office_id, *row in connection.execute(_query(wanted[start : start + _CHUNK])):
            found[office_id].append(YearRow(*row))
    return found


def _query(office_ids: list[int]) -> sa.Select[Any]:
    a, t = c.assignment.c, c.task.c
    released = sa.select(c.plan.c.id).where(c.plan.c.state == PlanState.RELEASED)
    return (
        sa.select(a.office_id, t.id, t.plan_id, t.status, t.due_on)
        .join(c.task, t.id == a.task_id)
        .where(
            a.office_id.in_(office_ids),
            a.role != Role.INFORMED,
            t.plan_id.in_(released),
            t.status.not_in(_LEFT_OUT),
        )
        .order_by(a.office_id, t.due_on, t.id)
    )
