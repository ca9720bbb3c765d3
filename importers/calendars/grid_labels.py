"""Words in the days of a calendar's grid that only mark what a column beside it tells with its days.

补考 stands in the cell of the 19th, and 2月18日—2月22日：本科生补考 in the column 活动: that is one task.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from importers.tables.raw_rows import RawRow
from importers.words.header_words import Column
from importers.words.script import recognised

_SPAN = re.compile(
    r"(\d{1,2})月(\d{1,2})[日号]?(?:\([^()]*\))?(?:[-—–~至]+(?:(\d{1,2})月)?(\d{1,2})[日号]?(?:\([^()]*\))?)?"
)
#: The first days of a span; one that goes on longer marks no days.
_MOST_DAYS = 62
_LONGEST_MONTH = 31
#: A longer text in the cell of a day says what is to be done, and marks nothing.
_LONGEST_LABEL = 4
_QUOTED = 3
_UNTOLD = "标题：日历格里只有这几个字，旁边写活动的一栏里没有，可能只是标记，请核对"

Day = tuple[int, int]


def labels_apart(days: Sequence[RawRow], events: Sequence[RawRow]) -> tuple[list[RawRow], list[str]]:
    """Return the tasks in the days of a grid without those that repeat one of ``events``, and these.

    Where the column beside the days tells its tasks with their days, a label it does not know is doubted.
    """
    told = _told(events)
    if not told:
        return list(days), []
    kept: list[RawRow] = []
    repeated: list[str] = []
    for row in days:
        words = recognised(row.text(Column.TASK))
        on_day = [title for day in _days(recognised(row.text(Column.TIME))) for title in told.get(day, ())]
        if any(words in title for title in on_day):
            repeated.append(row.text(Column.TASK))
        elif len(words) <= _LONGEST_LABEL:
            kept.append(replace(row, doubts=(*row.doubts, _UNTOLD)))
        else:
            kept.append(row)
    return kept, repeated


def said_of_labels(repeated: Sequence[str]) -> list[str]:
    """Say which words in the days of a grid were not taken again."""
    if not repeated:
        return []
    words = "”、“".join(list(dict.fromkeys(repeated))[:_QUOTED])
    return [f"日历格里有{len(repeated)}处字（“{words}”等）与旁边一栏当天的活动相同，没有重复收。"]


def _told(events: Sequence[RawRow]) -> Mapping[Day, list[str]]:
    """Return the titles of events by the days they state themselves; what a week holds names no day."""
    told: dict[Day, list[str]] = defaultdict(list)
    for row in events:
        time = recognised(row.text(Column.TIME))
        days = _days(time)
        if len(days) == 1 or time == recognised(row.due_words):
            for day in days:
                told[day].append(recognised(row.text(Column.TASK)))
    return told


def _days(time: str) -> list[Day]:
    """Return the days, as month and day, that a time which is nothing but a day or a span holds."""
    found = _SPAN.fullmatch(time)
    if found is None:
        return []
    month, day = int(found[1]), int(found[2])
    last = (int(found[3] or month), int(found[4])) if found[4] else (month, day)
    days = [(month, day)]
    while days[-1] != last and len(days) < _MOST_DAYS:
        month, day = (month, day + 1) if day < _LONGEST_MONTH else (month % 12 + 1, 1)
        days.append((month, day))
    return days
