"""The day of its month that an English item begins with: 8-12 Mon-Fri …, Mon 1 …, 15th: … below September."""

import re

from importers.words.head_days import day_words
from importers.words.section_heads import Head

_N = "(?:[12][0-9]|3[01]|0?[1-9])"
_TH = "(?:st|nd|rd|th)"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_TO = r"\s*[-–—~]\s*"
#: A number is a day by the weekday beside it, or by the sign of an ordinal and a colon or dash behind it.
_DAY = re.compile(
    rf"(?:({_N}){_TH}?(?:{_TO}({_N}){_TH}?)?[\s,]*\(?{_WEEKDAY}(?:\s*[-–—~/]\s*{_WEEKDAY})?\)?"
    rf"|{_WEEKDAY},?\s+({_N}){_TH}?(?:{_TO}(?:{_WEEKDAY},?\s+)?({_N}){_TH}?)?"
    rf"|({_N}){_TH}(?:{_TO}({_N}){_TH})?(?=\s*[:：–—-]))[\s:：.,–—-]+(?!{_WEEKDAY})(?=[A-Za-z\u4e00-\u9fff])",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf"({_N}(?:{_TO}{_N})?)\s+(?:[-–—:]\s*)?(?=[A-Za-z])")
_AROUND = " :：.,–—-\t"


def day_in_front(head: Head, text: str) -> tuple[str, str, str]:
    """Return the day an item below a month begins with, as printed and as words, and the rest of the item."""
    found = _DAY.match(text) if head.month and not head.is_day else None
    if found is None:
        return "", "", text
    first, last = [*filter(None, found.groups()), ""][:2]
    due_words = day_words(f"{first}-{last}" if last else first, head.month)
    return f"{head.period} {found[0].strip(_AROUND)}", due_words, text[found.end() :]


def number_in_front(head: Head, text: str) -> str:
    """Return the number an English item below a month begins with and that may be its day, else nothing."""
    found = _NUMBER.match(text) if head.month and not head.is_day else None
    return found[1] if found else ""
