"""The databases figures are taken on: a SQLite file and, where a server is named, PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

from models import schema
from models.db import open_engine

POSTGRES_VARIABLE = "DUBAN_TEST_POSTGRES_URL"
SQLITE, POSTGRES = "SQLite", "PostgreSQL"


def missing(kind: str) -> str:
    """Return why a kind of database cannot be measured, empty when it can."""
    if kind == POSTGRES and not os.environ.get(POSTGRES_VARIABLE):
        return f"{POSTGRES_VARIABLE} is not set: no {POSTGRES} to measure on"
    return ""


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Engine]:
    """Give an empty database at the newest schema and throw it away afterwards."""
    if kind == SQLITE:
        path = folder / f"{uuid.uuid4().hex}.db"
        with _prepared(f"sqlite:///{path}") as engine:
            yield engine
        path.unlink()
        return
    address = os.environ[POSTGRES_VARIABLE]
    server = open_engine(address).execution_options(isolation_level="AUTOCOMMIT")
    name = f"duban_bench_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    try:
        with _prepared(make_url(address).set(database=name).render_as_string(hide_password=False)) as engine:
            yield engine
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


@contextmanager
def _prepared(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        schema.prepare(engine)
        yield engine
    finally:
        engine.dispose()
