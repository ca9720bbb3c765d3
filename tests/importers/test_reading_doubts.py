"""What a reader is unsure of it says: merged cells, times in running text, slipped cells, persons, years."""

import pytest
from plan_rows import read, rows_of, told


def flags_of(text: str) -> list[tuple[str, ...]]:
    return [row.flags for row in read(text).rows]


def test_a_signature_is_no_task_but_dates_the_plan() -> None:
    """Who issued a plan and on which day stand below it on lines of their own, one cell a line or not."""
    text = (
        "某市教育局2024年重点工作配档表\n时间\n重点工作\n责任单位\n3月\n召开会议\n办公室\n4月\n开展检查\n督导室\n"
        "某市教育局办公室\n2024年2月20日"
    )

    reading = read(text)

    assert [row.title for row in reading.rows] == ["召开会议", "开展检查"]
    assert str(reading.facts.issued_on) == "2024-02-20"


def test_a_signature_may_name_its_month_alone() -> None:
    """Below a list of tasks who issued it and 2024年1月 are no task; among months they may be cells."""
    tasks = "某市第三小学工会2024年工作计划\n三月份：\n1、召开代表大会。\n2、组织拔河比赛。\n"

    assert [row[2] for row in rows_of(f"{tasks}\n        某市第三小学工会委员会\n        2024年1月")] == [
        "召开代表大会",
        "组织拔河比赛",
    ]
    table = (
        "某市教育局2024年工作安排\n工作任务\n责任单位\n完成时限\n"
        "召开会议\n督导室\n2024年3月\n开展检查\n某市教育局\n2024年5月"
    )
    assert [row[:3] for row in rows_of(table)][-1] == ("2024年5月", "2024-05-31", "开展检查")


def test_an_office_and_a_day_may_be_the_last_cells() -> None:
    """Nothing above names that office, so that the lines belong to the table."""
    text = "工作任务\n责任单位\n完成时限\n召开会议\n督导室\n2024年3月5日\n开展检查\n市财政局\n2024年5月20日"

    assert [row[:3] for row in rows_of(text)][-1] == ("2024年5月20日", "2024-05-20", "开展检查")


def test_a_time_carried_into_few_empty_cells_is_doubtful() -> None:
    """A month stated for most rows may have been merged where it is missing, or left out."""
    text = "1月\t甲会\t办公室\n3月\t乙会\t办公室\n\t丙会\t督导室\n5月\t丁会\t督导室\n\t戊会\t工会"

    rows = read(f"2024年计划\n时间\t重点工作\t责任单位\n{text}").rows

    assert [row.period for row in rows] == ["1月", "3月", "3月", "5月", "5月"]
    assert [bool(row.flags) for row in rows] == [False, False, True, False, True]


def test_a_time_behind_the_task_is_never_carried_silently() -> None:
    """A column of times at the end may be empty because a task has none."""
    rows = read("2024年计划\n任务\t责任单位\t完成时限\n甲会\t办公室\t3月\n乙会\t督导室\t\n丙会\t工会\t").rows

    assert [bool(row.flags) for row in rows] == [False, True, True]


def test_offices_merged_over_rows_are_carried_with_a_doubt() -> None:
    rows = read("2024年计划\n责任单位\t任务\t时限\n办公室\t甲会\t3月\n\t乙会\t4月\n\t丙会\t5月\n").rows

    assert [row.offices[0].name for row in rows] == ["办公室"] * 3
    assert [bool(row.flags) for row in rows] == [False, True, True]


@pytest.mark.parametrize(
    ("sentence", "is_sure"),
    [
        ("9月底前，实现全程网办。", True),
        ("力争12月底前完成验收。", True),
        ("上半年覆盖全部学校。", True),
        ("对照上半年考核结果查漏补缺。", False),
        ("衔接下半年重点任务。", False),
    ],
)
def test_a_time_in_running_text_is_sure_only_where_something_is_done_by_then(
    sentence: str, is_sure: bool
) -> None:
    item = "（牵头单位：办公室）\n2.召开会议。压实责任。（牵头单位：工会）"
    text = f"2024年工作要点\n1.建设平台。{sentence}{item}"

    row = read(text).rows[0]

    assert not row.flags if is_sure else row.flags


def test_an_office_on_a_line_of_its_own_belongs_to_the_list_above() -> None:
    """A list broken without a sign: the second office is no task, and the row says so."""
    text = "2024年配档表\n时间\n重点工作\n责任单位\n2月\n组织开学督导\n督导室\n基教处\n3月\n启动评估\n办公室"

    rows = read(text).rows

    assert [[office.name for office in row.offices] for row in rows] == [["督导室", "基教处"], ["办公室"]]
    assert [bool(row.flags) for row in rows] == [True, False]


def test_a_sure_time_goes_before_one_that_may_be_none() -> None:
    text = (
        "2024年工作要点\n1.建设平台。6月底前完成验收。跟踪第三季度经济运行。（牵头单位：办公室）\n"
        "2.召开会议。压实责任。（牵头单位：工会）"
    )

    row = read(text).rows[0]

    assert (row.period, str(row.deadline.due_on), bool(row.flags)) == ("6月底前", "2024-06-30", True)


def test_a_title_that_is_a_time_or_an_office_is_flagged() -> None:
    """A cell slipped into the wrong column."""
    rows = "3月\t召开会议\t办公室\n4月\t办公室\t督导室\n5月\t6月底前完成\t工会"
    text = f"2024年计划\n时间\t重点工作\t责任单位\n{rows}"

    assert [bool(flags) for flags in flags_of(text)] == [False, True, True]


def test_words_in_a_time_cell_that_say_no_time_are_flagged() -> None:
    assert flags_of("2024年计划\n时间\t重点工作\t责任单位\n新学期工作布置会\t召开会议\t办公室")[0]


def test_months_that_run_over_december_are_flagged_where_the_year_is_guessed() -> None:
    months = "\n".join(f"{month}月\t第{month}次例会\t办公室" for month in (9, 10, 11, 12, 1, 2))

    rows = read(f"2024年计划\n时间\t重点工作\t责任单位\n{months}").rows

    assert [bool(row.flags) for row in rows] == [False] * 4 + [True] * 2


@pytest.mark.parametrize(
    ("cell", "names", "is_flagged"),
    [
        ("基教处、王建国", ["基教处"], True),
        ("王建国", [], True),
        ("基教处王建国", ["基教处王建国"], True),
        ("發展規劃處、陳志強", ["發展規劃處"], True),
        ("基教处、安全科", ["基教处", "安全科"], False),
    ],
)
def test_persons_are_no_offices(cell: str, names: list[str], is_flagged: bool) -> None:
    (row,) = read(f"2024年计划\n时间\t重点工作\t责任单位\n3月\t召开会议\t{cell}").rows

    assert [office.name for office in row.offices] == names
    assert bool(row.flags) is is_flagged


def test_a_name_of_the_directory_is_no_person() -> None:
    text = "2024年计划\n时间\t重点工作\t责任单位\n3月\t召开会议\t金石"

    assert [office.name for office in read(text, known=["金石"]).rows[0].offices] == ["金石"]


def test_days_of_the_next_month_in_a_grid_keep_their_month() -> None:
    """A grid shows the days around its month as well."""
    grid = (
        "某中学2024年5月行事历\n一\t二\t三\t四\t五\t六\t日\n29 月末例会\t30\t1 劳动节\t2\t3\t4\t5\n"
        "6\t7\t8\t9\t10\t11\t12\n"
        "13\t14\t15\t16 期中考试\t17\t18\t19\n20\t21\t22\t23\t24\t25\t26\n27\t28\t29\t30\t31\t1 儿童节\t2"
    )

    assert [(row[2], row[1]) for row in rows_of(grid)] == [
        ("月末例会", "2024-04-29"),
        ("劳动节", "2024-05-01"),
        ("期中考试", "2024-05-16"),
        ("儿童节", "2024-06-01"),
    ]


def test_semicolons_in_a_line_of_a_calendar_part_tasks() -> None:
    """What surely are deeds is parted; the rest is parted with a word."""
    rows = read("2024年安排\n3月：召开会议；开展检查。\n4月：家长会；运动会。\n5月：召开例会。").rows

    assert [row.title for row in rows] == ["召开会议", "开展检查", "家长会", "运动会", "召开例会"]
    assert [bool(row.flags) for row in rows] == [False, False, True, True, False]


def test_numbered_parts_of_a_task_with_offices_stay_one_row_and_are_flagged() -> None:
    text = "2024年计划\n时间\t工作内容\t责任单位\n3月\t1.召开会议；2.开展检查\t办公室"

    (row,) = read(text).rows

    assert told([row])[0][3] == ("办公室",)
    assert row.flags
