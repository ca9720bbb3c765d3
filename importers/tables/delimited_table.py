"""Tables in plain text whose cells stand on one line, parted by tabs, bars or several blanks.

Where merged cells were left out, the others are put under their columns by what they look like.
"""

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from importers.document import Cell, Row, Table
from importers.tables.broken_rows import whole_row
from importers.tables.office_sections import heads_rows
from importers.tables.separators import BARS, BLANKS, SLASHES, WANTED, split_cells, two_rows
from importers.tables.short_rows import Layout, ordered
from importers.tables.two_row_headers import joined_header
from importers.words.cell_evidence import cost
from importers.words.header_words import Column, is_heading, map_columns
from importers.words.period_words import is_period
from importers.words.text_lines import TextLine, ends_table, ends_table_at, is_section
from importers.words.unit_words import NOBODY
from importers.words.wording import folded, plain

_RULE_LINE = re.compile(r"[\s|｜:+=-]+")
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*\|")
_OPEN_END = ("、", "，", ",", "；", ";")
_LOOK_AHEAD = 4
_BAR = ("|", "｜")
_FITS = 3
_TITLE_LINES = 3
_FEWEST_BROKEN = 2


def take_delimited(
    lines: Sequence[TextLine],
    start: int,
    separator: re.Pattern[str],
    known: AbstractSet[str] = NOBODY,
) -> tuple[Table, int]:
    """Return the table whose header is at ``start`` and the index of the first line after it."""
    header = split_cells(lines[start].text, separator)
    moved = two_rows(lines, start, separator, header)
    header = moved or header
    entries, end = _entries(lines, start + 1 + bool(moved), separator, header)
    joined = None if moved else joined_header(header, [texts for _, texts in entries], known)
    if joined:
        header, entries = joined, entries[1:]
    if separator is BARS:
        entries = _with_tails(entries, len(header))
    layout = Layout(header, is_barred=separator is BARS, known=known)
    head, rows = ordered(layout, [(line, _aligned(texts, header, separator)) for line, texts in entries])
    return Table("", (_row(lines[start], head), *rows)), end


def _entries(
    lines: Sequence[TextLine], index: int, separator: re.Pattern[str], header: Sequence[str]
) -> tuple[list[tuple[TextLine, list[str]]], int]:
    """Gather the rows below a header; a cell broken over lines is joined."""
    entries: list[tuple[TextLine, list[str]]] = []
    titles = {folded(line.text) for line in lines[max(0, index - 1 - _TITLE_LINES) : index - 1]}
    head = plain(lines[index - 1].text)
    closes = separator is BARS and head.endswith(_BAR) and not head.startswith(_BAR)
    is_markdown = separator is BARS and index < len(lines) and bool(_MARKDOWN_RULE.match(lines[index].text))
    while index < len(lines) and not ends_table_at(lines, index):
        line, size = lines[index], 1
        if separator is SLASHES:
            line, size = whole_row(lines, index, separator, len(header) - 1)
        texts = split_cells(line.text, separator)
        if entries and _is_header(texts, header):
            break
        if _RULE_LINE.fullmatch(line.text) or _is_title_again(lines, index, separator, header, titles):
            pass
        elif _is_rest(
            entries, line, texts, separator, header, goes_on=closes and _is_closed_below(lines, index)
        ):
            last = entries[-1][1]
            if _completes(last, texts, header):
                last.extend(texts)
            else:
                last[-1] = f"{last[-1]}\n{plain(texts[0])}"
                last.extend(texts[1:])
        elif len(texts) > 1 or is_period(line.text) or _lacks_one(entries, line, separator, header):
            entries.append((line, texts))
        elif entries and plain(entries[-1][1][-1]).endswith(_OPEN_END):
            last = entries[-1][1]
            last[-1] = f"{last[-1]}\n{plain(line.text)}"
        elif (is_markdown and not _goes_on_below(lines, index, header)) or not any(
            _is_row(later, separator) for later in lines[index + 1 : index + _LOOK_AHEAD]
        ):
            break
        elif index + 1 < len(lines) and _is_header(split_cells(lines[index + 1].text, separator), ()):
            break  # the name of the next table
        else:
            entries.append((line, texts))
        index += size
    return entries, index


def _with_tails(entries: list[tuple[TextLine, list[str]]], width: int) -> list[tuple[TextLine, list[str]]]:
    """Join rows with the line below that holds the rest of their cells, where a table breaks most rows.

    A page that starts a new line inside a row does so before the same column each time.
    """
    breaks = Counter(
        len(texts)
        for (_, texts), (_, rest) in pairwise(entries)
        if len(rest) < len(texts) < width == len(texts) + len(rest) and not _can_be_head(rest)
    )
    (first, count), *_ = [*breaks.most_common(1), (0, 0)]
    if count < _FEWEST_BROKEN or count * 2 < sum(len(texts) == first for _, texts in entries):
        return entries
    joined: list[tuple[TextLine, list[str]]] = []
    for line, texts in entries:
        is_rest = bool(joined) and len(joined[-1][1]) == first and len(texts) == width - first
        if is_rest and not _can_be_head(texts):
            joined[-1] = (joined[-1][0], [*joined[-1][1], *texts])
        else:
            joined.append((line, texts))
    return joined


def _can_be_head(texts: Sequence[str]) -> bool:
    return not all(texts) or (len(texts) == 1 and (is_section(texts[0]) or is_period(texts[0])))


def _is_header(texts: Sequence[str], header: Sequence[str]) -> bool:
    """Tell whether a row is the header of the next table: headings only, and others than those above."""
    if list(texts) == list(header) or len(texts) < 3:
        return False
    if not all(is_heading(text) for text in texts if text):
        return False
    columns = map_columns(texts)
    return Column.TASK in columns.values() and len(WANTED & set(columns.values())) > 1


def _lacks_one(
    entries: Sequence[tuple[TextLine, list[str]]],
    line: TextLine,
    separator: re.Pattern[str],
    header: Sequence[str],
) -> bool:
    """Tell whether a bar closes a lone cell behind a row that lacks just one."""
    is_closed = separator is BARS and _ends_closed(line.text)
    return is_closed and bool(entries) and len(entries[-1][1]) == len(header) - 1


def _is_title_again(
    lines: Sequence[TextLine],
    index: int,
    separator: re.Pattern[str],
    header: Sequence[str],
    titles: AbstractSet[str],
) -> bool:
    """Tell whether a line is the title above the table once more, on a new page above the same header."""
    if folded(lines[index].text) not in titles:
        return False
    after = lines[index + 1 : index + 1 + _TITLE_LINES]
    return any(split_cells(line.text, separator) == list(header) for line in after)


def _is_rest(
    entries: Sequence[tuple[TextLine, list[str]]],
    line: TextLine,
    texts: Sequence[str],
    separator: re.Pattern[str],
    header: Sequence[str],
    *,
    goes_on: bool,
) -> bool:
    """Tell whether a line ends the row before it, which was broken inside a cell (bars close every row).

    ``goes_on``: the row before lacks the bar that ends each row of the table, and a line below has it.
    """
    if separator is not BARS or not entries:
        return False
    before, cells = entries[-1]
    if _completes(cells, texts, header):
        return True
    if _can_be_head(cells) or (len(cells) == 1 and heads_rows(before.text)):  # a row of its own
        return False
    is_closed = _ends_closed(before.text) or (len(cells) >= len(header) and not goes_on)
    if is_closed or (plain(before.text).startswith(_BAR) and plain(line.text).startswith(_BAR)):
        return False
    return len(cells) + len(texts) - 1 <= len(header) and (goes_on or _ends_closed(line.text))


def _goes_on_below(lines: Sequence[TextLine], index: int, header: Sequence[str]) -> bool:
    """Tell whether a whole row stands below a line of markdown, and no header of the next table."""
    row, rule = ([*(line.text for line in lines[index + 1 : index + 3]), "", ""])[:2]
    return len(split_cells(row, BARS)) == len(header) > 1 and not _MARKDOWN_RULE.match(rule)


def _is_closed_below(lines: Sequence[TextLine], index: int) -> bool:
    """Tell whether a line, or one of the next, is the rest of a cell and the bar behind it."""
    near = lines[index : index + _LOOK_AHEAD]
    last = next((line.text for line in near if BARS.search(line.text)), "")
    return _ends_closed(last) and len(split_cells(last, BARS)) == 1


def _ends_closed(text: str) -> bool:
    return plain(text).endswith(_BAR)


def _completes(cells: Sequence[str], texts: Sequence[str], header: Sequence[str]) -> bool:
    """Tell whether a line holds just the last cell of the row above, which was broken between two cells.

    It has exactly the bars that row lacks. Empty cells behind it stand for merged ones before it.
    """
    if len(cells) < 2 or not texts[0] or any(texts[1:]) or len(cells) + len(texts) != len(header):
        return False
    columns = map_columns(header)
    column = columns.get(len(header) - 1, Column.OTHER)
    return column in WANTED and cost(texts[0], column) <= _FITS


def _is_row(line: TextLine, separator: re.Pattern[str]) -> bool:
    return len(split_cells(line.text, separator)) > 1 and not ends_table(line.text)


def _aligned(texts: list[str], header: list[str], separator: re.Pattern[str]) -> list[str]:
    """Put an empty time cell in front where blanks part the cells and a line leaves its month out."""
    columns = map_columns(header)
    leaves_out = len(texts) == len(header) - 1 and columns.get(0) is Column.TIME
    if separator is BLANKS and leaves_out and not is_period(texts[0]):
        return ["", *texts]
    return texts


def _row(line: TextLine, texts: Sequence[str]) -> Row:
    return Row(line.number, line.place, tuple(Cell(text, line.place) for text in texts))
