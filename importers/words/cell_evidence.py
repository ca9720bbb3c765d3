"""How badly the text of a cell fits a column, by its form alone: 0 fits well, 9 hardly can be.

The costs only matter beside each other; ``importers.tables.alignment`` looks for the cheapest reading.
"""

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from importers.words.header_words import Column
from importers.words.period_words import is_period, mentions_time
from importers.words.script import recognised
from importers.words.text_lines import is_section
from importers.words.unit_words import (
    begins_with_deed,
    can_be_offices,
    must_be_title,
    names_nobody,
    office_share,
)
from importers.words.wording import plain

OFFICES = frozenset({Column.RESPONSIBLE, Column.LEAD, Column.SUPPORT})
TIMES = frozenset({Column.TIME, Column.WEEK, Column.START})
_NUMBER = re.compile(r"[(（]?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[)）.、]?")
#: A01, JD-2024-003, 1-2: numbers that offices give.
_CODE = re.compile(
    r"[A-Za-z]{1,6}[-—]?\d{1,6}(?:[-—.]\d{1,6}){0,2}|\d{1,4}(?:[-—.]\d{1,4}){1,2}|[*＊]{2,}\d*"
)
_WEEK = re.compile(
    r"第?[一二三四五六七八九十\d]{1,3}周?|[一二三四五六七八九十\d]{1,3}[-~—至][一二三四五六七八九十\d]{1,3}周?"
)
#: 2、开展…: the number of an item, and its words.
_COUNTED = re.compile(r"(?:\d{1,2}[、)）]|[(（]\d{1,2}[)）]|[①-⑳])\D")
#: 5月底前动工: a deadline and hardly a word more.
_DEADLINE = re.compile(r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬|[底末初])?(?:之前|以前|前).{0,4}$")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,3}")
#: 市公安局负责, 甲局牵头，乙局配合: words that only stand behind names.
_DUTY = re.compile(
    r"(?:局|处|室|科|委|办|院|部|会|府|司|中心|单位|部门|集团)(?:牵头|负责|按职责分工负责|配合|承办)$"
)
#: 2月公布预算: what begins with a day or month names nobody.
_DATED = re.compile(r"(?:20\d\d年)?\d{1,2}月|20\d\d年|每[年月季]")
_LONGEST_DATED = 40
_SHORT = 4
_MOST = 0.6
_LATIN = re.compile(r"[\x20-\x7e‘’“”–—]*[A-Za-z][\x20-\x7e‘’“”–—]*")
_WEEKDAYS = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?(?:\s*[-–/,&]\s*)?){1,7}",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(("and", "of", "the", "for", "with", "to", "in", "all"))


@lru_cache(maxsize=65536)
def cost(text: str, column: Column, known: AbstractSet[str] = frozenset()) -> int:
    """Return how badly a text fits a column; ``known`` are names of offices that are sure."""
    words = recognised(text)
    if not words:
        return 6 if column is Column.TASK else 0
    if column is Column.NUMBER:
        return 0 if _NUMBER.fullmatch(words) or _CODE.fullmatch(words) else 9
    if column is Column.WEEK:
        return 0 if _WEEK.fullmatch(words) else 1 if is_period(text) else 3 if len(words) < 6 else 8
    if column in TIMES:
        return _time_cost(text, words)
    if column in OFFICES:
        return _office_cost(text, words, known)
    return _task_cost(text, words, known) if column is Column.TASK else _other_cost(text, words)


def _time_cost(text: str, words: str) -> int:
    if is_period(text) or names_nobody(text):
        return 0
    if _DATED.match(words) and len(words) <= _LONGEST_DATED:
        return 1
    if mentions_time(text):
        return 1 if len(words) <= 20 and not (begins_with_deed(text) or _COUNTED.match(words)) else 6
    return 9 if len(words) > 12 else 7


def _office_cost(text: str, words: str, known: AbstractSet[str]) -> int:
    if can_be_offices(text, known) or names_nobody(text):
        return 0
    if _DUTY.search(words):
        return 0
    if _LATIN.fullmatch(words):
        return _latin_office_cost(plain(text))
    if _NUMBER.fullmatch(words) or is_period(text) or _DATED.match(words):
        return 9
    share = office_share(text, known)
    if share > _MOST and "、" in words:
        return 1
    if must_be_title(text):
        return 7 if not _says_duty(words) else 1
    return 2 if len(words) <= 40 else 4


def _latin_office_cost(text: str) -> int:
    """Return how badly English words fit an office: names are short and every word is a capital one."""
    if is_period(text) or re.search(r"\d", text) or _WEEKDAYS.fullmatch(text):
        return 9
    words = [word for word in re.split(r"[\s,;/&()]+", text) if word and word.lower() not in _SMALL_WORDS]
    capital = sum(word[:1].isupper() for word in words)
    if capital == len(words) and len(words) <= 12:
        return 0
    return 2 if len(words) <= 4 else 5


def _says_duty(words: str) -> bool:
    return bool(re.search(r"牵头|配合|负责", words))


def _task_cost(text: str, words: str, known: AbstractSet[str]) -> int:
    if _NUMBER.fullmatch(words):
        return 9
    if is_period(text) or names_nobody(text) or _DEADLINE.match(words):
        return 6
    if can_be_offices(text, known) and not must_be_title(text):
        return 3
    if _LATIN.fullmatch(words) and not _latin_office_cost(plain(text)):
        return 2
    return 0 if must_be_title(text) or len(words) > _SHORT else 2


def _other_cost(text: str, words: str) -> int:
    return 1 if is_period(text) or _NUMBER.fullmatch(words) else 0


def looks_like_section(text: str) -> bool:
    """Tell whether a lone cell is the heading of a section within a table."""
    return is_section(text) and len(plain(text)) <= 60
