"""``why``: why something was or was not said about a task on a day."""

from datetime import date

import click

from cli import wiring
from cli.grammar import Command
from cli.looking_up import task_numbered
from cli.options import DAY, json_option
from cli.printing import show, show_json, show_table
from models import db, store_tasks
from scheduler.why import why as reasons_of
from scheduler.why_words import Reason

_HELP = """\
一项任务在某一天，对每个责任单位，为什么发了、为什么没发。以后的日子，按一直没有人反馈推算。

例子：
  python main.py why 2026-062
  python main.py why 2026-062 --on 2026-10-13 --json"""


@click.command("why", cls=Command, help=_HELP)
@click.argument("task_id", metavar="任务编号")
@click.option("--on", type=DAY, metavar="日期", help="看哪一天，写成 2026-03-31；不写就是今天（上海时间）")
@json_option
def why(task_id: str, on: date | None, as_json: bool) -> int:
    """Print one sentence for each possible notice of the day."""
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        today = wired.day(None)
        view = store_tasks.load_task(connection, task_numbered(connection, task_id))
        day = on or today
        reasons = reasons_of(wired.services, connection, view.id, day, today=today)
    if as_json:
        head = {"task_id": view.id, "number": view.number, "title": view.title, "on": day}
        show_json({**head, "reasons": [_reason_json(reason) for reason in reasons]})
        return 0
    show(f"{view.number}　{view.title}　{day.isoformat()}")
    show_table(
        ("单位", "环节", "为什么"),
        [(reason.office, reason.stage_words, reason.sentence) for reason in reasons],
        empty="这一项没有责任单位，补上之前不发信。",
    )
    return 0


def _reason_json(reason: Reason) -> dict[str, object]:
    return {
        "office": reason.office,
        "stage": reason.stage or None,
        "was_sent": reason.was_sent,
        "sentence": reason.sentence,
        "message_id": reason.message_id,
        "letter_id": reason.letter_id,
    }
