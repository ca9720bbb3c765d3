"""One draft as one visit deals with it: the acts of importers/review.py with what every one of them needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi.responses import Response

from importers import review
from importers.import_values import ImportOptions
from importers.review_values import (
    GROUP_LIMIT,
    ColumnChoice,
    GroupKind,
    HeadChoice,
    MailCount,
    Review,
    RowEdit,
    StoredDraft,
)
from importers.source import Source
from models import db, store_import_draft, store_plans
from models.kinds import DraftState
from rules.workdays import Calendar
from web.flash import Line, done
from web.review_view import Opened
from web.session import Visit

#: Reads a draft whole, for the page that confirms.
ALL_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, who looks at it, and the calendar of the moment."""

    visit: Visit
    id: int
    calendar: Calendar

    def read(self, opened: Opened | None = None, *, limit: int = GROUP_LIMIT) -> Review:
        """Return the draft read anew; raises :class:`NotFoundError` when it does not wait any more."""
        opened = opened or Opened()
        return review.read_review(
            self.visit.services.engine,
            self.id,
            today=self.visit.today,
            policy=self.visit.services.policy,
            calendar=self.calendar,
            group=opened.kind,
            offset=opened.offset,
            limit=limit,
        )

    def save(self, edits: Sequence[RowEdit], version: int) -> None:
        """Keep what a form says about rows."""
        visit = self.visit
        review.save_edits(
            visit.services.engine,
            self.id,
            edits,
            version=version,
            today=visit.today,
            policy=visit.services.policy,
            calendar=self.calendar,
            now=visit.now,
            actor=visit.actor,
        )

    def tick_group(self, kind: GroupKind, version: int, *, is_accepted: bool) -> None:
        """Tick a whole group, or none of it."""
        visit = self.visit
        review.set_group_accepted(
            visit.services.engine,
            self.id,
            kind,
            is_accepted=is_accepted,
            version=version,
            today=visit.today,
            policy=visit.services.policy,
            calendar=self.calendar,
            now=visit.now,
            actor=visit.actor,
        )

    def pair(self, key: str, task_id: int | None, version: int) -> None:
        """Make a new row a change of a task, or a new one again."""
        visit = self.visit
        review.pair_with(
            visit.services.engine,
            self.id,
            key,
            task_id,
            version=version,
            today=visit.today,
            policy=visit.services.policy,
            calendar=self.calendar,
            now=visit.now,
            actor=visit.actor,
        )

    def undo(self, key: str, version: int) -> None:
        """Read one row as printed again."""
        visit = self.visit
        review.undo_edits(
            visit.services.engine, self.id, [key], version=version, now=visit.now, actor=visit.actor
        )

    def set_head(self, choice: HeadChoice, version: int) -> None:
        """Fix year, title, baseline or release."""
        visit = self.visit
        review.set_head(
            visit.services.engine,
            self.id,
            choice,
            version=version,
            today=visit.today,
            policy=visit.services.policy,
            calendar=self.calendar,
            now=visit.now,
            actor=visit.actor,
        )

    def choose_columns(self, choices: Sequence[ColumnChoice], version: int, *, is_remembered: bool) -> None:
        """Read columns as a person says."""
        visit = self.visit
        review.choose_columns(
            visit.services.engine,
            self.id,
            choices,
            is_remembered=is_remembered,
            version=version,
            today=visit.today,
            policy=visit.services.policy,
            calendar=self.calendar,
            now=visit.now,
            actor=visit.actor,
        )

    def mails(self) -> tuple[MailCount, ...]:
        """Return who would get mail about the ticked rows."""
        visit = self.visit
        return review.who_gets_mail(
            visit.services.engine,
            self.id,
            today=visit.today,
            policy=visit.services.policy,
            calendar=self.calendar,
        )

    def store(self, version: int) -> StoredDraft:
        """Store the ticked rows."""
        visit = self.visit
        return review.store_accepted(
            visit.services.engine,
            self.id,
            version=version,
            today=visit.today,
            policy=visit.services.policy,
            calendar=self.calendar,
            now=visit.now,
            actor=visit.actor,
        )

    def discard(self, version: int) -> None:
        """Give the draft up."""
        visit = self.visit
        review.discard_draft(
            visit.services.engine, self.id, version=version, now=visit.now, actor=visit.actor
        )


def draft_of(visit: Visit, draft_id: int) -> Draft:
    """Return a draft to look at or to act on; whether it exists is found out by the first act."""
    with db.reading(visit.services.engine) as connection:
        return Draft(visit, draft_id, visit.services.calendar(connection))


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
    with db.reading(visit.services.engine) as connection:
        calendar = visit.services.calendar(connection)
    return review.open_draft(
        visit.services.engine,
        source,
        options,
        today=visit.today,
        policy=visit.services.policy,
        calendar=calendar,
        now=visit.now,
        actor=visit.actor,
    )
