"""Fill merged cells: every cell of a merged range shows the text a person sees in it."""

from collections.abc import Iterable

from importers.document import Cell

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column), zero-based and inclusive."""


def filled(grid: list[list[Cell]], ranges: Iterable[Range]) -> list[list[Cell]]:
    """Return the grid with merged ranges filled; ranges beyond the grid are cut off at its edge."""
    rows = [list(row) for row in grid]
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        origin = rows[top][left]
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = Cell(origin.text, row[column].place, origin.doubt)
    return rows
