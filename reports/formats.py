"""The formats a table can be written in. A new format is one file and one line here."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.as_csv import write_csv
from reports.as_docx import write_docx
from reports.as_html import write_html
from reports.as_xlsx import write_xlsx
from reports.tables import Layout, Table


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a table."""

    write: Callable[[Table], bytes]
    layout: Layout
    content_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"

#: By the name a person types, which is also the end of the file's name.
FORMATS = {
    "csv": Format(write_csv, Layout.SHEET, "text/csv; charset=utf-8"),
    "docx": Format(write_docx, Layout.PAPER, f"{_OFFICE}.wordprocessingml.document"),
    "html": Format(write_html, Layout.PRINT, "text/html; charset=utf-8"),
    "xlsx": Format(write_xlsx, Layout.SHEET, f"{_OFFICE}.spreadsheetml.sheet"),
}
