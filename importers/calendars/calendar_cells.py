"""The cells of a calendar of two columns, one a line: the bars between them are taken away."""

import re
from collections.abc import Sequence
from dataclasses import replace

from importers.words.head_days import WEEKDAY
from importers.words.period_words import is_period
from importers.words.text_lines import TextLine
from importers.words.wording import plain

_YEAR_OR_WEEKDAY = re.compile(rf"20\d\d年?|[(（]?{WEEKDAY}\.?[)）]?", re.IGNORECASE)
_TIMES_IN_CALENDAR = 0.4


def without_bars(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the cells of a calendar of two columns, one a line, without the bars that part them.

    Where fewer of them are times or weekdays, they are the cells of a wider table, and stay as they are.
    """
    if not any(line.text.strip().endswith(("|", "｜")) for line in lines):
        return list(lines)
    cells = [replace(line, text=words) for line in lines if (words := line.text.strip(" \t|｜"))]
    times = sum(is_period(cell.text) or bool(_YEAR_OR_WEEKDAY.fullmatch(plain(cell.text))) for cell in cells)
    return cells if times >= _TIMES_IN_CALENDAR * len(cells) else list(lines)
