"""The seam between sending and the channels: connect, send, and the errors that say what a failure means.

Must not know any channel. A channel reports what happened; when to try again is decided elsewhere.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from rules.errors import DubanError

TEXT_LIMIT = 500
#: The code by which a relay ends the conversation.
CLOSING = 421


def one_line(text: str) -> str:
    """Return a foreign text (an answer, an exception) as one printable line of at most 500 characters."""
    printable = "".join(char if char.isprintable() else " " for char in text[: TEXT_LIMIT * 4])
    return " ".join(printable.split())[:TEXT_LIMIT]


class DeliveryError(DubanError):
    """邮件没有送达。"""

    def __init__(self, text: str = "", *, code: int | None = None, stage: str = "") -> None:
        self.code = code
        self.stage = stage
        """What was refused: ``mail``, ``rcpt``, ``data``, ``dot``; empty where that makes no difference."""
        self.text = one_line(text or type(self).__doc__ or "")
        super().__init__(self.text if code is None else f"{code} {self.text}")


class TransientError(DeliveryError):
    """对方暂时不收，稍后再试。"""


class UnknownOutcomeError(TransientError):
    """没有收到最后的答复，对方可能已经收下。"""


class ChannelDownError(TransientError):
    """发信通道暂时不可用，与这封邮件无关。"""


class AuthenticationRefusedError(ChannelDownError):
    """邮件服务器不接受登录，已暂停全部发信。"""


class SenderRefusedError(ChannelDownError):
    """邮件服务器不接受发件地址，已暂停全部发信。"""


class PermanentError(DeliveryError):
    """对方明确拒收，重发没有用。"""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message on its way: plain addresses and the exact bytes, which no channel may change."""

    sender: str
    recipient: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """The channel has taken the message over for good."""

    code: int
    text: str


class Connection(Protocol):
    """An open way out, used for one message after another, never for two at once."""

    @property
    def is_open(self) -> bool:
        """Whether another message may be tried; when False, leave the context and connect again.

        It is False after ``ChannelDownError`` and ``UnknownOutcomeError`` and may be False after any
        other error. A connection the other side closed unnoticed answers the next ``send`` with
        ``ChannelDownError`` before anything of that message was said.
        """
        ...

    async def send(self, envelope: Envelope) -> Accepted:
        """Hand one message over; raises a ``DeliveryError`` unless it was accepted for good."""
        ...


class Notifier(Protocol):
    """A channel, ready to be connected to."""

    @property
    def name(self) -> str:
        """The name by which the operator chooses the channel."""
        ...

    @property
    def connections(self) -> int:
        """How many connections may be open at once."""
        ...

    def connect(self) -> AbstractAsyncContextManager[Connection]:
        """Open one connection; entering raises ``ChannelDownError`` when there is none to be had."""
        ...

    async def check(self) -> str:
        """Return nothing when the channel can be reached, else one Chinese sentence for the operator."""
        ...
