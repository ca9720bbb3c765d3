"""Store the ticked rows of a draft in one transaction; the others wait in it."""

from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from importers.plans.applying import DueAnswer, can_update
from importers.plans.comparison import ComparedRow, Comparison
from importers.plans.import_values import Change
from importers.plans.storing import store
from importers.review.act import DraftAct
from importers.review.reading import ComparedDraft, compare_draft, read_draft
from importers.review.sorting import JudgedRow, judge
from importers.review.values import GroupKind, StoredDraft
from models import db, store_import, store_import_draft
from models.kinds import DraftState
from rules.errors import RuleError
from rules.facts import Status


@dataclass(frozen=True, slots=True)
class _Choice:
    """The rows that are stored now, and why some ticked ones are not."""

    rows: tuple[ComparedRow, ...]
    answers: dict[tuple[str, int], DueAnswer]
    not_applied: tuple[str, ...]
    left_count: int


def store_accepted(act: DraftAct) -> StoredDraft:
    """Store the ticked rows; see ``importers.review.drafts``."""
    reading = read_draft(act.engine, act.draft_id, act.setting)
    with db.writing(act.engine) as connection:
        store_import.lock_imports(connection)
        version = act.claim(connection)
        draft = compare_draft(connection, reading)
        choice = _choose(judge(draft).rows)
        if not choice.rows:
            raise RuleError("；".join(choice.not_applied) or "没有勾选可以入库的行。")
        plan_id = _store(connection, act, draft, choice)
        _keep_count(connection, act, draft, choice, version=version)
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


def _store(connection: Connection, act: DraftAct, draft: ComparedDraft, choice: _Choice) -> int:
    """Store the chosen rows as an import of their own."""
    reading = replace(draft.draft.reading, rows=tuple(row.row for row in choice.rows), errors=())
    comparison = Comparison(choice.rows, draft.comparison.gone)
    occasion = draft.draft.occasion(now=act.now, actor=act.actor)
    plan_id, _ = store(connection, reading, comparison, draft.plan, occasion, choice.answers)
    return plan_id


def _keep_count(
    connection: Connection, act: DraftAct, draft: ComparedDraft, choice: _Choice, *, version: int
) -> None:
    """Note which rows are stored; a draft of which nothing is left ends."""
    taken = [
        replace(draft.draft.decision(row.row.row_key), row_key=row.row.row_key, stored_at=act.now)
        for row in choice.rows
    ]
    store_import_draft.put_rows(connection, act.draft_id, taken, version=version)
    facts = {"stored": len(taken), "left": choice.left_count, "not_applied": len(choice.not_applied)}
    act.record(connection, "draft_store", facts)
    if not choice.left_count:
        store_import_draft.finish(connection, act.draft_id, DraftState.STORED)
