"""What columns mean by their cells: dated steps, numbers under wide headings, quarters, one office above."""

from datetime import date
from typing import Any

import pytest
from table_files import book, brief, read, read_text


def _told(text: str, name: str = "a.csv") -> list[tuple[str, str]]:
    return [(row.period, row.title) for row in read_text(text, name).rows]


STEPS = {
    "under a heading of its own": (
        "工作任务,时序进度,考核要点\n制度建设,3月：修订章程,印发\n,4-6月 开展培训,两次\n"
    ),
    "under a heading that names both": (
        "工作任务,任务分解/时序进度,成果\n制度建设,3月，修订章程,印发\n,4-6月：开展培训,两次\n"
    ),
    "under measures, without times beside": (
        "项目名称,工作措施,责任单位\n制度建设,3月：修订章程,办公室\n,4-6月：开展培训,人事处\n"
    ),
    "with the times beside": (
        "工作任务,时间,任务分解,成果\n制度建设,3月,修订章程,印发\n,4-6月,开展培训,两次\n"
    ),
}


@pytest.mark.parametrize("kind", STEPS)
def test_dated_steps_are_the_tasks_and_the_column_before_them_the_group(kind: str) -> None:
    """3月：修订章程 is a step with its time; the merged cell to its left only names the group."""
    suffix = "csv" if "时间" in STEPS[kind] or "时序" in STEPS[kind] else "txt"
    text = STEPS[kind] if suffix == "csv" else STEPS[kind].replace(",", " | ")

    assert _told(text, f"a.{suffix}") == [("3月", "修订章程"), ("4-6月", "开展培训")]


def test_several_steps_in_one_cell_are_the_milestones_of_its_task() -> None:
    """A task whose cell lists its steps stays one task; its time is theirs, the last is its day."""
    text = (
        "工作任务,时序进度,责任单位\n制度建设,3月：修订章程；6月：印发章程,办公室\n"
        "队伍建设,4月：制定方案；9月：开展培训,人事处\n"
    )

    rows = read_text(text, "a.csv").rows

    assert [(row.period, row.title, row.deadline.due_on) for row in rows] == [
        ("3月：修订章程；6月：印发章程", "制度建设", date(2024, 6, 30)),
        ("4月：制定方案；9月：开展培训", "队伍建设", date(2024, 9, 30)),
    ]


def test_under_a_wide_heading_the_words_are_meant_not_their_numbers() -> None:
    """具体要求 over 1 | 清理文件: the text is the task, the running number is nothing."""

    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ("工作任务", "具体要求", "", "责任科室", "时限"))
        sheet.merge_range("B1:C1", "具体要求")
        sheet.write_row("A2", ("规范公开", 1, "清理规范性文件", "办公室", "6月底前"))
        sheet.write_row("A3", ("政策解读", 2, "丰富解读形式", "法规科", "9月底前"))

    reading = read(book(fill))

    assert [row.title for row in reading.rows] == ["清理规范性文件", "丰富解读形式"]


def test_one_title_over_different_words_is_doubted() -> None:
    """Neighbours with one title whose other words differ may have taken their title from the wrong column."""
    text = (
        "工作任务,要点说明情况,责任单位,时限\n规范公开,清理各类规范性文件,办公室,6月\n规范公开,编制年度工作报告,法规科,9月\n"
        "政策解读,制作图解并发布,宣传科,9月\n窗口建设,改造一楼服务大厅,后勤科,9月\n热线管理,更换话务系统设备,后勤科,9月\n"
    )

    rows = read_text(text, "a.csv").rows

    assert [any("取错了列" in flag for flag in row.flags) for row in rows] == [
        True,
        True,
        False,
        False,
        False,
    ]


PERIODS = {
    "marks": ("√,,√,", "一季度；三季度", date(2024, 9, 30)),
    "words": (",制定方案,,验收", "二季度；四季度", date(2024, 12, 31)),
    "a day of their own": (",5月10日,/,×", "5月10日", date(2024, 5, 10)),
}


@pytest.mark.parametrize("kind", PERIODS)
def test_columns_of_quarters_say_when(kind: str) -> None:
    """A mark or words under 三季度 mean that quarter; the latest one gives the day."""
    cells, period, due_on = PERIODS[kind]

    (row,) = read_text(
        f"工作内容,一季度,二季度,三季度,四季度,责任部门\n召开会议,{cells},办公室", "a.csv"
    ).rows

    assert (row.period, row.deadline.due_on, row.offices[0].name) == (period, due_on, "办公室")


def test_a_column_of_times_is_known_by_its_cells() -> None:
    """Under a heading nobody knows, cells that are all times say when, if no other column does."""
    text = "工作任务,推动节律,责任单位\n召开会议,3月底前,办公室\n印发方案,4月,基教处\n开展督导,全年,督导室\n"

    assert _told(text) == [("3月底前", "召开会议"), ("4月", "印发方案"), ("全年", "开展督导")]


def test_the_office_above_a_table_without_offices_holds_for_its_rows() -> None:
    """部门：组织部 above a table, or a sheet that is called so, names who does all of it; that is said."""

    def fill(workbook: Any, sheet: Any) -> None:
        more = workbook.add_worksheet("教务处")
        sheet.write("A1", "部门：组织部")
        for page, first in ((sheet, 1), (more, 0)):
            page.write_row(first, 0, ("时间", "重点工作"))
            page.write_row(first + 1, 0, ("3月", f"召开第{first}次会议"))

    reading = read(book(fill, name="表"))

    assert [row[2] for row in brief(reading.rows)] == ["组织部", "教务处"]
    assert any("推定为组织部、教务处" in warning.message for warning in reading.warnings)
    assert [any("没有单位列" in flag for flag in row.flags) for row in reading.rows] == [True, True]


def test_sums_notes_and_signatures_below_the_tasks_are_no_tasks() -> None:
    """合计 in the first cell, 备注 beside its text, 填表人：某某 end a table; they inherit nothing."""
    text = (
        "序号,时间,重点工作,责任单位\n1,3月,召开会议,办公室\n2,,印发方案,基教处\n3,,开展督导,督导室\n"
        "合计,合计,3项,\n备注,,时间以通知为准,\n填表人：王某,,审核人：李某,\n"
    )

    reading = read_text(text, "a.csv")

    assert [row.title for row in reading.rows] == ["召开会议", "印发方案", "开展督导"]
    assert reading.errors == ()
    assert reading.facts.remark == "备注：时间以通知为准"


def test_headings_that_were_not_used_are_named() -> None:
    """A column that says nothing of when, what and who is lost to the plan: that is said once."""
    text = "时间,重点工作,责任单位,验收标准\n3月,召开会议,办公室,到会率九成\n4月,印发方案,基教处,\n"

    said = [warning.message for warning in read_text(text, "a.csv").warnings]

    assert any("“验收标准”" in message and "没有用到" in message for message in said)


def test_a_row_with_helpers_alone_is_doubted() -> None:
    """A row that names who helps but nobody who does it may have lost a cell."""
    text = "工作任务,牵头单位,配合单位,完成时限\n召开会议,办公室,基教处,3月\n印发方案,,督导室,4月\n"

    rows = read_text(text, "a.csv").rows

    assert [any("没有牵头或责任单位" in flag for flag in row.flags) for row in rows] == [False, True]


def test_steps_in_rows_of_one_task_beside_lists_of_steps_are_doubted() -> None:
    """Where most cells list several steps, rows that share a task may be one task or several."""
    text = (
        "工作任务 | 时序进度 | 责任单位 |\n制度建设 | 3月：修订章程；6月：印发章程 | 办公室 |\n"
        "队伍建设 | 4月：制定方案；9月：开展培训 | 人事处 |\n场馆建设 | 2月：完成签约 | 总务处 |\n"
        "场馆建设 | 5月：开工建设 | 总务处 |\n"
    )

    rows = read_text(text, "a.txt").rows

    assert [any("不同步骤" in flag for flag in row.flags) for row in rows] == [False, False, True, True]


def test_a_group_left_out_in_later_rows_is_the_group_of_the_first_row_too() -> None:
    """Where most rows lack the left of two texts, the right one is the task in all of them."""
    text = (
        "序号 | 工作任务 | 细化分工 | 责任处室 | 完成时限 | 备注 |\n"
        "1 | 信息公开 | 修订主动公开目录 | 办公室 | 6月底 |\n2 | 发布预算信息 | 财务处 | 3月 |\n"
        "3 | 清理规范性文件 | 法规处 | 9月 |\n4 | 发布疫情信息 | 应急处 | 2月发布方案,8月发布总结 |\n"
    )

    rows = read_text(text, "a.txt").rows

    assert [(row.title, row.offices[0].name, row.deadline.due_on) for row in rows] == [
        ("修订主动公开目录", "办公室", date(2024, 6, 30)),
        ("发布预算信息", "财务处", date(2024, 3, 31)),
        ("清理规范性文件", "法规处", date(2024, 9, 30)),
        ("发布疫情信息", "应急处", date(2024, 8, 31)),
    ]


def test_the_last_row_of_a_table_is_no_signature() -> None:
    """A row whose office ends like who issued a document stays a row, a day below it or not."""
    text = (
        "某市教育局2024年工作安排\n重点工作\t时间\t责任单位\n召开会议\t3月\t办公室\n"
        "迎接检查\t4月\t市政府办公室\n某市教育局\n2024年2月1日\n"
    )

    assert _told(text, "a.txt") == [("3月", "召开会议"), ("4月", "迎接检查")]


def test_a_second_column_of_times_says_when_where_the_first_is_empty() -> None:
    """计划周期 beside 时间节点: both are printed, the second counts, an empty cell takes the other's."""
    table = (
        "2024年工作进度表\n阶段\t工作内容\t计划周期\t时间节点\n准备\t制定方案\t6月中旬~6月底\t6月30日前报送方案\n"
        "选题\t公布题目\t8月下旬~9月中旬\t\n开题\t组织开题\t9月中旬~10月底\t\n中期\t开展检查\t11月\t12月15日前报送总结"
    )

    dues = [str(row.deadline.due_on) for row in read_text(table, "a.tsv").rows]

    assert dues == ["2024-06-30", "2024-09-20", "2024-10-31", "2024-12-15"]


@pytest.mark.parametrize(
    ("start", "end"), [("启动", "完成"), ("开工时间", "竣工时间"), ("启动日期", "完成日期")]
)
def test_a_start_is_no_deadline_whatever_it_is_called(start: str, end: str) -> None:
    """Of two columns of times the one that says when the work begins is not the last day."""
    head = f"某市2024年工作\n| 任务 | 单位 | {start} | {end} |\n"
    rows = read_text(
        head + "| 修缮校舍 | 基建科 | 3月 | 9月 |\n| 采购图书 | 装备科 | 4月 | 8月 |", "a.txt"
    ).rows

    assert [(row.period, row.deadline.due_on) for row in rows] == [
        ("3月/9月", date(2024, 9, 30)),
        ("4月/8月", date(2024, 8, 31)),
    ]


NAMES = "项目名称,主要内容,分管领导,责任单位,完成时限\n"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            NAMES
            + "路灯更新,更换灯具百盏。接通电源。,某甲,住建局,6月\n河道清淤,清淤三公里。,某甲,水务局,9月\n",
            ["路灯更新", "河道清淤"],
        ),
        (
            NAMES + "城市更新,更换灯具百盏,某甲,住建局,6月\n城市更新,清淤三公里,某甲,水务局,9月\n",
            ["更换灯具百盏", "清淤三公里"],
        ),
        (
            NAMES + "城市更新,更换灯具百盏,某甲,住建局,6月\n,清淤三公里,某甲,水务局,9月\n",
            ["更换灯具百盏", "清淤三公里"],
        ),
        (
            "项目名称,主要内容,牵头单位,配合单位\n路灯更新,6月底前更换灯具,住建局,财政局\n河道清淤,9月底前清淤,水务局,财政局\n",
            ["6月底前更换灯具", "9月底前清淤"],
        ),
    ],
    ids=["names of their own", "one name again", "one name for several", "only the contents say when"],
)
def test_what_a_task_is_called_goes_before_what_it_consists_of(text: str, titles: list[str]) -> None:
    """Where each row has a name of its own that is the task, unless the contents alone say by when."""
    table = "2024年民生项目分解表\n" + text.replace(",", "\t")

    assert [title for _, title in _told(table, "a.txt")] == titles
