"""``coverage``: hold a text of 工作要点 against a plan, or against the table in the same file."""

from datetime import date

import click

from cli import wiring
from cli.files import read_bytes, write_bytes
from cli.grammar import Command
from cli.kinds import Number
from cli.looking_up import plan_chosen
from cli.options import json_option, today_option
from cli.printing import say, show, show_json
from importers.source import Source
from models import db
from reports.tables import Table, words
from scheduler.coverage import CoverageReport, coverage_report
from scheduler.coverage_list import HOW, coverage_facts, coverage_json, coverage_tables, coverage_xlsx

_HELP = """\
拿工作要点的文字和配档表对照，列出可能漏掉的，供人核对；什么也不存。

列出：有数字而可能没有对应任务的要点（如“新建50所”）、要点里可能没有写到的任务、
要点点名而表里可能没有列入的单位。

例子：
  python main.py coverage 工作要点.docx --plan 3           和编号为3的计划对照
  python main.py coverage 工作要点.docx                    和文件自带的配档表对照
  python main.py coverage 工作要点.docx --plan 3 --out 对照.xlsx"""


@click.command("coverage", cls=Command, help=_HELP)
@click.argument("file", metavar="文件")
@click.option("--plan", metavar="编号或名称", default="", help="和哪份计划对照；不写就和文件自带的配档表对照")
@click.option("--year", type=Number(1990), metavar="年份", help="和哪一年的计划对照")
@click.option("--out", "output", metavar="文件", help="存成 .xlsx")
@today_option
@json_option
def coverage(
    file: str, plan: str, year: int | None, output: str | None, today: date | None, as_json: bool
) -> int:
    """Print or write the lists of the check."""
    if output and not output.lower().endswith(".xlsx"):
        raise click.UsageError(f"对照表只能存成 .xlsx，{output} 不是。")
    source = Source(file, read_bytes(file))
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        chosen = plan_chosen(connection, plan, year) if plan or year else None
        report = coverage_report(connection, source, plan=chosen, today=wired.day(today))
    if output:
        write_bytes(output, coverage_xlsx(report))
        say(f"已存为 {output}。")
    if as_json:
        show_json(coverage_json(report))
    elif not output:
        _show(report)
    return 0


def _show(report: CoverageReport) -> None:
    show(f"{coverage_facts(report)}。")
    for table in coverage_tables(report)[:-1]:
        show("")
        _show_table(table)
    show("")
    for note in HOW:
        show(note)


def _show_table(table: Table) -> None:
    """Print a table for reading: a line for each row, what stands behind it in the next."""
    show(f"{table.title}（{len(table.rows)}处）")
    if not table.rows:
        show(f"  {table.empty_words}。")
    for cells in table.rows:
        number, *rest = [words(cell) for cell in cells]
        pairs = zip(table.columns[1:], rest, strict=True)
        said = [f"{column.name}：{text}" for column, text in pairs if text]
        show(f"  {number}. " + "\n     ".join(said))
