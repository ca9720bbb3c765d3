"""Read pasted or piped text: its lines, each with its number, and the tables whose HTML source stands in it.

Which of them are a table or a list of tasks, ``importers.tables.line_tables`` and ``importers.plans.shapes``
find out.
"""

from importers.document import Document, Line, Table
from importers.formats.decoding import decode
from importers.formats.html_reader import read_page
from importers.formats.page_source import holds_tags, stretches
from importers.source import Source
from importers.words.text_lines import text_lines
from rules.errors import InputError


def read_text(source: Source) -> Document:
    """Return the lines of a text; where the source of a web page was pasted into it, its tables too."""
    text = decode(source.data, label=source.label)
    if holds_tags(text):
        return _with_source(text, source)
    lines = text_lines(text)
    if not lines:
        raise InputError(f"{source.label}是空的。")
    return Document("text", tuple(Line(line.text, line.number) for line in lines))


def _with_source(text: str, source: Source) -> Document:
    """Return the blocks of a text in their order; what stands beside the source keeps its line numbers."""
    blocks: list[Line | Table] = []
    notes: list[str] = []
    for stretch in stretches(text):
        if stretch.is_open_table:
            raise InputError(
                f"{source.label}不完整，第{stretch.number}行起的表没有写完，没有收；请重新复制再导入。"
            )
        if not stretch.has_tags:
            found = text_lines(stretch.text)
            blocks.extend(Line(line.text, line.number + stretch.number - 1) for line in found)
            continue
        before = sum(isinstance(block, Table) for block in blocks)
        page = read_page(stretch.text.encode(), label=source.label, tables_before=before)
        blocks.extend(Line(one.text, stretch.number) if isinstance(one, Line) else one for one in page.blocks)
        notes.extend(page.notes)
    if not blocks:
        raise InputError(f"{source.label}里没有文字。")
    return Document("text", tuple(blocks), tuple(notes))
