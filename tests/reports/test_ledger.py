"""The ledger: every task once, with its state in words, late but done kept apart for ever."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from models.kinds import ReportKind
from reports.ledger import LEDGER_FORMATS, Ledger, ledger, ledger_file_name, write_ledger
from rules.errors import InputError
from rules.facts import Status
from tests.reports.documents_read import csv_rows, sheet_rows, sheet_text, sheet_xml
from tests.reports.ledger_samples import ISSUER, POLICY, T5, TODAY, Book, real_calendar

Golden = Callable[[str, str], None]


def ledger_of(book: Book, today: date = TODAY) -> Ledger:
    return ledger(
        book.connection, book.tasks(), calendar=real_calendar(), policy=POLICY, today=today, issuer=ISSUER
    )


def printed(book: Book, today: date = TODAY) -> list[dict[str, Any]]:
    """The rows of the sheet 台账 by their heads."""
    rows = sheet_rows(write_ledger(ledger_of(book, today), "xlsx"))
    heads = [str(head).replace("\n", "") for head in rows[2]]
    return [dict(zip(heads, cells, strict=True)) for cells in rows[3:-1]]


@pytest.mark.parametrize("name", LEDGER_FORMATS)
def test_the_ledger_reads_as_approved(year: Book, name: str, golden: Golden) -> None:
    """Both sheets and the CSV say what was looked at."""
    content = write_ledger(ledger_of(year), name)

    if name == "csv":
        golden("ledger.csv", content.decode("utf-8-sig"))
    else:
        golden("ledger.xlsx.txt", sheet_text(content))


def test_every_task_is_one_row(year: Book) -> None:
    """Rows are the tasks in scope, one each; drafts, withdrawn tasks and other plans are not."""
    numbers = [f"2024-{number:03d}" for number in range(1, 16)]

    assert [entry["督办编号"] for entry in printed(year)] == numbers
    assert [cells[1] for cells in csv_rows(write_ledger(ledger_of(year), "csv"))[1:]] == numbers


@pytest.mark.parametrize(
    ("status", "completed_on", "state", "days"),
    [
        (Status.OPEN, None, "逾期", 5),
        (Status.PARTLY_DONE, None, "逾期\n（部分办结）", 5),
        (Status.CLOSED, date(2024, 3, 31), "按期完成", ""),
        (Status.CLOSED, date(2024, 4, 2), "逾期完成", 2),
        (Status.REPORTED, None, "待核", ""),
        (Status.PAUSED, None, "暂停", ""),
        (Status.UNCONFIRMED, None, "待确认", ""),
    ],
)
def test_the_state_is_a_word(
    book: Book, status: Status, completed_on: date | None, state: str, days: object
) -> None:
    """Each state is its word; days count only where a task is or was late."""
    book.task("事项", "基教处", status=status, completed_on=completed_on)

    (entry,) = printed(book)

    assert (entry["状态"], entry["逾期工作日"]) == (state, days)
    assert entry["完成日期"] == (completed_on or "")


def test_work_done_in_time_and_reported_late_is_marked(book: Book) -> None:
    """A report filed after the date about work done before it is on time, marked 补报."""
    task_id = book.task("事项", "基教处", status=Status.CLOSED, completed_on=date(2024, 3, 28))
    book.report(task_id, "基教处", "已完成", on=date(2024, 4, 3), kind=ReportKind.COMPLETION)

    (entry,) = printed(book)

    assert (entry["状态"], entry["备注"]) == ("按期完成", "推定；补报")


def test_follow_ups_are_letters_and_calls(book: Book) -> None:
    """催办次数 counts letters that left and calls to the acting lead."""
    task_id = book.task("事项", "基教处", "秘书处")
    book.said(task_id, "基教处", T5, on=TODAY, message_id=book.message("基教处", TODAY))
    book.call(task_id, "基教处", TODAY)
    book.call(task_id, "秘书处", TODAY)

    assert [entry["催办次数"] for entry in printed(book)] == [2]


def test_hostile_words_stay_words(book: Book) -> None:
    """What people typed is text on both sheets and in the CSV."""
    task_id = book.task("=1+1", "基教处", period="@SUM")
    book.report(task_id, "基教处", "+cmd|' /C calc'!A0", on=TODAY)

    content = write_ledger(ledger_of(book), "xlsx")
    fields = csv_rows(write_ledger(ledger_of(book), "csv"))[1]

    assert [row[2] for row in (sheet_rows(content, 0)[3], sheet_rows(content, 1)[3])] == ["=1+1", "=1+1"]
    assert "<f>" not in sheet_xml(content)
    assert not [value for value in fields if value.startswith(("=", "+", "-", "@"))]


def test_an_empty_ledger_opens(book: Book) -> None:
    """A ledger without tasks has both sheets and says that there is nothing."""
    content = write_ledger(ledger_of(book), "xlsx")

    assert [sheet_rows(content, sheet)[3][0] for sheet in (0, 1)] == ["没有符合条件的事项"] * 2


def test_an_unknown_format_of_the_ledger_is_refused(book: Book) -> None:
    """The refusal names the formats there are; the name of a file says its day."""
    with pytest.raises(InputError, match="csv"):
        write_ledger(ledger_of(book), "docx")

    assert ledger_file_name(ledger_of(book), "xlsx") == "台账_20240408.xlsx"
