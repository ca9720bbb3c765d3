"""Every format writes the same table: text stays text, whatever it says, and other programs can read it."""

import tracemalloc
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.as_csv import write_csv
from reports.as_docx import write_docx
from reports.as_html import write_html
from reports.as_xlsx import write_xlsx
from reports.formats import FORMATS
from reports.tables import Cell, Column, Kind, Row, Table, Tint, row
from templates.filters import one_line
from tests.reports.documents_read import (
    csv_rows,
    docx_rows,
    html_page,
    part_names,
    sheet_rows,
    sheet_xml,
)

TODAY = date(2024, 4, 8)
COLUMNS = (Column("序号", 11, Kind.NAME), Column("重点工作", 100), Column("逾期\n工作日", 45, Kind.NUMBER))

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.org","点这里")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "{=1+1}",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "'=1+1",
    "http://example.org/",
    "mailto:o@example.org",
    "internal:Sheet1!A1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></w:t></w:r><!--",
    "&lt;b&gt;&amp; & < >",
    "{{ page.title }}{% raw %}",
    "_x0041_",
    "a\x00b\x07c\x1b[31md\x7fe",
    "\ufeff\u202e反\u200b转",
    "\ud800半个字\uffff",
    "一行\n又一行\r\n再一行",
    '引号"逗号,分号;竖线|',
    "2024-03",
    "1E5",
    "长" * 10_000,
)


def table(*rows: Row) -> Table:
    return Table(
        title="清单",
        as_of=TODAY,
        columns=COLUMNS,
        rows=rows,
        facts=("共1项",),
        notes=("怎样算的。",),
        frozen_columns=2,
    )


def titles(*texts: str) -> Table:
    return table(*(row(str(number), text, 5) for number, text in enumerate(texts, start=1)))


def test_csv_never_begins_a_field_as_a_formula() -> None:
    """A field that a spreadsheet could take for a formula is prefixed; nothing else of it changes."""
    for text, fields in zip(HOSTILE, csv_rows(write_csv(titles(*HOSTILE)))[1:], strict=True):
        assert fields[1].removeprefix("'") == one_line(text).removeprefix("'")
        assert fields[1].lstrip()[:1] not in tuple("=+-@＝＋－＠\t\r")


def test_csv_opens_in_excel_as_it_is() -> None:
    """The file begins with the mark of UTF-8, has one head row, and says the cut-off in each row."""
    content = write_csv(titles("事项"))

    assert content.startswith(b"\xef\xbb\xbf")
    assert csv_rows(content) == [
        ["序号", "重点工作", "逾期工作日", "统计截止"],
        ["1", "事项", "5", "2024-04-08"],
    ]


def test_xlsx_stores_every_text_as_text() -> None:
    """No cell is a formula or a link, and every text reads as it was, without control characters."""
    content = write_xlsx(titles(*HOSTILE))

    assert [cells[1] for cells in sheet_rows(content)[3:-1]] == [one_line(text) for text in HOSTILE]
    assert "<f>" not in sheet_xml(content)
    assert "<f " not in sheet_xml(content)
    assert "hyperlink" not in sheet_xml(content)
    assert not [name for name in part_names(content) if "external" in name or "vba" in name]


def test_docx_keeps_every_text() -> None:
    """A Word file opens again with every text as it was, without control characters."""
    found = docx_rows(write_docx(titles(*HOSTILE)))[1:]

    assert [cells[1] for cells in found] == [one_line(text) for text in HOSTILE]


def test_html_escapes_every_text() -> None:
    """A page holds no script and no tag that a text brought along, and loads nothing."""
    content = write_html(titles(*HOSTILE))
    page = html_page(content)

    assert page.cells[1::3] == [one_line(text) for text in HOSTILE]
    assert not page.tags & {"script", "img", "link", "iframe", "b>"}
    assert b"url(" not in content
    assert b"src=" not in content.replace(b"src=x onerror", b"")


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_text_survives_csv_and_xlsx(texts: list[str]) -> None:
    """Whatever people type is one clean line in every cell, and never a formula."""
    written = titles(*texts)
    clean = [one_line(text) for text in texts]

    assert [cells[1] for cells in sheet_rows(write_xlsx(written))[3:-1]] == clean
    assert [fields[1].removeprefix("'") for fields in csv_rows(write_csv(written))[1:]] == [
        text.removeprefix("'") for text in clean
    ]


@given(st.text(max_size=40))
def test_any_text_survives_docx_and_html(text: str) -> None:
    """Whatever people type is well-formed in Word and HTML."""
    written = titles(text)

    assert docx_rows(write_docx(written))[1][1] == one_line(text)
    assert html_page(write_html(written)).cells[1] == one_line(text)


def test_xlsx_types_and_print_set_up() -> None:
    """Days are days and counts are counts; the sheet prints across A4 with its head on every page."""
    cells = (Cell("1"), Cell("逾期", "（部分办结）", Tint.OVERDUE), Cell(5))
    dated = Table("清单", TODAY, (*COLUMNS, Column("时限", 11, Kind.DATE)), ((*cells, Cell(TODAY)),))

    content = write_xlsx(dated)
    xml = sheet_xml(content)

    assert sheet_rows(content)[3] == ["1", "逾期\n（部分办结）", 5.0, TODAY]
    assert 'orientation="landscape"' in xml
    assert 'paperSize="9"' in xml
    assert 'fitToHeight="0"' in xml
    assert 't="inlineStr"' in xml
    assert 'state="frozen"' in xml
    assert "<autoFilter" in xml


def test_the_tallest_row_is_no_higher_than_a_row_may_be() -> None:
    """A text of ten thousand characters makes the row as high as a sheet allows, not higher."""
    heights = sheet_xml(write_xlsx(titles("长" * 10_000))).split('ht="')[1:]

    assert max(float(height.partition('"')[0]) for height in heights) <= 409


def test_a_text_too_long_for_a_cell_is_cut_visibly() -> None:
    """A cell takes 32767 characters; what is longer ends in … and is not lost altogether."""
    cell = sheet_rows(write_xlsx(titles("长" * 40_000)))[3][1]

    assert isinstance(cell, str)
    assert (len(cell), cell[-1]) == (32_767, "…")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_list_says_so(name: str) -> None:
    """A list without rows is still a document that opens and says that there is nothing."""
    content = FORMATS[name].write(table())

    if name == "csv":
        assert len(csv_rows(content)) == 1
    elif name == "xlsx":
        assert sheet_rows(content)[3][0] == "没有符合条件的事项"
    elif name == "docx":
        assert docx_rows(content)[1] == ["没有符合条件的事项"] * 3
    else:
        assert html_page(content).cells == ["没有符合条件的事项"]


@pytest.mark.parametrize("name", ["csv", "html", "xlsx"])
def test_the_same_table_makes_the_same_bytes(name: str) -> None:
    """Nothing of the moment of writing goes into a file."""
    assert FORMATS[name].write(titles("事项")) == FORMATS[name].write(titles("事项"))


@pytest.mark.slow
def test_a_long_sheet_needs_little_memory() -> None:
    """Rows are written one by one: ten thousand take hardly more than their compressed file."""
    long = titles(*("研究制定济南市预防校园欺凌工作办法" for _ in range(10_000)))
    tracemalloc.start()
    content = write_xlsx(long)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(sheet_rows(content)) == 10_004
    assert peak < 16_000_000
