"""Plans written as numbered items: 工作要点, 分工方案, 行动方案, and the last part of a report on past work.

Which level of the numbering holds the tasks is told by what the numbers stand on: duties, bodies, headings.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.shape_reading import Shape, ShapeReading
from importers.texts.contents_list import without_contents
from importers.texts.counting import counted, lost_its_number
from importers.texts.heading_offices import heading_marks, take_offices_of_headings
from importers.texts.item_levels import leaves
from importers.texts.item_times import beside_label, item_times, states_days
from importers.texts.item_words import ItemWords, is_duty_line, item_words, unread_bracket, without_duties
from importers.texts.missing_numbers import Hole, holes_in, may_hold, said_of
from importers.texts.paragraph_items import LOST_NUMBER, paragraph_items
from importers.texts.run_on import item_lines
from importers.texts.sentence_duties import doubted_offices, duties_in_sentence
from importers.words.confidence import TIME_IN_TEXT, TOLD_ITEM, UNTOLD_ITEM
from importers.words.duties import (
    are_surely_names,
    bare_lists_count,
    header_of,
)
from importers.words.header_words import Column
from importers.words.outline import Mark, Node, Outline, Style, marker, number_of, outline_of
from importers.words.page_lines import links_begin
from importers.words.period_words import names_date
from importers.words.sections import SectionKind, is_retrospective, kind_of_heading
from importers.words.text_lines import TextLine, is_foot
from importers.words.title_doubts import has_gaps
from importers.words.unit_words import NOBODY
from importers.words.wording import plain

_FEWEST = 2
_SHORTEST_TASK = 4
_LONG_TITLE = 120
_LONGEST_QUOTED = 20
_NO_PLAN = frozenset({SectionKind.PAST, SectionKind.PROBLEM})


@dataclass(slots=True)
class _Item:
    node: Node
    words: ItemWords

    @property
    def is_told(self) -> bool:
        return bool(self.words.duties)

    @property
    def is_sure(self) -> bool:
        """Whether its own words name an office in charge, which no other text does."""
        return bool(self.words.duties.offices) and not self.words.duties.is_bare


def read_items(lines: Sequence[TextLine], known: frozenset[str] = NOBODY) -> ShapeReading | None:
    """Return the numbered items of a text as rows, None when it has hardly any."""
    all_lines, contents = without_contents(item_lines(lines))
    marks = {**counted(all_lines), **heading_marks(all_lines, known)}
    marks.update(_in_holes(all_lines, marks, known))
    wanted = _without_foot(all_lines, marks)
    paragraphs = paragraph_items(wanted, marks, known)
    outline = outline_of(wanted, {**marks, **paragraphs.marks})
    words = {id(node): item_words(node, known) for node in outline.walk()}
    if not bare_lists_count([item.duties for item in words.values()]):
        words = _without_bare(outline, words, known)
    take_offices_of_headings(outline, words, known)
    _share_last_offices(outline, words)
    candidates = [_Item(node, words[id(node)]) for root in outline.roots for node in leaves(root, words)]
    above = [plain(line.text) for line in outline.above]
    of_plan, notes = _of_the_plan(candidates, list(outline.walk()), above)
    items = _of_one_level(of_plan)
    notes += _said_of_left_out(of_plan, items)
    holes = holes_in(list(outline.walk()))
    if len(items) < _FEWEST and not any(item.is_sure for item in items):
        return None
    _doubt_swallowed(items, holes)
    _doubt_lost_numbers(items)
    _doubt_unnumbered(items, {id(wanted[place]) for place in paragraphs.lost})
    are_told = any(item.is_told for item in items)
    rows = tuple(_row(item, are_told=are_told) for item in items)
    return ShapeReading(Shape.ITEMS, rows, tuple(above), (), (*notes, *contents, *said_of(holes)))


def _without_bare(
    outline: Outline, words: dict[int, ItemWords], known: frozenset[str]
) -> dict[int, ItemWords]:
    """Return items without the bare names in brackets, unless these can hardly be anything but offices."""
    result: dict[int, ItemWords] = {}
    for node in outline.walk():
        item = words[id(node)]
        if item.duties.is_bare and are_surely_names(item.duties):
            item.doubts.append("单位：括号里只有名称，按责任单位读，请核对")
        elif item.duties.is_bare:
            item = item_words(node, known, takes_bare=False)
        result[id(node)] = item
    return result


def _doubt_swallowed(items: Sequence[_Item], holes: Sequence[Hole]) -> None:
    """Say of an item before a missing number which it seems to hold that the next was not parted from it."""
    swallowed = {id(hole.before): hole for hole in holes if may_hold(hole)}
    for item in items:
        if hole := swallowed.get(id(item.node)):
            item.words.doubts.append(f"标题：编号缺{hole}，可能连在了这一条里，请核对")


def _doubt_unnumbered(items: Sequence[_Item], lost: AbstractSet[int]) -> None:
    """Say of paragraphs between numbered items that they are read as items without a number."""
    for item in items:
        if id(item.node.line) in lost:
            item.words.doubts.append(LOST_NUMBER)


def _share_last_offices(outline: Outline, words: dict[int, ItemWords]) -> None:
    """Give what stands behind the last of 一要…二要… to all of them, where no other says who does it.

    It stands behind the full stop or on a line of its own; before the stop it is that of the last alone.
    """
    items = [words[id(node)] for node in outline.roots]
    if len(items) < _FEWEST or any(node.style is not Style.SPOKEN for node in outline.roots):
        return
    last = items[-1].duties
    is_apart = items[-1].text.endswith("。")
    if (
        is_apart
        and last.offices
        and not any(item.duties.offices or duties_in_sentence(item.text) for item in items[:-1])
    ):
        for item in items:
            item.duties.offices = list(last.offices)
            item.doubts.append("单位：只写在最后一条后面，按各条共同的读，请核对")


def _in_holes(lines: Sequence[TextLine], marks: Mapping[int, Mark], known: frozenset[str]) -> dict[int, Mark]:
    """Return the paragraphs that are items because the count lacks just as many between two numbers.

    Each says who is to do it, and so does what stands before it; its number is lost with its sign.
    """
    found: dict[int, Mark] = {}
    number = 0
    between: list[int] = []
    for place, line in enumerate(lines):
        mark = marks.get(place) or marker(line.text)
        if mark is not None and mark[0] is Style.ARABIC:
            reached = number_of(line.text)
            if number and between and reached - number - 1 == len(between):
                found.update(dict.fromkeys(between, (Style.ARABIC, 0)))
            number, between = reached, []
        elif mark is None and number and not is_duty_line(line):
            text, duties = without_duties(plain(line.text), known, alone=False)
            if duties.offices and len(text) >= _SHORTEST_TASK:
                between.append(place)
    return found


def _doubt_lost_numbers(items: Sequence[_Item]) -> None:
    """Say of an item that lost its number when the count around it does not confirm that it is one."""
    numbers = [number_of(item.node.line.text) for item in items]
    for place, item in enumerate(items):
        if numbers[place] or not lost_its_number(item.node.line.text):
            continue
        before, after = (
            numbers[place - 1] if place else 0,
            numbers[place + 1] if place + 1 < len(items) else 0,
        )
        if not before or after != before + 2:
            item.words.doubts.append("标题：这一条掉了编号，可能是小标题或分项，请核对")


def _without_foot(lines: list[TextLine], marks: Mapping[int, Mark]) -> list[TextLine]:
    """Leave out the foot of a page: what follows a line of it behind the last number, and links."""
    lines = lines[: links_begin([line.text for line in lines])]
    last = max((n for n, line in enumerate(lines) if n in marks or _is_numbered(line)), default=0)
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
    level = {id(item) for item in deep}
    return [item for item in items if id(item) in level or _is_dated_heading(item)]


def _said_of_left_out(before: Sequence[_Item], items: Sequence[_Item]) -> list[str]:
    """Say which headings without parts were left out although their text names a date."""
    kept = {id(item) for item in items}
    left = [item for item in before if id(item) not in kept and names_date(item.words.text)]
    if not left:
        return []
    return [
        f"“{left[0].words.title[:_LONGEST_QUOTED]}”等{len(left)}段写了时间而没有分条，没有作为工作收，请核对。"
    ]


def _is_dated_heading(item: _Item) -> bool:
    """Tell whether days stand below a heading without parts: 一、考试安排, below it 1月18日，高中考试."""
    return item.node.style is Style.CHINESE and states_days(item.words.title, item.words.text)


def _row(item: _Item, *, are_told: bool) -> RawRow:
    node, words = item.node, item.words
    times = list(dict.fromkeys(words.duties.times))
    doubts = list(words.doubts)
    certainty = TOLD_ITEM if words.duties.offices else UNTOLD_ITEM
    offices, office_doubts = doubted_offices(words.text, words.duties.offices)
    doubts += office_doubts
    title = words.title
    if not times:
        stated = item_times(words.title, words.text)
        title, times = stated.title, list(stated.times)
        certainty = min(certainty, TIME_IN_TEXT) if times else certainty
    else:
        stated = beside_label(words.title, times)
        title, times = stated.title, list(stated.times)
    doubts += stated.doubts
    if not offices and (bracket := unread_bracket(words.text)):
        doubts.append(f"单位：括号里的“{bracket}”没有读懂，请核对")
    if are_told and not words.duties.offices and not words.duties.is_labelled:
        certainty = UNTOLD_ITEM
    if has_gaps(title):
        doubts.append("标题：字与字之间有空格，可能掉了字，请对照原文")
    if len(title) > _LONG_TITLE:
        doubts.append(f"标题：整段{len(title)}字没有断句，请核对标题")
    place = node.line.place
    cells = [RawCell(Column.TASK, "工作任务", title, place)]
    cells.append(RawCell(Column.TIME, "时限", "；".join(times), place))
    cells += [RawCell(column, header_of(column), text, place) for column, text in offices]
    return RawRow(node.line.number, place, tuple(cells), words.original, certainty, tuple(doubts))
