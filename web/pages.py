"""Rendering a page inside its frame, and the plain page that an error gets."""

import secrets
from datetime import datetime

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy.engine import Connection

from web import inbox
from web.desk import Desk, load_desk
from web.flash import forget_line
from web.inbox_values import Kind
from web.session import Visit
from web.shell import shell_of
from web.site import Site, site_of

FOLDER = "web/supervisor"


def page(
    visit: Visit,
    connection: Connection,
    template: str,
    *,
    current: str,
    desk: Desk | None = None,
    kinds: list[Kind] | None = None,
    status: int = 200,
    **context: object,
) -> HTMLResponse:
    """Return a page of the supervisors with its frame; ``context`` is what the template shows."""
    desk = desk or desk_of(visit, connection)
    kinds = inbox.inbox(connection, desk) if kinds is None else kinds
    shell = shell_of(visit, connection, desk, current=current, kinds=kinds)
    values = {"shell": shell, "today": visit.today, "error": "", "kept": visit.form, **context}
    html = visit.services.renderer.page(f"{FOLDER}/{template}", values)
    response = HTMLResponse(html, status_code=status)
    forget_line(visit.request, response, visit.site)
    return response


def desk_of(visit: Visit, connection: Connection) -> Desk:
    """Return the desk of a request's day."""
    return load_desk(visit.services, connection, today=visit.today, now=visit.now)


def bare_page(site: Site, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Return a page without navigation: the login, a sheet to print, an error."""
    values = {"css_version": site.css_version, "bureau": site.services.bureau, **context}
    return HTMLResponse(site.services.renderer.page(f"{FOLDER}/{template}", values), status_code=status)


def problem_page(
    request: Request, *, status: int, title: str, words: str, link: tuple[str, str] | None = ("回首页", "/")
) -> HTMLResponse:
    """Return the page of something that was not done: what, why, and where to go on."""
    is_office = request.url.path.startswith(("/t/", "/l/"))
    return bare_page(
        site_of(request),
        "problem.html",
        status=status,
        title=title,
        words=words,
        link=None if is_office else link,
        problem_id="",
    )


def problem_number() -> str:
    """Return a new number that leads from a page to the log: ``7F3A-21``."""
    return f"{secrets.token_hex(2).upper()}-{secrets.randbelow(90) + 10}"


def iso(moment: datetime) -> str:
    """Return a moment for a ``datetime`` attribute."""
    return moment.isoformat(timespec="seconds")
