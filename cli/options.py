"""The options that several commands share, each with one spelling and one meaning."""

import getpass
from collections.abc import Callable
from typing import Any, TypeVar

import click

from cli.kinds import Day
from models.store_audit import Actor

_Callback = TypeVar("_Callback", bound=Callable[..., Any])
Decorator = Callable[[_Callback], _Callback]

DAY = Day()

today_option = click.option(
    "--today", type=DAY, metavar="日期", help="按哪一天算，写成 2026-03-31；不写就是今天（上海时间）"
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON")
by_option = click.option(
    "--by", metavar="姓名", default="", help="由谁决定，记入操作记录；不写就是本机用户名"
)


def actor(by: str = "") -> Actor:
    """Return who acts: the name that was given, else the user of this machine."""
    name = " ".join(by.split())
    return Actor(name or f"{_machine_user()}（命令行）", "命令行")


def _machine_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "本机"
