"""A database in memory to try things in, and the directory copied into it. Nothing of it is kept."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from models import tables as c
from models.db import open_engine, writing
from models.schema import full_metadata

#: What the directory and the calendar consist of, each table after those it refers to.
_DIRECTORY = (c.leader, c.office, c.office_alias, c.office_group, c.group_member, c.contact, c.workday)


def scratch_engine() -> Engine:
    """Return an empty database with every table, which ends with the process."""
    engine = open_engine("sqlite://")
    with writing(engine) as connection:
        full_metadata().create_all(connection)
    return engine


def copy_directory(source: Connection, target: Engine) -> None:
    """Copy offices, groups, contacts, leaders and edited days with their ids."""
    with writing(target) as connection:
        for table in _DIRECTORY:
            rows = [dict(row._mapping) for row in source.execute(sa.select(table))]
            if rows:
                connection.execute(sa.insert(table), rows)
