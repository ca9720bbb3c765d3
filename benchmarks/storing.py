"""Ten thousand notices and as many messages into the stores, against the driver's ``executemany``.

A message costs a pass one statement for the row and one for its bytes, because each office has its own
transaction; the yardstick writes the same rows at once.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy.engine import Connection, Engine

from benchmarks.figures import Entry, Figure, Skipped, Target
from benchmarks.measure import Spread, growth, wall_seconds
from benchmarks.scale import Scale
from benchmarks.servers import POSTGRES, SQLITE, database, missing
from benchmarks.worlds import NOW, PLAN_ID, RUN_DAY, fill
from models import db, store_outbox
from models.kinds import MessageState, NoticeState
from models.store_notices import add_notices
from models.store_outbox import Attempt
from rules.facts import Notice, NoticeKind

SUBJECT = "rows"
_DATA = b"Subject: =?utf-8?B?5Yqe5LqL?=\r\n\r\n" + b"5Yqe5LqL5o+Q6YaS5Yqe5LqL5o+Q6YaS\r\n" * 300
_TARGETS = {SQLITE: Target(4), POSTGRES: Target(1.5)}
_CLAIM = 50
_NOTICES, _MESSAGES, _MARKS = "notices", "messages with bytes", "claims and marks"
#: Marks are taken at a tenth of the size: on PostgreSQL three changes of a row in one transaction are slow.
_FEWER = 10


def measure(scale: Scale) -> Iterator[Entry]:
    """Measure on each database at two sizes."""
    sizes = scale.sizes(1_000, 10_000)
    for kind in (SQLITE, POSTGRES):
        if reason := missing(kind):
            yield Skipped(SUBJECT, reason)
            continue
        with database(kind, scale.folder) as engine:
            fill(engine, office_count=max(sizes), tasks_each=1)
            found = [_at(scale, engine, size) for size in sizes]
        for name, target in ((_NOTICES, _TARGETS[kind]), (_MESSAGES, None), (_MARKS, None)):
            exponent = growth(sizes, [spreads[name] for spreads in found])
            for size, spreads in zip(sizes, found, strict=True):
                yield Figure(
                    subject=SUBJECT,
                    what=f"{name}; {kind}",
                    size=f"{size // _FEWER if name == _MARKS else size:,} rows",
                    product=spreads[name].times(1000),
                    yardstick=spreads[f"bare {name}"].times(1000),
                    against="driver's executemany",
                    unit="ms",
                    growth=exponent,
                    target=target,
                )


def _at(scale: Scale, engine: Engine, size: int) -> dict[str, Spread]:
    notices = [_notice(number) for number in range(size)]
    marked = max(size // _FEWER, 1)
    return scale.in_turn(
        {
            f"bare {_NOTICES}": lambda: _timed(engine, lambda con: _bare_notices(con, notices)),
            _NOTICES: lambda: _timed(
                engine, lambda con: add_notices(con, notices, planned_on=RUN_DAY, state=NoticeState.HELD)
            ),
            f"bare {_MESSAGES}": lambda: _timed(engine, lambda con: _bare_messages(con, size)),
            _MESSAGES: lambda: _timed(engine, lambda con: _messages(con, size)),
            f"bare {_MARKS}": lambda: _timed(engine, lambda con: _bare_marks(con, marked), marked),
            _MARKS: lambda: _timed(engine, _marks, marked),
        }
    )


def _timed(engine: Engine, work: Callable[[Connection], object], waiting: int = 0) -> float:
    """Return the seconds of one transaction of work over empty tables, or over waiting messages."""
    _empty(engine)
    if waiting:
        with db.writing(engine) as connection:
            _bare_messages(connection, waiting)

    def transaction() -> None:
        with db.writing(engine) as connection:
            work(connection)

    return wall_seconds(transaction)


def _empty(engine: Engine) -> None:
    """Empty the tables without asking row by row who refers to it."""
    tables = ("delivery", "notice", "message_body", "message")
    with db.rebuilding(engine) as connection:
        if not db.is_sqlite(engine):
            connection.exec_driver_sql(f"TRUNCATE {', '.join(tables)} CASCADE")
            return
        for table in tables:
            connection.exec_driver_sql(f"DELETE FROM {table}")


def _notice(number: int) -> Notice:
    return Notice(
        kind=NoticeKind.REMINDER,
        office_id=number + 1,
        task_id=number + 1,
        plan_id=PLAN_ID,
        stage="T-3",
        round=0,
        reason="距到期3个工作日",
        due_on=RUN_DAY + timedelta(days=3),
    )


def _messages(connection: Connection, size: int) -> None:
    for number in range(size):
        store_outbox.add_message(
            connection,
            _DATA,
            message_id=f"<{number}@example.org>",
            recipient=f"office{number}@example.org",
            recipient_name="教育服务中心",
            office_id=number + 1,
            plan_id=PLAN_ID,
            run_on=RUN_DAY,
            slot=f"digest:{number}",
            kind="reminder",
            subject="重点工作提醒",
            state=MessageState.PENDING,
            reason="",
            due_on=RUN_DAY,
            created_at=NOW,
            next_try_at=NOW,
            attempt_count=0,
        )


def _marks(connection: Connection) -> None:
    """Claim and mark as the sender does, fifty at a time."""
    lease = NOW + timedelta(seconds=60)
    while claimed := store_outbox.claim(connection, now=NOW, lease_until=lease, limit=_CLAIM):
        attempts = [
            Attempt(one.id, one.attempt, NOW, NOW, MessageState.SENT, 250, "ok", NOW) for one in claimed
        ]
        store_outbox.finish(connection, attempts)


def _bare_notices(connection: Connection, notices: list[Notice]) -> None:
    columns = (
        "dedupe_key, kind, task_id, plan_id, office_id, stage, round, reason, due_on, state, planned_on,"
        " released_by, decision_note, number_words, subject_words, opening_words, closing_words, skip_leader"
    )
    day, due_on = _day(connection, 0), _day(connection, 3)
    rows = [
        (
            *(one.dedupe_key, one.kind.value, one.task_id, one.plan_id, one.office_id, one.stage, one.round),
            *(one.reason, due_on, "held", day, "", "", "", "", "", "", False),
        )
        for one in notices
    ]
    _executemany(connection, "notice", columns, rows, "ON CONFLICT DO NOTHING")


def _bare_messages(connection: Connection, size: int) -> None:
    columns = (
        "id, message_id, recipient, recipient_name, office_id, plan_id, run_on, slot, kind, subject, state,"
        " reason, due_on, created_at, next_try_at, attempt_count"
    )
    day, now = _day(connection, 0), _moment(connection)
    rows = [
        (
            *(number + 1, f"<{number}@example.org>", f"office{number}@example.org", "教育服务中心"),
            *(number + 1, PLAN_ID, day, f"digest:{number}", "reminder", "重点工作提醒"),
            *("pending", "", day, now, now, 0),
        )
        for number in range(size)
    ]
    bodies = [
        (number + 1, hashlib.sha256(_DATA).hexdigest(), len(_DATA), zlib.compress(_DATA, 6))
        for number in range(size)
    ]
    _executemany(connection, "message", columns, rows)
    _executemany(connection, "message_body", "message_id, sha256, size, content", bodies)


def _bare_marks(connection: Connection, size: int) -> None:
    """Do by hand what a claim and a mark do: read the bytes, note the attempt, change two rows."""
    mark, now = _mark(connection), _moment(connection)
    cursor = connection.connection.cursor()
    for start in range(1, size + 1, _CLAIM):
        ids = list(range(start, min(start + _CLAIM, size + 1)))
        marks = ", ".join([mark] * len(ids))
        cursor.execute(f"UPDATE message SET state = 'sending' WHERE id IN ({marks})", ids)
        cursor.execute(f"SELECT content FROM message_body WHERE message_id IN ({marks})", ids)
        for (content,) in cursor.fetchall():
            zlib.decompress(content)
        attempts = [(one, 1, now, "", "") for one in ids]
        _executemany(connection, "delivery", "message_id, attempt, started_at, outcome, text", attempts)
        ends = [(now, one) for one in ids]
        where = f"WHERE message_id = {mark}"
        cursor.executemany(f"UPDATE delivery SET outcome = 'sent', finished_at = {mark} {where}", ends)
        cursor.executemany(f"UPDATE message SET state = 'sent', sent_at = {mark} WHERE id = {mark}", ends)
    cursor.close()


def _executemany(
    connection: Connection, table: str, columns: str, rows: list[tuple[Any, ...]], end: str = ""
) -> None:
    marks = ", ".join([_mark(connection)] * len(rows[0]))
    cursor = connection.connection.cursor()
    cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks}) {end}", rows)
    cursor.close()


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"


def _day(connection: Connection, after: int) -> object:
    day = RUN_DAY + timedelta(days=after)
    return day.isoformat() if connection.dialect.name == "sqlite" else day


def _moment(connection: Connection) -> object:
    """Return the moment as the stores write it."""
    return f"{NOW:%Y-%m-%d %H:%M:%S.%f}" if connection.dialect.name == "sqlite" else NOW
