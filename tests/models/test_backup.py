"""Copies of the database and the way back."""

import hashlib
import shutil
import sqlite3
import stat
import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from models import store_audit
from models import tables as c
from models.backup import RESTORED, backup, restore
from models.db import database_file, open_engine, reading, writing
from models.inserting import insert_one
from models.schema import SchemaError
from models.store_audit import SENDING_PAUSED, Actor
from rules.errors import BusyError, InputError

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CLERK = Actor("王科员")


@pytest.fixture
def copy(sqlite_engine: Engine, tmp_path: Path) -> Path:
    """A copy of a database that holds one office."""
    with writing(sqlite_engine) as connection:
        insert_one(connection, c.office, name="基教处")
    return backup(sqlite_engine, tmp_path / "copies" / "duban-0302.db").path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a database is put back, in a folder that does not exist yet."""
    return tmp_path / "new" / "duban.db"


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def offices_in(path: Path) -> list[str]:
    engine = open_engine(url_of(path))
    with reading(engine) as connection:
        names = list(connection.scalars(sa.select(c.office.c.name).order_by(c.office.c.id)))
    engine.dispose()
    return names


def test_copy_is_whole_while_others_write(sqlite_engine: Engine, tmp_path: Path) -> None:
    """A copy made during a stream of writes holds whole units of work only."""
    first_written, stop = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with writing(sqlite_engine) as connection:
                insert_one(connection, c.office, name=f"单位{number}")
                insert_one(connection, c.leader, name=f"领导{number}")
            first_written.set()

    writer = threading.Thread(target=write)
    writer.start()
    first_written.wait(timeout=10)
    copies = [backup(sqlite_engine, tmp_path / f"{number}.db").path for number in range(5)]
    stop.set()
    writer.join(timeout=10)

    for path in copies:
        with sqlite3.connect(path) as connection:
            offices = connection.execute("SELECT count(*) FROM office").fetchone()
            leaders = connection.execute("SELECT count(*) FROM leader").fetchone()
        connection.close()
        assert offices == leaders != (0,)


def test_copy_has_its_sum_beside_it(sqlite_engine: Engine, tmp_path: Path) -> None:
    """The sum is the file's, in the form sha256sum checks, and nobody else can read the copy."""
    made = backup(sqlite_engine, tmp_path / "copy.db")

    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert (tmp_path / "copy.db.sha256").read_text() == f"{made.sha256}  copy.db\n"
    assert made.size == made.path.stat().st_size
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_copy_overwrites_nothing(sqlite_engine: Engine, tmp_path: Path) -> None:
    """A file that is there already stays as it is."""
    (tmp_path / "copy.db").write_text("yesterday's")

    with pytest.raises(InputError, match="已经存在"):
        backup(sqlite_engine, tmp_path / "copy.db")

    assert (tmp_path / "copy.db").read_text() == "yesterday's"


def test_copy_that_cannot_be_written_is_refused(sqlite_engine: Engine, tmp_path: Path) -> None:
    """A folder that cannot be made is told in a sentence."""
    (tmp_path / "file").write_text("")

    with pytest.raises(InputError, match="写不了"):
        backup(sqlite_engine, tmp_path / "file" / "copy.db")


def test_restored_database_holds_what_was_copied_and_sends_nothing(copy: Path, place: Path) -> None:
    """What was copied is there again; sending is paused and the audit says who restored it."""
    result = restore(url_of(place), copy, by=CLERK, at=NOON)

    assert (result.sum_was_checked, result.kept) == (True, None)
    assert offices_in(place) == ["基教处"]
    engine = open_engine(url_of(place))
    with reading(engine) as connection:
        assert store_audit.switch_value(connection, SENDING_PAUSED) == RESTORED
        events = store_audit.audit_events(connection)
    engine.dispose()
    assert [(event.actor, event.act, event.at) for event in events] == [("王科员", "restore", NOON)]


def test_database_that_is_there_is_not_replaced_unasked(copy: Path, sqlite_engine: Engine) -> None:
    """Without the flag an existing database is not touched."""
    with writing(sqlite_engine) as connection:
        insert_one(connection, c.office, name="督导室")

    with pytest.raises(InputError, match="--replace"):
        restore(url_of(database_file(sqlite_engine) or Path()), copy, by=CLERK, at=NOON)

    assert offices_in(database_file(sqlite_engine) or Path()) == ["基教处", "督导室"]


def test_replaced_database_is_kept(copy: Path, place: Path) -> None:
    """With the flag the database that was there lies beside the new one, under a name of its own."""
    for name in ("甲处", "乙处"):
        restore(url_of(place), copy, by=CLERK, at=NOON, replace=True)
        engine = open_engine(url_of(place))
        with writing(engine) as connection:
            insert_one(connection, c.office, name=name)
        engine.dispose()

    result = restore(url_of(place), copy, by=CLERK, at=NOON, replace=True)

    assert offices_in(place) == ["基教处"]
    assert offices_in(place.with_name("duban.db.before-restore-1")) == ["基教处", "甲处"]
    assert result.kept == place.with_name("duban.db.before-restore-2")
    assert offices_in(result.kept) == ["基教处", "乙处"]


def test_database_in_use_is_not_replaced(copy: Path, sqlite_engine: Engine) -> None:
    """While somebody reads or writes the database, restoring is refused."""
    path = database_file(sqlite_engine)
    assert path is not None

    with writing(sqlite_engine), pytest.raises(BusyError, match="正在使用"):
        restore(url_of(path), copy, by=CLERK, at=NOON, replace=True)


def test_journal_of_a_lost_database_does_not_reach_the_restored_one(copy: Path, place: Path) -> None:
    """A journal left beside a database that is gone is moved away, not undone in the copy."""
    place.parent.mkdir()
    journal = place.with_name("duban.db-journal")
    journal.write_bytes(b"left behind")

    restore(url_of(place), copy, by=CLERK, at=NOON)

    assert offices_in(place) == ["基教处"]
    assert place.with_name("duban.db-journal.old").read_bytes() == b"left behind"


def test_damaged_database_can_be_replaced(copy: Path, place: Path) -> None:
    """A database that cannot be opened any more is kept and replaced: that is what copies are for."""
    place.parent.mkdir()
    place.write_bytes(b"no database at all" * 100)

    result = restore(url_of(place), copy, by=CLERK, at=NOON, replace=True)

    assert result.kept is not None
    assert result.kept.read_bytes().startswith(b"no database")
    assert offices_in(place) == ["基教处"]


def test_changed_copy_is_refused(copy: Path, place: Path) -> None:
    """A copy that is not what its sum says is not restored."""
    with copy.open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"!")

    with pytest.raises(InputError, match="校验"):
        restore(url_of(place), copy, by=CLERK, at=NOON)

    assert not place.exists()


def test_copy_without_sum_is_checked_by_its_contents(copy: Path, place: Path) -> None:
    """Without the sum a whole copy is taken and said to be unchecked; a damaged one is refused."""
    copy.with_name(copy.name + ".sha256").unlink()

    assert restore(url_of(place), copy, by=CLERK, at=NOON).sum_was_checked is False

    with copy.open("r+b") as file:
        file.truncate(copy.stat().st_size // 2)
    with pytest.raises(InputError, match=r"损坏|不完整"):
        restore(url_of(place), copy, by=CLERK, at=NOON, replace=True)
    assert offices_in(place) == ["基教处"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a workbook", None])
def test_other_file_is_refused(place: Path, tmp_path: Path, content: bytes | None) -> None:
    """A file that is no database, or not there, is refused by its name."""
    source = tmp_path / "other.db"
    if content is not None:
        source.write_bytes(content)

    with pytest.raises(InputError, match=r"other\.db"):
        restore(url_of(place), source, by=CLERK, at=NOON)

    assert not place.exists()


def test_other_database_is_refused(place: Path, tmp_path: Path) -> None:
    """A SQLite database of another program is no copy of ours."""
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE something (id integer)")
    connection.close()

    with pytest.raises(InputError, match="不是督办的备份"):
        restore(url_of(place), tmp_path / "other.db", by=CLERK, at=NOON)


def test_copy_of_a_newer_program_is_refused(sqlite_engine: Engine, place: Path, tmp_path: Path) -> None:
    """A copy whose schema this program does not know is not restored."""
    with writing(sqlite_engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    made = backup(sqlite_engine, tmp_path / "copy.db")

    with pytest.raises(SchemaError, match="更新版本"):
        restore(url_of(place), made.path, by=CLERK, at=NOON)

    assert not place.exists()


@pytest.mark.postgres
def test_postgres_is_copied_by_its_own_program(postgres_engine: Engine, tmp_path: Path) -> None:
    """A copy of a PostgreSQL database is what pg_restore reads."""
    if shutil.which("pg_dump") is None:
        pytest.skip("there is no pg_dump on this machine")

    made = backup(postgres_engine, tmp_path / "duban.dump")

    listing = subprocess.run(["pg_restore", "--list", made.path], capture_output=True, text=True, check=True)
    assert "TABLE DATA public notice" in listing.stdout


@pytest.mark.postgres
def test_postgres_without_its_program_is_refused(
    postgres_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pg_dump is missing the sentence says so, and no half copy is left."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(InputError, match="pg_dump"):
        backup(postgres_engine, tmp_path / "duban.dump")

    assert list(tmp_path.glob("duban*")) == []


def test_postgres_is_not_restored_by_us(copy: Path) -> None:
    """Putting a PostgreSQL database back is left to its own program."""
    with pytest.raises(InputError, match="pg_restore"):
        restore("postgresql://duban@localhost/duban", copy, by=CLERK, at=NOON)
