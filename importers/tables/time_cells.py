"""Join the cells of a row that state its time: a week and its dates, a start and an end."""

import re
from dataclasses import replace
from functools import lru_cache

from importers.tables.raw_rows import RawCell, RawRow
from importers.words.header_words import Column
from importers.words.wording import folded, one_line, plain

_MONTH_NUMBER = re.compile(r"0?([1-9]|1[0-2])")
_WEEK_NUMBER = re.compile(r"[1-9]|[12]\d")


def time_words(raw: RawRow) -> str:
    """Return the words a row's date is read from; a bare number under 月份 is a month, under 周次 a week."""
    if raw.due_words:
        return raw.due_words
    cell = raw.cell(Column.TIME)
    return _words_under(cell.header, cell.text) if cell else ""


@lru_cache(maxsize=4096)  # the rows of a plan share their times
def _words_under(header: str, text: str) -> str:
    words = one_line(text)
    if "月" in header and (month := _MONTH_NUMBER.fullmatch(folded(words))):
        return f"{month[1]}月"
    if "周" in folded(header) and _WEEK_NUMBER.fullmatch(folded(words)):
        return f"第{folded(words)}周"
    return words


def joined_time(cells: tuple[RawCell, ...]) -> tuple[tuple[RawCell, ...], str]:
    """Return the cells with one time among them, and the words of it that hold the date where they are fewer.

    A week and its dates become one text with a blank between, a start and an end one with a stroke.
    """
    week = _cell(cells, Column.WEEK)
    start = _cell(cells, Column.START)
    end = _cell(cells, Column.TIME)
    if week is None and start is None:
        return cells, ""
    named = end or start or week
    if named is None:
        return cells, ""
    dates = "/".join(dict.fromkeys(one_line(c.text) for c in (start, end) if c and plain(c.text)))
    words = " ".join(part for part in (one_line(week.text) if week else "", dates) if part)
    doubt = next((c.doubt for c in (end, start, week) if c and c.doubt), "")
    time = replace(named, column=Column.TIME, text=words, doubt=doubt)
    kept = tuple(time if cell is named else cell for cell in cells)
    wanted = tuple(c for c in kept if c is time or c.column not in (Column.WEEK, Column.START))
    return wanted, dates if week and dates else ""


def _cell(cells: tuple[RawCell, ...], column: Column) -> RawCell | None:
    for cell in cells:  # asked three times for each row
        if cell.column is column:
            return cell
    return None
