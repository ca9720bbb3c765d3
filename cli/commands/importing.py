"""``import``: a schedule table from a file or standard input into the database, or only tried."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import click

from cli import wiring
from cli.files import read_bytes
from cli.grammar import Command
from cli.kinds import Number
from cli.options import DAY, actor, by_option, json_option, today_option
from cli.printing import say, show, show_json, show_table
from cli.wiring import Wired
from importers.plans.checked_rows import Problem
from importers.plans.grid import MARKS, flagged_first, grid_rows
from importers.plans.import_json import as_json as result_json
from importers.plans.import_values import Change, ImportOptions, ImportResult, ImportStatus
from importers.plans.naming import gathered_unknown
from importers.plans.plan_import import import_plan
from importers.source import Source
from models import db
from rules.errors import InputError

_EXIT_CODES = {ImportStatus.OK: 0, ImportStatus.PARTIAL: 1, ImportStatus.REJECTED: 2}
#: A row that differs from the stored one and is left alone without ``--update``.
_NOT_APPLIED = "有变化"
#: So many rows with the same trouble are said in one sentence.
_MANY = 5
_HELP = """\
导入一份重点工作配档表，导入后立即发布，下一次 tick 就会发交办信。

读得懂的有：
  Word 和 WPS 文字   .docx .docm
  Excel 和 WPS 表格  .xlsx .xlsm .xls .et
  有文字的 PDF       .pdf
  网页               .html .htm .mht .mhtml，存成 .doc、.xls 的网页也行
  文字               .csv .tsv .txt .md
文件写成 - 表示从标准输入读文字。

读得没把握的行先存为草稿，到网页上确认后才会发信。不能收的行逐一说明，其余照收。

例子：
  python main.py import 配档表.docx --dry-run    只试读，什么也不存
  python main.py import 配档表.docx              导入并发布
  python main.py import 新配档表.docx --update   同一份计划改过以后再导入"""


@click.command("import", cls=Command, help=_HELP)
@click.argument("file", metavar="文件")
@click.option("--year", type=Number(1990), metavar="年份", help="计划从哪一年开始；文件里写了就不用写")
@click.option("--title", metavar="名称", help="计划名称；文件里没有写时，默认是文件名")
@click.option("--dry-run", is_flag=True, help="只试读，什么也不存")
@click.option("--draft", is_flag=True, help="存下但不发布，以后用 plans release 发布")
@click.option("--release-all", is_flag=True, help="没把握的行也直接收下，不存草稿")
@click.option("--update", is_flag=True, help="库里已有而内容变了的行，按新文件改")
@click.option("--strict", is_flag=True, help="只要有一行不能收，就什么也不存")
@click.option(
    "--baseline", type=DAY, metavar="日期", help="这一天以前到期的算“待确认”，不催办；不写就是导入那天"
)
@today_option
@by_option
@json_option
def import_file(
    file: str,
    year: int | None,
    title: str | None,
    dry_run: bool,
    draft: bool,
    release_all: bool,
    update: bool,
    strict: bool,
    baseline: date | None,
    today: date | None,
    by: str,
    as_json: bool,
) -> int:
    """Import a file and print what became of it."""
    options = ImportOptions(
        year=year,
        title=title,
        draft=draft,
        release_all=release_all,
        update=update,
        strict=strict,
        baseline=baseline,
        dry_run=dry_run,
    )
    try:
        source = Source(file, read_bytes(file))
    except InputError as error:
        result = ImportResult(ImportStatus.REJECTED, errors=(Problem(error.message, file),))
    else:
        with wiring.opened() as wired:
            result = run_import(wired, source, options, today=wired.day(today), by=by)
    if as_json:
        show_json(result_json(result))
    else:
        _show(result, dry_run=dry_run, update=update)
    return _EXIT_CODES[result.status]


def run_import(wired: Wired, source: Source, options: ImportOptions, *, today: date, by: str) -> ImportResult:
    """Import a file into the database of this process."""
    services = wired.services
    with db.reading(services.engine) as connection:
        calendar = services.calendar(connection)
    return import_plan(
        services.engine,
        source,
        options,
        today=today,
        policy=services.policy,
        calendar=calendar,
        now=services.clock(),
        actor=actor(by),
    )


def together(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems with those of many rows that say the same in one sentence, at the first of them."""
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((problem.column, problem.message), []).append(problem)
    said: list[Problem] = []
    for same in alike.values():
        if len(same) < _MANY:
            said += same
            continue
        places = "、".join(problem.place for problem in same[:3])
        said.append(replace(same[0], place=f"{places}等{len(same)}处"))
    return said


def _show(result: ImportResult, *, dry_run: bool, update: bool) -> None:
    for problem in together(result.errors):
        say(f"不能收　{problem.place}　{problem.column}　{problem.message}")
    for words in gathered_unknown(result.warnings):
        say(f"提醒　　{words}")
    result = replace(result, warnings=tuple(one for one in result.warnings if not one.unknown_name))
    for problem in together(result.warnings):
        say(f"提醒　　{problem.place}　{problem.column}　{problem.message}")
    if result.status is ImportStatus.REJECTED:
        say("没有存下任何内容。")
        if not result.rows:
            return
    marks = MARKS if update else MARKS | {Change.CHANGED: _NOT_APPLIED}
    shown = {MARKS[change]: mark for change, mark in marks.items()}
    grid = flagged_first(grid_rows(result)) if dry_run else grid_rows(result)
    rows = [
        (shown.get(row.mark, row.mark), row.place, row.title, row.due_words, row.offices, row.reason)
        for row in grid
    ]
    show_table(("", "位置", "重点工作", "时限", "责任单位", "说明"), rows, empty="没有可以收的行。")
    counts = "，".join(f"{mark}{result.count(change)}项" for change, mark in marks.items())
    done = "试读完，什么也没有存" if dry_run else f"计划编号{result.plan_id}"
    year_words = f"{result.year}年" if result.status is not ImportStatus.REJECTED else "年度未定"
    show(f"《{result.title}》{year_words}：{counts}；不能收的{len(result.errors)}行。{done}。")
    unapplied = 0 if update else result.count(Change.CHANGED)
    if unapplied:
        say(f"有变化的{unapplied}项没有改，库里照旧；要按这份文件改，请加 --update 再导入一次。")
