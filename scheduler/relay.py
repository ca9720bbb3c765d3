"""What is known of the relay over several passes: since when it takes nothing, and in which words.

One pass cannot know it: the next may try nothing at all, because everything is held back.
"""

import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from models import store_audit, store_outbox, store_why
from models.store_audit import LAST_RUN, RELAY_TROUBLE, SENDING_PAUSED, SYSTEM
from scheduler.delivery import Outcomes
from scheduler.services import Services

log = logging.getLogger("duban.relay")

#: So many messages that were tried and wait, when none was taken, are no longer their recipients' trouble.
_ENOUGH = 5
_NO_WORDS = "邮件系统一封信也没有接收"
_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")


@dataclass(frozen=True, slots=True)
class RelayDown:
    """A relay that has taken nothing for longer than two passes while mail waits."""

    words: str
    """What it answered, or why it could not be reached."""
    waiting: int
    since: datetime


def remember_relay(connection: Connection, outcomes: Outcomes, *, now: datetime) -> None:
    """Remember after a pass whether the relay is in trouble; the moment it began stays.

    A pass that tried nothing, or a few messages alone, changes nothing.
    """
    before = store_audit.switch_value(connection, RELAY_TROUBLE)
    if _takes_nothing(connection, outcomes):
        began = store_audit.switch_moment(connection, RELAY_TROUBLE) if before and not outcomes.sent else None
        words = outcomes.trouble or _NO_WORDS
        store_audit.set_switch(connection, RELAY_TROUBLE, words, by=SYSTEM, at=began or now)
        if not before:
            log.error("alarm=relay text=%s", _ADDRESS.sub("…", words))
    elif before and outcomes.sent:
        store_audit.set_switch(connection, RELAY_TROUBLE, "", by=SYSTEM, at=now)
        log.info("alarm=none relay=back")


def _takes_nothing(connection: Connection, outcomes: Outcomes) -> bool:
    if outcomes.is_channel_down:
        return True
    is_much = outcomes.failed + outcomes.unknown >= _ENOUGH
    return not outcomes.sent and is_much and store_why.tried_and_waiting(connection) >= _ENOUGH


def relay_down(services: Services, connection: Connection, *, now: datetime) -> RelayDown | None:
    """Return what is wrong with the relay when mail waits for it and a second pass has failed as well.

    None during a pause a person made; one that the program made is trouble like any other. Every page
    asks: while all is well, it is one row that is read.
    """
    words = store_audit.switch_value(connection, RELAY_TROUBLE)
    if not words:
        return None
    since = store_audit.switch_moment(connection, RELAY_TROUBLE)
    last_run = store_audit.switch_moment(connection, LAST_RUN)
    if since is None or last_run is None or store_audit.is_paused_by_person(connection):
        return None
    is_paused = bool(store_audit.switch_value(connection, SENDING_PAUSED))
    resumed_at = None if is_paused else store_audit.switch_moment(connection, SENDING_PAUSED)
    counted_from = max(since, resumed_at or since)
    patience = timedelta(minutes=2 * services.policy.pass_minutes)
    if last_run <= counted_from or now - counted_from < patience:
        return None
    waiting = store_outbox.waiting_count(connection, only_recipient=services.mail.redirect_to)
    return RelayDown(words, waiting, since) if waiting else None
