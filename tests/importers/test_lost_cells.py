"""Rows that lost a cell, headers whose cells run together, and cells one a line in tables of two columns."""

import pytest
from plan_rows import Told, read, rows_of

from importers.plans.plan_reading import PlanReading
from rules.errors import InputError

TITLE = "Action plan 2024\n"
HEAD = ("Action", "Lead", "Support", "Deadline")
RULES = ("Review the rules", "Admissions Office", "Legal Office", "March 2024")
TRAINING = ("Train new teachers", "Personnel Office", "Finance Office", "May 2024")


def parted_by(sign: str, *rows: tuple[str, ...]) -> str:
    return TITLE + "\n".join(sign.join(row) for row in rows)


def told(reading: PlanReading) -> list[tuple[str, str, list[str], bool]]:
    return [
        (row.title, str(row.deadline.due_on), [office.name for office in row.offices], bool(row.flags))
        for row in reading.rows
    ]


@pytest.mark.parametrize("sign", ["\t", "   "])
def test_a_row_that_lost_a_cell_is_put_right_and_asks(sign: str) -> None:
    """Nothing shifts into the next column in silence, and no deadline of the row above is taken."""
    short = ("Inspect buildings", "Safety Division", "June 2024")

    assert told(read(parted_by(sign, HEAD, RULES, short, TRAINING))) == [
        ("Review the rules", "2024-03-31", ["Admissions Office", "Legal Office"], False),
        ("Inspect buildings", "2024-06-30", ["Safety Division"], True),
        ("Train new teachers", "2024-05-31", ["Personnel Office", "Finance Office"], False),
    ]


@pytest.mark.parametrize("sign", ["\t", "   ", " | "])
def test_a_row_whose_lost_cell_may_be_one_or_another_asks(sign: str) -> None:
    """Action, one of the two offices: whether the measure or the support was lost, nothing says."""
    head = ("Action", "Measure", "Lead", "Support")
    full = [("Review the rules", "New rules", "Admissions Office", "Legal Office")] * 2
    rows = read(
        parted_by(sign, head, full[0], ("Inspect", "Safety Division", "Estates Office"), full[1])
    ).rows

    assert [bool(row.flags) for row in rows] == [False, True, False]


def test_empty_cells_at_the_end_may_be_left_out() -> None:
    """A remark or the tabs behind the last filled cell: such a row is whole."""
    text = "某市2024年工作\n任务\t单位\t时限\t备注\n修订办法\t基教处\t6月\n排查校舍\t安全处\t9月\t已启动\n"

    assert [row[1] for row in rows_of(text)] == ["2024-06-30", "2024-09-30"]
    assert not any(row.flags for row in read(text).rows)


@pytest.mark.parametrize("head", ["Action Lead Deadline", "Ref Task Owner Target date Status"])
def test_an_english_table_parted_by_single_blanks_is_refused(head: str) -> None:
    """Where a cell ends, nothing shows; its numbers would pass for days."""
    rows = ("1.1 Review the rules Admissions Office 31/03/2024 Open", "1.2 Inspect buildings 30/06/2024")
    text = "\n".join((TITLE.strip(), head, *rows))

    with pytest.raises(InputError, match="第2行的表格各格之间只有一个空格"):
        read(text)


def test_tasks_and_times_in_turn_need_no_third_column() -> None:
    """任务 / 时限 one a line; months before what happens in them stay a calendar."""
    wanted: list[Told] = [
        ("6月底前", "2024-06-30", "修订办法", (), ()),
        ("9月底前", "2024-09-30", "排查校舍", (), ()),
        ("12月底前", "2024-12-31", "组织培训", (), ()),
    ]
    body = "\n\n".join(f"{row[2]}\n\n{row[0]}" for row in wanted)

    assert rows_of(f"某市教育局2024年工作安排\n\n工作任务\n\n完成时限\n\n{body}\n") == wanted
