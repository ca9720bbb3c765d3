"""What a file really holds, told by its first bytes, whatever its extension promises."""

import re
from enum import StrEnum

from importers.formats.archive import part_names
from importers.source import Source

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_WORD_PART = re.compile(r"word/document\d*\.xml")
_MIME = re.compile(
    rb"\A(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*){0,20}?content-type:\s*(?:multipart/|text/html)", re.I
)
_OFFICE_XML = (b"urn:schemas-microsoft-com:office:spreadsheet", b"schemas.microsoft.com/office/word/2003")
_PAGE_TAGS = (b"<html", b"<!doctype html", b"<body")
_PIECE_TAGS = (b"<table", b"<div", b"<p>", b"<p ", b"<pre")
_SCAN = 1 << 16


class Kind(StrEnum):
    """The kinds of content that are told apart; the value is how messages name them."""

    TEXT = "文字"
    HTML = "网页"
    HTML_PIECE = "网页的一段"
    MHTML = "单个文件网页（.mht）"
    XLSX = "Excel工作簿（.xlsx）"
    DOCX = "Word文档（.docx）"
    ZIP = "压缩包"
    LOCKED = "有打开密码的文件"
    XLS = "旧版Excel工作簿（.xls）"
    DOC = "旧版Word文档（.doc）"
    OLE = "旧版Office文件"
    OFFICE_XML = "2003版的XML文件"
    RTF = "RTF文档"
    PDF = "PDF文件"
    IMAGE = "图片"
    BINARY = "不认识的二进制内容"


def kind_of(source: Source) -> Kind:
    """Return what the bytes of a file hold."""
    data = source.data
    if data.startswith(_ZIP):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(rb"{\rtf"):
        return Kind.RTF
    if data.startswith(_IMAGES) and b"\x00" in data[:_SCAN]:
        return Kind.IMAGE
    return _kind_of_text(data)


def is_marked(data: bytes) -> bool:
    """Tell, by the first bytes alone, whether some bytes are more than plain text."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith((*_ZIP, _OLE, b"<")) or b"%PDF-" in head


def _kind_of_zip(data: bytes) -> Kind:
    names = part_names(data)
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    return Kind.DOCX if any(_WORD_PART.fullmatch(name) for name in names) else Kind.ZIP


def _kind_of_ole(data: bytes) -> Kind:
    """Tell an old Office file by the names in its directory, which are UTF-16."""
    marks = (
        ("EncryptedPackage", Kind.LOCKED),
        ("WordDocument", Kind.DOC),
        ("Workbook", Kind.XLS),
        ("Book\0", Kind.XLS),
    )
    return next((kind for mark, kind in marks if mark.encode("utf-16-le") in data), Kind.OLE)


def _kind_of_text(data: bytes) -> Kind:
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data[:_SCAN]
    if is_utf16:
        head = head.replace(b"\x00", b"")
    head = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith(b"<"):
        if any(mark in head for mark in _OFFICE_XML):
            return Kind.OFFICE_XML
        if any(mark in head for mark in _PAGE_TAGS):
            return Kind.HTML
        if any(mark in head for mark in _PIECE_TAGS):
            return Kind.HTML_PIECE
    if _MIME.match(head):
        return Kind.MHTML
    return Kind.BINARY if b"\x00" in head else Kind.TEXT
