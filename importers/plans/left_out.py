"""What of a document became no task (没收的n行), line by line, with the reason."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from importers.document import Document, Line, Row
from importers.plans.plan_reading import PlanReading
from importers.words.header_words import is_header_word
from importers.words.period_words import is_period
from importers.words.text_lines import TextLine, is_foot, is_remark, is_section, numbered
from importers.words.wording import one_line, plain, without_blanks

_LONGEST = 200
_CELL_ENDS = re.compile(r"[\t|｜]")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line or row of the document that is no task, with the reason in Chinese."""

    place: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Taken:
    """What the rows of a plan are made of: their places, and every line of their words."""

    places: frozenset[str]
    words: frozenset[str]
    headings: frozenset[str]
    first: int

    def holds(self, place: str, text: str) -> bool:
        """Tell whether a line belongs to a task."""
        return place in self.places or _bare(text) in self.words

    def is_header(self, texts: Iterable[str]) -> bool:
        """Tell whether some cells are all headings of the tables read."""
        filled = [_bare(text) for text in texts if _bare(text)]
        return bool(filled) and all(text in self.headings for text in filled)


def _bare(text: str) -> str:
    """Return words without blanks and without the bars that close the cells of pasted pages."""
    return without_blanks(text).strip("|｜")


def left_out(document: Document, reading: PlanReading) -> list[LeftOut]:
    """Return the lines and rows that no task is made of, in the order of the document."""
    taken = _taken(reading)
    return [*_lines(document, taken), *_rows(document, taken)]


def _taken(reading: PlanReading) -> _Taken:
    words: set[str] = set()
    for raw in reading.raw_rows:
        for text in (raw.original, *(cell.text for cell in raw.cells)):
            words.update(_bare(line) for line in text.split("\n"))
    headings = {_bare(text) for header in reading.headers for text in header.words.values()}
    first = min((raw.number for raw in reading.raw_rows), default=0)
    places = frozenset(raw.place for raw in reading.raw_rows)
    return _Taken(places, frozenset(words), frozenset(headings), first)


def _lines(document: Document, taken: _Taken) -> Iterator[LeftOut]:
    for line in numbered(block for block in document.blocks if isinstance(block, Line)):
        is_empty = not _bare(line.text) or is_period(line.text)
        if not is_empty and not taken.holds(line.place, line.text):
            yield LeftOut(line.place, one_line(line.text)[:_LONGEST], _reason(line, taken))


def _reason(line: TextLine, taken: _Taken) -> str:
    if is_remark(line.text):
        return "备注，记在计划上"
    if is_foot(line.text):
        return "网页或公文的页脚"
    if taken.is_header(_CELL_ENDS.split(line.text)):
        return "表头"
    if is_section(line.text):
        return "分节标题"
    return "在任务之前，是标题或说明" if line.number < taken.first else "不像一项工作"


def _rows(document: Document, taken: _Taken) -> Iterator[LeftOut]:
    for table in document.tables:
        for row in table.rows:
            texts = list(dict.fromkeys(one_line(cell.text) for cell in row.cells if plain(cell.text)))
            if texts and row.place not in taken.places and not _is_used(row, texts, taken):
                yield LeftOut(row.place, "　".join(texts)[:_LONGEST], _row_reason(texts, taken))


def _is_used(row: Row, texts: list[str], taken: _Taken) -> bool:
    """Tell whether a row only went on with the one above, or named the month of the rows below."""
    if len(texts) == 1 and is_period(texts[0]):
        return True
    lines = [line for cell in row.cells for line in cell.text.split("\n") if plain(line)]
    return all(_bare(line) in taken.words for line in lines)


def _row_reason(texts: list[str], taken: _Taken) -> str:
    if is_remark(texts[0]):
        return "备注，记在计划上"
    is_upper_row = len(texts) > 1 and sum(is_header_word(text) for text in texts) * 2 >= len(texts)
    if taken.is_header(texts) or is_upper_row:
        return "表头"
    if len(texts) == 1:
        return "分节标题或说明"
    return "没有工作内容，是空行、合计或签名"
