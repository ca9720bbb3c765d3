"""What the overdue list shows of each row in a sheet, in print and on upright paper."""

from datetime import date

from reports.overdue import OverdueRow
from reports.tables import Cell, Column, Kind, Row, Tint, row
from reports.wording import due_day, short_report
from rules.facts import Status
from templates.filters import one_line

SHEET_COLUMNS = (
    Column("序号", 5, Kind.NAME),
    Column("督办编号", 9.5, Kind.NAME),
    Column("重点工作", 38),
    Column("牵头单位", 11, Kind.NAME),
    Column("配合单位", 11, Kind.NAME),
    Column("原文时限", 7, Kind.NAME),
    Column("原定时限", 11, Kind.DATE),
    Column("现行时限", 11, Kind.DATE),
    Column("状态", 11, Kind.NAME),
    Column("逾期\n工作日", 6.5, Kind.NUMBER, is_strong=True),
    Column("逾期\n日历天", 6.5, Kind.NUMBER),
    Column("催办\n次数", 5.5, Kind.NUMBER),
    Column("最近反馈", 25),
    Column("原因和下步措施", 17),
)

PRINT_COLUMNS = (
    Column("序号", 5, Kind.NUMBER),
    Column("重点工作", 26),
    Column("牵头", 8),
    Column("配合", 7),
    Column("原定时限", 8.5),
    Column("现行时限", 8.5),
    Column("逾期工作日", 9, Kind.NUMBER, is_strong=True),
    Column("最近反馈", 21),
    Column("催办", 5, Kind.NUMBER),
    Column("处置", 13),
)

PAPER_COLUMNS = (
    Column("序号", 11, Kind.NAME),
    Column("重点工作", 44),
    Column("牵头单位", 22, Kind.NAME),
    Column("时限", 21, Kind.NAME),
    Column("逾期\n工作日", 16, Kind.NUMBER),
    Column("最近反馈\n和下步措施", 42),
)

_STATE_NOTES = {Status.PARTLY_DONE: "部分办结", Status.RETURNED: "已退回"}
_NONE = "—"


def sheet_row(number: int, overdue: OverdueRow) -> Row:
    """Return a row of a sheet: dates and counts as such, to be filtered and summed."""
    state = _STATE_NOTES.get(overdue.status, "")
    return row(
        str(number),
        overdue.number,
        overdue.title,
        overdue.lead,
        "、".join(overdue.support),
        overdue.period,
        overdue.original_due_on,
        overdue.due_on,
        Cell("逾期", f"（{state}）" if state else "", Tint.OVERDUE),
        overdue.workdays_overdue,
        overdue.days_overdue,
        overdue.follow_up_count,
        short_report(overdue.last_report),
        overdue.next_step,
    )


def print_row(number: int, overdue: OverdueRow) -> Row:
    """Return a row of the printed page: number and original words in a quieter second line."""
    moved = f"改期{overdue.extension_count}次" if overdue.extension_count else "未变"
    original = f"原文“{one_line(overdue.period)}”" if overdue.is_derived and overdue.period else ""
    partly = "部分办结" if overdue.status is Status.PARTLY_DONE else ""
    return row(
        number,
        Cell(overdue.title, overdue.number),
        overdue.lead or _NONE,
        "、".join(overdue.support) or _NONE,
        Cell(_plain_day(overdue, overdue.original_due_on), original),
        Cell(_plain_day(overdue, overdue.due_on), moved),
        overdue.workdays_overdue,
        Cell(short_report(overdue.last_report), overdue.next_step),
        overdue.follow_up_count,
        "，".join(part for part in (partly, overdue.standing) if part) or _NONE,
    )


def paper_row(number: int, overdue: OverdueRow) -> Row:
    """Return a row of upright paper: what did not change and what nobody said is left out."""
    before = overdue.original_due_on
    moved = f"（原{_day(overdue, before)}）" if before and before != overdue.due_on else ""
    called = f"已催办{overdue.follow_up_count}次。" if overdue.follow_up_count else ""
    said = short_report(overdue.last_report)
    said = f"{said.rstrip('。')}。{called}" if called else said
    return row(
        str(number),
        overdue.title,
        Cell(overdue.lead or _NONE, f"（配合：{'、'.join(overdue.support)}）" if overdue.support else ""),
        Cell(_day(overdue, overdue.due_on), moved),
        Cell(overdue.workdays_overdue, _STATE_NOTES.get(overdue.status, "")),
        Cell(said, overdue.next_step),
    )


def _day(overdue: OverdueRow, day: date | None) -> str:
    return due_day(day, is_derived=overdue.is_derived, year=overdue.plan_year)


def _plain_day(overdue: OverdueRow, day: date | None) -> str:
    return due_day(day, is_derived=False, year=overdue.plan_year)
