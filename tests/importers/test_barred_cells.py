"""Cells that bars part, as pages paste them: rows broken over lines, opened or closed, two-row headers."""

from plan_rows import read, rows_of

TITLE = "某市园林局2024年重点工作\n"
HEADER = "序号 | 主要任务 | 分管领导 | 责任科室 | 落实情况 | 完成状态 |"


def test_the_rest_of_a_row_may_stand_on_the_next_line() -> None:
    """Where most rows are broken before the same column, the lone cell below is none of another row."""
    text = (
        f"{TITLE}{HEADER}\n1 | 补植行道树 | 李为民 | 养护科 | 已补植200株 |\n正在推进 |\n"
        "2 | 登记古树 | 李为民 | 办公室 | 已登记30株 |\n已完成 |\n"
        "一、管理\n3 | 检查公园设施 | 王建国 | 安全科 | 已查12处 |\n正在推进 |\n"
    )

    assert [(title, lead) for _, _, title, lead, _ in rows_of(text)] == [
        ("补植行道树", ("养护科",)),
        ("登记古树", ("办公室",)),
        ("检查公园设施", ("安全科",)),
    ]
    assert not any(row.flags for row in read(text).rows)


def test_a_single_short_row_is_not_joined_with_the_next() -> None:
    """One row that lacks a cell, and a lone cell below it, are too few to tell."""
    first = "1 | 补植行道树 | 李为民 | 养护科 | 已补植 | 推进 |\n"
    text = f"{TITLE}{HEADER}\n{first}2 | 登记古树 | 李为民 | 办公室 | 已登记 |\n巡查 |\n"

    assert [bool(row.flags) for row in read(text).rows][-1]


def test_rows_opened_and_closed_by_bars_keep_their_ends() -> None:
    """``| 1 |`` opens a row; one that lacks a cell is put right without shifting the others."""
    header = "| 编号 |\n任务 名称 |\n抽查类型 |\n发起 部门 |\n参与 部门 |\n起止时间 |\n"
    rows = (
        "| A01 |\n公园安全抽查 |\n市园林局 |\n市应急局 |\n2024年3月—5月 |\n|\n"
        "| A02 |\n花卉市场抽查 |\n定向抽查 |\n市园林局 |\n市市场监管局 |\n2024年6月—9月 |\n"
        "| A03 |\n苗圃经营抽查 |\n不定向抽查 |\n市林业局 |\n市园林局 |\n2024年4月—8月 |\n"
    )

    assert rows_of(f"{TITLE}{header}{rows}") == [
        ("2024年3月—5月", "2024-05-31", "公园安全抽查", ("市园林局",), ("市应急局",)),
        ("2024年6月—9月", "2024-09-30", "花卉市场抽查", ("市园林局",), ("市市场监管局",)),
        ("2024年4月—8月", "2024-08-31", "苗圃经营抽查", ("市林业局",), ("市园林局",)),
    ]


def test_a_masked_name_is_no_office_anybody_knows() -> None:
    """****管理局 twice need not be one office: a person should look."""
    rows = "1\t检查公园设施\t****管理局\t3月\n2\t登记古树\t养护科\t5月\n"
    text = f"{TITLE}序号\t工作任务\t责任单位\t完成时限\n{rows}"

    first, second = read(text).rows

    assert any("隐去" in flag for flag in first.flags)
    assert second.flags == ()


def test_a_month_that_something_is_planned_for_is_a_time() -> None:
    """拟发布月 and 计划完成月 say when."""
    rows = "1 |\n古树保护发布会 |\n养护科 |\n2024年3月 |\n2 |\n公园安全发布会 |\n安全科 |\n2024年9月 |\n"
    for heading in ("拟发布月", "计划完成月"):
        text = f"{TITLE}序号 |\n发布主题 |\n发布单位 |\n{heading} |\n{rows}"

        assert [(due, lead) for _, due, _, lead, _ in rows_of(text)] == [
            ("2024-03-31", ("养护科",)),
            ("2024-09-30", ("安全科",)),
        ]


def test_a_header_of_two_rows_lost_its_merged_cells_to_the_end() -> None:
    """Which heading spans which is told by what the cells below look like."""
    text = (
        f"{TITLE}序号 | 内容清单 | 责任清单 | 标准清单 | |||\n分管领导 | 责任科室 | 责任人 | ||||\n"
        "1 | 宣传古树保护条例。 | 李为民 | 养护科 | 王建国 | 不少于2次 |\n"
        "2 | 宣传公园管理办法。 | 李为民 | 安全科、办公室 | 赵和平 | 不少于4次 |\n"
    )

    assert [(title, lead) for _, _, title, lead, _ in rows_of(text)] == [
        ("宣传古树保护条例", ("养护科",)),
        ("宣传公园管理办法", ("安全科", "办公室")),
    ]
    assert not any(row.flags for row in read(text).rows)


def test_lead_and_support_stand_below_one_heading() -> None:
    """责任单位 over 牵头单位 and 配合单位: the upper row has one cell for both."""
    text = (
        f"{TITLE}| 序号 | 工作任务 | 责任单位 | 完成时限 | |\n| 牵头单位 | 配合单位 | | | |\n"
        "| 1 | 补植行道树 | 养护科 | 规划科 | 3月底 |\n| 2 | 登记古树 | 办公室 | / | 5月 |\n"
    )

    assert rows_of(text) == [
        ("3月底", "2024-03-31", "补植行道树", ("养护科",), ("规划科",)),
        ("5月", "2024-05-31", "登记古树", ("办公室",), ()),
    ]


def test_a_row_without_its_closing_bar_goes_on_below() -> None:
    """However many cells it has: where a bar ends every row, the last cell was broken over lines."""
    header = "序号 | 工作事项 | 牵头单位 | 配合单位 |\n--- | --- | --- | --- |\n"
    rows = (
        "1 | 补植行道树 | 市园林局 | 市城管局、市住建局\n市水务局\n市交通局 |\n"
        "2 | 登记古树名木 | 市林业局 | / |\n"
    )

    assert [row[2:] for row in rows_of(f"{TITLE}{header}{rows}")] == [
        ("补植行道树", ("市园林局",), ("市城管局", "市住建局", "市水务局", "市交通局")),
        ("登记古树名木", ("市林业局",), ()),
    ]


def test_a_lone_line_between_the_rows_of_a_markdown_table_ends_it_not() -> None:
    """No row below it is lost; what the line is, a person should see."""
    rows = "1 | 补植行道树 | 市园林局 | 3月底前\n并做好养护\n2 | 登记古树 | 市林业局 | 4月底前\n"
    text = f"{TITLE}序号 | 工作事项 | 牵头单位 | 完成时限\n--- | --- | --- | ---\n{rows}"

    first, *between, last = read(text).rows

    assert (first.title, last.title) == ("补植行道树", "登记古树")
    assert between
    assert all(row.flags for row in between)
