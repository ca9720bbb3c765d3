"""逾期清单: the list of a day on screen, as files, and as one sheet to print. The rows come from reports/."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from models import db
from reports.formats import FORMATS
from reports.overdue_file import overdue_file_name, write_overdue
from reports.overdue_list import OverdueReport, overdue_report
from rules.errors import NotFoundError
from rules.status import State
from templates.filters import day_words
from web.desk import Desk
from web.forms import iso_day, row_id
from web.pages import bare_page, desk_of, page
from web.session import Showing, Visit
from web.tasks import download

router = APIRouter()
_MINIMA = (1, 5, 10, 20)
_LONG = 20
_FILES = ("xlsx", "csv", "docx")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which list an address asks for."""

    on: date
    office: int = 0
    least: int = 1

    def address(self, path: str, today: date) -> str:
        """Return the address of the same list elsewhere; default values are left out."""
        pairs = {
            "on": self.on.isoformat() if self.on != today else "",
            "office": self.office or "",
            "min": self.least if self.least > 1 else "",
        }
        query = urlencode({key: value for key, value in pairs.items() if value})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Aside:
    """Tasks past their date that the list leaves out, of one state."""

    state: str
    words: str
    link: str


def _wanted(visit: Visit, desk: Desk) -> Wanted:
    day = iso_day(visit.query("on")) or visit.today
    office = row_id(visit.query("office")) or 0
    least = row_id(visit.query("min")) or 1
    return Wanted(
        on=min(day, visit.today),
        office=office if office in desk.directory.offices else 0,
        least=least if least in _MINIMA else 1,
    )


def _report(visit: Visit, connection: Connection, desk: Desk, wanted: Wanted) -> OverdueReport:
    report = overdue_report(
        connection,
        calendar=desk.calendar,
        policy=desk.policy,
        today=wanted.on,
        issuer=visit.services.bureau.supervision_name,
        office_id=wanted.office or None,
    )
    rows = tuple(row for row in report.rows if row.workdays_overdue >= wanted.least)
    return report if wanted.least == 1 else replace(report, rows=rows)


@router.get("/overdue")
def show(visit: Showing) -> Response:
    """Show the overdue list of a day."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        wanted = _wanted(visit, desk)
        report = _report(visit, connection, desk, wanted)
        offices = {row.lead_id: row.lead for row in report.rows}
        long = sum(row.workdays_overdue >= _LONG for row in report.rows)
        used = {office_id for row in desk.rows for office_id in row.task.lead_ids}
        return page(
            visit,
            connection,
            "overdue.html",
            current="overdue",
            desk=desk,
            wanted=wanted,
            report=report,
            head=_head(report, len(offices), long, visit.today),
            asides=_asides(report),
            minima=[(str(one), f"{one}个工作日以上") for one in _MINIMA],
            offices=[("", "全部单位")]
            + [(str(one.id), one.label) for one in desk.directory.offices.values() if one.id in used],
            files=[
                (words, wanted.address(f"/overdue.{ending}", visit.today))
                for words, ending in (("Excel", "xlsx"), ("Word", "docx"), ("CSV", "csv"))
            ],
            print_link=wanted.address("/overdue/print", visit.today),
            is_past=wanted.on != visit.today,
            done_count=sum(row.is_done or row.state is State.PENDING for row in desk.rows),
        )


def _head(report: OverdueReport, offices: int, long: int, today: date) -> str:
    day = day_words(report.today, today)
    words = f"截至{day}，{len(report.rows)}项逾期，涉及{offices}个单位"
    return f"{words}；{long}项已逾期{_LONG}个工作日以上。" if long else f"{words}。"


def _asides(report: OverdueReport) -> list[Aside]:
    words = {
        State.PENDING: ("项已报完成，等您审核", "/tasks?state=pending"),
        State.PAUSED: ("项因故暂停", "/tasks?state=paused"),
        State.UNCONFIRMED: ("项导入时已过时限，没有确认", "/tasks?state=unconfirmed"),
    }
    found = []
    for state, (text, link) in words.items():
        numbers = [one.number for one in report.set_aside if one.state is state]
        if numbers:
            listed = "、".join(numbers[:10]) + ("等" if len(numbers) > 10 else "")
            found.append(Aside(state.value, f"{len(numbers)}{text}：{listed}", link))
    return found


@router.get("/overdue.{ending}")
def export(ending: str, visit: Showing) -> Response:
    """Return the list as a file."""
    if ending not in _FILES:
        raise NotFoundError("没有这种格式，可用xlsx、csv、docx。")
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        report = _report(visit, connection, desk, _wanted(visit, desk))
        return download(
            write_overdue(report, ending), overdue_file_name(report, ending), FORMATS[ending].content_type
        )


@router.get("/overdue/print")
def sheet(visit: Showing) -> Response:
    """Show the list alone, made for paper."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        report = _report(visit, connection, desk, _wanted(visit, desk))
    years = {row.plan_year for row in report.rows}
    year = f"{years.pop()}年" if len(years) == 1 else ""
    return bare_page(
        visit.site, "overdue_print.html", report=report, today=visit.today, title=f"{year}重点工作逾期清单"
    )
