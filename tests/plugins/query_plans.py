"""Which statements read a table from end to end that grows for years, as SQLite explains them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

#: They hold every notice, mail and act of all years; the other tables hold what a bureau has or does now.
GROWING = ("message", "message_body", "notice", "delivery", "task", "assignment", "report", "audit_event")
_EXPLAINED = ("SELECT", "UPDATE", "DELETE", "WITH")


@contextmanager
def whole_readings(engine: Engine) -> Iterator[dict[str, str]]:
    """Note each statement that reads a growing table whole, and which; the statements run all the same."""
    found: dict[str, str] = {}

    def explain(
        connection: sa.Connection, _cursor: object, statement: str, given: Any, _: object, is_many: bool
    ) -> None:
        if statement.startswith(_EXPLAINED) and statement not in found:
            driver = connection.connection.dbapi_connection
            assert driver is not None
            steps = driver.execute(f"EXPLAIN QUERY PLAN {statement}", given[0] if is_many else given)
            whole = {step[3] for step in steps} & {f"SCAN {table}" for table in GROWING}
            if whole:
                found[statement] = ", ".join(sorted(whole))

    sa.event.listen(engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        sa.event.remove(engine, "before_cursor_execute", explain)
