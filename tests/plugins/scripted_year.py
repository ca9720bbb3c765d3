"""What the people of a small bureau do over the year 2026, the same every time: tasks, reports, answers."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from bureau import SUPERVISOR, Bureau

from models import db, store_notices
from models.kinds import NoticeState, ReportKind
from scheduler import checking, release, tracking
from scheduler.tracking import ReportInput

START = date(2026, 1, 1)
OFFICES = ("基教处", "督导室", "秘书处", "财审处", "职高教处", "学前处")
TASKS = 25

Act = Callable[[Bureau, date], None]


def fill(bureau: Bureau) -> None:
    """Add six offices, half of them under one leader, and 25 tasks over the year, some of two offices."""
    bureau.clock.put(START)
    bureau.add_offices(*OFFICES)
    bureau.add_leader("分管局领导", "leader@example.org", OFFICES[:3])
    bureau.add_plan(START.year, on=START)
    for n in range(TASKS):
        due_on = date(START.year, n % 12 + 1, 28)
        helpers = [OFFICES[(n + 1) % len(OFFICES)]] if n % 4 == 0 else []
        bureau.add_task(f"第{n}件事", due_on, OFFICES[n % len(OFFICES)], *helpers)


def report(title: str, office: str) -> Act:
    """An office reports a completion."""

    def act(bureau: Bureau, day: date) -> None:
        said = ReportInput(ReportKind.COMPLETION, f"{title}已完成。", "联络员", completed_on=day)
        services, task, whose = bureau.services, bureau.tasks[title], bureau.offices[office]
        tracking.report(services, SUPERVISOR, task, whose, said, today=day, channel="link")

    return act


def send_back(title: str) -> Act:
    """The supervision office returns a task."""

    def act(bureau: Bureau, day: date) -> None:
        checking.return_task(bureau.services, SUPERVISOR, bureau.tasks[title], today=day, note="缺附件。")

    return act


def close(title: str) -> Act:
    """The supervision office closes a task."""

    def act(bureau: Bureau, day: date) -> None:
        checking.close_task(bureau.services, SUPERVISOR, bureau.tasks[title], today=day)

    return act


def release_all(bureau: Bureau, day: date) -> None:
    """Release every letter that waits."""
    with db.reading(bureau.services.engine) as connection:
        held = store_notices.notices(connection, states=(NoticeState.HELD,))
    release.release_letters(bureau.services, SUPERVISOR, [notice.id for notice in held])


def script(chance: random.Random) -> dict[date, list[Act]]:
    """Return who does what on which day: most report, some late, some are sent back, some never report."""
    acts: dict[date, list[Act]] = defaultdict(list)
    for n in range(TASKS):
        title, office = f"第{n}件事", OFFICES[n % len(OFFICES)]
        if chance.random() < 0.15:
            continue
        day = date(START.year, n % 12 + 1, 28) + timedelta(days=chance.choice((-12, -6, -2, 1, 4, 12, 24)))
        if chance.random() < 0.3:
            acts[day].append(report(title, office))
            acts[day + timedelta(days=2)].append(send_back(title))
            day += timedelta(days=9)
        acts[day].append(report(title, office))
        acts[day + timedelta(days=3)].append(close(title))
    for week in range(53):
        acts[START + timedelta(days=7 * week + 2)].append(release_all)
    return acts


SCRIPT = script(random.Random(START.year))
