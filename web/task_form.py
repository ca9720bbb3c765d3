"""The one way an act on a task runs: find it, act, say what was done; refused, the page keeps the form."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi.responses import Response

from models import db, store_tasks
from models.task_values import TaskView
from rules.errors import DubanError, RuleError
from web.flash import Line, done
from web.forms import row_id
from web.session import Visit
from web.task_page import task_page


@dataclass(frozen=True, slots=True)
class Chosen:
    """The task of a form, and the version its writer looked at."""

    task: TaskView
    version: int | None


def task_act(
    visit: Visit, number: str, opened: str, act: Callable[[Chosen], Line | tuple[str, Line]]
) -> Response:
    """Do one act and go back to the task; a refusal shows the page again with the form kept."""
    with db.reading(visit.services.engine) as connection:
        task = store_tasks.load_task(connection, store_tasks.task_id_of(connection, number[:40]))
    try:
        outcome = act(Chosen(task, row_id(visit.form.text("version"))))
    except DubanError as refused:
        status = 409 if isinstance(refused, RuleError) else 422
        with db.reading(visit.services.engine) as connection:
            return task_page(visit, connection, number, opened=opened, error=refused.message, status=status)
    target, line = outcome if isinstance(outcome, tuple) else (f"/tasks/{task.number}", outcome)
    return done(visit, target, line)
