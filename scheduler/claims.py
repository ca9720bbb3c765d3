"""What one run of sending holds: messages claimed and not tried, those on their way, ends not yet written.

Must not know a channel. Nothing it holds is forgotten because the database cannot be written for a while.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from models import db, store_audit, store_holding, store_notices, store_outbox, store_stale
from models.kinds import MessageState
from models.store_audit import SENDING_PAUSED
from models.store_outbox import Attempt, Claimed
from scheduler.pace import left_on
from scheduler.rebuilding import rebuild
from scheduler.services import Services
from scheduler.slimming import store_without_attachment

log = logging.getLogger("duban.delivery")

PAUSED = "全部暂停发送"
NOT_WRITTEN = "发信的结果一时记不进数据库，已停止发信"
LOCK_LOST = "另一个督办程序正在发信，这一个已停止发信"
BATCH = 50
#: So many batches in a row of which nothing holds any longer; the next pass goes on with the rest.
_MOST_STALE_BATCHES = 100
_MARK_SECONDS = 0.1
_LONGEST_WAIT = 5.0
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Mark:
    """The end of an attempt, to be written."""

    claimed: Claimed
    attempt: Attempt
    is_too_big: bool = False
    """Whether the message goes once more without its attachment."""


class Claims:
    """The queue of one run, shared by its connections."""

    def __init__(
        self,
        services: Services,
        today: date | None,
        only_slots: Collection[str] | None,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.services = services
        self._sleep = sleep
        self.today = today
        self.only_slots = only_slots
        self.queue: list[Claimed] = []
        self.unmarked: list[Mark] = []
        self.stopped_by = ""
        """Why nothing more may be claimed or tried, in words; empty while it may."""
        self._on_their_way: dict[int, Claimed] = {}
        self._lease = timedelta(seconds=services.mail.lease_seconds)
        self._lease_until = self._renew_at = _NEVER
        self._failures = 0
        self._is_drained = False

    def claim(self) -> bool:
        """Claim another batch when the queue is empty; False when nothing is left or sending must stop."""
        self.mark()
        if not self.queue and not db.keeps_exclusive(self.services.engine):
            log.error("alarm=lock_lost")
            self.stopped_by = LOCK_LOST
        batches = 0
        while not (self.queue or self.stopped_by or self._is_drained) and batches < _MOST_STALE_BATCHES:
            self._is_drained = not self._claim_batch()
            batches += 1
        return bool(self.queue) and not self.stopped_by

    def _claim_batch(self) -> bool:
        """Claim what may leave; True when anything was ready, be it only what no longer holds."""
        now = self.services.clock()
        pilot = self.services.mail.redirect_to
        with db.writing(self.services.engine) as connection:
            self._look_for_pause(connection)
            if self.stopped_by:
                return False
            ids = store_outbox.ready(
                connection, now=now, limit=BATCH, only_slots=self.only_slots, only_recipient=pilot
            )
            holding = self._rebuilt(connection, ids, pilot)
            taken = store_outbox.take(connection, holding, now=now, lease_until=now + self._lease)
            store_outbox.renew(connection, self._on_their_way.values(), lease_until=now + self._lease)
        self.queue = taken
        self._leased_from(now)
        return bool(ids)

    def _rebuilt(self, connection: sa.Connection, ids: list[int], pilot: str) -> list[int]:
        """Rebuild what no longer holds, and return what may leave."""
        stale = store_stale.stale_untried(connection, ids, redirect_to=pilot) if ids else []
        rebuilt = [rebuild(self.services, connection, message_id) for message_id in stale]
        holding = [message_id for message_id in ids if message_id not in stale]
        return holding + [message_id for message_id in rebuilt if message_id is not None]

    def _look_for_pause(self, connection: sa.Connection) -> None:
        if store_audit.switch_value(connection, SENDING_PAUSED):
            self.stopped_by = self.stopped_by or PAUSED

    def _leased_from(self, now: datetime) -> None:
        self._lease_until, self._renew_at = now + self._lease, now + self._lease / 3

    def next(self) -> Claimed | None:
        """Hand out the next message to try, None when the queue is empty.

        After its lease another sender may hold a message, so what was kept too long goes back untried.
        """
        if self.services.clock() >= self._lease_until:
            self.put_back()
        if not self.queue:
            return None
        claimed = self.queue.pop(0)
        self._on_their_way[claimed.id] = claimed
        return claimed

    def return_untried(self, claimed: Claimed) -> None:
        """Take back a message that was handed out and not tried."""
        self._on_their_way.pop(claimed.id, None)
        self.queue.insert(0, claimed)

    def keep(self, mark: Mark) -> None:
        """Keep the end of an attempt until it is written."""
        self._on_their_way.pop(mark.claimed.id, None)
        self.unmarked.append(mark)

    async def mark_regularly(self) -> None:
        """Write ends soon after they are known, at longer intervals while that fails."""
        while True:
            await asyncio.sleep(_MARK_SECONDS * 2 ** min(self._failures, 6))
            self.mark()

    def mark(self) -> None:
        """Write what is known of finished attempts and renew the leases, when there is something to write.

        When it cannot be written it stays, to be written later, and nothing more is claimed or tried.
        """
        self._write(self.unmarked)

    async def mark_at_last(self) -> None:
        """Write what is left, at last each end by itself; raises when one cannot be written at all.

        It goes on for as long as the lease lasts: an accepted mail whose end is not known goes out again.
        """
        waited, pause = 0.0, _MARK_SECONDS
        while True:
            self.mark()
            if not self.unmarked:
                return
            left = min(self._lease_left(), self._lease.total_seconds() - waited)
            if left <= 0:
                break
            await self._sleep(min(pause, left))
            waited, pause = waited + pause, min(pause * 2, _LONGEST_WAIT)
        errors = [self._write([mark]) for mark in list(self.unmarked)]
        if lost := [error for error in errors if error]:
            log.error("alarm=marks_lost messages=%s", len(lost))
            raise lost[0]

    def _lease_left(self) -> float:
        return (self._lease_until - self.services.clock()).total_seconds()

    def _write(self, marks: list[Mark]) -> Exception | None:
        """Write some ends in one transaction; return why they could not be written."""
        written = list(marks)
        try:
            self._write_and_renew(written)
        except Exception as error:
            if not self._failures:
                log.exception("alarm=marks_not_written messages=%s", len(written))
            self._failures += 1
            self.stopped_by = self.stopped_by or NOT_WRITTEN
            return error
        self.unmarked = [mark for mark in self.unmarked if mark not in written]
        return None

    def _write_and_renew(self, marks: list[Mark]) -> None:
        now = self.services.clock()
        if now >= self._lease_until:
            self.put_back()
        held = [*self.queue, *self._on_their_way.values()] if now >= self._renew_at else []
        if not marks and not held:
            return
        with db.writing(self.services.engine) as connection:
            self._look_for_pause(connection)
            store_outbox.finish(connection, [mark.attempt for mark in marks])
            for day, ids in self._left(marks).items():
                store_notices.mark_left(connection, ids, day)
            for mark in marks:
                if mark.is_too_big:
                    store_without_attachment(self.services, connection, mark.claimed)
            store_outbox.renew(connection, held, lease_until=now + self._lease)
        if held:
            self._leased_from(now)

    def _left(self, marks: list[Mark]) -> dict[date, list[int]]:
        days: dict[date, list[int]] = {}
        for mark in marks:
            if mark.attempt.state is MessageState.SENT:
                day = self.today or left_on(mark.claimed, mark.attempt.finished_at)
                days.setdefault(day, []).append(mark.claimed.id)
        return days

    def put_back(self, *, hold_until: datetime | None = None) -> None:
        """Give back what was claimed but never tried, without penalty.

        With ``hold_until`` nothing at all that waits is tried before that moment.
        """
        if not self.queue:
            return
        with db.writing(self.services.engine) as connection:
            store_outbox.release_claims(connection, self.queue, next_try_at=self.services.clock())
            if hold_until:
                store_holding.hold_back(connection, until=hold_until)
        self.queue = []
        self._is_drained = False
