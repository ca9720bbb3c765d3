"""``task``: add one task by hand, correct one."""

from datetime import date

import click

from cli import wiring
from cli.commands.tasks import state_words, task_json
from cli.grammar import Command, Group
from cli.kinds import Number
from cli.looking_up import task_numbered
from cli.options import DAY, actor, by_option, json_option, today_option
from cli.printing import say, show, show_json
from cli.wiring import Wired
from importers.words.office_lists import split_names
from models import db, store_tasks
from models.kinds import DueChangeClass
from models.store_audit import Actor
from models.task_values import TaskView
from rules.facts import Status
from scheduler import adding, editing
from scheduler.adding import NewTask
from scheduler.editing import DueMove, TaskEdit

_HELP = """\
手工加一项任务，或改一项的名称、单位、牵头、时限。

例子：
  python main.py task add --plan 1 --title 召开现场会 --offices 基教处、秘书处 --period 10月
  python main.py task edit 2026-062 --lead 秘书处
  python main.py task edit 2026-062 --due 2026-11-30 --reason 经批准延期"""


@click.group("task", cls=Group, help=_HELP, no_args_is_help=True)
def task() -> None:
    """Hold the two commands."""


@task.command("add", cls=Command, help="手工加一项任务；时限写 --due 或 --period，都不写就是没有固定时限。")
@click.option("--plan", "plan_id", type=Number(), metavar="计划编号", required=True, help="加到哪份计划")
@click.option("--title", metavar="名称", required=True, help="重点工作")
@click.option("--offices", metavar="单位", required=True, help="责任单位，用顿号隔开，先写的是牵头")
@click.option("--due", type=DAY, metavar="日期", help="到期日")
@click.option("--period", metavar="文字", default="", help="像配档表里那样写的时限，例如 3月、9月底前")
@click.option("--lead", metavar="单位", default="", help="几个单位里由谁牵头")
@today_option
@by_option
@json_option
def add(
    plan_id: int,
    title: str,
    offices: str,
    due: date | None,
    period: str,
    lead: str,
    today: date | None,
    by: str,
    as_json: bool,
) -> int:
    """Add a task."""
    wanted = NewTask(title=title, offices=offices, due_on=due, period=period, lead=lead)
    with wiring.opened() as wired:
        day = wired.day(today)
        view = adding.add_task(wired.services, actor(by), plan_id, wanted, today=day)
        _answer(wired, view, day, as_json=as_json)
    if view.due_on is None:
        say("提醒：没有读出到期日，这一项列在“无固定时限”里，不会催办。")
    elif view.status is Status.UNCONFIRMED:
        say("提醒：到期日已过，记为待确认，不催办；核实没有做完的，请恢复督办。")
    return 0


@task.command("edit", cls=Command, help="改一项任务；只改写出来的内容。改时限要写 --reason。")
@click.argument("task_id", metavar="任务编号")
@click.option("--title", metavar="名称", help="重点工作")
@click.option("--offices", metavar="单位", help="责任单位，用顿号隔开，全部重写")
@click.option("--lead", metavar="单位", help="由谁牵头")
@click.option("--due", type=DAY, metavar="日期", help="新的到期日")
@click.option("--no-due", is_flag=True, help="改为没有固定时限")
@click.option("--correction", is_flag=True, help="原来录错了，按录入更正处理，不算延期")
@click.option("--reason", metavar="文字", default="", help="改时限的理由")
@click.option("--paper", metavar="文号", default="", help="批准延期的文件")
@today_option
@by_option
@json_option
def edit(
    task_id: str,
    title: str | None,
    offices: str | None,
    lead: str | None,
    due: date | None,
    no_due: bool,
    correction: bool,
    reason: str,
    paper: str,
    today: date | None,
    by: str,
    as_json: bool,
) -> int:
    """Correct a task's title, offices, lead or date."""
    if due is not None and no_due:
        raise click.UsageError("--due 和 --no-due 只能写一个。")
    moves = due is not None or no_due
    changes = TaskEdit(title, tuple(split_names(offices)) if offices is not None else None, lead)
    if changes == TaskEdit() and not moves:
        raise click.UsageError("没有写要改什么。")
    with wiring.opened() as wired:
        day, who = wired.day(today), actor(by)
        with db.reading(wired.services.engine) as connection:
            number = task_numbered(connection, task_id)
        if moves:
            change_class = DueChangeClass.CORRECTION if correction else DueChangeClass.ADJUSTMENT
            move = DueMove(due, change_class, reason, paper)
            editing.move_due(wired.services, who, number, move, today=day)
        _edit(wired, who, number, changes)
        with db.reading(wired.services.engine) as connection:
            view = store_tasks.load_task(connection, number)
        _answer(wired, view, day, as_json=as_json)
    return 0


def _edit(wired: Wired, who: Actor, number: int, changes: TaskEdit) -> None:
    if changes != TaskEdit():
        editing.edit_task(wired.services, who, number, changes)


def _answer(wired: Wired, view: TaskView, day: date, *, as_json: bool) -> None:
    with db.reading(wired.services.engine) as connection:
        calendar = wired.services.calendar(connection)
    if as_json:
        show_json(task_json(view, state_words(view, wired.services, calendar, day)))
        return
    due = view.due_on.isoformat() if view.due_on else "无固定时限"
    show(f"{view.number}　{view.title}　{due}　{view.office_words}")
