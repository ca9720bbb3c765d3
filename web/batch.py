"""Acting on several tasks at once: first a page that shows what would happen, then once, by its token.

The token names every task with the version that was shown, so a second press finds nothing left to do
and a task somebody else changed meanwhile is left out.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from models import db
from rules.errors import DubanError, InputError
from rules.facts import Status
from scheduler import checking
from templates.filters import day_words
from web.desk import Desk, Row
from web.flash import Line, done
from web.forms import row_id
from web.pages import desk_of, page
from web.session import Acting, NotAllowedError, Visit
from web.task_filter import TaskQuery
from web.tasks import ledger_page

router = APIRouter()
_BACK = "/tasks?state=unconfirmed"
_LIMIT = 500


@dataclass(frozen=True, slots=True)
class BatchAct:
    """One thing that can be done to several tasks."""

    key: str
    words: str
    allowed: frozenset[Status]
    result: str


ACTS = {
    act.key: act
    for act in (
        BatchAct("close", "办结", frozenset({Status.UNCONFIRMED, Status.REPORTED}), "记为已办结"),
        BatchAct("reopen", "恢复督办", frozenset({Status.UNCONFIRMED}), "恢复为在办，从今天起照常催办"),
    )
}


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What would become of one chosen task."""

    row: Row
    result: str
    why_not: str

    @property
    def is_possible(self) -> bool:
        """Whether the act is open to this task."""
        return not self.why_not


@router.post("/tasks/batch")
def batch(visit: Acting) -> Response:
    """Show what would happen to the chosen tasks; with a token, do it."""
    act = ACTS.get(visit.form.text("act"))
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        if act is None:
            return ledger_page(visit, connection, desk, TaskQuery(), problem="先选要办什么。")
        if visit.form.text("token", limit=100):
            chosen = _confirmed(visit, act, desk)
        else:
            rows = [row for row in desk.rows if row.task.id in set(visit.form.ids("task")[:_LIMIT])]
            if not rows:
                return ledger_page(visit, connection, desk, TaskQuery(), problem="先勾选要办的任务。")
            return _confirming(visit, connection, desk, act, rows)
    try:
        return _do(visit, act, chosen)
    except InputError as refused:
        with db.reading(visit.services.engine) as connection:
            rows = [row for row, _ in chosen]
            return _confirming(visit, connection, desk, act, rows, error=refused.message)


def _confirming(
    visit: Visit, connection: Connection, desk: Desk, act: BatchAct, rows: Sequence[Row], *, error: str = ""
) -> Response:
    found = [_row(act, row, desk) for row in rows]
    possible = [one.row for one in found if one.is_possible]
    pairs = ",".join(f"{row.task.id}:{row.task.version}" for row in possible)
    return page(
        visit,
        connection,
        "batch.html",
        current="tasks",
        desk=desk,
        status=422 if error else 200,
        error=error,
        act=act,
        rows=found,
        count=len(possible),
        office_count=len({row.task.lead_name for row in rows}),
        pairs=pairs,
        token=_token(visit, act, pairs),
        has_unconfirmed=any(row.task.status is Status.UNCONFIRMED for row in possible),
        back=_BACK,
    )


def _row(act: BatchAct, row: Row, desk: Desk) -> BatchRow:
    if row.task.status in act.allowed:
        day = row.task.completed_on
        is_reported = row.task.status is Status.REPORTED and day is not None
        extra = f"，完成日期{day_words(day, desk.today)}" if is_reported and day else ""
        return BatchRow(row, act.result + extra, "")
    if act.key == "close" and not row.is_done:
        return BatchRow(row, "不动", "还没有完成报告，请打开任务代填或直接销号")
    return BatchRow(row, "不动", f"现在是“{row.state.value}”，不能{act.words}")


def _token(visit: Visit, act: BatchAct, pairs: str) -> str:
    key = visit.services.links.key + visit.session.csrf_token.encode()
    return hmac.new(key, f"duban batch\0{act.key}\0{pairs}".encode(), hashlib.sha256).hexdigest()


def _confirmed(visit: Visit, act: BatchAct, desk: Desk) -> list[tuple[Row, int]]:
    pairs = visit.form.words("pairs", limit=20_000)
    if not hmac.compare_digest(visit.form.text("token", limit=100), _token(visit, act, pairs)):
        raise NotAllowedError
    chosen = []
    for pair in pairs.split(","):
        task_id, _, version = pair.partition(":")
        row = desk.row(row_id(task_id))
        if row is not None:
            chosen.append((row, row_id(version) or 0))
    return chosen


def _do(visit: Visit, act: BatchAct, chosen: Sequence[tuple[Row, int]]) -> Response:
    note = visit.form.words("note", limit=500, label="说明")
    day = _completion(visit) if act.key == "close" else None
    finished, left = [], []
    for row, version in chosen:
        try:
            if act.key == "close":
                _close(visit, row, version, note, day)
            else:
                checking.reopen_task(
                    visit.services, visit.actor, row.task.id, today=visit.today, note=note, version=version
                )
            finished.append(row.task.number)
        except DubanError:
            left.append(row.task.number)
    words = f"{len(left)}项刚刚被别人改过或已经办过，没有动：{'、'.join(left[:10])}。" if left else ""
    bold = f"已{act.words}{len(finished)}项。" if finished else "没有改动任何一项。"
    return done(visit, _BACK if finished else "/tasks", Line(bold, words, is_error=not finished))


def _completion(visit: Visit) -> date | None:
    """The day to note for tasks nobody reported; None: each one's own due date."""
    how = visit.form.text("how")
    if how == "day":
        day = visit.form.day("completed_on", "实际完成日期")
        if day > visit.today:
            raise InputError("完成日期还没到。")
        return day
    if how not in ("due", "reported"):
        raise InputError("请选完成日期怎么记。")
    return None


def _close(visit: Visit, row: Row, version: int, note: str, day: date | None) -> None:
    own = None if row.task.status is Status.REPORTED else day or row.task.due_on
    checking.close_task(
        visit.services,
        visit.actor,
        row.task.id,
        today=visit.today,
        completed_on=own,
        note=note,
        version=version,
    )
