"""Adding one task by hand (手工加一项). One act, one transaction, one audit event."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from importers.plans.naming import Handing, hand_out, is_group, office_words
from importers.words.header_words import Column
from importers.words.office_words import NamedOffice, offices_of
from importers.words.plan_facts import is_school_year
from models import db, store_audit, store_import, store_plans, store_tasks
from models.kinds import OfficeState, PlanState
from models.store_audit import Actor
from models.store_directory import Directory, load_directory
from models.store_plans import PlanRecord
from models.task_values import TaskView
from rules.deadlines import Deadline, DeadlineRules, read_deadline
from rules.errors import InputError, RuleError
from rules.facts import DueBasis, Role, Status
from rules.policy import DueShift
from rules.workdays import Calendar
from scheduler.services import Services

_LONGEST_TITLE = 300
_AUTUMN = 9


@dataclass(frozen=True, slots=True)
class NewTask:
    """What a person wrote for a new task; a date, or the words of a time as a table would have them."""

    title: str
    offices: str
    """As in a table: 基教处、秘书处, or 基教处（牵头）、各区县."""
    due_on: date | None = None
    period: str = ""
    lead: str = ""
    """The lead among several offices, when a person knows it."""


def add_task(services: Services, actor: Actor, plan_id: int, wanted: NewTask, *, today: date) -> TaskView:
    """Add a task to a plan and return it; one that is already past comes in as 待确认.

    Raises :class:`InputError` for what cannot be stored and :class:`RuleError` for a withdrawn plan.
    """
    title = _title(wanted.title)
    with db.writing(services.engine) as connection:
        store_import.lock_imports(connection)
        plan = store_plans.plan(connection, plan_id)
        if plan.state is PlanState.WITHDRAWN:
            raise RuleError(f"《{plan.title}》已经撤回，不能再加任务。")
        calendar = services.calendar(connection)
        deadline = _deadline(wanted, plan, services, calendar)
        handing, words, lead_id = _hand_out(load_directory(connection), wanted)
        task_id = store_tasks.add_task(
            connection,
            **_identity(connection, plan, title, today=today),
            **_reading(deadline, handing, words),
            status=_status(deadline.due_on, today),
            confirmed_lead_id=lead_id,
        )
        store_tasks.set_assignments(connection, task_id, handing.assignments)
        facts = {"title": title, "offices": words, "due_on": deadline.due_on, "plan": plan_id}
        now = services.clock()
        store_audit.record(connection, actor, "task_add", subject=("task", task_id), at=now, facts=facts)
        return store_tasks.load_task(connection, task_id)


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title:
        raise InputError("重点工作不能空着。")
    if len(title) > _LONGEST_TITLE:
        raise InputError(f"重点工作最多{_LONGEST_TITLE}字，现在{len(title)}字。")
    return title


def _deadline(wanted: NewTask, plan: PlanRecord, services: Services, calendar: Calendar) -> Deadline:
    """Return the due date: the day a person wrote stands, words are read as a table's are."""
    words = " ".join(wanted.period.split())
    if wanted.due_on is not None:
        return Deadline(words, wanted.due_on, DueBasis.STATED, "by_hand")
    starts_month = _AUTUMN if is_school_year(plan.title) else 1
    is_inclusive = services.policy.before_is_inclusive
    rules = DeadlineRules(plan.year, starts_month, before_is_inclusive=is_inclusive)
    deadline = read_deadline(words, rules, calendar)
    if deadline.error:
        raise InputError(f"{deadline.error}。")
    return _shifted(deadline, services.policy.due_shift, calendar)


def _shifted(deadline: Deadline, due_shift: DueShift, calendar: Calendar) -> Deadline:
    day = deadline.due_on
    if day is None or deadline.basis is not DueBasis.DERIVED or due_shift is DueShift.NONE:
        return deadline
    earlier = due_shift is DueShift.PREVIOUS_WORKDAY
    moved = calendar.on_or_before(day) if earlier else calendar.on_or_after(day)
    return Deadline(deadline.words, moved, deadline.basis, deadline.rule, deadline.starts_on)


def _hand_out(directory: Directory, wanted: NewTask) -> tuple[Handing, str, int | None]:
    """Return who gets the task, the offices in words, and the lead a person named."""
    offices = offices_of([(Column.RESPONSIBLE, wanted.offices)])
    if not offices:
        raise InputError("至少写一个责任单位。")
    for office in offices:
        _check_known(office, directory)
    handing = hand_out(offices, directory)
    if not handing.assignments:
        raise InputError(f"“{wanted.offices}”里没有一个能收信的单位，请先在单位名录里写明组里有谁。")
    return handing, office_words(offices), _lead_id(directory, handing, wanted.lead.strip())


def _check_known(office: NamedOffice, directory: Directory) -> None:
    if is_group(office.name, directory):
        return
    record = directory.find(office.name)
    if record is None or record.state is OfficeState.RETIRED:
        raise InputError(f"单位名录里没有“{office.name}”，请先在单位名录里添加。")


def _lead_id(directory: Directory, handing: Handing, lead: str) -> int | None:
    if not lead:
        return None
    office = directory.find(lead)
    named = {office_id for office_id, role, _ in handing.assignments if role is not Role.INFORMED}
    if office is None or office.id not in named:
        raise InputError(f"“{lead}”不是这一项的责任单位，不能定为牵头。")
    return office.id


def _identity(connection: Connection, plan: PlanRecord, title: str, *, today: date) -> dict[str, object]:
    stored = store_import.stored_rows(connection, plan.id)
    key = "".join(title.split())
    return {
        "plan_id": plan.id,
        "number": store_tasks.task_number(plan.year, store_tasks.next_number(connection, plan.year)),
        "title": title,
        "title_key": key,
        "nth": max((row.nth for row in stored if row.title_key == key), default=0) + 1,
        "position": len(stored) + 1,
        "place": "手工添加",
        "source_text": "",
        "registered_on": today,
        "return_count": 0,
        "version": 1,
    }


def _reading(deadline: Deadline, handing: Handing, words: str) -> dict[str, object]:
    return {
        "period": deadline.words,
        "office_words": words,
        "group_words": handing.group_words,
        "group_only": handing.group_only,
        "due_on": deadline.due_on,
        "original_due_on": deadline.due_on,
        "due_basis": deadline.basis,
        "due_rule": deadline.rule,
        "recurrence": deadline.recurrence or "",
        "confidence": 1.0,
        "flags": "",
    }


def _status(due_on: date | None, today: date) -> Status:
    return Status.UNCONFIRMED if due_on is not None and due_on < today else Status.OPEN
