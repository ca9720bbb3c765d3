"""Read pasted or piped text and whole web pages saved as text: tables among other lines."""

from importers.decoding import decode
from importers.delimited_table import separator_of, take_delimited
from importers.document import Document, Line, Table
from importers.flat_table import header_length, take_flat
from importers.source import Source
from importers.text_lines import text_lines
from rules.errors import InputError


def read_text(source: Source) -> Document:
    """Return the lines of a text with its tables put together; rows are counted by lines."""
    lines = text_lines(decode(source.data, label=source.label))
    if not lines:
        raise InputError(f"{source.label}是空的。")
    blocks: list[Line | Table] = []
    index = 0
    while index < len(lines):
        table: Table | None = None
        if separator := separator_of(lines[index]):
            table, index = take_delimited(lines, index, separator)
        elif count := header_length(lines, index):
            table, index = take_flat(lines, index, count)
        if table is None:
            blocks.append(Line(lines[index].text))
            index += 1
        else:
            blocks.append(table)
    return Document("text", tuple(blocks))
