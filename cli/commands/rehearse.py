"""``rehearse``: what would leave on some days, without storing or sending."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

import click

from cli import wiring
from cli.files import read_bytes
from cli.grammar import Command
from cli.kinds import Number
from cli.options import DAY, json_option
from cli.printing import say, show, show_json, show_table
from importers.plans.import_values import ImportOptions, ImportStatus
from importers.source import Source
from rules.errors import InputError
from rules.facts import NoticeKind
from rules.workdays import weekday_name
from scheduler.rehearsal import Rehearsed
from scheduler.rehearsal import rehearse as rehearse_stored
from scheduler.rehearse_file import rehearse_file
from scheduler.services import Services

KIND_WORDS = {
    NoticeKind.ASSIGNMENT: "交办",
    NoticeKind.REMINDER: "提醒",
    NoticeKind.DUE_TODAY: "到期",
    NoticeKind.OVERDUE: "逾期",
    NoticeKind.LETTER: "催办通知单",
    NoticeKind.CIRCULAR: "列入通报",
    NoticeKind.ESCALATION: "抄送领导",
    NoticeKind.INFORM: "知悉",
    NoticeKind.RETURNED: "退办",
}
_MOST_DAYS = 3700
_HELP = """\
预演：从某一天到某一天，如果一直没有人反馈，会发哪些信。什么也不存，什么也不发。

不写文件，就按库里的计划；写了文件，就当作第一天导入并发布这个文件。

例子：
  python main.py rehearse --from 2026-03-01 --to 2026-03-31
  python main.py rehearse 配档表.docx --from 2026-01-05 --to 2026-12-31 --json"""


@click.command("rehearse", cls=Command, help=_HELP)
@click.argument("file", metavar="文件", required=False)
@click.option("--from", "start", type=DAY, metavar="日期", required=True, help="第一天")
@click.option("--to", "end", type=DAY, metavar="日期", required=True, help="最后一天")
@click.option("--baseline", type=DAY, metavar="日期", help="文件里这一天以前到期的算“待确认”；不写就是第一天")
@click.option("--year", type=Number(1990), metavar="年份", help="文件没有写明年份时用")
@click.option("--title", metavar="名称", help="文件没有写明名称时用")
@click.option("--release-all", is_flag=True, help="文件里没把握的行也算进去")
@json_option
def rehearse(
    file: str | None,
    start: date,
    end: date,
    baseline: date | None,
    year: int | None,
    title: str | None,
    release_all: bool,
    as_json: bool,
) -> int:
    """Walk through the days and print every message."""
    if not start <= end or (end - start).days > _MOST_DAYS:
        raise click.UsageError("--to 要在 --from 当天或之后，相隔不超过十年。")
    options = ImportOptions(year=year, title=title, baseline=baseline or start, release_all=release_all)
    with wiring.opened() as wired:
        if file is None:
            found, is_partial = rehearse_stored(wired.services, start=start, end=end), False
        else:
            source = Source(file, read_bytes(file))
            found, is_partial = _of_file(wired.services, source, options, start=start, end=end)
        _print(found, as_json=as_json)
    return 1 if is_partial else 0


def _of_file(
    services: Services, source: Source, options: ImportOptions, *, start: date, end: date
) -> tuple[Iterator[Rehearsed], bool]:
    result, found = rehearse_file(services, source, options, start=start, end=end)
    if result.status is ImportStatus.REJECTED:
        raise InputError("；".join(problem.message for problem in result.errors))
    for problem in (*result.errors, *result.warnings):
        say(f"提醒　{problem.place}　{problem.column}　{problem.message}")
    return found, result.status is ImportStatus.PARTIAL


def _print(found: Iterable[Rehearsed], *, as_json: bool) -> None:
    if as_json:
        for message in found:
            show_json(rehearsed_json(message), one_line=True)
        return
    count = 0
    for day, messages in groupby(found, key=lambda message: message.on):
        rows = list(messages)
        count += len(rows)
        show(f"\n{day.isoformat()}　{weekday_name(day)}　{len(rows)}封")
        show_table(
            ("单位", "收信人", "种类", "核发", "标题", "事项"),
            [_as_row(message) for message in rows],
            empty="",
        )
    say(f"共{count}封。")


def _as_row(message: Rehearsed) -> tuple[object, ...]:
    return (
        message.office,
        "、".join(message.to) or "没有邮箱",
        KIND_WORDS[message.kind],
        "待核发" if message.held else "",
        message.subject,
        len(message.items),
    )


def rehearsed_json(message: Rehearsed) -> dict[str, object]:
    """Return one message as the command-line contract has it."""
    return {
        "on": message.on,
        "office": message.office,
        "to": message.to,
        "kind": message.kind,
        "held": message.held,
        "subject": message.subject,
        "items": [
            {
                "title": item.title,
                "kind": item.kind,
                "due_on": item.due_on,
                "stage": item.stage,
                "reason": item.reason,
            }
            for item in message.items
        ],
    }
