"""The supervision office decides on a task: close, return, reopen, withdraw. One act, one transaction."""

from datetime import date

from sqlalchemy.engine import Connection

from models import db, store_audit, store_notices, store_reports, store_tasks
from models.kinds import Decision, ReportKind
from models.store_audit import Actor
from models.task_values import TaskView
from rules import lifecycle
from rules.errors import InputError
from rules.facts import Status
from rules.lifecycle import Act
from scheduler.services import Services


def close_task(
    services: Services,
    actor: Actor,
    task_id: int,
    *,
    today: date,
    completed_on: date | None = None,
    note: str = "",
    version: int | None = None,
) -> None:
    """Strike a task off the ledger (销号); another completion date than the reported one needs a reason.

    Raises :class:`InputError` or :class:`RuleError`.
    """
    with db.writing(services.engine) as connection:
        task = store_tasks.load_task(connection, task_id)
        status = lifecycle.after(Act.CLOSE, task.status)
        reported = task.completed_on if task.status is Status.REPORTED else None
        day = completed_on or reported or _unreported_day(task, today)
        lifecycle.check_completion_day(day, today=today)
        if reported is not None and day != reported and not note.strip():
            raise InputError("改了完成日期，请写明理由。")
        store_tasks.update_task(
            connection, task.id, version=version, status=status, completed_on=day, closed_on=today
        )
        store_notices.lapse_held(connection, task.id, note="已办结")
        _decide(connection, services, actor, task, Decision.CLOSED, today=today, note=note, completed_on=day)


def _unreported_day(task: TaskView, today: date) -> date:
    """Nobody reported a day: a task already past at import counts as done by its date, as its page says."""
    if task.status is Status.UNCONFIRMED and task.due_on is not None:
        return min(task.due_on, today)
    return today


def return_task(
    services: Services,
    actor: Actor,
    task_id: int,
    *,
    today: date,
    note: str,
    version: int | None = None,
) -> None:
    """Send a reported completion back (退办); the original date stands and the ladder begins anew."""
    if not note.strip():
        raise InputError("退办请写明还缺什么，这段话会原样写进退办信。")
    with db.writing(services.engine) as connection:
        task = store_tasks.load_task(connection, task_id)
        status = lifecycle.after(Act.RETURN, task.status)
        calendar = services.calendar(connection)
        reply_by = calendar.add_workdays(today, services.policy.letter_reply_days)
        store_tasks.update_task(
            connection,
            task.id,
            version=version,
            status=status,
            completed_on=None,
            return_count=task.return_count + 1,
        )
        store_tasks.raise_rounds(connection, task.id)
        _decide(
            connection, services, actor, task, Decision.RETURNED, today=today, note=note, reply_by=reply_by
        )


def close_partly(
    services: Services, actor: Actor, task_id: int, *, today: date, note: str, version: int | None = None
) -> None:
    """Note that a part is done and the rest goes on (部分办结)."""
    if not note.strip():
        raise InputError("部分办结请写明哪些已完成、哪些继续督办。")
    with db.writing(services.engine) as connection:
        task = store_tasks.load_task(connection, task_id)
        status = lifecycle.after(Act.CLOSE_PARTLY, task.status)
        store_tasks.update_task(connection, task.id, version=version, status=status, completed_on=None)
        _decide(connection, services, actor, task, Decision.PARTLY_DONE, today=today, note=note)


def reopen_task(
    services: Services, actor: Actor, task_id: int, *, today: date, note: str = "", version: int | None = None
) -> None:
    """Put a task back to work; the ladder begins anew."""
    with db.writing(services.engine) as connection:
        task = store_tasks.load_task(connection, task_id)
        status = lifecycle.after(Act.REOPEN, task.status)
        store_tasks.update_task(
            connection, task.id, version=version, status=status, completed_on=None, closed_on=None
        )
        store_tasks.raise_rounds(connection, task.id)
        store_tasks.mark_done(connection, task.id, None, None)
        _decide(connection, services, actor, task, Decision.REOPENED, today=today, note=note)


def withdraw_task(services: Services, actor: Actor, task_id: int, *, today: date, note: str) -> None:
    """Take a task off without its being done (撤销)."""
    if not note.strip():
        raise InputError("撤销请写明理由。")
    with db.writing(services.engine) as connection:
        task = store_tasks.load_task(connection, task_id)
        status = lifecycle.after(Act.WITHDRAW, task.status)
        store_tasks.update_task(connection, task.id, status=status)
        store_notices.lapse_held(connection, task.id, note="已撤销")
        _decide(connection, services, actor, task, Decision.WITHDRAWN, today=today, note=note)


def _decide(
    connection: Connection,
    services: Services,
    actor: Actor,
    task: TaskView,
    decision: Decision,
    *,
    today: date,
    note: str,
    completed_on: date | None = None,
    reply_by: date | None = None,
) -> None:
    now = services.clock()
    report = task.last_report
    is_about = report is not None and report.kind in (ReportKind.COMPLETION, ReportKind.CONTRIBUTION)
    store_reports.add_verification(
        connection,
        task_id=task.id,
        report_id=report.id if report is not None and is_about else None,
        decision=decision,
        completed_on=completed_on,
        reply_by=reply_by,
        note=note.strip(),
        decided_by=actor.name,
        decided_on=today,
        created_at=now,
    )
    facts = {"note": note.strip(), "completed_on": completed_on, "from": task.status}
    store_audit.record(connection, actor, f"task_{decision}", subject=("task", task.id), at=now, facts=facts)
