"""A relay that takes nothing is an alarm after two passes, for as long as it lasts, and no other time."""

import logging
from datetime import UTC, date, datetime, time, timedelta

import pytest
from bureau import SUPERVISOR, Bureau

from models import db, store_audit
from models.store_audit import RELAY_TROUBLE, SENDING_PAUSED
from notifiers.base import (
    AuthenticationRefusedError,
    ChannelDownError,
    PermanentError,
    TransientError,
    UnknownOutcomeError,
)
from scheduler import sending
from scheduler.auditor import Finding, audit, audit_and_remember, audit_health
from scheduler.emptying import Patience, send_waiting

DAY = date(2024, 3, 27)
DUE = date(2024, 3, 31)
REFUSED = "连不上邮件服务器：connection refused"


@pytest.fixture
def due(sqlite_bureau: Bureau) -> Bureau:
    """Six offices with one task each; every one of them is written to on the first pass."""
    sqlite_bureau.clock.put(DAY, time(8, 0))
    sqlite_bureau.add_plan(2024, on=DAY)
    for number in range(6):
        sqlite_bureau.add_offices(f"处室{number}")
        sqlite_bureau.add_task(f"事项{number}", DUE, f"处室{number}")
    return sqlite_bureau


def dead(bureau: Bureau, *at: time, day: date = DAY) -> None:
    """Passes at which no connection is to be had."""
    for moment in at:
        bureau.channel.refuse_next(ChannelDownError(REFUSED))
        bureau.tick(day, moment)


def kinds(bureau: Bureau, at: time, day: date = DAY) -> list[str]:
    return [one.kind.value for one in findings(bureau, at, day)]


def findings(bureau: Bureau, at: time, day: date = DAY) -> list[Finding]:
    bureau.clock.put(day, at)
    return audit(bureau.services, today=day, now=bureau.clock())


def test_a_dead_relay_is_found_after_two_passes(due: Bureau) -> None:
    """From the third pass on the relay is a finding, in words, for the whole day and the night after."""
    dead(due, time(8, 30), time(8, 40))
    assert kinds(due, time(8, 47)) == []
    dead(due, time(8, 50))
    assert kinds(due, time(8, 50)) == ["relay_down"]

    for minute in range(9 * 60, 17 * 60 + 31, 10):
        at = time(minute // 60, minute % 60)
        dead(due, at)
        assert (at, kinds(due, at)) == (at, ["relay_down"])

    [found] = findings(due, time(23, 0))
    assert (found.words, found.examples) == ("邮件系统连不上，6封信在等", (REFUSED,))
    with db.reading(due.services.engine) as connection:
        began = store_audit.switch_moment(connection, RELAY_TROUBLE)
    assert began == datetime(2024, 3, 27, 0, 30, tzinfo=UTC)


def test_it_is_no_good_health_and_raised_once(due: Bureau, caplog: pytest.LogCaptureFixture) -> None:
    """Monitoring hears of it; the log says once why, and once that it is over."""
    caplog.set_level(logging.INFO, logger="duban.relay")
    dead(due, *(time(9, minute) for minute in range(0, 50, 10)))
    audit_and_remember(due.services, today=DAY, now=due.clock())
    with db.reading(due.services.engine) as connection:
        health = audit_health(due.services, connection, now=due.clock(), up_since=due.clock())
    assert (health.findings, health.is_well) == (("relay_down",), False)

    due.tick(DAY, time(10, 0))

    assert kinds(due, time(10, 0)) == []
    lines = [record.message for record in caplog.records if record.name == "duban.relay"]
    assert lines == [f"alarm=relay text={REFUSED}", "alarm=none relay=back"]


def test_the_log_keeps_addresses_to_itself(due: Bureau, caplog: pytest.LogCaptureFixture) -> None:
    """What a relay says may name a person; the log may not."""
    due.channel.refuse_next(ChannelDownError("554 <duban@example.org> go away"))
    due.tick(DAY)

    assert "alarm=relay text=554 <…> go away" in caplog.text


def test_a_pass_that_tries_nothing_proves_nothing(due: Bureau) -> None:
    """While everything is held back, passes without an attempt neither clear the trouble nor date it anew."""
    due.with_mail(retry_first_seconds=3600)
    dead(due, time(8, 30))

    for minute in (40, 50):
        due.tick(DAY, time(8, minute))

    assert kinds(due, time(8, 52)) == ["relay_down"]


def test_a_relay_that_puts_off_everything_is_down_as_well(due: Bureau) -> None:
    """When many messages are tried and none is taken, that is not their recipients' trouble."""
    for at in (time(8, 30), time(8, 40), time(8, 55)):
        due.channel.fail_next(TransientError("4.3.0 disk full", code=451), times=6)
        due.tick(DAY, at)

    assert kinds(due, time(8, 56)) == ["relay_down"]


def test_a_few_recipients_in_trouble_are_not_the_relay(due: Bureau) -> None:
    """One mailbox that is full, while nothing else is to leave, is no dead relay; nor are wrong addresses."""
    due.channel.fail_next(PermanentError("no such user", code=550), times=5)
    due.channel.fail_next(TransientError("mailbox full", code=452))
    due.tick(DAY)
    for at in (time(8, 40), time(8, 55), time(9, 20)):
        due.channel.fail_next(TransientError("mailbox full", code=452))
        due.tick(DAY, at)

    assert kinds(due, time(9, 21)) == []


def test_one_message_the_relay_chokes_on_is_not_the_relay(due: Bureau) -> None:
    """Five mails left; that connections break at the sixth, again and again, is its own trouble."""
    for at in (time(8, 30), time(8, 40), time(8, 55), time(9, 20)):
        due.channel.fail_next(UnknownOutcomeError("邮件已交出，没有收到能懂的答复"))
        due.tick(DAY, at)

    assert kinds(due, time(9, 21)) == []


def test_a_pause_of_a_person_is_no_alarm(due: Bureau) -> None:
    """Who pauses sending because the relay is down knows it; after the resume two passes have to fail."""
    dead(due, time(8, 30), time(8, 40), time(8, 50))
    sending.pause(due.services, SUPERVISOR)
    due.tick(DAY, time(9, 0))
    assert kinds(due, time(9, 10)) == []

    sending.resume(due.services, SUPERVISOR)
    dead(due, time(9, 20))
    assert kinds(due, time(9, 20)) == []
    dead(due, time(9, 30))
    assert kinds(due, time(9, 31)) == ["relay_down"]


def test_a_pause_the_program_made_is_an_alarm(due: Bureau) -> None:
    """A refused login pauses all sending by itself; somebody has to hear of it."""
    due.channel.refuse_next(AuthenticationRefusedError("5.7.8 no", code=535))
    for at in (time(8, 30), time(8, 40), time(8, 50)):
        due.tick(DAY, at)

    with db.reading(due.services.engine) as connection:
        assert store_audit.switch_value(connection, SENDING_PAUSED)
    assert kinds(due, time(8, 51)) == ["relay_down"]


def test_a_message_put_off_without_a_try_is_stuck_by_its_age(due: Bureau) -> None:
    """Held back again and again it never looks late; that it was made more than two passes ago counts."""
    due.with_mail(retry_first_seconds=40_000)
    dead(due, time(8, 30))

    assert kinds(due, time(8, 50)) == []
    assert kinds(due, time(8, 51)) == ["stuck_waiting"]


def test_what_waits_for_the_end_of_pilot_mode_is_not_stuck(due: Bureau) -> None:
    """A message that was tried keeps its recipient, so that pilot mode holds it back, and rightly."""
    due.channel.fail_next(TransientError("greylisted", code=450), times=2)
    due.tick(DAY)
    due.with_mail(redirect_to="pilot@example.org")
    for at in (time(9, 0), time(12, 0)):
        due.tick(DAY, at)
        assert kinds(due, at) == []

    due.with_mail(redirect_to="")
    assert kinds(due, time(12, 30)) == ["stuck_waiting"]


def test_sending_by_hand_ends_the_trouble_too(due: Bureau) -> None:
    """``deliver`` after a repair proves that the relay is well, though one mailbox puts its mail off."""
    dead(due, time(8, 30), time(8, 40), time(8, 52))
    due.clock.put(DAY, time(9, 0))
    due.channel.fail_next(TransientError("mailbox full", code=452))
    sent = send_waiting(due.services, Patience(), sleep=lambda _: None, on_ready=lambda: None).outcomes.sent
    due.channel.fail_next(TransientError("mailbox full", code=452))
    due.tick(DAY, time(9, 10))

    assert (sent, kinds(due, time(9, 10))) == (5, [])


def test_yesterdays_trouble_is_over_with_the_first_mail(due: Bureau) -> None:
    """A relay repaired overnight is well with the first message it takes."""
    dead(due, time(17, 0), time(17, 10), time(17, 30))
    tomorrow = DAY + timedelta(days=1)
    assert kinds(due, time(7, 0), tomorrow) == ["relay_down"]

    due.tick(tomorrow)

    assert kinds(due, time(8, 30), tomorrow) == []
