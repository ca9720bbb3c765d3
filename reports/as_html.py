"""A table as one HTML page that needs nothing else and prints on A4 landscape.

The words around the table and the look are in ``templates/reports/table.html``.
"""

from reports.tables import Cell, Column, Kind, Table, note_words, shares, words
from templates.filters import one_line
from templates.report_pages import PageCell, PageColumn, TablePage, table_page

_CLASSES = {Kind.TEXT: "text", Kind.NAME: "name", Kind.NUMBER: "number", Kind.DATE: "day"}


def write_html(table: Table) -> bytes:
    """Return a table as a page of its own."""
    page = TablePage(
        title=one_line(table.title),
        facts=tuple(map(one_line, table.facts)),
        columns=tuple(map(_column, table.columns, shares(table.columns))),
        rows=tuple(tuple(map(_cell, cells)) for cells in table.rows),
        notes=tuple(map(one_line, table.notes)),
        empty_words=table.empty_words,
        signature=one_line(table.signature),
    )
    return table_page(page).encode("utf-8")


def _column(column: Column, share: float) -> PageColumn:
    strong = " strong" if column.is_strong else ""
    return PageColumn(column.head, f"{share:.2%}", f"{_CLASSES[column.kind]}{strong}")


def _cell(cell: Cell) -> PageCell:
    return PageCell(words(cell), note_words(cell))
