"""What a day calls for and has no notice yet, and whether each of it rightly waits or was lost.

It asks the same decision as the planning of a pass and compares it with the rows that exist. Nothing is
stored and nothing is sent.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.engine import Connection

from models import store_audit, store_notices, store_why
from models.store_audit import LAST_RUN
from models.store_directory import Directory
from rules.facts import Notice, NoticeKind, TaskFacts
from rules.plan import due_notices, grouped, unsent
from rules.workdays import Calendar
from scheduler.hours import Hours, hours_at
from scheduler.posting import SLOT_DIGEST, SLOT_RETURNED, SLOT_SUMMARY, SLOT_WEEKLY
from scheduler.services import Services

_PATIENCE_PASSES = 2
#: Slots that only a pass fills.
_OF_A_PASS = (SLOT_DIGEST, SLOT_WEEKLY, SLOT_SUMMARY)
#: What touches every task: the calendar, the directory, an import, the whole database.
_TOUCHES_ALL = frozenset({"workday", "directory", "batch", "database"})
_RUN_DAY = re.compile(r"today=(\d{4}-\d{2}-\d{2})")


class Standing(StrEnum):
    """How a due notice that does not exist stands."""

    LOST = "lost"
    """The pass that should have made it has had its time."""
    EARLY = "early"
    """The day's first pass has not had its time yet."""
    TOUCHED = "touched"
    """Somebody acted on it since; the next pass takes it."""
    DIGEST_LEFT = "digest_left"
    """The office's digest of the day has left; it stands in the next one."""
    NO_ADDRESS = "no_address"
    CLOSED = "closed"
    """The hours are over; the next working day takes it."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A due notice without a row, and how it stands."""

    notice: Notice
    standing: Standing


@dataclass(frozen=True, slots=True)
class Passes:
    """What is known of the passes of a day at a moment."""

    today: date
    hours: Hours
    patience: timedelta
    """How long what was just changed may wait for a pass."""
    last_on: date | None
    last_at: datetime | None
    has_run: bool
    """Whether a pass for the day has been, or is still sending."""
    touched: frozenset[tuple[str, str]]

    @property
    def is_late(self) -> bool:
        """Whether the day's first pass has had its time, by the real clock."""
        hours = self.hours
        due_by = hours.opens_at + self.patience
        return hours.day == self.today and hours.is_workday and hours.now >= due_by

    @property
    def has_just_run(self) -> bool:
        """Whether a pass for the day ended a moment ago, at whatever hour."""
        ended = self.last_at if self.last_on == self.today else None
        return ended is not None and self.hours.now - ended <= self.patience

    def standing(self, notice: Notice) -> Standing:
        """Return how a due notice stands that every address and digest would allow."""
        if self._is_touched(notice):
            return Standing.TOUCHED
        is_over = self.hours.day > self.today or (self.hours.day == self.today and self.hours.is_over)
        if self.has_just_run or (self.is_late and not (is_over and self.has_run)):
            return Standing.LOST
        return Standing.CLOSED if is_over else Standing.EARLY

    def _is_touched(self, notice: Notice) -> bool:
        about = {
            ("task", str(notice.task_id)),
            ("plan", str(notice.plan_id)),
            ("office", str(notice.office_id)),
        }
        return bool(self.touched & about) or any(kind in _TOUCHES_ALL for kind, _ in self.touched)


def passes_of(
    services: Services, connection: Connection, *, calendar: Calendar, today: date, now: datetime
) -> Passes:
    """Return what is known of the passes of a day."""
    patience = timedelta(minutes=services.policy.pass_minutes * _PATIENCE_PASSES)
    last_on = last_run_day(connection)
    has_traces = store_why.has_messages(connection, run_on=today, slots=_OF_A_PASS)
    return Passes(
        today=today,
        hours=hours_at(now, policy=services.policy, calendar=calendar),
        patience=patience,
        last_on=last_on,
        last_at=store_audit.switch_moment(connection, LAST_RUN),
        has_run=last_on == today or has_traces,
        touched=frozenset(store_why.touched_since(connection, now - patience)),
    )


def last_run_day(connection: Connection) -> date | None:
    """Return the day of the last pass, which need not be the day on which it ran."""
    found = _RUN_DAY.search(store_audit.switch_value(connection, LAST_RUN))
    return date.fromisoformat(found[1]) if found else None


def unsaid(
    services: Services,
    connection: Connection,
    facts: Iterable[TaskFacts],
    *,
    passes: Passes,
    calendar: Calendar,
    directory: Directory,
) -> list[Unsaid]:
    """Return what the day of the passes calls for and no notice says.

    Lines that would only accompany others, and offices whose lines all do, are left out.
    """
    due = due_notices(facts, policy=services.policy, calendar=calendar, today=passes.today)
    keys = store_notices.existing_keys(connection, [notice.dedupe_key for notice in due])
    fresh = unsent(due, keys)
    recorded = [notice for notice in fresh if notice.held or notice.kind is NoticeKind.CIRCULAR]
    found = [Unsaid(notice, passes.standing(notice)) for notice in recorded]
    digests = grouped(fresh)
    return [*found, *_lines(connection, digests, passes, directory)] if digests else found


def _lines(
    connection: Connection, digests: dict[int, list[Notice]], passes: Passes, directory: Directory
) -> Iterator[Unsaid]:
    served = store_notices.offices_served(connection, run_on=passes.today, slot=SLOT_DIGEST)
    served_twice = store_notices.offices_served(connection, run_on=passes.today, slot=SLOT_RETURNED)
    for office_id, lines in digests.items():
        for line in lines:
            if not line.causes:
                continue
            if not directory.offices[office_id].email:
                yield Unsaid(line, Standing.NO_ADDRESS)
            elif office_id in served_twice or (office_id in served and line.kind is not NoticeKind.RETURNED):
                yield Unsaid(line, Standing.DIGEST_LEFT)
            else:
                yield Unsaid(line, passes.standing(line))
