"""The operator's own rows of the working-day calendar."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from rules.workdays import SpecialDay


def overrides(connection: Connection) -> list[SpecialDay]:
    """Return the edited days, in order."""
    rows = connection.execute(sa.select(c.workday).order_by(c.workday.c.on))
    return [SpecialDay(row.on, row.is_workday, row.name, row.source) for row in rows]


def set_override(connection: Connection, day: SpecialDay) -> None:
    """Say that a day is a working day or a rest day, whatever the files say."""
    values = {"is_workday": day.is_workday, "name": day.name, "source": day.source}
    changed = connection.execute(sa.update(c.workday).where(c.workday.c.on == day.on).values(**values))
    if not changed.rowcount:
        connection.execute(sa.insert(c.workday).values(on=day.on, **values))


def drop_override(connection: Connection, day: SpecialDay) -> None:
    """Take an edited day back."""
    connection.execute(sa.delete(c.workday).where(c.workday.c.on == day.on))
