"""A line that states a year and nothing else (2025年, 116 年): the year of the times printed below it."""

import re

from importers.words.script import recognised

_YEAR_LINE = re.compile(r"(?:20\d\d|(?:民国)?1[0-3]\d)年度?")
_FRAME = "【】[]()#*-:"
_NAMES_YEAR = re.compile(r"20\d\d|(?<!\d)1[0-3]\d(?:年|[-/.]\d)|[今明次翌去]年|学年")
_NEEDS_YEAR = re.compile(r"月|\d[/.]\d|季|半年|[A-Za-z]{3}")
_LETTERS = re.compile(r"[A-Za-z]{3}")


def year_line(text: str) -> str:
    """Return the year a line states and nothing else, empty for other lines."""
    words = recognised(text).strip(_FRAME)
    return words if _YEAR_LINE.fullmatch(words) else ""


def in_year(year: str, words: str) -> str:
    """Return the words of a time with the year stated above it, empty where they need none."""
    if not year or _NAMES_YEAR.search(recognised(words)) or not _NEEDS_YEAR.search(recognised(words)):
        return ""
    if _LETTERS.search(words):
        return f"{year.removesuffix('度').removesuffix('年')}年 {words}"
    return f"{year}{words}"
