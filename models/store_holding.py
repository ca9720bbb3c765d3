"""When messages that wait may be tried: all of them held back, let go or brought near at once."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.waiting import is_untried, is_waiting


def hold_back(connection: Connection, *, until: datetime) -> None:
    """Let nothing that waits be tried before a moment, so that the oldest is still first then."""
    m = c.message.c
    held = sa.update(c.message).where(is_waiting(), m.next_try_at < until)
    connection.execute(held.values(next_try_at=until))


def let_go(connection: Connection, *, now: datetime) -> None:
    """Let everything that waits for its first attempt be tried at once, for a person wants it to leave."""
    m = c.message.c
    held = sa.update(c.message).where(is_untried(), m.next_try_at > now)
    connection.execute(held.values(next_try_at=now))


def bring_near(connection: Connection, *, latest: datetime) -> None:
    """Let nothing wait longer than until a moment: a clock may have been ahead when it was put off."""
    m = c.message.c
    far = sa.update(c.message).where(is_waiting(), m.next_try_at > latest)
    connection.execute(far.values(next_try_at=latest))
