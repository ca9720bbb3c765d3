"""Write a compared plan into the database, inside one transaction that the caller opened."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.engine import Connection

from importers.plans.comparison import ComparedRow, Part
from importers.plans.import_values import Change
from importers.plans.naming import Handing, hand_out, office_words, unknown_names
from models import store_audit, store_import, store_notices, store_tasks
from models.kinds import DueChangeClass, OfficeState
from models.store_audit import Actor
from models.store_directory import Directory, add_office, load_directory
from models.store_import import StoredRow
from rules.facts import Status
from rules.lifecycle import Act, is_allowed

_REASONS = {
    DueChangeClass.CORRECTION: "按新版配档表更正",
    DueChangeClass.ADJUSTMENT: "按调整通知改期",
}


@dataclass(frozen=True, slots=True)
class DueAnswer:
    """What a person says of a moved date: an adjustment with its paper, or the correction of a mistake.

    A correction takes the new date as if it had always been so; its paper is the new edition.
    """

    change_class: DueChangeClass
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """Where and by whom rows are stored."""

    plan_id: int
    batch_id: int
    year: int
    paper: str
    actor: Actor
    today: date
    now: datetime


def ensure_offices(connection: Connection, rows: Iterable[ComparedRow]) -> Directory:
    """Add every office that rows name and nobody knows as 待核实, and return the directory."""
    directory = load_directory(connection)
    unknown = unknown_names((compared.row for compared in rows), directory)
    for name in unknown:
        add_office(connection, name, state=OfficeState.UNVERIFIED)
    return load_directory(connection) if unknown else directory


def insert_rows(
    connection: Connection, rows: Sequence[ComparedRow], directory: Directory, filing: Filing
) -> dict[tuple[str, int], int]:
    """Store new tasks with their assignments and return their ids by key."""
    if not rows:
        return {}
    handings = {compared.row.key: hand_out(compared.row.offices, directory) for compared in rows}
    running = store_tasks.next_number(connection, filing.year)
    numbers = (store_tasks.task_number(filing.year, running + n) for n in range(len(rows)))
    store_import.insert_tasks(
        connection,
        [
            {**_identity(compared, filing, number), **_reading(compared, handings[compared.row.key])}
            for compared, number in zip(rows, numbers, strict=True)
        ],
    )
    ids = store_import.task_ids_of_batch(connection, filing.batch_id)
    assignments = [row for key, handing in handings.items() for row in _assignments(ids[key], handing)]
    store_import.insert_assignments(connection, assignments)
    return ids


def _identity(compared: ComparedRow, filing: Filing, number: str) -> dict[str, object]:
    """The columns that only a new task gets."""
    return {
        "plan_id": filing.plan_id,
        "number": number,
        "title": compared.row.title,
        "title_key": compared.row.title_key,
        "nth": compared.row.nth,
        "position": compared.row.position,
        "batch_id": filing.batch_id,
        "original_due_on": compared.due_on,
        "status": compared.status,
        "confirmed_lead_id": None,
        "return_count": 0,
        "registered_on": filing.today,
        "completed_on": None,
        "closed_on": None,
        "version": 1,
    }


def _reading(compared: ComparedRow, handing: Handing) -> dict[str, object]:
    """The columns that come from the document each time it is read."""
    row = compared.row
    return {
        "place": row.place,
        "row": row.number,
        "source_text": row.original,
        "period": row.period,
        "office_words": office_words(row.offices),
        "group_words": handing.group_words,
        "group_only": handing.group_only,
        "due_on": compared.due_on,
        "due_basis": row.deadline.basis,
        "due_rule": row.deadline.rule,
        "recurrence": row.deadline.recurrence or "",
        "confidence": row.confidence,
        "flags": "\n".join(row.flags),
    }


def _assignments(task_id: int, handing: Handing) -> Iterator[dict[str, object]]:
    for position, (office_id, role, name) in enumerate(handing.assignments):
        yield {
            "task_id": task_id,
            "office_id": office_id,
            "position": position,
            "role": role,
            "printed_name": name,
            "round": 0,
            "told_on": None,
            "done_on": None,
        }


def can_update(compared: ComparedRow, *, release_all: bool) -> bool:
    """Tell whether a changed row may replace what is stored: read without doubt, and still in hand."""
    stored = compared.stored
    if stored is None or compared.change is not Change.CHANGED:
        return False
    is_sure = not compared.row.is_doubtful or release_all or stored.status is Status.DRAFT
    return is_sure and is_allowed(Act.MOVE_DUE, stored.status)


def update_row(
    connection: Connection,
    compared: ComparedRow,
    stored: StoredRow,
    directory: Directory,
    filing: Filing,
    answer: DueAnswer | None = None,
) -> None:
    """Let a changed or revived row replace what is stored; the old dates are kept.

    The first date is kept too, unless a person says that it was a mistake.
    """
    handing = hand_out(compared.row.offices, directory)
    values = _reading(compared, handing) | {"status": _status_after(compared, stored, filing.today)}
    values |= _new_title(compared)
    store_tasks.update_task(connection, stored.id, version=None, **values)
    store_tasks.set_assignments(connection, stored.id, handing.assignments)
    is_moved = stored.due_on != compared.due_on
    if is_moved and stored.status is not Status.DRAFT:
        _keep_old_date(connection, compared, stored, filing, answer)
        if answer is not None and answer.change_class is DueChangeClass.CORRECTION:
            store_tasks.update_task(connection, stored.id, original_due_on=compared.due_on)
    if is_moved or compared.revives:
        store_tasks.raise_rounds(connection, stored.id)
        store_notices.lapse_held(connection, stored.id, note="时限已改")
    act = "task_revive" if compared.revives else "task_reimport"
    said = [str(one) for one in compared.differences]
    facts = {"differences": said, "old": stored.due_on, "new": compared.due_on}
    store_audit.record(connection, filing.actor, act, subject=("task", stored.id), at=filing.now, facts=facts)


def _status_after(compared: ComparedRow, stored: StoredRow, today: date) -> Status:
    if compared.revives or stored.status is Status.DRAFT:
        return compared.status
    lies_ahead = compared.due_on is None or compared.due_on >= today
    return Status.OPEN if stored.status is Status.UNCONFIRMED and lies_ahead else stored.status


def _new_title(compared: ComparedRow) -> dict[str, object]:
    """The title of a row, when a person corrected it in the review of a later edition."""
    if not any(one.part is Part.TITLE for one in compared.differences):
        return {}
    row = compared.row
    return {"title": row.title, "title_key": row.title_key, "nth": row.nth}


def _keep_old_date(
    connection: Connection, compared: ComparedRow, stored: StoredRow, filing: Filing, answer: DueAnswer | None
) -> None:
    change_class = answer.change_class if answer else DueChangeClass.CORRECTION
    store_tasks.add_due_change(
        connection,
        stored.id,
        old=stored.due_on,
        new=compared.due_on,
        change_class=change_class,
        reason=_REASONS[change_class],
        paper=(answer.paper if answer else "") or filing.paper,
        by=filing.actor.name,
        on=filing.today,
        at=filing.now,
    )
