"""Read a text as a plan and hold its rows against what was written."""

from collections.abc import Iterable, Sequence

from importers.formats.text_reader import read_text
from importers.plans.checked_rows import CheckedRow
from importers.plans.plan_reading import PlanReading, ReadingRules, read_plan
from importers.source import Source
from rules.facts import Role
from rules.workdays import Calendar

#: period, due day, title, offices in charge, offices that support
Told = tuple[str, str | None, str, tuple[str, ...], tuple[str, ...]]


def read(
    text: str, *, year: int | None = 2024, name: str = "计划.txt", known: Iterable[str] = ()
) -> PlanReading:
    source = Source(name, text.encode("utf-8", "surrogatepass"))
    rules = ReadingRules(year, None, Calendar(), known_offices=frozenset(known), year_without_dates=2026)
    return read_plan(read_text(source), source, rules)


def told(rows: Sequence[CheckedRow]) -> list[Told]:
    return [_told(row) for row in rows]


def _told(row: CheckedRow) -> Told:
    lead = tuple(office.name for office in row.offices if office.role is not Role.SUPPORT)
    support = tuple(office.name for office in row.offices if office.role is Role.SUPPORT)
    due = row.deadline.due_on.isoformat() if row.deadline.due_on else None
    return row.period, due, row.title, lead, support


def rows_of(text: str, *, year: int | None = 2024) -> list[Told]:
    return told(read(text, year=year).rows)
