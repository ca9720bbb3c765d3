"""Which lines without a number are items or headings all the same, by what they say and what is around them.

A paragraph is an item by the offices at its end, or by the phrase it opens with below a bare heading; a line
that announces what comes next heads the numbers that begin anew below it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from importers.texts.item_words import first_phrase, is_duty_line, without_duties
from importers.words.outline import Mark, Style, marker, number_of
from importers.words.period_words import is_period
from importers.words.sections import SectionKind, kind_of_heading
from importers.words.text_lines import TextLine, is_foot
from importers.words.wording import plain

LOST_NUMBER = "标题：前面没有编号，但自己写了单位，按单独一项读，请核对"
_FEWEST = 2
_FEWEST_PHRASED, _PHRASED_SHARE = 4, 0.8
_SHORTEST_TASK = 4
_LONGEST_PHRASE = 24
_STOPS = re.compile(r"[。；;！!]")


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The marks of lines without a number that count as items or headings."""

    marks: dict[int, Mark] = field(default_factory=dict)
    lost: frozenset[int] = frozenset()
    """The places of those that stand between numbered items and seem to have lost their numbers."""


@dataclass(slots=True)
class _Line:
    place: int
    text: str
    mark: Mark | None
    is_duty: bool
    is_told: bool
    has_offices: bool


def paragraph_items(
    lines: Sequence[TextLine], marks: Mapping[int, Mark], known: frozenset[str]
) -> Paragraphs:
    """Return which lines without a number are items or headings; ``marks``: numbers only the count tells."""
    found = [_line(place, line, marks, known) for place, line in enumerate(lines)]
    told = [line.place for line in found if line.is_told and line.mark is None]
    numbered = sum(line.is_told and line.mark is not None for line in found)
    announcing = _announcing(found)
    if len(told) >= _FEWEST and len(told) > numbered:
        return Paragraphs({**dict.fromkeys(told, (Style.PARAGRAPH, 0)), **announcing})
    lost = _lost_numbers(found)
    phrased = [] if told or numbered or any(line.is_duty for line in found) else _phrased(found)
    return Paragraphs({**dict.fromkeys(phrased, (Style.PARAGRAPH, 0)), **lost, **announcing}, frozenset(lost))


def _line(place: int, line: TextLine, marks: Mapping[int, Mark], known: frozenset[str]) -> _Line:
    text = plain(line.text)
    rest, duties = without_duties(text, known, alone=False)
    mark = marks.get(place) or marker(line.text)
    is_duty = is_duty_line(line)
    says_who = bool(duties.offices or duties.times) and not duties.is_bare
    is_item = len(rest) >= _SHORTEST_TASK and not is_period(text) and not (mark is None and is_duty)
    is_told = says_who and is_item
    return _Line(place, text, mark, is_duty, is_told, is_told and bool(duties.offices))


def _lost_numbers(lines: Iterable[_Line]) -> dict[int, Mark]:
    """Return paragraphs that name offices right behind an item that names its own, where numbers lack."""
    lost: dict[int, Mark] = {}
    style: Style | None = None
    number = 0
    held: list[int] = []
    for line in lines:
        if line.mark is not None:
            reached = number_of(line.text)
            if held and line.mark[0] is style and reached - number > len(held):
                lost.update(dict.fromkeys(held, (style, 0)))
            style = line.mark[0] if line.has_offices else None
            number, held = reached, []
        elif style is not None and line.has_offices:
            held.append(line.place)
    return lost


def _phrased(lines: Sequence[_Line]) -> list[int]:
    """Return paragraphs that open with a phrase (完善服务。…) where only bare headings have numbers."""
    numbers = [line for line in lines if line.mark is not None]
    if len(numbers) < _FEWEST or any(_STOPS.search(line.text.rstrip("。；;")) for line in numbers):
        return []
    below = [line for line in lines[numbers[0].place :] if line.mark is None and not is_foot(line.text)]
    phrased = [line.place for line in below if _opens_with_phrase(line.text)]
    are_items = len(phrased) >= _FEWEST_PHRASED and len(phrased) >= _PHRASED_SHARE * len(below)
    return phrased if are_items and len(phrased) >= _FEWEST * len(numbers) else []


def _opens_with_phrase(text: str) -> bool:
    phrase = first_phrase(text)
    return _SHORTEST_TASK <= len(phrase) <= _LONGEST_PHRASE and len(text.rstrip("。")) > len(phrase) + 1


def _announcing(lines: Sequence[_Line]) -> dict[int, Mark]:
    """Return lines that announce what comes next (下半年将做好以下工作：) before numbers that begin anew."""
    top: Style | None = None
    found: dict[int, Mark] = {}
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        if line.mark is not None:
            top = line.mark[0] if top is None else min(top, line.mark[0])
            continue
        if top is None or following is None or following.mark is None or following.mark[0] > top:
            continue
        if number_of(following.text) == 1 and kind_of_heading(line.text) is SectionKind.NEXT:
            found[line.place] = (Style.PART, 0)
    return found
