"""The Word draft keeps to the layout of official documents, read from its XML."""

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from reports.as_docx import write_docx
from reports.tables import Column, Kind, Table, row

TABLE = Table(
    title="2024年重点工作逾期清单",
    as_of=date(2024, 4, 8),
    columns=(
        Column("序号", 11, Kind.NAME),
        Column("重点工作", 104.5),
        Column("逾期\n工作日", 40.5, Kind.NUMBER),
    ),
    rows=tuple(row(str(number), f"第{number}项工作“一校一品”", number) for number in range(1, 31)),
    facts=("统计截止：2024年4月8日",),
    notes=("统计截止2024年4月8日。", "按时限先后排列。"),
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return write_docx(TABLE)


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(f"word/{name}.xml").decode("utf-8")


def tables(content: bytes) -> BaseOxmlElement:
    return docx.Document(io.BytesIO(content)).tables[0]._tbl


def numbers(elements: list[BaseOxmlElement]) -> list[int]:
    return [int(element.get(qn("w:w"), "0")) for element in elements]


def test_the_page_is_upright_a4(content: bytes) -> None:
    """A4 with 37, 35, 28 and 26 mm, no grid that would widen the lines."""
    xml = part(content, "document")

    assert 'w:w="11906" w:h="16838"' in xml
    margins = re.search(r"<w:pgMar ([^>]*)>", xml)
    assert margins
    sides = dict(re.findall(r'w:(top|bottom|left|right)="(\d+)"', margins[1]))
    assert {side: round(int(value) / 56.7) for side, value in sides.items()} == {
        "top": 37,
        "bottom": 35,
        "left": 28,
        "right": 26,
    }
    assert "docGrid" not in xml


def test_the_table_is_156_mm_wide_in_every_row(content: bytes) -> None:
    """Width, grid and cells agree, so that Word and LibreOffice draw the same columns."""
    tbl = tables(content)
    grid = numbers(tbl.findall(f".//{qn('w:gridCol')}"))

    assert numbers(tbl.findall(f".//{qn('w:tblW')}")) == [8845]
    assert sum(grid) == 8845
    for tr in tbl.tr_lst:
        assert numbers(tr.findall(f".//{qn('w:tcW')}")) == grid


def test_the_head_repeats_and_rows_stay_whole(content: bytes) -> None:
    """The first row alone is the head of every page; no row breaks across pages."""
    rows = tables(content).tr_lst
    heads = [bool(tr.findall(f".//{qn('w:tblHeader')}")) for tr in rows]

    assert heads == [True] + [False] * 30
    assert all(tr.findall(f".//{qn('w:cantSplit')}") for tr in rows)
    assert len(tables(content).findall(f".//{qn('w:tblBorders')}/*")) == 6


def test_fonts_are_named_for_chinese(content: bytes) -> None:
    """Every style names its Chinese face, no theme font wins over it, every run hints East Asian."""
    styles, document = part(content, "styles"), part(content, "document")

    assert 'w:eastAsia="方正小标宋简体"' in styles
    assert 'w:eastAsia="仿宋_GB2312"' in styles
    defaults = styles[styles.index("<w:docDefaults") : styles.index("</w:docDefaults>")]
    assert "Theme" not in defaults + document
    assert 'w:eastAsia="zh-CN"' in defaults
    assert document.count("<w:r>") == document.count('<w:rFonts w:hint="eastAsia"/>')


def test_every_page_says_that_it_is_a_draft(content: bytes) -> None:
    """Odd and even pages both have the draft header and their page number."""
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    headers = [h.paragraphs[0].text for h in (section.header, section.even_page_header)]
    footers = [f._element.xml for f in (section.footer, section.even_page_footer)]

    assert headers == ["代拟稿 · 未编号，以正式印发件为准"] * 2
    assert all(" PAGE " in footer and footer.count("—") == 2 for footer in footers)
    assert "evenAndOddHeaders" in part(content, "settings")
    assert 'w:name="compatibilityMode"' in part(content, "settings")


def test_nothing_tells_of_the_program_that_wrote_it(content: bytes) -> None:
    """Author and comments are empty, the title is the document's, the time is the cut-off."""
    properties = docx.Document(io.BytesIO(content)).core_properties

    assert (properties.author, properties.comments, properties.last_modified_by) == ("", "", "")
    assert properties.title == TABLE.title
    assert properties.created is not None
    assert properties.created.date() == TABLE.as_of


def test_the_same_table_makes_the_same_document(content: bytes) -> None:
    """The text part holds nothing of the moment of writing."""
    assert part(content, "document") == part(write_docx(TABLE), "document")


def test_long_lists_are_set_smaller() -> None:
    """More than sixty rows are set in 10.5 pt, so that the list stays handy."""
    long = Table("清单", TABLE.as_of, TABLE.columns, TABLE.rows * 3)

    assert 'w:val="GwTdDense"' in part(write_docx(long), "document")
    assert 'w:val="GwTdDense"' not in part(write_docx(TABLE), "document")
