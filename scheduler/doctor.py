"""The doctor: what needs a hand, one finding a question. It reads, asks the channel, and changes nothing."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlalchemy.engine import Connection

from models import db, store_audit, store_facts, store_messages, store_notices, store_totals
from models.kinds import MessageState, OfficeState
from models.store_audit import LAST_RUN
from models.store_directory import load_directory
from rules.facts import Notice
from rules.plan import scan_until
from rules.workdays import Calendar
from scheduler.planning import decide
from scheduler.posting import SLOT_DIGEST
from scheduler.sending import is_paused
from scheduler.services import SHANGHAI, Services

_NAMED = 10
_FAILED_DAYS = 30


class Level(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to one question, in a Chinese sentence."""

    name: str
    level: Level
    message: str

    @property
    def ok(self) -> bool:
        """Whether nobody has to do anything."""
        return self.level is not Level.PROBLEM


def examine(services: Services, *, today: date) -> list[Finding]:
    """Return the findings about a day, all questions in the same order every time."""
    with db.reading(services.engine) as connection:
        read = [question(services, connection, today) for question in _QUESTIONS]
    version = database_version(db.sqlite_version(services.engine))
    return [version, _relay(services), *read, *_letterhead(services), _cookies(services), _pilot(services)]


def database_version(version: tuple[int, ...] | None) -> Finding:
    """Return whether the SQLite library is new enough; ``version`` is None on another database."""
    if version is not None and version < db.OLDEST_SQLITE:
        found, oldest = (".".join(map(str, one)) for one in (version, db.OLDEST_SQLITE))
        words = f"SQLite 是{found}，太旧，至少要{oldest}，发信会出错。"
        advice = "请换带新版 SQLite 的 Python，或用 PostgreSQL。"
        return Finding("database_version", Level.PROBLEM, words + advice)
    return Finding("database_version", Level.OK, "数据库的版本可以用。")


def _relay(services: Services) -> Finding:
    trouble = asyncio.run(services.notifier.check())
    if trouble:
        return Finding("relay", Level.PROBLEM, trouble)
    return Finding("relay", Level.OK, f"发信通道 {services.notifier.name} 可以用。")


def _sending(_: Services, connection: Connection, __: date) -> Finding:
    reason = is_paused(connection)
    if reason:
        words = f"全部暂停发送（{reason}）。核对后运行 python main.py resume-sending。"
        return Finding("sending", Level.PROBLEM, words)
    return Finding("sending", Level.OK, "发信没有暂停。")


def _addresses(_: Services, connection: Connection, __: date) -> Finding:
    """Offices that have tasks this year and no mail can reach."""
    directory = load_directory(connection)
    years = store_totals.year_rows(connection, directory.offices.keys())
    missing = [
        office.name + ("（名称待核实）" if office.state is OfficeState.UNVERIFIED else "")
        for office in directory.offices.values()
        if years.get(office.id) and not office.email
    ]
    if missing:
        words = f"{len(missing)}个有任务的单位没有邮箱：{_listed(missing)}。"
        return Finding("addresses", Level.PROBLEM, words)
    return Finding("addresses", Level.OK, "有任务的单位都有邮箱。")


def _workdays(services: Services, connection: Connection, today: date) -> Finding:
    if services.calendar(connection).is_provisional(today):
        words = f"{today.year}年的放假安排没有录入，暂按周一至周五推算。"
        return Finding("workdays", Level.PROBLEM, words)
    return Finding("workdays", Level.OK, f"{today.year}年的放假安排已录入。")


def _stuck(services: Services, connection: Connection, today: date) -> Finding:
    now = services.clock()
    waiting = store_messages.messages(
        connection, states=(MessageState.SENDING, MessageState.UNKNOWN), limit=1000
    )
    overdue = [m for m in waiting if m.lease_until is not None and m.lease_until < now]
    unknown = [m for m in waiting if m.state is MessageState.UNKNOWN]
    failed = _failed(connection, today)
    parts = [
        f"{len(found)}封{words}（{_listed([one.recipient_name or one.recipient for one in found])}）"
        for found, words in ((overdue, "发到一半没有下文"), (unknown, "结果未知"), (failed, "被拒收"))
        if found
    ]
    if parts:
        return Finding("messages", Level.PROBLEM, f"有卡住的信：{'；'.join(parts)}。")
    return Finding("messages", Level.OK, "没有卡住的信。")


def _failed(connection: Connection, today: date) -> list[store_messages.MessageRecord]:
    """Refused messages of the last weeks that nothing has replaced since."""
    since = today - timedelta(days=_FAILED_DAYS)
    failed = store_messages.messages(connection, states=(MessageState.FAILED,), run_from=since, limit=1000)
    later = store_messages.messages(connection, run_from=since, limit=100_000)
    good = (MessageState.SENT, MessageState.PENDING, MessageState.SENDING)
    newest = {m.recipient_name: m.id for m in reversed(later) if m.state in good}
    return [m for m in failed if newest.get(m.recipient_name, 0) < m.id]


def _unsaid(services: Services, connection: Connection, today: date) -> Finding:
    """Whatever was due by the last pass that should have run, and no notice says."""
    last = _last_run(connection)
    calendar = services.calendar(connection)
    expected = _expected_run(services, calendar, today)
    notices = _due_without_notice(services, connection, calendar, today)
    if not notices:
        return Finding("unsaid", Level.OK, "该说的都说了。")
    ran = f"最近一次运行是{last.isoformat()}" if last else "还没有运行过"
    words = f"{today.isoformat()}有{len(notices)}条该说的还没有生成，{ran}。"
    if last is not None and (last == today or last < expected):
        return Finding("unsaid", Level.PROBLEM, words)
    return Finding("unsaid", Level.WARNING, words)


def _last_run(connection: Connection) -> date | None:
    words = store_audit.switch_value(connection, LAST_RUN)
    found = dict(part.partition("=")[::2] for part in words.split())
    return date.fromisoformat(found["today"]) if "today" in found else None


def _expected_run(services: Services, calendar: Calendar, today: date) -> date:
    """Return the last day whose pass must be over by now: today only after the policy's hours."""
    local = services.clock().astimezone(SHANGHAI)
    over = local.date() > today or (local.date() == today and _at(local) > services.policy.send_until)
    return today if over and calendar.is_workday(today) else calendar.previous_workday(today)


def _at(local: datetime) -> time:
    return time(local.hour, local.minute)


def _due_without_notice(
    services: Services, connection: Connection, calendar: Calendar, today: date
) -> list[Notice]:
    """Return what today calls for and nobody was told, the offices aside that no mail can reach or that
    have had their one digest of today."""
    if not calendar.is_workday(today):
        return []
    policy = services.policy
    facts = store_facts.load_facts(connection, due_until=scan_until(today, policy=policy, calendar=calendar))
    everything = decide(facts, None, policy=policy, calendar=calendar, today=today)
    keys = [n.dedupe_key for n in (*_lines(everything.digests), *everything.held, *everything.marks)]
    stored = store_notices.existing_keys(connection, keys)
    day = decide(facts, stored, policy=policy, calendar=calendar, today=today)
    served = store_notices.offices_served(connection, run_on=today, slot=SLOT_DIGEST)
    offices = load_directory(connection).offices
    reachable = {i for i, office in offices.items() if office.email and i not in served}
    lines = [notice for notice in _lines(day.digests) if notice.office_id in reachable]
    return [*lines, *day.held, *day.marks]


def _lines(digests: dict[int, list[Notice]]) -> list[Notice]:
    return [notice for notices in digests.values() for notice in notices]


def _letterhead(services: Services) -> list[Finding]:
    checks = (
        ("supervision_email", services.mail.supervision_email, "DUBAN_SUPERVISION_EMAIL", "晨报没有人收"),
        ("supervision_phone", services.bureau.phone, "DUBAN_SUPERVISION_PHONE", "信里没有联系电话"),
    )
    return [
        Finding(name, Level.OK, f"{key} 已填。")
        if value
        else Finding(name, Level.WARNING, f"没有填 {key}，{means}。")
        for name, value, key, means in checks
    ]


def _cookies(services: Services) -> Finding:
    address = urlsplit(services.bureau.base_url)
    if address.scheme == "https" or _is_loopback(address.hostname or ""):
        return Finding("cookies", Level.OK, "登录信息不会明文经过网络。")
    words = f"网页地址 {services.bureau.base_url} 不是 https，登录口令会不加密地经过网络。"
    return Finding("cookies", Level.WARNING, words)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _pilot(services: Services) -> Finding:
    address = services.mail.redirect_to
    if address:
        return Finding("pilot", Level.WARNING, f"试运行：所有的信都只发到 {address}，单位收不到。")
    return Finding("pilot", Level.OK, "信发到各单位自己的邮箱。")


def _listed(names: list[str]) -> str:
    words = "、".join(names[:_NAMED])
    return f"{words}等" if len(names) > _NAMED else words


_QUESTIONS: tuple[Callable[[Services, Connection, date], Finding], ...] = (
    _sending,
    _addresses,
    _workdays,
    _stuck,
    _unsaid,
)
