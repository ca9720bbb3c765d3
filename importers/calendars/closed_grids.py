"""Calendars whose cells each stand on a line of their own with bars between them, put back into lines.

Empty cells keep their bars, so that every row has the width at which its days follow one another.
"""

import re
from collections.abc import Sequence

from importers.calendars.grid_weeks import Weeks, days_of, is_day_first
from importers.tables.closed_cells import bar_cells
from importers.tables.loose_cells import LooseCell
from importers.words.text_lines import TextLine
from importers.words.wording import plain

_BARS = re.compile(r"[|｜]")
_MOST_BEFORE = 3
_MOST_COLUMNS = 14
_FEWEST_WEEKS = 2
_LONGEST_HEADING = 10

Rows = list[list[LooseCell]]


def closed_grid(lines: Sequence[TextLine], first: int, weekdays: int) -> tuple[int, int, Rows]:
    """Return where the grid begins and ends whose first weekday a line holds, and its rows, the header first.

    ``weekdays``: how many the header names. There are no rows where the cells fit no width.
    """
    start = _start(lines, first)
    end = max((n for n in range(start, len(lines)) if _BARS.search(lines[n].text)), default=start) + 1
    cells = list(bar_cells(lines[start:end]))
    place = next((n for n, cell in enumerate(cells) if cell.number == lines[first].number), 0)
    day_first = is_day_first([[cell.text for cell in cells]])
    widths = range(place + weekdays, _MOST_COLUMNS + 1)
    columns = range(place, place + weekdays)
    weeks = {width: _weeks(cells, width, columns, day_first=day_first) for width in widths}
    width = max(weeks, key=lambda width: weeks[width])
    if weeks[width] < _FEWEST_WEEKS or weeks[width] * width < len(cells) // 2:
        return start, end, []
    return start, end, [cells[n : n + width] for n in range(0, len(cells), width)]


def _start(lines: Sequence[TextLine], first: int) -> int:
    """Return the line of the first heading: some short cells with bars may stand before the weekdays."""
    start = first
    for _ in range(_MOST_BEFORE):
        before = start - 1
        if before >= 0 and not _BARS.sub("", plain(lines[before].text)):
            before -= 1
        elif before < 0 or not plain(lines[before].text).endswith(("|", "｜")):
            break
        if before < 0 or len(plain(lines[before].text)) > _LONGEST_HEADING:
            break
        start = before
    return start


def _weeks(cells: Sequence[LooseCell], width: int, columns: range, *, day_first: bool) -> int:
    """Return how many rows of a width hold a week that follows the one before."""
    weeks = Weeks()
    for n in range(width, len(cells), width):
        days = days_of([cell.text for cell in cells[n : n + width]], columns, is_day_first=day_first)
        if weeks.takes(days):
            weeks.add(days, 0)
    return len(weeks.weeks)
