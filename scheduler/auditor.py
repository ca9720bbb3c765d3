"""The auditor: proves again and again that nothing due lacks a notice and that no message is stuck.

It looks at rows alone, never at what a pass says of itself, and mends nothing: it finds, remembers and
raises the alarm.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.engine import Connection

from models import db, store_audit, store_notices, store_plans, store_why
from models.kinds import NoticeState, PlanState
from models.store_audit import SYSTEM
from models.store_directory import Directory, load_directory
from models.store_facts import load_facts
from models.store_tasks import TaskFilter, load_tasks
from rules.facts import Notice, NoticeKind
from rules.plan import scan_until
from rules.workdays import Calendar
from scheduler.hours import hours_at
from scheduler.relay import relay_down
from scheduler.services import Services
from scheduler.too_long import too_long
from scheduler.unsaid import Passes, Standing, passes_of, unsaid

log = logging.getLogger("duban.audit")

AUDIT = "audit"
#: An audit older than this during the sending hours is as bad as a finding.
STALE_AFTER = timedelta(minutes=15)
_LEASE_GRACE = timedelta(minutes=1)
_EXAMPLES = 5


class FindingKind(StrEnum):
    """What can be wrong."""

    NOT_RUN = "not_run"
    UNSAID = "unsaid"
    STUCK_SENDING = "stuck_sending"
    STUCK_WAITING = "stuck_waiting"
    STUCK_LETTERS = "stuck_letters"
    RELAY_DOWN = "relay_down"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, how often, and some of it by name."""

    kind: FindingKind
    count: int
    words: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audited:
    """The outcome of an audit that was remembered, and when it was made."""

    at: datetime
    findings: tuple[Finding, ...]


def audit(services: Services, *, today: date, now: datetime) -> list[Finding]:
    """Return what is wrong on a day at a moment, over one snapshot of the database; empty when nothing is.

    What rightly waits is no finding: lines that cause no digest, offices whose digest of the day has
    left, offices without an address, what somebody changed less than two passes ago, and everything
    before the day's first pass has had its time. While the relay is down, that is why messages wait.
    """
    with db.reading(services.engine) as connection:
        calendar = services.calendar(connection)
        down = _relay_down(services, connection, now)
        passes = passes_of(services, connection, calendar=calendar, today=today, now=now)
        found = (
            _not_run(connection, passes),
            _unsaid(services, connection, passes, calendar),
            _stuck_sending(connection, now),
            down or _stuck_waiting(services, connection, calendar, now),
            _stuck_letters(services, connection, calendar, now),
        )
    return [finding for finding in found if finding is not None]


def _not_run(connection: Connection, passes: Passes) -> Finding | None:
    is_wanted = any(plan.state is PlanState.RELEASED for plan in store_plans.plans(connection))
    if not is_wanted or passes.has_run or not passes.is_late:
        return None
    return Finding(FindingKind.NOT_RUN, 1, "今天的发信还没有运行")


def _unsaid(services: Services, connection: Connection, passes: Passes, calendar: Calendar) -> Finding | None:
    if not calendar.is_workday(passes.today) or not (passes.is_late or passes.has_just_run):
        return None
    until = scan_until(passes.today, policy=services.policy, calendar=calendar)
    facts = load_facts(connection, due_until=until)
    directory = load_directory(connection)
    found = unsaid(services, connection, facts, passes=passes, calendar=calendar, directory=directory)
    lost = [one.notice for one in found if one.standing is Standing.LOST]
    if not lost:
        return None
    examples = tuple(_named(connection, directory, lost[:_EXAMPLES]))
    return Finding(FindingKind.UNSAID, len(lost), f"{len(lost)}条今天该发的通知没有生成", examples)


def _named(connection: Connection, directory: Directory, notices: Iterable[Notice]) -> Iterator[str]:
    chosen = list(notices)
    ids = tuple(notice.task_id for notice in chosen if notice.task_id is not None)
    numbers = {view.id: view.number for view in load_tasks(connection, TaskFilter(task_ids=ids))}
    for notice in chosen:
        office = directory.offices[notice.office_id].label
        yield f"{office}，{numbers.get(notice.task_id or 0, '')}，{notice.reason}"


def _stuck_sending(connection: Connection, now: datetime) -> Finding | None:
    stuck = store_why.stuck_sending(connection, before=now - _LEASE_GRACE, examples=_EXAMPLES)
    return _of(FindingKind.STUCK_SENDING, stuck, f"{stuck.count}封信停在“正在发出”")


def _relay_down(services: Services, connection: Connection, now: datetime) -> Finding | None:
    down = relay_down(services, connection, now=now)
    if down is None:
        return None
    return Finding(FindingKind.RELAY_DOWN, 1, f"邮件系统连不上，{down.waiting}封信在等", (down.words,))


def _stuck_waiting(
    services: Services, connection: Connection, calendar: Calendar, now: datetime
) -> Finding | None:
    """Messages whose moment passed long ago, or that are too old, when nothing forbade sending them since."""
    since = too_long(services, connection, hours_at(now, policy=services.policy, calendar=calendar))
    if since is None:
        return None
    pilot = services.mail.redirect_to
    stuck = store_why.stuck_waiting(connection, since, examples=_EXAMPLES, only_recipient=pilot)
    return _of(FindingKind.STUCK_WAITING, stuck, f"{stuck.count}封信早该发出，还在等")


def _of(kind: FindingKind, stuck: store_why.Stuck, words: str) -> Finding | None:
    if not stuck.count:
        return None
    return Finding(kind, stuck.count, words, tuple(f"{name}，{subject}" for name, subject in stuck.examples))


def _stuck_letters(
    services: Services, connection: Connection, calendar: Calendar, now: datetime
) -> Finding | None:
    """Letters released more than two passes ago that no message carries; an office without an address
    is told of elsewhere."""
    hours = hours_at(now, policy=services.policy, calendar=calendar)
    before = now - timedelta(minutes=2 * services.policy.pass_minutes)
    if not hours.is_open or hours.opens_at > before:
        return None
    released = store_notices.notices(connection, states=(NoticeState.RELEASED,), kinds=(NoticeKind.LETTER,))
    late = [
        one for one in released if one.message_id is None and one.released_at and one.released_at < before
    ]
    if not late:
        return None
    offices = load_directory(connection).offices
    names = [offices[one.office_id].label for one in late if offices[one.office_id].email]
    words = f"{len(names)}封催办通知单已核发，还没有发出"
    return Finding(FindingKind.STUCK_LETTERS, len(names), words, tuple(names[:_EXAMPLES])) if names else None


def audit_and_remember(services: Services, *, today: date, now: datetime) -> list[Finding]:
    """Audit, remember the outcome for pages and monitoring, and log an alarm for each new finding."""
    findings = audit(services, today=today, now=now)
    with db.writing(services.engine) as connection:
        before = {(one.kind, one.count) for one in last_findings(connection)}
        store_audit.set_switch(connection, AUDIT, _as_text(findings), by=SYSTEM, at=now)
    for one in findings:
        if (one.kind, one.count) not in before:
            log.error("alarm=%s count=%s", one.kind, one.count)
    if before and not findings:
        log.info("alarm=none")
    return findings


def last_audit(connection: Connection) -> Audited | None:
    """Return the outcome of the last audit, None when there never was one."""
    at = store_audit.switch_moment(connection, AUDIT)
    text = store_audit.switch_value(connection, AUDIT)
    return Audited(at, tuple(_from_text(text))) if at is not None else None


def last_findings(connection: Connection) -> list[Finding]:
    """Return what the last audit found, as the supervisors' first page shows it."""
    audited = last_audit(connection)
    return list(audited.findings) if audited else []


@dataclass(frozen=True, slots=True)
class AuditHealth:
    """What monitoring wants to know of the auditor."""

    at: datetime | None
    findings: tuple[str, ...]
    """The kinds that were found last."""
    is_stale: bool
    """Whether the auditor itself has fallen silent during the sending hours."""

    @property
    def is_well(self) -> bool:
        """Whether nothing was found by an audit that is fresh."""
        return not self.findings and not self.is_stale


def audit_health(
    services: Services, connection: Connection, *, now: datetime, up_since: datetime
) -> AuditHealth:
    """Return how the last audit ended and whether it is too old for the hour.

    A program that has just come up gets the time to make its first one.
    """
    last = last_audit(connection)
    hours = hours_at(now, policy=services.policy, calendar=services.calendar(connection))
    since = max(hours.opens_at, up_since, *((last.at,) if last else ()))
    return AuditHealth(
        at=last.at if last else None,
        findings=tuple(one.kind.value for one in last.findings) if last else (),
        is_stale=hours.is_open and now - since > STALE_AFTER,
    )


def _as_text(findings: Iterable[Finding]) -> str:
    rows = [[one.kind, one.count, one.words, list(one.examples)] for one in findings]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _from_text(text: str) -> Iterator[Finding]:
    for kind, count, words, examples in json.loads(text or "[]"):
        yield Finding(FindingKind(kind), count, words, tuple(examples))
