"""Mail into a Maildir on this machine: what a first start uses as long as no relay is set.

Must not read or change what lies there already.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path

from notifiers.base import Accepted, ChannelDownError, Envelope
from rules.errors import ConfigError

_FOLDERS = ("tmp", "new", "cur")


@dataclass(frozen=True, slots=True)
class MaildirSettings:
    """Where the mail goes; the folder is made when it is not there."""

    folder: Path
    connections: int = 1

    def __post_init__(self) -> None:
        if self.connections < 1:
            raise ConfigError({"connections": "连接数至少为 1"})


class MaildirNotifier:
    """Delivers into one Maildir that ``mailbox.Maildir`` and mail programs can read."""

    name = "maildir"

    def __init__(self, settings: MaildirSettings) -> None:
        self._folder = settings.folder
        self.connections = settings.connections

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["MaildirConnection"]:
        """Make the folders and look which messages a reader has moved on already."""
        read_names = await asyncio.to_thread(_prepared, self._folder)
        yield MaildirConnection(self._folder, read_names)

    async def check(self) -> str:
        """Try whether a file can be written there."""
        try:
            await asyncio.to_thread(_try_writing, self._folder)
        except ChannelDownError as error:
            return error.message
        return ""


class MaildirConnection:
    """Delivers one message after another."""

    def __init__(self, folder: Path, read_names: frozenset[str]) -> None:
        self._folder = folder
        self._read_names = read_names

    @property
    def is_open(self) -> bool:
        """Always, for a folder does not hang up."""
        return True

    async def send(self, envelope: Envelope) -> Accepted:
        """Deliver one message; the same message a second time changes nothing."""
        name = _file_name(envelope)
        if name not in self._read_names:
            await asyncio.to_thread(_deliver, self._folder, name, envelope.data)
        return Accepted(code=250, text=f"new/{name}")


def _file_name(envelope: Envelope) -> str:
    """Return a name that follows from Message-ID and recipient, so that a message sent again meets itself."""
    message_id = BytesHeaderParser().parsebytes(envelope.data).get("Message-ID")
    identity = str(message_id).strip().encode("utf-8", "replace") if message_id else envelope.data
    digest = hashlib.sha256(identity + b"\0" + envelope.recipient.encode("utf-8", "replace"))
    return f"{digest.hexdigest()[:40]}.duban"


def _prepared(folder: Path) -> frozenset[str]:
    """Make the Maildir and return the names of the messages that were read: the part before the flags."""
    try:
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        return frozenset(entry.name.partition(":")[0] for entry in os.scandir(folder / "cur"))
    except OSError as error:
        raise _down(folder, error) from error


def _deliver(folder: Path, name: str, data: bytes) -> None:
    """Write, force to disk, then give the message its name: a crash leaves either nothing or all of it."""
    draft, final = folder / "tmp" / name, folder / "new" / name
    try:
        if not final.exists():
            _write(draft, data)
            draft.replace(final)
        _sync_folder(final.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise _down(folder, error) from error


def _write(path: Path, data: bytes) -> None:
    path.touch(mode=0o600)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Force a folder's list of names to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _try_writing(folder: Path) -> None:
    _prepared(folder)
    probe = folder / "tmp" / "duban.check"
    try:
        _write(probe, b"")
        probe.unlink()
    except OSError as error:
        raise _down(folder, error) from error


def _down(folder: Path, error: OSError) -> ChannelDownError:
    return ChannelDownError(f"邮件目录 {folder} 写不进去：{error.strerror or error}")
