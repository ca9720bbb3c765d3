"""Store the ticked rows of a draft in one transaction; the others wait in it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection, Engine

from importers.applying import DueAnswer, can_update
from importers.comparison import ComparedRow, Comparison
from importers.import_values import Change
from importers.review_reading import ComparedDraft, Setting, compare_draft, read_draft
from importers.review_sorting import JudgedRow, judge
from importers.review_values import GroupKind, StoredDraft
from importers.storing import store
from models import db, store_audit, store_import, store_import_draft
from models.kinds import DraftState
from models.store_audit import Actor
from rules.errors import RuleError
from rules.facts import Status


@dataclass(frozen=True, slots=True)
class _Choice:
    """The rows that are stored now, and why some ticked ones are not."""

    rows: tuple[ComparedRow, ...]
    answers: dict[tuple[str, int], DueAnswer]
    not_applied: tuple[str, ...]
    left_count: int


def store_accepted(
    engine: Engine, draft_id: int, *, version: int, setting: Setting, now: datetime, actor: Actor
) -> StoredDraft:
    """Store the ticked rows; see ``importers.review``."""
    reading = read_draft(engine, draft_id, setting)
    with db.writing(engine) as connection:
        store_import.lock_imports(connection)
        act = store_import_draft.claim(connection, draft_id, version, at=now)
        draft = compare_draft(connection, reading)
        choice = _choose(judge(draft).rows)
        if not choice.rows:
            raise RuleError("；".join(choice.not_applied) or "没有勾选可以入库的行。")
        plan_id = _store(connection, draft, choice, now=now, actor=actor)
        _keep_count(connection, draft, choice, version=act, now=now, actor=actor)
    new = [row for row in choice.rows if row.change is not Change.CHANGED]
    return StoredDraft(
        plan_id=plan_id,
        title=reading.reading.title,
        new_count=len(new),
        changed_count=len(choice.rows) - len(new),
        past_count=sum(row.status is Status.UNCONFIRMED for row in new),
        left_count=choice.left_count,
        not_applied=choice.not_applied,
    )


def _choose(rows: tuple[JudgedRow, ...]) -> _Choice:
    chosen: list[ComparedRow] = []
    answers: dict[tuple[str, int], DueAnswer] = {}
    not_applied: list[str] = []
    for row in rows:
        if not row.is_ticked or row.compared is None:
            continue
        reason = _obstacle(row, row.compared)
        if reason:
            not_applied.append(f"{row.compared.row.place}“{row.compared.row.title}”：{reason}")
            continue
        chosen.append(row.compared)
        if row.answer is not None:
            answers[row.compared.row.key] = row.answer
    waiting = sum(row.group is not GroupKind.SAME for row in rows)
    return _Choice(tuple(chosen), answers, tuple(not_applied), waiting - len(chosen))


def _obstacle(row: JudgedRow, compared: ComparedRow) -> str:
    """Return why a ticked row is not stored, empty when nothing is in the way."""
    if compared.change is not Change.CHANGED:
        return ""
    if not can_update(compared, release_all=True):
        return "这一项已报完成或已办结，改动没有采用"
    if compared.moves_due and row.answer is None:
        return "时限改了，没有选是调整还是更正，没有改"
    return ""


def _store(
    connection: Connection, draft: ComparedDraft, choice: _Choice, *, now: datetime, actor: Actor
) -> int:
    """Store the chosen rows as an import of their own."""
    reading = replace(draft.draft.reading, rows=tuple(row.row for row in choice.rows), errors=())
    comparison = Comparison(choice.rows, draft.comparison.gone)
    occasion = draft.draft.occasion(now=now, actor=actor)
    plan_id, _ = store(connection, reading, comparison, draft.plan, occasion, choice.answers)
    return plan_id


def _keep_count(
    connection: Connection,
    draft: ComparedDraft,
    choice: _Choice,
    *,
    version: int,
    now: datetime,
    actor: Actor,
) -> None:
    """Note which rows are stored; a draft of which nothing is left ends."""
    record = draft.draft.record
    taken = [
        replace(draft.draft.decision(row.row.row_key), row_key=row.row.row_key, stored_at=now)
        for row in choice.rows
    ]
    store_import_draft.put_rows(connection, record.id, taken, version=version)
    facts = {"stored": len(taken), "left": choice.left_count, "not_applied": len(choice.not_applied)}
    subject = ("draft", record.id)
    store_audit.record(connection, actor, "draft_store", subject=subject, at=now, facts=facts)
    if not choice.left_count:
        store_import_draft.finish(connection, record.id, DraftState.STORED)
