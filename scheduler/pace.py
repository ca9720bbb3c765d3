"""The timing of mail: its pace over a minute, the pause after an attempt, the day it counts as left."""

import asyncio
from datetime import date, datetime, timedelta

from models.store_outbox import Claimed
from scheduler.services import SHANGHAI

_GROWTH = 2.0
_JITTER = 0.2


class Pace:
    """Spreads the messages of all connections over the minute; no limit waits for nothing."""

    def __init__(self, per_minute: int) -> None:
        self.interval = 60 / per_minute if per_minute else 0.0
        self.next_at = 0.0

    async def wait(self) -> None:
        """Wait for the next free moment and take it."""
        if not self.interval:
            return
        now = asyncio.get_running_loop().time()
        moment = max(self.next_at, now)
        self.next_at = moment + self.interval
        await asyncio.sleep(moment - now)


def time_for(count: int, per_minute: int) -> timedelta:
    """Return how long so many messages take at a pace; no pace takes no time."""
    return timedelta(minutes=count / per_minute) if per_minute else timedelta()


def backoff(attempt: int, *, first: float, cap: float, chance: float) -> timedelta:
    """Return the pause after the n-th attempt: doubling from ``first`` to ``cap``, ± 20 % jitter.

    ``chance`` is a number in [0, 1) that places the jitter.
    """
    seconds = min(first * _GROWTH ** min(attempt - 1, 30), cap)
    return timedelta(seconds=seconds * (1 + _JITTER * (2 * chance - 1)))


def longest(cap: float) -> timedelta:
    """Return the longest pause there is after any attempt."""
    return timedelta(seconds=cap * (1 + _JITTER))


def left_on(claimed: Claimed, finished_at: datetime) -> date:
    """Return the day a message left: its run day plus the days that have really passed since."""
    made = claimed.created_at.astimezone(SHANGHAI).date()
    return claimed.run_on + (finished_at.astimezone(SHANGHAI).date() - made)
