"""Deciding a day and storing it: notices, digests and held letters, one transaction an office.

The decision itself is in ``rules.plan``; reading and rendering happen before each write begins.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.engine import Connection

from models import db, store_notices, store_plans
from models.kinds import NoticeState, OfficeState, PlanState
from models.store_directory import Directory, OfficeRecord, load_directory
from models.store_facts import load_facts
from notifiers.mime import Attachment
from reports.office_list import office_overdue_xlsx
from reports.overdue import OverdueRow, overdue_rows
from rules.errors import InputError
from rules.facts import (
    STAGE_WEEKLY,
    Notice,
    NoticeKind,
    Said,
    TaskFacts,
    gravest,
)
from rules.plan import due_notices, grouped, scan_until, unsent
from rules.policy import Policy
from rules.workdays import Calendar
from scheduler.compose import Composer, read_material
from scheduler.posting import SLOT_DIGEST, SLOT_RETURNED, Addressee, Post, build_post, store_posts
from scheduler.services import Services

log = logging.getLogger("duban.planning")

OFFICES_AT_ONCE = 50
NO_ADDRESS = "没有收信邮箱"
NOT_VERIFIED = "名称待核实，没有收信邮箱"


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """An office that something is due for and no mail can reach."""

    office: str
    reason: str


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What one day calls for and has not been said yet."""

    digests: dict[int, list[Notice]]
    held: list[Notice]
    marks: list[Notice]


@dataclass(slots=True)
class Planned:
    """What a planning pass stored, counted as it goes."""

    notices: int = 0
    held: int = 0
    messages: int = 0
    undeliverable: list[Undeliverable] = field(default_factory=list)


def decide(
    facts: Iterable[TaskFacts],
    keys: Collection[str] | None,
    *,
    policy: Policy,
    calendar: Calendar,
    today: date,
) -> DayPlan:
    """Return what is due and unsaid; ``keys`` are the notices that exist, None to take the facts' own."""
    due = due_notices(facts, policy=policy, calendar=calendar, today=today)
    return day_plan(unsent(due, keys or ()))


def day_plan(fresh: list[Notice]) -> DayPlan:
    """Sort what is due and unsaid into digests, held letters and marks for the circular."""
    return DayPlan(
        digests=grouped(fresh),
        held=[notice for notice in fresh if notice.held],
        marks=[notice for notice in fresh if notice.kind is NoticeKind.CIRCULAR],
    )


def plan_day(services: Services, *, today: date) -> Planned:
    """Store what a working day calls for: held letters, marks for the circular, one digest an office.

    Offices are taken a few at a time, so that memory stays small and a killed pass has not worked in vain.
    """
    planned = Planned()
    log.info("phase=planning today=%s", today)
    _note_first_sight(services, today)
    with db.reading(services.engine) as connection:
        calendar = services.calendar(connection)
        until = scan_until(today, policy=services.policy, calendar=calendar)
        facts = load_facts(connection, due_until=until)
        directory = load_directory(connection)
        due = due_notices(facts, policy=services.policy, calendar=calendar, today=today)
        keys = store_notices.existing_keys(connection, [notice.dedupe_key for notice in due])
        day = day_plan(unsent(due, keys))
        served = store_notices.offices_served(connection, run_on=today, slot=SLOT_DIGEST)
        weekly = _weekly_rows(services, connection, day.digests, calendar, today)
    _store_letters_and_marks(services, day, planned, today)
    wanted = [
        (office_id, lines)
        for office_id, lines in _not_yet_served(day.digests, served).items()
        if _reachable(directory.offices[office_id], planned)
    ]
    said = {task.id: task.said for task in facts}
    log.info("phase=rendering digests=%s", len(wanted))
    for start in range(0, len(wanted), OFFICES_AT_ONCE):
        some = dict(wanted[start : start + OFFICES_AT_ONCE])
        composer = _composer(services, some, said, calendar, directory, today)
        rendered = []
        for office_id, lines in some.items():
            slot = f"{SLOT_RETURNED if office_id in served else SLOT_DIGEST}:{office_id}"
            post = _rendered(composer, office_id, lines, slot, weekly.get(office_id, ()), planned)
            if post is not None:
                rendered.append((post, lines))
        with db.writing(services.engine) as connection:
            store_digests(connection, rendered, planned, today=today, now=composer.now)
    return planned


def _composer(
    services: Services,
    digests: dict[int, list[Notice]],
    said: Mapping[int, Sequence[Said]],
    calendar: Calendar,
    directory: Directory,
    today: date,
) -> Composer:
    task_ids = {notice.task_id for lines in digests.values() for notice in lines if notice.task_id}
    with db.reading(services.engine) as connection:
        material = read_material(
            connection, directory=directory, said=said, task_ids=task_ids, office_ids=digests
        )
    return Composer(services, material, calendar, today, services.clock())


def _rendered(
    composer: Composer,
    office_id: int,
    lines: list[Notice],
    slot: str,
    weekly: Sequence[OverdueRow],
    planned: Planned,
) -> Post | None:
    """Render one office's digest; None, and the office named, when no mail can go to its address."""
    office = composer.material.directory.offices[office_id]
    try:
        return digest_post(composer, office, lines, slot, weekly)
    except InputError as problem:
        planned.undeliverable.append(Undeliverable(office.name, problem.message))
        return None


def _note_first_sight(services: Services, today: date) -> None:
    """A plan without a release day is released by the first pass that sees it."""
    with db.reading(services.engine) as connection:
        unseen = [
            plan.id
            for plan in store_plans.plans(connection)
            if plan.state is PlanState.RELEASED and plan.released_on is None
        ]
    if unseen:
        with db.writing(services.engine) as connection:
            for plan_id in unseen:
                store_plans.update_plan(connection, plan_id, released_on=today)


def _not_yet_served(digests: dict[int, list[Notice]], served: Collection[int]) -> dict[int, list[Notice]]:
    """After the day's digest only a return (退办) goes out the same day; the rest waits for tomorrow's."""
    left: dict[int, list[Notice]] = {}
    for office_id, lines in digests.items():
        late = [line for line in lines if line.kind is NoticeKind.RETURNED]
        kept = lines if office_id not in served else late
        if kept:
            left[office_id] = kept
    return left


def _reachable(office: OfficeRecord, planned: Planned) -> bool:
    if office.email:
        return True
    reason = NO_ADDRESS if office.state is OfficeState.VERIFIED else NOT_VERIFIED
    planned.undeliverable.append(Undeliverable(office.name, reason))
    return False


def _weekly_rows(
    services: Services,
    connection: Connection,
    digests: dict[int, list[Notice]],
    calendar: Calendar,
    today: date,
) -> dict[int, list[OverdueRow]]:
    if not any(line.stage.startswith(STAGE_WEEKLY) for lines in digests.values() for line in lines):
        return {}
    rows: dict[int, list[OverdueRow]] = defaultdict(list)
    for row in overdue_rows(connection, calendar=calendar, policy=services.policy, today=today):
        rows[row.lead_id].append(row)
    return rows


def digest_post(
    composer: Composer, office: OfficeRecord, lines: list[Notice], slot: str, weekly: Sequence[OverdueRow]
) -> Post:
    """Render and build one office's digest, with its overdue list where the weekly list stands in it."""
    services = composer.services
    attachments: tuple[Attachment, ...] = ()
    if weekly and any(line.stage.startswith(STAGE_WEEKLY) for line in lines):
        name, content = office_overdue_xlsx(weekly, today=composer.today, office_name=office.name)
        attachments = (Attachment(name, content, XLSX_TYPE),)
    mail = composer.office_mail(
        office, lines, attachment_name=attachments[0].file_name if attachments else ""
    )
    rendered = services.renderer.digest(mail, policy=services.policy, calendar=composer.calendar)
    return build_post(
        services,
        rendered,
        Addressee(office.email, office.name, office.id),
        slot=slot,
        kind=gravest(line.kind for line in lines),
        now=composer.now,
        plan_id=mail.plan.id,
        due_on=min((line.due_on for line in lines if line.due_on), default=None),
        attachments=attachments,
    )


XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _store_letters_and_marks(services: Services, day: DayPlan, planned: Planned, today: date) -> None:
    if not day.held and not day.marks:
        return
    with db.writing(services.engine) as connection:
        store_notices.add_notices(connection, day.held, planned_on=today, state=NoticeState.HELD)
        store_notices.add_notices(connection, day.marks, planned_on=today, state=NoticeState.LEFT)
    planned.held += len(day.held)
    planned.notices += len(day.held) + len(day.marks)


def store_digests(
    connection: Connection,
    rendered: Sequence[tuple[Post, Sequence[Notice]]],
    planned: Planned,
    *,
    today: date,
    now: datetime,
) -> None:
    """Insert the notices and the messages that say them, in one transaction: all of it or nothing."""
    ids = store_posts(connection, [post for post, _ in rendered], run_on=today, now=now)
    said = [(id_, lines) for id_, (_, lines) in zip(ids, rendered, strict=True) if id_ is not None]
    store_notices.add_said(connection, said, planned_on=today)
    told = [
        (notice.task_id, notice.office_id)
        for _, lines in said
        for notice in lines
        if notice.kind in (NoticeKind.ASSIGNMENT, NoticeKind.INFORM) and notice.task_id is not None
    ]
    store_notices.mark_told(connection, told, today)
    planned.messages += len(said)
    planned.notices += sum(len(lines) for _, lines in said)
