"""What is written down about one task: reports on behalf, dates, title and offices, calls, signatures."""

from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from models import db, store_reports
from models.kinds import DueChangeClass, ReportKind
from rules.errors import InputError
from scheduler import editing, release, tracking
from scheduler.editing import DueMove, TaskEdit
from scheduler.release import PhoneCall
from scheduler.tracking import ReportInput
from templates.filters import day_words, month_day
from web.flash import Line
from web.forms import row_id
from web.session import Acting, Visit
from web.task_form import Chosen, task_act

router = APIRouter()
_TWICE = timedelta(minutes=10)
_KINDS = {
    "completion": ReportKind.COMPLETION,
    "progress": ReportKind.PROGRESS,
    "difficulty": ReportKind.DIFFICULTY,
}


@router.post("/tasks/{number}/report")
def report(number: str, visit: Acting) -> Response:
    """File progress, completion or a difficulty on behalf of an office."""

    def act(chosen: Chosen) -> Line:
        form = visit.form
        kind = _KINDS.get(form.text("kind"))
        if kind is None:
            raise InputError("请选进展、已完成还是完成难度较大。")
        said = ReportInput(
            kind=kind,
            note=form.words("note", label="内容"),
            reported_by=form.text("reported_by", limit=40),
            phone=form.text("phone", limit=40),
            completed_on=form.day_or_none("completed_on", "实际完成日期"),
            expected_on=form.day_or_none("expected_on", "预计完成日期"),
            proof=form.text("proof", limit=300),
            submission_key=form.text("submission_key", limit=40),
            seen_version=chosen.version,
        )
        office_id = row_id(form.text("office")) or 0
        outcome = tracking.report(
            visit.services,
            visit.actor,
            chosen.task.id,
            office_id,
            said,
            today=visit.today,
            channel="supervisor",
        )
        if outcome.is_contribution:
            return Line("已代填。", f"记为{outcome.report.office_name}的部分已完成，由牵头单位报整项完成。")
        if kind is ReportKind.COMPLETION:
            return Line("已代填完成。", f"{chosen.task.number} 现在待审核，不再计逾期。")
        return Line("已代填。", f"回执号{outcome.report.receipt_number}。")

    return task_act(visit, number, "report", act)


@router.post("/tasks/{number}/move")
def move(number: str, visit: Acting) -> Response:
    """Move the due date: an adjustment with its paper, or a correction of what was typed wrongly."""

    def act(chosen: Chosen) -> Line:
        form = visit.form
        day = None if form.is_ticked("no_date") else form.day("due_on", "新的时限")
        is_correction = form.text("class") == "correction"
        if not is_correction and form.text("class") != "adjustment":
            raise InputError("请选调整时限还是录入更正。")
        wanted = DueMove(
            due_on=day,
            change_class=DueChangeClass.CORRECTION if is_correction else DueChangeClass.ADJUSTMENT,
            reason=form.words("reason", limit=500, label="理由"),
            paper=form.text("paper"),
        )
        editing.move_due(
            visit.services, visit.actor, chosen.task.id, wanted, today=visit.today, version=chosen.version
        )
        words = _due(day, visit.today)
        return Line("时限已改。", f"{chosen.task.number} 现在是{words}，提醒从头计，还没发的催办信已撤回。")

    return task_act(visit, number, "move", act)


def _due(day: date | None, today: date) -> str:
    return day_words(day, today) if day else "没有固定时限"


@router.post("/tasks/{number}/edit")
def edit(number: str, visit: Acting) -> Response:
    """Correct the title, the offices or the lead."""

    def act(chosen: Chosen) -> Line:
        form, task = visit.form, chosen.task
        title = form.text("title", limit=500)
        names = tuple(
            name.strip() for name in form.words("offices").replace("，", "、").replace("\n", "、").split("、")
        )
        names = tuple(name for name in names if name)
        lead = form.text("lead")
        before = tuple(one.office_name for one in task.named)
        wanted = TaskEdit(
            title=title if title != task.title else None,
            office_names=names if names and names != before else None,
            lead_name=lead or None,
        )
        if wanted == TaskEdit():
            raise InputError("没有改动。")
        editing.edit_task(visit.services, visit.actor, task.id, wanted, version=chosen.version)
        return Line("已改。", f"{task.number} 的标题和单位以现在的为准。")

    return task_act(visit, number, "edit", act)


@router.post("/tasks/{number}/phone")
def phone(number: str, visit: Acting) -> Response:
    """Record a telephone follow-up."""

    def act(chosen: Chosen) -> Line:
        form, task = visit.form, chosen.task
        office_id = row_id(form.text("office")) or 0
        if office_id not in {one.office_id for one in task.named}:
            raise InputError("请选打给哪个单位。")
        call = PhoneCall(
            answered_by=form.text("answered_by", limit=40),
            answer=form.words("answer", limit=1000, label="对方答复"),
            called_on=form.day("called_on", "通话日期"),
        )
        if not _is_recorded(visit, task.id, office_id, call):
            release.telephone(
                visit.services, visit.actor, call, task_id=task.id, office_id=office_id, today=visit.today
            )
        return Line("电话催办已记下。", f"{month_day(call.called_on)}，{call.answered_by}接听。")

    return task_act(visit, number, "phone", act)


def _is_recorded(visit: Visit, task_id: int, office_id: int, call: PhoneCall) -> bool:
    """Whether the very same call was recorded a moment ago: the button was pressed twice."""
    with db.reading(visit.services.engine) as connection:
        found = store_reports.follow_ups(connection, [task_id])
    same = (office_id, call.answered_by, call.answer, call.called_on)
    return any(
        (one.office_id, one.answered_by, one.answer, one.called_on) == same
        and visit.now - one.called_at < _TWICE
        for one in found
    )


@router.post("/tasks/{number}/sign")
def sign(number: str, visit: Acting) -> Response:
    """Sign for an office after a call (代签收)."""

    def act(chosen: Chosen) -> Line:
        office_id = row_id(visit.form.text("office")) or 0
        named = {one.office_id: one.office_name for one in chosen.task.named}
        if office_id not in named:
            raise InputError("请选代哪个单位签收。")
        is_new = tracking.acknowledge(
            visit.services,
            visit.actor,
            plan_id=chosen.task.plan_id,
            office_id=office_id,
            signed_by=visit.form.text("signed_by", limit=40),
            by_phone=True,
        )
        return Line("已代签收。" if is_new else "这个单位已经签收过。", f"{named[office_id]}。")

    return task_act(visit, number, "sign", act)
