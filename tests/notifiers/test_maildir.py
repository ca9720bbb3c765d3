"""The Maildir: read by others, whole or not at all, never twice."""

import asyncio
import mailbox
from pathlib import Path

import pytest

from notifiers.base import ChannelDownError, Envelope
from notifiers.maildir import MaildirNotifier, MaildirSettings
from rules.errors import ConfigError

DATA = b"Message-ID: <m1@example.org>\r\nSubject: x\r\n\r\nhello\r\n"
MESSAGE = Envelope("duban@example.org", "a@example.org", DATA)


def send(folder: Path, *envelopes: Envelope) -> None:
    """Send over a connection of its own, as after a restart."""

    async def scenario() -> None:
        async with MaildirNotifier(MaildirSettings(folder)).connect() as connection:
            for envelope in envelopes:
                await connection.send(envelope)

    asyncio.run(scenario())


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_same_message_after_a_restart_is_there_once(tmp_path: Path) -> None:
    """A message whose acceptance was forgotten in a crash is not doubled by sending it again."""
    send(tmp_path, MESSAGE)
    send(tmp_path, MESSAGE, MESSAGE)

    assert [path.read_bytes() for path in files(tmp_path)] == [DATA]


def test_a_message_that_was_read_does_not_come_back(tmp_path: Path) -> None:
    """Nor when a mail program has moved it on and flagged it meanwhile."""
    send(tmp_path, MESSAGE)
    box = mailbox.Maildir(tmp_path, create=False)
    key = box.keys()[0]
    read = box[key]
    read.set_subdir("cur")
    read.set_flags("S")
    box[key] = read
    before = files(tmp_path)

    send(tmp_path, MESSAGE)

    assert files(tmp_path) == before


def test_messages_differ_by_number_and_recipient(tmp_path: Path) -> None:
    """Another Message-ID or another recipient is another message."""
    other = Envelope("duban@example.org", "b@example.org", DATA)
    later = Envelope("duban@example.org", "a@example.org", DATA.replace(b"m1", b"m2"))

    send(tmp_path, MESSAGE, other, later)

    assert len(files(tmp_path)) == 3


def test_messages_without_a_number_differ_by_content(tmp_path: Path) -> None:
    """A message that has no Message-ID is known by its bytes."""
    one = Envelope("a@b", "c@d", b"Subject: x\r\n\r\none\r\n")
    two = Envelope("a@b", "c@d", b"Subject: x\r\n\r\ntwo\r\n")

    send(tmp_path, one, two, one)

    assert len(files(tmp_path)) == 2


def test_a_draft_left_by_a_crash_does_no_harm(tmp_path: Path) -> None:
    """Half a message stays in tmp/, where nobody reads it, until the whole one replaces it."""
    send(tmp_path, MESSAGE)
    (delivered,) = files(tmp_path)
    delivered.unlink()
    (tmp_path / "tmp" / delivered.name).write_bytes(b"Message-ID: <m1@ex")

    send(tmp_path, MESSAGE)

    assert [path.read_bytes() for path in files(tmp_path)] == [DATA]


def test_nobody_else_can_read_the_mail(tmp_path: Path) -> None:
    """The folders and files belong to the program's own account alone."""
    send(tmp_path / "mail", MESSAGE)

    modes = {path.stat().st_mode & 0o077 for path in (tmp_path / "mail").rglob("*")}
    assert modes == {0}


def test_a_folder_that_cannot_be_written_is_no_fault_of_a_message(tmp_path: Path) -> None:
    """A file where the folder should be: the channel is down, and the doctor says where."""
    blocked = tmp_path / "mail"
    blocked.write_text("")

    with pytest.raises(ChannelDownError):
        send(blocked, MESSAGE)
    complaint = asyncio.run(MaildirNotifier(MaildirSettings(blocked)).check())

    assert str(blocked) in complaint


def test_a_folder_that_vanishes_between_two_messages(tmp_path: Path) -> None:
    """A disk taken away under an open connection fails as the channel, and leaves nothing behind."""

    async def scenario() -> None:
        async with MaildirNotifier(MaildirSettings(tmp_path / "mail")).connect() as connection:
            (tmp_path / "mail" / "new").rmdir()
            with pytest.raises(ChannelDownError):
                await connection.send(MESSAGE)

    asyncio.run(scenario())

    assert files(tmp_path) == []


def test_the_check_leaves_no_trace(tmp_path: Path) -> None:
    """Asking whether mail can be written writes no mail."""
    assert asyncio.run(MaildirNotifier(MaildirSettings(tmp_path / "mail")).check()) == ""
    assert files(tmp_path) == []
    assert sorted(path.name for path in (tmp_path / "mail").iterdir()) == ["cur", "new", "tmp"]


def test_settings_are_checked() -> None:
    """No connection at all is no setting."""
    with pytest.raises(ConfigError):
        MaildirSettings(Path("x"), connections=0)
