"""One pass for one day: take back, cancel what no longer holds, plan, send, sum up.

Everything it does is idempotent for the day; the caller holds the lock.
"""

import logging
from dataclasses import dataclass, field
from datetime import date

from models import db, store_audit
from models.store_audit import LAST_RUN, SYSTEM
from rules.errors import BusyError
from scheduler import delivery, letters, morning_summary, weekly_list
from scheduler.auditor import audit_and_remember
from scheduler.delivery import NOBODY, Outcomes, Watch
from scheduler.planning import Planned, Undeliverable, plan_day
from scheduler.posting import BY_A_PERSON
from scheduler.relay import remember_relay
from scheduler.services import Services

log = logging.getLogger("duban.run")


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one pass did; notices and messages are new in it, the rest are outcomes of its attempts."""

    today: date
    working_day: bool
    notices: int
    held: int
    messages: int
    sent: int
    failed: int
    unknown: int
    undeliverable: tuple[Undeliverable, ...] = field(default=())
    is_channel_down: bool = False
    trouble: str = ""

    @property
    def is_partial(self) -> bool:
        """Whether something was to leave and did not."""
        return bool(self.failed or self.unknown or self.is_channel_down)


def run_once(today: date, services: Services, *, watch: Watch = NOBODY) -> RunReport:
    """Plan, record and deliver once for ``today``; a second pass for the same day adds nothing new.

    On a day on which nobody works nothing is planned, and only what a person released leaves. Raises
    :class:`BusyError` when another program has got the lock meanwhile.
    """
    if not db.keeps_exclusive(services.engine):
        log.error("alarm=lock_lost")
        raise BusyError
    delivery.recover(services)
    with db.reading(services.engine) as connection:
        is_working = services.calendar(connection).is_workday(today)
    letters.cancel_stale(services, today=today)
    planned = plan_day(services, today=today) if is_working else Planned()
    letters.post_letters(services, planned, today=today)
    letters.post_leader_copies(services, planned, today=today)
    if is_working:
        weekly_list.post_weekly(services, planned, today=today)
    outcomes = _deliver(services, today, watch, is_working=is_working)
    if is_working and morning_summary.post_summary(services, planned, today=today):
        outcomes.add(_deliver(services, today, watch.once_ready(), is_working=is_working))
    report = _report(today, is_working, planned, outcomes)
    _remember(services, report, outcomes)
    return report


def _deliver(services: Services, today: date, watch: Watch, *, is_working: bool) -> Outcomes:
    only_slots = None if is_working else BY_A_PERSON
    return delivery.deliver(services, today=today, only_slots=only_slots, watch=watch)


def _report(today: date, is_working: bool, planned: Planned, outcomes: Outcomes) -> RunReport:
    return RunReport(
        today=today,
        working_day=is_working,
        notices=planned.notices,
        held=planned.held,
        messages=planned.messages,
        sent=outcomes.sent,
        failed=outcomes.failed,
        unknown=outcomes.unknown,
        undeliverable=tuple(planned.undeliverable),
        is_channel_down=outcomes.is_channel_down,
        trouble=outcomes.trouble,
    )


def _remember(services: Services, report: RunReport, outcomes: Outcomes) -> None:
    now = services.clock()
    words = (
        f"today={report.today} workday={report.working_day} notices={report.notices} held={report.held} "
        f"messages={report.messages} sent={report.sent} failed={report.failed} unknown={report.unknown} "
        f"undeliverable={len(report.undeliverable)}"
    )
    log.info(words)
    with db.writing(services.engine) as connection:
        store_audit.set_switch(connection, LAST_RUN, words, by=SYSTEM, at=now)
        remember_relay(connection, outcomes, now=now)
    audit_and_remember(services, today=report.today, now=now)
