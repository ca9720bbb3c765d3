"""Lines that only name a day of the month above them: 5, 21 Fri, 21-03 Wed-Tue, 29 Tues (29日 星期二)."""

import re

from importers.words.script import recognised

_LONGEST_HEADING = 40
WEEKDAY = r"(?:(?:周|星期|礼拜)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})"
_N = r"(?:[12]\d|3[01]|0?[1-9])"
#: 5, 21 Fri, 21-03 Wed-Tue, 21日 周五: days of the month above.
DAY = re.compile(
    rf"({_N})(?:日|号)?(?:[-–—~至]({_N})(?:日|号)?)?(?:[(]?{WEEKDAY}(?:[-–—~至、]{WEEKDAY})?[)]?)?",
    re.IGNORECASE,
)
#: What is left of a day said again in the other language: 29 Tues (29日 星期二).
_AGAIN = (
    r"[()]*{}(?:日|号)?(?:[-–—~至]{}(?:日|号)?)?[()]*(?:周|星期|礼拜)?[一二三四五六日天]?"
    r"(?:[-–—~至、][一二三四五六日天])?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}[-–—~]?){{0,2}}[()]*"
)


def day_words(words: str, month: str) -> str:
    """Return the date of a line that only names a day of the month above it, empty for other lines.

    A bilingual line names it twice.
    """
    known = recognised(words)
    found = DAY.match(known) if len(known) <= _LONGEST_HEADING else None
    if not found:
        return ""
    rest = known[found.end() :]
    is_again = rest and re.fullmatch(_AGAIN.format(found[1], found[2] or found[1]), rest, re.IGNORECASE)
    if rest and not is_again:
        return ""
    first, last = int(found[1]), int(found[2] or 0)
    if not last:
        return f"{month}{first}日"
    return f"{month}{first}日至{last}日" if last >= first else f"{month}{first}日至{_next(month)}{last}日"


def _next(month: str) -> str:
    """Return the month after one: 2022年12月 → 2023年1月."""
    year, sign, number = month.removesuffix("月").rpartition("年")
    if int(number) < 12:
        return f"{year}{sign}{int(number) + 1}月"
    return f"{int(year) + 1}年1月" if sign else "1月"
