"""为什么发了，为什么没发: one sentence for each possible notice of a task to each named office on a day.

What exists is told from its rows; what does not exist is explained by the same decision that a pass asks,
over the task as it stood on that day. For a day ahead it says what is planned if nobody answers. It
stores nothing and decides nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from sqlalchemy.engine import Connection

from models import store_audit, store_outbox, store_tasks
from models.store_audit import SENDING_PAUSED
from models.store_directory import Directory, load_directory
from models.store_notices import NoticeRecord
from models.store_outbox import MessageRecord
from models.tables import MessageState, NoticeState, PlanState
from rules.errors import InputError
from rules.explain import Quiet, look_ahead, silence
from rules.facts import WORKING, Assignee, Notice, NoticeKind, Role, TaskFacts
from rules.plan import due_notices
from rules.workdays import Calendar
from scheduler.past import Past, read_past
from scheduler.posting import SLOT_DIGEST
from scheduler.services import SHANGHAI, Services
from scheduler.unsaid import Passes, Standing, Unsaid, passes_of, unsaid
from scheduler.why_words import Reason, Words

#: How far ahead a day may lie.
LONGEST_AHEAD = timedelta(days=731)
_FIRST_YEAR = 2000


class Tense(Enum):
    """Whether a day lies behind, is this one, or lies ahead."""

    PAST = auto()
    TODAY = auto()
    AHEAD = auto()


def why(
    services: Services, connection: Connection, task_id: int, day: date, *, today: date
) -> list[Reason]:
    """Return, office by office, what was said about a task on a day or why nothing was.

    Raises :class:`NotFoundError` for a task nobody has and :class:`InputError` for a day out of reach.
    """
    if day.year < _FIRST_YEAR or day - today > LONGEST_AHEAD:
        raise InputError(f"只能看{_FIRST_YEAR}年以后、两年以内的日子。")
    view = store_tasks.load_task(connection, task_id)
    case = _read_case(services, connection, read_past(connection, view), day=day, today=today)
    return [reason for who in case.facts.assignees if who.role is not Role.INFORMED for reason in case.of(who)]


def _read_case(
    services: Services, connection: Connection, past: Past, *, day: date, today: date
) -> "_Case":
    now = services.clock()
    calendar = services.calendar(connection)
    passes = passes_of(services, connection, calendar=calendar, today=today, now=now)
    tense = _tense(day, passes)
    ids = {one.message_id for one in past.records if one.message_id is not None}
    messages = {one.id: one for one in store_outbox.messages(connection, ids=ids, limit=5000)}
    paused = store_audit.switch_value(connection, SENDING_PAUSED)
    case = _Case(
        services=services,
        connection=connection,
        past=past,
        calendar=calendar,
        directory=load_directory(connection),
        passes=passes,
        tense=tense,
        day=day,
        facts=past.on(day) if tense is Tense.PAST else past.now,
        messages=messages,
        words=Words(day=day, passes=passes, past=past, policy=services.policy, is_paused=bool(paused)),
        due=(),
    )
    return case.decided()


def _tense(day: date, passes: Passes) -> Tense:
    """A day is behind as soon as a pass for it, or for a later one, has run by the calendar of the passes."""
    if day == passes.today:
        return Tense.TODAY
    is_run = passes.last_on is not None and day <= passes.last_on
    return Tense.PAST if day < passes.today or is_run else Tense.AHEAD


@dataclass(frozen=True, slots=True)
class _Case:
    """One task on one day with everything that is known of it."""

    services: Services
    connection: Connection
    past: Past
    calendar: Calendar
    directory: Directory
    passes: Passes
    tense: Tense
    day: date
    facts: TaskFacts
    """The task as it stood, stands, or will stand on the day."""
    messages: dict[int, MessageRecord]
    words: Words
    due: tuple[Unsaid, ...]
    """What the day calls for and no row of that day says."""
