"""The Word page on which documents are drafted: paper, fonts, styles, header and page number.

Layout after GB/T 9704-2012: fonts are named, never embedded. No list and no text of a document lives
here.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

DRAFT_HEADER = "代拟稿 · 未编号，以正式印发件为准"
TABLE_TWIPS = 8845
"""156 mm, the width of the type area, in twentieths of a point."""
_TWIPS_PER_MM = 1440 / 25.4
_FANG = "仿宋_GB2312"
_KAI = "楷体_GB2312"
_HEI = "黑体"
_TITLE = "方正小标宋简体"
_LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Paper:
    """The margins of a kind of document in millimetres, and whether its pages are numbered."""

    top: float
    bottom: float
    header: float
    footer: float
    is_numbered: bool = True


STATUTORY = Paper(top=37, bottom=35, header=20, footer=25.3)
#: A form of one page (督办单, 催办单, 送达单).
SLIP = Paper(top=30, bottom=25, header=15, footer=15, is_numbered=False)


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style: its name in Word, fonts, size and exact line in points, and its alignment."""

    name: str
    east_asian: str
    latin: str
    size: float
    line: float
    align: str
    is_kept: bool = False
    space_before: int = 0
    space_after: int = 0


_LOOKS = {
    "GwTitle": _Look("公文标题", _TITLE, _TITLE, 22, 35, "center", is_kept=True),
    "GwFacts": _Look("公文表上说明", _FANG, _LATIN, 12, 18, "center", is_kept=True, space_after=6),
    "GwNote": _Look("公文注释", _KAI, _LATIN, 12, 18, "both", space_before=4),
    "GwTh": _Look("公文表头", _HEI, _HEI, 12, 18, "center"),
    "GwTd": _Look("公文表文", _FANG, _LATIN, 12, 18, "left"),
    "GwTdDense": _Look("公文表文（密）", _FANG, _LATIN, 10.5, 15, "left"),
    "GwSlip": _Look("督办单正文", _FANG, _LATIN, 14, 24, "both"),
    "GwSlipTitle": _Look("督办单小标题", _TITLE, _TITLE, 16, 28, "center", is_kept=True, space_before=6),
    "GwSlipNote": _Look("督办单注释", _KAI, _LATIN, 10.5, 15, "both", space_before=4),
}


def twips(millimetres: float) -> int:
    """Return millimetres in twentieths of a point."""
    return round(millimetres * _TWIPS_PER_MM)


def new_document(
    title: str, *, as_of: date, paper: Paper = STATUTORY, header: str = DRAFT_HEADER
) -> Document:
    """Return an empty A4 document with the styles, the header and page numbers on both sides."""
    document = docx.Document()
    _set_defaults(document)
    for style_id, look in _LOOKS.items():
        _add_style(document, style_id, look)
    _set_page(document, paper, header)
    _set_properties(document, title, as_of)
    return document


def add_text(document: Document, text: str, style_id: str) -> Paragraph:
    """Add a paragraph of one run in one of the styles of this page."""
    paragraph = parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{style_mark(style_id)}</w:pPr>{run(text)}</w:p>")
    section = document.element.body.sectPr
    section.addprevious(paragraph)
    return Paragraph(paragraph, document._body)


def style_mark(style_id: str) -> str:
    """Return the XML that puts a paragraph into a style."""
    return f'<w:pStyle w:val="{style_id}"/>'


def run(text: str) -> str:
    """Return the XML of a run; the hint keeps “ ” — … × □ in the Chinese face."""
    said = escape(text, quote=False)
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    return f'<w:r>{hint}<w:t xml:space="preserve">{said}</w:t></w:r>'


def _fonts(east_asian: str, latin: str) -> str:
    names = f'w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" w:eastAsia="{east_asian}"'
    return f'<w:rFonts {names} w:hint="eastAsia"/>'


def _set_defaults(document: Document) -> None:
    """Replace the defaults of the library's own file: English, wide spacing, theme fonts."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    document.styles.element.replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_fonts(_FANG, _LATIN)}"
            '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
            "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ),
    )
    normal = document.styles["Normal"].element
    for name in ("w:pPr", "w:rPr"):
        for old in normal.findall(qn(name)):
            normal.remove(old)
    normal.append(
        parse_xml(
            f'<w:pPr {nsdecls("w")}><w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/>'
            '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
            '<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/>'
            '<w:jc w:val="both"/></w:pPr>'
        )
    )


def _add_style(document: Document, style_id: str, look: _Look) -> None:
    style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 # what the call above asked for
    style.base_style = document.styles["Normal"]
    style.element.set(qn("w:styleId"), style_id)
    kept = "<w:keepNext/>" if look.is_kept else ""
    before, after, line = look.space_before * 20, look.space_after * 20, round(look.line * 20)
    spacing = f'w:before="{before}" w:after="{after}" w:line="{line}"'
    style.element.append(
        parse_xml(
            f'<w:pPr {nsdecls("w")}>{kept}<w:snapToGrid w:val="0"/>'
            f'<w:spacing {spacing} w:lineRule="exact"/><w:jc w:val="{look.align}"/></w:pPr>'
        )
    )
    half_points = round(look.size * 2)
    style.element.append(
        parse_xml(
            f"<w:rPr {nsdecls('w')}>{_fonts(look.east_asian, look.latin)}"
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        )
    )


def _set_page(document: Document, paper: Paper, header_text: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(paper.header), Mm(paper.footer)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    document.settings.odd_and_even_pages_header_footer = True
    _set_compatibility(document)
    sides = (
        (section.header, section.footer, "right"),
        (section.even_page_header, section.even_page_footer, "left"),
    )
    for header, footer, side in sides:
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        _replace(header.paragraphs[0], _header_xml(side, header_text))
        if paper.is_numbered:
            _replace(footer.paragraphs[0], _footer_xml(side))


def _set_compatibility(document: Document) -> None:
    """Say Word 2013 and later, so that the window does not show 兼容模式."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _replace(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.getparent().replace(paragraph._p, parse_xml(xml))


def _header_xml(side: str, text: str) -> str:
    small = f'{_fonts(_KAI, _LATIN)}<w:sz w:val="21"/><w:szCs w:val="21"/>'
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:line="320" w:lineRule="exact"/>'
        f'<w:jc w:val="{side}"/></w:pPr>'
        f"<w:r><w:rPr>{small}</w:rPr><w:t>{escape(text, quote=False)}</w:t></w:r></w:p>"
    )


def _footer_xml(side: str) -> str:
    """Return ``— 1 —`` in 宋体 14 pt, one character from the edge."""
    rpr = f'<w:rPr>{_fonts("宋体", "宋体")}<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    parts = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    runs = "".join(f"<w:r>{rpr}{part}</w:r>" for part in parts)
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:line="360" w:lineRule="exact"/>'
        f'<w:ind w:{side}="280" w:{side}Chars="100"/><w:jc w:val="{side}"/></w:pPr>{runs}</w:p>'
    )


def _set_properties(document: Document, title: str, as_of: date) -> None:
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = properties.comments = properties.last_modified_by = ""
    made_at = datetime.combine(as_of, datetime.min.time(), UTC)
    properties.created = properties.modified = made_at
