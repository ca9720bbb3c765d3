"""Put the rows of a table together from loose cells: by its width where that fits, else by their looks."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from importers.alignment import Placed, align_stream, printed_cost
from importers.cell_evidence import TIMES, cost, looks_like_section
from importers.document import Cell, Row, Table
from importers.header_words import Column, map_columns
from importers.task_column import with_task_column
from importers.wording import plain

EVEN_CERTAINTY = 0.98
GUESSED_CERTAINTY = 0.93
_FITS = 2.0
_TOO_BAD = 1.5
_DOUBT = "每格一行、缺了格，是按内容对到各列的，请看是否错列"
_BAD_CELL = 3
_SAMPLE_ROWS = 12


@dataclass(frozen=True, slots=True)
class LooseCell:
    """A cell without its row."""

    text: str
    number: int
    place: str


def header_width(cells: Sequence[LooseCell], widths: Iterable[int], known: AbstractSet[str]) -> int:
    """Return how many of the first cells are the header: the width with which the rows below fit best."""

    def misfit(width: int) -> float:
        columns = map_columns([cell.text for cell in cells[:width]])
        meanings = [columns.get(i, Column.OTHER) for i in range(width)]
        rows = _even_rows(cells[width : width * (_SAMPLE_ROWS + 1)], width)
        total = sum(printed_cost(row, meanings, known) for row in rows)
        return total / max(1, len(rows)) - len(set(columns.values()))

    return min(widths, key=misfit)


def table_of(
    header: Sequence[LooseCell], body: Sequence[LooseCell], *, known: AbstractSet[str], whole: bool
) -> Table | None:
    """Return the table of loose cells, None when they cannot be told apart."""
    words = [cell.text for cell in header]
    columns = with_task_column(map_columns(words), words, _even_rows(body, len(header)))
    meanings = [columns.get(i, Column.OTHER) for i in range(len(header))]
    head = Row(header[0].number, header[0].place, tuple(Cell(c.text, c.place) for c in header))
    even = [cell for cell in body if not looks_like_section(cell.text)] if not whole else list(body)
    if _is_even(even, meanings, known):
        width = len(meanings)
        rows = [_whole_row(even[i : i + width], meanings) for i in range(0, len(even), width)]
        return Table("", (head, *rows), EVEN_CERTAINTY)
    rows = _guessed(body, meanings, known=known, whole=whole)
    return Table("", (head, *rows), GUESSED_CERTAINTY) if rows else None


def _even_rows(body: Sequence[LooseCell], width: int) -> list[list[str]]:
    return [[cell.text for cell in body[i : i + width]] for i in range(0, len(body) - width + 1, width)]


def _is_even(body: Sequence[LooseCell], meanings: Sequence[Column], known: AbstractSet[str]) -> bool:
    """Tell whether rows of the header's width fit: on average, and each of them somewhat."""
    width = len(meanings)
    if not body or len(body) % width:
        return False
    costs = [printed_cost(texts, meanings, known) for texts in _even_rows(body, width)]
    return sum(costs) / len(costs) <= _FITS and max(costs) < 9


def _whole_row(cells: Sequence[LooseCell], meanings: Sequence[Column]) -> Row:
    task = meanings.index(Column.TASK) if Column.TASK in meanings else 0
    named = cells[task]
    return Row(named.number, named.place, tuple(Cell(cell.text, cell.place) for cell in cells))


def _guessed(
    body: Sequence[LooseCell], meanings: Sequence[Column], *, known: AbstractSet[str], whole: bool
) -> list[Row]:
    placed = align_stream([cell.text for cell in body], meanings, known=known, whole=whole)
    if not placed or _misfit(placed, body) > _TOO_BAD:
        return []
    rows: list[Row] = []
    current: dict[int, list[LooseCell]] = {}
    for cell, spot in zip(body, placed, strict=True):
        if spot.begins_row and current:
            rows.append(_guessed_row(current, meanings, rows[-1] if rows else None, known))
            current = {}
        if spot.column is not None:
            current.setdefault(spot.column, []).append(cell)
    if current:
        rows.append(_guessed_row(current, meanings, rows[-1] if rows else None, known))
    return rows


def _misfit(placed: Sequence[Placed], body: Sequence[LooseCell]) -> float:
    rows = sum(spot.begins_row for spot in placed)
    filled = [spot.cost for spot, cell in zip(placed, body, strict=True) if plain(cell.text)]
    return sum(filled) / max(1, rows) if filled else 9.0


def _guessed_row(
    found: dict[int, list[LooseCell]], meanings: Sequence[Column], above: Row | None, known: AbstractSet[str]
) -> Row:
    """Return a row of guessed cells; a time that was merged is the one of the row above."""
    task = meanings.index(Column.TASK) if Column.TASK in meanings else min(found)
    named = (found.get(task) or found[min(found)])[0]
    cells: list[Cell] = []
    for i, meaning in enumerate(meanings):
        parts = found.get(i, [])
        text = "\n".join(part.text for part in parts)
        place = parts[0].place if parts else named.place
        is_bad = bool(parts) and cost(text, meaning, known) >= _BAD_CELL and meaning is not Column.OTHER
        is_merged = not parts and above is not None and meaning in TIMES and i < task
        if is_merged and above is not None:
            text = above.cells[i].text
        cells.append(Cell(text, place, _DOUBT if is_bad else ""))
    return Row(named.number, named.place, tuple(cells))
