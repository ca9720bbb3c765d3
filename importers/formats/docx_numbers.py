"""Work out the numbers that Word sets itself, so that numbered paragraphs read as they are printed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from importers.formats.docx_words import W, value
from importers.words.number_words import number_words

_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9
_CHAIN = 20


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str
    is_legal: bool
    suffix: str
    style: str


@dataclass(frozen=True, slots=True)
class _List:
    """A list (w:num): the definition whose counters it shares, its levels, the starts it sets anew."""

    definition: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


@dataclass
class Numbering:
    """Counts the numbered paragraphs of one document in their order."""

    lists: dict[str, _List]
    styles: dict[str, Element]
    counters: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def labels(self, paragraphs: Iterable[Element]) -> dict[Element, str]:
        """Return the printed number of each paragraph that has one."""
        found: dict[Element, str] = {}
        for paragraph in paragraphs:
            if label := self._label(paragraph):
                found[paragraph] = label
        return found

    def _label(self, paragraph: Element) -> str:
        list_id, level = self._place(paragraph)
        numbered = self.lists.get(list_id)
        if numbered is None or level not in numbered.levels:
            return ""
        counters = self._counted(list_id, numbered, level)
        return _printed(numbered.levels, level, counters)

    def _counted(self, list_id: str, numbered: _List, level: int) -> list[int | None]:
        counters = self.counters.setdefault(numbered.definition, [None] * _LEVELS)
        if list_id not in self.begun:
            self.begun.add(list_id)
            for restarted in numbered.restarts:
                counters[restarted] = None
        for above in range(level):
            if counters[above] is None:
                counters[above] = _start(numbered, above)
        known = counters[level]
        counters[level] = _start(numbered, level) if known is None else known + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        return counters

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """Return the list and the level of a paragraph, by itself or by its style."""
        list_id, level = value(paragraph, "pPr/numPr/numId"), value(paragraph, "pPr/numPr/ilvl")
        style_id = value(paragraph, "pPr/pStyle")
        for _ in range(_CHAIN):
            style = self.styles.get(style_id or "")
            if list_id is not None or style is None:
                break
            list_id, level = value(style, "pPr/numPr/numId"), level or value(style, "pPr/numPr/ilvl")
            if list_id is not None and level is None:
                level = self._level_of_style(list_id, style_id or "")
            style_id = value(style, "basedOn")
        return list_id or "0", int(level) if level and level.isdigit() and int(level) < _LEVELS else 0

    def _level_of_style(self, list_id: str, style_id: str) -> str:
        levels = self.lists[list_id].levels if list_id in self.lists else {}
        return next((str(number) for number, level in levels.items() if level.style == style_id), "0")


def _start(numbered: _List, level: int) -> int:
    known = numbered.levels.get(level)
    return numbered.restarts.get(level, known.start if known else 1)


def _printed(levels: dict[int, _Level], level: int, counters: list[int | None]) -> str:
    own = levels[level]
    if own.form in ("none", "bullet"):
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = "decimal" if own.is_legal or at not in levels else levels[at].form
        return number_words(counters[at] or 0, form)

    label = _PLACEHOLDER.sub(number, own.pattern)
    needs_blank = own.suffix != "nothing" and label[-1:].isalnum() and label[-1:].isascii()
    return f"{label} " if needs_blank else label


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """Return the lists of a document by the roots of its numbering and style parts."""
    style_of = {
        style.get(f"{W}styleId", ""): style
        for style in (styles.iterfind(f"{W}style") if styles is not None else ())
    }
    if numbering is None:
        return Numbering({}, style_of)
    definitions = {d.get(f"{W}abstractNumId", ""): d for d in numbering.iterfind(f"{W}abstractNum")}
    nums = {num.get(f"{W}numId", ""): num for num in numbering.iterfind(f"{W}num")}
    lists: dict[str, _List] = {}
    for list_id, num in nums.items():
        name = _definition_of(num, definitions, nums, style_of)
        if name in definitions:
            lists[list_id] = _list(name, num, definitions[name])
    return Numbering(lists, style_of)


def _definition_of(
    num: Element, definitions: dict[str, Element], nums: dict[str, Element], styles: dict[str, Element]
) -> str:
    """Follow a definition that only names a list style to the one that holds the levels."""
    name = value(num, "abstractNumId") or ""
    style = styles.get(value(definitions[name], "numStyleLink") or "") if name in definitions else None
    linked = nums.get(value(style, "pPr/numPr/numId") or "") if style is not None else None
    return (value(linked, "abstractNumId") or "") if linked is not None else name


def _list(name: str, num: Element, definition: Element) -> _List:
    levels = {_level_number(element): _level(element) for element in definition.iterfind(f"{W}lvl")}
    restarts: dict[int, int] = {}
    for override in num.iterfind(f"{W}lvlOverride"):
        at = _level_number(override)
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[at] = _level(own)
        if (start := value(override, "startOverride")) is not None and at < _LEVELS:
            restarts[at] = _number(start, 1)
    return _List(name, levels, restarts)


def _level_number(element: Element) -> int:
    return _number(element.get(f"{W}ilvl", ""), 0)


def _level(element: Element) -> _Level:
    return _Level(
        start=_number(value(element, "start"), 1),
        form=value(element, "numFmt") or "decimal",
        pattern=value(element, "lvlText") or "",
        is_legal=value(element, "isLgl") not in (None, "0", "false"),
        suffix=value(element, "suff") or "tab",
        style=value(element, "pStyle") or "",
    )


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default
