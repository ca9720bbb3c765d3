"""Read PDF files that hold text: ruled tables, put together over pages, and the lines around them.

Pages that are only pictures cannot be read here, and that is said. Nothing a file refers to is opened.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from importers.document import Document, Line, Table
from importers.formats.pdf_plain_table import PlainTable, plain_table
from importers.formats.pdf_table import LongTable, PageTable, page_table
from importers.formats.pdf_words import Box, PrintedLine, paragraphs, printed_lines
from importers.source import Source
from importers.words.wording import folded
from rules.errors import InputError

MAX_PAGES = 300
_PAGE_NUMBER = re.compile(r"[-—–·第]*\d{1,4}[-—–·页]*(?:[/／,，]?共?\d{1,4}页?)?")
_END = 1024
_DIGITS = re.compile(r"\d+")
_SAME_HEIGHT = 6.0
_NEAR = 1.0
_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_SCAN_ADVICE = "请导入原来的Word或Excel文件，或先用文字识别（OCR）软件转成Word再导入"


def read_pdf(source: Source) -> Document:
    """Return the tables and lines of a PDF; raises :class:`InputError` for scans and locked files."""
    if b"%%EOF" not in source.data[-_END:]:
        raise InputError(f"{source.label}不完整，没有收；请重新下载或保存再导入。")
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(source.data)) as pdf:
            return _read(pdf, source)
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect | PDFTextExtractionNotAllowed) for cause in error.args):
            raise InputError(f"{source.label}有打开密码，请去掉密码后再导入。") from None
        raise


def _read(pdf: Any, source: Source) -> Document:
    if len(pdf.pages) > MAX_PAGES:
        raise InputError(
            f"{source.label}有{len(pdf.pages)}页，超过{MAX_PAGES}页，没有打开；请只留下配档表再导入。"
        )
    pages: list[_Page] = []
    pictures: list[int] = []
    for number, page in enumerate(pdf.pages, 1):
        if page.chars:
            pages.append(_page(number, page, pages[-1].plain if pages else None))
        elif page.images:
            pictures.append(number)
        page.close()
    _refuse_unreadable(source, pages, has_pictures=bool(pictures))
    notes = [f"第{'、'.join(map(str, pictures))}页只有图片没有文字，没有读。"] if pictures else []
    return Document("pdf", tuple(_blocks(pages)), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of one page outside its ruled tables, and these with the height they begin at."""

    number: int
    height: float
    lines: list[PrintedLine]
    tables: list[tuple[float, PageTable]]
    plain: PlainTable | None
    """A table without ruled lines, where the page has none with them."""
    character_count: int
    unmapped_count: int


def _page(number: int, page: Any, before: PlainTable | None) -> _Page:
    signs = [sign for sign in page.dedupe_chars().chars if sign["upright"]]
    tables = [table for table in page.find_tables() if _is_ruled(table)]
    tables.sort(key=lambda table: (table.bbox[1], table.bbox[0]))
    outside = [sign for sign in signs if not any(_is_inside(sign, table.bbox) for table in tables)]
    return _Page(
        number,
        float(page.height),
        printed_lines(outside),
        [(table.bbox[1], page_table(number, table.cells, _inside(signs, table.bbox))) for table in tables],
        None if tables else plain_table(outside, before),
        sum(bool(sign["text"].strip()) for sign in signs),
        sum(bool(_UNMAPPED.fullmatch(sign["text"])) for sign in signs),
    )


def _refuse_unreadable(source: Source, pages: Iterable[_Page], *, has_pictures: bool) -> None:
    count = sum(page.character_count for page in pages)
    if not count:
        reason = "是扫描件，只有图片没有文字" if has_pictures else "里没有文字"
        raise InputError(f"{source.label}{reason}，读不了；{_SCAN_ADVICE}。")
    if sum(page.unmapped_count for page in pages) * 20 > count:
        raise InputError(f"{source.label}没有带文字的编码对照，读出来是乱码；{_SCAN_ADVICE}。")


def _blocks(pages: Sequence[_Page]) -> Iterator[Line | Table]:
    """Return the blocks of all pages; a table goes on where only page marks stand between its parts."""
    marks = _page_marks(pages)
    waiting: LongTable | None = None
    count = 0
    for page in pages:
        lines = [line for line in page.lines if not _is_mark(line, marks, page)]
        for top, table in page.tables:
            above = [line for line in lines if line.top < top]
            lines = [line for line in lines if line.top >= top]
            if waiting is not None and not above and waiting.can_go_on(table):
                waiting.go_on(table)
                continue
            if waiting is not None:
                yield waiting.table()
            yield from map(Line, paragraphs(above))
            count += 1
            waiting = LongTable(f"表{count}", table)
        if (lines or page.plain) and waiting is not None:
            yield waiting.table()
            waiting = None
        if page.plain is not None:
            count += 1
            yield from map(Line, paragraphs([line for line in lines if line.top < page.plain.top - _NEAR]))
            yield page.plain.table(f"表{count}", page.number)
            lines = [line for line in lines if line.top > page.plain.bottom - _NEAR]
        yield from map(Line, paragraphs(lines))
    if waiting is not None:
        yield waiting.table()


def _page_marks(pages: Sequence[_Page]) -> set[tuple[str, int]]:
    """Return what several pages print at one height: their words without digits, and the height."""
    counts = Counter(mark for page in pages for mark in {_mark(line) for line in page.lines})
    return {mark for mark, count in counts.items() if count > 1 and count * 2 >= len(pages)}


def _mark(line: PrintedLine) -> tuple[str, int]:
    return _DIGITS.sub("#", folded(line.text)), round(line.top / _SAME_HEIGHT)


def _is_mark(line: PrintedLine, marks: set[tuple[str, int]], page: _Page) -> bool:
    """Tell whether a line is a page number or repeated; the title that heads every page is kept once."""
    if _PAGE_NUMBER.fullmatch(folded(line.text)):
        return True
    is_head = page.number == 1 and line.top < page.height / 3
    return not is_head and _mark(line) in marks


def _is_ruled(table: Any) -> bool:
    """Tell whether ruled lines make a table of two columns at least, and no mere frame."""
    return len({round(box[0]) for box in table.cells}) > 1


def _inside(signs: Iterable[dict[str, Any]], box: Box) -> list[dict[str, Any]]:
    return [sign for sign in signs if _is_inside(sign, box)]


def _is_inside(sign: dict[str, Any], box: Box) -> bool:
    across, down = (sign["x0"] + sign["x1"]) / 2, (sign["top"] + sign["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])
