"""Which tasks are overdue on a day, for whom, for how long, and what is said about them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from models import store_tasks
from models.kinds import DueChangeClass, NoticeState, PlanState, ReportKind
from reports.overdue import OverdueRow, as_json, overdue_rows, set_aside
from rules.facts import DueBasis, Status
from rules.status import State
from tests.reports.ledger_samples import (
    CARRIED,
    MONTH_END,
    POLICY,
    REMINDER,
    T1,
    T5,
    T10,
    TODAY,
    WEEKLY,
    Book,
    real_calendar,
)


def rows(book: Book, today: date = TODAY, office: str = "") -> list[OverdueRow]:
    office_id = book.offices[office] if office else None
    return overdue_rows(
        book.connection, calendar=real_calendar(), policy=POLICY, today=today, office_id=office_id
    )


@pytest.mark.parametrize(
    ("status", "is_listed"),
    [
        (Status.OPEN, True),
        (Status.RETURNED, True),
        (Status.PARTLY_DONE, True),
        (Status.REPORTED, False),
        (Status.PAUSED, False),
        (Status.UNCONFIRMED, False),
        (Status.CLOSED, False),
        (Status.WITHDRAWN, False),
        (Status.DRAFT, False),
    ],
)
def test_only_what_is_still_owed_is_listed(book: Book, status: Status, is_listed: bool) -> None:
    """Overdue is OPEN, RETURNED or PARTLY_DONE with a due date before the day."""
    book.task("事项", "基教处", status=status)

    assert [row.title for row in rows(book)] == (["事项"] if is_listed else [])


@pytest.mark.parametrize(("today", "count"), [(MONTH_END, 0), (date(2024, 4, 1), 1)])
def test_the_due_date_itself_is_in_time(book: Book, today: date, count: int) -> None:
    """The due date is the last day, inclusive; the day after it the task is listed."""
    book.task("事项", "基教处", due_on=MONTH_END)

    assert len(rows(book, today)) == count


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.WITHDRAWN])
def test_only_released_plans_are_listed(book: Book, state: PlanState) -> None:
    """A plan that is a draft or was withdrawn brings no overdue task."""
    book.add_plan("另一份", state=state)
    book.task("事项", "基教处")

    assert rows(book) == []
    assert set_aside(book.connection, today=TODAY) == []


@pytest.mark.parametrize(
    ("due_on", "today", "workdays", "days"),
    [
        (date(2024, 3, 31), date(2024, 4, 1), 1, 1),
        (date(2024, 3, 31), date(2024, 4, 7), 4, 7),  # 4 to 6 April are 清明, Sunday the 7th is worked
        (date(2024, 3, 31), date(2024, 4, 8), 5, 8),
        (date(2024, 2, 9), date(2024, 2, 18), 1, 9),  # 春节 to the 17th, Sunday the 18th is worked
        (date(2024, 4, 30), date(2024, 5, 5), 0, 5),  # all of 五一
        (date(2024, 4, 30), date(2024, 5, 11), 6, 11),  # Saturday the 11th is worked
        (date(2024, 9, 30), date(2024, 10, 8), 1, 8),  # 国庆
    ],
)
def test_days_are_counted_around_holidays(
    book: Book, due_on: date, today: date, workdays: int, days: int
) -> None:
    """Working days in (due date, day] by the State Council's calendar; calendar days beside them."""
    book.task("事项", "基教处", due_on=due_on)

    (row,) = rows(book, today)

    assert (row.workdays_overdue, row.days_overdue) == (workdays, days)
    assert not row.is_provisional


def test_an_unpublished_year_is_said(book: Book) -> None:
    """Days counted through a year whose holidays are not published are marked provisional."""
    book.task("事项", "基教处", due_on=date(2031, 1, 6))

    (row,) = rows(book, date(2031, 1, 8))

    assert (row.workdays_overdue, row.is_provisional) == (2, True)


def test_rows_stand_by_due_date_then_in_plan_order(book: Book) -> None:
    """The longest overdue comes first; on the same day the order is the plan's."""
    for title, day in (("丙", 20), ("甲", 5), ("丁", 20), ("乙", 12)):
        book.task(title, "基教处", due_on=date(2024, 3, day))

    assert [row.title for row in rows(book)] == ["甲", "乙", "丙", "丁"]


def test_the_first_named_office_leads_the_others_support(book: Book) -> None:
    """Until a person says otherwise the first-named office leads; a group stands in its own words."""
    task_id = book.task("事项", "秘书处", "基教处", group="各处室")
    before = rows(book)
    store_tasks.update_task(book.connection, task_id, confirmed_lead_id=book.offices["基教处"])
    after = rows(book)

    assert [(row.lead, row.support) for row in before] == [("秘书处", ("基教处", "各处室"))]
    assert [(row.lead, row.support) for row in after] == [("基教处", ("秘书处", "各处室"))]


def test_an_office_sees_only_what_it_leads(book: Book) -> None:
    """Supporting offices are not counted, so the list of one office holds its own rows only."""
    book.task("主办", "基教处", "秘书处")
    book.task("协办", "秘书处", "基教处")

    assert [row.title for row in rows(book, office="基教处")] == ["主办"]


def test_a_group_row_counts_each_member_that_still_owes(book: Book) -> None:
    """A row that names only a group is one row for each member that has not reported its part."""
    task_id = book.task("大检查", "甲处", "乙处", "丙处", group="各处室", group_only=True)
    store_tasks.mark_done(book.connection, task_id, book.offices["乙处"], date(2024, 3, 20))
    book.report(task_id, "乙处", "已查完", on=date(2024, 3, 20), kind=ReportKind.CONTRIBUTION)
    book.report(task_id, "丙处", "查了一半", on=date(2024, 3, 19))

    found = rows(book)

    assert [(row.lead, row.group, row.support) for row in found] == [
        ("甲处", "各处室", ()),
        ("丙处", "各处室", ()),
    ]
    assert [row.last_report for row in found] == ["", "3月19日：查了一半"]
    assert [row.lead for row in rows(book, office="丙处")] == ["丙处"]
    assert rows(book, office="乙处") == []


def test_a_group_row_that_all_reported_waits_for_the_check(book: Book) -> None:
    """When every member has reported, nobody is overdue; the task is listed as 待核, not lost."""
    task_id = book.task("大检查", "甲处", "乙处", group="各处室", group_only=True)
    store_tasks.mark_done(book.connection, task_id, None, date(2024, 3, 20))

    assert rows(book) == []
    assert [(one.lead, one.state) for one in set_aside(book.connection, today=TODAY)] == [
        ("各处室", State.PENDING)
    ]


def test_a_task_without_an_office_is_listed(book: Book) -> None:
    """A row without an office is overdue like any other; the list says that the office is missing."""
    book.task("没人认领")

    (row,) = rows(book)

    assert (row.lead, row.lead_id, row.standing) == ("", 0, "责任单位待明确")


def test_what_is_past_its_date_and_not_listed_is_named(book: Book) -> None:
    """待核, 暂停 and 待确认 tasks past their date are set aside, so that nobody asks where they went."""
    book.task("已报", "基教处", status=Status.REPORTED)
    book.task("暂停", "秘书处", status=Status.PAUSED, due_on=date(2024, 3, 1))
    book.task("旧账", "基教处", status=Status.UNCONFIRMED, due_on=date(2024, 1, 31))
    book.task("没到期的", "基教处", status=Status.REPORTED, due_on=TODAY)
    book.task("逾期的", "基教处")

    found = set_aside(book.connection, today=TODAY)
    own = set_aside(book.connection, today=TODAY, office_id=book.offices["秘书处"])

    assert [(one.title, one.state) for one in found] == [
        ("旧账", State.UNCONFIRMED),
        ("暂停", State.PAUSED),
        ("已报", State.PENDING),
    ]
    assert [one.title for one in own] == ["暂停"]


def _held(book: Book, task_id: int) -> None:
    book.said(task_id, "基教处", T1, on=date(2024, 4, 1))
    book.said(task_id, "基教处", T5, on=TODAY, state=NoticeState.HELD)


def _marked(book: Book, task_id: int) -> None:
    book.said(task_id, "基教处", T1, on=date(2024, 4, 1))
    book.said(task_id, "基教处", T5, on=date(2024, 4, 8))
    book.said(task_id, "基教处", T10, on=date(2024, 4, 15))


def _letter_left(book: Book, task_id: int) -> None:
    book.said(task_id, "基教处", T5, on=TODAY)


def _phoned(book: Book, task_id: int) -> None:
    book.said(task_id, "基教处", T5, on=TODAY, state=NoticeState.PHONED)


def _lapsed(book: Book, task_id: int) -> None:
    book.said(task_id, "基教处", T1, on=date(2024, 4, 1))
    book.said(task_id, "基教处", T5, on=TODAY, state=NoticeState.LAPSED)


def _former_round(book: Book, task_id: int) -> None:
    book.said(task_id, "基教处", T5, on=TODAY)
    store_tasks.raise_rounds(book.connection, task_id)


def _other_office(book: Book, task_id: int) -> None:
    book.said(task_id, "秘书处", T5, on=TODAY)


@pytest.mark.parametrize(
    ("happened", "stage", "standing"),
    [
        (lambda book, task_id: None, "", ""),
        (_held, "T+5", "催办通知单待核发"),
        (_letter_left, "T+5", "4月8日已催办"),
        (_phoned, "T+5", "4月8日已电话催办"),
        (_marked, "T+10", "拟列入通报"),
        (_lapsed, "T+1", "4月1日已提示"),
        (_former_round, "", ""),
        (_other_office, "", ""),
    ],
)
def test_the_highest_level_said_in_this_round_is_told(
    book: Book, happened: Callable[[Book, int], None], stage: str, standing: str
) -> None:
    """The stage is the acting lead's highest level of the present round; a lapsed letter is none."""
    task_id = book.task("事项", "基教处")
    happened(book, task_id)

    (row,) = rows(book)

    assert (row.stage, row.standing) == (stage, standing)


def test_an_office_without_address_waits_for_a_call(book: Book) -> None:
    """Where no mail can reach, the list says that somebody has to call."""
    book.office("语委办", address=False)
    book.task("事项", "语委办")

    assert [row.standing for row in rows(book)] == ["没有邮箱，待电话催办"]


def test_reminders_count_messages_and_calls_once(book: Book) -> None:
    """A message counts once however many lines it has; carried rows and what has not left do not count."""
    task_id = book.task("事项", "基教处")
    first, second, third = (book.message("基教处", date(2024, 3, day)) for day in (27, 28, 29))
    book.said(task_id, "基教处", REMINDER, on=date(2024, 3, 27), message_id=first)
    book.said(task_id, "基教处", T1, on=date(2024, 4, 1), message_id=second)
    book.said(task_id, "基教处", WEEKLY, on=date(2024, 4, 1), message_id=second)
    book.said(task_id, "基教处", CARRIED, on=date(2024, 3, 18), message_id=third)
    book.said(task_id, "基教处", T5, on=TODAY, state=NoticeState.HELD)
    book.call(task_id, "基教处", TODAY)

    (row,) = rows(book)

    assert (row.reminders_sent, row.follow_up_count) == (3, 1)


def test_the_last_report_is_one_line_with_its_day(book: Book) -> None:
    """The newest report stands with its day; a difficulty is said as such; another year is named."""
    task_id = book.task("事项", "基教处")
    book.report(task_id, "基教处", "很早以前", on=date(2023, 12, 30))
    earlier = rows(book)[0].last_report
    book.report(task_id, "基教处", "场地\n没有落实", on=date(2024, 4, 2), kind=ReportKind.DIFFICULTY)

    assert earlier == "2023年12月30日：很早以前"
    assert rows(book)[0].last_report == "4月2日：完成难度较大，场地 没有落实"


def test_a_moved_date_counts_from_the_new_one(book: Book) -> None:
    """After an extension the new date counts, the original stays beside it; corrections are no extension."""
    task_id = book.task("事项", "基教处", due_on=date(2024, 4, 1), original=MONTH_END)
    book.move_due(task_id, MONTH_END, date(2024, 4, 1), DueChangeClass.ADJUSTMENT)
    book.move_due(task_id, MONTH_END, MONTH_END, DueChangeClass.CORRECTION)

    (row,) = rows(book)

    assert (row.original_due_on, row.due_on) == (MONTH_END, date(2024, 4, 1))
    assert (row.workdays_overdue, row.extension_count) == (4, 1)


def test_json_is_what_the_contract_says(book: Book) -> None:
    """Exactly the keys of the command-line contract, dates as ISO days, words the document lacks as null."""
    task_id = book.task("事项", "秘书处", "基教处", period="", basis=DueBasis.STATED)

    assert as_json(rows(book)) == [
        {
            "task_id": task_id,
            "title": "事项",
            "lead": "秘书处",
            "support": ["基教处"],
            "period": None,
            "original_due_on": "2024-03-31",
            "due_on": "2024-03-31",
            "workdays_overdue": 5,
            "days_overdue": 8,
            "stage": "",
            "last_report": "",
            "reminders_sent": 0,
        }
    ]


def test_the_day_after_a_deadline_lists_exactly_the_unreported(book: Book) -> None:
    """On every day of a month the list equals the definition, task by task."""
    start = date(2024, 3, 1)
    made = []
    for number in range(60):
        status = list(Status)[number % len(Status)]
        due_on = start + timedelta(days=number % 30)
        made.append((book.task(f"事项{number}", "基教处", due_on=due_on, status=status), status, due_on))
    owed = (Status.OPEN, Status.RETURNED, Status.PARTLY_DONE)

    for offset in range(0, 32, 3):
        today = start + timedelta(days=offset)
        expected = {task for task, status, due_on in made if status in owed and due_on < today}

        assert {row.task_id for row in rows(book, today)} == expected
