"""Wrong sign-ins that have no row of their own: by address, and for names nobody has.

Kept in memory and forgotten at a restart; known accounts are counted in the database.
"""

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

_HOUR = timedelta(hours=1)
_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Standing:
    """How often a name was tried in vain, and until when it is locked."""

    failure_count: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Tell whether the lock still holds."""
        return self.locked_until is not None and now < self.locked_until


class Guesses:
    """Counts wrong sign-ins; safe to share between threads, never larger than some thousand entries."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: OrderedDict[str, Standing] = OrderedDict()
        self._addresses: OrderedDict[str, deque[datetime]] = OrderedDict()

    def standing(self, name: str) -> Standing:
        """Return how a name stands that nobody has."""
        with self._lock:
            return self._names.get(name, Standing())

    def address_failures(self, address: str, *, now: datetime) -> int:
        """Count the wrong sign-ins from an address within the last hour."""
        with self._lock:
            return sum(now - moment < _HOUR for moment in self._addresses.get(address, ()))

    def failed(self, name: str, address: str, standing: Standing, *, now: datetime, is_known: bool) -> None:
        """Remember one wrong sign-in."""
        with self._lock:
            if not is_known:
                self._names[name] = standing
                self._names.move_to_end(name)
            self._addresses.setdefault(address, deque(maxlen=100)).append(now)
            self._addresses.move_to_end(address)
            for counts in (self._names, self._addresses):
                while len(counts) > _LIMIT:
                    counts.popitem(last=False)
