"""``config``, ``migrate``, ``backup``, ``restore`` and ``audit``: looking after the program."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from cli import wiring
from cli.grammar import Command, Group
from cli.kinds import Number
from cli.options import actor, by_option, json_option
from cli.printing import say, show, show_json, show_table
from config.settings import describe
from models import backup as copies
from models import db, schema, store_audit
from rules.errors import InputError
from scheduler.services import SHANGHAI


@click.command("config", cls=Command, help="列出全部设置、现在的值和出处；口令不显示。")
@json_option
def config(as_json: bool) -> int:
    """Print every key, its value and where it came from."""
    rows = describe(wiring.read_settings())
    if as_json:
        show_json([{"key": key, "value": value, "origin": origin} for key, value, origin in rows])
    else:
        show_table(("设置", "值", "出处"), rows, empty="")
    return 0


@click.command("migrate", cls=Command, help="把数据库升级到这个版本的结构。升级前请先备份。")
def migrate() -> int:
    """Bring the database to the newest schema."""
    engine = wiring.open_database(wiring.read_settings())
    try:
        was_old = wiring.prepare(engine, migrates=True)
    finally:
        engine.dispose()
    say(f"已升级到 {schema.HEAD}。" if was_old else "已是最新，没有改动。")
    return 0


@click.command("backup", cls=Command, help="备份整个数据库到一个文件，校验码写在旁边的 .sha256 里。")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
def backup(file: Path) -> int:
    """Write a copy of the database."""
    settings = wiring.read_settings()
    engine = wiring.open_database(settings)
    try:
        if schema.current_revision(engine) is None:
            raise InputError("还没有数据库，没有可以备份的内容。")
        copy = copies.backup(engine, file)
    finally:
        engine.dispose()
    show(f"已备份到 {copy.path}，{copy.size}字节，SHA-256 {copy.sha256}。")
    say(f"请另存签名密钥 {settings.data_dir / wiring.KEY_FILE}：没有它，信里的链接在新机器上打不开。")
    return 0


_RESTORE = """\
恢复备份。恢复后全部暂停发信：备份以后发过哪些信，备份里没有，请先核对，再 resume-sending。

请先停止督办程序。已有数据库时要写 --replace，原来的会另存。"""


@click.command("restore", cls=Command, help=_RESTORE)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="替换现在的数据库，原来的另存")
@by_option
def restore(file: Path, replace: bool, by: str) -> int:
    """Put a copy in the place of the database, sending paused."""
    settings = wiring.read_settings()
    engine = wiring.open_database(settings)
    try:
        with db.exclusive(engine):
            done = copies.restore(
                settings.database_url, file, by=actor(by), at=datetime.now(UTC), replace=replace
            )
    finally:
        engine.dispose()
    show(f"已恢复到 {done.path}，全部暂停发信。核对后：python main.py resume-sending")
    if done.kept:
        say(f"原来的数据库另存为 {done.kept}。")
    if not done.sum_was_checked:
        say("提醒：备份旁边没有 .sha256 文件，没有核对校验码。")
    return 0


@click.group("audit", cls=Group, no_args_is_help=True, help="操作记录：谁在什么时候做了什么。")
def audit() -> None:
    """Hold the one command."""


@audit.command("list", cls=Command, help="列出操作记录，新的在前。")
@click.option("--limit", type=Number(), default=100, metavar="条数", help="最多列多少条；不写是100")
@json_option
def list_(limit: int, as_json: bool) -> int:
    """List audit events, newest first."""
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        events = store_audit.audit_events(connection, limit=limit)
    if as_json:
        show_json(
            [
                {
                    "id": event.id,
                    "at": event.at,
                    "actor": event.actor,
                    "act": event.act,
                    "object_kind": event.object_kind,
                    "object_id": event.object_id,
                    "address": event.address,
                    "facts": json.loads(event.text or "{}"),
                }
                for event in events
            ]
        )
        return 0
    show_table(
        ("时间", "谁", "做了什么", "对象", "内容"),
        [
            (
                event.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"),
                event.actor,
                event.act,
                f"{event.object_kind} {event.object_id}",
                event.text,
            )
            for event in events
        ],
        empty="还没有操作记录。",
    )
    return 0
