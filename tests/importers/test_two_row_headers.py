"""Headers of two rows in text: wide headings above finer ones, with empty cells or without."""

import pytest
from plan_rows import read, rows_of

TITLE = "某市教育局2024年重点工作分工表\n"
ROWS = (
    ("1", "修订学籍办法", "基教处", "法规处", "6月底前"),
    ("2", "排查校舍安全", "安全处", "基建中心", "9月底前"),
    ("3", "组织教师培训", "人事处", "教研室", "12月底前"),
)
WANTED = [
    ("6月底前", "2024-06-30", "修订学籍办法", ("基教处",), ("法规处",)),
    ("9月底前", "2024-09-30", "排查校舍安全", ("安全处",), ("基建中心",)),
    ("12月底前", "2024-12-31", "组织教师培训", ("人事处",), ("教研室",)),
]
HEADERS = {
    "empty cells kept": (("任务", "", "责任分工", "", "时限"), ("序号", "内容", "牵头", "配合", "")),
    "each heading once": (("任务", "责任单位", "完成时限"), ("序号", "任务内容", "牵头单位", "配合单位")),
    "the lower row whole": (("任务", "责任单位", "时限"), ("序号", "内容", "牵头单位", "配合单位", "")),
    "only one is wide": (("序号", "任务", "责任分工", "时限"), ("牵头单位", "配合单位")),
    "written twice": (("序号", "任务", "单位", "单位", "时限"), ("序号", "任务", "牵头", "配合", "时限")),
}


def printed(header: tuple[tuple[str, ...], ...], rows: tuple[tuple[str, ...], ...], form: str) -> str:
    if form == "tabs":
        return TITLE + "\n".join("\t".join(row) for row in (*header, *rows))
    lines = [f"| {' | '.join(row)} |" for row in (*header, *rows)]
    if form == "markdown":
        lines.insert(1, "| --- |" + " --- |" * (len(header[0]) - 1))
    return TITLE + "\n".join(lines)


@pytest.mark.parametrize("form", ["bars", "tabs", "markdown"])
@pytest.mark.parametrize("kind", HEADERS)
def test_the_finer_headings_name_the_columns(kind: str, form: str) -> None:
    """However the wide headings were printed, the columns are those that the rows below fit."""
    text = printed(HEADERS[kind], ROWS, form)
    reading = read(text)

    assert rows_of(text) == WANTED
    assert reading.title == TITLE.strip()
    assert not any(row.flags for row in reading.rows)


def test_a_start_and_an_end_below_one_heading_of_times() -> None:
    """启动 and 完成 below 时间安排 are times, though alone they head nothing; the number column stays one."""
    header = (("任务", "", "责任单位", "时间安排", ""), ("序号", "内容", "", "启动", "完成"))
    rows = (("1", "修订学籍办法", "基教处", "3月", "6月底前"), ("2", "排查校舍", "安全处", "4月", "9月底前"))

    assert rows_of(printed(header, rows, "bars")) == [
        ("3月/6月底前", "2024-06-30", "修订学籍办法", ("基教处",), ()),
        ("4月/9月底前", "2024-09-30", "排查校舍", ("安全处",), ()),
    ]
    spanned = "<tr><td colspan=2>任务</td><td rowspan=2>责任单位</td><td colspan=2>时间安排</td></tr>"
    lower = ("序号", "内容", "启动", "完成")
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (lower, *rows))
    page = f"{TITLE}<table>{spanned}{body}</table>"
    assert rows_of(page) == rows_of(printed(header, rows, "bars"))
    assert read(page).title == TITLE.strip()


def test_quarters_below_a_heading_of_times_are_columns() -> None:
    """The words below a quarter are what is done in it."""
    header = (("序号", "任务", "进度安排", "", "责任单位"), ("", "", "一季度", "二季度", ""))
    rows = (("1", "修订学籍办法", "", "完成修订", "基教处"), ("2", "排查校舍", "全面排查", "", "安全处"))

    assert [row[:3] for row in rows_of(printed(header, rows, "bars"))] == [
        ("二季度", "2024-06-30", "修订学籍办法"),
        ("一季度", "2024-03-31", "排查校舍"),
    ]


def test_a_first_row_of_tasks_is_no_lower_half() -> None:
    """What is to be done, an office or a month by itself is no finer heading."""
    rows = (("3月", "内容审查", "办公室"), ("4月", "启动建设", "基教处"))
    text = printed((("时间", "工作任务", "责任单位"),), rows, "bars")

    assert [row[2] for row in rows_of(text)] == ["内容审查", "启动建设"]
