"""Read a table of a PDF page that has no ruled lines: its columns are where no line of it prints anything.

The headings say which columns there are; each is bounded by a strip of the page that stays white from the
headings to the last line of the table. The first line that prints into every such strip ends the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from importers.document import Cell, Row, Table
from importers.formats.pdf_words import cell_words, lines_of
from importers.tables.table_headers import find_header
from importers.words.confidence import GUESSED_CELLS, LOOSE_LINES
from importers.words.header_words import Column
from importers.words.period_words import is_period

_FEWEST_COLUMNS = 3
_STRIP = 0.25
"""How wide a white strip is at least, in sizes of a character."""
_HEADING_GAP = 1.2
_ROW_GAP = 1.25
_Signs = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table of one page: where it begins and ends, and the strips between its columns."""

    top: float
    bottom: float
    strips: tuple[tuple[float, float], ...]
    rows: tuple[tuple[str, ...], ...]
    certainty: float = GUESSED_CELLS

    def table(self, name: str, page: int) -> Table:
        """Return the table with the places of its rows."""
        rows: list[Row] = []
        for number, texts in enumerate(self.rows, 1):
            place = f"{name}第{number}行（第{page}页）"
            rows.append(Row(number, place, tuple(Cell(text, place) for text in texts)))
        return Table(name, tuple(rows), self.certainty)


def plain_table(characters: Sequence[dict[str, Any]], before: PlainTable | None = None) -> PlainTable | None:
    """Return the table in the characters of a page, None when there is none.

    ``before``: the table at the end of the page before, which may go on at the top of this one.
    """
    lines = [line for line in lines_of(characters) if any(sign["text"].strip() for sign in line)]
    for index, line in enumerate(lines):
        headings = _headings(line)
        if headings is not None:
            return _table(lines[index:], _between(headings), headings)
    return _table(lines, before.strips, None) if before is not None and lines else None


def _headings(line: _Signs) -> list[tuple[float, float]] | None:
    """Return from where to where each heading of a line reaches, None when it is no heading of a plan."""
    parts = _parts(line)
    if len(parts) < _FEWEST_COLUMNS:
        return None
    cells = tuple(Cell("".join(sign["text"] for sign in part).strip(), "") for part in parts)
    header = find_header(Table("", (Row(1, "", cells),)))
    if header is None or not header.has(Column.TASK):
        return None
    return [(float(part[0]["x0"]), float(part[-1]["x1"])) for part in parts]


def _parts(line: _Signs) -> list[_Signs]:
    """Part a line at its wide gaps; 时 间 printed with a gap inside is one heading."""
    parts: list[_Signs] = []
    for sign in (sign for sign in line if sign["text"].strip()):
        if parts and float(sign["x0"]) - float(parts[-1][-1]["x1"]) <= _HEADING_GAP * float(sign["size"]):
            parts[-1].append(sign)
        else:
            parts.append([sign])
    return parts


def _between(headings: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return the strips in which columns may end: from the middle of a heading to that of the next."""
    middles = [(left + right) / 2 for left, right in headings]
    return tuple(pairwise(middles))


def _table(
    lines: Sequence[_Signs],
    strips: tuple[tuple[float, float], ...],
    headings: Sequence[tuple[float, float]] | None,
) -> PlainTable | None:
    taken: list[_Signs] = []
    white: list[tuple[float, float]] = list(strips)
    for line in lines:
        left = [_whitest(strip, [*taken, line]) for strip in strips]
        if any(strip is None for strip in left):
            break
        white = [strip for strip in left if strip is not None]
        taken.append(line)
    has_header = headings is not None
    edges = [(left + right) / 2 for left, right in white]
    taken = _without_foot(taken, edges)
    is_alone = bool(taken) and not has_header and _printed_columns(taken[0], edges) < 2
    if len(taken) <= has_header or is_alone:
        return None
    is_spaced = _is_spaced(taken[has_header:])
    rows = _rows(taken, edges, has_header=has_header, is_spaced=is_spaced)
    is_sure = (is_spaced or len(rows) == len(taken)) and all(all(row) for row in rows)
    bottom = max(float(sign["bottom"]) for sign in taken[-1])
    certainty = GUESSED_CELLS if is_sure else LOOSE_LINES
    return PlainTable(_top(taken[0]), bottom, tuple(white), tuple(rows), certainty)


def _without_foot(lines: Sequence[_Signs], edges: Sequence[float]) -> list[_Signs]:
    """Return lines without those at the end that print under the first heading alone: 填表人：…"""
    end = len(lines)
    while end and _is_foot(lines[end - 1], edges):
        end -= 1
    return list(lines[:end])


def _is_foot(line: _Signs, edges: Sequence[float]) -> bool:
    first, *others = _columns(line, edges)
    words = "".join(sign["text"] for sign in first)
    return not any(others) and not is_period(words)


def _printed_columns(line: _Signs, edges: Sequence[float]) -> int:
    return sum(any(sign["text"].strip() for sign in column) for column in _columns(line, edges))


def _whitest(strip: tuple[float, float], lines: Sequence[_Signs]) -> tuple[float, float] | None:
    """Return the widest stretch of a strip into which no line prints, None when all is printed on."""
    signs = [sign for line in lines for sign in line if sign["text"].strip()]
    spans = sorted((float(sign["x0"]), float(sign["x1"])) for sign in signs)
    best, start = (0.0, 0.0), strip[0]
    for left, right in [*spans, (strip[1], strip[1])]:
        end = min(left, strip[1])
        if end - start > best[1] - best[0]:
            best = (start, end)
        start = max(start, right)
    size = max((float(sign["size"]) for sign in signs), default=0.0)
    return best if best[1] - best[0] > _STRIP * size else None


def _gaps(lines: Sequence[_Signs]) -> list[float]:
    return [_top(after) - _top(line) for line, after in pairwise(lines)]


def _is_spaced(lines: Sequence[_Signs]) -> bool:
    """Tell whether rows stand farther apart than the lines within them."""
    gaps = _gaps(lines)
    return bool(gaps) and max(gaps) > _ROW_GAP * min(gaps)


def _rows(
    lines: Sequence[_Signs], edges: Sequence[float], *, has_header: bool, is_spaced: bool
) -> list[tuple[str, ...]]:
    near = _ROW_GAP * min(_gaps(lines[has_header:]), default=0.0) if is_spaced else None
    groups: list[_Signs] = []
    for number, line in enumerate(lines):
        gap = _top(line) - _top(lines[number - 1]) if number else 0.0
        if number > has_header and _goes_on(line, edges, gap=gap, near=near):
            groups[-1] += line
        else:
            groups.append(list(line))
    bounds = _bounds(lines, edges)
    return [tuple(_column(group, edges, bounds, n) for n in range(len(edges) + 1)) for group in groups]


def _goes_on(line: _Signs, edges: Sequence[float], *, gap: float, near: float | None) -> bool:
    """Tell whether a line belongs to the row above: close to it, or without a time of its own."""
    if near is not None:
        return gap <= near
    texts = ["".join(sign["text"] for sign in part) for part in _columns(line, edges)]
    return not any(is_period(text) for text in texts) and not all(text.strip() for text in texts)


def _top(line: _Signs) -> float:
    return float(line[0]["top"])


def _columns(signs: Sequence[dict[str, Any]], edges: Sequence[float]) -> list[_Signs]:
    columns: list[_Signs] = [[] for _ in range(len(edges) + 1)]
    for sign in signs:
        middle = (float(sign["x0"]) + float(sign["x1"])) / 2
        columns[sum(middle > edge for edge in edges)].append(sign)
    return columns


def _bounds(lines: Sequence[_Signs], edges: Sequence[float]) -> list[tuple[float, float]]:
    """Return from where to where each column prints."""
    printed = [sign for line in lines for sign in line if sign["text"].strip()]
    return [
        (min(float(s["x0"]) for s in column), max(float(s["x1"]) for s in column)) if column else (0.0, 0.0)
        for column in _columns(printed, edges)
    ]


def _column(group: _Signs, edges: Sequence[float], bounds: Sequence[tuple[float, float]], number: int) -> str:
    signs = _columns(group, edges)[number]
    left, right = bounds[number]
    return cell_words(signs, (left, 0.0, right, 0.0)) if signs else ""
