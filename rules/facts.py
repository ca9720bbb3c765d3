"""The values the rules read and the values they return, all frozen.

Words follow the glossary in ``docs/glossary.md``; statuses and the ladder follow ``docs/rules.md``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """What is stored about a task; overdue and due soon are computed for a day, never stored."""

    DRAFT = "draft"
    OPEN = "open"
    UNCONFIRMED = "unconfirmed"
    REPORTED = "reported"
    RETURNED = "returned"
    PARTLY_DONE = "partly_done"
    PAUSED = "paused"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """How a document names an office beside a task. ``INFORMED`` comes from a group."""

    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    INFORMED = "informed"


class DueBasis(StrEnum):
    """Whether the day was written in the document or worked out from its words."""

    STATED = "stated"
    DERIVED = "derived"
    NONE = "none"


class NoticeKind(StrEnum):
    """What a notice says. Order of gravity: see ``GRAVITY``."""

    ASSIGNMENT = "assignment"
    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    LETTER = "letter"
    CIRCULAR = "circular"
    ESCALATION = "escalation"
    INFORM = "inform"
    RETURNED = "returned"


#: Gravest first; a digest takes the gravest kind of its lines.
GRAVITY: tuple[NoticeKind, ...] = (
    NoticeKind.ESCALATION,
    NoticeKind.LETTER,
    NoticeKind.CIRCULAR,
    NoticeKind.RETURNED,
    NoticeKind.OVERDUE,
    NoticeKind.DUE_TODAY,
    NoticeKind.REMINDER,
    NoticeKind.ASSIGNMENT,
    NoticeKind.INFORM,
)


#: Kinds that stand as a line in an office's digest.
DIGEST_KINDS = frozenset(
    {
        NoticeKind.RETURNED,
        NoticeKind.OVERDUE,
        NoticeKind.DUE_TODAY,
        NoticeKind.REMINDER,
        NoticeKind.ASSIGNMENT,
        NoticeKind.INFORM,
    }
)


def gravest(kinds: Iterable[NoticeKind]) -> NoticeKind:
    """Return the gravest of some kinds; raises ``ValueError`` for none."""
    return min(kinds, key=GRAVITY.index)


#: Statuses in which the office still owes work.
WORKING = frozenset({Status.OPEN, Status.RETURNED, Status.PARTLY_DONE})

#: Stages that are not rungs of the policy.
STAGE_ASSIGN = "assign"
STAGE_INFORM = "inform"
STAGE_WEEKLY = "weekly"
STAGE_CARRIED = "carried"
STAGE_RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Assignee:
    """One named or informed office of a task."""

    office_id: int
    role: Role
    round: int = 0
    told: bool = False
    """Whether the assignment (or the 知悉 line) of this office has been planned already."""
    done: bool = False
    """Whether the office has reported its own part as done (本单位部分已完成)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A notice about one task that exists already."""

    office_id: int
    kind: NoticeKind
    stage: str
    round: int
    left_on: date | None
    """The day its message was accepted, or a telephone follow-up stood in for it; None: not yet."""


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One released task as the rules see it on one day."""

    id: int
    plan_id: int
    title: str
    status: Status
    due_on: date | None
    assignees: tuple[Assignee, ...]
    lead_ids: tuple[int, ...]
    """The acting lead; every member of the group when a row names only a group."""
    said: tuple[Said, ...] = ()
    return_count: int = 0
    """How often the supervision office has returned a report (退办)."""
    return_note: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision: something must be said about one task to one office, and why."""

    kind: NoticeKind
    office_id: int
    task_id: int | None
    plan_id: int | None
    stage: str
    round: int
    reason: str
    due_on: date | None = None
    held: bool = False
    """True when a person must release it (核发) before it leaves."""
    causes: bool = True
    """False for lines that are listed only when a digest exists anyway."""

    @property
    def dedupe_key(self) -> str:
        """The unique name of this notice: kind, task or plan, office, stage and round."""
        subject = f"task:{self.task_id}" if self.task_id is not None else f"plan:{self.plan_id}"
        return f"{self.kind}|{subject}|office:{self.office_id}|{self.stage}|{self.round}"
