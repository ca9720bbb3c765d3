"""单位名录: who gets what, what is wrong with an address, and what each office was sent this year."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from models import db, store_messages, store_plans, store_reports
from models.kinds import MessageState, OfficeState, PlanState
from models.store_directory import OfficeRecord
from rules.errors import NotFoundError
from templates.filters import day_words
from web.desk import Desk
from web.forms import RowId, row_id
from web.inbox_offices import failed_messages, nearest_names, unsigned_offices
from web.pages import desk_of, page
from web.session import Showing, Visit

router = APIRouter()
_STATES = {
    "": "全部",
    "problem": "有问题",
    "unverified": "待核实名称",
    "unsigned": "未签收",
    "retired": "已并入",
}


@dataclass(frozen=True, slots=True)
class ListedOffice:
    """One office in the list."""

    office: OfficeRecord
    trouble: str
    lead_count: int
    support_count: int
    sent_count: int

    @property
    def other_names(self) -> str:
        """Short name and aliases, as the second line."""
        name = self.office.name if self.office.label != self.office.name else ""
        return "、".join(one for one in (name, *self.office.aliases) if one)


@dataclass(frozen=True, slots=True)
class OpenOffice:
    """The office on the right."""

    listed: ListedOffice
    month_count: int
    report_count: int
    signed: tuple[tuple[int, str, str], ...]
    """(plan id, plan, words) for every plan that names the office; empty words: not signed."""
    nearest: tuple[str, ...]
    resend_id: int
    link: str = ""


@router.get("/offices")
def show(visit: Showing) -> Response:
    """Show the directory, troubles first."""
    with db.reading(visit.services.engine) as connection:
        return directory_page(visit, connection)


@router.get("/offices/{office_id}")
def office(office_id: RowId, visit: Showing) -> Response:
    """Show one office beside the list."""
    with db.reading(visit.services.engine) as connection:
        return directory_page(visit, connection, office_id, opened=visit.query("do"))


def directory_page(
    visit: Visit,
    connection: Connection,
    office_id: int = 0,
    *,
    opened: str = "",
    error: str = "",
    status: int = 200,
    link: str = "",
) -> Response:
    """Return the directory with one office open; after an error with the form kept."""
    desk = desk_of(visit, connection)
    if office_id and office_id not in desk.directory.offices:
        raise NotFoundError("没有这个单位。")
    everyone = _listed(connection, desk)
    state = visit.query("state") if visit.query("state") in _STATES else ""
    unsigned = {office_id for office_id, *_ in unsigned_offices(connection, desk)}
    tests = {
        "": [one for one in everyone if one.office.state is not OfficeState.RETIRED],
        "problem": [one for one in everyone if one.trouble],
        "unverified": [one for one in everyone if one.office.state is OfficeState.UNVERIFIED],
        "unsigned": [one for one in everyone if one.office.id in unsigned],
        "retired": [one for one in everyone if one.office.state is OfficeState.RETIRED],
    }
    chosen = next((one for one in everyone if one.office.id == office_id), None)
    groups = "、".join(f"{name}{len(ids)}个" for name, ids in desk.directory.groups.items())
    return page(
        visit,
        connection,
        "offices.html",
        current="offices",
        desk=desk,
        status=status,
        error=error,
        state=state,
        tabs=[
            (key, words, len(tests[key])) for key, words in _STATES.items() if key != "retired" or tests[key]
        ],
        offices=sorted(tests[state], key=lambda one: (not one.trouble, one.office.position)),
        head=f"{len(tests[''])}个单位，{len(desk.directory.groups)}个组"
        + (f"（{groups}）" if groups else ""),
        opened=opened,
        open=_open(visit, connection, desk, chosen, link) if chosen else None,
        names=[one.name for one in desk.directory.offices.values() if one.is_verified],
        is_adding=opened == "add" and not office_id,
    )


def _listed(connection: Connection, desk: Desk) -> list[ListedOffice]:
    leads: Counter[int] = Counter()
    supports: Counter[int] = Counter()
    for row in desk.rows:
        leads.update(row.task.lead_ids)
        supports.update(one.office_id for one in row.task.supports)
    begin = date(desk.today.year, 1, 1)
    sent = store_messages.messages(connection, states=(MessageState.SENT,), run_from=begin, limit=100_000)
    counts = Counter(message.office_id for message in sent)
    refused = {message.office_id: message.run_on for message in failed_messages(connection)}
    return [
        ListedOffice(
            office,
            _trouble(
                office, refused.get(office.id), desk, is_used=bool(leads[office.id] or supports[office.id])
            ),
            leads[office.id],
            supports[office.id],
            counts[office.id],
        )
        for office in desk.directory.offices.values()
    ]


def _trouble(office: OfficeRecord, refused_on: date | None, desk: Desk, *, is_used: bool) -> str:
    if office.state is OfficeState.RETIRED:
        return ""
    if office.state is OfficeState.UNVERIFIED:
        return "名称待核实"
    if not office.email:
        return "没有邮箱" if is_used else ""
    return f"{day_words(refused_on, desk.today)}被退回" if refused_on else ""


def _open(visit: Visit, connection: Connection, desk: Desk, listed: ListedOffice, link: str) -> OpenOffice:
    found = listed.office
    begin = date(desk.today.year, desk.today.month, 1)
    month = store_messages.messages(
        connection, office_id=found.id, states=(MessageState.SENT,), run_from=begin, limit=5000
    )
    own = {row.task.plan_id for row in desk.rows if any(one.office_id == found.id for one in row.task.named)}
    signed = []
    for plan in store_plans.plans(connection):
        if plan.id in own and plan.state is PlanState.RELEASED:
            one = store_reports.acknowledgement(connection, plan_id=plan.id, office_id=found.id)
            day = day_words(one.acknowledged_at.date(), desk.today) if one else ""
            who = f"，{one.signed_by}" if one and one.signed_by else ""
            signed.append((plan.id, plan.title, f"{day}签收{who}" if one else ""))
    reports = sum(
        row.task.last_report is not None and row.task.last_report.office_id == found.id for row in desk.rows
    )
    near = nearest_names(found.name, desk) if found.state is OfficeState.UNVERIFIED else []
    return OpenOffice(
        listed, len(month), reports, tuple(signed), tuple(near), row_id(visit.query("resend")) or 0, link
    )
