"""``complete``, ``close`` and ``return``: what is done to one task."""

from datetime import date

import click

from cli import wiring
from cli.grammar import Command
from cli.looking_up import office_named, task_numbered
from cli.options import DAY, actor, by_option, json_option, today_option
from cli.printing import say, show_json
from cli.wiring import Wired
from models import db, store_tasks
from models.kinds import ReportKind
from models.task_values import TaskView
from rules.lifecycle import STATUS_WORDS
from scheduler import checking, tracking
from scheduler.tracking import ReportInput, ReportOutcome

_COMPLETE = """\
代单位报完成。牵头单位报完成，任务转为待审核；其他责任单位报完成，只记“本单位部分已完成”。

任务编号写 2026-062 或 62 都可以（任务的编号，或 tasks --json 里的 task_id）。

例子：
  python main.py complete 2026-062 --office 基教处 --by 联络员 --note 已印发通知 --on 2026-03-20"""


@click.command("complete", cls=Command, help=_COMPLETE)
@click.argument("task_id", metavar="任务编号")
@click.option("--office", metavar="单位", required=True, help="由哪个单位报")
@click.option("--by", metavar="姓名", required=True, help="填报人")
@click.option("--note", metavar="文字", required=True, help="一两句办理结果")
@click.option("--on", "completed_on", type=DAY, metavar="日期", help="实际完成的那一天；不写就是今天")
@click.option("--proof", metavar="文字", default="", help="文号或网址")
@today_option
@json_option
def complete(
    task_id: str,
    office: str,
    by: str,
    note: str,
    completed_on: date | None,
    proof: str,
    today: date | None,
    as_json: bool,
) -> int:
    """File a completion for an office."""
    with wiring.opened() as wired:
        day = wired.day(today)
        with db.reading(wired.services.engine) as connection:
            number, office_id = task_numbered(connection, task_id), office_named(connection, office).id
        said = ReportInput(
            kind=ReportKind.COMPLETION,
            note=note,
            reported_by=by,
            completed_on=completed_on or day,
            proof=proof,
        )
        outcome = tracking.report(
            wired.services, actor(by), number, office_id, said, today=day, channel="cli"
        )
        view = _view(wired, number)
    _show_completion(view, outcome, as_json=as_json)
    return 0


def _view(wired: Wired, number: int) -> TaskView:
    with db.reading(wired.services.engine) as connection:
        return store_tasks.load_task(connection, number)


def _show_completion(view: TaskView, outcome: ReportOutcome, *, as_json: bool) -> None:
    report = outcome.report
    if outcome.is_contribution:
        words = f"已记下{report.office_name}的部分：本单位部分已完成。任务由{view.lead_name}报完成。"
    else:
        words = f"已报完成，待审核。回执{report.receipt_number}。"
    if as_json:
        facts = {"kind": report.kind, "contribution": outcome.is_contribution}
        show_json({**_as_json(view), **facts, "receipt": report.receipt_number, "message": words})
    say(words)


def _as_json(view: TaskView) -> dict[str, object]:
    return {
        "task_id": view.id,
        "number": view.number,
        "status": view.status,
        "completed_on": view.completed_on,
        "closed_on": view.closed_on,
    }


def _answer(view: TaskView, *, as_json: bool) -> int:
    if as_json:
        show_json(_as_json(view))
    say(f"{view.number}　{view.title}：{STATUS_WORDS[view.status]}。")
    return 0


@click.command(
    "close",
    cls=Command,
    help="销号（办结）。改完成日期要写 --note 说明理由。\n\n例子：\n  python main.py close 2026-062",
)
@click.argument("task_id", metavar="任务编号")
@click.option("--on", "completed_on", type=DAY, metavar="日期", help="认定的完成日期；不写就用报的日期")
@click.option("--note", metavar="文字", default="", help="审核意见")
@today_option
@by_option
@json_option
def close(
    task_id: str, completed_on: date | None, note: str, today: date | None, by: str, as_json: bool
) -> int:
    """Strike a task off the ledger."""
    with wiring.opened() as wired:
        with db.reading(wired.services.engine) as connection:
            number = task_numbered(connection, task_id)
        checking.close_task(
            wired.services, actor(by), number, today=wired.day(today), completed_on=completed_on, note=note
        )
        view = _view(wired, number)
    return _answer(view, as_json=as_json)


@click.command(
    "return",
    cls=Command,
    help="退办：报来的完成不予认定，原时限不变。--note 会原样写进退办信。\n\n"
    "例子：\n  python main.py return 2026-062 --note 请补报印发的文号",
)
@click.argument("task_id", metavar="任务编号")
@click.option("--note", metavar="文字", required=True, help="还缺什么")
@today_option
@by_option
@json_option
def return_(task_id: str, note: str, today: date | None, by: str, as_json: bool) -> int:
    """Send a reported completion back."""
    with wiring.opened() as wired:
        with db.reading(wired.services.engine) as connection:
            number = task_numbered(connection, task_id)
        checking.return_task(wired.services, actor(by), number, today=wired.day(today), note=note)
        view = _view(wired, number)
    return _answer(view, as_json=as_json)
