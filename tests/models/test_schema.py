"""Creating, recognising and migrating the schema, on both databases."""

import itertools
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from models import schema
from models.db import open_engine, writing


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/blank.db"
    address: str = request.getfixturevalue("blank_postgres")()
    return address


@pytest.fixture
def blank(blank_url: str) -> Iterator[Engine]:
    engine = open_engine(blank_url)
    yield engine
    engine.dispose()


def set_revision(engine: Engine, revision: str) -> None:
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def described(engine: Engine) -> set[str]:
    """Every table, column, constraint and index as the database itself describes it."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").scalars()
            return {part.strip(" ,\n") for row in rows for part in re.split(r",?\s*\n", row)} - {""}
        rows = connection.exec_driver_sql(
            "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
            " UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " UNION SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '"
            "   || coalesce(character_maximum_length, 0) || ' ' || coalesce(column_default, '')"
            "   FROM information_schema.columns WHERE table_schema = 'public'"
        ).scalars()
        return set(rows)


def test_head_is_the_newest_revision_of_one_numbered_line() -> None:
    """The constant that a start compares with names the last of the migrations, which follow 0001, 0002, …"""
    config = Config()
    config.set_main_option("script_location", "migrations")

    revisions = list(ScriptDirectory.from_config(config).walk_revisions())

    assert revisions[0].revision == schema.HEAD
    assert [r.revision for r in reversed(revisions)] == [f"{n:04d}" for n in range(1, len(revisions) + 1)]


def test_new_database_is_set_up(blank: Engine) -> None:
    """An empty database is created by whoever opens it first; opening it again changes nothing."""
    assert schema.current_revision(blank) is None

    schema.prepare(blank)
    schema.prepare(blank)

    assert schema.current_revision(blank) == schema.HEAD
    assert schema.migrate(blank) is False


def test_migrations_and_tables_say_the_same(blank: Engine) -> None:
    """A comparison of the migrated database with the table classes finds no difference."""
    schema.migrate(blank)

    with blank.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name != "alembic_version"},
        )
        assert compare_metadata(context, schema.full_metadata()) == []


def test_migrations_create_every_check_and_index(
    blank: Engine, engine_of_tables: Callable[[], Engine]
) -> None:
    """Checks and partial indexes, which the comparison does not see, are those of the table classes."""
    schema.migrate(blank)
    direct = engine_of_tables()

    found = {line for line in described(blank) if "alembic_version" not in line and "version_num" not in line}

    assert found == described(direct)


@pytest.fixture
def engine_of_tables(request: pytest.FixtureRequest, blank_url: str, tmp_path: Path) -> Callable[[], Engine]:
    """Make a database from the table classes alone: beside a SQLite file, in another PostgreSQL database."""

    def make() -> Engine:
        if blank_url.startswith("sqlite"):
            url = f"sqlite:///{tmp_path}/direct.db"
        else:
            url = request.getfixturevalue("blank_postgres")()
        engine = open_engine(url)
        request.addfinalizer(engine.dispose)
        with writing(engine) as connection:
            schema.full_metadata().create_all(connection)
        return engine

    return make


def test_older_schema_is_refused_until_migrated(engine: Engine) -> None:
    """A database of an older version is not touched; the sentence names the command that migrates it."""
    set_revision(engine, "0000")

    with pytest.raises(schema.SchemaError, match=r"main\.py migrate"):
        schema.prepare(engine)

    assert schema.current_revision(engine) == "0000"


@pytest.mark.parametrize("step", [schema.prepare, schema.migrate])
def test_newer_schema_is_refused(engine: Engine, step: Callable[[Engine], object]) -> None:
    """A database that a newer program migrated is opened neither by a command nor by migrate."""
    set_revision(engine, "9999")

    with pytest.raises(schema.SchemaError, match="更新版本"):
        step(engine)

    set_revision(engine, schema.HEAD)


def test_foreign_database_is_refused(blank: Engine) -> None:
    """A database whose tables are another program's is left as it is."""
    with writing(blank) as connection:
        connection.exec_driver_sql("CREATE TABLE plan (id integer)")

    with pytest.raises(schema.SchemaError, match="别的程序"):
        schema.prepare(blank)

    assert sa.inspect(blank).get_table_names() == ["plan"]


def test_failed_migration_leaves_nothing(blank: Engine) -> None:
    """When the last step of a migration fails, the database is as it was before."""
    with writing(blank) as connection:
        connection.exec_driver_sql("CREATE TABLE verification (id integer)")

    with pytest.raises(sa.exc.DBAPIError):
        schema.prepare(blank)

    assert sa.inspect(blank).get_table_names() == ["verification"]


PREPARE = """
import sys
from models import schema
from models.db import open_engine
print("ready", flush=True)
schema.prepare(open_engine(sys.argv[1]))
print("alembic" in sys.modules)
"""


def start_preparing(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", PREPARE, url], stdout=subprocess.PIPE, text=True)


def test_two_processes_set_up_one_database(blank_url: str, blank: Engine) -> None:
    """Processes that start at the same moment on an empty database both go on."""
    outputs = [process.communicate(timeout=60) for process in [start_preparing(blank_url) for _ in range(2)]]

    assert all(out.startswith("ready") for out, _ in outputs)
    assert schema.current_revision(blank) == schema.HEAD


def test_known_schema_needs_no_alembic(sqlite_engine: Engine) -> None:
    """Opening a database that is at the newest schema does not load the migration library."""
    output, _ = start_preparing(sqlite_engine.url.render_as_string()).communicate(timeout=60)

    assert output.split() == ["ready", "False"]


def migrate_until_killed(url: str, statement: int) -> bool:
    """Migrate in a child that kills itself before the n-th statement; returns whether it was killed."""
    child = os.fork()
    if child == 0:
        engine = open_engine(url)
        counter = itertools.count(1)
        sa.event.listen(
            engine,
            "before_cursor_execute",
            lambda *_: os.kill(os.getpid(), signal.SIGKILL) if next(counter) == statement else None,
        )
        sa.event.listen(
            engine,
            "commit",
            lambda _: os.kill(os.getpid(), signal.SIGKILL) if statement == AT_COMMIT else None,
        )
        schema.migrate(engine)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


AT_COMMIT = 0


def test_kill_while_migrating_leaves_the_old_schema(blank_url: str, blank: Engine) -> None:
    """A process killed before any statement of a migration, or before its commit, leaves nothing behind."""
    moments = itertools.chain([AT_COMMIT], itertools.count(3, 9))

    killed = 0
    for statement in moments:
        if not migrate_until_killed(blank_url, statement):
            break
        killed += 1
        assert sa.inspect(blank).get_table_names() == [], f"killed before statement {statement}"

    assert killed > 5
    assert schema.current_revision(blank) == schema.HEAD
