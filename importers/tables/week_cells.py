"""Calendars of weeks pasted one cell a line, whose tasks stand one a line too, each closed by a semicolon.

周次 / 时间 / 主题 / 内容 / 备注: a week is known by its number and dates. Its tasks are the lines closed by a
semicolon and the one behind them; what stands before is a theme, what stands behind a remark.
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from importers.document import Cell, Row, Table
from importers.tables.ordinals import ordinal
from importers.words.confidence import GUESSED_CELLS
from importers.words.header_words import Column, is_heading, map_columns
from importers.words.period_words import is_period
from importers.words.text_lines import TextLine, ends_table_at
from importers.words.wording import plain

_WEEK = re.compile(r"第?[一二三四五六七八九十\d]{1,3}周?|预备周|机动周|复习周|考试周")
_DATES = re.compile(r"\d")
_SEMICOLON = (";", "；")
_MOST_COLUMNS = 12
_LONGEST_HEADING = 12
_FEWEST_WEEKS = 2
_FEWEST_SIGNS = 4
_UNCLEAR = "每格一行，分不清哪些字是工作、哪些是主题或备注，请对照原文"


def take_weeks(lines: Sequence[TextLine], start: int) -> tuple[Table | None, int]:
    """Return the calendar whose header begins at a line and the next index; None where none does."""
    count = _header_length(lines, start)
    if not count:
        return None, start
    header = _in_order(lines[start : start + count])
    columns = map_columns([line.text for line in header])
    task = next((n for n, column in columns.items() if column is Column.TASK), 0)
    if columns.get(0) is not Column.WEEK or columns.get(1) is not Column.TIME or task < 2:
        return None, start
    end = start + count
    while end < len(lines) and not ends_table_at(lines, end):
        end += 1
    body = _upright(lines[start + count : end])
    begins = [n for n, (line, after) in enumerate(pairwise(body)) if _begins(line, after)]
    closed = sum(plain(line.text).endswith(_SEMICOLON) for line in body)
    if len(begins) < _FEWEST_WEEKS or begins[0] or closed < len(begins):
        return None, start
    head = Row(header[0].number, header[0].place, tuple(Cell(plain(c.text), c.place) for c in header))
    stretches = [body[left:right] for left, right in pairwise([*begins, len(body)])]
    rows = (_row(stretch, task, len(header)) for stretch in stretches)
    return Table("", (head, *rows), GUESSED_CELLS), end


def _header_length(lines: Sequence[TextLine], start: int) -> int:
    """Return how many lines are headings: all before the first week, which its dates follow."""
    if len(lines[start].text) > _LONGEST_HEADING or not is_heading(lines[start].text):
        return 0
    for n, (line, after) in enumerate(pairwise(lines[start : start + _MOST_COLUMNS + 2])):
        if n and _begins(line, after):
            return n
        if len(plain(line.text)) > _LONGEST_HEADING:
            return 0
    return 0


def _in_order(header: Sequence[TextLine]) -> list[TextLine]:
    """Return headings in the order of their columns.

    A remark stands last: what is named behind it is the lower row of the heading before it, which spans it.
    """
    meanings = map_columns([line.text for line in header])
    remark = next((n for n, column in meanings.items() if column is Column.REMARK), 0)
    if not remark or remark + 2 >= len(header):
        return list(header)
    return [*header[: remark - 1], *header[remark + 1 :], header[remark]]


def _begins(line: TextLine, after: TextLine) -> bool:
    """Tell whether a line is the number of a week and the next one its dates."""
    words, dates = plain(line.text), plain(after.text)
    is_week = bool(_WEEK.fullmatch(words)) and (ordinal(dates) is None)
    return is_week and bool(_DATES.search(dates)) and is_period(dates)


def _upright(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines with words that were written downwards, one sign a line, as one line each."""
    upright: list[TextLine] = []
    for is_sign, run in groupby(lines, key=_is_sign):
        signs = list(run)
        if is_sign and len(signs) >= _FEWEST_SIGNS:
            words = "".join(plain(line.text) for line in signs)
            upright.append(TextLine(signs[0].number, words, signs[0].unit))
        else:
            upright.extend(signs)
    return upright


def _is_sign(line: TextLine) -> bool:
    words = plain(line.text)
    return len(words) == 1 and not words.isdigit()


def _row(lines: Sequence[TextLine], task: int, width: int) -> Row:
    """Return a week: its number, its dates, and the lines below them under their columns."""
    rest = lines[2:]
    first, end = _tasks(rest)
    is_whole = first == end and len(lines) == width
    if is_whole:
        first, end = task - 2, task - 1
    elif first == end:
        first, end = 0, len(rest)
    tasks, behind = rest[first:end], rest[end:]
    before, after = _spread(rest[:first], task - 2), _spread(behind, width - task - 1)
    is_left_over = bool(behind) and (not after or any(line.text.endswith(_SEMICOLON) for line in behind))
    is_clear = (is_whole or any(plain(line.text).endswith(_SEMICOLON) for line in tasks)) and not is_left_over
    named = tasks[0] if tasks else lines[0]
    cells = [lines[:1], lines[1:2], *before, tasks, *after]
    return Row(
        named.number,
        named.place,
        tuple(
            Cell("\n".join(plain(line.text).rstrip("；;") for line in cell), named.place) for cell in cells
        ),
        "" if is_clear else _UNCLEAR,
    )


def _tasks(lines: Sequence[TextLine]) -> tuple[int, int]:
    """Return where the lines closed by semicolons begin, and where the one behind them ends."""
    closed = [plain(line.text).endswith(_SEMICOLON) for line in lines]
    first = closed.index(True) if True in closed else 0
    end = first
    while end < len(lines) and closed[end]:
        end += 1
    return first, min(end + (end > first), len(lines))


def _spread(lines: Sequence[TextLine], count: int) -> list[Sequence[TextLine]]:
    """Return lines under so many columns: one under each where they are as many, else all under the last."""
    if len(lines) == count:
        return [[line] for line in lines]
    empty: list[Sequence[TextLine]] = [[] for _ in range(count - 1)]
    return [*empty, lines] if count else []
