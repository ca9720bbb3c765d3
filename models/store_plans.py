"""Plans and the imports that filled them."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.inserting import insert_one
from models.kinds import PlanState
from rules.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan as it is stored."""

    id: int
    year: int
    title: str
    document_number: str
    issued_on: date | None
    issuer: str
    remark: str
    state: PlanState
    baseline_on: date
    registered_on: date
    released_on: date | None
    is_example: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """One import of a file."""

    id: int
    plan_id: int
    file_name: str
    sha256: str
    format: str
    imported_on: date
    imported_by: str
    row_count: int
    new_count: int
    changed_count: int
    draft_count: int
    withdrawn_on: date | None
    created_at: datetime


def plans(connection: Connection) -> list[PlanRecord]:
    """Return all plans, the newest year first."""
    query = sa.select(c.plan).order_by(c.plan.c.year.desc(), c.plan.c.id)
    return [PlanRecord(**row._mapping) for row in connection.execute(query)]


def plan(connection: Connection, plan_id: int) -> PlanRecord:
    """Return one plan; raises :class:`NotFoundError`."""
    row = connection.execute(sa.select(c.plan).where(c.plan.c.id == plan_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"没有编号为{plan_id}的计划。")
    return PlanRecord(**row._mapping)


def find_plan(connection: Connection, *, year: int, title: str) -> PlanRecord | None:
    """Return the plan of a year and title, None when there is none."""
    query = sa.select(c.plan).where(c.plan.c.year == year, c.plan.c.title == title)
    row = connection.execute(query).one_or_none()
    return PlanRecord(**row._mapping) if row else None


def add_plan(connection: Connection, **values: object) -> int:
    """Store a new plan and return its id; ``values`` are the columns of the table."""
    return insert_one(connection, c.plan, **values)


def update_plan(connection: Connection, plan_id: int, **values: object) -> None:
    """Change columns of a plan."""
    connection.execute(sa.update(c.plan).where(c.plan.c.id == plan_id).values(**values))


def add_batch(connection: Connection, **values: object) -> int:
    """Store an import and return its id; ``values`` are the columns of the table."""
    return insert_one(connection, c.import_batch, **values)


def batches(connection: Connection, *, plan_id: int | None = None, limit: int = 50) -> list[BatchRecord]:
    """Return the newest imports, newest first."""
    query = sa.select(c.import_batch).order_by(c.import_batch.c.id.desc()).limit(limit)
    if plan_id is not None:
        query = query.where(c.import_batch.c.plan_id == plan_id)
    return [BatchRecord(**row._mapping) for row in connection.execute(query)]


def withdraw_batch(connection: Connection, batch_id: int, *, on: date) -> None:
    """Mark an import as withdrawn."""
    connection.execute(
        sa.update(c.import_batch).where(c.import_batch.c.id == batch_id).values(withdrawn_on=on)
    )


def has_example(connection: Connection) -> bool:
    """Tell whether example data (示例) is loaded."""
    query = sa.select(c.plan.c.id).where(c.plan.c.is_example).limit(1)
    return connection.scalar(query) is not None
