"""The example (示例): the real table re-dated, example offices, and two months of working days replayed.

Everything goes through the ordinary pass and the ordinary acts; only the story of who reported what
and when is made up here. Nothing of it runs on a database that holds a bureau's own plan.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta

from importers.plans.directory_import import import_directory
from importers.plans.plan_import import ImportOptions, import_plan
from importers.source import Source
from models import db, store_audit, store_example, store_plans, store_tasks
from models.kinds import ReportKind
from models.store_audit import Actor
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from rules.errors import RuleError
from rules.facts import Status
from rules.workdays import Calendar
from scheduler import checking, tracking
from scheduler.run import run_once
from scheduler.services import SHANGHAI, Services
from scheduler.tracking import ReportInput

MONTHS_BACK = 2
_TABLE_YEAR = 2024
_SUPERVISOR = Actor("督办员（示例）")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the example's offices do about one task, in working days from its due date."""

    kind: ReportKind | None
    reported: int = 0
    """Working days after the due date (negative: before)."""
    checked_after: int | None = None
    """Working days until the supervision office closes it; None: it waits."""
    note: str = ""


#: What happens to the first, second, third … task of every month, over and over.
STORY = (
    Behaviour(ReportKind.COMPLETION, -2, 1, "已按计划完成，结果已公布。"),
    Behaviour(None),
    Behaviour(ReportKind.COMPLETION, 3, 1, "场地调整，推迟三天举办，现已完成。"),
    Behaviour(ReportKind.COMPLETION, -4, 1, "文件已印发。"),
    Behaviour(ReportKind.DIFFICULTY, -3, None, "承办区县还没有定下来，需要协调。"),
    Behaviour(ReportKind.COMPLETION, -1, None, "活动已举办，正在整理材料。"),
    Behaviour(ReportKind.COMPLETION, -6, 2, "全部做完，没有遗留。"),
    Behaviour(ReportKind.PROGRESS, 2, None, "方案已报局领导，预计下周印发。"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens on a day of the example."""

    on: date
    behaviour: Behaviour
    is_check: bool


def example_start(today: date) -> date:
    """Return the day two months ago, on which the replay begins."""
    start: date = today - relativedelta(months=MONTHS_BACK)
    return start


def acts_of(due_on: date, position: int, *, calendar: Calendar) -> list[Act]:
    """Return what happens to the task at a position of its month (0 = first)."""
    behaviour = STORY[position % len(STORY)]
    if behaviour.kind is None:
        return []
    reported_on = calendar.add_workdays(due_on, behaviour.reported)
    acts = [Act(reported_on, behaviour, is_check=False)]
    if behaviour.checked_after is not None:
        acts.append(
            Act(calendar.add_workdays(reported_on, behaviour.checked_after), behaviour, is_check=True)
        )
    return acts


def redated(table: bytes, year: int) -> bytes:
    """Return the example table with every year in its titles moved along."""
    shift = year - _TABLE_YEAR
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    moved = [[_YEAR.sub(lambda m: str(int(m[0]) + shift), cell) for cell in row] for row in rows]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(moved)
    return out.getvalue().encode()


def is_empty(services: Services) -> bool:
    """Tell whether the database holds no plan at all."""
    with db.reading(services.engine) as connection:
        return not store_plans.plans(connection)


def load_example(
    services: Services, folder: Path, *, today: date, on_day: Callable[[date], None] | None = None
) -> None:
    """Fill an empty database with the example up to the day before ``today``.

    ``on_day`` hears of each day as it is replayed. Raises :class:`RuleError` when there is a plan.
    """
    if not is_empty(services):
        raise RuleError("数据库里已经有计划，没有装入示例。")
    start = example_start(today)
    calendar = services.base_calendar
    opening = _at(services, start, time(8, 0))
    _import(opening, folder, start)
    story = _story(opening, calendar, start)
    for day in _days(start, today):
        if on_day is not None:
            on_day(day)
        morning = _at(services, day, time(8, 30))
        run_once(day, morning)
        for task_id, act in story.get(day, []):
            _play(_at(services, day, time(15, 0)), task_id, act)


def _at(services: Services, day: date, at: time) -> Services:
    moment = datetime.combine(day, at, tzinfo=SHANGHAI).astimezone(UTC)
    return replace(services, clock=lambda: moment)


def _days(start: date, today: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range((today - start).days))


def _import(services: Services, folder: Path, start: date) -> None:
    offices = Source("offices.csv", (folder / "offices.csv").read_bytes())
    import_directory(services.engine, offices, now=services.clock(), actor=_SUPERVISOR)
    table = redated((folder / "plan_2024.csv").read_bytes(), start.year)
    import_plan(
        services.engine,
        Source(f"{start.year}年重点工作配档表.csv", table),
        ImportOptions(year=start.year, title=f"{start.year}年重点工作配档表", release_all=True),
        today=start,
        policy=services.policy,
        calendar=services.base_calendar,
        now=services.clock(),
        actor=_SUPERVISOR,
        is_example=True,
    )


def _story(services: Services, calendar: Calendar, start: date) -> dict[date, list[tuple[int, Act]]]:
    """Return what happens on which day, and close what was done before the replay begins."""
    with db.reading(services.engine) as connection:
        views = store_tasks.load_tasks(connection, TaskFilter())
    story: dict[date, list[tuple[int, Act]]] = {}
    seen: dict[date, int] = {}
    for view in views:
        if view.due_on is None:
            continue
        position = seen.get(view.due_on, 0)
        seen[view.due_on] = position + 1
        if view.status is Status.UNCONFIRMED:
            _settle(services, view, position, start)
            continue
        for act in acts_of(view.due_on, position, calendar=calendar):
            story.setdefault(max(act.on, start), []).append((view.id, act))
    return story


def _settle(services: Services, view: TaskView, position: int, start: date) -> None:
    """All but every fifth of the tasks already past are known to be done."""
    if position % 5 == 4 or view.due_on is None:
        return
    done_on = view.due_on - timedelta(days=3 + position)
    checking.close_task(services, _SUPERVISOR, view.id, today=start, completed_on=done_on, note="建账时核对")


def _play(services: Services, task_id: int, act: Act) -> None:
    today = services.today()
    with db.reading(services.engine) as connection:
        view = store_tasks.load_task(connection, task_id)
    if act.is_check:
        if view.status is Status.REPORTED:
            checking.close_task(services, _SUPERVISOR, task_id, today=today)
        return
    lead = view.leads[0].office_id if view.leads else None
    if lead is None or act.behaviour.kind is None or view.status is not Status.OPEN:
        return
    is_done = act.behaviour.kind is ReportKind.COMPLETION
    said = ReportInput(
        kind=act.behaviour.kind,
        note=act.behaviour.note,
        reported_by="联络员（示例）",
        completed_on=today if is_done else None,
        help_wanted="请协调确定承办区县" if act.behaviour.kind is ReportKind.DIFFICULTY else "",
    )
    tracking.report(services, _SUPERVISOR, task_id, lead, said, today=today, channel="link")


def clear_example(services: Services, actor: Actor) -> int:
    """Take the example out, so that the bureau can begin with its own plan; returns its tasks' count.

    Raises :class:`RuleError` when no example is loaded.
    """
    now = services.clock()
    with db.writing(services.engine) as connection:
        if not store_plans.has_example(connection):
            raise RuleError("现在没有示例数据。")
        count = store_example.clear_example(connection)
        store_audit.record(
            connection, actor, "example_clear", subject=("plan", "example"), at=now, facts={"tasks": count}
        )
    return count
