"""What every channel promises, tried on each of them; a new channel adds one line to ``CHANNELS``."""

import asyncio
import mailbox
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiosmtpd.smtp
import pytest

from notifiers import registry
from notifiers.base import (
    Accepted,
    Connection,
    DeliveryError,
    Envelope,
    Notifier,
    PermanentError,
    TransientError,
)
from notifiers.maildir import MaildirNotifier, MaildirSettings
from notifiers.mime import Mail, build
from notifiers.recording import RecordingNotifier, RecordingSettings
from notifiers.smtp import SmtpNotifier, SmtpSettings


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel under test: what arrived, and how to make its next message fail with a code."""

    notifier: Notifier
    received: Callable[[], list[bytes]]
    fail_next: Callable[[int], None] | None = None


@asynccontextmanager
async def maildir_channel(folder: Path) -> AsyncIterator[Channel]:
    def received() -> list[bytes]:
        box = mailbox.Maildir(folder / "mail", create=False)
        return [box.get_bytes(key) for key in box.keys()]  # noqa: SIM118 - a Maildir iterates over messages

    yield Channel(MaildirNotifier(MaildirSettings(folder / "mail", connections=2)), received)


@asynccontextmanager
async def recording_channel(folder: Path) -> AsyncIterator[Channel]:
    notifier = RecordingNotifier(RecordingSettings(connections=2))

    def fail_next(code: int) -> None:
        kind = TransientError if code < 500 else PermanentError
        notifier.fail_next(kind("no", code=code))

    yield Channel(notifier, lambda: [envelope.data for envelope in notifier.envelopes], fail_next)


@dataclass
class _Handler:
    stored: list[bytes] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: object, session: object, envelope: aiosmtpd.smtp.Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        self.stored.append(envelope.content)
        return "250 stored"


@asynccontextmanager
async def smtp_channel(folder: Path) -> AsyncIterator[Channel]:
    handler = _Handler()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: aiosmtpd.smtp.SMTP(handler, hostname="test", loop=loop), "127.0.0.1", 0
    )
    port = server.sockets[0].getsockname()[1]
    try:
        yield Channel(
            SmtpNotifier(SmtpSettings("127.0.0.1", port, connections=2)),
            lambda: handler.stored,
            lambda code: handler.answers.append(f"{code} no"),
        )
    finally:
        server.close()
        await server.wait_closed()


CHANNELS: dict[str, Callable[[Path], AbstractAsyncContextManager[Channel]]] = {
    "maildir": maildir_channel,
    "recording": recording_channel,
    "smtp": smtp_channel,
}
every_channel = pytest.mark.parametrize("name", CHANNELS)
every_failing_channel = pytest.mark.parametrize("name", ["recording", "smtp"])


def envelope(number: int = 1, *, text: str = "请填报。\n") -> Envelope:
    recipient = f"office{number}@example.org"
    mail = Mail(
        sender_name="督查室",
        sender="duban@example.org",
        recipient_name="基教处",
        recipient=recipient,
        reply_to="",
        subject="今天到期｜基教处",
        text=text,
        html="<p>请填报。</p>",
        message_id=f"<m{number}@example.org>",
        sent_at=datetime(2026, 3, 31, 0, 30, tzinfo=UTC),
        thread_id="",
    )
    return Envelope("duban@example.org", recipient, build(mail))


def test_the_contract_covers_every_registered_channel() -> None:
    """No channel is registered that has not been tried here."""
    assert set(CHANNELS) == set(registry.CHANNELS)


@every_channel
def test_name_and_connections_are_what_was_set(name: str, tmp_path: Path) -> None:
    """A channel knows its name and how many connections it may have."""

    async def scenario() -> tuple[str, int]:
        async with CHANNELS[name](tmp_path) as channel:
            return channel.notifier.name, channel.notifier.connections

    assert asyncio.run(scenario()) == (name, 2)


@every_channel
def test_an_accepted_message_arrives_once_with_its_exact_bytes(name: str, tmp_path: Path) -> None:
    """What was stored is what arrives, byte by byte, whatever is at the start of a line."""
    dotted = Envelope(
        "duban@example.org", "a@example.org", b"Message-ID: <d@e>\r\n\r\n.\r\n..x\r\n.y\r\nend\r\n"
    )
    sent = [envelope(1), dotted, envelope(2, text="长" * 20_000)]

    async def scenario() -> tuple[list[Accepted], list[bytes]]:
        async with CHANNELS[name](tmp_path) as channel:
            async with channel.notifier.connect() as connection:
                accepted = [await connection.send(one) for one in sent]
            return accepted, channel.received()

    accepted, received = asyncio.run(scenario())

    assert [one.code for one in accepted] == [250, 250, 250]
    assert sorted(received) == sorted(one.data for one in sent)


@every_channel
def test_one_connection_takes_many_messages(name: str, tmp_path: Path) -> None:
    """A connection stays open from message to message."""

    async def scenario() -> tuple[list[bool], int]:
        async with CHANNELS[name](tmp_path) as channel:
            async with channel.notifier.connect() as connection:
                states = [connection.is_open]
                for number in range(20):
                    await connection.send(envelope(number))
                    states.append(connection.is_open)
            return states, len(channel.received())

    assert asyncio.run(scenario()) == ([True] * 21, 20)


@every_channel
def test_connections_work_side_by_side(name: str, tmp_path: Path) -> None:
    """As many connections as a channel allows may send at the same time."""

    async def send(connection: Connection, numbers: range) -> None:
        for number in numbers:
            await connection.send(envelope(number))

    async def scenario() -> int:
        async with CHANNELS[name](tmp_path) as channel:
            async with channel.notifier.connect() as one, channel.notifier.connect() as other:
                await asyncio.gather(send(one, range(10)), send(other, range(10, 20)))
            return len(channel.received())

    assert asyncio.run(scenario()) == 20


@every_failing_channel
@pytest.mark.parametrize(
    ("code", "kind"), [(451, TransientError), (452, TransientError), (552, PermanentError)]
)
def test_not_now_and_never_are_told_apart(
    name: str, code: int, kind: type[DeliveryError], tmp_path: Path
) -> None:
    """A refusal says whether to try again, with its code and words, and the connection goes on."""

    async def scenario() -> tuple[DeliveryError, bool, int]:
        async with CHANNELS[name](tmp_path) as channel:
            assert channel.fail_next
            channel.fail_next(code)
            async with channel.notifier.connect() as connection:
                with pytest.raises(kind) as caught:
                    await connection.send(envelope(1))
                still_open = connection.is_open
                await connection.send(envelope(2))
            return caught.value, still_open, len(channel.received())

    error, still_open, received_count = asyncio.run(scenario())

    assert (type(error), error.code, error.text) == (kind, code, "no")
    assert (still_open, received_count) == (True, 1)


@every_channel
def test_a_reachable_channel_has_nothing_to_complain_about(name: str, tmp_path: Path) -> None:
    """The doctor hears nothing from a channel that works, and nothing is sent by asking."""

    async def scenario() -> tuple[str, list[bytes]]:
        async with CHANNELS[name](tmp_path) as channel:
            complaint = await channel.notifier.check()
            return complaint, channel.received()

    assert asyncio.run(scenario()) == ("", [])
