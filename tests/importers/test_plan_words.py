"""Small words that decide much: headers, times on their own, titles, numbers and dates of a document."""

from datetime import date

import pytest

from importers.words.header_words import Column, map_columns, meaning
from importers.words.period_words import is_period
from importers.words.plan_facts import PlanFacts, plan_year, read_facts, title_above
from importers.words.text_lines import ends_table


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("时间", Column.TIME),
        ("完 成 时 限", Column.TIME),
        ("拟定时限", Column.TIME),
        ("检查时间安排", Column.TIME),
        ("月份", Column.TIME),
        ("实际完成时间", Column.OTHER),
        ("重点工作", Column.TASK),
        ("重点工作任务", Column.TASK),
        ("主要工作任务", Column.TASK),
        ("责任单位", Column.RESPONSIBLE),
        ("责任处室", Column.RESPONSIBLE),
        ("主要责任单位", Column.RESPONSIBLE),
        ("牵头责任单位", Column.LEAD),
        ("牵头委室", Column.LEAD),
        ("协同配合单位", Column.SUPPORT),
        ("分管县领导", Column.OTHER),
        ("责任人", Column.OTHER),
        ("责任单位及责任人", Column.RESPONSIBLE),
        ("时间：3月5日", Column.OTHER),
        ("专项整治行业名称", Column.TASK),
        ("序号", Column.NUMBER),
        ("备注", Column.REMARK),
        ("3月", Column.OTHER),
        ("基教处", Column.OTHER),
    ],
)
def test_header_words_mean_their_column(words: str, column: Column) -> None:
    """The usual headings of 配档表, 分解表 and 台账 are known; persons and other dates are none of them."""
    assert meaning(words)[0] is column


def test_of_two_task_columns_the_surer_counts() -> None:
    """类别, 任务组, 工作任务: the last is the task."""
    columns = map_columns(["序号", "类别", "任务组", "工作任务", "牵头单位", "配合单位", "完成时间"])

    assert columns == {
        0: Column.NUMBER,
        3: Column.TASK,
        4: Column.LEAD,
        5: Column.SUPPORT,
        6: Column.TIME,
    }


@pytest.mark.parametrize(
    "text",
    [
        "3月",
        "12月",
        "三月份",
        "3月底前",
        "3—5月",
        "第一季度",
        "上半年",
        "2024年3月",
        "持续推进",
        "全年",
        "3月上旬",
        "2024.3",
        "９月",
    ],
)
def test_a_time_alone_is_a_period(text: str) -> None:
    """A whole line that only states a time is told from titles."""
    assert is_period(text)


@pytest.mark.parametrize("text", ["3", "召开3月例会", "基教处", "开展“3月”活动", "", "2024", "重点工作"])
def test_other_lines_are_no_period(text: str) -> None:
    """Numbers alone, titles and offices are not."""
    assert not is_period(text)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["附件:2024年重点工作配档表", "附件", "2024年重点工作配档表"], "2024年重点工作配档表"),
        (["某局2024年工作台账", "（征求意见稿）", "填报单位：某局"], "某局2024年工作台账"),
        (["二〇二四年安排"], "二〇二四年安排"),
        (
            ["某县2024年度重点任务导出", "导出时间：2024-03-02 10:21", "单位：督查室"],
            "某县2024年度重点任务导出",
        ),
        (
            ["某校2023-2024学年第一学期", "教务工作安排表（学生版）"],
            "某校2023-2024学年第一学期教务工作安排表（学生版）",
        ),
        (["2024年度主题活动计划？"], "2024年度主题活动计划"),
        (["校曆表", "公眾假期", "學校活動"], "校曆表"),
        (["某校2024年校历数据", "const events = ["], "某校2024年校历数据"),
        (["请各单位认真落实，按时完成。"], ""),
        (["1.开展检查"], ""),
        ([], ""),
    ],
)
def test_the_title_is_the_line_above_the_table(lines: list[str], title: str) -> None:
    """附件, remarks in brackets, labels and sentences are no titles."""
    assert title_above(lines) == title


def test_facts_are_read_from_labels_or_lines_of_their_own() -> None:
    """A number or date inside a sentence belongs to another document."""
    above = [
        "根据某政发〔2023〕5号文件，2023年12月1日起施行。",
        "某教发〔2024〕1号",
        "2024年2月26日",
        "发布机构：某教育局",
        "2024年重点工作配档表",
    ]

    facts = read_facts(above, ["备注：以通知为准。", "打印"])

    assert (facts.document_number, facts.issued_on, facts.issuer, facts.remark) == (
        "某教发〔2024〕1号",
        date(2024, 2, 26),
        "某教育局",
        "备注：以通知为准。",
    )


@pytest.mark.parametrize(
    ("title", "above", "year"),
    [
        ("2024年重点工作配档表", [], 2024),
        ("2024—2025学年工作安排", [], 2024),
        ("plan_2024", [], 2024),
        ("工作安排", ["某教发〔2023〕1号"], 2023),
        ("工作安排", ["2022年3月1日"], 2022),
        ("台账20240301", [], None),
        ("工作安排", [], None),
    ],
)
def test_the_year_is_said_by_title_number_or_date(title: str, above: list[str], year: int | None) -> None:
    """In this order; digits of a longer number are no year."""
    assert plan_year(title, read_facts(above, [])) == year


@pytest.mark.parametrize(
    "line", ["备注:以通知为准", "• 上一篇:", "  • 下一篇：某", "Produced By 某", "【打印】", "二、工作要求"]
)
def test_what_follows_a_table_ends_it(line: str) -> None:
    """Remarks, the foot of a page and closing chapters are no rows."""
    assert ends_table(line) or line == "【打印】"


def test_a_given_title_without_a_year_keeps_the_documents_year() -> None:
    """``--title 计划`` names the plan; its year still comes from the document's own title."""
    facts = PlanFacts(title="2024年重点工作配档表")

    assert plan_year("计划", facts) == 2024


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("发起部门", Column.RESPONSIBLE),
        ("实施主体", Column.RESPONSIBLE),
        ("责任主体", Column.RESPONSIBLE),
        ("起草单位", Column.RESPONSIBLE),
        ("申报单位", Column.RESPONSIBLE),
        ("组织单位", Column.RESPONSIBLE),
        ("包联单位", Column.RESPONSIBLE),
        ("分管科室", Column.RESPONSIBLE),
        ("经办部门", Column.RESPONSIBLE),
        ("对口科室", Column.RESPONSIBLE),
        ("责任学院", Column.RESPONSIBLE),
        ("分工情况", Column.RESPONSIBLE),
        ("分管领导", Column.OTHER),
        ("填报单位", Column.OTHER),
        ("被检查单位", Column.OTHER),
        ("组织处", Column.OTHER),
        ("时段", Column.TIME),
        ("节点", Column.TIME),
        ("上半年工作完成情况", Column.OTHER),
        ("1-6月份进展情况", Column.OTHER),
        ("活动", Column.TASK),
        ("会议（活动）内容", Column.TASK),
    ],
)
def test_more_headings_mean_their_column(words: str, column: Column) -> None:
    """Who does a thing has many names; what became of it is no time; a calendar's activities are tasks."""
    assert meaning(words)[0] is column


@pytest.mark.parametrize(
    ("header", "offices"),
    [
        (("工作任务", "责任单位", "检查单位", "完成时限"), {1: Column.RESPONSIBLE}),
        (("工作任务", "完成时限", "发起部门", "配合部门"), {2: Column.RESPONSIBLE, 3: Column.SUPPORT}),
        (("工作任务", "完成时限", "主导单位", "备注"), {2: Column.RESPONSIBLE}),
        (("检查主体", "工作任务", "完成时限", "股室"), {3: Column.RESPONSIBLE}),
        (("工作任务", "完成时限", "牵头单位", "联系科室"), {2: Column.LEAD}),
        (("工作任务", "完成时限", "服务对象单位", "备注"), {}),
    ],
)
def test_a_weaker_heading_of_offices_counts_where_no_surer_one_stands(
    header: tuple[str, ...], offices: dict[int, Column]
) -> None:
    """检查单位 beside 责任单位 is not who does it; beside nothing, any 某单位 is."""
    found = map_columns(header)

    kinds = (Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT)
    assert {i: column for i, column in found.items() if column in kinds} == offices
