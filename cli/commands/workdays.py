"""``workdays``: which days are working days, and an operator's own rows of the calendar."""

from datetime import date

import click

from cli import wiring
from cli.grammar import Command, Group
from cli.kinds import Choice, Number
from cli.options import DAY, actor, by_option, json_option
from cli.printing import say, show_json, show_table
from models import db, store_calendar
from rules.workdays import SpecialDay, weekday_name
from scheduler import workday_edits

_WORK, _REST = "work", "rest"
_SOURCE = "本单位修改"
_HELP = """\
工作日：按国务院办公厅公布的放假调休安排，本单位的不同安排可以另改。

例子：
  python main.py workdays list --year 2026
  python main.py workdays set 2026-02-16 rest --name 除夕放假
  python main.py workdays unset 2026-02-16"""


@click.group("workdays", cls=Group, help=_HELP, no_args_is_help=True)
def workdays() -> None:
    """Hold the commands of the calendar."""


@workdays.command("list", cls=Command, help="列出和平时星期不同的日子：放假的、调休上班的、本单位改过的。")
@click.option("--year", type=Number(1990), metavar="年份", help="只列这一年；不写就是今年")
@json_option
def list_(year: int | None, as_json: bool) -> int:
    """List the special days of a year."""
    with wiring.opened() as wired, db.reading(wired.services.engine) as connection:
        calendar = wired.services.calendar(connection)
        wanted = year or wired.services.today().year
        edited = {day.on for day in store_calendar.overrides(connection)}
    days = [calendar.special[on] for on in sorted(calendar.special) if on.year == wanted]
    if wanted not in calendar.known_years:
        say(f"{wanted}年的放假安排没有录入，暂按周一至周五推算。")
    if as_json:
        show_json([{**_as_json(day), "edited": day.on in edited} for day in days])
        return 0
    show_table(
        ("日期", "星期", "", "名称", "来源"),
        [
            (day.on, weekday_name(day.on), "上班" if day.is_workday else "休息", day.name, day.source)
            for day in days
        ],
        empty=f"{wanted}年没有特别的日子。",
    )
    return 0


def _as_json(day: SpecialDay) -> dict[str, object]:
    return {"on": day.on, "is_workday": day.is_workday, "name": day.name, "source": day.source}


@workdays.command("set", cls=Command, help="规定某一天上班（work）或休息（rest）。")
@click.argument("day", metavar="日期", type=DAY)
@click.argument("kind", metavar="work或rest", type=Choice(_WORK, _REST, also={"上班": _WORK, "休息": _REST}))
@click.option("--name", metavar="名称", default="", help="例如 除夕放假")
@by_option
def set_(day: date, kind: str, name: str, by: str) -> int:
    """Say that a day is a working day or a rest day."""
    special = SpecialDay(day, is_workday=kind == _WORK, name=name.strip(), source=_SOURCE)
    with wiring.opened() as wired:
        workday_edits.set_workday(wired.services, actor(by), special)
    say(f"{day.isoformat()}（{weekday_name(day)}）：{'上班' if special.is_workday else '休息'}。")
    return 0


@workdays.command("unset", cls=Command, help="取消对某一天的修改，恢复公布的安排。")
@click.argument("day", metavar="日期", type=DAY)
@by_option
def unset(day: date, by: str) -> int:
    """Take an edited day back."""
    with wiring.opened() as wired:
        workday_edits.unset_workday(wired.services, actor(by), day)
    say(f"{day.isoformat()}：已恢复公布的安排。")
    return 0
