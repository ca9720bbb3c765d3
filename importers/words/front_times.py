"""Take the time off the front of an item: 9/26(四)社區走讀, 3月5日前完成…, (10-12)期中考."""

import re

from importers.words.period_words import is_period
from importers.words.wording import plain
from rules.english_dates import MONTH_NAME

_D = r"[0-9０-９]{1,2}"
_WEEKDAY = r"(?:[\s]*[（(](?:周|週|星期)?[一二三四五六日天、至到~～\-－—]{1,5}[)）])?"
_COUNTED = "万亿萬億个個所名项項倍"
_DATE = (
    rf"(?:(?:[12][0-9]{{2,3}}年)?{_D}\s*月\s*{_D}\s*[日号號]?|{_D}[/.]{_D}(?![0-9.%月{_COUNTED}]|/[0-9])"
    rf"|{_D}/{_D}/(?:20)?[0-9]{{2}}(?![0-9])|(?:20[0-9]{{2}})[-/.]{_D}[-/.]{_D}|{_D}[日号號])"
)
_NO_COUNT = r"(?![0-9.、．,，年月]?[0-9]*(?:年|月|所|个|個|名|項|项|次|份|%))"
_MORE = rf"(?:\s*[、,，~～〜至到\-－—–]+\s*(?:{_DATE}|{_D}{_NO_COUNT})[日号號]?{_WEEKDAY})"
_PREFIX = r"(?:暂定|暫定|预定|預定|预计|預計|约|約|拟于|擬於)?"
#: 9/1 (estimate), 3月5日（暂定）: how sure the day is belongs to it.
_ABOUT = r"(?:\s*[（(](?i:[暂暫预預待]定|预计|預計|estimated?|tentative|provisional|approx\.?|tbc)[)）])?"
_TAIL = rf"(?:[前起]|或?之前|或?以前)?{_ABOUT}"
_FRONT = re.compile(rf"^({_PREFIX}\s*{_DATE}{_WEEKDAY}{_MORE}*{_TAIL})[\s:：,，、]*(?=\S)")
#: 9月中旬 开展督导: only a blank tells that the month does not belong to the words.
_MONTH = re.compile(
    rf"^({_PREFIX}(?:20[0-9]{{2}}年)?{_D}\s?月(?:份|[上中下]旬|[底初末])?{_TAIL})\s+(?=\S{{2}})"
)
_BRACKETED = re.compile(rf"^[（(]\s*((?:{_DATE}|{_D}(?:st|nd|rd|th)?)(?:{_MORE})*)\s*[)）]\s*(?=\S)")
_MONTH_NAME = MONTH_NAME.replace("(jan", "(?:jan", 1)
#: Sep 9–10: …, 4 Oct - …, SEPT 召开…
_ENGLISH = re.compile(
    r"((?=[^:：]*[A-Za-z]{3})[A-Za-z0-9][A-Za-z0-9 .,\-–—~]{2,24}?)"
    rf"(?:\s?[:：](?![0-9])|\s[-–—]\s(?!(?i:{_MONTH_NAME}))|\s(?=[\u4e00-\u9fff]))\s*(?=\S)"
)
_DAY_NAME = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_N = rf"(?:{_DAY_NAME},?\s+)?[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9]|[:.][0-9]|\s?[ap]\.?m\b)"
_AND = r"\s*(?:[-–—~&]|\bto\b|\band\b|,(?!\s*[0-9]+\s+(?-i:[a-z])))\s*"
_ENGLISH_DATE = (
    rf"(?:{_N}(?:{_AND}{_N}){{0,6}}\s+{_MONTH_NAME}|(?:{_DAY_NAME},?\s+)?{_MONTH_NAME}\s*{_N})"
    r"(?:,?\s+20[0-9]{2}\b)?"
)
_LETTERS = r"(?:[MTWRFSU]|Tu|Th|Sa|Su)"
#: Aug. 26-30 (M-F), Mon 6 – Fri 10 Oct, Nov. 24-26, 28. In Sept 5, 9 schools the second number counts.
_ENGLISH_FRONT = re.compile(
    rf"({_ENGLISH_DATE}(?:{_AND}(?:{_ENGLISH_DATE}|{_N})){{0,6}}"
    rf"(?:\s*\((?-i:{_LETTERS}|{_DAY_NAME})(?:\s*[-–—/,&]\s*(?-i:{_LETTERS}|{_DAY_NAME}))*\))?)"
    r"(?:\s*[:：]\s*|\s+[-–—]\s*|\s*[–—]\s*|\s+)(?=[^\s\-–—:：|,&])(?!(?:and|to)\b)",
    re.IGNORECASE,
)
#: Spring 2024 Nov. 6 …: the term a dated line belongs to, as registrars print it in a column of its own.
_TERM = re.compile(
    r"((?:spring|summer|fall|autumn|winter)(?: (?:term|semester|quarter|session))?(?:,? 20[0-9]{2})?)\s+"
    rf"(?={_ENGLISH_DATE})",
    re.IGNORECASE,
)
_TERM_LETTERS = tuple("SsFfAaWw")
_NAMED = re.compile(r"[A-Za-z]{3}")
#: 22 Monday 2024: …: a day of the month above.
_WITH_WEEKDAY = re.compile(
    rf"({_D}\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?(?:,?\s*20\d\d)?)\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
#: A second date that opens its part of the sentence belongs to the time as well.
_SECOND = re.compile(
    rf"[、，,；;]\s*({_D}\s*月\s*{_D}\s*[日号號](?:前|之前|以前)?|{_D}/{_D}\s*[（(][一二三四五六日][)）])(?![为是爲為])"
)
#: What shows that the figures in front are no day of the item: 3月12日为植树节, 1/3學期.
_NO_ITEM = ("为", "是", "爲", "為", "学期", "學期", "学杂", "學雜", "学费", "學費")
#: The end of a time is nothing that is to be done by then.
_END_OF_TIME = re.compile(r"或?[之以]?[前後后起止]|[开開]始")
_LONGEST = 60
_LATEST_MONTH = 12


def front_time(item: str) -> tuple[str, str]:
    """Return the time at the front of an item and the rest of it; the time is empty when there is none.

    Further dates within the rest are named by the time too; a term before the date says nothing more.
    """
    words = plain(item)
    if not words:
        return "", ""
    front = words[: _LONGEST + 1]
    found = _FRONT.match(front) or _BRACKETED.match(front) or _WITH_WEEKDAY.match(front)
    if not found and "月" in words[:_LATEST_MONTH]:
        found = _MONTH.match(words)
    if not found and words[0].isascii():
        found = _english_front(words, len(term_in_front(words)))
    if not found:
        return "", words
    rest = words[found.end() :].strip()
    if not rest or rest.startswith(_NO_ITEM) or _END_OF_TIME.fullmatch(rest):
        return "", words
    return "；".join((found[1].strip(), *_SECOND.findall(rest))), rest


def term_in_front(words: str) -> str:
    """Return the term before the date of an English line (Fall Sep. 5 …), with the blank behind it."""
    found = _TERM.match(words[: 2 * _LONGEST]) if words[:1] in _TERM_LETTERS else None
    return found[0] if found else ""


def _english_front(words: str, start: int) -> re.Match[str] | None:
    """Return the time in front of an English item: before a colon, or a date before a blank or a dash."""
    for pattern in (_ENGLISH_FRONT, _ENGLISH):
        found = pattern.match(words[: 2 * _LONGEST], start)
        if found and _NAMED.search(found[1]) and is_period(found[1]):
            return found
    return None
