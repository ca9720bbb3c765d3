"""Import a plan: read, check, compare, and store everything in one transaction or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.engine import Connection, Engine

from importers.formats.reading import read_document
from importers.plans.applying import can_update
from importers.plans.checked_rows import Problem
from importers.plans.comparison import (
    NOTHING_CHOSEN,
    ComparingRules,
    Comparison,
    answer_gone,
    answer_row,
    compare,
)
from importers.plans.import_values import (
    Change,
    ImportOptions,
    ImportResult,
    ImportRow,
    ImportStatus,
    Occasion,
)
from importers.plans.naming import naming_warnings
from importers.plans.plan_reading import NO_YEAR, PlanReading, ReadingRules
from importers.plans.remembered_columns import read_remembering, remembered_columns
from importers.plans.storing import store
from importers.source import Source
from importers.words.script import recognised
from models import db, store_import, store_plans
from models.kinds import PlanState
from models.store_audit import Actor
from models.store_directory import load_directory
from models.store_plans import PlanRecord
from rules.errors import InputError
from rules.policy import Policy
from rules.workdays import Calendar

__all__ = ["ImportOptions", "ImportResult", "import_plan"]


def import_plan(
    engine: Engine,
    source: Source,
    options: ImportOptions,
    *,
    today: date,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    actor: Actor,
    is_example: bool = False,
) -> ImportResult:
    """Import a plan from a file, or try it with ``dry_run``; a file that cannot be used is ``rejected``."""
    occasion = Occasion(source, options, today, policy, calendar, now, actor, is_example)
    rules = ReadingRules(
        options.year,
        options.title,
        calendar,
        policy.before_is_inclusive,
        known_offices=known_offices(engine),
        year_without_dates=today.year,
        may_lack_year=options.dry_run,
    )
    try:
        document = read_document(source)
        reading = read_remembering(document, source, rules, remembered_columns(engine, document))
        if not reading.rows or (options.strict and reading.errors):
            return _refused(reading)
        if options.dry_run:
            with db.reading(engine) as connection:
                return _result(connection, reading, occasion)
        with db.writing(engine) as connection:
            store_import.lock_imports(connection)
            return _result(connection, reading, occasion)
    except InputError as error:
        return ImportResult(ImportStatus.REJECTED, errors=(Problem(error.message, source.file_name),))


def known_offices(engine: Engine) -> frozenset[str]:
    """Return the names and aliases of the directory as they are recognised in a document."""
    with db.reading(engine) as connection:
        return frozenset(recognised(name) for name in load_directory(connection).by_name)


def _refused(reading: PlanReading) -> ImportResult:
    """Return the answer when nothing is stored because of rows that could not be taken."""
    outcome = _answer(reading, ImportStatus.REJECTED)
    reason = Problem(
        "有行不能收，没有存下任何内容。" if reading.rows else "没有一行可以收，没有存下任何内容。"
    )
    return replace(outcome, warnings=(*reading.warnings, reason))


def _answer(reading: PlanReading, status: ImportStatus) -> ImportResult:
    return ImportResult(
        status=status,
        title=reading.title,
        year=None if reading.lacks_year else reading.year,
        document_number=reading.facts.document_number,
        issued_on=reading.facts.issued_on,
        remark=reading.facts.remark,
        errors=(Problem(NO_YEAR), *reading.errors) if reading.lacks_year else reading.errors,
        warnings=reading.warnings,
    )


def _result(connection: Connection, reading: PlanReading, occasion: Occasion) -> ImportResult:
    plan = plan_of(connection, reading, is_example=occasion.is_example)
    comparison = compare_with_stored(connection, reading, plan, occasion)
    warnings = (
        *reading.warnings,
        *_twin_warnings(comparison),
        *naming_warnings(reading.rows, load_directory(connection)),
        *_not_updated(comparison, occasion.options),
    )
    plan_id = plan.id if plan else None
    ids: dict[tuple[str, int], int] = {}
    if not occasion.options.dry_run:
        plan_id, ids = store(connection, reading, comparison, plan, occasion)
    rows = [*_answer_rows(comparison, ids), *(answer_gone(old) for old in comparison.gone)]
    status = ImportStatus.PARTIAL if reading.errors else ImportStatus.OK
    if reading.lacks_year:
        status = ImportStatus.REJECTED
    return replace(_answer(reading, status), plan_id=plan_id, rows=tuple(rows), warnings=warnings)


def plan_of(connection: Connection, reading: PlanReading, *, is_example: bool = False) -> PlanRecord | None:
    """Return the stored plan that a reading is an edition of; raises :class:`InputError` for an example."""
    plan = store_plans.find_plan(connection, year=reading.year, title=reading.title)
    if plan is not None and plan.is_example != is_example:
        raise InputError(f"库里已有同名的示例计划《{plan.title}》，请先清除示例再导入。")
    return plan


def compare_with_stored(
    connection: Connection,
    reading: PlanReading,
    plan: PlanRecord | None,
    occasion: Occasion,
    *,
    chosen: Mapping[str, int] = NOTHING_CHOSEN,
) -> Comparison:
    """Return what each row is beside its stored plan and the other plans of the year; see ``compare``."""
    stored = store_import.stored_rows(connection, plan.id) if plan else []
    twins = store_import.rows_of_other_plans(
        connection, year=reading.year, plan_id=plan.id if plan else None, is_example=occasion.is_example
    )
    options = occasion.options
    rules = ComparingRules(
        baseline=occasion.baseline,
        due_shift=occasion.policy.due_shift,
        calendar=occasion.calendar,
        release_all=options.release_all,
        as_draft=options.draft and plan is not None and plan.state is PlanState.RELEASED,
        revives_all=plan is not None and plan.state is PlanState.WITHDRAWN,
    )
    comparison = compare(reading.rows, stored, twins, rules, chosen=chosen)
    kept = tuple(old for old in comparison.gone if old.key not in reading.refused)
    return Comparison(comparison.rows, kept)


def _answer_rows(comparison: Comparison, ids: dict[tuple[str, int], int]) -> Iterator[ImportRow]:
    for compared in comparison.rows:
        stored = compared.stored
        yield answer_row(compared, ids.get(compared.row.key, stored.id if stored else None))


def _twin_warnings(comparison: Comparison) -> Iterator[Problem]:
    twins = [
        compared.row for compared in comparison.rows if any("可能重复" in flag for flag in compared.row.flags)
    ]
    if twins:
        first = twins[0]
        message = f"有{len(twins)}项与本年另一计划里的相同，先作草稿，请核对是否重复。"
        yield Problem(message, first.place, first.number, "重点工作")


def _not_updated(comparison: Comparison, options: ImportOptions) -> Iterator[Problem]:
    """Say why a changed row was left as it is stored."""
    for compared in comparison.rows:
        if compared.change is not Change.CHANGED or can_update(compared, release_all=options.release_all):
            continue
        reason = "读得没把握" if compared.row.is_doubtful else "这一项已报完成或已办结"
        yield Problem(
            f"{reason}，改动没有采用：{'；'.join(map(str, compared.differences))}。",
            compared.row.place,
            compared.row.number,
        )
