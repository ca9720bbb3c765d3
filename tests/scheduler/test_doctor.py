"""What the doctor finds on a day, and what it leaves alone."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from bureau import Bureau

from models import db
from models import tables as c
from models.kinds import MessageState
from notifiers.base import ChannelDownError, PermanentError, TransientError
from scheduler.doctor import Level, database_version, examine

MONDAY = date(2024, 3, 18)
TUESDAY = date(2024, 3, 19)


@pytest.fixture
def busy(sqlite_bureau: Bureau) -> Bureau:
    """A bureau with a reachable office, a task and a pass on Monday."""
    sqlite_bureau.add_offices("督导室")
    sqlite_bureau.add_plan(2024, on=MONDAY)
    sqlite_bureau.add_task("印发清单", date(2024, 3, 31), "督导室")
    sqlite_bureau.tick(MONDAY)
    return sqlite_bureau


def _levels(bureau: Bureau, today: date) -> dict[str, Level]:
    return {finding.name: finding.level for finding in examine(bureau.services, today=today)}


def test_after_a_pass_nothing_is_left_unsaid(busy: Bureau) -> None:
    """A bureau whose pass has run is well."""
    assert {name for name, level in _levels(busy, MONDAY).items() if level is Level.PROBLEM} == set()


def test_a_late_task_waits_for_the_next_digest(busy: Bureau) -> None:
    """What is added after the day's digest is tomorrow's, and no fault of today."""
    busy.add_task("补充的一项", date(2024, 3, 31), "督导室")

    assert _levels(busy, MONDAY)["unsaid"] is Level.OK


def test_what_a_pass_of_today_left_out_is_a_problem(busy: Bureau) -> None:
    """Something due for a reachable office without a notice, although today's pass has run."""
    busy.add_offices("秘书处")
    busy.add_task("另一个单位的一项", date(2024, 3, 31), "秘书处")

    assert _levels(busy, MONDAY)["unsaid"] is Level.PROBLEM


@pytest.mark.parametrize(
    ("day", "at", "level"),
    [
        (TUESDAY, time(7, 0), Level.WARNING),
        (TUESDAY, time(17, 45), Level.PROBLEM),
        (TUESDAY + timedelta(days=1), time(7, 0), Level.PROBLEM),
    ],
)
def test_a_pass_that_did_not_run(day: date, at: time, level: Level, busy: Bureau) -> None:
    """Before the hours of a day its pass is still to come; after them its absence is a problem."""
    busy.add_offices("秘书处")
    busy.add_task("另一个单位的一项", date(2024, 3, 31), "秘书处")
    busy.clock.put(day, at)

    assert _levels(busy, day)["unsaid"] is level


def test_a_rest_day_asks_nothing(busy: Bureau) -> None:
    """On a Sunday nothing is due."""
    assert _levels(busy, date(2024, 3, 24))["unsaid"] is Level.OK


def test_refused_mail_is_a_problem_until_another_reaches_the_office(busy: Bureau) -> None:
    """A refused message needs a hand; a later one that arrives makes it good."""
    busy.add_offices("秘书处")
    busy.add_task("另一个单位的一项", date(2024, 3, 31), "秘书处")
    busy.channel.fail_next(PermanentError("no such user"))
    busy.tick(TUESDAY)
    refused = _levels(busy, TUESDAY)["messages"]
    busy.tick(date(2024, 3, 27))

    assert refused is Level.PROBLEM
    assert _levels(busy, date(2024, 3, 27))["messages"] is Level.OK


def test_mail_that_only_waits_is_no_problem(busy: Bureau) -> None:
    """A message in its back-off takes care of itself."""
    busy.add_offices("秘书处")
    busy.add_task("另一个单位的一项", date(2024, 3, 31), "秘书处")
    busy.channel.fail_next(TransientError("later"))
    busy.tick(TUESDAY)

    assert _levels(busy, TUESDAY)["messages"] is Level.OK


def test_a_message_left_in_sending_is_a_problem_once_its_lease_is_over(busy: Bureau) -> None:
    """A sender that died is seen when the time of its claim has run out."""
    now = busy.clock()
    with db.writing(busy.services.engine) as connection:
        values = {"state": MessageState.SENDING, "lease_until": now + timedelta(seconds=60)}
        connection.execute(c.message.update().values(**values))
    alive = _levels(busy, MONDAY)["messages"]
    busy.clock.now = now + timedelta(seconds=61)

    assert (alive, _levels(busy, MONDAY)["messages"]) == (Level.OK, Level.PROBLEM)


def test_the_channel_is_asked(busy: Bureau) -> None:
    """A channel that cannot be reached is named with its own words."""
    busy.channel.refuse_next(ChannelDownError("relay is asleep"))

    finding = next(one for one in examine(busy.services, today=MONDAY) if one.name == "relay")

    assert (finding.level, finding.message) == (Level.PROBLEM, "relay is asleep")


def test_what_is_not_filled_in_is_only_a_warning(busy: Bureau) -> None:
    """Letterhead settings are warned of while they are empty."""
    filled = busy.with_mail(supervision_email="ducha@example.org")
    assert _levels(filled, MONDAY)["supervision_email"] is Level.OK
    filled.services = replace(filled.services, bureau=replace(filled.services.bureau, phone=""))

    assert _levels(filled, MONDAY)["supervision_phone"] is Level.WARNING


@pytest.mark.parametrize(
    ("version", "level"),
    [(None, Level.OK), ((3, 45, 1), Level.OK), ((3, 35, 0), Level.OK), ((3, 34, 1), Level.PROBLEM)],
)
def test_a_sqlite_too_old_is_said(version: tuple[int, ...] | None, level: Level) -> None:
    """RETURNING came with SQLite 3.35: with an older one nothing could be cancelled; PostgreSQL has none."""
    found = database_version(version)

    assert (found.name, found.level) == ("database_version", level)
    assert level is Level.OK or found.message.startswith("SQLite 是3.34.1，太旧，至少要3.35")


def test_the_doctor_asks_for_the_version(busy: Bureau) -> None:
    """It is one of the questions, before the others."""
    assert _levels(busy, MONDAY)["database_version"] is Level.OK
