"""Sheets that hold several tables: beside one another, and below one another with other headings."""

import pytest
from table_files import brief, read_text


def _csv(*lines: str) -> str:
    return "\n".join(lines)


HALVES = {
    "parted by an empty column": _csv(
        "时间,重点工作,责任单位,,时间,重点工作,责任单位",
        "3月,召开会议,办公室,,5月,开展督导,督导室",
        "4月,印发方案,基教处,,,,",
    ),
    "without an empty column": _csv(
        "时间,重点工作,责任单位,时间,重点工作,责任单位",
        "3月,召开会议,办公室,5月,开展督导,督导室",
        "4月,印发方案,基教处,,,",
    ),
    "under other headings": _csv(
        "时间,重点工作,责任单位,,月份,工作任务,责任部门",
        "3月,召开会议,办公室,,5月,开展督导,督导室",
        "4月,印发方案,基教处,,,,",
    ),
}


@pytest.mark.parametrize("kind", HALVES)
def test_halves_beside_one_another_are_read_one_after_the_other(kind: str) -> None:
    """Headings that start again begin a second table; its rows come after those of the first."""
    reading = read_text(HALVES[kind], "a.csv")

    assert brief(reading.rows) == [
        ("3月", "召开会议", "办公室"),
        ("4月", "印发方案", "基教处"),
        ("5月", "开展督导", "督导室"),
    ]


BESIDE = {
    "counts": ("处室,项数", "办公室,2", "督导室,1"),
    "telephones": ("科室,联系人,电话", "人事科,张三,8888", ","),
}


@pytest.mark.parametrize("kind", BESIDE)
def test_another_table_beside_the_plan_names_no_office_of_it(kind: str) -> None:
    """处室 | 项数 to the right of a plan is left out, and that is said."""
    head, first, second = BESIDE[kind]
    text = _csv(
        f"时间,重点工作,责任单位,,{head}",
        f"3月,召开会议,办公室,,{first}",
        f"3月,印发方案,基教处,,{second}",
        "4月,开展督导,督导室,,,",
    )

    reading = read_text(text, "a.csv")

    assert [row[2] for row in brief(reading.rows)] == ["办公室", "基教处", "督导室"]
    assert any(
        head.split(",")[0] in warning.message and "没有读" in warning.message for warning in reading.warnings
    )


def test_an_empty_column_inside_one_table_parts_nothing() -> None:
    """Columns that every row fills and that mean something else belong to the tasks to their left."""
    text = _csv("序号,重点工作,,时间,责任单位", "1,召开会议,,3月,办公室", "2,印发方案,,4月,基教处")

    reading = read_text(text, "a.csv")

    assert brief(reading.rows) == [("3月", "召开会议", "办公室"), ("4月", "印发方案", "基教处")]


def test_other_headings_lower_down_give_the_columns_another_meaning() -> None:
    """Where the header comes again with its columns in another order, the rows below follow it."""
    text = _csv(
        "时间,重点工作,责任单位",
        "3月,召开会议,办公室",
        "责任单位,完成时限,工作任务,备注",
        "督导室,4月,开展督导,",
    )

    reading = read_text(text, "a.csv")

    assert brief(reading.rows) == [("3月", "召开会议", "办公室"), ("4月", "开展督导", "督导室")]
