"""A short way to review drafts in tests: open one, look at it, decide, store."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from bureau import SUPERVISOR, real_calendar
from sqlalchemy.engine import Engine

from importers.plans.import_values import ImportOptions
from importers.review import drafts
from importers.review.reading import Setting
from importers.review.values import (
    ColumnChoice,
    GroupKind,
    HeadChoice,
    MailCount,
    Review,
    ReviewGroup,
    ReviewRow,
    RowEdit,
    StoredDraft,
)
from importers.source import Source
from importers.words.header_words import Column
from models.store_audit import Actor
from rules.policy import Policy
from rules.workdays import Calendar

TODAY = date(2024, 2, 27)
NOW = datetime(2024, 2, 27, 2, 0, tzinfo=UTC)


@dataclass
class ReviewDesk:
    """Reviews drafts in one database; every act takes the version that is stored unless one is given."""

    engine: Engine
    policy: Policy = field(default_factory=lambda: Policy("试", (10, 3, 0), ()))
    calendar: Calendar = field(default_factory=real_calendar)
    today: date = TODAY
    actor: Actor = SUPERVISOR

    def open(self, source: Source | str, **options: object) -> int:
        """Open a draft of a source, or of the text of a .csv file."""
        if isinstance(source, str):
            source = Source("计划.csv", source.encode())
        asked = replace(ImportOptions(year=2024), **options)  # type: ignore[arg-type]  # checked by dataclass
        return drafts.open_draft(self.engine, source, asked, setting=self._setting, now=NOW, actor=self.actor)

    def read(
        self, draft_id: int, *, group: GroupKind | None = None, offset: int = 0, limit: int = 100
    ) -> Review:
        """Return a draft as the page shows it."""
        return self._draft(draft_id).read(group=group, offset=offset, limit=limit)

    def row(self, draft_id: int, title: str) -> ReviewRow:
        """Return the one row of a title."""
        (found,) = [row for row in self.rows(draft_id) if row.title == title]
        return found

    def rows(self, draft_id: int) -> list[ReviewRow]:
        """Return every row, group by group."""
        return [row for group in self.read(draft_id).groups for row in group.rows]

    def titles(self, draft_id: int) -> dict[str, list[str]]:
        """Return the titles of the rows by group."""
        return {group.kind.value: _titles(group) for group in self.read(draft_id).groups}

    def save(self, draft_id: int, *edits: RowEdit, version: int | None = None) -> None:
        """Keep what a form says."""
        self._draft(draft_id).save(edits, self._version(draft_id) if version is None else version)

    def undo(self, draft_id: int, *row_keys: str) -> None:
        """Read rows as printed again."""
        self._draft(draft_id).undo(row_keys, self._version(draft_id))

    def tick(self, draft_id: int, *row_keys: str, is_accepted: bool = True) -> None:
        """Tick rows, or leave them out."""
        self._draft(draft_id).tick(row_keys, self._version(draft_id), is_accepted=is_accepted)

    def tick_group(self, draft_id: int, kind: GroupKind, *, is_accepted: bool = True) -> int:
        """Tick a whole group, or none of it; returns how many ticks changed."""
        version = self._version(draft_id)
        return self._draft(draft_id).tick_group(kind, version, is_accepted=is_accepted)

    def pair(self, draft_id: int, row_key: str, task_id: int | None) -> None:
        """Say which stored task a row is."""
        self._draft(draft_id).pair(row_key, task_id, self._version(draft_id))

    def fix(self, draft_id: int, choice: HeadChoice) -> None:
        """Fix the year, title, baseline or release."""
        self._draft(draft_id).set_head(choice, self._version(draft_id))

    def mean(self, draft_id: int, *, is_remembered: bool = False, **headings: Column) -> None:
        """Say what columns mean, by their headings."""
        choices = [
            ColumnChoice(one.signature, one.position, headings[one.heading])
            for one in self.read(draft_id).columns
            if one.heading in headings
        ]
        version = self._version(draft_id)
        self._draft(draft_id).choose_columns(choices, version, is_remembered=is_remembered)

    def meanings(self, draft_id: int) -> list[tuple[str, str, str]]:
        """Return the columns as (heading, label, who said so)."""
        return [(one.heading, one.label, one.source) for one in self.read(draft_id).columns]

    def mail(self, draft_id: int) -> tuple[MailCount, ...]:
        """Return who would get mail."""
        return self._draft(draft_id).mails()

    def store(self, draft_id: int, *, version: int | None = None) -> StoredDraft:
        """Store the ticked rows."""
        return self._draft(draft_id).store(self._version(draft_id) if version is None else version)

    def discard(self, draft_id: int) -> None:
        """Give a draft up."""
        self._draft(draft_id).discard(self._version(draft_id))

    @property
    def _setting(self) -> Setting:
        return Setting(self.today, self.policy, self.calendar)

    def _draft(self, draft_id: int) -> drafts.Draft:
        return drafts.Draft(engine=self.engine, id=draft_id, setting=self._setting, now=NOW, actor=self.actor)

    def _version(self, draft_id: int) -> int:
        return next((head.version for head in drafts.open_drafts(self.engine) if head.id == draft_id), 0)


def _titles(group: ReviewGroup) -> list[str]:
    return [row.title for row in group.rows]
