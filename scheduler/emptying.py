"""Sending until nothing waits: rounds of delivery with the pauses that back-off asks for.

It decides nothing about a message; it only waits for the next moment one may be tried.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.engine import Connection

from models import db, store_messages, store_outbox
from models.kinds import MessageState
from scheduler import delivery
from scheduler.claims import LOCK_LOST
from scheduler.delivery import Outcomes, Watch
from scheduler.relay import remember_relay
from scheduler.sending import is_paused
from scheduler.services import Services

#: Seconds: between two looks while waiting, and between two rounds at least.
_LONGEST = 1.0
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

    def until(self, moment: datetime) -> datetime:
        """Return a moment, or the end if that comes first."""
        return moment if self.ends_at is None else min(moment, self.ends_at)


def send_waiting(
    services: Services,
    patience: Patience,
    *,
    sleep: Callable[[float], None],
    on_ready: Callable[[], None],
) -> Emptied:
    """Send what waits; the caller holds the lock.

    It stops early when all sending is paused, or when another program has got the lock meanwhile.
    """
    emptied = Emptied()
    before = _counts(services).get(MessageState.FAILED, 0)
    watch = Watch(on_ready, should_stop=lambda: patience.is_over(services.clock()))
    while True:
        delivery.recover(services)
        outcomes = delivery.deliver(services, watch=watch)
        with db.writing(services.engine) as connection:
            remember_relay(connection, outcomes, now=services.clock())
        emptied.outcomes.add(outcomes)
        watch = watch.once_ready()
        if outcomes.trouble == LOCK_LOST or not _wait(services, patience, sleep):
            break
    emptied.given_up = _counts(services).get(MessageState.FAILED, 0) - before
    with db.reading(services.engine) as connection:
        emptied.waiting = store_outbox.waiting_count(connection, only_recipient=services.mail.redirect_to)
    return emptied


def _counts(services: Services) -> dict[MessageState, int]:
    with db.reading(services.engine) as connection:
        return store_messages.state_counts(connection)


def _next_moment(services: Services, connection: Connection) -> datetime | None:
    return store_outbox.next_moment(connection, only_recipient=services.mail.redirect_to)


def _wait(services: Services, patience: Patience, sleep: Callable[[float], None]) -> bool:
    """Sleep until a message may be tried; False when there is nothing more to wait for.

    It only reads while it waits, and looks often: somebody may release a letter or pause all sending.
    """
    at_least = _SHORTEST
    while patience.until_empty and not patience.is_over(services.clock()):
        with db.reading(services.engine) as connection:
            moment = None if is_paused(connection) else _next_moment(services, connection)
        if moment is None:
            return False
        left = (patience.until(moment) - services.clock()).total_seconds()
        if left <= 0 and not at_least:
            return True
        sleep(min(max(left, at_least), _LONGEST))
        at_least = 0.0
    return False
