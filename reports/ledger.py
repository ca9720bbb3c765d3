"""The ledger (台账): every task with its state on a day, one sheet to print and one with all fields.

Which tasks are in it, the caller decides; one task is one row. A state is a word first, then a fill.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models import store_ledger
from models.store_ledger import Key, SentCounts
from models.task_values import TaskView
from reports.as_csv import write_csv
from reports.as_xlsx import write_book
from reports.ledger_columns import FULL_COLUMNS, LEDGER_COLUMNS, LedgerRow, full_row, ledger_row
from reports.tables import Table
from rules.errors import InputError
from rules.policy import Policy
from rules.status import day_state
from rules.tally import COUNTING_RULE
from rules.workdays import Calendar
from templates.filters import long_day

LEDGER_FORMATS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tasks of a ledger with everything its columns say."""

    today: date
    rows: tuple[LedgerRow, ...]
    issuer: str = ""
    is_provisional: bool = False


def ledger(
    connection: Connection,
    tasks: Sequence[TaskView],
    *,
    calendar: Calendar,
    policy: Policy,
    today: date,
    issuer: str = "",
) -> Ledger:
    """Return the ledger of some tasks on a day, in the order given."""
    ids = [task.id for task in tasks]
    counts = store_ledger.sent_counts(connection, ids)
    moves = store_ledger.extension_counts(connection, ids)
    rows = tuple(
        LedgerRow(
            task=task,
            day=day_state(
                task.status,
                due_on=task.due_on,
                completed_on=task.completed_on,
                calendar=calendar,
                today=today,
                due_soon_days=policy.due_soon_days,
            ),
            follow_up_count=_follow_ups(task, counts),
            extension_count=moves.get(task.id, 0),
            today=today,
        )
        for task in tasks
    )
    dated = (task.due_on for task in tasks if task.due_on is not None)
    return Ledger(today, rows, issuer, any(calendar.is_provisional(day) for day in dated))


def write_ledger(ledger_of_day: Ledger, format_name: str) -> bytes:
    """Return the ledger as ``xlsx`` (two sheets) or ``csv`` (all fields)."""
    if format_name == "xlsx":
        return write_book([ledger_table(ledger_of_day), full_table(ledger_of_day)])
    if format_name == "csv":
        return write_csv(full_table(ledger_of_day))
    raise InputError(f"没有“{format_name}”这种格式，可用的有：{'、'.join(LEDGER_FORMATS)}。")


def ledger_file_name(ledger_of_day: Ledger, format_name: str) -> str:
    """Return ``台账_20260408.xlsx``."""
    return f"台账_{ledger_of_day.today:%Y%m%d}.{format_name}"


def ledger_table(ledger_of_day: Ledger) -> Table:
    """Return the sheet 台账, made to be printed."""
    return Table(
        title=_title(ledger_of_day),
        as_of=ledger_of_day.today,
        columns=LEDGER_COLUMNS,
        rows=tuple(ledger_row(number, row) for number, row in enumerate(ledger_of_day.rows, start=1)),
        facts=tuple(_facts(ledger_of_day)),
        notes=tuple(_notes(ledger_of_day)),
        sheet_name="台账",
        frozen_columns=4,
    )


def full_table(ledger_of_day: Ledger) -> Table:
    """Return the sheet 全部字段, made to be filtered."""
    return Table(
        title=f"{_title(ledger_of_day)}（全部字段）",
        as_of=ledger_of_day.today,
        columns=FULL_COLUMNS,
        rows=tuple(full_row(number, row) for number, row in enumerate(ledger_of_day.rows, start=1)),
        facts=tuple(_facts(ledger_of_day)),
        notes=tuple(_notes(ledger_of_day)),
        sheet_name="全部字段",
        frozen_columns=4,
    )


def _title(ledger_of_day: Ledger) -> str:
    years = {row.task.plan_year for row in ledger_of_day.rows}
    return f"{years.pop()}年重点工作督办台账" if len(years) == 1 else "重点工作督办台账"


def _facts(ledger_of_day: Ledger) -> Iterable[str]:
    if ledger_of_day.issuer:
        yield f"填表单位：{ledger_of_day.issuer}"
    yield f"统计截止：{long_day(ledger_of_day.today)}"
    yield f"共{len(ledger_of_day.rows)}项"


def _notes(ledger_of_day: Ledger) -> Iterable[str]:
    yield f"统计截止{long_day(ledger_of_day.today)}。{COUNTING_RULE}"
    yield "逾期完成的，逾期工作日按完成日期计算。催办次数为已发出的催办通知单和电话催办。"
    if ledger_of_day.is_provisional:
        yield "放假安排尚未公布的年份，暂按周一至周五推算。"


def _follow_ups(task: TaskView, counts: dict[Key, SentCounts]) -> int:
    own = (counts.get((task.id, office_id), SentCounts()) for office_id in task.lead_ids)
    return sum(one.follow_up_count for one in own)
