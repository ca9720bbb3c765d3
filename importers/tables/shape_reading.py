"""What one reading of a document's shape gives: its rows, the lines around them, and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum

from importers.tables.raw_rows import RawRow
from importers.tables.table_rows import OFFICE_COLUMNS, Header
from importers.words.header_words import Column
from importers.words.wording import plain


class Shape(StrEnum):
    """The shapes a plan comes in; the order is how they are preferred where both fit equally well."""

    TABLE = "table"
    RECORDS = "records"
    CALENDAR = "calendar"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class ShapeReading:
    """A document read in one shape."""

    shape: Shape
    rows: tuple[RawRow, ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    starts_month_hint: int = 0
    headers: tuple[Header, ...] = ()
    """The headers of the tables read, each kind once; other shapes have none."""

    @property
    def told_rows(self) -> int:
        """How many rows name an office or a time, which hardly happens by accident."""
        wanted = (Column.TIME, *OFFICE_COLUMNS)
        return sum(any(cell.column in wanted and plain(cell.text) for cell in row.cells) for row in self.rows)
