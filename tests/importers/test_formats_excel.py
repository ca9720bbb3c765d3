"""Workbooks: what is hidden, macros, links, dates in cells, old workbooks."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from table_files import LINES, THREE, book, brief, read

from importers.formats.reading import open_document
from importers.source import Source
from rules.errors import InputError

SAMPLES = Path(__file__).parent / "samples"


def write(sheet: Any, lines: Any = LINES) -> None:
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)


def notes_of(source: Source) -> str:
    return "".join(open_document(source).notes)


def with_parts(source: Source, **parts: bytes) -> Source:
    """Return a workbook with more parts; ``__`` in a name stands for a slash, a last ``_`` for the dot."""
    target = io.BytesIO(source.data)
    with zipfile.ZipFile(target, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return Source(source.name, target.getvalue())


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    """Nobody sees them, so they may be meant or forgotten: they are read, and a person is told."""

    def fill(_: Any, sheet: Any) -> None:
        write(sheet)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("B:C", None, None, {"hidden": True})

    reading = read(book(fill))

    assert brief(reading.rows) == THREE
    said = "".join(warning.message for warning in reading.warnings)
    assert "第3行（共1行）是隐藏的，照样读了" in said
    assert "B至C列是隐藏的，照样读了" in said


def test_a_plan_on_a_hidden_sheet_alone_is_read_and_said() -> None:
    """Where no visible sheet holds a table, the hidden one is the plan."""

    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write("A1", "见附表")
        hidden = workbook.add_worksheet("附表")
        write(hidden)
        hidden.hide()

    reading = read(book(fill))

    assert brief(reading.rows) == THREE
    assert "“附表”是隐藏的，照样读了" in "".join(warning.message for warning in reading.warnings)


def test_macros_and_links_are_left_alone_and_said() -> None:
    """A workbook with macros is read without running them; links to other files keep their stored values."""
    plain = book(lambda _, sheet: write(sheet))
    source = with_parts(
        Source("计划.xlsm", plain.data), xl__vbaProject_bin=b"x", xl__externalLinks__externalLink1_xml=b"<a/>"
    )

    document = open_document(source)

    assert len(document.tables[0].rows) == 4
    assert "宏，没有运行" in "".join(document.notes)
    assert "引用别的文件，没有去取" in "".join(document.notes)


def test_real_dates_are_dates_and_impossible_ones_are_errors() -> None:
    """A date cell is a day; 2月30日 and 13月 as text are refused with their row and column."""

    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", LINES[0])
        sheet.write_datetime("A2", datetime(2024, 2, 29))  # noqa: DTZ001  # a cell has no zone
        sheet.write("A3", "2月30日")
        sheet.write("A4", "13月")
        for row in (2, 3, 4):
            sheet.write_row(f"B{row}", ("召开会议", "办公室"))

    reading = read(book(fill))

    assert [row.deadline.due_on for row in reading.rows] == [date(2024, 2, 29)]
    assert [(e.row, e.column, e.place) for e in reading.errors] == [
        (3, "时间", "工作表1!A3"),
        (4, "时间", "工作表1!A4"),
    ]


def test_a_number_shown_as_a_date_is_doubtful() -> None:
    """3 in a cell formatted as a date is 1900-01-03 to Excel; nobody plans for that year."""

    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write_row("A1", LINES[0])
        sheet.write_number("A2", 3, workbook.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_row("B2", ("召开会议", "办公室"))

    (row,) = open_document(book(fill)).tables[0].rows[1:]

    assert "被当成了日期" in row.cells[0].doubt


def test_a_date_shown_as_its_number_is_doubtful() -> None:
    """45356 under 完成时间 is a date that lost its format: the day is offered, not taken."""

    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", LINES[0])
        sheet.write_row("A2", (45356, "召开会议", "办公室"))

    (row,) = read(book(fill)).rows

    assert row.deadline.due_on is None
    assert any("若是日期则为2024年3月5日" in flag for flag in row.flags)


def test_cells_that_are_only_coloured_do_not_make_a_sheet_large() -> None:
    """Formatting down to the last corner holds nothing and costs nothing."""

    def fill(workbook: Any, sheet: Any) -> None:
        write(sheet)
        sheet.write_blank("XFD1048576", None, workbook.add_format({"bold": True}))

    assert brief(read(book(fill)).rows) == THREE


def test_an_old_workbook_with_a_password_is_refused_with_that_reason() -> None:
    """The first records of an encrypted .xls say so."""
    data = bytearray((SAMPLES / "plan_2024.xls").read_bytes())
    start = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    data[start : start + 2] = b"\x2f\x00"

    with pytest.raises(InputError, match="有打开密码"):
        open_document(Source("a.xls", bytes(data)))


@pytest.mark.parametrize("suffix", [".xls", ".et"])
def test_old_workbooks_of_both_programs_are_read(suffix: str) -> None:
    """The merged months of an old workbook hold for all their rows."""
    document = open_document(Source(f"a{suffix}", (SAMPLES / "plan_2024.xls").read_bytes()))

    assert [row.cells[0].text for row in document.tables[0].rows[2:5]] == ["1月"] * 3
