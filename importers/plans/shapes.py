"""The one place that decides which shape a document's plan has, by what each reading finds.

Every shape is tried; the one whose rows say most about offices and times is taken. A table goes before
everything else unless it says nothing of either.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from importers.calendars.dated_sections import read_calendar
from importers.calendars.lone_dates import with_second_lines_doubted
from importers.calendars.week_grids import may_hold_weeks, read_week_grids
from importers.document import Document, Line
from importers.tables.shape_reading import Shape, ShapeReading
from importers.texts.data_records import read_objects
from importers.texts.event_records import holds_events, read_events
from importers.texts.keyed_records import is_data, is_field, read_records
from importers.texts.numbered_items import read_items
from importers.words.text_lines import TextLine, numbered
from importers.words.unit_words import NOBODY

_TABLE_ADVANTAGE = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a reading is taken: rows that name an office or a time, and rows at all."""

    told_rows: int
    rows: int

    @property
    def score(self) -> float:
        """A row that names an office or a time weighs as much as four that do not."""
        return self.told_rows + self.rows / 4


def evidence_of(reading: ShapeReading) -> Evidence:
    """Return what speaks for a reading."""
    return Evidence(reading.told_rows, len(reading.rows))


def read_fields(document: Document) -> ShapeReading | None:
    """Return the records of a document that is data, else None: no line of data is a task by itself."""
    if document.tables:
        return None
    lines = _lines(document)
    if holds_events(lines):
        return read_events(lines)
    return read_objects(lines) or (read_records(lines) if is_data(lines) else None)


def read_weeks(document: Document) -> ShapeReading | None:
    """Return what is remarked on the weeks of a grid whose cells are no table as they stand; else None."""
    rows = _rows_as_lines(document)
    return read_week_grids(rows) if may_hold_weeks(rows) else None


def _rows_as_lines(document: Document) -> list[TextLine]:
    """Return the lines of a document, the rows of its tables among them with a tab between their cells."""
    lines: list[TextLine] = []
    for n, block in enumerate(document.blocks, 1):
        if isinstance(block, Line):
            lines.append(TextLine(block.number or n, block.text, "行" if block.number else "段"))
        else:
            texts = ("\t".join(cell.text.replace("\t", " ") for cell in row.cells) for row in block.rows)
            lines.extend(TextLine(row.number, text) for row, text in zip(block.rows, texts, strict=True))
    return [line for line in lines if line.text.strip()]


def _lines(document: Document) -> list[TextLine]:
    return numbered(block for block in document.blocks if isinstance(block, Line))


def other_shapes(
    document: Document, known: AbstractSet[str] = NOBODY, *, has_cells: bool = False
) -> list[ShapeReading]:
    """Return the readings of a document's lines in every shape but a table.

    ``has_cells``: the lines hold a table that could not be read; its cells would pass for a calendar.
    """
    lines = _lines(document)
    names = frozenset(known)
    calendar = None if has_cells else read_calendar(lines, names)
    if calendar is not None:
        calendar = replace(calendar, rows=with_second_lines_doubted(calendar.rows))
    records = read_records(lines)
    if records and calendar and sum(is_field(row.original) for row in calendar.rows) * 2 > len(calendar.rows):
        calendar = None  # its rows are the fields of the records
    readings = (records, calendar, read_items(lines, names))
    found = [reading for reading in readings if reading is not None]
    return [reading for reading in found if reading.told_rows or not has_cells]


def chosen(table: ShapeReading | None, others: list[ShapeReading]) -> ShapeReading | None:
    """Return the reading a document is taken in, None when it has no plan at all."""
    readings = [reading for reading in (table, *others) if reading is not None and reading.rows]
    if len(readings) < 2:
        return readings[0] if readings else None
    return max(readings, key=_rank)


def _rank(reading: ShapeReading) -> tuple[float, int]:
    order = list(Shape)
    advantage = _TABLE_ADVANTAGE if reading.shape is Shape.TABLE and reading.told_rows else 1
    return evidence_of(reading).score * advantage, -order.index(reading.shape)
