"""Read Excel workbooks (.xlsx): every visible sheet is a table, merged cells filled in."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO

from importers.archive import checked_parts, packed
from importers.document import Cell, Document, Row, Table
from importers.merging import filled
from importers.source import Source
from importers.xlsx_sheets import (
    SheetMarks,
    column_letters,
    refuse_sparse_giants,
    sheet_marks,
    sheet_parts,
)

_Value = int | float | str | bool | time | date | datetime | timedelta


def read_xlsx(source: Source) -> Document:
    """Return the visible sheets of a workbook; hidden ones are named in the notes."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    parts = checked_parts(source.data, label=source.label)
    names = sheet_parts(parts)
    for name, part in names.items():
        refuse_sparse_giants(parts.get(part, b""), label=source.label, sheet=name)
    tables: list[Table] = []
    notes: list[str] = []
    with CalamineWorkbook.from_filelike(BytesIO(packed(parts))) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.visible is not SheetVisibleEnum.Visible:
                notes.append(f"工作表“{metadata.name}”是隐藏的，没有读。")
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            values = sheet.to_python(skip_empty_area=False)
            has_dates = any(isinstance(value, date) for row in values for value in row)
            marks = sheet_marks(parts, names.get(metadata.name, ""), has_dates=has_dates)
            tables.append(_table(metadata.name, values, marks, sheet.merged_cell_ranges or ()))
    return Document("xlsx", tuple(tables), tuple(notes))


def _table(
    name: str,
    values: Iterable[Iterable[_Value]],
    marks: SheetMarks,
    merged: Iterable[tuple[tuple[int, int], tuple[int, int]]],
) -> Table:
    grid = [
        [_cell(name, row, column, value, marks) for column, value in enumerate(line)]
        for row, line in enumerate(values)
    ]
    _add_lost_formulas(name, grid, marks)
    rows = filled(grid, merged)
    return Table(
        name,
        tuple(Row(number, f"{name}!A{number}", tuple(cells)) for number, cells in enumerate(rows, 1)),
    )


def _add_lost_formulas(name: str, grid: list[list[Cell]], marks: SheetMarks) -> None:
    """Give cells whose formula has no value their place back: the library leaves them out at the edges."""
    if not marks.doubts:
        return
    last_row = max(row for row, _ in marks.doubts)
    last_column = max(column for _, column in marks.doubts)
    grid += [[] for _ in range(last_row + 1 - len(grid))]
    width = max(last_column + 1, max(len(line) for line in grid))
    for row, line in enumerate(grid):
        line += [_cell(name, row, column, "", marks) for column in range(len(line), width)]


def _cell(name: str, row: int, column: int, value: _Value, marks: SheetMarks) -> Cell:
    place = f"{name}!{column_letters(column)}{row + 1}"
    doubt = marks.doubts.get((row, column), "")
    text = _text(value, month_only=(row, column) in marks.month_only)
    if isinstance(value, float) and not value.is_integer():
        doubt = f"单元格是数字{text}，末位的0可能丢了"
    return Cell(text, place, doubt)


def _text(value: _Value, *, month_only: bool) -> str:
    """Return what a person reads in a cell, dates in the Chinese form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        month = f"{value.year}年{value.month}月"
        return month if month_only else f"{month}{value.day}日"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
