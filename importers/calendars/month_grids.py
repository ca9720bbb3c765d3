"""Calendars printed as a grid, a column a weekday, wherever they stand: in a table or among lines of text."""

from collections.abc import Sequence

from importers.calendars.grid_labels import labels_apart, said_of_labels
from importers.calendars.grid_lines import (
    FEWEST_WEEKDAYS,
    Grid,
    GridLine,
    begun,
    grid_lines,
    grid_of_month,
    may_hold_grid,
    weekdays_of,
)
from importers.calendars.grid_tasks import tasks_beside, tasks_of_days
from importers.calendars.grid_weeks import is_day_first, month_of
from importers.document import Document
from importers.tables.raw_rows import RawRow
from importers.tables.shape_reading import Shape, ShapeReading
from importers.words.text_lines import is_foot, is_remark
from importers.words.unit_words import NOBODY
from importers.words.wording import plain

_FEWEST_DAYS = 14
_FEWEST_TASKS = 2


def grids_apart(document: Document, known: frozenset[str] = NOBODY) -> tuple[ShapeReading | None, Document]:
    """Return what the grids of a document hold, None when it has none, and the document without them."""
    if not may_hold_grid(document):
        return None, document
    lines = list(grid_lines(document))
    heads = {n for n, line in enumerate(lines) if len(weekdays_of(line)) >= FEWEST_WEEKDAYS}
    if not heads:
        return None, document
    grids, taken = _gathered(lines, heads)
    rows, repeated = _tasks_of(grids, known)
    if sum(len(week.days) for grid in grids for week in grid.weeks.weeks) < _FEWEST_DAYS:
        return None, document
    if len(rows) < _FEWEST_TASKS:
        return None, document
    first, blocks = min(heads), {block for n in taken for block in lines[n].blocks}
    rest = tuple(block for n, block in enumerate(document.blocks) if n not in blocks)
    above = tuple(plain(" ".join(dict.fromkeys(line.cells))) for line in lines[:first])
    below = tuple(plain(" ".join(line.cells)) for n, line in enumerate(lines) if n > first and n not in taken)
    unread = dict.fromkeys(plain(words) for grid in grids for words in grid.unread.values())
    notes = [f"日历格旁边这些列没有读：“{'”、“'.join(unread)}”。"] if unread else []
    notes += said_of_labels(repeated)
    reading = ShapeReading(Shape.CALENDAR, tuple(rows), above, below, tuple(notes))
    return reading, Document(document.format, rest, document.notes)


def _tasks_of(grids: Sequence[Grid], known: frozenset[str]) -> tuple[list[RawRow], list[str]]:
    """Return the tasks of grids as rows, and the words in their days that repeat what stands beside them."""
    rows: list[RawRow] = []
    repeated: list[str] = []
    for grid in grids:
        beside = list(tasks_beside(grid, known))
        of_days, labels = labels_apart(list(tasks_of_days(grid, known)), beside)
        rows += of_days + beside
        repeated += labels
    return rows, repeated


def _gathered(lines: Sequence[GridLine], heads: set[int]) -> tuple[list[Grid], set[int]]:
    """Return the grids among lines, and the numbers of the lines that belong to them."""
    day_first = is_day_first(line.cells for line in lines)
    grids: list[Grid] = []
    current: list[Grid] = []
    taken: set[int] = set()
    months: list[tuple[int, int]] = []
    is_open = False
    for n, line in enumerate(lines):
        words = dict.fromkeys(cell for cell in line.cells if plain(cell))
        if n in heads:
            current = begun(line, lines[n - 1] if n else None, months[-1][1] if months else 0)
            grids += current
            taken.add(n)
            is_open = True
        elif (is_open or line.is_table) and _take(current, line, day_first=day_first):
            taken.add(n)
        elif len(words) == 1 and (month := month_of(next(iter(words)))):
            months.append((n, month))
            current = [grid_of_month(grid, month) for grid in current] if is_open else current
            grids += current if is_open else []
        elif any(is_foot(word) or is_remark(word) for word in words):
            is_open = False
    ahead = {n for n, _ in months if n + 1 in taken and n > min(heads)}
    return grids, taken | ahead


def _take(grids: Sequence[Grid], line: GridLine, *, day_first: bool) -> bool:
    """Give a line to the grids side by side; returns whether any of them has its days in it."""
    took = [grid.add(line, day_first=day_first) for grid in grids]
    return any(took)
