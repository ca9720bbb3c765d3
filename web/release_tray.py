"""核发: the letters that wait for a person, one of them open exactly as it would leave today."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.engine import Connection

from models import db, store_notices
from models.kinds import NoticeState, ReportKind
from models.store_directory import OfficeRecord
from models.store_notices import NoticeRecord
from rules.facts import NoticeKind
from rules.plan import due_reason
from scheduler.compose import letter_preview
from scheduler.sending import is_paused, mask_token
from scheduler.services import SHANGHAI
from templates.filters import cut, day_with_weekday, day_words, month_day
from web.borders import MAIL_CSP
from web.desk import Desk, Row
from web.forms import RowId
from web.pages import desk_of, page
from web.session import Showing, Visit
from web.task_ladder import stage_words

router = APIRouter()
FORMS = ("edit", "phone", "hold", "drop", "")
_HANDLED = (
    NoticeState.RELEASED,
    NoticeState.LEFT,
    NoticeState.PHONED,
    NoticeState.DROPPED,
    NoticeState.LAPSED,
)
_HANDLED_WORDS = {
    NoticeState.RELEASED: "已核发，等待发出",
    NoticeState.LEFT: "已发出",
    NoticeState.PHONED: "改为电话催办",
    NoticeState.DROPPED: "定为不发",
    NoticeState.LAPSED: "自动撤回",
    NoticeState.HELD: "等您核发",
}
_SHOWN_HANDLED = 60


@dataclass(frozen=True, slots=True)
class ListedLetter:
    """A letter in the list on the left."""

    notice: NoticeRecord
    office: OfficeRecord
    row: Row | None
    title: str
    nth: int
    reason: str
    alarm: str
    state_words: str


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """The letter on the right."""

    letter: ListedLetter
    subject: str
    basis: str
    copy_words: str
    is_copied: bool
    look_first: str
    leaving: str
    after_call: str
    can_act: bool
    can_send: bool


@router.get("/release")
def tray(visit: Showing) -> Response:
    """Show the letters that wait, the first one open."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        if visit.query("state") == "handled":
            return _tray(visit, connection, desk, None, is_handled=True)
        first = desk.letters[0].id if desk.letters else 0
        if first:
            return letter_page(visit, connection, first)
        return _tray(visit, connection, desk, None)


@router.get("/release/{notice_id}")
def letter(notice_id: RowId, visit: Showing) -> Response:
    """Show one letter beside the list."""
    with db.reading(visit.services.engine) as connection:
        found = store_notices.notice(connection, notice_id)
        if found.kind is not NoticeKind.LETTER:
            return RedirectResponse("/release", status_code=303)
        return letter_page(visit, connection, notice_id, opened=visit.query("do"))


@router.get("/release/{notice_id}/letter")
def preview(notice_id: RowId, visit: Showing) -> Response:
    """Return the letter alone, rendered by the code that sends it, for the frame of the page."""
    with db.reading(visit.services.engine) as connection:
        notice = store_notices.notice(connection, notice_id)
        if notice.kind is not NoticeKind.LETTER:
            return RedirectResponse("/release", status_code=303)
        rendered = letter_preview(visit.services, connection, notice, today=visit.today)
    return HTMLResponse(mask_token(rendered.html), headers={"Content-Security-Policy": MAIL_CSP})


def letter_page(
    visit: Visit,
    connection: Connection,
    notice_id: int,
    *,
    opened: str = "",
    error: str = "",
    status: int = 200,
) -> Response:
    """Return the tray with one letter open; after an error with the form kept."""
    desk = desk_of(visit, connection)
    notice = store_notices.notice(connection, notice_id)
    letter_open = _open(visit, connection, desk, notice)
    return _tray(
        visit,
        connection,
        desk,
        letter_open,
        opened=opened if opened in FORMS else "",
        error=error,
        status=status,
    )


def _tray(
    visit: Visit,
    connection: Connection,
    desk: Desk,
    letter_open: OpenLetter | None,
    *,
    is_handled: bool = False,
    opened: str = "",
    error: str = "",
    status: int = 200,
) -> Response:
    letters = handled(connection) if is_handled else [*desk.letters, *desk.held_later]
    lapsed = [] if is_handled else _lapsed(connection, desk)
    return page(
        visit,
        connection,
        "release.html",
        current="release",
        desk=desk,
        status=status,
        error=error,
        letters=[listed(connection, desk, one) for one in letters],
        waiting=len(desk.letters),
        is_handled=is_handled,
        letter=letter_open,
        opened=opened,
        lapsed=lapsed,
        pick_all=visit.query("pick") == "all",
        next_workday=desk.calendar.next_workday(desk.today),
    )


def handled(connection: Connection) -> list[NoticeRecord]:
    """Return the letters that were dealt with, the newest first."""
    found = store_notices.notices(connection, states=_HANDLED, kinds=(NoticeKind.LETTER,))
    return list(reversed(found))[:_SHOWN_HANDLED]


def listed(connection: Connection, desk: Desk, notice: NoticeRecord) -> ListedLetter:
    """Return a letter as the list shows it."""
    row, office = desk.row(notice.task_id), desk.office(notice.office_id)
    earlier = store_notices.notices(
        connection,
        kinds=(NoticeKind.LETTER,),
        states=(NoticeState.LEFT, NoticeState.PHONED),
        task_id=notice.task_id,
        office_id=notice.office_id,
    )
    said = row.task.last_report if row else None
    reported = f"{day_words(said.reported_on, desk.today)}报过进展" if said else "至今未反馈"
    words = _HANDLED_WORDS.get(notice.state, "")
    if notice.state is NoticeState.HELD and notice.hold_until and notice.hold_until > desk.today:
        words = f"暂缓到{day_words(notice.hold_until, desk.today)}"
    elif notice.state is NoticeState.HELD:
        words = ""
    elif notice.state is NoticeState.LEFT and notice.left_on:
        words = f"{day_words(notice.left_on, desk.today)}发出"
    detail = f"：{notice.decision_note}" if notice.decision_note and words else ""
    by = f"，{notice.released_by}核发" if notice.released_by else ""
    return ListedLetter(
        notice=notice,
        office=office,
        row=row,
        title=row.task.title if row else "任务已撤销",
        nth=sum(one.id < notice.id for one in earlier) + 1,
        reason=_reason(notice, desk) + f"，{reported}",
        alarm="" if office.email else "没有邮箱，发不出",
        state_words=words + detail + by,
    )


def _reason(notice: NoticeRecord, desk: Desk) -> str:
    if notice.due_on is None:
        return notice.reason
    return due_reason(notice.due_on, calendar=desk.calendar, today=desk.today)


def _open(visit: Visit, connection: Connection, desk: Desk, notice: NoticeRecord) -> OpenLetter:
    shown = listed(connection, desk, notice)
    rendered = letter_preview(visit.services, connection, notice, today=desk.today)
    name = stage_words(desk.policy, notice.kind, notice.stage)
    is_held = notice.state is NoticeState.HELD
    copies = any(level.copy_leader for level in desk.policy.levels if level.stage == notice.stage)
    return OpenLetter(
        letter=shown,
        subject=rendered.subject,
        basis=f"“{desk.policy.name}”策略：{_reason(notice, desk)}，{name}，须核发",
        copy_words=_copy_words(shown.office, notice) if copies else "这一级不另告",
        is_copied=copies and bool(shown.office.leader_email),
        look_first=look_first(shown, desk),
        leaving=leaving_words(visit, connection, desk),
        after_call=_after_call(notice, desk),
        can_act=visit.may_act and is_held,
        can_send=visit.may_act and is_held and bool(shown.office.email),
    )


def _copy_words(office: OfficeRecord, notice: NoticeRecord) -> str:
    if not office.leader_name:
        return "没有登记分管领导"
    if not office.leader_email:
        return f"{office.leader_name}没有邮箱，不另告"
    if notice.skip_leader:
        return f"这次不告{office.leader_name}"
    return f"{office.leader_name}另收一封，列明今天核发的各项"


def look_first(shown: ListedLetter, desk: Desk) -> str:
    """Return what a person should know before releasing: the office reported or asked for help."""
    report = shown.row.task.last_report if shown.row else None
    if report is None:
        return ""
    day = day_words(report.reported_on, desk.today)
    if report.kind is ReportKind.DIFFICULTY:
        return f"{report.office_name}{day}提出完成难度较大：{cut(report.note, 60)}"
    expected = f"，预计{day_words(report.expected_on, desk.today)}完成" if report.expected_on else ""
    return f"{report.office_name}{day}报过：{cut(report.note, 60)}{expected}。"


def leaving_words(visit: Visit, connection: Connection, desk: Desk) -> str:
    """Return when a letter released now would leave."""
    if is_paused(connection):
        return "现在全部暂停发送，恢复后发出"
    local, policy = visit.now.astimezone(SHANGHAI), desk.policy
    if desk.calendar.is_workday(desk.today) and policy.send_from <= local.time() <= policy.send_until:
        return "十分钟内发出"
    if desk.calendar.is_workday(desk.today) and local.time() < policy.send_from:
        return f"今天 {policy.send_from:%H:%M} 后发出"
    following = desk.calendar.next_workday(desk.today)
    return f"{day_with_weekday(following, desk.today)} {policy.send_from:%H:%M} 后发出"


def _after_call(notice: NoticeRecord, desk: Desk) -> str:
    level = desk.policy.next_level(notice.stage)
    index = desk.policy.level_index(notice.stage)
    if level is None or index is None:
        return "记为这一级的催办"
    gap = level.days - desk.policy.levels[index].days
    day = month_day(desk.calendar.add_workdays(desk.today, gap))
    name = stage_words(desk.policy, level.kind, level.stage)
    verb = "列为" if level.kind is NoticeKind.CIRCULAR else "起草"
    return f"记为这一级的催办；再过{gap}个工作日（{day}）仍未报，{verb}“{name}”"


def _lapsed(connection: Connection, desk: Desk) -> list[str]:
    found = store_notices.notices(connection, states=(NoticeState.LAPSED,), kinds=(NoticeKind.LETTER,))
    recent = [one for one in found if desk.calendar.workdays_between(one.planned_on, desk.today) <= 5]
    return [f"{desk.office(one.office_id).label}：{one.decision_note}" for one in recent[-5:]]
