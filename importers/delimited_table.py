"""Tables in plain text whose cells stand on one line, parted by tabs, bars or several blanks."""

import re
from collections.abc import Sequence

from importers.document import Cell, Row, Table
from importers.header_words import Column, map_columns
from importers.period_words import is_period
from importers.text_lines import TextLine, ends_table
from importers.wording import plain

_SEPARATORS = (re.compile(r"\t"), re.compile(r"[|｜]"), re.compile(r"[ \u00a0]{2,}|\u3000+"))
_RULE_LINE = re.compile(r"[\s|｜:+=-]+")
_OPEN_END = ("、", "，", ",", "；", ";")
_WANTED = {Column.TIME, Column.TASK, Column.RESPONSIBLE, Column.LEAD, Column.SUPPORT}


def separator_of(line: TextLine) -> re.Pattern[str] | None:
    """Return what parts the cells of a line when it is the header of such a table, else None."""
    for separator in _SEPARATORS:
        meanings = set(map_columns(_split(line.text, separator)).values())
        if len(meanings & _WANTED) > 1:
            return separator
    return None


def take_delimited(lines: Sequence[TextLine], start: int, separator: re.Pattern[str]) -> tuple[Table, int]:
    """Return the table whose header is at ``start`` and the index of the first line after it."""
    header = _split(lines[start].text, separator)
    rows = [_row(lines[start], header)]
    index = start + 1
    while index < len(lines) and not ends_table(lines[index].text):
        line = lines[index]
        texts = _split(line.text, separator)
        if _RULE_LINE.fullmatch(line.text):
            pass
        elif len(texts) > 1 or is_period(line.text):
            rows.append(_row(line, _aligned(texts, header, separator)))
        elif len(rows) > 1 and rows[-1].cells[-1].text.rstrip().endswith(_OPEN_END):
            rows[-1] = _continued(rows[-1], line)
        elif not any(_is_row(later, separator) for later in lines[index + 1 : index + 4]):
            break
        else:
            rows.append(_row(line, texts))
        index += 1
    return Table("", tuple(rows)), index


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    whole = text.strip("\r\n")
    if separator is _SEPARATORS[1]:
        whole = re.sub(r"^\s*[|｜]|[|｜]\s*$", "", whole)
    elif separator is _SEPARATORS[2]:
        whole = whole.rstrip()
    return [cell.strip() for cell in separator.split(whole)]


def _is_row(line: TextLine, separator: re.Pattern[str]) -> bool:
    return len(_split(line.text, separator)) > 1 and not ends_table(line.text)


def _aligned(texts: list[str], header: list[str], separator: re.Pattern[str]) -> list[str]:
    """Put an empty time cell in front where blanks part the cells and a line leaves its month out."""
    columns = map_columns(header)
    leaves_out = len(texts) == len(header) - 1 and columns.get(0) is Column.TIME
    if separator is _SEPARATORS[2] and leaves_out and not is_period(texts[0]):
        return ["", *texts]
    return texts


def _row(line: TextLine, texts: Sequence[str]) -> Row:
    return Row(line.number, line.place, tuple(Cell(text, line.place) for text in texts))


def _continued(row: Row, line: TextLine) -> Row:
    last = row.cells[-1]
    joined = Cell(f"{last.text}\n{plain(line.text)}", last.place, last.doubt)
    return Row(row.number, row.place, (*row.cells[:-1], joined))
