"""Next year's draft as a table to edit: a plan's rows with shifted dates, in a form the importer reads.

What becomes of a row is decided in ``rules.next_year``.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models import store_tasks
from models.kinds import PlanState
from models.store_plans import PlanRecord
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from reports.as_xlsx import write_book
from reports.tables import Column, Kind, Table, row
from rules.facts import DueBasis, Status
from rules.next_year import PastRow, Proposal, propose, raised_years
from rules.policy import Policy
from rules.status import day_state
from rules.workdays import Calendar

_COLUMNS = (
    Column("序号", 6, Kind.NAME),
    Column("时间", 16, Kind.NAME),
    Column("重点工作", 60),
    Column("责任单位", 28),
    Column("草案说明", 46),  # importers.words.header_words knows this head, and that it is no part of a plan
)
_NOTES_SHEET = "说明"


@dataclass(frozen=True, slots=True)
class NextYearRow:
    """One row of the draft."""

    proposal: Proposal
    offices: str


@dataclass(frozen=True, slots=True)
class NextYearDraft:
    """The draft of the plan that follows a plan."""

    today: date
    title: str
    year: int
    """The year of the new plan."""
    past_title: str
    rows: tuple[NextYearRow, ...]
    withdrawn: tuple[str, ...]
    """The numbers of tasks that were withdrawn and are not proposed."""
    is_provisional: bool
    """Whether the new year's days off are not published yet."""


def next_year_draft(
    connection: Connection, plan: PlanRecord, *, calendar: Calendar, policy: Policy, today: date
) -> NextYearDraft:
    """Return the draft that a plan leads to, in the order of its rows."""
    wanted = TaskFilter(plan_id=plan.id, plan_states=tuple(PlanState), statuses=tuple(Status))
    tasks = store_tasks.load_tasks(connection, wanted)
    kept = [task for task in tasks if task.status is not Status.WITHDRAWN]
    title = raised_years(plan.title, plan.year)
    return NextYearDraft(
        today=today,
        title=title if title != plan.title else f"{plan.year + 1}年{plan.title}",
        year=plan.year + 1,
        past_title=plan.title,
        rows=tuple(
            NextYearRow(
                propose(_past(task, calendar, policy, today), year=plan.year, calendar=calendar),
                _offices(task),
            )
            for task in kept
        ),
        withdrawn=tuple(task.number for task in tasks if task.status is Status.WITHDRAWN),
        is_provisional=calendar.is_provisional(date(plan.year + 1, 1, 1)),
    )


def _past(task: TaskView, calendar: Calendar, policy: Policy, today: date) -> PastRow:
    first = task.original_due_on or task.due_on
    state = day_state(
        task.status,
        due_on=task.due_on,
        completed_on=task.completed_on,
        calendar=calendar,
        today=today,
        due_soon_days=policy.due_soon_days,
    )
    return PastRow(
        title=task.title,
        period=task.period,
        recurrence=task.recurrence,
        due_on=first,
        is_stated=task.due_basis is DueBasis.STATED,
        moved_to=task.due_on if task.due_on != first else None,
        state=state,
    )


def _offices(task: TaskView) -> str:
    """Return the offices as printed; a lead that a person chose anew is marked."""
    lead = next((one for one in task.named if one.office_id == task.confirmed_lead_id), None)
    if lead is None or lead is task.named[0]:
        return task.office_words
    others = "、".join(one.office_name for one in task.named if one is not lead)
    return f"牵头：{lead.office_name}；配合：{others}"


def next_year_table(draft: NextYearDraft) -> Table:
    """Return the draft as a table; its facts end in a full stop, so that no reader takes them for a title."""
    return Table(
        title=draft.title,
        as_of=draft.today,
        columns=_COLUMNS,
        rows=tuple(
            row(number, one.proposal.period, one.proposal.title, one.offices, "；".join(one.proposal.remarks))
            for number, one in enumerate(draft.rows, start=1)
        ),
        facts=(f"草案，共{len(draft.rows)}项，请逐行核对、删改；怎么生成的见工作表“{_NOTES_SHEET}”。",),
        empty_words="这份计划没有任务",
        sheet_name=f"{draft.year}年草案",
        frozen_columns=1,
    )


def next_year_notes(draft: NextYearDraft) -> Table:
    """Return how the draft was made; a sheet of its own, because a note below a plan is its remark."""
    notes = [
        "逐行删改后导入这份文件即可；“草案说明”一列和这张工作表只供参考，导入时不读。",
        "月份照旧，写明日期的顺延到下一年同一天；年份、第几届、第几批加一，都在“草案说明”里写明。",
    ]
    if draft.is_provisional:
        notes.append(f"{draft.year}年的放假安排还没有公布，休息日按周六、周日推算。")
    if draft.withdrawn:
        notes.append(f"去年撤销的{len(draft.withdrawn)}项没有列入：{'、'.join(draft.withdrawn)}。")
    return Table(
        title="草案是怎么生成的",
        as_of=draft.today,
        columns=(Column(_NOTES_SHEET, 110),),
        rows=tuple(row(note) for note in notes),
        facts=(f"由《{draft.past_title}》按{draft.today.isoformat()}的情况生成，不会自动入库。",),
        sheet_name=_NOTES_SHEET,
    )


def next_year_xlsx(draft: NextYearDraft) -> bytes:
    """Return the draft as a workbook: the table to edit, and a sheet that says how it was made."""
    return write_book([next_year_table(draft), next_year_notes(draft)])


def next_year_file_name(draft: NextYearDraft) -> str:
    """Return ``2025年重点工作配档表_草案.xlsx``."""
    plain = "".join(sign for sign in draft.title if sign not in '\\/:*?"<>|')
    return f"{plain[:60]}_草案.xlsx"
