"""The lists' sample year in an empty database, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine

from models import db
from reports.overdue_list import OverdueReport, overdue_report
from tests.reports.ledger_samples import ISSUER, POLICY, TODAY, Book, fill, real_calendar


@pytest.fixture
def book(engine: Engine) -> Iterator[Book]:
    """An empty database with one released plan."""
    with db.writing(engine) as connection:
        empty = Book(connection)
        empty.add_plan("2024年重点工作配档表")
        yield empty


@pytest.fixture
def year(sqlite_engine: Engine) -> Iterator[Book]:
    """The sample year on SQLite."""
    with db.writing(sqlite_engine) as connection:
        full = Book(connection)
        fill(full)
        yield full


@pytest.fixture
def report(year: Book) -> OverdueReport:
    """The sample year's overdue list of 8 April 2024."""
    return overdue_report(
        year.connection, calendar=real_calendar(), policy=POLICY, today=TODAY, issuer=ISSUER
    )
