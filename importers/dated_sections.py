"""Calendars as lists: a line states a week or a month, the lines below it are what happens then."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from importers.confidence import LINE_BELOW_DATE, TOLD_ITEM
from importers.duties import bare_lists_count, header_of
from importers.front_times import front_time
from importers.header_words import Column, meaning
from importers.item_words import is_duty_line, without_duties
from importers.joined_tasks import PARTED, are_surely_several, joined_tasks
from importers.outline import Style, marker
from importers.period_words import is_period
from importers.raw_rows import RawCell, RawRow
from importers.script import recognised
from importers.shape_reading import Shape, ShapeReading
from importers.text_lines import TextLine, ends_table
from importers.unit_words import NOBODY
from importers.wording import plain

_FEWEST_SECTIONS = 2
_FEWEST_ITEMS = 3
#: So many lines that only state a time are a calendar, however few things happen.
_MANY_SECTIONS = 4
_HEADING_TAIL = re.compile(
    r"(?:的?(?:重点|主要)?(?:工作|任务|活动|行事|安排|计划|事项)(?:安排|要点|计划|任务)?)?[:：]?$"
)
#: A line that only names the term of the whole calendar.
_WHOLE_TERM = re.compile(r"(?:民国)?[\d\-~—–至/年]*学年度?(?:第?[一二12上下][学]?期)?|第?[一二12上下]学期")
_EVENT = re.compile(r"(?:开始|结束|完成|开学)$")
_FULL_WEEK = re.compile(r"^第?[一二三四五六七八九十\d]{1,3}周|^预备周|^开学前|^寒假|^暑假")
_DAY_NUMBER = re.compile(r"[1-9]|[12]\d|3[01]")
_DAY_ONLY = re.compile(r"^\d{1,2}[日号]?(?:\D|$)")
_LONGEST_HEADING = 40
_LONGEST_ITEM = 200
_AFTER_TIME = ":：，, "


@dataclass(slots=True)
class _Walk:
    takes_bare: bool
    takes_commas: bool
    by_dates: bool = False
    """Most lines begin with a day of their own."""
    rows: list[RawRow] = field(default_factory=list)
    sections: int = 0
    period: str = ""
    day: str = ""


@lru_cache(maxsize=16384)
def section_time(text: str) -> str:
    """Return the time that a line states and nothing else, empty for other lines."""
    words = plain(text)
    if len(words) > _LONGEST_HEADING:
        return ""
    found = marker(words)
    if found and found[0] is not Style.ARABIC and found[0] is not Style.ARABIC_BRACKET:
        words = words[found[1] :]
    words = words.strip("【】[]〔〕*#＊ :：")
    if _EVENT.search(recognised(words)) or _WHOLE_TERM.fullmatch(recognised(words)):
        return ""
    if is_period(words) and not _is_continuing(words):
        return words
    bare = _HEADING_TAIL.sub("", words)
    return bare if bare != words and is_period(bare) and not _is_continuing(bare) else ""


def _states_time(text: str) -> bool:
    return bool(section_time(text) or _leading_time(plain(text), commas=True))


def _is_continuing(words: str) -> bool:
    return recognised(words) in ("持续推进", "长期坚持", "常态化", "持续", "长期")


def read_calendar(lines: Sequence[TextLine], known: frozenset[str] = NOBODY) -> ShapeReading | None:
    """Return the items under lines that state a time, None when a text is hardly such a list."""
    first = next((n for n, line in enumerate(lines) if _states_time(line.text)), None)
    dated = [n for n, line in enumerate(lines) if _is_dated(line.text)]
    by_dates = len(dated) >= _FEWEST_ITEMS and len(dated) * 2 > len(lines) - dated[0]
    if by_dates:
        first = dated[0] if first is None else min(first, dated[0])
    if first is None:
        return None
    commas = sum(bool(_leading_time(plain(line.text), commas=True)) for line in lines)
    walk = _Walk(_takes_bare(lines[first:], known), takes_commas=commas * 2 > len(lines), by_dates=by_dates)
    end = first
    for end in range(first, len(lines)):
        if ends_table(lines[end].text) and walk.rows:
            break
        _take(walk, lines[end], known)
    else:
        end += 1
    is_short = len(walk.rows) < _FEWEST_ITEMS and walk.sections < _MANY_SECTIONS
    if walk.sections < _FEWEST_SECTIONS or is_short or not walk.rows:
        return None
    above = tuple(plain(line.text) for line in lines[:first] if not _is_column_line(line.text))
    below = tuple(plain(line.text) for line in lines[end:])
    return ShapeReading(Shape.CALENDAR, tuple(walk.rows), above, below)


def _takes_bare(lines: Sequence[TextLine], known: frozenset[str]) -> bool:
    items = [plain(line.text) for line in lines if not section_time(line.text)]
    return bare_lists_count([without_duties(item, known, alone=False)[1] for item in items])


def _is_dated(text: str) -> bool:
    """Tell whether a short line begins with the day of its task (2月26日 召开会议)."""
    words = plain(text)
    found = marker(words)
    own, rest = front_time(words[found[1] :] if found else words)
    return bool(re.search(r"月|[/.]", own)) and len(rest) > 1 and len(words) <= _LONGEST_ITEM


def _is_column_line(text: str) -> bool:
    """Tell whether a line is what is left of a table's header (週別 起迄 校園大事 教務)."""
    words = plain(text).split()
    known = [word for word in words if meaning(word)[0] is not Column.OTHER]
    return len(known) > 1 and len(words) > 2


def _take(walk: _Walk, line: TextLine, known: frozenset[str]) -> None:
    words = plain(line.text)
    if time := section_time(words):
        walk.period, walk.day = time, ""
        walk.sections += 1
        return
    if found := _leading_time(words, commas=walk.takes_commas):
        walk.sections += 1
        rest = words[len(found) :].lstrip(_AFTER_TIME)
        parts = joined_tasks(rest)
        doubts = () if are_surely_several(parts) else (PARTED,) if len(parts) > 1 else ()
        for part in parts:
            walk.rows.extend(_rows(walk, line, part, known, own_time=found, doubts=doubts))
        return
    if walk.by_dates and _is_dated(words):
        walk.sections += 1
    if _DAY_NUMBER.fullmatch(words) and "月" in walk.period:
        walk.day = words
        return
    if is_duty_line(line) and walk.rows:
        _, duties = without_duties(words, known, alone=True)
        last = walk.rows[-1]
        cells = tuple(RawCell(c, header_of(c), text, line.place) for c, text in duties.offices)
        walk.rows[-1] = RawRow(
            last.number,
            last.place,
            (*last.cells, *cells),
            f"{last.original}\n{words}",
            last.certainty,
            last.doubts,
        )
        return
    walk.rows.extend(_rows(walk, line, words, known))


def _leading_time(words: str, *, commas: bool) -> str:
    """Return the time a line begins with behind which its task stands (3月：召开会议), empty for others."""
    found = re.match(r"([^:：，,。]{2,16})[:：]" if not commas else r"([^:：，,。]{2,16})[:：，,]", words)
    if not found or not is_period(found[1]) or len(words) <= found.end() + 1:
        return ""
    return "" if _is_continuing(found[1]) else found[1]


def _rows(
    walk: _Walk,
    line: TextLine,
    words: str,
    known: frozenset[str],
    *,
    own_time: str = "",
    doubts: tuple[str, ...] = (),
) -> Iterator[RawRow]:
    found = marker(words)
    item = words[found[1] :].strip() if found else words
    text, duties = without_duties(item, known, alone=False, takes_bare=walk.takes_bare)
    own, title = front_time(text)
    period, due = _times(walk, own_time or own or "；".join(duties.times))
    if len(title) > _LONGEST_ITEM:
        doubts = (*doubts, "标题：整段文字没有断句，请核对标题")
    cells = [RawCell(Column.TASK, "工作", title.rstrip("。；; "), line.place)]
    cells.append(RawCell(Column.TIME, "时间", period, line.place))
    cells += [RawCell(column, header_of(column), names, line.place) for column, names in duties.offices]
    certainty = TOLD_ITEM if found or own else LINE_BELOW_DATE
    yield RawRow(line.number, line.place, tuple(cells), words, certainty, doubts, due)


def _times(walk: _Walk, own: str) -> tuple[str, str]:
    """Return the printed time of an item and the words its date is read from."""
    section = f"{walk.period}{walk.day}日" if walk.day else walk.period
    if not own:
        dates = _FULL_WEEK.sub("", recognised(section))
        return section, dates if dates != recognised(section) and is_period(dates) else ""
    month = re.search(r"\d{1,2}月", recognised(walk.period))
    if _DAY_ONLY.match(own) and "月" not in own and "/" not in own and month:
        day = own if own[-1:] in "日号號" else f"{own}日"
        return own, f"{month[0]}{day}"
    return own, ""
