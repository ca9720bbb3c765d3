"""A full mailbox is no mail too big: only what was refused for its size goes without its attachment."""

from datetime import date

import pytest
from bureau import Bureau

from models.kinds import MessageState
from notifiers.base import PermanentError

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
