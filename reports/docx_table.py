"""The XML of a table on a drafted page: fixed widths that add up to 156 mm, rows that stay whole.

It knows no list and no form; ``reports.as_docx`` and ``reports.slip`` lay theirs out with it.
"""

from collections.abc import Iterable, Sequence

from docx.oxml.ns import nsdecls

from reports.docx_page import TABLE_TWIPS, run, style_mark, twips

KEEP = "<w:keepNext/>"
CENTRE = '<w:jc w:val="center"/>'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_MARGINS = {"top": 0.6, "left": 1.2, "bottom": 0.6, "right": 1.2}


def table(widths: Sequence[int], rows: Iterable[str]) -> str:
    """Return a ruled table; ``widths`` are its columns in twentieths of a point."""
    rule = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    margins = "".join(f'<w:{side} w:w="{twips(size)}" w:type="dxa"/>' for side, size in _MARGINS.items())
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    borders = "".join(f"<w:{side} {rule}/>" for side in _SIDES)
    return (
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{TABLE_TWIPS}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(rows)}</w:tbl>"
    )


def fitted(shares: Sequence[float]) -> list[int]:
    """Return widths of the whole table; the last column takes what rounding left."""
    widths = [round(TABLE_TWIPS * share) for share in shares]
    widths[-1] += TABLE_TWIPS - sum(widths)
    return widths


def row(cells: Iterable[str], *, is_head: bool = False, least: float = 0) -> str:
    """Return a row that never breaks; a head is repeated on every page; ``least`` millimetres high."""
    head = "<w:tblHeader/>" if is_head else ""
    height = f'<w:trHeight w:val="{twips(least)}" w:hRule="atLeast"/>' if least else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{''.join(cells)}</w:tr>"


def cell(width: int, paragraphs: str, *, span: int = 1, align: str = "center") -> str:
    """Return a cell; ``span`` is how many columns it covers."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    return f'<w:tc><w:tcPr>{size}{spanned}<w:vAlign w:val="{align}"/></w:tcPr>{paragraphs}</w:tc>'


def paragraph(text: str, style: str, kept: str = "", centred: str = "") -> str:
    """Return a paragraph of a cell; ``kept`` and ``centred`` are ``KEEP`` and ``CENTRE`` or nothing."""
    return f"<w:p><w:pPr>{style_mark(style)}{kept}{centred}</w:pPr>{run(text) if text else ''}</w:p>"
