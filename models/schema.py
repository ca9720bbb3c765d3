"""Which form the stored tables have: creating a new database, migrating an older one, refusing the rest.

The question every start asks, "is this the schema I know?", reads one row and imports no Alembic; only
creating and migrating do. A migration is one transaction on both databases: a kill leaves the old
schema or the new one, never a mixture.
"""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from models.db import is_sqlite, reading, rebuilding
from models.tables import METADATA, PARTIAL, plan
from rules.errors import DubanError

#: The newest revision. Revisions are numbered 0001, 0002, … in one line, so that two can be compared.
HEAD = "0001"
#: Tables that other libraries keep in the same database.
FOREIGN_TABLES = ("procrastinate_", "apscheduler_")

_VERSION_TABLE = "alembic_version"
_MIGRATIONS = Path(__file__).parent.parent / "migrations"
_LOCK_KEY = 4_207_311_900


class SchemaError(DubanError):
    """数据库的结构与这个版本的程序不符。"""


def full_metadata() -> sa.MetaData:
    """Return the tables as they are created, partial indexes included.

    Giving an index its condition imports the dialects of both databases, which a pass over one of them
    has no use for.
    """
    for table in METADATA.sorted_tables:
        for index in table.indexes:
            if PARTIAL in index.info:
                for dialect in ("sqlite", "postgresql"):
                    index.dialect_options[dialect]["where"] = sa.text(index.info[PARTIAL])
    return METADATA


def current_revision(engine: Engine) -> str | None:
    """Return the revision a database is at, None when it was never set up."""
    with reading(engine) as connection:
        return _revision(connection)


def prepare(engine: Engine) -> None:
    """Set up an empty database; raises :class:`SchemaError` when one in use has another schema."""
    with reading(engine) as connection:
        revision = _known_revision(connection)
    if revision is None:
        migrate(engine)
    elif revision != HEAD:
        raise SchemaError(
            "数据库的结构是旧版本的。请先备份（python main.py backup 文件名），"
            "再运行 python main.py migrate。"
        )


def migrate(engine: Engine) -> bool:
    """Bring a database to the newest schema in one transaction; returns whether anything was done.

    Processes that start together wait for each other: the second one finds nothing to do.
    """
    with rebuilding(engine) as connection:
        if not is_sqlite(engine):
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK_KEY)))
        if _known_revision(connection) == HEAD:
            return False
        _upgrade(connection)
        if is_sqlite(engine):
            _refuse_dangling_rows(connection)
    return True


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table(_VERSION_TABLE):
        return None
    return connection.scalar(sa.select(sa.column("version_num")).select_from(sa.table(_VERSION_TABLE)))


def _known_revision(connection: Connection) -> str | None:
    """Return a revision this program can go on from, None for a database without our tables."""
    revision = _revision(connection)
    if revision is not None and revision > HEAD:
        raise SchemaError(
            "这个数据库已由更新版本的督办程序升级过，本版本不能打开。请换用新版本的程序，或恢复升级前的备份。"
        )
    if revision is None and sa.inspect(connection).has_table(plan.name):
        raise SchemaError("这个数据库里已有别的程序的数据表，督办没有动它。请为督办另建一个空数据库。")
    return revision


def _refuse_dangling_rows(connection: Connection) -> None:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if rows:
        raise SchemaError(f"升级没有进行：数据表 {rows[0][0]} 等处有 {len(rows)} 行找不到所指的内容。")


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
