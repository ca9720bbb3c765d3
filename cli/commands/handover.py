"""``handover``: the offices mail does not reach, the slip for each, and recording that it was handed over."""

from datetime import date

import click

from cli import wiring
from cli.files import write_bytes
from cli.grammar import Command, Group
from cli.looking_up import office_named
from cli.options import DAY, actor, json_option, today_option
from cli.printing import say, show_json, show_table
from models import db
from reports.slip import slip_docx, slip_file_name
from scheduler.handover import record_handover, slip_for
from scheduler.waiting import waiting
from templates.wording_handover import slip_form

_HELP = """\
邮件送不到的单位：列出来，打印送达单，送到后记下谁送的、谁收的；记下以后按已经告知计。

例子：
  python main.py handover list
  python main.py handover slip 语委办 -o 送达单.docx
  python main.py handover record 语委办 --by 督办员 --to 联络员"""


@click.group("handover", cls=Group, help=_HELP, no_args_is_help=True)
def handover() -> None:
    """Hold the three commands."""


@handover.command("list", cls=Command, help="列出要当面送的单位：没有邮箱的，信被退回的。")
@today_option
@json_option
def list_(today: date | None, as_json: bool) -> int:
    """List the offices to be reached by hand."""
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        rows = waiting(wired.services, connection, today=wired.day(today))
    if as_json:
        show_json(
            [
                {"office": row.office_name, "reason": row.reason, "tasks": row.line_count, "since": row.since}
                for row in rows
            ]
        )
        return 0
    show_table(
        ("单位", "为什么", "事项", "最早从"),
        [(row.office_name, row.reason, row.line_count, row.since) for row in rows],
        empty="没有要当面送的单位。",
    )
    return 0


@handover.command("slip", cls=Command, help="把一个单位的送达单存成Word文件。只是打印，不算送到。")
@click.argument("office", metavar="单位")
@click.option("-o", "--output", metavar="文件", help="存成哪个文件；不写就按单位和日期取名")
@click.option("--number", metavar="文号", default="", help="单子的编号；不写就是代拟稿")
@today_option
def slip(office: str, output: str | None, number: str, today: date | None) -> int:
    """Write the slip of an office."""
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        services = wired.services
        office_id = office_named(connection, office).id
        found = slip_for(services, connection, office_id, today=wired.day(today), number_words=number.strip())
        form = slip_form(found, policy=services.policy, calendar=services.calendar(connection))
    path = output or slip_file_name(form)
    write_bytes(path, slip_docx(form))
    say(f"{form.office_name}{len(form.rows)}项，已存为 {path}。送到后用 handover record 记下。")
    return 0


@handover.command("record", cls=Command, help="记送达：单子上的事项从送达那天起按已经告知计。")
@click.argument("office", metavar="单位")
@click.option("--by", "handed_by", metavar="姓名", required=True, help="送达人")
@click.option("--to", "received_by", metavar="姓名", required=True, help="接收人")
@click.option("--on", "handed_on", type=DAY, metavar="日期", help="哪一天送到的；不写就是今天")
@click.option("--dated", "slip_on", type=DAY, metavar="日期", help="单子上的日期；不写就是送到的那一天")
@click.option("--note", metavar="文字", default="", help="备注，例如由谁代收")
@today_option
@json_option
def record(
    office: str,
    handed_by: str,
    received_by: str,
    handed_on: date | None,
    slip_on: date | None,
    note: str,
    today: date | None,
    as_json: bool,
) -> int:
    """Record that a slip was handed over."""
    with wiring.opened() as wired:
        day = wired.day(today)
        with db.reading(wired.services.engine) as connection:
            found = office_named(connection, office)
        kept = record_handover(
            wired.services,
            actor(),
            office_id=found.id,
            today=day,
            handed_by=handed_by,
            received_by=received_by,
            handed_on=handed_on or day,
            slip_on=slip_on,
            note=note,
        ).record
    if as_json:
        show_json(
            {
                "office": found.name,
                "tasks": kept.line_count,
                "handed_by": kept.handed_by,
                "received_by": kept.received_by,
                "handed_on": kept.handed_on,
                "slip_on": kept.slip_on,
            }
        )
    say(f"已记送达：{found.name}{kept.line_count}项，{kept.handed_on}由{kept.received_by}接收。")
    return 0
