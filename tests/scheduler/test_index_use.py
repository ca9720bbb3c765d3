"""A pass reads nothing from end to end that grows for years: an old ledger costs what a new one costs."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from bureau import Bureau

DAY = date(2024, 3, 27)
_GROWING = ("message", "message_body", "notice", "delivery", "task", "assignment", "report", "audit_event")


def test_a_pass_reads_no_growing_table_from_end_to_end(sqlite_bureau: Bureau) -> None:
    sqlite_bureau.clock.put(DAY)
    sqlite_bureau.add_offices("基教处", "督导室")
    sqlite_bureau.add_plan(2024, on=DAY)
    sqlite_bureau.add_task("开展督导评估", DAY, "基教处", "督导室")
    seen: dict[str, list[str]] = {}

    def explain(
        connection: sa.Connection, _cursor: object, statement: str, given: Any, _: object, is_many: bool
    ) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")) and statement not in seen:
            values = given[0] if is_many else given
            driver = connection.connection.dbapi_connection
            assert driver is not None
            plan = driver.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            seen[statement] = [row[3] for row in plan]

    sa.event.listen(sqlite_bureau.services.engine, "before_cursor_execute", explain)
    report = sqlite_bureau.tick(DAY)

    whole = [f"SCAN {table}" for table in _GROWING]
    slow = {statement: steps for statement, steps in seen.items() if set(whole) & set(steps)}
    assert report.sent == 2
    assert not slow
