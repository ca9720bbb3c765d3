"""Sending what waits: claim, send the stored bytes, mark after the final answer, record every attempt.

Knows no channel: it asks the notifier for connections and reads from its errors what may be tried
again. One recipient's trouble stays his.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from models import db, store_audit, store_notices, store_outbox, store_stale
from models.kinds import MessageState
from models.store_audit import SENDING_PAUSED, SYSTEM
from models.store_outbox import Attempt, Claimed
from notifiers.base import (
    AuthenticationRefusedError,
    ChannelDownError,
    Connection,
    DeliveryError,
    Envelope,
    PermanentError,
    UnknownOutcomeError,
)
from scheduler.pace import Pace, backoff, left_on
from scheduler.rebuilding import rebuild
from scheduler.services import Services
from scheduler.slimming import TOO_BIG, store_without_attachment

log = logging.getLogger("duban.delivery")

BATCH = 50
_MARK_AFTER = 4
_MARK_SECONDS = 0.1
#: So many messages in a row, on all connections, that a relay sends away without taking one between.
_ENOUGH_TURNED_AWAY = 5
PAUSED_BY_LOGIN = "邮件服务器不接受登录"


@dataclass(slots=True)
class Outcomes:
    """How the attempts of one run ended, counted as they end."""

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    is_channel_down: bool = False
    trouble: str = ""

    def add(self, other: "Outcomes") -> None:
        """Add the counts of another run."""
        self.sent += other.sent
        self.failed += other.failed
        self.unknown += other.unknown
        self.is_channel_down = self.is_channel_down or other.is_channel_down
        self.trouble = self.trouble or other.trouble


def recover(services: Services) -> int:
    """Take back what a dead sender left in ``sending``, and count it."""
    with db.writing(services.engine) as connection:
        return store_outbox.take_back(
            connection, now=services.clock(), all_leases=db.is_sqlite(services.engine)
        )


def _nothing() -> None:
    """Stands for nobody who waits."""


def _never() -> bool:
    """Stands for nobody who stops."""
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on while mail leaves."""

    on_ready: Callable[[], None] = _nothing
    """Called when the first claim of a run begins."""
    should_stop: Callable[[], bool] = _never
    """Asked before each message; when true, what is claimed and untried is given back."""

    def once_ready(self) -> "Watch":
        """Return the same, for the rest of a run whose first claim has begun."""
        return Watch(should_stop=self.should_stop)


NOBODY = Watch()


def deliver(
    services: Services,
    *,
    today: date | None = None,
    only_slots: Collection[str] | None = None,
    watch: Watch = NOBODY,
) -> Outcomes:
    """Send every message whose moment has come.

    ``today`` is the run day that counts as the day of leaving; None takes it from each message's own
    run day and the time that has passed since. ``only_slots`` narrows to slots that begin so.
    """
    with db.reading(services.engine) as connection:
        if store_audit.switch_value(connection, SENDING_PAUSED):
            return Outcomes(trouble="全部暂停发送")
    watch.on_ready()
    return asyncio.run(_Sender(services, today, only_slots, watch.should_stop).run())


class _Sender:
    """One run of sending: some connections, one queue, marks written in small groups."""

    def __init__(
        self,
        services: Services,
        today: date | None,
        only_slots: Collection[str] | None,
        should_stop: Callable[[], bool],
    ) -> None:
        self.services = services
        self.today = today
        self.only_slots = only_slots
        self.should_stop = should_stop
        self.outcomes = Outcomes()
        self.queue: list[Claimed] = []
        self.unmarked: list[tuple[Claimed, Attempt]] = []
        self.pace = Pace(services.mail.messages_per_minute)
        self.is_stopped = False
        self.has_lost_a_connection = False
        self.turned_away = 0

    async def run(self) -> Outcomes:
        log.info("phase=sending")
        marker = asyncio.create_task(self._mark_regularly())
        workers = [asyncio.create_task(self._work()) for _ in range(self.services.notifier.connections)]
        try:
            await asyncio.gather(*workers)
        finally:
            marker.cancel()
            with suppress(asyncio.CancelledError):
                await marker
            self._mark()
            self._put_back()
        return self.outcomes

    async def _work(self) -> None:
        tried = -1
        while tried and self._refill():
            try:
                async with self.services.notifier.connect() as connection:
                    tried = await self._send_many(connection)
            except ChannelDownError as trouble:
                # Other connections may still work (a relay that allows one at a time); this one gives up.
                self._channel_trouble(trouble)
                return

    async def _send_many(self, connection: Connection) -> int:
        """Send until the connection has had its share, closed, or nothing is left; count the attempts."""
        most, tried = self.services.mail.messages_per_connection, 0
        while connection.is_open and (tried < most or not most) and self._refill():
            claimed = self.queue.pop(0)
            await self.pace.wait()
            await self._send(connection, claimed)
            tried += 1
            if len(self.unmarked) >= _MARK_AFTER:
                self._mark()
        return tried

    def _refill(self) -> bool:
        """Claim another batch when the queue is empty; False when nothing is left or sending stopped."""
        if self.is_stopped or self.should_stop():
            return False
        if not self.queue:
            self._mark()
            now = self.services.clock()
            lease = timedelta(seconds=self.services.mail.lease_seconds)
            with db.writing(self.services.engine) as connection:
                self.queue = self._claim(connection, now, now + lease)
        return bool(self.queue)

    def _claim(self, connection: sa.Connection, now: datetime, lease_until: datetime) -> list[Claimed]:
        """Claim what may leave, after rebuilding in the same transaction what no longer holds."""
        pilot = self.services.mail.redirect_to
        ids = store_outbox.ready(
            connection, now=now, limit=BATCH, only_slots=self.only_slots, only_recipient=pilot
        )
        stale = store_stale.stale_untried(connection, ids, redirect_to=pilot) if ids else []
        rebuilt = [rebuild(self.services, connection, message_id) for message_id in stale]
        holding = [message_id for message_id in ids if message_id not in stale]
        fresh = [message_id for message_id in rebuilt if message_id is not None]
        return store_outbox.take(connection, holding + fresh, now=now, lease_until=lease_until)

    async def _send(self, connection: Connection, claimed: Claimed) -> None:
        started = self.services.clock()
        envelope = Envelope(self.services.mail.sender, claimed.recipient, claimed.data)
        try:
            accepted = await connection.send(envelope)
        except AuthenticationRefusedError as error:  # no fault of the message, which waits untried
            self.queue.insert(0, claimed)
            self._channel_trouble(error)
        except DeliveryError as error:
            self._note(claimed, started, error)
        except Exception as error:
            log.exception("message=%s unexpected", claimed.id)
            self._note(claimed, started, DeliveryError(f"{type(error).__name__}: {error}"))
        else:
            self.outcomes.sent += 1
            self.turned_away = 0
            self._keep(claimed, started, MessageState.SENT, accepted.code, accepted.text)

    def _note(self, claimed: Claimed, started: datetime, error: DeliveryError) -> None:
        if isinstance(error, UnknownOutcomeError):
            self.outcomes.unknown += 1
            state = MessageState.UNKNOWN
        else:
            self.outcomes.failed += 1
            state = MessageState.FAILED if isinstance(error, PermanentError) else MessageState.PENDING
        self.outcomes.trouble = self.outcomes.trouble or error.message
        if isinstance(error, ChannelDownError):
            self._turn_away()
        if self._is_too_old(claimed):
            state = MessageState.FAILED
        log.warning("message=%s attempt=%s state=%s code=%s", claimed.id, claimed.attempt, state, error.code)
        self._keep(claimed, started, state, error.code, error.text)

    def _keep(
        self, claimed: Claimed, started: datetime, state: MessageState, code: int | None, text: str
    ) -> None:
        now = self.services.clock()
        attempt = Attempt(
            message_id=claimed.id,
            attempt=claimed.attempt,
            started_at=started,
            finished_at=now,
            state=state,
            code=code,
            text=text,
            next_try_at=now + self._pause(claimed),
        )
        self.unmarked.append((claimed, attempt))

    def _pause(self, claimed: Claimed) -> timedelta:
        return backoff(
            claimed.attempt,
            first=self.services.mail.retry_first_seconds,
            cap=self.services.mail.retry_cap_seconds,
            chance=random.random(),  # noqa: S311 - jitter, not a secret
        )

    def _is_too_old(self, claimed: Claimed) -> bool:
        lifetime = timedelta(days=self.services.mail.lifetime_days)
        return self.services.clock() - claimed.created_at > lifetime

    def _channel_trouble(self, trouble: ChannelDownError) -> None:
        self.has_lost_a_connection = True
        self.outcomes.trouble = self.outcomes.trouble or trouble.message
        if isinstance(trouble, AuthenticationRefusedError) and not self.is_stopped:
            self.is_stopped = True
            log.error("alarm=authentication_refused text=%s", trouble.text)
            with db.writing(self.services.engine) as connection:
                store_audit.set_switch(
                    connection, SENDING_PAUSED, PAUSED_BY_LOGIN, by=SYSTEM, at=self.services.clock()
                )

    def _turn_away(self) -> None:
        """Stop the run when the relay ends one conversation after another (421) and takes nothing."""
        self.turned_away += 1
        if self.turned_away >= _ENOUGH_TURNED_AWAY:
            self.is_stopped = self.has_lost_a_connection = True

    async def _mark_regularly(self) -> None:
        while True:
            await asyncio.sleep(_MARK_SECONDS)
            self._mark()

    def _mark(self) -> None:
        """Write what is known of finished attempts, and what left, in one transaction."""
        if not self.unmarked:
            return
        marks, self.unmarked = self.unmarked, []
        with db.writing(self.services.engine) as connection:
            store_outbox.finish(connection, [attempt for _, attempt in marks])
            for day, ids in self._left(marks).items():
                store_notices.mark_left(connection, ids, day)
            for claimed, attempt in marks:
                if attempt.code == TOO_BIG and attempt.state is MessageState.FAILED:
                    store_without_attachment(self.services, connection, claimed)

    def _left(self, marks: list[tuple[Claimed, Attempt]]) -> dict[date, list[int]]:
        days: dict[date, list[int]] = {}
        for claimed, attempt in marks:
            if attempt.state is MessageState.SENT:
                day = self.today or left_on(claimed, attempt.finished_at)
                days.setdefault(day, []).append(claimed.id)
        return days

    def _put_back(self) -> None:
        """Give back what was claimed but never tried, without penalty."""
        untried, self.queue = self.queue, []
        if not untried:
            return
        self.outcomes.is_channel_down = self.has_lost_a_connection
        ids = [claimed.id for claimed in untried]
        now = self.services.clock()
        with db.writing(self.services.engine) as connection:
            store_outbox.release_claims(connection, ids, next_try_at=now)
            if self.has_lost_a_connection:
                pause = timedelta(seconds=self.services.mail.retry_first_seconds)
                store_outbox.hold_back(connection, until=now + pause)


@contextmanager
def sending_lock(services: Services) -> Iterator[None]:
    """Hold the one lock of whoever plans or sends; raises :class:`BusyError` when somebody has it."""
    with db.exclusive(services.engine):
        yield
