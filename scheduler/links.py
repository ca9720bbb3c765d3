"""Mail links: a signed capability for one office and one purpose, never a login.

A token carries office, purpose, version and day of issue; it opens for 60 days by the real clock and
dies when the office's version is raised. Nothing is stored for it.
"""

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum

LIFETIME_DAYS = 60
_EPOCH = date(2020, 1, 1)
_PAYLOAD = struct.Struct(">BIHH")
_MAC_BYTES = 16


class Purpose(IntEnum):
    """What a link opens."""

    OFFICE = 1
    LEADER = 2


@dataclass(frozen=True, slots=True)
class Capability:
    """What a token says once its signature is found right."""

    purpose: Purpose
    subject_id: int
    """The office, or the leader in charge."""
    version: int
    issued_on: date

    @property
    def expires_on(self) -> date:
        """The last day on which the link opens."""
        return self.issued_on + timedelta(days=LIFETIME_DAYS)

    def is_expired(self, now: datetime) -> bool:
        """Tell whether the real clock has passed the last day."""
        return now.astimezone(UTC).date() > self.expires_on


@dataclass(frozen=True, slots=True)
class Links:
    """Issues and reads tokens with one secret key; an older key may still be read."""

    key: bytes
    base_url: str
    old_keys: tuple[bytes, ...] = ()

    def issue(self, purpose: Purpose, subject_id: int, *, version: int, now: datetime) -> str:
        """Return a token of 34 characters."""
        days = (now.astimezone(UTC).date() - _EPOCH).days
        payload = _PAYLOAD.pack(purpose, subject_id, version & 0xFFFF, days)
        return base64.urlsafe_b64encode(payload + _sign(self.key, payload)).rstrip(b"=").decode()

    def read(self, token: str) -> Capability | None:
        """Return what a token says; None when it was altered, cut off or never issued."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except ValueError:
            return None
        if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != token:
            return None  # spare bits of the last character were changed
        payload, mac = raw[: _PAYLOAD.size], raw[_PAYLOAD.size :]
        keys = (self.key, *self.old_keys)
        if len(mac) != _MAC_BYTES or not any(hmac.compare_digest(mac, _sign(k, payload)) for k in keys):
            return None
        purpose, subject_id, version, days = _PAYLOAD.unpack(payload)
        return Capability(Purpose(purpose), subject_id, version, _EPOCH + timedelta(days=days))

    def office_url(self, office_id: int, *, version: int, now: datetime) -> str:
        """Return the address of an office's page."""
        return f"{self.base_url}/t/{self.issue(Purpose.OFFICE, office_id, version=version, now=now)}"

    def leader_url(self, leader_id: int, *, now: datetime) -> str:
        """Return the address of a leader's read-only page."""
        return f"{self.base_url}/l/{self.issue(Purpose.LEADER, leader_id, version=1, now=now)}"


def _sign(key: bytes, payload: bytes) -> bytes:
    return hmac.new(key, b"duban link\0" + payload, hashlib.sha256).digest()[:_MAC_BYTES]
