"""What every reader returns: the lines and tables of a document in their order, each with its place.

Texts are as printed; nothing is interpreted here.
"""

from dataclasses import dataclass

#: The doubt of a row that nobody sees: it may be dropped or only forgotten.
HIDDEN_ROW = "这一行在表里是隐藏的，请核对要不要做"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``doubt`` says in Chinese why its text may not be what a person sees."""

    text: str
    place: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; ``number`` is the one a person sees, merged cells are filled in."""

    number: int
    place: str
    cells: tuple[Cell, ...]
    doubt: str = ""
    """Why the whole row may not be meant, in Chinese."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside tables; ``number`` is its line in a text file, 0 where nobody counts lines."""

    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first rows may be a title and a header.

    ``certainty`` is below 1 where the rows had to be put together from loose lines.
    """

    name: str
    rows: tuple[Row, ...]
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read, and what was left unread in it (``notes``, in Chinese)."""

    format: str
    blocks: tuple[Line | Table, ...]
    notes: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in document order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))
