"""Numbered rows whose cells a single blank parts, as a page leaves them, with blanks inside cells as well.

A row is known by its number, an empty cell by two blanks side by side. Where a row has more blanks than
columns, what the cells look like tells which of them stand inside one; such a row is always doubtful.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from importers.document import Cell, Row, Table
from importers.tables.ordinals import heads_numbers, row_number
from importers.tables.task_column import with_task_column
from importers.words.cell_evidence import OFFICES, TIMES, cost
from importers.words.confidence import GUESSED_CELLS
from importers.words.header_words import Column, is_heading, map_columns
from importers.words.text_lines import TextLine, ends_table_at
from importers.words.unit_words import NOBODY
from importers.words.wording import plain

_BLANK = re.compile(r"[ \u00a0\u3000\n]")
_FEWEST_COLUMNS, _MOST_COLUMNS = 4, 12
_LONGEST_HEADING, _LONGEST_HEADER = 10, 120
_FEWEST_ROWS = 2
_MOST_PARTS = 6
_MOST_TOKENS = 60
_FAR = 10_000
_FITS = 3.0
_SHORT, _BROKEN, _HOLLOW = 10, 3, 4
_OPEN_END = ("、", "，", ",")
_DOUBT = "各格之间只隔一个空格，是按内容分到各列的，请看是否错列"


def take_blank_parted(
    lines: Sequence[TextLine], start: int, known: AbstractSet[str] = NOBODY
) -> tuple[Table | None, int]:
    """Return the table whose header is at ``start`` and the next index; None where it is none."""
    if len(lines[start].text) > _LONGEST_HEADER:
        return None, start
    header = [word for word in _BLANK.split(lines[start].text.strip()) if word]
    if not _is_header(header):
        return None, start
    records, end = _records(lines, start + 1)
    if len(records) < _FEWEST_ROWS:
        return None, start
    split = [[word.strip() for word in _BLANK.split(text)] for _, text in records]
    whole = [tokens for tokens in split if len(tokens) == len(header)]
    short = len(split) - len(whole)
    columns = with_task_column(map_columns(header), header, whole, short_rows=short)
    meanings = [columns.get(n, Column.OTHER) for n in range(len(header))]
    placed = [_placed(tokens, meanings, known) for tokens in split]
    blanks = sum(len(tokens) - len(header) for tokens in split)
    if sum(total for _, total in placed) > _FITS * len(placed) + blanks:
        return None, start
    place = lines[start].place
    head = Row(lines[start].number, place, tuple(Cell(word, place) for word in header))
    rows: list[Row] = []
    for (line, _), tokens, (cells, total) in zip(records, split, placed, strict=True):
        is_sure = len(tokens) == len(header) and total <= _FITS
        row = tuple(Cell(cell, line.place) for cell in cells)
        rows.append(Row(line.number, line.place, row, "" if is_sure else _DOUBT))
    return Table("", (head, *rows), GUESSED_CELLS), end


def _is_header(words: Sequence[str]) -> bool:
    """Tell whether words are the headings of a numbered table: a task, and who or when."""
    if not _FEWEST_COLUMNS <= len(words) <= _MOST_COLUMNS or not heads_numbers(words):
        return False
    columns = set(with_task_column(map_columns(words), words, []).values())
    known = sum(map(is_heading, words))
    is_short = all(len(word) <= _LONGEST_HEADING for word in words)
    return (
        is_short and known * 2 > len(words) and Column.TASK in columns and bool(columns & (OFFICES | TIMES))
    )


def _records(lines: Sequence[TextLine], index: int) -> tuple[list[tuple[TextLine, str]], int]:
    """Return the rows, each from its number to the next, and the index behind them."""
    records: list[tuple[TextLine, str]] = []
    while index < len(lines) and not ends_table_at(lines, index):
        line = lines[index]
        first = _BLANK.split(line.text.strip(), maxsplit=1)[0]
        if row_number(first) == len(records) + 1 and line.text.strip() != first:
            records.append((line, line.text.strip("\r\n ")))
        elif records:
            records[-1] = (records[-1][0], f"{records[-1][1]}\n{line.text.strip()}")
        else:
            break
        index += 1
    return records, index


def _placed(
    tokens: Sequence[str], meanings: Sequence[Column], known: AbstractSet[str]
) -> tuple[list[str], int]:
    """Return the cells of a row and what they cost: the cheapest way to put its words under the columns."""
    count, width = len(tokens), len(meanings)
    if not width <= count <= _MOST_TOKENS:
        return [*tokens[:width], *[""] * (width - count)], 9 * width
    best = [[_FAR] * (width + 1) for _ in range(count + 1)]
    took = [[0] * (width + 1) for _ in range(count + 1)]
    best[0][0] = 0
    for column in range(width):
        for begin in range(count):
            if best[begin][column] >= _FAR:
                continue
            for end in range(begin + 1, min(begin + _MOST_PARTS, count) + 1):
                total = best[begin][column] + _cell_cost(tokens[begin:end], meanings[column], known)
                if total < best[end][column + 1]:
                    best[end][column + 1], took[end][column + 1] = total, begin
    cells: list[str] = []
    end = count
    for column in range(width, 0, -1):
        begin = took[end][column]
        cells.append(" ".join(tokens[begin:end]))
        end = begin
    return cells[::-1], best[count][width]


def _cell_cost(tokens: Sequence[str], meaning: Column, known: AbstractSet[str]) -> int:
    """Return how badly words fit a column as one cell with blanks inside."""
    words = " ".join(tokens)
    if len(tokens) == 1:
        return cost(words, meaning, known)
    hollow = 0 if all(tokens) else _HOLLOW
    return cost(words, meaning, known) + hollow + sum(_blank_cost(*pair) for pair in pairwise(tokens))


def _blank_cost(before: str, after: str) -> int:
    """Return what a blank inside a cell costs: short words break, sentences hardly."""
    if plain(before).endswith(_OPEN_END):
        return 0
    return 1 if max(len(before), len(after)) <= _SHORT else _BROKEN
