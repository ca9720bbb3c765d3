"""Who is asking: the cookie, the session behind it, the CSRF token, and who may act.

A page that shows takes :data:`Showing`; one that acts takes :data:`Acting`.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from models.kinds import UserRole
from models.store_audit import Actor
from models.store_users import SessionRecord
from scheduler import accounts
from scheduler.services import Services
from web.forms import MAX_FIELDS, Form, SentFile, form_of
from web.site import Site, site_of

COOKIE = "duban"
_FREE_OF_CHANGE = ("/me", "/logout")


class SignInNeededError(Exception):
    """Nobody is signed in, or the session has ended."""


class PasswordChangeNeededError(Exception):
    """A one-use password must be changed before anything else."""


class NotAllowedError(Exception):
    """The person may look but not act, or the form is not one of ours."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a signed-in person."""

    request: Request
    site: Site
    session: SessionRecord
    today: date
    now: datetime
    form: Form = field(default_factory=Form)

    @property
    def services(self) -> Services:
        """The services of the site."""
        return self.site.services

    @property
    def actor(self) -> Actor:
        """The person as the audit log names them."""
        return Actor(self.session.user.name, client_address(self.request))

    @property
    def may_act(self) -> bool:
        """Whether the person may change anything."""
        return self.session.user.role is not UserRole.READER

    def query(self, name: str, *, limit: int = 100) -> str:
        """Return one value of the address, cut and without control characters; empty when absent."""
        value = self.request.query_params.get(name, "")[:limit]
        return "".join(char for char in value if char.isprintable()).strip()


def client_address(request: Request) -> str:
    """Return the address a request came from."""
    return request.client.host if request.client else ""


def request_day(request: Request) -> date:
    """Return the day of a request, asked for once."""
    return site_of(request).services.today()


def _signed_in(request: Request) -> Visit:
    site = site_of(request)
    cookie = request.cookies.get(site.cookie_name(COOKIE), "")
    session = accounts.current_session(site.services, site.settings.session, cookie)
    if session is None:
        raise SignInNeededError
    if session.user.must_change and request.url.path not in _FREE_OF_CHANGE:
        raise PasswordChangeNeededError
    return Visit(request, site, session, request_day(request), site.services.clock())


async def read_form(request: Request) -> Form:
    """Return what a POST sent; a body that is no form gives an empty one."""
    async with request.form(max_files=4, max_fields=MAX_FIELDS) as data:
        files = {
            name: SentFile(value.filename or "", value.content_type or "", await value.read())
            for name, value in data.multi_items()
            if isinstance(value, UploadFile) and value.filename
        }
        return form_of(data, files)


def _acting(visit: Annotated[Visit, Depends(_signed_in)], form: Annotated[Form, Depends(read_form)]) -> Visit:
    sent = form.secret("csrf")
    if not secrets.compare_digest(sent.encode(), visit.session.csrf_token.encode()):
        raise NotAllowedError
    if not visit.may_act and visit.request.url.path not in _FREE_OF_CHANGE:
        raise NotAllowedError
    return Visit(visit.request, visit.site, visit.session, visit.today, visit.now, form)


Showing = Annotated[Visit, Depends(_signed_in)]
Acting = Annotated[Visit, Depends(_acting)]


def set_cookie(response: Response, site: Site, name: str, value: str, *, max_age: int | None = None) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send along."""
    response.set_cookie(
        site.cookie_name(name),
        value,
        max_age=max_age,
        path="/",
        secure=site.settings.is_https,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response, site: Site, name: str) -> None:
    """Let the browser forget a cookie."""
    response.delete_cookie(
        site.cookie_name(name), path="/", secure=site.settings.is_https, httponly=True, samesite="lax"
    )


def local_path(target: str) -> str:
    """Return an address only when it is a path of this site, else ``/`` (no open redirect)."""
    is_path = target.startswith("/") and not target.startswith(("//", "/\\"))
    is_plain = len(target) <= 500 and target.isascii() and target.isprintable() and "\\" not in target
    lowered = target.lower()
    is_hidden = lowered.startswith(("/%2f", "/%5c", "/login"))
    return target if is_path and is_plain and not is_hidden else "/"


def login_address(request: Request) -> str:
    """Return the address of the login page that leads back to where a GET wanted to go."""
    if request.method not in ("GET", "HEAD") or request.url.path == "/":
        return "/login"
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/login?next={quote(local_path(target), safe='/')}"
