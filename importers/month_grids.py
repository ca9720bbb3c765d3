"""Months printed as a grid, a column a weekday: what stands in the cell of a day happens on that day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importers.confidence import DAY_CELL
from importers.duties import header_of
from importers.header_words import Column
from importers.item_cells import items_of
from importers.item_words import without_duties
from importers.raw_rows import RawCell, RawRow
from importers.script import recognised
from importers.shape_reading import Shape, ShapeReading
from importers.text_lines import TextLine, is_foot, is_remark
from importers.unit_words import NOBODY
from importers.wording import plain

_FEWEST_WEEKDAYS = 5
_FEWEST_DAYS = 14
_FEWEST_TASKS = 2
_LATEST_FIRST = 7
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)?[一二三四五六日天末]|(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?"
)
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月(?!\d)")
_MONTHS = {word: n for n, word in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)}  # noqa: SIM905
_CHINESE_MONTH = re.compile(r"(十[一二]|[一二三四五六七八九十])月")
_DAY = re.compile(r"([12]\d|3[01]|0?[1-9])[日号]?(?![\d.%])[\s:：.、]*(.*)", re.DOTALL)
#: Days of the lunar month and solar terms that a wall calendar prints behind the number.
_LUNAR = re.compile(
    r"^(?:初[一二三四五六七八九十]|[十廿][一二三四五六七八九十]?|二十|三十|[正冬腊二三四五六七八九十]月|立[春夏秋冬]|[春秋]分|[夏冬]至|[小大][暑寒雪满]"
    r"|雨水|惊蛰|清明|谷雨|芒种|处暑|白露|寒露|霜降)(?=\s|$)\s*"
)
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_PARTS = re.compile(r"\t|[|｜]|[ \u00a0]{2,}|\u3000+")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(slots=True)
class _Grid:
    rows: list[RawRow] = field(default_factory=list)
    month: int = 0
    days: int = 0
    last_day: int = 0
    places: dict[int, str] = field(default_factory=dict)
    """Which day stands in which column of the row above."""

    def begin(self, month: int) -> None:
        """Begin the grid of a month."""
        self.month, self.last_day, self.places = month, 0, {}

    def day(self, number: int) -> str:
        """Return a day as words; days that fall back to small numbers are of the next month."""
        if not self.last_day and number > _LATEST_FIRST:  # the grid begins with the end of the month before
            self.month = (self.month - 2) % 12 + 1
        elif number < self.last_day:
            self.month = self.month % 12 + 1
        self.last_day = number
        self.days += 1
        return f"{self.month}月{number}日"


def read_grids(lines: Sequence[TextLine], known: frozenset[str] = NOBODY) -> ShapeReading | None:
    """Return what the cells of the days hold as rows, None when a text has no such grid."""
    first = next((n for n, line in enumerate(lines) if _is_header(line.text)), None)
    if first is None:
        return None
    grid = _Grid(month=next((month for line in reversed(lines[:first]) if (month := _month(line.text))), 0))
    end = first
    for end in range(first, len(lines)):
        if is_foot(lines[end].text) or is_remark(lines[end].text):
            break
        _take(grid, lines[end], known)
    else:
        end += 1
    if grid.days < _FEWEST_DAYS or len(grid.rows) < _FEWEST_TASKS:
        return None
    above = tuple(plain(line.text) for line in lines[:first])
    return ShapeReading(Shape.CALENDAR, tuple(grid.rows), above, tuple(plain(x.text) for x in lines[end:]))


def _cells(text: str) -> list[str]:
    edged = re.sub(r"^\s*[|｜]|[|｜]\s*$", "", _LINE_BREAK.sub("；", text))
    return [cell.strip() for cell in _PARTS.split(edged)]


def _is_header(text: str) -> bool:
    cells = [recognised(cell).lower() for cell in _cells(text)]
    return sum(bool(_WEEKDAY.fullmatch(cell)) for cell in cells) >= _FEWEST_WEEKDAYS


def _month(text: str) -> int:
    """Return the month that a line names, 0 for none."""
    words = recognised(text)
    found = _MONTH.search(words)
    if found:
        return int(found[1])
    named = _CHINESE_MONTH.search(words)
    return _MONTHS[named[1]] if named else 0


def _take(grid: _Grid, line: TextLine, known: frozenset[str]) -> None:
    cells = _cells(line.text)
    if _is_header(line.text) or len(cells) == 1:
        grid.begin(_month(line.text) or grid.month)
        return
    found = {i: match for i, cell in enumerate(cells) if (match := _DAY.match(cell.translate(_DIGITS)))}
    if found:
        grid.places = {i: grid.day(int(match[1])) for i, match in found.items()}
        texts = {i: cells[i][match.start(2) :] for i, match in found.items()}
    else:
        texts = dict(enumerate(cells))
    for i, text in texts.items():
        words = _LUNAR.sub("", plain(text))
        if words and i in grid.places and grid.month:
            grid.rows.extend(_rows(line, grid.places[i], words, known))


def _rows(line: TextLine, period: str, words: str, known: frozenset[str]) -> Iterator[RawRow]:
    for item in items_of(words):
        title, duties = without_duties(item, known, alone=False, takes_bare=False)
        cells = [
            RawCell(Column.TASK, "工作", title, line.place),
            RawCell(Column.TIME, "时间", period, line.place),
        ]
        cells += [RawCell(column, header_of(column), names, line.place) for column, names in duties.offices]
        yield RawRow(line.number, line.place, tuple(cells), item, DAY_CELL)
