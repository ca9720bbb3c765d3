"""``plans``: list, release and withdraw plans."""

from collections import Counter
from datetime import date

import click

from cli import wiring
from cli.grammar import Command, Group
from cli.kinds import Number
from cli.options import actor, by_option, json_option, today_option
from cli.printing import say, show_json, show_table
from importers.plans.withdraw import withdraw_plan
from models import db, store_plans, store_tasks
from models.kinds import PlanState
from models.store_plans import PlanRecord
from models.store_tasks import TaskFilter
from rules.facts import Status
from scheduler import sending

STATE_WORDS = {PlanState.DRAFT: "未发布", PlanState.RELEASED: "已发布", PlanState.WITHDRAWN: "已撤回"}

_HELP = """\
列出计划；发布存为草稿的计划；撤回计划。

例子：
  python main.py plans --json
  python main.py plans release 3     发布编号为3的计划
  python main.py plans withdraw 3    撤回，发出去的信收不回来"""


@click.group("plans", cls=Group, help=_HELP, invoke_without_command=True)
@json_option
@click.pass_context
def plans(ctx: click.Context, as_json: bool) -> int:
    """List the plans unless a command is named."""
    if ctx.invoked_subcommand is not None:
        return 0
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        rows = [
            (plan, Counter(task.status for task in store_tasks.load_tasks(connection, _all_of(plan))))
            for plan in store_plans.plans(connection)
        ]
    if as_json:
        show_json([_as_json(plan, counts) for plan, counts in rows])
    else:
        show_table(
            ("编号", "年份", "名称", "状态", "任务", "草稿", "发布日"),
            [_as_row(plan, counts) for plan, counts in rows],
            empty="还没有计划。用 python main.py import 导入配档表。",
        )
    return 0


def _all_of(plan: PlanRecord) -> TaskFilter:
    return TaskFilter(plan_id=plan.id, plan_states=tuple(PlanState), statuses=tuple(Status))


def _as_row(plan: PlanRecord, counts: Counter[Status]) -> tuple[object, ...]:
    state = STATE_WORDS[plan.state] + ("（示例）" if plan.is_example else "")
    return (
        plan.id,
        plan.year,
        plan.title,
        state,
        counts.total(),
        counts[Status.DRAFT],
        plan.released_on,
    )


def _as_json(plan: PlanRecord, counts: Counter[Status]) -> dict[str, object]:
    return {
        "id": plan.id,
        "title": plan.title,
        "year": plan.year,
        "document_number": plan.document_number,
        "issued_on": plan.issued_on,
        "issuer": plan.issuer,
        "state": plan.state,
        "baseline_on": plan.baseline_on,
        "registered_on": plan.registered_on,
        "released_on": plan.released_on,
        "is_example": plan.is_example,
        "tasks": counts.total(),
        "drafts": counts[Status.DRAFT],
    }


@plans.command("release", cls=Command, help="发布一份计划，交办信在下一个工作日的发信中发出。")
@click.argument("plan_id", metavar="计划编号", type=Number())
@today_option
@by_option
def release(plan_id: int, today: date | None, by: str) -> int:
    """Release a plan."""
    with wiring.opened() as wired:
        sending.release_plan(wired.services, actor(by), plan_id, today=wired.day(today))
    say("已发布。")
    return 0


@plans.command("withdraw", cls=Command, help="撤回一份计划和它没有结束的任务，并说明已经发出过哪些信。")
@click.argument("plan_id", metavar="计划编号", type=Number())
@today_option
@by_option
def withdraw(plan_id: int, today: date | None, by: str) -> int:
    """Withdraw a plan and say what was already mailed about it."""
    with wiring.opened() as wired:
        services = wired.services
        statement = withdraw_plan(
            services.engine, plan_id, today=wired.day(today), now=services.clock(), actor=actor(by)
        )
    say(f"已撤回{statement.words}")
    return 0
