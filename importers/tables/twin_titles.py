"""Rows that follow one another under one title although other words of theirs differ: it may name a group."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from importers.tables.raw_rows import RawRow
from importers.words.header_words import Column
from importers.words.wording import folded

_DOUBT = "标题：与相邻一行相同，没有用到的列里写的却不同，标题可能取错了列，请核对"
_SHORTEST = 6


def with_titles_doubted(rows: Sequence[RawRow]) -> list[RawRow]:
    """Return rows with a doubt where neighbours share a title and the words left over tell them apart."""
    twins: set[int] = set()
    titles = [folded(row.text(Column.TASK)) for row in rows]
    for index, (title, following) in enumerate(pairwise(titles)):
        if title and title == following:
            left, right = _left_over(rows[index]), _left_over(rows[index + 1])
            if left and right and left != right:
                twins |= {index, index + 1}
    return [
        replace(row, doubts=(*row.doubts, _DOUBT)) if index in twins else row
        for index, row in enumerate(rows)
    ]


def _left_over(row: RawRow) -> frozenset[str]:
    """Return the longer texts of a row that none of its cells hold."""
    held = "\n".join(folded(cell.text) for cell in row.cells)
    lines = (folded(line) for line in row.original.split("\n"))
    return frozenset(line for line in lines if len(line) >= _SHORTEST and line not in held)
