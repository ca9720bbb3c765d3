"""导入: a file or pasted text becomes a draft to look at (核对); one task by hand; plans and imports."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from importers.plans.confirm import confirm_drafts, skip_drafts
from importers.plans.import_values import ImportOptions
from importers.source import Source
from models import db, store_plans
from models.kinds import PlanState
from models.store_plans import BatchRecord
from rules.errors import DubanError, InputError
from scheduler.adding import NewTask, add_task
from web.desk import Desk
from web.flash import Line, done
from web.forms import Form, row_id
from web.import_list import draft_with, waiting_drafts
from web.pages import desk_of, page
from web.review_draft import open_draft
from web.review_form import plan_year
from web.session import Acting, Showing, Visit
from web.shell import moment_words, plan_state_words

router = APIRouter()
_PASTED = "-"
_PASTE_LIMIT = 900_000
_FIELDS = {
    "请用 --title 写明": "请填“计划名称”",
    "请用 --year 写明，例如 --year 2024": "请填“年度”，例如2024",
}


@router.get("/imports")
def show(visit: Showing) -> Response:
    """Show the three ways in, the drafts, the plans and the last imports."""
    return _imports_page(visit)


def _imports_page(visit: Visit, *, error: str = "", way: str = "") -> Response:
    """Return the page of imports; after a refusal with what was wrong, and the form of that way kept."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        counts = {plan.id: sum(row.task.plan_id == plan.id for row in desk.rows) for plan in desk.plans}
        return page(
            visit,
            connection,
            "imports.html",
            current="imports",
            desk=desk,
            status=422 if error else 200,
            error=error,
            way=way,
            pasted=visit.form.secret("text") if way == "text" else "",
            waiting=waiting_drafts(visit, desk),
            drafts=desk.drafts,
            plans=[
                (plan, plan_state_words(plan.state), counts[plan.id], plan.state is PlanState.DRAFT)
                for plan in desk.plans
            ],
            open_plans=[
                (plan.id, plan.title) for plan in desk.plans if plan.state is not PlanState.WITHDRAWN
            ],
            batches=_batches(connection, desk),
        )


def _batches(connection: Connection, desk: Desk) -> list[tuple[BatchRecord, str, str]]:
    titles = {plan.id: plan.title for plan in desk.plans}
    return [
        (batch, titles[batch.plan_id], moment_words(batch.created_at, desk))
        for batch in store_plans.batches(connection)
        if batch.plan_id in titles
    ]


@router.post("/imports")
def read(visit: Acting) -> Response:
    """Read a file or pasted text into a draft; nothing is stored as a task."""
    way = "file" if visit.form.text("way") == "file" else "text"
    try:
        source, options = _source(visit.form), _options(visit.form)
        with db.reading(visit.services.engine) as connection:
            kept = draft_with(connection, source, options)
        if kept is not None:
            return done(visit, f"/imports/{kept}", Line("这份文件已有草稿，", "接着核对。"))
        draft_id = open_draft(visit, source, options)
    except InputError as refused:
        return _imports_page(visit, error=_on_a_page(refused.message), way=way)
    return done(visit, f"/imports/{draft_id}", Line("已读出，存为草稿。", "请逐行核对，勾上的才入库。"))


def _on_a_page(message: str) -> str:
    """Return a reader's sentence with the field of this page in place of the command line's option."""
    for option, words in _FIELDS.items():
        message = message.replace(option, words)
    return message


def _source(form: Form) -> Source:
    sent = form.files.get("file")
    if sent is not None:
        if not sent.content:
            raise InputError(f"“{sent.name}”是空的，请重新选一个文件。")
        return Source(sent.name, sent.content)
    text = form.words("text", limit=_PASTE_LIMIT, label="粘贴的文字")
    if not text:
        raise InputError("请先选一个文件，或者把表格粘贴进来。")
    # The spaces and tabs at the edges belong to the table.
    return Source(_PASTED, form.fields["text"][0].encode())


def _options(form: Form) -> ImportOptions:
    return ImportOptions(
        year=plan_year(form, "year"),
        title=form.text("title") or None,
        draft=not form.is_ticked("publish"),
        baseline=form.day_or_none("baseline", "导入日"),
    )


@router.post("/imports/task")
def by_hand(visit: Acting) -> Response:
    """Add one task by hand."""
    form = visit.form
    try:
        plan_id = row_id(form.text("plan"))
        if plan_id is None:
            raise InputError("请先选加到哪一份计划。还没有计划时，先导入一份。")
        wanted = NewTask(
            title=form.text("title", limit=300),
            offices=form.text("offices", limit=300),
            due_on=form.day_or_none("due_on", "完成时限"),
            period=form.text("period", limit=60),
            lead=form.text("lead", limit=60),
        )
        task = add_task(visit.services, visit.actor, plan_id, wanted, today=visit.today)
    except DubanError as refused:
        return _imports_page(visit, error=refused.message, way="hand")
    return done(visit, f"/tasks/{task.number}", Line("已加上一项。", f"编号{task.number}。"))


@router.post("/imports/drafts")
def drafts(visit: Acting) -> Response:
    """Confirm the ticked drafts, or leave them out."""
    ids = visit.form.ids("task")
    if not ids:
        return _imports_page(visit, error="先勾选草稿。")
    services = visit.services
    try:
        if visit.form.text("act") == "skip":
            count = skip_drafts(services.engine, ids, now=visit.now, actor=visit.actor)
            line = Line(f"{count}项不收。", "以后导入同一份表也不再出现。")
        else:
            found = confirm_drafts(services.engine, ids, today=visit.today, now=visit.now, actor=visit.actor)
            past = f"，其中{found.unconfirmed_count}项已过时限，记为待确认" if found.unconfirmed_count else ""
            line = Line(f"{found.open_count + found.unconfirmed_count}项已入库{past}。")
    except DubanError as refused:
        return _imports_page(visit, error=refused.message)
    return done(visit, "/imports", line)
