"""Cut a sheet that holds several tables into them: beside one another, or one below the other.

An empty column or headings that start again begin a table; columns that one table has twice are never joined.
"""

from collections.abc import Iterator, Sequence

from importers.document import Row, Table
from importers.tables.chosen_columns import NOTHING_CHOSEN, Choices
from importers.tables.table_rows import OFFICE_COLUMNS, Header, find_header
from importers.words.header_words import Column, is_heading, map_columns
from importers.words.wording import folded, plain

_FEWEST_HEADINGS = 3
#: Cells to the right belong to a row's task when nearly every row has some.
_IN_LINE = 0.8
_ROLES = frozenset({Column.TIME, Column.WEEK, Column.START, Column.TASK, *OFFICE_COLUMNS})


def parts_of(table: Table, choices: Choices = NOTHING_CHOSEN) -> list[Table]:
    """Return the tables that stand in one, from left to right and from top to bottom."""
    header = find_header(table, choices)
    if header is None or header.is_chosen:
        return [table]
    beside = _beside(table, header)
    return [part for one in beside for part in _below(one, choices)]


def _beside(table: Table, header: Header) -> list[Table]:
    stretches = _stretches(table, header)
    if len(stretches) == 1:
        return [table]
    first = header.first - (header.first > 0 and _is_upper(table.rows[header.first - 1], header))
    found: list[Table] = []
    for number, (start, end) in enumerate(stretches):
        above = table.rows[:first] if not number else ()
        rows = (part for row in table.rows[first:] if (part := _cut(row, start, end, is_first=not number)))
        found.append(Table(table.name, (*above, *rows), table.certainty))
    return found


def _is_upper(row: Row, header: Header) -> bool:
    """Tell whether a row above the header's last one is its upper half: it repeats some of its headings."""
    return any(
        plain(cell.text) and folded(cell.text) == folded(header.words.get(i, ""))
        for i, cell in enumerate(row.cells)
    )


def _cut(row: Row, start: int, end: int, *, is_first: bool) -> Row | None:
    cells = row.cells[start:end]
    if _is_spanned(row):
        return Row(row.number, row.place, cells) if is_first else None
    if not any(plain(cell.text) or cell.doubt for cell in cells):
        return None
    return Row(row.number, row.place if is_first else cells[0].place, cells)


def _is_spanned(row: Row) -> bool:
    if len(row.cells) < 2:
        return False
    first = folded(row.cells[0].text)
    return all(folded(cell.text) == first for cell in row.cells[1:])


def _stretches(table: Table, header: Header) -> list[tuple[int, int]]:
    """Return where the tables beside one another begin and end."""
    body = [row for row in table.rows[header.last + 1 :] if not _is_spanned(row)]
    found: list[tuple[int, int]] = []
    for start, end in _filled_stretches(body, header):
        for begin, stop in _restarts(header, start, end):
            if found and not _is_apart(header, body, found[-1], (begin, stop)):
                found[-1] = (found[-1][0], stop)
            else:
                found.append((begin, stop))
    return found


def _filled_stretches(body: Sequence[Row], header: Header) -> list[tuple[int, int]]:
    """Return the stretches of columns between those that are wholly empty."""
    width = header.width
    empty = [
        not plain(header.words.get(i, ""))
        and not any(plain(row.cells[i].text) for row in body if i < len(row.cells))
        for i in range(width)
    ]
    starts = [i for i in range(width) if not empty[i] and (not i or empty[i - 1])]
    ends = [next((j for j in range(i, width) if empty[j]), width) for i in starts]
    return list(zip(starts, ends, strict=True)) or [(0, width)]


def _restarts(header: Header, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part a stretch where its first headings come again: 时间 | 工作内容 | 时间 | 工作内容."""
    words = [folded(header.words.get(i, "")) for i in range(start, end)]
    for size in range(2, len(words) - 1):
        is_again = all(words[n] == words[n - size] for n in range(size, len(words)))
        if is_again and words[0] != words[1]:
            yield from ((start + n, min(start + n + size, end)) for n in range(0, len(words), size))
            return
    yield start, end


def _is_apart(header: Header, body: Sequence[Row], left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Tell whether columns to the right are another table, not more columns of the one to the left."""
    roles, others = _roles(header, *left), _roles(header, *right)
    if not others:
        return False
    if roles & others:
        return True
    rows = [row for row in body if _is_filled(row, *left) or _is_filled(row, *right)]
    both = sum(_is_filled(row, *left) and _is_filled(row, *right) for row in rows)
    return Column.TASK in roles and both < _IN_LINE * len(rows)


def _roles(header: Header, start: int, end: int) -> set[Column]:
    columns = set(map_columns([header.words.get(i, "") for i in range(start, end)]).values()) & _ROLES
    doers = {Column.LEAD, Column.RESPONSIBLE}
    return columns | doers if columns & doers else columns


def _is_filled(row: Row, start: int, end: int) -> bool:
    return any(plain(cell.text) for cell in row.cells[start:end])


def _below(table: Table, choices: Choices) -> Iterator[Table]:
    """Part a table where other headings begin lower down: the columns mean something else from there."""
    while (header := find_header(table, choices)) is not None:
        cut = next(_other_headers(table, header), None)
        if cut is None:
            break
        yield Table(table.name, table.rows[:cut], table.certainty)
        table = Table(table.name, table.rows[cut:], table.certainty)
    yield table


def _other_headers(table: Table, header: Header) -> Iterator[int]:
    for index in range(header.last + 1, len(table.rows)):
        texts = [cell.text for cell in table.rows[index].cells]
        filled = [text for text in texts if plain(text)]
        if not all(map(is_heading, filled)) or len({folded(text) for text in filled}) < _FEWEST_HEADINGS:
            continue
        columns = map_columns(texts)
        is_other = columns != {i: column for i, column in header.columns.items() if i < len(texts)}
        if is_other and Column.TASK in columns.values() and len(_ROLES & set(columns.values())) > 1:
            yield index
