"""催办策略: what is said when, to whom, and who lets it leave, in words; laid on one task with real dates."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from models import db, store_notices, store_tasks
from models.task_values import TaskView
from rules.errors import NotFoundError
from rules.facts import NoticeKind
from rules.policy import Policy, stage_before
from web.pages import desk_of, page
from web.session import Showing
from web.task_ladder import Rung, ladder, stage_words

router = APIRouter()


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One rung in words."""

    when: str
    name: str
    how: str
    who: str
    copy: str
    release: str


@router.get("/policy")
def show(visit: Showing) -> Response:
    """Show the policy in force."""
    number = visit.query("task", limit=40)
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        task: TaskView | None = None
        rungs: list[Rung] = []
        problem = ""
        if number:
            try:
                task = store_tasks.load_task(connection, store_tasks.task_id_of(connection, number))
                said = store_notices.notices(connection, task_id=task.id)
                rungs = ladder(task, said, policy=desk.policy, calendar=desk.calendar, today=desk.today)
            except NotFoundError as missing:
                problem = missing.message
        return page(
            visit,
            connection,
            "policy.html",
            current="policy",
            desk=desk,
            policy=desk.policy,
            rows=policy_rows(desk.policy),
            task=task,
            rungs=rungs,
            number=number,
            problem=problem,
        )


def policy_rows(policy: Policy) -> list[PolicyRow]:
    """Return the rungs of a policy in words."""
    rows = [PolicyRow("计划发布后", "交办信", "单独一封", "所有责任单位", "", "随计划发布")]
    for days in policy.before:
        kind = NoticeKind.REMINDER if days else NoticeKind.DUE_TODAY
        when = f"到期前{days}个工作日" if days else "到期当天（休息日提前到之前最后一个工作日）"
        name = stage_words(policy, kind, stage_before(days))
        rows.append(PolicyRow(when, name, "放进当天的汇总信", "所有责任单位", "", "自动"))
    for level in policy.levels:
        name = stage_words(policy, level.kind, level.stage)
        how = {NoticeKind.OVERDUE: "放进当天的汇总信", NoticeKind.LETTER: "单独一封"}
        is_silent = level.kind is NoticeKind.CIRCULAR
        rows.append(
            PolicyRow(
                f"逾期第{level.days}个工作日",
                name,
                how.get(level.kind, "不发信，只提示督查室"),
                "—" if is_silent else "牵头单位",
                "另告分管领导" if level.copy_leader else "",
                "须核发" if level.held else "—" if is_silent else "自动",
            )
        )
    if policy.weekly:
        rows.append(
            PolicyRow(
                "每周第一个工作日",
                "每周逾期清单",
                "放在汇总信最上面，附表",
                "有逾期任务的牵头单位",
                "督查室收全表",
                "自动",
            )
        )
    return rows
