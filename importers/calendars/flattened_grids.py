"""Calendars whose grid of days lost its columns: the weeks stand as lines of numbers, the events behind them.

The numbers are taken away, the words behind them kept, and a number above a grid becomes the month it is.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from importers.words.text_lines import TextLine
from importers.words.wording import folded, plain

_FEWEST_WEEKS = 4
_WHOLE_WEEK = 7
#: So many days and words behind them can only be a week of a grid; fewer must stand before a bracket.
_FEWEST_DAYS = 5
_WEEK = re.compile(
    r"\s*(?:(?:第?[一二三四五六七八九十]{1,3}[周週]?|[暑寒]假|[预預][备備][周週]?)\s+)?((?:[12]\d|3[01]|[1-9])(?:\s+(?:[12]\d|3[01]|[1-9]))*)(?![\d.、月/])\s*"
)
_MONTH = re.compile(r"1[0-2]|[1-9]")
_YEAR = re.compile(r"20\d\d|1\d\d")
_DAYS = r"(?:[12]\d|3[01]|0?[1-9])"
_LIST = rf"{_DAYS}(?:\s*[-–—~～至、,，]\s*{_DAYS})*"
#: (22-26)选课, (2)、(4)入住: days of the month above.
_BRACKETS = re.compile(rf"[(（]\s*({_LIST})\s*[)）](?:\s*[、,，]\s*[(（]\s*({_LIST})\s*[)）])*\s*(?=\S)")
_IN_BRACKET = re.compile(rf"[(（]\s*({_LIST})\s*[)）]")
_SPAN = re.compile(
    rf"[(（]\s*(?:{_DAYS}\s*[-–—~～至,，、]\s*{_DAYS}|\d{{1,2}}/\d{{1,2}}\s*[-–—~～至]\s*\d{{1,2}}/\d{{1,2}})"
)
_SEVERAL = re.compile(rf"[(（]\s*{_DAYS}\s*[)）]\s*[、,，]\s*[(（]")
#: (9)补假；(10)放假: the next item with days of its own.
_NEXT_DAYS = re.compile(rf"[;；]\s*(?=[(（]\s*{_LIST}\s*[)）]\s*[^\s;；])")


def without_grids(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines without the numbers of a flattened grid; a text without such a grid stays as it is."""
    weeks = [_week(line.text) for line in lines]
    if sum(len(days) >= _WHOLE_WEEK and not rest for days, rest in weeks) < _FEWEST_WEEKS:
        return list(lines)
    kept: list[TextLine] = []
    for n, (line, (days, rest)) in enumerate(zip(lines, weeks, strict=True)):
        words = folded(line.text)
        if _YEAR.fullmatch(words):
            kept.append(TextLine(line.number, f"{words}年", line.unit))
        elif _MONTH.fullmatch(words) and _begins_month(weeks[n + 1 : n + 2]):
            kept.append(TextLine(line.number, f"{words}月", line.unit))
        elif not days:
            kept.append(line)
        elif rest:
            kept.append(TextLine(line.number, rest, line.unit))
    return kept


def _week(text: str) -> tuple[list[int], str]:
    """Return the days that a line of a grid begins with and the words behind them; no days elsewhere."""
    found = _WEEK.match(text)
    if not found:
        return [], ""
    days = [int(word) for word in found[1].split()]
    rest = plain(text[found.end() :])
    if any(after != day + 1 for day, after in pairwise(days)):
        return [], ""
    is_week = not rest or len(days) >= _FEWEST_DAYS or rest.startswith(("(", "（"))
    return (days, rest) if is_week else ([], "")


def _begins_month(following: Iterable[tuple[list[int], str]]) -> bool:
    return any(days[:1] == [1] for days, _ in following)


def brackets_hold_days(texts: Iterable[str]) -> bool:
    """Tell whether numbers in brackets before items are days: some hold two, and they do not count up."""
    fronts = [plain(text) for text in texts]
    numbers = [int(found[1]) for text in fronts if (found := re.match(rf"[(（]\s*({_DAYS})\s*[)）]", text))]
    counts_up = numbers[:3] == [1, 2, 3]
    return not counts_up and any(_SPAN.match(text) or _SEVERAL.match(text) for text in fronts)


def bracketed_days(text: str, month: str) -> tuple[str, str, str]:
    """Return the days in brackets before an item, their dates with the month, and the item itself."""
    found = _BRACKETS.match(text)
    if not found:
        return "", "", text
    days = "、".join(_IN_BRACKET.findall(found[0]))
    dates = month + re.sub(r"\d+", r"\g<0>日", re.sub("[,，]", "、", days))
    return days, dates, text[found.end() :]


def bracketed_items(text: str) -> list[str]:
    """Return the items of a line, each with the days in brackets before it; other lines whole."""
    return _NEXT_DAYS.split(text) if _BRACKETS.match(text) else [text]
