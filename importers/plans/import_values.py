"""What an import is asked to do and what it answers: values for the command line, the pages and JSON."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from importers.plans.checked_rows import Problem
from importers.source import Source
from models.store_audit import Actor
from rules.facts import DueBasis, Role
from rules.policy import Policy
from rules.workdays import Calendar


class ImportStatus(StrEnum):
    """How an import ended."""

    OK = "ok"
    PARTIAL = "partial"
    REJECTED = "rejected"


class Change(StrEnum):
    """What a row of a file is to the plan that is stored."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the person who imports has chosen."""

    year: int | None = None
    title: str | None = None
    draft: bool = False
    release_all: bool = False
    update: bool = False
    strict: bool = False
    baseline: date | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """Everything an import knows besides the document."""

    source: Source
    options: ImportOptions
    today: date
    policy: Policy
    calendar: Calendar
    now: datetime
    actor: Actor
    is_example: bool

    @property
    def baseline(self) -> date:
        """The day before which a due date counts as already past."""
        return self.options.baseline or self.today


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the answer. A row that is gone from the file has no place."""

    task_id: int | None
    place: str
    row: int | None
    title: str
    period: str | None
    due_on: date | None
    due_basis: DueBasis
    due_rule: str
    recurrence: str | None
    offices: tuple[tuple[str, Role], ...]
    confidence: float
    flags: tuple[str, ...]
    change: Change
    original: str = ""
    """The whole row as printed, for showing beside the reading."""
    is_past: bool = False
    """Whether the row comes in as already past (待确认)."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The answer to an import, stored or only tried."""

    status: ImportStatus
    title: str = ""
    year: int | None = None
    document_number: str = ""
    issued_on: date | None = None
    remark: str = ""
    plan_id: int | None = None
    rows: tuple[ImportRow, ...] = ()
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def count(self, change: Change) -> int:
        """Count the rows of a kind of change."""
        return sum(row.change is change for row in self.rows)
