"""Daily passes with restarts and kill -9 on random days: what left is what leaves when nothing goes wrong.

Offices report, the supervision office returns, closes and releases by the same script in both lives.
DUBAN_TEST_WHOLE_YEAR=1 lives through every day of 2026 instead of its first months.
"""

import os
import random
import shutil
import signal
import sys
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from bureau import Bureau, build_bureau
from scripted_year import SCRIPT, START, fill
from smtp_server import SmtpServer
from sqlalchemy.engine import Engine

from models import db, store_notices
from models.kinds import MessageState, NoticeState
from notifiers.smtp import SmtpNotifier, SmtpSettings
from scheduler.delivery import sending_lock
from scheduler.run import RunReport, run_once
from scheduler.services import SHANGHAI

IS_WHOLE_YEAR = os.environ.get("DUBAN_TEST_WHOLE_YEAR", "") not in ("", "0")
END = date(2026, 12, 31) if IS_WHOLE_YEAR else date(2026, 2, 28)
END_ON_POSTGRES = date(2026, 12, 31) if IS_WHOLE_YEAR else date(2026, 1, 31)
CONNECTIONS = 2


@dataclass
class Life:
    """One bureau's year: its process, which can be replaced, and the relay that keeps what arrived."""

    bureau: Bureau
    relay: SmtpServer

    def start_process(self) -> None:
        """Open anew everything that ends with a process; what is left are values that never change."""
        old = self.bureau.services.engine
        old.dispose()
        engine = db.open_engine(old.url.render_as_string(hide_password=False))
        notifier = SmtpNotifier(SmtpSettings(self.relay.host, self.relay.port, connections=CONNECTIONS))
        self.bureau.services = replace(self.bureau.services, engine=engine, notifier=notifier)

    def tick(self, day: date, at: time) -> RunReport:
        """Make one pass as the command does, under the lock."""
        self.bureau.clock.put(day, at)
        with sending_lock(self.bureau.services):
            return run_once(day, self.bureau.services)

    def act(self, day: date) -> None:
        """Let people do what the script has for a day, after its passes."""
        self.bureau.clock.put(day, time(15))
        for act in SCRIPT.get(day, ()):
            act(self.bureau, day)

    def killed_tick(self, day: date, nth: int) -> bool:
        """Make a pass in a process of its own that is killed at its n-th moment; False if it had fewer."""
        self.bureau.services.engine.dispose()
        child = os.fork()
        if child == 0:
            try:
                self.start_process()
                at_each_moment(self.bureau.services.engine, _Death(nth))
                self.tick(day, time(8, 30))
                os._exit(0)
            finally:
                traceback.print_exc(file=sys.__stderr__)
                os._exit(1)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, -signal.SIGKILL), f"the pass of {day} failed before its moment {nth}"
        until_alone(self.bureau.services.engine)
        return code != 0


class _Death:
    """Kills this very process at the n-th call."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def __call__(self) -> None:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)


def at_each_moment(engine: Engine, call: Callable[[], None]) -> None:
    """Call before each statement that writes and before each commit of a database."""

    def before_statement(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            call()

    def before_commit(_: object) -> None:
        call()

    sa.event.listen(engine, "before_cursor_execute", before_statement)
    sa.event.listen(engine, "commit", before_commit)


def until_alone(engine: Engine) -> None:
    """Return once the database server has noticed that a killed client is gone."""
    if db.is_sqlite(engine):
        return
    others = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        while connection.scalar(others):
            connection.rollback()


def days(end: date) -> list[date]:
    return [START + timedelta(days=n) for n in range((end - START).days + 1)]


@dataclass(frozen=True)
class Calm:
    """A pass that nothing disturbed: at how many moments it might have been killed, and whether it spoke."""

    moments: int
    has_mail: bool


def live_calmly(life: Life, end: date) -> dict[date, Calm]:
    """One process, one pass a day."""
    passes, passed = {}, Counter[str]()
    life.start_process()
    at_each_moment(life.bureau.services.engine, lambda: passed.update(["moment"]))
    for today in days(end):
        passed.clear()
        report = life.tick(today, time(8, 30))
        passes[today] = Calm(passed.total(), has_mail=report.messages > 0)
        life.act(today)
    return passes


def live_stormily(life: Life, end: date, calm: dict[date, Calm], chance: random.Random) -> int:
    """The same days, many passes killed at a random moment, many processes new; return the kills."""
    kills = 0
    life.start_process()
    for today in days(end):
        if chance.random() < (0.6 if calm[today].has_mail else 0.1):
            kills += life.killed_tick(today, chance.randint(1, calm[today].moments))
            life.start_process()
            life.tick(today, time(8, 40))
            again = life.tick(today, time(8, 50))
            assert (again.notices, again.messages, again.sent) == (0, 0, 0)
        else:
            if chance.random() < 0.2:
                life.start_process()
            life.tick(today, time(8, 40))
        life.act(today)
    return kills


def said(bureau: Bureau) -> list[tuple[str, tuple[NoticeState, date, str]]]:
    """Every notice with what became of it."""
    with db.reading(bureau.services.engine) as connection:
        rows = store_notices.notices(connection)
    assert all(row.left_on for row in rows if row.message_id)
    # The key of a lapsed notice ends with the number of its row, and killed transactions use up numbers.
    keys = [row.dedupe_key.partition("/lapsed:")[0] for row in rows]
    facts = ((row.state, row.planned_on, str(row.left_on)) for row in rows)
    return sorted(zip(keys, facts, strict=True))


@dataclass
class Arrived:
    """What the relay has: the copies of each message by its Message-ID."""

    copies: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def at(cls, relay: SmtpServer) -> "Arrived":
        arrived = cls()
        for received in relay.messages:
            arrived.copies[str(message_from_bytes(received.data)["Message-ID"])].append(received.data)
        return arrived

    @property
    def mails(self) -> list[tuple[str, str, date]]:
        """Recipient, subject and day of each message, once however many copies came."""
        return sorted(_as_read(message_from_bytes(copies[0])) for copies in self.copies.values())

    @property
    def extra_copies(self) -> int:
        return sum(len(copies) - 1 for copies in self.copies.values())


def _as_read(mail: "Message[Any, Any]") -> tuple[str, str, date]:
    day = parsedate_to_datetime(str(mail["Date"])).astimezone(SHANGHAI).date()
    return str(mail["To"]).rpartition("<")[2], str(make_header(decode_header(str(mail["Subject"])))), day


@pytest.fixture
def calm(sqlite_template: Path, tmp_path: Path, make_smtp_server: Callable[[], SmtpServer]) -> Iterator[Life]:
    shutil.copyfile(sqlite_template, tmp_path / "calm.db")
    life = Life(build_bureau(db.open_engine(f"sqlite:///{tmp_path}/calm.db")), make_smtp_server())
    fill(life.bureau)
    yield life
    life.bureau.services.engine.dispose()


def stormy_life(engine: Engine, relay: SmtpServer) -> Life:
    life = Life(build_bureau(engine), relay)
    fill(life.bureau)
    return life


@pytest.mark.slow
# Only the thread of the relay runs beside the fork, and the child has no use for it.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize(
    ("database", "end"),
    [("sqlite", END), pytest.param("postgres", END_ON_POSTGRES, marks=pytest.mark.postgres)],
)
def test_restarts_and_kills_change_nothing(
    request: pytest.FixtureRequest, calm: Life, smtp_server: SmtpServer, database: str, end: date
) -> None:
    """Each notice is mailed once, on the day and to the office of a year in which nothing went wrong."""
    stormy = stormy_life(request.getfixturevalue(f"{database}_engine"), smtp_server)

    passes = live_calmly(calm, end)
    kills = live_stormily(stormy, end, passes, random.Random(7))

    undisturbed, arrived = Arrived.at(calm.relay), Arrived.at(stormy.relay)
    messages = [m for m in stormy.bureau.messages() if m.state is not MessageState.CANCELLED]
    assert kills >= 5
    assert said(stormy.bureau) == said(calm.bureau)
    assert {m.state for m in messages} == {MessageState.SENT}
    assert set(arrived.copies) == {m.message_id for m in messages}
    assert arrived.mails == undisturbed.mails
    assert all(len(set(copies)) == 1 for copies in arrived.copies.values())
    assert arrived.extra_copies <= CONNECTIONS * kills
    assert undisturbed.extra_copies == 0
    stormy.bureau.services.engine.dispose()
