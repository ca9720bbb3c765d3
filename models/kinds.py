"""The states and kinds that are stored as words, beside those the rules know (``rules.facts``)."""

from enum import StrEnum


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


class DraftState(StrEnum):
    """Where the draft of an import stands: it waits, all of it is stored, or it was given up."""

    OPEN = "open"
    STORED = "stored"
    DISCARDED = "discarded"
