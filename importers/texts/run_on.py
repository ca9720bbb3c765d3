"""Part paragraphs that run several numbered items together into one line an item.

A number within a paragraph begins an item where the count goes on: 。2.… after 1., 教育方面1.… before 2.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from importers.texts.item_words import without_duties
from importers.texts.sentence_duties import duties_in_sentence
from importers.texts.wrapped_lines import unwrapped, with_whole_brackets, with_whole_lists
from importers.words.outline import CHINESE_NUMBER, DATED, Style, marker, number_of
from importers.words.script import aligned, printed_places, without_sounds
from importers.words.text_lines import TextLine
from importers.words.wording import plain

_BEGINS = rf"\s*(?:[\u4e00-\u9fff“\"《A-Z]|{DATED})"
_FORMS = (
    (Style.ARABIC, rf"(?:任务|事项)?\d{{1,3}}[.．、：:](?:(?!\d)|(?={DATED}))"),
    (Style.CHINESE, rf"{CHINESE_NUMBER}{{1,2}}、(?!{CHINESE_NUMBER}[、年级季月])"),
    (Style.CHINESE_BRACKET, rf"[(（]{CHINESE_NUMBER}{{1,3}}[)）]"),
    (Style.ARABIC_BRACKET, r"[(（]\d{1,2}[)）]"),
)
_NUMBERS = "|".join(f"(?P<{style.name}>{form})" for style, form in _FORMS)
_NUMBER = re.compile(rf"(?<![\dA-Za-z])(?:{_NUMBERS})(?={_BEGINS})")
#: 11.121人才梯队项目 behind item 10; 3.5万人 is a quantity.
_DECIMAL = re.compile(
    r"(?<=[。；;）)])(?P<ARABIC>\d{1,3}[.．])(?=\d)(?!\d+(?:[万亿%％倍米吨亩元天次]|公里|平方|小时|个百分点))"
)
_CIRCLED = re.compile(r"(?=[①-⑳])")
#: 一是…；二是…, 一要…，二要….
_SPOKEN = re.compile(rf"(?:^|(?<=[。；;：:，, ]))({CHINESE_NUMBER}{{1,2}})(是|要)(?=[\u4e00-\u9fff“《])")
_STOPS = "。；;!！)）]】"
_COLONS = "：:"
_OPENINGS = f"{_COLONS} "
#: 附件1.…, 图2、…, Nov 3: …, Week 3: the number of something else.
_NUMBERED_THING = re.compile(
    r"(?:附件|附表|附录|[表图第见件])$|[A-Za-z]{2} $|(?:jan|feb|mar|apr|aug|sept?|oct|nov|dec)\. $",
    re.IGNORECASE,
)
_WIDEST_HOLE = 3
_BEFORE = 6
_HEADING_STYLES = (Style.CHINESE, Style.CHINESE_BRACKET)
_LONGEST_HEADING = 40
_SENTENCE_SIGN = re.compile("[。；;，,：:]")
_FEWEST_TOLD = 2


@dataclass(frozen=True, slots=True)
class _Place:
    """A number within a paragraph: where the words before it end and where it begins."""

    start: int
    style: Style
    number: int
    before: str
    is_decimal: bool = False

    @property
    def is_behind_stop(self) -> bool:
        return self.before.rstrip()[-1:] in _STOPS


def item_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a text with broken ones joined and run-on paragraphs cut into one line an item."""
    return parted(with_whole_lists(with_whole_brackets(unwrapped(lines))))


def parted(lines: Iterable[TextLine]) -> list[TextLine]:
    """Return lines with paragraphs that run several numbered items together cut into one line an item."""
    result: list[TextLine] = []
    last: dict[Style, int] = {}
    lines = list(lines)
    has_numbers = any(marker(line.text) for line in lines)
    for line in lines:
        words = plain(line.text)
        for part in _parts(words, last):
            pieces = _circled_parts(part) if "①" in part else _spoken_parts(part, has_numbers=has_numbers)
            result.extend(TextLine(line.number, piece, line.unit) for piece in pieces)
    return result


def _parts(words: str, last: dict[Style, int]) -> list[str]:
    """Return the items of a paragraph; ``last`` is how far each style has counted, and is counted on."""
    found = marker(words)
    level = found[0] if found else None
    if found:
        last[found[0]] = number_of(words)
    places = _places(words)
    cuts = [0]
    for place, following in zip(places, _next_of_style(places), strict=True):
        is_headed = level in _HEADING_STYLES and _is_heading(words, cuts[-1], place.start)
        if _begins_item(place, following, last, level) or (is_headed and _counts_on(place, last)):
            cuts.append(place.start)
            level, last[place.style] = place.style, place.number
    return [words[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True)]


def _is_heading(words: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST_HEADING and not _SENTENCE_SIGN.search(words, start, end)


def _counts_on(place: _Place, last: dict[Style, int]) -> bool:
    """Tell whether a number that touches a heading counts on over it: （二）优化结构8.建成园区 behind 7."""
    return place.style is Style.ARABIC and 1 < place.number == last.get(place.style, 0) + 1


def _places(words: str) -> list[_Place]:
    known = aligned(without_sounds(words))
    printed = printed_places(words)
    found = [match for pattern in (_NUMBER, _DECIMAL) for match in pattern.finditer(known) if match.start()]
    return [
        _Place(
            printed(match.start()),
            Style[match.lastgroup or ""],
            number_of(match[0]),
            known[max(0, match.start() - _BEFORE) : match.start()],
            is_decimal=match.re is _DECIMAL,
        )
        for match in sorted(found, key=lambda match: match.start())
    ]


def _next_of_style(places: Sequence[_Place]) -> list[_Place | None]:
    """Return for each number the next of the same style."""
    seen: dict[Style, _Place] = {}
    found: list[_Place | None] = []
    for place in reversed(places):
        found.append(seen.get(place.style))
        seen[place.style] = place
    return found[::-1]


def _begins_item(
    place: _Place, following: _Place | None, last: dict[Style, int], level: Style | None
) -> bool:
    """Tell whether a number begins an item: the count comes to it, or goes on from it."""
    so_far = last.get(place.style, 0)
    goes_on = _is_followed(place, following)
    if place.is_decimal:
        return bool(so_far) and place.number == so_far + 1
    if place.is_behind_stop:
        may_skip = place.style is Style.ARABIC and so_far < place.number <= so_far + _WIDEST_HOLE and so_far
        return place.number in (1, so_far + 1) or goes_on or bool(may_skip)
    if _NUMBERED_THING.search(place.before):
        return False
    is_opened = place.before[-1:] in _OPENINGS
    if level is None and place.before.rstrip()[-1:] in _COLONS:
        return False  # 活动内容：1.…；2.… below a heading without a number lists what the heading names
    if place.number == 1:
        is_deeper = level is None or place.style > level
        may_touch = place.style in (Style.ARABIC, Style.ARABIC_BRACKET)
        return is_deeper and (is_opened or may_touch) and goes_on
    if not is_opened or level is None:
        return False
    return place.number == so_far + 1 if place.style is level else goes_on and place.style > level


def _is_followed(place: _Place, following: _Place | None) -> bool:
    """Tell whether the next number of the same style is one more and stands behind a stop or a blank."""
    if following is None or following.number != place.number + 1:
        return False
    return following.is_behind_stop or following.before[-1:] in _OPENINGS


def _circled_parts(words: str) -> list[str]:
    """Return the parts ①②③ of an item as lines where several of them say who is to do them."""
    parts = [part for part in _CIRCLED.split(words) if part]
    told = sum(_is_told(part) for part in parts if marker(part))
    return parts if told >= _FEWEST_TOLD else [words]


def _spoken_parts(words: str, *, has_numbers: bool) -> list[str]:
    """Return the parts 一是…二是… as lines where several of them say who is to do them.

    In a text that counts nothing else they are its tasks.
    """
    if "二" not in words:
        return [words]
    starts: list[int] = []
    said = ""
    for found in _SPOKEN.finditer(words):
        if number_of(found[1]) == len(starts) + 1 and said in ("", found[2]):
            starts.append(found.start())
            said = found[2]
    if len(starts) < _FEWEST_TOLD:
        return [words]
    parts = [words[a:b].strip(" ，,") for a, b in zip(starts, [*starts[1:], len(words)], strict=True)]
    if has_numbers and sum(map(_is_told, parts)) < _FEWEST_TOLD:
        return [words]
    front = words[: starts[0]].strip()
    return [front, *parts] if front else parts


def _is_told(words: str) -> bool:
    rest, duties = without_duties(words.strip(), alone=False)
    return bool(duties) or bool(duties_in_sentence(rest))
