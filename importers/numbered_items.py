"""Plans written as numbered items: 工作要点, 分工方案, 行动方案, and the last part of a report on past work.

Which level of the numbering holds the tasks is told by what the numbers stand on: duties, bodies, headings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importers.body_times import body_times
from importers.confidence import TIME_IN_TEXT, TOLD_ITEM, UNTOLD_ITEM
from importers.duties import bare_lists_count, duties_in_sentence, header_of
from importers.header_words import Column
from importers.item_words import ItemWords, is_duty_line, item_words, without_duties
from importers.outline import Node, Outline, Style, marker, outline_of, split_inline
from importers.raw_rows import RawCell, RawRow
from importers.sections import SectionKind, is_retrospective, kind_of_heading
from importers.shape_reading import Shape, ShapeReading
from importers.text_lines import TextLine, is_foot
from importers.title_doubts import has_gaps
from importers.unit_words import NOBODY, can_be_offices
from importers.wording import plain
from importers.wrapped_lines import unwrapped

_FEWEST = 2
_SHORTEST_TASK = 4
_SUBLISTS = frozenset({Style.ARABIC_BRACKET, Style.CIRCLED, Style.BULLET})
_LONG_TITLE = 120
_NO_PLAN = frozenset({SectionKind.PAST, SectionKind.PROBLEM})


@dataclass(slots=True)
class _Item:
    node: Node
    words: ItemWords

    @property
    def is_told(self) -> bool:
        return bool(self.words.duties)


def read_items(lines: Sequence[TextLine], known: frozenset[str] = NOBODY) -> ShapeReading | None:
    """Return the numbered items of a text as rows, None when it has hardly any."""
    wanted = _without_foot(split_inline(unwrapped(lines)))
    outline = outline_of(wanted, _told_paragraphs(wanted, known))
    words = {id(node): item_words(node, known) for node in outline.walk()}
    if not bare_lists_count([item.duties for item in words.values()]):
        words = {id(node): item_words(node, known, takes_bare=False) for node in outline.walk()}
    _take_offices_of_headings(outline, words, known)
    candidates = [_Item(node, words[id(node)]) for root in outline.roots for node in _leaves(root, words)]
    above = [plain(line.text) for line in outline.above]
    items, notes = _of_the_plan(candidates, list(outline.walk()), above)
    items = _of_one_level(items)
    if len(items) < _FEWEST:
        return None
    are_told = any(item.is_told for item in items)
    rows = tuple(_row(item, are_told=are_told) for item in items)
    return ShapeReading(Shape.ITEMS, rows, tuple(above), (), tuple(notes))


def _take_offices_of_headings(outline: Outline, words: dict[int, ItemWords], known: frozenset[str]) -> None:
    """Where all headings are offices (一、办公室 …), give each to the items below it."""
    headings = [node for node in outline.roots if node.children]
    if len(headings) < _FEWEST or not all(can_be_offices(node.text, known) for node in headings):
        return
    for node in headings:
        duties = words[id(node)].duties
        if not duties.offices:
            duties.offices.append((Column.RESPONSIBLE, node.text.rstrip("。:： ")))


def _told_paragraphs(lines: Sequence[TextLine], known: frozenset[str]) -> frozenset[int]:
    """Return the places of paragraphs without a number that end with who is to do them.

    None where as many numbered lines end so: then the numbers count the tasks.
    """
    told: list[int] = []
    numbered = 0
    for place, line in enumerate(lines):
        text, duties = without_duties(plain(line.text), known, alone=False)
        if not duties.offices or duties.is_bare or len(text) < _SHORTEST_TASK:
            continue
        if marker(line.text) is None and not is_duty_line(line):
            told.append(place)
        else:
            numbered += 1
    return frozenset(told) if len(told) >= _FEWEST and len(told) > numbered else frozenset()


def _without_foot(lines: list[TextLine]) -> list[TextLine]:
    """Leave out the foot of a page: what follows a line of it behind the last number."""
    last = max((n for n, line in enumerate(lines) if _is_numbered(line)), default=0)
    told = (n for n in range(last, len(lines)) if _ends_told(lines[n]) and not is_foot(lines[n].text))
    last = max(told, default=last)
    end = next((n for n in range(last + 1, len(lines)) if is_foot(lines[n].text)), len(lines))
    return lines[:end]


def _ends_told(line: TextLine) -> bool:
    """Tell whether a line ends with who is to do it or by when."""
    return bool(without_duties(plain(line.text), alone=True)[1])


def _is_numbered(line: TextLine) -> bool:
    found = marker(line.text)
    return found is not None and found[0] is not Style.BULLET


def _leaves(node: Node, words: dict[int, ItemWords]) -> Iterator[Node]:
    """Return the nodes below (or the node itself) that are items rather than headings or parts of one."""
    stack = [node]
    while stack:
        top = stack.pop()
        kids = top.children
        if not kids or _holds_a_list(top, words):
            if kids:
                _take_over(top, words)
            yield top
        else:
            _hand_down(top, words)
            stack.extend(reversed(kids))


def _holds_a_list(node: Node, words: dict[int, ItemWords]) -> bool:
    """Tell whether the numbers below a node only part its own text."""
    kids = node.children
    told = [bool(words[id(kid)].duties) for kid in kids]
    if words[id(node)].duties.offices and node.style > Style.CHINESE_BRACKET:
        return True
    only_last = told[-1] and not any(told[:-1]) and len(kids) > 1
    has_body = bool(node.body) or words[id(node)].text.strip("。") != words[id(node)].title
    may_be_parted = node.style > Style.CHINESE_BRACKET or (node.style is Style.CHINESE_BRACKET and has_body)
    are_parts = all(kid.style in _SUBLISTS for kid in kids) and may_be_parted
    return are_parts and (only_last or not any(told))


def _hand_down(node: Node, words: dict[int, ItemWords]) -> None:
    """Give the duties of a heading to the items below it that have none of their own."""
    duties = words[id(node)].duties
    for kid in node.children if duties else ():
        own = words[id(kid)].duties
        if not own.offices:
            own.offices = list(duties.offices)
        if not own.times:
            own.times = list(duties.times)


def _take_over(node: Node, words: dict[int, ItemWords]) -> None:
    """Give a node the duties and words of the parts of its text."""
    own = words[id(node)]
    for kid in node.children:
        part = words[id(kid)]
        own.duties.absorb(part.duties)
        own.text = f"{own.text}\n{part.text}"
        own.original = f"{own.original}\n{part.original}"


def _of_the_plan(
    items: list[_Item], nodes: Sequence[Node], above: Sequence[str]
) -> tuple[list[_Item], list[str]]:
    """Leave out what reports the past, names problems, or only says how the plan is run."""
    headings = [node.text for node in nodes if node.children]
    kinds = {
        id(node): kind_of_heading(node.text) for node in nodes if node.children or node.style <= Style.CHINESE
    }
    titles = " ".join(above[:12])
    looks_back = is_retrospective(headings, titles)
    has_next = any(kinds.get(id(node)) is SectionKind.NEXT for node in nodes)
    kept: list[_Item] = []
    for item in items:
        around = [kinds[id(node)] for node in (item.node, *item.node.ancestors()) if id(node) in kinds]
        is_out = bool(_NO_PLAN & set(around)) if looks_back else False
        is_out = is_out or (looks_back and has_next and SectionKind.NEXT not in around)
        is_frame = SectionKind.FRAME in around and not item.is_told
        if not is_out and not is_frame:
            kept.append(item)
    notes = ["文件前面是工作总结，只读了下一步工作部分，请核对。"] if looks_back and kept else []
    return kept, notes


def _of_one_level(items: list[_Item]) -> list[_Item]:
    """Leave out headings without items below them where the items stand deeper."""
    deep = [item for item in items if item.node.style > Style.CHINESE and item.node.style is not Style.BULLET]
    if not deep:
        return [item for item in items if item.node.style is not Style.BULLET or item.is_told]
    told = sum(item.is_told for item in deep)
    if told * 2 > len(deep):
        return [
            item
            for item in items
            if item.is_told or (item.node.style > Style.CHINESE and item.node.style is not Style.BULLET)
        ]
    return deep


def _row(item: _Item, *, are_told: bool) -> RawRow:
    node, words = item.node, item.words
    times = list(dict.fromkeys(words.duties.times))
    doubts: list[str] = []
    certainty = TOLD_ITEM if words.duties.offices else UNTOLD_ITEM
    offices = words.duties.offices
    if not offices and (offices := duties_in_sentence(words.text)):
        doubts.append("单位：是从句子里读出的，请核对")
    if not times:
        found = body_times(words.text)
        times = [time.words for time in found if time.is_sure] or [time.words for time in found]
        certainty = min(certainty, TIME_IN_TEXT) if times else certainty
        if not all(time.is_sure for time in found):
            unsure = "；".join(time.words for time in found if not time.is_sure)
            doubts.append(f"时限：正文里的“{unsure}”不一定是完成时限，请核对")
        elif len(times) > 1:
            doubts.append(f"时限：正文里写了{len(times)}个时间，按最晚的读")
    if are_told and not words.duties.offices and not words.duties.is_labelled:
        certainty = UNTOLD_ITEM
    if has_gaps(words.title):
        doubts.append("标题：字与字之间有空格，可能掉了字，请对照原文")
    if len(words.title) > _LONG_TITLE:
        doubts.append(f"标题：整段{len(words.title)}字没有断句，请核对标题")
    place = node.line.place
    cells = [RawCell(Column.TASK, "工作任务", words.title, place)]
    cells.append(RawCell(Column.TIME, "时限", "；".join(times), place))
    cells += [RawCell(column, header_of(column), text, place) for column, text in offices]
    return RawRow(node.line.number, place, tuple(cells), words.original, certainty, tuple(doubts))
