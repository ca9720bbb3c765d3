"""What a person does about mail itself: pause, resume, send again, a new link, release a plan."""

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.engine import Connection

from models import db, store_audit, store_holding, store_messages, store_notices, store_outbox, store_plans
from models.kinds import MessageState, PlanState
from models.store_audit import SENDING_PAUSED, Actor
from models.store_directory import load_directory
from rules.errors import InputError, RuleError
from scheduler.links import LIFETIME_DAYS
from scheduler.posting import SLOT_LINK, SLOT_RESEND, SLOT_TEST, Addressee, build_post, store_post
from scheduler.services import SHANGHAI, Services
from templates.mail_values import LinkMail

_TOKEN = re.compile(r"(/[tl]/)[A-Za-z0-9_-]{20,}")
_LINK_PAUSE = timedelta(hours=1)


def is_paused(connection: Connection) -> str:
    """Return why all sending is paused, empty when it is not."""
    return store_audit.switch_value(connection, SENDING_PAUSED)


def pause(services: Services, actor: Actor, *, reason: str = "") -> None:
    """Stop all sending (全部暂停发送) until somebody resumes it, across processes."""
    _switch(services, actor, reason.strip() or f"{actor.name}暂停", "sending_pause")


def resume(services: Services, actor: Actor) -> None:
    """Let mail leave again."""
    _switch(services, actor, "", "sending_resume")


def _switch(services: Services, actor: Actor, value: str, act: str) -> None:
    now = services.clock()
    with db.writing(services.engine) as connection:
        store_audit.set_switch(connection, SENDING_PAUSED, value, by=actor, at=now)
        if not value:
            store_holding.let_go(connection, now=now)
        facts = {"reason": value}
        store_audit.record(connection, actor, act, subject=("sending", ""), at=now, facts=facts)


def release_plan(services: Services, actor: Actor, plan_id: int, *, today: date) -> None:
    """Release a plan: its assignment mails leave with the next pass of a working day."""
    now = services.clock()
    with db.writing(services.engine) as connection:
        plan = store_plans.plan(connection, plan_id)
        if plan.state is PlanState.WITHDRAWN:
            raise RuleError("这份计划已经撤回，不能发布。")
        if plan.state is PlanState.RELEASED:
            raise RuleError("这份计划已经发布过了。")
        store_plans.update_plan(connection, plan_id, state=PlanState.RELEASED, released_on=today)
        store_audit.record(connection, actor, "plan_release", subject=("plan", plan_id), at=now)


def resend(services: Services, actor: Actor, message_id: int, *, today: date) -> int:
    """Queue a stored message once more to the office's present address, as a new letter.

    Returns the new message's id. Raises :class:`RuleError` when the bytes were purged or it still waits.
    """
    now = services.clock()
    with db.writing(services.engine) as connection:
        old = store_messages.message(connection, message_id)
        if old.state in store_outbox.WAITING:
            raise RuleError("这封信还在等待发出，不用重发。")
        data = store_messages.body(connection, message_id)
        if not data:
            raise RuleError("这封信的内容已按保存期限清除，不能重发。")
        office = load_directory(connection).offices.get(old.office_id or 0)
        address = services.mail.redirect_to or (office.email if office else old.recipient)
        if not address:
            raise RuleError("这个单位没有收信邮箱，请先补上。")
        fresh = _readdressed(data, old.recipient, address)
        new_id = store_outbox.add_message(
            connection,
            fresh.data,
            message_id=fresh.message_id,
            recipient=address,
            recipient_name=old.recipient_name,
            office_id=old.office_id,
            plan_id=old.plan_id,
            run_on=today,
            slot=f"{SLOT_RESEND}:{message_id}:{now.timestamp():.0f}",
            kind=old.kind,
            subject=old.subject,
            state=MessageState.PENDING,
            reason="",
            due_on=old.due_on,
            created_at=now,
            next_try_at=now,
            attempt_count=0,
            replaces_id=message_id,
        )
        unsaid = [
            record.id
            for record in store_notices.notices(connection, message_id=message_id)
            if record.left_on is None
        ]
        store_notices.update_notices(connection, unsaid, message_id=new_id)
        facts = {"from": message_id, "message": new_id}
        store_audit.record(
            connection, actor, "message_resend", subject=("message", new_id), at=now, facts=facts
        )
    return new_id


@dataclass(frozen=True, slots=True)
class _Fresh:
    data: bytes
    message_id: str


def _readdressed(data: bytes, old_address: str, address: str) -> _Fresh:
    """Give stored bytes a new Message-ID and, where it moved, the present address; all else stays."""
    head, blank, rest = data.partition(b"\r\n\r\n")
    found = re.search(rb"(?im)^Message-ID:\s*<([^@>]+)@([^>]+)>", head)
    if found is None:
        raise RuleError("这封信的原文不完整，不能重发。")
    domain = found[2].decode("ascii", "replace")
    message_id = f"<{secrets.token_hex(16)}@{domain}>"
    head = head[: found.start()] + f"Message-ID: {message_id}".encode() + head[found.end() :]
    head = head.replace(f"<{old_address}>".encode(), f"<{address}>".encode())
    return _Fresh(head + blank + rest, message_id)


def send_new_link(services: Services, office_id: int, *, now: datetime) -> str:
    """Queue a new link to an office's registered address, at most one an hour; returns the masked address.

    Raises :class:`InputError` when the office has no address.
    """
    today = now.astimezone(SHANGHAI).date()
    with db.writing(services.engine) as connection:
        office = load_directory(connection).offices.get(office_id)
        if office is None or not office.email:
            raise InputError("这个单位没有登记邮箱，请打电话给督查室。")
        recent = store_messages.messages(connection, office_id=office_id, kind=SLOT_LINK, limit=1)
        if recent and now - recent[0].created_at < _LINK_PAUSE:
            return mask_address(office.email)
        mail = LinkMail(
            bureau=services.bureau,
            office_name=office.name,
            today=today,
            link=services.links.office_url(office.id, version=office.link_version, now=now),
            expires_on=today + timedelta(days=LIFETIME_DAYS),
        )
        rendered = services.renderer.link(mail)
        post = build_post(
            services,
            rendered,
            Addressee(office.email, office.name, office.id),
            slot=f"{SLOT_LINK}:{office.id}:{now.timestamp():.0f}",
            kind=SLOT_LINK,
            now=now,
        )
        store_post(connection, post, run_on=today, now=now)
        actor = Actor(f"{office.name}（办理页）")
        store_audit.record(connection, actor, "link_renew", subject=("office", office.id), at=now)
    return mask_address(office.email)


def queue_test_mail(services: Services, address: str, *, now: datetime) -> int:
    """Queue a test mail to an address and return its message id."""
    today = now.astimezone(SHANGHAI).date()
    rendered = services.renderer.trial(services.bureau, today=today)
    slot = f"{SLOT_TEST}:{now.timestamp():.0f}"
    post = build_post(services, rendered, Addressee(address, address), slot=slot, kind=SLOT_TEST, now=now)
    with db.writing(services.engine) as connection:
        message_id = store_post(connection, post, run_on=today, now=now)
    if message_id is None:
        raise RuleError("刚刚已经发过一封测试信。")
    return message_id


def mask_address(address: str) -> str:
    """Return an address with all but its first letter hidden: ``j***@example.org``."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}***@{domain}"


def mask_token(text: str) -> str:
    """Hide the tokens of links in a stored mail, so that reading it opens nothing."""
    return _TOKEN.sub(r"\1••••", text)
