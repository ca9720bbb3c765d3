"""The tables, one a thing of the glossary, as SQLAlchemy Core describes them: the one list of what is stored.

Enumerations are stored as their values in plain text columns with a check, so that SQLite and
PostgreSQL hold the same; moments are aware UTC, dates are dates. Nothing here validates: every border
does before (see docs/decisions/0004 and 0010).
"""

from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect

from models.kinds import (
    Decision,
    DraftState,
    DueChangeClass,
    MessageState,
    NoticeState,
    OfficeState,
    PlanState,
    ReportKind,
    UserRole,
)
from rules.facts import DueBasis, NoticeKind, Role, Status

#: Under this key an index over some rows only says which; ``schema.full_metadata`` tells it to the dialects.
PARTIAL = "where"

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(sa.TypeDecorator[datetime]):
    """A moment: aware on the way in, UTC on the way out; SQLite keeps UTC without an offset."""

    impl = sa.DateTime
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return a moment in UTC; raises ``ValueError`` for one without a zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a moment must have timezone information")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return what was stored as an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.utcoffset() is None else value.astimezone(UTC)


def _choice(kind: type[StrEnum]) -> sa.Enum:
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


_Kind = type[sa.types.TypeEngine[Any]] | sa.types.TypeEngine[Any]


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _key(name: str, kind: _Kind, *items: sa.ForeignKey, index: bool | None = None) -> sa.Column[Any]:
    """A column of the primary key."""
    return sa.Column(name, kind, *items, primary_key=True, nullable=False, index=index)


def _column(
    name: str,
    kind: _Kind,
    *items: sa.ForeignKey,
    default: object = None,
    unique: bool | None = None,
    index: bool | None = None,
) -> sa.Column[Any]:
    """A column that always has a value."""
    return sa.Column(name, kind, *items, nullable=False, default=default, unique=unique, index=index)


def _optional(name: str, kind: _Kind, *items: sa.ForeignKey, index: bool | None = None) -> sa.Column[Any]:
    """A column that may hold nothing."""
    return sa.Column(name, kind, *items, nullable=True, index=index)


@cache
def condition_of(index_name: str) -> sa.TextClause:
    """Return the condition of an index over some rows, in its own words.

    SQLite reads such an index only for a query that says the very words; without them it reads the table
    from end to end.
    """
    for table in METADATA.tables.values():
        for index in table.indexes:
            if index.name == index_name:
                return sa.text(f"{table.name}.{index.info[PARTIAL]}")
    raise KeyError(index_name)


plan = sa.Table(
    "plan",
    METADATA,
    _id(),
    _column("year", sa.Integer),
    _column("title", sa.String),
    _column("document_number", sa.String, default=""),
    _optional("issued_on", sa.Date),
    _column("issuer", sa.String, default=""),
    _column("remark", sa.String, default=""),
    _column("state", _choice(PlanState), default=PlanState.DRAFT),
    _column("baseline_on", sa.Date),
    _column("registered_on", sa.Date),
    _optional("released_on", sa.Date),
    _column("is_example", sa.Boolean, default=False),
    _column("created_at", Moment),
    sa.UniqueConstraint("year", "title"),
)
"""A published table (重点工作配档表) and what is known of it."""

import_batch = sa.Table(
    "import_batch",
    METADATA,
    _id(),
    _column("plan_id", sa.Integer, sa.ForeignKey("plan.id"), index=True),
    _column("file_name", sa.String),
    _column("sha256", sa.String),
    _column("format", sa.String),
    _column("imported_on", sa.Date),
    _column("imported_by", sa.String),
    _column("row_count", sa.Integer),
    _column("new_count", sa.Integer),
    _column("changed_count", sa.Integer),
    _column("draft_count", sa.Integer),
    _optional("withdrawn_on", sa.Date),
    _column("created_at", Moment),
)
"""One reading of one file into one plan."""

import_draft = sa.Table(
    "import_draft",
    METADATA,
    _id(),
    _column("file_name", sa.String),
    _column("sha256", sa.String),
    _column("format", sa.String),
    # The document as it was read once, in the guarded process; compact JSON.
    _column("document", sa.Text),
    # What a person fixed; nothing where the document says it.
    _optional("year", sa.Integer),
    _column("title", sa.String, default=""),
    _optional("baseline_on", sa.Date),
    _column("is_published", sa.Boolean),
    _column("opened_on", sa.Date),
    _column("created_by", sa.String),
    _column("created_at", Moment),
    _column("saved_at", Moment),
    _column("state", _choice(DraftState), default=DraftState.OPEN, index=True),
    # Raised by every act, so that a second person sees that a first one was faster.
    _column("version", sa.Integer, default=1),
)
"""A file that was read and is being reviewed (核对); nothing of it is a task before 入库."""

import_draft_row = sa.Table(
    "import_draft_row",
    METADATA,
    _key("draft_id", sa.Integer, sa.ForeignKey("import_draft.id")),
    _key("row_key", sa.String),
    _optional("is_accepted", sa.Boolean),
    _optional("title", sa.String),
    _optional("time_words", sa.String),
    _optional("office_words", sa.String),
    _optional("change_class", _choice(DueChangeClass)),
    _column("paper", sa.String, default=""),
    # The stored task that a person says this row is, though its words differ.
    _optional("task_id", sa.Integer, sa.ForeignKey("task.id")),
    _optional("stored_at", Moment),
    # The version of the draft by which the row was last changed.
    _column("version", sa.Integer, default=0),
)
"""What a person decided about one row of a draft; nothing in a column means: as it is read."""

import_draft_column = sa.Table(
    "import_draft_column",
    METADATA,
    _key("draft_id", sa.Integer, sa.ForeignKey("import_draft.id")),
    _key("signature", sa.String),
    _key("position", sa.Integer),
    _column("meaning", sa.String),
)
"""What a person says that a column means, in one draft. The signature names the words of a header."""

known_column = sa.Table(
    "known_column",
    METADATA,
    _id(),
    # Empty for documents that do not say who issued them.
    _column("issuer", sa.String, default=""),
    _column("signature", sa.String),
    _column("position", sa.Integer),
    _column("heading", sa.String),
    _column("meaning", sa.String),
    _column("remembered_by", sa.String),
    _column("remembered_at", Moment),
    sa.UniqueConstraint("issuer", "signature", "position"),
)
"""What a column means in every later table of the same header and issuer (记住这种表)."""

leader = sa.Table(
    "leader",
    METADATA,
    _id(),
    _column("name", sa.String, unique=True),
    _column("email", sa.String, default=""),
)
"""A leader in charge (分管领导) who receives the copies."""

office = sa.Table(
    "office",
    METADATA,
    _id(),
    _column("name", sa.String, unique=True),
    _column("short_name", sa.String, default=""),
    _column("state", _choice(OfficeState), default=OfficeState.VERIFIED),
    _column("position", sa.Integer, default=0),
    _optional("leader_id", sa.Integer, sa.ForeignKey("leader.id")),
    _column("link_version", sa.Integer, default=1),
    _column("note", sa.String, default=""),
)
"""A responsible office (责任单位)."""

office_alias = sa.Table(
    "office_alias",
    METADATA,
    _id(),
    _column("office_id", sa.Integer, sa.ForeignKey("office.id"), index=True),
    _column("name", sa.String, unique=True),
)
"""Another name of an office that a person confirmed."""

office_group = sa.Table(
    "office_group",
    METADATA,
    _id(),
    _column("name", sa.String, unique=True),
)
"""A group such as 各处室."""

group_member = sa.Table(
    "office_group_member",
    METADATA,
    _key("group_id", sa.Integer, sa.ForeignKey("office_group.id")),
    _key("office_id", sa.Integer, sa.ForeignKey("office.id")),
)
"""Membership of an office in a group."""

contact = sa.Table(
    "contact",
    METADATA,
    _id(),
    _column("office_id", sa.Integer, sa.ForeignKey("office.id"), index=True),
    _column("name", sa.String, default=""),
    _column("email", sa.String, default=""),
    _column("phone", sa.String, default=""),
)
"""Who gets an office's mail (联络员)."""

task = sa.Table(
    "task",
    METADATA,
    _id(),
    _column("plan_id", sa.Integer, sa.ForeignKey("plan.id"), index=True),
    _optional("batch_id", sa.Integer, sa.ForeignKey("import_batch.id"), index=True),
    _column("number", sa.String, unique=True),
    _column("title", sa.String),
    _column("title_key", sa.String),
    _column("nth", sa.Integer, default=1),
    _column("position", sa.Integer, default=0),
    _column("place", sa.String, default=""),
    _optional("row", sa.Integer),
    _column("source_text", sa.String, default=""),
    _column("period", sa.String, default=""),
    _column("office_words", sa.String, default=""),
    _column("group_words", sa.String, default=""),
    _optional("due_on", sa.Date),
    _optional("original_due_on", sa.Date),
    _column("due_basis", _choice(DueBasis), default=DueBasis.NONE),
    _column("due_rule", sa.String, default=""),
    _column("recurrence", sa.String, default=""),
    _column("status", _choice(Status), default=Status.OPEN),
    _optional("confirmed_lead_id", sa.Integer, sa.ForeignKey("office.id")),
    _column("group_only", sa.Boolean, default=False),
    _column("return_count", sa.Integer, default=0),
    _column("confidence", sa.Float, default=1.0),
    _column("flags", sa.String, default=""),
    _column("registered_on", sa.Date),
    _optional("completed_on", sa.Date),
    _optional("closed_on", sa.Date),
    # Raised by every act, so that a second person sees that a first one was faster.
    _column("version", sa.Integer, default=1),
    sa.UniqueConstraint("plan_id", "title_key", "nth"),
    sa.Index(
        "ix_task_working_due_on",
        "due_on",
        info={PARTIAL: "status IN ('open', 'returned', 'partly_done')"},
    ),
)
"""One supervised matter (督办事项)."""

assignment = sa.Table(
    "assignment",
    METADATA,
    _id(),
    _column("task_id", sa.Integer, sa.ForeignKey("task.id")),
    _column("office_id", sa.Integer, sa.ForeignKey("office.id"), index=True),
    _column("position", sa.Integer, default=0),
    _column("role", _choice(Role)),
    _column("printed_name", sa.String, default=""),
    _column("round", sa.Integer, default=0),
    _optional("told_on", sa.Date),
    _optional("done_on", sa.Date),
    sa.UniqueConstraint("task_id", "office_id"),
    sa.Index(
        "ix_assignment_untold",
        "task_id",
        info={PARTIAL: "told_on IS NULL"},
    ),
)
"""A task handed to an office (交办)."""

acknowledgement = sa.Table(
    "acknowledgement",
    METADATA,
    _id(),
    _column("plan_id", sa.Integer, sa.ForeignKey("plan.id")),
    _column("office_id", sa.Integer, sa.ForeignKey("office.id"), index=True),
    _column("signed_by", sa.String, default=""),
    _column("by_phone", sa.Boolean, default=False),
    _column("acknowledged_at", Moment),
    sa.UniqueConstraint("plan_id", "office_id"),
)
"""An office has received its plan (签收); a human act."""

due_change = sa.Table(
    "due_change",
    METADATA,
    _id(),
    _column("task_id", sa.Integer, sa.ForeignKey("task.id"), index=True),
    _optional("old_due_on", sa.Date),
    _optional("new_due_on", sa.Date),
    _column("change_class", _choice(DueChangeClass)),
    _column("reason", sa.String),
    _column("paper", sa.String, default=""),
    _column("changed_by", sa.String),
    _column("changed_on", sa.Date),
    _column("created_at", Moment),
)
"""Every date a task ever had after its first, with reason and paper."""

stored_file = sa.Table(
    "stored_file",
    METADATA,
    _id(),
    _column("name", sa.String),
    _column("content_type", sa.String),
    _column("size", sa.Integer),
    _column("sha256", sa.String),
    _optional("content", sa.LargeBinary),
    _column("created_at", Moment),
)
"""An uploaded file, never joined by lists."""

report = sa.Table(
    "report",
    METADATA,
    _id(),
    _column("task_id", sa.Integer, sa.ForeignKey("task.id"), index=True),
    _column("office_id", sa.Integer, sa.ForeignKey("office.id"), index=True),
    _column("kind", _choice(ReportKind)),
    _column("note", sa.String),
    _column("reported_by", sa.String),
    _column("phone", sa.String, default=""),
    _optional("completed_on", sa.Date),
    _optional("expected_on", sa.Date),
    _column("proof", sa.String, default=""),
    _column("help_wanted", sa.String, default=""),
    _optional("file_id", sa.Integer, sa.ForeignKey("stored_file.id")),
    # ``link``, ``supervisor`` or ``cli``.
    _column("channel", sa.String),
    _column("receipt_number", sa.String, unique=True),
    # Names one pressing of the button, so that a double POST has one effect.
    _column("submission_key", sa.String, unique=True),
    _column("reported_on", sa.Date),
    _column("created_at", Moment),
)
"""What an office said about a task: progress, completion, difficulty or its own part."""

verification = sa.Table(
    "verification",
    METADATA,
    _id(),
    _column("task_id", sa.Integer, sa.ForeignKey("task.id"), index=True),
    _optional("report_id", sa.Integer, sa.ForeignKey("report.id")),
    _column("decision", _choice(Decision)),
    _optional("completed_on", sa.Date),
    _optional("reply_by", sa.Date),
    _column("note", sa.String, default=""),
    _column("decided_by", sa.String),
    _column("decided_on", sa.Date),
    _column("created_at", Moment),
)
"""What the supervision office decided about a task, and why."""

follow_up = sa.Table(
    "follow_up",
    METADATA,
    _id(),
    _column("task_id", sa.Integer, sa.ForeignKey("task.id"), index=True),
    _column("office_id", sa.Integer, sa.ForeignKey("office.id")),
    _optional("notice_id", sa.Integer, sa.ForeignKey("notice.id")),
    _column("stage", sa.String),
    _column("answered_by", sa.String, default=""),
    _column("answer", sa.String, default=""),
    _column("called_by", sa.String),
    _column("called_on", sa.Date),
    _column("called_at", Moment),
)
"""A telephone follow-up (电话催办), which stands in for the level it was made for."""

message = sa.Table(
    "message",
    METADATA,
    _id(),
    _column("message_id", sa.String, unique=True),
    _column("recipient", sa.String),
    _column("recipient_name", sa.String, default=""),
    _optional("office_id", sa.Integer, sa.ForeignKey("office.id"), index=True),
    _optional("plan_id", sa.Integer, sa.ForeignKey("plan.id")),
    _column("run_on", sa.Date, index=True),
    _column("slot", sa.String),
    _column("kind", sa.String),
    _column("subject", sa.String),
    _column("state", _choice(MessageState), default=MessageState.PENDING),
    _column("reason", sa.String, default=""),
    _optional("due_on", sa.Date),
    _column("created_at", Moment),
    _column("next_try_at", Moment),
    _column("attempt_count", sa.Integer, default=0),
    _optional("lease_until", Moment),
    _optional("sent_at", Moment),
    _optional("replaces_id", sa.Integer, sa.ForeignKey("message.id"), index=True),
    sa.UniqueConstraint("recipient", "run_on", "slot"),
    sa.Index(
        "ix_message_waiting",
        # The order in which messages leave, so that the first fifty are found without sorting all.
        "due_on",
        "next_try_at",
        "id",
        info={PARTIAL: "state IN ('pending', 'sending', 'unknown')"},
    ),
    sa.Index(
        "ix_message_failed",
        "id",
        info={PARTIAL: "state = 'failed'"},
    ),
)
"""The outbox: one rendered text to one recipient."""

message_body = sa.Table(
    "message_body",
    METADATA,
    _key("message_id", sa.Integer, sa.ForeignKey("message.id")),
    _column("sha256", sa.String),
    _column("size", sa.Integer),
    _optional("content", sa.LargeBinary),
)
"""The exact bytes of a message, compressed; purged by retention, the hash stays."""

delivery = sa.Table(
    "delivery",
    METADATA,
    _id(),
    _column("message_id", sa.Integer, sa.ForeignKey("message.id"), index=True),
    _column("attempt", sa.Integer),
    _column("started_at", Moment),
    _optional("finished_at", Moment),
    _column("outcome", sa.String, default=""),
    _optional("code", sa.Integer),
    _column("text", sa.String, default=""),
)
"""One attempt to send a message."""

notice = sa.Table(
    "notice",
    METADATA,
    _id(),
    _column("dedupe_key", sa.String, unique=True),
    _column("kind", _choice(NoticeKind)),
    _optional("task_id", sa.Integer, sa.ForeignKey("task.id"), index=True),
    _optional("plan_id", sa.Integer, sa.ForeignKey("plan.id")),
    _column("office_id", sa.Integer, sa.ForeignKey("office.id"), index=True),
    _column("stage", sa.String),
    _column("round", sa.Integer, default=0),
    _column("reason", sa.String),
    _optional("due_on", sa.Date),
    _column("state", _choice(NoticeState), default=NoticeState.PLANNED),
    _column("planned_on", sa.Date),
    _optional("left_on", sa.Date),
    _optional("message_id", sa.Integer, sa.ForeignKey("message.id"), index=True),
    _column("released_by", sa.String, default=""),
    _optional("released_at", Moment),
    _optional("hold_until", sa.Date),
    _column("decision_note", sa.String, default=""),
    _column("number_words", sa.String, default=""),
    _column("subject_words", sa.String, default=""),
    _column("opening_words", sa.String, default=""),
    _column("closing_words", sa.String, default=""),
    _column("skip_leader", sa.Boolean, default=False),
    sa.Index(
        "ix_notice_undecided",
        "id",
        info={PARTIAL: "state IN ('held', 'released')"},
    ),
    sa.Index(
        "ix_notice_grave",
        "kind",
        "state",
        info={PARTIAL: "kind IN ('letter', 'circular', 'escalation')"},
    ),
    sa.Index(
        "ix_notice_unmailed",
        "left_on",
        info={PARTIAL: "message_id IS NULL"},
    ),
)
"""A decision that something must be said about one task to one office."""

workday = sa.Table(
    "workday",
    METADATA,
    _key("on", sa.Date),
    _column("is_workday", sa.Boolean),
    _column("name", sa.String, default=""),
    _column("source", sa.String, default=""),
)
"""An operator's own row of the working-day calendar."""

app_user = sa.Table(
    "app_user",
    METADATA,
    _id(),
    _column("name", sa.String, unique=True),
    _column("role", _choice(UserRole), default=UserRole.SUPERVISOR),
    _column("password_hash", sa.String),
    _column("must_change", sa.Boolean, default=True),
    _column("failure_count", sa.Integer, default=0),
    _optional("locked_until", Moment),
    _column("is_active", sa.Boolean, default=True),
    _column("created_at", Moment),
)
"""A person who signs in."""

app_session = sa.Table(
    "app_session",
    METADATA,
    _key("key_hash", sa.String),
    _column("user_id", sa.Integer, sa.ForeignKey("app_user.id"), index=True),
    _column("csrf_token", sa.String),
    _column("created_at", Moment),
    _column("seen_at", Moment),
    _column("expires_at", Moment),
)
"""A signed-in browser; only the hash of its cookie is stored."""

audit_event = sa.Table(
    "audit_event",
    METADATA,
    _id(),
    _column("at", Moment, index=True),
    _column("actor", sa.String),
    _column("act", sa.String),
    _column("object_kind", sa.String),
    _column("object_id", sa.String, index=True),
    _column("address", sa.String, default=""),
    _column("text", sa.String),
)
"""An act of a person or a change of a task; rows are only ever added.

``text`` is canonical JSON, so that a hash chain can be laid over it later."""

switch = sa.Table(
    "switch",
    METADATA,
    _key("name", sa.String),
    _column("value", sa.String),
    _column("changed_by", sa.String, default=""),
    _column("changed_at", Moment),
)
"""A state of the whole program that outlives a process, such as 全部暂停发送."""

hand_delivery = sa.Table(
    "hand_delivery",
    METADATA,
    _id(),
    _column("office_id", sa.Integer, sa.ForeignKey("office.id"), index=True),
    # The date on the slip, whose lines are the ones that day called for.
    _column("slip_on", sa.Date),
    _column("handed_by", sa.String),
    _column("received_by", sa.String),
    _column("handed_on", sa.Date),
    _column("line_count", sa.Integer),
    _column("note", sa.String, default=""),
    _column("recorded_by", sa.String),
    _column("recorded_on", sa.Date),
    _column("created_at", Moment),
    # Names one pressing of the button, so that a double POST has one effect.
    _column("submission_key", sa.String, unique=True),
)
"""A slip handed to an office that mail did not reach (送达记录): who handed it to whom, and when."""

hand_delivery_notice = sa.Table(
    "hand_delivery_notice",
    METADATA,
    _key("hand_delivery_id", sa.Integer, sa.ForeignKey("hand_delivery.id")),
    _key("notice_id", sa.Integer, sa.ForeignKey("notice.id"), index=True),
)
"""A notice that a slip said."""
