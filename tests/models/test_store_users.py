"""People and their sessions, on every database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from models import db, store_users
from models.kinds import UserRole
from rules.errors import NotFoundError

NOW = datetime(2026, 10, 13, 1, 5, tzinfo=UTC)


def _person(connection: Connection, name: str) -> int:
    return store_users.add_user(
        connection, name, role=UserRole.SUPERVISOR, password_hash="x", must_change=True, at=NOW
    )


def _session(connection: Connection, key: str, user_id: int, *, now: datetime = NOW) -> None:
    store_users.add_session(
        connection, key, user_id=user_id, csrf_token="t", now=now, expires_at=now + timedelta(hours=10)
    )


def test_a_person_is_found_as_stored(engine: Engine) -> None:
    """Name, role and moments come back as they went in; nobody else is found."""
    with db.writing(engine) as connection:
        user_id = _person(connection, "duban")
        store_users.update_user(connection, user_id, failure_count=3, locked_until=NOW)

    with db.reading(engine) as connection:
        user = store_users.user(connection, user_id)
        assert store_users.find_user(connection, "duban") == user
        assert (user.role, user.failure_count, user.locked_until) == (UserRole.SUPERVISOR, 3, NOW)
        assert [one.name for one in store_users.users(connection)] == ["duban"]
        assert store_users.find_user(connection, "Duban") is None
        with pytest.raises(NotFoundError):
            store_users.user(connection, user_id + 1)


def test_a_name_is_taken_once(engine: Engine) -> None:
    """Two people never share a name."""
    with db.writing(engine) as connection:
        _person(connection, "duban")
    with pytest.raises(IntegrityError), db.writing(engine) as connection:
        _person(connection, "duban")


def test_sessions_are_touched_and_revoked(engine: Engine) -> None:
    """A session carries its person; revoking one or all leaves the other people's alone."""
    with db.writing(engine) as connection:
        one, two = _person(connection, "one"), _person(connection, "two")
        for key, user_id in (("a", one), ("b", one), ("c", two)):
            _session(connection, key, user_id)
        store_users.touch_session(connection, "a", now=NOW + timedelta(minutes=5))
        store_users.drop_session(connection, "b")

    with db.writing(engine) as connection:
        found = store_users.find_session(connection, "a")
        assert found is not None
        assert (found.user.name, found.seen_at) == ("one", NOW + timedelta(minutes=5))
        assert [session.key_hash for session in store_users.sessions_of(connection, one)] == ["a"]
        store_users.drop_sessions(connection, one)
        assert store_users.sessions_of(connection, one) == []
        assert [session.key_hash for session in store_users.sessions_of(connection, two)] == ["c"]


def test_sessions_that_ran_out_are_swept(engine: Engine) -> None:
    """What is past its end or unused for long is deleted, the rest stays."""
    with db.writing(engine) as connection:
        user_id = _person(connection, "one")
        _session(connection, "old", user_id, now=NOW - timedelta(hours=11))
        _session(connection, "idle", user_id, now=NOW - timedelta(hours=1))
        _session(connection, "live", user_id)
        store_users.drop_old_sessions(connection, now=NOW, seen_before=NOW - timedelta(minutes=30))

        assert [session.key_hash for session in store_users.sessions_of(connection, user_id)] == ["live"]
