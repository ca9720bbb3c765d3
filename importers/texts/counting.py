"""What only the count tells of the numbers at the beginning of lines: 11.121人才…, 1 建设20所…, 1。…, 一是…

By its form each may be a quantity or a word; between the number before and the one behind it is an item.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from importers.words.outline import CHINESE_NUMBER, Mark, Style, marker, number_of
from importers.words.script import aligned
from importers.words.text_lines import TextLine
from importers.words.unit_words import begins_with_deed, can_be_offices
from importers.words.wording import plain

_DECIMAL = re.compile(r"(\d{1,3})[.．](?=\d)(?!1(?:\D|$))")
_QUANTITY = re.compile(r"\d{1,3}[.．]\d+(?:[万亿%％倍米吨亩元天次]|公里|平方|小时|个百分点)")
#: 1。制定…: a program put the Chinese stop for every point; behind the last line it may end a sentence.
_STOPPED = re.compile(r"(\d{1,3})。\s*(?=[\u4e00-\u9fff“《\"])")
_BARE = re.compile(r"(\d{1,3})[ \u3000]*(?=[\u4e00-\u9fff])")
#: What is left of 3. or （三） where a page lost the number itself.
_LEFT_OVER = re.compile(r"(?:([.．])|(、)|([（(]\s*[)）]))\s*(?=[\u4e00-\u9fff“《])")
_STYLES = ((Style.ARABIC,), (Style.ARABIC, Style.CHINESE), (Style.ARABIC_BRACKET, Style.CHINESE_BRACKET))
_LAST_NAME = re.compile("[、，,。；;：:（(]")
#: 一，指导思想: by its form it may begin a sentence.
_COMMA = re.compile(rf"({CHINESE_NUMBER}{{1,3}})[，,]\s*(?=[\u4e00-\u9fff“《])")
_SPOKEN = re.compile(rf"({CHINESE_NUMBER}{{1,3}})[是要](?=[\u4e00-\u9fff“《])")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A line that begins with a number; ``is_sure``: its form alone says that it counts items."""

    place: int
    number: int
    mark: Mark
    is_sure: bool
    is_quantity: bool = False


def counted(lines: Sequence[TextLine]) -> dict[int, Mark]:
    """Return the places of lines that only the count makes items, with the mark of each."""
    return {**_by_count(lines), **_without_numbers(lines)}


def _by_count(lines: Sequence[TextLine]) -> dict[int, Mark]:
    arabic: list[_Counted] = []
    spoken: list[_Counted] = []
    headings: list[_Counted] = []
    for place, line in enumerate(lines):
        words = aligned(plain(line.text))
        found = marker(line.text)
        if found is None and (said := _SPOKEN.match(words)):
            spoken.append(_Counted(place, number_of(said[1]), (Style.SPOKEN, said.end()), is_sure=False))
        elif found is None and (said := _COMMA.match(words)):
            headings.append(_Counted(place, number_of(said[1]), (Style.CHINESE, said.end()), is_sure=False))
        elif found is not None and found[0] is Style.ARABIC:
            arabic.append(_Counted(place, number_of(words), found, is_sure=True))
        elif found is None and (number := _unsure(place, words)) is not None:
            arabic.append(number)
    return {**_in_count(arabic), **_in_runs(spoken), **_in_runs(headings)}


def lost_its_number(text: str) -> bool:
    """Tell whether a line begins with what is left of a number: 、制定…, （）制定…."""
    return bool(_LEFT_OVER.match(plain(text)))


def _without_numbers(lines: Sequence[TextLine]) -> dict[int, Mark]:
    """Return the lines that lost their number; their depth is that of the last number written so.

    Before a count that starts again a line is the heading of it. A sign that goes on from the line before
    (甲局⏎、乙局) begins none.
    """
    marks: dict[int, Mark] = {}
    seen: list[Style] = []
    for place, line in enumerate(lines):
        if found := marker(line.text):
            seen = [style for style in seen if style is not found[0]] + [found[0]]
            continue
        left_over = _LEFT_OVER.match(plain(line.text))
        before = plain(lines[place - 1].text) if place else ""
        if left_over is None or (left_over[2] and can_be_offices(_LAST_NAME.split(before)[-1])):
            continue
        styles = _STYLES[(left_over.lastindex or 1) - 1]
        style = next((style for style in reversed(seen) if style in styles), styles[-1])
        following = marker(lines[place + 1].text) if place + 1 < len(lines) else None
        if following and following[0] is style and number_of(lines[place + 1].text) == 1:
            style = next((above for above in reversed(seen) if above < style), style)
        marks[place] = (style, left_over.end())
    return marks


def _unsure(place: int, words: str) -> _Counted | None:
    if match := _DECIMAL.match(words):
        is_quantity = bool(_QUANTITY.match(words))
        mark = (Style.ARABIC, match.end())
        return _Counted(place, int(match[1]), mark, is_sure=False, is_quantity=is_quantity)
    if match := _STOPPED.match(words):
        return _Counted(place, int(match[1]), (Style.ARABIC, match.end()), is_sure=False)
    match = _BARE.match(words)
    if match and begins_with_deed(words[match.end() :]):
        return _Counted(place, int(match[1]), (Style.ARABIC, match.end()), is_sure=False)
    return None


def _in_count(numbers: Sequence[_Counted]) -> Mapping[int, Mark]:
    """Return the unsure numbers that stand in the count of their neighbours."""
    marks: dict[int, Mark] = {}
    before = 0
    for number, following in zip(numbers, [*numbers[1:], None], strict=False):
        comes = number.number == before + 1
        goes_on = following is not None and following.number == number.number + 1
        ends = following is None or following.number != number.number
        if number.is_sure:
            before = number.number
        elif (comes and goes_on) or (comes and ends and before and not number.is_quantity):
            marks[number.place] = number.mark
            before = number.number
    return marks


def _in_runs(numbers: Sequence[_Counted]) -> Mapping[int, Mark]:
    """Return the numbers that count 一是, 二是 without a hole, two at least."""
    marks: dict[int, Mark] = {}
    reached = 0
    for number, following in zip(numbers, [*numbers[1:], None], strict=False):
        begins = number.number == 1 and following is not None and following.number == 2
        if begins or (reached and number.number == reached + 1):
            marks[number.place] = number.mark
            reached = number.number
    return marks
