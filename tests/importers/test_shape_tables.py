"""One table in many layouts: separators, column orders, merged cells left out, cells one a line."""

from collections.abc import Iterator, Sequence

import pytest
from plan_rows import Told, read, rows_of, told
from plan_writers import LAYOUTS, ORDERS, PAGE_FOOT, PAGE_HEAD, TASKS, Written, grid, heading

VANISHING = ("cells", "spaced cells", "blanks", "wide blanks")


def written(order: Sequence[str], tasks: Sequence[Written] = TASKS) -> list[Told]:
    """Return the right answer: one list of offices, or two."""
    one = "all" in order
    return [
        (t.period, t.due, t.title, t.lead + t.support if one else t.lead, () if one else t.support)
        for t in tasks
    ]


def layouts() -> Iterator[tuple[str, str, str, int]]:
    for layout in LAYOUTS:
        for number, (order, columns) in enumerate(ORDERS.items()):
            for none in ("", "无", "/") if "support" in columns else ("",):
                if none or "support" not in columns or layout not in VANISHING:
                    yield layout, order, none, number
                    yield layout, order, none, number + 1


@pytest.mark.parametrize(("layout", "order", "none", "variant"), list(layouts()))
def test_a_table_reads_the_same_in_every_layout(layout: str, order: str, none: str, variant: int) -> None:
    """Tabs, blanks, bars, markdown or a cell a line, columns in any order: the rows are the same."""
    text = PAGE_HEAD + LAYOUTS[layout](grid(ORDERS[order], variant, none=none)) + PAGE_FOOT

    reading = read(text)

    assert told(reading.rows) == written(ORDERS[order])
    assert not any(row.flags for row in reading.rows)
    assert (reading.title, reading.facts.document_number) == (
        "某市教育局2024年重点工作任务分解表",
        "某教发〔2024〕3号",
    )
    assert "以责任单位正式通知为准" in reading.facts.remark


MONTHS: list[Told] = [
    ("3月", "2024-03-31", "召开全市教育工作会议", ("办公室", "基教处"), ()),
    ("3月", "2024-03-31", "制定校园安全专项整治方案", ("安管处",), ()),
    ("3月", "2024-03-31", "开展春季开学督导", ("督导室",), ()),
    ("4月", "2024-04-30", "举办校园足球联赛", ("体卫艺处",), ()),
    ("4月", "2024-04-30", "启动教师资格认定", ("教师处", "市教研院"), ()),
    ("5月", "2024-05-31", "印发中考招生通知", ("基教处",), ()),
]


def month_once(columns: Sequence[str], separator: str) -> Iterator[list[str]]:
    """Write rows whose merged month cell is left out below its first row."""
    above = ""
    for number, (month, _, title, offices, _) in enumerate(MONTHS, 1):
        values = {"月份": month, "序号": str(number), "工作内容": title, "责任处室": separator.join(offices)}
        yield [values[c] for c in columns if c != "月份" or month != above]
        above = month


MONTH_COLUMNS = (
    ("月份", "序号", "工作内容", "责任处室"),
    ("月份", "工作内容", "责任处室"),
    ("序号", "月份", "工作内容", "责任处室"),
)


@pytest.mark.parametrize("columns", MONTH_COLUMNS)
@pytest.mark.parametrize("separator", ["、", "，", " ", "；", "/"])
@pytest.mark.parametrize("padding", ["", " |", "|"])
def test_a_merged_month_that_was_left_out_is_carried_down(
    columns: Sequence[str], separator: str, padding: str
) -> None:
    """A shorter row of bars keeps its own cells under their columns and has the month of the row above."""
    lines = [" | ".join(columns) + " |"]
    lines += [
        " | ".join(row) + " |" + (padding if len(row) < len(columns) else "")
        for row in month_once(columns, separator)
    ]

    assert rows_of(PAGE_HEAD + "\n".join(lines) + PAGE_FOOT) == MONTHS


@pytest.mark.parametrize("columns", MONTH_COLUMNS)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n　"])
def test_cells_one_a_line_find_their_rows_without_the_merged_ones(columns: Sequence[str], gap: str) -> None:
    """The month stands once; what a cell looks like tells its column."""
    cells = [*columns, *(cell for row in month_once(columns, "、") for cell in row)]

    assert rows_of(PAGE_HEAD + gap.join(cells) + PAGE_FOOT) == MONTHS


@pytest.mark.parametrize("with_sections", [False, True])
@pytest.mark.parametrize(
    "order",
    [
        ("no", "title", "lead", "support", "time"),
        ("no", "title", "time", "lead", "support"),
        ("no", "title", "lead", "support"),
    ],
)
def test_empty_cells_that_vanished_do_not_shift_the_rows(order: Sequence[str], with_sections: bool) -> None:
    """One cell a line, no line for an empty 配合单位, headings of sections between the rows."""
    cells = heading(order, 0)
    for number, task in enumerate(TASKS):
        if with_sections and number in (0, 3):
            cells.append(f"{'一三'[number > 0]}、全力抓好这一方面的工作")
        values = {
            "no": str(number + 1),
            "title": task.title,
            "time": task.period,
            "lead": "、".join(task.lead),
            "support": "、".join(task.support),
        }
        cells += [values[column] for column in order if values[column]]
    expected = written(order) if "time" in order else [("", None, *row[2:]) for row in written(order)]

    assert rows_of(PAGE_HEAD + "\n\n".join(cells) + PAGE_FOOT) == expected


@pytest.mark.parametrize("head", ["工作任务", "重点工作", "类别", "工作项目", "领域"])
@pytest.mark.parametrize("padding", ["", " |"])
def test_the_finer_of_two_columns_is_the_task(head: str, padding: str) -> None:
    """工作任务 | 具体任务: where the first is merged over several rows, the second is what is to be done."""
    lines = [f"{head} | 具体任务 | 责任单位 | 完成时限 |"]
    lines += ["一、综合 | 1.召开会议部署全年工作。 | 办公室 | 3月 |"]
    lines += [f"2.制定年度督查计划。 | 督导室 | 3月底 |{padding}"]
    lines += ["二、安全 | 3.开展校园安全大检查。 | 安管处 | 4月 |"]
    lines += [f"4.举办消防演练活动。 | 安管处、各学校 | 5月 |{padding}"]

    assert rows_of(PAGE_HEAD + "\n".join(lines) + PAGE_FOOT) == [
        ("3月", "2024-03-31", "召开会议部署全年工作", ("办公室",), ()),
        ("3月底", "2024-03-31", "制定年度督查计划", ("督导室",), ()),
        ("4月", "2024-04-30", "开展校园安全大检查", ("安管处",), ()),
        ("5月", "2024-05-31", "举办消防演练活动", ("安管处", "各学校"), ()),
    ]


def test_a_published_table_without_times_is_read_and_says_so() -> None:
    """No time column, no year: the rows are taken, and it is said once that no row has a time."""
    reading = read(
        "重点任务 | 责任单位 |\n---|---|\n召开教育大会 | 办公室 |\n开展安全检查 | 安管处 |", year=None
    )

    assert [row.title for row in reading.rows] == ["召开教育大会", "开展安全检查"]
    assert reading.year == 2026
    messages = "".join(problem.message for problem in reading.warnings)
    assert "没有写明是哪一年" in messages
    assert "都没有读出时限" in messages


def test_a_cell_of_many_lines_stays_one_cell() -> None:
    """A numbered list inside a cell that a bar closes lines later is no list of tasks."""
    text = (
        "序号 |\n检查事项 |\n检查要点 |\n检查时间 |\n承办机构 |\n是否联合（牵头和配合部门） |\n"
        "1 |\n食堂检查 |\n1.索证索票；\n2.留样记录；\n|\n3月、9月 |\n安全科 |\n否 |\n"
        "2 |\n校车检查 |\n|\n下半年 |\n安全科\n督查队 |\n是（牵头：市公安局；配合：市交通局、市教育局） |\n"
    )

    assert rows_of(text) == [
        ("3月、9月", "2024-09-30", "食堂检查", ("安全科",), ()),
        ("下半年", "2024-12-31", "校车检查", ("安全科", "督查队", "市公安局"), ("市交通局", "市教育局")),
    ]


def test_names_written_together_are_parted_with_a_flag() -> None:
    """In lists parted by blanks a missing blank shows by the two names standing alone elsewhere."""
    text = (
        "时间 | 任务 | 责任单位 |\n1月 | 检查爆竹 | 安监站 派出所 |\n2月 | 检查网吧 | 文化站 派出所安监站 |"
    )

    rows = read(text).rows

    assert told(rows)[1][3] == ("文化站", "派出所", "安监站")
    assert [bool(row.flags) for row in rows] == [False, True]


def test_two_tables_are_one_plan_and_notes_between_rows_are_none() -> None:
    """A second table with a header of its own adds its rows; 注 and the filler's line are no rows."""
    first = "完成时限\t工作任务\t责任单位\n3月\t召开会议\t办公室\n注：以上已报市政府\n"
    second = "责任处室\t任务内容\t办结时限\n督导室\t开展督导\t5月底\n填表人：某某\n"

    titles = [row.title for row in read(f"2024年工作表\n{first}\n附表2\n{second}").rows]

    assert titles == ["召开会议", "开展督导"]
