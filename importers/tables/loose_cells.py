"""Put the rows of a table together from loose cells: by its width where that fits, else by their looks."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from importers.document import Cell, Row, Table
from importers.tables.alignment import Placed, align_stream, printed_cost
from importers.tables.office_sections import heads_rows
from importers.tables.ordinals import counted, heads_numbers, ordinal
from importers.tables.task_column import with_task_column
from importers.words.cell_evidence import OFFICES, TIMES, cost, looks_like_section
from importers.words.confidence import EVEN_CELLS, GUESSED_CELLS
from importers.words.header_words import Column, is_heading, map_columns
from importers.words.period_words import is_period
from importers.words.unit_words import begins_with_deed, can_be_offices
from importers.words.wording import plain

_FITS = 2.0
_COUNTED_FITS = 4.0
_TOO_BAD = 1.5
_DOUBT = "每格一行、缺了格，是按内容对到各列的，请看是否错列"
_HALF = "这一行没有序号，按上面一项的后半读，请核对"
_MORE_OFFICES = "单位占了几行，分不清哪些是一格，请看是否错列"
_OPEN_LIST = ("、", "，", ",")
_BAD_CELL = 3
_SAMPLE_ROWS = 12
_FEWEST_PERIODS = 2
_MOST_COLUMNS = 15


@dataclass(frozen=True, slots=True)
class LooseCell:
    """A cell without its row."""

    text: str
    number: int
    place: str


def header_width(
    cells: Sequence[LooseCell], widths: Iterable[int], known: AbstractSet[str], *, is_whole: bool = False
) -> int:
    """Return how many of the first cells are the header: the width with which the rows below fit best.

    Where whole rows fit none of them, merged cells were left out, and the known headings are the header.
    """
    headings = next((n for n, cell in enumerate(cells) if not is_heading(cell.text)), len(cells))
    if width := _width_by_numbers(cells):
        return width
    most = next((n for n in range(headings, len(cells)) if _heads_nothing(cells[n].text)), len(cells))
    choices = [width for width in widths if width <= most] or [headings]
    fits = {width: _misfit_of_width(cells, width, known) for width in choices}
    best = min(choices, key=lambda width: fits[width][0])
    if headings not in choices or headings == best:
        return best
    filled = sum(not looks_like_section(cell.text) for cell in cells)
    is_uneven = is_whole and filled % best != 0
    return headings if fits[best][1] > _FITS or (is_uneven and _says_enough(cells[:headings])) else best


def _width_by_numbers(cells: Sequence[LooseCell]) -> int:
    """Return the width of a header that begins with 序号: all before the first number, which is below it."""
    if not heads_numbers([cell.text for cell in cells[:1]]):
        return 0
    first = next((n for n, cell in enumerate(cells) if ordinal(cell.text) is not None), 0)
    return first if first <= _MOST_COLUMNS else 0


def _heads_nothing(text: str) -> bool:
    """Tell whether a cell is surely below the header: an office, what is to be done, a time."""
    if is_heading(text):
        return False
    return can_be_offices(text) or begins_with_deed(text) or is_period(text)


def _says_enough(header: Sequence[LooseCell]) -> bool:
    """Tell whether known headings alone make a header: a task with a time or an office."""
    columns = set(map_columns([cell.text for cell in header]).values())
    return Column.TASK in columns and bool(columns & (TIMES | OFFICES))


def _misfit_of_width(cells: Sequence[LooseCell], width: int, known: AbstractSet[str]) -> tuple[float, float]:
    """Return how badly rows of a width fit, less for each meaning its header has, and how badly at all."""
    columns = map_columns([cell.text for cell in cells[:width]])
    meanings = [columns.get(i, Column.OTHER) for i in range(width)]
    body = [cell for cell in cells[width:] if not looks_like_section(cell.text)]
    rows = _even_rows(body[: width * _SAMPLE_ROWS], width)
    total = sum(printed_cost(row, meanings, known) for row in rows) / max(1, len(rows))
    return total - len(set(columns.values())), total


def table_of(
    header: Sequence[LooseCell], body: Sequence[LooseCell], *, known: AbstractSet[str], whole: bool
) -> Table | None:
    """Return the table of loose cells, None when they cannot be told apart."""
    header = _with_numbers(_with_section_times(header, body), body)
    words = [cell.text for cell in header]
    columns = with_task_column(map_columns(words), words, _even_rows(body, len(header)))
    meanings = [columns.get(i, Column.OTHER) for i in range(len(header))]
    head = Row(header[0].number, header[0].place, tuple(Cell(c.text, c.place) for c in header))
    even = [cell for cell in body if not looks_like_section(cell.text)] if not whole else list(body)
    if _is_even(even, meanings, known):
        width = len(meanings)
        rows = [_whole_row(even[i : i + width], meanings) for i in range(0, len(even), width)]
        return Table("", (head, *_with_heads(rows, body, even)), EVEN_CELLS)
    rows = _guessed(body, meanings, known=known, whole=whole)
    return Table("", (head, *_with_heads(rows, body, even)), GUESSED_CELLS) if rows else None


def _with_heads(rows: list[Row], body: Sequence[LooseCell], even: Sequence[LooseCell]) -> list[Row]:
    """Return rows with the headings between them, where any of these names who does the rows below it."""
    heads = [cell for cell in body if looks_like_section(cell.text)] if len(even) < len(body) else []
    if not any(heads_rows(cell.text) for cell in heads):
        return rows
    lines = [Row(cell.number, cell.place, (Cell(cell.text, cell.place),)) for cell in heads]
    return sorted([*lines, *rows], key=lambda row: row.number)


def _with_section_times(header: Sequence[LooseCell], body: Sequence[LooseCell]) -> Sequence[LooseCell]:
    """Put a column of times before a table that has none and states its months as rows of their own."""
    columns = set(map_columns([cell.text for cell in header]).values())
    periods = sum(is_period(cell.text) for cell in body)
    if columns & TIMES or periods < _FEWEST_PERIODS:
        return header
    return [LooseCell("时间", header[0].number, header[0].place), *header]


def _with_numbers(header: Sequence[LooseCell], body: Sequence[LooseCell]) -> Sequence[LooseCell]:
    """Put a column of ordinals into a header that names none, where the cells of the first row have it."""
    columns = map_columns([cell.text for cell in header])
    first = min(counted([cell.text for cell in body]), default=len(header))
    if first >= len(header) or ordinal(body[first].text) != 1 or columns.get(first) in TIMES:
        return header
    if Column.NUMBER in columns.values() or Column.WEEK in columns.values():
        return header
    return [*header[:first], LooseCell("序号", header[0].number, header[0].place), *header[first:]]


def _even_rows(body: Sequence[LooseCell], width: int) -> list[list[str]]:
    return [[cell.text for cell in body[i : i + width]] for i in range(0, len(body) - width + 1, width)]


def _is_even(body: Sequence[LooseCell], meanings: Sequence[Column], known: AbstractSet[str]) -> bool:
    """Tell whether rows of the header's width fit: on average, and each of them somewhat.

    Where a number that counts on stands first in each of them, hardly anything else can be meant.
    """
    width = len(meanings)
    if not body or len(body) % width:
        return False
    firsts = [ordinal(cell.text) for cell in body[::width]]
    is_counted = meanings[0] is Column.NUMBER and firsts == list(range(1, len(firsts) + 1))
    costs = [printed_cost(texts, meanings, known) for texts in _even_rows(body, width)]
    return sum(costs) / len(costs) <= (_COUNTED_FITS if is_counted else _FITS) and max(costs) < 9


def fits(rows: Sequence[Sequence[str]], header: Sequence[str], known: AbstractSet[str]) -> bool:
    """Tell whether rows look on average like what their header says."""
    columns = with_task_column(map_columns(header), header, rows)
    meanings = [columns.get(i, Column.OTHER) for i in range(len(header))]
    costs = [printed_cost(texts, meanings, known) for texts in rows]
    return bool(costs) and sum(costs) / len(costs) <= _FITS


def _whole_row(cells: Sequence[LooseCell], meanings: Sequence[Column]) -> Row:
    task = meanings.index(Column.TASK) if Column.TASK in meanings else 0
    named = cells[task]
    return Row(named.number, named.place, tuple(Cell(cell.text, cell.place) for cell in cells))


def _guessed(
    body: Sequence[LooseCell], meanings: Sequence[Column], *, known: AbstractSet[str], whole: bool
) -> list[Row]:
    texts = [cell.text for cell in body]
    ordinals = counted(texts, must_begin=True) if Column.NUMBER in meanings else frozenset()
    placed = align_stream(texts, meanings, known=known, whole=whole, ordinals=ordinals)
    if not placed or _misfit(placed, body) > _TOO_BAD:
        return []
    stream: list[dict[int, list[LooseCell]]] = []
    for cell, spot in zip(body, placed, strict=True):
        if spot.begins_row or not stream:
            stream.append({})
        if spot.column is not None:
            stream[-1].setdefault(spot.column, []).append(cell)
    layout = _Guess(meanings, known, is_counted=bool(ordinals))
    rows: list[Row] = []
    for found in stream:
        if found:
            rows.append(layout.row(found, rows[-1] if rows else None))
    return rows


def _misfit(placed: Sequence[Placed], body: Sequence[LooseCell]) -> float:
    rows = sum(spot.begins_row for spot in placed)
    filled = [spot.cost for spot, cell in zip(placed, body, strict=True) if plain(cell.text)]
    return sum(filled) / max(1, rows) if filled else 9.0


@dataclass(frozen=True, slots=True)
class _Guess:
    """What is known of a table whose cells were put under its columns by their looks."""

    meanings: Sequence[Column]
    known: AbstractSet[str]
    is_counted: bool
    """Whether ordinals count its rows."""

    def row(self, found: Mapping[int, Sequence[LooseCell]], above: Row | None) -> Row:
        """Return a row; a merged time is the one of the row above, and so are the offices of a half row."""
        task = self.meanings.index(Column.TASK) if Column.TASK in self.meanings else min(found)
        named = (found.get(task) or found[min(found)])[0]
        is_half = self._is_half(found) and above is not None
        has_offices = any(self.meanings[i] in OFFICES for i in found)
        cells: list[Cell] = []
        for i, meaning in enumerate(self.meanings):
            parts = found.get(i, ())
            is_merged = meaning in TIMES and i < task
            is_halved = is_half and meaning in OFFICES and not has_offices
            if not parts and above is not None and (is_merged or is_halved):
                cells.append(Cell(above.cells[i].text, named.place, _HALF if is_halved else ""))
            else:
                place = parts[0].place if parts else named.place
                doubt = self._doubt(parts, meaning) or (
                    _HALF if is_half and has_offices and i == task else ""
                )
                cells.append(Cell("\n".join(part.text for part in parts), place, doubt))
        return Row(named.number, named.place, tuple(cells))

    def _is_half(self, found: Mapping[int, Sequence[LooseCell]]) -> bool:
        """Tell whether a row lacks its ordinal although the rows are counted."""
        return self.is_counted and not any(self.meanings[i] is Column.NUMBER for i in found)

    def _doubt(self, parts: Sequence[LooseCell], meaning: Column) -> str:
        text = "\n".join(part.text for part in parts)
        if parts and meaning is not Column.OTHER and cost(text, meaning, self.known) >= _BAD_CELL:
            return _DOUBT
        is_listed = len(parts) > 1 and meaning in OFFICES
        is_clear = self.is_counted and sum(m in OFFICES for m in self.meanings) == 1
        is_open = any(plain(part.text).endswith(_OPEN_LIST) for part in parts[:-1])
        return _MORE_OFFICES if is_listed and not is_clear and not is_open else ""
