"""The time of an item below a head: that of the head, or its own within the month or year of the head."""

import re

from importers.words.period_words import is_period
from importers.words.script import recognised
from importers.words.section_heads import Head
from importers.words.stated_years import in_year

_FULL_WEEK = re.compile(r"^第?[一二三四五六七八九十\d]{1,3}周|^预备周|^开学前|^寒假|^暑假")
_DAY_ONLY = re.compile(r"^\d{1,2}[日号]?(?:\D|$)")
_NAMES_MONTH = re.compile(r"月|[/.]|20\d\d-|[A-Za-z]{3}")
#: The weekday behind a day: 22 Monday 2024.
_AFTER_DAY = re.compile(r"\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(?:\s.*)?$", re.IGNORECASE)


def times_below(head: Head, own: str) -> tuple[str, str]:
    """Return the printed time of an item and the words its date is read from."""
    if not own:
        dates = _FULL_WEEK.sub("", recognised(head.period))
        is_parted = dates != recognised(head.period) and is_period(dates)
        return head.period, head.due_words or (dates if is_parted else "")
    month = re.search(r"(?:\d{2,4}年)?\d{1,2}月", head.month or recognised(head.period))
    own_number = _AFTER_DAY.sub("", own)
    if _DAY_ONLY.match(own) and not _NAMES_MONTH.search(own_number) and month:
        number = re.sub("(?:st|nd|rd|th)$", "", own_number)
        day = number if number[-1:] in "日号號" else f"{number}日"
        return own, f"{month[0]}{day}"
    return own, in_year(head.year, own)


def names_weekday(own: str) -> bool:
    """Tell whether a day is named with its weekday in English: 22 Monday 2024."""
    return bool(_AFTER_DAY.search(own))
