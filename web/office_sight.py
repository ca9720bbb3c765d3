"""How one office sees its tasks on one day, and the section of its page each of them stands in.

It holds no wording: the state of the day comes from rules/.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.task_values import AssignmentView, DueChangeView, TaskView, VerificationView
from rules.facts import Role, Status
from rules.status import DayState, State, day_state
from rules.workdays import Calendar


class Place(StrEnum):
    """The section of the page a task stands in for one office."""

    CONFIRM = "confirm"
    RETURNED = "returned"
    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    REPORTED = "reported"
    LATER = "later"
    UNDATED = "undated"
    PAUSED = "paused"
    CLOSED = "closed"
    SUPPORT = "support"
    INFORMED = "informed"


@dataclass(frozen=True, slots=True)
class Sight:
    """One office's look at its tasks on one day, with what belongs to them."""

    office_id: int
    today: date
    calendar: Calendar
    due_soon_days: int
    returns: Mapping[int, VerificationView]
    parts: Mapping[int, str]
    """What the supervision office noted about a part that is done (部分办结)."""
    changes: Mapping[int, tuple[DueChangeView, ...]]
    baselines: Mapping[int, date]
    plan_titles: Mapping[int, str]
    """Titles to print beside the rows; empty when there is one plan only."""

    def mine(self, task: TaskView) -> AssignmentView:
        """Return this office's own assignment of a task."""
        return next(a for a in task.assignments if a.office_id == self.office_id)

    def leads(self, task: TaskView) -> bool:
        """Tell whether this office is the acting lead, or does its own part of a group's row."""
        return self.office_id in task.lead_ids

    def is_informed(self, task: TaskView) -> bool:
        """Tell whether this office only knows of a task (知悉)."""
        return self.mine(task).role is Role.INFORMED

    def shares(self, task: TaskView) -> bool:
        """Tell whether a completion by this office is a contribution (本单位部分已完成)."""
        return not self.leads(task) or task.group_only

    def state(self, task: TaskView) -> DayState:
        """Return how a task stands on the day."""
        return day_state(
            task.status,
            due_on=task.due_on,
            completed_on=task.completed_on,
            calendar=self.calendar,
            today=self.today,
            due_soon_days=self.due_soon_days,
        )


_BY_STATUS = {
    Status.UNCONFIRMED: Place.CONFIRM,
    Status.RETURNED: Place.RETURNED,
    Status.REPORTED: Place.REPORTED,
    Status.PAUSED: Place.PAUSED,
    Status.CLOSED: Place.CLOSED,
}
_BY_STATE = {State.OVERDUE: Place.OVERDUE, State.ONGOING: Place.UNDATED, State.DUE_SOON: Place.SOON}


def place_of(task: TaskView, sight: Sight) -> Place:
    """Return the section a task stands in for the office."""
    if sight.is_informed(task):
        return Place.INFORMED
    if not sight.leads(task):
        return Place.SUPPORT
    if task.group_only and sight.mine(task).done_on is not None and task.status is not Status.CLOSED:
        return Place.REPORTED
    if task.status in _BY_STATUS:
        return _BY_STATUS[task.status]
    if task.due_on == sight.today:
        return Place.TODAY
    return _BY_STATE.get(sight.state(task).state, Place.LATER)
