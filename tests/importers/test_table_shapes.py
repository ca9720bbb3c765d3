"""Tables as text and .csv: separators, encodings, sections, broken lists, odd blanks and doubtful times."""

from datetime import date

import pytest
from plan_rows import rows_of
from table_files import LINES, THREE, brief, read, read_text

from importers.source import Source

PLAIN_TABLES = {
    "commas": ("a.csv", "\n".join(",".join(line) for line in LINES)),
    "semicolons": ("a.csv", "\ufeff" + "\r\n".join(";".join(line) for line in LINES) + "\r\n"),
    "tabs in a file": ("a.tsv", "\n".join("\t".join(line) for line in LINES)),
    "tabs in a text": ("a.txt", "某年的表\n" + "\n".join("\t ".join(line) for line in LINES)),
    "bars": ("a.txt", "\n".join(f"| {' | '.join(line)} |" for line in (LINES[0], ("---",) * 3, *LINES[1:]))),
    "blanks": ("a.txt", "\n".join("   ".join(line) for line in LINES)),
    "wide blanks": ("a.txt", "\n".join("\u3000".join(line) for line in LINES)),
    "a cell a line": ("a.txt", "\n".join(cell for line in LINES for cell in line)),
    "the month once": (
        "a.txt",
        "时间\n重点工作\n责任单位\n3月\n召开会议\n办公室\n印发方案\n基教处\n4月\n开展督导\n督导室",
    ),
    "the time last": ("a.txt", "\n".join(cell for line in LINES for cell in (*line[1:], line[0]))),
}


@pytest.mark.parametrize("kind", PLAIN_TABLES)
def test_plain_tables_read_the_same(kind: str) -> None:
    """Commas, semicolons, tabs, bars, blanks or one cell a line: the rows are the same."""
    name, text = PLAIN_TABLES[kind]

    reading = read_text(text, name)

    assert brief(reading.rows) == THREE
    assert not any(row.flags for row in reading.rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    """Byte order mark, then strict UTF-8, then GB18030."""
    text = "时间,重点工作,责任单位\n3月,推进“泉·未来”㐂项目,办公室"

    (row,) = read(Source("a.csv", text.encode(encoding))).rows

    assert (row.title, row.offices[0].name) == ("推进“泉·未来”㐂项目", "办公室")


def test_rows_that_are_no_tasks_are_left_out() -> None:
    """Section rows, repeated headers, sums, the filler's line and remarks are no rows."""
    text = (
        "2024年重点工作台账,,\n时间,重点工作,责任单位\n一、党建工作,一、党建工作,一、党建工作\n3月,召开会议,办公室\n"
        "时间,重点工作,责任单位\n,二、教学工作,\n3月,印发方案,基教处\n,,\n4月,开展督导,督导室\n合计,,3\n"
        "备注：以通知为准,,\n填表人：某某,,审核：某某\n"
    )

    reading = read_text(text, "a.csv")

    assert brief(reading.rows) == THREE
    assert reading.errors == ()
    assert reading.facts.remark == "备注：以通知为准"
    assert reading.title == "2024年重点工作台账"


def test_a_month_stated_once_is_carried_down_only_where_the_table_does_so() -> None:
    """Many empty cells below single months mean the month above; one among repeated ones is empty."""

    def table(*months: str) -> str:
        rows = (f"{month},第{n}项工作,办公室" for n, month in enumerate(months))
        return "\n".join(("时间,重点工作,责任单位", *rows))

    once, each = table("3月", "", "", "4月", ""), table("3月", "3月", "", "4月")

    carried, missing = read_text(once, "a.csv"), read_text(each, "a.csv")

    assert [row.period for row in carried.rows] == ["3月", "3月", "3月", "4月", "4月"]
    assert [row.period for row in missing.rows] == ["3月", "3月", "", "4月"]
    assert [(w.row, "需明确" in w.message) for w in missing.warnings] == [(4, True)]


def test_a_full_width_month_row_holds_for_the_rows_below() -> None:
    """A row that only says 3月 over all columns is the month of what follows."""
    text = (
        "时间\t重点工作\t责任单位\n3月\n\t召开会议\t办公室\n\t印发方案\t基教处\n"
        "4月\t4月\t4月\n\t开展督导\t督导室"
    )

    assert brief(read_text(text).rows) == THREE


def test_an_office_list_broken_over_two_rows_is_joined() -> None:
    """A list that ends in 、 goes on in the next row, in a sheet and in tabbed text."""
    sheet = "时间,重点工作,责任单位\n9月,举办仪式,组织人事处、\n,,离退休干部处\n9月,开展评估,基教处"
    text = sheet.replace(",", "\t").replace("\t\t离退休", "离退休")

    for reading in (read_text(sheet, "a.csv"), read_text(text)):
        assert brief(reading.rows) == [
            ("9月", "举办仪式", "组织人事处、离退休干部处"),
            ("9月", "开展评估", "基教处"),
        ]


FLAT = "时间\n重点工作\n责任单位\n"


def test_a_flat_row_without_office_does_not_shift_the_others() -> None:
    """A missing office line leaves its row without office; the rows after it stay right."""
    reading = read_text(
        FLAT + "3月\n召开全市教育工作会议\n开展校园安全检查\n安管处\n4月\n举办活动周\n5月\n印发通知\n办公室"
    )

    assert brief(reading.rows) == [
        ("3月", "召开全市教育工作会议", ""),
        ("3月", "开展校园安全检查", "安管处"),
        ("4月", "举办活动周", ""),
        ("5月", "印发通知", "办公室"),
    ]


def test_a_flat_list_broken_without_a_sign_is_joined_with_a_doubt() -> None:
    """A known office where a title should stand belongs to the row above, and a person should look."""
    reading = read_text(FLAT + "3月\n召开会议\n办公室\n印发方案\n基教处\n办公室\n开展督导\n督导室")

    assert brief(reading.rows)[1] == ("3月", "印发方案", "基教处、办公室")
    assert [bool(row.flags) for row in reading.rows] == [False, True, False]


def test_flat_lines_that_cannot_be_told_apart_are_refused() -> None:
    """Four columns one cell a line with empty cells lost: said, with what to do instead."""
    source = Source("a.txt", "序号\n重点工作\n责任单位\n备注\n1\n开会\n办公室\n2\n检查\n督导室\n".encode())

    with pytest.raises(Exception, match=r"没有时间列|分不清"):
        read(source)


@pytest.mark.parametrize(
    ("cell", "due_on", "flag"),
    [
        ("3月", date(2024, 3, 31), ""),
        ("3", date(2024, 3, 31), "按3月读"),
        ("持续推进", None, ""),
        ("每季度", None, ""),
        ("尽快", None, "尽快"),
        ("看情况", None, "没有从原文读出时间"),
    ],
)
def test_a_doubtful_time_flags_its_row(cell: str, due_on: date | None, flag: str) -> None:
    """What the deadline grammar doubts is a flag of the row; what has no date by its words is none."""
    (row,) = read_text(f"完成时限,重点工作,责任单位\n{cell},召开会议,办公室", "a.csv").rows

    assert row.deadline.due_on == due_on
    assert (flag in "".join(row.flags)) if flag else row.flags == ()


def test_titles_are_cleaned_and_the_original_is_kept() -> None:
    """Numbers, odd blanks, invisible signs and the closing stop go; the printed text stays beside it."""
    text = '时间,重点工作,责任单位\n3月,"1.\u00a0召开\u200b会议，\n部署工作。",\u00a0\u00a0办公室'

    (row,) = read_text(text, "a.csv").rows

    assert (row.title, row.offices[0].name) == ("召开会议，部署工作", "办公室")
    assert "1.\u00a0召开\u200b会议，\n部署工作。" in row.original


def test_school_years_run_on_into_the_next_year() -> None:
    """In a plan of 2024—2025学年, 10月 is in 2024 and 3月 in 2025."""
    text = "2024—2025学年工作配档表\n时间\t重点工作\t责任单位\n9月\t开学\t办公室\n3月\t检查\t督导室"

    reading = read_text(text, year=None)

    assert [row.deadline.due_on for row in reading.rows] == [date(2024, 9, 30), date(2025, 3, 31)]


@pytest.mark.parametrize("gap", ["\t", " | ", "\n", "        "])
def test_a_heading_like_a_closing_chapter_heads_the_rows_below_it(gap: str) -> None:
    """四、条件保障 closes a table only where no row stands below it, however the cells are parted."""
    lines = [
        ("序号", "工作任务", "牵头单位", "完成时限"),
        ("一、日常管理",),
        ("1", "修订值班制度", "办公室", "3月底前"),
        ("2", "开展安全检查", "安全科", "4月底前"),
        ("二、条件保障",),
        ("3", "改造档案库房", "后勤科", "5月底前"),
        ("4", "更新办公设备", "后勤科", "6月底前"),
        ("三、工作要求",),
        ("各科室要按时报送进展。",),
    ]
    text = "某市档案局2024年重点工作\n" + "\n".join(gap.join(line) for line in lines)

    assert [(row[1], row[2], row[3]) for row in rows_of(text)] == [
        ("2024-03-31", "修订值班制度", ("办公室",)),
        ("2024-04-30", "开展安全检查", ("安全科",)),
        ("2024-05-31", "改造档案库房", ("后勤科",)),
        ("2024-06-30", "更新办公设备", ("后勤科",)),
    ]
