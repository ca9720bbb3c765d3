"""A short way to import files in tests: a desk with a database, a day and a policy."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bureau import SUPERVISOR, real_calendar
from review_desk import ReviewDesk
from sqlalchemy.engine import Engine

from importers.plans.directory_import import DirectoryResult, import_directory
from importers.plans.import_values import ImportOptions, ImportResult
from importers.plans.plan_import import import_plan
from importers.source import Source
from models import db, store_tasks
from models.kinds import PlanState
from models.store_directory import Directory, load_directory
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from rules.facts import Status
from rules.policy import Policy
from rules.workdays import Calendar

TODAY = date(2024, 2, 27)
NOW = datetime(2024, 2, 27, 2, 0, tzinfo=UTC)


@dataclass
class Desk:
    """Imports into one database and looks at what is stored."""

    engine: Engine
    policy: Policy = field(default_factory=lambda: Policy("试", (10, 3, 0), ()))
    calendar: Calendar = field(default_factory=real_calendar)

    def take(
        self, source: Source | str, *, today: date = TODAY, is_example: bool = False, **options: object
    ) -> ImportResult:
        """Import a source, or the text of a .csv file."""
        if isinstance(source, str):
            source = Source("计划.csv", source.encode())
        asked = replace(ImportOptions(year=2024), **options)  # type: ignore[arg-type]  # checked by dataclass
        return import_plan(
            self.engine,
            source,
            asked,
            today=today,
            policy=self.policy,
            calendar=self.calendar,
            now=NOW,
            actor=SUPERVISOR,
            is_example=is_example,
        )

    def take_offices(self, source: Source | str, name: str = "offices.csv") -> DirectoryResult:
        """Import a directory, from a source or from the text of a .csv file."""
        if isinstance(source, str):
            source = Source(name, source.encode())
        return import_directory(self.engine, source, now=NOW, actor=SUPERVISOR)

    def tasks(self) -> list[TaskView]:
        """Return every task of every plan, drafts and withdrawn ones too."""
        wanted = TaskFilter(statuses=tuple(Status), plan_states=tuple(PlanState))
        with db.reading(self.engine) as connection:
            return store_tasks.load_tasks(connection, wanted)

    def task(self, title: str) -> TaskView:
        """Return the one task of a title."""
        (found,) = [task for task in self.tasks() if task.title == title]
        return found

    def directory(self) -> Directory:
        """Return the directory."""
        with db.reading(self.engine) as connection:
            return load_directory(connection)

    def dump(self) -> dict[str, list[tuple[object, ...]]]:
        """Return the rows of the tables an import may change, without imports and acts themselves."""
        import sqlalchemy as sa

        from models import tables as c

        tables = (c.plan, c.task, c.assignment, c.due_change, c.office, c.office_alias, c.contact, c.leader)
        with db.reading(self.engine) as connection:
            return {
                table.name: [
                    tuple(row) for row in connection.execute(sa.select(table).order_by(*table.primary_key))
                ]
                for table in tables
            }


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """A desk over an empty database, on SQLite and on PostgreSQL."""
    return Desk(engine)


@pytest.fixture
def sqlite_desk(sqlite_engine: Engine) -> Desk:
    """A desk over an empty SQLite database alone, for what does not depend on the database."""
    return Desk(sqlite_engine)


@pytest.fixture
def reviewing(engine: Engine) -> ReviewDesk:
    """A desk that reviews drafts, on SQLite and on PostgreSQL."""
    return ReviewDesk(engine)


@pytest.fixture
def sqlite_reviewing(sqlite_engine: Engine) -> ReviewDesk:
    """A desk that reviews drafts on SQLite alone, for what does not depend on the database."""
    return ReviewDesk(sqlite_engine)


@pytest.fixture(scope="session")
def examples_dir(project_dir: Path) -> Path:
    """The folder of the example files."""
    return project_dir / "examples"


@pytest.fixture
def read_example(examples_dir: Path) -> Callable[[str], Source]:
    """Return an example file as a source."""
    return lambda name: Source(name, (examples_dir / name).read_bytes())


@pytest.fixture(scope="session")
def gold_rows(examples_dir: Path) -> list[tuple[str, str, list[str]]]:
    """The 89 rows of the real table as (month, title, offices), read without the importers."""
    with (examples_dir / "plan_2024.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[2:-1]
    return [(month, title, offices.split("、")) for month, title, offices in lines]
