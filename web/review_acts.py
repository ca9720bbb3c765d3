"""The buttons of 核对: each first keeps what was typed and ticked, then does what it is named for."""

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from importers.review import drafts
from models import db, store_import_draft
from rules.errors import DubanError, InputError, NotFoundError, RuleError
from web.flash import Line, done
from web.forms import RowId, row_id
from web.review_draft import VisitedDraft, draft_of, over
from web.review_form import Button, column_choices, head_choice, opened_of, row_edits, version_of
from web.review_page import CONFLICT, review_page
from web.review_view import Opened
from web.session import Acting

router = APIRouter()
_MEANWHILE = "别人刚刚也存过这份草稿。您改的还在下面，再按一次就存下。"


@router.post("/imports/{draft_id}")
def act(draft_id: RowId, visit: Acting) -> Response:
    """Keep the edits, then do what the pressed button says.

    Refused edits show the page again with what was typed; a refused act says so after the edits were kept.
    """
    if ended := over(visit, draft_id):
        return ended
    draft, opened, button = draft_of(visit, draft_id), opened_of(visit.form), Button.of(visit.form)
    try:
        draft.save(row_edits(visit.form, button), version_of(visit.form))
    except (RuleError, NotFoundError):
        return over(visit, draft_id) or review_page(draft, opened, error=_MEANWHILE, status=CONFLICT)
    except InputError as refused:
        return review_page(draft, opened, error=refused.message, status=422)
    try:
        return _then(draft, button, opened)
    except NotFoundError:
        raise
    except DubanError as refused:
        line = Line("这一步没有做：", refused.message, is_error=True)
        return done(visit, f"{_address(draft)}{opened.query}", line)


def _address(draft: VisitedDraft) -> str:
    return f"/imports/{draft.id}"


def _version(draft: VisitedDraft) -> int:
    with db.reading(draft.visit.services.engine) as connection:
        return store_import_draft.open_draft(connection, draft.id).version


def _then(draft: VisitedDraft, button: Button, opened: Opened) -> Response:
    """Do what a button says, the edits being kept, and go on."""
    address = _address(draft)
    if button.act == "open":
        wanted = Opened.of(button.number, button.words)
        anchor = f"#g-{button.number}" if wanted.kind else ""
        return RedirectResponse(f"{address}{wanted.query}{anchor}", status_code=303)
    if button.act == "store" and draft.visit.form.is_ticked("remember"):
        draft.choose_columns([], _version(draft), is_remembered=True)
    if button.act in ("store", "mail"):
        return RedirectResponse(f"{address}/{button.act}", status_code=303)
    kind = Opened.of(button.number).kind
    if button.act in ("all", "none") and kind is not None:
        draft.tick_group(kind, _version(draft), is_accepted=button.act == "all")
        return RedirectResponse(f"{address}{opened.query}#g-{kind.value}", status_code=303)
    if button.act in ("lead", "undo", "pair"):
        if button.act == "undo":
            draft.undo([button.words], _version(draft))
        if button.act == "pair":
            draft.pair(button.words, row_id(button.number), _version(draft))
        return RedirectResponse(f"{address}{opened.query}#r-{quote(button.words)}", status_code=303)
    return done(draft.visit, f"{address}{opened.query}", _line(draft, button))


def _line(draft: VisitedDraft, button: Button) -> Line:
    """Do an act that says in one line what became of it."""
    visit = draft.visit
    engine, now, actor = visit.services.engine, visit.now, visit.actor
    if button.act == "alias":
        drafts.add_alias(engine, button.words, row_id(button.number) or 0, now=now, actor=actor)
        return Line("已记为别名。", f"以后见到“{button.words}”都照此读。")
    if button.act == "office":
        drafts.add_office(engine, button.words, now=now, actor=actor)
        return Line("已新建单位。", f"“{button.words}”还没有邮箱，补上才收得到信。", "去补邮箱", "/offices")
    if button.act == "columns":
        is_remembered = visit.form.is_ticked("remember")
        draft.choose_columns(column_choices(visit.form), _version(draft), is_remembered=is_remembered)
        return Line("已照新的列意思重读。", "下次这种表照此读。" if is_remembered else "请重新看一遍勾选。")
    if button.act == "head":
        is_published = visit.form.is_ticked("published")
        draft.set_head(head_choice(visit.form, is_published=is_published), _version(draft))
        return Line("已改，整份重读过。")
    return Line("草稿已存。", "没有入库，不发信。")


@router.post("/imports/{draft_id}/discard")
def discard(draft_id: RowId, visit: Acting) -> Response:
    """Give a draft up."""
    if ended := over(visit, draft_id):
        return ended
    draft = draft_of(visit, draft_id)
    try:
        draft.discard(version_of(visit.form))
    except RuleError as refused:
        return done(visit, "/imports", Line("没有放弃。", refused.message, is_error=True))
    if Button.of(visit.form).act == "close":
        return done(visit, "/imports", Line("已关掉草稿。", "没有要入库的，库里的任务不动。"))
    return done(visit, "/imports", Line("已放弃草稿。", "已经入库的任务不动；原来的文件可以再导一次。"))
