"""Calendars as lists: a line states a week or a month, the lines below it are what happens then."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from importers.calendars.calendar_cells import without_bars
from importers.calendars.dated_lines import (
    BETWEEN_NUMBERS,
    LONGEST_ITEM,
    between_numbers,
    is_dated,
    labels_of,
    numbers_count,
)
from importers.calendars.days_in_front import day_in_front, number_in_front
from importers.calendars.flattened_grids import (
    bracketed_days,
    bracketed_items,
    brackets_hold_days,
    without_grids,
)
from importers.calendars.lone_dates import SECOND_LINE
from importers.calendars.run_on_months import months_apart
from importers.calendars.terms_in_front import with_terms_said
from importers.calendars.times_below_heads import names_weekday, times_below
from importers.tables.dated_events import dated_events
from importers.tables.item_cells import is_numbered, items_of
from importers.tables.joined_tasks import PARTED, are_surely_several, joined_tasks
from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.shape_reading import Shape, ShapeReading
from importers.texts.item_words import is_duty_line, without_duties
from importers.texts.run_on import parted
from importers.texts.sentence_duties import doubted_offices
from importers.words.bilingual_lines import with_languages_joined
from importers.words.confidence import LINE_BELOW_DATE, TOLD_ITEM
from importers.words.duties import bare_lists_count, header_of
from importers.words.front_times import front_time
from importers.words.header_words import Column
from importers.words.outline import marker
from importers.words.script import recognised
from importers.words.section_heads import (
    NO_HEAD,
    Head,
    heads_of,
    is_column_line,
    is_few_days,
    is_long,
    is_other_month,
    leading_time,
    looks_like_head,
    month_in_front,
    names_day,
    themes_of,
    time_and_task,
)
from importers.words.stated_years import in_year
from importers.words.text_lines import TextLine, ends_table
from importers.words.unit_words import NOBODY, begins_with_deed
from importers.words.wording import plain

_FEWEST_SECTIONS = 2
_FEWEST_ITEMS = 3
#: So many lines that only state a time are a calendar, however few things happen.
_MANY_SECTIONS = 4
_LONGEST_QUOTED, _MOST_QUOTED = 16, 3
_THEMES = "只写了一段时间的主题"
_REPEATED = "与上一行一字不差"
_DAYS_TO_KEEP = "只列了节日"
#: 主要节日：3月8日…: what is celebrated, not what is to be done.
_OBSERVANCES = re.compile(
    r"(?:主要|重要|重大|本月|传统|法定)*(?:节日|纪念日|节庆|节气)(?:及纪念日|、纪念日|和纪念日)?[:：]"
)
#: Labels of what a task consists of.
_CONTENT = re.compile(
    r"(?:活动|工作|主要|具体|学习|教育)?(?:内容|内容安排|措施|举措|形式|要求|方式|目标|地点|对象|參加對象|参加对象)\s*[:：]\s*"
)
_RECURS = re.compile(
    r"(?:每个?(?:年|半年|季度?|月|旬|周|星期|天|日)|[逐按]月|[逐按]季度?)(?:[一二两12]次)?|定期"
    r"|每个?(?:周|星期)[一二三四五六日天末](?:[、和至]周?[一二三四五六日天])*(?:[上下中]午|晚上?)?"
)


@dataclass(slots=True)
class _Walk:
    known: frozenset[str]
    takes_bare: bool
    takes_commas: bool
    by_dates: bool = False
    """Most lines begin with a day of their own."""
    rows: list[RawRow] = field(default_factory=list)
    sections: int = 0
    by_brackets: bool = False
    """Numbers in brackets before the items are days."""
    head: Head = NO_HEAD
    head_number: int = 0
    """The number of the line the last head stands on."""
    doubt: str = ""
    """What is doubtful about the time of the lines below the last head."""
    is_between: bool = False
    """The line stands without a number between two numbers that follow one another."""
    last_words: str = ""
    own_day: str = ""
    """The day the last line began with, behind a head that is a day too."""
    passed: dict[str, list[str]] = field(default_factory=dict)
    """Lines that are no tasks, by what they are."""

    def pass_over(self, what: str, words: str) -> None:
        """Keep a line that is no task, to be said."""
        self.passed.setdefault(what, []).append(words)


def read_calendar(lines: Sequence[TextLine], known: frozenset[str] = NOBODY) -> ShapeReading | None:
    """Return the items under lines that state a time, None when a text is hardly such a list."""
    lines = _parted(lines)
    heads = heads_of(lines)
    starts = (n for n, line in enumerate(lines) if n in heads or leading_time(plain(line.text), commas=True))
    first = next(starts, None)
    dated = [n for n, line in enumerate(lines) if is_dated(line.text)]
    by_dates = len(dated) >= _FEWEST_ITEMS and len(dated) * 2 > len(lines) - dated[0]
    if by_dates:
        first = dated[0] if first is None else min(first, dated[0])
    if first is None or (by_dates and numbers_count(lines, heads)):
        return None
    commas = sum(bool(leading_time(plain(line.text), commas=True)) for line in lines)
    takes_bare = _takes_bare([line for n, line in enumerate(lines) if n >= first and n not in heads], known)
    walk = _Walk(known, takes_bare, takes_commas=commas * 2 > len(lines), by_dates=by_dates)
    walk.by_brackets = any(head.month for head in heads.values()) and brackets_hold_days(
        line.text for line in lines[first:]
    )
    themes = themes_of(lines, heads) | labels_of(lines)
    between = between_numbers(lines, heads)
    end = first
    for end in range(first, len(lines)):
        if ends_table(lines[end].text) and walk.rows:
            break
        if end in heads:
            _take_head(walk, lines[end], heads[end])
        elif end in themes:
            walk.pass_over(_THEMES, plain(lines[end].text))
        else:
            walk.is_between = end in between
            _take(walk, lines[end])
    else:
        end += 1
    is_short = len(walk.rows) < _FEWEST_ITEMS and walk.sections < _MANY_SECTIONS
    if walk.sections < _FEWEST_SECTIONS or is_short or not walk.rows:
        return None
    above = tuple(plain(line.text) for line in lines[:first] if not is_column_line(line.text))
    below = tuple(plain(line.text) for line in lines[end:])
    return with_terms_said(ShapeReading(Shape.CALENDAR, tuple(walk.rows), above, below, tuple(_notes(walk))))


def _takes_bare(lines: Sequence[TextLine], known: frozenset[str]) -> bool:
    return bare_lists_count([without_duties(plain(line.text), known, alone=False)[1] for line in lines])


def _parted(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines without what is left of a grid, each numbered item on one of its own."""
    kept = with_languages_joined(months_apart(without_grids(without_bars(lines))))
    if brackets_hold_days(line.text for line in kept):
        return [replace(line, text=item) for line in kept for item in bracketed_items(plain(line.text))]
    return [part for line in kept for part in (parted([line]) if marker(line.text) else [line])]


def _take_head(walk: _Walk, line: TextLine, head: Head) -> None:
    walk.head, walk.head_number, walk.doubt, walk.last_words = head, line.number, "", ""
    walk.own_day = ""
    walk.sections += 1
    if not head.motto:
        return
    if begins_with_deed(head.motto):
        walk.rows.extend(_rows(walk, line, head.motto))
    else:
        walk.pass_over(_THEMES, plain(line.text))


def _take(walk: _Walk, line: TextLine) -> None:
    words = plain(line.text)
    if events := dated_events(words):
        walk.sections += 1
        for event in events:
            walk.rows.extend(_rows(walk, line, event.words, own_time=event.time, due_words=event.due_words))
        return
    time, task = time_and_task(words, commas=walk.takes_commas)
    if time:
        _take_timed(walk, line, time, task)
        return
    if walk.by_dates and is_dated(words):
        walk.sections += 1
    if is_duty_line(line) and walk.rows:
        walk.rows[-1] = _with_duties(walk.rows[-1], line)
        return
    if walk.rows and words == walk.last_words and walk.head.is_day:
        walk.pass_over(_REPEATED, words)
        return
    walk.last_words = words
    if _OBSERVANCES.match(recognised(words)):
        walk.pass_over(_DAYS_TO_KEEP, words)
        return
    if label := _CONTENT.match(words):
        if walk.rows and walk.rows[-1].number >= walk.head_number:
            walk.rows[-1] = replace(walk.rows[-1], original=f"{walk.rows[-1].original}\n{words}")
            return
        words = words[label.end() :]
    for item in items_of(words) if label else [words]:
        walk.rows.extend(_rows(walk, line, item))
    if looks_like_head(words) and is_other_month(words, walk.head):
        walk.doubt = f"时限：上面有一行以“{month_in_front(words)}”开头，按“{walk.head.period}”读，请核对"


def _take_timed(walk: _Walk, line: TextLine, time: str, rest: str) -> None:
    """Take a line whose task stands behind its time (3月：召开会议); the time of a month is a new section."""
    walk.sections += 1
    parts = items_of(rest) if is_numbered(rest) else joined_tasks(rest)
    doubts = () if is_numbered(rest) or are_surely_several(parts) else (PARTED,) if len(parts) > 1 else ()
    for part in parts:
        walk.rows.extend(_rows(walk, line, part, own_time=time, doubts=doubts))
    if is_long(time) and is_long(walk.head.period):
        walk.head, walk.head_number = Head(time), line.number
        walk.doubt = f"时限：没有写，按上面“{time}”一行读，请核对"


def _with_duties(row: RawRow, line: TextLine) -> RawRow:
    """Return a row with the offices and the time that a line below it states."""
    words = plain(line.text)
    _, duties = without_duties(words, alone=True)
    cells = [
        replace(cell, text="；".join(duties.times)) if cell.column is Column.TIME and duties.times else cell
        for cell in row.cells
    ]
    cells += [RawCell(column, header_of(column), text, line.place) for column, text in duties.offices]
    due_words = "" if duties.times else row.due_words
    return replace(row, cells=tuple(cells), original=f"{row.original}\n{words}", due_words=due_words)


def _rows(
    walk: _Walk,
    line: TextLine,
    words: str,
    *,
    own_time: str = "",
    due_words: str = "",
    doubts: tuple[str, ...] = (),
) -> Iterator[RawRow]:
    days, dates, item = (
        bracketed_days(words, walk.head.month) if walk.by_brackets else day_in_front(walk.head, words)
    )
    found = None if days else marker(words)
    item = words[found[1] :].strip() if found else item
    text, duties = without_duties(item, walk.known, alone=False, takes_bare=walk.takes_bare)
    offices = duties.offices
    if offices and text[-1:] not in "）)" and ("（" in text or "(" in text):
        offices, said = doubted_offices(text, offices)
        doubts = (*doubts, *said)
    front, title = ("", text) if days else front_time(text)
    if walk.head.is_day and front and not names_weekday(front):
        front, title = "", title if names_day(walk.head, front) else text
    if (first := front.partition("；")[0]).endswith("前") and text.startswith(f"{first}{title}"):
        title = text  # 5月10日前完成选拔 is one sentence
    own = own_time or front or "；".join(duties.times)
    if walk.head.period and _RECURS.fullmatch(recognised(own)):
        own = ""  # 每月一次 within 三季度: the quarter says until when
    if walk.by_dates and front and is_few_days(walk.head):
        walk.own_day = own
    period, due = (days, dates) if days else times_below(walk.head, own or walk.own_day)
    if "月" in due_words:
        due = in_year(walk.head.year, due_words) or due_words
    if not days and not own:
        doubts = (*doubts, *_time_doubts(walk, text))
    if walk.is_between:
        doubts = (*doubts, BETWEEN_NUMBERS)
    if len(title) > LONGEST_ITEM:
        doubts = (*doubts, "标题：整段文字没有断句，请核对标题")
    cells = [RawCell(Column.TASK, "工作", title.rstrip("。；; "), line.place)]
    cells.append(RawCell(Column.TIME, "时间", period, line.place))
    cells += [RawCell(column, header_of(column), names, line.place) for column, names in offices]
    certainty = TOLD_ITEM if found or front or days else LINE_BELOW_DATE
    yield RawRow(line.number, line.place, tuple(cells), words, certainty, doubts, due)


def _time_doubts(walk: _Walk, text: str) -> Iterator[str]:
    """Say when the time above a line may not be that of the line."""
    if walk.doubt:
        yield walk.doubt
    if walk.own_day:
        yield SECOND_LINE.format(walk.own_day[:_LONGEST_QUOTED])
    if number := number_in_front(walk.head, text):
        yield f"时限：这一行以“{number}”开头，可能是日期，按上面的“{walk.head.period}”读，请核对"
    named, is_other = month_in_front(text), is_other_month(text, walk.head)
    if walk.head.is_day and (own := front_time(text)[0]):
        named, is_other = own, not names_day(walk.head, own)
    if is_other:
        yield f"时限：这一行以“{named}”开头，按上面的“{walk.head.period}”读，请核对"


def _notes(walk: _Walk) -> Iterator[str]:
    """Say which lines were taken for no task, so that nothing is lost unseen."""
    for what, lines in walk.passed.items():
        words = "、".join(f"“{line[:_LONGEST_QUOTED]}”" for line in lines[:_MOST_QUOTED])
        yield f"{words}{'等' if len(lines) > _MOST_QUOTED else ''}共{len(lines)}行{what}，没有作为工作收。"
