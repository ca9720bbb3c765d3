"""The inbox of the first page: what waits for the supervision office today, kind by kind, oldest first.

It reads and words; every row leads to the page where the one act is done.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy.engine import Connection

from models import store_reports, store_tasks
from models.kinds import ReportKind
from models.task_values import TaskView
from rules.facts import WORKING, Status
from rules.lifecycle import is_filed_late
from rules.status import State
from scheduler.morning_summary import proposed_for_circular
from templates.filters import cut, day_words
from web.desk import Desk, Row
from web.inbox_offices import undelivered, unsigned, unverified
from web.inbox_values import Item, Kind


def inbox(connection: Connection, desk: Desk) -> list[Kind]:
    """Return the kinds that have items."""
    kinds = (
        _letters(desk),
        Kind("待审核", "报了完成", tuple(_reports(desk)), "/tasks?state=pending"),
        Kind("难度较大", "等您答复", tuple(_difficulties(connection, desk)), "/tasks?state=difficult"),
        Kind(
            "未签收",
            f"满{desk.policy.acknowledge_days}个工作日",
            tuple(unsigned(connection, desk)),
            "/offices?state=unsigned",
        ),
        Kind(
            "送不到",
            "退信、没有邮箱",
            tuple(undelivered(connection, desk)),
            "/offices?state=problem",
            other_way=("打印送达", "/handover"),
        ),
        Kind("名称待核实", "导入带来", tuple(unverified(desk)), "/offices?state=unverified"),
        Kind("需明确", "缺单位或时限", tuple(_unclear(desk)), "/tasks?state=unclear"),
        Kind("待入库", "读得没把握", tuple(_drafts(desk)), "/imports"),
        Kind("待确认", "导入时已过期", tuple(_unconfirmed(desk)), "/tasks?state=unconfirmed"),
        Kind("拟列入通报", "只提示，不发信", tuple(_circular(connection, desk)), "/tasks?state=overdue"),
    )
    return [kind for kind in kinds if kind.items]


def waiting_count(kinds: Iterable[Kind]) -> int:
    """Return how many things wait."""
    return sum(len(kind.items) for kind in kinds)


def task_link(view: TaskView, act: str = "") -> str:
    """Return the address of a task's page, with one act opened."""
    return f"/tasks/{view.number}" + (f"?do={act}#acts" if act else "")


def _letters(desk: Desk) -> Kind:
    items = []
    for notice in desk.letters:
        row = desk.row(notice.task_id)
        office = desk.office(notice.office_id)
        if row is None:
            continue
        report = row.task.last_report
        said = f"{day_words(report.reported_on, desk.today)}报过进展" if report else ""
        items.append(
            Item(
                office=office.label,
                title=row.task.title,
                reason="，请改用电话" if not office.email else said or f"逾期{row.day.workdays}个工作日",
                alarm="" if office.email else "没有邮箱",
                act="看信",
                link=f"/release/{notice.id}",
            )
        )
    return Kind("待核发", "催办通知单", tuple(items), "/release")


def _reports(desk: Desk) -> Iterator[Item]:
    pending = sorted(desk.of(State.PENDING), key=_reported_on)
    for row in pending:
        yield Item(
            row.task.lead_name, row.task.title, completion_words(row.task, desk), "审核", task_link(row.task)
        )
    for row in desk.rows:
        named = row.task.named
        if row.task.group_only and row.task.status in WORKING and all(one.done_on for one in named):
            words = f"{len(named)}个单位都已报完成"
            yield Item(row.task.lead_name, row.task.title, words, "销号", task_link(row.task, "check"))


def _reported_on(row: Row) -> tuple[date, int]:
    report = row.task.last_report
    return (report.reported_on if report else row.task.registered_on, row.task.id)


def completion_words(view: TaskView, desk: Desk) -> str:
    """Return what an office says about the day of completion, measured against the due date."""
    day = view.completed_on
    if day is None:
        return "报了完成"
    words = f"{day_words(day, desk.today)}完成"
    if view.due_on is not None and day > view.due_on:
        return f"{words}，晚{desk.calendar.workdays_between(view.due_on, day)}个工作日"
    report = view.last_report
    reported_on = report.reported_on if report else desk.today
    is_late = is_filed_late(reported_on=reported_on, completed_on=day, due_on=view.due_on)
    return f"补报，{words}" if is_late else words


def is_difficult(view: TaskView) -> bool:
    """Tell whether an office's last word on an open task is 完成难度较大."""
    report = view.last_report
    return report is not None and report.kind is ReportKind.DIFFICULTY and view.status in WORKING


def _difficulties(connection: Connection, desk: Desk) -> Iterator[Item]:
    rows = [row for row in desk.rows if is_difficult(row.task)]
    calls = store_reports.follow_ups(connection, [row.task.id for row in rows])
    for row in rows:
        report = row.task.last_report
        if report is None or any(
            call.task_id == row.task.id and call.called_at >= report.created_at for call in calls
        ):
            continue
        changes = store_tasks.due_changes(connection, row.task.id)
        if any(change.created_at >= report.created_at for change in changes):
            continue
        yield Item(
            report.office_name, row.task.title, cut(report.note, 20), "处理", task_link(row.task, "phone")
        )


def is_unclear(view: TaskView) -> str:
    """Return what a task lacks before anybody can be mailed about it, empty when nothing."""
    if view.status is not Status.OPEN:
        return ""
    if not view.assignments:
        return "缺单位"
    return "缺时限" if view.due_on is None and not view.recurrence and view.due_rule in ("none", "") else ""


def _unclear(desk: Desk) -> Iterator[Item]:
    for row in desk.rows:
        missing = is_unclear(row.task)
        if missing:
            act = "edit" if missing == "缺单位" else "move"
            where = f"，{row.task.place}" if row.task.place else ""
            yield Item(
                row.task.lead_name or "—", row.task.title, missing + where, "补上", task_link(row.task, act)
            )


def _drafts(desk: Desk) -> Iterator[Item]:
    if desk.drafts:
        words = f"{len(desk.drafts)}项草稿，看过确认才入库"
        yield Item("导入", words, "没入库不发信", "去核对", "/imports#drafts")


def _unconfirmed(desk: Desk) -> Iterator[Item]:
    rows = desk.of(State.UNCONFIRMED)
    if rows:
        leads = {row.task.lead_name for row in rows}
        words = f"{len(rows)}项，交办信里已问单位，还没有回"
        yield Item(
            f"{len(leads)}个单位", words, "由您办结或恢复", "去确认", "/tasks?state=unconfirmed&pick=all"
        )


def _circular(connection: Connection, desk: Desk) -> Iterator[Item]:
    for row in circular_rows(connection, desk):
        words = f"逾期{row.day.workdays}个工作日"
        yield Item(row.task.lead_name, row.task.title, words, "记处置", task_link(row.task, "phone"))


def circular_rows(connection: Connection, desk: Desk) -> list[Row]:
    """Return the overdue tasks marked 拟列入通报 about which nothing was recorded since."""
    overdue = [row for row in desk.rows if row.state is State.OVERDUE]
    proposed = {view.id for view in proposed_for_circular(connection, [row.task for row in overdue])}
    return [row for row in overdue if row.task.id in proposed]
