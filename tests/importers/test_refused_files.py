"""Files that are refused: each with a sentence that says what is wrong, and nothing stored."""

import io
import struct
import zipfile
from typing import Any

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from importers.formats.limits import MAX_FILE_BYTES
from importers.formats.reading import open_document, read_document
from importers.plans.import_values import ImportStatus
from importers.source import Source
from rules.errors import InputError

HEADER = "时间,重点工作,责任单位\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def workbook(*rows: tuple[object, ...]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def word_file() -> bytes:
    target = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("没有表格的文档")
    document.save(target)
    return target.getvalue()


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """Return an archive with one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return target.getvalue()


BOOK = workbook(("时间", "重点工作", "责任单位"), ("3月", "召开会议", "办公室"))
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><workbook/>'

CASES: dict[str, tuple[str, bytes, str]] = {
    "a workbook called .csv": ("a.csv", BOOK, "内容却是Excel工作簿"),
    "an empty page called .xls": ("a.xls", b"<html><table></table></html>", "里没有文字"),
    "a page called .csv": ("a.csv", b"<html><table></table></html>", "内容却是网页"),
    "a page called .txt": ("a.txt", b"<!DOCTYPE html><p>x", "内容却是网页"),
    "text called .xlsx": ("a.xlsx", HEADER.encode(), "内容却是文字"),
    "a Word file called .xlsx": ("a.xlsx", word_file(), "内容却是Word文档"),
    "a zip called .xlsx": ("a.xlsx", b"PK\x05\x06" + b"\x00" * 18, "内容却是压缩包"),
    "an old workbook called .xlsx": ("a.xlsx", OLE, "旧版Office"),
    "a locked workbook": (
        "a.xlsx",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "有打开密码",
    ),
    "an old workbook": ("a.xls", OLE, "另存为 .xlsx"),
    "half a PDF": ("a.pdf", b"%PDF-1.7", "不完整"),
    "an unknown extension": ("a.dat", b"x", "可以导入的是"),
    "an empty file": ("a.csv", b"", "是空的"),
    "blank lines": ("a.csv", b"\n\n  \n", "是空的"),
    "blank text": ("-", "\n \u00a0\n".encode(), "是空的"),
    "no table": ("a.txt", "今天开会。\n大家都来。".encode(), "没有找到配档表"),
    "no table in Word": ("a.docx", word_file(), "没有找到配档表"),
    "no time column": ("a.csv", "序号,重点工作,责任单位\n1,开会,办公室\n".encode(), "没有时间列"),
    "no task column": ("a.csv", "时间,责任单位,备注\n3月,办公室,无\n".encode(), "没有工作列"),
    "a header alone": ("a.csv", HEADER.encode(), "没有一行工作"),
    "binary": ("a.csv", b"\x00\x01\x02" * 50, "内容却是不认识的二进制内容"),
    "UTF-16 without a mark": ("a.csv", HEADER.encode("utf-16-le"), "二进制内容"),
    "an unreadable encoding": ("a.csv", HEADER.encode() + b"\xff\xff\xff\xff", "文字编码认不出"),
    "half a character": ("a.csv", "时间,重点工作".encode("gb18030")[:-1] + b"\xff", "文字编码认不出"),
    "an open quotation mark": (
        "a.csv",
        (HEADER + '3月,"开会,办公室\n4月,再开,办公室\n').encode(),
        "引号不成对",
    ),
    "half a workbook": ("a.xlsx", BOOK[: len(BOOK) // 2], "内容却是压缩包"),
    "a part that is no XML": ("a.xlsx", replaced(BOOK, "xl/worksheets/sheet1.xml", b"<a"), "损坏"),
    "a part missing": ("a.xlsx", replaced(BOOK, "xl/workbook.xml", b""), "损坏"),
    "entities": ("a.xlsx", replaced(BOOK, "xl/workbook.xml", ENTITY), "文档类型声明"),
    "a Word part that is no XML": ("a.docx", replaced(word_file(), "word/document.xml", b"x"), "损坏"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(case: str, sqlite_desk: Any) -> None:
    """Nothing is stored, and one sentence names the file and what is wrong."""
    name, data, reason = CASES[case]

    result = sqlite_desk.take(Source(name, data))

    assert result.status is ImportStatus.REJECTED
    (problem,) = result.errors
    assert reason in problem.message
    assert ("粘贴的文字" if name == "-" else name) in problem.message
    assert sqlite_desk.dump()["plan"] == []


def test_a_plan_of_no_year_is_refused(sqlite_desk: Any) -> None:
    """Without --year, and with none in the title, number or date, the year is asked for."""
    source = Source("工作.csv", (HEADER + "3月,开会,办公室\n").encode())

    result = sqlite_desk.take(source, year=None)

    assert result.status is ImportStatus.REJECTED
    assert "--year" in result.errors[0].message


def test_pasted_text_without_a_title_is_refused(sqlite_desk: Any) -> None:
    """A plan needs a title: from the text, from --title or from the file's name."""
    text = "时间\t重点工作\t责任单位\n3月\t开会\t办公室"

    refused = sqlite_desk.take(Source("-", text.encode()))
    taken = sqlite_desk.take(Source("-", text.encode()), title="安排")

    assert "--title" in refused.errors[0].message
    assert (taken.status, taken.title) == (ImportStatus.OK, "安排")


def test_sizes_are_checked_before_anything_is_unpacked() -> None:
    """Too large a file, too many parts, or a part that unpacks to too much is not opened."""
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for name in ("xl/workbook.xml", *(f"xl/{n}.xml" for n in range(3000))):
            archive.writestr(name, b"<a/>")
    bomb = replaced(BOOK, "xl/worksheets/sheet1.xml", b" " * (200 << 20))

    for data, reason in (
        (b"x" * (MAX_FILE_BYTES + 1), "超过20MB"),
        (many.getvalue(), "超过2000个"),
        (bomb, "解压后超过"),
    ):
        name = "a.txt" if data[:1] == b"x" else "a.xlsx"
        with pytest.raises(InputError, match=reason):
            read_document(Source(name, data))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """The declared size is checked against what really comes out."""
    data = bytearray(replaced(BOOK, "xl/worksheets/sheet1.xml", b" " * (1 << 20)))
    central = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/worksheets/sheet1.xml"))
    data[central + 24 : central + 28] = struct.pack("<I", 10)

    with pytest.raises(InputError, match="损坏"):
        read_document(Source("a.xlsx", bytes(data)))


def test_one_stray_cell_does_not_fill_the_memory() -> None:
    """A sheet that spans a million rows by a few cells is refused with its last corner."""
    sheet = (
        b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )

    with pytest.raises(InputError, match="XFD列"):
        read_document(Source("a.xlsx", replaced(BOOK, "xl/worksheets/sheet1.xml", sheet)))


def refusal(source: Source) -> str:
    """Return the sentence with which a source is refused, 。 alone when it reads."""
    try:
        open_document(source)  # in this process: a child for each of hundreds of examples takes long
    except InputError as error:
        return error.message
    return "。"


@given(st.binary(max_size=400), st.sampled_from([".csv", ".xlsx", ".docx", ".txt", "", ".xls"]))
def test_no_bytes_whatever_break_the_door(data: bytes, suffix: str) -> None:
    """Any content under any name either reads or is refused with a Chinese sentence."""
    assert refusal(Source(f"a{suffix}", data)).endswith("。")


@given(st.data())
def test_no_damaged_workbook_breaks_the_door(data: st.DataObject) -> None:
    """A workbook or document with some bytes overwritten either reads or is refused."""
    name, whole = data.draw(st.sampled_from([("a.xlsx", BOOK), ("a.docx", word_file())]))
    start = data.draw(st.integers(0, len(whole) - 1))
    piece = data.draw(st.binary(min_size=1, max_size=30))
    damaged = whole[:start] + piece + whole[start + len(piece) :]
    assert refusal(Source(name, damaged)).endswith("。")
