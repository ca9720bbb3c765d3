"""Calendars in two languages on lines of their own: an English line beside the same in Chinese is one item.

That a text is bilingual is told by its heads: a month or a day said twice (29 Tues 29日 星期二).
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from importers.words.head_days import day_words
from importers.words.period_words import is_period
from importers.words.section_heads import section_time
from importers.words.text_lines import TextLine, ends_table
from importers.words.wording import plain

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2}")
#: An abbreviation (ACT考试) is no text in English.
_LATIN_WORDS = re.compile(r"[A-Za-z]{2,}[ ,.:'-]+[A-Za-z]{2}")
#: 报名截止 Registration ends
_BOTH = re.compile(r"[^A-Za-z]*[\u3400-\u9fff][^A-Za-z]*[A-Za-z][^\u3400-\u9fff]{6,}")
_ENGLISH, _HAN = "english", "chinese"
_FEWEST_HEADS = 2


def with_languages_joined(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines where an item said in two languages is one; a text of one language stays as it is."""
    if sum(is_twofold(line.text) for line in lines) < _FEWEST_HEADS:
        return list(lines)
    first = next(n for n, line in enumerate(lines) if is_twofold(line.text))
    kinds = [_language(line.text) if n > first else "" for n, line in enumerate(lines)]
    upper, lower = _order(kinds)
    joined: list[TextLine] = []
    is_open = False
    for line, kind in zip(lines, kinds, strict=True):
        if is_open and kind == lower:
            joined[-1] = replace(joined[-1], text=f"{plain(joined[-1].text)} {plain(line.text)}")
        else:
            joined.append(line)
        is_open = kind == upper and not (is_open and kind == lower)
    return joined


def _order(kinds: Sequence[str]) -> tuple[str, str]:
    """Return which language stands above the other: the one with which more pairs begin below a head."""
    begun = [kinds[n : n + 2] for n in range(1, len(kinds) - 1) if not kinds[n - 1]]
    is_english = begun.count([_ENGLISH, _HAN]) >= begun.count([_HAN, _ENGLISH])
    return (_ENGLISH, _HAN) if is_english else (_HAN, _ENGLISH)


def _language(text: str) -> str:
    """Return the one language of a line that is an item, empty for heads and lines in both."""
    if _is_head(text) or ends_table(text):
        return ""
    is_chinese = bool(_CHINESE.search(text))
    if _LATIN.search(text) and not is_chinese:
        return _ENGLISH
    return _HAN if is_chinese and not _LATIN_WORDS.search(text) else ""


def is_twofold(text: str) -> bool:
    """Tell whether a line heads others by a month or day said in both languages."""
    words = plain(text)
    if not (_LATIN.search(words) and (_CHINESE.search(words) or words.count("(") == 1)):
        return False
    return bool(day_words(words, "1月")) or bool(section_time(words) and is_period(words))


def _is_head(text: str) -> bool:
    words = plain(text)
    return bool(section_time(words) or day_words(words, "1月"))


def are_bilingual(text: str) -> bool:
    """Tell whether the lines of a cell each say something in Chinese and then in English: none goes on below.

    A line that only goes on would not begin with the first language anew.
    """
    lines = plain(text).split("\n") if "\n" in text else []
    return len(lines) > 1 and all(_BOTH.fullmatch(line) for line in lines)
