"""What offices said and what the supervision office answered: reports, checks, receipts, calls, files."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.inserting import insert_one
from models.store_tasks import REPORT_COLUMNS
from models.task_values import FollowUpView, ReportView, VerificationView


@dataclass(frozen=True, slots=True)
class AcknowledgementView:
    """An office's 签收 of a plan."""

    plan_id: int
    office_id: int
    signed_by: str
    by_phone: bool
    acknowledged_at: datetime


@dataclass(frozen=True, slots=True)
class FileView:
    """An uploaded file; the content is None once retention has purged it."""

    id: int
    name: str
    content_type: str
    size: int
    sha256: str
    content: bytes | None


def add_report(connection: Connection, **values: object) -> int:
    """Store a report and return its id; ``values`` are the columns of the table."""
    return insert_one(connection, c.report, **values)


def report_by_key(connection: Connection, submission_key: str) -> ReportView | None:
    """Return the report one pressing of the button made, None when there is none yet."""
    query = _reports().where(c.report.c.submission_key == submission_key)
    row = connection.execute(query).one_or_none()
    return ReportView(**row._mapping) if row else None


def report_by_receipt(connection: Connection, receipt_number: str) -> ReportView | None:
    """Return the report of a receipt number, None when there is none."""
    query = _reports().where(c.report.c.receipt_number == receipt_number)
    row = connection.execute(query).one_or_none()
    return ReportView(**row._mapping) if row else None


def reports(connection: Connection, task_id: int) -> list[ReportView]:
    """Return everything offices said about a task, oldest first."""
    query = _reports().where(c.report.c.task_id == task_id).order_by(c.report.c.id)
    return [ReportView(**row._mapping) for row in connection.execute(query)]


def last_reporter(connection: Connection, office_id: int) -> tuple[str, str]:
    """Return (name, phone) an office used last, empty when it never reported."""
    query = (
        sa.select(c.report.c.reported_by, c.report.c.phone)
        .where(c.report.c.office_id == office_id, c.report.c.channel == "link")
        .order_by(c.report.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return (row.reported_by, row.phone) if row else ("", "")


def next_receipt(connection: Connection, on: date) -> str:
    """Return the next receipt number of a day, ``20260527-03``."""
    prefix = on.strftime("%Y%m%d-")
    query = (
        sa.select(sa.func.count()).select_from(c.report).where(c.report.c.receipt_number.startswith(prefix))
    )
    return f"{prefix}{(connection.scalar(query) or 0) + 1:02d}"


def _reports() -> sa.Select[tuple[object, ...]]:
    return sa.select(*REPORT_COLUMNS).join(c.office, c.office.c.id == c.report.c.office_id)


def add_verification(connection: Connection, **values: object) -> int:
    """Store a decision of the supervision office and return its id."""
    return insert_one(connection, c.verification, **values)


def verifications(connection: Connection, task_id: int) -> list[VerificationView]:
    """Return the decisions about a task, oldest first."""
    query = sa.select(c.verification).where(c.verification.c.task_id == task_id).order_by(c.verification.c.id)
    return [VerificationView(**row._mapping) for row in connection.execute(query)]


def last_returns(connection: Connection, task_ids: list[int]) -> dict[int, VerificationView]:
    """Return the newest return (退办) of each of some tasks."""
    query = (
        sa.select(c.verification)
        .where(c.verification.c.task_id.in_(task_ids), c.verification.c.decision == "returned")
        .order_by(c.verification.c.id)
    )
    return {row.task_id: VerificationView(**row._mapping) for row in connection.execute(query)}


def add_follow_up(connection: Connection, **values: object) -> int:
    """Store a telephone follow-up and return its id."""
    return insert_one(connection, c.follow_up, **values)


def follow_ups(connection: Connection, task_ids: list[int]) -> list[FollowUpView]:
    """Return the telephone follow-ups of some tasks, oldest first."""
    query = sa.select(c.follow_up).where(c.follow_up.c.task_id.in_(task_ids)).order_by(c.follow_up.c.id)
    return [FollowUpView(**row._mapping) for row in connection.execute(query)]


def acknowledge(
    connection: Connection, *, plan_id: int, office_id: int, signed_by: str, by_phone: bool, at: datetime
) -> bool:
    """Note that an office has received its plan; False when it had done so before."""
    if acknowledgement(connection, plan_id=plan_id, office_id=office_id) is not None:
        return False
    insert_one(
        connection,
        c.acknowledgement,
        plan_id=plan_id,
        office_id=office_id,
        signed_by=signed_by,
        by_phone=by_phone,
        acknowledged_at=at,
    )
    return True


_ACKNOWLEDGEMENTS = sa.select(
    c.acknowledgement.c.plan_id,
    c.acknowledgement.c.office_id,
    c.acknowledgement.c.signed_by,
    c.acknowledgement.c.by_phone,
    c.acknowledgement.c.acknowledged_at,
)


def acknowledgement(connection: Connection, *, plan_id: int, office_id: int) -> AcknowledgementView | None:
    """Return an office's 签收 of a plan, None when it has not signed."""
    query = _ACKNOWLEDGEMENTS.where(
        c.acknowledgement.c.plan_id == plan_id, c.acknowledgement.c.office_id == office_id
    )
    row = connection.execute(query).one_or_none()
    return AcknowledgementView(**row._mapping) if row else None


def acknowledgements(connection: Connection) -> list[AcknowledgementView]:
    """Return every 签收, oldest first."""
    query = _ACKNOWLEDGEMENTS.order_by(c.acknowledgement.c.id)
    return [AcknowledgementView(**row._mapping) for row in connection.execute(query)]


def add_file(connection: Connection, **values: object) -> int:
    """Store an uploaded file and return its id."""
    return insert_one(connection, c.stored_file, **values)


def stored_file(connection: Connection, file_id: int) -> FileView | None:
    """Return an uploaded file with its content, None when there is none."""
    query = sa.select(
        c.stored_file.c.id,
        c.stored_file.c.name,
        c.stored_file.c.content_type,
        c.stored_file.c.size,
        c.stored_file.c.sha256,
        c.stored_file.c.content,
    ).where(c.stored_file.c.id == file_id)
    row = connection.execute(query).one_or_none()
    return FileView(**row._mapping) if row else None
