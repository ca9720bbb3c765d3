"""Passwords: the rule they must follow, their hashes, and one-use passwords. Stores nothing."""

import secrets
from dataclasses import dataclass
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from rules.errors import InputError

MIN_LENGTH = 12
MAX_LENGTH = 200
RULE = "至少12个字符，大写字母、小写字母、数字、符号中至少有三种。"
#: Letters and digits that are not taken for each other when read aloud or copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"


@dataclass(frozen=True, slots=True)
class Passwords:
    """Hashes passwords with Argon2id at a given cost; tests take a low one."""

    memory_kib: int = 65536
    rounds: int = 3
    lanes: int = 1

    def hashed(self, password: str) -> str:
        """Return the hash to store."""
        return _hasher(self).hash(password)

    def matches(self, password: str, password_hash: str) -> bool:
        """Tell whether a password is the one of a hash; takes the same time for a name nobody has.

        An over-long text is never hashed whole, so that it cannot be used to keep the machine busy.
        """
        is_usable = len(password) <= MAX_LENGTH and bool(password_hash)
        try:
            found = _hasher(self).verify(password[:MAX_LENGTH], password_hash or _nobody(self))
        except PwdlibError:
            return False
        return found and is_usable


@cache
def _hasher(cost: Passwords) -> PasswordHash:
    hasher = Argon2Hasher(time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=cost.lanes)
    return PasswordHash((hasher,))


@cache
def _nobody(cost: Passwords) -> str:
    """The hash that an unknown user name is compared with."""
    return _hasher(cost).hash(secrets.token_urlsafe(16))


def check_password(password: str, *, user_name: str) -> None:
    """Refuse a password that does not follow the rule; raises :class:`InputError`."""
    if len(password) > MAX_LENGTH:
        raise InputError(f"密码最多{MAX_LENGTH}个字符。")
    kinds = (
        any(char.isupper() for char in password),
        any(char.islower() for char in password),
        any(char.isdigit() for char in password),
        any(not char.isalnum() for char in password),
    )
    if len(password) < MIN_LENGTH or sum(kinds) < 3:
        raise InputError(f"新密码不合要求：{RULE}")
    if user_name and user_name.lower() in password.lower():
        raise InputError("新密码里不能含有用户名。")
    if len(set(password)) < MIN_LENGTH // 2:
        raise InputError("新密码里重复的字符太多，请换一个。")


def one_use_password() -> str:
    """Return a random password that follows the rule and can be read aloud: ``kdwm-7342-pqxz-58``."""
    words = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)]
    return "-".join([*words, "".join(secrets.choice(_DIGITS) for _ in range(4))])
