"""The acts of an office's page: report on a task, sign for the plans, answer 请先确认.

Each of them may come twice, from a double press or an old tab, and has one effect.
"""

from contextlib import suppress
from datetime import date

from models.kinds import ReportKind
from models.store_audit import Actor
from models.task_values import TaskView
from rules.errors import RuleError
from scheduler import tracking
from scheduler.services import Services
from scheduler.tracking import ReportInput, ReportOutcome
from templates.filters import one_line
from web.office_body import Body
from web.office_read import Desk
from web.office_sight import Place, place_of

CHANNEL = "link"
_DONE, _NOT_YET = "done", "not_yet"
_MAX_NAME = 50
_DONE_NOTE = "已完成（在“请先确认”里确认，没有写具体日期，完成日期暂按时限登记）"
_NOT_YET_NOTE = "还没有完成"


def submit(services: Services, actor: Actor, desk: Desk, task: TaskView, said: ReportInput) -> ReportOutcome:
    """Store a report of the office; a report counts as 签收 too.

    Raises :class:`RuleError` when the task does not take it now.
    """
    return tracking.report(
        services, actor, task.id, desk.access.office.id, said, today=desk.sight.today, channel=CHANNEL
    )


def sign_for(services: Services, actor: Actor, desk: Desk, body: Body) -> None:
    """Sign for the plans the page showed; a second press changes nothing."""
    shown = body.text("plans").split(",")
    plan_ids = tuple(plan_id for plan_id in desk.unsigned_plans if str(plan_id) in shown)
    name = one_line(body.text("signed_by")).strip()[:_MAX_NAME]
    for plan_id in plan_ids:
        tracking.acknowledge(
            services, actor, plan_id=plan_id, office_id=desk.access.office.id, signed_by=name
        )


def confirm_all(services: Services, actor: Actor, desk: Desk, body: Body) -> str:
    """Store the answers given to 请先确认 and return what is wrong with the form, empty when nothing is.

    An unanswered row stays as it is; a task that is no longer 待确认 is left alone: somebody else has
    answered.
    """
    name = one_line(body.text("reported_by")).strip()
    if not _answered_any(body):
        return "请先选一种情况：“已完成”或“还没有”。"
    if not name:
        return "请填填报人姓名。"
    if len(name) > _MAX_NAME:
        return f"填报人姓名最多{_MAX_NAME}字，现在{len(name)}字。"
    for task in _asked(desk):
        word = body.text(f"done-{task.number}")
        if word in (_DONE, _NOT_YET):
            said = _said(task, word, name, key=body.text("key"), today=desk.sight.today)
            with suppress(RuleError):
                submit(services, actor, desk, task, said)
    return ""


def _asked(desk: Desk) -> list[TaskView]:
    return [task for task in desk.tasks if place_of(task, desk.sight) is Place.CONFIRM]


def _answered_any(body: Body) -> bool:
    """Also true on a second press, when the rows have been answered and are no longer asked."""
    return any(name.startswith("done-") and word in (_DONE, _NOT_YET) for name, word in body.fields.items())


def _said(task: TaskView, word: str, name: str, *, key: str, today: date) -> ReportInput:
    is_done = word == _DONE
    return ReportInput(
        kind=ReportKind.COMPLETION if is_done else ReportKind.PROGRESS,
        note=_DONE_NOTE if is_done else _NOT_YET_NOTE,
        reported_by=name,
        completed_on=min(task.due_on or today, today) if is_done else None,
        submission_key=f"confirm {key[:64]} {word}" if key else "",
        seen_version=task.version,
    )
