"""Bare ordinals among loose cells: numbers that count on by one, each the beginning of a row."""

from collections.abc import Sequence
from itertools import pairwise

from importers.words.cell_evidence import looks_like_section
from importers.words.header_words import Column, meaning
from importers.words.wording import folded

_LONGEST = 3
_LONGEST_ROW_NUMBER = 6
_FEWEST = 2


def ordinal(text: str) -> int | None:
    """Return the number a cell is that holds nothing else, None for every other text."""
    words = folded(text).rstrip("、.")
    return int(words) if words.isascii() and words.isdigit() and len(words) <= _LONGEST else None


def row_number(text: str) -> int | None:
    """Return the number of a row that stands under its heading, of whatever length."""
    words = folded(text).rstrip("、.")
    return int(words) if words.isascii() and words.isdigit() and len(words) <= _LONGEST_ROW_NUMBER else None


def counted(texts: Sequence[str], *, must_begin: bool = False) -> frozenset[int]:
    """Return the places of the cells that count rows: 1, 2, 3, in each section anew, in an excerpt with gaps.

    ``must_begin``: a single number is enough when it is the first cell.
    """
    numbers = [(place, number) for place, text in enumerate(texts) if (number := ordinal(text)) is not None]
    grows = all(before < after for (_, before), (_, after) in pairwise(numbers))
    places = [place for place, _ in numbers] if grows else _running_on(texts, numbers)
    is_enough = len(places) >= _FEWEST or (must_begin and places[:1] == [0])
    return frozenset(places) if is_enough and len(places) * 2 >= len(numbers) else frozenset()


def _running_on(texts: Sequence[str], numbers: Sequence[tuple[int, int]]) -> list[int]:
    """Return the places of numbers that follow on each other by one, or begin again below a section."""
    places: list[int] = []
    expected = 0
    for place, number in numbers:
        begins = number == 1 and (not place or looks_like_section(texts[place - 1]))
        if not places or number == expected or begins:
            places.append(place)
            expected = number + 1
    return places


def heads_numbers(words: Sequence[str]) -> bool:
    """Tell whether a header begins with the column of ordinals."""
    return bool(words) and meaning(words[0])[0] is Column.NUMBER
