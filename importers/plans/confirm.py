"""Confirm the drafts of an import (确认入库) or leave them out for good."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.engine import Connection, Engine

from models import db, store_audit, store_import, store_withdraw
from models.store_audit import Actor
from models.store_withdraw import Draft
from rules import lifecycle
from rules.errors import NotFoundError
from rules.facts import Status
from rules.lifecycle import Act


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many drafts came in, and how many of them as already past (待确认)."""

    open_count: int
    unconfirmed_count: int


def confirm_drafts(
    engine: Engine, task_ids: Collection[int], *, today: date, now: datetime, actor: Actor
) -> Confirmed:
    """Let drafts count from now on.

    Raises :class:`RuleError` when one of them is no draft; then none is changed.
    """
    with db.writing(engine) as connection:
        found = _drafts(connection, task_ids)
        past = [draft.id for draft in found if _is_past(draft, today)]
        ahead = [draft.id for draft in found if not _is_past(draft, today)]
        store_import.set_status(connection, past, Status.UNCONFIRMED)
        store_import.set_status(connection, ahead, Status.OPEN)
        _record(connection, found, "task_confirm", actor, now)
    return Confirmed(len(ahead), len(past))


def skip_drafts(engine: Engine, task_ids: Collection[int], *, now: datetime, actor: Actor) -> int:
    """Leave drafts out: they are withdrawn and do not come back with the same file. Returns how many."""
    with db.writing(engine) as connection:
        found = _drafts(connection, task_ids)
        store_withdraw.withdraw_tasks(connection, [draft.id for draft in found], note="未收入")
        _record(connection, found, "task_skip", actor, now)
    return len(found)


def _drafts(connection: Connection, task_ids: Collection[int]) -> list[Draft]:
    wanted = sorted(set(task_ids))
    found = store_withdraw.drafts(connection, wanted)
    missing = set(wanted) - {draft.id for draft in found}
    if missing:
        raise NotFoundError(f"没有编号为{min(missing)}的任务。")
    for draft in found:
        lifecycle.after(Act.CONFIRM_DRAFT, draft.status)
    return found


def _is_past(draft: Draft, today: date) -> bool:
    """A draft counts as imported on the day it is confirmed, unless an earlier baseline was chosen."""
    was_chosen = draft.baseline_on < draft.plan_registered_on
    baseline = draft.baseline_on if was_chosen else max(draft.baseline_on, today)
    return draft.due_on is not None and draft.due_on < baseline


def _record(connection: Connection, found: list[Draft], act: str, actor: Actor, now: datetime) -> None:
    for draft in found:
        store_audit.record(connection, actor, act, subject=("task", draft.id), at=now)
