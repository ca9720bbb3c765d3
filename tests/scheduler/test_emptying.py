"""Sending until nothing waits, with a clock that only moves while somebody sleeps."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from bureau import SUPERVISOR, Bureau, StandingClock, build_bureau
from sqlalchemy.engine import Engine

from models import db
from notifiers.base import PermanentError, TransientError, UnknownOutcomeError
from scheduler.claims import LOCK_LOST
from scheduler.emptying import Emptied, Patience, send_waiting
from scheduler.planning import plan_day
from scheduler.sending import pause

DAY = date(2024, 2, 27)


@dataclass
class Sleeper:
    """Moves the clock instead of waiting."""

    clock: StandingClock
    slept: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.now += timedelta(seconds=seconds)


@pytest.fixture
def waiting(sqlite_bureau: Bureau) -> Bureau:
    """A bureau with one message that could not leave."""
    sqlite_bureau.add_offices("督导室")
    sqlite_bureau.add_plan(2024, on=DAY)
    sqlite_bureau.add_task("印发清单", date(2024, 12, 31), "督导室")
    sqlite_bureau.channel.fail_next(TransientError("later"))
    sqlite_bureau.tick(DAY)
    return sqlite_bureau


def _send(bureau: Bureau, **patience: object) -> tuple[Emptied, Sleeper, list[str]]:
    sleeper, said = Sleeper(bureau.clock), list[str]()
    emptied = send_waiting(
        bureau.services,
        Patience(**patience),  # type: ignore[arg-type]  # keywords of the case
        sleep=sleeper,
        on_ready=lambda: said.append("ready"),
    )
    return emptied, sleeper, said


def test_one_round_leaves_what_has_to_wait(waiting: Bureau) -> None:
    """Without ``until_empty`` a message in its back-off waits, and nobody sleeps."""
    emptied, sleeper, said = _send(waiting)

    assert (emptied.waiting, emptied.is_complete, sleeper.slept, said) == (1, False, [], ["ready"])


def test_it_waits_through_back_off(waiting: Bureau) -> None:
    """It looks every second, sends when the moment has come, and says ready once."""
    waiting.channel.fail_next(UnknownOutcomeError("no answer"), stored=True)

    emptied, sleeper, said = _send(waiting, until_empty=True)

    assert (emptied.waiting, emptied.given_up, emptied.outcomes.sent) == (0, 0, 1)
    assert emptied.is_complete
    assert max(sleeper.slept) <= 1.0
    assert sum(sleeper.slept) >= 2 * 0.8 * 300
    assert said == ["ready"]


def test_it_stops_when_time_is_up(waiting: Bureau) -> None:
    """A limit ends the waiting, and what waits is counted."""
    ends_at = waiting.clock.now + timedelta(seconds=30)

    emptied, sleeper, _ = _send(waiting, until_empty=True, ends_at=ends_at)

    assert emptied.waiting == 1
    assert sum(sleeper.slept) == pytest.approx(30)


def test_it_stops_when_sending_is_paused(waiting: Bureau) -> None:
    """Nobody waits for a switch that a person has thrown."""
    pause(waiting.services, SUPERVISOR)

    emptied, sleeper, said = _send(waiting, until_empty=True)

    assert (emptied.waiting, sleeper.slept, said) == (1, [], [])


def test_a_message_given_up_is_counted(waiting: Bureau) -> None:
    """A refusal for good ends the waiting, and is no success."""
    waiting.clock.now += timedelta(hours=1)
    waiting.channel.fail_next(PermanentError("no such user"))

    emptied, _, _ = _send(waiting, until_empty=True)

    assert (emptied.waiting, emptied.given_up, emptied.is_complete) == (0, 1, False)


def test_nobody_waits_for_the_end_of_pilot_mode(waiting: Bureau) -> None:
    """What was tried under its own address waits until pilot mode ends; sending is done without it."""
    waiting.with_mail(redirect_to="pilot@example.org")

    emptied, sleeper, _ = _send(waiting, until_empty=True)

    assert (emptied.waiting, emptied.is_complete, sleeper.slept) == (0, True, [])


_HANG_UP = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
    WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@pytest.mark.postgres
def test_it_ends_when_another_program_has_the_lock(postgres_engine: Engine) -> None:
    """A lock lost for good is said once; it does not look for it twenty times a second."""
    bureau = build_bureau(postgres_engine)
    bureau.clock.put(DAY)
    bureau.add_many_offices(2, lambda _: DAY)
    plan_day(bureau.services, today=DAY)
    other = db.open_engine(postgres_engine.url.render_as_string(hide_password=False))

    with db.exclusive(postgres_engine):
        with db.writing(other) as connection:
            connection.exec_driver_sql(_HANG_UP)
        with db.exclusive(other):
            emptied, sleeper, _ = _send(
                bureau, until_empty=True, ends_at=bureau.clock() + timedelta(seconds=5)
            )
    other.dispose()

    assert (emptied.outcomes.trouble, emptied.waiting, sleeper.slept) == (LOCK_LOST, 2, [])
