"""What stands around every page behind a link: who speaks, the day, the telephone, and how it is answered."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from starlette.responses import HTMLResponse, RedirectResponse

from rules.workdays import Calendar
from scheduler.services import Services
from templates.filters import full_day
from web.office_access import Access, path_prefix

_STYLESHEET = Path(__file__).parent / "static" / "office.css"
#: The address is the key: it is told to nobody, kept by nobody, found by nobody.
_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Head and foot of a page."""

    supervision_name: str
    supervision_short: str
    phone: str
    hours: str
    day: str
    """``2026年5月27日 周三``; a make-up day says 周六（上班）."""
    stylesheet: str
    office_name: str = ""
    """Empty on pages that must not name an office."""
    home: str = ""
    is_example: bool = False


def frame_of(
    services: Services,
    *,
    today: date,
    calendar: Calendar,
    access: Access | None = None,
    is_example: bool = False,
) -> Frame:
    """Return the head and foot of a page; an office is named only when its own link opened it."""
    bureau = services.bureau
    working = "（上班）" if calendar.is_makeup_workday(today) else ""
    return Frame(
        supervision_name=bureau.supervision_name,
        supervision_short=bureau.supervision_short,
        phone=bureau.phone,
        hours=bureau.hours,
        day=f"{full_day(today)}{working}",
        stylesheet=f"{path_prefix(services.links)}/static/office.css?v={_version()}",
        office_name=access.office.name if access else "",
        home=access.home if access else "",
        is_example=bureau.is_example or is_example,
    )


@cache
def _version() -> str:
    """Change the address of the stylesheet with its content, so that no browser keeps an old one."""
    return hashlib.sha256(_STYLESHEET.read_bytes()).hexdigest()[:8]


def answer(services: Services, template: str, page: object, *, status: int = 200) -> HTMLResponse:
    """Return a page of templates/web/office."""
    html = services.renderer.page(f"web/office/{template}.html", page)
    return HTMLResponse(html, status_code=status, headers=_HEADERS)


def go_to(address: str) -> RedirectResponse:
    """Return the answer to an act: look there now."""
    return RedirectResponse(address, status_code=303, headers=_HEADERS)
