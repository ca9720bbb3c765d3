"""``serve`` sends within the hours of the policy, to the end."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
from bureau import Bureau, StandingClock

from models.kinds import MessageState
from scheduler import embedded

DAY = date(2024, 3, 27)


@dataclass
class RunningClock(StandingClock):
    """A clock that goes on by a second each time somebody looks at it."""

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def evening(sqlite_bureau: Bureau) -> Bureau:
    """Forty mails to be sent by a slow relay, shortly before the hours end at 17:30."""
    sqlite_bureau.clock = RunningClock(sqlite_bureau.clock.now)
    sqlite_bureau.services = replace(sqlite_bureau.services, clock=sqlite_bureau.clock)
    sqlite_bureau.clock.put(DAY, time(8, 0))
    sqlite_bureau.add_plan(2024, on=DAY)
    for number in range(40):
        sqlite_bureau.add_offices(f"处室{number}")
        sqlite_bureau.add_task(f"事项{number}", date(2024, 3, 31), f"处室{number}")
    return sqlite_bureau


def test_a_pass_stops_when_the_hours_end(evening: Bureau) -> None:
    """What is left at 17:31 waits, never tried, and leaves with the first pass of the next working day."""
    evening.clock.put(DAY, time(17, 29, 50))
    embedded.tick(evening.services)

    waiting = [one for one in evening.messages() if one.state is MessageState.PENDING]
    assert 0 < len(waiting) < 40
    assert {one.attempt_count for one in waiting} == {0}

    evening.clock.put(DAY, time(17, 40))
    embedded.tick(evening.services)
    assert len([one for one in evening.messages() if one.state is MessageState.PENDING]) == len(waiting)

    evening.clock.put(DAY + timedelta(days=1), time(8, 30))
    embedded.tick(evening.services)
    assert MessageState.PENDING not in {one.state for one in evening.messages()}
