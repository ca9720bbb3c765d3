"""What a person decides about the rows of a draft: corrected words, ticks, answers about moved dates."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Engine

from importers.applying import DueAnswer
from importers.checked_rows import clean_title
from importers.review_reading import Setting, compared_draft
from importers.review_rows import RowViews
from importers.review_sorting import JudgedRow, judge
from importers.review_values import ReviewRow, RowEdit
from importers.wording import one_line, plain
from models import db, store_audit, store_import_draft
from models.kinds import DueChangeClass
from models.store_audit import Actor
from models.store_import_draft import DraftRow
from rules.errors import InputError, NotFoundError

_LONGEST_KEY = 300
_LIMITS = (("重点工作", 1000), ("时限", 200), ("单位", 1500), ("通知的文号", 200))


def save_edits(
    engine: Engine,
    draft_id: int,
    edits: Sequence[RowEdit],
    *,
    version: int,
    setting: Setting,
    now: datetime,
    actor: Actor,
) -> None:
    """Keep what differs from what is shown; see ``importers.review``."""
    draft = compared_draft(engine, draft_id, setting)
    judged = judge(draft)
    views = RowViews(draft, judged)
    rows = {row.raw.key: row for row in judged.rows}
    decisions: list[DraftRow] = []
    for edit in edits:
        found = rows.get(edit.key)
        if found is None:
            raise NotFoundError("草稿里没有这一行，可能已经入库，请刷新后再看。")
        decision = _decision(edit, found, views.row(found))
        if decision != found.decision:
            decisions.append(decision)
    with db.writing(engine) as connection:
        store_import_draft.claim(connection, draft_id, version, at=now)
        store_import_draft.put_rows(connection, draft_id, decisions)
        facts = {row.row_key: _changed_fields(row, rows[row.row_key].decision) for row in decisions}
        subject = ("draft", draft_id)
        store_audit.record(connection, actor, "draft_edit", subject=subject, at=now, facts=facts)


def _decision(edit: RowEdit, found: JudgedRow, shown: ReviewRow) -> DraftRow:
    """Return what is kept of a row: what was kept before, with what the form says otherwise."""
    _check_lengths(edit, shown)
    kept = replace(found.decision, row_key=edit.key)
    before = kept
    if edit.title is not None and (title := clean_title(edit.title)) != shown.title:
        kept = replace(kept, title=title)
    if edit.time_words is not None and (time_words := one_line(edit.time_words)) != shown.time_words:
        kept = replace(kept, time_words=time_words)
    if edit.office_words is not None:
        office_words = plain(edit.office_words).replace("\n", "、")
        if office_words != shown.office_words:
            kept = replace(kept, office_words=office_words)
    if edit.is_accepted is not None and (kept != before or edit.is_accepted != shown.is_ticked):
        kept = replace(kept, is_accepted=edit.is_accepted)
    if edit.answer is not None:
        answer = _checked_answer(edit.answer, shown)
        kept = replace(kept, change_class=answer.change_class, paper=answer.paper)
    return kept


def _check_lengths(edit: RowEdit, shown: ReviewRow) -> None:
    texts = (edit.title, edit.time_words, edit.office_words, edit.answer.paper if edit.answer else None)
    for (label, longest), text in zip(_LIMITS, texts, strict=True):
        if text is not None and len(text) > longest:
            raise InputError(f"{shown.place}的“{label}”超过{longest}字，请改短。")


def _checked_answer(answer: DueAnswer, shown: ReviewRow) -> DueAnswer:
    paper = one_line(answer.paper)
    if answer.change_class is DueChangeClass.ADJUSTMENT and not paper:
        raise InputError(f"{shown.place}：按调整通知改期，请写明通知的文号或名称。")
    return DueAnswer(answer.change_class, paper)


def _changed_fields(new: DraftRow, old: DraftRow) -> list[str]:
    names = ("title", "time_words", "office_words", "is_accepted", "change_class", "paper")
    return [name for name in names if getattr(new, name) != getattr(old, name)]


def undo_edits(
    engine: Engine, draft_id: int, row_keys: Collection[str], *, version: int, now: datetime, actor: Actor
) -> None:
    """Forget what was decided about rows that are not stored yet."""
    with db.writing(engine) as connection:
        store_import_draft.claim(connection, draft_id, version, at=now)
        kept = store_import_draft.draft_rows(connection, draft_id)
        dropped = [key for key in row_keys if key in kept and kept[key].stored_at is None]
        store_import_draft.drop_rows(connection, draft_id, dropped)
        facts = {"rows": dropped}
        subject = ("draft", draft_id)
        store_audit.record(connection, actor, "draft_undo", subject=subject, at=now, facts=facts)


def set_accepted(
    engine: Engine,
    draft_id: int,
    row_keys: Collection[str],
    *,
    is_accepted: bool,
    version: int,
    now: datetime,
    actor: Actor,
) -> None:
    """Tick rows that are not stored yet, or leave them out for now."""
    if any(len(key) > _LONGEST_KEY or "\x00" in key for key in row_keys):
        raise NotFoundError("草稿里没有这一行。")
    with db.writing(engine) as connection:
        store_import_draft.claim(connection, draft_id, version, at=now)
        kept = store_import_draft.draft_rows(connection, draft_id)
        rows = [replace(kept.get(key, DraftRow(key)), is_accepted=is_accepted) for key in set(row_keys)]
        store_import_draft.put_rows(connection, draft_id, [row for row in rows if row.stored_at is None])
        facts = {"rows": len(rows), "is_accepted": is_accepted}
        subject = ("draft", draft_id)
        store_audit.record(connection, actor, "draft_tick", subject=subject, at=now, facts=facts)
