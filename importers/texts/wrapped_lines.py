"""Join lines that a page or a printer broke at its width, so that a sentence stands on one line again."""

import re
from collections.abc import Sequence

from importers.texts.item_words import is_duty_line
from importers.words.cell_evidence import OFFICES
from importers.words.duties import labelled_parts
from importers.words.office_heads import office_head
from importers.words.outline import marker
from importers.words.text_lines import TextLine
from importers.words.unit_words import can_be_offices
from importers.words.wording import plain

_ENGLISH_LABEL = re.compile(r"[A-Za-z]{2,14}(?: [A-Za-z]{2,14}){0,2}:\s")
_BETWEEN_WORDS = re.compile(r"[A-Za-z,.;)][A-Za-z0-9(]|[0-9][A-Za-z]")
_ENDS = tuple("。；;：:！!？?）)】]”》")
_WIDEST = 80
_NARROWEST = 16
_FULL = 0.85
_SHARE = 0.4
_MOST_LINES = 60
_OPENING, _CLOSING = "（(【[〔", "）)】]〕"
_LONGEST_BRACKET = 5
_ONE_IS_WIDER = 12
_OVERHANG = 2


def unwrapped(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines with broken ones joined; a text that is not broken at a width stays as it is."""
    width = _width(lines)
    if not width:
        return list(lines)
    joined: list[tuple[TextLine, list[str]]] = []
    was_full = False
    for line in lines:
        words = plain(line.text)
        if was_full and len(joined[-1][1]) < _MOST_LINES and _goes_on(joined[-1][1][-1], line):
            joined[-1][1].append(words)
        else:
            joined.append((line, [words]))
        was_full = width * _FULL <= len(words) <= width + _OVERHANG and not words.endswith(_ENDS)
    return [
        line if len(parts) == 1 else TextLine(line.number, _whole(parts), line.unit) for line, parts in joined
    ]


def _goes_on(before: str, line: TextLine) -> bool:
    """Tell whether a line may be the rest of the one before: no number, heading, or label.

    Behind 责任单位：甲局 the words 清理河道。责任单位：乙局 are a task of their own.
    """
    words = plain(line.text)
    if marker(words) is not None or is_duty_line(line) or _ENGLISH_LABEL.match(words):
        return False
    head = office_head(line.text)
    if head is not None and head.is_marked:
        return False
    run = before[before.rfind("。") + 1 :]
    labels = {column for column, _, _ in labelled_parts(run)} if labelled_parts(words) else set()
    first = labelled_parts(words)[0][2] if labels else 0
    return not (first and any(column in labels for column, _, _ in labelled_parts(words)))


def _whole(parts: Sequence[str]) -> str:
    """Return the parts of a line as one; the blank between two Latin words was lost at the break."""
    whole = parts[0]
    for part in parts[1:]:
        whole = f"{whole} {part}" if _BETWEEN_WORDS.fullmatch(whole[-1:] + part[:1]) else f"{whole}{part}"
    return whole


def _width(lines: Sequence[TextLine]) -> int:
    """Return the width at which the lines are broken, 0 when they are not; a page's head may be wider."""
    lengths = sorted(len(plain(line.text)) for line in lines)
    if len(lengths) < 4 or lengths[-1] > _WIDEST:
        return 0
    width = lengths[-1 - len(lengths) // _ONE_IS_WIDER]
    full = sum(length >= width * _FULL for length in lengths)
    return width if width >= _NARROWEST and full >= len(lengths) * _SHARE else 0


def with_whole_lists(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines with a list of offices behind its label joined where the width of the page broke it.

    Where 、 parts the names and none stands at the break, it is within a name: 甲局、区委⏎组织部、乙局.
    """
    lengths = sorted(len(plain(line.text)) for line in lines)
    width = lengths[-1 - len(lengths) // _ONE_IS_WIDER] if lengths else 0
    if not 0 < width <= _WIDEST:
        return list(lines)
    joined: list[TextLine] = []
    for line in lines:
        words = plain(line.text)
        before = plain(joined[-1].text) if joined else ""
        if len(before) >= width * _FULL and _is_rest_of_list(before, line):
            joined[-1] = TextLine(joined[-1].number, f"{before}{words}", joined[-1].unit)
        else:
            joined.append(line)
    return joined


def _is_rest_of_list(before: str, line: TextLine) -> bool:
    words = plain(line.text)
    if before.endswith(_ENDS) or marker(words) is not None or is_duty_line(line):
        return False
    labels = labelled_parts(before)
    if not labels or labels[0][2] or labels[-1][0] not in OFFICES:
        return False
    whole = f"{labels[-1][1]}{words}"
    return "、" in whole and can_be_offices(whole)


def with_whole_brackets(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines with those joined over which a bracket runs: (甲局、⏎乙局负责)."""
    joined: list[TextLine] = []
    place = 0
    while place < len(lines):
        count = _lines_of_bracket(lines[place : place + _LONGEST_BRACKET])
        line = lines[place]
        words = "".join(plain(part.text) for part in lines[place : place + count])
        joined.append(line if count == 1 else TextLine(line.number, words, line.unit))
        place += count
    return joined


def _lines_of_bracket(lines: Sequence[TextLine]) -> int:
    """Return how many lines the first of them goes on for until its open bracket closes, 1 without one."""
    depth = 0
    for count, line in enumerate(lines, 1):
        words = plain(line.text)
        if count > 1 and (marker(words) is not None or is_duty_line(line)):
            return 1
        depth += sum((sign in _OPENING) - (sign in _CLOSING) for sign in words)
        if depth <= 0:
            return count
    return 1
