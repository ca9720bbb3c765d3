"""Read Word documents (.docx): paragraphs and tables in order, merged cells filled in.

Tracked changes are read as accepted: inserted text counts, deleted text does not. A table inside a cell
is a table of its own; text boxes are left out.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from importers.archive import checked_parts, packed
from importers.document import Cell, Document, Line, Row, Table
from importers.source import Source

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    *(f"{_W}{name}" for name in ("pPr", "rPr", "tbl", "txbxContent", "pict", "drawing", "del", "moveFrom")),
}
_BREAKS = {f"{_W}br", f"{_W}cr"}
_MAX_COLUMNS = 200


def read_docx(source: Source) -> Document:
    """Return the paragraphs and tables of a document's body."""
    import docx

    parts = checked_parts(source.data, label=source.label)
    body = docx.Document(BytesIO(packed(parts))).element.body
    blocks: list[Line | Table] = []
    tracked = False
    tables = 0
    for element in _content(body):
        if element.tag == f"{_W}tbl":
            for table in element.iter(f"{_W}tbl"):  # the table itself, then those inside its cells
                tables += 1
                blocks.append(_table(f"表{tables}", table))
        elif element.tag == f"{_W}p":
            blocks.extend(Line(text) for text in _paragraph(element).split("\n"))
        tracked = tracked or next(element.iter(f"{_W}ins", f"{_W}del"), None) is not None
    notes = ("文件里有修订痕迹，按接受全部修订读。",) if tracked else ()
    return Document("docx", tuple(blocks), notes)


def _content(parent: Any, *, rows: bool = False) -> Iterator[Any]:
    """Walk the children of an element, looking into content controls (w:sdt)."""
    for child in parent:
        if child.tag == f"{_W}sdt":
            for content in child.iterchildren(f"{_W}sdtContent"):
                yield from _content(content, rows=rows)
        else:
            yield child


def _table(name: str, element: Any) -> Table:
    rows: list[Row] = []
    above: dict[int, str] = {}
    table_rows = [row for row in _content(element) if row.tag == f"{_W}tr"]
    for number, row in enumerate(table_rows, 1):
        place = f"{name}第{number}行"
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        texts = dict(_cells(row, above))
        above = texts
        width = max(texts, default=-1) + 1
        rows.append(Row(number, place, tuple(Cell(texts.get(i, ""), place) for i in range(width))))
    return Table(name, tuple(rows))


def _cells(row: Any, above: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Return the text of each grid column: a wide cell fills its columns, a continued one repeats."""
    column = _number(row, f"{_W}trPr/{_W}gridBefore", 0)
    for cell in _content(row):
        if cell.tag != f"{_W}tc":
            continue
        span = min(max(_number(cell, f"{_W}tcPr/{_W}gridSpan", 1), 1), _MAX_COLUMNS)
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        continues = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        text = above.get(column, "") if continues else _cell_text(cell)
        for offset in range(span):
            yield column + offset, text
        column += span


def _number(element: Any, path: str, default: int) -> int:
    found = element.find(path)
    value = found.get(f"{_W}val", "") if found is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else default


def _cell_text(cell: Any) -> str:
    paragraphs = (_paragraph(element) for element in _content(cell) if element.tag == f"{_W}p")
    return "\n".join(paragraphs)


def _paragraph(paragraph: Any) -> str:
    return "".join(_texts(paragraph))


def _texts(element: Iterable[Any]) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        else:
            yield from _texts(child)
