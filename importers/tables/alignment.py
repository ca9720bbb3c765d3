"""Put loose cells under the columns they belong to: within one row, or along a stream of cells without rows.

A dynamic programme over what each cell looks like (``importers.words.cell_evidence``): linear in the cells.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations
from math import comb

from importers.words.cell_evidence import OFFICES, TIMES, cost, looks_like_section
from importers.words.header_words import Column
from importers.words.period_words import is_period
from importers.words.unit_words import can_be_offices, must_be_title
from importers.words.wording import plain

_FAR = 10_000
#: How much worse a reading may be that is as likely; so many readings are looked at.
_RIVAL = 1
_MOST_RIVALS = 128
_TOLD = frozenset({Column.TASK, *OFFICES, *TIMES})
_SECTION_COST = 1
_BROKEN_COST = 6
_OPEN_COST = 4
_MORE_OFFICES_COST = 2
#: Who has the lead is hardly ever left out, who supports often is.
_OFFICE_SKIPS = {Column.LEAD: 5, Column.RESPONSIBLE: 4, Column.SUPPORT: 3}
#: A row that lacks its ordinal among rows that have one; an ordinal in another column.
_LOST_NUMBER = 3
_WRONG_NUMBER = 60
_OPEN_LIST = ("、", "，", ",")
_OPEN_END = ("、", "，", ",", "；", ";", "：", ":", "（", "(", "和", "及", "与")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one cell of a stream belongs: a column, or none (the heading of a section)."""

    column: int | None
    begins_row: bool
    cost: int


def skip_cost(column: Column, *, leading: bool) -> int:
    """Return what it costs that a row lacks a column; merged cells are left out at its beginning."""
    if column is Column.TASK:
        return 9
    if column in TIMES:
        return 1 if leading else 3
    return _OFFICE_SKIPS.get(column, 1)


def align_row(
    cells: Sequence[str], columns: Sequence[Column], known: AbstractSet[str] = frozenset()
) -> tuple[list[int], int]:
    """Return the column of each cell of a row that lacks some, in order, and what the reading costs."""
    count, width = len(cells), len(columns)
    if count > width:
        return list(range(count)), _FAR
    best = [[_FAR] * (width + 1) for _ in range(count + 1)]
    took = [[False] * (width + 1) for _ in range(count + 1)]
    best[0][0] = 0
    for done in range(count + 1):
        for place in range(width):
            here = best[done][place]
            if here >= _FAR:
                continue
            skipped = here + skip_cost(columns[place], leading=not done)
            if skipped < best[done][place + 1]:
                best[done][place + 1], took[done][place + 1] = skipped, False
            if done < count:
                taken = here + cost(cells[done], columns[place], known)
                if taken <= best[done + 1][place + 1]:
                    best[done + 1][place + 1], took[done + 1][place + 1] = taken, True
    return _walk_back(took, count, width), best[count][width]


def has_rival(
    cells: Sequence[str], places: Sequence[int], columns: Sequence[Column], known: AbstractSet[str]
) -> bool:
    """Tell whether the cells of a row fit other columns about as well, so that who or when would differ."""
    if comb(len(columns), len(cells)) > _MOST_RIVALS:
        return True
    fits = [[cost(cell, column, known) for column in columns] for cell in cells]
    skips = [skip_cost(column, leading=False) for column in columns]
    early = [skip_cost(column, leading=True) for column in columns]

    def cost_at(spots: Sequence[int]) -> int:
        taken = sum(fit[spot] - skips[spot] for fit, spot in zip(fits, spots, strict=True))
        return taken + sum(early[: spots[0]]) + sum(skips[spots[0] :])

    def told(spots: Sequence[int]) -> dict[int, str]:
        return {spot: cell for spot, cell in zip(spots, cells, strict=True) if columns[spot] in _TOLD}

    most, own = cost_at(places) + _RIVAL, told(places)
    spots_of_rivals = combinations(range(len(columns)), len(cells))
    return any(cost_at(spots) <= most and told(spots) != own for spots in spots_of_rivals)


def _walk_back(took: list[list[bool]], count: int, width: int) -> list[int]:
    places: list[int] = []
    done, place = count, width
    while place:
        if took[done][place]:
            done -= 1
            places.append(place - 1)
        place -= 1
    return places[::-1]


def printed_cost(cells: Sequence[str], columns: Sequence[Column], known: AbstractSet[str]) -> int:
    """Return what it costs to read a row's cells as they are printed."""
    if len(cells) > len(columns):
        return _FAR
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    return sum(
        cost(text, column, known) + (0 if plain(text) else skip_cost(column, leading=False) // 2)
        for text, column in zip(padded, columns, strict=True)
    )


def align_stream(
    cells: Sequence[str],
    columns: Sequence[Column],
    *,
    known: AbstractSet[str] = frozenset(),
    whole: bool = False,
    ordinals: AbstractSet[int] = frozenset(),
) -> list[Placed]:
    """Return where each cell of a stream belongs; ``whole``: a cell is never broken over two.

    ``ordinals``: the places of the cells that count the rows; they and no others stand in that column.
    """
    return _Stream(columns, known, whole=whole, ordinals=ordinals).place(cells)


class _Stream:
    """The cheapest way through a stream; a state is the column of the last cell."""

    def __init__(
        self,
        columns: Sequence[Column],
        known: AbstractSet[str],
        *,
        whole: bool,
        ordinals: AbstractSet[int],
    ) -> None:
        self.columns = columns
        self.known = known
        self.whole = whole
        self.ordinals = ordinals
        width = len(columns)
        lost = _LOST_NUMBER if ordinals else 0
        heads = [
            sum(skip_cost(c, leading=True) + (lost if c is Column.NUMBER else 0) for c in columns[:n])
            for n in range(width)
        ]
        tails = [sum(skip_cost(c, leading=False) for c in columns[n + 1 :]) for n in range(width)]
        self.starts = heads
        self.steps = [
            [
                sum(skip_cost(c, leading=False) for c in columns[a + 1 : b]) if b > a else tails[a] + heads[b]
                for b in range(width)
            ]
            for a in range(width)
        ]

    def place(self, cells: Sequence[str]) -> list[Placed]:
        width = len(self.columns)
        totals = [_FAR] * width
        trace: list[list[tuple[int, int]]] = []
        for index, text in enumerate(cells):
            own = [self._own(index, text, column) for column in self.columns]
            before = cells[index - 1] if index else ""
            new, back = self._step(totals, own, text, before, first=not index)
            totals = new
            trace.append(back)
        return self._path(cells, totals, trace)

    def _own(self, index: int, text: str, column: Column) -> int:
        if self.ordinals and (column is Column.NUMBER) != (index in self.ordinals):
            return _WRONG_NUMBER
        return cost(text, column, self.known)

    def _step(
        self, totals: list[int], own: list[int], text: str, before: str, *, first: bool
    ) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the totals after one more cell, and for each column (column before, kind of step)."""
        width = len(self.columns)
        if first:
            return [self.starts[n] + own[n] for n in range(width)], [(n, 1) for n in range(width)]
        low = min(totals)
        new: list[int] = []
        back: list[tuple[int, int]] = []
        heading = _SECTION_COST if looks_like_section(text) else 12
        leaving = _OPEN_COST if not self.whole and plain(before).endswith(_OPEN_LIST) else 0
        for b in range(width):
            choice, origin, kind = min(
                (totals[a] + self.steps[a][b] + own[b] + leaving, a, int(b <= a)) for a in range(width)
            )
            stays = totals[b] + self._going_on(text, before, self.columns[b])
            if stays < choice:
                choice, origin, kind = stays, b, 2
            if totals[b] + heading < choice:
                choice, origin, kind = totals[b] + heading, b, 3
            new.append(choice - low)
            back.append((origin, kind))
        return new, back

    def _going_on(self, text: str, before: str, column: Column) -> int:
        """Return what it costs that a cell is the rest of the one before; an office is none of a task's."""
        if self.whole or not plain(text) or (self.ordinals and column is Column.NUMBER):
            return _FAR
        if plain(before).endswith(_OPEN_END):
            return 0
        is_office = can_be_offices(text, self.known) and not must_be_title(text)
        if column in OFFICES and is_office and can_be_offices(before, self.known):
            return _MORE_OFFICES_COST
        if column is Column.TASK and (is_office or is_period(text)):
            return _FAR
        return _BROKEN_COST

    def _path(
        self, cells: Sequence[str], totals: list[int], trace: list[list[tuple[int, int]]]
    ) -> list[Placed]:
        if not trace:
            return []
        ends = [
            total + sum(skip_cost(c, leading=False) for c in self.columns[n + 1 :])
            for n, total in enumerate(totals)
        ]
        column = ends.index(min(ends))
        placed: list[Placed] = []
        before = ["", *cells[:-1]]
        for text, above, back in zip(reversed(cells), reversed(before), reversed(trace), strict=True):
            origin, kind = back[column]
            if kind == 3:
                placed.append(Placed(None, begins_row=False, cost=_SECTION_COST))
            else:
                broken = self._going_on(text, above, self.columns[column]) // 2
                own = broken if kind == 2 else cost(text, self.columns[column], self.known)
                placed.append(Placed(column, begins_row=kind == 1, cost=own))
            column = origin
        return placed[::-1]
