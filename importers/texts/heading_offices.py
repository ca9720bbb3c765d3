"""Headings of a numbered list that are offices, or say which office does the items below them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from importers.texts.item_words import ItemWords
from importers.words.header_words import Column
from importers.words.office_heads import OfficeHead, office_head
from importers.words.outline import Mark, Node, Outline, Style, marker
from importers.words.section_heads import begins_list
from importers.words.sections import SectionKind, kind_of_heading
from importers.words.text_lines import TextLine
from importers.words.unit_words import NOBODY, can_be_offices

_FEWEST = 2
#: As what a heading without a number counts, by the numbers below it: one level higher.
_ABOVE = {
    Style.CHINESE: Style.PART,
    Style.CHINESE_BRACKET: Style.CHINESE,
    Style.ARABIC: Style.CHINESE_BRACKET,
    Style.ARABIC_BRACKET: Style.ARABIC,
}


def heading_marks(lines: Sequence[TextLine], known: frozenset[str] = NOBODY) -> dict[int, Mark]:
    """Return the places of lines without a number that head a numbered list each: 教务处：, 【德育处】.

    The bare name of an office (教务处) heads one where every list that counts so begins below an office.
    """
    found: dict[int, Mark] = {}
    bare: dict[int, Style] = {}
    headless: set[Style] = set()
    for place, (line, below) in enumerate(pairwise(lines)):
        if not begins_list(below.text) or marker(line.text) is not None:
            continue
        head, number = office_head(line.text, known), marker(below.text)
        style = number[0] if number else Style.PARAGRAPH
        if head is None:
            headless.add(style)
        elif style in _ABOVE:
            found[place] = (_ABOVE[style], 0)
            if not head.is_marked:
                bare[place] = style
    marks = {place: mark for place, mark in found.items() if bare.get(place) not in headless}
    return marks if len(marks) >= _FEWEST else {}


def take_offices_of_headings(
    outline: Outline, words: Mapping[int, ItemWords], known: frozenset[str] = NOBODY
) -> None:
    """Give the offices that headings name to the items below them.

    One that says they do it (基教处牵头工作) means it; a name does where all headings beside it are names.
    """
    for headings in _beside(outline):
        heads = {id(node): office_head(node.line.text, known) for node in headings}
        plan = [node for node in headings if kind_of_heading(node.text) is not SectionKind.FRAME]
        are_names = len(plan) >= _FEWEST and all(
            heads[id(node)] or can_be_offices(node.text, known) for node in plan
        )
        for node in plan:
            head = heads[id(node)]
            if are_names or (head and head.says_so):
                _take(words[id(node)], node, head)


def _beside(outline: Outline) -> Iterator[list[Node]]:
    """Return the headings that stand beside one another, level by level."""
    yield [node for node in outline.roots if node.children]
    for node in outline.walk():
        if headings := [kid for kid in node.children if kid.children]:
            yield headings


def _take(item: ItemWords, node: Node, head: OfficeHead | None) -> None:
    if not item.duties.offices:
        own = head.offices if head else ((Column.RESPONSIBLE, node.text.rstrip("。:： ")),)
        item.duties.offices.extend(own)
    item.is_office = True
