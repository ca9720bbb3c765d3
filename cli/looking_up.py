"""From what a person types to the thing that is meant: an office by its name, a task by its number."""

from sqlalchemy.engine import Connection

from models import store_tasks
from models.store_directory import OfficeRecord, load_directory
from rules.errors import NotFoundError


def office_named(connection: Connection, name: str) -> OfficeRecord:
    """Return the office of a name, short name or alias; raises :class:`NotFoundError`."""
    office = load_directory(connection).find(name.strip())
    if office is None:
        raise NotFoundError(f"单位名录里没有“{name.strip()}”。用 python main.py offices list 看有哪些单位。")
    return office


def task_numbered(connection: Connection, number: str) -> int:
    """Return the id of a task by its id or its number (2026-062); raises :class:`NotFoundError`."""
    return store_tasks.task_id_of(connection, number.strip())
