"""What mail cannot say to an office, so that a person must: today's digest and released letters of an
office without a usable address, and what stood in messages that were given up.

It reads and never stores; handing over is in ``scheduler.handover``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.engine import Connection

from models import store_handover, store_messages, store_notices, store_stale
from models.kinds import NoticeState, OfficeState
from models.store_directory import Directory, OfficeRecord, load_directory
from models.store_facts import load_facts, load_said
from models.store_messages import DeliveryRecord, MessageRecord
from models.store_notices import NoticeRecord
from rules.addresses import check_address
from rules.errors import InputError
from rules.facts import WORKING, Notice, NoticeKind
from rules.plan import due_notices, grouped, scan_until, unsent
from rules.workdays import Calendar
from scheduler.compose import Composer, read_material
from scheduler.planning import NO_ADDRESS, NOT_VERIFIED
from scheduler.services import Services
from templates.filters import day_words


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that was given up, and those of its notices that still must be said."""

    message: MessageRecord
    records: tuple[NoticeRecord, ...]
    words: str
    """What became of it: ``3月1日的信被退回（550）``."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Everything one office is to be told by hand."""

    office: OfficeRecord
    on: date
    """The working day whose digest this is."""
    address_problem: str
    """Why no mail can reach the office at all; empty when only single messages were given up."""
    fresh: tuple[Notice, ...]
    """The day's digest, which is stored only when it is handed over."""
    letters: tuple[NoticeRecord, ...]
    """Released letters that wait for an address."""
    refusals: tuple[Refusal, ...]

    @property
    def records(self) -> tuple[NoticeRecord, ...]:
        """The notices that are stored already."""
        return (*self.letters, *(record for refusal in self.refusals for record in refusal.records))

    @property
    def task_ids(self) -> set[int]:
        """The tasks of the slip, one line each."""
        ids = {notice.task_id for notice in self.fresh} | {record.task_id for record in self.records}
        return {task_id for task_id in ids if task_id is not None}

    @property
    def reason(self) -> str:
        """Why a person must go."""
        said = [self.address_problem] if self.address_problem else []
        return "；".join([*said, *(refusal.words for refusal in self.refusals)])

    def only(self, task_ids: Iterable[int]) -> "Undelivered":
        """Return the same with some of the tasks alone."""
        kept = set(task_ids)
        refusals = (
            replace(one, records=tuple(record for record in one.records if record.task_id in kept))
            for one in self.refusals
        )
        return replace(
            self,
            fresh=tuple(notice for notice in self.fresh if notice.task_id in kept),
            letters=tuple(record for record in self.letters if record.task_id in kept),
            refusals=tuple(one for one in refusals if one.records),
        )


def address_problem(services: Services, office: OfficeRecord) -> str:
    """Return why no mail can go to an office, empty when it can; the words of a pass."""
    if not office.email:
        return NO_ADDRESS if office.state is OfficeState.VERIFIED else NOT_VERIFIED
    if services.mail.redirect_to:
        return ""
    try:
        check_address(office.email)
    except InputError as problem:
        return problem.message
    return ""


def undelivered(
    services: Services,
    connection: Connection,
    *,
    today: date,
    office_id: int | None = None,
    message_id: int | None = None,
) -> list[Undelivered]:
    """Return the offices to be reached by hand, in directory order; of one office or message when given.

    On a day on which nobody works it is what the working day before called for.
    """
    reading = _Reading(services, connection, services.calendar(connection), load_directory(connection), today)
    refusals = reading.refusals(office_id, message_id)
    offices = reading.directory.offices
    chosen = [offices[office_id]] if office_id in offices else [] if office_id else list(offices.values())
    unreachable = {one.id: problem for one in chosen if (problem := address_problem(services, one))}
    digests = reading.digests(unreachable) if unreachable and message_id is None else {}
    letters = reading.letters(unreachable) if unreachable and message_id is None else {}
    found = (
        Undelivered(
            office=office,
            on=reading.on,
            address_problem=unreachable.get(office.id, ""),
            fresh=tuple(digests.get(office.id, ())),
            letters=tuple(letters.get(office.id, ())),
            refusals=tuple(one for one in refusals if one.message.office_id == office.id),
        )
        for office in chosen
    )
    return [one for one in found if one.task_ids]


class _Reading:
    """One look at the database for one day."""

    def __init__(
        self,
        services: Services,
        connection: Connection,
        calendar: Calendar,
        directory: Directory,
        today: date,
    ) -> None:
        self.services = services
        self.connection = connection
        self.calendar = calendar
        self.directory = directory
        self.today = today
        self.on = calendar.on_or_before(today)

    def digests(self, office_ids: Iterable[int]) -> dict[int, list[Notice]]:
        """The lines that the digests of some offices would have on the day."""
        policy = self.services.policy
        until = scan_until(self.on, policy=policy, calendar=self.calendar)
        facts = load_facts(self.connection, due_until=until)
        due = due_notices(facts, policy=policy, calendar=self.calendar, today=self.on)
        keys = store_notices.existing_keys(self.connection, [notice.dedupe_key for notice in due])
        wanted = set(office_ids)
        own = [notice for notice in unsent(due, keys) if notice.office_id in wanted]
        return grouped(self._given_out(own))

    def _given_out(self, notices: Sequence[Notice]) -> Iterator[Notice]:
        """A slip of an earlier day says nothing of a task that came later."""
        material = self.composer(notices).material
        for notice in notices:
            view = material.views[notice.task_id or 0]
            released_on = material.plans[view.plan_id].released_on
            if max(view.registered_on, released_on or view.registered_on) <= self.on:
                yield notice

    def letters(self, office_ids: Iterable[int]) -> dict[int, list[NoticeRecord]]:
        """The released letters of some offices that no message says and whose tasks are still owed."""
        states = (NoticeState.RELEASED,)
        found = store_notices.notices(self.connection, states=states, kinds=(NoticeKind.LETTER,))
        waiting = [one for one in found if one.message_id is None and one.office_id in set(office_ids)]
        if not waiting:
            return {}
        views = self.composer(waiting).material.views
        kept: dict[int, list[NoticeRecord]] = {}
        for record in waiting:
            view = views[record.task_id or 0]
            is_led = record.office_id in view.lead_ids and view.due_on == record.due_on
            if is_led and view.status in WORKING:
                kept.setdefault(record.office_id, []).append(record)
        return kept

    def refusals(self, office_id: int | None, message_id: int | None) -> list[Refusal]:
        """The messages that were given up, with what of them still holds and was not said since."""
        failed = store_handover.unsaid_failures(self.connection, office_id=office_id, message_id=message_id)
        found = ((message, self._still_unsaid(message)) for message in failed)
        return [
            Refusal(message, records, self._refusal_words(message)) for message, records in found if records
        ]

    def _still_unsaid(self, message: MessageRecord) -> tuple[NoticeRecord, ...]:
        """A level waits until it is said, because the next one does; the rest only until the next word."""
        levels = {level.stage for level in self.services.policy.levels}
        holding = store_stale.holding_notices(self.connection, message.id)
        records = [
            record
            for record in store_notices.notices(
                self.connection, message_id=message.id, states=store_handover.UNSAID
            )
            if record.id in holding and record.planned_on <= self.today
        ]
        pairs = {(record.task_id or 0, record.office_id) for record in records}
        newest = store_handover.said_since(self.connection, pairs)
        return tuple(
            record
            for record in records
            if record.stage in levels or newest.get((record.task_id or 0, record.office_id), 0) < record.id
        )

    def _refusal_words(self, message: MessageRecord) -> str:
        tries = store_messages.deliveries(self.connection, message.id)
        return f"{day_words(message.run_on, self.today)}的信{_outcome(tries)}"

    def composer(self, notices: Sequence[Notice | NoticeRecord]) -> Composer:
        """Return what knows everything about the tasks of some notices."""
        return composer_of(
            self.services,
            self.connection,
            notices,
            calendar=self.calendar,
            directory=self.directory,
            on=self.on,
        )


def _outcome(tries: Sequence[DeliveryRecord]) -> str:
    code = tries[-1].code if tries else None
    if code is None or code < 500:
        return "一直没有发成"
    return f"被退回（{code}）"


def composer_of(
    services: Services,
    connection: Connection,
    notices: Sequence[Notice | NoticeRecord],
    *,
    calendar: Calendar,
    directory: Directory,
    on: date,
) -> Composer:
    """Return a composer for what is said by hand on a day."""
    task_ids = sorted({one.task_id for one in notices if one.task_id is not None})
    material = read_material(
        connection,
        directory=directory,
        said=load_said(connection, task_ids),
        task_ids=task_ids,
        office_ids={one.office_id for one in notices},
    )
    return Composer(services, material, calendar, on, services.clock())
