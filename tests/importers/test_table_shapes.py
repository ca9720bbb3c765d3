"""Tables of many shapes: merged cells, two-row headers, sections, broken lists, odd blanks and dates."""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.oxml import parse_xml

from importers.checked_rows import CheckedRow
from importers.plan_reading import PlanReading, ReadingRules, read_plan
from importers.reading import read_document
from importers.source import Source
from rules.workdays import Calendar

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(source: Source, **rules: Any) -> PlanReading:
    known = {"year": 2024, "title": None, "calendar": Calendar()} | rules
    return read_plan(read_document(source), source, ReadingRules(**known))


def read_text(text: str, name: str = "计划.txt", **rules: Any) -> PlanReading:
    return read(Source(name, text.encode()), **rules)


def brief(rows: Sequence[CheckedRow]) -> list[tuple[str, str, str]]:
    """Return rows as (period, title, offices)."""
    return [(row.period, row.title, "、".join(office.name for office in row.offices)) for row in rows]


def book(fill: Callable[[Any, Any], None], *, name: str = "工作表1") -> Source:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    fill(workbook, workbook.add_worksheet(name))
    workbook.close()
    return Source("计划.xlsx", target.getvalue())


def word(fill: Callable[[Any], None]) -> Source:
    target = io.BytesIO()
    document = docx.Document()
    fill(document)
    document.save(target)
    return Source("计划.docx", target.getvalue())


THREE = [("3月", "召开会议", "办公室"), ("3月", "印发方案", "基教处"), ("4月", "开展督导", "督导室")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "时间,重点工作,责任单位\n3月,召开会议,办公室\n3月,印发方案,基教处\n4月,开展督导,督导室"),
        (
            "a.csv",
            "\ufeff时间;重点工作;责任单位\r\n3月;召开会议;办公室\r\n3月;印发方案;基教处\r\n4月;开展督导;督导室\r\n",
        ),
        (
            "a.tsv",
            "时间\t重点工作\t责任单位\n3月\t召开会议\t办公室\n3月\t印发方案\t基教处\n4月\t开展督导\t督导室",
        ),
        (
            "a.txt",
            "时间\t重点工作\t责任单位\n3月\t召开会议\t 办公室\n3月\t印发方案\t基教处\n4月\t开展督导\t督导室",
        ),
        (
            "a.txt",
            "| 时间 | 重点工作 | 责任单位 |\n|---|:--|---|\n| 3月 | 召开会议 | 办公室 |\n| 3月 | 印发方案 | 基教处 |\n| 4月 | 开展督导 | 督导室 |",
        ),
        (
            "a.txt",
            "时间  重点工作    责任单位\n3月  召开会议    办公室\n     印发方案    基教处\n     \n4月\u3000开展督导\u3000督导室".replace(
                "     印发", "3月  印发"
            ),
        ),
        ("a.txt", "时间\n重点工作\n责任单位\n3月\n召开会议\n办公室\n印发方案\n基教处\n4月\n开展督导\n督导室"),
        (
            "a.txt",
            "重点工作\n责任单位\n完成时限\n召开会议\n办公室\n3月\n印发方案\n基教处\n3月\n开展督导\n督导室\n4月",
        ),
    ],
)
def test_plain_tables_read_the_same(name: str, text: str) -> None:
    """Commas, semicolons, tabs, bars, blanks or one cell a line: the rows are the same."""
    reading = read_text(text, name)

    assert brief(reading.rows) == THREE
    assert not any(row.flags for row in reading.rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    """Byte order mark, then strict UTF-8, then GB18030."""
    text = "时间,重点工作,责任单位\n3月,推进“泉·未来”㐂项目,办公室"

    (row,) = read(Source("a.csv", text.encode(encoding))).rows

    assert (row.title, row.offices[0].name) == ("推进“泉·未来”㐂项目", "办公室")


def test_merged_months_are_filled_down_in_excel() -> None:
    """A merged month cell holds for all its rows, wherever on the sheet the table begins."""

    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range("C3:E3", "2024年重点工作配档表")
        sheet.write_row("C4", ("时间", "重点工作", "责任单位"))
        sheet.merge_range("C5:C6", "3月")
        sheet.write_row("D5", ("召开会议", "办公室"))
        sheet.write_row("D6", ("印发方案", "基教处"))
        sheet.write_row("C7", ("4月", "开展督导", "督导室"))

    reading = read(book(fill), year=None)

    assert brief(reading.rows) == THREE
    assert (reading.title, reading.year) == ("2024年重点工作配档表", 2024)
    assert [row.place for row in reading.rows] == ["工作表1!A5", "工作表1!A6", "工作表1!A7"]


def test_merged_months_are_filled_down_in_word() -> None:
    """Vertical merges, one wide title row, and an office list of several paragraphs."""

    def fill(document: Any) -> None:
        document.add_paragraph("2024年重点工作安排")
        table = document.add_table(rows=5, cols=3)
        texts = [("时间", "重点工作", "责任单位"), *THREE, ("", "举办活动", "组织人事处、\n离退休干部处")]
        for row, line in zip(table.rows, texts, strict=True):
            for cell, text in zip(row.cells, line, strict=True):
                cell.text = text
        table.cell(2, 0).text = ""
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(3, 0).merge(table.cell(4, 0))

    reading = read(word(fill), year=None)

    assert brief(reading.rows) == [*THREE, ("4月", "举办活动", "组织人事处、离退休干部处")]
    assert reading.rows[0].place == "表1第2行"


def test_a_header_of_two_rows_names_lead_and_support() -> None:
    """责任单位 over 牵头单位 and 配合单位 gives the roles."""

    def fill(_: Any, sheet: Any) -> None:
        for column, words in ((0, "序号"), (1, "工作任务"), (4, "完成时限")):
            sheet.merge_range(0, column, 1, column, words)
        sheet.merge_range("C1:D1", "责任单位")
        sheet.write_row("C2", ("牵头单位", "配合单位"))
        sheet.write_row("A3", (1, "召开会议", "办公室", "基教处、督导室", "6月底前"))
        sheet.write_row("A4", (2, "印发方案", "基教处", "无", "2024年9月"))

    first, second = read(book(fill)).rows

    roles = [[(office.name, office.role.value) for office in row.offices] for row in (first, second)]
    assert roles == [
        [("办公室", "lead"), ("基教处", "support"), ("督导室", "support")],
        [("基教处", "lead")],
    ]
    assert (first.deadline.due_on, second.deadline.due_on) == (date(2024, 6, 30), date(2024, 9, 30))


def test_dates_of_a_sheet_are_read_as_they_are_shown() -> None:
    """A date cell shown as 2024年3月 means the month; one shown with its day means the day."""

    def fill(workbook: Any, sheet: Any) -> None:
        month = workbook.add_format({"num_format": 'yyyy"年"m"月"'})
        sheet.write_row("A1", ("完成时间", "重点工作", "责任单位"))
        sheet.write_datetime("A2", datetime(2024, 3, 1), month)  # noqa: DTZ001  # a cell has no zone
        sheet.write_datetime("A3", datetime(2024, 3, 5))  # noqa: DTZ001
        for row in (2, 3):
            sheet.write_row(f"B{row}", ("召开会议", "办公室"))

    first, second = read(book(fill)).rows

    assert (first.period, first.deadline.due_on) == ("2024年3月", date(2024, 3, 31))
    assert (second.period, second.deadline.due_on) == ("2024年3月5日", date(2024, 3, 5))


def test_a_bare_number_under_months_is_a_month() -> None:
    """月份 | 3 means March, without doubt; 3.1 as a number may have lost its last digit."""

    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ("月份", "重点工作", "责任单位"))
        sheet.write_row("A2", (3, "召开会议", "办公室"))
        sheet.write_row("A3", (3.1, "印发方案", "办公室"))

    first, second = read(book(fill)).rows

    assert (first.period, first.deadline.due_on, first.flags) == ("3", date(2024, 3, 31), ())
    assert any("末位的0可能丢了" in flag for flag in second.flags)


def test_formulas_without_a_value_and_error_values_are_flagged() -> None:
    """A cell that a person sees filled but that holds no value makes its row doubtful."""

    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", ("时间", "重点工作", "责任单位"))
        sheet.write_row("A2", ("3月", "召开会议"))
        sheet.write_formula("C2", "=Z9", None, "")
        sheet.write_row("A3", ("3月", "印发方案"))
        sheet.write_formula("C3", "=NA()", None, "#N/A")
        sheet.write_row("A4", ("3月", "开展督导"))
        sheet.write_formula("C4", '="督导"&"室"', None, "督导室")

    rows = read(book(fill)).rows

    assert [("公式没有算出的值" in "".join(row.flags), "#N/A" in "".join(row.flags)) for row in rows] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert rows[2].offices[0].name == "督导室"


def test_several_sheets_are_one_plan_and_hidden_ones_are_named() -> None:
    """Each visible sheet with a header gives rows; what was not read is said."""

    def fill(workbook: Any, sheet: Any) -> None:
        more, notes, hidden = (workbook.add_worksheet(name) for name in ("下半年", "填表说明", "旧稿"))
        for page, row in ((sheet, ("3月", "召开会议", "办公室")), (more, ("9月", "印发方案", "基教处"))):
            page.write_row("A1", ("时间", "重点工作", "责任单位"))
            page.write_row("A2", row)
        notes.write_row("A1", ("请按要求填写",))
        hidden.write_row("A1", ("时间", "重点工作", "责任单位"))
        hidden.write_row("A2", ("1月", "旧的工作", "办公室"))
        hidden.hide()

    reading = read(book(fill, name="上半年"))

    assert [row.place for row in reading.rows] == ["上半年!A2", "下半年!A2"]
    said = "".join(warning.message for warning in reading.warnings)
    assert "旧稿" in said
    assert "填表说明" in said


def test_a_word_table_that_goes_on_without_a_header_is_read_on() -> None:
    """A second table of the same width belongs to the first; a signature table does not."""

    def fill(document: Any) -> None:
        for lines in ([("时间", "重点工作", "责任单位"), THREE[0]], [THREE[1], THREE[2]], [("签发", "日期")]):
            table = document.add_table(rows=0, cols=len(lines[0]))
            for line in lines:
                for cell, text in zip(table.add_row().cells, line, strict=True):
                    cell.text = text
            document.add_paragraph()

    reading = read(word(fill))

    assert brief(reading.rows) == THREE
    assert reading.rows[1].place == "表2第1行"
    assert "表3没有认出表头" in reading.warnings[0].message


def test_tracked_changes_are_read_as_accepted() -> None:
    """Inserted words count, deleted ones do not, and the file's tracked changes are mentioned."""

    def fill(document: Any) -> None:
        table = document.add_table(rows=2, cols=3)
        for cell, text in zip(table.rows[0].cells, ("时间", "重点工作", "责任单位"), strict=True):
            cell.text = text
        table.cell(1, 1).text, table.cell(1, 2).text = "召开会议", "办公室"
        change = (
            f"<w:p {W}><w:del><w:r><w:delText>3月</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>4月</w:t></w:r></w:ins></w:p>"
        )
        cell = table.cell(1, 0)._tc
        cell.replace(cell.p_lst[0], parse_xml(change))

    reading = read(word(fill))

    assert brief(reading.rows) == [("4月", "召开会议", "办公室")]
    assert "修订" in reading.warnings[0].message


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
    """Many empty cells below single months mean the month above; one empty cell among repeated ones is empty."""
    once = "时间,重点工作,责任单位\n3月,甲甲工作,办公室\n,乙乙工作,办公室\n,丙丙工作,办公室\n4月,丁丁工作,办公室\n,戊戊工作,办公室"
    each = "时间,重点工作,责任单位\n3月,甲甲工作,办公室\n3月,乙乙工作,办公室\n,丙丙工作,办公室\n4月,丁丁工作,办公室"

    carried, missing = read_text(once, "a.csv"), read_text(each, "a.csv")

    assert [row.period for row in carried.rows] == ["3月", "3月", "3月", "4月", "4月"]
    assert [row.period for row in missing.rows] == ["3月", "3月", "", "4月"]
    assert [(w.row, "需明确" in w.message) for w in missing.warnings] == [(4, True)]


def test_a_full_width_month_row_holds_for_the_rows_below() -> None:
    """A row that only says 3月 over all columns is the month of what follows."""
    text = "时间\t重点工作\t责任单位\n3月\n\t召开会议\t办公室\n\t印发方案\t基教处\n4月\t4月\t4月\n\t开展督导\t督导室"

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
