"""``offices`` and ``link``: the directory, and the signed link of one office."""

import click

from cli import wiring
from cli.files import read_bytes, write_bytes
from cli.grammar import Command, Group
from cli.looking_up import office_named
from cli.options import actor, by_option, json_option
from cli.printing import say, show, show_bytes, show_json, show_table
from importers.plans.checked_rows import Problem
from importers.plans.directory_import import DirectoryResult, directory_csv, import_directory
from importers.plans.import_values import ImportStatus
from importers.source import Source
from models import db
from models.kinds import OfficeState
from models.store_directory import OfficeRecord, load_directory

STATE_WORDS = {OfficeState.VERIFIED: "", OfficeState.UNVERIFIED: "待核实", OfficeState.RETIRED: "已停用"}
_BOM = b"\xef\xbb\xbf"
_HELP = """\
单位名录：谁负责、信发给谁、分管领导是谁。

例子：
  python main.py offices import 单位名录.xlsx
  python main.py offices export -o 单位名录.csv
  python main.py offices list --json"""
_IMPORT = """\
导入单位名录（.csv 或 .xlsx）。有一处问题就什么也不存；空着的格子不改原来的内容。

表头：单位、简称/别名、邮箱、联系人、分管领导、分管领导邮箱、所属组。只有“单位”必填。"""


@click.group("offices", cls=Group, help=_HELP, no_args_is_help=True)
def offices() -> None:
    """Hold the commands of the directory."""


@offices.command("import", cls=Command, help=_IMPORT)
@click.argument("file", metavar="文件")
@by_option
@json_option
def import_(file: str, by: str, as_json: bool) -> int:
    """Import the directory."""
    source = Source(file, read_bytes(file))
    with wiring.opened() as wired:
        services = wired.services
        result = import_directory(services.engine, source, now=services.clock(), actor=actor(by))
    if as_json:
        show_json(_result_json(result))
    else:
        _show_result(result)
    return 2 if result.status is ImportStatus.REJECTED else 0


def _result_json(result: DirectoryResult) -> dict[str, object]:
    return {
        "status": result.status,
        "added": result.added,
        "changed": result.changed,
        "same": result.same_count,
        "errors": [_problem_json(problem) for problem in result.errors],
        "warnings": [_problem_json(problem) for problem in result.warnings],
    }


def _problem_json(problem: Problem) -> dict[str, object]:
    return {
        "place": problem.place,
        "row": problem.row,
        "column": problem.column,
        "message": problem.message,
    }


def _show_result(result: DirectoryResult) -> None:
    for problem in (*result.errors, *result.warnings):
        say(f"{problem.place}　{problem.column}　{problem.message}")
    if result.status is ImportStatus.REJECTED:
        say("没有存下任何内容。")
        return
    show(f"新增{len(result.added)}个单位，改动{len(result.changed)}个，不变{result.same_count}个。")


@offices.command("export", cls=Command, help="导出单位名录（CSV），改好后可以再用 offices import 导入。")
@click.option("-o", "--output", metavar="文件", help="存成文件；不写就输出到屏幕")
def export(output: str | None) -> int:
    """Write the directory as it can be imported again."""
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        content = directory_csv(load_directory(connection)).encode("utf-8")
    if output:
        write_bytes(output, _BOM + content)  # spreadsheet programs take a file without it for GBK
        say(f"已存为 {output}。")
    else:
        show_bytes(content)
    return 0


@offices.command("list", cls=Command, help="列出单位。")
@json_option
def list_(as_json: bool) -> int:
    """List the offices."""
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        records = list(load_directory(connection).offices.values())
    if as_json:
        show_json([_as_json(office) for office in records])
        return 0
    show_table(
        ("编号", "单位", "简称和别名", "邮箱", "联系人", "分管领导", "所属组", "状态"),
        [
            (
                office.id,
                office.name,
                "、".join(dict.fromkeys(name for name in (office.short_name, *office.aliases) if name)),
                office.email,
                office.contact_name,
                office.leader_name,
                "、".join(office.groups),
                STATE_WORDS[office.state],
            )
            for office in records
            if office.state is not OfficeState.RETIRED
        ],
        empty="单位名录是空的。用 python main.py offices import 导入。",
    )
    return 0


def _as_json(office: OfficeRecord) -> dict[str, object]:
    return {
        "office_id": office.id,
        "name": office.name,
        "short_name": office.short_name,
        "aliases": office.aliases,
        "groups": office.groups,
        "email": office.email,
        "contact": office.contact_name,
        "phone": office.phone,
        "leader": office.leader_name,
        "leader_email": office.leader_email,
        "state": office.state,
    }


@click.command(
    "link",
    cls=Command,
    help="打印一个单位的办理链接，可以当面交给联络员。谁拿到它都能看到、填报这个单位的任务，请勿公开。\n\n"
    "例子：\n  python main.py link 基教处",
)
@click.argument("office", metavar="单位")
def link(office: str) -> int:
    """Print the signed link of an office."""
    with wiring.opened() as wired:
        services = wired.services
        with db.reading(services.engine) as connection:
            found = office_named(connection, office)
        show(services.links.office_url(found.id, version=found.link_version, now=services.clock()))
    return 0
