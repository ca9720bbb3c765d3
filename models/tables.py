"""The tables, one class a thing of the glossary. They do not validate: every border does before.

Enumerations are stored as their values in plain text columns with a check, so that SQLite and
PostgreSQL hold the same; moments are aware UTC, dates are dates.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from rules.facts import DueBasis, NoticeKind, Role, Status

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_E = TypeVar("_E", bound=StrEnum)


def _choice(kind: type[_E]) -> sa.Enum:
    """A text column that takes only the values of an enumeration."""
    return sa.Enum(
        kind,
        native_enum=False,
        length=20,
        create_constraint=True,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
        validate_strings=True,
    )


class PlanState(StrEnum):
    """Whether a plan's tasks may be mailed."""

    DRAFT = "draft"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class OfficeState(StrEnum):
    """Whether a person has confirmed an office; ``UNVERIFIED`` is 待核实."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    RETIRED = "retired"


class ReportKind(StrEnum):
    """What an office says about a task."""

    COMPLETION = "completion"
    PROGRESS = "progress"
    DIFFICULTY = "difficulty"
    CONTRIBUTION = "contribution"


class Decision(StrEnum):
    """What the supervision office decided about a task."""

    CLOSED = "closed"
    RETURNED = "returned"
    PARTLY_DONE = "partly_done"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class NoticeState(StrEnum):
    """Where a notice stands. Only ``LEFT`` and ``PHONED`` let the ladder go on."""

    PLANNED = "planned"
    HELD = "held"
    RELEASED = "released"
    LEFT = "left"
    PHONED = "phoned"
    DROPPED = "dropped"
    LAPSED = "lapsed"


class MessageState(StrEnum):
    """Where a message of the outbox stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class DueChangeClass(StrEnum):
    """Why a due date moved; only a correction replaces the date as if it had always been so."""

    ADJUSTMENT = "adjustment"
    CORRECTION = "correction"


class UserRole(StrEnum):
    """What a person who signs in may do."""

    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    READER = "reader"


class Plan(SQLModel, table=True):
    """A published table (重点工作配档表) and what is known of it."""

    __tablename__ = "plan"
    __table_args__ = (sa.UniqueConstraint("year", "title"),)

    id: int | None = Field(default=None, primary_key=True)
    year: int
    title: str
    document_number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    remark: str = ""
    state: PlanState = Field(default=PlanState.DRAFT, sa_type=_choice(PlanState))
    baseline_on: date
    registered_on: date
    released_on: date | None = None
    is_example: bool = False
    created_at: datetime


class ImportBatch(SQLModel, table=True):
    """One reading of one file into one plan."""

    __tablename__ = "import_batch"

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    file_name: str
    sha256: str
    format: str
    imported_on: date
    imported_by: str
    row_count: int
    new_count: int
    changed_count: int
    draft_count: int
    withdrawn_on: date | None = None
    created_at: datetime


class Leader(SQLModel, table=True):
    """A leader in charge (分管领导) who receives the copies."""

    __tablename__ = "leader"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    email: str = ""


class Office(SQLModel, table=True):
    """A responsible office (责任单位)."""

    __tablename__ = "office"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    short_name: str = ""
    state: OfficeState = Field(default=OfficeState.VERIFIED, sa_type=_choice(OfficeState))
    position: int = 0
    leader_id: int | None = Field(default=None, foreign_key="leader.id")
    link_version: int = 1
    note: str = ""


class OfficeAlias(SQLModel, table=True):
    """Another name of an office that a person confirmed."""

    __tablename__ = "office_alias"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = Field(unique=True)


class OfficeGroup(SQLModel, table=True):
    """A group such as 各处室."""

    __tablename__ = "office_group"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class OfficeGroupMember(SQLModel, table=True):
    """Membership of an office in a group."""

    __tablename__ = "office_group_member"

    group_id: int = Field(foreign_key="office_group.id", primary_key=True)
    office_id: int = Field(foreign_key="office.id", primary_key=True)


class Contact(SQLModel, table=True):
    """Who gets an office's mail (联络员)."""

    __tablename__ = "contact"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    name: str = ""
    email: str = ""
    phone: str = ""


class Task(SQLModel, table=True):
    """One supervised matter (督办事项)."""

    __tablename__ = "task"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "title_key", "nth"),
        sa.Index(
            "ix_task_working_due_on",
            "due_on",
            sqlite_where=sa.text("status IN ('open', 'returned', 'partly_done')"),
            postgresql_where=sa.text("status IN ('open', 'returned', 'partly_done')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)
    number: str = Field(unique=True)
    title: str
    title_key: str
    nth: int = 1
    position: int = 0
    place: str = ""
    row: int | None = None
    source_text: str = ""
    period: str = ""
    office_words: str = ""
    group_words: str = ""
    due_on: date | None = None
    original_due_on: date | None = None
    due_basis: DueBasis = Field(default=DueBasis.NONE, sa_type=_choice(DueBasis))
    due_rule: str = ""
    recurrence: str = ""
    status: Status = Field(default=Status.OPEN, sa_type=_choice(Status))
    confirmed_lead_id: int | None = Field(default=None, foreign_key="office.id")
    group_only: bool = False
    return_count: int = 0
    confidence: float = 1.0
    flags: str = ""
    registered_on: date
    completed_on: date | None = None
    closed_on: date | None = None
    version: int = 1
    """Raised by every act, so that a second person sees that a first one was faster."""


class Assignment(SQLModel, table=True):
    """A task handed to an office (交办)."""

    __tablename__ = "assignment"
    __table_args__ = (
        sa.UniqueConstraint("task_id", "office_id"),
        sa.Index(
            "ix_assignment_untold",
            "task_id",
            sqlite_where=sa.text("told_on IS NULL"),
            postgresql_where=sa.text("told_on IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    office_id: int = Field(foreign_key="office.id", index=True)
    position: int = 0
    role: Role = Field(sa_type=_choice(Role))
    printed_name: str = ""
    round: int = 0
    told_on: date | None = None
    done_on: date | None = None


class Acknowledgement(SQLModel, table=True):
    """An office has received its plan (签收); a human act."""

    __tablename__ = "acknowledgement"
    __table_args__ = (sa.UniqueConstraint("plan_id", "office_id"),)

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    office_id: int = Field(foreign_key="office.id", index=True)
    signed_by: str = ""
    by_phone: bool = False
    acknowledged_at: datetime


class DueChange(SQLModel, table=True):
    """Every date a task ever had after its first, with reason and paper."""

    __tablename__ = "due_change"

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    old_due_on: date | None = None
    new_due_on: date | None = None
    change_class: DueChangeClass = Field(sa_type=_choice(DueChangeClass))
    reason: str
    paper: str = ""
    changed_by: str
    changed_on: date
    created_at: datetime


class StoredFile(SQLModel, table=True):
    """An uploaded file, never joined by lists."""

    __tablename__ = "stored_file"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    content_type: str
    size: int
    sha256: str
    content: bytes | None = None
    created_at: datetime


class Report(SQLModel, table=True):
    """What an office said about a task: progress, completion, difficulty or its own part."""

    __tablename__ = "report"

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    kind: ReportKind = Field(sa_type=_choice(ReportKind))
    note: str
    reported_by: str
    phone: str = ""
    completed_on: date | None = None
    expected_on: date | None = None
    proof: str = ""
    help_wanted: str = ""
    file_id: int | None = Field(default=None, foreign_key="stored_file.id")
    channel: str
    """``link``, ``supervisor`` or ``cli``."""
    receipt_number: str = Field(unique=True)
    submission_key: str = Field(unique=True)
    """Names one pressing of the button, so that a double POST has one effect."""
    reported_on: date
    created_at: datetime


class Verification(SQLModel, table=True):
    """What the supervision office decided about a task, and why."""

    __tablename__ = "verification"

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    report_id: int | None = Field(default=None, foreign_key="report.id")
    decision: Decision = Field(sa_type=_choice(Decision))
    completed_on: date | None = None
    reply_by: date | None = None
    note: str = ""
    decided_by: str
    decided_on: date
    created_at: datetime


class FollowUp(SQLModel, table=True):
    """A telephone follow-up (电话催办), which stands in for the level it was made for."""

    __tablename__ = "follow_up"

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    office_id: int = Field(foreign_key="office.id")
    notice_id: int | None = Field(default=None, foreign_key="notice.id")
    stage: str
    answered_by: str = ""
    answer: str = ""
    called_by: str
    called_on: date
    called_at: datetime


class Message(SQLModel, table=True):
    """The outbox: one rendered text to one recipient."""

    __tablename__ = "message"
    __table_args__ = (
        sa.UniqueConstraint("recipient", "run_on", "slot"),
        sa.Index(
            "ix_message_waiting",
            "next_try_at",
            sqlite_where=sa.text("state IN ('pending', 'sending', 'unknown')"),
            postgresql_where=sa.text("state IN ('pending', 'sending', 'unknown')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    message_id: str = Field(unique=True)
    recipient: str
    recipient_name: str = ""
    office_id: int | None = Field(default=None, foreign_key="office.id", index=True)
    plan_id: int | None = Field(default=None, foreign_key="plan.id")
    run_on: date = Field(index=True)
    slot: str
    kind: str
    subject: str
    state: MessageState = Field(default=MessageState.PENDING, sa_type=_choice(MessageState))
    reason: str = ""
    due_on: date | None = None
    created_at: datetime
    next_try_at: datetime
    attempt_count: int = 0
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    replaces_id: int | None = Field(default=None, foreign_key="message.id")


class MessageBody(SQLModel, table=True):
    """The exact bytes of a message, compressed; purged by retention, the hash stays."""

    __tablename__ = "message_body"

    message_id: int = Field(foreign_key="message.id", primary_key=True)
    sha256: str
    size: int
    content: bytes | None = None


class Delivery(SQLModel, table=True):
    """One attempt to send a message."""

    __tablename__ = "delivery"

    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True)
    attempt: int
    started_at: datetime
    finished_at: datetime | None = None
    outcome: str = ""
    code: int | None = None
    text: str = ""


class NoticeRow(SQLModel, table=True):
    """A decision that something must be said about one task to one office."""

    __tablename__ = "notice"

    id: int | None = Field(default=None, primary_key=True)
    dedupe_key: str = Field(unique=True)
    kind: NoticeKind = Field(sa_type=_choice(NoticeKind))
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    plan_id: int | None = Field(default=None, foreign_key="plan.id")
    office_id: int = Field(foreign_key="office.id", index=True)
    stage: str
    round: int = 0
    reason: str
    due_on: date | None = None
    state: NoticeState = Field(default=NoticeState.PLANNED, sa_type=_choice(NoticeState))
    planned_on: date
    left_on: date | None = None
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    released_by: str = ""
    released_at: datetime | None = None
    hold_until: date | None = None
    decision_note: str = ""
    number_words: str = ""
    subject_words: str = ""
    opening_words: str = ""
    closing_words: str = ""
    skip_leader: bool = False


class Workday(SQLModel, table=True):
    """An operator's own row of the working-day calendar."""

    __tablename__ = "workday"

    on: date = Field(primary_key=True)
    is_workday: bool
    name: str = ""
    source: str = ""


class User(SQLModel, table=True):
    """A person who signs in."""

    __tablename__ = "app_user"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: UserRole = Field(default=UserRole.SUPERVISOR, sa_type=_choice(UserRole))
    password_hash: str
    must_change: bool = True
    failure_count: int = 0
    locked_until: datetime | None = None
    is_active: bool = True
    created_at: datetime


class Session(SQLModel, table=True):
    """A signed-in browser; only the hash of its cookie is stored."""

    __tablename__ = "app_session"

    key_hash: str = Field(primary_key=True)
    user_id: int = Field(foreign_key="app_user.id", index=True)
    csrf_token: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class AuditEvent(SQLModel, table=True):
    """An act of a person or a change of a task; rows are only ever added.

    ``text`` is canonical JSON, so that a hash chain can be laid over it later.
    """

    __tablename__ = "audit_event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor: str
    act: str
    object_kind: str
    object_id: str = Field(index=True)
    address: str = ""
    text: str


class Switch(SQLModel, table=True):
    """A state of the whole program that outlives a process, such as 全部暂停发送."""

    __tablename__ = "switch"

    name: str = Field(primary_key=True)
    value: str
    changed_by: str = ""
    changed_at: datetime


class HandDelivery(SQLModel, table=True):
    """A slip handed to an office that mail did not reach (送达记录): who handed it to whom, and when."""

    __tablename__ = "hand_delivery"

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    slip_on: date
    """The date on the slip, whose lines are the ones that day called for."""
    handed_by: str
    received_by: str
    handed_on: date
    line_count: int
    note: str = ""
    recorded_by: str
    recorded_on: date
    created_at: datetime
    submission_key: str = Field(unique=True)
    """Names one pressing of the button, so that a double POST has one effect."""


class HandDeliveryNotice(SQLModel, table=True):
    """A notice that a slip said."""

    __tablename__ = "hand_delivery_notice"

    hand_delivery_id: int = Field(foreign_key="hand_delivery.id", primary_key=True)
    notice_id: int = Field(foreign_key="notice.id", primary_key=True, index=True)
