"""The addresses behind a mail link: an office's page without an account, and a leader's read-only one.

GET shows and changes nothing; POST acts once and leads on by redirect. It holds no rule and no SQL: it
opens the link, reads, lets ``office_acts`` act, and answers.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from models import db, store_reports
from models.store_audit import Actor
from models.task_values import TaskView
from rules.errors import RuleError
from scheduler.services import Services
from web.office_access import Refusal, is_from_elsewhere, open_office
from web.office_acts import confirm_all, sign_for, submit
from web.office_body import Body, read_body
from web.office_errors import error_page, meanwhile_page
from web.office_form import form_view, takes_reports
from web.office_frame import Frame, answer, frame_of, go_to
from web.office_links import missing, refuse, renew, show_leader, stranger
from web.office_read import Desk, read_desk
from web.office_reading import Reading, read_report
from web.office_receipt import receipt_page
from web.office_view import Info, office_page
from web.office_words import closed_words
from web.session import client_address

_SHOWING = ["GET", "HEAD"]
_RECEIPT = re.compile(r"[0-9-]{1,20}")
_CONFIRMED = "confirmed"
#: What the page says after an act; the address names one of these and can say nothing else.
_AFTER_ACTS = {_CONFIRMED: Info("●", "已收到确认。选“已完成”的，督查室审核后办结。")}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request whose link opens a page."""

    services: Services
    request: Request
    desk: Desk
    frame: Frame

    @property
    def actor(self) -> Actor:
        """Whoever holds the link, as the audit log names them."""
        return Actor(f"{self.desk.access.office.name}（办理页）", client_address(self.request))


Act = Callable[[Visit, Body], Response]


def office_router(services: Services) -> APIRouter:
    """Return the routes of the office's and the leader's pages."""
    router = APIRouter()

    async def posted(token: str, request: Request) -> Body:
        """Read a body only when the token is ours."""
        return await read_body(request) if services.links.read(token) is not None else Body()

    def act(token: str, request: Request, body: Body, act: Act) -> Response:
        visit = _open(services, token, request)
        if isinstance(visit, Response):
            return visit
        if is_from_elsewhere(request, services.links):
            return stranger(services, visit.frame)
        return act(visit, body)

    @router.api_route("/t/{token}", methods=_SHOWING)
    def page(token: str, request: Request) -> Response:
        visit = _open(services, token, request)
        return visit if isinstance(visit, Response) else _show(visit)

    @router.api_route("/t/{token}/receipt/{number}", methods=_SHOWING)
    def receipt(token: str, number: str, request: Request) -> Response:
        visit = _open(services, token, request)
        return visit if isinstance(visit, Response) else _receipt(visit, number)

    @router.post("/t/{token}/report")
    def report(token: str, request: Request, body: Body = Depends(posted)) -> Response:
        return act(token, request, body, _report)

    @router.post("/t/{token}/acknowledge")
    def acknowledge(token: str, request: Request, body: Body = Depends(posted)) -> Response:
        return act(token, request, body, _acknowledge)

    @router.post("/t/{token}/confirm")
    def confirm(token: str, request: Request, body: Body = Depends(posted)) -> Response:
        return act(token, request, body, _confirm)

    @router.post("/t/{token}/renew")
    def new_link(token: str, request: Request) -> Response:
        return renew(services, token, request)

    @router.api_route("/l/{token}", methods=_SHOWING)
    def leader(token: str) -> Response:
        return show_leader(services, token)

    return router


def _open(services: Services, token: str, request: Request) -> Visit | Response:
    today, now = services.today(), services.clock()
    with db.reading(services.engine) as connection:
        access = open_office(services, connection, token, now=now)
        if isinstance(access, Refusal):
            return refuse(services, connection, access, token=token, request=request)
        desk = read_desk(services, connection, access, today=today)
    frame = frame_of(
        services, today=today, calendar=desk.sight.calendar, access=access, is_example=desk.is_example
    )
    return Visit(services, request, desk, frame)


def _new_key() -> str:
    """Return the name of one page, so that pressing its button twice has one effect."""
    return secrets.token_urlsafe(12)


def _show(visit: Visit) -> Response:
    number, desk = visit.request.query_params.get("t", ""), visit.desk
    task = desk.task(number) if number else None
    if number and task is None:
        return missing(visit.services, visit.frame)
    info = _AFTER_ACTS.get(visit.request.query_params.get("said", ""))
    return _list(visit, task=task, info=_about(visit, task) if task else info)


def _about(visit: Visit, task: TaskView) -> Info | None:
    """A link of an older mail may name a task that takes no report any more."""
    if takes_reports(task, visit.desk.sight) or visit.desk.sight.is_informed(task):
        return None
    done = closed_words(task, visit.desk.sight) if task.closed_on is not None else "已暂停"
    return Info("", f"“{task.title}”{done}，不用再填报。")


def _list(
    visit: Visit,
    *,
    task: TaskView | None = None,
    info: Info | None = None,
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    key, desk = _new_key(), visit.desk
    is_open = task is not None and takes_reports(task, desk.sight)
    page = office_page(
        desk,
        visit.frame,
        policy=visit.services.policy,
        form=form_view(desk, task, submission_key=key) if task is not None and is_open else None,
        info=info,
        submission_key=key,
        typed=typed,
        shows_all=visit.request.query_params.get("all") == "1" or (task is not None and not is_open),
    )
    return answer(visit.services, "list", page, status=status)


def _report(visit: Visit, body: Body) -> Response:
    task = visit.desk.task(body.text("task"))
    if task is None or visit.desk.sight.is_informed(task):
        return missing(visit.services, visit.frame)
    reading = read_report(body, today=visit.desk.sight.today)
    if reading.report is None:
        page = error_page(visit.desk, visit.frame, task, reading, key=_new_key())
        return answer(visit.services, "error", page, status=page.status)
    try:
        outcome = submit(visit.services, visit.actor, visit.desk, task, reading.report)
    except RuleError as error:
        return _meanwhile(visit, task.number, reading, error)
    return go_to(f"{visit.frame.home}/receipt/{outcome.report.receipt_number}")


def _meanwhile(visit: Visit, number: str, reading: Reading, error: RuleError) -> Response:
    """Show what became of the task; it is read anew, for it has changed since this request began."""
    again = _open(visit.services, visit.desk.access.token, visit.request)
    if isinstance(again, Response):
        return again
    task = again.desk.task(number)
    if task is None:
        return missing(again.services, again.frame)
    page = meanwhile_page(again.desk, again.frame, task, reading, error, key=_new_key())
    return answer(again.services, "meanwhile", page, status=409)


def _acknowledge(visit: Visit, body: Body) -> Response:
    sign_for(visit.services, visit.actor, visit.desk, body)
    return go_to(visit.frame.home)


def _confirm(visit: Visit, body: Body) -> Response:
    problem = confirm_all(visit.services, visit.actor, visit.desk, body)
    if problem:
        return _list(visit, info=Info("×", problem, is_error=True), typed=body.fields, status=422)
    return go_to(f"{visit.frame.home}?said={_CONFIRMED}")


def _receipt(visit: Visit, number: str) -> Response:
    if not _RECEIPT.fullmatch(number):
        return missing(visit.services, visit.frame)
    with db.reading(visit.services.engine) as connection:
        report = store_reports.report_by_receipt(connection, number)
        is_own = report is not None and report.office_id == visit.desk.access.office.id
        file = store_reports.stored_file(connection, report.file_id) if report and report.file_id else None
    task = next((one for one in visit.desk.tasks if report and one.id == report.task_id), None)
    if report is None or not is_own or task is None:
        return missing(visit.services, visit.frame)
    page = receipt_page(visit.desk, visit.frame, task=task, report=report, file=file)
    return answer(visit.services, "receipt", page)
