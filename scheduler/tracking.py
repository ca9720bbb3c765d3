"""What offices do: report on a task and sign for a plan. One act, one transaction, one audit event."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.engine import Connection

from models import db, store_audit, store_notices, store_reports, store_tasks
from models.kinds import ReportKind
from models.store_audit import Actor
from models.task_values import ReportView, TaskView
from rules import lifecycle
from rules.errors import InputError, RuleError
from rules.facts import Role, Status
from rules.lifecycle import Act
from scheduler.rebuilding import forget_untried
from scheduler.services import Services

MAX_NOTE = 2000
_ASK_FOR = {
    ReportKind.COMPLETION: "请写一两句办理结果。",
    ReportKind.CONTRIBUTION: "请写一两句办理结果。",
    ReportKind.PROGRESS: "请写一两句目前进展。",
    ReportKind.DIFFICULTY: "请写一两句难在哪里。",
}
MAX_FILE = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a report."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReportInput:
    """What an office says about a task, as it left the border (form, command) checked for shape."""

    kind: ReportKind
    note: str
    reported_by: str
    phone: str = ""
    completed_on: date | None = None
    expected_on: date | None = None
    proof: str = ""
    help_wanted: str = ""
    upload: Upload | None = None
    submission_key: str = ""
    """Names one pressing of the button; empty: every call is an act of its own."""
    seen_version: int | None = None
    """The task's version the person looked at; None: do not ask."""


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """The stored report, and whether this very call stored it."""

    report: ReportView
    is_new: bool
    is_contribution: bool


def report(
    services: Services,
    actor: Actor,
    task_id: int,
    office_id: int,
    said: ReportInput,
    *,
    today: date,
    channel: str,
) -> ReportOutcome:
    """Store what an office says about a task; a completion by another named office than the acting
    lead is kept as its contribution (本单位部分已完成).

    The same submission key returns the report stored the first time. Raises :class:`InputError` for
    a wrong field and :class:`RuleError` when the task does not take this report now.
    """
    _check_fields(said, today)
    now = services.clock()
    with db.writing(services.engine) as connection:
        task = store_tasks.load_task(connection, task_id)
        key = _submission_key(said, task, office_id, now)
        before = store_reports.report_by_key(connection, key)
        if before is not None:
            return ReportOutcome(before, is_new=False, is_contribution=before.kind is ReportKind.CONTRIBUTION)
        kind = _kind_for(task, office_id, said.kind)
        _check_task(task, said, kind)
        stored = _store(
            connection, task, office_id, said, kind=kind, key=key, today=today, now=now, channel=channel
        )
        _move_on(connection, task, office_id, stored, today=today)
        _sign(
            connection,
            actor,
            plan_id=task.plan_id,
            office_id=office_id,
            signed_by=stored.reported_by,
            now=now,
        )
        facts = {"kind": kind, "office": office_id, "completed_on": said.completed_on, "report": stored.id}
        store_audit.record(
            connection, actor, f"report_{kind}", subject=("task", task.id), at=now, facts=facts
        )
    return ReportOutcome(stored, is_new=True, is_contribution=kind is ReportKind.CONTRIBUTION)


def _check_fields(said: ReportInput, today: date) -> None:
    if not said.note.strip():
        raise InputError(_ASK_FOR[said.kind])
    if len(said.note) > MAX_NOTE:
        raise InputError(f"最多{MAX_NOTE}字，现在{len(said.note)}字。")
    if not said.reported_by.strip():
        raise InputError("请填填报人姓名。")
    if said.kind is ReportKind.COMPLETION:
        if said.completed_on is None:
            raise InputError(f"请填实际完成日期，例如 {today.isoformat()}。")
        lifecycle.check_completion_day(said.completed_on, today=today)
    if said.upload is not None and len(said.upload.content) > MAX_FILE:
        raise InputError(f"附件太大，上限是{MAX_FILE // 1024 // 1024} MB，这次没有提交。")


def _submission_key(said: ReportInput, task: TaskView, office_id: int, now: datetime) -> str:
    words = said.submission_key or now.isoformat()
    return hashlib.sha256(f"{task.id}|{office_id}|{words}".encode()).hexdigest()


def _kind_for(task: TaskView, office_id: int, kind: ReportKind) -> ReportKind:
    named = {a.office_id for a in task.assignments if a.role is not Role.INFORMED}
    if office_id not in named:
        raise RuleError("这一项不由这个单位负责，不能填报。")
    is_done = kind is ReportKind.COMPLETION
    shares = office_id not in task.lead_ids or task.group_only
    return ReportKind.CONTRIBUTION if is_done and shares else kind


def _check_task(task: TaskView, said: ReportInput, kind: ReportKind) -> None:
    if task.status is Status.CLOSED:
        raise RuleError("这一项已经办结，不用再填报。")
    if kind is ReportKind.COMPLETION:
        lifecycle.after(Act.REPORT, task.status)
    elif task.status in (Status.DRAFT, Status.WITHDRAWN):
        raise RuleError(f"这一项现在是“{lifecycle.STATUS_WORDS[task.status]}”，不能填报。")
    if said.seen_version is not None and task.status is Status.REPORTED and task.version != said.seen_version:
        last = task.last_report
        who = f"{last.reported_by}于{last.reported_on.month}月{last.reported_on.day}日" if last else ""
        raise RuleError(f"这一项已由{who}报完成，待督查室审核。要改请点“重新填报”。")


def _store(
    connection: Connection,
    task: TaskView,
    office_id: int,
    said: ReportInput,
    *,
    kind: ReportKind,
    key: str,
    today: date,
    now: datetime,
    channel: str,
) -> ReportView:
    file_id = None
    if said.upload is not None:
        file_id = store_reports.add_file(
            connection,
            name=said.upload.name,
            content_type=said.upload.content_type,
            size=len(said.upload.content),
            sha256=hashlib.sha256(said.upload.content).hexdigest(),
            content=said.upload.content,
            created_at=now,
        )
    store_reports.add_report(
        connection,
        task_id=task.id,
        office_id=office_id,
        kind=kind,
        note=said.note.strip(),
        reported_by=said.reported_by.strip(),
        phone=said.phone.strip(),
        completed_on=said.completed_on,
        expected_on=said.expected_on,
        proof=said.proof.strip(),
        help_wanted=said.help_wanted.strip(),
        file_id=file_id,
        channel=channel,
        receipt_number=store_reports.next_receipt(connection, today),
        submission_key=key,
        reported_on=today,
        created_at=now,
    )
    stored = store_reports.report_by_key(connection, key)
    if stored is None:
        raise LookupError(key)
    return stored


def _move_on(
    connection: Connection, task: TaskView, office_id: int, stored: ReportView, *, today: date
) -> None:
    if stored.kind is ReportKind.COMPLETION:
        status = lifecycle.after(Act.REPORT, task.status)
        store_tasks.update_task(connection, task.id, status=status, completed_on=stored.completed_on)
        store_notices.lapse_held(connection, task.id, note="已报完成")
    elif stored.kind is ReportKind.CONTRIBUTION:
        store_tasks.mark_done(connection, task.id, office_id, stored.completed_on or today)
        forget_untried(connection, task.id)
        store_tasks.update_task(connection, task.id)
    else:
        store_tasks.update_task(connection, task.id)


def acknowledge(
    services: Services,
    actor: Actor,
    *,
    plan_id: int,
    office_id: int,
    signed_by: str,
    by_phone: bool = False,
) -> bool:
    """Sign for a plan (签收); False when the office had signed before, which is no error."""
    with db.writing(services.engine) as connection:
        return _sign(
            connection,
            actor,
            plan_id=plan_id,
            office_id=office_id,
            signed_by=signed_by.strip(),
            now=services.clock(),
            by_phone=by_phone,
        )


def _sign(
    connection: Connection,
    actor: Actor,
    *,
    plan_id: int,
    office_id: int,
    signed_by: str,
    now: datetime,
    by_phone: bool = False,
) -> bool:
    """Keep a receipt once, with its audit event; a report counts as one too."""
    is_new = store_reports.acknowledge(
        connection, plan_id=plan_id, office_id=office_id, signed_by=signed_by, by_phone=by_phone, at=now
    )
    if is_new:
        facts = {"office": office_id, "signed_by": signed_by, "by_phone": by_phone}
        store_audit.record(connection, actor, "acknowledge", subject=("plan", plan_id), at=now, facts=facts)
    return is_new
