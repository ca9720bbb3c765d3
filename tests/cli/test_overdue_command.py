"""``overdue``: the same list in every format."""

import csv
import io
import zipfile

import pytest
from command_line import CommandLine

KEYS = [
    *("task_id", "title", "lead", "support", "period", "original_due_on", "due_on"),
    *("workdays_overdue", "days_overdue", "stage", "last_report", "reminders_sent"),
]
DAY = ("--today", "2024-04-10")


def test_the_json_is_the_contract(office: CommandLine) -> None:
    """The list holds what is past and owed, one row an acting lead, with the working days counted."""
    rows = office("overdue", *DAY, "--format", "json").json

    assert [list(row) for row in rows] == [KEYS] * 3
    assert [(row["lead"], row["due_on"], row["workdays_overdue"]) for row in rows] == [
        ("督导室", "2024-02-29", 28),
        ("督导室", "2024-03-31", 7),
        ("秘书处", "2024-03-31", 7),
    ]


def test_json_may_be_asked_for_as_everywhere(office: CommandLine) -> None:
    """``--json`` means the same as ``--format json``."""
    assert office("overdue", *DAY, "--json").json == office("overdue", *DAY, "--format", "json").json


def test_one_office(office: CommandLine) -> None:
    """With ``--office`` only what that office leads."""
    rows = office("overdue", *DAY, "--office", "秘书处", "--json").json

    assert [row["lead"] for row in rows] == ["秘书处"]


def test_the_table_is_plain_in_a_pipe(office: CommandLine) -> None:
    """Without a terminal the table has tabs and no lines drawn."""
    shown = office("overdue", *DAY).out.splitlines()

    assert shown[0].startswith("编号\t重点工作\t牵头单位")
    assert [line.split("\t")[0] for line in shown[1:4]] == ["2024-002", "2024-003", "2024-004"]
    assert "待确认1项（2024-001）" in shown[4]


def test_nothing_overdue(duban: CommandLine) -> None:
    """A day without overdue tasks is said, and is an empty list in JSON."""
    assert duban("overdue", *DAY, "--json").json == []
    assert "没有逾期的任务" in duban("overdue", *DAY).err


@pytest.mark.parametrize("name", ["list.xlsx", "list.docx"])
def test_office_files(name: str, office: CommandLine) -> None:
    """The ending of the file chooses the format; the file is a whole package."""
    path = office.folder / name

    answer = office("overdue", *DAY, "-o", str(path))

    assert (answer.code, answer.out) == (0, "")
    assert zipfile.ZipFile(path).testzip() is None


def test_text_formats(office: CommandLine) -> None:
    """CSV and HTML hold the same rows."""
    table = office("overdue", *DAY, "--format", "csv").out
    page = office("overdue", *DAY, "--format", "html").out

    assert sum("督导室" in row for row in csv.reader(io.StringIO(table))) == 2
    assert page.count("2024-003") >= 1
    assert "<html" in page


def test_a_file_that_cannot_be_written(office: CommandLine) -> None:
    """A wrong folder is one sentence, exit 2, and nothing is left behind."""
    answer = office("overdue", *DAY, "-o", str(office.folder / "nosuch" / "list.csv"))

    assert (answer.code, answer.out) == (2, "")
    assert "写不了文件" in answer.err
