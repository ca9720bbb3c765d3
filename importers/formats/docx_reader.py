"""Read Word documents (.docx, .docm): paragraphs and tables in order, as they are printed.

Tracked changes are read as accepted. A table inside a cell is a table of its own, the words of a text box
follow their paragraph. What is left out (pictures, embedded files, footnotes, comments) is said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree  # the parts were checked to declare no entities
from xml.etree.ElementTree import Element

from importers.document import Document, Line, Table
from importers.formats.archive import checked_parts
from importers.formats.docx_numbers import read_numbering
from importers.formats.docx_table import docx_table, goes_on_from_above, is_hidden, is_struck_through, rows_of
from importers.formats.docx_words import (
    Labels,
    W,
    content,
    has,
    is_tracked,
    paragraph_texts,
    struck_words,
    text_boxes,
)
from importers.source import Source
from importers.words.struck_words import struck_lines_note, struck_rows_note
from rules.errors import InputError

_STRICT = (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode())
_MAIN_PART = re.compile(r"word/document\d*\.xml")
_FEW_WORDS = 30
_PICTURES = ("drawing", "pict")


def read_docx(source: Source) -> Document:
    """Return the paragraphs and tables of a document's body."""
    parts = checked_parts(source.data, label=source.label)
    main = next(name for name in parts if _MAIN_PART.fullmatch(name))
    body = _root(parts, main).find(f"{W}body")  # type: ignore[union-attr]  # the part is there
    if body is None:
        raise InputError(f"{source.label}里没有正文，打不开，请重新保存后再导入。")
    numbering = read_numbering(_root(parts, "word/numbering.xml"), _root(parts, "word/styles.xml"))
    labels = numbering.labels(_shown_paragraphs(body))
    blocks = list(_Blocks(labels, source.label).of(body))
    if not any(isinstance(block, Table) for block in blocks):
        _refuse_pictures(source, body, blocks)
    notes = (*_notes(body, parts), *_struck_notes(body, labels))
    return Document("docx", tuple(blocks), notes)


def _root(parts: dict[str, bytes], name: str) -> Element | None:
    content_of = parts.get(name, b"")
    return ElementTree.fromstring(content_of.replace(*_STRICT)) if content_of else None  # noqa: S314


@dataclass
class _Blocks:
    """Walks the paragraphs and tables below an element; tables are counted through the document."""

    labels: Labels
    label: str
    table_count: int = 0

    def of(self, parent: Element) -> Iterator[Line | Table]:
        """Return the lines and tables below an element in their order."""
        run: list[Element] = []
        for element in content(parent):
            boxes = text_boxes(element) if element.tag == f"{W}p" else []
            if element.tag == f"{W}p":
                run.append(element)
            if boxes or element.tag == f"{W}tbl":
                yield from _lines(run, self.labels)
                run = []
            for box in boxes:
                yield from self.of(box)
            if element.tag == f"{W}tbl":
                yield from self._tables(element)
        yield from _lines(run, self.labels)

    def _tables(self, element: Element) -> Iterator[Table]:
        """Return a table, then those inside its cells."""
        for table in element.iter(f"{W}tbl"):
            self.table_count += 1
            yield docx_table(f"表{self.table_count}", table, self.labels, label=self.label)


def _lines(paragraphs: list[Element], labels: Labels) -> Iterator[Line]:
    for text in paragraph_texts(paragraphs, labels):
        yield from (Line(line) for line in text.split("\n"))


def _shown_paragraphs(body: Element) -> Iterator[Element]:
    """Walk all paragraphs in their order, without those that a merged cell covers."""
    covered = {
        paragraph
        for cell in body.iter(f"{W}tc")
        if goes_on_from_above(cell)
        for paragraph in cell.iter(f"{W}p")
    }
    return (paragraph for paragraph in body.iter(f"{W}p") if paragraph not in covered)


def _refuse_pictures(source: Source, body: Element, blocks: list[Line | Table]) -> None:
    words = sum(len(block.text.strip()) for block in blocks if isinstance(block, Line))
    if words < _FEW_WORDS and any(_there_is(body, name) for name in _PICTURES):
        raise InputError(
            f"{source.label}里只有图片，没有文字，读不了；请导入原来的文件，或先用文字识别（OCR）软件转成文字。"
        )


def _there_is(element: Element, name: str) -> bool:
    return next(element.iter(f"{W}{name}"), None) is not None


def _notes(body: Element, parts: dict[str, bytes]) -> Iterator[str]:
    """Say what was read in a way a person should know of, and what was left out."""
    if is_tracked(body):
        yield "文件里有修订痕迹，按接受全部修订读。"
    if _there_is(body, "txbxContent"):
        yield from _box_notes(body)
    if any(has(run, "rPr/vanish") for run in body.iter(f"{W}r")):
        yield "有的文字设成了隐藏，没有读。"
    for number, table in enumerate(body.iter(f"{W}tbl"), 1):
        hidden = [str(row) for row, element in enumerate(rows_of(table), 1) if is_hidden(element)]
        if hidden:
            yield f"表{number}第{'、'.join(hidden)}行是隐藏的，照样读了，请核对。"
    left_out = {
        "嵌入的对象（如Excel表格）": _there_is(body, "object"),
        "嵌入的其他文档": _there_is(body, "altChunk"),
        "脚注": _there_is(body, "footnoteReference"),
        "批注": _there_is(body, "commentReference"),
    }
    for words, is_there in left_out.items():
        if is_there:
            yield f"文件里有{words}，没有读。"
    if "word/vbaProject.bin" in parts:
        yield "文件里有宏，没有运行，只读了文字。"


def _struck_notes(body: Element, labels: Labels) -> Iterator[str]:
    for number, table in enumerate(body.iter(f"{W}tbl"), 1):
        rows = [n for n, row in enumerate(rows_of(table), 1) if is_struck_through(row, labels)]
        if rows:
            yield struck_rows_note(f"表{number}", rows)
    in_tables = {paragraph for table in body.iter(f"{W}tbl") for paragraph in table.iter(f"{W}p")}
    lines = [struck_words(p) for p in body.iter(f"{W}p") if p not in in_tables]
    if gone := [words for words in lines if words.strip()]:
        yield struck_lines_note(gone)


def _box_notes(body: Element) -> Iterator[str]:
    in_tables = any(text_boxes(cell) for cell in body.iter(f"{W}tc"))
    if any(_there_is(child, "txbxContent") for child in content(body) if child.tag == f"{W}p"):
        yield "文件里有文本框，其中的文字接在所在的段落后面读。"
    if in_tables:
        yield "表格里有文本框，其中的文字没有读，请核对。"
