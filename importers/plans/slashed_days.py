"""Whether 3/5 in a plan is the 5th of March or the 3rd of May: one impossible month tells it for all days."""

import re
from collections.abc import Sequence

from importers.tables.raw_rows import RawRow
from importers.words.header_words import Column
from rules.moments import SlashedDays

_DAY = re.compile(r"(?:^|[(（\s~～–-])(\d{1,2})/(\d{1,2})(?:/(20\d\d|\d\d))?(?![\d/.%])")
_NEAR = range(-1, 2)
_MONTHS = range(1, 13)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def slashed_days(rows: Sequence[RawRow], year: int | None) -> SlashedDays:
    """Return the order of day and month that the days of a plan show.

    Where none shows it, or they contradict each other, Chinese plans write the month first.
    """
    texts = [f"{row.text(Column.TIME)}\n{row.original}" for row in rows]
    days = (found for text in texts if "/" in text for found in _DAY.findall(text))
    pairs = [(int(first), int(second)) for first, second, last in days if _can_be_year(last, year)]
    day_first = any(first not in _MONTHS and second in _MONTHS for first, second in pairs if first < 32)
    month_first = any(first in _MONTHS and second not in _MONTHS for first, second in pairs)
    if day_first is not month_first:
        return SlashedDays.DAY_FIRST if day_first else SlashedDays.MONTH_FIRST
    return SlashedDays.USUAL if any(_CHINESE.search(text) for text in texts) else SlashedDays.UNKNOWN


def _can_be_year(last: str, year: int | None) -> bool:
    """Tell whether the third number of a day, where it has one, is a year: of 25/09/17 it need not be."""
    if len(last) != 2:
        return True
    return year is not None and int(last) - year % 100 in _NEAR
