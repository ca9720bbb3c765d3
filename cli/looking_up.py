"""From what a person types to the thing that is meant: an office, a task, a plan."""

from sqlalchemy.engine import Connection

from models import store_plans, store_tasks
from models.kinds import PlanState
from models.store_directory import OfficeRecord, load_directory
from models.store_plans import PlanRecord
from rules.errors import InputError, NotFoundError


def office_named(connection: Connection, name: str) -> OfficeRecord:
    """Return the office of a name, short name or alias; raises :class:`NotFoundError`."""
    office = load_directory(connection).find(name.strip())
    if office is None:
        raise NotFoundError(f"单位名录里没有“{name.strip()}”。用 python main.py offices list 看有哪些单位。")
    return office


def task_numbered(connection: Connection, number: str) -> int:
    """Return the id of a task by its id or its number (2026-062); raises :class:`NotFoundError`."""
    return store_tasks.task_id_of(connection, number.strip())


def plan_chosen(connection: Connection, words: str, year: int | None) -> PlanRecord:
    """Return the plan of an id or a title, or without either the only one in force (of a year).

    Raises :class:`NotFoundError` when there is none, :class:`InputError` when several are meant.
    """
    wanted = "".join(words.split())
    plans = [plan for plan in store_plans.plans(connection) if year in (None, plan.year)]
    if wanted:
        found = [plan for plan in plans if wanted in (str(plan.id), "".join(plan.title.split()))]
    else:
        found = [plan for plan in plans if plan.state is not PlanState.WITHDRAWN]
    if not found:
        named = f"“{words.strip()}”" if wanted else ""
        raise NotFoundError(f"没有计划{named}。用 python main.py plans 看有哪些计划。")
    if len(found) > 1:
        titles = "、".join(f"{plan.id}《{plan.title}》" for plan in found[:5])
        raise InputError(f"有{len(found)}份计划：{titles}。请用 --plan 写明编号。")
    return found[0]
