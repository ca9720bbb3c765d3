"""A table as a Word draft on upright A4: 156 mm wide, its head repeated on every page, rows unbroken.

The page itself is in ``reports.docx_page``. Widths of the columns are millimetres of paper.
"""

import io
from collections.abc import Iterable

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.docx_page import TABLE_TWIPS, add_text, new_document, run, style_mark, twips
from reports.tables import Cell, Column, Kind, Row, Table, note_words, shares, words
from templates.filters import one_line

_DENSE_ROWS = 60
_RULE = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
_KEEP = "<w:keepNext/>"
_CENTRE = '<w:jc w:val="center"/>'


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
    widths = _widths(table.columns)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(table, widths))
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{TABLE_TWIPS}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{''.join(f'<w:{side} {_RULE}/>' for side in sides)}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_margins()}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _margins() -> str:
    sizes = {"top": 0.6, "left": 1.2, "bottom": 0.6, "right": 1.2}
    return "".join(f'<w:{side} w:w="{twips(size)}" w:type="dxa"/>' for side, size in sizes.items())


def _widths(columns: tuple[Column, ...]) -> list[int]:
    """Return the widths in twips; the last column takes what rounding left, so that they add up."""
    widths = [round(TABLE_TWIPS * share) for share in shares(columns)]
    widths[-1] += TABLE_TWIPS - sum(widths)
    return widths


def _rows(table: Table, widths: list[int]) -> Iterable[str]:
    """Yield the head, then the rows; the last row keeps the note under it on its page."""
    heads = ("".join(_paragraph(line, "GwTh") for line in c.head.split("\n")) for c in table.columns)
    yield _row(zip(widths, heads, strict=True), is_head=True)
    style = "GwTd" if len(table.rows) <= _DENSE_ROWS else "GwTdDense"
    for number, cells in enumerate(table.rows, start=1):
        kept = _KEEP if number == len(table.rows) else ""
        yield _row(zip(widths, _paragraphs(table.columns, cells, style, kept), strict=True))
    if not table.rows:
        empty = _paragraph(table.empty_words, "GwTd", _KEEP, _CENTRE)
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(TABLE_TWIPS, empty, span=len(widths))}</w:tr>"


def _paragraphs(columns: tuple[Column, ...], cells: Row, style: str, kept: str) -> Iterable[str]:
    for column, cell in zip(columns, cells, strict=True):
        centred = "" if column.kind is Kind.TEXT else _CENTRE
        yield "".join(_paragraph(line, style, kept, centred) for line in _lines(cell))


def _lines(cell: Cell) -> list[str]:
    note = note_words(cell)
    return [words(cell), note] if note else [words(cell)]


def _row(cells: Iterable[tuple[int, str]], *, is_head: bool = False) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    inside = "".join(_cell(width, paragraphs) for width, paragraphs in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{inside}</w:tr>"


def _cell(width: int, paragraphs: str, *, span: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    return f'<w:tc><w:tcPr>{size}{spanned}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'


def _paragraph(text: str, style: str, kept: str = "", centred: str = "") -> str:
    return f"<w:p><w:pPr>{style_mark(style)}{kept}{centred}</w:pPr>{run(text) if text else ''}</w:p>"
