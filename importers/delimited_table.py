"""Tables in plain text whose cells stand on one line, parted by tabs, bars or several blanks.

Where merged cells were left out, the others are put under their columns by what they look like.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from importers.alignment import printed_cost
from importers.broken_rows import whole_row
from importers.cell_evidence import cost
from importers.document import Cell, Row, Table
from importers.header_words import Column, is_heading, map_columns
from importers.office_sections import heads_rows
from importers.page_lines import names_page
from importers.period_words import is_period
from importers.quoted_cells import tabbed_cells
from importers.short_rows import Layout, ordered
from importers.spanned_headers import moved_header
from importers.task_column import with_task_column
from importers.text_lines import TextLine, ends_table, is_section
from importers.two_row_headers import joined_header
from importers.unit_words import NOBODY
from importers.wording import folded, plain

_TABS = re.compile(r"\t")
_BARS = re.compile(r"[|｜│┃]")
BLANKS = re.compile(r"[ \u00a0]{2,}|\u3000+")
_SLASHES = re.compile(r"(?:(?<=\s)|^)/(?=\s|$)")
_SINGLE_BLANKS = re.compile(r"[ \u00a0\u3000]+")
_COMMAS = re.compile(r",")
_SEPARATORS = (_TABS, _BARS, BLANKS, _SLASHES, _COMMAS)
_MARKDOWN = re.compile(r"\*\*|__|(?<=\|)\s*#+\s")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
#: The bars at both ends of a row, whatever signs without width a page left around them.
_EDGES = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]*[|｜│┃]|[|｜│┃][\s\u200b-\u200f\u2060\ufeff]*$")
_RULE_LINE = re.compile(r"[\s|｜:+=-]+")
_MARKDOWN_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*\|")
_OPEN_END = ("、", "，", ",", "；", ";")
_WANTED = {
    Column.TIME,
    Column.WEEK,
    Column.TASK,
    Column.RESPONSIBLE,
    Column.LEAD,
    Column.SUPPORT,
    Column.ITEMS,
}
_LONGEST_QUOTED = 100_000
_LOOK_AHEAD = 4
_SAMPLE = 6
_FITS = 3
_MOST_COLUMNS = 12
_TITLE_LINES = 3
_FEWEST_BROKEN = 2


def separator_of(lines: Sequence[TextLine], index: int) -> re.Pattern[str] | None:
    """Return what parts the cells of a line when it is the header of such a table, else None."""
    text = lines[index].text
    for separator in _SEPARATORS:
        if separator.search(text.strip()) and not (separator is _TABS and _has_bars_beside(text)):
            header = split_cells(text, separator)
            if separator is _COMMAS and not _is_parted_by_commas(lines, index, header):
                continue  # commas part sentences more often than cells
            if names_page(header):
                continue
            columns = with_task_column(map_columns(header), header, [])
            if len(_WANTED & set(columns.values())) > 1 or _two_rows(lines, index, separator, header):
                return separator
    return _SINGLE_BLANKS if _is_parted_by_single_blanks(lines, index) else None


def _two_rows(
    lines: Sequence[TextLine], index: int, separator: re.Pattern[str], header: Sequence[str]
) -> list[str]:
    """Return the header that a line of bars makes with the one below it, nothing where they are not one."""
    following = lines[index + 1 : index + 2 + _SAMPLE]
    if separator is not _BARS or len(header) < 3 or len(following) < 2 or not is_heading(header[0]):
        return []
    lower, *rows = (split_cells(line.text, separator) for line in following)
    return moved_header(header, lower, rows) if len(lower) > 1 else []


def _has_bars_beside(text: str) -> bool:
    """Tell whether bars part the cells of a line and its tabs are mere blanks beside them."""
    bars = len(_BARS.findall(text))
    return bars > 1 and bars >= text.strip().count("\t")


def _is_parted_by_commas(lines: Sequence[TextLine], index: int, header: Sequence[str]) -> bool:
    """Tell whether commas part cells: all headings are known, or the lines below have just as many commas."""
    if len(header) < 3:
        return False
    if all(is_heading(text) for text in header):
        return True
    below = [split_cells(line.text, _COMMAS) for line in lines[index + 1 : index + 1 + _SAMPLE]]
    return len(below) > 1 and all(len(row) == len(header) for row in below)


def _is_parted_by_single_blanks(lines: Sequence[TextLine], index: int) -> bool:
    """Tell whether single blanks part a header and, most often, the rows below it."""
    header = split_cells(lines[index].text, _SINGLE_BLANKS)
    if not 2 < len(header) <= _MOST_COLUMNS or len(map_columns(header)) < len(header):
        return False
    columns = map_columns(header)
    meanings = [columns[i] for i in range(len(header))]
    below = [split_cells(line.text, _SINGLE_BLANKS) for line in lines[index + 1 : index + 1 + _SAMPLE]]
    fit = [row for row in below if len(row) == len(header) and printed_cost(row, meanings, NOBODY) <= _FITS]
    return len(fit) > 1 and len(fit) * 2 >= len(below)


def split_cells(text: str, separator: re.Pattern[str]) -> list[str]:
    """Return the cells of a line; bars at both ends are the edges of the table."""
    whole = text.strip("\r\n")
    if separator is _BARS:
        whole = _MARKDOWN.sub("", _LINE_BREAK.sub("、", whole))
        whole = _EDGES.sub("", whole)
    elif separator is _TABS:
        return [cell.strip() for cell in tabbed_cells(whole)]
    elif separator is BLANKS:
        whole = whole.rstrip()
    elif separator is _SINGLE_BLANKS:
        whole = whole.strip()
    elif separator is _COMMAS and '"' in whole and len(whole) < _LONGEST_QUOTED:
        return [cell.strip() for cell in next(csv.reader([whole]), [])]
    return [cell.strip() for cell in separator.split(whole)]


def take_delimited(
    lines: Sequence[TextLine],
    start: int,
    separator: re.Pattern[str],
    known: AbstractSet[str] = NOBODY,
) -> tuple[Table, int]:
    """Return the table whose header is at ``start`` and the index of the first line after it."""
    header = split_cells(lines[start].text, separator)
    moved = _two_rows(lines, start, separator, header)
    header = moved or header
    entries, end = _entries(lines, start + 1 + bool(moved), separator, header)
    joined = None if moved else joined_header(header, [texts for _, texts in entries], known)
    if joined:
        header, entries = joined, entries[1:]
    if separator is _BARS:
        entries = _with_tails(entries, len(header))
    layout = Layout(header, is_barred=separator is _BARS, known=known)
    head, rows = ordered(layout, [(line, _aligned(texts, header, separator)) for line, texts in entries])
    return Table("", (_row(lines[start], head), *rows)), end


def _entries(
    lines: Sequence[TextLine], index: int, separator: re.Pattern[str], header: Sequence[str]
) -> tuple[list[tuple[TextLine, list[str]]], int]:
    """Gather the rows below a header; a cell broken over lines is joined."""
    entries: list[tuple[TextLine, list[str]]] = []
    titles = {folded(line.text) for line in lines[max(0, index - 1 - _TITLE_LINES) : index - 1]}
    is_markdown = separator is _BARS and index < len(lines) and bool(_MARKDOWN_RULE.match(lines[index].text))
    while index < len(lines) and not ends_table(lines[index].text):
        line, size = lines[index], 1
        if separator is _SLASHES:
            line, size = whole_row(lines, index, separator, len(header) - 1)
        texts = split_cells(line.text, separator)
        if entries and _is_header(texts, header):
            break
        if _RULE_LINE.fullmatch(line.text) or _is_title_again(lines, index, separator, header, titles):
            pass
        elif _is_rest(entries, line, texts, separator, header):
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
        elif is_markdown or not any(
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
    return Column.TASK in columns.values() and len(_WANTED & set(columns.values())) > 1


def _lacks_one(
    entries: Sequence[tuple[TextLine, list[str]]],
    line: TextLine,
    separator: re.Pattern[str],
    header: Sequence[str],
) -> bool:
    """Tell whether a bar closes a lone cell behind a row that lacks just one."""
    is_closed = separator is _BARS and plain(line.text).endswith(("|", "｜"))
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
) -> bool:
    """Tell whether a line ends the row before it, which was broken inside a cell (bars close every row)."""
    if separator is not _BARS or not entries:
        return False
    before, cells = entries[-1]
    if _completes(cells, texts, header):
        return True
    if _can_be_head(cells) or (len(cells) == 1 and heads_rows(before.text)):  # a row of its own
        return False
    is_closed = plain(before.text).endswith(("|", "｜")) or len(cells) >= len(header)
    if is_closed or (plain(before.text).startswith(("|", "｜")) and plain(line.text).startswith(("|", "｜"))):
        return False
    return len(cells) + len(texts) - 1 <= len(header) and plain(line.text).endswith(("|", "｜"))


def _completes(cells: Sequence[str], texts: Sequence[str], header: Sequence[str]) -> bool:
    """Tell whether a line holds just the last cell of the row above, which was broken between two cells.

    It has exactly the bars that row lacks. Empty cells behind it stand for merged ones before it.
    """
    if len(cells) < 2 or not texts[0] or any(texts[1:]) or len(cells) + len(texts) != len(header):
        return False
    columns = map_columns(header)
    column = columns.get(len(header) - 1, Column.OTHER)
    return column in _WANTED and cost(texts[0], column) <= _FITS


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
