"""The frozen values in which tasks leave the database. No SQL here."""

from dataclasses import dataclass
from datetime import date, datetime

from models.kinds import Decision, DueChangeClass, PlanState, ReportKind
from rules.facts import DueBasis, Role, Status


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One office of a task."""

    office_id: int
    office_name: str
    role: Role
    printed_name: str
    position: int
    round: int
    told_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """What an office said about a task."""

    id: int
    task_id: int
    office_id: int
    office_name: str
    kind: ReportKind
    note: str
    reported_by: str
    phone: str
    completed_on: date | None
    expected_on: date | None
    proof: str
    help_wanted: str
    file_id: int | None
    channel: str
    receipt_number: str
    reported_on: date
    created_at: datetime


@dataclass(frozen=True, slots=True)
class VerificationView:
    """What the supervision office decided about a task."""

    id: int
    task_id: int
    report_id: int | None
    decision: Decision
    completed_on: date | None
    reply_by: date | None
    note: str
    decided_by: str
    decided_on: date
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DueChangeView:
    """One move of a due date."""

    id: int
    task_id: int
    old_due_on: date | None
    new_due_on: date | None
    change_class: DueChangeClass
    reason: str
    paper: str
    changed_by: str
    changed_on: date
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """A telephone follow-up."""

    id: int
    task_id: int
    office_id: int
    notice_id: int | None
    stage: str
    answered_by: str
    answer: str
    called_by: str
    called_on: date
    called_at: datetime


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with its offices and what lists say of it."""

    id: int
    number: str
    plan_id: int
    plan_title: str
    plan_year: int
    plan_state: PlanState
    batch_id: int | None
    title: str
    nth: int
    position: int
    place: str
    row: int | None
    source_text: str
    period: str
    office_words: str
    group_words: str
    due_on: date | None
    original_due_on: date | None
    due_basis: DueBasis
    due_rule: str
    recurrence: str
    status: Status
    confirmed_lead_id: int | None
    group_only: bool
    return_count: int
    confidence: float
    flags: tuple[str, ...]
    registered_on: date
    completed_on: date | None
    closed_on: date | None
    version: int
    assignments: tuple[AssignmentView, ...] = ()
    last_report: ReportView | None = None

    @property
    def named(self) -> tuple[AssignmentView, ...]:
        """The offices the document names (informed members left out)."""
        return tuple(a for a in self.assignments if a.role is not Role.INFORMED)

    @property
    def lead_ids(self) -> tuple[int, ...]:
        """The acting lead: confirmed, else marked, else first named; all members of a group-only row."""
        return acting_lead_ids(
            [(a.office_id, a.role) for a in self.assignments],
            confirmed_lead_id=self.confirmed_lead_id,
            group_only=self.group_only,
        )

    @property
    def leads(self) -> tuple[AssignmentView, ...]:
        """The assignments of the acting lead."""
        ids = self.lead_ids
        return tuple(a for a in self.assignments if a.office_id in ids)

    @property
    def lead_name(self) -> str:
        """The acting lead's name; the group's words when a row names only a group; empty without office."""
        if self.group_only:
            return self.group_words
        leads = self.leads
        return leads[0].office_name if leads else ""

    @property
    def supports(self) -> tuple[AssignmentView, ...]:
        """The other named offices."""
        ids = self.lead_ids
        return tuple(a for a in self.named if a.office_id not in ids)

    @property
    def lead_is_confirmed(self) -> bool:
        """Whether the lead is not in doubt: one office only, marked in the document, or confirmed."""
        if self.confirmed_lead_id is not None or self.group_only or len(self.named) <= 1:
            return True
        return any(a.role is Role.LEAD for a in self.named)

    @property
    def is_derived(self) -> bool:
        """Whether the due date was worked out from the words (推定)."""
        return self.due_basis is DueBasis.DERIVED


def acting_lead_ids(
    offices: list[tuple[int, Role]], *, confirmed_lead_id: int | None, group_only: bool
) -> tuple[int, ...]:
    """Return the acting lead of a task by its (office, role) pairs in printed order.

    Until a person says otherwise it is the office marked 牵头, else the first-named one; a row that
    names only a group is led by each member for itself (``docs/rules.md``, Words).
    """
    named = [(office_id, role) for office_id, role in offices if role is not Role.INFORMED]
    if group_only:
        return tuple(office_id for office_id, _ in named)
    if confirmed_lead_id is not None and any(office_id == confirmed_lead_id for office_id, _ in named):
        return (confirmed_lead_id,)
    marked = [office_id for office_id, role in named if role is Role.LEAD]
    return tuple((marked or [office_id for office_id, _ in named])[:1])
