"""``next-year``: the draft of next year's table from a plan, as a workbook to edit."""

from datetime import date

import click

from cli import wiring
from cli.files import write_bytes
from cli.grammar import Command
from cli.kinds import Number
from cli.looking_up import plan_chosen
from cli.options import today_option
from cli.printing import say
from models import db
from reports.next_year import next_year_draft, next_year_xlsx

_HELP = """\
由一份计划生成下一年的配档表草案（.xlsx），逐行删改后可以直接导入；什么也不存。

月份照旧，写明日期的顺延到下一年同一天；“草案说明”一列写明每一行为什么列出：每年都有、去年逾期、
一次性可能不用。一行也不会悄悄去掉。

例子：
  python main.py next-year --out 2025年草案.xlsx
  python main.py next-year --plan 3 --out 2025年草案.xlsx"""


@click.command("next-year", cls=Command, help=_HELP)
@click.option("--plan", metavar="编号或名称", default="", help="由哪份计划生成；只有一份计划时不用写")
@click.option("--year", type=Number(1990), metavar="年份", help="由哪一年的计划生成")
@click.option("--out", "output", metavar="文件", required=True, help="存成哪个 .xlsx 文件")
@today_option
def next_year(plan: str, year: int | None, output: str, today: date | None) -> int:
    """Write the draft."""
    if not output.lower().endswith(".xlsx"):
        raise click.UsageError(f"草案只能存成 .xlsx，{output} 不是。")
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        draft = next_year_draft(
            connection,
            plan_chosen(connection, plan, year),
            calendar=wired.services.calendar(connection),
            policy=wired.services.policy,
            today=wired.day(today),
        )
    write_bytes(output, next_year_xlsx(draft))
    say(f"《{draft.title}》草案{len(draft.rows)}项，已存为 {output}。请逐行核对、删改后再导入。")
    return 0
