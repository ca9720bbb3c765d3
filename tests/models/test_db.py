"""Units of work, constraints and the settings of both databases."""

import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from models import tables as c
from models.db import (
    database_file,
    exclusive,
    keeps_exclusive,
    open_engine,
    reading,
    rebuilding,
    writing,
)
from models.inserting import insert_new, insert_one
from models.tables import METADATA

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def add_office(engine: Engine, name: str = "基教处") -> int:
    with writing(engine) as connection:
        return insert_one(connection, c.office, name=name)


def office_names(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(sa.select(c.office.c.name).order_by(c.office.c.id)))


RAISE_POSITION = """
import sys
import sqlalchemy as sa
from models import tables as c
from models.db import open_engine, writing

engine = open_engine(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[2])):
    with writing(engine) as connection:
        query = sa.select(c.office.c.position)
        if engine.dialect.name != "sqlite":
            query = query.with_for_update()
        position = connection.scalar(query)
        connection.execute(sa.update(c.office).values(position=position + 1))
"""


def test_two_processes_lose_no_update(engine: Engine) -> None:
    """Two processes that read a row and write it back in one unit count every step of both."""
    add_office(engine)
    address = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", RAISE_POSITION, address, "100"]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    codes = [process.communicate(timeout=60) and process.returncode for process in processes]

    assert codes == [0, 0]
    with reading(engine) as connection:
        assert connection.scalar(sa.select(c.office.c.position)) == 200


def test_writing_commits_at_the_end(engine: Engine) -> None:
    """What a writing unit did is there for the next reader."""
    add_office(engine, "督导室")

    assert office_names(engine) == ["督导室"]


def test_writing_rolls_back_on_any_error(engine: Engine) -> None:
    """A writing unit that ends in an error leaves nothing behind."""
    with pytest.raises(sa.exc.IntegrityError), writing(engine) as connection:
        connection.execute(sa.insert(c.office), [{"name": "秘书处"}, {"name": "督导室"}, {"name": "秘书处"}])

    assert office_names(engine) == []


def test_reading_sees_one_moment(engine: Engine) -> None:
    """A reading unit sees the same rows from its first query to its last, whatever is written meanwhile."""
    count = sa.select(sa.func.count()).select_from(c.office)
    writer_done = threading.Event()

    def write() -> None:
        add_office(engine)
        writer_done.set()

    writer = threading.Thread(target=write)
    with reading(engine) as connection:
        before = connection.scalar(count)
        writer.start()
        writer_done.wait(timeout=0 if engine.dialect.name == "sqlite" else 10)
        after = connection.scalar(count)
    writer.join(timeout=20)

    assert (before, after) == (0, 0)
    assert office_names(engine) == ["基教处"]


@pytest.mark.postgres
def test_reading_cannot_write_on_postgres(postgres_engine: Engine) -> None:
    """PostgreSQL refuses a change in a reading unit."""
    with pytest.raises(sa.exc.DBAPIError, match="read-only"), reading(postgres_engine) as connection:
        insert_one(connection, c.office, name="秘书处")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "truncate"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10000)],
)
def test_settings_of_sqlite(sqlite_engine: Engine, pragma: str, value: object) -> None:
    """Every connection has the settings that make a commit durable and a reference binding."""
    with sqlite_engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_writing_unit_locks_sqlite_from_its_beginning(sqlite_engine: Engine) -> None:
    """A second writer is kept out before the first has written anything, so both read fresh rows."""
    path = database_file(sqlite_engine)
    assert path is not None
    other = sqlite3.connect(path, timeout=0, isolation_level=None)

    with writing(sqlite_engine), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")

    other.close()


def test_reference_to_nothing_is_refused(engine: Engine) -> None:
    """A row cannot refer to one that does not exist."""
    with pytest.raises(sa.exc.IntegrityError), writing(engine) as connection:
        insert_one(connection, c.contact, office_id=999)


def test_row_in_use_is_not_deleted(engine: Engine) -> None:
    """A row that others refer to stays."""
    office_id = add_office(engine)
    with writing(engine) as connection:
        insert_one(connection, c.contact, office_id=office_id)

    with pytest.raises(sa.exc.IntegrityError), writing(engine) as connection:
        connection.execute(sa.delete(c.office))


def test_rebuilding_keeps_the_rows_that_refer_to_the_table(engine: Engine) -> None:
    """A table may be made anew under the rows that refer to it, and references bind again afterwards."""
    office_id = add_office(engine)
    with writing(engine) as connection:
        insert_one(connection, c.contact, office_id=office_id, name="联络员")

    with rebuilding(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("CREATE TABLE office_new AS SELECT * FROM office")
            connection.exec_driver_sql("DROP TABLE office")
            connection.exec_driver_sql("ALTER TABLE office_new RENAME TO office")

    with reading(engine) as connection:
        assert connection.scalar(sa.select(c.contact.c.name)) == "联络员"
    with engine.connect() as connection:
        assert (
            engine.dialect.name != "sqlite" or connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        )


def add_plan(engine: Engine, **values: object) -> None:
    row = {"year": 2026, "title": "重点工作", "baseline_on": NOON.date(), "registered_on": NOON.date()}
    with writing(engine) as connection:
        insert_one(connection, c.plan, **{**row, "created_at": NOON, **values})


def test_naive_moment_is_refused(engine: Engine) -> None:
    """A moment without a time zone cannot be stored."""
    with pytest.raises(sa.exc.StatementError, match="timezone"):
        add_plan(engine, created_at=datetime(2026, 3, 2, 12))  # noqa: DTZ001 - that is what is refused


def test_moment_comes_back_in_utc(engine: Engine) -> None:
    """A moment given in Shanghai time is the same moment when it is read, said in UTC."""
    add_plan(engine, created_at=NOON.astimezone(ZoneInfo("Asia/Shanghai")))

    with reading(engine) as connection:
        stored = connection.scalar(sa.select(c.plan.c.created_at))

    assert stored == NOON
    assert stored.tzinfo is UTC


def test_unknown_choice_is_refused_before_the_database(engine: Engine) -> None:
    """A word that is none of an enumeration's values is not sent to the database."""
    with pytest.raises(sa.exc.StatementError, match="not among the defined enum values"):
        add_plan(engine, state="lost")


CHOICES = [
    (table.name, column.name)
    for table in METADATA.sorted_tables
    for column in table.columns
    if isinstance(column.type, sa.Enum)
]


def plain_value(column: sa.Column[object]) -> object:
    """A value that every database takes for a column."""
    if isinstance(column.type, sa.Integer | sa.Float):
        return 1
    if isinstance(column.type, sa.Boolean):
        return False
    return NOON.date().isoformat()


@pytest.mark.parametrize(("table_name", "column_name"), CHOICES)
def test_unknown_choice_is_refused_by_the_database(engine: Engine, table_name: str, column_name: str) -> None:
    """A word that is none of an enumeration's values is refused even past the program."""
    table = METADATA.tables[table_name]
    row = {column.name: plain_value(column) for column in table.columns if not column.nullable}
    row.update(
        {column.name: column.type.enums[0] for column in table.columns if isinstance(column.type, sa.Enum)}
    )
    row[column_name] = "lost"
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(f":{name}" for name in row)

    with pytest.raises(sa.exc.IntegrityError, match=f"ck_{table_name}_"), writing(engine) as connection:
        connection.execute(sa.text(f"INSERT INTO {table_name} ({names}) VALUES ({marks})"), row)


def test_insert_new_leaves_known_rows_alone(engine: Engine) -> None:
    """Rows whose unique key exists already are left out, the others of the same call are stored."""
    add_office(engine, "基教处")

    with writing(engine) as connection:
        insert_new(
            connection, c.office, [{"name": "基教处", "note": "again"}, {"name": "督导室", "note": ""}]
        )

    assert office_names(engine) == ["基教处", "督导室"]
    with reading(engine) as connection:
        assert connection.scalar(sa.select(sa.func.max(c.office.c.note))) == ""


def test_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    """The folder of a SQLite file need not exist."""
    engine = open_engine(f"sqlite:///{tmp_path}/var/deep/duban.db")
    with engine.connect():
        pass

    assert database_file(engine) == tmp_path / "var/deep/duban.db"
    assert (tmp_path / "var/deep/duban.db").exists()
    engine.dispose()


@pytest.mark.postgres
def test_plain_postgres_address_is_understood(postgres_url: str) -> None:
    """An address without the driver's name opens the same database, which is no file."""
    engine = open_engine(postgres_url.replace("postgresql+psycopg:", "postgresql:"))

    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT 1")) == 1

    assert database_file(engine) is None
    engine.dispose()


_HANG_UP = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
    WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@pytest.mark.postgres
def test_a_lock_whose_connection_broke_is_taken_again(postgres_engine: Engine) -> None:
    """PostgreSQL gives the lock back with the connection; it is taken again unless somebody else has it."""
    other = open_engine(postgres_engine.url.render_as_string(hide_password=False))
    assert keeps_exclusive(postgres_engine)
    with exclusive(postgres_engine):
        with writing(other) as connection:
            connection.exec_driver_sql(_HANG_UP)
        again = keeps_exclusive(postgres_engine)
        with writing(other) as connection:
            connection.exec_driver_sql(_HANG_UP)
        with exclusive(other):
            beside = keeps_exclusive(postgres_engine)

    assert (again, beside) == (True, False)
    other.dispose()
