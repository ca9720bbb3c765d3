"""任务台账: the ledger with its tabs, filters and groups, and the same rows as a file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.engine import Connection

from models import db, store_ledger
from models.store_directory import OfficeRecord
from models.store_ledger import SentCounts
from reports.formats import FORMATS
from reports.ledger import ledger, ledger_file_name, write_ledger
from rules.status import State
from templates.filters import cut, day_words
from web.desk import Desk, Row
from web.inbox import is_difficult
from web.pages import desk_of, page
from web.session import Acting, Showing, Visit
from web.task_filter import (
    TaskQuery,
    besides_state,
    chips,
    choices,
    matching,
    month_words,
    read_query,
    tabs,
)

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ListedTask:
    """One row of the ledger, every word ready."""

    row: Row
    tags: tuple[tuple[str, str], ...]
    due_tag: str
    said: str
    said_on: str
    follow_ups: int


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one month, or all of them when sorted otherwise."""

    words: str
    tally: str
    rows: tuple[ListedTask, ...]


@router.get("/tasks")
def show(visit: Showing) -> Response:
    """Show the ledger; the number of a task leads straight to it."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        query = read_query(visit, desk)
        if any(row.task.number == query.words for row in desk.rows):
            return RedirectResponse(f"/tasks/{quote(query.words)}", status_code=303)
        return ledger_page(visit, connection, desk, query)


def ledger_page(
    visit: Visit, connection: Connection, desk: Desk, query: TaskQuery, *, problem: str = ""
) -> Response:
    """Return the ledger of some conditions."""
    found, length = matching(query, desk), visit.site.settings.page_length
    pages = max(1, -(-len(found) // length))
    current = min(query.page, pages)
    shown = found[(current - 1) * length : current * length]
    return page(
        visit,
        connection,
        "tasks.html",
        current="tasks",
        desk=desk,
        status=422 if problem else 200,
        query=query,
        count=len(found),
        groups=_groups(shown, desk, connection, query),
        tabs=tabs(query, besides_state(query, desk)),
        chips=chips(query, desk),
        choices=choices(desk),
        pages=[(number, query.moved(number)) for number in range(1, pages + 1)] if pages > 1 else [],
        page_number=current,
        first=(current - 1) * length + 1,
        office=_searched_office(query, desk),
        empty=_empty_words(query, desk),
        pick_link=replace(query, pick="" if query.pick else "all").address(),
        export=query.address("/tasks.xlsx"),
        problem=problem,
    )


def _searched_office(query: TaskQuery, desk: Desk) -> OfficeRecord | None:
    return desk.directory.find(query.words) if query.words else None


def _groups(rows: Iterable[Row], desk: Desk, connection: Connection, query: TaskQuery) -> list[Group]:
    rows = list(rows)
    ids = [row.task.id for row in rows]
    counts = store_ledger.sent_counts(connection, ids)
    moves = store_ledger.extension_counts(connection, ids)
    listed = [(row, _listed(row, desk, counts, moves)) for row in rows]
    if query.sort:
        return [Group("", "", tuple(one for _, one in listed))]
    by_month: dict[str, list[ListedTask]] = {}
    for row, one in listed:
        key = f"{row.month[0]}-{row.month[1]:02d}" if row.month else "none"
        by_month.setdefault(key, []).append(one)
    return [Group(month_words(key, desk), _tally(key, desk), tuple(own)) for key, own in by_month.items()]


def _tally(key: str, desk: Desk) -> str:
    rows = [
        row for row in desk.rows if (f"{row.month[0]}-{row.month[1]:02d}" if row.month else "none") == key
    ]
    return f"{len(rows)}项，办结{sum(row.is_done for row in rows)}"


def _listed(
    row: Row, desk: Desk, counts: dict[store_ledger.Key, SentCounts], moves: dict[int, int]
) -> ListedTask:
    task, tags = row.task, []
    if is_difficult(task):
        tags.append(("难度较大", "wait"))
    if not task.lead_is_confirmed:
        tags.append(("拟牵头", "act"))
    moved = moves.get(task.id, 0)
    due_tag = f"延{moved}次" if moved else ""
    report = task.last_report
    nobody = "至今未反馈" if row.state is State.OVERDUE else ""
    said_on = day_words(report.reported_on, desk.today) if report else ""
    own = (counts.get((task.id, office_id), SentCounts()) for office_id in task.lead_ids)
    return ListedTask(
        row,
        tuple(tags),
        due_tag,
        cut(" ".join(report.note.split()), 40) if report else nobody,
        said_on,
        sum(one.follow_up_count for one in own),
    )


def _empty_words(query: TaskQuery, desk: Desk) -> str:
    if not desk.rows:
        return "还没有入库的任务。"
    rows = besides_state(query, desk)
    if query.state and rows:
        states = "、".join(dict.fromkeys(row.state.value for row in rows))
        return f"其他条件下有{len(rows)}项，状态是“{states}”。"
    return "换一个条件，或者清除全部条件再看。"


@router.get("/tasks.xlsx")
def export(visit: Showing) -> Response:
    """Return the ledger of the same conditions as a workbook."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        rows = matching(read_query(visit, desk), desk)
        return ledger_file(visit, connection, desk, rows)


@router.post("/tasks/export")
def export_chosen(visit: Acting) -> Response:
    """Return the ticked tasks as a workbook."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        wanted = set(visit.form.ids("task"))
        rows = [row for row in desk.rows if row.task.id in wanted]
        if not rows:
            return ledger_page(visit, connection, desk, TaskQuery(), problem="先勾选要导出的任务。")
        return ledger_file(visit, connection, desk, rows)


def ledger_file(visit: Visit, connection: Connection, desk: Desk, rows: Iterable[Row]) -> Response:
    """Return some tasks as a workbook."""
    of_day = ledger(
        connection,
        [row.task for row in rows],
        calendar=desk.calendar,
        policy=desk.policy,
        today=desk.today,
        issuer=visit.services.bureau.supervision_name,
    )
    return download(
        write_ledger(of_day, "xlsx"), ledger_file_name(of_day, "xlsx"), FORMATS["xlsx"].content_type
    )


def download(data: bytes, name: str, content_type: str) -> Response:
    """Return a file to be saved under a name that may be Chinese (RFC 6266)."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "_" for char in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=content_type, headers={"Content-Disposition": disposition})
