"""A table as a value: columns, rows, title and notes, before anybody knows in which format it is written.

No format and no query lives here. What a cell says is cleaned here once for every format.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from templates.filters import one_line


class Layout(StrEnum):
    """How wide a format is: which columns a list gives it and in which unit their widths are."""

    SHEET = "sheet"
    """All columns, widths in characters."""
    PRINT = "print"
    """A4 across, widths as shares."""
    PAPER = "paper"
    """A4 upright, widths in millimetres that add up to 156."""


class Kind(StrEnum):
    """How the cells of a column stand: running text, short words in the middle, a count or a day."""

    TEXT = "text"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"


class Tint(StrEnum):
    """The fill behind a state word; the word says everything, the fill only helps the eye."""

    NONE = ""
    OVERDUE = "#F8D9D6"
    SOON = "#FBE6B8"
    WAITING = "#E2DAF5"
    DONE = "#EDF6F0"
    LATE_DONE = "#F7F0DF"
    QUIET = "#ECEFF1"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its width in the unit of the layout, how its cells stand."""

    head: str
    """Its words; a line break where a narrow column should break them."""
    width: float
    """Characters in a sheet, millimetres on paper, a share in print."""
    kind: Kind = Kind.TEXT
    is_strong: bool = False
    """The figure a reader looks for first."""

    @property
    def name(self) -> str:
        """The head as one word."""
        return self.head.replace("\n", "")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says; ``note`` is a second, quieter line."""

    value: str | int | date | None = None
    note: str = ""
    tint: Tint = Tint.NONE


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A list that any writer can write; every row has a cell for every column."""

    title: str
    as_of: date
    """The cut-off (统计截止) of every figure."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    facts: tuple[str, ...] = ()
    """What stands under the title: who, cut-off, how many."""
    notes: tuple[str, ...] = ()
    """How it was counted, a sentence each."""
    empty_words: str = "没有符合条件的事项"
    sheet_name: str = ""
    frozen_columns: int = 0
    """How many columns stay on the screen of a sheet."""
    signature: str = ""

    @property
    def numbered_notes(self) -> str:
        """The notes as one paragraph: ``注：1.…2.…``, without numbers when there is one only."""
        if not self.notes:
            return ""
        if len(self.notes) == 1:
            return f"注：{self.notes[0]}"
        return "注：" + "".join(f"{number}.{note}" for number, note in enumerate(self.notes, start=1))


def row(*values: str | int | date | Cell | None) -> Row:
    """Return a row of plain values and ready cells."""
    return tuple(value if isinstance(value, Cell) else Cell(value) for value in values)


def words(cell: Cell) -> str:
    """Return what a cell says as one clean line, a day as ``2026-05-27``; its note left out."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    return one_line(str(cell.value))


def note_words(cell: Cell) -> str:
    """Return the second line of a cell, clean."""
    return one_line(cell.note)


def shares(columns: Sequence[Column]) -> list[float]:
    """Return the part of the whole width that each column takes; they add up to 1."""
    whole = sum(column.width for column in columns)
    return [column.width / whole for column in columns]
