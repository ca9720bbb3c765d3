"""Look into the records of an old workbook for what the reading library does not tell.

Hidden rows and columns, filters, comments, and cells whose font is struck through.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from importers.formats.ole_streams import ole_stream
from importers.formats.xlsx_sheets import Hidden, SheetMarks, column_letters
from importers.words.struck_words import Struck

_BOF, _EOF = 0x809, 0x0A
_FONT, _XF, _SHEET = 0x31, 0xE0, 0x85
_ROW, _COLUMNS, _FILTERED, _COMMENT = 0x208, 0x7D, 0x9B, 0x1C
#: Records of one cell: row, column, style.
_CELLS = frozenset((0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E))
_MANY_NUMBERS = 0xBD
_ROW_HIDDEN, _COLUMN_HIDDEN, _FONT_STRUCK = 0x20, 0x01, 0x08
_MISSING_FONT = 4
"""No font has this number: those behind it stand one place earlier."""


@dataclass(slots=True)
class SheetRecords:
    """What the records of one sheet say."""

    rows: list[int] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    is_filtered: bool = False
    comments: list[str] = field(default_factory=list)
    struck: set[tuple[int, int]] = field(default_factory=set)

    @property
    def hidden(self) -> Hidden:
        """What is hidden in the sheet."""
        return Hidden(tuple(self.rows), tuple(self.columns), is_filtered=self.is_filtered)

    @property
    def marks(self) -> SheetMarks:
        """What is odd about cells and rows; struck cells have nothing left."""
        struck = {place: Struck("", "") for place in self.struck}
        return SheetMarks(struck=struck, hidden_rows=self.hidden.by_hand)


@dataclass(frozen=True, slots=True)
class WorkbookRecords:
    """What the records of a workbook say, by the names of its sheets."""

    sheets: dict[str, SheetRecords] = field(default_factory=dict)
    strikes_parts: bool = False
    """Whether a struck font is there that no whole cell uses: parts of texts are struck through."""

    def of(self, name: str) -> SheetRecords:
        """Return what is known of a sheet."""
        return self.sheets.get(name, SheetRecords())


def workbook_records(data: bytes) -> WorkbookRecords:
    """Return what the records of a workbook say, nothing for one of another kind."""
    try:
        return _workbook(ole_stream(data, "Workbook"))
    except (struct.error, IndexError):
        return WorkbookRecords()


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Walk the records of one part of a workbook, charts inside it left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, body
        elif depth <= 0:
            return


def _workbook(stream: bytes) -> WorkbookRecords:
    fonts: list[bool] = []
    styles: list[int] = []
    starts: list[tuple[str, int]] = []
    for kind, body in _records(stream):
        if kind == _FONT:
            fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & _FONT_STRUCK))
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", body)[0])
        elif kind == _SHEET:
            starts.append((_name(body[6:]), struct.unpack_from("<I", body)[0]))
    struck = frozenset(n for n, font in enumerate(styles) if _is_struck(fonts, font))
    used = {font - 1 if font > _MISSING_FONT else font for font in styles}
    strikes_parts = any(font and n not in used for n, font in enumerate(fonts))
    return WorkbookRecords({name: _sheet(stream, start, struck) for name, start in starts}, strikes_parts)


def _is_struck(fonts: list[bool], number: int) -> bool:
    place = number - 1 if number > _MISSING_FONT else number
    return place < len(fonts) and fonts[place]


def _name(body: bytes) -> str:
    """Read a short text: its length, whether its characters are wide, the characters."""
    length, is_wide = body[0], body[1] & 1
    return body[2 : 2 + length * 2].decode("utf-16-le") if is_wide else body[2 : 2 + length].decode("latin-1")


def _sheet(stream: bytes, start: int, struck: frozenset[int]) -> SheetRecords:
    found = SheetRecords()
    for kind, body in _records(stream, start):
        if kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _ROW_HIDDEN:
            found.rows.append(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLUMNS:
            first, last, _, _, options = struct.unpack_from("<HHHHH", body)
            if options & _COLUMN_HIDDEN:
                found.columns.append((first + 1, last + 1))
        elif kind == _FILTERED:
            found.is_filtered = True
        elif kind == _COMMENT:
            row, column = struct.unpack_from("<HH", body)
            found.comments.append(f"{column_letters(column)}{row + 1}")
        else:
            found.struck.update(place for place, style in _styles(kind, body) if style in struck)
    return found


def _styles(kind: int, body: bytes) -> Iterator[tuple[tuple[int, int], int]]:
    """Return the place and style of the cells of a record."""
    if kind in _CELLS:
        row, column, style = struct.unpack_from("<HHH", body)
        yield (row, column), style
    elif kind == _MANY_NUMBERS:
        row, column = struct.unpack_from("<HH", body)
        for n in range((len(body) - 6) // 6):
            yield (row, column + n), struct.unpack_from("<H", body, 4 + 6 * n)[0]
