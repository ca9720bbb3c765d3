"""SMTP against a server that misbehaves: every failure is named rightly, and nothing is assumed stored."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import pytest
from certificates import Certificates
from smtp_server import SmtpServer

from notifiers.base import (
    Accepted,
    AuthenticationRefusedError,
    ChannelDownError,
    DeliveryError,
    Envelope,
    PermanentError,
    SenderRefusedError,
    TransientError,
    UnknownOutcomeError,
)
from notifiers.smtp import Security, SmtpNotifier, SmtpSettings
from rules.errors import ConfigError

MESSAGE = b"Message-ID: <m@example.org>\r\nSubject: x\r\n\r\nhello\r\n"
FIRST = Envelope("duban@example.org", "first@example.org", MESSAGE)
SECOND = Envelope("duban@example.org", "second@example.org", MESSAGE)


def notifier(server: SmtpServer, **settings: Any) -> SmtpNotifier:
    return SmtpNotifier(SmtpSettings(server.host, server.port, timeout_seconds=5, **settings))


def outcomes(sender: SmtpNotifier, *envelopes: Envelope) -> list[Accepted | DeliveryError]:
    """Send over one connection; what came of each, or of connecting."""

    async def scenario() -> list[Accepted | DeliveryError]:
        found: list[Accepted | DeliveryError] = []
        async with sender.connect() as connection:
            for envelope in envelopes:
                try:
                    found.append(await connection.send(envelope))
                except DeliveryError as error:
                    found.append(error)
        return found

    try:
        return asyncio.run(scenario())
    except DeliveryError as error:
        return [error]


def kinds(found: list[Accepted | DeliveryError]) -> list[type]:
    return [type(one) for one in found]


# stage, what the server does, what it means, and what the next message on the same connection meets
FAULTS = [
    ("mail", {"reply": "451 4.3.0 later"}, TransientError, Accepted),
    ("mail", {"reply": "550 5.7.1 not you"}, SenderRefusedError, ChannelDownError),
    ("mail", {"reply": "552 5.3.4 too big"}, PermanentError, Accepted),
    ("mail", {"reply": "554 5.3.4 message size exceeds limit"}, PermanentError, Accepted),
    ("mail", {"reply": "554 邮件过大".encode("gb18030") + b"\r\n"}, PermanentError, Accepted),
    ("mail", {"reply": "550 附件超过最大限制".encode() + b"\r\n"}, PermanentError, Accepted),
    ("mail", {"reply": "554 5.3.4 refused"}, PermanentError, Accepted),
    ("mail", {"reply": "550 5.2.3 refused"}, PermanentError, Accepted),
    ("mail", {"reply": "550 Message too large"}, PermanentError, Accepted),
    ("mail", {"reply": "554 15.3.40 authorization missing"}, SenderRefusedError, ChannelDownError),
    ("mail", {"reply": "550 emphasized sender"}, SenderRefusedError, ChannelDownError),
    ("mail", {"reply": "530 5.7.0 log in first"}, AuthenticationRefusedError, ChannelDownError),
    ("mail", {"reply": "421 4.7.0 enough", "close": True}, ChannelDownError, ChannelDownError),
    ("mail", {"close": True}, ChannelDownError, ChannelDownError),
    ("mail", {"reply": "what?"}, ChannelDownError, ChannelDownError),
    ("mail", {"reply": "354 go ahead"}, ChannelDownError, ChannelDownError),
    ("rcpt", {"reply": "450 4.2.0 greylisted"}, TransientError, Accepted),
    ("rcpt", {"reply": "452 4.2.2 full"}, TransientError, Accepted),
    ("rcpt", {"reply": "550 5.1.1 unknown"}, PermanentError, Accepted),
    ("rcpt", {"reply": "550-5.1.1 unknown\r\n550 5.1.1 really"}, PermanentError, Accepted),
    ("rcpt", {"reply": "251 will forward"}, Accepted, Accepted),
    ("rcpt", {"reply": "421 4.7.0 closing", "close": True}, ChannelDownError, ChannelDownError),
    ("rcpt", {"reply": "421 4.7.0 closing"}, ChannelDownError, ChannelDownError),
    ("rcpt", {"close": True}, TransientError, ChannelDownError),
    ("rcpt", {"reply": "what?"}, TransientError, ChannelDownError),
    ("data", {"reply": "451 4.3.0 not now"}, TransientError, Accepted),
    ("data", {"reply": "554 5.5.1 no"}, PermanentError, Accepted),
    ("data", {"reply": "250 what?"}, TransientError, ChannelDownError),
    ("data", {"close": True}, TransientError, ChannelDownError),
    ("body", {"close": True}, UnknownOutcomeError, ChannelDownError),
    ("body", {"reply": "552 5.3.4 too big", "close": True}, PermanentError, ChannelDownError),
    ("dot", {"reply": "451 4.3.0 disk"}, TransientError, Accepted),
    ("dot", {"reply": "552 5.3.4 too big"}, PermanentError, Accepted),
    ("dot", {"reply": "554 5.7.1 spam"}, PermanentError, Accepted),
    ("dot", {"reply": "421 4.3.0 closing", "close": True}, ChannelDownError, ChannelDownError),
    ("dot", {"reply": "251 ok too", "stored": True}, Accepted, Accepted),
    ("dot", {"reply": "251-ok\r\n251 too", "stored": True}, Accepted, Accepted),
    ("dot", {"close": True}, UnknownOutcomeError, ChannelDownError),
    ("dot", {"close": True, "stored": True}, UnknownOutcomeError, ChannelDownError),
    ("dot", {"reply": b"25", "close": True, "stored": True}, UnknownOutcomeError, ChannelDownError),
    ("dot", {"reply": b"25\r\n", "stored": True}, UnknownOutcomeError, ChannelDownError),
    (
        "dot",
        {"reply": b"250-stored\r\n", "close": True, "stored": True},
        UnknownOutcomeError,
        ChannelDownError,
    ),
    ("dot", {"reply": "\x00\xff\xfe", "stored": True}, UnknownOutcomeError, ChannelDownError),
    ("dot", {"reply": "HTTP/1.1 200 OK", "stored": True}, UnknownOutcomeError, ChannelDownError),
    ("dot", {"reply": "354 go ahead", "stored": True}, UnknownOutcomeError, ChannelDownError),
    ("dot", {"reply": "999 ok", "stored": True}, UnknownOutcomeError, ChannelDownError),
    ("dot", {"reply": "250 stored", "close": True, "stored": True}, Accepted, ChannelDownError),
]


@pytest.mark.parametrize(("stage", "fault", "first", "second"), FAULTS)
def test_each_failure_says_what_it_means(
    stage: str, fault: dict[str, Any], first: type, second: type, smtp_server: SmtpServer
) -> None:
    """A failure is temporary, final, the channel's or unknown; after a plain no the next message goes.

    When the server has stored the message, we know it or say that we do not know.
    """
    smtp_server.fault(stage, **fault)

    found = outcomes(notifier(smtp_server), FIRST, SECOND)
    stored = [message.recipient for message in smtp_server.messages]

    assert kinds(found) == [first, second]
    assert (FIRST.recipient in stored) <= (first in (Accepted, UnknownOutcomeError))
    assert (SECOND.recipient in stored) == (second is Accepted)


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("mail", ChannelDownError),
        ("rcpt", TransientError),
        ("data", TransientError),
        ("dot", UnknownOutcomeError),
    ],
)
def test_silence_ends_the_connection(stage: str, kind: type, smtp_server: SmtpServer) -> None:
    """A server that stops answering is given up after the time set, and is not asked further."""
    smtp_server.fault(stage, stored=True)
    settings = SmtpSettings(smtp_server.host, smtp_server.port, timeout_seconds=0.2, data_timeout_seconds=0.2)

    found = outcomes(SmtpNotifier(settings), FIRST, SECOND)

    assert kinds(found) == [kind, ChannelDownError]


@pytest.mark.parametrize(
    "fault",
    [
        ("connect", {"reply": "421 4.3.2 not now", "close": True}),
        ("connect", {"reply": "554 5.7.1 no service", "close": True}),
        ("connect", {"close": True}),
        ("connect", {"reply": "SSH-2.0-x"}),
        ("ehlo", {"reply": "421 4.3.2 not now", "close": True}),
        ("ehlo", {"close": True}),
        ("ehlo", {"reply": "451 4.3.0 try later"}),
    ],
)
def test_a_connection_refused_is_no_fault_of_a_message(
    fault: tuple[str, dict[str, Any]], smtp_server: SmtpServer
) -> None:
    """Whatever goes wrong before the first message is the channel's trouble."""
    smtp_server.fault(fault[0], **fault[1])

    found = outcomes(notifier(smtp_server), FIRST)

    assert kinds(found) == [ChannelDownError]


def test_nobody_listening_is_said_in_chinese() -> None:
    """A relay that is not there is the channel's trouble, and the doctor says which relay."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        sender = SmtpNotifier(SmtpSettings("127.0.0.1", port))

        found = outcomes(sender, FIRST)
        complaint = asyncio.run(sender.check())

    assert kinds(found) == [ChannelDownError]
    assert complaint.startswith(f"邮件服务器 127.0.0.1:{port} 现在不能用：连不上邮件服务器：")


def test_a_relay_without_ehlo_is_spoken_to_with_helo(smtp_server: SmtpServer) -> None:
    """Old relays that know HELO only are served."""
    smtp_server.fault("ehlo", "500 what?")

    found = outcomes(notifier(smtp_server), FIRST)

    assert kinds(found) == [Accepted]
    assert "MAIL FROM:<duban@example.org>" in smtp_server.commands


def test_a_busy_relay_is_not_taken_for_one_without_login(smtp_server: SmtpServer) -> None:
    """EHLO put off (4xx) is a connection refused for now, no refusal of our login, which would pause all."""
    smtp_server.login, smtp_server.auth_without_tls = ("duban", "right"), True
    smtp_server.fault("ehlo", "451 4.3.0 try later")
    sender = notifier(smtp_server, username="duban", password="right")

    assert kinds(outcomes(sender, FIRST)) == [ChannelDownError]
    assert kinds(outcomes(sender, FIRST)) == [Accepted]


def test_many_messages_share_a_connection_that_ends_politely(smtp_server: SmtpServer) -> None:
    """One connection, one greeting, one QUIT."""
    outcomes(notifier(smtp_server), *[FIRST] * 10)

    verbs = [command.split()[0] for command in smtp_server.commands]
    assert verbs == ["EHLO", *["MAIL", "RCPT", "DATA"] * 10, "QUIT"]
    assert smtp_server.connection_count == 1


def test_the_size_is_told_before_the_message(smtp_server: SmtpServer) -> None:
    """A relay can refuse a message that is too big before it is written."""
    outcomes(notifier(smtp_server), FIRST)

    assert f"MAIL FROM:<duban@example.org> SIZE={len(MESSAGE)}" in smtp_server.commands


def test_an_idn_domain_goes_out_in_ascii(smtp_server: SmtpServer) -> None:
    """A Chinese domain is written in IDNA, for no relay needs to know SMTPUTF8."""
    outcomes(notifier(smtp_server), Envelope("a@example.org", "jijiao@例子.中国", MESSAGE))

    assert smtp_server.messages[0].recipient == "jijiao@xn--fsqu00a.xn--fiqs8s"


@pytest.mark.parametrize(
    "recipient",
    [
        "张三@example.org",
        "a@example.org> SIZE=1",
        "a@example.org\r\nRCPT TO:<b@example.org>",
        "a@b,c@d",
        "",
        "a@",
    ],
)
def test_an_address_that_cannot_be_said_is_refused_for_good(recipient: str, smtp_server: SmtpServer) -> None:
    """An address that is not exactly one plain address never reaches the wire."""
    found = outcomes(notifier(smtp_server), Envelope("a@example.org", recipient, MESSAGE), FIRST)

    assert kinds(found) == [PermanentError, Accepted]
    assert [message.recipient for message in smtp_server.messages] == ["first@example.org"]


@pytest.mark.parametrize("data", [b"a\nb\r\n", b"a\rb\r\n", b"a\r\n.\nQUIT\r\n", b"a\n.\r\nMAIL\r\n"])
def test_bare_line_ends_never_leave(data: bytes, smtp_server: SmtpServer) -> None:
    """A lone CR or LF, with which a second message can be smuggled in, is refused."""
    found = outcomes(notifier(smtp_server), Envelope("a@example.org", "b@example.org", data))

    assert kinds(found) == [PermanentError]
    assert smtp_server.messages == []


def test_the_answer_is_kept_on_one_line_of_500_characters(smtp_server: SmtpServer) -> None:
    """A relay cannot fill the log or forge a line in it."""
    smtp_server.fault("rcpt", "550-bad\x1b[31m\r\n550 " + "x" * 4000)

    (found,) = outcomes(notifier(smtp_server), FIRST)

    assert isinstance(found, PermanentError)
    assert found.code == 550
    assert found.text.startswith("bad [31m xxx")
    assert len(found.text) == 500


def test_an_answer_in_gb18030_can_be_read(smtp_server: SmtpServer) -> None:
    """Relays that answer in the national encoding are understood."""
    smtp_server.fault("rcpt", "550 用户不存在".encode("gb18030") + b"\r\n")

    (found,) = outcomes(notifier(smtp_server), FIRST)

    assert isinstance(found, PermanentError)
    assert (found.code, found.text, found.message) == (550, "用户不存在", "550 用户不存在")


def test_a_connection_closed_while_idle_blames_no_message(smtp_server: SmtpServer) -> None:
    """A relay that hung up between two messages costs a new connection, not a failed message."""

    async def scenario() -> tuple[bool, bool]:
        async with notifier(smtp_server).connect() as connection:
            await connection.send(FIRST)
            before = connection.is_open
            smtp_server.close()
            with pytest.raises(ChannelDownError):
                await connection.send(SECOND)
            return before, connection.is_open

    assert asyncio.run(scenario()) == (True, False)


def test_a_cancelled_send_leaves_no_connection_to_go_on_with(smtp_server: SmtpServer) -> None:
    """An answer that still comes must not be taken for the answer to the next message."""
    smtp_server.fault("dot")

    async def scenario() -> bool:
        async with notifier(smtp_server).connect() as connection:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(connection.send(FIRST), 0.2)
            return connection.is_open

    assert asyncio.run(scenario()) is False


def test_an_error_inside_the_context_still_says_quit(smtp_server: SmtpServer) -> None:
    """The relay is left politely also when the caller fails."""

    async def scenario() -> None:
        async with notifier(smtp_server).connect():
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(scenario())

    assert smtp_server.commands[-1] == "QUIT"


def test_a_server_that_mishandles_rset_is_left(smtp_server: SmtpServer) -> None:
    """When RSET fails after a refusal, the refusal stands and the connection ends."""
    smtp_server.fault("rcpt", "550 unknown")
    smtp_server.fault("rset", "500 what?")

    found = outcomes(notifier(smtp_server), FIRST, SECOND)

    assert kinds(found) == [PermanentError, ChannelDownError]


class TestTls:
    """The connection is protected as set, or there is none."""

    @pytest.fixture
    def starttls_server(
        self, make_smtp_server: Callable[..., SmtpServer], certificates: Certificates
    ) -> SmtpServer:
        return make_smtp_server(starttls=certificates.server)

    def test_starttls_with_our_own_authority(
        self, starttls_server: SmtpServer, certificates: Certificates
    ) -> None:
        """A certificate by the bureau's own authority is accepted when that authority is given."""
        sender = notifier(starttls_server, security=Security.STARTTLS, ca_file=str(certificates.ca_file))

        assert kinds(outcomes(sender, FIRST, SECOND)) == [Accepted, Accepted]
        assert [message.encrypted for message in starttls_server.messages] == [True, True]

    def test_implicit_tls_with_our_own_authority(
        self, make_smtp_server: Callable[..., SmtpServer], certificates: Certificates
    ) -> None:
        """TLS from the first byte works the same way."""
        server = make_smtp_server(tls=certificates.server)
        sender = notifier(server, security=Security.TLS, ca_file=str(certificates.ca_file))

        assert kinds(outcomes(sender, FIRST)) == [Accepted]
        assert server.messages[0].encrypted

    def test_a_stripped_starttls_is_refused(self, smtp_server: SmtpServer) -> None:
        """When STARTTLS is set and not offered, nothing is sent in plain text."""
        (found,) = outcomes(
            notifier(smtp_server, security=Security.STARTTLS, username="u", password="p"), FIRST
        )

        assert type(found) is ChannelDownError
        assert "没有提供加密" in found.message
        assert not [command for command in smtp_server.commands if command.startswith(("AUTH", "MAIL"))]

    @pytest.mark.parametrize("reply", ["454 4.7.0 not available", "220 go ahead\r\nnot TLS at all"])
    def test_a_starttls_that_fails_is_no_reason_for_plain_text(
        self, reply: str, starttls_server: SmtpServer
    ) -> None:
        """A refused or broken STARTTLS ends the connection."""
        starttls_server.fault("starttls", reply)

        found = outcomes(notifier(starttls_server, security=Security.STARTTLS), FIRST)

        assert kinds(found) == [ChannelDownError]
        assert not [command for command in starttls_server.commands if command.startswith("MAIL")]

    @pytest.mark.parametrize("kind", ["self_signed", "other_host", "server"])
    @pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
    def test_a_certificate_that_proves_nothing_is_refused(
        self,
        kind: str,
        security: Security,
        make_smtp_server: Callable[..., SmtpServer],
        certificates: Certificates,
    ) -> None:
        """Signed by itself, made for another host, or by an authority nobody gave us: refused."""
        context = getattr(certificates, kind)
        server = make_smtp_server(**{"tls" if security == Security.TLS else "starttls": context})
        ca_file = "" if kind == "server" else str(certificates.ca_file)

        (found,) = outcomes(notifier(server, security=security, ca_file=ca_file), FIRST)

        assert type(found) is ChannelDownError
        assert found.text.startswith("邮件服务器的证书没有通过核对")
        assert server.commands in ([], [server.commands[0], "STARTTLS"] if server.commands else [])

    def test_plain_text_where_tls_is_expected_is_refused(self, smtp_server: SmtpServer) -> None:
        """A port that does not speak TLS is the channel's trouble."""
        assert kinds(outcomes(notifier(smtp_server, security=Security.TLS), FIRST)) == [ChannelDownError]


class TestLogin:
    """Logging in: after the protection, once, and a refusal stops all sending."""

    @pytest.fixture
    def server(self, make_smtp_server: Callable[..., SmtpServer], certificates: Certificates) -> SmtpServer:
        return make_smtp_server(starttls=certificates.server, login=("duban", "密码"))

    def sender(self, server: SmtpServer, certificates: Certificates, password: str) -> SmtpNotifier:
        return notifier(
            server,
            security=Security.STARTTLS,
            ca_file=str(certificates.ca_file),
            username="duban",
            password=password,
        )

    def test_the_right_password_over_tls(self, server: SmtpServer, certificates: Certificates) -> None:
        """The account is used after the connection is protected."""
        assert kinds(outcomes(self.sender(server, certificates, "密码"), FIRST)) == [Accepted]
        assert server.messages[0].username == "duban"

    def test_a_wrong_password_is_tried_once(self, server: SmtpServer, certificates: Certificates) -> None:
        """A refused login is tried with one method only, so that the relay does not lock the account."""
        (found,) = outcomes(self.sender(server, certificates, "wrong"), FIRST)

        assert type(found) is AuthenticationRefusedError
        assert found.code == 535
        assert len([command for command in server.commands if command.startswith("AUTH")]) == 1

    @pytest.mark.parametrize(
        ("reply", "kind"),
        [
            ("535 5.7.8 no", AuthenticationRefusedError),
            ("534 5.7.9 too weak", AuthenticationRefusedError),
            ("550 5.7.1 account locked", AuthenticationRefusedError),
            ("454 4.7.0 try later", ChannelDownError),
            ("421 4.7.0 closing", ChannelDownError),
        ],
    )
    def test_a_refused_login_is_told_from_a_busy_one(
        self, reply: str, kind: type, server: SmtpServer, certificates: Certificates
    ) -> None:
        """Only a final refusal needs a person; a temporary one passes."""
        server.fault("auth", reply)

        assert kinds(outcomes(self.sender(server, certificates, "密码"), FIRST)) == [kind]

    def test_a_method_the_relay_does_not_really_know_is_passed_over(
        self, server: SmtpServer, certificates: Certificates
    ) -> None:
        """A relay that announces a method and then does not know it is asked for the next."""
        server.fault("auth", "504 5.5.4 unknown method")

        assert kinds(outcomes(self.sender(server, certificates, "密码"), FIRST)) == [Accepted]

    def test_a_login_in_plain_text_only_when_set(self, make_smtp_server: Callable[..., SmtpServer]) -> None:
        """Without protection the login is sent only because security is set to none."""
        server = make_smtp_server(login=("duban", "p"), auth_without_tls=True)

        assert kinds(outcomes(notifier(server, username="duban", password="p"), FIRST)) == [Accepted]
        assert not server.messages[0].encrypted

    def test_a_relay_that_offers_no_login(self, smtp_server: SmtpServer) -> None:
        """An account that cannot be used stops sending instead of sending without it."""
        (found,) = outcomes(notifier(smtp_server, username="duban", password="p"), FIRST)

        assert type(found) is AuthenticationRefusedError
        assert smtp_server.messages == []

    def test_the_password_is_not_shown(self) -> None:
        """Settings can be printed without giving the password away."""
        assert "geheim" not in repr(SmtpSettings("relay.example.org", username="u", password="geheim"))


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({"host": " "}, {"host"}),
        ({"host": "x", "port": 0, "connections": 0}, {"port", "connections"}),
        ({"host": "x", "timeout_seconds": 0}, {"timeout_seconds"}),
        ({"host": "x", "security": "ssl"}, {"security"}),
    ],
)
def test_settings_that_cannot_work_are_named_at_once(settings: dict[str, Any], keys: set[str]) -> None:
    """Every wrong setting is told by its key before anything is sent."""
    with pytest.raises(ConfigError) as caught:
        SmtpSettings(**settings)

    assert set(caught.value.problems) == keys


def test_a_missing_authority_file_is_told_at_the_start() -> None:
    """A path to an authority that cannot be read stops the start, not the first mail."""
    with pytest.raises(ConfigError) as caught:
        SmtpNotifier(SmtpSettings("x", security=Security.TLS, ca_file="/nowhere/ca.pem"))

    assert set(caught.value.problems) == {"ca_file"}
