"""Read pasted or piped text and whole web pages saved as text: its lines, each with its number.

Which of them are a table or a list of tasks, ``importers.line_tables`` and ``importers.shapes`` find out.
"""

from importers.decoding import decode
from importers.document import Document, Line
from importers.source import Source
from importers.text_lines import text_lines
from rules.errors import InputError


def read_text(source: Source) -> Document:
    """Return the lines of a text."""
    lines = text_lines(decode(source.data, label=source.label))
    if not lines:
        raise InputError(f"{source.label}是空的。")
    return Document("text", tuple(Line(line.text, line.number) for line in lines))
