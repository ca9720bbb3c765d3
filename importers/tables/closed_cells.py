"""Tables of web pages whose cells each stand on lines of their own and are closed (or opened) by a bar.

``检查事项 |`` ends a cell, a bar alone an empty or many-lined one, or it parts all cells; rows are cut
by the width of the header, or by what the cells look like where merged ones were left out.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from importers.document import Cell, Row, Table
from importers.tables.loose_cells import LooseCell, fits, header_width, table_of
from importers.tables.short_rows import Layout, ordered
from importers.tables.task_column import with_task_column
from importers.words.confidence import EVEN_CELLS, GUESSED_CELLS
from importers.words.header_words import Column, is_heading, map_columns
from importers.words.page_lines import is_index_line, names_page
from importers.words.period_words import is_period
from importers.words.text_lines import TextLine, ends_table, is_section
from importers.words.unit_words import NOBODY
from importers.words.wording import plain

_WANTED = {Column.TIME, Column.WEEK, Column.TASK, Column.RESPONSIBLE, Column.LEAD, Column.SUPPORT}
_BAR = "|"
_MOST_COLUMNS = 15
_LONGEST_HEADER = 24
_MOST_LINES_IN_CELL = 60
_RULE = re.compile(r"^[\s|:：-]*---[\s|:：-]*$")


def closed_header(lines: Sequence[TextLine], start: int) -> int:
    """Return how many cells from ``start`` on are headings that bars part, 0 when none begin there."""
    if start >= len(lines) or not _can_begin(lines, start):
        return 0
    words = _first_words(lines, start)
    if len(words) < 2 or names_page(words) or not any(is_heading(word) for word in words[:2]):
        return 0
    head = next((n for n, word in enumerate(words) if _is_below(word)), len(words))
    columns = with_task_column(map_columns(words[:head]), words[:head], [])
    return head if len(_WANTED & set(columns.values())) > 1 else 0


def _is_below(word: str) -> bool:
    """Tell whether a cell among the first ones is none of the header."""
    return not word or is_period(word) or word.isdigit() or is_section(word)


def _can_begin(lines: Sequence[TextLine], start: int) -> bool:
    """Tell whether a line is the first heading: with a bar at one end, or with one on the line below."""
    text = lines[start].text
    if (cell := _single(text)) is not None:
        return bool(cell)
    return start + 1 < len(lines) and _single(lines[start + 1].text) == "" and is_heading(text)


def _first_words(lines: Sequence[TextLine], start: int) -> list[str]:
    """Return the first cells as far as they may be headings, each on a line of its own."""
    words: list[str] = []
    is_open = False
    for line in lines[start : start + 2 * _MOST_COLUMNS]:
        cell = _single(line.text)
        text = plain(line.text) if cell is None else cell
        is_lone = cell == ""
        if _BAR in text.replace("｜", _BAR) or len(text) > _LONGEST_HEADER or (cell is None and is_open):
            break
        if is_lone and is_open:
            is_open = False
            continue
        words.append(text)
        is_open = cell is None
    return words[:-1] if is_open else words


def _single(text: str) -> str | None:
    """Return the one cell of a line that a bar closes or opens, or both do; None for other lines."""
    words = plain(text).replace("｜", _BAR)
    bars = words.count(_BAR)
    if bars == 2 and len(words) > 2 and words.startswith(_BAR) and words.endswith(_BAR):
        return words.strip(_BAR).strip()
    if bars != 1 or not (words.endswith(_BAR) or words.startswith(_BAR)):
        return None
    return words.strip(_BAR).strip()


def take_closed(
    lines: Sequence[TextLine], start: int, count: int, known: AbstractSet[str] = NOBODY
) -> tuple[Table | None, int]:
    """Return the table whose header begins at ``start``, at most ``count`` cells wide, and the next index."""
    opens = plain(lines[start].text).startswith((_BAR, "｜"))
    end = _end(lines, start)
    cells = list(bar_cells(lines[start:end]))[int(opens) :]
    if whole := _with_row_ends(cells, count, known):
        return whole, end
    shifted = _with_shifted_rows(cells, count, known)
    if opens or _single(lines[start].text) is None:  # a bar alone is no empty cell there
        cells = [cell for cell in cells if cell.text]
    width = header_width(cells, range(count, 1, -1), known, is_whole=True)
    table = table_of(cells[:width], cells[width:], known=known, whole=True) if width > 1 else None
    is_even = table is not None and table.certainty >= EVEN_CELLS
    return (table if is_even else shifted or table), end


def _with_row_ends(cells: Sequence[LooseCell], count: int, known: AbstractSet[str]) -> Table | None:
    """Read cells where a bar alone is an empty cell or the end of a row: the last column is always empty."""
    width = next((n for n, cell in enumerate(cells) if not cell.text), 0) + 1
    if len(cells) % width == width - 1:  # the last row has no end
        cells = [*cells, LooseCell("", cells[-1].number, cells[-1].place)]
    ends = cells[width - 1 :: width]
    if width < 3 or width > count + 1 or len(cells) % width or any(cell.text for cell in ends):
        return None
    body = [cell for n, cell in enumerate(cells) if (n + 1) % width]
    table = table_of(body[: width - 1], body[width - 1 :], known=known, whole=True)
    return table or _ordered_rows(body, width - 1, known)


def _with_shifted_rows(cells: Sequence[LooseCell], count: int, known: AbstractSet[str]) -> Table | None:
    """Read whole rows of which some lack their merged first cells and have empty ones at the end instead."""
    for width in range(count, 2, -1):
        rows = [cells[n : n + width] for n in range(width, len(cells), width)]
        are_whole = len(cells) % width == 0 and all(row[0].text for row in rows)
        if not are_whole or all(row[-1].text for row in rows):
            continue
        if table := _ordered_rows(cells, width, known):
            return table
    return None


def _ordered_rows(cells: Sequence[LooseCell], width: int, known: AbstractSet[str]) -> Table | None:
    """Return rows whose ends are known, the cells of short ones put under their columns."""
    rows = [cells[n : n + width] for n in range(width, len(cells), width)]
    header = [cell.text for cell in cells[:width]]
    head = Row(cells[0].number, cells[0].place, tuple(Cell(cell.text, cell.place) for cell in cells[:width]))
    entries = [(_line(row), [cell.text for cell in row]) for row in rows]
    words, ordered_rows = ordered(Layout(header, is_barred=True, known=known), entries)
    if len(words) != width or not fits([[c.text for c in row.cells] for row in ordered_rows], words, known):
        return None
    return Table("", (head, *ordered_rows), GUESSED_CELLS)


def _line(row: Sequence[LooseCell]) -> TextLine:
    return TextLine(row[0].number, "|".join(cell.text for cell in row), row[0].place[-1])


def _end(lines: Sequence[TextLine], start: int) -> int:
    """Return the index behind the last line with a bar."""
    last = start
    for index in range(start, len(lines)):
        if is_index_line(lines[index].text):
            break
        if _BAR in lines[index].text or "｜" in lines[index].text:
            last = index
        elif index - last > _MOST_LINES_IN_CELL or ends_table(lines[index].text):
            break
    return last + 1


def bar_cells(lines: Sequence[TextLine]) -> Iterator[LooseCell]:
    """Return the cells: whatever stands between two bars, be it on several lines or nothing."""
    held: list[tuple[TextLine, str]] = []
    for line in lines:
        words = plain(line.text).replace("｜", _BAR)
        if _RULE.match(words):
            continue
        *closed, rest = words.split(_BAR)
        for part in closed:
            yield _cell([*held, (line, part.strip())])
            held = []
        if rest.strip():
            held.append((line, rest.strip()))
    if held:
        yield _cell(held)


def _cell(parts: Sequence[tuple[TextLine, str]]) -> LooseCell:
    filled = [(line, text) for line, text in parts if text]
    first = filled[0][0] if filled else parts[0][0]
    return LooseCell("\n".join(text for _, text in filled), first.number, first.place)
