"""A task changes at the very moment its mail is claimed: what is being sent stays as it is."""

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from bureau import Bureau, build_bureau
from sqlalchemy.engine import Engine

from models import db, store_messages, store_notices, store_outbox
from models.kinds import MessageState
from scheduler.planning import plan_day
from scheduler.rebuilding import forget_untried

DAY = date(2024, 3, 27)
_WAITS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def shared(postgres_engine: Engine) -> Bureau:
    """One message that waits, on the database where two may write at once."""
    bureau = build_bureau(postgres_engine)
    bureau.clock.put(DAY)
    bureau.add_offices("督导室")
    bureau.add_plan(2024, on=DAY)
    bureau.add_task("清单", date(2024, 3, 31), "督导室")
    plan_day(bureau.services, today=DAY)
    return bureau


def until_somebody_waits(engine: Engine) -> None:
    """Return when a connection stands before a lock; each look needs a transaction of its own."""
    pause = threading.Event()
    for _ in range(500):
        with db.reading(engine) as connection:
            if connection.scalar(sa.text(_WAITS)):
                return
        pause.wait(0.01)
    pytest.fail("nobody waited for the claim")


@pytest.mark.postgres
def test_a_message_claimed_meanwhile_is_not_cancelled(shared: Bureau) -> None:
    """A report that comes in while the mail is claimed cancels nothing, and the notices stay the mail's."""
    engine, now = shared.services.engine, shared.clock()

    def report() -> None:
        with db.writing(engine) as connection:
            forget_untried(connection, shared.tasks["清单"])

    with db.writing(engine) as sender:
        store_outbox.claim(sender, now=now, lease_until=now + timedelta(minutes=1), limit=5)
        clerk = threading.Thread(target=report)
        clerk.start()
        until_somebody_waits(engine)
    clerk.join()

    with db.reading(engine) as connection:
        [message] = store_messages.messages(connection)
        notices = store_notices.notices(connection, message_id=message.id)
    assert (message.state, message.slot) == (MessageState.SENDING, "digest:1")
    assert notices
