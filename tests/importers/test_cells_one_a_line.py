"""Tables whose cells were pasted one a line: ordinals count the rows, pages break them."""

import pytest
from plan_rows import read, rows_of, told

from rules.errors import InputError

HEAD = "某区2024年重点工作任务表"
FOUR = "序号\n重点事项\n责任单位\n完成时限\n"


def flags_of(text: str) -> list[tuple[str, ...]]:
    return [row.flags for row in read(text).rows]


def test_offices_on_several_lines_belong_to_their_row() -> None:
    """Between a task and its deadline every line that is an office is one, whatever the line's end."""
    body = "1\n启动新馆建设。\n区文旅局\n区代建中心\n12月底前\n2\n新建两座桥。\n区住建局\n9月投入使用\n"

    assert rows_of(f"{HEAD}\n{FOUR}{body}") == [
        ("12月底前", "2024-12-31", "启动新馆建设", ("区文旅局", "区代建中心"), ()),
        ("9月投入使用", "2024-09-30", "新建两座桥", ("区住建局",), ()),
    ]


def test_the_second_half_of_a_numbered_row_has_its_offices_and_says_so() -> None:
    """A task behind a deadline and without an ordinal: the number and the offices above hold, with a flag."""
    body = "1\n建成养护楼。\n区民政局\n5月底前动工\n开工建设活动中心。\n12月底前\n"
    body += "2\n整治河道。\n区水务局\n6月底前\n"
    reading = read(f"{HEAD}\n{FOUR}{body}")

    assert told(reading.rows) == [
        ("5月底前动工", "2024-05-31", "建成养护楼", ("区民政局",), ()),
        ("12月底前", "2024-12-31", "开工建设活动中心", ("区民政局",), ()),
        ("6月底前", "2024-06-30", "整治河道", ("区水务局",), ()),
    ]
    assert [bool(row.flags) for row in reading.rows] == [False, True, False]


@pytest.mark.parametrize("end", ["", " |"])
def test_unknown_headings_before_the_first_ordinal_are_columns(end: str) -> None:
    """Where 序号 comes first, all lines before the bare 1 are headings, known or not."""
    head = ("序号", "决策事项名称", "履行何种程序", "是否听证", "承办单位", "决策时间")
    rows = (
        ("1", "民生实事安排", "公开征求意见、集体决策", "否", "区政府办", "2024年7月"),
        ("2", "病虫害防控方案", "公开征求意见、集体决策", "是", "区林业局", "2024年12月"),
    )
    text = HEAD + "\n" + "\n".join(f"{cell}{end}" for row in (head, *rows) for cell in row)

    assert rows_of(text) == [
        ("2024年7月", "2024-07-31", "民生实事安排", ("区政府办",), ()),
        ("2024年12月", "2024-12-31", "病虫害防控方案", ("区林业局",), ()),
    ]


def test_an_excerpt_may_leave_numbers_out() -> None:
    """Ordinals that grow count the rows, wherever they begin."""
    body = "12\n扩大保险范围。\n市人社局\n12月底前\n35\n提高救助水平。\n市民政局\n11月底前\n"

    assert [row[2:4] for row in rows_of(f"{HEAD}\n{FOUR}{body}")] == [
        ("扩大保险范围", ("市人社局",)),
        ("提高救助水平", ("市民政局",)),
    ]


@pytest.mark.parametrize("number", ["- 1 -", "— 1 —", "－1－", "1 —", "第1页 共3页"])
def test_the_number_of_a_page_is_no_cell(number: str) -> None:
    """A page number between rows is no office, though the row above lost its last cell."""
    head = "序号\n工作任务\n牵头单位\n配合单位\n"
    body = f"1\n建设就业平台。\n市人社局\n{number}\n{head}2\n扩大保险范围。\n市人社局\n市财政局\n"

    assert [row[2:] for row in rows_of(f"{HEAD}\n{head}{body}")] == [
        ("建设就业平台", ("市人社局",), ()),
        ("扩大保险范围", ("市人社局",), ("市财政局",)),
    ]


@pytest.mark.parametrize(
    "block",
    [
        "某局文件 |\n公开责任部门 |\n成文日期 |\n2024年1月18日 |",
        "索引号: |\nABC/2024 |\n公开责任部门 |\n某局办公室 |\n成文日期 |\n2024年1月18日 |",
    ],
)
def test_the_index_block_of_a_page_is_no_table(block: str) -> None:
    """What a site files a document under heads no columns, and the table below is read."""
    cells = ("工作任务", "责任单位", "完成时限", "制定方案", "某局", "3月底前", "开展检查", "某处", "5月底前")
    table = "\n".join(f"{cell} |" for cell in cells)

    assert [row[2:4] for row in rows_of(f"{block}\n{HEAD}\n{table}")] == [
        ("制定方案", ("某局",)),
        ("开展检查", ("某处",)),
    ]
    with pytest.raises(InputError):
        read(block)


HEADED = ("工作任务", "具体要求", "责任科室", "时限要求")
COUNTED = (
    ("规范文件公开", "1", "全面清理规范性文件。", "办公室", "年底前"),
    ("深化政策解读", "2", "丰富解读形式。", "各科室", "6月底前"),
    ("3", "办好公开专栏。", "信息科", "9月底前"),
)
READ = [
    ("年底前", "2024-12-31", "全面清理规范性文件", ("办公室",), ()),
    ("6月底前", "2024-06-30", "丰富解读形式", ("各科室",), ()),
    ("9月底前", "2024-09-30", "办好公开专栏", ("信息科",), ()),
]


def test_a_bar_alone_between_all_cells_parts_them() -> None:
    """Ordinals without a heading begin the rows; what stands before one is the merged group."""
    cells = [*HEADED, *(cell for row in COUNTED for cell in row)]
    reading = read(HEAD + "\n" + "\n|\n".join(cells) + "\n|\n")

    assert told(reading.rows) == READ
    assert not reading.errors


def test_two_bars_on_lines_of_their_own_end_a_row() -> None:
    """A table opened and closed by bars keeps its rows when every sign stands on its own line."""
    rows = (("序号", *HEADED[1:]), *(row[-4:] for row in COUNTED))
    text = "\n".join(sign for row in rows for sign in ("|", *(s for cell in row for s in (cell, "|"))))

    assert told(read(f"{HEAD}\n{text}").rows) == READ


@pytest.mark.parametrize("opening", ["", "|\n"])
def test_a_bar_alone_behind_closed_cells_ends_the_row_and_loses_nothing(opening: str) -> None:
    """``2月 |`` ``开会 |`` ``|``: the last bar is no empty cell that a task is missing from."""
    rows = (("月份", "重点工作"), ("2月", "制定督导计划"), ("3月", "开展开学检查"), ("4月", "检查食堂安全"))
    text = opening + "\n".join(f"{cell} |" if cell else "|" for row in rows for cell in (*row, ""))
    reading = read(f"{HEAD}\n{text}")

    assert [(row.period, row.title) for row in reading.rows] == list(rows[1:])
    assert not reading.errors


def test_closed_rows_whose_merged_cell_moved_to_the_end_are_put_right() -> None:
    """A row with its empty cell behind instead of before it has its cells moved under their columns."""
    rows = (
        ("重点领域", "工作任务", "牵头单位", "完成时限"),
        ("改革", "制定改革方案，报市局备案。", "基教处", "3月底前"),
        ("开展改革试点，总结经验。", "职教处", "5月底前", ""),
        ("安全", "检查校园安全，建立台账。", "安管处", "6月底前"),
    )
    text = "\n".join(f"{cell} |" if cell else "|" for row in rows for cell in row)

    assert [(row[0], row[3]) for row in rows_of(f"{HEAD}\n{text}")] == [
        ("3月底前", ("基教处",)),
        ("5月底前", ("职教处",)),
        ("6月底前", ("安管处",)),
    ]


def test_a_short_row_that_begins_with_its_number_lost_what_stood_before() -> None:
    """The number shows the column, though every cell would fit one further to the left as well."""
    text = """类别 | 事项名称 | 年度目标 | 责任单位 | 分管领导 | 监督电话 |
教育 | 14.改建某校 | 建成两座教学楼。 | 教育局 | 张三 | 0535-1 |
15.建设操场 | 十三处操场投入使用。 | 体育局 | 李四 | 0535-2 | |
16.开展课后服务 | 三十四所学校全覆盖。 | 教育局 | 王五 | 0535-3 | |
"""
    assert [row[2:4] for row in rows_of(f"{HEAD}\n{text}")] == [
        ("改建某校", ("教育局",)),
        ("建设操场", ("体育局",)),
        ("开展课后服务", ("教育局",)),
    ]


@pytest.mark.parametrize("padding", ["", " | ", " |  | "])
def test_a_lone_office_of_a_short_row_has_the_lead(padding: str) -> None:
    """A row with one office and empty cells behind lost its group, not its 牵头单位."""
    text = f"""重点领域 | 序号 | 工作任务 | 牵头单位 | 配合单位 |
医疗 | 22 | 优化医疗资源布局。 | 市卫生局 | 市财政局 |
23 | 实施基本药物制度。 | 市卫生局 |{padding}
24 | 提升基层服务水平。 | 市卫生局 | 市人社局 |
"""
    assert [row[3:] for row in rows_of(f"{HEAD}\n{text}")] == [
        (("市卫生局",), ("市财政局",)),
        (("市卫生局",), ()),
        (("市卫生局",), ("市人社局",)),
    ]


def test_commas_part_cells_where_every_line_has_as_many() -> None:
    """A .csv that was saved as text, with headings nobody knows and quoted cells."""
    text = """序号,重点工作任务,计划完成时间,实际完成时间,归档盒号
1,完成定岗定编,2024-05-31,2024-05-31,甲
2,"制定方案, 报局办公会",2024-06-30,,乙
3,组织培训,2024-07-31,,
"""
    assert [row[:3] for row in rows_of(text)] == [
        ("2024-05-31", "2024-05-31", "完成定岗定编"),
        ("2024-06-30", "2024-06-30", "制定方案, 报局办公会"),
        ("2024-07-31", "2024-07-31", "组织培训"),
    ]


def test_labels_and_values_in_turn_are_records() -> None:
    """A record printed downwards; its first label met again begins the next one."""
    text = """具体任务
完善社区养老服务，建成服务中心两处。
责任单位
民政局、财政局
配合单位
各乡镇
完成时限
6月底前
具体任务
改造农村公路三十公里。
责任单位
交通局
配合单位
无
完成时限
12月底前
"""
    reading = read(f"{HEAD}\n{text}")

    assert [(row[0], row[3], row[4]) for row in told(reading.rows)] == [
        ("6月底前", ("民政局", "财政局"), ("各乡镇",)),
        ("12月底前", ("交通局",), ()),
    ]
    assert not any(row.flags for row in reading.rows)


def test_tabs_beside_bars_are_blanks_and_prose_ends_a_markdown_table() -> None:
    """Two markdown tables with text between them: no bar is left in a cell and no sentence becomes a row."""
    text = """| **Milestone** |\t**Target Date**\t| **Responsible Party** |
|---------------|-----------------|-----------------------|
| **7.1** Publish the tool\t| July 02, 2024\t| Data Council |

### Action 8: Dashboards

Agencies have made progress in this field.

| **Milestone** |\t**Target Date**\t| **Responsible Party** |
|---------------|-----------------|-----------------------|
| **8.1** Show a prototype |\tMay 30, 2024\t| Chief Office |
"""
    assert [(row[1], row[2], row[3]) for row in told(read(text, name="plan.md").rows)] == [
        ("2024-07-02", "Publish the tool", ("Data Council",)),
        ("2024-05-30", "Show a prototype", ("Chief Office",)),
    ]


def test_a_time_with_a_remark_is_a_time_and_a_second_line_says_so() -> None:
    """日期 / 事项 one cell a line: (日子待定) and 左右 belong to times; a line without a date is doubted."""
    text = """某校2024年重要日程
日期
事项
2024年1月9日
派发简介
2024年2月（日子待定）
举行面试练习
2024年3月中旬左右
召开家长会议
2024年4月25日
递交表格
家长可再与班主任商量
2024年5月9日
公布结果
2024年6月11日
办理注册手续
2024年7月16日
参加入学测验
"""
    reading = read(text)

    assert [row[1:3] for row in told(reading.rows)] == [
        ("2024-01-09", "派发简介"),
        ("2024-02-29", "举行面试练习"),
        ("2024-03-20", "召开家长会议"),
        ("2024-04-25", "递交表格"),
        ("2024-04-25", "家长可再与班主任商量"),
        ("2024-05-09", "公布结果"),
        ("2024-06-11", "办理注册手续"),
        ("2024-07-16", "参加入学测验"),
    ]
    assert [row.title for row in reading.rows if row.flags] == ["召开家长会议", "家长可再与班主任商量"]


def test_dated_steps_one_a_line_are_rows_of_the_task_above_them() -> None:
    """工作任务 / 时序进度 / 考核要点: a time begins each step, a repeated header and a point are no tasks."""
    head = "工作任务\n任务分解/时序进度\n考核要点\n"
    text = f"""某校2024年任务分解实施表
{head}完善产教融合机制
3月：加强办公室工作
有计划、有总结
4月：建立例会制度
每两个月召开一次
— 1 —
{head}推进校企深度合作
3~6月加强走访调研
形成分析报告
12月：签订合作协议
有记录、有实效
"""
    assert [row[:3] for row in rows_of(text)] == [
        ("3月", "2024-03-31", "加强办公室工作"),
        ("4月", "2024-04-30", "建立例会制度"),
        ("3~6月", "2024-06-30", "加强走访调研"),
        ("12月", "2024-12-31", "签订合作协议"),
    ]


def test_a_table_whose_cells_run_together_is_refused() -> None:
    """Nobody can tell the cells apart, and none is passed off as a task."""
    text = "1、某区民生项目分解表序号项目名称主要内容分管领导牵头单位配合单位1增加学位新建学校3所。张三教育局"

    with pytest.raises(InputError, match="连在了一起"):
        read(f"{text}\n2、各街道2改造小区完成改造5处。李四住建局各街道")
