"""Walking through days without storing or sending: the same decision, with the sent-log in memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models import db
from models.store_directory import Directory, load_directory
from models.store_facts import load_all_facts
from models.task_values import TaskView
from rules.facts import Assignee, Notice, NoticeKind, Said, TaskFacts, gravest
from rules.plan import one_line_a_task
from rules.workdays import Calendar
from scheduler.compose import Composer, Material, read_material
from scheduler.planning import DayPlan, decide
from scheduler.services import Services

_TOLD_BY = (NoticeKind.ASSIGNMENT, NoticeKind.INFORM)


@dataclass(frozen=True, slots=True)
class RehearsedItem:
    """One line of a rehearsed message."""

    title: str
    kind: NoticeKind
    due_on: date | None
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One message that would leave, or a letter that would be offered for release."""

    on: date
    office: str
    to: tuple[str, ...]
    kind: NoticeKind
    held: bool
    subject: str
    items: tuple[RehearsedItem, ...]


def rehearse(services: Services, *, start: date, end: date) -> Iterator[Rehearsed]:
    """Yield every message that would leave from ``start`` to ``end``, if nobody answers.

    Offices without an address are listed as if they could be reached, with nobody to mail to.
    """
    with db.reading(services.engine) as connection:
        calendar = services.calendar(connection)
        facts = {task.id: task for task in load_all_facts(connection)}
        directory = load_directory(connection)
        said: dict[int, list[Said]] = defaultdict(list)
        for task in facts.values():
            said[task.id] = list(task.said)
        material = read_material(
            connection,
            directory=directory,
            said=said,
            task_ids=facts,
            office_ids=directory.offices,
        )
    walk = _Walk(services, calendar, material, facts, said)
    for offset in range((end - start).days + 1):
        yield from walk.day(start + timedelta(days=offset))


@dataclass(slots=True)
class _Walk:
    services: Services
    calendar: Calendar
    material: Material
    facts: dict[int, TaskFacts]
    said: dict[int, list[Said]]

    @property
    def directory(self) -> Directory:
        return self.material.directory

    def day(self, today: date) -> Iterator[Rehearsed]:
        plan = self._decide(today)
        composer = Composer(self.services, self.material, self.calendar, today, self.services.clock())
        for office_id, notices in plan.digests.items():
            yield self._digest(composer, office_id, notices)
            self._remember(notices, today)
        letters: dict[int, list[Notice]] = defaultdict(list)
        for notice in plan.held:
            letters[notice.office_id].append(notice)
        for office_id, notices in sorted(letters.items()):
            yield self._letter(composer, office_id, notices)
        self._remember(plan.held, None)
        self._remember(plan.marks, today)

    def _decide(self, today: date) -> DayPlan:
        policy = self.services.policy
        keys = {_key(task_id, one) for task_id, said in self.said.items() for one in said}
        return decide(self.facts.values(), keys, policy=policy, calendar=self.calendar, today=today)

    def _digest(self, composer: Composer, office_id: int, notices: list[Notice]) -> Rehearsed:
        mail = composer.office_mail(self.directory.offices[office_id], notices)
        rendered = self.services.renderer.digest(mail, policy=self.services.policy, calendar=self.calendar)
        return self._rehearsed(composer.today, office_id, notices, rendered.subject, held=False)

    def _letter(self, composer: Composer, office_id: int, notices: list[Notice]) -> Rehearsed:
        mail = composer.office_mail(self.directory.offices[office_id], notices)
        rendered = self.services.renderer.letter(mail, policy=self.services.policy, calendar=self.calendar)
        return self._rehearsed(composer.today, office_id, notices, rendered.subject, held=True)

    def _rehearsed(
        self, today: date, office_id: int, notices: Iterable[Notice], subject: str, *, held: bool
    ) -> Rehearsed:
        office = self.directory.offices[office_id]
        lines = one_line_a_task(notices)
        return Rehearsed(
            on=today,
            office=office.name,
            to=(office.email,) if office.email else (),
            kind=gravest(line.kind for line in lines),
            held=held,
            subject=subject,
            items=tuple(self._item(line) for line in lines),
        )

    def _item(self, line: Notice) -> RehearsedItem:
        view: TaskView = self.material.views[line.task_id or 0]
        return RehearsedItem(view.title, line.kind, line.due_on, line.stage, line.reason)

    def _remember(self, notices: Iterable[Notice], left_on: date | None) -> None:
        for notice in notices:
            task_id = notice.task_id or 0
            self.said[task_id].append(
                Said(notice.office_id, notice.kind, notice.stage, notice.round, left_on)
            )
            self.facts[task_id] = _told(self.facts[task_id], notice, self.said[task_id])


def _told(task: TaskFacts, notice: Notice, said: list[Said]) -> TaskFacts:
    assignees: tuple[Assignee, ...] = task.assignees
    if notice.kind in _TOLD_BY:
        assignees = tuple(
            replace(who, told=True) if who.office_id == notice.office_id else who for who in assignees
        )
    return replace(task, assignees=assignees, said=tuple(said))


def _key(task_id: int, said: Said) -> str:
    notice = Notice(said.kind, said.office_id, task_id, None, said.stage, said.round, "")
    return notice.dedupe_key
