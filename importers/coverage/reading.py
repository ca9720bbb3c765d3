"""Read a file of 工作要点 for the coverage check, and the rows it is held against: a plan's or its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from importers.coverage.check import Coverage, CoverageRow, check_coverage
from importers.coverage.sentences import PromiseText, promise_lines, promise_text
from importers.document import Document
from importers.formats.reading import read_document
from importers.plans.naming import office_words
from importers.source import Source
from importers.tables.headless_tables import with_headless
from importers.tables.line_tables import assembled
from importers.tables.raw_rows import RawRow
from importers.tables.table_plan import read_tables
from importers.tables.table_rows import OFFICE_COLUMNS
from importers.words.header_words import Column
from importers.words.office_words import offices_of
from importers.words.wording import one_line
from models.store_directory import Directory
from models.task_values import TaskView
from rules.errors import InputError


@dataclass(frozen=True, slots=True)
class PromiseFile:
    """A file as the check reads it: its text, and the rows of its own table, if it has one."""

    text: PromiseText
    own_rows: tuple[CoverageRow, ...]
    lines: tuple[str, ...]
    """The lines of the text without the table; pasted, they are read as the same text."""


def read_promises(source: Source, directory: Directory) -> PromiseFile:
    """Read a file through the guarded door; raises :class:`InputError` when it holds no text to check."""
    known = frozenset(directory.by_name)
    document, rows = _with_table(read_document(source), source, known)
    lines = promise_lines(document, takes_tables=not rows)
    text = promise_text(lines, known)
    if not text.sentences:
        raise InputError(f"{source.label}里没有读到工作要点的正文。")
    return PromiseFile(text, rows, tuple(line.text for line in lines))


def _with_table(
    document: Document, source: Source, known: frozenset[str]
) -> tuple[Document, tuple[CoverageRow, ...]]:
    """Return a document with its table put together, and the table's rows; without a table no rows."""
    try:
        found = assembled(document, known)
    except InputError:  # cells that cannot be told apart: then it is text
        return document, ()
    for lacks_header in (False, True):
        try:
            candidate = with_headless(found, known) if lacks_header else found
            return candidate, tuple(map(_row, read_tables(candidate, source).rows))
        except InputError:
            continue
    return document, ()


def _row(raw: RawRow) -> CoverageRow:
    offices = offices_of((cell.column, cell.text) for cell in raw.cells_of(OFFICE_COLUMNS))
    return CoverageRow(
        label=raw.place,
        title=one_line(raw.text(Column.TASK)),
        period=one_line(raw.text(Column.TIME)),
        offices=office_words(offices),
        names=tuple(office.name for office in offices),
    )


def rows_of_tasks(tasks: Iterable[TaskView]) -> tuple[CoverageRow, ...]:
    """Return the tasks of a stored plan as rows."""
    return tuple(
        CoverageRow(
            label=task.number,
            title=task.title,
            period=task.period,
            offices=task.office_words,
            names=tuple(
                dict.fromkeys(
                    name
                    for name in (
                        *(one.printed_name for one in task.named),
                        *(one.office_name for one in task.named),
                        *task.group_words.split("、"),
                    )
                    if name
                )
            ),
        )
        for task in tasks
    )


def coverage_of(
    file: PromiseFile, directory: Directory, *, tasks: Iterable[TaskView] | None = None
) -> Coverage:
    """Check a file against the tasks of a plan, or against its own table when no plan is given.

    Raises :class:`InputError` when there are no rows to check against.
    """
    rows = file.own_rows if tasks is None else rows_of_tasks(tasks)
    if not rows:
        raise InputError("没有可以对照的任务：文件里没有配档表，请指明和哪一份计划对照。")
    return check_coverage(file.text, rows, directory)
