"""``user``: add a person who signs in, give one a new one-use password, or lock one out."""

import click

from cli import wiring
from cli.grammar import Command, Group
from cli.kinds import choice_of
from cli.options import actor, by_option
from cli.printing import say, show
from models.kinds import UserRole
from scheduler import accounts

_SPELLINGS = {
    "督办员": UserRole.SUPERVISOR.value,
    "管理员": UserRole.ADMINISTRATOR.value,
    "查看": UserRole.READER.value,
    "admin": UserRole.ADMINISTRATOR.value,
}
_HELP = """\
加登录用户，重设口令，或停用。打印出来的口令只能用一次，登录后要马上改。

例子：
  python main.py user add 督办员 --role supervisor
  python main.py user reset 督办员
  python main.py user disable 督办员"""


@click.group("user", cls=Group, help=_HELP, no_args_is_help=True)
def user() -> None:
    """Hold the commands about people."""


@user.command("add", cls=Command, help="加一个用户，打印只能用一次的口令。")
@click.argument("name", metavar="姓名")
@click.option(
    "--role",
    type=choice_of(UserRole, _SPELLINGS),
    default=UserRole.SUPERVISOR.value,
    metavar="角色",
    help="supervisor 督办员（不写就是它），administrator 管理员，reader 只能查看",
)
@by_option
def add(name: str, role: str, by: str) -> int:
    """Add a person and print the password."""
    with wiring.opened() as wired:
        password = accounts.add_user(wired.services, actor(by), name, role=UserRole(role))
    return _answer(name, password)


@user.command("reset", cls=Command, help="重设口令，解除锁定，退出这个人的全部登录。")
@click.argument("name", metavar="姓名")
@by_option
def reset(name: str, by: str) -> int:
    """Give a person a new password and print it."""
    with wiring.opened() as wired:
        password = accounts.reset_user(wired.services, actor(by), name)
    return _answer(name, password)


@user.command("disable", cls=Command, help="停用一个用户：马上退出全部登录，以后不能再登录；reset 可恢复。")
@click.argument("name", metavar="姓名")
@by_option
def disable(name: str, by: str) -> int:
    """Lock a person out."""
    with wiring.opened() as wired:
        accounts.disable_user(wired.services, actor(by), name)
    show(f"{name} 已停用，登录都已退出。恢复请运行 python main.py user reset {name}")
    return 0


def _answer(name: str, password: str) -> int:
    say(f"{name} 的一次性口令如下，只显示这一次，登录后请马上改：")
    show(password)
    return 0
