"""A table as a Word draft on upright A4: 156 mm wide, its head repeated on every page, rows unbroken.

The page itself is in ``reports.docx_page``. Widths of the columns are millimetres of paper.
"""

import io
from collections.abc import Iterable

from docx.oxml import parse_xml

from reports import docx_table
from reports.docx_page import TABLE_TWIPS, add_text, new_document
from reports.docx_table import CENTRE, KEEP, paragraph
from reports.tables import Cell, Column, Kind, Row, Table, note_words, shares, words
from templates.filters import one_line

_DENSE_ROWS = 60


def write_docx(table: Table) -> bytes:
    """Return a table as a .docx draft."""
    title = one_line(table.title)
    document = new_document(title, as_of=table.as_of)
    add_text(document, title, "GwTitle")
    add_text(document, one_line("　　".join(table.facts)), "GwFacts")
    document.element.body.sectPr.addprevious(parse_xml(_table_xml(table)))
    add_text(document, one_line(table.numbered_notes), "GwNote")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _table_xml(table: Table) -> str:
    widths = docx_table.fitted(shares(table.columns))
    return docx_table.table(widths, _rows(table, widths))


def _rows(table: Table, widths: list[int]) -> Iterable[str]:
    """Yield the head, then the rows; the last row keeps the note under it on its page."""
    heads = ("".join(paragraph(line, "GwTh") for line in c.head.split("\n")) for c in table.columns)
    yield _row(zip(widths, heads, strict=True), is_head=True)
    style = "GwTd" if len(table.rows) <= _DENSE_ROWS else "GwTdDense"
    for number, cells in enumerate(table.rows, start=1):
        kept = KEEP if number == len(table.rows) else ""
        yield _row(zip(widths, _paragraphs(table.columns, cells, style, kept), strict=True))
    if not table.rows:
        empty = paragraph(table.empty_words, "GwTd", KEEP, CENTRE)
        yield docx_table.row([docx_table.cell(TABLE_TWIPS, empty, span=len(widths))])


def _paragraphs(columns: tuple[Column, ...], cells: Row, style: str, kept: str) -> Iterable[str]:
    for column, cell in zip(columns, cells, strict=True):
        centred = "" if column.kind is Kind.TEXT else CENTRE
        yield "".join(paragraph(line, style, kept, centred) for line in _lines(cell))


def _lines(cell: Cell) -> list[str]:
    note = note_words(cell)
    return [words(cell), note] if note else [words(cell)]


def _row(cells: Iterable[tuple[int, str]], *, is_head: bool = False) -> str:
    inside = (docx_table.cell(width, paragraphs) for width, paragraphs in cells)
    return docx_table.row(inside, is_head=is_head)
