"""One draft as one visit deals with it, and what becomes of a visit to a draft that has ended."""

from dataclasses import dataclass

from fastapi.responses import Response

from importers.plans.import_values import ImportOptions
from importers.review import drafts
from importers.review.reading import Setting
from importers.source import Source
from models import db, store_import_draft, store_plans
from models.kinds import DraftState
from web.flash import Line, done
from web.session import Visit

#: Reads a draft whole, for the page that confirms.
ALL_ROWS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitedDraft(drafts.Draft):
    """A draft, and the visit in which somebody looks at it."""

    visit: Visit


def draft_of(visit: Visit, draft_id: int) -> VisitedDraft:
    """Return a draft to look at or to act on; whether it exists is found out by the first act."""
    services = visit.services
    return VisitedDraft(
        engine=services.engine,
        id=draft_id,
        setting=_setting(visit),
        now=visit.now,
        actor=visit.actor,
        visit=visit,
    )


def _setting(visit: Visit) -> Setting:
    with db.reading(visit.services.engine) as connection:
        return Setting(visit.today, visit.services.policy, visit.services.calendar(connection))


def over(visit: Visit, draft_id: int) -> Response | None:
    """Return the way to the list with what became of a draft that has ended, None while it waits.

    Raises :class:`NotFoundError` without such a draft.
    """
    with db.reading(visit.services.engine) as connection:
        record = store_import_draft.draft(connection, draft_id)
        if record.state is DraftState.OPEN:
            return None
        batches = store_plans.batches(connection)
    if record.state is DraftState.DISCARDED:
        return done(visit, "/imports", Line("这份草稿已经放弃。", "没有入库的行不留；文件可以再导一次。"))
    plan_id = next((batch.plan_id for batch in batches if batch.sha256 == record.sha256), None)
    ledger = f"/tasks?plan={plan_id}" if plan_id else "/tasks"
    return done(visit, "/imports", Line("这份草稿已经入库，", "任务在台账里。", "看任务", ledger))


def open_draft(visit: Visit, source: Source, options: ImportOptions) -> int:
    """Keep a file as a draft and return its id."""
    engine, setting = visit.services.engine, _setting(visit)
    return drafts.open_draft(engine, source, options, setting=setting, now=visit.now, actor=visit.actor)
