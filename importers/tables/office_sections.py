"""Headings between the rows of a table that name who does the rows below: 一、教务处, 二、办公室牵头工作."""

from dataclasses import dataclass, field, replace

from importers.tables.raw_rows import RawCell, RawRow
from importers.words.cell_evidence import OFFICES
from importers.words.confidence import TOLD_ITEM
from importers.words.header_words import Column
from importers.words.office_heads import OfficeHead, office_head
from importers.words.outline import marker
from importers.words.wording import one_line, plain

_HEADER = "上面的小标题"
_DOUBT = "单位：这一行没有写，按上面的小标题“{}”读，请核对"


def heads_rows(text: str, *, unmarked: bool = False) -> bool:
    """Tell whether a lone text heads the rows below it: it says who does them, or has a heading's form.

    ``unmarked``: the bare name of an office does, too.
    """
    head = office_head(text)
    return head is not None and (head.says_so or head.is_marked or unmarked)


@dataclass
class OfficeSections:
    """The heading that holds for the rows at hand, and every office that headings gave to rows."""

    head: OfficeHead | None = None
    words: str = ""
    given: dict[str, None] = field(default_factory=dict)

    def begin(self, text: str) -> None:
        """Take a heading: one that names no office ends the one before, unless it is only a part of it."""
        head = office_head(text)
        found = marker(plain(text))
        style = self.head.style if self.head else None
        if head is None and found and style is not None and found[0] > style:
            return
        self.head, self.words = head, one_line(text)

    def with_offices(self, row: RawRow) -> RawRow:
        """Return a row with the offices of its heading where it names none itself.

        In a table with a column of offices the empty cell may as well mean nobody: then the row says so.
        """
        own = row.cells_of((*OFFICES, Column.MIXED))
        if self.head is None or any(plain(cell.text) for cell in own if cell.column is not Column.SUPPORT):
            return row
        self.given[self.head.names] = None
        cells = [RawCell(column, _HEADER, names, row.place) for column, names in self.head.offices]
        doubts = (*row.doubts, _DOUBT.format(self.words)) if own else row.doubts
        certainty = min(row.certainty, TOLD_ITEM)
        return replace(row, cells=(*row.cells, *cells), doubts=doubts, certainty=certainty)
