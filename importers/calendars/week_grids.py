"""Calendars of weeks printed as a grid: the week, its seven days, and in a column behind them what happens.

The numbers of the days only tell which week a remark belongs to. Where the cells stand one a line, the
rows are put together first; the months are told by the first label and where the days fall back to 1.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from importers.tables.dated_events import dated_clauses
from importers.tables.item_cells import items_of
from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.shape_reading import Shape, ShapeReading
from importers.words.confidence import DAY_CELL
from importers.words.header_words import Column, meaning
from importers.words.script import recognised
from importers.words.text_lines import TextLine, is_foot, is_remark
from importers.words.unit_words import can_be_offices
from importers.words.wording import plain
from rules.numerals import plain as in_digits

_WEEKDAYS = "一二三四五六日"
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)?([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_DAY_CELL = re.compile(r"(0?[1-9]|[12]\d|3[01])日?(?:(?![\d.%/月年-])(.*))?", re.DOTALL)
_NUMBER = re.compile(r"^[0-9０-９]{1,2}\s*[日号號]?[\s:：]*")
_HEADING = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月(?!\d)")
_MONTH = re.compile(r"(?:20\d\d年)?(1[0-2]|0?[1-9])月?份?")
_YEAR = re.compile(r"(20\d\d)年?")
_WEEK = re.compile(r"第?(?:\d{1,2}|[一二三四五六七八九十]{1,3})周?|[寒暑]假|预备周?")
_PARTS = re.compile(r"\t|[|｜]")
_FEWEST_WEEKS = 3
_LONGEST_WEEKDAY = 6
_LONGEST_QUOTED, _MOST_QUOTED = 16, 3
_NO_MONTH = "时限：表里没有写这一周在哪个月，请核对"
UNSURE_MONTH = "时限：首行的月份可能是前几天的，也可能是后几天的，请核对"
_OTHER_MONTH = "时限：表里写的月份与日期的顺序对不上，请核对"
_SEVERAL = "时限：这一格在几周里都写着，按第一周读，请核对"
_ODD_DAY = "时限：这一句以数字开头，没有读成日期，按这一周读，请核对"


@dataclass(slots=True)
class _Walk:
    days: Sequence[int]
    """The columns of the weekdays."""
    width: int
    has_weeks: bool
    is_edged: bool
    has_remarks: bool
    """Whether a column stands behind the days."""
    heading: int = 0
    """The month that a line above the weeks names."""
    rows: list[RawRow] = field(default_factory=list)
    month: int = 0
    last: int = 0
    weeks: int = 0
    doubt: str = _NO_MONTH
    remarks: list[str] = field(default_factory=list)
    """What is remarked on the last week, and ``begun``: where its rows begin."""
    begun: int = 0
    passed: list[str] = field(default_factory=list)
    """Lines outside the grid."""

    def dates(self, numbers: Sequence[int], label: int) -> list[tuple[int, int]]:
        """Return the month and day of each number of a week; a number that falls back begins a month."""
        if not self.month and (label or self.heading):
            self._begin(numbers, label or self.heading)
        found: list[tuple[int, int]] = []
        for number in numbers:
            if self.month and number < self.last:
                self.month = self.month % 12 + 1
            self.last = number
            found.append((self.month, number))
        if label and self.month and label not in {month for month, _ in found}:
            self.doubt = _OTHER_MONTH
        return found

    def _begin(self, numbers: Sequence[int], label: int) -> None:
        """Take the first label: where its week runs over a month's end, by which month ends on that day."""
        self.month, self.doubt = label, ""
        ends = [number for number, after in pairwise(numbers) if after < number]
        if ends and ends[0] != _length(label):
            self.month = (label - 2) % 12 + 1
        elif ends and ends[0] == _length((label - 2) % 12 + 1):
            self.doubt = UNSURE_MONTH


def _length(month: int) -> int:
    return monthrange(2023, month)[1]


def may_hold_weeks(lines: Sequence[TextLine]) -> bool:
    """Tell cheaply whether a text may name the seven weekdays on a line, or each on its own."""
    return any(_names_weekdays(line.text) for line in lines)


def _names_weekdays(text: str) -> bool:
    if "三" in text:
        return all(sign in text for sign in "一二四五六") or len(text.strip("|｜ \t")) <= _LONGEST_WEEKDAY
    return "ed" in text and ("Wed" in text or "wed" in text)


def read_week_grids(lines: Sequence[TextLine]) -> ShapeReading | None:
    """Return what is remarked on the weeks of a grid as rows, None when a text has no such grid."""
    lines = _one_row_a_line(lines)
    first = next((n for n, line in enumerate(lines) if _days_of(_cells(line.text))), None)
    if first is None:
        return None
    header = _cells(lines[first].text)
    days = _days_of(header)
    behind = header[days[-1] + 1 :]
    if len(header) == len(days) or len(behind) > 1 or any(can_be_offices(words) for words in behind):
        return None  # what happens stands in the cells of the days, or in columns of offices
    has_weeks = any(meaning(words)[0] is Column.WEEK for words in header[: days[0]])
    is_edged = plain(lines[first].text)[:1] in ("|", "｜")
    walk = _Walk(days, len(header), has_weeks, is_edged, has_remarks=len(header) > days[-1] + 1)
    near = (_HEADING.search(in_digits(recognised(line.text))) for line in reversed(lines[:first][-3:]))
    walk.heading = next((int(found[1]) for found in near if found), 0)
    end = first + 1
    while end < len(lines) and not (is_foot(lines[end].text) or is_remark(lines[end].text)):
        if not _take(walk, lines[end]):
            return None
        end += 1
    if walk.weeks < _FEWEST_WEEKS or not walk.rows:
        return None
    above = tuple(plain(line.text) for line in lines[:first])
    below = tuple(plain(line.text) for line in lines[end:])
    words = "、".join(f"“{line[:_LONGEST_QUOTED]}”" for line in walk.passed[:_MOST_QUOTED])
    notes = (f"{words}等{len(walk.passed)}行在周历的格子之外，没有作为工作收。",) if walk.passed else ()
    return ShapeReading(Shape.CALENDAR, tuple(walk.rows), above, (*walk.passed, *below), notes)


def _cells(text: str, *, is_edged: bool = True) -> list[str]:
    """Return the cells of a line; where no bar opens the header, one that opens a row ends an empty cell."""
    words = text if "\t" in text else re.sub(r"[|｜]\s*$", "", text)
    words = re.sub(r"^\s*[|｜]", "", words) if is_edged and "\t" not in text else words
    return [cell.strip() for cell in _PARTS.split(words)]


def _days_of(cells: Sequence[str]) -> list[int]:
    """Return the columns of seven weekdays that stand side by side; none where there are no such."""
    for start in range(len(cells) - 6):
        if all(_WEEKDAY.fullmatch(recognised(cell).lower()) for cell in cells[start : start + 7]):
            return list(range(start, start + 7))
    return []


def _take(walk: _Walk, line: TextLine) -> bool:
    """Take a row of the grid; False where the cells of its days hold words."""
    cells = _cells(line.text, is_edged=walk.is_edged)
    if len(cells) == 1 or _days_of(cells):
        heading = _HEADING.search(in_digits(recognised(cells[0]))) if len(cells) == 1 else None
        if heading and len(cells[0]) <= _LONGEST_QUOTED:
            walk.heading, walk.month, walk.last = int(heading[1]), 0, 0
        elif not (_days_of(cells) or _YEAR.fullmatch(recognised(cells[0]))):
            walk.passed.append(cells[0])
        return True
    places = walk.days if len(cells) == walk.width else _run(cells, walk)
    matches = [match for i in places if (match := _DAY_CELL.fullmatch(recognised(cells[i])))]
    if len(matches) < sum(bool(plain(cells[i])) for i in places) or (
        not walk.has_remarks and any(match[2] for match in matches)
    ):
        return False
    if not matches and any(len(plain(cell)) > 1 for cell in cells):
        return False  # the row of another table
    before = cells[: places[0]] if places else []
    labels = [int(found[1]) for cell in before if (found := _month_label(cell))]
    week = next((cell for cell in reversed(before) if _WEEK.fullmatch(recognised(cell))), "")
    dates = walk.dates([int(match[1]) for match in matches], labels[0] if labels else 0)
    walk.weeks += bool(dates)
    for i, date in zip((i for i in places if plain(cells[i])), dates, strict=True):
        if words := _NUMBER.sub("", plain(cells[i])):
            walk.rows.extend(_rows(walk, line, words, "", [date]))
    remarks = [cell for i, cell in enumerate(cells) if i not in places and i >= len(before) and plain(cell)]
    if remarks and remarks == walk.remarks:  # one cell over several weeks
        walk.rows[walk.begun :] = [
            replace(row, doubts=(*row.doubts, _SEVERAL)) for row in walk.rows[walk.begun :]
        ]
        return True
    walk.begun, walk.remarks = len(walk.rows), remarks
    for remark in remarks:
        walk.rows.extend(_rows(walk, line, remark, week, dates))
    return True


def _month_label(cell: str) -> re.Match[str] | None:
    words = in_digits(recognised(cell))
    return _MONTH.fullmatch(words) if "月" in words else None


def _run(cells: Sequence[str], walk: _Walk) -> list[int]:
    """Return where the days stand in a row that lacks cells: its numbers that follow one another."""
    numbers = [i for i, cell in enumerate(cells) if _DAY.fullmatch(recognised(cell))]
    values = [int(recognised(cells[i])) for i in numbers]
    is_apart = len(values) > 1 and values[1] != values[0] + 1 and values[1] != 1
    if walk.has_weeks and (is_apart or len(values) > len(walk.days)):
        numbers = numbers[1:]  # the number of the week
    return numbers[:7]


def _rows(
    walk: _Walk, line: TextLine, remark: str, week: str, dates: Sequence[tuple[int, int]]
) -> Iterator[RawRow]:
    named = [f"{month}月{day}日" if month else f"{day}日" for month, day in dates]
    span = "—".join(dict.fromkeys([named[0], named[-1]])) if named else ""
    doubts = (walk.doubt,) if walk.doubt else ()
    events = dated_clauses(remark, span)
    for event in events:
        yield _row(line, event.words, event.time, event.due_words, remark, doubts)
    for item in [] if events else items_of(remark):
        odd = (_ODD_DAY,) if item[:1].isdigit() else ()
        yield _row(line, item.rstrip("。；;，, "), f"{week} {span}".strip(), span, remark, (*doubts, *odd))


def _row(
    line: TextLine, title: str, period: str, due_words: str, original: str, doubts: tuple[str, ...]
) -> RawRow:
    cells = (
        RawCell(Column.TASK, "备注", title, line.place),
        RawCell(Column.TIME, "时间", period, line.place),
    )
    return RawRow(line.number, line.place, cells, original, DAY_CELL, doubts, due_words)


def _one_row_a_line(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines where the cells of such a grid that stand one a line are joined to rows."""
    bare = [plain(line.text).strip("|｜ ") for line in lines]
    start = next(
        (n for n in range(len(bare) - 6) if all(_is_weekday(bare[n + i], i) for i in range(7))), None
    )
    if start is None:
        return list(lines)
    head = next(
        (n for n in range(start, max(start - 4, -1), -1) if meaning(bare[n])[0] is Column.WEEK), start
    )
    rows: list[tuple[TextLine, list[str]]] = [(lines[head], bare[head : start + 7])]
    is_label = False
    has_bars = plain(lines[start].text) != bare[start]
    apart: list[TextLine] = []
    for line, words in zip(lines[start + 7 :], bare[start + 7 :], strict=True):
        is_bare = not plain(line.text).startswith(("|", "｜"))
        known = recognised(words)
        is_number = bool(_DAY.fullmatch(known))
        if len(rows) == 1 and words and meaning(words)[0] is not Column.OTHER:
            rows[0][1].append(words)
        elif not words or _YEAR.fullmatch(known):
            continue
        elif is_bare and not is_label and (is_number or _WEEK.fullmatch(known)):
            rows.append((line, [f"{words}月" if is_number else words]))
            is_label = True
            continue
        elif is_bare and has_bars and len(rows) > 1:
            apart.append(line)
        else:
            rows[-1][1].append(words)
        is_label = False
    joined = (TextLine(line.number, "\t".join(cells), line.unit) for line, cells in rows)
    return [*lines[:head], *joined, *apart]


def _is_weekday(words: str, place: int) -> bool:
    found = _WEEKDAY.fullmatch(recognised(words).lower())
    return found is not None and (not found[1] or _WEEKDAYS[place] == found[1].replace("天", "日"))
