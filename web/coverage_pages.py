"""对照要点: a text of 工作要点 held against a plan, and next year's draft of a plan. Nothing is stored."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from importers.source import Source
from models import db, store_plans
from models.store_plans import PlanRecord
from reports.formats import FORMATS
from reports.next_year import next_year_draft, next_year_file_name, next_year_xlsx
from rules.errors import InputError
from scheduler.coverage import CoverageReport, coverage_report
from scheduler.coverage_list import (
    HOW,
    NO_OFFICE,
    NO_PROMISE,
    NO_ROW,
    NOTHING_SAID,
    coverage_facts,
    coverage_file_name,
    coverage_xlsx,
    empty_promises,
    office_note,
    row_words,
    shared_words,
)
from web.forms import Form, RowId
from web.pages import page
from web.session import Acting, Showing, Visit
from web.tasks import download

router = APIRouter()
_PASTED = "-"
_PASTE_LIMIT = 900_000
_SHOWN = 300
"""How many lines of a list the page shows; the workbook has all."""


@router.get("/imports/plans/{plan_id}/coverage")
def ask(plan_id: RowId, visit: Showing) -> Response:
    """Show the form that takes the text."""
    with db.reading(visit.services.engine) as connection:
        return _coverage_page(visit, connection, store_plans.plan(connection, plan_id))


@router.post("/imports/plans/{plan_id}/coverage")
def check(plan_id: RowId, visit: Acting) -> Response:
    """Show what the check finds."""
    with db.reading(visit.services.engine) as connection:
        plan = store_plans.plan(connection, plan_id)
        try:
            report = _report(visit, connection, plan)
        except InputError as refused:
            return _coverage_page(visit, connection, plan, problem=refused.message, status=422)
        return _coverage_page(visit, connection, plan, report=report)


@router.post("/imports/plans/{plan_id}/coverage.xlsx")
def workbook(plan_id: RowId, visit: Acting) -> Response:
    """Return the lists as a workbook; the page sends the text along, so that nothing is kept in between."""
    with db.reading(visit.services.engine) as connection:
        plan = store_plans.plan(connection, plan_id)
        try:
            report = _report(visit, connection, plan)
        except InputError as refused:
            return _coverage_page(visit, connection, plan, problem=refused.message, status=422)
    name = visit.form.text("name")
    report = replace(report, file_name=name) if name else report
    return download(coverage_xlsx(report), coverage_file_name(report), FORMATS["xlsx"].content_type)


def _report(visit: Visit, connection: Connection, plan: PlanRecord) -> CoverageReport:
    return coverage_report(connection, _source(visit.form), plan=plan, today=visit.today)


def _source(form: Form) -> Source:
    sent = form.files.get("file")
    if sent is not None and sent.content:
        return Source(sent.name, sent.content)
    text = form.words("text", limit=_PASTE_LIMIT, label="要点的文字")
    if not text:
        raise InputError("请先选工作要点的文件，或者把文字粘贴进来。")
    return Source(_PASTED, text.encode())


def _coverage_page(
    visit: Visit,
    connection: Connection,
    plan: PlanRecord,
    *,
    report: CoverageReport | None = None,
    problem: str = "",
    status: int = 200,
) -> Response:
    return page(
        visit,
        connection,
        "coverage.html",
        current="imports",
        status=status,
        plan=plan,
        report=report,
        problem=problem,
        facts=coverage_facts(report) if report is not None else "",
        shown=_SHOWN,
        how=HOW,
        no_row=NO_ROW,
        no_promise=NO_PROMISE,
        no_office=NO_OFFICE,
        nothing_said=NOTHING_SAID,
        empty_promises=empty_promises,
        row_words=row_words,
        shared_words=shared_words,
        office_note=office_note,
    )


@router.get("/imports/plans/{plan_id}/next-year.xlsx")
def next_year(plan_id: RowId, visit: Showing) -> Response:
    """Return next year's draft as a workbook to edit."""
    services = visit.services
    with db.reading(services.engine) as connection:
        draft = next_year_draft(
            connection,
            store_plans.plan(connection, plan_id),
            calendar=services.calendar(connection),
            policy=services.policy,
            today=visit.today,
        )
    return download(next_year_xlsx(draft), next_year_file_name(draft), FORMATS["xlsx"].content_type)
