"""Adding one task by hand."""

from datetime import date

import pytest
from bureau import SUPERVISOR, Bureau

from models import db, store_audit, store_directory, store_plans
from models.kinds import PlanState
from rules.errors import InputError, NotFoundError, RuleError
from rules.facts import DueBasis, Role, Status
from scheduler.adding import NewTask, add_task

DAY = date(2024, 2, 27)


@pytest.fixture
def ready(bureau: Bureau) -> Bureau:
    """A bureau with three offices, two of them in a group, and a plan of one task."""
    bureau.add_offices("督导室", "秘书处", "基教处")
    with db.writing(bureau.services.engine) as connection:
        for name in ("督导室", "秘书处"):
            store_directory.set_groups(connection, bureau.offices[name], ["各处室"])
    bureau.add_plan(2024, on=DAY)
    bureau.add_task("召开现场会", date(2024, 5, 31), "督导室")
    return bureau


def test_a_day_that_was_written_stands(ready: Bureau) -> None:
    """A date given as a day is stated; number, position and status follow the plan."""
    wanted = NewTask("  召开 现场会 ", "督导室、秘书处", due_on=date(2024, 6, 15))

    task = add_task(ready.services, SUPERVISOR, ready.plan_id, wanted, today=DAY)

    assert (task.number, task.title, task.nth) == ("2024-002", "召开 现场会", 2)
    assert (task.due_on, task.due_basis, task.status) == (date(2024, 6, 15), DueBasis.STATED, Status.OPEN)
    assert [one.office_name for one in task.named] == ["督导室", "秘书处"]
    assert task.lead_name == "督导室"


def test_the_words_of_a_time_are_read_as_a_table_has_them(ready: Bureau) -> None:
    """A month is derived as its last day, and the words are kept."""
    wanted = NewTask("印发方案", "基教处", period="9月")

    task = add_task(ready.services, SUPERVISOR, ready.plan_id, wanted, today=DAY)

    assert (task.period, task.due_on, task.due_basis) == ("9月", date(2024, 9, 30), DueBasis.DERIVED)


def test_a_group_beside_a_named_office_is_informed(ready: Bureau) -> None:
    """Members of a group named beside an office are informed, each office once."""
    wanted = NewTask("印发方案", "基教处、各处室", period="9月")

    task = add_task(ready.services, SUPERVISOR, ready.plan_id, wanted, today=DAY)

    roles = {one.office_name: one.role for one in task.assignments}
    assert roles == {"基教处": Role.RESPONSIBLE, "督导室": Role.INFORMED, "秘书处": Role.INFORMED}
    assert (task.group_words, task.group_only) == ("各处室", False)


def test_the_lead_a_person_named(ready: Bureau) -> None:
    """A lead among several offices is confirmed at once."""
    wanted = NewTask("印发方案", "基教处、督导室", period="9月", lead="督导室")

    task = add_task(ready.services, SUPERVISOR, ready.plan_id, wanted, today=DAY)

    assert (task.lead_name, task.lead_is_confirmed) == ("督导室", True)


@pytest.mark.parametrize(
    ("due_on", "status"),
    [(date(2024, 2, 26), Status.UNCONFIRMED), (DAY, Status.OPEN), (None, Status.OPEN)],
)
def test_what_is_already_past_is_asked_about(due_on: date | None, status: Status, ready: Bureau) -> None:
    """A task whose day has passed comes in as 待确认, like an imported one."""
    wanted = NewTask("印发方案", "基教处", due_on=due_on)

    assert add_task(ready.services, SUPERVISOR, ready.plan_id, wanted, today=DAY).status is status


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (NewTask(" ", "基教处"), "不能空着"),
        (NewTask("长" * 301, "基教处"), "最多300字"),
        (NewTask("印发方案", ""), "至少写一个责任单位"),
        (NewTask("印发方案", "天书处"), "没有“天书处”"),
        (NewTask("印发方案", "各学校"), "没有一个能收信的单位"),
        (NewTask("印发方案", "基教处", period="13月"), "13月"),
        (NewTask("印发方案", "基教处", lead="督导室"), "不能定为牵头"),
    ],
)
def test_what_cannot_be_stored(wanted: NewTask, words: str, ready: Bureau) -> None:
    """What is wrong is said, and nothing is stored."""
    with pytest.raises(InputError, match=words):
        add_task(ready.services, SUPERVISOR, ready.plan_id, wanted, today=DAY)

    with db.reading(ready.services.engine) as connection:
        assert store_audit.audit_events(connection) == []


def test_a_plan_that_is_not_there_or_withdrawn(ready: Bureau) -> None:
    """Tasks are added to a plan in force or in draft only."""
    with db.writing(ready.services.engine) as connection:
        store_plans.update_plan(connection, ready.plan_id, state=PlanState.WITHDRAWN)

    with pytest.raises(RuleError, match="已经撤回"):
        add_task(ready.services, SUPERVISOR, ready.plan_id, NewTask("印发方案", "基教处"), today=DAY)
    with pytest.raises(NotFoundError):
        add_task(ready.services, SUPERVISOR, 99, NewTask("印发方案", "基教处"), today=DAY)


def test_the_next_pass_assigns_it(ready: Bureau) -> None:
    """An added task is told to its offices once, and its addition is in the audit."""
    ready.tick(DAY)
    wanted = NewTask("印发方案", "基教处", period="9月")
    task = add_task(ready.services, SUPERVISOR, ready.plan_id, wanted, today=DAY)

    report = ready.tick(date(2024, 2, 28))

    with db.reading(ready.services.engine) as connection:
        events = store_audit.audit_events(connection, subject=("task", task.id))
    assert (report.messages, report.sent) == (1, 1)
    assert [event.act for event in events] == ["task_add"]
