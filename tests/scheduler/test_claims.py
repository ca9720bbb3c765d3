"""What a run holds: no end of an attempt is forgotten, no claim outlives its lease, a pause is heard."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from bureau import SUPERVISOR, Bureau

from models import db, store_messages, store_outbox
from models.kinds import MessageState
from models.store_outbox import Attempt, Claimed
from notifiers.base import Accepted, ChannelDownError, Envelope, UnknownOutcomeError
from scheduler import sending
from scheduler.checking import close_task
from scheduler.claims import Claims
from scheduler.delivery import Outcomes, deliver
from scheduler.endings import sent
from scheduler.planning import plan_day

DAY = date(2024, 3, 27)
OFFICES = 70
"""More than are claimed at once."""
LEASE = timedelta(seconds=60)


@pytest.fixture
def queue(bureau: Bureau) -> Bureau:
    """One planned message for each of many offices."""
    bureau.clock.put(DAY)
    bureau.add_many_offices(OFFICES, lambda n: DAY + timedelta(days=n // 40))
    plan_day(bureau.services, today=DAY)
    return bureau


def run(bureau: Bureau) -> Outcomes:
    return deliver(bureau.services, today=DAY)


def at_message(bureau: Bureau, number: int, act: Callable[[], None]) -> None:
    """Let something happen while the n-th message is on its way."""
    take = bureau.channel.take

    def take_and_act(envelope: Envelope) -> Accepted:
        accepted = take(envelope)
        if len(bureau.channel.envelopes) == number:
            act()
        return accepted

    bureau.channel.take = take_and_act  # type: ignore[method-assign]


@contextmanager
def full_disk(bureau: Bureau, *, times: int) -> Iterator[None]:
    """Let the database refuse to write the ends of attempts so many times."""
    left = [times]

    def refuse(_: object, __: object, statement: str, *___: Any) -> None:
        if statement.startswith("UPDATE delivery") and left[0]:
            left[0] -= 1
            raise OSError("disk full")

    sa.event.listen(bureau.services.engine, "before_cursor_execute", refuse)
    yield
    sa.event.remove(bureau.services.engine, "before_cursor_execute", refuse)


@contextmanager
def database_away(bureau: Bureau, *, until: datetime) -> Iterator[None]:
    """Let the database answer nobody until a moment."""

    def refuse(*_: Any) -> None:
        if bureau.clock() < until:
            raise OSError("no database")

    sa.event.listen(bureau.services.engine, "before_cursor_execute", refuse)
    yield
    sa.event.remove(bureau.services.engine, "before_cursor_execute", refuse)


def states(bureau: Bureau) -> dict[MessageState, int]:
    with db.reading(bureau.services.engine) as connection:
        return store_messages.state_counts(connection)


def claim(bureau: Bureau, limit: int = 100) -> list[Claimed]:
    now = bureau.clock()
    with db.writing(bureau.services.engine) as connection:
        return store_outbox.claim(connection, now=now, lease_until=now + LEASE, limit=limit)


def claim_again(bureau: Bureau, claimed: Claimed) -> Claimed:
    now = bureau.clock()
    with db.writing(bureau.services.engine) as connection:
        return store_outbox.take(connection, [claimed.id], now=now, lease_until=now + LEASE)[0]


def take_back(bureau: Bureau) -> None:
    with db.writing(bureau.services.engine) as connection:
        store_outbox.take_back(connection, now=bureau.clock(), all_leases=False)


def finish(bureau: Bureau, claimed: Claimed) -> MessageState:
    now = bureau.clock()
    end = Attempt(claimed.id, claimed.attempt, now, now, MessageState.SENT, 250, "ok", now)
    with db.writing(bureau.services.engine) as connection:
        store_outbox.finish(connection, [end])
        return store_messages.message(connection, claimed.id).state


def test_an_end_that_could_not_be_written_is_not_forgotten(
    queue: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    """The database refuses once: the run stops, writes later what was accepted, and nothing goes twice."""
    with full_disk(queue, times=1):
        first = run(queue)
    stopped = states(queue)
    second = run(queue)

    assert "记不进数据库" in first.trouble
    assert "alarm=marks_not_written" in caplog.text
    assert stopped == {MessageState.SENT: first.sent, MessageState.PENDING: OFFICES - first.sent}
    assert first.sent + second.sent == len(queue.channel.envelopes) == OFFICES


def test_a_database_that_stays_full_is_an_error(queue: Bureau, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing more is sent than could not be written; the rest is given back, and the run says so."""
    queue.with_mail(lease_seconds=1)
    with full_disk(queue, times=1000), pytest.raises(OSError, match="disk full"):
        run(queue)

    assert "alarm=marks_lost" in caplog.text
    assert len(queue.channel.envelopes) == 4
    assert states(queue) == {MessageState.SENDING: 4, MessageState.PENDING: OFFICES - 4}


@pytest.mark.parametrize(("seconds", "is_written"), [(45, True), (75, False)])
def test_an_accepted_mail_waits_for_the_database_as_long_as_its_lease(
    queue: Bureau, seconds: int, is_written: bool
) -> None:
    """A database that starts anew takes its time; after the lease another sender may hold the message."""
    waits: list[float] = []

    async def sleep(pause: float) -> None:
        waits.append(pause)
        queue.clock.now += timedelta(seconds=pause)

    claims = Claims(queue.services, DAY, None, sleep=sleep)
    assert claims.claim()
    for _ in range(3):
        claimed = claims.next()
        assert claimed
        claims.keep(sent(queue.services, claimed, queue.clock(), Accepted(250, "ok")))
    begun = queue.clock()

    with database_away(queue, until=begun + timedelta(seconds=seconds)):
        if is_written:
            asyncio.run(claims.mark_at_last())
        else:
            with pytest.raises(OSError, match="no database"):
                asyncio.run(claims.mark_at_last())

    assert states(queue).get(MessageState.SENT, 0) == 3 * is_written
    assert sum(waits) <= LEASE.total_seconds()
    assert len(waits) < 30


def test_a_pause_stops_a_running_pass(queue: Bureau) -> None:
    """全部暂停发送 in the middle of a pass: what is on its way ends, the rest waits untried."""
    at_message(queue, 10, lambda: sending.pause(queue.services, SUPERVISOR))

    outcomes = run(queue)

    assert (10 <= outcomes.sent < 15, outcomes.trouble) == (True, "全部暂停发送")
    assert states(queue) == {MessageState.SENT: outcomes.sent, MessageState.PENDING: OFFICES - outcomes.sent}


def test_a_batch_that_no_longer_holds_does_not_end_the_run(queue: Bureau) -> None:
    """More messages than a batch lost their tasks: those behind them leave in the same pass."""
    for title in list(queue.tasks)[:60]:
        close_task(queue.services, SUPERVISOR, queue.tasks[title], today=DAY)

    assert run(queue).sent == OFFICES - 60


def test_leases_are_renewed_while_a_run_lasts(queue: Bureau) -> None:
    """However slow the pace, nobody can take what a living run holds."""

    def pass_time() -> None:
        queue.clock.now += timedelta(seconds=6)
        take_back(queue)

    for number in range(1, OFFICES):
        at_message(queue, number, pass_time)

    assert run(queue).sent == OFFICES
    assert {message.attempt_count for message in queue.messages()} == {1}


def test_what_was_held_too_long_is_not_sent(queue: Bureau) -> None:
    """A sender that slept past its lease sends nothing that another one holds by now."""

    def sleep() -> None:
        queue.clock.now += LEASE
        queue.clock.now += timedelta(seconds=1)
        take_back(queue)
        claim(queue)

    at_message(queue, 1, sleep)

    assert run(queue).sent == 1
    assert {message.attempt_count for message in queue.messages()} == {1, 2}


def test_a_former_holder_ends_nothing(queue: Bureau) -> None:
    """What another sender claimed since is his; what was only taken back is known again."""
    first, second = claim(queue, limit=2)
    queue.clock.now += 2 * LEASE
    take_back(queue)
    other = claim_again(queue, first)

    assert (finish(queue, first), finish(queue, second)) == (MessageState.SENDING, MessageState.SENT)
    with db.writing(queue.services.engine) as connection:
        store_outbox.release_claims(connection, [first], next_try_at=queue.clock())
    assert finish(queue, other) is MessageState.SENT


def test_unknown_stays_unknown_when_it_is_put_back(queue: Bureau) -> None:
    """A message perhaps sent already does not look as if it never was, and keeps the trace of that."""
    (claimed,) = claim(queue, limit=1)
    queue.clock.now += 2 * LEASE
    take_back(queue)
    again = claim_again(queue, claimed)

    with db.writing(queue.services.engine) as connection:
        store_outbox.release_claims(connection, [again], next_try_at=queue.clock())
        message = store_messages.message(connection, again.id)
        attempts = store_messages.deliveries(connection, again.id)

    assert (message.state, message.attempt_count) == (MessageState.UNKNOWN, 1)
    assert [(one.attempt, one.outcome) for one in attempts] == [(1, "")]


def test_a_relay_that_never_answers_does_not_hold_a_run(queue: Bureau) -> None:
    """Five lost answers in a row, nothing accepted between: the rest is not even tried."""
    queue.channel.fail_next(UnknownOutcomeError("timed out"), times=OFFICES)

    outcomes = run(queue)

    assert (outcomes.unknown, outcomes.is_channel_down) == (5, True)


def test_a_relay_that_turned_all_away_is_down(bureau: Bureau) -> None:
    """Also when nothing is left to be tried."""
    bureau.clock.put(DAY)
    bureau.add_offices("基教处")
    bureau.add_plan(2024, on=DAY)
    bureau.add_task("事", DAY, "基教处")
    bureau.channel.fail_next(ChannelDownError("421 too busy"))

    assert bureau.tick(DAY).is_channel_down
