"""What a person decides about the rows of a draft: corrected words, ticks, answers about moved dates."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from importers.plans.applying import DueAnswer
from importers.plans.checked_rows import clean_title
from importers.review.act import DraftAct
from importers.review.lengths import too_long, too_long_paper
from importers.review.rows import RowViews
from importers.review.sorting import judge
from importers.review.values import GroupKind, ReviewRow, RowEdit, RowField
from importers.words.wording import one_line, plain
from models import store_import_draft
from models.kinds import DueChangeClass
from models.store_import_draft import DraftRow
from rules.errors import InputError, NotFoundError

_LONGEST_KEY = 300


def save_edits(act: DraftAct, edits: Sequence[RowEdit]) -> None:
    """Keep what differs from what is shown; see ``importers.review.drafts``."""
    draft = act.read()
    judged = judge(draft)
    views = RowViews(draft, judged)
    rows = {row.raw.key: row for row in judged.rows}
    decisions: list[DraftRow] = []
    for edit in edits:
        found = rows.get(edit.key)
        if found is None:
            raise NotFoundError("草稿里没有这一行，可能已经入库，请刷新后再看。")
        before = replace(found.decision, row_key=edit.key)
        decision = _decision(edit, before, views.row(found))
        if decision != before:
            decisions.append(decision)
    if not decisions:
        return
    with act.writing() as (connection, version):
        store_import_draft.put_rows(connection, act.draft_id, decisions, version=version)
        facts = {row.row_key: _changed_fields(row, rows[row.row_key].decision) for row in decisions}
        act.record(connection, "draft_edit", facts)


def _decision(edit: RowEdit, before: DraftRow, shown: ReviewRow) -> DraftRow:
    """Return what is kept of a row: what was kept before, with what the form says otherwise."""
    kept = before
    if edit.title is not None and (title := clean_title(edit.title)) != shown.title:
        kept = replace(kept, title=_short(shown, RowField.TITLE, title))
    if edit.time_words is not None and (time_words := one_line(edit.time_words)) != shown.time_words:
        kept = replace(kept, time_words=_short(shown, RowField.TIME, time_words))
    if edit.office_words is not None:
        office_words = plain(edit.office_words).replace("\n", "、")
        if office_words != shown.office_words:
            kept = replace(kept, office_words=_short(shown, RowField.OFFICES, office_words))
    if kept != before and shown.error:
        # A row with an error has no tick to show; the corrected one waits for a look and a tick of its own.
        kept = replace(kept, is_accepted=None)
    if edit.is_accepted is not None and (kept != before or edit.is_accepted != shown.is_ticked):
        words = (kept.time_words, kept.office_words)
        is_emptied = shown.is_ticked and "" in words and words != (before.time_words, before.office_words)
        kept = replace(kept, is_accepted=None if is_emptied else edit.is_accepted)
    if edit.answer is not None:
        answer = _checked_answer(edit.answer, shown)
        kept = replace(kept, change_class=answer.change_class, paper=answer.paper)
    return kept


def _short(shown: ReviewRow, field: RowField, words: str) -> str:
    if reason := too_long(shown.place, field, words):
        raise InputError(f"{reason}。")
    return words


def _checked_answer(answer: DueAnswer, shown: ReviewRow) -> DueAnswer:
    paper = one_line(answer.paper)
    if reason := too_long_paper(shown.place, paper):
        raise InputError(f"{reason}。")
    if answer.change_class is DueChangeClass.ADJUSTMENT and not paper:
        raise InputError(f"{shown.place}：按调整通知改期，请写明通知的文号或名称。")
    return DueAnswer(answer.change_class, paper)


def _changed_fields(new: DraftRow, old: DraftRow) -> list[str]:
    names = ("title", "time_words", "office_words", "is_accepted", "change_class", "paper")
    return [name for name in names if getattr(new, name) != getattr(old, name)]


def undo_edits(act: DraftAct, row_keys: Collection[str]) -> None:
    """Forget what was decided about rows that are not stored yet."""
    with act.writing() as (connection, version):
        kept = store_import_draft.draft_rows(connection, act.draft_id)
        dropped = [key for key in row_keys if key in kept and kept[key].stored_at is None]
        store_import_draft.put_rows(connection, act.draft_id, map(DraftRow, dropped), version=version)
        act.record(connection, "draft_undo", {"rows": dropped})


def set_accepted(act: DraftAct, row_keys: Collection[str], *, is_accepted: bool) -> None:
    """Tick rows that are not stored yet, or leave them out for now."""
    if any(len(key) > _LONGEST_KEY or "\x00" in key for key in row_keys):
        raise NotFoundError("草稿里没有这一行。")
    with act.writing() as (connection, version):
        kept = store_import_draft.draft_rows(connection, act.draft_id)
        rows = [replace(kept.get(key, DraftRow(key)), is_accepted=is_accepted) for key in set(row_keys)]
        waiting = [row for row in rows if row.stored_at is None]
        store_import_draft.put_rows(connection, act.draft_id, waiting, version=version)
        act.record(connection, "draft_tick", {"rows": len(rows), "is_accepted": is_accepted})


def set_group_accepted(act: DraftAct, kind: GroupKind, *, is_accepted: bool) -> int:
    """Tick every row of a group, or none; see ``importers.review.drafts``."""
    keys = [
        row.raw.key
        for row in judge(act.read()).rows
        if row.group is kind and row.can_be_ticked and row.is_ticked != is_accepted
    ]
    if keys:
        set_accepted(act, keys, is_accepted=is_accepted)
    return len(keys)
