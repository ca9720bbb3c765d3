"""English words of time that name no day: quarters, halves, recurrences, terms, what goes on or is open.

Each is rewritten into the Chinese form the grammar reads; ``rules.english_dates`` does the dates.
"""

import re
from collections.abc import Set as AbstractSet

_YEAR = r"(20[0-9]{2})\b(?![/-][0-9]{2}(?![0-9]))"
_OF = r",? ?(?:of )?(?:the )?"
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_OPEN = "agreed|announced|confirmed|decided|determined|advised"
_SEASONS = "autumn|spring|summer|winter|easter|christmas|half[ -]term|term|semester"

#: One of these words stands in a text (lower case, its letters only) → pattern → Chinese words.
_RULES: tuple[tuple[str, str, str], ...] = (
    ("quarter qtr", r"\b(?:first|1st) (?:quarter|qtr)\b", " Q1 "),
    ("quarter qtr", r"\b(?:second|2nd) (?:quarter|qtr)\b", " Q2 "),
    ("quarter qtr", r"\b(?:third|3rd) (?:quarter|qtr)\b", " Q3 "),
    ("quarter qtr", r"\b(?:fourth|4th|last|final) (?:quarter|qtr)\b", " Q4 "),
    ("quarter qtr", r"\b(?:quarter|qtr)\.? ?([1-4])\b", r" Q\1 "),
    ("q quarter qtr", rf"\bQ([1-4]) ?{_OF}{_YEAR}", r" \2年Q\1 "),
    ("q quarter qtr", r"\b(20[0-9]{2}),? ?Q([1-4])\b", r" \1年Q\2 "),
    ("term semester", r"\b(?:first|1st) (?:term|semester)\b", " 第1学期 "),
    ("term semester", r"\b(?:second|2nd) (?:term|semester)\b", " 第2学期 "),
    ("term semester", r"\b(?:third|3rd) (?:term|semester)\b", " 第3学期 "),
    ("half h", rf"\b(?:(?:first|1st) half{_OF}|H1 ?{_OF}){_YEAR}", r" \1年上半年 "),
    ("half h", rf"\b(?:(?:second|2nd|last) half{_OF}|H2 ?{_OF}){_YEAR}", r" \1年下半年 "),
    ("half", r"\b(?:first|1st) half of (?:the )?year\b", " 上半年 "),
    ("half", r"\b(?:second|2nd|last) half of (?:the )?year\b", " 下半年 "),
    ("end late", rf"\b(?:the )?(?:end|late)[ -]{_OF}{_YEAR}", r" \1年底 "),
    ("mid middle", rf"\b(?:the )?(?:mid|middle)[ -]{_OF}{_YEAR}", r" \1年中 "),
    ("early start beginning", rf"\b(?:the )?(?:early|start|beginning)[ -]{_OF}{_YEAR}", r" \1年初 "),
    ("academic school", r"\b(?:academic|school) year (20[0-9]{2}[-/~](?:20)?[0-9]{2})\b", r" \1学年 "),
    (
        "financial fiscal budget",
        r"\b(?:financial|fiscal|budget) year (?=20[0-9]{2}[-/~][0-9]{2}\b)",
        " FY",
    ),
    # FY25 may be named after its first year or after its last
    ("fy", r"\bFY ?(?:20)?[0-9]{2}\b(?![-/~])", " 财年 "),
    ("year yearend", r"\b(?:end of (?:the )?year|year[ -]?end)\b", " 年底 "),
    ("year", r"\b(?:throughout (?:the )?year|all year(?: round)?|whole year|year[ -]round)\b", " 全年 "),
    (
        "on ongoing continuous continuously throughout long",
        r"\b(?:on-?going|continuous(?:ly)?|throughout|long[ -]term)\b",
        " 持续 ",
    ),
    (
        "half halfyearly twice bi biannual biannually",
        r"\b(?:half[ -]?yearly|twice (?:a year|yearly)|bi-?annual(?:ly)?)\b",
        " 每半年 ",
    ),
    ("months monthly", r"\bevery ([2-9]) months\b|\b([2-9])[ -]monthly\b", r" 每\1\2个月 "),
    ("term termly", r"\b(?:half[ -]?termly|termly|(?:each|every|per) term)\b", " 每学期 "),
    ("fortnightly bi biweekly", r"\b(?:fortnightly|bi-?weekly)\b", " 每2周 "),
    ("bi bimonthly", r"\bbi-?monthly\b", " 每2个月 "),
    ("week weekly", r"\b(?:weekly|(?:each|every) week)\b", " 每周 "),
    (
        "each every mondays tuesdays wednesdays thursdays fridays",
        rf"\b(?:(?:each|every) {_WEEKDAY}|(?:mon|tues|wednes|thurs|fri)days)\b",
        " 每周 ",
    ),
    ("month monthly", r"\b(?:monthly|(?:each|every) month)\b", " 每月 "),
    ("quarter quarterly", r"\b(?:quarterly|(?:each|every) quarter)\b", " 每季度 "),
    ("annual annually year yearly", r"\b(?:annual(?:ly)?|yearly|(?:each|every) year)\b", " 每年 "),
    ("daily day", r"\b(?:daily|every day)\b", " 每天 "),
    (
        "autumn spring summer winter easter christmas half term semester",
        rf"(?<!short )(?<!short-)(?<!medium )(?<!medium-)\b(?:{_SEASONS})\b",
        " 学期 ",
    ),
    ("tba tbc tbd be", rf"\b(?:tb[acd]|to be (?:{_OPEN}))\b", " 待定 "),
    (
        "required needed necessary appropriate",
        r"\b(?:as|when|where|if) (?:required|needed|necessary|appropriate)\b",
        " 适时 ",
    ),
    ("asap as immediate immediately", r"\b(?:asap|as soon as possible|immediate(?:ly)?)\b", " 尽快 "),
    ("later", r"\b(?:no|not) later than\b", " 最迟 "),
    ("to until till through", r"\b(?:to|until|till|through)\b", " 至 "),
    ("and", r"\band(?: then)?\b", " 、 "),
    ("onward onwards", r"\bonwards?\b", " 起 "),
    ("week", r"\bweek ?([0-9]{1,2})\b", r" 第\1周 "),
)
_WORDS = tuple(
    (frozenset(heads.split()), re.compile(pattern, re.IGNORECASE), words) for heads, pattern, words in _RULES
)


def with_words_rewritten(text: str, found: AbstractSet[str]) -> str:
    """Return a text with its English words of time in Chinese, dates left as they are.

    ``found``: the words of the text in lower case, so that only patterns are tried that can fit.
    """
    for heads, pattern, words in _WORDS:
        if not heads.isdisjoint(found):
            text = pattern.sub(words, text)
    return text.replace("&", " 、 ")
