"""Files that were looked at but not stored yet: kept in memory between the dry run and 入库, for an hour."""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from importers.import_values import ImportOptions
from importers.source import Source

_HOUR = timedelta(hours=1)
_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with the choices it was read under, and who sent it."""

    source: Source
    options: ImportOptions
    user: str
    at: datetime


class Uploads:
    """The few files that wait for a decision; the oldest goes first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Upload] = OrderedDict()

    def keep(self, upload: Upload) -> str:
        """Keep a file and return the key it is found under."""
        key = secrets.token_urlsafe(16)
        with self._lock:
            self._forget_old(upload.at)
            self._kept[key] = upload
            while len(self._kept) > _LIMIT:
                self._kept.popitem(last=False)
        return key

    def take(self, key: str, *, user: str, now: datetime) -> Upload | None:
        """Return a kept file to the person who sent it, and forget it; None when it is gone."""
        with self._lock:
            self._forget_old(now)
            found = self._kept.get(key)
            if found is None or found.user != user:
                return None
            return self._kept.pop(key)

    def _forget_old(self, now: datetime) -> None:
        for key, upload in list(self._kept.items()):
            if now - upload.at > _HOUR:
                del self._kept[key]
