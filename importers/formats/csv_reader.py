"""Read comma- or tab-separated files into one table. Cell texts stay as they are."""

import csv
import io
from collections.abc import Iterator

from importers.document import Cell, Document, Row, Table
from importers.formats.decoding import decode
from importers.source import Source
from importers.words.header_words import map_columns
from rules.errors import InputError

_DELIMITERS = (",", "\t", ";", "，", "|")
_HEADER_LINES = 30
_MAX_CELL = 100_000


def read_csv(source: Source) -> Document:
    """Return the file as one table; rows are counted as a spreadsheet program counts them."""
    text = decode(source.data, label=source.label)
    if not text.strip():
        raise InputError(f"{source.label}是空的。")
    rows = tuple(_rows(text, _delimiter(text), source.label))
    return Document("csv", (Table(source.stem, rows),), tuple(_cut_off(text, rows)))


def _cut_off(text: str, rows: tuple[Row, ...]) -> Iterator[str]:
    """Say when the file ends in the middle of a row, as a broken transfer leaves it."""
    width = max(len(row.cells) for row in rows)
    if not text.endswith(("\n", "\r")) and 1 < len(rows[-1].cells) < width:
        yield f"文件在{rows[-1].place}的中间断了，可能没有传完，请核对最后几行。"


def _delimiter(text: str) -> str:
    """Return the sign under which some early line reads as a header with the most known columns."""
    lines = text.splitlines()[:_HEADER_LINES]

    def known(sign: str) -> int:
        headers = (next(csv.reader([line], delimiter=sign), []) for line in lines)
        return max((len(map_columns(header)) for header in headers), default=0)

    return max(_DELIMITERS, key=known)


def _rows(text: str, delimiter: str, label: str) -> Iterator[Row]:
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, texts in enumerate(reader, 1):
            place = f"第{number}行"
            yield Row(number, place, tuple(Cell(cell, place) for cell in texts))
    except csv.Error:
        raise InputError(
            f"{label}第{number + 1}行起的引号不成对或单元格过长，读不下去，请用表格软件重新保存。"
        ) from None
