"""Read Excel workbooks (.xlsx, .xlsm): every visible sheet is a table. Macros and links are never followed.

Hidden rows and columns are read and said; hidden sheets are read only where no visible one holds a table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

from importers.document import Document, Table
from importers.formats.archive import checked_parts, packed
from importers.formats.sheet_table import sheet_table, struck_rows
from importers.formats.xlsx_sheets import (
    Hidden,
    column_letters,
    commented_cells,
    hidden_in,
    refuse_sparse_giants,
    sheet_marks,
    sheet_parts,
)
from importers.formats.xlsx_struck import struck_cells
from importers.source import Source
from importers.words.struck_words import struck_rows_note

_SHOWN_ROWS = 5
Sheets = list[tuple[Table, bool]]
"""Each sheet as a table, and whether it is visible."""


def read_xlsx(source: Source) -> Document:
    """Return the sheets of a workbook; what is hidden or left out is named in the notes."""
    parts = checked_parts(source.data, label=source.label)
    names = sheet_parts(parts)
    for name, part in names.items():
        refuse_sparse_giants(parts.get(part, b""), label=source.label, sheet=name)
    sheets, struck = _sheets(source, parts, names)
    tables, notes = visible_first(sheets)
    for table in tables:
        part = names.get(table.name, "")
        notes += hidden_notes(table, hidden_in(parts.get(part, b"")))
        notes += struck.get(table.name, ())
        notes += comment_notes(table.name, commented_cells(parts, part))
    return Document("xlsx", tuple(tables), (*notes, *_left_out(parts)))


def _sheets(
    source: Source, parts: dict[str, bytes], names: dict[str, str]
) -> tuple[Sheets, dict[str, list[str]]]:
    """Return the sheets, and for each what to say about its struck rows."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets: Sheets = []
    struck: dict[str, list[str]] = {}
    with CalamineWorkbook.from_filelike(BytesIO(packed(parts))) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            values = sheet.to_python(skip_empty_area=False)
            has_dates = any(isinstance(value, date) for row in values for value in row)
            part = names.get(metadata.name, "")
            marks = replace(
                sheet_marks(parts, part, has_dates=has_dates),
                struck=struck_cells(parts, part),
                hidden_rows=hidden_in(parts.get(part, b"")).by_hand,
            )
            merged = sheet.merged_cell_ranges or ()
            table = sheet_table(metadata.name, values, merged, marks=marks, label=source.label)
            sheets.append((table, metadata.visible is SheetVisibleEnum.Visible))
            if rows := struck_rows(values, merged, marks):
                struck[metadata.name] = [struck_rows_note(f"工作表“{metadata.name}”的", rows)]
    return sheets, struck


def visible_first(sheets: Iterable[tuple[Table, bool]]) -> tuple[list[Table], list[str]]:
    """Return the tables to take and what to say about hidden sheets."""
    sheets = list(sheets)
    visible = [table for table, is_visible in sheets if is_visible]
    hidden = [table for table, is_visible in sheets if not is_visible and table.rows]
    if not hidden:
        return visible, []
    from importers.tables.table_headers import find_header  # what headers are made of is long to load

    if any(find_header(table) for table in visible):
        return visible, [f"工作表“{table.name}”是隐藏的，没有读；要读请先取消隐藏。" for table in hidden]
    return [*visible, *hidden], [f"工作表“{table.name}”是隐藏的，照样读了，请核对。" for table in hidden]


def hidden_notes(table: Table, hidden: Hidden) -> Iterator[str]:
    """Say which hidden rows and columns of a table were read."""
    used = {row.number for row in table.rows}
    width = max((len(row.cells) for row in table.rows), default=0)
    rows = [number for number in hidden.rows if number in used]
    columns = [(first, min(last, width)) for first, last in hidden.columns if first <= width]
    if rows:
        more = "等" if len(rows) > _SHOWN_ROWS else ""
        numbers = "、".join(str(number) for number in rows[:_SHOWN_ROWS])
        how = "被筛选隐藏了" if hidden.is_filtered else "是隐藏的"
        yield f"工作表“{table.name}”的第{numbers}{more}行（共{len(rows)}行）{how}，照样读了，请核对。"
    if columns:
        letters = "、".join(
            column_letters(first - 1)
            if first == last
            else f"{column_letters(first - 1)}至{column_letters(last - 1)}"
            for first, last in columns
        )
        yield f"工作表“{table.name}”的{letters}列是隐藏的，照样读了，请核对。"


def comment_notes(sheet: str, cells: list[str]) -> Iterator[str]:
    """Say which cells carry comments: what they say may change the task."""
    if cells:
        more = "等" if len(cells) > _SHOWN_ROWS else ""
        shown = "、".join(cells[:_SHOWN_ROWS])
        yield f"工作表“{sheet}”的{shown}{more}（共{len(cells)}格）有批注，批注没有读，请核对。"


def _left_out(parts: dict[str, bytes]) -> Iterator[str]:
    if "xl/vbaProject.bin" in parts:
        yield "文件里有宏，没有运行，只读了单元格。"
    if any(name.startswith("xl/externalLinks/") for name in parts):
        yield "有的公式引用别的文件，没有去取，按文件里存下的值读。"
