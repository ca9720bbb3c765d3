"""A fresh database for each test: ``engine`` on SQLite and on PostgreSQL, ``sqlite_engine`` on SQLite alone.

PostgreSQL is taken when DUBAN_TEST_POSTGRES_URL names a server on which a database may be created; each
run creates its own and drops it at the end.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

from models import schema
from models.db import open_engine, writing
from models.tables import METADATA

POSTGRES_VARIABLE = "DUBAN_TEST_POSTGRES_URL"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty SQLite database at the newest schema."""
    path = tmp_path_factory.mktemp("template") / "duban.db"
    engine = open_engine(f"sqlite:///{path}")
    schema.prepare(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database of this test alone; ``models.db.database_file`` tells its file."""
    path = tmp_path / "duban.db"
    shutil.copyfile(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Engine:
    """The server the operator of the tests named; skips when there is none."""
    url = os.environ.get(POSTGRES_VARIABLE)
    if not url:
        pytest.skip(f"{POSTGRES_VARIABLE} is not set: no PostgreSQL to test on")
    return open_engine(url).execution_options(isolation_level="AUTOCOMMIT")


def _create_database(server: Engine) -> str:
    name = f"duban_test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        connection.execute(sa.text(f"ALTER DATABASE {name} SET synchronous_commit TO off"))
    return name


def _drop_database(server: Engine, name: str) -> None:
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Engine) -> Iterator[str]:
    """The address of this run's own database at the newest schema."""
    name = _create_database(postgres_server)
    url = make_url(os.environ[POSTGRES_VARIABLE]).set(database=name)
    address = url.render_as_string(hide_password=False)
    try:
        engine = open_engine(address)
        schema.prepare(engine)
        engine.dispose()
        yield address
    finally:
        _drop_database(postgres_server, name)


@pytest.fixture
def blank_postgres(postgres_server: Engine) -> Iterator[Callable[[], str]]:
    """Create databases without any table, for this test alone; each call returns an address."""
    names: list[str] = []

    def create() -> str:
        names.append(_create_database(postgres_server))
        url = make_url(os.environ[POSTGRES_VARIABLE]).set(database=names[-1])
        return url.render_as_string(hide_password=False)

    yield create
    for name in names:
        _drop_database(postgres_server, name)


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """PostgreSQL with empty tables."""
    engine = open_engine(postgres_url)
    empty(engine)
    yield engine
    engine.dispose()


def empty(engine: Engine) -> None:
    """Delete every row and start the numbers of a PostgreSQL database at 1 again.

    For tables of a few rows this is many times faster than TRUNCATE, which makes new files.
    """
    deletions = "; ".join(f"DELETE FROM {table.name}" for table in reversed(METADATA.sorted_tables))
    with writing(engine) as connection:
        connection.exec_driver_sql(deletions)
        connection.exec_driver_sql(
            "SELECT setval(seqrelid, 1, false) FROM pg_sequence JOIN pg_class ON oid = seqrelid"
            " WHERE relnamespace = 'public'::regnamespace"
        )


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An empty database at the newest schema, once on SQLite and once on PostgreSQL."""
    chosen: Engine = request.getfixturevalue(f"{request.param}_engine")
    return chosen
