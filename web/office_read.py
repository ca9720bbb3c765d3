"""Reads what one office's page shows in a handful of queries; it changes nothing and holds no wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models import store_plans, store_reports, store_tasks
from models.kinds import Decision
from models.store_plans import PlanRecord
from models.store_reports import AcknowledgementView
from models.task_values import TaskView
from rules.facts import Status
from scheduler.services import Services
from web.office_access import Access
from web.office_sight import Sight


@dataclass(frozen=True, slots=True)
class Desk:
    """One office's tasks of all released plans, and what was signed for."""

    access: Access
    sight: Sight
    tasks: tuple[TaskView, ...]
    plans: Mapping[int, PlanRecord]
    signed: Mapping[int, AcknowledgementView]
    """By plan."""
    reporter: tuple[str, str]
    """Name and telephone the office used last."""

    def task(self, number: str) -> TaskView | None:
        """Return one of the office's tasks by its number, None when it is not its own."""
        return next((task for task in self.tasks if task.number == number), None)

    @property
    def named(self) -> tuple[TaskView, ...]:
        """The tasks that name the office, 知悉 left out."""
        return tuple(task for task in self.tasks if not self.sight.is_informed(task))

    @property
    def unsigned_plans(self) -> tuple[int, ...]:
        """Plans that name the office and that it has not signed for."""
        plans = dict.fromkeys(task.plan_id for task in self.named)
        return tuple(plan_id for plan_id in plans if plan_id not in self.signed)

    @property
    def is_example(self) -> bool:
        """Whether any of the plans is example data."""
        return any(plan.is_example for plan in self.plans.values())


def read_desk(services: Services, connection: Connection, access: Access, *, today: date) -> Desk:
    """Return everything an office's page needs for one day."""
    office_id = access.office.id
    tasks = tuple(store_tasks.load_tasks(connection, store_tasks.TaskFilter(office_id=office_id)))
    mine = {task.plan_id for task in tasks}
    plans = {plan.id: plan for plan in store_plans.plans(connection) if plan.id in mine}
    signs = {plan_id: _signed(connection, plan_id, office_id) for plan_id in plans}
    return Desk(
        access=access,
        sight=_sight(services, connection, tasks, plans=plans, office_id=office_id, today=today),
        tasks=tasks,
        plans=plans,
        signed={plan_id: sign for plan_id, sign in signs.items() if sign is not None},
        reporter=store_reports.last_reporter(connection, office_id),
    )


def _signed(connection: Connection, plan_id: int, office_id: int) -> AcknowledgementView | None:
    return store_reports.acknowledgement(connection, plan_id=plan_id, office_id=office_id)


def _sight(
    services: Services,
    connection: Connection,
    tasks: tuple[TaskView, ...],
    *,
    plans: Mapping[int, PlanRecord],
    office_id: int,
    today: date,
) -> Sight:
    returned = [task.id for task in tasks if task.status is Status.RETURNED]
    partly = [task.id for task in tasks if task.status is Status.PARTLY_DONE]
    moved = [task.id for task in tasks if task.due_on != task.original_due_on]
    return Sight(
        office_id=office_id,
        today=today,
        calendar=services.calendar(connection),
        due_soon_days=services.policy.due_soon_days,
        returns=store_reports.last_returns(connection, returned),
        parts={task_id: _part_note(connection, task_id) for task_id in partly},
        changes={task_id: tuple(store_tasks.due_changes(connection, task_id)) for task_id in moved},
        baselines={plan.id: plan.baseline_on for plan in plans.values()},
        plan_titles={plan.id: plan.title for plan in plans.values()} if len(plans) > 1 else {},
    )


def _part_note(connection: Connection, task_id: int) -> str:
    decisions = store_reports.verifications(connection, task_id)
    notes = [one.note for one in decisions if one.decision is Decision.PARTLY_DONE]
    return notes[-1] if notes else ""
