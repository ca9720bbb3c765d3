"""What lies on the supervisors' desk on a day: every task with its state, the directory, the letters held.

Read once a request; pages narrow and arrange it. It decides nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.engine import Connection

from models import store_notices, store_plans, store_tasks
from models.kinds import NoticeState, PlanState
from models.store_directory import Directory, OfficeRecord, load_directory
from models.store_notices import NoticeRecord
from models.store_plans import PlanRecord
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from rules.facts import NoticeKind, Status
from rules.policy import Policy
from rules.status import DayState, State, day_state
from rules.workdays import Calendar
from scheduler.services import Services

SHOWN = (PlanState.RELEASED, PlanState.DRAFT)
DONE = (State.ON_TIME, State.LATE_DONE)
_IN_FORCE = (Status.OPEN, Status.UNCONFIRMED, Status.REPORTED, Status.RETURNED, Status.PARTLY_DONE)


@dataclass(frozen=True, slots=True)
class Row:
    """A task and how it stands on the day."""

    task: TaskView
    day: DayState

    @property
    def state(self) -> State:
        """The state without its count."""
        return self.day.state

    @property
    def is_done(self) -> bool:
        """Whether the task is closed."""
        return self.day.state in DONE

    @property
    def month(self) -> tuple[int, int] | None:
        """The (year, month) the plan put the task in, by its first date; None without a date."""
        first = self.task.original_due_on or self.task.due_on
        return (first.year, first.month) if first else None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the frame and the lists of one request share."""

    today: date
    now: datetime
    calendar: Calendar
    policy: Policy
    rows: tuple[Row, ...]
    drafts: tuple[TaskView, ...]
    directory: Directory
    plans: tuple[PlanRecord, ...]
    letters: tuple[NoticeRecord, ...]
    """Held letters that wait today; those put off until later are left out."""
    held_later: tuple[NoticeRecord, ...]

    def row(self, task_id: int | None) -> Row | None:
        """Return the row of a task, None when it is not shown."""
        return next((row for row in self.rows if row.task.id == task_id), None)

    def office(self, office_id: int) -> OfficeRecord:
        """Return an office of the directory."""
        return self.directory.offices[office_id]

    def of(self, *states: State) -> list[Row]:
        """Return the rows in some states."""
        return [row for row in self.rows if row.state in states]

    @property
    def counts(self) -> Counter[State]:
        """How many tasks are in each state."""
        return Counter(row.state for row in self.rows)

    @property
    def main_plan(self) -> PlanRecord | None:
        """The newest plan that is in force or in preparation."""
        return next((plan for plan in self.plans if plan.state in SHOWN), None)


def load_desk(services: Services, connection: Connection, *, today: date, now: datetime) -> Desk:
    """Read the desk of a day."""
    calendar = services.calendar(connection)
    views = store_tasks.load_tasks(connection, TaskFilter(plan_states=SHOWN))
    drafts = store_tasks.load_tasks(connection, TaskFilter(plan_states=SHOWN, statuses=(Status.DRAFT,)))
    held = store_notices.notices(connection, states=(NoticeState.HELD,), kinds=(NoticeKind.LETTER,))
    waiting = tuple(one for one in held if one.hold_until is None or one.hold_until <= today)
    return Desk(
        today=today,
        now=now,
        calendar=calendar,
        policy=services.policy,
        rows=tuple(rows_of(views, services.policy, calendar, today)),
        drafts=tuple(drafts),
        directory=load_directory(connection),
        plans=tuple(store_plans.plans(connection)),
        letters=waiting,
        held_later=tuple(one for one in held if one not in waiting),
    )


def rows_of(views: Iterable[TaskView], policy: Policy, calendar: Calendar, today: date) -> list[Row]:
    """Return tasks with their state on a day."""
    return [Row(view, state_of(view, policy, calendar, today)) for view in views]


def state_of(view: TaskView, policy: Policy, calendar: Calendar, today: date) -> DayState:
    """Return how a task stands on a day."""
    return day_state(
        view.status,
        due_on=view.due_on,
        completed_on=view.completed_on,
        calendar=calendar,
        today=today,
        due_soon_days=policy.due_soon_days,
    )


def is_in_force(view: TaskView) -> bool:
    """Tell whether an office still has something to do or to answer about a task."""
    return view.status in _IN_FORCE
