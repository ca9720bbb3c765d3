"""Read web pages saved in one file (.mht of Word, Excel and browsers): every page inside it, in order."""

from typing import TYPE_CHECKING

from importers.document import Document, Line, Table
from importers.formats.html_reader import is_cut_off, read_page
from importers.source import Source
from rules.errors import InputError

if TYPE_CHECKING:
    from email.message import Message

_MAX_PAGES = 100


def read_mhtml(source: Source) -> Document:
    """Return the lines and tables of the pages in the file; nothing else in it is opened."""
    from email import message_from_bytes

    blocks: list[Line | Table] = []
    notes: list[str] = []
    archive = message_from_bytes(source.data)
    pages = [part for part in archive.walk() if part.get_content_type() == "text/html"]
    if archive.defects or any(is_cut_off(_bytes(part)) for part in pages):
        raise InputError(f"{source.label}不完整，没有收；请重新保存网页再导入。")
    for part in pages[:_MAX_PAGES]:
        count = sum(isinstance(block, Table) for block in blocks)
        page = read_page(_bytes(part), label=source.label, tables_before=count)
        blocks += page.blocks
        notes += page.notes
    if len(pages) > _MAX_PAGES:
        notes.append(f"文件里有{len(pages)}页，只读了前{_MAX_PAGES}页。")
    if not blocks:
        raise InputError(f"{source.label}里没有文字，请用Word或Excel打开，另存为 .docx 或 .xlsx 再导入。")
    return Document("mhtml", tuple(blocks), tuple(notes))


def _bytes(part: "Message") -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
