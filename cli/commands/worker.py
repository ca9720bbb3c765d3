"""``worker``: the sending process of the cluster mode, which comes later."""

import click

from cli.grammar import Command
from rules.errors import RuleError


@click.command("worker", cls=Command, help="集群模式的发信进程，以后提供；现在请用 serve。")
def worker() -> int:
    """Say that cluster mode comes later."""
    raise RuleError("集群模式以后提供，现在还没有 worker。一台机器请用 python main.py serve。")
