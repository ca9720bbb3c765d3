"""送达: the offices that mail does not reach, the slip for each, and recording that it was handed over.

What a slip says and what recording it does are in ``scheduler.handover``.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.engine import Connection

from models import db, store_handover
from reports.docx_page import DRAFT_HEADER
from reports.formats import FORMATS
from reports.slip import slip_docx, slip_file_name, slip_page
from rules.errors import DubanError, NotFoundError, RuleError
from scheduler import release
from scheduler.handover import record_handover, slip_for
from scheduler.waiting import waiting
from templates.filters import day_words
from templates.slip_values import Slip, SlipForm
from templates.wording_handover import slip_form
from web.flash import Line, done
from web.forms import RowId, iso_day, row_id
from web.pages import desk_of, page
from web.session import Acting, Showing, Visit
from web.tasks import download

router = APIRouter()
_SHOWN_RECORDS = 50


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which slip an address asks for: of which day, in place of which message, under which number."""

    on: date
    message_id: int | None
    number: str

    def address(self, path: str, today: date) -> str:
        """Return the address of the same slip elsewhere; what is usual is left out."""
        pairs = {
            "on": self.on.isoformat() if self.on != today else "",
            "message": self.message_id or "",
            "number": self.number,
        }
        query = urlencode({key: value for key, value in pairs.items() if value})
        return f"{path}?{query}" if query else path


def _wanted(visit: Visit) -> _Wanted:
    day = iso_day(visit.query("on")) or visit.today
    return _Wanted(min(day, visit.today), row_id(visit.query("message")), visit.query("number", limit=40))


@router.get("/handover")
def show(visit: Showing) -> Response:
    """List the offices that wait for a person, and the newest slips that were handed over."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        return page(
            visit,
            connection,
            "handover.html",
            current="handover",
            desk=desk,
            offices=desk.directory.offices,
            rows=waiting(visit.services, connection, today=visit.today),
            records=store_handover.hand_deliveries(connection, limit=_SHOWN_RECORDS),
        )


@router.get("/handover/{office_id}.docx")
def word_file(office_id: RowId, visit: Showing) -> Response:
    """Return the slip as a Word draft."""
    with db.reading(visit.services.engine) as connection:
        form = _form(visit, connection, _slip(visit, connection, office_id, _wanted(visit)))
    return download(slip_docx(form), slip_file_name(form), FORMATS["docx"].content_type)


@router.get("/handover/{office_id}/print")
def sheet(office_id: RowId, visit: Showing) -> Response:
    """Show the slip alone, made for paper."""
    wanted = _wanted(visit)
    with db.reading(visit.services.engine) as connection:
        form = _form(visit, connection, _slip(visit, connection, office_id, wanted))
    back = wanted.address(f"/handover/{office_id}", visit.today)
    return HTMLResponse(slip_page(visit.services.renderer, form, stylesheet=_stylesheet(visit), back=back))


@router.get("/handover/{office_id}")
def show_slip(office_id: RowId, visit: Showing) -> Response:
    """Show an office's slip, and the form that records it."""
    with db.reading(visit.services.engine) as connection:
        return _slip_page(visit, connection, office_id, _wanted(visit))


@router.post("/handover/{office_id}")
def record(office_id: RowId, visit: Acting) -> Response:
    """Record that the slip was handed over; a second press finds it recorded and says the same."""
    form = visit.form
    wanted = _Wanted(
        min(iso_day(form.text("slip_on")) or visit.today, visit.today),
        row_id(form.text("message")),
        form.text("number", limit=40),
    )
    try:
        outcome = record_handover(
            visit.services,
            visit.actor,
            office_id=office_id,
            today=visit.today,
            handed_by=form.text("handed_by"),
            received_by=form.text("received_by"),
            handed_on=form.day("handed_on", "送达日期"),
            note=form.words("note", limit=500, label="备注"),
            message_id=wanted.message_id,
            slip_on=wanted.on,
            task_ids=form.ids("task"),
            submission_key=form.text("key", limit=80),
        )
    except DubanError as refused:
        status = 409 if isinstance(refused, RuleError) else 422
        with db.reading(visit.services.engine) as connection:
            return _slip_page(visit, connection, office_id, wanted, error=refused.message, status=status)
    kept = outcome.record
    day = day_words(kept.handed_on, visit.today)
    words = f"{kept.line_count}项，{day}由{kept.received_by}接收，按已经告知计。"
    return done(visit, "/handover", Line("已记送达。", words))


@router.post("/handover/letters/{notice_id}")
def release_on_paper(notice_id: RowId, visit: Acting) -> Response:
    """Release a held letter that no mail can carry, and go to the slip it will stand on."""
    (letter,) = release.release_letters(visit.services, visit.actor, [notice_id])
    words = "打印出来送去，送到后在这里记下；没记以前不算催办过。"
    return done(visit, f"/handover/{letter.office_id}", Line("已核发。", words))


def _slip(visit: Visit, connection: Connection, office_id: int, wanted: _Wanted) -> Slip:
    return slip_for(
        visit.services,
        connection,
        office_id,
        today=wanted.on,
        message_id=wanted.message_id,
        number_words=wanted.number,
    )


def _form(visit: Visit, connection: Connection, slip: Slip) -> SlipForm:
    return slip_form(slip, policy=visit.services.policy, calendar=visit.services.calendar(connection))


def _slip_page(
    visit: Visit,
    connection: Connection,
    office_id: int,
    wanted: _Wanted,
    *,
    error: str = "",
    status: int = 200,
) -> Response:
    desk = desk_of(visit, connection)
    if office_id not in desk.directory.offices:
        raise NotFoundError("单位名录里没有这个单位。")
    try:
        slip = _slip(visit, connection, office_id, wanted)
    except NotFoundError:
        slip = None
    return page(
        visit,
        connection,
        "handover_slip.html",
        current="handover",
        desk=desk,
        status=status,
        error=error,
        office=desk.office(office_id),
        wanted=wanted,
        slip=slip,
        form=_form(visit, connection, slip) if slip else None,
        header="" if slip and slip.number_words else DRAFT_HEADER,
        print_link=wanted.address(f"/handover/{office_id}/print", visit.today),
        word_link=wanted.address(f"/handover/{office_id}.docx", visit.today),
        stylesheet=_stylesheet(visit),
        key=visit.form.kept("key") or secrets.token_hex(16),
        ticked=set(visit.form.ids("task")) if error else None,
        records=store_handover.hand_deliveries(connection, office_id=office_id),
    )


def _stylesheet(visit: Visit) -> str:
    return f"/static/slip.css?v={visit.site.css_version}"
