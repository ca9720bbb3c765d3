"""What one numbered item says: its title, the duties written into or below it, and the rest of its words."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from importers.words.duties import Duties, duties_of, labelled_parts, strong_label
from importers.words.header_words import Column
from importers.words.outline import Node
from importers.words.period_words import is_period
from importers.words.script import KEPT_LINES, aligned, recognised, without_sounds
from importers.words.text_lines import TextLine
from importers.words.unit_words import NOBODY, can_be_offices
from importers.words.wording import one_line, plain

_OPENING, _CLOSING = "（(【[〔", "）)】]〕"
_QUOTES = {"“": "”", "《": "》", "「": "」", "『": "』"}
#: 召开会议——办公室
_DASHED = re.compile(
    r"(?<=[\u4e00-\u9fff）)”》])\s*(?:[—–]{1,2}|--|\s-\s)\s*([\u4e00-\u9fff、（）()]{2,40})[。;；]?$"
)
#: A half-width ? within Chinese words rather stands for a character that was lost.
_STOP = "。!！？"
_LETTER = re.compile(r"\w")
_YEARS = re.compile(r"20\d\d年?度?(?:[-—–~～至到]+20\d\d年?度?)?")
_PLAN = re.compile(r"(?:规划|计划|方案|纲要|行动|清单|目录|办法|标准|指南|意见|规程|规定|条例|工程|[》”])$")
_LONGEST_DUTIES = 600
_SEEMS_DUTIES = re.compile(r"牵头|配合|责任|负责|[局委厅](?:[、和及]|$)")
_LONGEST_QUOTED = 40
TOLD_TWICE = "单位：下面没有编号的一段另写了责任单位，可能是另一项工作，请核对"
_UNREAD_LIST = "单位：责任单位下面一行“{}”没有读，可能是名单的后半，请核对"
_BRACKETED = re.compile(r"([^（()）。；;，,：:]{2,30})[（(]([^（()）]{2,40})[)）]\s*(?:$|[:：])")
_SHORTER_THAN_YEAR = re.compile(r"[月季旬周日号]|半年")


@dataclass(slots=True)
class ItemWords:
    """An item taken apart. ``text`` is the item without its duties, ``title`` its first phrase."""

    title: str
    text: str
    duties: Duties = field(default_factory=Duties)
    original: str = ""
    is_office: bool = False
    """A heading that only names the office of all items below it."""
    is_handed_down: bool = False
    """Its offices are those of the heading above it."""
    doubts: list[str] = field(default_factory=list)


def item_words(node: Node, known: frozenset[str] = NOBODY, *, takes_bare: bool = True) -> ItemWords:
    """Return what a node and the lines below it say; ``takes_bare``: names alone in a bracket are offices."""
    duties = Duties()
    kept: list[str] = []
    doubts: list[str] = []
    offices_end = False
    lines = [node.text, *(plain(line.text) for line in node.body)]
    for number, words in enumerate(lines):
        rest, own = without_duties(words, known, alone=number > 0, takes_bare=takes_bare)
        if rest and own.offices and duties.offices and not doubts:
            doubts.append(TOLD_TWICE)
        is_list = offices_end and not own and rest == words and "。" not in rest
        if is_list and can_be_offices(rest, known):
            doubts.append(_UNREAD_LIST.format(one_line(rest)[:_LONGEST_QUOTED]))
        offices_end = own.is_labelled and bool(own.offices) and not rest
        duties.absorb(own)
        if rest:
            kept.append(rest)
    text = kept[0] if kept else ""
    original = "\n".join([plain(node.line.text), *(plain(line.text) for line in node.body)])
    title = first_phrase(text)
    if not duties.times:
        title, time = _bracketed_time(title)
        duties.times += [time] if time else []
    return ItemWords(title, "\n".join(kept), duties, original, doubts=doubts)


def _bracketed_time(title: str) -> tuple[str, str]:
    """Return a title and the time in a bracket behind it: 宣传发动阶段（1月—2月）。…, 动员阶段（3月）：….

    Years alone belong to the name of something: 三年行动（2024—2026年）.
    """
    found = _BRACKETED.match(title)
    if not found or not _SHORTER_THAN_YEAR.search(aligned(found[2])) or not is_period(found[2]):
        return title, ""
    return found[1].rstrip(), found[2].strip()


def without_duties(
    words: str, known: frozenset[str] = NOBODY, *, alone: bool, takes_bare: bool = True
) -> tuple[str, Duties]:
    """Return a line without the duties at its end, and these; ``alone``: the whole line may be duties."""
    text, duties = _parted(words.strip(), known, alone=alone, takes_bare=takes_bare)
    own = Duties()
    own.absorb(duties)
    return text, own


@lru_cache(maxsize=KEPT_LINES)
def _parted(text: str, known: frozenset[str], *, alone: bool, takes_bare: bool) -> tuple[str, Duties]:
    """Return a line without its duties, and these, which are kept and must not be changed."""
    duties = Duties()
    while True:
        start = _closing_bracket(text)
        if start is None:
            break
        inner = text[start + 1 : _inner_end(text)]
        found = duties_of(inner, known) if len(inner) <= _LONGEST_DUTIES else Duties()
        if not found or _is_of_name(text, start, found):
            break
        if found.is_bare and (not takes_bare or duties.offices or _is_in_duties(text, start, alone=alone)):
            break
        duties.absorb(found)
        text = text[:start].rstrip()
    if not duties and takes_bare and (dashed := _DASHED.search(text)):
        found = duties_of(dashed[1], known)
        if found.offices:
            found.is_bare = True
            return text[: dashed.start()].rstrip(), found
    labels = labelled_parts(text)
    first = next((start for _, _, start in labels if _begins_duties(text, start, alone=alone)), None)
    strong = strong_label(text if first is None else text[:first])
    first = strong if strong is not None else first
    if first is not None:
        duties.absorb(duties_of(text[first:].lstrip("（(【[")))
        text = text[:first].rstrip("（(【[ 　")
    return text, duties


def _is_of_name(text: str, start: int, duties: Duties) -> bool:
    """Tell whether a bracket with years alone ends the name of a plan: 行动计划（2025—2027年）."""
    years = bool(_YEARS.fullmatch(recognised("".join(duties.times)))) and not duties.offices
    return years and bool(_PLAN.search(aligned(text[:start].rstrip())))


def _begins_duties(text: str, start: int, *, alone: bool) -> bool:
    """Tell whether a label begins a run of duties: at the start of its line or behind a full stop."""
    before = text[:start].rstrip()
    if before.endswith(".") and text[start : start + 1].isascii():
        return True
    return (alone and not before) or before.endswith(("。", "；", ";", "（", "(", "【", "[", "\n", "！"))


def _is_in_duties(text: str, place: int, *, alone: bool) -> bool:
    """Tell whether a place lies behind a label, where a bracket belongs to a name: 责任单位：甲局（乙办）."""
    return any(_begins_duties(text, start, alone=alone) for _, _, start in labelled_parts(text[:place]))


def _inner_end(text: str) -> int:
    return len(text.rstrip("。；;.，, ")) - 1


def _closing_bracket(text: str) -> int | None:
    """Return where the bracket opens that closes a text, None when none does."""
    end = _inner_end(text)
    if end < 1 or text[end] not in _CLOSING:
        return None
    depth = 0
    for place in range(end, -1, -1):
        sign = text[place]
        depth += (sign in _CLOSING) - (sign in _OPENING)
        if not depth:
            is_sound = place > 0 and without_sounds(text[place - 1 : end + 1]) == text[place - 1]
            return None if is_sound else place
    return None


def unread_bracket(text: str) -> str:
    """Return the words of a bracket that closes a line and seems to say who is to do it, empty for others."""
    for line in text.split("\n"):
        start = _closing_bracket(line)
        inner = line[start + 1 : _inner_end(line)] if start is not None else ""
        if _SEEMS_DUTIES.search(aligned(inner)):
            return inner[:_LONGEST_QUOTED]
    return ""


def first_phrase(text: str) -> str:
    """Return the words before the first full stop that stands in no bracket or quotation."""
    depth = 0
    closing: list[str] = []
    for place, sign in enumerate(text):
        if closing and sign == closing[-1]:
            closing.pop()
        elif sign in _QUOTES and len(closing) < 9:
            closing.append(_QUOTES[sign])
        elif sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(0, depth - 1)
        elif sign in _STOP and not depth and not closing and _LETTER.search(text, 0, place):
            return text[:place]
    if depth or closing:  # a bracket that never closes parts nothing
        cut = re.search(r"[。！]", text)
        return text[: cut.start()] if cut and cut.start() else text
    return text.rstrip("。;； ")


def is_duty_line(line: TextLine) -> bool:
    """Tell whether a line begins with a label for an office, a time or a person."""
    words = plain(line.text).lstrip("（(【[ ")
    column = next((c for c, _, start in labelled_parts(words[:40]) if not start), None)
    return column is not None and column is not Column.OTHER
