"""Why the ladder is silent about a task on a day, and what it will say later if nobody answers.

The rules of ``rules.plan`` seen from the other side: a cause is a value here, its words are found by
whoever shows it. Nothing is decided.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from rules.facts import Assignee, Notice, NoticeKind, Said, TaskFacts
from rules.plan import current_rung, due_notices, rung_day
from rules.policy import Level, Policy, stage_before
from rules.workdays import Calendar


class Quiet(StrEnum):
    """Why no rung and no level is due to an office on a day."""

    NO_DATE = "no_date"
    PART_DONE = "part_done"
    REST_DAY = "rest_day"
    RUNG_AHEAD = "rung_ahead"
    LEAD_ONLY = "lead_only"
    LEVEL_AHEAD = "level_ahead"
    LEVEL_BELOW_WAITS = "level_below_waits"
    ALL_SAID = "all_said"


@dataclass(frozen=True, slots=True)
class Silence:
    """The cause, with the rung or level it speaks of."""

    cause: Quiet
    stage: str = ""
    """The next rung or level; for ``LEVEL_BELOW_WAITS`` the one that has not left."""
    on: date | None = None
    """The first day of the next rung or level."""
    below_left_on: date | None = None
    """When the level below left; None when there is none below."""


def silence(
    task: TaskFacts, who: Assignee, *, policy: Policy, calendar: Calendar, day: date
) -> Silence | None:
    """Return why the ladder of a task in work has nothing new for an office on a day.

    None when a rung or a level is due and unsaid.
    """
    if task.due_on is None:
        return Silence(Quiet.NO_DATE)
    if who.done:
        return Silence(Quiet.PART_DONE)
    if not calendar.is_workday(day):
        return Silence(Quiet.REST_DAY)
    said = {one.stage: one for one in task.said if (one.office_id, one.round) == (who.office_id, who.round)}
    if day <= task.due_on:
        return _before(task.due_on, said, policy, calendar, day)
    if who.office_id not in task.lead_ids:
        return Silence(Quiet.LEAD_ONLY)
    return _after(task.due_on, said, policy, calendar, day)


def _before(
    due_on: date, said: dict[str, Said], policy: Policy, calendar: Calendar, day: date
) -> Silence | None:
    current = current_rung(due_on, policy=policy, calendar=calendar, today=day)
    if current is not None and stage_before(current) not in said:
        return None
    for days in policy.before:
        first = rung_day(due_on, days, calendar)
        if first > day:
            return Silence(Quiet.RUNG_AHEAD, stage_before(days), first)
    return _after(due_on, {}, policy, calendar, day)


def _after(
    due_on: date, said: dict[str, Said], policy: Policy, calendar: Calendar, day: date
) -> Silence | None:
    below: Level | None = None
    for level in policy.levels:
        if level.stage in said:
            below = level
            continue
        start = due_on if below is None else said[below.stage].left_on
        if start is None:
            break
        first = calendar.add_workdays(start, level.days - (below.days if below else 0))
        left_on = said[below.stage].left_on if below else None
        return None if first <= day else Silence(Quiet.LEVEL_AHEAD, level.stage, first, left_on)
    if below is not None and said[below.stage].left_on is None:
        return Silence(Quiet.LEVEL_BELOW_WAITS, below.stage)
    return Silence(Quiet.ALL_SAID)


@dataclass(frozen=True, slots=True)
class Ahead:
    """A task as it will stand on a later day, and what will be due to be said then."""

    task: TaskFacts
    notices: tuple[Notice, ...]


def look_ahead(
    task: TaskFacts,
    *,
    policy: Policy,
    calendar: Calendar,
    start: date,
    day: date,
    keys: Collection[str],
    unreachable: Collection[int],
) -> Ahead:
    """Walk from ``start`` to ``day`` as if nobody answered and nothing was released.

    ``keys`` are the notices that exist; offices that are ``unreachable`` get no line of a digest, so
    for them nothing is said and no level rises.
    """
    known = set(keys)
    for offset in range((day - start).days):
        on = start + timedelta(days=offset)
        due = _unsaid(task, known, policy, calendar, on)
        said = [one for one in due if _is_silent_record(one) or one.office_id not in unreachable]
        known.update(one.dedupe_key for one in said)
        task = _after_saying(task, said, on)
    return Ahead(task, tuple(_unsaid(task, known, policy, calendar, day)))


def _unsaid(
    task: TaskFacts, known: Collection[str], policy: Policy, calendar: Calendar, on: date
) -> list[Notice]:
    due = due_notices([task], policy=policy, calendar=calendar, today=on)
    return [one for one in due if one.causes and one.dedupe_key not in known]


def _is_silent_record(notice: Notice) -> bool:
    """A held letter and a mark for the circular are recorded whether or not the office can be mailed."""
    return notice.held or notice.kind is NoticeKind.CIRCULAR


def _after_saying(task: TaskFacts, notices: Iterable[Notice], on: date) -> TaskFacts:
    said, told = list(task.said), set()
    for one in notices:
        said.append(Said(one.office_id, one.kind, one.stage, one.round, None if one.held else on))
        if one.kind is NoticeKind.ASSIGNMENT:
            told.add(one.office_id)
    assignees = tuple(replace(who, told=who.told or who.office_id in told) for who in task.assignees)
    return replace(task, said=tuple(said), assignees=assignees)
