"""Doubt a second line below a date where nearly every date has one: it may belong to the line above."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from importers.tables.raw_rows import RawRow
from importers.words.header_words import Column
from importers.words.outline import marker
from importers.words.wording import folded, plain

_FEWEST_DATES = 6
_SHARE = 0.8
SECOND_LINE = "时限：这一行没有写时间，按上面的“{}”读，请核对是不是上一项的内容"
_LONGEST_SAID = 20


def with_second_lines_doubted(rows: Sequence[RawRow]) -> tuple[RawRow, ...]:
    """Return the rows of a calendar; a line without a time of its own says so where it is an exception."""
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row.text(Column.TIME))]
    singles = sum(len(group) == 1 for group in groups)
    if len(groups) < _FEWEST_DATES or singles == len(groups) or singles < _SHARE * len(groups):
        return tuple(rows)
    result: list[RawRow] = []
    for first, *others in groups:
        result.append(first)
        result += [
            _doubted(row) if row.number != first.number and _has_no_time(row) else row for row in others
        ]
    return tuple(result)


def _has_no_time(row: RawRow) -> bool:
    is_own = folded(row.text(Column.TIME)) in folded(row.original)
    return not is_own and marker(plain(row.original)) is None


def _doubted(row: RawRow) -> RawRow:
    return replace(
        row, doubts=(*row.doubts, SECOND_LINE.format(plain(row.text(Column.TIME))[:_LONGEST_SAID]))
    )
