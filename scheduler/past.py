"""A task as it stood at the end of an earlier day, rebuilt from what was recorded about it.

What is not recorded as it was (offices, lead, title, addresses) is taken as it is now. Nothing is decided.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.engine import Connection

from models import store_facts, store_notices, store_plans, store_reports, store_tasks, store_why
from models.kinds import NoticeState, ReportKind
from models.store_notices import NoticeRecord
from models.store_plans import PlanRecord
from models.task_values import TaskView
from rules.facts import STAGE_ASSIGN, STAGE_INFORM, Assignee, Said, Status, TaskFacts
from scheduler.services import SHANGHAI


class Turn(StrEnum):
    """What turned a task's status, its date or its round."""

    CONFIRMED = "confirmed"
    SKIPPED = "skipped"
    REVIVED = "revived"
    REPORTED = "reported"
    CLOSED = "closed"
    RETURNED = "returned"
    PARTLY_DONE = "partly_done"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    DUE_MOVED = "due_moved"


_ACTS = {"task_confirm": Turn.CONFIRMED, "task_skip": Turn.SKIPPED, "task_revive": Turn.REVIVED}
_STATUS_AFTER = {
    Turn.SKIPPED: Status.WITHDRAWN,
    Turn.REPORTED: Status.REPORTED,
    Turn.CLOSED: Status.CLOSED,
    Turn.RETURNED: Status.RETURNED,
    Turn.PARTLY_DONE: Status.PARTLY_DONE,
    Turn.REOPENED: Status.OPEN,
    Turn.WITHDRAWN: Status.WITHDRAWN,
}
_RAISES_ROUND = frozenset({Turn.RETURNED, Turn.REOPENED, Turn.REVIVED, Turn.DUE_MOVED})
_TELLING = (STAGE_ASSIGN, STAGE_INFORM)
_LAPSES = frozenset({Turn.REPORTED, Turn.CLOSED, Turn.WITHDRAWN, Turn.SKIPPED, Turn.DUE_MOVED})


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded turn of a task."""

    on: date
    at: datetime
    turn: Turn
    old_due_on: date | None = None
    new_due_on: date | None = None
    raises_round: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """A task as it is now, with everything needed to say how it was."""

    now: TaskFacts
    registered_on: date
    plan: PlanRecord
    steps: tuple[Step, ...]
    """In the order of their days."""
    contributions: tuple[tuple[int, date], ...]
    """(office, day) on which an office reported its own part done."""
    records: tuple[NoticeRecord, ...]

    def on(self, day: date) -> TaskFacts:
        """Return the facts at the end of a day."""
        later = [step for step in self.steps if step.on > day]
        raised = sum(step.raises_round for step in later)
        returned = sum(step.turn is Turn.RETURNED for step in later)
        return replace(
            self.now,
            status=self._status(day),
            due_on=self._due_on(later),
            assignees=tuple(self._assignee(who, raised, day) for who in self.now.assignees),
            said=tuple(self._said(day)),
            return_count=max(self.now.return_count - returned, 0),
        )

    def turned_on(self, day: date, status: Status) -> date | None:
        """Return the last day up to ``day`` on which the task came to a status, None when it is not known."""
        days = [step.on for step in self.steps if step.on <= day and _STATUS_AFTER.get(step.turn) is status]
        return max(days, default=None)

    def part_done_on(self, office_id: int, day: date) -> date | None:
        """Return when an office reported its part done, as far as that held on a day."""
        done = [on for one, on in self.contributions if one == office_id and on <= day]
        reopened = [step.on for step in self.steps if step.turn is Turn.REOPENED and step.on <= day]
        last = max(done, default=None)
        return None if last is None or last < max(reopened, default=last) else last

    def lapsed_on(self, record: NoticeRecord) -> date:
        """Return the day on which a lapsed letter was withdrawn by what happened to its task."""
        days = [step.on for step in self.steps if step.turn in _LAPSES and step.on >= record.planned_on]
        return min(days, default=record.planned_on)

    def _status(self, day: date) -> Status:
        if all(step.on <= day for step in self.steps):
            return self.now.status
        status = self._first_status()
        for step in self.steps:
            if step.on <= day:
                status = self._after(step, status)
        return status

    def _first_status(self) -> Status:
        if self.steps[0].turn in (Turn.CONFIRMED, Turn.SKIPPED):
            return Status.DRAFT
        moved = next((step for step in self.steps if step.turn is Turn.DUE_MOVED), None)
        return self._at_entry(moved.old_due_on if moved else self.now.due_on, self.registered_on)

    def _after(self, step: Step, status: Status) -> Status:
        if step.turn is Turn.DUE_MOVED:
            lies_ahead = step.new_due_on is not None and step.new_due_on >= step.on
            return Status.OPEN if status is Status.UNCONFIRMED and lies_ahead else status
        if step.turn in (Turn.CONFIRMED, Turn.REVIVED):
            later = [one for one in self.steps if one.on > step.on]
            return self._at_entry(self._due_on(later), step.on)
        return _STATUS_AFTER.get(step.turn, status)

    def _at_entry(self, due_on: date | None, on: date) -> Status:
        """A task that was past when it came in is 待确认, by the baseline of its plan."""
        was_chosen = self.plan.baseline_on < self.plan.registered_on
        baseline = self.plan.baseline_on if was_chosen else max(self.plan.baseline_on, on)
        return Status.UNCONFIRMED if due_on is not None and due_on < baseline else Status.OPEN

    def _due_on(self, later: Sequence[Step]) -> date | None:
        moved = next((step for step in later if step.turn is Turn.DUE_MOVED), None)
        return moved.old_due_on if moved else self.now.due_on

    def _assignee(self, who: Assignee, raised: int, day: date) -> Assignee:
        told = {one.office_id for one in self.records if one.stage in _TELLING and one.planned_on <= day}
        return replace(
            who,
            round=max(who.round - raised, 0),
            told=who.office_id in told,
            done=self.part_done_on(who.office_id, day) is not None,
        )

    def _said(self, day: date) -> Iterator[Said]:
        for one in self.records:
            has_lapsed = one.state is NoticeState.LAPSED and self.lapsed_on(one) <= day
            if one.planned_on <= day and not has_lapsed:
                left_on = one.left_on if one.left_on is not None and one.left_on <= day else None
                yield Said(one.office_id, one.kind, one.stage, one.round, left_on)


def read_past(connection: Connection, view: TaskView) -> Past:
    """Return what was recorded about a task."""
    reports = store_reports.reports(connection, view.id)
    return Past(
        now=store_facts.load_facts_of(connection, [view.id])[0],
        registered_on=view.registered_on,
        plan=store_plans.plan(connection, view.plan_id),
        steps=tuple(sorted(_steps(connection, view), key=lambda step: (step.on, step.at))),
        contributions=tuple(
            (one.office_id, one.reported_on) for one in reports if one.kind is ReportKind.CONTRIBUTION
        ),
        records=tuple(store_notices.notices(connection, task_id=view.id)),
    )


def _steps(connection: Connection, view: TaskView) -> Iterator[Step]:
    for report in store_reports.reports(connection, view.id):
        if report.kind is ReportKind.COMPLETION:
            yield _step(report.reported_on, report.created_at, Turn.REPORTED)
    for decided in store_reports.verifications(connection, view.id):
        yield _step(decided.decided_on, decided.created_at, Turn(decided.decision.value))
    moves = store_tasks.due_changes(connection, view.id)
    for move in moves:
        step = _step(move.changed_on, move.created_at, Turn.DUE_MOVED)
        yield replace(step, old_due_on=move.old_due_on, new_due_on=move.new_due_on)
    acts = store_why.turning_acts(connection, task_id=view.id, plan_id=view.plan_id, batch_id=view.batch_id)
    was_withdrawn = view.status is Status.WITHDRAWN or any(act.act == "task_revive" for act in acts)
    moved_at = {move.created_at for move in moves}
    for act in acts:
        if act.act in _ACTS or was_withdrawn:
            step = _step(act.at.astimezone(SHANGHAI).date(), act.at, _ACTS.get(act.act, Turn.WITHDRAWN))
            # A row that comes back with another date begins one new round, which the move has counted.
            yield replace(step, raises_round=step.raises_round and act.at not in moved_at)


def _step(on: date, at: datetime, turn: Turn) -> Step:
    return Step(on, at, turn, raises_round=turn in _RAISES_ROUND)
