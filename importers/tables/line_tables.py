"""Find the tables among the lines of a text: cells on one line, cells closed by bars, one cell a line."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from importers.document import Document, Line, Table
from importers.tables.blank_cells import take_blank_parted
from importers.tables.chosen_columns import NOTHING_CHOSEN, Choices
from importers.tables.closed_cells import closed_header, take_closed
from importers.tables.delimited_table import take_delimited
from importers.tables.flat_table import header_length, refuse_run_together, refuse_single_blanks, take_flat
from importers.tables.framed_tables import take_framed
from importers.tables.printed_columns import take_printed
from importers.tables.quoted_cells import as_printed, with_whole_rows
from importers.tables.separators import BLANKS, separator_of
from importers.tables.step_cells import take_steps
from importers.tables.table_rows import find_header
from importers.tables.vertical_records import take_records
from importers.tables.week_cells import take_weeks
from importers.words.header_words import Column
from importers.words.text_lines import TextLine, numbered
from importers.words.unit_words import NOBODY


def assembled(
    document: Document, known: AbstractSet[str] = NOBODY, choices: Choices = NOTHING_CHOSEN
) -> Document:
    """Return a document with the tables among its lines put together, unless it has a plan's table itself."""
    headers = [find_header(table, choices) for table in document.tables]
    if any(header and header.has(Column.TASK, Column.ITEMS) for header in headers):
        return document
    blocks: list[Line | Table] = []
    run: list[Line] = []
    for block in (*document.blocks, None):
        if isinstance(block, Line):
            run.append(block)
            continue
        blocks.extend(_in_lines(numbered(run), known))
        run = []
        if block is not None:
            blocks.append(block)
    return Document(document.format, tuple(blocks), document.notes)


def _in_lines(lines: Sequence[TextLine], known: AbstractSet[str]) -> Iterator[Line | Table]:
    refuse_run_together(lines)
    lines = with_whole_rows(lines)
    index = refused = 0
    while index < len(lines):
        table, following = _table_at(lines, index, known, is_refused=index < refused)
        if table is None:
            refused = max(refused, following)
        if table is None:
            refuse_single_blanks(lines[index])
            for line in as_printed(lines[index]):
                yield Line(line.text, line.number if line.unit == "行" else 0)
            index += 1
        else:
            yield table
            index = following


def _table_at(
    lines: Sequence[TextLine], index: int, known: AbstractSet[str], *, is_refused: bool
) -> tuple[Table | None, int]:
    """Return the table that begins at a line, or where the cells end that could not be put together."""
    if not is_refused and (count := closed_header(lines, index)):
        return take_closed(lines, index, count, known)
    if separator := separator_of(lines, index):
        if separator is BLANKS and (found := take_printed(lines, index))[0] is not None:
            return found
        return take_delimited(lines, index, separator, known)
    blank_parted = take_blank_parted(lines, index, known)
    if blank_parted[0] is not None:
        return blank_parted
    for take in (take_framed, take_records, take_steps, take_weeks):
        table, end = take(lines, index)
        if table is not None:
            return table, end
    count = header_length(lines, index)
    if count and not closed_header(lines, index + 1):  # else it is the title above
        return take_flat(lines, index, count, known)
    return None, index
