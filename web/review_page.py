"""核对: one draft with every row that was read, beside its printed words. Nothing of it is a task yet."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from importers.review.values import COLUMN_LABELS, Review
from models import db
from scheduler.services import SHANGHAI
from templates.filters import long_day
from web.forms import RowId
from web.pages import desk_of, page
from web.review_draft import VisitedDraft, draft_of, over
from web.review_row_view import Surroundings
from web.review_shown import Typed, both_changed, marks_of, typed_of
from web.review_view import Opened, ReviewView, review_view
from web.session import Showing
from web.shell import clock, moment_words

router = APIRouter()
#: The status of a page shown again because somebody else saved meanwhile.
CONFLICT = 409
_CLASHES = 8


@router.get("/imports/{draft_id}")
def show(draft_id: RowId, visit: Showing) -> Response:
    """Show a draft; ``open`` names the group that is unfolded, ``from`` its first row."""
    if ended := over(visit, draft_id):
        return ended
    return review_page(draft_of(visit, draft_id), Opened.of(visit.query("open"), visit.query("from")))


def review_page(draft: VisitedDraft, opened: Opened, *, error: str = "", status: int = 200) -> Response:
    """Return the page of a draft; after a refusal with its reason and with what was typed."""
    visit, review = draft.visit, draft.read(group=opened.kind, offset=opened.offset)
    typed = typed_of(visit.form) if error else Typed()
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        around = Surroundings(
            visit.today,
            draft.setting.calendar,
            desk.directory,
            typed=typed.words,
            ticks=typed.ticks,
        )
        view = review_view(review, opened, around)
        return page(
            visit,
            connection,
            "review.html",
            current="imports",
            desk=desk,
            status=status,
            error=_with_clashes(error, typed, view) if status == CONFLICT else error,
            review=review,
            view=view,
            shown=marks_of(one.row for group in view.groups for one in group.rows),
            read_when=moment_words(review.head.created_at, desk),
            saved_when=_saved_words(review),
            whole_words=whole_words(review),
            labels=[(column.value, words) for column, words in COLUMN_LABELS.items()],
            is_remembered=all(one.source == "remembered" for one in review.columns),
            is_choosing=error != "" and visit.form.text("act") == "columns",
            is_fixing=error != "" and visit.form.text("act") == "head",
            fixed=_fixed(review),
        )


def _with_clashes(error: str, typed: Typed, view: ReviewView) -> str:
    """Name what two people changed: the page shows what this one typed."""
    rows = (one.row for group in view.groups for one in group.rows)
    clashes = list(both_changed(typed, rows))
    named = "、".join(clashes[:_CLASHES]) + ("等" if len(clashes) > _CLASHES else "")
    return f"{error}{named}两人都改了，下面是您写的。" if clashes else error


def _saved_words(review: Review) -> str:
    local = review.head.saved_at.astimezone(SHANGHAI)
    return f"{long_day(local.date())} {clock(review.head.saved_at)}"


def whole_words(review: Review) -> str:
    """Return what was read of the whole document: 3列表头，89行，济教工委办〔2024〕1号."""
    parts = [f"表头{len(review.columns)}列"] if review.columns else ["没有表格，按文字读出"]
    parts += [f"{review.counts.read}行"]
    parts += [review.document_number] if review.document_number else []
    return "，".join(parts)


def _fixed(review: Review) -> dict[str, str]:
    """What a person fixed for the whole draft, as the form shows it."""
    baseline: date | None = review.chosen_baseline
    return {
        "year": str(review.chosen_year or ""),
        "title": review.chosen_title,
        "baseline": baseline.isoformat() if baseline else "",
    }
