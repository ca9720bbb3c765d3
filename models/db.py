"""Opening the database: the same schema on SQLite and PostgreSQL, transactions said aloud.

SQLite's driver default is no transaction at all, so every unit of work begins explicitly: writing
ones with BEGIN IMMEDIATE, reading ones with BEGIN. No query of the subject lives here.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from rules.errors import BusyError

_WRITING = "duban_writing"
#: A PostgreSQL server that is gone without a word is noticed within about a minute.
_KEEPALIVES = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


def open_engine(url: str) -> Engine:
    """Return an engine for a SQLAlchemy URL (``sqlite:///…`` or ``postgresql+psycopg://…``)."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return sa.create_engine(parsed, pool_pre_ping=True, connect_args=_KEEPALIVES)
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


#: RETURNING, with which messages are cancelled, came with this version.
OLDEST_SQLITE = (3, 35)


def sqlite_version(engine: Engine) -> tuple[int, ...] | None:
    """Return the version of the SQLite library, None on another database."""
    return sqlite3.sqlite_version_info if is_sqlite(engine) else None


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
    lock = _AdvisoryLock(engine)
    if not lock.take():
        raise BusyError
    _LOCKS[engine] = lock
    try:
        yield
    finally:
        _LOCKS.pop(engine, None)
        lock.give_back()


def keeps_exclusive(engine: Engine) -> bool:
    """Tell whether the lock this process took is still its own; nobody's when it never took one.

    PostgreSQL gives the lock back when the connection that holds it breaks. Then it is taken again here,
    unless somebody else has it by now.
    """
    lock = _LOCKS.get(engine)
    return lock is None or lock.is_held() or lock.take()


class _AdvisoryLock:
    """The lock on PostgreSQL, of a connection kept open meanwhile and outside any transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def take(self) -> bool:
        connection = self._engine.connect()
        if connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_ADVISORY_KEY))):
            self._connection = connection
            return True
        connection.close()
        return False

    def is_held(self) -> bool:
        """Ask whether the connection is still there, and let go of it when not."""
        if self._connection is None:
            return False
        try:
            self._connection.exec_driver_sql("SELECT 1")
        except sa.exc.DBAPIError:
            self._connection.close()
            self._connection = None
        return self._connection is not None

    def give_back(self) -> None:
        if self._connection is not None and self.is_held():
            self._connection.execute(sa.select(sa.func.pg_advisory_unlock(_ADVISORY_KEY)))
            self._connection.close()


#: The locks this process holds, by engine.
_LOCKS: WeakKeyDictionary[Engine, _AdvisoryLock] = WeakKeyDictionary()


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
