"""What every request passes on its way in and every answer on its way out: size limits and headers.

Plain ASGI, so that nothing is read twice and no answer leaves without its headers.
"""

from collections.abc import Awaitable, Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.site import WebSettings

CSP = "; ".join(
    (
        "default-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "script-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
    )
)
#: For a stored or previewed mail inside its frame: its own inline styles, and nothing loaded.
MAIL_CSP = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"

Refuse = Callable[[Scope, int], Response]


class TooLargeError(Exception):
    """The body of a request is larger than its address takes."""


class Borders:
    """The outermost layer of the site."""

    def __init__(self, app: ASGIApp, settings: WebSettings, refuse: Refuse, failed: Refuse) -> None:
        self.app = app
        self.settings = settings
        self.refuse = refuse
        self.failed = failed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its body counted and its answer's headers set."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(send, scope, self.settings)
        try:
            await self.app(scope, _counted(receive, self._limit(str(scope["path"]))), answer)
        except TooLargeError:
            await self._instead(self.refuse(scope, 413), answer, scope, receive)
        except Exception:  # noqa: BLE001 # the last handler: logged with its id, shown as an id only
            await self._instead(self.failed(scope, 500), answer, scope, receive)

    async def _instead(self, response: Response, answer: "_Answer", scope: Scope, receive: Receive) -> None:
        if not answer.has_started:
            await response(scope, receive, answer)

    def _limit(self, path: str) -> int:
        if path.startswith("/t/"):
            return self.settings.upload_limit
        return self.settings.import_limit if path.startswith("/imports") else self.settings.body_limit


def _counted(receive: Receive, limit: int) -> Callable[[], Awaitable[Message]]:
    left = limit

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLargeError
        return message

    return counted


class _Answer:
    """Sends an answer and sets the headers that every one of them has."""

    def __init__(self, send: Send, scope: Scope, settings: WebSettings) -> None:
        self.send = send
        self.is_static = str(scope["path"]).startswith("/static/")
        self.is_https = settings.is_https
        self.has_started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_started = True
            self._set(MutableHeaders(scope=message))
        await self.send(message)

    def _set(self, headers: MutableHeaders) -> None:
        headers.setdefault("Content-Security-Policy", CSP)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = _POLICY
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        framed = "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
        headers["Cache-Control"] = "private, max-age=86400" if self.is_static else "no-store"
        if self.is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
