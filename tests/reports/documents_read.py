"""Written documents read again by other programs than those that wrote them, as text to compare."""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser

import docx
from python_calamine import CalamineWorkbook

_VOID = {"meta", "col", "link", "br", "img"}


def sheet_rows(content: bytes, sheet: int = 0) -> list[list[object]]:
    """The cells of a sheet as calamine reads them."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(sheet).to_python()
    return [list(cells) for cells in rows]


def sheet_text(content: bytes) -> str:
    """Every sheet as text: a line a row, line breaks in cells as ⏎."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    parts = []
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        lines = (" | ".join(str(value).replace("\n", "⏎") for value in row) for row in rows)
        parts.append("\n".join([f"== {name}", *(line.rstrip(" |") for line in lines)]))
    return "\n".join(parts) + "\n"


def sheet_xml(content: bytes) -> str:
    """The raw XML of all sheets of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return "".join(archive.read(name).decode("utf-8") for name in names)


def part_names(content: bytes) -> list[str]:
    """The names of the parts of an Office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def csv_rows(content: bytes) -> list[list[str]]:
    """The cells of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def docx_rows(content: bytes) -> list[list[str]]:
    """The cells of the table of a Word file, lines of a cell joined by ⏎."""
    table = docx.Document(io.BytesIO(content)).tables[0]
    return [["⏎".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in table.rows]


def docx_text(content: bytes) -> str:
    """A Word file as text: header, paragraphs, the table's rows, footer."""
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    paragraphs = [p.text for p in document.paragraphs]
    rows = [" | ".join(row) for row in docx_rows(content)]
    header = section.header.paragraphs[0].text
    return "\n".join([f"[{header}]", *paragraphs[:-1], *rows, paragraphs[-1]]) + "\n"


@dataclass
class Page(HTMLParser):
    """An HTML page taken apart: its tags, the text of its cells, and whether every tag was closed."""

    tags: set[str] = field(default_factory=set)
    cells: list[str] = field(default_factory=list)
    open_tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag not in _VOID:
            self.open_tags.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open_tags:
            self.cells[-1] += data


def html_page(content: bytes) -> Page:
    """A page taken apart; fails when a tag is closed that was not open."""
    page = Page()
    page.feed(content.decode("utf-8"))
    page.close()
    assert not page.open_tags
    return page
