"""Write examples/plan_2024.xlsx and examples/plan_2024.docx from examples/plan_2024.csv.

Run from the checkout: ``.venv/bin/python scripts/make_examples.py``. The files come out the same, byte for
byte, each time: fixed dates inside, fixed times in the archive, merged month cells as in the original.
"""

import csv
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
WRITTEN_AT = datetime(2024, 2, 26, tzinfo=UTC).replace(tzinfo=None)
_ARCHIVE_TIME = (2024, 2, 26, 0, 0, 0)


def read_plan(path: Path) -> tuple[str, list[str], list[list[str]], str]:
    """Return the title, the header, the rows and the remark of the example plan."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    return lines[0][0], lines[1], lines[2:-1], lines[-1][0]


def month_blocks(rows: list[list[str]]) -> list[tuple[int, int]]:
    """Return the first and last row index of each run of rows with the same month."""
    blocks = []
    for _, run in groupby(enumerate(rows), key=lambda item: item[1][0]):
        indexes = [index for index, _ in run]
        blocks.append((indexes[0], indexes[-1]))
    return blocks


def workbook_bytes(title: str, header: list[str], rows: list[list[str]], remark: str) -> bytes:
    """Return the plan as a workbook: title over three columns, month cells merged, remark below."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": title, "created": WRITTEN_AT})
    sheet = book.add_worksheet("配档表")
    middle = book.add_format({"align": "center", "valign": "vcenter", "border": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1})
    heading = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    sheet.merge_range(0, 0, 0, 2, title, heading)
    sheet.write_row(1, 0, header, middle)
    for index, row in enumerate(rows, 2):
        sheet.write_string(index, 1, row[1], wrapped)
        sheet.write_string(index, 2, row[2], wrapped)
    for first, last in month_blocks(rows):
        if first == last:
            sheet.write_string(first + 2, 0, rows[first][0], middle)
        else:
            sheet.merge_range(first + 2, 0, last + 2, 0, rows[first][0], middle)
    sheet.merge_range(len(rows) + 2, 0, len(rows) + 2, 2, remark, wrapped)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, 30)
    book.close()
    return target.getvalue()


def document_bytes(title: str, header: list[str], rows: list[list[str]], remark: str) -> bytes:
    """Return the plan as a Word document: 附件, title, one table with merged month cells, remark."""
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title = "", title
    properties.created = properties.modified = WRITTEN_AT
    document.add_paragraph("附件")
    document.add_paragraph(title).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph()
    table = document.add_table(rows=0, cols=len(header), style="Table Grid")
    grid = [_filled_cells(table.add_row(), texts) for texts in (header, *rows)]
    for first, last in month_blocks(rows):
        for below in range(first + 1, last + 1):
            grid[below + 1][0].text = ""
        if last > first:
            grid[first + 1][0].merge(grid[last + 1][0])
    for first, _ in month_blocks(rows):
        grid[first + 1][0].text = rows[first][0]
    document.add_paragraph(remark)
    target = BytesIO()
    document.save(target)
    return _with_fixed_times(target.getvalue())


def _filled_cells(row: Any, texts: list[str]) -> list[Any]:
    cells = list(row.cells)
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text
    return cells


def _with_fixed_times(data: bytes) -> bytes:
    """Return an archive whose members all bear the same time."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ARCHIVE_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def main() -> None:
    """Write both files."""
    plan = read_plan(EXAMPLES / "plan_2024.csv")
    (EXAMPLES / "plan_2024.xlsx").write_bytes(workbook_bytes(*plan))
    (EXAMPLES / "plan_2024.docx").write_bytes(document_bytes(*plan))


if __name__ == "__main__":
    main()
