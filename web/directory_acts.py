"""What a person does with the directory: add, correct, confirm, merge, sign for, and the links."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from importers.plans.directory_import import directory_csv, import_directory
from importers.source import Source
from models import db, store_directory
from reports.formats import FORMATS
from rules.errors import DubanError, InputError, RuleError
from scheduler import offices, sending, tracking
from scheduler.offices import OfficeEdit
from web.directory_pages import directory_page
from web.flash import Line, done
from web.forms import Form, RowId, row_id
from web.session import Acting, Showing, Visit
from web.tasks import download

router = APIRouter()


def _act(visit: Visit, office_id: int, opened: str, act: Callable[[], Response]) -> Response:
    """Do one act; a refusal shows the directory again with the form kept."""
    try:
        return act()
    except DubanError as refused:
        status = 409 if isinstance(refused, RuleError) else 422
        with db.reading(visit.services.engine) as connection:
            return directory_page(
                visit, connection, office_id, opened=opened, error=refused.message, status=status
            )


def _edit(form: Form) -> OfficeEdit:
    return OfficeEdit(
        short_name=form.text("short_name", limit=40),
        email=form.text("email", limit=254),
        contact_name=form.text("contact_name", limit=40),
        phone=form.text("phone", limit=40),
        leader_name=form.text("leader_name", limit=40),
        leader_email=form.text("leader_email", limit=254),
        groups=_names(form, "groups"),
        aliases=_names(form, "aliases"),
    )


def _names(form: Form, field: str) -> tuple[str, ...]:
    words = form.text(field, limit=500).replace("，", "、").replace(",", "、").split("、")
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


@router.post("/offices")
def add(visit: Acting) -> Response:
    """Add an office."""

    def act() -> Response:
        name = visit.form.text("name", limit=100)
        office_id = offices.add_office(visit.services, visit.actor, name, _edit(visit.form))
        return done(visit, f"/offices/{office_id}", Line("已新增单位。", f"{name}。"))

    return _act(visit, 0, "add", act)


@router.post("/offices/import")
def take_file(visit: Acting) -> Response:
    """Import a directory file; it is stored whole or not at all."""
    sent = visit.form.files.get("file")

    def act() -> Response:
        if sent is None or not sent.content:
            raise InputError("请先选名录文件（.xlsx或.csv）。")
        result = import_directory(
            visit.services.engine, Source(sent.name, sent.content), now=visit.now, actor=visit.actor
        )
        if result.errors:
            listed = "；".join(f"{one.place}{one.message}" for one in result.errors[:5])
            raise InputError(f"名录没有导入：{listed}")
        words = f"新增{len(result.added)}个，改了{len(result.changed)}个，{result.same_count}个没有变化。"
        return done(visit, "/offices", Line("名录已导入。", words))

    return _act(visit, 0, "import", act)


@router.get("/offices.csv")
def export(visit: Showing) -> Response:
    """Return the directory as a file that can be imported again."""
    with db.reading(visit.services.engine) as connection:
        data = directory_csv(store_directory.load_directory(connection)).encode("utf-8-sig")
    return download(data, "单位名录.csv", FORMATS["csv"].content_type)


@router.post("/offices/{office_id}/edit")
def edit(office_id: RowId, visit: Acting) -> Response:
    """Correct an office, and send a refused letter again when asked to."""

    def act() -> Response:
        offices.edit_office(visit.services, visit.actor, office_id, _edit(visit.form))
        message_id = row_id(visit.form.text("resend"))
        if message_id is None or not visit.form.is_ticked("again"):
            return done(visit, f"/offices/{office_id}", Line("已保存。"))
        new_id = sending.resend(visit.services, visit.actor, message_id, today=visit.today)
        return done(visit, f"/outbox/{new_id}", Line("已保存并重发。", "这是一封新信，正等待发出。"))

    return _act(visit, office_id, "edit", act)


@router.post("/offices/{office_id}/confirm")
def confirm(office_id: RowId, visit: Acting) -> Response:
    """Confirm a name that a plan brought as an office of its own."""

    def act() -> Response:
        offices.confirm_office(visit.services, visit.actor, office_id)
        words = "补上邮箱后就能收到信。"
        return done(visit, f"/offices/{office_id}?do=edit", Line("已核实为新单位。", words))

    return _act(visit, office_id, "verify", act)


@router.post("/offices/{office_id}/merge")
def merge(office_id: RowId, visit: Acting) -> Response:
    """Confirm that a name a plan brought means a known office."""

    def act() -> Response:
        target = offices.merge_office(visit.services, visit.actor, office_id, visit.form.text("target"))
        words = f"以后这个名称就是{target.name}，它的任务已经归过去。"
        return done(visit, f"/offices/{target.id}", Line("已记为别名。", words))

    return _act(visit, office_id, "verify", act)


@router.post("/offices/{office_id}/link")
def link(office_id: RowId, visit: Acting) -> Response:
    """Show an office's link once, for handing it over by another way."""
    address = offices.show_link(visit.services, visit.actor, office_id)
    with db.reading(visit.services.engine) as connection:
        return directory_page(visit, connection, office_id, link=address)


@router.post("/offices/{office_id}/revoke")
def revoke(office_id: RowId, visit: Acting) -> Response:
    """Refuse every link issued so far; a new one goes with the next mail."""
    if not visit.form.is_ticked("sure"):
        return RedirectResponse(f"/offices/{office_id}", status_code=303)
    offices.revoke_links(visit.services, visit.actor, office_id)
    words = "以前信里的办理页链接都打不开了；下一封信带新链接，也可以现在复制一个。"
    return done(visit, f"/offices/{office_id}", Line("链接已换。", words))


@router.post("/offices/{office_id}/sign")
def sign(office_id: RowId, visit: Acting) -> Response:
    """Sign for an office after a call."""

    def act() -> Response:
        plan_id = row_id(visit.form.text("plan"))
        if plan_id is None:
            raise InputError("请选签收哪一份配档表。")
        is_new = tracking.acknowledge(
            visit.services,
            visit.actor,
            plan_id=plan_id,
            office_id=office_id,
            signed_by=visit.form.text("signed_by", limit=40),
            by_phone=True,
        )
        return done(visit, f"/offices/{office_id}", Line("已代签收。" if is_new else "这个单位已经签收过。"))

    return _act(visit, office_id, "sign", act)
