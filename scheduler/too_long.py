"""How long a message may wait: the one measure of the auditor and of the page 为什么.

It looks at no single message and changes nothing.
"""

from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from models import store_audit, store_outbox, store_why
from models.store_audit import SENDING_PAUSED
from models.store_why import TooLong
from scheduler.hours import Hours
from scheduler.pace import longest, time_for
from scheduler.services import Services

_WAITING_GRACE = timedelta(minutes=15)


def too_long(services: Services, connection: Connection, hours: Hours) -> TooLong | None:
    """Return since when a message waits too long; None while nothing may leave, or may only since lately."""
    if not hours.is_open or store_audit.switch_value(connection, SENDING_PAUSED):
        return None
    resumed_at = store_audit.switch_moment(connection, SENDING_PAUSED)
    may_leave_since = max(hours.opens_at, resumed_at or hours.opens_at)
    emptying = _emptying(services, connection, hours, since=may_leave_since)
    before = hours.now - _WAITING_GRACE - emptying
    if may_leave_since > before:
        return None
    return TooLong(
        ready=before,
        made=hours.now - timedelta(minutes=2 * services.policy.pass_minutes) - emptying,
        tried=before - longest(services.mail.retry_cap_seconds),
    )


def _emptying(services: Services, connection: Connection, hours: Hours, *, since: datetime) -> timedelta:
    """Return the time that the pace an operator set gives the whole queue.

    What has left counts as well: the last message has waited for all that went before it.
    """
    mail = services.mail
    if not mail.messages_per_minute:
        return timedelta()
    waiting = store_outbox.waiting_count(connection, only_recipient=mail.redirect_to)
    run_from = hours.day - timedelta(days=mail.lifetime_days)
    left = store_why.sent_since(connection, since, run_from=run_from)
    return time_for(waiting + left, mail.messages_per_minute)
