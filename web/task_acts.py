"""How the supervision office decides about one task: check, close, put back to work, withdraw."""

from fastapi import APIRouter
from fastapi.responses import Response

from models import db, store_tasks
from models.kinds import PlanState
from models.task_values import TaskView
from rules.errors import InputError
from rules.facts import Status
from scheduler import checking
from web.desk import state_of
from web.flash import Line
from web.inbox import task_link
from web.session import Acting, Visit
from web.task_form import Chosen, task_act

router = APIRouter()


@router.post("/tasks/{number}/check")
def check(number: str, visit: Acting) -> Response:
    """Answer a reported completion: pass it, pass a part, or send it back."""

    def act(chosen: Chosen) -> Line | tuple[str, Line]:
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

    return task_act(visit, number, "check", act)


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

    def act(chosen: Chosen) -> Line:
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

    return task_act(visit, number, "close", act)


@router.post("/tasks/{number}/reopen")
def reopen(number: str, visit: Acting) -> Response:
    """Put a task back to work."""

    def act(chosen: Chosen) -> Line:
        note = visit.form.words("note", label="理由")
        if not note:
            raise InputError("恢复督办请写明理由。")
        checking.reopen_task(
            visit.services, visit.actor, chosen.task.id, today=visit.today, note=note, version=chosen.version
        )
        return Line("已恢复督办。", f"{chosen.task.number} 从今天起照常提醒和催办。")

    return task_act(visit, number, "reopen", act)


@router.post("/tasks/{number}/withdraw")
def withdraw(number: str, visit: Acting) -> Response:
    """Take a task off the ledger without its being done."""

    def act(chosen: Chosen) -> Line:
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

    return task_act(visit, number, "withdraw", act)
