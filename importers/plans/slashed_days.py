"""Whether 3/5 in a plan is the 5th of March or the 3rd of May: one impossible month tells it for all days."""

import re
from collections.abc import Sequence

from importers.tables.raw_rows import RawRow
from importers.words.header_words import Column
from rules.moments import SlashedDays

_DAY = re.compile(r"(?:^|[(（\s~～–-])(\d{1,2})/(\d{1,2})(?![\d/.%])")
_MONTHS = range(1, 13)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def slashed_days(rows: Sequence[RawRow]) -> SlashedDays:
    """Return the order of day and month; Chinese plans write the month first unless a day shows otherwise."""
    texts = [f"{row.text(Column.TIME)}\n{row.original}" for row in rows]
    days = (found for text in texts if "/" in text for found in _DAY.findall(text))
    pairs = [(int(first), int(second)) for first, second in days]
    day_first = any(first not in _MONTHS and second in _MONTHS for first, second in pairs if first < 32)
    month_first = any(first in _MONTHS and second not in _MONTHS for first, second in pairs)
    if day_first and not month_first:
        return SlashedDays.DAY_FIRST
    is_settled = month_first or any(_CHINESE.search(text) for text in texts)
    return SlashedDays.MONTH_FIRST if is_settled else SlashedDays.UNKNOWN
