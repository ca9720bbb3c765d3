"""Tables as an .xlsx workbook for daily use and for print on A4 landscape, row by row in little memory.

Every text is stored as text, never as a formula or a link; there are no macros, comments or hidden sheets.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from math import ceil
from typing import Any

from reports.tables import Cell, Column, Kind, Row, Table, Tint, note_words, words
from templates.filters import one_line

_A4 = 9
_HEAD_ROW = 2
_FIRST_ROW = 3
_LINE_HEIGHT = 13.5
_TALLEST_ROW = 409
_LONGEST_TEXT = 32_767
_FIRST_YEAR = 1900
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_BODY = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
_KINDS: dict[Kind, dict[str, object]] = {
    Kind.TEXT: {"align": "left", "num_format": "@"},
    Kind.NAME: {"align": "center", "num_format": "@"},
    Kind.NUMBER: {"align": "center", "num_format": "0"},
    Kind.DATE: {"align": "center", "num_format": "yyyy-mm-dd"},
}


def write_xlsx(table: Table) -> bytes:
    """Return a workbook with one sheet."""
    return write_book([table])


def write_book(tables: Sequence[Table]) -> bytes:
    """Return a workbook with one sheet for each table."""
    import xlsxwriter  # only when a workbook is written: 40 modules that most passes never need

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    made_at = datetime.combine(tables[0].as_of, datetime.min.time(), UTC)
    book.set_properties({"title": tables[0].title, "created": made_at})
    formats = _Formats(book)
    for table in tables:
        _Sheet(book.add_worksheet(table.sheet_name or table.title[:31]), table, formats).write()
    book.close()
    return content.getvalue()


@dataclass(slots=True)
class _Formats:
    """The cell formats of one workbook, each made once."""

    book: Any
    made: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def title(self) -> Any:
        return self._get("title", font_name="方正小标宋简体", font_size=18, align="center", valign="vcenter")

    def facts(self) -> Any:
        return self._get("facts", font_name="宋体", font_size=10, align="left", valign="vcenter")

    def head(self) -> Any:
        more = {"bg_color": "#F2F2F2", "align": "center", "border": 1, "bold": True}
        return self._get("head", **{**_BODY, "font_name": "黑体", "num_format": "@", **more})

    def note(self) -> Any:
        return self._get("note", **{**_BODY, "font_size": 9, "align": "left", "valign": "top"})

    def empty(self) -> Any:
        return self._get("empty", **_BODY, align="center", border=1)

    def cell(self, kind: Kind, tint: Tint) -> Any:
        colour = {"bg_color": tint.value} if tint else {}
        is_bold = tint is Tint.OVERDUE
        return self._get(f"{kind}{tint}", **_BODY, **_KINDS[kind], **colour, bold=is_bold, border=1)

    def _get(self, name: str, **properties: object) -> Any:
        if (name,) not in self.made:
            self.made[name,] = self.book.add_format(properties)
        return self.made[name,]


@dataclass(slots=True)
class _Sheet:
    """One sheet: title, facts, heads, rows and notes, written from the top down."""

    sheet: Any
    table: Table
    formats: _Formats

    def write(self) -> None:
        self._set_up()
        self._write_top()
        next_row = _FIRST_ROW
        for cells in self.table.rows:
            self._write_row(next_row, cells)
            next_row += 1
        if not self.table.rows:
            self._merge(next_row, self.table.empty_words, self.formats.empty(), height=24)
            next_row += 1
        else:
            self.sheet.autofilter(_HEAD_ROW, 0, next_row - 1, self._last_column)
        if self.table.notes:
            note = self.table.numbered_notes
            self._merge(next_row, note, self.formats.note(), height=_height([(note, self._width)]))
            next_row += 1
        self.sheet.print_area(0, 0, next_row - 1, self._last_column)

    @property
    def _last_column(self) -> int:
        return len(self.table.columns) - 1

    @property
    def _width(self) -> float:
        return sum(column.width for column in self.table.columns)

    def _set_up(self) -> None:
        sheet = self.sheet
        for index, column in enumerate(self.table.columns):
            sheet.set_column(index, index, column.width)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.55, right=0.55, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        sheet.freeze_panes(_FIRST_ROW, self.table.frozen_columns)
        # "&9" before a digit would be read as a longer size, hence the blank.
        title = self.table.title[:60].replace("&", "&&")
        sheet.set_footer(f"&L&9 {title}&R&9 第 &P 页 共 &N 页")

    def _write_top(self) -> None:
        self._merge(0, self.table.title, self.formats.title(), height=30)
        self._merge(1, "　　".join(self.table.facts), self.formats.facts(), height=18)
        heads = [(column.head, column.width) for column in self.table.columns]
        self.sheet.set_row(_HEAD_ROW, max(_height(heads), 24))
        for index, column in enumerate(self.table.columns):
            self.sheet.write_string(_HEAD_ROW, index, column.head, self.formats.head())

    def _merge(self, at: int, text: str, cell_format: Any, *, height: float) -> None:
        self.sheet.set_row(at, height)
        if self._last_column:
            self.sheet.merge_range(at, 0, at, self._last_column, "", cell_format)
        self.sheet.write_string(at, 0, one_line(text)[:_LONGEST_TEXT], cell_format)

    def _write_row(self, at: int, cells: Row) -> None:
        pairs = list(zip(self.table.columns, cells, strict=True))
        texts = [_text(cell) for cell in cells]
        self.sheet.set_row(at, _height([(t, c.width) for t, (c, _) in zip(texts, pairs, strict=True)]))
        for index, (column, cell) in enumerate(pairs):
            self._write_cell(at, index, column, cell, texts[index])

    def _write_cell(self, at: int, index: int, column: Column, cell: Cell, text: str) -> None:
        if isinstance(cell.value, int):
            self.sheet.write_number(at, index, cell.value, self.formats.cell(Kind.NUMBER, cell.tint))
        elif isinstance(cell.value, date) and cell.value.year >= _FIRST_YEAR:
            self.sheet.write_datetime(at, index, cell.value, self.formats.cell(Kind.DATE, cell.tint))
        elif text:
            kind = column.kind if column.kind is Kind.TEXT else Kind.NAME
            self.sheet.write_string(at, index, text, self.formats.cell(kind, cell.tint))
        else:
            self.sheet.write_blank(at, index, None, self.formats.cell(column.kind, cell.tint))


def _text(cell: Cell) -> str:
    """Return the text of a cell, its note in a second line, no longer than a cell may be."""
    note = note_words(cell)
    text = f"{words(cell)}\n{note}" if note else words(cell)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _height(texts: Sequence[tuple[str, float]]) -> float:
    """Return the height of a row; neither Excel nor LibreOffice fits rows of wrapped text by itself."""
    lines = max(sum(_line_count(line, width) for line in text.split("\n")) for text, width in texts)
    return min(lines * _LINE_HEIGHT + 5, _TALLEST_ROW)


def _line_count(text: str, width: float) -> int:
    half_widths = len(text.encode("gb18030"))  # two octets for a Chinese character, one for a letter
    return max(ceil(half_widths / max(width - 1, 1)), 1)
