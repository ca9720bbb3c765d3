"""What ``run`` does before it serves: the example into an empty database, and a first account."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import config
from cli.options import actor
from cli.printing import say, show
from cli.wiring import Wired
from models import db, store_users
from models.kinds import UserRole
from scheduler import accounts
from scheduler.example import is_empty, load_example

FIRST_USER = "督办员"
_EXAMPLES = Path(config.__file__).parent.parent / "examples"
_LOCAL_CHANNEL = "maildir"


def load_example_if_empty(wired: Wired) -> bool:
    """Load the example when there is no plan and mail stays on this machine; tells whether it did."""
    services = wired.services
    if not is_empty(services):
        return False
    if wired.settings.mail_channel != _LOCAL_CHANNEL:
        say("已设了邮件服务器，没有装入示例：示例的信不该发到外面去。")
        return False
    say("数据库是空的，正在装入示例（标有“示例”，以后可以清除）…")
    marked = replace(services, bureau=replace(services.bureau, is_example=True))
    with _progress() as on_day:
        load_example(marked, _EXAMPLES, today=services.today(), on_day=on_day)
    say("示例已装入。清除：python main.py example clear")
    return True


@contextmanager
def _progress() -> Iterator[Callable[[date], None] | None]:
    """Show on a terminal which day is being replayed."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("装入示例") as status:
        yield lambda day: status.update(f"装入示例：{day.isoformat()}")


def add_first_user(wired: Wired) -> None:
    """Add a supervisor when nobody can sign in yet, and print the one-use password."""
    with db.reading(wired.services.engine) as connection:
        if store_users.users(connection):
            return
    password = accounts.add_user(wired.services, actor(), FIRST_USER, role=UserRole.SUPERVISOR)
    show(f"登录名：{FIRST_USER}　一次性口令：{password}　（只显示这一次，登录后请马上改）")
    say(f"忘了口令：python main.py user reset {FIRST_USER}")
