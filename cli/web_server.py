"""The web server around the pages and the clock: an address taken, both started, both stopped in order."""

import errno
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import uvicorn

from cli.printing import show
from cli.wiring import Wired
from models import db, store_plans
from rules.errors import InputError
from scheduler import embedded
from scheduler.accounts import SessionRules
from scheduler.delivery import Watch
from scheduler.services import Services
from web.app import build_app
from web.site import WebSettings

_SECONDS_TO_FINISH = 5
_REASONS = {
    errno.EADDRINUSE: "已被别的程序占用",
    errno.EACCES: "没有权限",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


class WebServer:
    """A server that listens already and answers once it runs."""

    def __init__(self, listener: socket.socket, address: str) -> None:
        self.listener = listener
        self.address = address
        self._is_stopping = threading.Event()

    def run(self, wired: Wired) -> None:
        """Serve until a signal; the caller holds the lock of whoever plans or sends."""
        app = build_app(wired.services, settings=_web_settings(wired))
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
        server = _Server(config, f"ready {self.address}")
        deadman_url = wired.settings.deadman_url
        with embedded.running_clock(wired.services, self._pass, deadman_url=deadman_url):
            try:
                server.run(sockets=[self.listener])
            finally:
                self._is_stopping.set()

    def _pass(self, services: Services) -> None:
        """Make one pass; it stops between two messages when the server stops."""
        with db.reading(services.engine) as connection:
            bureau = replace(services.bureau, is_example=store_plans.has_example(connection))
        embedded.tick(replace(services, bureau=bureau), watch=Watch(should_stop=self._is_stopping.is_set))


class _Server(uvicorn.Server):
    """Says one line once it listens."""

    def __init__(self, config: uvicorn.Config, greeting: str) -> None:
        super().__init__(config)
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say so."""
        await super().startup(sockets=sockets)
        if self.started:
            show(self._greeting)


def _web_settings(wired: Wired) -> WebSettings:
    settings = wired.settings
    rules = SessionRules(
        idle_minutes=settings.session_idle_minutes, absolute_minutes=settings.session_absolute_minutes
    )
    return WebSettings(base_url=wired.services.bureau.base_url, session=rules)


@contextmanager
def listening(host: str, port: int) -> Iterator[WebServer]:
    """Take an address; raises :class:`InputError` when somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        why = _REASONS.get(getattr(error, "errno", 0), "这个地址不能用")
        raise InputError(f"不能在 {host}:{port} 上等候：{why}。换一个试试，例如 --port 8080。") from error
    with listener:
        taken = listener.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        yield WebServer(listener, f"http://{shown}:{taken}")
