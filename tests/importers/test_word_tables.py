"""Word tables: merged cells, tables that go on or lie in each other, tracked changes."""

from typing import Any

from docx.oxml import parse_xml
from table_files import LINES, THREE, brief, read, word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


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


def test_a_table_inside_a_layout_table_is_found() -> None:
    """Some documents set their page in one big cell; the schedule table inside it is read."""

    def fill(document: Any) -> None:
        outer = document.add_table(rows=1, cols=1).cell(0, 0)
        outer.text = "2024年重点工作安排"
        inner = outer.add_table(rows=0, cols=3)
        for line in LINES:
            for cell, text in zip(inner.add_row().cells, line, strict=True):
                cell.text = text

    reading = read(word(fill), year=None)

    assert (brief(reading.rows), reading.title) == (THREE, "2024年重点工作安排")


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
