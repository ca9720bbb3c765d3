"""Word documents as they are printed: automatic numbers, text boxes, tracked changes, what is left out."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from table_files import LINES, THREE, brief, read, word

from importers.document import Line
from importers.formats.reading import open_document
from importers.source import Source
from importers.words.number_words import number_words
from rules.errors import InputError

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def table_of(document: Any, lines: Any = LINES) -> Any:
    table = document.add_table(rows=0, cols=len(lines[0]))
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    return table


def element(xml: str) -> Any:
    """Return an element of Word; the name spaces are added to its first tag."""
    return parse_xml(re.sub(r"^<[\w:]+", rf"\g<0> {SPACES}", xml))


def lines_of(source: Source) -> list[str]:
    return [block.text for block in open_document(source).blocks if isinstance(block, Line)]


def said(source: Source) -> str:
    return "".join(open_document(source).notes)


def numbered(document: Any, *levels: tuple[str, str]) -> None:
    """Define list 77 with levels of (form, pattern)."""
    root = document.part.numbering_part.element
    own = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for n, (form, pattern) in enumerate(levels)
    )
    root.insert(0, element(f'<w:abstractNum w:abstractNumId="77">{own}</w:abstractNum>'))
    root.append(element('<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def number(paragraph: Any, level: int = 0) -> None:
    paragraph._p.get_or_add_pPr().append(
        element(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
    )


def test_automatic_numbers_are_read_as_printed() -> None:
    """Word keeps the numbers of lists apart from the words; lower levels begin again under each heading."""

    def fill(document: Any) -> None:
        numbered(document, ("chineseCountingThousand", "%1、"), ("decimal", "（%2）"))
        for level, text in (
            (0, "党建工作"),
            (1, "召开会议"),
            (1, "印发方案"),
            (0, "教学工作"),
            (1, "开展督导"),
        ):
            number(document.add_paragraph(text), level)
        document.add_paragraph("没有编号")

    assert lines_of(word(fill)) == [
        "一、党建工作", "（1）召开会议", "（2）印发方案", "二、教学工作", "（1）开展督导", "没有编号",
    ]  # fmt: skip


def test_automatic_numbers_in_a_column_are_read() -> None:
    """A column 序号 that is numbered by Word alone holds its numbers."""

    def fill(document: Any) -> None:
        numbered(document, ("decimal", "%1"))
        table = table_of(document, [("序号", *LINES[0]), *(("", *row) for row in THREE)])
        for row in table.rows[1:]:
            number(row.cells[0].paragraphs[0])

    rows = open_document(word(fill)).tables[0].rows

    assert [row.cells[0].text.strip() for row in rows] == ["序号", "1", "2", "3"]


@pytest.mark.parametrize(
    ("number_", "form", "words"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (12, "japaneseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (3, "ideographTraditional", "丙"),
        (4, "decimalEnclosedCircle", "④"),
        (28, "upperLetter", "BB"),
        (14, "lowerRoman", "xiv"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (20, "ideographDigital", "二〇"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "someNewForm", "3"),
    ],
)
def test_the_forms_of_numbers(number_: int, form: str, words: str) -> None:
    """Each form of Word's lists is written as Word prints it."""
    assert number_words(number_, form) == words


def test_tracked_changes_are_accepted_and_make_their_row_doubtful() -> None:
    """Which month is meant is for a person: the new one is read, the deleted one is named."""

    def fill(document: Any) -> None:
        cell = table_of(document).cell(1, 0)._tc
        cell.replace(
            cell.p_lst[0],
            element(
                "<w:p><w:del><w:r><w:delText>3月</w:delText></w:r></w:del><w:ins><w:r><w:t>4月</w:t></w:r></w:ins></w:p>"
            ),
        )

    reading = read(word(fill))

    assert reading.rows[0].period == "4月"
    assert any("删去的是“3月”" in flag for flag in reading.rows[0].flags)
    assert reading.rows[1].flags == ()


def test_rows_deleted_and_paragraphs_joined_by_tracked_changes() -> None:
    """A deleted row is gone; a deleted paragraph end joins the words on both sides."""

    def fill(document: Any) -> None:
        table = table_of(document)
        table.rows[2]._tr.get_or_add_trPr().append(element("<w:del />"))
        cell = table.cell(1, 1)
        cell.text = "召开"
        cell.paragraphs[0]._p.get_or_add_pPr().append(element("<w:rPr><w:del/></w:rPr>"))
        cell.add_paragraph("会议")

    assert brief(read(word(fill)).rows) == [THREE[0], THREE[2]]


def test_text_boxes_are_read_where_they_stand_and_said() -> None:
    """Titles often stand in text boxes, in two spellings of the same box; each is read once."""
    box = "<w:txbxContent><w:p><w:r><w:t>2024年重点工作安排</w:t></w:r></w:p></w:txbxContent>"

    def fill(document: Any) -> None:
        document.element.body.insert(
            0,
            element(
                "<w:p><w:r><mc:AlternateContent>"
                f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
                f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
            ),
        )
        table_of(document)

    reading = read(word(fill), year=None)

    assert (reading.title, brief(reading.rows)) == ("2024年重点工作安排", THREE)
    assert "文本框" in "".join(warning.message for warning in reading.warnings)
    assert [line for line in lines_of(word(fill)) if line] == ["2024年重点工作安排"]


def test_a_table_over_pages_with_repeated_headings_and_spans() -> None:
    """Headings that were repeated by hand are no rows; wide and tall merged cells fill their place."""

    def fill(document: Any) -> None:
        lines = [*LINES[:3], LINES[0], *LINES[3:], ("5月", "评选先进", "办公室")]
        table = table_of(document, lines)
        table.cell(5, 0).text = ""
        table.cell(4, 0).merge(table.cell(5, 0))
        table.add_row().cells[0].merge(table.rows[-1].cells[2]).text = "备注：以通知为准"

    reading = read(word(fill))

    assert brief(reading.rows) == [*THREE, ("4月", "评选先进", "办公室")]
    assert "以通知为准" in reading.facts.remark


def test_what_is_left_out_is_said() -> None:
    """Hidden words, footnotes, comments, embedded files and macros are named, never silently dropped."""

    def fill(document: Any) -> None:
        table_of(document)
        paragraph = document.add_paragraph("正文")._p
        for xml in (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗语</w:t></w:r>",
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            '<w:r><w:commentReference w:id="2"/></w:r>',
            "<w:r><w:object/></w:r>",
        ):
            paragraph.append(element(xml))

    target = io.BytesIO(word(fill).data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    source = Source("计划.docm", target.getvalue())

    notes = said(source)

    assert all(words in notes for words in ("隐藏", "脚注", "批注", "嵌入的对象", "宏，没有运行"))
    assert "暗语" not in "".join(lines_of(source))


def test_a_document_of_pictures_is_refused_with_what_to_do() -> None:
    """A scan pasted into Word holds no words to read."""

    def fill(document: Any) -> None:
        document.add_paragraph()._p.append(element("<w:r><w:drawing/></w:r>"))

    with pytest.raises(InputError, match=r"只有图片.*文字识别"):
        open_document(word(fill))


def test_a_main_part_of_another_name_and_strict_documents_are_read() -> None:
    """Some programs call the main part document2.xml or use the names of the strict standard."""
    source = word(lambda document: table_of(document) and None)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source.data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name.replace("word/document.xml", "word/document2.xml"), content)

    assert brief(read(Source("计划.docx", target.getvalue())).rows) == THREE


@pytest.mark.parametrize("name", ["计划.doc", "计划.wps"])
def test_old_documents_are_refused_with_how_to_save_them(name: str) -> None:
    """The sentence says which button makes a file that can be read."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512 + "WordDocument".encode("utf-16-le")

    with pytest.raises(InputError, match=r"另存为.*Word文档（.docx）"):
        open_document(Source(name, data))


def test_the_example_document_is_small_work(examples_dir: Path) -> None:
    """The real table reads with no note at all."""
    assert open_document(Source("a.docx", (examples_dir / "plan_2024.docx").read_bytes())).notes == ()
