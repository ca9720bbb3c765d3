"""The office that stands once for a whole table: 部门：组织部 above it, or the name of its sheet."""

import re
from collections.abc import Iterable
from dataclasses import replace

from importers.header_words import Column
from importers.raw_rows import RawCell
from importers.script import recognised
from importers.table_rows import OFFICE_COLUMNS, TableReading
from importers.unit_words import can_be_offices
from importers.wording import one_line

_LABEL = re.compile(
    r"^((?:责任|牵头|承办|主办|主责|实施)?(?:部门|单位|科室|处室|股室))\s*[:：]\s*([^\s:：]+)(?:\s|$)"
)
_DOUBT = "单位：表里没有单位列，按{}“{}”推定，请核对"


def office_above(lines: Iterable[str], sheet: str) -> tuple[str, str]:
    """Return the heading and name of the office that a whole table belongs to; empty when none is named."""
    for line in lines:
        found = _LABEL.match(one_line(line))
        if found and can_be_offices(found[2]):
            return f"表上方的{found[1]}", found[2]
    return ("工作表名", sheet) if len(recognised(sheet)) > 2 and can_be_offices(sheet) else ("", "")


def with_table_office(reading: TableReading, heading: str, name: str) -> TableReading:
    """Return a reading whose rows belong to one office, as far as can be told: a person should look."""
    rows = tuple(
        replace(
            row,
            cells=(*row.cells, RawCell(Column.RESPONSIBLE, heading, name, row.place)),
            doubts=(*row.doubts, _DOUBT.format(heading, name)),
        )
        for row in reading.rows
    )
    return replace(reading, rows=rows)


def lacks_offices(reading: TableReading) -> bool:
    """Tell whether a table has no column of offices at all."""
    return not reading.header.has(Column.ITEMS, *OFFICE_COLUMNS)
