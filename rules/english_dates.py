"""Rewrite the English time words of bilingual and overseas plans into the Chinese forms the grammar reads.

It only rewrites: ``end of June 2025`` becomes ``2025年6月底``. What the words mean is decided elsewhere.
"""

import re
from collections.abc import Callable

from rules.english_words import with_words_rewritten

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: The name of a month, in a group of its own.
MONTH_NAME = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(20[0-9]{2})\b"
_DAY = r"([0-3]?[0-9])(?:st|nd|rd|th)?"
_PARTS = {
    "early": "上旬",
    "beginning": "初",
    "start": "初",
    "mid": "中旬",
    "middle": "中旬",
    "late": "下旬",
    "end": "底",
    "first half": "上半月",
    "1st half": "上半月",
    "second half": "下半月",
    "2nd half": "下半月",
    "first week": "第1周",
    "1st week": "第1周",
    "second week": "第2周",
    "2nd week": "第2周",
    "third week": "第3周",
    "3rd week": "第3周",
    "fourth week": "第4周",
    "4th week": "第4周",
    "last week": "最后1周",
}
_PART = rf"\b(?:the )?({'|'.join(_PARTS)})[ -](?:of |in )?(?:the )?"
_LETTERS = re.compile(r"[a-z]+")


def _date(year: str | None, month: str, rest: str) -> str:
    """Return the Chinese form of a month with what belongs to it."""
    number = _MONTHS.index(month[:3].lower()) + 1
    return f" {year}年{number}月{rest} " if year else f" {number}月{rest} "


_DATES: tuple[tuple[re.Pattern[str], tuple[int, int, int, int]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), places)
    for pattern, places in (
        # places of: year, month, day, part of the month (0: not in this form)
        (rf"\b{_DAY}[ -]?(?:of )?{MONTH_NAME},?[ -]?{_YEAR}", (3, 2, 1, 0)),
        (rf"\b{_DAY}-{MONTH_NAME}-([0-9]{{2}})\b", (3, 2, 1, 0)),
        (rf"\b{MONTH_NAME} ?{_DAY},? {_YEAR}", (3, 1, 2, 0)),
        (rf"(?<![A-Za-z] ){_YEAR} {MONTH_NAME} {_DAY}\b", (1, 2, 3, 0)),
        (rf"(?<![A-Za-z] ){_YEAR} {MONTH_NAME}", (1, 2, 0, 0)),
        (rf"\b{_DAY}[ -]?(?:of )?{MONTH_NAME}", (0, 2, 1, 0)),
        (rf"{_PART}{MONTH_NAME},? ?{_YEAR}", (3, 2, 0, 1)),
        (rf"{_PART}{MONTH_NAME} ([0-9]{{2}})\b", (3, 2, 0, 1)),
        (rf"{_PART}{MONTH_NAME}", (0, 2, 0, 1)),
        (rf"\b{MONTH_NAME},?[ -]?{_YEAR}", (2, 1, 0, 0)),
        (rf"\b{MONTH_NAME}-([0-9]{{2}})\b", (2, 1, 0, 0)),
        (rf"\b{MONTH_NAME} {_DAY}\b", (0, 1, 2, 0)),
        (rf"\b{MONTH_NAME}", (0, 1, 0, 0)),
    )
)

_ORDINAL = "(?:st|nd|rd|th)?"
_SIGN = r"\s*(?:[-–—~,、至])\s*"
#: 2-6 September, 2, 3、9 October: days before their month; not the 30 - 3 of Dec 30 - 3 Jan.
_DAYS_BEFORE = re.compile(
    r"(^\s*|[^A-Za-z0-9.,\s]\s*|\b(?:from|by|on|between|the)\s+)"
    rf"((?<![0-9]){_DAY}(?:{_SIGN}{_DAY}){{1,8}}) (?:of )?{MONTH_NAME}(?:,? ?{_YEAR})?",
    re.IGNORECASE,
)
_DAYS = re.compile(_DAY, re.IGNORECASE)
#: 11月24日 -26, 28: further days behind the first; no clock times, no years.
_DAYS_BEHIND = re.compile(
    r"(月[0-9]{1,2}日)"
    rf"((?:\s*[-–—~,、]\s*[0-3]?[0-9]{_ORDINAL}(?![0-9:.年月日]| ?[ap]\.?m)){{1,8}})",
    re.IGNORECASE,
)
_HALF_TERM = re.compile(rf"\b{MONTH_NAME} (?=half[ -]term)", re.IGNORECASE)
#: first Monday in December, March (2nd week): a day of some week of the month.
_COUNTED = "first|1st|second|2nd|third|3rd|fourth|4th|last"
_WEEKDAY_OF = re.compile(
    rf"\b({_COUNTED}) (?:mon|tues|wednes|thurs|fri|satur|sun)day (?:of|in) (?:the )?(?={MONTH_NAME})",
    re.IGNORECASE,
)
_WEEK_BEHIND = re.compile(rf"\b({MONTH_NAME}) ?\(({_COUNTED}) week\)", re.IGNORECASE)
_EACH = re.compile(rf"\b(?:each|every) (?={MONTH_NAME})", re.IGNORECASE)
_ANY_DATE = r"((?:20[0-9]{2}年)?[0-9]{1,2}月[^\s,;()]*)"
_FROM = re.compile(
    rf"\b(?:from|since|starting|commencing)(?: (?:in|on|from))?\s+{_ANY_DATE}"
    r"(?=[\s,;()]|$)(?!\s*[至起、/~–—-])",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"\bafter\s+{_ANY_DATE}", re.IGNORECASE)

_NAME = r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_SIGNS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "一二三四五六日", strict=True))
_DATE = r"((?:20[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}日)"
#: w/c 9 June: the week that begins on a day.
_WEEK_OF = re.compile(rf"\b(?:w/[bc]|wc|week (?:commencing|beginning|of))\.?:?\s+{_DATE}", re.IGNORECASE)
#: Mon 6 – Fri 10 Oct: weekdays before days whose month comes last.
_BEFORE_NUMBER = re.compile(rf"\b{_NAME},?\s+(?=[0-3]?[0-9]{_ORDINAL}{_SIGN})", re.IGNORECASE)
_IN_RANGE = re.compile(rf"([0-9]{_ORDINAL}{_SIGN}){_NAME},?\s+(?=[0-3]?[0-9])", re.IGNORECASE)
_BEFORE_DATE = re.compile(rf"\b{_NAME},?\s*{_DATE}", re.IGNORECASE)
_BEHIND_DATE = re.compile(rf"{_DATE}\s*[(,]\s*{_NAME}\)?(?!{_SIGN}{_NAME})", re.IGNORECASE)
_LETTER = rf"(?:M|Tu?|W|R|Th|F|Sa?|Su|U|(?i:{_NAME}))"
#: (R), (M-F), (Th, F): the weekdays of a day as American calendars write them; they say nothing new.
_LETTERS_BEHIND = re.compile(rf"(?<=[0-9日])\s*\({_LETTER}(?:\s*[-–—~/,、至]\s*{_LETTER}){{0,6}}\)")


def rewritten(text: str) -> str:
    """Return folded words with their English time words in Chinese; words without letters are unchanged."""
    found = frozenset(_LETTERS.findall(text.lower()))
    if not found:
        return text
    begins = {word[:3] for word in found}
    if begins.isdisjoint(_MONTHS):
        return with_words_rewritten(text, found)
    if "half" in found:
        text = _HALF_TERM.sub(" ", text)
    if not found.isdisjoint(("of", "in", "week")):
        text = _WEEK_BEHIND.sub(r"\3 week of \1", _WEEKDAY_OF.sub(r"\1 week of ", text))
    text = with_words_rewritten(text, found)
    has_weekdays = not begins.isdisjoint(_SIGNS)
    if has_weekdays:
        text = _IN_RANGE.sub(r"\1", _BEFORE_NUMBER.sub("", text))
    text = _DAYS_BEFORE.sub(_days_of_month, _EACH.sub(" 每年 ", text))
    for pattern, places in _DATES:
        text = pattern.sub(_rewriter(places), text)
    return _with_neighbours(text, has_weekdays=has_weekdays) if "月" in text else text


def _with_neighbours(text: str, *, has_weekdays: bool) -> str:
    """Return a text whose dates are rewritten with what stands beside them: further days, weekdays, from."""
    text = _DAYS_BEHIND.sub(_further_days, _LETTERS_BEHIND.sub("", text))
    if has_weekdays:
        text = _BEFORE_DATE.sub(lambda found: f"{found[2]}{_sign(found[1])}", text)
        text = _BEHIND_DATE.sub(lambda found: f"{found[1]}{_sign(found[2])}", text)
    return _AFTER.sub(r"\1以后", _FROM.sub(r" \1起 ", _WEEK_OF.sub(r"\1当周", text)))


def _sign(weekday: str) -> str:
    return f"(周{_SIGNS[weekday[:3].lower()]})"


def _days_of_month(found: re.Match[str]) -> str:
    """Return 2-6 September 2025 as 2025年9月2日-6日."""
    *_, month, year = found.groups()
    days = _DAYS.sub(lambda day: f"{int(day[1])}日", found[2]).replace(",", "、")
    return f"{found[1]}{_date(year, month, days)}"


def _further_days(found: re.Match[str]) -> str:
    """Return the days behind a date joined so that all of them are days of its month."""
    more = re.sub(r"([0-9])(?:st|nd|rd|th)", r"\1", found[2], flags=re.IGNORECASE)
    days = re.sub(r"\s*,\s*", "、", more).strip()
    return f"{found[1]}{days}"


def _rewriter(places: tuple[int, int, int, int]) -> Callable[[re.Match[str]], str]:
    """Return the replacement of one form, given the places of its parts."""
    year, month, day, part = places

    def rewrite(match: re.Match[str]) -> str:
        rest = f"{int(match[day])}日" if day else _PARTS[match[part].lower()] if part else ""
        return _date(match[year] if year else None, match[month], rest)

    return rewrite
