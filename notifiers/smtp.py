"""Mail by SMTP; the only file that imports aiosmtplib.

Must not try again, and must never leave a doubt unsaid: once the whole message has been written, only a
readable final answer decides, everything else is ``UnknownOutcomeError``. The commands are given one by
one because `sendmail` hides at which stage a connection broke.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

from aiosmtplib import SMTP, SMTPAuthenticationError, SMTPException, SMTPHeloError, SMTPResponse

from notifiers.base import (
    Accepted,
    AuthenticationRefusedError,
    ChannelDownError,
    DeliveryError,
    Envelope,
    PermanentError,
    TransientError,
    UnknownOutcomeError,
    one_line,
)
from notifiers.replies import connect_failure, is_refusal, reason, refusal, words
from rules.addresses import check_address
from rules.errors import ConfigError, InputError

_QUIT_SECONDS = 5.0
_START_INPUT = 354
_METHOD_UNKNOWN = frozenset({500, 501, 502, 503, 504})
_HOST_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


class Security(StrEnum):
    """How the connection is protected; there is no "if possible"."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where the relay is and how to speak to it.

    With ``Security.NONE`` the login goes over the plain connection: for relays on the same intranet only.
    With ``ca_file`` only certificates signed by that authority are accepted.
    """

    host: str
    port: int = 25
    security: Security = Security.NONE
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    connections: int = 4
    timeout_seconds: float = 30.0
    data_timeout_seconds: float = 600.0
    """How long to wait for the answer to a whole message; RFC 5321 asks for ten minutes."""
    hello_name: str = ""
    """What we call ourselves to the relay; empty: the name of this machine."""

    def __post_init__(self) -> None:
        problems = {
            "host": "" if self.host.strip() else "没有填邮件服务器的地址",
            "port": "" if 0 < self.port < 65536 else "端口应为 1 到 65535",
            "connections": "" if self.connections > 0 else "连接数至少为 1",
            "timeout_seconds": "" if self.timeout_seconds > 0 else "等待秒数应大于 0",
            "data_timeout_seconds": "" if self.data_timeout_seconds > 0 else "等待秒数应大于 0",
            "security": "" if self.security in set(Security) else "应为 none、starttls 或 tls",
        }
        if found := {key: text for key, text in problems.items() if text}:
            raise ConfigError(found)


class SmtpNotifier:
    """Sends through one relay."""

    name = "smtp"

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._tls_context = None if settings.security == Security.NONE else _tls_context(settings.ca_file)
        self.connections = settings.connections

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["SmtpConnection"]:
        """Open one connection, protected and logged in as the settings say."""
        smtp = self._client()
        try:
            await self._open(smtp)
            yield SmtpConnection(smtp, data_timeout_seconds=self._settings.data_timeout_seconds)
        finally:
            await _leave(smtp)

    async def check(self) -> str:
        """Connect, log in and leave again without sending anything."""
        try:
            async with self.connect():
                return ""
        except DeliveryError as error:
            return f"邮件服务器 {self._settings.host}:{self._settings.port} 现在不能用：{error.message}"

    def _client(self) -> SMTP:
        return _Client(
            hostname=self._settings.host,
            port=self._settings.port,
            use_tls=self._settings.security == Security.TLS,
            start_tls=False,
            tls_context=self._tls_context,
            timeout=self._settings.timeout_seconds,
            local_hostname=self._settings.hello_name or _machine_name(),
        )

    async def _open(self, smtp: SMTP) -> None:
        """Connect, greet, protect, log in; whatever goes wrong is no fault of a message."""
        try:
            await smtp.connect()
            await _greet(smtp)
            if self._settings.security == Security.STARTTLS:
                await _start_tls(smtp)
            if self._settings.username:
                await _log_in(smtp, self._settings.username, self._settings.password)
        except (SMTPException, OSError, UnicodeError) as error:
            raise connect_failure(error, login=isinstance(error, SMTPAuthenticationError)) from error


class _Client(SMTP):
    """Closes at once: asyncio would wait up to 30 seconds for the other side's farewell in TLS."""

    def close(self) -> None:
        transport = self.transport
        super().close()
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()


class SmtpConnection:
    """One conversation with the relay."""

    def __init__(self, smtp: SMTP, *, data_timeout_seconds: float) -> None:
        self._smtp = smtp
        self._data_timeout_seconds = data_timeout_seconds

    @property
    def is_open(self) -> bool:
        """Whether the relay is still there, as far as is known."""
        return self._smtp.is_connected

    async def send(self, envelope: Envelope) -> Accepted:
        """Send one message to its one recipient; see ``Connection.send``."""
        sender, recipient = _mailbox(envelope.sender), _mailbox(envelope.recipient)
        if _has_bare_line_end(envelope.data):
            raise PermanentError("邮件内容里有单独的回车或换行，没有发送。")
        size = [b"SIZE=%d" % len(envelope.data)] if self._smtp.supports_extension("size") else []
        try:
            await self._ask(b"MAIL", b"FROM:<%s>" % sender, *size, broken=ChannelDownError)
            await self._ask(b"RCPT", b"TO:<%s>" % recipient)
            await self._ask(b"DATA", expected=_START_INPUT)
            return await self._hand_over(envelope.data)
        except asyncio.CancelledError:
            self._smtp.close()  # an answer may still come and would be taken for that of the next command
            raise

    async def _ask(
        self, *command: bytes, expected: int = 250, broken: type[TransientError] = TransientError
    ) -> None:
        """Give one command; ``broken`` says what it means when no readable answer comes.

        A connection that breaks at MAIL was mostly dead before, so that counts against the relay. From RCPT
        on it may be this very message that the relay chokes on. Either way it waits as after a 4xx.
        """
        stage = command[0].decode().lower()
        try:
            reply = await self._smtp.execute_command(*command)
        except (SMTPException, OSError) as error:
            self._smtp.close()
            raise broken(f"连接中断，邮件没有交出：{reason(error)}", stage=stage) from error
        if is_refusal(reply.code):
            raise await self._refused(reply, stage)
        if reply.code // 100 != expected // 100:
            self._smtp.close()
            raise broken(f"答复看不懂，邮件没有交出：{reply.code} {words(reply.message)}", stage=stage)

    async def _hand_over(self, data: bytes) -> Accepted:
        """Write the message and its final dot and wait for the answer that decides."""
        protocol = self._smtp.protocol
        if protocol is None or not protocol.is_connected:
            raise TransientError("连接中断，邮件没有交出。", stage="data")
        protocol.write(_dot_stuffed(data))
        try:
            reply = await protocol.read_response(timeout=self._data_timeout_seconds)
        except (SMTPException, OSError) as error:
            self._smtp.close()
            raise UnknownOutcomeError(f"邮件已交出，没有收到能懂的答复：{reason(error)}") from error
        if is_refusal(reply.code):
            raise await self._refused(reply, "dot")
        if reply.code // 100 != 2:
            self._smtp.close()
            raise UnknownOutcomeError(f"邮件已交出，答复看不懂：{reply.code} {words(reply.message)}")
        return Accepted(code=reply.code, text=one_line(words(reply.message)))

    async def _refused(self, reply: SMTPResponse, stage: str) -> DeliveryError:
        """Return what a 4xx or 5xx means, the connection made ready for the next message or closed."""
        error = refusal(reply.code, reply.message, stage=stage)
        is_ready = False
        if not isinstance(error, ChannelDownError):
            with suppress(SMTPException, OSError):
                is_ready = (await self._smtp.execute_command(b"RSET")).code // 100 == 2
        if not is_ready:
            self._smtp.close()
        return error


async def _greet(smtp: SMTP) -> None:
    """Say EHLO, or HELO to a relay that does not know it; a busy one (4xx) would then seem without login."""
    try:
        await smtp.ehlo()
    except SMTPHeloError as error:
        if error.code < 500:
            raise
        await smtp.helo()


async def _start_tls(smtp: SMTP) -> None:
    """Protect the connection or give up; going on in plain text is not an option."""
    if not smtp.supports_extension("starttls"):
        raise ChannelDownError("邮件服务器没有提供加密（STARTTLS），没有改用明文发送。")
    await smtp.starttls()
    await _greet(smtp)


async def _log_in(smtp: SMTP, username: str, password: str) -> None:
    """Log in with one method only: trying all of them with a wrong password would lock the account."""
    protected = smtp.get_transport_info("sslcontext") is not None
    methods = ("plain", "login", "cram-md5") if protected else ("cram-md5", "plain", "login")
    log_in = {"plain": smtp.auth_plain, "login": smtp.auth_login, "cram-md5": smtp.auth_crammd5}
    unknown_method: SMTPAuthenticationError | None = None
    for method in (method for method in methods if method in smtp.server_auth_methods):
        try:
            await log_in[method](username, password)
        except SMTPAuthenticationError as error:
            if error.code not in _METHOD_UNKNOWN:
                raise
            unknown_method = error
        else:
            return
    if unknown_method:
        raise unknown_method
    raise AuthenticationRefusedError("邮件服务器没有提供可用的登录方式（AUTH），请核对加密方式和端口。")


async def _leave(smtp: SMTP) -> None:
    """Take leave, without insisting on an answer, and close."""
    try:
        with suppress(SMTPException, OSError):
            await smtp.quit(timeout=_QUIT_SECONDS)
    finally:
        smtp.close()


def _mailbox(address: str) -> bytes:
    try:
        return check_address(address).encode("ascii")
    except InputError as error:
        raise PermanentError(error.message) from error


def _has_bare_line_end(data: bytes) -> bool:
    """Tell whether a CR or LF stands alone; a pattern would take a hundred times as long."""
    rest = data.replace(b"\r\n", b"")
    return b"\r" in rest or b"\n" in rest


def _dot_stuffed(data: bytes) -> bytes:
    """Return a message as it stands between DATA and the answer, final dot included."""
    stuffed = data.replace(b"\r\n.", b"\r\n..")
    lead = b"." if stuffed.startswith(b".") else b""
    end = b"" if stuffed.endswith(b"\r\n") else b"\r\n"
    return lead + stuffed + end + b".\r\n"


def _machine_name() -> str:
    """Return the machine's name if a relay can read it; asking the DNS for a longer one may take long."""
    name = socket.gethostname()
    return name if _HOST_NAME.fullmatch(name) else "localhost"


def _tls_context(ca_file: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        raise ConfigError({"ca_file": f"证书文件“{ca_file}”读不出来：{error}"}) from error
