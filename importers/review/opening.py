"""Open a draft: read a file once, in the guarded process, and keep what was read."""

from datetime import datetime

from sqlalchemy.engine import Engine

from importers.formats.document_json import document_to_json
from importers.formats.reading import read_document
from importers.plans.import_values import ImportOptions
from importers.plans.plan_import import known_offices, plan_of
from importers.plans.plan_reading import ReadingRules
from importers.plans.remembered_columns import read_remembering, remembered_columns
from importers.review.reading import Setting
from importers.source import Source
from models import db, store_audit, store_import_draft
from models.store_audit import Actor


def open_draft(
    engine: Engine,
    source: Source,
    options: ImportOptions,
    *,
    setting: Setting,
    now: datetime,
    actor: Actor,
) -> int:
    """Read a file and keep it as a draft; see ``importers.review.drafts``."""
    rules = ReadingRules(
        options.year,
        options.title,
        setting.calendar,
        setting.policy.before_is_inclusive,
        known_offices=known_offices(engine),
        year_without_dates=setting.today.year,
    )
    document = read_document(source)
    reading = read_remembering(document, source, rules, remembered_columns(engine, document))
    with db.writing(engine) as connection:
        plan_of(connection, reading)
        draft_id = store_import_draft.add_draft(
            connection,
            file_name=source.file_name,
            sha256=source.sha256,
            format=document.format,
            document=document_to_json(document),
            year=options.year,
            title=(options.title or "").strip(),
            baseline_on=options.baseline,
            is_published=not options.draft,
            opened_on=setting.today,
            created_by=actor.name,
            created_at=now,
            saved_at=now,
        )
        facts = {"file": source.file_name, "sha256": source.sha256, "rows": len(reading.raw_rows)}
        store_audit.record(connection, actor, "draft_open", subject=("draft", draft_id), at=now, facts=facts)
    return draft_id
