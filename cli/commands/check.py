"""``check``: the doctor. It prints what needs a hand and never changes anything but a new, empty database."""

from datetime import date

import click

from cli import wiring
from cli.grammar import Command
from cli.options import json_option, today_option
from cli.printing import say, show, show_json
from cli.wiring import Wired
from rules.errors import DubanError
from scheduler.doctor import Finding, Level, examine

_MARKS = {Level.OK: "正常", Level.WARNING: "提醒", Level.PROBLEM: "要处理"}
_HELP = """\
检查：数据库、邮件服务器、没有邮箱的单位、放假安排、卡住的信、该说没说的、还没有填的设置。

有要处理的问题时退出码是 1。

例子：
  python main.py check
  python main.py check --json"""


@click.command("check", cls=Command, help=_HELP)
@today_option
@json_option
def check(today: date | None, as_json: bool) -> int:
    """Print every finding."""
    findings = _findings(today)
    is_well = all(finding.ok for finding in findings)
    if as_json:
        show_json({"ok": is_well, "checks": [_as_json(finding) for finding in findings]})
    else:
        for finding in findings:
            show(f"{_MARKS[finding.level]}　{finding.message}")
        say("没有要处理的问题。" if is_well else "有要处理的问题，见上面标“要处理”的几行。")
    return 0 if is_well else 1


def _findings(today: date | None) -> list[Finding]:
    settings = wiring.read_settings(warns=False)
    own = [Finding("settings", Level.WARNING, warning) for warning in settings.warnings]
    try:
        with wiring.opened(warns=False) as wired:
            return [*_opened(), *own, *_examined(wired, today)]
    except DubanError as error:
        return [Finding("database", Level.PROBLEM, error.message), *own]


def _opened() -> list[Finding]:
    return [
        Finding("database", Level.OK, "数据库能打开。"),
        Finding("schema", Level.OK, "数据库的结构与程序相符。"),
    ]


def _examined(wired: Wired, today: date | None) -> list[Finding]:
    return examine(wired.services, today=wired.day(today))


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "name": finding.name,
        "ok": finding.ok,
        "level": finding.level,
        "message": finding.message,
    }
