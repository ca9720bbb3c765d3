"""Make a table of a Word table: wide cells fill their columns, cells that go on below repeat their text."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from importers.document import HIDDEN_ROW, Cell, Row, Table
from importers.formats.docx_words import (
    Labels,
    W,
    content,
    deleted_words,
    has,
    is_tracked,
    paragraph_texts,
    struck_words,
    value,
)
from importers.formats.limits import MAX_COLUMNS, refuse_many_columns, refuse_many_rows
from importers.words.struck_words import is_struck_row, struck_doubt

_SHOWN_DELETED = 20


def docx_table(name: str, element: Element, labels: Labels, *, label: str) -> Table:
    """Return a Word table; rows that were deleted with tracking are left out."""
    elements = rows_of(element)
    refuse_many_rows(len(elements), label=label, table=name)
    rows: list[Row] = []
    above: dict[int, Cell] = {}
    for number, row in enumerate(elements, 1):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        place = f"{name}第{number}行"
        above = dict(_cells(row, above, place, labels))
        if is_struck_through(row, labels):
            continue
        width = max(above, default=-1) + 1
        refuse_many_columns(width, label=label, place=place)
        cells = tuple(above.get(i, Cell("", place)) for i in range(width))
        rows.append(Row(number, place, cells, HIDDEN_ROW if is_hidden(row) else ""))
    return Table(name, tuple(rows))


def rows_of(table: Element) -> list[Element]:
    """Return the rows of a table, not those of tables inside it."""
    return [row for row in content(table) if row.tag == f"{W}tr"]


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a row."""
    return [cell for cell in content(row) if cell.tag == f"{W}tc"]


def goes_on_from_above(cell: Element) -> bool:
    """Tell whether a cell is the lower part of a vertically merged one."""
    merge = value(cell, "tcPr/vMerge")
    return merge is not None and merge in ("", "continue")


def is_struck_through(row: Element, labels: Labels) -> bool:
    """Tell whether the words of a row's own cells are struck through."""
    gone = struck_words(row)
    if not gone:
        return False
    own = [cell for cell in cells_of(row) if value(cell, "tcPr/vMerge") is None]
    return is_struck_row((_cell(cell, "", labels).text for cell in own), (struck_words(cell) for cell in own))


def _cells(row: Element, above: dict[int, Cell], place: str, labels: Labels) -> Iterator[tuple[int, Cell]]:
    column = _number(value(row, "trPr/gridBefore"), 0)
    left = Cell("", place)
    for element in cells_of(row):
        span = max(_number(value(element, "tcPr/gridSpan"), 1), 1)
        if goes_on_from_above(element):
            cell = Cell(above[column].text if column in above else "", place)
        elif value(element, "tcPr/hMerge") in ("", "continue"):
            cell = left
        else:
            cell = _cell(element, place, labels)
        for offset in range(min(span, MAX_COLUMNS + 1)):
            yield column + offset, cell
        left = cell
        column += span


def _cell(element: Element, place: str, labels: Labels) -> Cell:
    paragraphs = (child for child in content(element) if child.tag == f"{W}p")
    text = "\n".join(paragraph_texts(paragraphs, labels))
    return Cell(text, place, _doubt(element))


def _doubt(element: Element) -> str:
    """Say what strikes and tracked changes did to a cell: what is meant is for a person to confirm."""
    own = [child for child in element if child.tag != f"{W}tbl"]
    if gone := "".join(map(struck_words, own)):
        return struck_doubt(gone)
    if not any(is_tracked(child) for child in own):
        return ""
    deleted = "".join(map(deleted_words, own)).strip()
    more = "…" if len(deleted) > _SHOWN_DELETED else ""
    before = f"，删去的是“{deleted[:_SHOWN_DELETED]}{more}”" if deleted else ""
    return f"有修订痕迹，按接受修订读{before}"


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else default


def is_hidden(row: Element) -> bool:
    """Tell whether a row is set not to be shown."""
    return has(row, "trPr/hidden")
