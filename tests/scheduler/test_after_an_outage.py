"""After the relay has been dead for a while: the queue leaves oldest due first, and nothing twice."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes

import pytest
from bureau import SUPERVISOR, Bureau
from smtp_server import SmtpServer

from models import db, store_audit
from models.kinds import MessageState
from models.store_audit import SENDING_PAUSED
from notifiers.smtp import SmtpNotifier, SmtpSettings
from scheduler import sending
from scheduler.delivery import PAUSED_BY_LOGIN, PAUSED_BY_SENDER, Watch, deliver
from scheduler.planning import plan_day
from scheduler.run import RunReport, run_once

DAY = date(2024, 3, 18)
OFFICES = 120
"""More than are claimed at once."""
EVERY = timedelta(minutes=10)
"""How often ``serve`` makes a pass."""


@pytest.fixture
def queue(bureau: Bureau) -> Bureau:
    """Many offices with one task each, due on different days, the nearest not first."""
    bureau.clock.put(DAY)
    bureau.add_many_offices(OFFICES, lambda n: DAY + timedelta(days=n * 7 % 12))
    return bureau


@pytest.fixture
def dead_port() -> Iterator[int]:
    """A port that refuses every connection."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])


def reach(bureau: Bureau, port: int) -> None:
    """Send through a relay by one connection, so that the order of arrival is that of sending."""
    notifier = SmtpNotifier(SmtpSettings("127.0.0.1", port, connections=1, timeout_seconds=5))
    bureau.services = replace(bureau.services, notifier=notifier)


def passes(bureau: Bureau, start: time, count: int) -> list[RunReport]:
    """Let passes follow each other as ``serve`` makes them."""
    moments = [datetime.combine(DAY, start) + n * EVERY for n in range(count)]
    return [bureau.tick(DAY, moment.time()) for moment in moments]


def message_ids(relay: SmtpServer) -> list[str]:
    return [str(message_from_bytes(one.data)["Message-ID"]) for one in relay.messages]


@pytest.mark.parametrize("is_refused", [True, False], ids=["refused", "421 at once"])
def test_the_oldest_due_leave_first(
    queue: Bureau, smtp_server: SmtpServer, dead_port: int, *, is_refused: bool
) -> None:
    """Nothing is blamed while the relay is dead; when it is back one pass empties the queue in order."""
    smtp_server.fault("connect", "421 4.3.2 closing", close=True, times=None)
    reach(queue, dead_port if is_refused else smtp_server.port)
    down = passes(queue, time(8, 30), 3)
    waiting = queue.messages()
    smtp_server.clear_faults()
    reach(queue, smtp_server.port)

    back, later = passes(queue, time(9, 0), 2)

    assert [(report.messages, report.sent, report.is_channel_down) for report in down] == [
        (OFFICES, 0, True),
        (0, 0, True),
        (0, 0, True),
    ]
    assert {(message.state, message.attempt_count) for message in waiting} == {(MessageState.PENDING, 0)}
    assert (back.messages, back.sent, later.sent) == (0, OFFICES, 0)
    assert_all_once_in_order(queue, smtp_server)


def assert_all_once_in_order(bureau: Bureau, relay: SmtpServer) -> None:
    """Every message arrived, once, the oldest due first."""
    arrived, expected = message_ids(relay), bureau.messages()
    assert Counter(arrived) == Counter(message.message_id for message in expected)
    due = {message.message_id: message.due_on or date.max for message in expected}
    assert [due[message_id] for message_id in arrived] == sorted(due.values())
    assert len(set(due.values())) > 5


def test_a_pass_soon_after_does_not_let_newer_ones_overtake(
    queue: Bureau, smtp_server: SmtpServer, dead_port: int
) -> None:
    """What was claimed in vain is the oldest: while it waits, nothing newer leaves before it."""
    reach(queue, dead_port)
    queue.tick(DAY, time(8, 30))
    reach(queue, smtp_server.port)

    soon, later = queue.tick(DAY, time(8, 31)), queue.tick(DAY, time(8, 40))

    assert (soon.sent, later.sent) == (0, OFFICES)
    assert_all_once_in_order(queue, smtp_server)


def test_a_relay_that_turns_everybody_away_is_left_alone(queue: Bureau, smtp_server: SmtpServer) -> None:
    """421 to every recipient ends the pass after a few; the rest is neither tried nor blamed."""
    smtp_server.fault("rcpt", "421 4.7.0 try again later", close=True, times=None)
    reach(queue, smtp_server.port)

    down = queue.tick(DAY, time(8, 30))
    tried = Counter(message.attempt_count for message in queue.messages())
    smtp_server.clear_faults()
    back = queue.tick(DAY, time(9, 0))

    assert (down.sent, down.is_channel_down, tried) == (0, True, {1: 5, 0: OFFICES - 5})
    assert back.sent == OFFICES
    assert_all_once_in_order(queue, smtp_server)


def test_a_relay_that_ends_each_conversation_delays_nobody(queue: Bureau, smtp_server: SmtpServer) -> None:
    """421 to MAIL after a few messages is no fault of the next one, which leaves by the next connection."""
    reach(queue, smtp_server.port)
    plan_day(queue.services, today=DAY)

    ended: set[int] = set()

    def end_the_conversation() -> bool:
        count = len(smtp_server.messages)
        if count % 3 == 2 and count not in ended:
            ended.add(count)
            smtp_server.fault("mail", "421 4.7.0 too many messages", close=True)
        return False

    outcomes = deliver(queue.services, today=DAY, watch=Watch(should_stop=end_the_conversation))

    assert (outcomes.sent, outcomes.failed) == (OFFICES, 0)
    assert_all_once_in_order(queue, smtp_server)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("530 5.7.0 authentication required", PAUSED_BY_LOGIN),
        ("550 5.7.1 sender rejected", PAUSED_BY_SENDER),
        ("553 5.1.8 sender domain", PAUSED_BY_SENDER),
    ],
)
def test_a_refusal_of_our_own_account_pauses_everything(
    queue: Bureau, smtp_server: SmtpServer, answer: str, words: str
) -> None:
    """5xx to MAIL concerns our own account: no message is blamed, and sending waits for a person."""
    smtp_server.fault("mail", answer, times=None)
    reach(queue, smtp_server.port)

    report = queue.tick(DAY, time(8, 30))

    assert (report.sent, report.failed) == (0, 0)
    assert {(one.state, one.attempt_count) for one in queue.messages()} == {(MessageState.PENDING, 0)}
    with db.reading(queue.services.engine) as connection:
        assert store_audit.switch_value(connection, SENDING_PAUSED) == words


def test_a_wrong_password_is_tried_once(queue: Bureau, make_smtp_server: Callable[..., SmtpServer]) -> None:
    """The first connection logs in alone: four at once would be four wrong passwords on one account."""
    relay = make_smtp_server(login=("duban", "right"), auth_without_tls=True)
    settings = SmtpSettings("127.0.0.1", relay.port, username="duban", password="wrong", connections=4)
    queue.services = replace(queue.services, notifier=SmtpNotifier(settings))

    queue.tick(DAY, time(8, 30))

    assert sum(command.startswith("AUTH") for command in relay.commands) == 1


def test_a_relay_that_takes_one_connection_is_not_held_against_it(
    queue: Bureau, smtp_server: SmtpServer
) -> None:
    """Connections refused beside one that works say nothing about the relay, also when the run is stopped."""
    settings = SmtpSettings("127.0.0.1", smtp_server.port, connections=4, timeout_seconds=5)
    queue.services = replace(queue.services, notifier=SmtpNotifier(settings))
    plan_day(queue.services, today=DAY)

    def should_stop() -> bool:
        if smtp_server.connection_count == 1:
            smtp_server.fault("connect", "421 4.7.0 too many connections", close=True, times=None)
        return len(smtp_server.messages) >= 20

    stopped = deliver(queue.services, today=DAY, watch=Watch(should_stop=should_stop))
    smtp_server.clear_faults()
    at_once = deliver(queue.services, today=DAY)

    assert (stopped.is_channel_down, stopped.sent + at_once.sent) == (False, OFFICES)


def test_a_person_who_resumes_sending_need_not_wait(queue: Bureau, dead_port: int) -> None:
    """全部暂停 and 恢复 after a repair: what was held back leaves with the next pass."""
    notifier = queue.services.notifier
    reach(queue, dead_port)
    queue.tick(DAY, time(9, 0))
    queue.services = replace(queue.services, notifier=notifier)
    sending.pause(queue.services, SUPERVISOR)
    sending.resume(queue.services, SUPERVISOR)

    assert queue.tick(DAY, time(9, 1)).sent == OFFICES


def test_a_clock_that_was_ahead_holds_nothing_for_long(queue: Bureau, dead_port: int) -> None:
    """What a wrong clock put off by a day is tried again after the longest pause at most."""
    notifier = queue.services.notifier
    reach(queue, dead_port)
    queue.clock.put(DAY + timedelta(days=1))
    run_once(DAY, queue.services)
    queue.services = replace(queue.services, notifier=notifier)

    soon, later = queue.tick(DAY, time(9, 0)), queue.tick(DAY, time(10, 30))

    assert (soon.sent, later.sent) == (0, OFFICES)
