"""The people who sign in and their sessions. Passwords and cookies are stored as hashes only."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.inserting import insert_one
from models.kinds import UserRole
from rules.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class UserRecord:
    """A person who may sign in."""

    id: int
    name: str
    role: UserRole
    password_hash: str
    must_change: bool
    failure_count: int
    locked_until: datetime | None
    is_active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A signed-in browser and the person behind it."""

    key_hash: str
    csrf_token: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    user: UserRecord


def users(connection: Connection) -> list[UserRecord]:
    """Return everybody who may sign in, by name."""
    rows = connection.execute(sa.select(c.app_user).order_by(c.app_user.c.name))
    return [UserRecord(**row._mapping) for row in rows]


def find_user(connection: Connection, name: str) -> UserRecord | None:
    """Return the person of a user name, None when there is none."""
    row = connection.execute(sa.select(c.app_user).where(c.app_user.c.name == name)).one_or_none()
    return UserRecord(**row._mapping) if row else None


def user(connection: Connection, user_id: int) -> UserRecord:
    """Return one person; raises :class:`NotFoundError`."""
    row = connection.execute(sa.select(c.app_user).where(c.app_user.c.id == user_id)).one_or_none()
    if row is None:
        raise NotFoundError("没有这个用户。")
    return UserRecord(**row._mapping)


def add_user(
    connection: Connection, name: str, *, role: UserRole, password_hash: str, must_change: bool, at: datetime
) -> int:
    """Store a new person and return the id."""
    return insert_one(
        connection,
        c.app_user,
        name=name,
        role=role,
        password_hash=password_hash,
        must_change=must_change,
        failure_count=0,
        is_active=True,
        created_at=at,
    )


def update_user(connection: Connection, user_id: int, **values: object) -> None:
    """Change columns of a person."""
    connection.execute(sa.update(c.app_user).where(c.app_user.c.id == user_id).values(**values))


def add_session(
    connection: Connection,
    key_hash: str,
    *,
    user_id: int,
    csrf_token: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Store a session under the hash of its cookie."""
    connection.execute(
        sa.insert(c.app_session).values(
            key_hash=key_hash,
            user_id=user_id,
            csrf_token=csrf_token,
            created_at=now,
            seen_at=now,
            expires_at=expires_at,
        )
    )


def find_session(connection: Connection, key_hash: str) -> SessionRecord | None:
    """Return a session by the hash of its cookie, None when it was never opened or is revoked."""
    s = c.app_session.c
    query = sa.select(s.csrf_token, s.created_at, s.seen_at, s.expires_at, s.user_id).where(
        s.key_hash == key_hash
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return SessionRecord(
        key_hash, row.csrf_token, row.created_at, row.seen_at, row.expires_at, user(connection, row.user_id)
    )


def sessions_of(connection: Connection, user_id: int) -> list[SessionRecord]:
    """Return the open sessions of a person, oldest first."""
    s = c.app_session.c
    query = sa.select(s.key_hash).where(s.user_id == user_id).order_by(s.created_at, s.key_hash)
    found = (find_session(connection, key_hash) for key_hash in connection.scalars(query).all())
    return [session for session in found if session is not None]


def touch_session(connection: Connection, key_hash: str, *, now: datetime) -> None:
    """Note that a session was used."""
    connection.execute(
        sa.update(c.app_session).where(c.app_session.c.key_hash == key_hash).values(seen_at=now)
    )


def drop_session(connection: Connection, key_hash: str) -> None:
    """Revoke one session."""
    connection.execute(sa.delete(c.app_session).where(c.app_session.c.key_hash == key_hash))


def drop_sessions(connection: Connection, user_id: int) -> None:
    """Revoke every session of a person."""
    connection.execute(sa.delete(c.app_session).where(c.app_session.c.user_id == user_id))


def drop_old_sessions(connection: Connection, *, now: datetime, seen_before: datetime) -> None:
    """Delete the sessions that have run out anyway."""
    s = c.app_session.c
    connection.execute(sa.delete(c.app_session).where(sa.or_(s.expires_at <= now, s.seen_at <= seen_before)))
