"""What parts the cells of a line (tabs, bars, strokes, commas or blanks): its header and the rows tell."""

import csv
import re
from collections.abc import Sequence

from importers.tables.alignment import printed_cost
from importers.tables.quoted_cells import tabbed_cells
from importers.tables.spanned_headers import moved_header
from importers.tables.task_column import with_task_column
from importers.words.header_words import Column, is_heading, map_columns
from importers.words.page_lines import names_page
from importers.words.text_lines import TextLine
from importers.words.unit_words import NOBODY

_TABS = re.compile(r"\t")
BARS = re.compile(r"[|｜│┃]")
BLANKS = re.compile(r"[ \u00a0]{2,}|\u3000+")
SLASHES = re.compile(r"(?:(?<=\s)|^)/(?=\s|$)")
_SINGLE_BLANKS = re.compile(r"[ \u00a0\u3000]+")
_COMMAS = re.compile(r",")
_SEPARATORS = (_TABS, BARS, BLANKS, SLASHES, _COMMAS)
_MARKDOWN = re.compile(r"\*\*|__|(?<=\|)\s*#+\s")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
#: The bars at both ends of a row, whatever signs without width a page left around them.
_EDGES = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]*[|｜│┃]|[|｜│┃][\s\u200b-\u200f\u2060\ufeff]*$")
#: What the headings of a schedule must name at least two of.
WANTED = {
    Column.TIME,
    Column.WEEK,
    Column.TASK,
    Column.RESPONSIBLE,
    Column.LEAD,
    Column.SUPPORT,
    Column.ITEMS,
}
_LONGEST_QUOTED = 100_000
_MOST_COLUMNS = 12
_SAMPLE = 6
#: How badly a row may fit its headings (``cell_evidence``) to be one of theirs.
_FITS = 3


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
            if len(WANTED & set(columns.values())) > 1 or two_rows(lines, index, separator, header):
                return separator
    return _SINGLE_BLANKS if _is_parted_by_single_blanks(lines, index) else None


def two_rows(
    lines: Sequence[TextLine], index: int, separator: re.Pattern[str], header: Sequence[str]
) -> list[str]:
    """Return the header that a line of bars makes with the one below it, nothing where they are not one."""
    following = lines[index + 1 : index + 2 + _SAMPLE]
    if separator is not BARS or len(header) < 3 or len(following) < 2 or not is_heading(header[0]):
        return []
    lower, *rows = (split_cells(line.text, separator) for line in following)
    return moved_header(header, lower, rows) if len(lower) > 1 else []


def _has_bars_beside(text: str) -> bool:
    """Tell whether bars part the cells of a line and its tabs are mere blanks beside them."""
    bars = len(BARS.findall(text))
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
    if separator is BARS:
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
