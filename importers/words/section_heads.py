"""Which lines of a calendar head what stands below them: a year, a month with its motto, a week, a day.

A head that cannot be taken alone (三月：文明礼仪月) is one by the list that begins below it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from importers.words.head_days import DAY, WEEKDAY, day_words
from importers.words.header_words import Column, meaning
from importers.words.outline import Style, marker
from importers.words.page_lines import without_web_name
from importers.words.period_words import is_period
from importers.words.script import recognised
from importers.words.stated_years import in_year
from importers.words.text_lines import TextLine
from importers.words.unit_words import begins_with_deed
from importers.words.wording import plain
from rules.english_dates import rewritten
from rules.numerals import folded
from rules.numerals import plain as in_digits

_HEADING_TAIL = re.compile(
    r"(?:的?(?:重点|主要)?(?:工作|任务|活动|行事|安排|计划|事项)(?:安排|要点|计划|任务)?)?[:：]?$"
)
#: A line that only names the term of the whole calendar.
_WHOLE_TERM = re.compile(r"(?:民国)?[\d\-~—–至/年]*学年度?(?:第?[一二12上下][学]?期)?|第?[一二12上下]学期")
#: 第一学期开始 is what happens; 1月下旬开始 is when.
_EVENT = re.compile(r"(?:开学|(?<![日号月旬])(?:开始|结束|完成))$")
_CONTINUING = frozenset(("持续推进", "长期坚持", "常态化", "持续", "长期"))
_YEAR_ALONE = re.compile(r"20\d\d")
_YEAR = re.compile(r"(?:民国)?(20\d\d|1\d\d)年(?:度)?")
_LONGEST_MOTTO = 20
#: What stands for many days and so may have a list of its own below it.
_SPAN = (
    r"(?:(?:20\d\d|1\d\d|[一二][〇零一二三四五六七八九]{1,3})\s*年\s*)?"
    r"(?:(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])(?:\s*[-—–~～至、]\s*(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]))?\s*月份?"
    r"|第?\s*(?:[1-4]|[一二三四])\s*季度|[上下]半年|第\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[周週])"
)
#: 三月：文明礼仪月, 二月主题:…, 四月（安全月）, 5月份 主题：…
_WITH_MOTTO = re.compile(rf"({_SPAN})(?:\s*(?:活动|工作|教育)?主[题題]|\s*[(（【]|\s*[:：]|\s+主[题題])")
#: 二月园务行政
_SERIES = re.compile(rf"({_SPAN})\s*([\u4e00-\u9fff]{{2,12}})")
_APART = re.compile(rf"{_SPAN}(?:\s+|[|/—–-]+)\S{{1,{_LONGEST_MOTTO}}}$")
_MONTH = re.compile(r"(?:(\d{2,4})年)?(?<!\d)(1[0-2]|0?[1-9])月")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})[月/.](\d{1,2})")
#: 2022 Oct, rewritten.
_YEAR_AND_MONTH = re.compile(r"(20\d\d|1\d\d)\s+(1[0-2]|0?[1-9])月")
#: 一、二月：…: no number before the time.
_TWO_MONTHS = re.compile(r"(?:一、二|三、四|五、六|七、八|九、十|十一、十二)月")
_AFTER_TIME = ":：，, "
_NAMES_DAY = re.compile(r"\d日\s*$|\d[/.]\d{1,2}$")
_WEEKDAY_ONLY = re.compile(rf"[(（]?{WEEKDAY}\.?[)）]?", re.IGNORECASE)
_TO = ("-", "–", "—", "~", "～", "至", "到", "to")
_CONTINUES = re.compile(r"[至到及和、\-—–~～]")
_FIRST = re.compile(r"[(（]?\s*(?:[1１一①])(?![0-9０-９一二三四五六七八九十]|月)")
_LONGEST_HEADING = 40
_LONGEST_THEME = 16
_MOST_THEMES = 3


@dataclass(frozen=True, slots=True)
class Head:
    """A time that heads lines, as printed; ``due_words``: as the grammar of deadlines reads it."""

    period: str
    due_words: str = ""
    is_day: bool = False
    month: str = ""
    """The month it names or lies in, 10月 or 2022年10月; empty where it names none."""
    motto: str = ""
    year: str = ""
    """The year a line above it states."""


NO_HEAD = Head("")


@lru_cache(maxsize=16384)
def section_time(text: str) -> str:
    """Return the time that a line states and nothing else, empty for other lines."""
    words = _unmarked(plain(text))
    if len(words) > _LONGEST_HEADING:
        return ""
    known = recognised(words)
    if _EVENT.search(known) or _WHOLE_TERM.fullmatch(known):
        return ""
    if is_period(words) and not is_continuing(words):
        return words
    bare = _HEADING_TAIL.sub("", words)
    is_head = bare != words and is_period(bare) and not is_continuing(bare)
    return bare if is_head and not _YEAR.fullmatch(recognised(bare)) else ""


def is_continuing(words: str) -> bool:
    """Tell whether words only say that something goes on."""
    return recognised(words) in _CONTINUING


def _unmarked(words: str) -> str:
    """Return a line without its number, as far as that can only be a heading's, and without ornaments."""
    found = marker(words)
    if found and found[0] is not Style.ARABIC and found[0] is not Style.ARABIC_BRACKET:
        words = words[found[1] :]
    return words.strip("【】[]〔〕*#＊ :：")


def heads_of(lines: Sequence[TextLine]) -> dict[int, Head]:
    """Return the lines that head what is below them, by their places; each day with the month above it."""
    heads: dict[int, Head] = {}
    titles = [n for n, line in enumerate(lines) if _titled_year(line.text)]
    series = _in_series(lines)
    year = month = printed = ""
    for n, line in enumerate(lines):
        following = lines[n + 1].text if n + 1 < len(lines) else ""
        words = without_web_name(plain(line.text))
        above = heads.get(n - 1)
        if above and (goes_on := _with_more(above, words, following)):
            heads[n] = goes_on
            continue
        if month and (day := day_words(words, month)):
            heads[n] = Head(f"{printed} {words}", day, is_day=True, month=month, year=year)
            continue
        if above and not above.is_day and (joined := _continued(above, words)):
            words = joined
        time, motto = section_time(words), ""
        if not time:
            time, motto = _with_motto(words, following)
        if not time:
            time = series.get(n, "")
        if not time and len(titles) > 1 and n in titles:
            time = _HEADING_TAIL.sub("", _unmarked(words))
        if not time and _YEAR_ALONE.fullmatch(words) and section_time(following):
            time = f"{words}年"
        if not time:
            continue
        if _YEAR.fullmatch(recognised(time)):
            year, month, printed = recognised(time), "", ""
        else:
            month, printed = _month_of(time, year), time
        due_words = _due_words(time, month) or in_year(year, time)
        heads[n] = Head(time, due_words, month=month, motto=motto, year=year)
    return heads


def _in_series(lines: Sequence[TextLine]) -> dict[int, str]:
    """Return the times of lines before lists that differ only in the time: 二月园务行政, 三月园务行政."""
    times: dict[str, dict[int, str]] = {}
    for n, (line, following) in enumerate(pairwise(lines)):
        words = _unmarked(plain(line.text))
        found = _SERIES.fullmatch(words) if len(words) <= _LONGEST_HEADING else None
        if found and begins_list(following.text) and not begins_with_deed(found[2]):
            times.setdefault(found[2], {})[n] = found[1].strip()
    several = [group for group in times.values() if len(set(group.values())) > 1]
    return {n: time for group in several for n, time in group.items()}


def is_column_line(text: str) -> bool:
    """Tell whether a line is what is left of a table's header (週別 起迄 校園大事 教務)."""
    words = plain(text).split()
    known = {meaning(word)[0] for word in words} - {Column.OTHER}
    return len(known) > 1 and len(words) > 2


def _with_more(head: Head, words: str, following: str) -> Head | None:
    """Return a day with what the next line adds: its weekday, or the end of some days that begin with it."""
    begins = head.due_words or rewritten(folded(head.period))
    if not _NAMES_DAY.search(begins):
        return None
    if _WEEKDAY_ONLY.fullmatch(words) or (words in _TO and DAY.fullmatch(recognised(following))):
        return replace(head, period=f"{head.period} {words}")
    if not (head.month and head.period.endswith(_TO) and (last := day_words(words, head.month))):
        return None
    return replace(head, period=f"{head.period} {words}", due_words=f"{begins}至{last}")


def _continued(above: Head, words: str) -> str:
    """Return a time broken over two lines, 1月2日 and below it 至1月16日, as one; empty for other lines."""
    is_rest = _CONTINUES.match(words) and section_time(words[1:])
    return f"{above.period}{words}" if is_rest and is_period(f"{above.period}{words}") else ""


def _titled_year(text: str) -> str:
    """Return the year that a heading names with 工作计划 and the like, empty for other lines."""
    words = _unmarked(plain(text))
    bare = recognised(_HEADING_TAIL.sub("", words))
    return bare if bare != recognised(words) and _YEAR.fullmatch(bare) else ""


def _with_motto(words: str, following: str) -> tuple[str, str]:
    """Return the time and the motto of a head that names both, when a list begins below it."""
    text = _unmarked(words)
    found = _WITH_MOTTO.match(text)
    if not found or len(words) > _LONGEST_HEADING or not begins_list(following):
        return "", ""
    return found[1].strip(), text[found.end() :].strip(":： 　)）】")


def themes_of(lines: Sequence[TextLine], heads: Mapping[int, Head]) -> frozenset[int]:
    """Return the places of short lines between a head and its numbered list: the theme of the month."""
    themes: set[int] = set()
    for start, head in heads.items():
        end = start + 1
        while (
            end < len(lines)
            and end not in heads
            and end - start <= _MOST_THEMES
            and _can_be_theme(lines[end].text)
        ):
            end += 1
        if not head.is_day and end < len(lines) and end not in heads and begins_list(lines[end].text):
            themes.update(range(start + 1, end))
    return frozenset(themes)


def _can_be_theme(text: str) -> bool:
    words = plain(text)
    is_phrase = len(words) <= _LONGEST_THEME and not words.endswith(tuple("。；;:："))
    return is_phrase and marker(words) is None and not begins_with_deed(words)


def is_long(time: str) -> bool:
    """Tell whether a time stands for many days, so that several tasks may stand below it."""
    return bool(re.fullmatch(_SPAN, plain(time)))


def is_few_days(head: Head) -> bool:
    """Tell whether a head is a date or a few days (Aug. 26-30), no week and no month that holds for many."""
    words = recognised(rewritten(folded(head.period)))
    return not head.is_day and "周" not in words and bool(re.search(r"\d日|\d[/.]\d", words))


def month_in_front(text: str) -> str:
    """Return the month a text begins with, empty when it begins with none: 3月工作总结 → 3月."""
    found = _MONTH.match(in_digits(folded(text)))
    return f"{int(found[2])}月" if found else ""


def is_other_month(text: str, head: Head) -> bool:
    """Tell whether a text begins with another month than the one its head names."""
    named = month_in_front(text)
    return bool(named and head.month) and not head.month.endswith(named)


def looks_like_head(text: str) -> bool:
    """Tell whether a line is written as a head is, its time apart from other words: 三月份 法制宣传."""
    return bool(_APART.match(plain(text)))


def names_day(head: Head, own: str) -> bool:
    """Tell whether a date (9/7, 9月7日) is the first day of a head."""
    found = _MONTH_AND_DAY.search(in_digits(folded(own)))
    return found is not None and f"{int(found[1])}月{int(found[2])}日" in head.due_words


def leading_time(words: str, *, commas: bool = False) -> str:
    """Return the time a line begins with behind which its task stands (3月：召开会议), empty for others."""
    return time_and_task(words, commas=commas)[0]


def time_and_task(words: str, *, commas: bool = False) -> tuple[str, str]:
    """Return the time a line begins with and the task behind it; the number of an item is part of neither."""
    found = marker(words) if not _TWO_MONTHS.match(words) else None
    text = words[found[1] :] if found else words
    time = re.match(r"([^:：，,。]{2,16})[:：]" if not commas else r"([^:：，,。]{2,16})[:：，,]", text)
    if not time or not is_period(time[1]) or len(text) <= time.end() + 1 or is_continuing(time[1]):
        return "", words
    return time[1], text[time.end() :].lstrip(_AFTER_TIME)


def states_time(text: str) -> bool:
    """Tell whether a line only states a time, or begins with one behind which a task stands."""
    return bool(section_time(text) or leading_time(plain(text)))


def begins_list(text: str) -> bool:
    """Tell whether a line is the first of a numbered list."""
    return marker(text) is not None and bool(_FIRST.match(plain(text)))


def _month_of(time: str, year: str) -> str:
    """Return the month that a head names with its year, 2022年10月; ``year``: of the line above, if any."""
    words = _YEAR_AND_MONTH.sub(r"\1年\2月", rewritten(folded(time)))
    found = _MONTH.search(in_digits(words))
    if not found:
        return ""
    return found[0] if found[1] else f"{year}{found[2]}月"


def _due_words(time: str, month: str) -> str:
    """Return the month alone where the printed words of a head do not say its year or say it in English."""
    words = in_digits(rewritten(folded(time))).removesuffix("份")
    is_month = month.endswith(words) or _YEAR_AND_MONTH.fullmatch(rewritten(folded(time)).strip())
    return month if month and is_month and month != in_digits(folded(time)).removesuffix("份") else ""
