"""Links that open no list: expired, replaced, altered or merged; the button for a new one; the leader's page.

Nothing can be typed on these pages, and a new link goes to the registered address only.
"""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from models import db
from rules.errors import InputError
from scheduler import sending
from scheduler.services import Services
from templates.filters import long_day
from web.office_access import Refusal, Refused, is_from_elsewhere, open_leader, open_office, path_prefix
from web.office_frame import Frame, answer, frame_of, go_to
from web.office_leader import leader_page

_SENT = "sent"


@dataclass(frozen=True, slots=True)
class RefusalPage:
    """A page that says why the link does not open and what to do."""

    frame: Frame
    title: str
    words: str
    link: str = ""
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class ExpiredPage:
    """The page of an expired link of ours."""

    frame: Frame
    office_name: str
    expired: str
    address: str
    """The registered address, masked; empty when there is none."""
    renew: str
    """Where the button leads."""
    is_sent: bool


def refuse(
    services: Services, connection: Connection, refusal: Refusal, *, token: str, request: Request
) -> Response:
    """Return the page of a link that opens nothing."""
    frame = frame_of(services, today=services.today(), calendar=services.calendar(connection))
    if refusal.why is not Refused.EXPIRED or refusal.office is None:
        return _plain(services, frame, refusal)
    office = refusal.office
    page = ExpiredPage(
        frame=frame,
        office_name=office.name,
        expired=long_day(refusal.expires_on) if refusal.expires_on else "",
        address=sending.mask_address(office.email) if office.email else "",
        renew=f"{path_prefix(services.links)}/t/{token}/renew",
        is_sent=_SENT in request.query_params,
    )
    return answer(services, "expired", page, status=410)


def _plain(services: Services, frame: Frame, refusal: Refusal) -> Response:
    name = refusal.office.name.partition("（已并入#")[0] if refusal.office else ""
    if refusal.why is Refused.ALTERED:
        words = "可能是复制时少了几个字符。请回到邮件点按钮，或把整行网址复制过来。"
        return answer(services, "refused", RefusalPage(frame, "这个网址不完整", words), status=404)
    if refusal.why is Refused.MERGED:
        words = f"原来的事项转由{refusal.successor}办理，新的邮件发给{refusal.successor}。"
        page = RefusalPage(frame, f"{name}已并入{refusal.successor}", words)
    elif refusal.why is Refused.REVOKED:
        words = f"{name}的链接换过。请用最近一封督办邮件里的链接。"
        page = RefusalPage(frame, "这个链接已停用", words)
    else:
        on = f"链接有效期到{long_day(refusal.expires_on)}。" if refusal.expires_on else ""
        page = RefusalPage(frame, "这个链接已经过期", f"{on}请用最近一封邮件里的链接。")
    return answer(services, "refused", page, status=410)


def renew(services: Services, token: str, request: Request) -> Response:
    """Send a new link to the registered address of an expired link's office."""
    now = services.clock()
    with db.reading(services.engine) as connection:
        refusal = open_office(services, connection, token, now=now)
        if not isinstance(refusal, Refusal):
            return go_to(refusal.home)
        if refusal.why is not Refused.EXPIRED or refusal.office is None:
            return refuse(services, connection, refusal, token=token, request=request)
        frame = frame_of(services, today=services.today(), calendar=services.calendar(connection))
    if is_from_elsewhere(request, services.links):
        return stranger(services, frame)
    try:
        sending.send_new_link(services, refusal.office.id, now=now)
    except InputError as error:
        page = RefusalPage(frame, "没有发出新链接", error.message)
        return answer(services, "refused", page, status=409)
    return go_to(f"{path_prefix(services.links)}/t/{token}?{_SENT}=1")


def stranger(services: Services, frame: Frame) -> Response:
    """Return the page of a form that another site sent."""
    words = "这次提交来自别的网页，没有存下任何内容。请从邮件里的链接打开任务页再填。"
    page = RefusalPage(
        frame, "这次没有提交", words, link=frame.home, link_words="打开任务页" if frame.home else ""
    )
    return answer(services, "refused", page, status=403)


def missing(services: Services, frame: Frame) -> Response:
    """Return the page of a task or receipt that is not this office's."""
    words = f"{frame.office_name}的事项里没有这一项，可能已经撤销或改由别的单位办理。"
    page = RefusalPage(frame, "没有找到这一项", words, link=frame.home, link_words="回到任务页")
    return answer(services, "refused", page, status=404)


def show_leader(services: Services, token: str) -> Response:
    """Return a leader's read-only page, or why the link does not open."""
    today = services.today()
    with db.reading(services.engine) as connection:
        access = open_leader(services, connection, token, now=services.clock())
        frame = frame_of(services, today=today, calendar=services.calendar(connection))
        if isinstance(access, Refusal):
            return _plain(services, frame, access)
        page = leader_page(services, connection, access, frame, today=today)
    return answer(services, "leader", page)
