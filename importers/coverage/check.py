"""The coverage check, 要点 against 配档表: promises without a row, rows without a promise, offices left out.

Pure: a text taken apart and rows in, lists out. It finds likeness of words, never meaning, so every line
of its lists is a question to a person (可能没有对应，请核对) with the words that were shared.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importers.coverage.likeness import RowIndex, pairs_of
from importers.coverage.named_offices import UntabledOffice, untabled_offices
from importers.coverage.promises import bare_number, numbers_of
from importers.coverage.sentences import PromiseText, Sentence
from importers.words.script import recognised
from models.store_directory import Directory

#: As much as three pairs of characters that stand nowhere else: a phrase of four or five characters.
ENOUGH = 2.6
#: A row that writes the same figure (5所) is as much likeness as one rare pair.
_SAME_NUMBER = 1.0
_SIGNS = re.compile(r"[\W_]+")
#: Less likeness than this is not worth showing.
_WORTH_SHOWING = 0.8


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A row of the table as the check needs it."""

    label: str
    """How a person finds it: the task's number, or its place in the file."""
    title: str
    period: str
    offices: str
    """Its offices in one line."""
    names: tuple[str, ...]
    """Every name its offices are known by, and its groups."""


@dataclass(frozen=True, slots=True)
class Match:
    """The row or sentence that is most alike, and the words both share."""

    row: CoverageRow
    sentence: Sentence
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A counted promise; ``nearest`` is its row where ``is_covered``, else the one to look at, if any."""

    sentence: Sentence
    clause: str
    numbers: tuple[str, ...]
    is_covered: bool
    nearest: Match | None


@dataclass(frozen=True, slots=True)
class UnpromisedRow:
    """A row that no sentence of the text seems to promise; ``nearest`` is the weak one to look at, if any."""

    row: CoverageRow
    nearest: Match | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the check found."""

    sentence_count: int
    row_count: int
    promises: tuple[Promise, ...]
    unpromised: tuple[UnpromisedRow, ...]
    offices: tuple[UntabledOffice, ...]

    @property
    def is_of_another_plan(self) -> bool:
        """Whether the text promises no figure and is like no row: it is hardly the 要点 of this plan."""
        return not self.promises and len(self.unpromised) == self.row_count

    @property
    def uncovered(self) -> tuple[Promise, ...]:
        """The counted promises that may have no row."""
        return tuple(promise for promise in self.promises if not promise.is_covered)

    @property
    def covered(self) -> tuple[Promise, ...]:
        """The counted promises whose row was found."""
        return tuple(promise for promise in self.promises if promise.is_covered)


def check_coverage(text: PromiseText, rows: Sequence[CoverageRow], directory: Directory) -> Coverage:
    """Compare the sentences of a text with the rows of a table, both ways."""
    index = RowIndex([row.title for row in rows], [sentence.text for sentence in text.sentences])
    promises = [promise for sentence in text.sentences for promise in _promises_of(sentence, rows, index)]
    names = [name for row in rows for name in row.names]
    return Coverage(
        sentence_count=len(text.sentences),
        row_count=len(rows),
        promises=tuple(promises),
        unpromised=tuple(_unpromised(text.sentences, rows, index)),
        offices=untabled_offices(text, names, directory),
    )


def _promises_of(sentence: Sentence, rows: Sequence[CoverageRow], index: RowIndex) -> list[Promise]:
    clauses = sentence.clauses
    found = [(clause, numbers) for clause in clauses if (numbers := numbers_of(clause))]
    # 加快推进某工程，投资2亿元，…: what the sentence opens with says what the figures behind it are of.
    opening = clauses[0] if found and found[0][0] is not clauses[0] else ""
    return [_promise(sentence, clause, numbers, opening, rows, index) for clause, numbers in found]


def _promise(
    sentence: Sentence,
    clause: str,
    numbers: tuple[str, ...],
    opening: str,
    rows: Sequence[CoverageRow],
    index: RowIndex,
) -> Promise:
    likeness = index.nearest(f"{opening}，{clause}")
    if likeness is None:
        return Promise(sentence, clause, numbers, is_covered=False, nearest=None)
    row = rows[likeness.row]
    same = [bare for number in numbers if (bare := bare_number(number)) in recognised(row.title)]
    strength = likeness.strength + (_SAME_NUMBER if same else 0)
    match = Match(row, sentence, (*likeness.shared, *dict.fromkeys(same)))
    is_covered = strength >= ENOUGH
    is_shown = is_covered or (strength >= _WORTH_SHOWING and bool(match.shared))
    return Promise(sentence, clause, numbers, is_covered, match if is_shown else None)


def _unpromised(
    sentences: Sequence[Sentence], rows: Sequence[CoverageRow], index: RowIndex
) -> list[UnpromisedRow]:
    best: dict[int, tuple[float, int]] = {}
    for number, sentence in enumerate(sentences):
        for place, strength in index.strengths(pairs_of(sentence.text)).items():
            if strength > best.get(place, (0.0, 0))[0]:
                best[place] = strength, number
    found: list[UnpromisedRow] = []
    for place, row in enumerate(rows):
        strength, number = best.get(place, (0.0, -1))
        near = sentences[number] if number >= 0 else None
        if strength >= ENOUGH or (near is not None and _repeats(near.text, row.title)):
            continue
        match = None
        if near is not None and strength >= _WORTH_SHOWING:
            match = Match(row, near, index.shared(place, near.text))
        found.append(UnpromisedRow(row, match if match and match.shared else None))
    return found


def _repeats(text: str, title: str) -> bool:
    """Tell whether a text holds a title word for word: a short title shares few pairs with anything."""
    return _SIGNS.sub("", recognised(title)) in _SIGNS.sub("", recognised(text))
