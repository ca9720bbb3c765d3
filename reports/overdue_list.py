"""The overdue list (逾期清单) as a table: title, cut-off, the columns of each layout, how it was counted.

Which tasks are overdue is decided in ``reports.overdue``; no format is known here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models.store_directory import load_directory
from reports.overdue import OverdueRow, SetAside, overdue_rows, set_aside
from reports.overdue_columns import (
    PAPER_COLUMNS,
    PRINT_COLUMNS,
    SHEET_COLUMNS,
    paper_row,
    print_row,
    sheet_row,
)
from reports.tables import Column, Layout, Row, Table
from rules.policy import Policy
from rules.workdays import Calendar
from templates.filters import long_day
from templates.wording_dates import counting

EMPTY_WORDS = "本期无逾期事项"
_COUNTING = "逾期按工作日计：不含法定节假日，含调休上班日。"
_NAMED_NUMBERS = 10
_DERIVED = {
    Layout.SHEET: "原文没有写明日期的",
    Layout.PRINT: "注有原文的",
    Layout.PAPER: "标“推”的",
}
_LAYOUTS: dict[Layout, tuple[tuple[Column, ...], Callable[[int, OverdueRow], Row]]] = {
    Layout.SHEET: (SHEET_COLUMNS, sheet_row),
    Layout.PRINT: (PRINT_COLUMNS, print_row),
    Layout.PAPER: (PAPER_COLUMNS, paper_row),
}


@dataclass(frozen=True, slots=True)
class OverdueReport:
    """The overdue tasks of a day, with what a reader needs to check the figures."""

    today: date
    rows: tuple[OverdueRow, ...]
    set_aside: tuple[SetAside, ...] = ()
    issuer: str = ""
    """Who fills the list in (填表单位)."""
    office_name: str = ""
    """Whose rows only; empty for the whole list."""
    counted: str = ""
    """How the working days were counted; empty for the general sentence."""


def overdue_report(
    connection: Connection,
    *,
    calendar: Calendar,
    policy: Policy,
    today: date,
    issuer: str = "",
    office_id: int | None = None,
) -> OverdueReport:
    """Return the overdue list of a day, of one office when asked, ready to be written."""
    rows = overdue_rows(connection, calendar=calendar, policy=policy, today=today, office_id=office_id)
    aside = set_aside(connection, today=today, office_id=office_id)
    return OverdueReport(
        today=today,
        rows=tuple(rows),
        set_aside=tuple(aside),
        issuer=issuer,
        office_name=load_directory(connection).offices[office_id].name if office_id is not None else "",
        counted=counting(rows[0].due_on, today, calendar) if rows else "",
    )


def overdue_table(report: OverdueReport, layout: Layout) -> Table:
    """Return the list as a table for one layout."""
    columns, make_row = _LAYOUTS[layout]
    years = {row.plan_year for row in report.rows}
    year = f"{years.pop()}年" if len(years) == 1 else ""
    signature = f"{report.issuer}　{long_day(report.today)}" if report.issuer else ""
    return Table(
        title=f"{year}重点工作逾期清单",
        as_of=report.today,
        columns=columns,
        rows=tuple(make_row(number, row) for number, row in enumerate(report.rows, start=1)),
        facts=tuple(_facts(report, layout)),
        notes=tuple(_notes(report, layout)),
        empty_words=EMPTY_WORDS,
        sheet_name="逾期清单",
        frozen_columns=4,
        signature=signature,
    )


def _facts(report: OverdueReport, layout: Layout) -> Iterable[str]:
    if report.issuer and layout is not Layout.PRINT:
        yield f"填表单位：{report.issuer}"
    if report.office_name:
        yield f"单位：{report.office_name}"
    day = long_day(report.today)
    yield f"截至{day}" if layout is Layout.PRINT else f"统计截止：{day}"
    yield f"共{len(report.rows)}项"


def _notes(report: OverdueReport, layout: Layout) -> Iterable[str]:
    yield f"统计截止{long_day(report.today)}，只列现行时限已过、尚未报完成的事项。"
    yield _counting_words(report)
    if any(row.is_derived for row in report.rows):
        yield f"{_DERIVED[layout]}，时限按原文推定。"
    yield "已报完成、待审核的和暂停、待确认的不列入；几个单位共同负责的只列牵头单位。"
    groups = sorted({row.group for row in report.rows if row.group})
    if groups:
        yield f"责任单位写“{'”“'.join(groups)}”的，逐个列出还没有报完成的单位。"
    yield "按现行时限先后排列，同日按配档表顺序。"
    if report.set_aside:
        yield aside_words(report.set_aside)


def _counting_words(report: OverdueReport) -> str:
    counted = report.counted or _COUNTING
    unknown = any(row.is_provisional for row in report.rows)
    return counted + ("放假安排尚未公布的年份，暂按周一至周五推算。" if unknown else "")


def aside_words(aside: Sequence[SetAside]) -> str:
    """Return ``不在清单里但过了时限的：待核2项（2026-053、2026-060）；暂停1项（2026-037）。``"""
    numbers: dict[str, list[str]] = {}
    for one in aside:
        numbers.setdefault(one.state.value, []).append(one.number)
    parts = (f"{state}{len(own)}项（{_numbers(own)}）" for state, own in numbers.items())
    return f"不在清单里但过了时限的：{'；'.join(parts)}。"


def _numbers(numbers: Sequence[str]) -> str:
    listed = "、".join(numbers[:_NAMED_NUMBERS])
    return f"{listed}等" if len(numbers) > _NAMED_NUMBERS else listed
