"""From a document to a plan: which tables belong to it, its title and year, its checked rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from importers.checked_rows import CheckedRow, Problem, check_rows
from importers.document import Document, Line, Table
from importers.header_words import Column
from importers.plan_facts import PlanFacts, is_school_year, plan_year, read_facts
from importers.raw_rows import RawRow
from importers.source import Source
from importers.table_rows import Header, TableReading, find_header, read_table
from importers.wording import folded, one_line
from rules.deadlines import Deadline, DeadlineRules, read_deadline
from rules.errors import InputError
from rules.workdays import Calendar

_AUTUMN = 9
_YEARS = range(1990, 2200)


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan as its document states it, before anything is compared or stored."""

    format: str
    title: str
    year: int
    facts: PlanFacts
    rows: tuple[CheckedRow, ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    refused: frozenset[tuple[str, int]] = frozenset()
    """The keys of rows that name a task but could not be taken."""


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What the caller knows about a plan beyond its document."""

    year: int | None
    title: str | None
    calendar: Calendar
    before_is_inclusive: bool = True


def read_plan(document: Document, source: Source, rules: ReadingRules) -> PlanReading:
    """Return the plan of a document; raises :class:`InputError` when there is none in it."""
    gathered = _gathered(document, source)
    facts = read_facts(gathered.above, gathered.below)
    title = (rules.title or "").strip() or facts.title or source.stem
    if not title:
        raise InputError(f"{source.label}里没有计划的标题，请用 --title 写明。")
    year = _year(rules.year, title, facts, source)
    checks = check_rows(gathered.rows, _time_reader(year, title, gathered.rows, rules))
    if not checks.rows and not checks.errors:
        raise InputError(f"{source.label}的表里没有一行工作。")
    notes = tuple(
        Problem(note) for note in (*document.notes, *gathered.notes, *_year_notes(rules.year, title, facts))
    )
    return PlanReading(
        format=document.format,
        title=title,
        year=year,
        facts=facts,
        rows=checks.rows,
        errors=checks.errors,
        warnings=(*notes, *checks.warnings),
        refused=checks.refused,
    )


@dataclass(frozen=True, slots=True)
class _Gathered:
    rows: tuple[RawRow, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    notes: tuple[str, ...]


def _gathered(document: Document, source: Source) -> _Gathered:
    """Collect the rows of every table of the plan and the lines around them."""
    readings: list[TableReading] = []
    above: list[str] = []
    below: list[str] = []
    notes: list[str] = []
    partial: list[Header] = []
    for block in document.blocks:
        if isinstance(block, Line):
            (below if readings else above).append(block.text)
            continue
        header = find_header(block)
        if header is not None and not (header.has(Column.TASK) and header.has(Column.TIME)):
            partial.append(header)
            header = None
        reading = _read(block, header, readings)
        if reading is None:
            if any(len(row.cells) > 1 for row in block.rows):
                notes.append(f"{block.name or '一张表'}没有认出表头，没有读。")
            (below if readings else above).extend(_words_of(block))
            continue
        above += reading.above if not readings else ()
        below += reading.remarks
        readings.append(reading)
    if not readings:
        raise _no_table(partial, source)
    return _Gathered(
        tuple(row for reading in readings for row in reading.rows), tuple(above), tuple(below), tuple(notes)
    )


def _read(table: Table, header: Header | None, readings: list[TableReading]) -> TableReading | None:
    if header is not None:
        return read_table(table, header)
    if not readings or not table.rows:
        return None
    last = readings[-1].header
    is_continued = all(len(row.cells) == last.width for row in table.rows) and last.width > 2
    return read_table(table, last, continued=True) if is_continued else None


def _words_of(table: Table) -> Iterator[str]:
    for row in table.rows[:20]:
        yield from dict.fromkeys(one_line(cell.text) for cell in row.cells if one_line(cell.text))


def _no_table(partial: list[Header], source: Source) -> InputError:
    for header in partial:
        words = "、".join(f"“{word}”" for word in header.words.values() if word)
        if not header.has(Column.TASK):
            return InputError(
                f"{source.label}的表头是{words}，没有工作列（重点工作、工作任务、工作内容等）。"
            )
        return InputError(f"{source.label}的表头是{words}，没有时间列（时间、月份、完成时限等）。")
    return InputError(
        f"{source.label}里没有找到配档表：要有一行表头，写明时间（或完成时限）、重点工作、责任单位。"
    )


def _year(given: int | None, title: str, facts: PlanFacts, source: Source) -> int:
    year = given if given is not None else plan_year(title, facts)
    if year is None:
        raise InputError(f"{source.label}没有写明是哪一年的计划，请用 --year 写明，例如 --year 2024。")
    if year not in _YEARS:
        raise InputError(f"年度{year}不对，请核对。")
    return year


def _year_notes(given: int | None, title: str, facts: PlanFacts) -> Iterator[str]:
    written = plan_year(title, facts)
    if given is not None and written is not None and written != given:
        yield f"文件写的是{written}年，按指定的{given}年读。"


def _time_reader(
    year: int, title: str, rows: tuple[RawRow, ...], rules: ReadingRules
) -> Callable[[str], Deadline]:
    """Return a function that reads the words of a time, each wording once."""
    starts_month = 1
    if is_school_year(title):
        first = folded(rows[0].text(Column.TIME)) if rows else ""
        starts_month = 8 if first.startswith("8月") else _AUTUMN
    deadline_rules = DeadlineRules(year, starts_month, before_is_inclusive=rules.before_is_inclusive)

    @cache
    def read_time(words: str) -> Deadline:
        return read_deadline(words, deadline_rules, rules.calendar)

    return read_time
