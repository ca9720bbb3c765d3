"""Inserting rows: one that gives its id back, or many of which some may exist already."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql.dml import Insert


def insert_one(connection: Connection, table: sa.Table, **values: object) -> int:
    """Insert one row and return its id."""
    result = connection.execute(sa.insert(table), values)
    key = result.inserted_primary_key
    if key is None:
        raise LookupError(table.name)
    return int(key[0])


def insert_new(connection: Connection, table: sa.Table, rows: list[dict[str, object]]) -> None:
    """Insert many rows at once and leave those out that exist already (by any unique key)."""
    if rows:
        connection.execute(insert_unless_there(connection, table), rows)


def insert_unless_there(connection: Connection, table: sa.Table) -> Insert:
    """Return an insert that passes over rows whose unique key exists; one dialect is imported, not both."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table).on_conflict_do_nothing()
