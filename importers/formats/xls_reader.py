"""Read old workbooks (.xls of Excel, .et of WPS): every visible sheet is a table."""

import struct
from io import BytesIO

from importers.document import Document
from importers.formats.sheet_table import sheet_table, struck_rows
from importers.formats.xls_marks import WorkbookRecords, workbook_records
from importers.formats.xlsx_reader import Sheets, comment_notes, hidden_notes, visible_first
from importers.source import Source
from importers.words.struck_words import struck_rows_note
from rules.errors import InputError

_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_PASSWORD_RECORD = 0x2F
_FIRST_RECORDS = 20
_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")


def read_xls(source: Source) -> Document:
    """Return the sheets of a workbook; what is hidden or left out is named in the notes."""
    from python_calamine import CalamineError

    records = workbook_records(source.data)
    try:
        sheets, struck = _sheets(source, records)
    except CalamineError:
        if _is_locked(source.data):
            raise InputError(f"{source.label}有打开密码，请去掉密码后再导入。") from None
        raise InputError(
            f"{source.label}已经损坏或不合规范，打不开，请用表格软件另存为 .xlsx 再导入。"
        ) from None
    tables, notes = visible_first(sheets)
    for table in tables:
        own = records.of(table.name)
        notes += [*hidden_notes(table, own.hidden), *struck.get(table.name, ())]
        notes += comment_notes(table.name, own.comments)
    if records.strikes_parts:
        notes.append("有的单元格里划掉了一部分字，分不出是哪些，照样读了，请核对。")
    if _MACROS in source.data:
        notes.append("文件里有宏，没有运行，只读了单元格。")
    return Document("xls", tuple(tables), tuple(notes))


def _sheets(source: Source, records: WorkbookRecords) -> tuple[Sheets, dict[str, list[str]]]:
    """Return the sheets, and for each what to say about its struck rows."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets: Sheets = []
    struck: dict[str, list[str]] = {}
    with CalamineWorkbook.from_filelike(BytesIO(source.data)) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            values = sheet.to_python(skip_empty_area=False)
            merged = sheet.merged_cell_ranges or ()
            marks = records.of(metadata.name).marks
            table = sheet_table(metadata.name, values, merged, marks=marks, label=source.label)
            sheets.append((table, metadata.visible is SheetVisibleEnum.Visible))
            if rows := struck_rows(values, merged, marks):
                struck[metadata.name] = [struck_rows_note(f"工作表“{metadata.name}”的", rows)]
    return sheets, struck


def _is_locked(data: bytes) -> bool:
    """Tell whether the first records of the workbook say that all others are encrypted."""
    at = data.find(_BEGIN)
    for _ in range(_FIRST_RECORDS):
        if at < 0 or at + 4 > len(data):
            return False
        record, length = struct.unpack_from("<HH", data, at)
        if record == _PASSWORD_RECORD:
            return True
        at += 4 + length
    return False
