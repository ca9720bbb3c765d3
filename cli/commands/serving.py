"""``serve`` and ``run``: the pages and the clock in one process."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from urllib.parse import urlsplit

import click

from cli import wiring
from cli.first_run import add_first_user, load_example_if_empty
from cli.grammar import Command
from cli.kinds import Number
from cli.printing import say
from cli.web_server import WebServer, listening
from cli.wiring import Wired
from scheduler import delivery

_WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 # compared with, never bound by itself
_NO_OTHER_MACHINE = (*_WILDCARDS, "127.0.0.1", "::1", "localhost")
_SERVE = """\
启动网页和定时发信：工作日 8:30 至 17:30 每十分钟一次。按 Ctrl-C 停止。

例子：
  python main.py serve
  python main.py serve --host 0.0.0.0 --port 8080    让别的机器也能打开"""

_host_option = click.option(
    "--host", default="127.0.0.1", metavar="地址", help="在哪个地址上等候；不写就是本机 127.0.0.1"
)
_port_option = click.option("--port", type=Number(0), default=8000, metavar="端口", help="不写就是 8000")


@click.command("serve", cls=Command, help=_SERVE)
@_host_option
@_port_option
def serve(host: str, port: int) -> int:
    """Serve the pages and run the clock until told to stop."""
    with _ready_to_serve(host, port) as (wired, server):
        server.run(wired)
    return 0


@click.command("run", cls=Command, help="数据库是空的就先装入示例，加一个督办员，再启动网页和定时发信。")
@_host_option
@_port_option
def run(host: str, port: int) -> int:
    """Load the example into an empty database, then serve."""
    with _ready_to_serve(host, port) as (wired, server):
        has_example = load_example_if_empty(wired)
        add_first_user(wired)
        services = wired.services
        bureau = replace(services.bureau, is_example=has_example or services.bureau.is_example)
        server.run(replace(wired, services=replace(services, bureau=bureau)))
    return 0


@contextmanager
def _ready_to_serve(host: str, port: int) -> Iterator[tuple[Wired, WebServer]]:
    """Hold the lock and the address first, so that a second instance is told at once."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _leave)
    with (
        wiring.opened(migrates=True) as wired,
        delivery.sending_lock(wired.services),
        listening(host, port) as server,
    ):
        reached = wired.reached_at(server.address)
        _warn_of_links(reached, is_wildcard=host in _WILDCARDS)
        yield reached, server


def _warn_of_links(wired: Wired, *, is_wildcard: bool) -> None:
    """Say before the first mail leaves that its links would open on no other machine."""
    base_url = wired.services.bureau.base_url
    reaches_others = is_wildcard or wired.settings.mail_channel != "maildir"
    if reaches_others and urlsplit(base_url).hostname in _NO_OTHER_MACHINE:
        say(f"提醒：信里的链接以 {base_url} 开头，单位打不开；请把 DUBAN_BASE_URL 设成单位能打开的网址。")


def _leave(_: int, __: FrameType | None) -> None:
    """Stop in good order, whatever is being done."""
    raise SystemExit(0)
