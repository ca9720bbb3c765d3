"""Read old workbooks (.xls of Excel, .et of WPS): every visible sheet is a table."""

import struct
from io import BytesIO

from importers.document import Document, Table
from importers.sheet_table import sheet_table
from importers.source import Source
from importers.xlsx_reader import visible_first
from rules.errors import InputError

_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_PASSWORD_RECORD = 0x2F
_FIRST_RECORDS = 20
_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")


def read_xls(source: Source) -> Document:
    """Return the sheets of a workbook; what is hidden or left out is named in the notes."""
    from python_calamine import CalamineError

    try:
        sheets = _sheets(source)
    except CalamineError:
        if _is_locked(source.data):
            raise InputError(f"{source.label}有打开密码，请去掉密码后再导入。") from None
        raise InputError(
            f"{source.label}已经损坏或不合规范，打不开，请用表格软件另存为 .xlsx 再导入。"
        ) from None
    tables, notes = visible_first(sheets)
    if _MACROS in source.data:
        notes.append("文件里有宏，没有运行，只读了单元格。")
    return Document("xls", tuple(tables), tuple(notes))


def _sheets(source: Source) -> list[tuple[Table, bool]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets: list[tuple[Table, bool]] = []
    with CalamineWorkbook.from_filelike(BytesIO(source.data)) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            values = sheet.to_python(skip_empty_area=False)
            table = sheet_table(metadata.name, values, sheet.merged_cell_ranges or (), label=source.label)
            sheets.append((table, metadata.visible is SheetVisibleEnum.Visible))
    return sheets


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
