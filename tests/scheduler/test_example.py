"""The example has something of everything on every date of the year, and goes away without a trace."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from bureau import ROOT, SUPERVISOR, Bureau, real_calendar

from models import db, store_directory, store_notices, store_plans, store_tasks
from models.kinds import NoticeState, ReportKind
from models.store_tasks import TaskFilter
from rules.errors import RuleError
from rules.facts import Status
from rules.status import State
from scheduler.example import acts_of, clear_example, example_start, load_example, redated
from scheduler.year_states import year_on_a_day

EXAMPLES = ROOT / "examples"
CALENDAR = real_calendar()


def months() -> list[int]:
    with (EXAMPLES / "plan_2024.csv").open(encoding="utf-8-sig") as table:
        rows = [row for row in csv.reader(table) if re.fullmatch(r"\d+月", row[0])]
    return [int(row[0].removesuffix("月")) for row in rows]


def month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def outcomes(today: date) -> Counter[str]:
    """What became of the example's tasks up to a day, by the story alone."""
    start, found, seen = example_start(today), Counter[str](), Counter[date]()
    first_day = CALENDAR.on_or_after(start)
    for month in months():
        due_on = month_end(start.year, month)
        position = seen[due_on]
        seen[due_on] += 1
        if due_on < start:
            continue
        acts = [act for act in acts_of(due_on, position, calendar=CALENDAR) if act.on < today]
        done = [act for act in acts if act.behaviour.kind is ReportKind.COMPLETION]
        if any(act.is_check for act in done):
            found["on time" if max(done[0].on, start) <= due_on else "late"] += 1
        elif not done and due_on < today:
            found["overdue"] += 1
            asked_on = max(CALENDAR.add_workdays(due_on, 1), first_day)
            found["letter"] += CALENDAR.add_workdays(asked_on, 4) < today
    return found


def test_every_date_of_the_year_has_something_of_everything() -> None:
    """On any date there are completions in time and late, overdue rows, and a letter to release."""
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]

    lacking = {
        day: missing
        for day in days
        if (missing := {"on time", "late", "overdue", "letter"} - set(+outcomes(day)))
    }

    assert lacking == {}


@pytest.mark.slow
@pytest.mark.parametrize("today", [date(2026, 1, 2), date(2026, 3, 1), date(2026, 5, 20), date(2026, 10, 13)])
def test_the_replay_makes_what_the_story_says(sqlite_bureau: Bureau, today: date) -> None:
    """The example goes through the ordinary pass: mails are sent, statuses and letters are there."""
    load_example(sqlite_bureau.services, EXAMPLES, today=today)

    with db.reading(sqlite_bureau.services.engine) as connection:
        plan = store_plans.plans(connection)[0]
        views = store_tasks.load_tasks(connection, TaskFilter())
        held = store_notices.notices(connection, states=(NoticeState.HELD,))
        year = year_on_a_day(connection, policy=sqlite_bureau.services.policy, calendar=CALENDAR, today=today)
    states = Counter(state.state for _, state in year.tasks)
    assert (plan.is_example, plan.year, len(views)) == (True, example_start(today).year, 89)
    assert states[State.OVERDUE] >= 1
    assert states[State.ON_TIME] >= 1
    assert states[State.LATE_DONE] >= 1
    assert states[State.PENDING] + states[State.UNCONFIRMED] >= 1
    assert held
    assert len(sqlite_bureau.channel.envelopes) > 30


def test_titles_are_redated() -> None:
    """Every year inside a title moves with the table."""
    table = '时间,重点工作,责任单位\n3月,"制定计划(2024—2026年)和2025届招聘",秘书处\n'.encode()

    assert "制定计划(2026—2028年)和2027届招聘" in redated(table, 2026).decode()


def test_the_example_goes_without_a_trace(sqlite_bureau: Bureau) -> None:
    """Clearing leaves no plan, task, office or message of the example; a second time is refused."""
    load_example(sqlite_bureau.services, EXAMPLES, today=date(2026, 3, 20))

    cleared = clear_example(sqlite_bureau.services, SUPERVISOR)

    with db.reading(sqlite_bureau.services.engine) as connection:
        assert store_plans.plans(connection) == []
        assert store_directory.load_directory(connection).offices == {}
    assert cleared == 89
    assert sqlite_bureau.messages() == []
    with pytest.raises(RuleError, match="没有示例"):
        clear_example(sqlite_bureau.services, SUPERVISOR)


def test_the_example_never_mixes_with_a_bureaus_own_plan(sqlite_bureau: Bureau) -> None:
    """A database that holds a plan refuses the example."""
    sqlite_bureau.add_plan(2026, on=date(2026, 3, 1))

    with pytest.raises(RuleError, match="已经有计划"):
        load_example(sqlite_bureau.services, EXAMPLES, today=date(2026, 3, 20))


def test_a_real_plan_beside_the_example_stays(sqlite_bureau: Bureau) -> None:
    """Clearing the example takes nothing of a plan the bureau brought itself."""
    load_example(sqlite_bureau.services, EXAMPLES, today=date(2026, 3, 20))
    sqlite_bureau.clock.put(date(2026, 3, 20))
    sqlite_bureau.add_offices("本局的处")
    sqlite_bureau.add_plan(2027, on=date(2026, 3, 20))
    sqlite_bureau.add_task("本局的事", date(2026, 4, 30), "本局的处")

    clear_example(sqlite_bureau.services, SUPERVISOR)

    with db.reading(sqlite_bureau.services.engine) as connection:
        views = store_tasks.load_tasks(connection, TaskFilter(statuses=(Status.OPEN,)))
    assert [view.title for view in views] == ["本局的事"]


def test_the_examples_are_there() -> None:
    """The table of the example carries the 89 rows of the published one."""
    assert len(months()) == 89
    assert isinstance(EXAMPLES, Path)
