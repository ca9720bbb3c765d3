"""``tick`` and ``deliver``: one pass for a day, and sending what waits. Both hold the sender's lock."""

import time
from datetime import date, timedelta

import click

from cli import wiring
from cli.grammar import Command
from cli.kinds import Number
from cli.options import json_option, today_option
from cli.printing import say, show, show_json
from scheduler import delivery
from scheduler.delivery import Watch
from scheduler.emptying import Emptied, Patience, send_waiting
from scheduler.run import RunReport, run_once

_TICK = """\
按某一天该说的，生成通知和信并发出一次。同一天再运行一次，不会重复发信。

休息日不生成新的，只发有人核发过的信。网页（serve）开着时它自己会做，不要另外运行。

例子：
  python main.py tick
  python main.py tick --today 2026-03-31 --json"""


@click.command("tick", cls=Command, help=_TICK)
@today_option
@json_option
def tick(today: date | None, as_json: bool) -> int:
    """Make one pass and print what it did."""
    with wiring.opened() as wired, delivery.sending_lock(wired.services):
        report = run_once(wired.day(today), wired.services, watch=Watch(_say_ready))
    if as_json:
        show_json(tick_json(report), one_line=True)
    else:
        _show_tick(report)
    if report.trouble:
        say(f"提醒：{report.trouble}")
    return 1 if report.is_partial else 0


def _say_ready() -> None:
    say("ready")


def tick_json(report: RunReport) -> dict[str, object]:
    """Return a pass as the command-line contract has it."""
    return {
        "today": report.today.isoformat(),
        "working_day": report.working_day,
        "notices": report.notices,
        "held": report.held,
        "messages": report.messages,
        "sent": report.sent,
        "failed": report.failed,
        "unknown": report.unknown,
        "undeliverable": [
            {"office": one.office, "reason": one.reason} for one in dict.fromkeys(report.undeliverable)
        ],
    }


def _show_tick(report: RunReport) -> None:
    kind = "工作日" if report.working_day else "休息日，只发核发过的信"
    show(f"{report.today.isoformat()}（{kind}）：新通知{report.notices}条，其中待核发{report.held}条。")
    show(
        f"新邮件{report.messages}封；发出{report.sent}封，没发成{report.failed}封，结果未知{report.unknown}封。"
    )
    for one in dict.fromkeys(report.undeliverable):
        show(f"发不到：{one.office}，{one.reason}。")


_DELIVER = """\
只发正在等待的信，不生成新的。暂时发不出的，按设定的间隔再试。

例子：
  python main.py deliver                  发一遍就结束
  python main.py deliver --until-empty    一直等到全部发完"""


@click.command("deliver", cls=Command, help=_DELIVER)
@click.option("--until-empty", is_flag=True, help="到了间隔就再试，直到没有等待的信")
@click.option("--max-seconds", type=Number(), metavar="秒数", help="最多等多少秒")
@json_option
def deliver(until_empty: bool, max_seconds: int | None, as_json: bool) -> int:
    """Send what waits and print how it went."""
    with wiring.opened() as wired, delivery.sending_lock(wired.services):
        now = wired.services.clock()
        ends_at = None if max_seconds is None else now + timedelta(seconds=max_seconds)
        patience = Patience(until_empty=until_empty, ends_at=ends_at)
        emptied = send_waiting(wired.services, patience, sleep=time.sleep, on_ready=_say_ready)
    _show_delivery(emptied, as_json=as_json)
    return 0 if emptied.is_complete else 1


def _show_delivery(emptied: Emptied, *, as_json: bool) -> None:
    done = emptied.outcomes
    if as_json:
        counts = {"sent": done.sent, "failed": done.failed, "unknown": done.unknown}
        show_json({**counts, "waiting": emptied.waiting, "given_up": emptied.given_up}, one_line=True)
    else:
        show(f"发出{done.sent}封，没发成{done.failed}次，结果未知{done.unknown}次。")
        show(f"还在等待{emptied.waiting}封，被拒收{emptied.given_up}封。")
    if done.trouble:
        say(f"提醒：{done.trouble}")
