"""Rewrite the English time words of bilingual and overseas plans into the Chinese forms the grammar reads.

It only rewrites: ``end of June 2025`` becomes ``2025年6月底``. What the words mean is decided elsewhere.
"""

import re
from collections.abc import Callable

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
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
}
_LETTERS = re.compile(r"[A-Za-z]")


def _date(year: str | None, month: str, rest: str) -> str:
    """Return the Chinese form of a month with what belongs to it."""
    number = _MONTHS.index(month[:3].lower()) + 1
    return f" {year}年{number}月{rest} " if year else f" {number}月{rest} "


_DATES: tuple[tuple[re.Pattern[str], tuple[int, int, int, int]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), places)
    for pattern, places in (
        # places of: year, month, day, part of the month (0: not in this form)
        (rf"\b{_DAY} ?(?:of )?{_MONTH},? ?{_YEAR}", (3, 2, 1, 0)),
        (rf"\b{_MONTH} ?{_DAY},? {_YEAR}", (3, 1, 2, 0)),
        (rf"(?<![A-Za-z] ){_YEAR} {_MONTH} {_DAY}\b", (1, 2, 3, 0)),
        (rf"(?<![A-Za-z] ){_YEAR} {_MONTH}", (1, 2, 0, 0)),
        (rf"\b{_DAY} ?(?:of )?{_MONTH}", (0, 2, 1, 0)),
        (rf"\b(early|beginning|start|mid|middle|late|end)[ -](?:of )?{_MONTH},? ?{_YEAR}", (3, 2, 0, 1)),
        (rf"\b(early|beginning|start|mid|middle|late|end)[ -](?:of )?{_MONTH} ([0-9]{{2}})\b", (3, 2, 0, 1)),
        (rf"\b(early|beginning|start|mid|middle|late|end)[ -](?:of )?{_MONTH}", (0, 2, 0, 1)),
        (rf"\b{_MONTH},? ?{_YEAR}", (2, 1, 0, 0)),
        (rf"\b{_MONTH}-([0-9]{{2}})\b", (2, 1, 0, 0)),
        (rf"\b{_MONTH} {_DAY}\b", (0, 1, 2, 0)),
        (rf"\b{_MONTH}", (0, 1, 0, 0)),
    )
)

_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"\bQ([1-4]),? ?(?:of )?(20[0-9]{2})\b(?![/-][0-9]{2}(?![0-9]))", r" \2年Q\1 "),
        (r"\b(?:end of (?:the )?year|year[ -]?end)\b", " 年底 "),
        (r"\b(?:throughout (?:the )?year|all year(?: round)?|whole year|year[ -]round)\b", " 全年 "),
        (r"\b(?:on-?going|continuous(?:ly)?|throughout|long[ -]term)\b", " 持续 "),
        (r"\bhalf[ -]?yearly\b", " 每半年 "),
        (r"\b(?:half[ -]?termly|termly|(?:each|every|per) term)\b", " 每学期 "),
        (r"\b(?:fortnightly|bi-?weekly)\b", " 每2周 "),
        (r"\bbi-?monthly\b", " 每2个月 "),
        (r"\b(?:weekly|(?:each|every) week)\b", " 每周 "),
        (r"\b(?:monthly|(?:each|every) month)\b", " 每月 "),
        (r"\b(?:quarterly|(?:each|every) quarter)\b", " 每季度 "),
        (r"\b(?:annual(?:ly)?|yearly|(?:each|every) year)\b", " 每年 "),
        (r"\b(?:daily|every day)\b", " 每天 "),
        (r"\b(?:autumn|spring|summer|winter|easter|half[ -]term|term|semester)\b", " 学期 "),
        (r"\b(?:tbc|tbd|to be (?:confirmed|decided|determined|advised))\b", " 待定 "),
        (r"\b(?:asap|as soon as possible|immediately)\b", " 尽快 "),
        (r"\b(?:to|until|till|through)\b", " 至 "),
        (r"\b(?:and|&)\b", " 、 "),
        (r"\bonwards?\b", " 起 "),
        (r"\bweek ?([0-9]{1,2})\b", r" 第\1周 "),
    )
)


def rewritten(text: str) -> str:
    """Return folded words with their English time words in Chinese; words without letters are unchanged."""
    if not _LETTERS.search(text):
        return text
    for pattern, words in _WORDS:
        text = pattern.sub(words, text)
    for pattern, places in _DATES:
        text = pattern.sub(_rewriter(places), text)
    return text


def _rewriter(places: tuple[int, int, int, int]) -> Callable[[re.Match[str]], str]:
    """Return the replacement of one form, given the places of its parts."""
    year, month, day, part = places

    def rewrite(match: re.Match[str]) -> str:
        rest = f"{int(match[day])}日" if day else _PARTS[match[part].lower()] if part else ""
        return _date(match[year] if year else None, match[month], rest)

    return rewrite
