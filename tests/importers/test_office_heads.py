"""Offices as headings above their tasks, in lists, between the rows of tables, and above whole tables."""

import pytest
from plan_rows import Told, read, rows_of

from importers.words.office_heads import office_head

TITLE = "某市教育局2024年重点工作安排\n"
WANTED: list[Told] = [
    ("6月底前", "2024-06-30", "修订学籍办法", ("基教处",), ()),
    ("9月底前", "2024-09-30", "排查校舍安全", ("基教处",), ()),
    ("3月底前", "2024-03-31", "整理文书档案", ("办公室",), ()),
    ("4月底前", "2024-04-30", "筹备工作会议", ("办公室",), ()),
]
#: The number of a row, its task and its time; two for each office.
ROWS = [(str(n), row[2], row[0]) for n, row in enumerate(WANTED, 1)]
HEADS = [
    ("一、基教处牵头工作", "二、办公室负责的工作"),
    ("一、基教处", "二、办公室（2项）"),
    ("责任单位：基教处", "责任单位：办公室"),
    ("基教处：", "办公室："),
]


FORMS = ("bars", "tabs", "table source", "a cell a line")
#: One cell a line, only a number shows that a line is no cell.
CASES = [(form, heads) for form in FORMS for heads in HEADS[: 2 if form == FORMS[-1] else None]]


@pytest.mark.parametrize(("form", "heads"), CASES)
def test_headings_between_rows_give_their_office_to_the_rows_below(form: str, heads: tuple[str, str]) -> None:
    """However the table came; that the offices were read so is said once, not for every row."""
    lines: list[tuple[str, ...]] = [("序号", "工作任务", "完成时限"), (heads[0],), *ROWS[:2]]
    lines += [(heads[1],), *ROWS[2:]]
    cells = ["".join(f"<td{' colspan=3' * (len(row) < 2)}>{cell}</td>" for cell in row) for row in lines]
    text = {
        "bars": "\n".join(f"| {' | '.join(line)} |" for line in lines),
        "tabs": "\n".join("\t".join(line) for line in lines),
        "table source": "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>",
        "a cell a line": "\n".join("\n".join(line) for line in lines),
    }[form]
    reading = read(TITLE + text)

    assert rows_of(TITLE + text) == WANTED
    assert not any(row.flags for row in reading.rows)
    assert sum("小标题读为基教处、办公室" in warning.message for warning in reading.warnings) == 1


def test_a_row_without_office_in_a_table_that_has_the_column_asks() -> None:
    """Its empty cell may mean nobody; a heading that names no office ends the one before."""
    head = f"{TITLE}| 工作任务 | 责任单位 | 时限 |\n| 一、基教处牵头工作 |\n"
    body = "| 修订办法 | 法规处 | 6月 |\n| 开展调查 | | 9月 |\n| 二、提升质量 |\n| 整理档案 | | 3月 |\n"
    rows = read(head + body).rows

    assert [[office.name for office in row.offices] for row in rows] == [["法规处"], ["基教处"], []]
    assert [bool(row.flags) for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    "heads", [("（一）基教处", "（二）办公室"), HEADS[0], HEADS[1], HEADS[3], ("【基教处】", "【办公室】")]
)
def test_headings_of_a_list_give_their_office_to_the_items_below(heads: tuple[str, str]) -> None:
    """With or without a number of their own."""
    items = [f"{n if int(n) < 3 else int(n) - 2}.{task}。（{time}）" for n, task, time in ROWS]
    lines = (heads[0], *items[:2], heads[1], *items[2:])

    assert rows_of(TITLE + "\n".join(lines)) == WANTED


def test_an_item_that_names_helpers_only_keeps_the_office_of_its_heading() -> None:
    """（9月底前，配合单位：教研室） says both when and who helps."""
    items = ("1.修订办法。（6月底前）", "2.开展调查。（9月底前，配合单位：教研室）")
    lines = ("一、基教处负责", *items, "二、其他", "1.慰问教师。（2月）")

    assert rows_of(TITLE + "\n".join(lines)) == [
        ("6月底前", "2024-06-30", "修订办法", ("基教处",), ()),
        ("9月底前", "2024-09-30", "开展调查", ("基教处",), ("教研室",)),
        ("2月", "2024-02-29", "慰问教师", (), ()),
    ]


def test_headings_of_subjects_are_no_offices() -> None:
    """安全工作 is what the items are about; an urging names nobody."""
    subjects = (
        "一、安全工作",
        "二、教学",
        "三、其他工作",
        "一、全面落实党委负责",
        "各处室",
        "3月",
        "一、高中",
    )

    assert [office_head(words) for words in subjects] == [None] * len(subjects)


@pytest.mark.parametrize(
    "line", ["责任单位：基教处", "牵头处室：基教处", "一、基教处", "基教处牵头的重点工作"]
)
def test_an_office_above_a_table_is_said_once(line: str) -> None:
    """What surely says who does the whole table flags no row."""
    text = "| 工作任务 | 完成时限 |\n| 修订办法 | 6月 |\n| 开展调查 | 9月 |"
    reading = read(f"{TITLE}{line}\n{text}")

    assert [row[3] for row in rows_of(f"{TITLE}{line}\n{text}")] == [("基教处",)] * 2
    assert not any(row.flags for row in reading.rows)
    assert sum("读为基教处" in w.message or "推定为基教处" in w.message for w in reading.warnings) == 1


def test_each_table_has_the_office_above_it() -> None:
    """Also where the same headings come again below; who filled a form in is asked for."""
    table = "| 工作任务 | 完成时限 |\n| {0}修订 | 6月 |\n| {0}调查 | 9月 |\n"
    text = f"责任处室：基教处\n{table.format('甲')}责任处室：办公室\n{table.format('乙')}"

    assert [row[3] for row in rows_of(TITLE + text)] == [("基教处",)] * 2 + [("办公室",)] * 2
    assert all(row.flags for row in read(f"{TITLE}部门：基教处\n{table.format('甲')}").rows)
    assert not any(row.offices for row in read(f"{TITLE}某市教育局办公室\n{table.format('甲')}").rows)


def test_an_office_in_charge_above_a_table_of_helpers() -> None:
    """A table with a column of helpers alone lacks the office in charge as well."""
    head = f"{TITLE}牵头单位：基教处\n| 工作任务 | 配合单位 | 时限 |\n"
    text = head + "| 修订办法 | 法规处 | 6月 |\n| 开展调查 | | 9月 |"

    assert [row[3:] for row in rows_of(text)] == [(("基教处",), ("法规处",)), (("基教处",), ())]


def test_an_office_above_its_rows_holds_over_a_page_that_repeats_title_and_header() -> None:
    """一、办公室 and 二、养护科、信息科 head their rows; a new page repeats title and header."""
    head = "某市园林局2024年重点工作配档表\n序号      工作内容              完成时间\n"
    text = (
        f"{head}一、办公室\n1         修订公文办法          3月\n第 1 页 共 2 页\n\n"
        f"{head}2         清理档案库房          5月底\n二、养护科、信息科\n3         登记古树     6月\n"
    )

    reading = read(text)

    assert [(row.title, tuple(office.name for office in row.offices), row.flags) for row in reading.rows] == [
        ("修订公文办法", ("办公室",), ()),
        ("清理档案库房", ("办公室",), ()),
        ("登记古树", ("养护科", "信息科"), ()),
    ]


BARE = """市档案局2024年工作清单
（按科室分列）
办公室
1.修订值班制度（3月底前）
2.编印年鉴（全年；配合单位：编研科）
{head}
1.接收到期档案（6月底前；配合单位：办公室、各区县档案馆）
2.开展库房巡查
编研科
1.举办档案展览（9月）
"""


def test_the_bare_names_of_offices_head_lists_that_each_begin_anew() -> None:
    """Each list is that of the office above it; who supports stands in the bracket with the time."""
    text = BARE.format(head="保管科")

    assert rows_of(text) == [
        ("3月底前", "2024-03-31", "修订值班制度", ("办公室",), ()),
        ("全年", "2024-12-31", "编印年鉴", ("办公室",), ("编研科",)),
        ("6月底前", "2024-06-30", "接收到期档案", ("保管科",), ("办公室", "各区县档案馆")),
        ("", None, "开展库房巡查", ("保管科",), ()),
        ("9月", "2024-09-30", "举办档案展览", ("编研科",), ()),
    ]


def test_a_list_below_other_words_makes_bare_names_no_headings() -> None:
    """Where one list stands below anything else, whose it is cannot be told of the others either."""
    rows = read(BARE.format(head="今年要抓好的事")).rows

    assert all(row.flags or not row.offices for row in rows)
