"""入库 behind a page that says what it means, and 谁会收到: the offices that the ticked rows name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from importers.plans.import_values import Change
from importers.review.values import HeadChoice, MailCount, Review, ReviewRow, RowEdit, StoredDraft
from models import db, store_import_draft
from models.kinds import DueChangeClass
from rules.errors import InputError, RuleError
from web.flash import Line, done
from web.forms import Form, RowId
from web.pages import desk_of, page
from web.review_draft import ALL_ROWS, VisitedDraft, draft_of, over
from web.review_form import due_answer, version_of
from web.session import Acting, Showing

router = APIRouter()
#: So many moved dates are asked about one by one; the others go by the answer for all.
MOVES_SHOWN = 100
_RELEASED = "这份计划刚刚被发布，确认后就会发信。"
_CHANGED = "这份计划刚刚被撤回，入库后发不发信请再选一次。"


@dataclass(frozen=True, slots=True)
class Storing:
    """What 入库 would do."""

    review: Review
    rows: tuple[ReviewRow, ...]
    """The ticked rows."""
    left_count: int

    @property
    def changed_count(self) -> int:
        """How many of the rows are stored tasks that change."""
        return sum(row.change is Change.CHANGED for row in self.rows)

    @property
    def new_count(self) -> int:
        """How many of the rows become tasks."""
        return len(self.rows) - self.changed_count

    @property
    def past_count(self) -> int:
        """How many of them come in as already past."""
        return sum(row.is_past for row in self.rows)

    @property
    def moves(self) -> tuple[ReviewRow, ...]:
        """The rows whose due date moves, so that the reason is asked."""
        return tuple(row for row in self.rows if row.moves_due)

    @property
    def plan_words(self) -> str:
        """What the page says of the plan, for the form to hand back."""
        return "released" if self.review.plan_is_released else "waiting"

    @property
    def may_choose_release(self) -> bool:
        """Whether the plan is not out yet, so that a person chooses when it is."""
        return not self.review.plan_is_released


def _storing(draft: VisitedDraft) -> Storing:
    review = draft.read(limit=ALL_ROWS)
    waiting = [row for group in review.groups for row in group.rows if row.change is not Change.GONE]
    left = [row for row in waiting if not row.is_ticked and row.change is not Change.SAME]
    return Storing(review, tuple(row for row in waiting if row.is_ticked), len(left))


@dataclass(frozen=True, slots=True)
class Mails:
    """Who would get mail about the ticked rows, and who cannot."""

    reachable: tuple[MailCount, ...]
    unreachable: tuple[MailCount, ...]


def _mails(draft: VisitedDraft) -> Mails:
    found = draft.mails()
    return Mails(tuple(one for one in found if one.email), tuple(one for one in found if not one.email))


@router.get("/imports/{draft_id}/store")
def ask(draft_id: RowId, visit: Showing) -> Response:
    """Show what 入库 would do, and ask why dates move."""
    if ended := over(visit, draft_id):
        return ended
    return _asking(draft_of(visit, draft_id))


def _asking(draft: VisitedDraft, *, error: str = "", status: int = 200) -> Response:
    visit, storing = draft.visit, _storing(draft)
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        today, calendar = desk.today, desk.calendar
        return page(
            visit,
            connection,
            "review_store.html",
            current="imports",
            desk=desk,
            status=status,
            error=error,
            storing=storing,
            mails=_mails(draft),
            review=storing.review,
            moves=storing.moves[:MOVES_SHOWN],
            more_moves=max(0, len(storing.moves) - MOVES_SHOWN),
            following=today if calendar.is_workday(today) else calendar.next_workday(today),
        )


@router.post("/imports/{draft_id}/store")
def store(draft_id: RowId, visit: Acting) -> Response:
    """Store the ticked rows; asks again when the plan was released or withdrawn since the page asked."""
    if ended := over(visit, draft_id):
        return ended
    draft, form = draft_of(visit, draft_id), visit.form
    version = version_of(form)
    try:
        storing = _storing(draft)
        if form.text("plan") != storing.plan_words:
            return _asking(
                draft, error=_RELEASED if storing.review.plan_is_released else _CHANGED, status=409
            )
        edits = _answers(form, storing.moves)
        if edits:
            draft.save(edits, version)
            version = _version(draft)
        is_published = form.text("publish") == "now"
        if storing.may_choose_release and is_published != storing.review.is_published:
            draft.set_head(_released(storing.review, is_published=is_published), version)
            version = _version(draft)
        stored = draft.store(version)
    except RuleError as refused:
        line = Line("没有入库。", refused.message, is_error=True)
        return over(visit, draft_id) or done(visit, f"/imports/{draft_id}", line)
    except InputError as refused:
        return _asking(draft, error=refused.message, status=422)
    return _done(draft, stored, storing)


def _version(draft: VisitedDraft) -> int:
    with db.reading(draft.visit.services.engine) as connection:
        return store_import_draft.open_draft(connection, draft.id).version


def _answers(form: Form, moves: Sequence[ReviewRow]) -> list[RowEdit]:
    """Return the reasons given for moved dates; a row without its own takes the answer for all."""
    found = []
    for row in moves:
        if form.text(f"move-{row.key}") == "leave":
            found.append(RowEdit(row.key, is_accepted=False))
            continue
        answer = due_answer(form, row.key) or due_answer(form, "all") or row.answer
        if answer is None:
            raise InputError("时限变了的行，请说明是调整还是更正，或者这次不改。")
        if answer.change_class is DueChangeClass.ADJUSTMENT and not answer.paper:
            answer = replace(answer, paper=form.text("paper-all"))
        found.append(RowEdit(row.key, answer=answer))
    return found


def _released(review: Review, *, is_published: bool) -> HeadChoice:
    baseline: date | None = review.chosen_baseline
    return HeadChoice(review.chosen_year, review.chosen_title, baseline, is_published)


def _done(draft: VisitedDraft, stored: StoredDraft, storing: Storing) -> Response:
    parts = [f"新增{stored.new_count}项"] if stored.new_count else []
    parts += [f"其中{stored.past_count}项记为待确认"] if stored.past_count else []
    parts += [f"改了{stored.changed_count}项"] if stored.changed_count else []
    words = f"《{stored.title}》" + "，".join(parts) + "。" + "".join(stored.not_applied[:3])
    words += f"没勾的{stored.left_count}行留在草稿里。" if stored.left_count else ""
    was_out = storing.review.plan_is_released
    is_out = was_out or draft.visit.form.text("publish") == "now"
    target = f"/imports/{draft.id}" if stored.left_count else "/imports"
    if is_out:
        words += "下一次运行就发交办信。" if stored.new_count or not was_out else ""
        return done(draft.visit, target, Line("已入库。", words, "看任务", f"/tasks?plan={stored.plan_id}"))
    link = f"/imports/plans/{stored.plan_id}/release"
    return done(draft.visit, target, Line("已入库。", f"{words}还没有发布，不发信。", "发布计划…", link))


@router.get("/imports/{draft_id}/mail")
def mail(draft_id: RowId, visit: Showing) -> Response:
    """Show who would get mail about the ticked rows, troubles first."""
    if ended := over(visit, draft_id):
        return ended
    draft = draft_of(visit, draft_id)
    storing = _storing(draft)
    with db.reading(visit.services.engine) as connection:
        return page(
            visit,
            connection,
            "review_mail.html",
            current="imports",
            storing=storing,
            mails=_mails(draft),
            review=storing.review,
        )
