"""The alarm clock of the embedded mode: a pass every ten minutes of the working day, an audit every five.

The only file that imports APScheduler. It is an alarm clock, not a memory: nothing is stored in it,
missed alarms are one alarm, and every pass asks the tables what is due.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from models import db
from scheduler import deadman
from scheduler.auditor import audit_and_remember
from scheduler.delivery import NOBODY, Watch
from scheduler.hours import Hours, hours_at
from scheduler.run import run_once
from scheduler.services import SHANGHAI, Services

log = logging.getLogger("duban.clock")

#: Every five minutes, between two passes rather than beside one.
_AUDIT_MINUTES = "2-59/5"


def hours_of(moment: datetime, services: Services) -> Hours:
    """Return when ``serve`` may send around a moment: on a working day, within the hours of the policy."""
    with db.reading(services.engine) as connection:
        calendar = services.calendar(connection)
    return hours_at(moment, policy=services.policy, calendar=calendar)


def tick(services: Services, *, watch: Watch = NOBODY) -> None:
    """Make one pass if the hour allows it; the day is the day in Asia/Shanghai.

    A pass that is still sending when the hours end stops there; what is left waits for the next day.
    """
    hours = hours_of(services.clock(), services)

    def should_stop() -> bool:
        return watch.should_stop() or not replace(hours, now=services.clock()).is_open

    if hours.is_open:
        run_once(hours.day, services, watch=Watch(watch.on_ready, should_stop))


def look_after(services: Services, *, deadman_url: str = "") -> None:
    """Audit once, at any hour; a watcher hears of it only while nothing is wrong."""
    now = services.clock()
    findings = audit_and_remember(services, today=now.astimezone(SHANGHAI).date(), now=now)
    if deadman_url and not findings:
        deadman.tell_all_is_well(deadman_url)


@contextmanager
def running_clock(
    services: Services, work: Callable[[Services], None] = tick, *, deadman_url: str = ""
) -> Iterator[None]:
    """Run the passes in a background thread for as long as the block lasts, the first one at once.

    The auditor looks beside them, and asks for ``deadman_url`` while nothing is wrong. The caller holds
    the lock of whoever plans or sends.
    """
    clock = BackgroundScheduler(
        timezone=SHANGHAI,
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    clock.add_listener(_report_error, EVENT_JOB_ERROR)
    every = CronTrigger(minute=f"*/{services.policy.pass_minutes}", timezone=SHANGHAI)
    clock.add_job(work, every, args=[services], id="pass", next_run_time=datetime.now(SHANGHAI))
    clock.add_job(
        look_after,
        CronTrigger(minute=_AUDIT_MINUTES, timezone=SHANGHAI),
        args=[services],
        kwargs={"deadman_url": deadman_url},
        id="audit",
    )
    clock.start()
    try:
        yield
    finally:
        clock.shutdown(wait=True)


def _report_error(event: JobExecutionEvent) -> None:
    log.error("job=%s failed", event.job_id, exc_info=event.exception)
