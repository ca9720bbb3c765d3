"""Sending what waits: claim, send the stored bytes, mark after the final answer, record every attempt.

Knows no channel: it asks the notifier for connections and reads from its errors what may be tried
again. One recipient's trouble stays his.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models import db, store_audit, store_holding, store_outbox
from models.store_audit import SENDING_PAUSED, SYSTEM
from models.store_outbox import Claimed
from notifiers.base import (
    CLOSING,
    AuthenticationRefusedError,
    ChannelDownError,
    Connection,
    DeliveryError,
    Envelope,
    SenderRefusedError,
    TransientError,
    UnknownOutcomeError,
)
from scheduler.claims import PAUSED, Claims
from scheduler.endings import failed, sent
from scheduler.pace import Pace, longest
from scheduler.services import Services

log = logging.getLogger("duban.delivery")

_MARK_AFTER = 4
#: So many messages in a row, on all connections, that a relay sends away or does not answer for, without
#: taking one between.
_ENOUGH_TURNED_AWAY = 5
PAUSED_BY_LOGIN = "邮件服务器不接受登录"
PAUSED_BY_SENDER = "邮件服务器不接受发件地址"


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
    """Take back what a dead sender left in ``sending``, and count it.

    What waits longer than any pause lasts was put off by a clock that was ahead, and is brought near.
    """
    now = services.clock()
    with db.writing(services.engine) as connection:
        store_holding.bring_near(connection, latest=now + longest(services.mail.retry_cap_seconds))
        return store_outbox.take_back(connection, now=now, all_leases=db.is_sqlite(services.engine))


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
            return Outcomes(trouble=PAUSED)
    watch.on_ready()
    return asyncio.run(_Sender(services, today, only_slots, watch.should_stop).run())


class _Sender:
    """One run of sending: some connections over one queue."""

    def __init__(
        self,
        services: Services,
        today: date | None,
        only_slots: Collection[str] | None,
        should_stop: Callable[[], bool],
    ) -> None:
        self.services = services
        self.should_stop = should_stop
        self.outcomes = Outcomes()
        self.claims = Claims(services, today, only_slots)
        self.pace = Pace(services.mail.messages_per_minute)
        self.opened = asyncio.Event()
        self.is_stopped = self.is_paused = False
        self.has_lost_a_connection = self.has_kept_a_connection = False
        self.turned_away = 0
        self.was_closed = False

    async def run(self) -> Outcomes:
        log.info("phase=sending")
        tasks = [asyncio.create_task(self.claims.mark_regularly())]
        try:
            for _ in range(self.services.notifier.connections):
                tasks.append(asyncio.create_task(self._work()))
                await self._opened_or_over(tasks[-1])
            await asyncio.gather(*tasks[1:], return_exceptions=True)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            await self._settle()
        for error in ended:
            if isinstance(error, Exception):
                raise error
        return self.outcomes

    async def _opened_or_over(self, worker: "asyncio.Task[None]") -> None:
        """Wait for the first connection, so that a wrong password is tried once and not once by each."""
        opened = asyncio.create_task(self.opened.wait())
        await asyncio.wait([worker, opened], return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()

    async def _settle(self) -> None:
        """Write the last ends and give back what was not tried, the one whatever becomes of the other."""
        try:
            await self.claims.mark_at_last()
        finally:
            self._put_back()
            self.outcomes.trouble = self.outcomes.trouble or self.claims.stopped_by

    async def _work(self) -> None:
        try:
            await self._use_connections()
        except BaseException:
            self.is_stopped = True
            raise

    async def _use_connections(self) -> None:
        tried, is_open = -1, False
        while tried and self._has_more():
            try:
                async with self.services.notifier.connect() as connection:
                    self.opened.set()
                    tried = await self._send_many(connection)
                    is_open = connection.is_open
            except ChannelDownError as trouble:
                # Other connections may still work (a relay that allows one at a time); this one gives up.
                self._channel_trouble(trouble)
                return
        self.has_kept_a_connection = self.has_kept_a_connection or is_open

    async def _send_many(self, connection: Connection) -> int:
        """Send until the connection has had its share, closed, or nothing is left; count the attempts."""
        most, tried = self.services.mail.messages_per_connection, 0
        while connection.is_open and (tried < most or not most) and self._has_more():
            await self.pace.wait()
            if self._must_stop() or not (claimed := self.claims.next()):
                continue
            await self._send(connection, claimed)
            tried += 1
            if len(self.claims.unmarked) >= _MARK_AFTER:
                self.claims.mark()
        return tried

    def _must_stop(self) -> bool:
        return self.is_stopped or bool(self.claims.stopped_by) or self.should_stop()

    def _has_more(self) -> bool:
        """Tell whether a message may be tried; claims another batch when the queue is empty."""
        return not self._must_stop() and (bool(self.claims.queue) or self.claims.claim())

    async def _send(self, connection: Connection, claimed: Claimed) -> None:
        started = self.services.clock()
        envelope = Envelope(self.services.mail.sender, claimed.recipient, claimed.data)
        try:
            accepted = await connection.send(envelope)
        except (AuthenticationRefusedError, SenderRefusedError) as error:  # no fault of the message
            self.claims.return_untried(claimed)
            self._channel_trouble(error)
        except DeliveryError as error:
            self._note(claimed, started, error)
        except Exception as error:
            log.exception("message=%s unexpected", claimed.id)
            self._note(claimed, started, DeliveryError(f"{type(error).__name__}: {error}"))
        else:
            self.outcomes.sent += 1
            self.turned_away = 0
            self.claims.keep(sent(self.services, claimed, started, accepted))

    def _note(self, claimed: Claimed, started: datetime, error: DeliveryError) -> None:
        if error.code == CLOSING and error.stage == "mail":  # said before anything of this message was
            self.claims.return_untried(claimed)
            self.outcomes.trouble = self.outcomes.trouble or error.message
            self.was_closed = True
            self._turn_away()
            return
        if isinstance(error, UnknownOutcomeError):
            self.outcomes.unknown += 1
        else:
            self.outcomes.failed += 1
        self.outcomes.trouble = self.outcomes.trouble or error.message
        if _is_of_the_channel(error):
            self.was_closed = self.was_closed or isinstance(error, ChannelDownError)
            self._turn_away()
        mark = failed(self.services, claimed, started, error)
        state = mark.attempt.state
        log.warning("message=%s attempt=%s state=%s code=%s", claimed.id, claimed.attempt, state, error.code)
        self.claims.keep(mark)

    def _channel_trouble(self, trouble: ChannelDownError) -> None:
        self.has_lost_a_connection = True
        self.outcomes.trouble = self.outcomes.trouble or trouble.message
        if isinstance(trouble, AuthenticationRefusedError):
            self._pause_all(PAUSED_BY_LOGIN, "authentication_refused", trouble.text)
        elif isinstance(trouble, SenderRefusedError):
            self._pause_all(PAUSED_BY_SENDER, "sender_refused", trouble.text)

    def _pause_all(self, words: str, alarm: str, text: str) -> None:
        """Stop the run and pause all sending, for every further message would meet the same answer."""
        if self.is_paused:
            return
        self.is_stopped = self.is_paused = True
        log.error("alarm=%s text=%s", alarm, text)
        now = self.services.clock()
        with db.writing(self.services.engine) as connection:
            store_audit.set_switch(connection, SENDING_PAUSED, words, by=SYSTEM, at=now)
            facts = {"reason": words}
            store_audit.record(
                connection, SYSTEM, "sending_pause", subject=("sending", ""), at=now, facts=facts
            )

    def _turn_away(self) -> None:
        """Stop the run when the relay ends one conversation after another and takes nothing."""
        self.turned_away += 1
        if self.turned_away >= _ENOUGH_TURNED_AWAY:
            self.is_stopped = self.has_lost_a_connection = True

    def _put_back(self) -> None:
        """Give back what was not tried; when no connection works any more, all that waits is held back.

        A few messages at which connections broke may be the reason themselves, and say nothing of the relay.
        """
        has_left_some = self.has_lost_a_connection and bool(self.claims.queue)
        is_its_doing = self.was_closed or self.turned_away >= _ENOUGH_TURNED_AWAY
        has_sent_none = is_its_doing and not self.outcomes.sent
        is_down = not self.has_kept_a_connection and (has_left_some or has_sent_none)
        self.outcomes.is_channel_down = is_down
        pause = timedelta(seconds=self.services.mail.retry_first_seconds)
        is_held = is_down and not self.is_paused
        self.claims.put_back(hold_until=self.services.clock() + pause if is_held else None)


def _is_of_the_channel(error: DeliveryError) -> bool:
    """Tell whether the channel ended the conversation, or gave no answer at all."""
    is_silent = isinstance(error, TransientError) and error.code is None
    return is_silent or isinstance(error, ChannelDownError)


@contextmanager
def sending_lock(services: Services) -> Iterator[None]:
    """Hold the one lock of whoever plans or sends; raises :class:`BusyError` when somebody has it."""
    with db.exclusive(services.engine):
        yield
