"""The worked example of docs/rules.md, day by day: import Tue 2024-02-27, nobody answers."""

from datetime import date, time

import pytest
from bureau import SUPERVISOR, Bureau
from sqlalchemy.engine import Engine

from models import db, store_notices
from models.kinds import NoticeState
from models.store_notices import NoticeRecord
from rules.facts import NoticeKind, Status
from scheduler.release import release_letters

OTHERS = ("基教处", "财审处")


@pytest.fixture
def example(bureau: Bureau) -> Bureau:
    bureau.clock.put(date(2024, 2, 27))
    bureau.add_offices("机关党委", "督导室", "秘书处", *OTHERS)
    bureau.add_leader("分管局领导（一）", "leader1@example.org", ["督导室"])
    bureau.add_plan(2024, on=date(2024, 2, 27))
    bureau.add_task("A", date(2024, 1, 31), "机关党委", status=Status.UNCONFIRMED)
    bureau.add_task("清单", date(2024, 2, 29), "督导室")
    bureau.add_task("B", date(2024, 3, 31), "督导室")
    informed = ("机关党委", "督导室", *OTHERS)
    bureau.add_task("C", date(2024, 3, 31), "秘书处", informed=informed, group_words="各处室")
    for office in OTHERS:
        bureau.add_task(f"{office}的事", date(2024, 12, 31), office)
    return bureau


def left_on(example: Bureau, day: date) -> dict[str, list[tuple[str, str, str]]]:
    """What left on a day: office → (task, kind, stage) of its messages' notices."""
    titles = {task_id: title for title, task_id in example.tasks.items()}
    found: dict[str, list[tuple[str, str, str]]] = {}
    with db.reading(example.services.engine) as connection:
        for message in example.messages(day):
            rows = store_notices.notices(connection, message_id=message.id)
            lines = [(titles[row.task_id or 0], str(row.kind), row.stage) for row in rows]
            found.setdefault(message.recipient_name, []).extend(sorted(lines))
    return found


def held(example: Bureau) -> list[NoticeRecord]:
    with db.reading(example.services.engine) as connection:
        return store_notices.notices(connection, states=(NoticeState.HELD,))


def test_the_day_of_import(example: Bureau) -> None:
    """Every named office is told once; the due rung stands in the same digest; A is asked about."""
    example.tick(date(2024, 2, 27))

    day = left_on(example, date(2024, 2, 27))

    assert set(day) == {"机关党委", "督导室", "秘书处", *OTHERS}
    assert day["督导室"] == [
        ("B", "assignment", "assign"),
        ("C", "inform", "inform"),
        ("清单", "assignment", "assign"),
        ("清单", "reminder", "T-3"),
    ]
    assert day["秘书处"] == [("C", "assignment", "assign")]
    assert day["机关党委"] == [("A", "assignment", "assign"), ("C", "inform", "inform")]
    assert day["基教处"] == [("C", "inform", "inform"), ("基教处的事", "assignment", "assign")]
    assert len(example.messages(date(2024, 2, 27))) == 5


def test_the_reason_counts_from_the_day_of_sending(example: Bureau) -> None:
    """The T-3 line of 02-27 says two working days, not three."""
    example.tick(date(2024, 2, 27))

    with db.reading(example.services.engine) as connection:
        rows = store_notices.notices(connection, task_id=example.tasks["清单"], kinds=(NoticeKind.REMINDER,))

    assert [row.reason for row in rows] == ["距到期2个工作日"]


def test_the_year_day_by_day(example: Bureau) -> None:
    """Each day of the example says what docs/rules.md says, and no other day says anything."""
    example.live_until(date(2024, 2, 27), date(2024, 4, 8))

    weekly = [("清单", "overdue", f"weekly-{day}") for day in ("2024-03-04", "2024-03-11", "2024-03-25")]
    assert left_on(example, date(2024, 2, 28)) == {}
    assert left_on(example, date(2024, 2, 29)) == {"督导室": [("清单", "due_today", "T")]}
    assert left_on(example, date(2024, 3, 1)) == {"督导室": [("清单", "overdue", "T+1")]}
    assert left_on(example, date(2024, 3, 4)) == {"督导室": [weekly[0]]}
    assert left_on(example, date(2024, 3, 7)) == {}
    assert left_on(example, date(2024, 3, 11)) == {"督导室": [weekly[1]]}
    assert left_on(example, date(2024, 3, 18)) == {
        "督导室": [("B", "reminder", "T-10"), ("清单", "overdue", "weekly-2024-03-18")],
        "秘书处": [("C", "reminder", "T-10")],
    }
    assert left_on(example, date(2024, 3, 25)) == {"督导室": [weekly[2]]}
    assert left_on(example, date(2024, 3, 27)) == {
        "督导室": [("B", "reminder", "T-3"), ("清单", "overdue", "carried-2024-03-27")],
        "秘书处": [("C", "reminder", "T-3")],
    }
    assert left_on(example, date(2024, 3, 29)) == {
        "督导室": [("B", "due_today", "T"), ("清单", "overdue", "carried-2024-03-29")],
        "秘书处": [("C", "due_today", "T")],
    }
    assert left_on(example, date(2024, 3, 30)) == left_on(example, date(2024, 3, 31)) == {}
    assert left_on(example, date(2024, 4, 1)) == {
        "督导室": [
            ("B", "overdue", "T+1"),
            ("B", "overdue", "weekly-2024-04-01"),
            ("清单", "overdue", "weekly-2024-04-01"),
        ],
        "秘书处": [("C", "overdue", "T+1"), ("C", "overdue", "weekly-2024-04-01")],
    }
    for day in range(2, 8):
        assert left_on(example, date(2024, 4, day)) == {}
    letters = [(row.task_id, row.stage, row.planned_on) for row in held(example)]
    assert letters == [
        (example.tasks["清单"], "T+5", date(2024, 3, 7)),
        (example.tasks["B"], "T+5", date(2024, 4, 8)),
        (example.tasks["C"], "T+5", date(2024, 4, 8)),
    ]


def test_a_due_sunday_is_worded_truthfully(example: Bureau) -> None:
    """T of a due Sunday stands on the Friday before and says so."""
    example.live_until(date(2024, 2, 27), date(2024, 3, 29))

    with db.reading(example.services.engine) as connection:
        rows = store_notices.notices(connection, task_id=example.tasks["B"], kinds=(NoticeKind.DUE_TODAY,))

    assert [row.reason for row in rows] == ["本周日到期，今天是之前最后一个工作日"]
    subject = next(m.subject for m in example.messages(date(2024, 3, 29)) if m.recipient_name == "秘书处")
    assert subject.startswith("本周日到期")


def test_a_release_leaves_as_a_second_message_with_the_leaders_copy(example: Bureau) -> None:
    """A release at 14:00 leaves with the next pass beside the day's digest; the leader's copy lists it."""
    example.live_until(date(2024, 2, 27), date(2024, 4, 3))
    release_letters(example.services, SUPERVISOR, [held(example)[0].id])

    example.tick(date(2024, 4, 3), time(14, 0))

    kinds = [(m.recipient_name, m.kind) for m in example.messages(date(2024, 4, 3))]
    assert kinds == [("督导室", "letter"), ("分管局领导（一）", "escalation")]


def test_the_letter_counts_its_days_for_the_day_of_leaving(example: Bureau) -> None:
    """A letter held since 03-07 and released on 04-03 speaks of 24 working days, not of five."""
    example.live_until(date(2024, 2, 27), date(2024, 4, 3))
    release_letters(example.services, SUPERVISOR, [held(example)[0].id])
    example.tick(date(2024, 4, 3), time(14, 0))

    subject = next(m.subject for m in example.messages(date(2024, 4, 3)) if m.kind == "letter")

    assert "逾期24个工作日" in subject


def test_level_three_waits_for_the_release(example: Bureau) -> None:
    """No further level while a letter is held; five working days after it left the task is marked."""
    example.live_until(date(2024, 2, 27), date(2024, 4, 8))
    letters = [row.id for row in held(example) if row.task_id == example.tasks["B"]]
    release_letters(example.services, SUPERVISOR, letters)
    example.live_until(date(2024, 4, 8), date(2024, 4, 30))

    with db.reading(example.services.engine) as connection:
        marks = store_notices.notices(connection, kinds=(NoticeKind.CIRCULAR,))

    assert [(mark.task_id, mark.planned_on) for mark in marks] == [(example.tasks["B"], date(2024, 4, 15))]


def test_an_unconfirmed_task_stays_silent(example: Bureau) -> None:
    """A is asked about once and never becomes overdue by itself."""
    example.live_until(date(2024, 2, 27), date(2024, 4, 30))

    with db.reading(example.services.engine) as connection:
        rows = store_notices.notices(connection, task_id=example.tasks["A"])

    assert [(row.kind, row.planned_on) for row in rows] == [(NoticeKind.ASSIGNMENT, date(2024, 2, 27))]


def test_a_second_pass_says_nothing(example: Bureau) -> None:
    """A second pass for the same day plans and sends nothing new."""
    example.tick(date(2024, 2, 27))

    second = example.tick(date(2024, 2, 27), time(8, 40))

    assert (second.notices, second.messages, second.sent) == (0, 0, 0)


def test_fixture_is_fresh(engine: Engine) -> None:
    """Every test begins with an empty database."""
    with db.reading(engine) as connection:
        assert store_notices.notices(connection) == []
