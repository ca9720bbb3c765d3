"""Runs the migrations over a connection that the caller has opened and will commit."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from models.schema import FOREIGN_TABLES, full_metadata
from models.tables import Moment


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the tables that other libraries keep in the same database."""
    return kind != "table" or not (name or "").startswith(FOREIGN_TABLES)


def plain_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write the plain column type, so that an old revision does not change with a library."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run what the command asked for in the caller's transaction."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=full_metadata(),
        render_as_batch=True,
        include_name=is_ours,
        render_item=plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
