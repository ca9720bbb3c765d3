"""What is done to one task by its page: every act reads its form, asks scheduler/, and says what it did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from models import db, store_reports, store_tasks
from models.tables import DueChangeClass, PlanState, ReportKind
from models.task_values import TaskView
from rules.errors import DubanError, InputError, RuleError
from rules.facts import Status
from scheduler import checking, release, tracking
from scheduler.checking import DueMove, TaskEdit
from scheduler.release import PhoneCall
from scheduler.tracking import ReportInput
from templates.filters import day_words, month_day
from web.desk import state_of
from web.flash import Line, done
from web.forms import row_id
from web.inbox import task_link
from web.session import Acting, Visit
from web.task_page import task_page

router = APIRouter()
_TWICE = timedelta(minutes=10)
_KINDS = {
    "completion": ReportKind.COMPLETION,
    "progress": ReportKind.PROGRESS,
    "difficulty": ReportKind.DIFFICULTY,
}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The task of a form, and the version its writer looked at."""

    task: TaskView
    version: int | None


def _act(
    visit: Visit, number: str, opened: str, act: Callable[[_Chosen], Line | tuple[str, Line]]
) -> Response:
    """Do one act and go back to the task; a refusal shows the page again with the form kept."""
    with db.reading(visit.services.engine) as connection:
        task = store_tasks.load_task(connection, store_tasks.task_id_of(connection, number[:40]))
    try:
        outcome = act(_Chosen(task, row_id(visit.form.text("version"))))
    except DubanError as refused:
        status = 409 if isinstance(refused, RuleError) else 422
        with db.reading(visit.services.engine) as connection:
            return task_page(visit, connection, number, opened=opened, error=refused.message, status=status)
    target, line = outcome if isinstance(outcome, tuple) else (f"/tasks/{task.number}", outcome)
    return done(visit, target, line)


@router.post("/tasks/{number}/check")
def check(number: str, visit: Acting) -> Response:
    """Answer a reported completion: pass it, pass a part, or send it back."""

    def act(chosen: _Chosen) -> Line | tuple[str, Line]:
        form, task = visit.form, chosen.task
        note, result = form.words("note", label="意见"), form.text("result")
        if result == "pass":
            day = form.day_or_none("completed_on", "实际完成日期")
            checking.close_task(
                visit.services,
                visit.actor,
                task.id,
                today=visit.today,
                completed_on=day,
                note=note,
                version=chosen.version,
            )
            line = _closed(visit, task)
        elif result == "partly":
            checking.close_partly(
                visit.services, visit.actor, task.id, today=visit.today, note=note, version=chosen.version
            )
            line = Line("已记部分办结。", f"{task.number} 其余继续督办，原时限不变。")
        elif result == "return":
            checking.return_task(
                visit.services, visit.actor, task.id, today=visit.today, note=note, version=chosen.version
            )
            line = Line("已退办。", f"{task.number} 的意见会随下一次发信告诉{task.lead_name}，原时限不变。")
        else:
            raise InputError("请先选通过、部分办结还是退办。")
        following = _next_pending(visit, task.id)
        if form.is_ticked("next") and following:
            return following, line
        return f"/tasks/{task.number}", line

    return _act(visit, number, "check", act)


def _next_pending(visit: Visit, task_id: int) -> str:
    with db.reading(visit.services.engine) as connection:
        wanted = store_tasks.TaskFilter(
            statuses=(Status.REPORTED,), plan_states=(PlanState.RELEASED, PlanState.DRAFT)
        )
        pending = [task for task in store_tasks.load_tasks(connection, wanted) if task.id != task_id]
    return task_link(pending[0]) if pending else ""


def _closed(visit: Visit, task: TaskView) -> Line:
    with db.reading(visit.services.engine) as connection:
        now = store_tasks.load_task(connection, task.id)
        calendar = visit.services.calendar(connection)
    day = state_of(now, visit.services.policy, calendar, visit.today)
    late = f"，{day.detail}" if day.detail else ""
    return Line("已销号。", f"{task.number} 记为“{day.state.value}”{late}。")


@router.post("/tasks/{number}/close")
def close(number: str, visit: Acting) -> Response:
    """Close a task nobody reported (待确认, a group's task); the reason must be written."""

    def act(chosen: _Chosen) -> Line:
        note = visit.form.words("note", label="依据")
        if not note:
            raise InputError("没有完成报告就销号，请写明依据。")
        checking.close_task(
            visit.services,
            visit.actor,
            chosen.task.id,
            today=visit.today,
            completed_on=visit.form.day("completed_on", "实际完成日期"),
            note=note,
            version=chosen.version,
        )
        return _closed(visit, chosen.task)

    return _act(visit, number, "close", act)


@router.post("/tasks/{number}/report")
def report(number: str, visit: Acting) -> Response:
    """File progress, completion or a difficulty on behalf of an office."""

    def act(chosen: _Chosen) -> Line:
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

    return _act(visit, number, "report", act)


@router.post("/tasks/{number}/move")
def move(number: str, visit: Acting) -> Response:
    """Move the due date: an adjustment with its paper, or a correction of what was typed wrongly."""

    def act(chosen: _Chosen) -> Line:
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
        checking.move_due(
            visit.services, visit.actor, chosen.task.id, wanted, today=visit.today, version=chosen.version
        )
        words = _due(day, visit.today)
        return Line("时限已改。", f"{chosen.task.number} 现在是{words}，提醒从头计，还没发的催办信已撤回。")

    return _act(visit, number, "move", act)


def _due(day: date | None, today: date) -> str:
    return day_words(day, today) if day else "没有固定时限"


@router.post("/tasks/{number}/edit")
def edit(number: str, visit: Acting) -> Response:
    """Correct the title, the offices or the lead."""

    def act(chosen: _Chosen) -> Line:
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
        checking.edit_task(visit.services, visit.actor, task.id, wanted, version=chosen.version)
        return Line("已改。", f"{task.number} 的标题和单位以现在的为准。")

    return _act(visit, number, "edit", act)


@router.post("/tasks/{number}/phone")
def phone(number: str, visit: Acting) -> Response:
    """Record a telephone follow-up."""

    def act(chosen: _Chosen) -> Line:
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

    return _act(visit, number, "phone", act)


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

    def act(chosen: _Chosen) -> Line:
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

    return _act(visit, number, "sign", act)


@router.post("/tasks/{number}/reopen")
def reopen(number: str, visit: Acting) -> Response:
    """Put a task back to work."""

    def act(chosen: _Chosen) -> Line:
        note = visit.form.words("note", label="理由")
        if not note:
            raise InputError("恢复督办请写明理由。")
        checking.reopen_task(
            visit.services, visit.actor, chosen.task.id, today=visit.today, note=note, version=chosen.version
        )
        return Line("已恢复督办。", f"{chosen.task.number} 从今天起照常提醒和催办。")

    return _act(visit, number, "reopen", act)


@router.post("/tasks/{number}/withdraw")
def withdraw(number: str, visit: Acting) -> Response:
    """Take a task off the ledger without its being done."""

    def act(chosen: _Chosen) -> Line:
        if not visit.form.is_ticked("sure"):
            raise InputError("请先勾选“确认撤销”。")
        checking.withdraw_task(
            visit.services,
            visit.actor,
            chosen.task.id,
            today=visit.today,
            note=visit.form.words("note", label="理由"),
        )
        return Line("已撤销。", f"{chosen.task.number} 不再提醒、不计数，记录都留着。")

    return _act(visit, number, "withdraw", act)
