"""Every task of the released plans with its state on a day, as the supervision office's mails count it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models import store_tasks
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from rules.policy import Policy
from rules.status import DayState, State, day_state
from rules.tally import Counted
from rules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class YearOnADay:
    """Every task of the released plans with its state on a day."""

    tasks: tuple[tuple[TaskView, DayState], ...]

    @property
    def counted(self) -> list[Counted]:
        """The tasks as the tally takes them."""
        return [Counted(view.lead_name, state, view.status, view.due_on) for view, state in self.tasks]

    def of(self, *states: State) -> list[TaskView]:
        """Return the tasks in some states."""
        return [view for view, state in self.tasks if state.state in states]


def year_on_a_day(connection: Connection, *, policy: Policy, calendar: Calendar, today: date) -> YearOnADay:
    """Return every task of the released plans with its state on a day."""
    views = store_tasks.load_tasks(connection, TaskFilter())
    return YearOnADay(
        tuple(
            (
                view,
                day_state(
                    view.status,
                    due_on=view.due_on,
                    completed_on=view.completed_on,
                    calendar=calendar,
                    today=today,
                    due_soon_days=policy.due_soon_days,
                ),
            )
            for view in views
        )
    )
