"""Rehearsing a file nobody has imported yet, over a copy of the directory in memory."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from importers.plans.import_values import ImportOptions, ImportResult
from importers.plans.plan_import import import_plan
from importers.source import Source
from models import db
from models.scratch import copy_directory, scratch_engine
from models.store_audit import SYSTEM
from scheduler.rehearsal import Rehearsed, rehearse
from scheduler.services import Services


def rehearse_file(
    services: Services, source: Source, options: ImportOptions, *, start: date, end: date
) -> tuple[ImportResult, Iterator[Rehearsed]]:
    """Return how a file imports on ``start`` and what would leave until ``end``; nothing is stored.

    Only the file is walked through, not the plans of the real database.
    """
    engine = scratch_engine()
    with db.reading(services.engine) as connection:
        copy_directory(connection, engine)
        calendar = services.calendar(connection)
    result = import_plan(
        engine,
        source,
        options,
        today=start,
        policy=services.policy,
        calendar=calendar,
        now=services.clock(),
        actor=SYSTEM,
    )
    return result, _walk(replace(services, engine=engine), start=start, end=end)


def _walk(services: Services, *, start: date, end: date) -> Iterator[Rehearsed]:
    try:
        yield from rehearse(services, start=start, end=end)
    finally:
        services.engine.dispose()
