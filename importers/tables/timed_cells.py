"""Tables without a header pasted one cell a line: what stands between two times is one row's other cells.

A calendar reads the same way at first sight, but never states one time twice in a row, nor the same few
names beside every time.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from importers.words.cell_evidence import looks_like_section
from importers.words.header_words import is_heading
from importers.words.outline import marker
from importers.words.period_words import is_period
from importers.words.plan_facts import names_plan
from importers.words.text_lines import TextLine
from importers.words.wording import folded, plain
from rules.errors import InputError

_FEWEST = 4
_OTHER_CELLS = range(2, 5)
_SHARE = 0.6
_REPEATED = 0.5
#: 14 Provide support for …: a numbered heading that needs no sign behind its number.
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})?\s+[A-Z]")
_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class TimedCells:
    """The rows of such a table, their cells in printed order, and the lines it begins and ends with."""

    rows: tuple[tuple[TextLine, ...], ...]
    first: int
    end: int


def timed_cells(lines: Sequence[TextLine]) -> TimedCells | None:
    """Return the rows of a table whose every row states its time on a line, None when there is none.

    Raises :class:`InputError` where the lines surely are such cells but do not add up to rows.
    """
    times = [n for n, line in enumerate(lines) if is_period(line.text)]
    if len(times) < _FEWEST or not any(_same(lines[a], lines[b]) for a, b in pairwise(times)):
        return None
    between = [_cells(lines, a + 1, b) for a, b in pairwise(times)]
    counts = Counter(map(len, between))
    width, most = counts.most_common(1)[0]
    if width not in _OTHER_CELLS or most < _SHARE * len(between) or not _names_repeat(between, width):
        return None
    before = _cells_before_time(lines, times, width) if most == len(between) else None
    if before is None:
        raise InputError(
            f"{lines[times[0]].place}起每格一行，又没有表头，分不清哪些行是一项；"
            "请直接复制表格（保留制表符）后粘贴，或导入Word、Excel文件。"
        )
    first, end = times[0] - before, times[-1] + width - before + 1
    cells = _cells(lines, first, min(end, len(lines)))
    rows = tuple(tuple(cells[n : n + width + 1]) for n in range(0, len(cells), width + 1))
    return TimedCells(rows, first, end) if len(rows[-1]) == width + 1 else None


def _same(line: TextLine, other: TextLine) -> bool:
    return folded(line.text) == folded(other.text)


def _cells(lines: Sequence[TextLine], start: int, end: int) -> list[TextLine]:
    return [line for line in lines[start:end] if not _heads_rows(line.text)]


def _heads_rows(text: str) -> bool:
    """Tell whether a line is a numbered heading of the rows below it."""
    if is_period(text):
        return False
    return looks_like_section(text) or marker(text) is not None or bool(_NUMBERED.match(plain(text)))


def _names_repeat(between: Sequence[Sequence[TextLine]], width: int) -> bool:
    """Tell whether the same few texts stand at one place beside the times: the names of who does it."""
    whole = [cells for cells in between if len(cells) == width]
    for place in range(width):
        counts = Counter(folded(cells[place].text) for cells in whole)
        if sum(count for count in counts.values() if count > 1) >= _REPEATED * len(whole):
            return True
    return False


def _cells_before_time(lines: Sequence[TextLine], times: Sequence[int], width: int) -> int | None:
    """Return how many cells of a row stand before its time, None when nothing tells where a row begins.

    Headings stand between rows, and so does whatever is surely above the first one.
    """
    found: set[int] = set()
    for a, b in pairwise(times):
        heading = next((n for n in range(a + 1, b) if _heads_rows(lines[n].text)), None)
        if heading is not None:
            found.add(width - (heading - a - 1))
    above = next(
        (n for n in range(times[0] - 1, times[0] - width - 2, -1) if n < 0 or _is_above(lines[n].text)), None
    )
    if above is not None:
        found.add(times[0] - 1 - above)
    return found.pop() if len(found) == 1 else None


def _is_above(text: str) -> bool:
    """Tell whether a line is no cell of a first row: a heading, headings run together, a plan's title."""
    parts = _CAPITALS.split(plain(text))
    return (
        _heads_rows(text) or is_heading(text) or names_plan(text) or all(is_heading(part) for part in parts)
    )
