"""Who waits for a person with a slip: each office mail cannot reach, why, how much, and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models.store_directory import load_directory
from rules.facts import Notice, NoticeKind
from rules.plan import rung_day
from rules.policy import stage_before
from scheduler.compose import Composer
from scheduler.services import SHANGHAI, Services
from scheduler.undelivered import Undelivered, composer_of, undelivered


@dataclass(frozen=True, slots=True)
class Waiting:
    """One office that a person must go to."""

    office_id: int
    office_name: str
    reason: str
    line_count: int
    since: date
    """The day from which the oldest line has waited."""


def waiting(services: Services, connection: Connection, *, today: date) -> list[Waiting]:
    """Return the offices to be reached by hand, the one that has waited longest first."""
    found = undelivered(services, connection, today=today)
    if not found:
        return []
    composer = composer_of(
        services,
        connection,
        [notice for one in found for notice in one.fresh],
        calendar=services.calendar(connection),
        directory=load_directory(connection),
        on=found[0].on,
    )
    rows = [
        Waiting(
            office_id=one.office.id,
            office_name=one.office.name,
            reason=one.reason,
            line_count=len(one.task_ids),
            since=_since(services, one, composer),
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: row.since)


def _since(services: Services, found: Undelivered, composer: Composer) -> date:
    return min([*_stored_days(found), *(_first_day(services, one, composer) for one in found.fresh)])


def _stored_days(found: Undelivered) -> Iterator[date]:
    for refusal in found.refusals:
        yield refusal.message.run_on
    for record in found.letters:
        at = record.released_at
        yield at.astimezone(SHANGHAI).date() if at else record.planned_on


def _first_day(services: Services, notice: Notice, composer: Composer) -> date:
    """Return the first day that called for a notice: its rung's, but not before the task was given out."""
    view = composer.material.views[notice.task_id or 0]
    plan = composer.material.plans[view.plan_id]
    given_out_on = max(view.registered_on, plan.released_on or view.registered_on)
    first = composer.today
    before = {stage_before(days): days for days in services.policy.before}
    if notice.kind is NoticeKind.ASSIGNMENT:
        first = given_out_on
    elif notice.due_on is not None and notice.stage in before:
        first = rung_day(notice.due_on, before[notice.stage], composer.calendar)
    elif notice.due_on is not None and notice.stage == services.policy.levels[0].stage:
        first = composer.calendar.next_workday(notice.due_on)
    return min(max(first, given_out_on), composer.today)
