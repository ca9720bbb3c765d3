"""The slip that is handed over: its words, its Word file and its page say the same."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from reports.slip import slip_docx, slip_file_name, slip_page
from rules.facts import NoticeKind
from templates.render import Renderer
from templates.slip_values import Slip, SlipForm
from templates.wording_handover import you
from tests.reports.documents_read import html_page
from tests.reports.slip_samples import DAY, LETTER, MIXED, form_of, line

SAMPLES = {"slip": MIXED, "slip-letter": LETTER}


def opened(form: SlipForm) -> Document:
    return docx.Document(io.BytesIO(slip_docx(form)))


def docx_words(form: SlipForm) -> str:
    """The Word file as text, in the order of the paper."""
    document = opened(form)
    parts = [f"[{document.sections[0].header.paragraphs[0].text}]"]
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = ["⏎".join(p.text for p in cell.paragraphs) for cell in row.cells]
                parts.append(" | ".join(dict.fromkeys(cells)))
        else:
            parts.append(block.text)
    return "\n".join(parts) + "\n"


def page_of(form: SlipForm) -> str:
    return slip_page(Renderer(), form, stylesheet="/static/slip.css", back="/handover/7")


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_word_file_reads_as_approved(name: str, golden: Callable[[str, str], None]) -> None:
    """Every kind of line says what, by when, and what to do."""
    golden(f"{name}.docx.txt", docx_words(form_of(SAMPLES[name])))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_page_is_as_approved(name: str, golden: Callable[[str, str], None]) -> None:
    """The page to print is well formed and says the same."""
    page = page_of(form_of(SAMPLES[name]))

    html_page(page.encode())
    golden(f"{name}.html", page)


def test_both_carry_every_word_of_the_form() -> None:
    """Nothing of a row stands in one format alone."""
    form = form_of(MIXED)
    text, page = docx_words(form), page_of(form)
    cells = [part for row in form.rows for part in (*row.title, *row.due, *row.to_do)]

    for part in (
        *cells,
        form.note,
        form.issuer,
        form.contact,
        form.foot,
        *(one.label for one in form.record),
    ):
        assert part.split("\n")[0] in text, part
        assert part.split("\n")[0].replace("&", "&amp;") in page, part


def test_the_paper_is_a_slips() -> None:
    """A4 with the margins of slips, tables 156 mm wide, rows that stay whole, no page number."""
    document = opened(form_of(MIXED))
    section = document.sections[0]

    assert [round((side or 0) / 36000) for side in (section.top_margin, section.bottom_margin)] == [30, 25]
    assert [round((side or 0) / 36000) for side in (section.left_margin, section.right_margin)] == [28, 26]
    assert section.footer.paragraphs[0].text == ""
    for table in document.tables:
        grid = [int(col.get(qn("w:w"))) for col in table._tbl.findall(f".//{qn('w:gridCol')}")]
        assert sum(grid) == 8845
        assert all(tr.findall(f".//{qn('w:cantSplit')}") for tr in table._tbl.tr_lst)
    heads = [bool(tr.findall(f".//{qn('w:tblHeader')}")) for tr in document.tables[0]._tbl.tr_lst]
    assert heads == [True] + [False] * len(MIXED.lines)


def test_a_paper_without_number_is_a_draft() -> None:
    """The draft line stands in the header until a person gave a number."""
    draft, numbered = opened(form_of(MIXED)), opened(form_of(LETTER))

    assert draft.sections[0].header.paragraphs[0].text == "代拟稿 · 未编号，以正式印发件为准"
    assert numbered.sections[0].header.paragraphs[0].text == ""
    assert "代拟稿" not in page_of(form_of(LETTER))


def test_hostile_words_stay_words() -> None:
    """Markup, control characters and formulas in a title are printed, not obeyed."""
    evil = "<script>alert(1)</script>&\x07=cmd|' /C calc'!A0\u202e"
    form = form_of(replace(MIXED, office_name="语/委<办>", lines=(line(NoticeKind.REMINDER, evil, DAY),)))

    assert "<script" not in page_of(form)
    assert "<script>alert(1)</script>&=cmd" in docx_words(form)
    assert slip_file_name(form) == "送达单_语／委<办>_0408.docx"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("基教处", "你处"),
        ("督导室", "你室"),
        ("市教研院", "你院"),
        ("语委办", "你办"),
        ("市学生发展中心", "你单位"),
        ("", "你单位"),
    ],
)
def test_the_office_is_addressed_by_its_kind(name: str, words: str) -> None:
    """Offices are 你处, 你室, 你院, 你馆, 你办; everybody else is 你单位."""
    assert you(name) == words


def test_letters_of_one_number_are_titled_so() -> None:
    """A slip of letters alone is the letter on paper; mixed with other lines it is a slip."""
    second = line(NoticeKind.LETTER, "另一项", date(2024, 3, 29), workdays_overdue=6)

    assert form_of(LETTER).title == "催办通知单（第1次）"
    assert form_of(replace(LETTER, lines=(*LETTER.lines, second))).title == "催办通知单（第1次）"
    assert form_of(replace(MIXED, lines=(*MIXED.lines, second))).title == "督办事项送达单"


def test_a_supervisors_words_open_the_letter() -> None:
    """What was typed on release stands at the top and the bottom."""
    said = form_of(replace(LETTER, opening_words="请尽快办结"))

    assert said.opening == "请尽快办结。"
    assert "拟列入当月推进情况通报。" in said.note


@pytest.mark.parametrize(("count", "is_dense"), [(1, False), (4, False), (5, True), (60, True)])
def test_a_long_slip_is_set_smaller(count: int, is_dense: bool) -> None:
    """Many tasks go on in smaller rows, each of them there."""
    lines = tuple(line(NoticeKind.REMINDER, f"第{n}项工作", date(2024, 4, 11)) for n in range(count))
    form = form_of(replace(MIXED, lines=lines))

    assert form.is_dense is is_dense
    assert len(opened(form).tables[0].rows) == count + 1


def test_without_a_telephone_nothing_is_missing() -> None:
    """A bureau that gave no number has no empty brackets on its paper."""
    slip: Slip = replace(MIXED, bureau=replace(MIXED.bureau, phone="", hours=""))

    assert form_of(slip).contact == "联系：督查室"
