"""Sending until nothing waits: rounds of delivery with the pauses that back-off asks for.

It decides nothing about a message; it only waits for the next moment one may be tried.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models import db, store_outbox
from models.tables import MessageState
from scheduler import delivery
from scheduler.delivery import Outcomes, Watch
from scheduler.sending import is_paused
from scheduler.services import Services

_LONGEST = 1.0
"""Seconds between two looks: somebody may release a letter or resume sending meanwhile."""
_SHORTEST = 0.05


@dataclass(slots=True)
class Emptied:
    """How sending ended: the attempts, what still waits, and the messages given up for good."""

    outcomes: Outcomes = field(default_factory=Outcomes)
    waiting: int = 0
    given_up: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether nothing waits and nothing was given up."""
        return not self.waiting and not self.given_up


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on: one round, or until nothing waits, and not past a moment."""

    until_empty: bool = False
    ends_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Tell whether the time is up."""
        return self.ends_at is not None and now >= self.ends_at


def send_waiting(
    services: Services,
    patience: Patience,
    *,
    sleep: Callable[[float], None],
    on_ready: Callable[[], None],
) -> Emptied:
    """Send what waits; the caller holds the lock. It stops early when all sending is paused."""
    emptied = Emptied()
    before = _counts(services).get(MessageState.FAILED, 0)
    watch = Watch(on_ready, should_stop=lambda: patience.is_over(services.clock()))
    while True:
        delivery.recover(services)
        emptied.outcomes.add(delivery.deliver(services, watch=watch))
        watch = watch.once_ready()
        pause = _pause(services, patience)
        if pause is None:
            break
        sleep(pause)
    counts = _counts(services)
    emptied.waiting = sum(counts.get(state, 0) for state in store_outbox.WAITING)
    emptied.given_up = counts.get(MessageState.FAILED, 0) - before
    return emptied


def _counts(services: Services) -> dict[MessageState, int]:
    with db.reading(services.engine) as connection:
        return store_outbox.state_counts(connection)


def _pause(services: Services, patience: Patience) -> float | None:
    """Return how many seconds to wait before the next round, None when there is none."""
    now = services.clock()
    if not patience.until_empty or patience.is_over(now):
        return None
    with db.reading(services.engine) as connection:
        if is_paused(connection):
            return None
        moment = store_outbox.next_moment(connection)
    if moment is None:
        return None
    left = timedelta(seconds=_LONGEST) if patience.ends_at is None else patience.ends_at - now
    wanted = min(moment - now, left).total_seconds()
    return min(max(wanted, _SHORTEST), _LONGEST)
