"""A read document as plain JSON and back, to hand it from the guarded process to the program.

JSON on purpose: what comes out of a process that met a hostile file is never unpickled.
"""

import json
from collections.abc import Sequence
from typing import Any

from importers.document import Cell, Document, Line, Row, Table

# A cell is its text alone where its place is that of its row and nothing is doubtful about it.
_Cell = str | list[str]


def document_to_json(document: Document) -> str:
    """Return a document as JSON."""
    blocks = [_line(block) if isinstance(block, Line) else _table(block) for block in document.blocks]
    return json.dumps([document.format, blocks, document.notes], separators=(",", ":"))


def _line(line: Line) -> list[Any]:
    return [line.text, line.number]


def _table(table: Table) -> list[Any]:
    return [table.name, table.certainty, [_row(row) for row in table.rows]]


def _row(row: Row) -> list[Any]:
    cells = [_cell(cell, row.place) for cell in row.cells]
    return [row.number, row.place, cells, row.doubt] if row.doubt else [row.number, row.place, cells]


def _cell(cell: Cell, row_place: str) -> _Cell:
    if cell.doubt:
        return [cell.text, cell.place, cell.doubt]
    return cell.text if cell.place == row_place else [cell.text, cell.place]


def document_from_json(text: str | bytes) -> Document:
    """Return the document written by :func:`document_to_json`."""
    name, blocks, notes = json.loads(text)
    return Document(name, tuple(_block(block) for block in blocks), tuple(notes))


def _block(block: Sequence[Any]) -> Line | Table:
    if len(block) == 2:
        return Line(*block)
    name, certainty, rows = block
    return Table(name, tuple(_read_row(*row) for row in rows), certainty)


def _read_row(number: int, place: str, cells: Sequence[_Cell], doubt: str = "") -> Row:
    own = tuple(Cell(c, place) if isinstance(c, str) else Cell(*c) for c in cells)
    return Row(number, place, own, doubt)
