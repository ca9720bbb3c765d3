"""What the cells of a column say of its meaning where the heading leaves it open: numbers, times, periods."""

import re
from collections.abc import Mapping, Sequence

from importers.words.header_words import Column, can_be_detail
from importers.words.period_words import is_period
from importers.words.script import recognised
from importers.words.unit_words import names_nobody
from importers.words.wording import folded, plain

_NUMBER = re.compile(r"[(（]?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[)）.、]?")
#: Times, but of something else than what is to be done.
_OTHER_TIME = re.compile(r"实际|情况|成立|开始|起始|印发|发布|填报|上报|报送|上次|去年|届|频次|频率")
_MOST = 0.8
_FEWEST = 2
_TIMES = {Column.TIME, Column.WEEK, Column.START}
_ABSENT = re.compile(r"[×xX✗✘否0〇○]")


def with_cells_heard(
    columns: dict[int, Column], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[int, Column]:
    """Return the meanings of columns with what only their cells can tell."""
    return _with_times(_with_numbers_apart(columns, header, rows), header, rows)


def _cells(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index] for row in rows if index < len(row) and plain(row[index])]


def _with_numbers_apart(
    columns: dict[int, Column], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[int, Column]:
    """Under one heading over a number and a text the text is meant, and it is the task that was numbered."""
    for left in range(len(header) - 1):
        right = left + 1
        if not plain(header[left]) or folded(header[left]) != folded(header[right]):
            continue
        numbers, texts = _cells(rows, left), _cells(rows, right)
        if not numbers or not texts or not all(map(_is_number, numbers)) or all(map(_is_number, texts)):
            continue
        meant = columns.get(left) or columns.get(right)
        if meant in (None, Column.TASK, Column.REMARK) and can_be_detail(header[right]):
            columns = {i: column for i, column in columns.items() if column is not Column.TASK}
            meant = Column.TASK
        columns = columns | {left: Column.NUMBER} | ({right: meant} if meant else {})
    return columns


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(recognised(text)))


def _with_times(
    columns: dict[int, Column], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> dict[int, Column]:
    """Take an unknown column whose cells are times for that of the times, where no heading names one.

    Left of a column that a heading does name (计划周期, 时间节点) it says when the work is done.
    """
    named = _TIMES & set(columns.values())
    if named - {Column.TIME} or len(rows) < _FEWEST or period_columns(columns, header):
        return columns
    ends = min((index for index, column in columns.items() if column is Column.TIME), default=len(header))
    for index, words in enumerate(header[:ends]):
        cells = _cells(rows, index)
        if index in columns or _OTHER_TIME.search(recognised(words)) or len(cells) * 2 < len(rows):
            continue
        if len(cells) >= _FEWEST and sum(map(is_period, cells)) >= _MOST * len(cells):
            return columns | {index: Column.START if named else Column.TIME}
    return columns


def period_columns(columns: Mapping[int, Column], header: Sequence[str]) -> dict[int, str]:
    """Return the columns that are a quarter or a month each, by their headings; none where only one is."""
    found = {i: plain(words) for i, words in enumerate(header) if i not in columns and is_period(words)}
    return found if len(found) >= _FEWEST else {}


def says_so(text: str) -> bool:
    """Tell whether the cell of a period says that something is done in it: a mark or words, not / or ×."""
    words = recognised(text)
    return bool(words) and not names_nobody(text) and not _ABSENT.fullmatch(words)
