"""The rows of a schedule table as they were found: texts, places and column meanings, nothing judged."""

from collections.abc import Collection
from dataclasses import dataclass

from importers.words.header_words import Column


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell of a row with the meaning and the words of its column."""

    column: Column
    header: str
    text: str
    place: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One line of a plan; ``original`` is its whole text as printed."""

    number: int
    place: str
    cells: tuple[RawCell, ...]
    original: str
    certainty: float = 1.0
    doubts: tuple[str, ...] = ()
    due_words: str = ""
    """The part of the time's words that holds the date, where the row also names a week or a weekday."""
    nth: int = 1
    """Which one it is of several tasks at its place."""
    printed_cells: tuple[RawCell, ...] = ()
    """The cells as they were before a person corrected their words, empty when nobody did."""

    @property
    def key(self) -> str:
        """What the row is known by within its document: 第3行#1."""
        return f"{self.place}#{self.nth}"

    @property
    def is_edited(self) -> bool:
        """Whether a person corrected its words; ``original`` stays as printed."""
        return bool(self.printed_cells)

    def cell(self, column: Column) -> RawCell | None:
        """Return the first cell of a meaning, None when the table has no such column."""
        for cell in self.cells:  # asked many times for each row
            if cell.column is column:
                return cell
        return None

    def text(self, column: Column) -> str:
        """Return the text of the first cell of a meaning, empty when there is none."""
        for cell in self.cells:
            if cell.column is column:
                return cell.text
        return ""

    def cells_of(self, columns: Collection[Column]) -> tuple[RawCell, ...]:
        """Return the cells of some meanings in table order."""
        return tuple([cell for cell in self.cells if cell.column in columns])
