"""Calendars printed as grids of days: tables, tabs, cells closed by bars; words in and beside the days."""

import pytest
from plan_rows import read, told

from importers.formats.reading import open_document
from importers.plans.plan_reading import PlanReading, ReadingRules, read_plan
from importers.source import Source
from rules.workdays import Calendar

TERM = "某市某中学2023—2024学年第二学期校历"
DAYS = ("一", "二", "三", "四", "五", "六", "日")
#: From Monday 26 February 2024 on.
WEEKS = (
    ("26", "27", "28", "29", "3/1", "2", "3"),
    ("4", "5", "6", "7", "8", "9", "10"),
    ("11", "12", "13", "14", "15", "16", "17"),
    ("18", "19", "20", "21", "22", "23", "24"),
)
EVENTS = ("开学典礼", "", "12日植树；安全检查", "家长会")
#: What stands beside the weeks happens in them, or on the day it begins with.
WANTED = [
    ("第一周 2月26日—3月3日", "2024-03-03", "开学典礼"),
    ("3月12日", "2024-03-12", "植树"),
    ("第三周 3月11日—3月17日", "2024-03-17", "安全检查"),
    ("第四周 3月18日—3月24日", "2024-03-24", "家长会"),
]


def grid(
    weeks: tuple[tuple[str, ...], ...] = WEEKS, events: tuple[str, ...] = EVENTS, heading: str = "备注"
) -> list[list[str]]:
    head = ["周次", *(f"周{day}" for day in DAYS), heading]
    rows = ([number, *week, event] for number, week, event in zip("一二三四", weeks, events, strict=True))
    return [head, *rows]


def as_page(rows: list[list[str]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def plan_of(text: str, name: str = "校历.txt", year: int | None = None) -> PlanReading:
    source = Source(name, text.encode())
    return read_plan(open_document(source), source, ReadingRules(year, None, Calendar()))


def days_and_titles(reading: PlanReading) -> list[tuple[str, str | None, str]]:
    return sorted((row[:3] for row in told(reading.rows)), key=lambda row: row[1] or "")


@pytest.mark.parametrize(
    "form", ["tabs", "bars", "table source", "a cell a line", "a cell a line, bars apart"]
)
def test_words_beside_a_week_happen_in_it(form: str) -> None:
    """However the cells came apart: which week it is, is told by the days of its line."""
    rows = grid()
    text = {
        "tabs": "\n".join("\t".join(row) for row in rows),
        "bars": "\n".join(f"| {' | '.join(row)} |" for row in rows),
        "table source": as_page(rows),
        "a cell a line": "\n".join(f"{cell} |" for row in rows for cell in row),
        "a cell a line, bars apart": "\n".join(f"{cell}\n|" if cell else "|" for row in rows for cell in row),
    }[form]
    reading = plan_of(f"{TERM}\n{text}\n")

    assert days_and_titles(reading) == sorted(WANTED, key=lambda row: row[1])
    assert not any(row.flags for row in reading.rows)


@pytest.mark.parametrize("first", [("26/2", "1/3"), ("2月26日", "3月1日"), ("26", "3.1")])
def test_a_day_that_names_its_month_dates_the_whole_grid(first: tuple[str, str]) -> None:
    """1/3 beside 29 and 2 is 1 March, whichever order the document writes; so is 3月1日."""
    week = (first[0], "27", "28", "29", first[1], "2", "3")
    text = "\n".join("\t".join(row) for row in grid((week, *WEEKS[1:])))

    assert days_and_titles(plan_of(f"{TERM}\n{text}\n")) == sorted(WANTED, key=lambda row: row[1])


def test_words_in_the_cell_of_a_day_happen_on_it_in_a_table_of_a_page() -> None:
    """Months beside each other are grids of their own, each under its month."""
    march = [["", "", "", "", "1", "2", "3"], ["4<br>典礼", "5", "6", "7", "8", "9", "10"]]
    april = [["1", "2", "3", "4 阅读日", "5", "6", "7"], ["8", "9", "10", "11", "12", "13", "14"]]
    rows = [[*DAYS, *DAYS], *([*left, *right] for left, right in zip(march, april, strict=True))]
    head = "<table><tr><td colspan=7>3月</td><td colspan=7>4月</td></tr>"
    text = as_page(rows).replace("<table>", head)

    assert days_and_titles(plan_of(f"<html><body><h1>某中学2024年月历</h1>{text}", "历.html")) == [
        ("3月4日", "2024-03-04", "典礼"),
        ("4月4日", "2024-04-04", "阅读日"),
    ]


def test_columns_beside_the_weeks_may_be_offices() -> None:
    """The tasks below 德育处 are its; a column that says nothing of tasks is named in a note."""
    rows = [[*row, extra] for row, extra in zip(grid(heading="德育处"), ("值周", *"甲乙丙丁"), strict=True)]
    reading = plan_of(f"{TERM}\n" + "\n".join("\t".join(row) for row in rows))

    assert {row[3] for row in told(reading.rows)} == {("德育处",)}
    assert any("“值周”" in warning.message for warning in reading.warnings)


def test_a_cell_merged_over_several_weeks_is_read_once_and_asked() -> None:
    """It holds for all of them, so that its day is doubtful."""
    rows = grid(events=("布置校园", "布置校园", "布置校园", "家长会"))
    merged, other = plan_of(f"{TERM}\n{as_page(rows)}\n").rows

    assert (merged.title, str(merged.deadline.due_on)) == ("布置校园", "2024-03-17")
    assert any("跨3周" in flag for flag in merged.flags)
    assert not other.flags


def test_a_grid_whose_month_nothing_tells_is_asked_for_it() -> None:
    """Days without a month are not dropped and not guessed."""
    text = "\n".join("\t".join(row) for row in grid((("26", "27", "28", "29", "1", "2", "3"), *WEEKS[1:])))
    reading = plan_of(f"{TERM}\n{text}\n")

    assert len(reading.rows) == len(WANTED)
    assert all(row.deadline.due_on is None and row.flags for row in reading.rows)


def test_a_grid_under_the_wrong_month_is_seen_by_its_weekdays() -> None:
    """The title says April, but its days stand under the weekdays of March."""
    text = "\n".join("\t".join(week) for week in (DAYS, *WEEKS)).replace("3/1", "1").replace("12", "12 植树")
    reading = plan_of(f"某中学2024年4月行事历\n{text}\n25 月考\t26\t27\t28\t29\t30\t31\n")

    assert [row.title for row in reading.rows] == ["植树", "月考"]
    assert all(any("原文写的是周" in flag for flag in row.flags) for row in reading.rows)


def test_words_below_days_that_blanks_part_are_asked_for() -> None:
    """Blanks lose empty cells: on which day a line below stands is only counted."""
    lines = ["  ".join(week) for week in (DAYS, *WEEKS[1:])]
    text = "\n".join([*lines[:2], "  典礼    会议", *lines[2:]])
    reading = plan_of(f"某中学2024年3月行事历\n{text}\n")

    assert [row.title for row in reading.rows] == ["典礼", "会议"]
    assert all(row.flags for row in reading.rows)


def test_the_larger_plan_beside_a_grid_is_read_and_the_other_said() -> None:
    """A list of dates below a grid with a few words in it is the plan; that the grid says more is told."""
    table = "| 工作任务 | 责任单位 | 时限 |\n" + "".join(
        f"| 检查{n}号楼 | 安全处 | {n}月 |\n" for n in range(3, 9)
    )
    reading = read(f"{TERM}\n{table}" + "\n".join("\t".join(row) for row in grid()), year=2024)

    assert len(reading.rows) == 6
    assert any("日历格里读出的4项没有收" in warning.message for warning in reading.warnings)


#: Words in the days from 26 February on: two that the column beside them tells with its days, and others.
LABELLED = (
    ("26", "27", "28 报到", "29 报到", "3/1", "2", "3"),
    ("4", "5", "6 维修", "7", "8", "9", "10"),
    ("11", "12", "13", "14 检查全校消防设施", "15", "16", "17"),
    ("18", "19", "20", "21", "22", "23", "24"),
)


def test_words_in_days_that_repeat_what_stands_beside_them_are_no_tasks() -> None:
    """报到 in the days of 2月28日—29日：新生报到 only marks them; a mark told nowhere is doubted."""
    events = ("2月28日-2月29日：新生报到", "", "", "3月20日：校园开放日")
    reading = plan_of(f"{TERM}\n" + as_page(grid(LABELLED, events, "活动")))

    assert days_and_titles(reading) == [
        ("2月28日-2月29日", "2024-02-29", "新生报到"),
        ("3月6日", "2024-03-06", "维修"),
        ("3月14日", "2024-03-14", "检查全校消防设施"),
        ("3月20日", "2024-03-20", "校园开放日"),
    ]
    assert [row.title for row in reading.rows if any("标记" in flag for flag in row.flags)] == ["维修"]
    assert any("2处字（“报到”等）" in note.message for note in reading.warnings)


def test_words_in_days_stay_tasks_where_what_stands_beside_names_no_days() -> None:
    """What happens some time in a week is told by its weeks, and the words in the days by theirs."""
    reading = plan_of(f"{TERM}\n" + as_page(grid(LABELLED, ("新生报到", "", "", ""), "活动")))

    assert [title for _, _, title in days_and_titles(reading)] == [
        "报到",
        "报到",
        "新生报到",
        "维修",
        "检查全校消防设施",
    ]
    assert not any("标记" in flag for row in reading.rows for flag in row.flags)
