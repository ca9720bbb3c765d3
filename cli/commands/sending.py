"""``pause-sending``, ``resume-sending`` and ``mail test``: acts about mail itself."""

import click

from cli import wiring
from cli.grammar import Command, Group
from cli.options import actor, by_option
from cli.printing import say, show
from cli.wiring import Wired
from config.readers import read_address
from models import db, store_messages
from models.kinds import MessageState
from models.store_messages import MessageRecord
from rules.errors import BusyError
from scheduler import delivery, sending
from scheduler.posting import SLOT_TEST


@click.command(
    "pause-sending",
    cls=Command,
    help="全部暂停发信，包括正在运行的网页（serve）；用 resume-sending 恢复。",
)
@click.option("--reason", metavar="文字", default="", help="为什么暂停，显示在网页上")
@by_option
def pause_sending(reason: str, by: str) -> int:
    """Stop all sending."""
    with wiring.opened() as wired:
        sending.pause(wired.services, actor(by), reason=reason)
    say("已全部暂停发信。恢复：python main.py resume-sending")
    return 0


@click.command("resume-sending", cls=Command, help="恢复发信。")
@by_option
def resume_sending(by: str) -> int:
    """Let mail leave again."""
    with wiring.opened() as wired:
        sending.resume(wired.services, actor(by))
    say("已恢复发信。")
    return 0


@click.group("mail", cls=Group, no_args_is_help=True, help="发一封测试信，看邮件服务器通不通。")
def mail() -> None:
    """Hold the one command."""


def _address(_: click.Context, param: click.Parameter, value: str) -> str:
    try:
        address = read_address(value)
    except ValueError as error:
        raise click.BadParameter(f"“{value}”{error}。", param=param) from error
    if not address:
        raise click.BadParameter("不能空着。", param=param)
    return address


@mail.command(
    "test", cls=Command, help="马上发一封测试信。\n\n例子：\n  python main.py mail test ducha@example.org"
)
@click.argument("address", metavar="邮箱", callback=_address)
def test(address: str) -> int:
    """Queue a test mail and send it at once, unless ``serve`` is running and will do so."""
    with wiring.opened() as wired:
        services = wired.services
        queued = sending.queue_test_mail(services, address, now=services.clock())
        try:
            with delivery.sending_lock(services):
                delivery.recover(services)
                delivery.deliver(services, only_slots=(SLOT_TEST,))
        except BusyError:
            say("测试信已排入。网页（serve）正在运行，由它在发信时间内发出。")
            return 0
        return _answer(wired, queued)


def _answer(wired: Wired, queued: int) -> int:
    with db.reading(wired.services.engine) as connection:
        message = store_messages.message(connection, queued)
        attempts = store_messages.deliveries(connection, queued)
        is_paused = sending.is_paused(connection)
    if message.state is MessageState.SENT:
        show(f"已发出，收信人 {message.recipient}。")
        return 0
    reason = attempts[-1].text if attempts else ""
    say(f"没有发出：{_why(message, reason, is_paused, wired)}")
    return 1


def _why(message: MessageRecord, reason: str, is_paused: str, wired: Wired) -> str:
    if is_paused:
        return f"全部暂停发送（{is_paused}）。"
    if message.state is MessageState.FAILED:
        return f"对方拒收，{reason}"
    return reason or f"连不上发信通道 {wired.services.notifier.name}，用 python main.py check 看原因。"
