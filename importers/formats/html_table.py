"""Read one table of a web page, spans filled in; tables that only lay out the page are told apart."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from importers.document import HIDDEN_ROW, Cell, Row, Table
from importers.formats.html_words import cell_text, is_struck, struck_text
from importers.formats.limits import MAX_COLUMNS, refuse_many_columns, refuse_many_rows
from importers.tables.table_headers import find_header
from importers.words.struck_words import is_struck_row, struck_doubt

TABLE = "table"
_GROUPS = ("thead", "tbody", "tfoot")
_HIDING = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)
_LINES_OF_AN_ARTICLE = 6
_Words = tuple[str, str]
"""The text of a cell, and what is doubtful about it."""
_NO_WORDS: _Words = ("", "")


def is_hidden(node: Any) -> bool:
    """Tell whether a node itself is set not to be shown."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDING.search(attributes.get("style") or ""))


def hidden_rows(node: Any) -> list[int]:
    """Return the numbers of the rows of a table that are set not to be shown."""
    return [number for number, row in enumerate(_rows(node), 1) if is_hidden(row)]


def struck_rows(node: Any) -> list[int]:
    """Return the numbers of the rows of a table whose own cells are struck through."""
    return [number for number, row in enumerate(_rows(node), 1) if _is_struck_through(row)]


def _is_struck_through(row: Any) -> bool:
    if is_struck(row):
        return True
    own = [cell for cell in _cells(row) if (cell.attributes.get("rowspan") or "1").strip() == "1"]
    return is_struck_row(map(cell_text, own), map(struck_text, own))


def data_table(name: str, node: Any, *, label: str) -> Table | None:
    """Return the table, None when it lays out the page: one cell a row, tables or an article inside."""
    rows = list(_rows(node))
    refuse_many_rows(len(rows), label=label, table=name)
    cells = [list(_cells(row)) for row in rows]
    if all(len(line) < 2 for line in cells):
        return None
    left_out, hidden = set(struck_rows(node)), set(hidden_rows(node))
    shown = (row for row in _expanded(name, cells, label) if row.number not in left_out)
    table = Table(
        name, tuple(replace(row, doubt=HIDDEN_ROW) if row.number in hidden else row for row in shown)
    )
    if find_header(table) is not None:
        return table
    has_tables = any(child is not None for child in (row.css_first(TABLE) for row in rows))
    longest = max((cell.text.count("\n") + 1 for row in table.rows for cell in row.cells), default=0)
    return None if has_tables or longest > _LINES_OF_AN_ARTICLE else table


def _rows(table: Any) -> Iterator[Any]:
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in _GROUPS:
            yield from (row for row in child.iter() if row.tag == "tr")


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row.iter() if cell.tag in ("td", "th"))


def _expanded(name: str, rows: list[list[Any]], label: str) -> Iterator[Row]:
    """Give every cell the text of the one that spans it; a row that spans beyond the table ends with it."""
    reaching: dict[int, tuple[int, _Words]] = {}  # column → how many more rows its text holds for
    for number, cells in enumerate(rows, 1):
        place = f"{name}第{number}行"
        texts = {column: text for column, (_, text) in reaching.items()}
        reaching = {column: (left - 1, text) for column, (left, text) in reaching.items() if left > 1}
        column = 0
        for cell in cells:
            while column in texts:
                column += 1
            text = cell_text(cell), struck_doubt(struck_text(cell))
            down = _span(cell, "rowspan", len(rows) - number + 1) - 1
            for _ in range(_span(cell, "colspan", MAX_COLUMNS + 1)):
                texts[column] = text
                if down:
                    reaching[column] = (down, text)
                column += 1
        width = max(texts, default=-1) + 1
        refuse_many_columns(width, label=label, place=place)
        yield Row(number, place, tuple(_cell(texts.get(i, _NO_WORDS), place) for i in range(width)))


def _cell(found: _Words, place: str) -> Cell:
    text, doubt = found
    return Cell(text, place, doubt)


def _span(cell: Any, name: str, most: int) -> int:
    """Return how many columns or rows a cell spans; 0 spans all the rest."""
    text = (cell.attributes.get(name) or "1").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
    return min(number or most, most)
