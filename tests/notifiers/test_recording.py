"""The recording channel fails when told to, in the way the real ones do."""

import asyncio

import pytest

from notifiers.base import (
    ChannelDownError,
    DeliveryError,
    Envelope,
    PermanentError,
    TransientError,
    UnknownOutcomeError,
)
from notifiers.recording import RecordingNotifier

MESSAGE = Envelope("a@example.org", "b@example.org", b"x\r\n")


def outcomes(notifier: RecordingNotifier, count: int) -> list[str]:
    """Send over one connection; the name of each outcome, and whether the connection was open after it."""

    async def scenario() -> list[str]:
        found = []
        async with notifier.connect() as connection:
            for _ in range(count):
                try:
                    found.append(type(await connection.send(MESSAGE)).__name__)
                except DeliveryError as error:
                    found.append(type(error).__name__)
                found[-1] += "" if connection.is_open else " closed"
        return found

    return asyncio.run(scenario())


def test_failures_come_in_the_order_asked_for() -> None:
    """Each failure is used up as often as asked, then messages are kept again."""
    notifier = RecordingNotifier()
    notifier.fail_next(TransientError(code=451), times=2)
    notifier.fail_next(PermanentError(code=550))

    assert outcomes(notifier, 4) == ["TransientError", "TransientError", "PermanentError", "Accepted"]
    assert notifier.envelopes == [MESSAGE]


@pytest.mark.parametrize("stored", [True, False])
def test_an_unknown_outcome_may_have_been_stored(stored: bool) -> None:
    """The lost answer of a message that was kept can be played as well as that of one that was not."""
    notifier = RecordingNotifier()
    notifier.fail_next(UnknownOutcomeError(), stored=stored)

    assert outcomes(notifier, 2) == ["UnknownOutcomeError closed", "ChannelDownError closed"]
    assert notifier.envelopes == [MESSAGE] * stored


def test_a_connection_can_be_refused() -> None:
    """The channel can be down, and says so to the doctor too."""
    notifier = RecordingNotifier()
    notifier.refuse_next(ChannelDownError("没有网络"))

    assert asyncio.run(notifier.check()) == "没有网络"
    with pytest.raises(ChannelDownError):
        outcomes(notifier, 1)
    assert outcomes(notifier, 1) == ["Accepted"]
    assert notifier.connected_count == 1
