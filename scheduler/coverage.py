"""The coverage check as one step: a file of 工作要点 against a plan or its own table. It stores nothing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from importers.coverage.check import Coverage
from importers.coverage.reading import coverage_of, read_promises
from importers.source import Source
from models import store_tasks
from models.kinds import PlanState
from models.store_directory import load_directory
from models.store_plans import PlanRecord
from models.store_tasks import TaskFilter
from rules.facts import Status

#: Every task a plan's table still holds, drafts too; what was withdrawn is no row any more.
_ROWS = tuple(status for status in Status if status is not Status.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """What the check found on a day, and what was held against what."""

    today: date
    file_name: str
    """The file of the 要点, ``粘贴的文字`` for pasted text."""
    plan_title: str
    """The plan it was held against, empty for the file's own table."""
    coverage: Coverage
    text: str
    """The lines that were checked; checked again as pasted text they give the same lists."""


def coverage_report(
    connection: Connection, source: Source, *, plan: PlanRecord | None, today: date
) -> CoverageReport:
    """Check a file; raises :class:`InputError` when it holds no text, or there are no rows."""
    directory = load_directory(connection)
    file = read_promises(source, directory)
    tasks = None
    if plan is not None:
        wanted = TaskFilter(plan_id=plan.id, plan_states=tuple(PlanState), statuses=_ROWS)
        tasks = store_tasks.load_tasks(connection, wanted)
    return CoverageReport(
        today=today,
        file_name=source.label.strip("“”"),
        plan_title=plan.title if plan is not None else "",
        coverage=coverage_of(file, directory, tasks=tasks),
        text="\n".join(file.lines),
    )
