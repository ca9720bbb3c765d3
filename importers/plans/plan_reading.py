"""From a document to a plan: in which shape it is read, its title and year, its checked rows."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from importers.calendars.month_grids import grids_apart
from importers.calendars.week_grids import UNSURE_MONTH
from importers.document import Document
from importers.plans.checked_rows import CheckedRow, Problem, check_rows, flagged
from importers.plans.own_times import with_own_times
from importers.plans.plan_calendar import PlanCalendar, calendar_of, with_turns_doubted
from importers.plans.row_edits import RowWords, corrected, keyed
from importers.plans.shapes import chosen, evidence_of, other_shapes, read_fields, read_weeks
from importers.plans.short_years import with_short_years
from importers.plans.slashed_days import slashed_days
from importers.source import Source
from importers.tables.chosen_columns import NOTHING_CHOSEN, Choices
from importers.tables.headless_tables import with_headless
from importers.tables.line_tables import assembled
from importers.tables.raw_rows import RawRow
from importers.tables.shape_reading import Shape, ShapeReading
from importers.tables.table_plan import read_tables
from importers.tables.table_rows import Header
from importers.tables.time_cells import time_words
from importers.words.page_lines import without_page_numbers
from importers.words.plan_facts import PlanFacts, plan_year, plan_years, read_facts
from importers.words.script import recognised
from importers.words.signature import signature_apart
from rules.deadlines import Deadline, read_deadline
from rules.errors import InputError
from rules.facts import DueBasis
from rules.moments import SlashedDays
from rules.workdays import Calendar

_NO_YEAR_FLAG = "没有写是哪一年"
NO_YEAR = "没有写明是哪一年的计划，请用 --year 写明，例如 --year 2024。"
_YEARS = range(1990, 2200)
_OPENING_YEAR = re.compile(r"^(20\d\d)年")


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
    raw_rows: tuple[RawRow, ...] = ()
    """Every row found, with the words a person corrected."""
    headers: tuple[Header, ...] = ()
    """The headers of the tables read, each kind once."""
    lacks_year: bool = False
    """Nothing says which year it is a plan of, so that no day that needs it is known; it cannot be stored."""


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What the caller knows about a plan beyond its document."""

    year: int | None
    title: str | None
    calendar: Calendar
    before_is_inclusive: bool = True
    known_offices: frozenset[str] = frozenset()
    """Names and aliases of the directory: the surest sign that words are an office."""
    year_without_dates: int | None = None
    """The year of a plan that names none and dates nothing."""
    may_lack_year: bool = False
    """Whether a plan whose year nothing says is read all the same, to be looked at and not to be stored."""
    columns: Choices = field(default_factory=lambda: NOTHING_CHOSEN)
    """What people said that columns of such tables mean; it goes before what their headings say."""
    edits: Mapping[str, RowWords] = field(default_factory=dict)
    """Words a person corrected, by the keys of rows."""


def read_plan(document: Document, source: Source, rules: ReadingRules) -> PlanReading:
    """Return the plan of a document; raises :class:`InputError` when there is none in it."""
    document, signature = signature_apart(without_page_numbers(document))
    shape = _shape_of(document, source, rules.known_offices, rules.columns)
    facts = read_facts(shape.above, (*shape.below, *signature))
    title = (rules.title or "").strip() or facts.title or source.stem
    if not title:
        raise InputError(f"{source.label}里没有计划的标题，请用 --title 写明。")
    calendar = calendar_of(rules.year, title, facts, shape.rows)
    if calendar.year is None and rules.year_without_dates is not None:
        calendar = _without_dates(calendar, shape, rules)
    lacks_year = calendar.year is None and rules.may_lack_year
    year = calendar.rules_year if lacks_year else _checked_year(calendar.year, source)
    rows = with_turns_doubted(corrected(keyed(shape.rows), rules.edits), calendar)
    rows = with_short_years(rows, calendar.year)
    order = slashed_days(rows, calendar.year)
    read_time = _in_any_year(calendar, rules, order) if lacks_year else _time_reader(calendar, rules, order)
    rows = with_own_times(rows, read_time, time_words)
    checks = check_rows(rows, read_time, known=rules.known_offices)
    checks = replace(checks, rows=tuple(_with_guessed_year(row, calendar) for row in checks.rows))
    if not checks.rows and not checks.errors:
        raise InputError(f"{source.label}的表里没有一行工作。")
    notes = (*document.notes, *shape.notes, *_shape_notes(shape), *_year_notes(rules.year, title, facts))
    said = (*notes, *_body_year_notes(title, shape), *([calendar.note] if calendar.note else []))
    return PlanReading(
        format=document.format,
        title=title,
        year=year,
        facts=facts,
        rows=checks.rows,
        errors=checks.errors,
        warnings=(*(Problem(note) for note in said), *checks.warnings),
        refused=checks.refused,
        raw_rows=tuple(rows),
        headers=shape.headers,
        lacks_year=lacks_year,
    )


def _shape_of(document: Document, source: Source, known: frozenset[str], columns: Choices) -> ShapeReading:
    """Return the reading of a document: a grid of days goes before what stands beside it and says less."""
    if (reading := read_fields(document)) is not None:
        return reading
    grid, rest = grids_apart(document, known)
    weeks = read_weeks(document)
    if weeks and (grid is None or _is_settled(weeks)):
        return weeks
    if grid is None:
        return _shape_beside(document, source, known, columns)
    try:
        beside = _shape_beside(rest, source, known, columns)
    except InputError:
        return grid
    is_grid = evidence_of(grid).score >= evidence_of(beside).score
    left = f"日历格里读出的{len(grid.rows)}项" if not is_grid else f"日历格旁边的{len(beside.rows)}项"
    kept = grid if is_grid else beside
    return replace(kept, notes=(*kept.notes, f"{left}没有收，请核对是不是另一份计划。"))


def _is_settled(weeks: ShapeReading) -> bool:
    """Tell whether a reading of weeks and remarks leaves nothing open but the month of its first days."""
    return not weeks.notes and all(set(row.doubts) <= {UNSURE_MONTH} for row in weeks.rows)


def _shape_beside(
    document: Document, source: Source, known: frozenset[str], columns: Choices
) -> ShapeReading:
    """Return the reading of a document in the shape that says most; a table a person spoke of goes first."""
    try:
        with_tables = assembled(document, known, columns)
    except InputError:  # a table whose cells cannot be told apart; lists of tasks may stand beside it
        reading = chosen(None, other_shapes(document, known, has_cells=True))
        if reading is None:
            raise
        return reading
    try:
        table = read_tables(with_tables, source, columns)
    except InputError as refusal:
        headless = _headless(with_tables, source, known, columns)
        reading = chosen(headless, other_shapes(document, known))
        if reading is None:
            raise refusal from None
        return reading
    if any(header.is_chosen for header in table.headers):
        return table
    rest = with_tables if table.told_rows else document
    return chosen(table, other_shapes(rest, known)) or table


def _headless(
    document: Document, source: Source, known: frozenset[str], columns: Choices
) -> ShapeReading | None:
    """Return the table of a document that lost its header, None when there is none."""
    found = with_headless(document, known)
    if found is document:
        return None
    reading = read_tables(found, source, columns)
    return replace(reading, notes=(*reading.notes, "表没有表头，各列是什么是按内容推断的，请核对。"))


def _shape_notes(shape: ShapeReading) -> Iterator[str]:
    if shape.shape is Shape.ITEMS:
        yield f"没有认出表格，按编号逐条读出{len(shape.rows)}项工作，请核对有没有多读或漏读。"
    elif shape.shape is Shape.CALENDAR:
        yield f"没有认出表格，按时间分段读出{len(shape.rows)}项工作，请核对。"


def _without_dates(calendar: PlanCalendar, shape: ShapeReading, rules: ReadingRules) -> PlanCalendar:
    """Return the calendar of a plan that names no year where none of its rows needs one."""
    year = rules.year_without_dates
    if year is None:
        return calendar
    trial = PlanCalendar(
        year, year, 1, f"文件没有写明是哪一年的计划，也没有一项写明日期，暂记为{year}年，请核对。"
    )
    read_time = _time_reader(trial, rules)
    checks = check_rows(shape.rows, read_time)
    is_dated = (
        any(row.deadline.due_on is not None or row.deadline.error for row in checks.rows) or checks.errors
    )
    return calendar if is_dated else trial


def _checked_year(year: int | None, source: Source) -> int:
    if year is None:
        raise InputError(f"{source.label}{NO_YEAR}")
    if year not in _YEARS:
        raise InputError(f"年度{year}不对，请核对。")
    return year


def _in_any_year(
    calendar: PlanCalendar, rules: ReadingRules, order: SlashedDays
) -> Callable[[str], Deadline]:
    """Return a function that reads a time of a plan without a year: only days that say their own year."""
    later = replace(calendar, rules_year=calendar.rules_year + 1)
    readers = (_time_reader(calendar, rules, order), _time_reader(later, rules, order))

    def read_time(words: str) -> Deadline:
        here, there = (read(words) for read in readers)
        if here.error or here.due_on == there.due_on:
            return here
        return replace(
            here, due_on=None, starts_on=None, basis=DueBasis.NONE, rule="no_year", doubtful=_NO_YEAR_FLAG
        )

    return read_time


def _with_guessed_year(row: CheckedRow, calendar: PlanCalendar) -> CheckedRow:
    """Flag a row whose day is in the next year only because the months run on past December."""
    due_on = row.deadline.due_on
    if not calendar.is_guessed or due_on is None or due_on.year == calendar.rules_year:
        return row
    return flagged(row, f"时限：按次年（{due_on.year}年）读，请核对")


def _year_notes(given: int | None, title: str, facts: PlanFacts) -> Iterator[str]:
    written = plan_years(title, facts)
    if given is not None and written and given not in written:
        yield f"文件写的是{written[0]}年，按指定的{given}年读。"


def _body_year_notes(title: str, shape: ShapeReading) -> Iterator[str]:
    """Say when the title names another year than the sentence the plan opens with."""
    titled = plan_year(title, PlanFacts())
    for line in shape.above:
        found = _OPENING_YEAR.match(recognised(line))
        if found and titled is not None and len(line) > 30 and int(found[1]) != titled:
            yield f"标题写的是{titled}年，正文开头写的是{found[1]}年，请核对是哪一年的计划。"
            return


def _time_reader(
    calendar: PlanCalendar, rules: ReadingRules, order: SlashedDays = SlashedDays.USUAL
) -> Callable[[str], Deadline]:
    """Return a function that reads the words of a time, each wording once."""
    deadline_rules = calendar.rules(before_is_inclusive=rules.before_is_inclusive)
    deadline_rules = replace(deadline_rules, slashed_days=order)

    @cache
    def read_time(words: str) -> Deadline:
        return read_deadline(words, deadline_rules, rules.calendar)

    return read_time
