"""Which messages are still in the queue, said in the words of the index over them.

The outbox keeps every message ever sent, so whoever asks for those that wait must not read all of it.
"""

import sqlalchemy as sa

from models import tables as c
from models.kinds import MessageState


def is_unfinished() -> sa.ColumnElement[bool]:
    """Tell of a message that its end is not known: it waits, or somebody holds it for sending."""
    return sa.and_(c.condition_of("ix_message_waiting"))


def is_waiting() -> sa.ColumnElement[bool]:
    """Tell of a message that it waits for an attempt, its first or another."""
    return _is_in_queue(MessageState.PENDING, MessageState.UNKNOWN)


def is_untried() -> sa.ColumnElement[bool]:
    """Tell of a message that it waits and was never tried, so that it may still be changed."""
    return sa.and_(_is_in_queue(MessageState.PENDING), c.message.c.attempt_count == 0)


def is_sending() -> sa.ColumnElement[bool]:
    """Tell of a message that somebody holds it for sending."""
    return _is_in_queue(MessageState.SENDING)


def _is_in_queue(*states: MessageState) -> sa.ColumnElement[bool]:
    return sa.and_(c.condition_of("ix_message_waiting"), c.message.c.state.in_(states))
