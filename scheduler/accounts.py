"""Accounts: adding people, signing in and out, changing passwords, and what locks an account.

A name nobody has is answered like a wrong password, in the same words and about the same time.
"""

import hashlib
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from models import db, store_audit, store_users
from models.kinds import UserRole
from models.store_audit import Actor
from models.store_users import SessionRecord, UserRecord
from rules.errors import InputError, NotFoundError
from scheduler.guesses import Guesses, Standing
from scheduler.passwords import Passwords, check_password, one_use_password
from scheduler.services import Services

_NAME_LIMIT = 40
_TOUCH_EVERY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class SessionRules:
    """How long a session lives and what a wrong password costs."""

    idle_minutes: int = 30
    absolute_minutes: int = 600
    max_failures: int = 5
    lock_minutes: int = 15
    address_failures_an_hour: int = 20
    passwords: Passwords = field(default_factory=Passwords)


@dataclass(frozen=True, slots=True)
class SignIn:
    """How a sign-in ended: a cookie and its session, or why not."""

    cookie: str = ""
    tries_left: int = 0
    locked_until: datetime | None = None
    is_throttled: bool = False

    @property
    def is_in(self) -> bool:
        """Whether the person is signed in."""
        return bool(self.cookie)


def add_user(
    services: Services, actor: Actor, name: str, *, role: UserRole, passwords: Passwords | None = None
) -> str:
    """Add a person and return the one-use password, which is shown once and must be changed."""
    name = name.strip()
    if not name or len(name) > _NAME_LIMIT or not name.isprintable() or any(c.isspace() for c in name):
        raise InputError(f"用户名要有1至{_NAME_LIMIT}个字符，不能有空格。")
    password, now = one_use_password(), services.clock()
    password_hash = (passwords or Passwords()).hashed(password)
    with db.writing(services.engine) as connection:
        if store_users.find_user(connection, name) is not None:
            raise InputError(f"已经有用户“{name}”。")
        user_id = store_users.add_user(
            connection, name, role=role, password_hash=password_hash, must_change=True, at=now
        )
        facts = {"name": name, "role": role}
        store_audit.record(connection, actor, "user_add", subject=("user", user_id), at=now, facts=facts)
    return password


def reset_user(services: Services, actor: Actor, name: str, *, passwords: Passwords | None = None) -> str:
    """Give a person a new one-use password, end every session and lift a lock."""
    password, now = one_use_password(), services.clock()
    password_hash = (passwords or Passwords()).hashed(password)
    with db.writing(services.engine) as connection:
        user = store_users.find_user(connection, name.strip())
        if user is None:
            raise NotFoundError(f"没有用户“{name.strip()}”。")
        store_users.update_user(
            connection,
            user.id,
            password_hash=password_hash,
            must_change=True,
            failure_count=0,
            locked_until=None,
            is_active=True,
        )
        store_users.drop_sessions(connection, user.id)
        store_audit.record(connection, actor, "user_reset", subject=("user", user.id), at=now)
    return password


def disable_user(services: Services, actor: Actor, name: str) -> None:
    """Lock a person out for good and end every session."""
    now = services.clock()
    with db.writing(services.engine) as connection:
        user = store_users.find_user(connection, name.strip())
        if user is None:
            raise NotFoundError(f"没有用户“{name.strip()}”。")
        store_users.update_user(connection, user.id, is_active=False)
        store_users.drop_sessions(connection, user.id)
        store_audit.record(connection, actor, "user_disable", subject=("user", user.id), at=now)


def sign_in(
    services: Services, rules: SessionRules, guesses: Guesses, name: str, password: str, *, address: str
) -> SignIn:
    """Check a name and password and open a session with a new cookie.

    During a lock the right password gets the same answer as a wrong one.
    """
    now = services.clock()
    if guesses.address_failures(address, now=now) >= rules.address_failures_an_hour:
        return SignIn(is_throttled=True)
    name = name.strip()[: _NAME_LIMIT * 2]
    with db.reading(services.engine) as connection:
        user = store_users.find_user(connection, name)
    is_right = rules.passwords.matches(password, user.password_hash if user and user.is_active else "")
    with db.writing(services.engine) as connection:
        user = store_users.find_user(connection, name)  # the lock may have fallen while we hashed
        standing = _standing(user) if user else guesses.standing(name)
        if standing.is_locked(now):
            _note(connection, name, "sign_in_refused", now, address)
            return SignIn(locked_until=standing.locked_until)
        if is_right and user is not None:
            return _open(connection, rules, user, now=now, address=address)
        standing = _failed(standing, rules, now)
        if user is not None:
            _store_standing(connection, user, standing)
        guesses.failed(name, address, standing, now=now, is_known=user is not None)
        _note(connection, name, "sign_in_failed", now, address)
    if standing.is_locked(now):
        return SignIn(locked_until=standing.locked_until)
    return SignIn(tries_left=rules.max_failures - standing.failure_count)


def _standing(user: UserRecord) -> Standing:
    return Standing(user.failure_count, user.locked_until)


def _failed(standing: Standing, rules: SessionRules, now: datetime) -> Standing:
    count = 1 if standing.locked_until is not None else standing.failure_count + 1
    is_locked = count >= rules.max_failures
    return Standing(count, now + timedelta(minutes=rules.lock_minutes) if is_locked else None)


def _store_standing(connection: Connection, user: UserRecord, standing: Standing) -> None:
    store_users.update_user(
        connection, user.id, failure_count=standing.failure_count, locked_until=standing.locked_until
    )
    if standing.locked_until is not None:
        store_users.drop_sessions(connection, user.id)


def _open(
    connection: Connection, rules: SessionRules, user: UserRecord, *, now: datetime, address: str
) -> SignIn:
    store_users.update_user(connection, user.id, failure_count=0, locked_until=None)
    store_users.drop_old_sessions(
        connection, now=now, seen_before=now - timedelta(minutes=rules.idle_minutes)
    )
    cookie = _new_session(connection, rules, user.id, now)
    _note(connection, user.name, "sign_in", now, address)
    return SignIn(cookie=cookie)


def _new_session(connection: Connection, rules: SessionRules, user_id: int, now: datetime) -> str:
    cookie = secrets.token_urlsafe(32)
    store_users.add_session(
        connection,
        key_hash(cookie),
        user_id=user_id,
        csrf_token=secrets.token_urlsafe(24),
        now=now,
        expires_at=now + timedelta(minutes=rules.absolute_minutes),
    )
    return cookie


def key_hash(cookie: str) -> str:
    """Return what is stored of a session's cookie."""
    return hashlib.sha256(cookie.encode()).hexdigest()


def current_session(services: Services, rules: SessionRules, cookie: str) -> SessionRecord | None:
    """Return the live session of a cookie and note that it is used; None when it has ended."""
    if not cookie or len(cookie) > 200:
        return None
    now = services.clock()
    with db.reading(services.engine) as connection:
        session = store_users.find_session(connection, key_hash(cookie))
    if session is None or not session.user.is_active or now >= session.expires_at:
        return None
    if now - session.seen_at >= timedelta(minutes=rules.idle_minutes):
        return None
    if now - session.seen_at >= _TOUCH_EVERY:
        with db.writing(services.engine) as connection:
            store_users.touch_session(connection, session.key_hash, now=now)
        session = replace(session, seen_at=now)
    return session


def sign_out(services: Services, actor: Actor, session: SessionRecord) -> None:
    """End one session."""
    with db.writing(services.engine) as connection:
        store_users.drop_session(connection, session.key_hash)
        _note(connection, session.user.name, "sign_out", services.clock(), actor.address)


def end_other_sessions(services: Services, actor: Actor, session: SessionRecord) -> int:
    """End every other session of the same person and return how many there were."""
    with db.writing(services.engine) as connection:
        others = [
            one.key_hash
            for one in store_users.sessions_of(connection, session.user.id)
            if one.key_hash != session.key_hash
        ]
        for other in others:
            store_users.drop_session(connection, other)
        _note(connection, session.user.name, "sign_out_others", services.clock(), actor.address)
    return len(others)


def change_password(
    services: Services, rules: SessionRules, actor: Actor, session: SessionRecord, old: str, new: str
) -> str:
    """Change a person's password, end every session, and return the cookie of a new one."""
    if not rules.passwords.matches(old, session.user.password_hash):
        raise InputError("现在的密码不对，密码没有改。")
    check_password(new, user_name=session.user.name)
    if old == new:
        raise InputError("新密码和现在的一样，密码没有改。")
    password_hash, now = rules.passwords.hashed(new), services.clock()
    with db.writing(services.engine) as connection:
        store_users.update_user(
            connection, session.user.id, password_hash=password_hash, must_change=False, failure_count=0
        )
        store_users.drop_sessions(connection, session.user.id)
        _note(connection, session.user.name, "password_change", now, actor.address)
        return _new_session(connection, rules, session.user.id, now)


def _note(connection: Connection, name: str, act: str, now: datetime, address: str) -> None:
    store_audit.record(connection, Actor(name, address), act, subject=("account", name), at=now)
