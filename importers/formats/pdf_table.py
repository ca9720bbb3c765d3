"""Make rows of the ruled tables of PDF pages: merged cells filled, tables over several pages put together."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from importers.document import Cell, Row, Table
from importers.formats.pdf_words import Box, cell_words, joined
from importers.words.wording import folded

_NEAR = 4.0
_HEADER_ROWS = 6
_PAIRS = (("《", "》"), ("（", "）"), ("(", ")"), ("“", "”"), ("【", "】"))


@dataclass(frozen=True, slots=True)
class PageTable:
    """One ruled table of one page: its texts with merged cells filled, and which columns merge downwards."""

    page: int
    edges: tuple[float, ...]
    rows: list[list[str]]
    merging: frozenset[int]
    first_spans: dict[int, int]
    """Column → how many rows its cell in the first row spans."""


def page_table(page: int, boxes: Iterable[Box], characters: Sequence[dict[str, Any]]) -> PageTable:
    """Return a table of a page by the boxes of its cells and the characters in it."""
    cells = sorted(set(boxes), key=lambda box: (box[1], box[0]))
    lefts, tops = _edges(box[0] for box in cells), _edges(box[1] for box in cells)
    right, bottom = max(box[2] for box in cells), max(box[3] for box in cells)
    places = [_place(box, lefts, tops) for box in cells]
    for place in _open_places(places, len(tops), len(lefts)):
        places.append(place)
        cells.append(_box(place, [*lefts, right], [*tops, bottom]))
    rows = [[""] * len(lefts) for _ in tops]
    for box, place in zip(cells, places, strict=True):
        text = cell_words([sign for sign in characters if _is_in(sign, box)], box)
        for row in range(place.top, place.bottom + 1):
            rows[row][place.left : place.right + 1] = [text] * (place.right + 1 - place.left)
    merging = {column for place in places if place.bottom > place.top for column in place.columns}
    first_spans = {column: place.bottom + 1 for place in places if not place.top for column in place.columns}
    return PageTable(page, tuple(lefts), rows, frozenset(merging), first_spans)


@dataclass(frozen=True, slots=True)
class _Place:
    """The rows and columns that a cell takes, first and last."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def columns(self) -> range:
        return range(self.left, self.right + 1)


def _place(box: Box, lefts: Sequence[float], tops: Sequence[float]) -> _Place:
    top, left = _at(tops, box[1]), _at(lefts, box[0])
    return _Place(
        top, left, max(_at(tops, box[3] - 2 * _NEAR), top), max(_at(lefts, box[2] - 2 * _NEAR), left)
    )


def _box(place: _Place, lefts: Sequence[float], tops: Sequence[float]) -> Box:
    return lefts[place.left], tops[place.top], lefts[place.right + 1], tops[place.bottom + 1]


def _open_places(places: Iterable[_Place], height: int, width: int) -> Iterator[_Place]:
    """Find where no closed cell is: one that the end of a page cuts has no line there."""
    taken = {(row, column) for p in places for row in range(p.top, p.bottom + 1) for column in p.columns}
    for column in range(width):
        start: int | None = None
        for row in range(height + 1):
            is_open = row < height and (row, column) not in taken
            if is_open and start is None:
                start = row
            elif not is_open and start is not None:
                yield _Place(start, column, row - 1, column)
                start = None


def _edges(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _at(edges: Sequence[float], value: float) -> int:
    return max(bisect_right(edges, value + _NEAR) - 1, 0)


def _is_in(sign: dict[str, Any], box: Box) -> bool:
    across, down = (sign["x0"] + sign["x1"]) / 2, (sign["top"] + sign["bottom"]) / 2
    return bool(box[0] <= across < box[2] and box[1] <= down < box[3])


@dataclass
class LongTable:
    """A table put together page by page."""

    name: str
    first: PageTable
    rows: list[list[str]] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    merging: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.merging |= self.first.merging
        self._add(self.first.rows, self.first.page)

    def can_go_on(self, table: PageTable) -> bool:
        """Tell whether a table has the columns of this one."""
        return len(self.first.edges) == len(table.edges) and all(
            abs(mine - theirs) < _NEAR for mine, theirs in zip(self.first.edges, table.edges, strict=True)
        )

    def go_on(self, table: PageTable) -> None:
        """Add the part of the table that stands on the next page, without a repeated header."""
        repeated = _repeated_header(self.rows, table.rows)
        rows = [list(row) for row in table.rows[repeated:]]
        self.merging |= table.merging
        if rows:
            self._carry(rows, {} if repeated else table.first_spans)
        if rows and self._is_rest_of_row(rows[0]):
            self.rows[-1] = [
                before if before == after else joined(before, after)
                for before, after in zip(self.rows[-1], rows.pop(0), strict=True)
            ]
        self._add(rows, table.page)

    def table(self) -> Table:
        """Return the whole table."""
        rows: list[Row] = []
        for number, (texts, page) in enumerate(zip(self.rows, self.pages, strict=True), 1):
            place = f"{self.name}第{number}行（第{page}页）"
            rows.append(Row(number, place, tuple(Cell(text, place) for text in texts)))
        return Table(self.name, tuple(rows))

    def _add(self, rows: Iterable[list[str]], page: int) -> None:
        for row in rows:
            self.rows.append(row)
            self.pages.append(page)

    def _carry(self, rows: list[list[str]], first_spans: dict[int, int]) -> None:
        """Carry the text of a merged cell over the page break: it stands in one of its parts only."""
        for column in self.merging:
            if rows[0][column]:
                self._carry_back(column, rows[0][column])
                continue
            count = first_spans.get(column) or next(
                (number for number, row in enumerate(rows) if row[column]), len(rows)
            )
            for row in rows[:count]:
                row[column] = row[column] or self.rows[-1][column]

    def _carry_back(self, column: int, text: str) -> None:
        for row in reversed(self.rows):
            if row[column]:
                return
            row[column] = text

    def _is_rest_of_row(self, row: list[str]) -> bool:
        """Tell whether the first row of a page is the lower part of the last row of the page before."""
        before = self.rows[-1]
        own = [i for i, text in enumerate(row) if text and not (i in self.merging and text == before[i])]
        if not own or any(not before[i] for i in own):
            return False
        if len(own) == 1 and len(row) > 2:
            return all(before)
        return any(_is_open(before[i]) for i in own)


def _is_open(text: str) -> bool:
    return text.endswith(("、", "，", ",")) or any(text.count(a) > text.count(b) for a, b in _PAIRS)


def _repeated_header(rows: list[list[str]], page: list[list[str]]) -> int:
    """Return how many rows at the top of a page repeat the header of the table."""
    for start, row in enumerate(rows[:_HEADER_ROWS]):
        if not page or not _same(row, page[0]):
            continue
        count = 0
        while count < min(len(page), len(rows) - start) and _same(rows[start + count], page[count]):
            count += 1
        return count
    return 0


def _same(row: list[str], other: list[str]) -> bool:
    return [folded(text) for text in row] == [folded(text) for text in other] and any(row)
