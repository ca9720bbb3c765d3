"""The lines of a document as cells, and the columns that the header of a calendar's grid names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importers.calendars.closed_grids import closed_grid
from importers.calendars.grid_weeks import Week, Weeks, days_of, labelled_month, month_of
from importers.document import Document, Line, Row, Table
from importers.words.header_lists import SCHOOL_OFFICES
from importers.words.header_words import Column, meaning
from importers.words.script import recognised
from importers.words.text_lines import TextLine
from importers.words.unit_words import can_be_offices
from importers.words.wording import plain

#: So many weekdays head a grid; a table with fewer has columns that happen to be called so.
FEWEST_WEEKDAYS = 5
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)?([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:day)?"
)
_LONGEST_WEEKDAY = 10
_BARS = ("|", "｜")
_WEDNESDAY = re.compile("三|wed", re.IGNORECASE)
_MID_WEEK = re.compile("三.{1,12}四.{1,12}五|wed.{1,16}thu.{1,16}fri", re.IGNORECASE)
_ENGLISH = dict(zip("mon tue wed thu fri sat sun".split(), "一二三四五六日", strict=True))  # noqa: SIM905
_PARTS = re.compile(r"\t|[|｜]|[ \u00a0]{2,}|\u3000+")
_SIGNS = re.compile(r"[\t|｜]")
_EDGES = re.compile(r"^\s*[|｜]|[|｜]\s*$")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MONTH_HEADING = re.compile(r"月份?|月次|months?", re.IGNORECASE)
_EVENTS = re.compile(
    r"工作|活动|事项|安排|内容|行事|大事|要点|记事|纪要|日程|节假日|events?$|activities", re.IGNORECASE
)
_NO_EVENTS = (Column.WEEK, Column.NUMBER, Column.START)


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line of a document as cells; ``is_loose``: blanks part them, so that empty ones are lost."""

    blocks: tuple[int, ...]
    """The blocks of the document that it was read from."""
    number: int
    place: str
    cells: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    is_table: bool = False
    is_loose: bool = False


@dataclass(slots=True)
class Grid:
    """One grid with the columns that its header names."""

    weekdays: dict[int, str]
    events: dict[int, str]
    """The headings of the columns beside the weekdays that hold tasks."""
    unread: dict[int, str]
    """The headings of the columns beside them that say nothing of tasks."""
    fronts: dict[int, bool]
    """The columns that name the week, or the month (True)."""
    weeks: Weeks = field(default_factory=Weeks)
    lines: list[tuple[GridLine, Week | None, dict[int, str]]] = field(default_factory=list)
    """Each line with its days, and the words below the days of the line above it."""

    def add(self, line: GridLine, *, day_first: bool) -> bool:
        """Take a line if it is a week, or words below one; returns whether it is."""
        days = days_of(line.cells, self.weekdays, is_day_first=day_first)
        if self.weeks.takes(days):
            words = [labelled_month(line.cells[i]) for i, is_month in self.fronts.items() if is_month]
            self.lines.append((line, self.weeks.add(days, next(filter(None, words), 0)), {}))
            return True
        texts = {i: text for i, text in enumerate(line.cells) if plain(text)}
        if not self.lines or len(line.cells) < 2 or not texts.keys() & self.weekdays.keys():
            return False
        self.lines.append((line, None, texts))
        return True


def may_hold_grid(document: Document) -> bool:
    """Tell at little cost whether a document may have a header of weekdays; hardly any has."""
    for block in document.blocks:
        if isinstance(block, Line):
            if _MID_WEEK.search(block.text) or _is_lone_weekday(block.text):
                return True
        elif any(_names_wednesday(cell.text) for row in block.rows for cell in row.cells):
            return True
    return False


def _is_lone_weekday(text: str) -> bool:
    return _names_wednesday(text) and _is_weekday(text.strip("|｜ \t"))


def _is_weekday(text: str) -> bool:
    return len(text) <= _LONGEST_WEEKDAY and bool(_WEEKDAY.fullmatch(recognised(text).lower()))


def _names_wednesday(text: str) -> bool:
    return len(text) <= _LONGEST_WEEKDAY and bool(_WEDNESDAY.search(text))


def grid_lines(document: Document) -> Iterator[GridLine]:
    """Return the lines and the rows of a document as cells, in their order."""
    run: list[tuple[int, TextLine]] = []
    for n, block in enumerate(document.blocks):
        if isinstance(block, Table):
            yield from _text_lines(run)
            run = []
            yield from (_table_line(n, row) for row in block.rows)
        elif plain(block.text):
            line = TextLine(block.number or n + 1, block.text, "行" if block.number else "段")
            run.append((n, line))
    yield from _text_lines(run)


def _text_lines(run: Sequence[tuple[int, TextLine]]) -> Iterator[GridLine]:
    """Return lines as cells; cells closed by bars, one a line, are put back into lines first."""
    lines = [line for _, line in run]
    heads = _closed_heads(lines)
    start, end, rows = closed_grid(lines, heads[0], len(heads)) if heads else (0, 0, [])
    if not rows:
        start = end = len(lines)
    for n, line in run[:start]:
        yield _text_line(n, line)
    blocks = tuple(n for n, _ in run[start:end])
    for number, row in enumerate(rows):
        cells = tuple(cell.text for cell in row)
        yield GridLine(blocks if not number else (), row[0].number, row[0].place, cells)
    for n, line in run[end:]:
        yield _text_line(n, line)


def _closed_heads(lines: Sequence[TextLine]) -> list[int]:
    """Return the lines of the first weekdays that stand alone on lines with bars between them, if any do."""
    heads: list[int] = []
    seen: set[str] = set()
    for n, line in enumerate(lines):
        words = line.text.strip("|｜ \t")
        if not words:
            continue
        if not _is_weekday(words) or words in seen:
            if len(heads) >= FEWEST_WEEKDAYS:
                break
            heads, seen = [], set()
            continue
        heads.append(n)
        seen.add(words)
    has_bars = bool(heads) and any(line.text.strip()[-1:] in _BARS for line in lines[heads[0] : heads[-1]])
    return heads if has_bars and len(heads) >= FEWEST_WEEKDAYS else []


def _text_line(block: int, line: TextLine) -> GridLine:
    is_loose = not _SIGNS.search(line.text)
    return GridLine((block,), line.number, line.place, tuple(_cells(line.text)), is_loose=is_loose)


def _table_line(block: int, row: Row) -> GridLine:
    doubts = tuple(dict.fromkeys(d for d in (row.doubt, *(cell.doubt for cell in row.cells)) if d))
    return GridLine((block,), row.number, row.place, tuple(c.text for c in row.cells), doubts, is_table=True)


def _cells(text: str) -> list[str]:
    edged = _EDGES.sub("", _LINE_BREAK.sub("；", text))
    return [cell.strip() for cell in _PARTS.split(edged)]


def weekdays_of(line: GridLine) -> dict[int, str]:
    """Return the weekdays that the cells of a line name, by their columns."""
    if len(line.cells) < FEWEST_WEEKDAYS:
        return {}
    found: dict[int, str] = {}
    for n, cell in enumerate(line.cells):
        if len(cell) > _LONGEST_WEEKDAY:
            continue
        if match := _WEEKDAY.fullmatch(recognised(cell).lower()):
            found[n] = _ENGLISH[match[2]] if match[2] else match[1].replace("天", "日").replace("末", "")
    return found


def begun(line: GridLine, above: GridLine | None, month: int) -> list[Grid]:
    """Return the grids that begin at a header: one, or several side by side."""
    weekdays = weekdays_of(line)
    firsts = [n for n, day in weekdays.items() if day == next(iter(weekdays.values()))]
    starts = firsts if len(firsts) > 1 else [0]
    grids: list[Grid] = []
    for start, end in zip(starts, [*starts[1:], len(line.cells)], strict=True):
        own = {n: day for n, day in weekdays.items() if start <= n < end}
        beside = {n: line.cells[n] for n in range(start, end) if n not in own}
        fronts = {n: _heads_months(words) for n, words in beside.items() if _is_front(words, n < min(own))}
        others = {n: words for n, words in beside.items() if n not in fronts}
        events = {n: words for n, words in others.items() if _heads_events(words)}
        unread = {n: words for n, words in others.items() if n not in events}
        titled = month_of(" ".join(above.cells[start:end])) if above and above.is_table else 0
        grids.append(Grid(own, events, unread, fronts, Weeks(titled or month)))
    return grids


def grid_of_month(grid: Grid, month: int) -> Grid:
    """Return the grid of the next month below one, with the same columns."""
    return Grid(grid.weekdays, grid.events, grid.unread, grid.fronts, Weeks(month))


def _heads_months(words: str) -> bool:
    return bool(_MONTH_HEADING.fullmatch(recognised(words)))


def _heads_events(words: str) -> bool:
    """Tell whether a heading may stand above tasks: none at all, a remark, what happens, an office."""
    text = recognised(words)
    is_known = meaning(words)[0] in (Column.TASK, Column.REMARK) or is_office_heading(words)
    return not text or is_known or bool(_EVENTS.search(text))


def is_office_heading(words: str) -> bool:
    """Tell whether a heading names the office whose tasks stand below it."""
    return recognised(words) in SCHOOL_OFFICES or can_be_offices(words)


def _is_front(words: str, is_before: bool) -> bool:
    """Tell whether a column names the week or the month of its line; one without a heading may, too."""
    return _heads_months(words) or meaning(words)[0] in _NO_EVENTS or (is_before and not plain(words))
