"""``overdue``: the overdue list of a day, on the screen or as a file."""

import sys
from datetime import date

import click

from cli import wiring
from cli.files import write_bytes
from cli.grammar import Command
from cli.kinds import Choice
from cli.looking_up import office_named
from cli.options import json_option, today_option
from cli.printing import say, show, show_bytes, show_table
from models import db
from reports.overdue_file import JSON, OVERDUE_FORMATS, write_overdue
from reports.overdue_list import OverdueReport, aside_words, overdue_report

_TABLE = "table"
_BINARY = ("xlsx", "docx")
_HELP = """\
某一天的逾期清单：现行时限已过、还没有报完成的任务，只列牵头单位。

例子：
  python main.py overdue
  python main.py overdue --office 基教处 --format json
  python main.py overdue --format docx -o 逾期清单.docx"""


@click.command("overdue", cls=Command, help=_HELP)
@click.option("--office", metavar="单位", help="只列这个单位牵头的")
@click.option(
    "--format",
    "format_name",
    type=Choice(_TABLE, *OVERDUE_FORMATS),
    metavar="格式",
    help=f"{'、'.join((_TABLE, *OVERDUE_FORMATS))}；不写时按 -o 的扩展名，没有 -o 就是 table",
)
@click.option("-o", "--output", metavar="文件", help="存成文件")
@today_option
@json_option
def overdue(
    office: str | None, format_name: str | None, output: str | None, today: date | None, as_json: bool
) -> int:
    """Print or write the overdue list."""
    chosen = format_name or (JSON if as_json else _format_of(output))
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        report = overdue_report(
            connection,
            calendar=wired.services.calendar(connection),
            policy=wired.services.policy,
            today=wired.day(today),
            issuer=wired.services.bureau.supervision_name,
            office_id=office_named(connection, office).id if office else None,
        )
    if chosen == _TABLE:
        _show(report)
    else:
        _write(report, chosen, output)
    return 0


def _format_of(output: str | None) -> str:
    if not output:
        return _TABLE
    ending = output.rpartition(".")[2].lower()
    if ending not in OVERDUE_FORMATS:
        raise click.UsageError(f"看不出 {output} 是什么格式，请用 --format 写明。")
    return ending


def _write(report: OverdueReport, format_name: str, output: str | None) -> None:
    if not output and format_name in _BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{format_name} 不能显示在屏幕上，请用 -o 写明存成哪个文件。")
    content = write_overdue(report, format_name)
    if output:
        write_bytes(output, content)
        say(f"逾期{len(report.rows)}项，已存为 {output}。")
    else:
        show_bytes(content)


def _show(report: OverdueReport) -> None:
    show_table(
        ("编号", "重点工作", "牵头单位", "配合单位", "时限", "逾期工作日", "已提醒", "处置", "最近反馈"),
        [
            (
                row.number,
                row.title,
                row.lead,
                "、".join(row.support),
                row.due_on,
                row.workdays_overdue,
                row.reminders_sent,
                row.standing,
                row.last_report,
            )
            for row in report.rows
        ],
        empty=f"截至{report.today.isoformat()}没有逾期的任务。",
    )
    if report.set_aside:
        show(aside_words(report.set_aside))
