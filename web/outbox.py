"""发件箱: every message as it was sent, what became of it, and sending it once more."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from sqlalchemy.engine import Connection

from models import db, store_messages, store_outbox
from models.kinds import MessageState
from models.store_messages import DeliveryRecord, MessageRecord
from rules.errors import NotFoundError, RuleError
from rules.workdays import weekday_name
from scheduler import sending
from scheduler.services import SHANGHAI
from templates.filters import day_words
from web.borders import MAIL_CSP
from web.desk import Desk
from web.flash import Line, done
from web.forms import RowId, iso_day, row_id
from web.pages import desk_of, page
from web.session import Acting, Showing, Visit
from web.shell import clock, moment_words
from web.stored_mail import StoredMail, masked_eml, read_mail
from web.tasks import download

router = APIRouter()
STATES: dict[str, tuple[str, tuple[MessageState, ...]]] = {
    "": ("全部", tuple(MessageState)),
    "problem": ("要处理", (MessageState.FAILED, MessageState.UNKNOWN)),
    "waiting": ("等待发出", (MessageState.PENDING, MessageState.SENDING, MessageState.UNKNOWN)),
    "sent": ("已发出", (MessageState.SENT,)),
    "failed": ("被退回", (MessageState.FAILED,)),
}
KINDS = {
    "assignment": "交办",
    "reminder": "提醒",
    "due_today": "当日提醒",
    "overdue": "逾期",
    "letter": "催办通知单",
    "escalation": "报分管领导",
    "returned": "退办",
    "summary": "晨报",
    "link": "新链接",
    "test": "测试信",
}
STATE_WORDS = {
    MessageState.SENT: ("✓", "已发出", ""),
    MessageState.FAILED: ("✕", "被退回", "t-bad"),
    MessageState.UNKNOWN: ("?", "结果未知", "t-warn"),
    MessageState.PENDING: ("", "等待发出", ""),
    MessageState.SENDING: ("", "正在发出", ""),
    MessageState.CANCELLED: ("", "已取消", "t-mute"),
}


@dataclass(frozen=True, slots=True)
class OutboxQuery:
    """The conditions of one list, all checked."""

    state: str = ""
    office: int = 0
    kind: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""
    page: int = 1

    def address(self, path: str = "/outbox") -> str:
        """Return the address of this list; default values are left out."""
        pairs = {
            "state": self.state,
            "office": self.office or "",
            "kind": self.kind,
            "from": self.since or "",
            "to": self.until or "",
            "q": self.words,
            "page": self.page if self.page > 1 else "",
        }
        query = urlencode({key: value for key, value in pairs.items() if value})
        return f"{path}?{query}" if query else path


@dataclass(frozen=True, slots=True)
class Listed:
    """One message in the list."""

    message: MessageRecord
    time: str
    name: str
    mark: str
    words: str
    tone: str
    link: str


@dataclass(frozen=True, slots=True)
class Try:
    """One line of 投递经过."""

    when: str
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """The message on the right."""

    listed: Listed
    mail: StoredMail | None
    tries: tuple[Try, ...]
    office_id: int
    can_resend: bool
    answer: str


@router.get("/outbox")
def show(visit: Showing) -> Response:
    """Show the messages, the newest day first."""
    with db.reading(visit.services.engine) as connection:
        return _page(visit, connection, None)


@router.get("/outbox/{message_id}")
def message(message_id: RowId, visit: Showing) -> Response:
    """Show one message beside the list."""
    with db.reading(visit.services.engine) as connection:
        return _page(visit, connection, store_messages.message(connection, message_id))


def _read_query(visit: Visit, desk: Desk) -> OutboxQuery:
    office, number = row_id(visit.query("office")) or 0, row_id(visit.query("page")) or 1
    state, kind = visit.query("state"), visit.query("kind")
    return OutboxQuery(
        state=state if state in STATES else "",
        office=office if office in desk.directory.offices else 0,
        kind=kind if kind in KINDS else "",
        since=iso_day(visit.query("from")),
        until=iso_day(visit.query("to")),
        words=visit.query("q"),
        page=min(number, 10_000),
    )


def _page(
    visit: Visit, connection: Connection, chosen: MessageRecord | None, *, error: str = "", status: int = 200
) -> Response:
    desk = desk_of(visit, connection)
    query, length = _read_query(visit, desk), visit.site.settings.page_length
    found = store_messages.messages(
        connection,
        states=STATES[query.state][1],
        office_id=query.office or None,
        kind=query.kind or None,
        run_from=query.since,
        run_to=query.until,
        text=query.words,
        limit=length + 1,
        offset=(query.page - 1) * length,
    )
    counts = store_messages.state_counts(connection)
    return page(
        visit,
        connection,
        "outbox.html",
        current="outbox",
        desk=desk,
        status=status,
        error=error,
        query=query,
        tabs=[
            (
                words,
                sum(counts.get(one, 0) for one in states),
                replace(query, state=key, page=1).address(),
                key,
            )
            for key, (words, states) in STATES.items()
            if key != "failed" or query.state == "failed"
        ],
        days=_by_day([_listed(one, desk, query) for one in found[:length]], desk),
        older=replace(query, page=query.page + 1).address() if len(found) > length else "",
        newer=replace(query, page=query.page - 1).address() if query.page > 1 else "",
        offices=[("", "全部单位")] + [(str(one.id), one.label) for one in desk.directory.offices.values()],
        kind_choices=[("", "全部"), *KINDS.items()],
        opened=_open(visit, connection, desk, query, chosen) if chosen else None,
    )


def _listed(one: MessageRecord, desk: Desk, query: OutboxQuery) -> Listed:
    office = desk.directory.offices.get(one.office_id or 0)
    mark, words, tone = STATE_WORDS[one.state]
    reason = f"：{one.reason}" if one.state is MessageState.CANCELLED and one.reason else ""
    moment = one.sent_at or one.created_at
    link = query.address(f"/outbox/{one.id}")
    name = office.label if office else one.recipient_name or one.recipient
    return Listed(one, clock(moment), name, mark, words + reason, tone, link)


def _by_day(listed: Iterable[Listed], desk: Desk) -> list[tuple[str, str, list[Listed]]]:
    days: dict[date, list[Listed]] = {}
    for one in listed:
        days.setdefault(one.message.run_on, []).append(one)
    return [
        (day_words(day, desk.today), f"{weekday_name(day)}，{len(own)}封", own) for day, own in days.items()
    ]


def _open(
    visit: Visit, connection: Connection, desk: Desk, query: OutboxQuery, chosen: MessageRecord
) -> OpenMessage:
    data = store_messages.body(connection, chosen.id)
    attempts = store_messages.deliveries(connection, chosen.id)
    last = attempts[-1] if attempts else None
    can_resend = chosen.state in (MessageState.FAILED, MessageState.SENT, MessageState.CANCELLED)
    return OpenMessage(
        listed=_listed(chosen, desk, query),
        mail=read_mail(data) if data else None,
        tries=tuple(_tries(chosen, attempts, desk)),
        office_id=chosen.office_id or 0,
        can_resend=can_resend and bool(data) and visit.may_act,
        answer=f"{last.code or ''} {last.text}".strip() if last and last.text else "",
    )


def _tries(chosen: MessageRecord, attempts: Iterable[DeliveryRecord], desk: Desk) -> Iterable[Try]:
    yield Try(moment_words(chosen.created_at, desk), "存入发件箱")
    if chosen.replaces_id:
        yield Try(moment_words(chosen.created_at, desk), f"这是第{chosen.replaces_id}号信的重发，是一封新信")
    words = {
        "sent": ("邮件系统已收下", ""),
        "failed": ("邮件系统拒收，记为“被退回”", "t-bad"),
        "unknown": ("邮件系统没有答复，会用同一封信再试", "t-warn"),
        "pending": ("邮件系统暂时不收，稍后再试", "t-warn"),
    }
    for one in attempts:
        said, tone = words.get(one.outcome, ("正在投递", ""))
        answer = f"（{one.code or ''} {one.text}）".replace("（ ", "（") if one.text else ""
        moment: datetime = one.finished_at or one.started_at
        local = moment.astimezone(SHANGHAI)
        when = f"{day_words(local.date(), desk.today)} {local:%H:%M:%S}"
        yield Try(when, f"第{one.attempt}次投递，{said}{answer}", tone)
    if chosen.state in store_outbox.WAITING and chosen.next_try_at > chosen.created_at:
        yield Try(moment_words(chosen.next_try_at, desk), "下次再试")


@router.get("/outbox/{message_id}/html")
def html(message_id: RowId, visit: Showing) -> Response:
    """Return the HTML part alone, for the frame: nothing in it runs and nothing is loaded."""
    words = read_mail(_bytes(visit, message_id)).html
    return HTMLResponse(words, headers={"Content-Security-Policy": MAIL_CSP})


@router.get("/outbox/{message_id}/text")
def text(message_id: RowId, visit: Showing) -> Response:
    """Return the plain part."""
    return PlainTextResponse(read_mail(_bytes(visit, message_id)).text)


@router.get("/outbox/{message_id}/eml")
def eml(message_id: RowId, visit: Showing) -> Response:
    """Return the whole message as a file, its tokens hidden."""
    return download(masked_eml(_bytes(visit, message_id)), f"督办邮件_{message_id}.eml", "message/rfc822")


def _bytes(visit: Visit, message_id: int) -> bytes:
    with db.reading(visit.services.engine) as connection:
        store_messages.message(connection, message_id)
        data = store_messages.body(connection, message_id)
    if not data:
        raise NotFoundError("这封信的内容已按保存期限清除。")
    return data


@router.post("/outbox/{message_id}/resend")
def resend(message_id: RowId, visit: Acting) -> Response:
    """Queue a message once more, as a new letter to the office's present address."""
    since = visit.today - timedelta(days=2)
    with db.reading(visit.services.engine) as connection:
        recent = store_messages.messages(connection, states=store_outbox.WAITING, run_from=since, limit=1000)
    if any(one.replaces_id == message_id for one in recent):
        raise RuleError("这封信已经重发过，新的一封正在等待发出。")
    new_id = sending.resend(visit.services, visit.actor, message_id, today=visit.today)
    return done(visit, f"/outbox/{new_id}", Line("已重发。", "这是一封新信，正等待发出。"))
