"""A channel that keeps what it is given in memory, and fails on request: for tests and for trying things out.

Must not leave the process.
"""

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from notifiers.base import Accepted, ChannelDownError, DeliveryError, Envelope, UnknownOutcomeError


@dataclass(frozen=True, slots=True)
class RecordingSettings:
    """How many connections it pretends to allow."""

    connections: int = 1


class RecordingNotifier:
    """Keeps every accepted envelope in ``envelopes``, in order."""

    name = "recording"

    def __init__(self, settings: RecordingSettings | None = None) -> None:
        self.connections = (settings or RecordingSettings()).connections
        self.envelopes: list[Envelope] = []
        self.connected_count = 0
        self._send_failures: deque[tuple[DeliveryError, bool]] = deque()
        self._connect_failures: deque[ChannelDownError] = deque()

    def fail_next(self, error: DeliveryError, *, times: int = 1, stored: bool = False) -> None:
        """Let the next sends fail; ``stored`` keeps the envelope all the same, as a lost answer does."""
        self._send_failures.extend([(error, stored)] * times)

    def refuse_next(self, error: ChannelDownError, *, times: int = 1) -> None:
        """Let the next connections fail."""
        self._connect_failures.extend([error] * times)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["RecordingConnection"]:
        """Open one connection, unless told to refuse it."""
        if self._connect_failures:
            raise self._connect_failures.popleft()
        self.connected_count += 1
        yield RecordingConnection(self)

    async def check(self) -> str:
        """Return the message of the refusal that would come next, if any; it stays to come."""
        return self._connect_failures[0].message if self._connect_failures else ""

    def take(self, envelope: Envelope) -> Accepted:
        """Keep one envelope or raise the failure that was asked for."""
        error, stored = self._send_failures.popleft() if self._send_failures else (None, True)
        if stored:
            self.envelopes.append(envelope)
        if error:
            raise error
        return Accepted(code=250, text=f"recorded as {len(self.envelopes)}")


class RecordingConnection:
    """One connection to a ``RecordingNotifier``; it ends where a real one would."""

    def __init__(self, notifier: RecordingNotifier) -> None:
        self._notifier = notifier
        self._open = True

    @property
    def is_open(self) -> bool:
        """Whether no failure has ended it yet."""
        return self._open

    async def send(self, envelope: Envelope) -> Accepted:
        """Keep the envelope, or fail as told."""
        if not self._open:
            raise ChannelDownError("连接已经断开。")
        try:
            return self._notifier.take(envelope)
        except (ChannelDownError, UnknownOutcomeError):
            self._open = False
            raise
