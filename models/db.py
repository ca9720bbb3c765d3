"""Opening the database: the same schema on SQLite and PostgreSQL, transactions said aloud.

SQLite's driver default is no transaction at all, so every unit of work begins explicitly: writing
ones with BEGIN IMMEDIATE, reading ones with BEGIN. No query of the subject lives here.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from rules.errors import BusyError

_WRITING = "duban_writing"


def open_engine(url: str) -> Engine:
    """Return an engine for a SQLAlchemy URL (``sqlite:///…`` or ``postgresql+psycopg://…``)."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return sa.create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed, connect_args={"timeout": 10, "check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_sqlite(engine: Engine) -> bool:
    """Tell whether the embedded database is in use."""
    return engine.dialect.name == "sqlite"


def database_file(engine: Engine) -> Path | None:
    """Return the file of an embedded database, None for PostgreSQL or memory."""
    name = engine.url.database
    return Path(name) if is_sqlite(engine) and name and name != ":memory:" else None


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a unit of work that writes; it commits at the end and rolls back on any error."""
    with engine.connect().execution_options(**{_WRITING: True}) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a unit of work that only reads, over one snapshot."""
    options: dict[str, Any] = {}
    if not is_sqlite(engine):
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """Open a writing unit in which a table may be rebuilt without harm to the rows that refer to it.

    SQLite rebuilds a table by dropping the old one, which its foreign keys take for the deletion of
    all rows. The switch has no effect inside a transaction, so it is set before one begins, and the
    connection is thrown away afterwards.
    """
    if not is_sqlite(engine):
        with writing(engine) as connection:
            yield connection
        return
    with engine.connect().execution_options(**{_WRITING: True}) as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            connection.invalidate()


#: Names the one PostgreSQL advisory lock of whoever plans or sends.
_ADVISORY_KEY = 0x6475_6261_6E


@contextmanager
def exclusive(engine: Engine) -> Iterator[None]:
    """Hold the lock of whoever plans or sends; raises :class:`BusyError` when somebody has it.

    On SQLite it is a kernel lock on ``<database>.lock``, which even kill -9 gives back; on
    PostgreSQL an advisory lock of a connection kept open meanwhile.
    """
    if is_sqlite(engine):
        with _file_lock(database_file(engine)):
            yield
        return
    with engine.connect() as connection:
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_ADVISORY_KEY))):
            raise BusyError
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_ADVISORY_KEY)))
            connection.commit()


@contextmanager
def _file_lock(database: Path | None) -> Iterator[None]:
    if database is None:
        yield
        return
    with Path(f"{database}.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError from None
        yield
