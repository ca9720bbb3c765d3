"""Which level of an outline holds the tasks: below a task its parts, above it headings.

A part that says itself who is to do it is a task of its own; a heading hands down what it says.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from importers.texts.item_times import states_day
from importers.texts.item_words import ItemWords
from importers.texts.sentence_duties import duties_in_sentence
from importers.words.header_words import Column
from importers.words.outline import Node, Style
from importers.words.period_words import names_date
from importers.words.script import recognised

_SUBLISTS = frozenset({Style.ARABIC_BRACKET, Style.CIRCLED, Style.SPOKEN, Style.BULLET})
_FEWEST_TOLD = 2
_COMMA = re.compile("[，,]")
#: 整改措施： alone on its line: what is numbered below it says how a matter is dealt with.
_HEADS_MEASURES = re.compile(r"(?:整改|具体|主要|工作|推进|落实|问题)?(?:措施|举措)[:：]")
_SENTENCE_ENDS = re.compile(r"[。；;\n]")

ALSO_TASK = "标题：下面的分项另写了责任单位，这一条可能只是总的要求，请核对"
HANDED_DOWN = "单位：这一条没有写，取自上一级，请核对"
MEASURES_TIMED = "时限：下面的措施里另写了时间，这一条按自己的时限读，请核对"
PARTS_TOLD = "单位：里面的分项另写了责任单位，可能要分开，请核对"


def leaves(node: Node, words: dict[int, ItemWords]) -> Iterator[Node]:
    """Return the nodes below (or the node itself) that are items rather than headings or parts of one."""
    stack = [node]
    told = _told_nodes(node, words)
    while stack:
        top = stack.pop()
        kids = top.children
        if not kids or _holds_a_list(top, words, told):
            if kids:
                _take_over(top, words)
            yield top
            continue
        if _is_task_too(top, words, told):
            words[id(top)].doubts.append(ALSO_TASK)
            yield top
        _hand_down(top, words)
        stack.extend(reversed(kids))


def _told_nodes(root: Node, words: dict[int, ItemWords]) -> frozenset[int]:
    """Return the nodes that say who is to do something or by when, at their end or in any part of them."""
    told: set[int] = set()
    for node in reversed(list(root.walk())):
        if any(id(kid) in told for kid in node.children) or _tells(words[id(node)]):
            told.add(id(node))
    return frozenset(told)


def _holds_a_list(node: Node, words: dict[int, ItemWords], told_nodes: AbstractSet[int]) -> bool:
    """Tell whether the numbers below a node only part its own text."""
    kids = node.children
    if _is_record(node, words):
        return True
    if not words[id(node)].duties and len(kids) > 1 and all(states_day(words[id(kid)].title) for kid in kids):
        return False
    told = [id(kid) in told_nodes for kid in kids]
    if words[id(node)].duties.offices and node.style > Style.CHINESE_BRACKET:
        return sum(told) < _FEWEST_TOLD
    only_last = told[-1] and not any(told[:-1]) and len(kids) > 1
    has_body = bool(node.body) or words[id(node)].text.strip("。") != words[id(node)].title
    may_be_parted = node.style > Style.CHINESE_BRACKET or (node.style is Style.CHINESE_BRACKET and has_body)
    are_parts = all(kid.style in _SUBLISTS for kid in kids) and may_be_parted
    return are_parts and (only_last or not any(told))


def _is_record(node: Node, words: dict[int, ItemWords]) -> bool:
    """Tell whether a numbered matter states its offices, its time and then, under a label, its measures.

    The measures are a field of this record like the others, unless one names its own offices.
    """
    duties = words[id(node)].duties
    if not duties.offices or not duties.times or not node.body:
        return False
    heads = _HEADS_MEASURES.fullmatch(recognised(node.body[-1].text))
    return bool(heads) and not any(words[id(kid)].duties.offices for kid in node.children)


def _tells(item: ItemWords) -> bool:
    """Tell whether an item says itself who is to do it or by when, at its end."""
    return bool(item.duties) or _ends_with_offices(item)


def _ends_with_offices(item: ItemWords) -> bool:
    """Tell whether the last sentence says who does it; 会同乙局 only says who helps."""
    sentences = [sentence for sentence in _SENTENCE_ENDS.split(item.text) if sentence.strip()]
    found = duties_in_sentence(sentences[-1]) if sentences else []
    return any(column is not Column.SUPPORT for column, _ in found)


def _is_task_too(node: Node, words: dict[int, ItemWords], told_nodes: AbstractSet[int]) -> bool:
    """Tell whether a node with tasks below it is one itself: a sentence that names its offices as they do.

    The offices of a heading that names a subject are those of the tasks without any, and must not be lost.
    """
    own = words[id(node)]
    if node.style <= Style.CHINESE or own.is_office or own.is_handed_down or not own.duties.offices:
        return False
    told = [id(kid) in told_nodes for kid in node.children]
    return all(told) or (any(told) and bool(_COMMA.search(own.text)))


def _hand_down(node: Node, words: dict[int, ItemWords]) -> None:
    """Give the duties of a heading to the items below it that have none of their own.

    Where some have their own, it may be that the heading meant only itself.
    """
    duties = words[id(node)].duties
    doubts = [doubt for doubt in words[id(node)].doubts if doubt.startswith("单位")]
    items = [words[id(kid)] for kid in node.children]
    is_mixed = any(item.duties.offices for item in items) and not words[id(node)].is_office
    for item in items if duties else ():
        own = item.duties
        if not own.offices and duties.offices and not _ends_with_offices(item):
            own.offices = list(duties.offices)
            item.is_handed_down = True
            item.doubts += doubts + ([HANDED_DOWN] if is_mixed else [])
        elif words[id(node)].is_office and all(column is Column.SUPPORT for column, _ in own.offices):
            own.offices = [*duties.offices, *own.offices]
        if not own.times:
            own.times = list(duties.times)


def _take_over(node: Node, words: dict[int, ItemWords]) -> None:
    """Give a node the duties and words of the parts of its text, however deep they stand."""
    own = words[id(node)]
    parts = [words[id(below)] for below in node.walk() if below is not node]
    if own.duties.offices and any(part.duties.offices for part in parts):
        own.doubts.append(PARTS_TOLD)
    if _is_record(node, words) and any(names_date(part.text) for part in parts):
        own.doubts.append(MEASURES_TIMED)
    for part in parts:
        own.duties.absorb(part.duties)
        own.text = f"{own.text}\n{part.text}"
        own.original = f"{own.original}\n{part.original}"
