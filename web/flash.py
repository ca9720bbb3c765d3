"""The line of confirmation after an act: carried to the next page in a signed, short-lived cookie.

Nothing is taken from the address, so a link cannot put words on a page; nothing is stored.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from web.session import Visit, drop_cookie, set_cookie
from web.site import Site

COOKIE = "duban_line"
_SECONDS = 60
_LIMIT = 600


@dataclass(frozen=True, slots=True)
class Line:
    """What an act did, in words, and perhaps where to go on."""

    bold: str
    words: str = ""
    link_words: str = ""
    link: str = ""
    is_error: bool = False


def done(visit: Visit, target: str, line: Line) -> RedirectResponse:
    """Answer an act: go to a page (303) and say there what was done."""
    response = RedirectResponse(target, status_code=303)
    set_cookie(response, visit.site, COOKIE, _signed(visit, line), max_age=_SECONDS)
    return response


def line_of(visit: Visit) -> Line | None:
    """Return the line a page should show, None when there is none or it was not signed for this session."""
    text = visit.request.cookies.get(visit.site.cookie_name(COOKIE), "")
    payload, _, mac = text.partition(".")
    if not mac or not hmac.compare_digest(mac, _mac(visit, payload)):
        return None
    values = json.loads(base64.urlsafe_b64decode(payload))
    return Line(*values)


def forget_line(request: Request, response: Response, site: Site) -> None:
    """Let the browser forget a line that has been shown."""
    if site.cookie_name(COOKIE) in request.cookies:
        drop_cookie(response, site, COOKIE)


def _signed(visit: Visit, line: Line) -> str:
    words = (line.bold[:_LIMIT], line.words[:_LIMIT], line.link_words, line.link, line.is_error)
    payload = base64.urlsafe_b64encode(json.dumps(words, ensure_ascii=False).encode()).decode()
    return f"{payload}.{_mac(visit, payload)}"


def _mac(visit: Visit, payload: str) -> str:
    key = visit.services.links.key + visit.session.csrf_token.encode()
    return hmac.new(key, b"duban line\0" + payload.encode(), hashlib.sha256).hexdigest()[:32]
