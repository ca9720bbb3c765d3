"""Where the words of a line stand on a page of even columns, on which a Chinese sign is two columns wide.

White strips between columns show what belongs together: a strip stays white over all lines of a table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

_WIDE = frozenset("WFA")
_RUNS = {gap: re.compile(rf"[^\s](?:[^\s]|[ \u00a0]{{1,{gap - 1}}}(?=[^\s]))*") for gap in (2, 3)}
_RUNS[1] = re.compile(r"[^\s]+")
_WIDEST = 600


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words of a line, from which column of the page to which."""

    text: str
    start: int
    end: int


def printed(text: str, *, gap: int = 2) -> list[Fragment]:
    """Return what a line prints, parted where at least ``gap`` blanks stand."""
    if len(text) > _WIDEST:
        return []
    places = [0]
    for sign in text:
        places.append(places[-1] + (width_of(sign) if sign != "\f" else 0))
    return [
        Fragment(found[0], places[found.start()], places[found.end()]) for found in _RUNS[gap].finditer(text)
    ]


def width_of(text: str) -> int:
    """Return how many columns of a page a text takes."""
    return sum(1 + (east_asian_width(sign) in _WIDE) for sign in text)


class Strips:
    """The strips between the headings of a table, as far as the lines taken leave them white."""

    def __init__(self, headings: Sequence[Fragment]) -> None:
        middles = [(part.start + part.end) // 2 for part in headings]
        self._between = list(pairwise(middles))
        self._page = bytearray(2 * _WIDEST)
        self.take(headings)

    def take(self, parts: Sequence[Fragment]) -> bool:
        """Take a line if it leaves every strip somewhere white; tell whether it does."""
        page = self._page.copy()
        for part in parts:
            page[part.start : part.end] = b"\x01" * (part.end - part.start)
        if not parts or any(0 not in page[left:right] for left, right in self._between):
            return False
        self._page = page
        return True

    def edges(self) -> list[int]:
        """Return where columns end: in the middle of the widest white of each strip."""
        edges: list[int] = []
        for left, right in self._between:
            whites = re.finditer(rb"\x00+", bytes(self._page[left:right]))
            widest = max(whites, key=lambda white: white.end() - white.start())
            edges.append(left + (widest.start() + widest.end()) // 2)
        return edges
