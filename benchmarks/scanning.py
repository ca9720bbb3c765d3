"""The scan of a pass over many open assignments, one in a hundred due, against the driver's own rows.

The yardstick is the query a person would write by hand, given to the driver, its rows as tuples.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from benchmarks.figures import Entry, Figure, Skipped, Target
from benchmarks.measure import Spread, growth, wall_seconds
from benchmarks.scale import Scale
from benchmarks.servers import POSTGRES, SQLITE, database, missing
from benchmarks.worlds import RUN_DAY, plan_row
from models import db
from models import tables as c
from models.kinds import OfficeState
from models.store_facts import candidates, load_facts

SUBJECT = "scan"
_OFFICES = 1000
_UNTIL = RUN_DAY + timedelta(days=14)
_FAR = RUN_DAY + timedelta(days=60)
_TOLD_ON = date(2024, 1, 8)

_CANDIDATES = """
    SELECT id, plan_id, title, status, due_on, confirmed_lead_id, group_only, return_count FROM task
    WHERE status IN ('open', 'returned', 'partly_done') AND due_on <= {mark}
"""
_ASSIGNEES = """
    SELECT a.task_id, a.office_id, a.role, a.round, a.told_on, a.done_on
    FROM task t JOIN assignment a ON a.task_id = t.id
    WHERE t.status IN ('open', 'returned', 'partly_done') AND t.due_on <= {mark}
    ORDER BY a.task_id, a.position
"""


def measure(scale: Scale) -> Iterator[Entry]:
    """Measure on each database at two sizes."""
    sizes = scale.sizes(100_000, 1_000_000)
    for kind in (SQLITE, POSTGRES):
        if reason := missing(kind):
            yield Skipped(SUBJECT, reason)
            continue
        found = [_at(scale, kind, size) for size in sizes]
        for name, bare, target in (
            ("candidates, as rows", "bare candidates", Target(2)),
            ("load_facts, as frozen facts", "bare facts", None),
        ):
            exponent = growth(sizes, [spreads[name] for spreads in found])
            for size, spreads in zip(sizes, found, strict=True):
                yield Figure(
                    subject=SUBJECT,
                    what=f"{name}; {kind}",
                    size=f"{size:,} open, {size // 100:,} due",
                    product=spreads[name].times(1000),
                    yardstick=spreads[bare].times(1000),
                    against="driver, same columns",
                    unit="ms",
                    growth=exponent,
                    target=target,
                )


def _at(scale: Scale, kind: str, size: int) -> dict[str, Spread]:
    with database(kind, scale.folder) as engine:
        _fill(engine, size)
        with db.reading(engine) as connection:
            expected = size // 100
            if not expected <= len(load_facts(connection, due_until=_UNTIL)) <= expected + 1:
                raise RuntimeError("the scan found something else than what is due")
            return scale.in_turn(
                {
                    "bare candidates": lambda: wall_seconds(lambda: _bare(connection, _CANDIDATES)),
                    "candidates, as rows": lambda: wall_seconds(
                        lambda: list(connection.execute(candidates(due_until=_UNTIL)))
                    ),
                    "bare facts": lambda: wall_seconds(
                        lambda: [_bare(connection, query) for query in (_CANDIDATES, _ASSIGNEES)]
                    ),
                    "load_facts, as frozen facts": lambda: wall_seconds(
                        lambda: load_facts(connection, due_until=_UNTIL)
                    ),
                }
            )


def _bare(connection: Connection, query: str) -> Sequence[Any]:
    """Ask the driver itself, in the transaction that is open."""
    is_sqlite = connection.dialect.name == "sqlite"
    cursor = connection.connection.cursor()
    cursor.execute(
        query.format(mark="?" if is_sqlite else "%s"), (_UNTIL.isoformat() if is_sqlite else _UNTIL,)
    )
    rows: Sequence[Any] = cursor.fetchall()
    cursor.close()
    return rows


def _fill(engine: Engine, size: int) -> None:
    """Fill the tables inside the database: a million rows by the driver would take minutes."""
    with db.writing(engine) as connection:
        connection.execute(sa.insert(c.plan), [plan_row()])
        offices = [
            {"id": n, "name": f"第{n}中心", "short_name": "", "state": OfficeState.VERIFIED}
            | {"position": n, "link_version": 1, "note": ""}
            for n in range(1, _OFFICES + 1)
        ]
        connection.execute(sa.insert(c.office), offices)
        given = {"size": size, "offices": _OFFICES, "due": RUN_DAY, "far": _FAR, "told": _TOLD_ON}
        for statement in (_TASKS, _ASSIGNMENTS):
            connection.execute(_numbered(statement, is_sqlite=db.is_sqlite(engine)), given)
    with db.writing(engine) as connection:
        connection.exec_driver_sql("ANALYZE")


_TASKS = """
    INSERT INTO task (id, plan_id, number, title, title_key, nth, position, place, source_text, period,
        office_words, group_words, due_on, original_due_on, due_basis, due_rule, recurrence, status,
        group_only, return_count, confidence, flags, registered_on, version)
    SELECT n, 1, '2024-' || n, '推进义务教育优质发展第' || n || '项', CAST(n AS TEXT), 1, n, '', '', '',
        '', '', CASE WHEN n % 100 = 0 THEN :due ELSE :far END, :far, 'stated', 'stated', '', 'open',
        {no}, 0, 1.0, '', :told, 1
    FROM {numbers}
"""
_ASSIGNMENTS = """
    INSERT INTO assignment (task_id, office_id, position, role, printed_name, round, told_on)
    SELECT n, n % :offices + 1, 0, 'responsible', '', 0, :told FROM {numbers}
"""


def _numbered(statement: str, *, is_sqlite: bool) -> sa.TextClause:
    """Return a statement with the numbers from 1 to ``:size`` as the database counts them."""
    if is_sqlite:
        counted = "WITH RECURSIVE one_to(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one_to WHERE n < :size)"
        text, numbers, no = counted + statement, "one_to", "0"
    else:
        text, numbers, no = statement, "generate_series(1, :size) AS n", "false"
    dates = [sa.bindparam(name, type_=sa.Date) for name in ("due", "far", "told") if f":{name}" in text]
    return sa.text(text.format(numbers=numbers, no=no)).bindparams(*dates)
