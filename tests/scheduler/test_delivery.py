"""Delivery: stored bytes leave once, failures keep the message, people can stop and repeat."""

import email
import email.policy
from datetime import date, time, timedelta

import pytest
from bureau import SUPERVISOR, Bureau

from models import db, store_audit, store_messages, store_notices, store_outbox
from models.kinds import MessageState, NoticeState
from models.store_audit import SENDING_PAUSED
from notifiers.base import (
    AuthenticationRefusedError,
    ChannelDownError,
    PermanentError,
    TransientError,
    UnknownOutcomeError,
)
from rules.errors import BusyError
from scheduler import delivery, sending
from scheduler.checking import close_task
from scheduler.pace import backoff
from scheduler.release import release_letters

DAY = date(2024, 3, 27)
DUE = date(2024, 3, 31)


@pytest.fixture
def due(bureau: Bureau) -> Bureau:
    """Three offices with one task each, due within the week."""
    bureau.clock.put(DAY)
    bureau.add_offices("基教处", "督导室", "财审处")
    bureau.add_plan(2024, on=DAY)
    for office in bureau.offices:
        bureau.add_task(f"{office}的事", DUE, office)
    return bureau


def states(bureau: Bureau) -> list[MessageState]:
    return sorted(message.state for message in bureau.messages())


def test_every_office_gets_its_own_mail(due: Bureau) -> None:
    """One message per office, to its own address, with the bytes that were stored."""
    report = due.tick(DAY)

    assert (report.messages, report.sent, report.failed) == (3, 3, 0)
    recipients = sorted(envelope.recipient for envelope in due.channel.envelopes)
    assert recipients == sorted(f"office{office_id}@example.org" for office_id in due.offices.values())
    with db.reading(due.services.engine) as connection:
        stored = {m.recipient: store_messages.body(connection, m.id) for m in due.messages()}
    assert {e.recipient: e.data for e in due.channel.envelopes} == stored


def test_a_refused_recipient_is_his_alone(due: Bureau) -> None:
    """A 550 fails one message for good and leaves the others alone."""
    due.channel.fail_next(PermanentError("no such user", code=550))

    report = due.tick(DAY)

    assert (report.sent, report.failed, report.is_partial) == (2, 1, True)
    assert states(due) == [MessageState.FAILED, MessageState.SENT, MessageState.SENT]


def test_a_4xx_is_tried_again_with_the_same_bytes(due: Bureau) -> None:
    """A temporary refusal waits for its back-off and then sends what was stored."""
    due.channel.fail_next(TransientError("greylisted", code=450))
    due.tick(DAY)
    waiting = next(m for m in due.messages() if m.state is MessageState.PENDING)

    soon = due.tick(DAY, time(8, 32))
    later = due.tick(DAY, time(9, 30))

    assert (soon.sent, later.sent, later.messages) == (0, 1, 0)
    with db.reading(due.services.engine) as connection:
        bytes_stored = store_messages.body(connection, waiting.id)
        attempts = store_messages.deliveries(connection, waiting.id)
    assert due.channel.envelopes[-1].data == bytes_stored
    assert [(a.attempt, a.outcome, a.code) for a in attempts] == [(1, "pending", 450), (2, "sent", 250)]


def test_a_torn_reply_is_unknown_and_tried_again(due: Bureau) -> None:
    """No answer after the data: the outcome is unknown, and the same bytes go again."""
    due.channel.fail_next(UnknownOutcomeError("connection lost"), stored=True)

    first = due.tick(DAY)
    later = due.tick(DAY, time(9, 30))

    assert (first.sent, first.unknown, later.sent) == (2, 1, 1)
    assert states(due) == [MessageState.SENT] * 3
    bodies = [envelope.data for envelope in due.channel.envelopes]
    assert len(bodies) - len(set(bodies)) <= 1


def test_a_dead_relay_keeps_the_messages(due: Bureau) -> None:
    """Connection refused: the run ends in part, nothing is lost, and no message is blamed."""
    due.channel.refuse_next(ChannelDownError("connection refused"))

    down = due.tick(DAY)
    assert (down.messages, down.sent, down.is_channel_down, down.is_partial) == (3, 0, True, True)
    assert [m.attempt_count for m in due.messages()] == [0, 0, 0]

    up = due.tick(DAY, time(9, 0))
    assert (up.messages, up.sent) == (0, 3)


def test_a_refused_login_pauses_everything(due: Bureau) -> None:
    """535 stops all sending across processes until a person resumes it."""
    due.channel.refuse_next(AuthenticationRefusedError("bad credentials", code=535))

    due.tick(DAY)
    with db.reading(due.services.engine) as connection:
        assert store_audit.switch_value(connection, SENDING_PAUSED)
    assert due.tick(DAY, time(9, 0)).sent == 0

    sending.resume(due.services, SUPERVISOR)
    assert due.tick(DAY, time(10, 0)).sent == 3


def test_pause_and_resume(due: Bureau) -> None:
    """全部暂停发送 lets nothing leave; planning goes on."""
    sending.pause(due.services, SUPERVISOR)

    paused = due.tick(DAY)
    sending.resume(due.services, SUPERVISOR)
    resumed = due.tick(DAY, time(8, 40))

    assert (paused.messages, paused.sent, resumed.sent) == (3, 0, 3)


def test_pilot_mode_redirects_every_mail(due: Bureau) -> None:
    """In pilot mode everything goes to one address, each office's mail by itself and marked."""
    due.with_mail(redirect_to="pilot@example.org")

    report = due.tick(DAY)

    assert report.sent == 3
    assert {envelope.recipient for envelope in due.channel.envelopes} == {"pilot@example.org"}
    assert all(b"X-Duban-Original-Recipient" in envelope.data for envelope in due.channel.envelopes)


def test_an_office_without_address_is_named(due: Bureau) -> None:
    """An office nobody can mail is listed and does not make the run fail."""
    due.add_offices("语委办", address=False)
    due.add_task("写字节", DUE, "语委办")

    report = due.tick(DAY)

    assert [(u.office, u.reason) for u in report.undeliverable] == [("语委办", "没有收信邮箱")]
    assert not report.is_partial


def test_a_predecessors_claims_are_taken_back(due: Bureau) -> None:
    """What a killed sender held is unknown and goes again with the same bytes."""
    due.channel.refuse_next(ChannelDownError("down"))
    due.tick(DAY)
    due.clock.put(DAY, time(9, 0))
    now = due.clock()
    with db.writing(due.services.engine) as connection:
        claimed = store_outbox.claim(connection, now=now, lease_until=now - timedelta(seconds=1), limit=2)

    report = due.tick(DAY, time(9, 10))

    assert (len(claimed), report.sent) == (2, 3)


def test_claims_are_exclusive(due: Bureau) -> None:
    """Two claims never hold the same message."""
    due.channel.refuse_next(ChannelDownError("down"))
    due.tick(DAY)
    due.clock.put(DAY, time(9, 0))
    now = due.clock()

    def take(limit: int) -> list[int]:
        with db.writing(due.services.engine) as connection:
            lease = now + timedelta(minutes=1)
            return [c.id for c in store_outbox.claim(connection, now=now, lease_until=lease, limit=limit)]

    first, second = take(2), take(5)

    assert (len(first), len(second), set(first) & set(second)) == (2, 1, set())


def test_a_second_instance_is_refused(due: Bureau) -> None:
    """The lock of whoever plans or sends is held by one."""
    with db.exclusive(due.services.engine), pytest.raises(BusyError), db.exclusive(due.services.engine):
        pass


def test_a_resend_is_a_new_letter_to_the_present_address(due: Bureau) -> None:
    """重发 keeps the text, takes a new Message-ID and the office's present address."""
    due.tick(DAY)
    old = due.messages()[0]

    sending.resend(due.services, SUPERVISOR, old.id, today=DAY)
    report = due.tick(DAY, time(9, 0))

    again = due.messages()[-1]
    assert report.sent == 1
    assert (again.recipient, again.replaces_id, again.subject) == (old.recipient, old.id, old.subject)
    assert again.message_id != old.message_id


def test_a_resend_of_a_refused_mail_says_its_notices(due: Bureau) -> None:
    """What a refused mail should have said counts as said when it left on the second try."""
    due.channel.fail_next(PermanentError("no such user", code=550), times=3)
    due.tick(DAY)
    refused = due.messages()[0]

    sending.resend(due.services, SUPERVISOR, refused.id, today=DAY)
    due.tick(DAY, time(9, 0))

    with db.reading(due.services.engine) as connection:
        rows = store_notices.notices(connection, message_id=due.messages()[-1].id)
    assert rows
    assert {row.left_on for row in rows} == {DAY}


def test_what_no_longer_holds_is_rebuilt_before_its_first_attempt(due: Bureau) -> None:
    """A task closed before its mail was tried is not mailed; the rest goes out under a new Message-ID."""
    due.add_task("第二件", DUE, "基教处")
    due.channel.refuse_next(ChannelDownError("down"))
    due.tick(DAY)
    close_task(due.services, SUPERVISOR, due.tasks["第二件"], today=DAY)

    due.tick(DAY, time(9, 0))

    mine = [m for m in due.messages() if m.recipient_name == "基教处"]
    assert [m.state for m in mine] == [MessageState.CANCELLED, MessageState.SENT]
    assert mine[0].message_id != mine[1].message_id
    sent = next(e.data for e in due.channel.envelopes if e.recipient == mine[1].recipient)
    with db.reading(due.services.engine) as connection:
        assert sent == store_messages.body(connection, mine[1].id)


def test_a_rest_day_sends_only_what_a_person_released(due: Bureau) -> None:
    """A tick on a day nobody works plans nothing and leaves waiting digests alone."""
    due.channel.refuse_next(ChannelDownError("down"))
    due.tick(date(2024, 3, 29))

    report = due.tick(date(2024, 3, 30))

    assert (report.working_day, report.messages, report.sent) == (False, 0, 0)


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 300), (2, 600), (3, 1200), (4, 2400), (5, 4000), (50, 4000)]
)
def test_back_off_doubles_to_the_cap(attempt: int, seconds: int) -> None:
    """The pause doubles from the first to the cap, ± 20 %."""
    middle = backoff(attempt, first=300, cap=4000, chance=0.5).total_seconds()
    low = backoff(attempt, first=300, cap=4000, chance=0.0).total_seconds()
    high = backoff(attempt, first=300, cap=4000, chance=1.0).total_seconds()

    assert middle == seconds
    assert (round(low / seconds, 2), round(high / seconds, 2)) == (0.8, 1.2)


def test_deliver_alone_sends_what_waits(due: Bureau) -> None:
    """``deliver`` needs no plan: it sends the stored messages and notes the day they left."""
    due.channel.refuse_next(ChannelDownError("down"))
    due.tick(DAY)
    due.clock.put(DAY, time(10, 0))

    assert delivery.deliver(due.services).sent == 3


def test_a_mail_too_big_goes_once_without_its_attachment(due: Bureau) -> None:
    """552: one more try without the attachment, as a new message that says so, never a third."""
    due.add_task("逾期的", date(2024, 3, 25), "基教处")
    due.tick(DAY)
    due.channel.fail_next(PermanentError("too big", code=552), times=2)

    due.tick(date(2024, 4, 1))

    mine = [m for m in due.messages(date(2024, 4, 1)) if "没有附件" in m.slot]
    assert len(mine) == 2
    assert all(m.replaces_id for m in mine)
    sent = [e.data for e in due.channel.envelopes if e.recipient in {m.recipient for m in mine}]
    mails = [email.message_from_bytes(data, policy=email.policy.default) for data in sent[-2:]]
    parts = [[part for part in mail.walk() if not part.is_multipart()] for mail in mails]
    assert [[part.get_content_type() for part in own] for own in parts] == [["text/plain", "text/html"]] * 2
    assert all("这封信没有带附件" in part.get_content() for own in parts for part in own)


def test_a_connection_gives_way_after_its_share(due: Bureau) -> None:
    """After so many messages a connection is closed and opened anew."""
    due.with_mail(messages_per_connection=1)

    assert due.tick(DAY).sent == 3
    assert due.channel.connected_count == 3


def test_the_pace_is_kept(due: Bureau) -> None:
    """With a limit a minute the messages are spread; all of them leave."""
    due.with_mail(messages_per_minute=6000)

    assert due.tick(DAY).sent == 3


def test_pilot_mode_holds_back_what_already_waits(due: Bureau) -> None:
    """Mail made before the pilot began goes to no office; it is made anew for the one address."""
    due.channel.refuse_next(ChannelDownError("down"))
    due.tick(DAY)
    due.with_mail(redirect_to="pilot@example.org")

    due.tick(DAY, time(9, 0))

    assert {envelope.recipient for envelope in due.channel.envelopes} == {"pilot@example.org"}
    assert len(due.channel.envelopes) == 3


def test_a_letter_of_an_earlier_day_is_rendered_for_its_own(due: Bureau) -> None:
    """A letter never tried, and the summary of a day that is over, do not leave with words no longer true."""
    due.with_mail(supervision_email="sup@example.org")
    due.live_until(DAY, date(2024, 4, 8))
    with db.reading(due.services.engine) as connection:
        letters = store_notices.notices(connection, states=(NoticeState.HELD,))
    sending.pause(due.services, SUPERVISOR)
    release_letters(due.services, SUPERVISOR, [letters[0].id])
    due.tick(date(2024, 4, 8), time(14, 0))
    sending.resume(due.services, SUPERVISOR)

    due.tick(date(2024, 4, 11))

    sent = [m for m in due.messages() if m.kind == "letter" and m.state is MessageState.SENT]
    assert [(m.run_on, "逾期8个工作日" in m.subject) for m in sent] == [(date(2024, 4, 11), True)]
