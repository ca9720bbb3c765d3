"""Excel tables: merged cells, two-row headers, dates, formulas, several sheets."""

from datetime import date, datetime
from typing import Any

import pytest
from table_files import THREE, book, brief, read


def write(sheet: Any, lines: list[tuple[str, ...]]) -> None:
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)


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
        notes.write_row("A1", ("请按要求填写", "一式两份"))
        hidden.write_row("A1", ("时间", "重点工作", "责任单位"))
        hidden.write_row("A2", ("1月", "旧的工作", "办公室"))
        hidden.hide()

    reading = read(book(fill, name="上半年"))

    assert [row.place for row in reading.rows] == ["上半年!A2", "下半年!A2"]
    said = "".join(warning.message for warning in reading.warnings)
    assert "旧稿" in said
    assert "填表说明" in said


def test_a_sheet_of_remarks_is_named_as_unread() -> None:
    """Whoever filled the book in sees which of its sheets became no tasks, one column or many."""

    def fill(program: Any, sheet: Any) -> None:
        sheet.write_row("A1", ("时间", "重点工作", "责任单位"))
        sheet.write_row("A2", ("2024年3月", "召开会议", "办公室"))
        program.add_worksheet("填报须知").write("A1", "请于月底前报送")

    assert "工作表“填报须知”里只有文字，没有当作任务读" in "".join(
        one.message for one in read(book(fill)).warnings
    )


@pytest.mark.parametrize(
    ("task", "time", "office", "told"),
    [
        (
            "1.开办夜校\n2.修缮操场",
            "1.5月底前\n2.8月15日前",
            "1.人事科\n2.后勤科",
            [("开办夜校", "2024-05-31", ["人事科"]), ("修缮操场", "2024-08-15", ["后勤科"])],
        ),
        (
            "①开办夜校②修缮操场",
            "8月",
            "①人事科②后勤科",
            [("开办夜校", "2024-08-31", ["人事科"]), ("修缮操场", "2024-08-31", ["后勤科"])],
        ),
        (
            "（1）开办夜校；（2）修缮操场",
            "（1）5月；（2）8月",
            "后勤科",
            [("开办夜校", "2024-05-31", ["后勤科"]), ("修缮操场", "2024-08-31", ["后勤科"])],
        ),
    ],
)
def test_cells_numbered_in_step_are_rows_of_their_own(
    task: str, time: str, office: str, told: list[tuple[str, str, list[str]]]
) -> None:
    """Number n of the tasks belongs to number n of the deadlines and of the offices."""
    lines = [("2024年重点工作",), ("重点工作", "完成时限", "责任单位"), (task, time, office)]

    rows = read(book(lambda _, sheet: write(sheet, lines))).rows

    assert [(row.title, str(row.deadline.due_on), [o.name for o in row.offices]) for row in rows] == told
    assert not any(row.flags for row in rows)


def test_cells_numbered_out_of_step_stay_one_doubtful_row() -> None:
    """Three tasks and two deadlines do not say which belongs to which."""
    lines = [
        ("2024年重点工作",),
        ("重点工作", "完成时限", "责任单位"),
        ("1.开办夜校\n2.修缮操场\n3.编印校报", "1.5月\n2.8月", "后勤科"),
    ]

    (row,) = read(book(lambda _, sheet: write(sheet, lines))).rows

    assert any("一格里编了好几条" in flag for flag in row.flags)
