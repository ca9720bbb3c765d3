"""A copy of the whole database in one file, and the way back.

A restored database starts with sending paused: what left after the copy was made, it does not know, so
a person looks before anything leaves again. Nothing that was there is deleted.
"""

import hashlib
import itertools
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Engine

from models import schema, store_audit
from models.db import database_file, open_engine, writing
from models.store_audit import SENDING_PAUSED, Actor
from rules.errors import BusyError, InputError

RESTORED = "刚恢复了备份"
"""The value of the switch that pauses sending after a restore."""

_SQLITE_HEADER = b"SQLite format 3\0"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was written, with its check sum beside it."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A database that was put back."""

    path: Path
    sum_was_checked: bool
    """False when there was no ``.sha256`` file beside the copy."""
    kept: Path | None
    """Where the database that was there before lies now."""


def backup(engine: Engine, target: Path) -> Backup:
    """Write a consistent copy of a database in use, and its SHA-256 to ``<target>.sha256``.

    Writers wait while it is copied, readers do not. An existing file is not overwritten.
    """
    if target.exists():
        raise InputError(f"文件 {target} 已经存在，没有备份。请换一个文件名。")
    with _beside(target, ".part") as part:
        source = database_file(engine)
        if source is None:
            _dump_postgres(engine, part)
        else:
            _copy_sqlite(source, part, mode="rw")
        digest = _sha256(part)
        _publish(part, target)
    _sum_file(target).write_text(f"{digest}  {target.name}\n", encoding="utf-8")
    return Backup(target, digest, target.stat().st_size)


def restore(url: str, source: Path, *, by: Actor, at: datetime, replace: bool = False) -> Restored:
    """Put a copy in the place of a SQLite database, migrated to this program's schema, sending paused.

    With ``replace`` a database that is there is kept under another name, otherwise it is a refusal. The
    caller makes sure that no other process of the program runs meanwhile.
    """
    target = _target_of(url)
    if not replace and target.exists() and target.stat().st_size:
        raise InputError(
            f"数据库 {target} 已经存在，没有恢复。确要替换它，请加 --replace；原来的文件会另存。"
        )
    was_checked = _check_source(source)
    with _beside(target, ".restoring") as part:
        _copy_sqlite(source, part, mode="ro")
        _bring_up_to_date(part, source, by=by, at=at)
        kept = _keep_aside(target)
        _publish(part, target)
    return Restored(target, was_checked, kept)


@contextmanager
def _beside(target: Path, suffix: str) -> Iterator[Path]:
    """Give a new file beside the target that only its owner can read, and remove what is left of it."""
    part = target.with_name(f"{target.name}{suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield part
    except OSError as error:
        raise InputError(f"写不了 {target}：{error.strerror}。") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _publish(part: Path, target: Path) -> None:
    """Give a finished file its name, in such a way that a power cut leaves all of it or nothing."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _copy_sqlite(source: Path, target: Path, *, mode: str) -> None:
    """Copy by SQLite's own means, in one step, and check the copy.

    A database in use must be open for writing, because a crash may have left something to undo.
    """
    try:
        with (
            closing(
                sqlite3.connect(f"{source.absolute().as_uri()}?mode={mode}", uri=True, timeout=10)
            ) as origin,
            closing(sqlite3.connect(target)) as copy,
        ):
            origin.backup(copy)
            finding = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            dangling = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise InputError(f"文件 {source} 读不完整：{error}。") from error
    if finding != "ok" or dangling:
        raise InputError(f"文件 {source} 已损坏（{finding if finding != 'ok' else dangling[0]}），不能用。")


def _dump_postgres(engine: Engine, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise InputError(
            "备份 PostgreSQL 要用 pg_dump，这台机器上没有。请安装 PostgreSQL 客户端，或在数据库主机上备份。"
        )
    address = engine.url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environ = {**os.environ, "PGPASSWORD": engine.url.password} if engine.url.password else None
    command = [program, "--format=custom", f"--file={target}", "--no-password", f"--dbname={address}"]
    result = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    if result.returncode:
        raise InputError(f"pg_dump 没有完成：{result.stderr.strip()[:500]}")


def _target_of(url: str) -> Path:
    engine = open_engine(url)
    target = database_file(engine)
    engine.dispose()
    if target is None:
        raise InputError(
            "restore 只恢复 SQLite。PostgreSQL 请先运行 python main.py pause-sending，"
            "再用 pg_restore --clean 恢复，然后再次暂停发信并核对。"
        )
    return target


def _sum_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _check_source(source: Path) -> bool:
    """Refuse what is no copy of ours as far as its bytes tell; returns whether there was a sum to check."""
    try:
        with source.open("rb") as file:
            header = file.read(len(_SQLITE_HEADER))
        if header != _SQLITE_HEADER:
            raise InputError(f"文件 {source} 不是督办的备份。")
        if not _sum_file(source).exists():
            return False
        wanted = _sum_file(source).read_text(encoding="utf-8", errors="replace").split()[:1]
        if wanted != [_sha256(source)]:
            raise InputError(
                f"文件 {source} 与校验文件 {_sum_file(source).name} 不一致，可能已损坏，没有恢复。"
            )
    except OSError as error:
        raise InputError(f"读不了 {source}：{error.strerror}。") from error
    return True


def _bring_up_to_date(part: Path, source: Path, *, by: Actor, at: datetime) -> None:
    engine = open_engine(f"sqlite:///{part}")
    try:
        if schema.current_revision(engine) is None:
            raise InputError(f"文件 {source} 不是督办的备份。")
        schema.migrate(engine)
        with writing(engine) as connection:
            store_audit.set_switch(connection, SENDING_PAUSED, RESTORED, by=by, at=at)
            facts = {"file": source.name, "sha256": _sha256(source)}
            store_audit.record(connection, by, "restore", subject=("database", ""), at=at, facts=facts)
    finally:
        engine.dispose()


def _keep_aside(target: Path) -> Path | None:
    """Give the database that is there a second name; its own stays until the copy takes it over."""
    kept = None
    if target.exists() and target.stat().st_size:
        _finish_transactions(target)
        kept = _free_name(target)
        try:
            os.link(target, kept)
        except OSError:
            shutil.copy2(target, kept)
    _move_journals(target)
    return kept


def _free_name(target: Path) -> Path:
    names = (target.with_name(f"{target.name}.before-restore-{number}") for number in itertools.count(1))
    return next(path for path in names if not path.exists())


def _finish_transactions(target: Path) -> None:
    """Let SQLite undo what a crash left half done, and see that nobody is at work in it."""
    try:
        with closing(sqlite3.connect(target, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        # Any other trouble of the old database is a reason to restore, not to refuse.
        if "locked" in str(error):
            raise BusyError(f"数据库 {target} 正在使用，没有恢复。请先停止督办程序。") from error


def _move_journals(target: Path) -> None:
    """Move away the journal of a database that is not there any more: SQLite would undo it in the copy."""
    for suffix in ("-journal", "-wal", "-shm"):
        journal = target.with_name(f"{target.name}{suffix}")
        if journal.exists():
            journal.replace(journal.with_name(f"{journal.name}.old"))
