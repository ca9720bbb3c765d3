"""What a task says of its own time goes before the week or month of its row."""

import pytest
from plan_rows import read, rows_of

WEEKS = "某校工作安排\n周次\t日期\t工作内容\n第4周\t9.23-9.29\t{}\n第5周\t9.30-10.6\t组织国庆值班"
MONTHS = "某局2024年工作安排\n时间\t重点工作\t责任单位\n{}\t{}\t办公室\n10月\t组织检查\t督导室"


@pytest.mark.parametrize(
    ("task", "due"),
    [
        ("9月26日前完成学籍核对", "2024-09-26"),
        ("学籍核对，9月26日前上报", "2024-09-26"),
        ("开展诵读比赛（9月24日，三至六年级）", "2024-09-24"),
        ("诵读比赛（9月24日），书法比赛（9月25日）", "2024-09-25"),
        ("组织听课", "2024-09-29"),
        ("学习《2024年9月25日会议纪要》", "2024-09-29"),
    ],
)
def test_an_own_date_goes_before_the_week(task: str, due: str) -> None:
    assert rows_of(WEEKS.format(task))[0][:2] == ("第4周 9.23-9.29", due)


@pytest.mark.parametrize(
    ("time", "task", "due", "is_flagged"),
    [
        ("4月", "4月20日前上报自查报告", "2024-04-20", False),
        ("4月", "上报自查报告（4月20日前）", "2024-04-20", False),
        ("4月底前", "4月20日前上报名单并完成验收", "2024-04-30", False),
        ("12月", "6月底前完成初稿", "2024-12-31", False),
        ("4月", "5月20日前上报自查报告", "2024-04-30", True),
        ("4月", "汇总3月20日前上报的材料", "2024-04-30", False),
    ],
)
def test_an_own_date_goes_before_the_month(time: str, task: str, due: str, is_flagged: bool) -> None:
    """One outside the month does not; a later one contradicts it."""
    row = read(MONTHS.format(time, task)).rows[0]

    assert (str(row.deadline.due_on), bool(row.flags)) == (due, is_flagged)


def test_a_week_without_dates_leaves_the_time_to_the_task() -> None:
    text = "某校工作安排\n周次\t工作内容\n1\t老生报到（9月2日）\n2\t新生开课（9月9日）\n3\t组织听课"

    assert [row[:2] for row in rows_of(text)] == [
        ("9月2日", "2024-09-02"),
        ("9月9日", "2024-09-09"),
        ("3", None),
    ]


@pytest.mark.parametrize(
    ("task", "period", "due"),
    [
        ("普及学前教育。到2026年，入园率达到95%以上。", "到2026年", "2026-12-31"),
        ("改造供水管网。2025年底前，完成改造二十公里。", "2025年底前", "2025-12-31"),
        ("培训骨干教师。2024—2026年，每年培训三百人。", "2024—2026年", "2026-12-31"),
        ("修订章程。6月底前完成修订。", "6月底前", "2024-06-30"),
    ],
)
def test_a_table_without_times_takes_them_from_its_tasks(task: str, period: str, due: str) -> None:
    plan = read(f"某市2024年任务分工表\n序号\t工作任务\t牵头单位\n1\t{task}\t市教育局\n2\t加强宣传\t市水务局")

    assert (plan.rows[0].period, str(plan.rows[0].deadline.due_on)) == (period, due)
    assert plan.rows[0].confidence < 1


def test_an_empty_cell_of_time_is_filled_from_the_task_with_a_flag() -> None:
    rows = "3月\t召开会议\t办公室\n\t修订章程，6月底前完成\t工会\n9月\t检查\t工会"
    text = f"2024年计划\n时间\t重点工作\t责任单位\n{rows}"

    row = read(text).rows[1]

    assert (str(row.deadline.due_on), bool(row.flags)) == ("2024-06-30", True)


@pytest.mark.parametrize(("task", "names_one"), [("完成2026年会议筹备", True), ("加强宣传", False)])
def test_no_time_is_denied_that_the_document_names(task: str, names_one: bool) -> None:
    plan = read(f"某市2024年任务分工表\n序号\t工作任务\t牵头单位\n1\t{task}\t市教育局\n2\t改进服务\t市水务局")

    said = [note.message for note in plan.warnings if "整张表都没有读出时限" in note.message]
    assert ["文中有的地方提到时间" in words for words in said] == [names_one]


@pytest.mark.parametrize(
    ("task", "period", "due", "is_flagged"),
    [
        ("书画展（9/16-9/20）", "9月16日；9/16-9/20", "2024-09-20", False),
        ("书画展（9月16日至20日）", "9月16日；9月16日至20日", "2024-09-20", False),
        ("选课开始(上午9时至10月9日截止，以通知为准)", "9月16日；至10月9日截止", "2024-10-09", True),
        ("缴费开始，至10月9日止", "9月16日；至10月9日止", "2024-10-09", True),
        ("缴费（至10月9日止）", "9月16日；至10月9日止", "2024-10-09", False),
        ("预选课程(9.30预选结束)", "9月16日；9.30预选结束", "2024-09-30", False),
        ("Registration begins (until October 9)", "9月16日；至 10月9日", "2024-10-09", True),
        ("书画展（9/15-9/20）", "9月16日", "2024-09-16", True),
        ("补课(10/2调休)", "9月16日", "2024-09-16", False),
        ("运动会（雨天改期至9/23）", "9月16日", "2024-09-16", False),
        ("接待日（9/16）", "9月16日", "2024-09-16", False),
    ],
)
def test_a_day_goes_on_until_the_end_its_task_states(
    task: str, period: str, due: str, is_flagged: bool
) -> None:
    """A bracket names the whole span or its end; one that begins elsewhere, or a day put off to, does not."""
    row = read(MONTHS.format("9月16日", task)).rows[0]

    assert (row.period, str(row.deadline.due_on), bool(row.flags)) == (period, due, is_flagged)
