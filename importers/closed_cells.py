"""Tables of web pages whose cells each stand on lines of their own and are closed (or opened) by a bar.

``检查事项 |`` ends a cell, a bar alone an empty or many-lined one; rows are cut by the width of the header,
or by what the cells look like where merged ones were left out.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from importers.document import Table
from importers.header_words import Column, is_heading, map_columns
from importers.loose_cells import LooseCell, header_width, table_of
from importers.page_lines import names_page
from importers.period_words import is_period
from importers.task_column import with_task_column
from importers.text_lines import TextLine, is_foot, is_remark
from importers.unit_words import NOBODY
from importers.wording import plain

_WANTED = {Column.TIME, Column.WEEK, Column.TASK, Column.RESPONSIBLE, Column.LEAD, Column.SUPPORT}
_BAR = "|"
_MOST_COLUMNS = 15
_LONGEST_HEADER = 24
_MOST_LINES_IN_CELL = 60
_RULE = re.compile(r"^[\s|:：-]*---[\s|:：-]*$")


def closed_header(lines: Sequence[TextLine], start: int) -> int:
    """Return how many lines from ``start`` on are header cells with a bar each, 0 when none begin there."""
    words: list[str] = []
    for line in lines[start : start + _MOST_COLUMNS]:
        cell = _single(line.text)
        if cell is None or len(cell) > _LONGEST_HEADER:
            break
        words.append(cell)
        if len(words) == 2 and not any(is_heading(word) for word in words):
            return 0
    count = len(words)
    if count < 2 or names_page(words):
        return 0
    head = next((n for n in range(count) if not words[n] or is_period(words[n]) or words[n].isdigit()), count)
    columns = with_task_column(map_columns(words[:head]), words[:head], [])
    return head if len(_WANTED & set(columns.values())) > 1 else 0


def _single(text: str) -> str | None:
    """Return the one cell of a line that a bar closes or opens, None for other lines."""
    words = plain(text).replace("｜", _BAR)
    if words.count(_BAR) != 1 or not (words.endswith(_BAR) or words.startswith(_BAR)):
        return None
    return words.strip(_BAR).strip()


def take_closed(
    lines: Sequence[TextLine], start: int, count: int, known: AbstractSet[str] = NOBODY
) -> tuple[Table | None, int]:
    """Return the table whose header begins at ``start``, at most ``count`` cells wide, and the next index."""
    opens = plain(lines[start].text).startswith((_BAR, "｜"))
    end = _end(lines, start)
    if opens and (whole := _with_row_ends(lines[start:end], count, known)):
        return whole, end
    cells = list(_cells(lines[start:end], opens=opens))
    width = header_width(cells, range(count, 1, -1), known, is_whole=True)
    table = table_of(cells[:width], cells[width:], known=known, whole=True)
    return table, end


def _with_row_ends(lines: Sequence[TextLine], count: int, known: AbstractSet[str]) -> Table | None:
    """Read cells where a bar alone is an empty cell or the end of a row: the last column is always empty."""
    cells = list(_cells(lines, opens=True, keeps_bars=True))
    width = next((n for n, cell in enumerate(cells) if not cell.text), 0) + 1
    ends = cells[width - 1 :: width]
    if width < 3 or width > count + 1 or len(cells) % width or any(cell.text for cell in ends):
        return None
    body = [cell for n, cell in enumerate(cells) if (n + 1) % width]
    return table_of(body[: width - 1], body[width - 1 :], known=known, whole=True)


def _end(lines: Sequence[TextLine], start: int) -> int:
    """Return the index behind the last line with a bar."""
    last = start
    for index in range(start, len(lines)):
        if _BAR in lines[index].text or "｜" in lines[index].text:
            last = index
        elif index - last > _MOST_LINES_IN_CELL or is_remark(lines[index].text) or is_foot(lines[index].text):
            break
    return last + 1


def _cells(lines: Sequence[TextLine], *, opens: bool, keeps_bars: bool = False) -> Iterator[LooseCell]:
    """Return the cells: the lines up to a bar, or from one bar to the next where bars open them."""
    held: list[TextLine] = []
    for line in lines:
        words = plain(line.text).replace("｜", _BAR)
        if _RULE.match(words):
            continue
        if opens and words.startswith(_BAR):
            if held:
                yield _cell(held)
            held = [] if words == _BAR and not keeps_bars else [line]
        elif opens or not words.endswith(_BAR):
            held.append(line)
        else:
            yield _cell([*held, line])
            held = []
    if held:
        yield _cell(held)


def _cell(lines: Sequence[TextLine]) -> LooseCell:
    words = [plain(line.text).replace("｜", _BAR).strip(_BAR).strip() for line in lines]
    filled = [(line, text) for line, text in zip(lines, words, strict=True) if text]
    first = filled[0][0] if filled else lines[0]
    return LooseCell("\n".join(text for _, text in filled), first.number, first.place)
