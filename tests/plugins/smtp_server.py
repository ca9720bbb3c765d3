"""An in-process SMTP server that misbehaves as told: ``smtp_server``, ``make_smtp_server``.

It listens on loopback in threads of its own, so it serves programs under test in other processes too.
"""

import base64
import socket
import socketserver
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Received:
    """A message the server has stored, with or without having said so."""

    sender: str
    recipient: str
    data: bytes
    encrypted: bool
    username: str


@dataclass(slots=True)
class Fault:
    """What happens at a stage instead of the usual answer.

    Stages: connect, ehlo, helo, starttls, auth, mail, rcpt, data, body, dot, rset, quit.
    """

    stage: str
    reply: str | bytes = ""
    """A text is sent as a line, octets as they are, nothing: no answer comes."""
    close: bool = False
    stored: bool = False
    recipient: str = ""
    times: int | None = 1


class SmtpServer:
    """Listens on a free loopback port until ``close`` and takes every message unless told otherwise."""

    def __init__(
        self,
        *,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
        auth_methods: str = "PLAIN LOGIN",
        auth_without_tls: bool = False,
    ) -> None:
        self.starttls, self.tls, self.login = starttls, tls, login
        self.auth_methods, self.auth_without_tls = auth_methods, auth_without_tls
        self.messages: list[Received] = []
        self.commands: list[str] = []
        self.connection_count = 0
        self.sockets: set[socket.socket] = set()
        self.errors: list[BaseException] = []
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._listener = _Listener(("127.0.0.1", 0), _Session)
        self._listener.smtp = self
        self.host, self.port = "127.0.0.1", int(self._listener.server_address[1])
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.005,))
        self._thread.start()

    def fault(
        self,
        stage: str,
        reply: str | bytes = "",
        *,
        close: bool = False,
        stored: bool = False,
        recipient: str = "",
        times: int | None = 1,
    ) -> None:
        """Add a fault, see ``Fault``; of those that fit the first is used up first, ``times=None`` never."""
        with self._lock:
            self._faults.append(Fault(stage, reply, close, stored, recipient, times))

    def clear_faults(self) -> None:
        """Behave from now on."""
        with self._lock:
            self._faults.clear()

    def close(self) -> None:
        """Hang up on everybody and stop listening; an error inside the server is raised here."""
        self._listener.shutdown()
        self._thread.join()
        for client in list(self.sockets):
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        self._listener.server_close()
        if self.errors:
            raise self.errors[0]

    def next_fault(self, stage: str, recipient: str) -> Fault | None:
        """Return the fault to act out at a stage, counting it down."""
        with self._lock:
            for fault in self._faults:
                if fault.stage == stage and fault.recipient in ("", recipient) and fault.times != 0:
                    if fault.times is not None:
                        fault.times -= 1
                    return fault
        return None


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    request_queue_size = 64
    smtp: SmtpServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, OSError):
            self.smtp.errors.append(error)


class _HungUpError(Exception):
    """The conversation is over."""


class _Session(socketserver.BaseRequestHandler):
    """One conversation, in a thread of its own."""

    server: _Listener

    def handle(self) -> None:
        self.smtp = self.server.smtp
        self.smtp.connection_count += 1
        self.socket: socket.socket = self.request
        self.smtp.sockets.add(self.socket)
        self.encrypted, self.username, self.sender, self.recipient = False, "", "", ""
        try:
            if self.smtp.tls:
                self._encrypt(self.smtp.tls)
            self.lines = self.socket.makefile("rb")
            self._say("connect", "220 test.example.org ESMTP")
            while line := self.lines.readline():
                command = line.decode("utf-8", "replace").rstrip("\r\n")
                self.smtp.commands.append(command)
                self._obey(command)
        except (_HungUpError, OSError, ValueError):
            pass
        finally:
            self._close()

    def _close(self) -> None:
        self.smtp.sockets.discard(self.socket)
        with suppress(OSError, AttributeError):
            self.lines.close()
        with suppress(OSError):
            self.socket.close()

    def _encrypt(self, context: ssl.SSLContext) -> None:
        plain = self.socket
        self.socket = context.wrap_socket(plain, server_side=True)
        self.smtp.sockets.discard(plain)
        self.smtp.sockets.add(self.socket)
        self.encrypted = True

    def _say(self, stage: str, usual: str) -> bool:
        """Answer; True when it was the usual answer."""
        fault = self.smtp.next_fault(stage, self.recipient)
        if fault is None:
            self.socket.sendall(usual.encode("utf-8") + b"\r\n")
            return True
        self._act(fault)
        return False

    def _act(self, fault: Fault) -> None:
        reply = fault.reply if isinstance(fault.reply, bytes) else fault.reply.encode("utf-8") + b"\r\n"
        if fault.reply:
            self.socket.sendall(reply)
        if fault.reply and fault.close and not self.encrypted:
            self.socket.shutdown(socket.SHUT_WR)  # a plain close with octets unread could take the reply back
        if not fault.reply and fault.close:
            raise _HungUpError
        if not fault.reply or fault.close:
            while self.socket.recv(65536):
                pass
            raise _HungUpError

    def _obey(self, command: str) -> None:
        verb, _, rest = command.partition(" ")
        match verb.upper():
            case "EHLO":
                self._say("ehlo", self._greeting())
            case "HELO" | "RSET":
                self._say(verb.lower(), "250 ok")
            case "STARTTLS":
                self._start_tls()
            case "AUTH":
                self._log_in(rest)
            case "MAIL":
                self.sender, self.recipient = _address(rest), ""
                self._say("mail", "250 ok")
            case "RCPT":
                self.recipient = _address(rest)
                self._say("rcpt", "250 ok")
            case "DATA":
                if self._say("data", "354 go ahead"):
                    self._take_message()
            case "QUIT":
                self._say("quit", "221 bye")
                raise _HungUpError
            case _:
                self.socket.sendall(b"500 what?\r\n")

    def _greeting(self) -> str:
        features = ["test.example.org", "SIZE 10485760"]
        if self.smtp.starttls and not self.encrypted:
            features.append("STARTTLS")
        if self.smtp.login and (self.encrypted or self.smtp.auth_without_tls):
            features.append(f"AUTH {self.smtp.auth_methods}")
        return "\r\n".join([f"250-{feature}" for feature in features[:-1]] + [f"250 {features[-1]}"])

    def _start_tls(self) -> None:
        if self._say("starttls", "220 go ahead") and self.smtp.starttls:
            self._encrypt(self.smtp.starttls)
            self.lines.close()
            self.lines = self.socket.makefile("rb")

    def _log_in(self, rest: str) -> None:
        method, _, initial = rest.partition(" ")
        words = base64.b64decode(initial).decode("utf-8").split("\0")
        if method.upper() == "LOGIN":
            self.socket.sendall(b"334 UGFzc3dvcmQ6\r\n")
            words.append(base64.b64decode(self.lines.readline()).decode("utf-8"))
        if tuple(words[-2:]) != self.smtp.login:
            self.socket.sendall(b"535 5.7.8 wrong name or password\r\n")
        elif self._say("auth", "235 welcome"):
            self.username = words[-2]

    def _take_message(self) -> None:
        if fault := self.smtp.next_fault("body", self.recipient):
            self.lines.readline()
            self._act(fault)
        lines: list[bytes] = []
        while (line := self.lines.readline()) != b".\r\n":
            if not line:
                raise _HungUpError
            lines.append(line[1:] if line.startswith(b".") else line)
        fault = self.smtp.next_fault("dot", self.recipient)
        if fault is None or fault.stored:
            data = b"".join(lines)
            self.smtp.messages.append(
                Received(self.sender, self.recipient, data, self.encrypted, self.username)
            )
        if fault is None:
            self.socket.sendall(b"250 stored\r\n")
        else:
            self._act(fault)


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]


@pytest.fixture
def make_smtp_server() -> Iterator[Callable[..., SmtpServer]]:
    """Start SMTP servers with options of ``SmtpServer`` (TLS, login); all are stopped in the end."""
    servers: list[SmtpServer] = []

    def make(**options: Any) -> SmtpServer:
        servers.append(SmtpServer(**options))
        return servers[-1]

    yield make
    for server in servers:
        server.close()


@pytest.fixture
def smtp_server(make_smtp_server: Callable[..., SmtpServer]) -> SmtpServer:
    """A plain SMTP server that takes every message until it is given a ``fault``."""
    return make_smtp_server()
