"""The supervision office corrects a task: due date, title, offices, lead. One act, one transaction."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models import db, store_audit, store_directory, store_notices, store_tasks
from models.kinds import DueChangeClass, NoticeState
from models.store_audit import Actor
from models.task_values import TaskView
from rules import lifecycle
from rules.errors import InputError, RuleError
from rules.facts import DueBasis, Role, Status
from rules.lifecycle import Act
from scheduler.rebuilding import forget_untried
from scheduler.services import Services


@dataclass(frozen=True, slots=True)
class DueMove:
    """A new due date for a task and why; None as the day means no fixed date."""

    due_on: date | None
    change_class: DueChangeClass
    reason: str
    paper: str = ""


def move_due(
    services: Services, actor: Actor, task_id: int, move: DueMove, *, today: date, version: int | None = None
) -> None:
    """Move a due date; the old one is kept, and the ladder begins anew.

    A correction (录入更正) replaces the date as if it had always been so.
    """
    if not move.reason.strip():
        raise InputError("改时限请写明理由。")
    now = services.clock()
    with db.writing(services.engine) as connection:
        task = store_tasks.load_task(connection, task_id)
        lifecycle.after(Act.MOVE_DUE, task.status)
        if task.due_on == move.due_on:
            raise InputError("新的日期和现在的时限一样，没有改动。")
        corrects = move.change_class is DueChangeClass.CORRECTION
        original = move.due_on if corrects or task.original_due_on is None else task.original_due_on
        store_tasks.update_task(
            connection,
            task.id,
            version=version,
            due_on=move.due_on,
            original_due_on=original,
            due_basis=DueBasis.STATED if move.due_on else DueBasis.NONE,
            due_rule="by_hand" if move.due_on else "none",
            recurrence="" if move.due_on else task.recurrence,
            status=Status.OPEN
            if task.status is Status.UNCONFIRMED and _lies_ahead(move, today)
            else task.status,
        )
        store_tasks.add_due_change(
            connection,
            task.id,
            old=task.due_on,
            new=move.due_on,
            change_class=move.change_class,
            reason=move.reason.strip(),
            paper=move.paper.strip(),
            by=actor.name,
            on=today,
            at=now,
        )
        store_tasks.raise_rounds(connection, task.id)
        store_notices.lapse_held(connection, task.id, note="时限已改")
        facts = {"old": task.due_on, "new": move.due_on, "class": move.change_class, "reason": move.reason}
        store_audit.record(connection, actor, "task_move_due", subject=("task", task.id), at=now, facts=facts)


def _lies_ahead(move: DueMove, today: date) -> bool:
    return move.due_on is not None and move.due_on >= today


@dataclass(frozen=True, slots=True)
class TaskEdit:
    """Corrections of a task by hand; None leaves a field as it is."""

    title: str | None = None
    office_names: tuple[str, ...] | None = None
    """Named offices in order; a name the directory does not know is refused."""
    lead_name: str | None = None


def edit_task(
    services: Services, actor: Actor, task_id: int, edit: TaskEdit, *, version: int | None = None
) -> None:
    """Correct a task's title, offices or lead. Raises :class:`InputError` for an unknown office."""
    now = services.clock()
    with db.writing(services.engine) as connection:
        task = store_tasks.load_task(connection, task_id)
        if task.status is Status.WITHDRAWN:
            raise RuleError("这一项已经撤销，不能修改。")
        values: dict[str, object] = {}
        if edit.title is not None:
            values |= _title(edit.title)
        directory = store_directory.load_directory(connection)
        if edit.office_names is not None:
            values |= _rename_offices(connection, task, directory, edit.office_names)
        if edit.lead_name is not None:
            values["confirmed_lead_id"] = _lead(connection, task, directory, edit.lead_name)
        store_tasks.update_task(connection, task.id, version=version, **values)
        if edit.office_names is not None or edit.lead_name is not None:
            _lapse_of_former_leads(connection, task_id)
            forget_untried(connection, task_id)
        facts = {"title": edit.title, "offices": edit.office_names, "lead": edit.lead_name}
        store_audit.record(connection, actor, "task_edit", subject=("task", task.id), at=now, facts=facts)


def _lapse_of_former_leads(connection: Connection, task_id: int) -> None:
    """Withdraw the letters held for offices that do not lead the task any more."""
    leads = store_tasks.load_task(connection, task_id).lead_ids
    waiting = (NoticeState.HELD, NoticeState.RELEASED)
    letters = store_notices.notices(connection, task_id=task_id, states=waiting)
    gone = [one.id for one in letters if one.office_id not in leads and one.message_id is None]
    store_notices.lapse(connection, gone, note="牵头单位已改")


def _title(title: str) -> dict[str, object]:
    cleaned = " ".join(title.split())
    if not cleaned:
        raise InputError("重点工作不能空着。")
    return {"title": cleaned, "title_key": "".join(cleaned.split())}


def _rename_offices(
    connection: Connection, task: TaskView, directory: store_directory.Directory, names: tuple[str, ...]
) -> dict[str, object]:
    chosen: dict[int, tuple[int, Role, str]] = {}
    for name in names:
        office = directory.find(name.strip())
        if office is None:
            raise InputError(f"单位名录里没有“{name.strip()}”，请先在单位名录里添加。")
        was = next((a.role for a in task.named if a.office_id == office.id), Role.RESPONSIBLE)
        chosen[office.id] = (office.id, was, office.name)
    if not chosen:
        raise InputError("至少写一个责任单位。")
    informed = [(a.office_id, a.role, a.printed_name) for a in task.assignments if a.role is Role.INFORMED]
    store_tasks.set_assignments(
        connection, task.id, [*chosen.values(), *(row for row in informed if row[0] not in chosen)]
    )
    lead = task.confirmed_lead_id
    group = [task.group_words] if task.group_words and not task.group_only else []
    return {
        "office_words": "、".join((*(name for _, _, name in chosen.values()), *group)),
        "group_words": group[0] if group else "",
        "group_only": False,
        "confirmed_lead_id": lead if lead in chosen else None,
    }


def _lead(connection: Connection, task: TaskView, directory: store_directory.Directory, name: str) -> int:
    office = directory.find(name.strip())
    offices = store_tasks.load_assignments(connection, [task.id]).get(task.id, [])
    named = {a.office_id for a in offices if a.role is not Role.INFORMED}
    if office is None or office.id not in named:
        raise InputError(f"“{name.strip()}”不是这一项的责任单位，不能定为牵头。")
    return office.id
