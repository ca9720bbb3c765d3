"""Read a draft anew: its document with the chosen columns and the corrected words, beside what is stored."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.engine import Connection, Engine

from importers.document import Document
from importers.formats.document_json import document_from_json
from importers.plans.comparison import ComparedRow, Comparison
from importers.plans.import_values import ImportOptions, Occasion
from importers.plans.plan_import import compare_with_stored, known_offices, plan_of
from importers.plans.plan_reading import PlanReading, ReadingRules, read_plan
from importers.plans.remembered_columns import as_choices, read_remembering, remembered_columns
from importers.plans.row_edits import RowWords
from importers.source import Source
from importers.tables.chosen_columns import Choices
from models import db, store_import_draft
from models.store_audit import Actor
from models.store_directory import Directory, load_directory
from models.store_import_draft import DraftRecord, DraftRow
from models.store_plans import PlanRecord
from rules.policy import Policy
from rules.workdays import Calendar

_NOBODY = Actor("")
_UNDECIDED = DraftRow("")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reading depends on besides the draft."""

    today: date
    policy: Policy
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class DraftReading:
    """A draft's document as it reads now."""

    record: DraftRecord
    document: Document
    decisions: dict[str, DraftRow]
    reading: PlanReading
    chosen: Choices
    remembered: Choices
    setting: Setting

    def decision(self, row_key: str) -> DraftRow:
        """Return what a person decided about a row."""
        return self.decisions.get(row_key, _UNDECIDED)

    @property
    def source(self) -> Source:
        """The file, without its bytes."""
        return source_of(self.record)

    @property
    def baseline(self) -> date:
        """The day before which a due date counts as already past."""
        return self.record.baseline_on or self.setting.today

    def occasion(self, *, now: datetime, actor: Actor) -> Occasion:
        """Return how the draft is compared and stored: what a person confirms never waits again."""
        options = ImportOptions(
            year=self.record.year,
            title=self.record.title or None,
            draft=not self.record.is_published,
            release_all=True,
            update=True,
            baseline=self.record.baseline_on,
        )
        setting = self.setting
        return Occasion(
            self.source,
            options,
            setting.today,
            setting.policy,
            setting.calendar,
            now,
            actor,
            is_example=False,
        )


@dataclass(frozen=True, slots=True)
class ComparedDraft:
    """A draft beside the stored plan and the directory."""

    draft: DraftReading
    plan: PlanRecord | None
    comparison: Comparison
    rows: dict[str, ComparedRow]
    """The rows that can be stored, by key."""
    directory: Directory


def source_of(record: DraftRecord) -> Source:
    """Return a draft's file as readers and sentences name it, without its bytes."""
    return Source(record.file_name, b"", record.sha256)


def read_draft(
    engine: Engine,
    draft_id: int,
    setting: Setting,
    *,
    chosen: Choices | None = None,
    head: DraftRecord | None = None,
) -> DraftReading:
    """Read a draft that waits; raises :class:`NotFoundError`, :class:`RuleError`, :class:`InputError`.

    ``chosen`` and ``head`` try other column meanings and another year, title or baseline.
    """
    with db.reading(engine) as connection:
        record = store_import_draft.open_draft(connection, draft_id)
        text = store_import_draft.document(connection, draft_id)
        decisions = store_import_draft.draft_rows(connection, draft_id)
        if chosen is None:
            chosen = as_choices(store_import_draft.draft_columns(connection, draft_id))
    record = head or record
    document = document_from_json(text)
    edits = {key: RowWords(row.title, row.time_words, row.office_words) for key, row in decisions.items()}
    rules = replace(reading_rules(engine, record, setting), columns=chosen, edits=edits)
    remembered = remembered_columns(engine, document)
    if chosen:
        reading = read_plan(document, source_of(record), replace(rules, columns={**remembered, **chosen}))
    else:
        reading = read_remembering(document, source_of(record), rules, remembered)
    return DraftReading(record, document, decisions, reading, chosen, remembered, setting)


def reading_rules(engine: Engine, record: DraftRecord, setting: Setting) -> ReadingRules:
    """Return the rules by which a draft is read; its year without dates is that of the day it was opened."""
    return ReadingRules(
        record.year,
        record.title or None,
        setting.calendar,
        setting.policy.before_is_inclusive,
        known_offices=known_offices(engine),
        year_without_dates=record.opened_on.year,
    )


def compare_draft(connection: Connection, draft: DraftReading) -> ComparedDraft:
    """Compare a draft with what is stored at this moment."""
    plan = plan_of(connection, draft.reading)
    occasion = draft.occasion(now=draft.record.saved_at, actor=_NOBODY)
    chosen = {key: row.task_id for key, row in draft.decisions.items() if row.task_id is not None}
    comparison = compare_with_stored(connection, draft.reading, plan, occasion, chosen=chosen)
    rows = {compared.row.row_key: compared for compared in comparison.rows}
    return ComparedDraft(draft, plan, comparison, rows, load_directory(connection))


def compared_draft(engine: Engine, draft_id: int, setting: Setting) -> ComparedDraft:
    """Read a draft and compare it with what is stored."""
    draft = read_draft(engine, draft_id, setting)
    with db.reading(engine) as connection:
        return compare_draft(connection, draft)
