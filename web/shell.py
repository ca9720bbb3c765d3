"""The frame of every page: top bar, navigation with its counts, notes above the title, and the foot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from models import store_audit, store_import_draft, store_outbox, store_plans
from models.kinds import PlanState, UserRole
from models.store_audit import LAST_RUN, SENDING_PAUSED
from rules.status import State
from rules.workdays import Calendar
from scheduler.auditor import FindingKind, last_findings
from scheduler.relay import relay_down
from scheduler.services import SHANGHAI
from templates.filters import day_words, long_day, month_day
from web import inbox
from web.desk import Desk
from web.flash import Line, line_of
from web.inbox_values import Kind
from web.session import Visit

_WEEKDAYS = "一二三四五六日"
_FOUND_LINKS = {
    FindingKind.STUCK_WAITING: ("看等待的信", "/outbox?state=waiting"),
    FindingKind.STUCK_SENDING: ("看等待的信", "/outbox?state=waiting"),
    FindingKind.STUCK_LETTERS: ("看核发过的信", "/release?state=handled"),
}
_ROLES = {UserRole.SUPERVISOR: "督办员", UserRole.ADMINISTRATOR: "系统管理员", UserRole.READER: "查阅"}


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the navigation."""

    words: str
    link: str
    key: str
    count: str = ""
    is_alarm: bool = False
    group: str = ""
    """The heading that begins above this line."""


@dataclass(frozen=True, slots=True)
class Note:
    """A whole-page note above the title."""

    tone: str
    bold: str
    words: str
    link_words: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A plan in the top bar."""

    id: int
    title: str
    state_words: str


@dataclass(frozen=True, slots=True)
class Shell:
    """What the frame shows."""

    css_version: str
    current: str
    user: str
    role: str
    csrf: str
    may_act: bool
    day_words: str
    plan_title: str
    plans: tuple[PlanChoice, ...]
    nav: tuple[NavItem, ...]
    home_count: int
    notes: tuple[Note, ...]
    is_example: bool
    line: Line | None
    foot: str
    query: str = ""


def shell_of(visit: Visit, connection: Connection, desk: Desk, *, current: str, kinds: list[Kind]) -> Shell:
    """Return the frame of one page."""
    main = desk.main_plan
    return Shell(
        css_version=visit.site.css_version,
        current=current,
        user=visit.session.user.name,
        role=_ROLES[visit.session.user.role],
        csrf=visit.session.csrf_token,
        may_act=visit.may_act,
        day_words=today_words(desk.calendar, desk),
        plan_title=main.title if main else "还没有计划",
        plans=tuple(PlanChoice(p.id, p.title, plan_state_words(p.state)) for p in desk.plans),
        nav=_nav(desk, inbox.waiting_count(kinds), len(store_import_draft.open_drafts(connection))),
        home_count=inbox.waiting_count(kinds),
        notes=tuple(_notes(visit, connection, desk)),
        is_example=store_plans.has_example(connection),
        line=line_of(visit),
        foot=f"统计截至{long_day(desk.today)} {clock(desk.now)}",
    )


def plan_state_words(state: PlanState) -> str:
    """Return how a plan stands, in words."""
    return {PlanState.DRAFT: "还没有发布", PlanState.RELEASED: "已发布", PlanState.WITHDRAWN: "已撤回"}[state]


def today_words(calendar: Calendar, desk: Desk) -> str:
    """Return ``10月13日 星期二 · 工作日``."""
    today = desk.today
    if calendar.is_makeup_workday(today):
        return f"{month_day(today)} 周{_WEEKDAYS[today.weekday()]} · 调休上班"
    kind = "工作日" if calendar.is_workday(today) else "休息日，不发信"
    return f"{month_day(today)} 星期{_WEEKDAYS[today.weekday()]} · {kind}"


def clock(moment: datetime) -> str:
    """Return the clock time of a moment as people here read it."""
    return moment.astimezone(SHANGHAI).strftime("%H:%M")


def moment_words(moment: datetime, desk: Desk) -> str:
    """Return ``10月13日 08:30``, with the year when it is not this one."""
    local = moment.astimezone(SHANGHAI)
    return f"{day_words(local.date(), desk.today)} {local:%H:%M}"


def _nav(desk: Desk, waiting: int, open_drafts: int) -> tuple[NavItem, ...]:
    overdue = desk.counts[State.OVERDUE]
    held, drafts = len(desk.letters), open_drafts + len(desk.drafts)
    return (
        NavItem("首页", "/", "home", str(waiting or ""), is_alarm=True),
        NavItem("核发", "/release", "release", str(held or ""), is_alarm=True, group="日常"),
        NavItem("任务台账", "/tasks", "tasks", str(len(desk.rows) or "")),
        NavItem("逾期清单", "/overdue", "overdue", str(overdue or ""), is_alarm=True),
        NavItem("发件箱", "/outbox", "outbox"),
        NavItem("导入", "/imports", "imports", f"草稿{drafts}" if drafts else "", group="底账"),
        NavItem("单位名录", "/offices", "offices", str(len(desk.directory.offices) or "")),
        NavItem("工作日历", "/workdays", "workdays"),
        NavItem("催办策略", "/policy", "policy"),
    )


def _notes(visit: Visit, connection: Connection, desk: Desk) -> list[Note]:
    found = (
        _paused(connection, desk),
        _pilot(visit),
        _not_run(visit, connection, desk),
        _relay_down(visit, connection, desk),
    )
    return [*(note for note in found if note is not None), *_found(connection)]


def _paused(connection: Connection, desk: Desk) -> Note | None:
    reason = store_audit.switch_value(connection, SENDING_PAUSED)
    if not reason:
        return None
    since = store_audit.switch_moment(connection, SENDING_PAUSED)
    waiting = store_outbox.waiting_count(connection)
    words = f"原因：{reason}。" + (f"已有{waiting}封在等。" if waiting else "现在没有信在等。")
    when = f"，自{moment_words(since, desk)}" if since else ""
    return Note("bad", f"全部暂停发送{when}。", words, "恢复发送…", "/sending")


def _pilot(visit: Visit) -> Note | None:
    address = visit.services.mail.redirect_to
    return Note("warn", "试运行：", f"所有信都改发到 {address}，单位收不到。") if address else None


def _not_run(visit: Visit, connection: Connection, desk: Desk) -> Note | None:
    released = any(plan.state is PlanState.RELEASED for plan in desk.plans)
    begins = visit.services.policy.send_from
    local = desk.now.astimezone(SHANGHAI)
    late = (local.hour * 60 + local.minute) - (begins.hour * 60 + begins.minute)
    grace = 2 * visit.services.policy.pass_minutes
    if not released or not desk.calendar.is_workday(desk.today) or late < grace or local.date() != desk.today:
        return None
    last = store_audit.switch_moment(connection, LAST_RUN)
    if last is not None and last.astimezone(SHANGHAI).date() >= desk.today:
        return None
    since = f"上一次运行是{moment_words(last, desk)}。" if last else "还没有运行过。"
    words = since + "该发的信没有丢，程序开着时自动补发当前这一步；也可以请系统管理员运行 main.py tick。"
    return Note("bad", f"今天 {begins:%H:%M} 的发信没有运行", words)


def _found(connection: Connection) -> Iterator[Note]:
    """What the auditor found; a pass that has not run and a relay that is down have notes of their own."""
    for finding in last_findings(connection):
        if finding.kind not in (FindingKind.NOT_RUN, FindingKind.RELAY_DOWN):
            words = "；".join(finding.examples) + "。程序会继续补发；一直不消失，请告诉系统管理员。"
            yield Note("bad", f"自查发现{finding.words}：", words, *_FOUND_LINKS.get(finding.kind, ()))


def _relay_down(visit: Visit, connection: Connection, desk: Desk) -> Note | None:
    """What the auditor says of the relay, as it stands now; a pause says itself why mail waits."""
    if store_audit.switch_value(connection, SENDING_PAUSED):
        return None
    down = relay_down(visit.services, connection, now=desk.now)
    if down is None:
        return None
    pilot = visit.services.mail.redirect_to
    next_at = store_outbox.next_moment(connection, only_recipient=pilot) or desk.now
    begun = f"{down.words.rstrip('。')}。{moment_words(down.since, desk)} 起发不出"
    words = f"{begun}，下次 {clock(next_at)} 再试，同一封信不会重复发出。请告诉信息管理员检查邮件服务器。"
    bold = f"邮件系统连不上，{down.waiting}封信在等"
    return Note("bad", bold, words, "看等待的信", "/outbox?state=waiting")
