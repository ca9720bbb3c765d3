"""Who owes what since when: the overdue tasks of a day as rows, and the tasks past their date set aside.

Every row counts for one acting lead; of a row that names only a group each member that has not
reported its part is one. Nothing is formatted for paper here and nothing is stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy.engine import Connection

from models import store_ledger
from models.kinds import NoticeState
from models.store_ledger import Key, SaidLevel, SentCounts
from models.store_tasks import TaskFilter, load_tasks
from models.task_values import AssignmentView, ReportView, TaskView
from reports.wording import level_words, plan_words, report_words
from rules.facts import WORKING, NoticeKind, Status
from rules.policy import Policy
from rules.status import State
from rules.workdays import Calendar

_SET_ASIDE = {
    Status.REPORTED: State.PENDING,
    Status.PAUSED: State.PAUSED,
    Status.UNCONFIRMED: State.UNCONFIRMED,
}


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """One overdue task of one acting lead, every value ready."""

    task_id: int
    number: str
    title: str
    lead_id: int
    """The acting lead's office; 0 when the document names none."""
    lead: str
    support: tuple[str, ...]
    period: str
    original_due_on: date | None
    due_on: date
    is_derived: bool
    workdays_overdue: int
    days_overdue: int
    stage: str
    """The highest level said in this round (``T+5``), a held letter included; empty before the first."""
    last_report: str
    reminders_sent: int
    """Messages that left about the date, and calls."""
    follow_up_count: int
    """催办 letters that left, and calls."""
    standing: str
    """What was done last or waits to be done (处置)."""
    next_step: str
    status: Status
    extension_count: int
    group: str
    """The group's words when the lead stands here as its member."""
    plan_year: int
    is_provisional: bool
    """A year whose holidays are not published lies between the due date and the day."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A task past its date that is not overdue: 待核, 暂停 or 待确认."""

    task_id: int
    number: str
    title: str
    lead: str
    due_on: date
    state: State


def overdue_rows(
    connection: Connection, *, calendar: Calendar, policy: Policy, today: date, office_id: int | None = None
) -> list[OverdueRow]:
    """Return the overdue tasks of a day by due date, then in the order of their plans.

    With ``office_id`` only the rows that office leads.
    """
    wanted = TaskFilter(statuses=tuple(sorted(WORKING)), due_before=today, office_id=office_id)
    tasks = load_tasks(connection, wanted)
    facts = _read(connection, tasks)
    maker = _RowMaker(facts, calendar, policy, today)
    rows = [row for task in tasks for row in maker.rows(task) if office_id in (None, row.lead_id)]
    return sorted(rows, key=lambda row: row.due_on)


def set_aside(connection: Connection, *, today: date, office_id: int | None = None) -> list[SetAside]:
    """Return the tasks past their date that the overdue list leaves out, so that nobody misses them.

    A group's task whose members have all reported waits for the supervision office as well.
    """
    statuses = (*sorted(_SET_ASIDE), *sorted(WORKING))
    wanted = TaskFilter(statuses=statuses, due_before=today, office_id=office_id)
    found = [
        SetAside(task.id, task.number, task.title, task.lead_name, task.due_on, state)
        for task in load_tasks(connection, wanted)
        if (state := _state_aside(task)) and task.due_on and (office_id is None or office_id in task.lead_ids)
    ]
    return sorted(found, key=lambda one: one.due_on)


def as_json(rows: Iterable[OverdueRow]) -> list[dict[str, object]]:
    """Return the rows exactly as the command-line contract has them."""
    return [
        {
            "task_id": row.task_id,
            "title": row.title,
            "lead": row.lead,
            "support": list(row.support),
            "period": row.period or None,
            "original_due_on": row.original_due_on.isoformat() if row.original_due_on else None,
            "due_on": row.due_on.isoformat(),
            "workdays_overdue": row.workdays_overdue,
            "days_overdue": row.days_overdue,
            "stage": row.stage,
            "last_report": row.last_report,
            "reminders_sent": row.reminders_sent,
        }
        for row in rows
    ]


def _state_aside(task: TaskView) -> State | None:
    if task.status in _SET_ASIDE:
        return _SET_ASIDE[task.status]
    return State.PENDING if task.leads and not _owing(task) else None


def _owing(task: TaskView) -> list[AssignmentView]:
    """Return the acting leads that still owe the task; a group's member that reported its part does not."""
    return [lead for lead in task.leads if not (task.group_only and lead.done_on is not None)]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read about all rows at once."""

    levels: Mapping[Key, list[SaidLevel]]
    counts: Mapping[Key, SentCounts]
    own_reports: Mapping[Key, ReportView]
    extensions: Mapping[int, int]
    without_address: set[int]


def _read(connection: Connection, tasks: list[TaskView]) -> _Facts:
    ids = [task.id for task in tasks]
    shared = [task.id for task in tasks if task.group_only]
    return _Facts(
        levels=store_ledger.said_levels(connection, ids),
        counts=store_ledger.sent_counts(connection, ids),
        own_reports=store_ledger.own_last_reports(connection, shared),
        extensions=store_ledger.extension_counts(connection, ids),
        without_address=store_ledger.offices_without_address(connection),
    )


class _RowMaker:
    """Makes the rows of one day."""

    def __init__(self, facts: _Facts, calendar: Calendar, policy: Policy, today: date) -> None:
        self.facts = facts
        self.policy = policy
        self.today = today
        self.workdays_since = cache(lambda due_on: calendar.workdays_between(due_on, today))
        self.is_provisional = cache(
            lambda due_on: any(
                calendar.is_provisional(date(year, 1, 1)) for year in range(due_on.year, today.year + 1)
            )
        )

    def rows(self, task: TaskView) -> Iterator[OverdueRow]:
        """Yield one row for each acting lead that owes the task; one without a lead if it names no office."""
        if task.due_on is None:
            return
        if not task.leads:
            yield self._row(task, task.due_on, None)
        for lead in _owing(task):
            yield self._row(task, task.due_on, lead)

    def _row(self, task: TaskView, due_on: date, lead: AssignmentView | None) -> OverdueRow:
        key = (task.id, lead.office_id if lead else 0)
        report = self.facts.own_reports.get(key) if task.group_only else task.last_report
        level = self._highest(key, lead.round if lead else 0)
        counts = self.facts.counts.get(key, SentCounts())
        return OverdueRow(
            task_id=task.id,
            number=task.number,
            title=task.title,
            lead_id=key[1],
            lead=lead.office_name if lead else task.lead_name,
            support=_support(task),
            period=task.period,
            original_due_on=task.original_due_on,
            due_on=due_on,
            is_derived=task.is_derived,
            workdays_overdue=self.workdays_since(due_on),
            days_overdue=(self.today - due_on).days,
            stage=level.stage if level else "",
            last_report=report_words(report, self.today),
            reminders_sent=counts.reminders_sent,
            follow_up_count=counts.follow_up_count,
            standing=self._standing(task, key[1], level),
            next_step=plan_words(report, self.today),
            status=task.status,
            extension_count=self.facts.extensions.get(task.id, 0),
            group=task.group_words if task.group_only else "",
            plan_year=task.plan_year,
            is_provisional=self.is_provisional(due_on),
        )

    def _highest(self, key: Key, current_round: int) -> SaidLevel | None:
        """Return the highest level of the policy said in the current round."""
        said = [
            (index, level)
            for level in self.facts.levels.get(key, ())
            if level.round == current_round and (index := self.policy.level_index(level.stage)) is not None
        ]
        return max(said, key=lambda pair: pair[0])[1] if said else None

    def _standing(self, task: TaskView, lead_id: int, level: SaidLevel | None) -> str:
        if task.status is Status.RETURNED:
            return "已退回，待补充"
        if not lead_id:
            return "责任单位待明确"
        is_over = level is not None and (
            level.kind is NoticeKind.CIRCULAR or level.state is NoticeState.PHONED
        )
        if lead_id in self.facts.without_address and not is_over:
            return "没有邮箱，待电话催办"
        return level_words(level, self.today) if level else ""


def _support(task: TaskView) -> tuple[str, ...]:
    """Return the other named offices, a group beside them in its own words."""
    if task.group_only:
        return ()
    group = (task.group_words,) if task.group_words else ()
    return (*(support.office_name for support in task.supports), *group)
