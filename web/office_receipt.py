"""The receipt of one report: what happens next, the record as a slip, and what to fill in next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.kinds import ReportKind
from models.store_reports import FileView
from models.task_values import ReportView, TaskView
from rules.facts import Status
from rules.workdays import Calendar, weekday_name
from scheduler.services import SHANGHAI
from templates.cleaning import cleaned
from templates.filters import day_words, long_day, one_line
from web.office_files import megabytes
from web.office_form import takes_reports
from web.office_frame import Frame
from web.office_read import Desk
from web.office_sight import Place, place_of

_NEXT = (Place.OVERDUE, Place.TODAY, Place.SOON)


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of the slip."""

    label: str
    words: str
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class NextTask:
    """The next open task, so that the page does not end in a dead end."""

    words: str
    link: str


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """The whole page."""

    frame: Frame
    lead: str
    slip: tuple[SlipLine, ...]
    again: str
    """The address that opens the form anew, empty when it takes no report any more."""
    next_task: NextTask | None


def receipt_page(
    desk: Desk, frame: Frame, *, task: TaskView, report: ReportView, file: FileView | None
) -> ReceiptPage:
    """Return the receipt of a report of this office."""
    again = f"{frame.home}?t={task.number}#t{task.number}"
    return ReceiptPage(
        frame=frame,
        lead=_lead(task, report),
        slip=tuple(_slip(desk, task, report, file)),
        again=again if takes_reports(task, desk.sight) else "",
        next_task=_next_task(desk, frame, task),
    )


def _lead(task: TaskView, report: ReportView) -> str:
    if task.status is Status.CLOSED:
        return "督查室已办结这一项。"
    if task.last_report is not None and task.last_report.id != report.id:
        return "这一项后来又有填报，以最后一次为准。"
    if report.kind is ReportKind.COMPLETION:
        if task.status is Status.RETURNED:
            return "督查室看过后退回，请补充。"
        return "督查室审核后办结，通常3个工作日内。审核期间不计逾期，也不再提醒。"
    if report.kind is ReportKind.CONTRIBUTION:
        if task.group_only:
            return "已记录。各单位填完后，由督查室办结。"
        return f"已记录。牵头单位{task.lead_name}报完成后，此项才办结。"
    if report.kind is ReportKind.DIFFICULTY:
        return "已转督查室，需要协调的会转给分管领导。"
    return "已记录。时限不变，到期前仍会提醒。"


_SITUATION = {
    ReportKind.COMPLETION: "已完成，待审核",
    ReportKind.CONTRIBUTION: "本单位部分已完成",
    ReportKind.PROGRESS: "正在办理",
    ReportKind.DIFFICULTY: "完成难度较大",
}
_NOTE_LABEL = {ReportKind.PROGRESS: "目前进展", ReportKind.DIFFICULTY: "难在哪里"}


def _slip(desk: Desk, task: TaskView, report: ReportView, file: FileView | None) -> Iterator[SlipLine]:
    is_done = report.kind in (ReportKind.COMPLETION, ReportKind.CONTRIBUTION)
    yield SlipLine("回执号", report.receipt_number)
    yield SlipLine("事项", one_line(task.title), is_title=True)
    yield SlipLine("情况", _SITUATION[report.kind])
    if report.completed_on is not None:
        yield SlipLine("完成日期", completion_words(report.completed_on, task.due_on, desk.sight.calendar))
    yield SlipLine(_NOTE_LABEL.get(report.kind, "办理结果"), report.note)
    if report.kind is ReportKind.DIFFICULTY:
        yield SlipLine("需要谁协调什么", cleaned(report.help_wanted) or "未填")
    if is_done:
        yield SlipLine("文号或网址", cleaned(report.proof) or "未填")
        yield SlipLine("附件", _file_words(file))
    else:
        expected = long_day(report.expected_on) if report.expected_on else "未填"
        yield SlipLine("预计完成日期", expected)
    yield SlipLine("填报", _filed(report))


def completion_words(done: date, due: date | None, calendar: Calendar) -> str:
    """Return ``2026年5月26日（周二），时限4月30日，逾期16个工作日``."""
    words = f"{long_day(done)}（{weekday_name(done)}）"
    if due is None:
        return words
    words += f"，时限{day_words(due, done)}"
    late = calendar.workdays_between(due, done)
    if done > due:
        return f"{words}，逾期{late}个工作日" if late else f"{words}，已过期限"
    return f"{words}，按期"


def _file_words(file: FileView | None) -> str:
    return f"{one_line(file.name)}（{megabytes(file.size)}，已保存）" if file else "未附"


def _filed(report: ReportView) -> str:
    phone = f"（{one_line(report.phone)}）" if report.phone else ""
    local = report.created_at.astimezone(SHANGHAI)
    return f"{one_line(report.reported_by)}{phone}，{long_day(local.date())} {local:%H:%M}"


def _next_task(desk: Desk, frame: Frame, done: TaskView) -> NextTask | None:
    open_tasks = sorted(
        (task for task in desk.tasks if task.id != done.id), key=lambda task: task.due_on or date.max
    )
    for place in _NEXT:
        found = [task for task in open_tasks if place_of(task, desk.sight) is place]
        if found:
            link = f"{frame.home}?t={found[0].number}#t{found[0].number}"
            return NextTask(_next_words(place, found, desk.sight.today), link)
    return None


def _next_words(place: Place, found: list[TaskView], today: date) -> str:
    if place is Place.OVERDUE:
        return f"还有{len(found)}项已逾期，接着填"
    if place is Place.TODAY:
        return f"还有{len(found)}项今天到期，接着填"
    days = [task.due_on for task in found if task.due_on is not None]
    start = "起" if len(set(days)) > 1 else ""
    return f"还有{len(found)}项{day_words(min(days), today)}{start}到期，接着填"
