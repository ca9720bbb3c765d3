"""``example clear``: take the example data out."""

import click

from cli import wiring
from cli.grammar import Command, Group
from cli.options import actor, by_option
from cli.printing import say
from scheduler.example import clear_example


@click.group("example", cls=Group, no_args_is_help=True, help="示例数据：第一次 make run 时装入的那一份。")
def example() -> None:
    """Hold the one command."""


@example.command("clear", cls=Command, help="清除示例的计划、任务、单位和邮件，然后就可以导入本局的计划。")
@by_option
def clear(by: str) -> int:
    """Take the example out."""
    with wiring.opened() as wired:
        count = clear_example(wired.services, actor(by))
    say(f"已清除示例，共{count}项任务。接着：python main.py offices import 单位名录.xlsx")
    return 0
