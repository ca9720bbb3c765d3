"""The ladder, as rules.md settles it: cases one a line, and what must hold for any task on any day."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.policy_file import load_policy
from config.workdays_file import load_special_days
from rules.facts import Assignee, Notice, NoticeKind, Role, Said, Status, TaskFacts
from rules.plan import current_rung, due_notices, due_reason, grouped, one_line_a_task, scan_until, unsent
from rules.policy import Level, Policy
from rules.workdays import Calendar

CALENDAR = Calendar.of(*load_special_days(Path(__file__).parents[2] / "config" / "workdays"))
POLICY = load_policy("教育局通用", working_dir=Path())
LADDER = (NoticeKind.REMINDER, NoticeKind.DUE_TODAY)
DUE = date(2024, 3, 31)  # a Sunday


def task(due_on: date | None = DUE, status: Status = Status.OPEN, *said: Said, offices: int = 1) -> TaskFacts:
    assignees = tuple(Assignee(n, Role.RESPONSIBLE, told=True) for n in range(1, offices + 1))
    return TaskFacts(1, 1, "题目", status, due_on, assignees, (1,), tuple(said))


def due(facts: TaskFacts, today: date, policy: Policy = POLICY) -> list[Notice]:
    return due_notices([facts], policy=policy, calendar=CALENDAR, today=today)


def stages(facts: TaskFacts, today: date) -> list[str]:
    """Stages of the ladder alone, without weekly and carried rows."""
    return [n.stage for n in due(facts, today) if n.stage.startswith("T")]


def said(stage: str, left_on: date | None, kind: NoticeKind = NoticeKind.OVERDUE) -> Said:
    return Said(1, kind, stage, 0, left_on)


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        (date(2024, 3, 15), None),
        (date(2024, 3, 18), 10),
        (date(2024, 3, 26), 10),
        (date(2024, 3, 27), 3),
        (date(2024, 3, 28), 3),
        (date(2024, 3, 29), 0),
        (date(2024, 3, 31), 0),
        (date(2024, 4, 1), None),
    ],
)
def test_a_rung_is_current_until_the_next(today: date, rung: int | None) -> None:
    """T-10, T-3 and T of a due Sunday, T's day being the Friday before."""
    assert current_rung(DUE, policy=POLICY, calendar=CALENDAR, today=today) == rung


@pytest.mark.parametrize(
    ("today", "reason"),
    [
        (date(2024, 3, 18), "距到期9个工作日"),
        (date(2024, 3, 27), "距到期2个工作日"),
        (date(2024, 3, 29), "本周日到期，今天是之前最后一个工作日"),
        (date(2024, 4, 1), "逾期1个工作日"),
        (date(2024, 4, 8), "逾期5个工作日"),
    ],
)
def test_the_reason_is_true_for_the_day(today: date, reason: str) -> None:
    """Working days are counted for the day of sending, never copied from the rung's name."""
    assert due_reason(DUE, calendar=CALENDAR, today=today) == reason


def test_a_due_working_day_says_today() -> None:
    """On the due date itself the reason is 今天到期."""
    assert due_reason(date(2024, 2, 29), calendar=CALENDAR, today=date(2024, 2, 29)) == "今天到期"


def test_a_long_holiday_names_the_date() -> None:
    """A due date in a later week is named with its weekday."""
    words = due_reason(date(2024, 2, 17), calendar=CALENDAR, today=date(2024, 2, 9))

    assert words == "2月17日（周六）到期，今天是之前最后一个工作日"


@pytest.mark.parametrize(
    ("today", "spoken", "expected"),
    [
        (date(2024, 4, 1), (), ["T+1"]),
        (date(2024, 6, 28), (), ["T+1"]),
        (date(2024, 4, 3), (said("T+1", date(2024, 4, 1)),), []),
        (date(2024, 4, 7), (said("T+1", date(2024, 4, 1)),), []),
        (date(2024, 4, 8), (said("T+1", date(2024, 4, 1)),), ["T+5"]),
        (date(2024, 4, 8), (said("T+1", None),), []),
        (date(2024, 4, 30), (said("T+1", date(2024, 4, 1)), said("T+5", None, NoticeKind.LETTER)), []),
        (
            date(2024, 4, 15),
            (said("T+1", date(2024, 4, 1)), said("T+5", date(2024, 4, 8), NoticeKind.LETTER)),
            ["T+10"],
        ),
    ],
)
def test_levels_rise_one_by_one(today: date, spoken: tuple[Said, ...], expected: list[str]) -> None:
    """Level 1 however late the run; each further one only after the one below has left long enough ago."""
    assert stages(task(DUE, Status.OPEN, *spoken), today) == expected


@pytest.mark.parametrize(
    "status", [s for s in Status if s not in (Status.OPEN, Status.RETURNED, Status.PARTLY_DONE)]
)
def test_a_task_nobody_owes_is_silent(status: Status) -> None:
    """Reported, closed, paused, unconfirmed, withdrawn and draft tasks get no ladder."""
    assert due(task(DUE, status), date(2024, 4, 8)) == []


def test_only_the_lead_hears_after_the_date() -> None:
    """All named offices get the rungs, only the acting lead what comes after."""
    facts = task(offices=3)

    assert {n.office_id for n in due(facts, date(2024, 3, 27))} == {1, 2, 3}
    assert {n.office_id for n in due(facts, date(2024, 4, 1))} == {1}


def test_an_office_that_did_its_part_is_silent() -> None:
    """本单位部分已完成 ends the rungs of that office alone."""
    facts = task(offices=2)
    facts = replace(facts, assignees=(facts.assignees[0], replace(facts.assignees[1], done=True)))

    assert {n.office_id for n in due(facts, date(2024, 3, 27))} == {1}


def test_a_group_row_goes_on_for_each_member() -> None:
    """A row that names only a group is followed up with every member that has not reported."""
    facts = replace(task(offices=3), lead_ids=(1, 2, 3))
    facts = replace(facts, assignees=(replace(facts.assignees[0], done=True), *facts.assignees[1:]))

    assert {n.office_id for n in due(facts, date(2024, 4, 1))} == {2, 3}


def test_a_rest_day_calls_for_nothing() -> None:
    """Nothing is planned on a day on which nobody works, a make-up Sunday is a working day."""
    assert due(task(date(2024, 2, 29)), date(2024, 2, 12)) == []
    assert stages(task(date(2024, 2, 4)), date(2024, 2, 4)) == ["T"]


def test_informed_members_cause_no_digest() -> None:
    """知悉 stands in a digest that exists and never makes one."""
    informed = Assignee(2, Role.INFORMED)
    facts = replace(task(date(2024, 12, 31)), assignees=(informed,), lead_ids=())

    notices = due(facts, date(2024, 3, 1))

    assert [(n.kind, n.causes) for n in notices] == [(NoticeKind.INFORM, False)]
    assert grouped(notices) == {}


def test_an_overdue_row_is_carried_when_a_digest_exists_anyway() -> None:
    """An overdue task without a new step is listed, and makes no digest by itself."""
    overdue = task(
        date(2024, 2, 29), Status.OPEN, said("T+1", date(2024, 3, 1)), said("T+5", None, NoticeKind.LETTER)
    )
    soon = replace(task(DUE), id=2)
    today = date(2024, 3, 27)

    alone = due_notices([overdue], policy=POLICY, calendar=CALENDAR, today=today)
    both = due_notices([overdue, soon], policy=POLICY, calendar=CALENDAR, today=today)

    assert grouped(alone) == {}
    assert [n.task_id for n in grouped(both)[1]] == [1, 2]


def test_the_weekly_list_stands_on_the_first_working_day_of_the_week() -> None:
    """Every Monday, or the first working day after it, while the task is overdue."""
    facts = task(date(2024, 2, 29), Status.OPEN, said("T+1", date(2024, 3, 1)))
    days = [date(2024, 3, 1) + timedelta(days=n) for n in range(70)]

    weekly = [day for day in days if any(n.stage.startswith("weekly") for n in due(facts, day))]

    assert weekly[:6] == [date(2024, 3, d) for d in (4, 11, 18, 25)] + [date(2024, 4, 1), date(2024, 4, 8)]
    assert date(2024, 5, 6) in weekly


def test_a_return_is_told_once_a_return() -> None:
    """退办 is told to the lead, by a key that counts returns and not rounds."""
    first = replace(task(DUE, Status.RETURNED), return_count=1)
    second = replace(first, return_count=2)

    keys = [
        [n.dedupe_key for n in due(facts, date(2024, 3, 11)) if n.kind is NoticeKind.RETURNED]
        for facts in (first, second)
    ]

    assert keys == [["returned|task:1|office:1|returned|1"], ["returned|task:1|office:1|returned|2"]]


def test_one_line_a_task() -> None:
    """A task told and due at once has one line, the graver."""
    facts = replace(task(DUE), assignees=(Assignee(1, Role.RESPONSIBLE),))

    lines = one_line_a_task(due(facts, date(2024, 3, 27)))

    assert [(line.kind, line.stage) for line in lines] == [(NoticeKind.REMINDER, "T-3")]


def test_a_task_without_a_date_is_only_assigned() -> None:
    """无固定时限 is told once with the assignment and otherwise silent."""
    facts = replace(task(None), assignees=(Assignee(1, Role.RESPONSIBLE),))

    assert [n.reason for n in due(facts, date(2024, 3, 1))] == ["无固定时限"]


# --- what holds for every task, every day and every policy

days = st.dates(date(2023, 6, 1), date(2026, 12, 31))
policies = st.builds(
    Policy,
    name=st.just("试"),
    before=st.sets(st.integers(0, 15), min_size=1, max_size=4).map(lambda s: tuple(sorted(s, reverse=True))),
    levels=st.lists(st.integers(1, 20), min_size=1, max_size=3, unique=True).map(
        lambda offsets: tuple(Level(n, NoticeKind.OVERDUE) for n in sorted(offsets))
    ),
)


def live(facts: TaskFacts, policy: Policy, run_days: list[date]) -> list[tuple[date, Notice]]:
    """Let passes run on some days, everything leaving at once; return what was said."""
    spoken: list[tuple[date, Notice]] = []
    for today in run_days:
        keys = {notice.dedupe_key for _, notice in spoken}
        for notice in unsent(due(facts, today, policy), keys):
            spoken.append((today, notice))
            left = Said(notice.office_id, notice.kind, notice.stage, notice.round, today)
            facts = replace(facts, said=(*facts.said, left))
    return spoken


def on_ladder(spoken: list[tuple[date, Notice]]) -> list[tuple[date, str]]:
    return [(day, notice.stage) for day, notice in spoken if notice.stage.startswith("T")]


@given(due_on=days, start=days, length=st.integers(1, 60), policy=policies)
def test_running_twice_says_nothing_new(due_on: date, start: date, length: int, policy: Policy) -> None:
    """Each stage is said once, however often the passes run."""
    once = [start + timedelta(days=n) for n in range(length)]
    twice = [day for day in once for _ in range(2)]

    assert live(task(due_on), policy, once) == live(task(due_on), policy, twice)


@given(due_on=days, start=days, length=st.integers(1, 60), policy=policies)
def test_stages_only_move_forward(due_on: date, start: date, length: int, policy: Policy) -> None:
    """As the days grow no earlier rung or lower level is said after a later one."""
    order = [f"T-{n}" if n else "T" for n in policy.before] + [level.stage for level in policy.levels]
    spoken = on_ladder(live(task(due_on), policy, [start + timedelta(days=n) for n in range(length)]))

    positions = [order.index(stage) for _, stage in spoken]

    assert positions == sorted(set(positions))


@given(due_on=days, back=st.integers(0, 20), skipped=st.sets(st.integers(0, 39)), policy=policies)
def test_skipping_days_ends_in_the_same_rung(
    due_on: date, back: int, skipped: set[int], policy: Policy
) -> None:
    """Up to the due date the rung of a day depends on that day alone, not on the passes before it."""
    today = due_on - timedelta(days=back)
    all_days = [today - timedelta(days=n) for n in range(39, 0, -1)]
    some = [day for n, day in enumerate(all_days) if n not in skipped]

    every = current_rung(due_on, policy=policy, calendar=CALENDAR, today=today)
    spoken = on_ladder(live(task(due_on), policy, [*some, today]))

    if every is not None and CALENDAR.is_workday(today):
        assert spoken[-1][1] == (f"T-{every}" if every else "T")


@given(due_on=days, skipped=st.sets(st.integers(0, 59)), policy=policies)
def test_a_level_waits_for_the_one_below(due_on: date, skipped: set[int], policy: Policy) -> None:
    """Between two levels lie at least as many working days as the policy puts between them."""
    run_days = [due_on + timedelta(days=n) for n in range(60) if n not in skipped]
    spoken = on_ladder(live(task(due_on), policy, run_days))
    left = {stage: day for day, stage in spoken}

    for below, above in zip(policy.levels, policy.levels[1:], strict=False):
        if above.stage in left:
            passed = CALENDAR.workdays_between(left[below.stage], left[above.stage])
            assert passed >= above.days - below.days


@given(due_on=days, today=days, policy=policies)
def test_nothing_is_said_on_a_rest_day(due_on: date, today: date, policy: Policy) -> None:
    """A day on which nobody works calls for nothing, whatever the policy."""
    if not CALENDAR.is_workday(today):
        assert due(task(due_on), today, policy) == []


@given(due_on=days, start=days, policy=policies)
def test_an_extension_rearms_the_ladder(due_on: date, start: date, policy: Policy) -> None:
    """A new round says the current rung or the first level again, under another key."""
    first = unsent(due(task(due_on), start, policy), ())
    raised = replace(task(due_on), assignees=(Assignee(1, Role.RESPONSIBLE, 1, told=True),))

    again = [n for n in due(raised, start, policy) if n.stage.startswith("T")]

    assert not {n.dedupe_key for n in again} & {n.dedupe_key for n in first}
    assert [n.stage for n in again] == [n.stage for n in first if n.stage.startswith("T")]


@given(dues=st.lists(days, min_size=1, max_size=6), today=days, order=st.randoms())
def test_the_order_of_tasks_does_not_matter(dues: list[date], today: date, order: object) -> None:
    """The same tasks in another order give the same notices in the same order."""
    facts = [replace(task(due_on), id=n) for n, due_on in enumerate(dues)]
    shuffled = facts.copy()
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    one = due_notices(facts, policy=POLICY, calendar=CALENDAR, today=today)
    other = due_notices(shuffled, policy=POLICY, calendar=CALENDAR, today=today)

    assert one == other


@given(due_on=days, today=days, policy=policies)
def test_the_scan_reaches_far_enough(due_on: date, today: date, policy: Policy) -> None:
    """No task beyond the scan's last due date has anything to say."""
    if due_on > scan_until(today, policy=policy, calendar=CALENDAR):
        assert due(task(due_on), today, policy) == []


@given(due_on=days, start=days, gap=st.integers(2, 5))
def test_three_days_of_downtime_give_one_current_notice(due_on: date, start: date, gap: int) -> None:
    """After a gap a pass says at most one stage of the ladder for a task and office."""
    before = live(task(due_on), POLICY, [start])
    facts = replace(task(due_on), said=tuple(Said(1, n.kind, n.stage, 0, start) for _, n in before))

    after = list(unsent(due(facts, start + timedelta(days=gap)), {n.dedupe_key for _, n in before}))

    assert len([n for n in after if n.stage.startswith("T")]) <= 1
