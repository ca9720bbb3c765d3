"""What the end of an attempt means for its message: the state it goes to, and when it may be tried again."""

import random
from datetime import datetime, timedelta

from models.kinds import MessageState
from models.store_outbox import Attempt, Claimed
from notifiers.base import Accepted, DeliveryError, PermanentError, UnknownOutcomeError
from scheduler.claims import Mark
from scheduler.pace import backoff
from scheduler.services import Services
from scheduler.slimming import TOO_BIG


def sent(services: Services, claimed: Claimed, started: datetime, accepted: Accepted) -> Mark:
    """Return the end of an attempt whose message was accepted for good."""
    return Mark(
        claimed, _attempt(services, claimed, started, MessageState.SENT, accepted.code, accepted.text)
    )


def failed(services: Services, claimed: Claimed, started: datetime, error: DeliveryError) -> Mark:
    """Return the end of any other attempt; what is too old is given up whatever the answer was."""
    lifetime = timedelta(days=services.mail.lifetime_days)
    is_too_old = services.clock() - claimed.created_at > lifetime
    if is_too_old or isinstance(error, PermanentError):
        state = MessageState.FAILED
    else:
        is_unknown = isinstance(error, UnknownOutcomeError)
        state = MessageState.UNKNOWN if is_unknown else MessageState.PENDING
    # At RCPT 552 means that the mailbox is full.
    is_too_big = state is MessageState.FAILED and error.code == TOO_BIG and error.stage != "rcpt"
    attempt = _attempt(services, claimed, started, state, error.code, error.text)
    return Mark(claimed, attempt, is_too_big)


def _attempt(
    services: Services, claimed: Claimed, started: datetime, state: MessageState, code: int | None, text: str
) -> Attempt:
    now = services.clock()
    pause = backoff(
        claimed.attempt,
        first=services.mail.retry_first_seconds,
        cap=services.mail.retry_cap_seconds,
        chance=random.random(),  # noqa: S311 - jitter, not a secret
    )
    return Attempt(
        message_id=claimed.id,
        attempt=claimed.attempt,
        started_at=started,
        finished_at=now,
        state=state,
        code=code,
        text=text,
        next_try_at=now + pause,
    )
