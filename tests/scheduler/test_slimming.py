"""A full mailbox is no mail too big: only what was refused for its size goes without its attachment."""

import email
import email.policy
from datetime import date, time

import pytest
from bureau import SUPERVISOR, Bureau

from models import db, store_notices
from models.kinds import MessageState
from models.store_messages import MessageRecord
from notifiers.base import PermanentError
from rules.facts import STAGE_WEEKLY
from scheduler import sending
from scheduler.auditor import audit
from scheduler.checking import close_task
from scheduler.delivery import Watch, deliver
from scheduler.planning import plan_day

DAY = date(2024, 4, 1)


@pytest.fixture
def weekly(sqlite_bureau: Bureau) -> Bureau:
    """An office whose mail of this Monday has the list of what is overdue attached."""
    sqlite_bureau.clock.put(date(2024, 3, 20))
    sqlite_bureau.add_offices("督导室")
    sqlite_bureau.add_plan(2024, on=date(2024, 3, 20))
    sqlite_bureau.add_task("清单", date(2024, 2, 29), "督导室")
    sqlite_bureau.tick(date(2024, 3, 20))
    return sqlite_bureau


@pytest.mark.parametrize(
    ("stage", "goes_again"), [("mail", True), ("data", True), ("dot", True), ("rcpt", False)]
)
def test_552_means_too_big_only_where_the_mail_is_looked_at(
    weekly: Bureau, stage: str, goes_again: bool
) -> None:
    """At RCPT the relay knows the mailbox alone: a second mail would meet the same answer."""
    weekly.channel.fail_next(PermanentError("552", code=552, stage=stage))

    weekly.tick(DAY)

    first, *again = [one for one in weekly.messages(DAY) if one.office_id]
    assert first.state is MessageState.FAILED
    assert [one.state for one in again] == [MessageState.SENT] * goes_again


MONDAY = date(2024, 4, 8)


@pytest.fixture
def two_overdue(bureau: Bureau) -> Bureau:
    """A weekly list over two tasks was too big, and its copy without attachment waits untried."""
    bureau.clock.put(date(2024, 3, 27))
    bureau.add_offices("督导室")
    bureau.add_plan(2024, on=date(2024, 3, 27))
    for title in ("一", "二"):
        bureau.add_task(title, date(2024, 3, 29), "督导室")
    bureau.live_until(date(2024, 3, 27), date(2024, 4, 7))
    bureau.clock.put(MONDAY)
    plan_day(bureau.services, today=MONDAY)
    bureau.channel.fail_next(PermanentError("552", code=552, stage="mail"))
    deliver(bureau.services, today=MONDAY, watch=Watch(should_stop=lambda: has_failed(bureau)))
    assert [one.state for one in of_office(bureau)] == [MessageState.FAILED, MessageState.PENDING]
    return bureau


def has_failed(bureau: Bureau) -> bool:
    return any(one.state is MessageState.FAILED for one in of_office(bureau))


def of_office(bureau: Bureau) -> list[MessageRecord]:
    return [one for one in bureau.messages(MONDAY) if one.office_id]


def weekly_said(bureau: Bureau) -> list[int | None]:
    """The tasks whose weekly line left on the day."""
    with db.reading(bureau.services.engine) as connection:
        records = store_notices.notices(connection)
    return [one.task_id for one in records if one.stage.startswith(STAGE_WEEKLY) and one.left_on == MONDAY]


def test_a_cancelled_copy_without_attachment_does_not_take_the_list_with_it(two_overdue: Bureau) -> None:
    """One of its tasks is closed before it leaves: the other is said all the same, in one mail that day."""
    close_task(two_overdue.services, SUPERVISOR, two_overdue.tasks["一"], today=MONDAY)

    two_overdue.tick(MONDAY, time(9, 0))
    two_overdue.tick(MONDAY, time(9, 30))

    states = [one.state for one in of_office(two_overdue)]
    assert states == [MessageState.FAILED, MessageState.CANCELLED, MessageState.SENT]
    assert weekly_said(two_overdue) == [two_overdue.tasks["二"]]
    assert audit(two_overdue.services, today=MONDAY, now=two_overdue.clock()) == []


def test_the_new_list_may_be_too_big_again(two_overdue: Bureau) -> None:
    """It too goes without its attachment, and no second digest follows."""
    close_task(two_overdue.services, SUPERVISOR, two_overdue.tasks["一"], today=MONDAY)
    two_overdue.channel.fail_next(PermanentError("552", code=552, stage="mail"))

    two_overdue.tick(MONDAY, time(9, 0))
    two_overdue.tick(MONDAY, time(9, 30))

    states = [one.state for one in of_office(two_overdue)]
    failed, cancelled = MessageState.FAILED, MessageState.CANCELLED
    assert states == [failed, cancelled, failed, MessageState.SENT]
    assert weekly_said(two_overdue) == [two_overdue.tasks["二"]]


def test_a_list_sent_again_by_hand_and_cancelled_is_said_anew(two_overdue: Bureau) -> None:
    """A digest that failed for good was sent again by a person; until that leaves it may change as well."""
    two_overdue.channel.fail_next(PermanentError("550", code=550, stage="rcpt"))
    two_overdue.tick(MONDAY, time(9, 0))
    refused = of_office(two_overdue)[-1]
    sending.resend(two_overdue.services, SUPERVISOR, refused.id, today=MONDAY)
    close_task(two_overdue.services, SUPERVISOR, two_overdue.tasks["一"], today=MONDAY)

    two_overdue.tick(MONDAY, time(9, 30))

    assert weekly_said(two_overdue) == [two_overdue.tasks["二"]]
    assert of_office(two_overdue)[-1].state is MessageState.SENT


def test_a_copy_rebuilt_as_it_is_claimed_stays_without_attachment(two_overdue: Bureau) -> None:
    """The relay has refused the attachment already; the rebuilt mail says that it has none."""
    close_task(two_overdue.services, SUPERVISOR, two_overdue.tasks["一"], today=MONDAY)

    deliver(two_overdue.services, today=MONDAY)

    mail = email.message_from_bytes(two_overdue.channel.envelopes[-1].data, policy=email.policy.default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert all("这封信没有带附件" in part.get_content() for part in parts)
    assert weekly_said(two_overdue) == [two_overdue.tasks["二"]]
    assert of_office(two_overdue)[-1].slot.endswith("/没有附件")


def test_a_rebuilt_copy_that_is_too_big_still_is_not_tried_a_third_time(two_overdue: Bureau) -> None:
    """It was refused without its attachment: nothing of it is left to leave out."""
    close_task(two_overdue.services, SUPERVISOR, two_overdue.tasks["一"], today=MONDAY)
    two_overdue.channel.fail_next(PermanentError("552", code=552, stage="mail"))

    deliver(two_overdue.services, today=MONDAY)
    two_overdue.tick(MONDAY, time(9, 0))

    failed, cancelled = MessageState.FAILED, MessageState.CANCELLED
    assert [one.state for one in of_office(two_overdue)] == [failed, cancelled, failed]
