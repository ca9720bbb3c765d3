"""Read web pages (.html, pages saved as .xls or .doc, pasted pages): lines and tables in their order.

Nothing a page refers to is fetched, no script is run. Tables that only lay out the page are read through.
"""

import re
from collections.abc import Iterator
from typing import Any

from importers.document import Document, Line, Table
from importers.formats.decoding import decode
from importers.formats.html_table import TABLE, data_table, hidden_rows, is_hidden, struck_rows
from importers.formats.html_words import BLOCKS, SKIPPED, is_struck, mark_struck, struck_text, words
from importers.source import Source
from importers.words.struck_words import struck_lines_note, struck_rows_note
from rules.errors import InputError

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset=["']?\s*(big5[\w-]*)""", re.IGNORECASE)
_HEAD = 4096


def read_html(source: Source) -> Document:
    """Return the lines and tables of a page."""
    page = read_page(source.data, label=source.label)
    if is_cut_off(source.data):
        raise InputError(f"{source.label}不完整，最后一张表没有写完，没有收；请重新保存网页再导入。")
    if not page.blocks:
        raise InputError(f"{source.label}里没有文字{_why_empty(source.data)}")
    return page


def is_cut_off(data: bytes) -> bool:
    """Tell whether a page ends within a table: half a table would read as a whole one."""
    tags = data.replace(b"\x00", b"").lower()
    return tags.rfind(b"<table") > tags.rfind(b"</table")


def read_page(data: bytes, *, label: str, tables_before: int = 0) -> Document:
    """Return the lines and tables of one page; its tables are counted on from those of pages before it."""
    from selectolax.lexbor import LexborHTMLParser

    text = _text(data, label)
    parser = LexborHTMLParser(text)
    body = parser.body
    if body is None:
        return Document("html", ())
    mark_struck(parser, text)
    page = _Page(label, tables_before)
    page.walk(body)
    page.end_line()
    struck = [struck_lines_note(page.struck)] if page.struck else []
    return Document("html", tuple(page.blocks), (*page.notes, *struck))


def _text(data: bytes, label: str) -> str:
    if _CHARSET.search(data[:_HEAD]):
        return data.decode("big5hkscs", "replace")
    return decode(data, label=label)


def _why_empty(data: bytes) -> str:
    if b"<frame" in data.lower():
        return "，只是框架，表在旁边的文件夹里；请用表格软件打开，另存为 .xlsx 再导入。"
    if b"<img" in data.lower():
        return "，只有图片，读不了；请导入原来的Word、Excel文件。"
    return "。"


class _Page:
    """Walks a page and gathers its blocks."""

    def __init__(self, label: str, table_count: int) -> None:
        self.label = label
        self.table_count = table_count
        self.blocks: list[Line | Table] = []
        self.notes: list[str] = []
        self.pieces: list[str] = []
        self.struck: list[str] = []

    def walk(self, node: Any, *, keeps_lines: bool = False) -> None:
        """Read the children of a node; ``keeps_lines``: line ends in the text count (``pre``)."""
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                self._add(child.text_content or "", keeps_lines=keeps_lines)
            elif tag == "br":
                self.end_line()
            elif tag == TABLE:
                self.end_line()
                self._table(child)
            elif tag in SKIPPED or is_hidden(child):
                self._skip(child)
            elif is_struck(child):
                self.struck += [gone] if (gone := struck_text(child)) else []
            elif tag in BLOCKS:
                self.end_line()
                keeps_own = keeps_lines or tag == "pre"
                self.walk(child, keeps_lines=keeps_own)
                self.end_line(keeps_blanks=keeps_own)
            else:
                self.walk(child, keeps_lines=keeps_lines)

    def end_line(self, *, keeps_blanks: bool = False) -> None:
        """Close the line that is being put together."""
        text = "".join(self.pieces)
        text = text.rstrip() if keeps_blanks else words(text)
        if text:
            self.blocks.append(Line(text))
        self.pieces.clear()

    def _add(self, text: str, *, keeps_lines: bool) -> None:
        first, *others = re.split("\r\n|\r|\n", text) if keeps_lines else [text]
        self.pieces.append(first)
        for line in others:
            self.end_line(keeps_blanks=True)
            self.pieces.append(line)

    def _table(self, node: Any) -> None:
        name = f"表{self.table_count + 1}"
        if is_hidden(node):
            self.notes.append("网页里有一张隐藏的表，没有读。")
            return
        table = data_table(name, node, label=self.label)
        if table is None:
            self.walk(node)
            return
        self.table_count += 1
        self.blocks.append(table)
        self.notes.extend(_hidden_note(name, node))
        if rows := struck_rows(node):
            self.notes.append(struck_rows_note(name, rows))

    def _skip(self, node: Any) -> None:
        if node.css_first(TABLE) is not None and node.tag not in SKIPPED:
            self.notes.append("网页里有一块隐藏的内容带有表，没有读。")


def _hidden_note(name: str, node: Any) -> Iterator[str]:
    rows = hidden_rows(node)
    if rows:
        more = "等" if len(rows) > 5 else ""
        yield f"{name}第{'、'.join(map(str, rows[:5]))}{more}行是隐藏的，照样读了，请核对。"
    if any(is_hidden(column) for column in node.css("col")):
        yield f"{name}有隐藏的列，照样读了，请核对。"
