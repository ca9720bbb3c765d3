"""导入: a file, pasted text or one task by hand; looked at row by row before anything is stored."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from importers.confirm import confirm_drafts, skip_drafts
from importers.grid import GridRow, grid_rows
from importers.import_values import Change, ImportOptions, ImportResult, ImportStatus
from importers.plan_import import import_plan
from importers.source import Source
from models import db, store_plans
from models.kinds import PlanState
from rules.errors import DubanError, InputError
from scheduler.adding import NewTask, add_task
from web.flash import Line, done
from web.forms import Form, row_id
from web.pages import desk_of, page
from web.session import Acting, Showing, Visit
from web.shell import moment_words, plan_state_words
from web.uploads import Upload

router = APIRouter()
_PASTED = "-"
_PASTE_LIMIT = 900_000


@router.get("/imports")
def show(visit: Showing) -> Response:
    """Show the three ways in, the drafts, the plans and the last imports."""
    with db.reading(visit.services.engine) as connection:
        return imports_page(visit, connection)


def imports_page(
    visit: Visit,
    connection: Connection,
    *,
    error: str = "",
    status: int = 200,
    result: ImportResult | None = None,
    way: str = "",
) -> Response:
    """Return the page of imports; after a refusal with what was wrong, and the form of that way kept."""
    desk = desk_of(visit, connection)
    plans = {plan.id: plan for plan in desk.plans}
    counts = {plan.id: sum(row.task.plan_id == plan.id for row in desk.rows) for plan in desk.plans}
    return page(
        visit,
        connection,
        "imports.html",
        current="imports",
        desk=desk,
        status=status,
        error=error,
        result=result,
        way=way,
        drafts=desk.drafts,
        plans=[
            (plan, plan_state_words(plan.state), counts[plan.id], plan.state is PlanState.DRAFT)
            for plan in desk.plans
        ],
        open_plans=[(plan.id, plan.title) for plan in desk.plans if plan.state is not PlanState.WITHDRAWN],
        batches=[
            (batch, plans[batch.plan_id].title, moment_words(batch.created_at, desk))
            for batch in store_plans.batches(connection)
            if batch.plan_id in plans
        ],
        year=visit.today.year,
    )


def _refused(visit: Visit, error: str, result: ImportResult | None = None, *, way: str = "") -> Response:
    with db.reading(visit.services.engine) as connection:
        return imports_page(visit, connection, error=error, status=422, result=result, way=way)


@router.post("/imports/preview")
def preview(visit: Acting) -> Response:
    """Read a file or pasted text and show every row; nothing is stored."""
    try:
        source, options = _source(visit.form), _options(visit.form, visit)
    except InputError as refused:
        return _refused(visit, refused.message, way="file" if visit.form.files else "text")
    result = _run(visit, source, replace(options, dry_run=True))
    if result.status is ImportStatus.REJECTED:
        words = "；".join(one.message for one in result.errors[:5])
        way = "file" if visit.form.files else "text"
        return _refused(visit, f"没有读入。{words}", result, way=way)
    key = visit.site.uploads.keep(Upload(source, options, visit.session.user.name, visit.now))
    with db.reading(visit.services.engine) as connection:
        return _grid_page(visit, connection, source, result, key)


def _source(form: Form) -> Source:
    sent = form.files.get("file")
    if sent is not None and sent.content:
        return Source(sent.name, sent.content)
    text = form.words("text", limit=_PASTE_LIMIT, label="粘贴的文字")
    if not text:
        raise InputError("请先选一个文件，或者把表格粘贴进来。")
    # The spaces and tabs at the edges belong to the table.
    return Source(_PASTED, form.fields["text"][0].encode())


def _options(form: Form, visit: Visit) -> ImportOptions:
    year = row_id(form.text("year", limit=4)) if form.text("year", limit=4) else visit.today.year
    if year is None or not 2000 <= year <= 2100:
        raise InputError("年度请写四位数字，例如2026。")
    baseline = form.day_or_none("baseline", "基准日")
    return ImportOptions(
        year=year,
        title=form.text("title") or None,
        draft=not form.is_ticked("publish"),
        update=form.is_ticked("update"),
        baseline=baseline,
    )


def _run(visit: Visit, source: Source, options: ImportOptions) -> ImportResult:
    with db.reading(visit.services.engine) as connection:
        calendar = visit.services.calendar(connection)
    return import_plan(
        visit.services.engine,
        source,
        options,
        today=visit.today,
        policy=visit.services.policy,
        calendar=calendar,
        now=visit.now,
        actor=visit.actor,
    )


def _grid_page(
    visit: Visit, connection: Connection, source: Source, result: ImportResult, key: str
) -> Response:
    rows = grid_rows(result)
    return page(
        visit,
        connection,
        "import_grid.html",
        current="imports",
        source=source,
        result=result,
        key=key,
        groups=_groups(rows),
        counts=[
            (len(result.rows) + len(result.errors), "读出的行"),
            (result.count(Change.DRAFT), "要您看"),
            (sum(row.is_past for row in result.rows), "已过时限"),
            (result.count(Change.NEW), "新增"),
            (result.count(Change.CHANGED), "改了"),
            (len(result.errors), "没收"),
        ],
        plan_warnings=[one for one in result.warnings if one.row is None],
    )


def _groups(rows: list[GridRow]) -> list[tuple[str, str, list[GridRow]]]:
    """The rows in the order in which a person should look at them."""
    hints = {
        "没收": "日期读不出或行不完整，改好原表再导一次",
        "草稿": "读得没把握，入库后留作草稿，看过确认才发信",
        "改了": "和已有的不一样；勾了“更新已有的行”才会改",
        "不见了": "新表里没有，留着不动",
        "新增": "读得清楚",
        "不变": "和已有的一样",
    }
    return [
        (mark, hint, own)
        for mark, hint in hints.items()
        if (own := [row for row in rows if row.mark == mark])
    ]


@router.post("/imports/store")
def store(visit: Acting) -> Response:
    """Store what was just looked at."""
    found = visit.site.uploads.take(
        visit.form.text("key", limit=60), user=visit.session.user.name, now=visit.now
    )
    if found is None:
        return _refused(visit, "这份表已经入库，或者放得太久了。请看下面有没有，没有就再导一次。")
    result = _run(visit, found.source, found.options)
    if result.status is ImportStatus.REJECTED:
        return _refused(
            visit, "没有存下任何内容。" + "；".join(one.message for one in result.errors[:5]), result
        )
    drafts = result.count(Change.DRAFT)
    parts = [f"{result.count(Change.NEW)}项新入库"]
    parts += [f"改了{result.count(Change.CHANGED)}项"] if found.options.update else []
    parts += [f"{drafts}项留作草稿"] if drafts else []
    parts += [f"{len(result.errors)}行没收"] if result.errors else []
    tail = "。还没有发布，不发信。" if found.options.draft else "。"
    return done(visit, "/imports", Line("已入库。", f"《{result.title}》" + "，".join(parts) + tail))


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
        return _refused(visit, refused.message, way="hand")
    return done(visit, f"/tasks/{task.number}", Line("已加上一项。", f"编号{task.number}。"))


@router.post("/imports/drafts")
def drafts(visit: Acting) -> Response:
    """Confirm the ticked drafts, or leave them out."""
    ids = visit.form.ids("task")
    if not ids:
        return _refused(visit, "先勾选草稿。")
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
        return _refused(visit, refused.message)
    return done(visit, "/imports", line)
