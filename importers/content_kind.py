"""What a file really holds, told by its first bytes, and what its extension promises."""

from enum import StrEnum

from importers.archive import part_names
from importers.source import Source

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SCAN = 1 << 16


class Kind(StrEnum):
    """The kinds of content that are told apart; the value is how messages name them."""

    TEXT = "文字"
    HTML = "网页"
    XLSX = "Excel工作簿（.xlsx）"
    DOCX = "Word文档（.docx）"
    ZIP = "压缩包"
    LOCKED = "有打开密码的文件"
    OLE = "旧版Office文件（.xls、.doc）"
    PDF = "PDF文件"
    BINARY = "不认识的二进制内容"


def kind_of(source: Source) -> Kind:
    """Return what the bytes of a file hold."""
    data = source.data
    if data.startswith(_ZIP):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return Kind.LOCKED if "EncryptedPackage".encode("utf-16-le") in data else Kind.OLE
    if data.startswith(b"%PDF"):
        return Kind.PDF
    head = data[:_SCAN].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<") and b"<table" in head):
        return Kind.HTML
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in data[:_SCAN] and not is_utf16:
        return Kind.BINARY
    return Kind.TEXT


def _kind_of_zip(data: bytes) -> Kind:
    names = part_names(data)
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    return Kind.DOCX if "word/document.xml" in names else Kind.ZIP
