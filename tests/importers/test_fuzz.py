"""Damaged files of every format, and imports that are killed: a sentence, and all rows or none."""

import contextlib
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from damage import damaged
from plan_files import small_forms

from importers.plans.import_values import ImportStatus
from importers.source import Source
from models import db
from models import tables as c

SEEDS = range(6)
SECONDS = 10
KILLS = (0.02, 0.1, 0.2, 0.35)
ROWS = 800


@pytest.mark.slow
@pytest.mark.parametrize(
    "suffix", [".csv", ".tsv", ".txt", ".html", ".mht", ".xlsx", ".docx", ".xls", ".pdf"]
)
def test_damaged_files_are_read_or_refused_whole(suffix: str, sqlite_desk: Any, examples_dir: Path) -> None:
    """Whatever damage: no crash, an answer in seconds, a bounded child, and a refused file stores nothing."""
    whole = small_forms(Path(__file__).parent / "samples", examples_dir)[f"a{suffix}"]
    before = sqlite_desk.dump()

    for seed in SEEDS:
        started = time.monotonic()
        result = sqlite_desk.take(Source(f"a{suffix}", damaged(whole, seed)))

        assert time.monotonic() - started < SECONDS, seed
        after = sqlite_desk.dump()
        if result.status is ImportStatus.REJECTED:
            assert after == before, seed
            assert all(problem.message.endswith("。") for problem in result.errors), seed
        known = {row[0] for row in before["task"]}
        added = {row[0] for row in after["task"]} - known
        assert added == {row.task_id for row in result.rows} - known - {None}, seed
        before = after


IMPORTING = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from importers.plans.import_values import ImportOptions
from importers.plans.plan_import import import_plan
from importers.source import Source
from models import db
from models.store_audit import Actor
from rules.policy import Policy
from rules.workdays import Calendar

engine = db.open_engine(sys.argv[1])
source = Source("plan.csv", Path(sys.argv[2]).read_bytes())
print("ready", flush=True)
import_plan(engine, source, ImportOptions(year=2024), today=date(2024, 2, 27), policy=Policy("p", (3, 0), ()),
    calendar=Calendar(), now=datetime(2024, 2, 27, 2, tzinfo=UTC), actor=Actor("x"))
print("done", flush=True)
"""


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_all_rows_or_none(
    sqlite_template: Path, tmp_path: Path, project_dir: Path
) -> None:
    """kill -9 at any moment: the database holds the whole plan or nothing, and the next import works."""
    plan = tmp_path / "plan.csv"
    lines = (f"{n % 12 + 1}月,开展第{n}项工作,办公室、基教处" for n in range(ROWS))
    plan.write_text("时间,重点工作,责任单位\n" + "\n".join(lines), encoding="utf-8")
    found = set()

    for number, seconds in enumerate((*KILLS, None)):
        database = tmp_path / f"{number}.db"
        shutil.copyfile(sqlite_template, database)
        _import_and_kill(database, plan, project_dir, after_seconds=seconds)
        found.add(_stored(database))

    assert found <= {(0, 0, 0), (1, ROWS, 2 * ROWS)}
    assert _stored(tmp_path / f"{len(KILLS)}.db") == (1, ROWS, 2 * ROWS)
    _import_and_kill(tmp_path / "0.db", plan, project_dir, after_seconds=None)
    assert _stored(tmp_path / "0.db") == (1, ROWS, 2 * ROWS)


def _import_and_kill(database: Path, plan: Path, folder: Path, *, after_seconds: float | None) -> None:
    command = [sys.executable, "-c", IMPORTING, f"sqlite:///{database}", str(plan)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=after_seconds)
        process.kill()
        assert process.wait() in (0, -signal.SIGKILL)


def _stored(database: Path) -> tuple[int, int, int]:
    """Return how many plans, tasks and assignments a database holds."""
    engine = db.open_engine(f"sqlite:///{database}")
    with db.reading(engine) as connection:
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (c.plan, c.task, c.assignment)
        ]
    engine.dispose()
    return counts[0], counts[1], counts[2]
