"""The office that stands once for a whole table: 责任单位：组织部 above it, or the name of its sheet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.table_rows import OFFICE_COLUMNS, TableReading
from importers.words.confidence import TOLD_ITEM
from importers.words.header_words import Column, meaning
from importers.words.office_heads import office_head
from importers.words.script import recognised
from importers.words.unit_words import can_be_offices
from importers.words.wording import one_line

#: 部门 alone may be who filled the form in.
_LABEL = re.compile(
    r"^((责任|牵头|承办|主办|主责|实施)?(?:部门|单位|科室|处室|股室))\s*[:：]\s*([^\s:：]+)(?:\s|$)"
)
_DOERS = tuple(column for column in OFFICE_COLUMNS if column is not Column.SUPPORT)
_DOUBT = "单位：表里没有单位列，按{}“{}”推定，请核对"


@dataclass(frozen=True, slots=True)
class TableOffice:
    """Who does a whole table: what names it, its names, and whether that surely means who does it."""

    heading: str
    offices: tuple[tuple[Column, str], ...]
    is_sure: bool

    @property
    def names(self) -> str:
        """The offices as printed."""
        return "、".join(names for _, names in self.offices)


def office_above(lines: Sequence[str], sheet: str) -> TableOffice | None:
    """Return the office that a whole table belongs to, by the lines above it or the name of its sheet."""
    for number, line in enumerate(reversed(lines)):
        found = _LABEL.match(one_line(line))
        if found and can_be_offices(found[3]):
            column = meaning(found[1])[0] if found[2] else Column.RESPONSIBLE
            return TableOffice(f"表上方的{found[1]}", ((column, found[3]),), is_sure=bool(found[2]))
        head = office_head(line)
        if head and not number and (head.says_so or head.style is not None):
            return TableOffice("表上方的标题", head.offices, is_sure=True)
    if len(recognised(sheet)) > 2 and can_be_offices(sheet):
        return TableOffice("工作表名", ((Column.RESPONSIBLE, sheet),), is_sure=False)
    return None


def with_table_office(reading: TableReading, office: TableOffice) -> TableReading:
    """Return a reading whose rows belong to one office; each asks a person to look where it is not sure."""
    return replace(reading, rows=tuple(_with_office(row, office) for row in reading.rows))


def _with_office(row: RawRow, office: TableOffice) -> RawRow:
    if row.cells_of(_DOERS):
        return row  # a heading between the rows names another
    cells = [RawCell(column, office.heading, names, row.place) for column, names in office.offices]
    doubts = () if office.is_sure else (_DOUBT.format(office.heading, office.names),)
    certainty = min(row.certainty, TOLD_ITEM)
    return replace(row, cells=(*row.cells, *cells), doubts=(*row.doubts, *doubts), certainty=certainty)


def lacks_offices(reading: TableReading) -> bool:
    """Tell whether a table has no column of the offices in charge."""
    return not reading.header.has(Column.ITEMS, *_DOERS)
