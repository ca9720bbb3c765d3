"""``notices``, ``release`` and ``hold``: letters that wait for a person."""

from datetime import date

import click
from sqlalchemy.engine import Connection

from cli import wiring
from cli.commands.rehearse import KIND_WORDS
from cli.grammar import Command
from cli.kinds import Number
from cli.looking_up import task_numbered
from cli.options import DAY, actor, by_option, json_option, today_option
from cli.printing import say, show_json, show_table
from models import db, store_notices, store_tasks
from models.kinds import NoticeState, PlanState
from models.store_directory import Directory, load_directory
from models.store_notices import NoticeRecord
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from scheduler import release as releasing

STATE_WORDS = {
    NoticeState.PLANNED: "待发",
    NoticeState.HELD: "待核发",
    NoticeState.RELEASED: "已核发，待发",
    NoticeState.LEFT: "已发出",
    NoticeState.PHONED: "已电话催办",
    NoticeState.DROPPED: "不发",
    NoticeState.LAPSED: "已撤回",
}
_HELP = """\
列出通知：对哪个单位、就哪一项、为什么要说。

例子：
  python main.py notices --held             待核发的催办通知单
  python main.py notices --task 2026-062    一项任务说过的全部"""


@click.command("notices", cls=Command, help=_HELP)
@click.option("--held", is_flag=True, help="只列待核发的")
@click.option("--task", "task_id", metavar="任务编号", help="只列这一项的")
@json_option
def notices(held: bool, task_id: str | None, as_json: bool) -> int:
    """List notices."""
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        records = store_notices.notices(
            connection,
            states=(NoticeState.HELD,) if held else None,
            task_id=task_numbered(connection, task_id) if task_id else None,
        )
        directory, views = load_directory(connection), _tasks(connection, records)
    if as_json:
        show_json([_as_json(record, directory, views) for record in records])
        return 0
    show_table(
        ("编号", "单位", "任务", "种类", "阶段", "理由", "日期", "状态"),
        [_as_row(record, directory, views) for record in records],
        empty="没有待核发的催办通知单。" if held else "没有通知。",
    )
    return 0


def _tasks(connection: Connection, records: list[NoticeRecord]) -> dict[int, TaskView]:
    ids = tuple({record.task_id for record in records if record.task_id is not None})
    wanted = TaskFilter(task_ids=ids, plan_states=tuple(PlanState))
    return {view.id: view for view in store_tasks.load_tasks(connection, wanted)}


def _as_row(record: NoticeRecord, directory: Directory, views: dict[int, TaskView]) -> tuple[object, ...]:
    view = views.get(record.task_id or 0)
    return (
        record.id,
        directory.offices[record.office_id].name,
        f"{view.number} {view.title}" if view else "",
        KIND_WORDS[record.kind],
        record.stage,
        record.reason,
        record.planned_on,
        STATE_WORDS[record.state],
    )


def _as_json(record: NoticeRecord, directory: Directory, views: dict[int, TaskView]) -> dict[str, object]:
    view = views.get(record.task_id or 0)
    return {
        "notice_id": record.id,
        "task_id": record.task_id,
        "number": view.number if view else None,
        "title": view.title if view else None,
        "office": directory.offices[record.office_id].name,
        "kind": record.kind,
        "stage": record.stage,
        "round": record.round,
        "reason": record.reason,
        "due_on": record.due_on,
        "state": record.state,
        "planned_on": record.planned_on,
        "left_on": record.left_on,
        "released_by": record.released_by or None,
        "hold_until": record.hold_until,
    }


_RELEASE = """\
核发催办通知单，下一次发信时发出；其中一封不能核发，就一封也不核发。

例子：
  python main.py release 31 32 --by 李主任
  python main.py release --all --by 李主任"""


@click.command("release", cls=Command, help=_RELEASE)
@click.argument("notice_ids", metavar="通知编号", nargs=-1, type=Number())
@click.option("--all", "everything", is_flag=True, help="核发全部待核发的")
@click.option("--by", metavar="姓名", required=True, help="核发人，写进操作记录")
@json_option
def release(notice_ids: tuple[int, ...], everything: bool, by: str, as_json: bool) -> int:
    """Let held letters leave."""
    if bool(notice_ids) == everything:
        raise click.UsageError("写通知编号，或者写 --all，二者选一。")
    with wiring.opened() as wired:
        chosen = _held_ids(wired) if everything else list(dict.fromkeys(notice_ids))
        released = releasing.release_letters(wired.services, actor(by), chosen)
    if as_json:
        show_json({"released": [record.id for record in released]})
    say(f"已核发{len(released)}封，下一次发信时发出。" if released else "没有待核发的催办通知单。")
    return 0


def _held_ids(wired: wiring.Wired) -> list[int]:
    with db.reading(wired.services.engine) as connection:
        return [record.id for record in store_notices.notices(connection, states=(NoticeState.HELD,))]


@click.command(
    "hold",
    cls=Command,
    help="暂缓一封待核发的催办通知单，或把已核发还没发出的收回来。\n\n"
    "例子：\n  python main.py hold 31 --until 2026-04-10",
)
@click.argument("notice_id", metavar="通知编号", type=Number())
@click.option("--until", type=DAY, metavar="日期", help="到哪一天再提出来")
@today_option
@by_option
def hold(notice_id: int, until: date | None, today: date | None, by: str) -> int:
    """Put a held letter off."""
    with wiring.opened() as wired:
        releasing.hold_letter(wired.services, actor(by), notice_id, today=wired.day(today), until=until)
    say("已暂缓。" if until is None else f"已暂缓到{until.isoformat()}。")
    return 0
