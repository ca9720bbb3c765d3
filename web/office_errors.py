"""What an office sees when its form was not taken: everything typed, what is wrong, and what to do."""

from dataclasses import dataclass

from models.kinds import ReportKind
from models.task_values import TaskView
from rules.errors import RuleError
from rules.facts import Status
from templates.cleaning import cleaned
from templates.filters import day_words
from web.office_form import FormView, Group, form_view, takes_reports
from web.office_frame import Frame
from web.office_problems import Problem
from web.office_read import Desk
from web.office_reading import Reading
from web.office_words import moment_words


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A form with something to put right."""

    frame: Frame
    problems: tuple[Problem, ...]
    too_large: Problem | None
    button: str
    form: FormView

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 413 if self.too_large else 422


@dataclass(frozen=True, slots=True)
class MeanwhilePage:
    """Somebody else was faster: what happened, and what was typed, to copy or to send again."""

    frame: Frame
    words: str
    typed: tuple[tuple[str, str], ...]
    form: FormView | None


def error_page(desk: Desk, frame: Frame, task: TaskView, reading: Reading, *, key: str) -> ErrorPage:
    """Return the refused form with everything typed."""
    form = form_view(
        desk, task, typed=reading.typed, problems=reading.problems, submission_key=reading.key or key
    )
    group = _group(form)
    order = [one.name for one in group.fields] if group else []
    problems = sorted(reading.problems, key=lambda one: order.index(one.field) if one.field in order else 0)
    too_large = next((problem for problem in problems if problem.is_too_large), None)
    return ErrorPage(
        frame=frame,
        problems=tuple(cleaned(problem) for problem in problems if not problem.is_too_large),
        too_large=cleaned(too_large) if too_large else None,
        button=group.choice.button if group else "提交",
        form=form,
    )


def meanwhile_page(
    desk: Desk, frame: Frame, task: TaskView, reading: Reading, error: RuleError, *, key: str
) -> MeanwhilePage:
    """Return what happened to a task while its form was being filled in."""
    form = None
    if takes_reports(task, desk.sight):
        form = form_view(desk, task, typed=reading.typed, submission_key=key, button="重新填报")
    shown = form_view(desk, task, typed=reading.typed, submission_key=key)
    return MeanwhilePage(frame, _what_happened(desk, task, error), _typed(shown), form)


def _what_happened(desk: Desk, task: TaskView, error: RuleError) -> str:
    report, today = task.last_report, desk.sight.today
    if task.status is Status.CLOSED:
        on = f"于{day_words(task.closed_on, today)}" if task.closed_on else ""
        return f"这一项已{on}办结，不用再填报。"
    if task.status is Status.REPORTED and report is not None and report.kind is ReportKind.COMPLETION:
        when = moment_words(report.created_at, today)
        return f"这一项已由{cleaned(report.reported_by)}于{when}报完成，待督查室审核。"
    return error.message


def _group(form: FormView) -> Group | None:
    return next((group for group in form.groups if group.choice.kind == form.kind), None)


def _typed(form: FormView) -> tuple[tuple[str, str], ...]:
    group = _group(form)
    return tuple((one.label, one.value) for one in group.fields if one.value) if group else ()
