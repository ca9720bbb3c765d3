"""The slip that is handed over by hand (送达单), as a Word file and as a page to print.

A ruled form on upright A4 after the samples of the slips. Its words come finished from ``templates``.
"""

import io
from collections.abc import Iterator, Sequence

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports import docx_table
from reports.docx_page import DRAFT_HEADER, SLIP, TABLE_TWIPS, add_text, new_document, run, style_mark
from reports.docx_table import CENTRE, KEEP
from templates.render import Renderer
from templates.slip_values import SlipForm

_TASKS = (11, 63, 36, 46)
_RECORD = (26, 52, 26, 52)
_FIELD_HEIGHT = 11
_ANSWER_LINES = 2
_RIGHT = '<w:jc w:val="right"/>'


def slip_file_name(form: SlipForm) -> str:
    """Return ``送达单_基教处_0415.docx``."""
    return f"送达单_{form.office_name[:12].replace('/', '／')}_{form.on:%m%d}.docx"


def slip_page(renderer: Renderer, form: SlipForm, *, stylesheet: str, back: str = "") -> str:
    """Return a slip as a page of its own; ``stylesheet`` is the address of ``slip.css``."""
    values = {"form": form, "header": _header(form), "stylesheet": stylesheet, "back": back}
    return renderer.page("reports/slip.html", values)


def slip_docx(form: SlipForm) -> bytes:
    """Return a slip as a .docx draft."""
    document = new_document(form.title, as_of=form.on, paper=SLIP, header=_header(form))
    add_text(document, form.title, "GwTitle")
    _add(document, _number_line(form))
    add_text(document, form.to, "GwSlip")
    add_text(document, f"　　{form.opening}", "GwSlip")
    _add(document, docx_table.table(_widths(_TASKS), _task_rows(form)))
    add_text(document, form.note, "GwSlipNote")
    _add(document, _paragraph(run(f"{form.issuer}　　{form.contact}"), "GwSlipNote", _RIGHT))
    add_text(document, form.record_title, "GwSlipTitle")
    _add(document, docx_table.table(_widths(_RECORD), _record_rows(form)))
    add_text(document, form.foot, "GwSlipNote")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _header(form: SlipForm) -> str:
    return DRAFT_HEADER if form.is_draft else ""


def _add(document: Document, xml: str) -> None:
    document.element.body.sectPr.addprevious(parse_xml(xml))


def _number_line(form: SlipForm) -> str:
    """The number at the left edge, the day at the right one."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{TABLE_TWIPS}"/></w:tabs>'
    return _paragraph(f"{run(form.number)}<w:r><w:tab/></w:r>{run(form.day)}", "GwSlip", tab)


def _paragraph(runs: str, style: str, more: str) -> str:
    return f"<w:p {nsdecls('w')}><w:pPr>{style_mark(style)}{more}</w:pPr>{runs}</w:p>"


def _widths(millimetres: Sequence[int]) -> list[int]:
    return docx_table.fitted([width / sum(millimetres) for width in millimetres])


def _task_rows(form: SlipForm) -> Iterator[str]:
    """The head, then one row a task; the last one keeps the note under it on its page."""
    widths = _widths(_TASKS)
    heads = [docx_table.paragraph(head, "GwTh") for head in form.heads]
    yield docx_table.row(map(docx_table.cell, widths, heads), is_head=True)
    style = "GwTdDense" if form.is_dense else "GwTd"
    for one in form.rows:
        kept = KEEP if one is form.rows[-1] else ""
        texts = ((str(one.number),), one.title, one.due, one.to_do)
        centres = (CENTRE, "", CENTRE, "")
        cells = (_lines(lines, style, kept, centred) for lines, centred in zip(texts, centres, strict=True))
        yield docx_table.row(map(docx_table.cell, widths, cells))


def _lines(lines: Sequence[str], style: str, kept: str, centred: str) -> str:
    """The first line of a cell says it, the others are set smaller."""
    styles = [style, *["GwTdDense"] * (len(lines) - 1)]
    return "".join(
        docx_table.paragraph(line, own, kept, centred) for line, own in zip(lines, styles, strict=True)
    )


def _record_rows(form: SlipForm) -> Iterator[str]:
    """Who handed it to whom and when, and room for the office's answer; they stay on one page."""
    widths = _widths(_RECORD)
    for one in form.record:
        texts = (one.label, one.blank, one.second_label, one.second_blank)
        styles = ("GwTh", "GwTd", "GwTh", "GwTd")
        cells = (
            "".join(docx_table.paragraph(line, style, KEEP, CENTRE) for line in text.split("\n"))
            for text, style in zip(texts, styles, strict=True)
        )
        yield docx_table.row(map(docx_table.cell, widths, cells), least=_FIELD_HEIGHT)
    answer = docx_table.paragraph(form.answer_hint, "GwTdDense", KEEP)
    sign = docx_table.paragraph(form.answer_sign, "GwTd", KEEP)
    label = docx_table.cell(widths[0], docx_table.paragraph(form.answer_label, "GwTh", KEEP, CENTRE))
    gap = docx_table.paragraph("", "GwTd", KEEP) * _ANSWER_LINES
    inside = docx_table.cell(sum(widths[1:]), answer + gap + sign, span=3, align="top")
    yield docx_table.row([label, inside])
