"""The numbered outline of a text: which line is a heading or an item, at what depth, with what below it.

It knows numbers and nothing of plans.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType

from importers.words.script import KEPT_LINES, aligned, printed_places, without_sounds
from importers.words.text_lines import TextLine
from importers.words.wording import plain

CHINESE_NUMBER = "[一二三四五六七八九十百]"
#: What may follow a number at once although it begins with a digit: 1.3月底前…, 2.12345热线.
DATED = r"(?:1[0-2]|[1-9])月|20[0-9]{2}年|[0-9０-９]{1,2}[·•][0-9０-９]{1,2}|[0-9０-９]{5}(?![0-9０-９])"


class Style(IntEnum):
    """How an item is numbered; the order is the usual depth."""

    PART = 0
    CHINESE = 1
    CHINESE_BRACKET = 2
    ARABIC = 3
    ARABIC_BRACKET = 4
    CIRCLED = 5
    SPOKEN = 6
    """一是…, 二是… at the beginning of lines."""
    BULLET = 7
    PARAGRAPH = 8
    """No number: a paragraph that is an item by what it says."""


#: How a line is numbered, and where its words begin.
Mark = tuple[Style, int]
NO_MARKS: Mapping[int, Mark] = MappingProxyType({})
_MARKERS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (Style.PART, re.compile(rf"第{CHINESE_NUMBER}{{1,3}}(?:部分|章|篇|编)[\s、:：]*")),
    (Style.CHINESE, re.compile(rf"{CHINESE_NUMBER}{{1,3}}\s*(?:、|[.．](?!\d))\s*")),
    (Style.CHINESE, re.compile(rf"第{CHINESE_NUMBER}{{1,2}}[，,、]\s*")),
    (Style.CHINESE_BRACKET, re.compile(rf"[(（]\s*{CHINESE_NUMBER}{{1,3}}\s*[)）]\s*[、.．]?\s*")),
    (Style.CHINESE, re.compile(r"0[1-9]\s+(?=[\u4e00-\u9fff]{2,10}$)")),  # 01 教育
    (
        Style.ARABIC,
        re.compile(
            rf"[0-9０-９]{{1,3}}\s*(?:[.．](?:(?![0-9０-９])|(?={DATED}))|、)\s*"
            r"|[0-9]{1,3}\s+(?=[\u4e00-\u9fff]{4})"
        ),
    ),
    (
        Style.ARABIC,
        re.compile(
            rf"(?:任务|事项|项目|工作|目标|重点)(?:\d{{1,3}}|{CHINESE_NUMBER}{{1,3}})\s*[、.．:：]\s*"
        ),
    ),
    (
        Style.ARABIC_BRACKET,
        re.compile(r"[(（]\s*[0-9０-９]{1,3}\s*[)）]\s*[、.．]?\s*|[0-9]{1,3}\s*[)）]\s*"),
    ),
    (Style.CHINESE_BRACKET, re.compile(r"[㈠-㈩]\s*")),
    (Style.ARABIC, re.compile(r"[⒈-⒛]\s*")),
    (Style.ARABIC_BRACKET, re.compile(r"[⑴-⒇]\s*")),
    (Style.CIRCLED, re.compile(r"[①-⑳㉑-㉟❶-❿]\s*")),
    (Style.BULLET, re.compile(r"[•·●■◆◇○▪◼▶►★※✓√]\s*|[-*–—]\s+")),
)


#: A picture before a number (🌟一、…) is no part of it.
_ORNAMENT = re.compile(
    "[\u2190-\u245f\u2500-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f ]{1,4}"
)


@dataclass(slots=True)
class Node:
    """A numbered line with the lines below it that have no number of their own."""

    style: Style
    line: TextLine
    text: str
    body: list[TextLine] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None

    def walk(self) -> Iterator["Node"]:
        """Return the node and every node below it in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def ancestors(self) -> Iterator["Node"]:
        """Return the headings above, nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


@dataclass(frozen=True, slots=True)
class Outline:
    """The numbered lines of a text as a tree, and what stands above the first of them."""

    roots: tuple[Node, ...]
    above: tuple[TextLine, ...]

    def walk(self) -> Iterator[Node]:
        """Return every node in the order of the text."""
        for root in self.roots:
            yield from root.walk()


@lru_cache(maxsize=KEPT_LINES)
def marker(text: str) -> Mark | None:
    """Return how a line is numbered and where its words begin."""
    words = plain(text)
    known = aligned(without_sounds(words))
    ornament = _ORNAMENT.match(known)
    found = _marker_at(known, ornament.end()) if ornament else None
    if found is None or found[0] is Style.BULLET:
        found = _marker_at(known, 0)
    return (found[0], printed_places(words)(found[1])) if found else None


def _marker_at(known: str, start: int) -> Mark | None:
    for style, pattern in _MARKERS:
        found = pattern.match(known, start)
        if found and found.end() < len(known):
            return style, found.end()
    return None


_DIGITS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")}


def number_of(text: str) -> int:
    """Return the number a line begins with, 0 when it has none."""
    found = re.match(rf"\D{{0,2}}?[(（]?\s*(\d{{1,3}}|{CHINESE_NUMBER}{{1,3}})", plain(text))
    if not found:
        return 0
    words = found[1]
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if ten:
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)
    return _DIGITS.get(words, 0)


def outline_of(lines: Sequence[TextLine], marks: Mapping[int, Mark] = NO_MARKS) -> Outline:
    """Return the outline of lines; a style that was met before returns to its depth.

    Bullets count below a number, or where a text has nothing else. ``marks`` are the places of lines that are
    items by something else than the form of their number.
    """
    styles = {found[0] for line in lines if (found := marker(line.text))}
    takes_bullets = styles == {Style.BULLET}
    roots: list[Node] = []
    above: list[TextLine] = []
    path: list[Node] = []
    for place, line in enumerate(lines):
        found = marks.get(place) or marker(line.text)
        if found is None or (found[0] is Style.BULLET and not path and not takes_bullets):
            (path[-1].body if path else above).append(line)
            continue
        style, start = found
        node = Node(style, line, plain(line.text)[start:].strip())
        depth = next((n for n, old in enumerate(path) if old.style is style), None)
        del path[depth if depth is not None else _depth_for(path, style) :]
        if path:
            node.parent = path[-1]
            path[-1].children.append(node)
        else:
            roots.append(node)
        path.append(node)
    return Outline(tuple(roots), tuple(above))


def _depth_for(path: Sequence[Node], style: Style) -> int:
    """Return how deep a style goes that is not open: below everything that usually stands above it."""
    return next((n for n, old in enumerate(path) if old.style > style), len(path))
