"""What an import compares with and writes: many rows at once, never a statement a row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.kinds import PlanState
from rules.facts import DueBasis, Status

_CHUNK = 500
_IMPORT_LOCK = 7_310_201


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A task as an import compares it."""

    id: int
    title: str
    title_key: str
    nth: int
    period: str
    office_words: str
    source_text: str
    due_on: date | None
    original_due_on: date | None
    due_basis: DueBasis
    due_rule: str
    recurrence: str
    status: Status
    was_withdrawn_with_batch: bool

    @property
    def key(self) -> tuple[str, int]:
        """What a row is known by within its plan."""
        return self.title_key, self.nth


def lock_imports(connection: Connection) -> None:
    """Let imports wait for each other until the transaction ends; SQLite writers do so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_IMPORT_LOCK)))


def stored_rows(connection: Connection, plan_id: int) -> list[StoredRow]:
    """Return the tasks of a plan in the order of the plan, withdrawn ones and drafts among them."""
    names = [name for name in StoredRow.__dataclass_fields__ if name in c.task.c]
    withdrawn = c.import_batch.c.withdrawn_on.is_not(None).label("was_withdrawn_with_batch")
    query = (
        sa.select(*(c.task.c[name] for name in names), withdrawn)
        .outerjoin(c.import_batch, c.import_batch.c.id == c.task.c.batch_id)
        .where(c.task.c.plan_id == plan_id)
        .order_by(c.task.c.position, c.task.c.id)
    )
    return [StoredRow(**row._mapping) for row in connection.execute(query)]


def rows_of_other_plans(
    connection: Connection, *, year: int, plan_id: int | None, is_example: bool
) -> dict[tuple[str, str], str]:
    """Return the plan's title for each (title, period) that another live plan of the year holds."""
    query = (
        sa.select(c.task.c.title_key, c.task.c.period, c.plan.c.title)
        .join(c.plan, c.plan.c.id == c.task.c.plan_id)
        .where(c.plan.c.year == year, c.plan.c.state != PlanState.WITHDRAWN)
        .where(c.plan.c.is_example == is_example, c.task.c.status != Status.WITHDRAWN)
        .order_by(c.task.c.id)
    )
    if plan_id is not None:
        query = query.where(c.plan.c.id != plan_id)
    return {(key, period): title for key, period, title in connection.execute(query)}


def insert_tasks(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Store many new tasks; each row holds every column of the table but the id."""
    if rows:
        connection.execute(sa.insert(c.task), list(rows))


def insert_assignments(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Store many new assignments."""
    if rows:
        connection.execute(sa.insert(c.assignment), list(rows))


def task_ids_of_batch(connection: Connection, batch_id: int) -> dict[tuple[str, int], int]:
    """Return the ids of the tasks an import brought, by title without blanks and count."""
    query = sa.select(c.task.c.title_key, c.task.c.nth, c.task.c.id).where(c.task.c.batch_id == batch_id)
    return {(key, nth): task_id for key, nth, task_id in connection.execute(query)}


def set_status(connection: Connection, task_ids: Iterable[int], status: Status) -> None:
    """Give many tasks a status at once and raise their versions."""
    ids = list(task_ids)
    for start in range(0, len(ids), _CHUNK):
        query = sa.update(c.task).where(c.task.c.id.in_(ids[start : start + _CHUNK]))
        connection.execute(query.values(status=status, version=c.task.c.version + 1))
