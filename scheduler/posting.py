"""Turning a rendered mail into an outbox row: exact bytes and Message-ID stored before anything is sent."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.engine import Connection

from models import store_outbox
from models.kinds import MessageState
from notifiers import mime
from rules.errors import InputError
from rules.facts import NoticeKind
from scheduler.services import Services
from templates.mail_values import Rendered

SLOT_DIGEST = "digest"
SLOT_LETTER = "letter"
SLOT_LEADER = "leader"
SLOT_RETURNED = "returned"
SLOT_WEEKLY = "weekly"
SLOT_SUMMARY = "summary"
SLOT_RESEND = "resend"
SLOT_LINK = "link"
SLOT_TEST = "test"

#: What a person asked for: leaves on any day, working or not.
BY_A_PERSON = (SLOT_LETTER, SLOT_LEADER, SLOT_RESEND, SLOT_LINK, SLOT_TEST)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a message: address, name, and the office it is about."""

    email: str
    name: str
    office_id: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A message ready to be stored: rendered, built, not yet remembered."""

    to: Addressee
    slot: str
    kind: str
    subject: str
    data: bytes
    message_id: str
    recipient: str
    plan_id: int | None
    due_on: date | None


def build_post(
    services: Services,
    rendered: Rendered,
    to: Addressee,
    *,
    slot: str,
    kind: NoticeKind | str,
    now: datetime,
    plan_id: int | None = None,
    due_on: date | None = None,
    attachments: tuple[mime.Attachment, ...] = (),
) -> Post:
    """Build the exact bytes of a mail; in pilot mode it goes to the one redirect address, marked.

    Raises :class:`InputError` for an address no mail can go to.
    """
    mail = services.mail
    recipient = mail.redirect_to or to.email
    if not recipient:
        raise InputError(f"{to.name}没有收信邮箱。")
    domain = mail.sender.partition("@")[2] or "localhost"
    message_id = mime.new_message_id(domain, secrets.token_hex(16))
    thread = f"<plan-{plan_id}.office-{to.office_id}@{domain}>" if plan_id and to.office_id else ""
    data = mime.build(
        mime.Mail(
            sender_name=mail.sender_name,
            sender=mail.sender,
            recipient_name=to.name,
            recipient=recipient,
            reply_to=mail.supervision_email,
            subject=f"[试运行] {rendered.subject}" if mail.redirect_to else rendered.subject,
            text=rendered.text,
            html=rendered.html,
            message_id=message_id,
            sent_at=now,
            thread_id=thread,
            attachments=attachments,
            redirected_from=to.email if mail.redirect_to else "",
        )
    )
    return Post(
        to=to,
        slot=stored_slot(services, slot, to.email),
        kind=str(kind),
        subject=rendered.subject,
        data=data,
        message_id=message_id,
        recipient=recipient,
        plan_id=plan_id,
        due_on=due_on,
    )


def stored_slot(services: Services, slot: str, email: str) -> str:
    """Return a slot as it is stored: in pilot mode it also names the address the mail was meant for."""
    return f"{slot}>{email}" if services.mail.redirect_to else slot


def store_post(connection: Connection, post: Post, *, run_on: date, now: datetime) -> int | None:
    """Store a message with its bytes; None when its slot of that day is taken already."""
    return store_posts(connection, [post], run_on=run_on, now=now)[0]


def store_posts(
    connection: Connection, posts: Sequence[Post], *, run_on: date, now: datetime
) -> list[int | None]:
    """Store messages with their bytes and return their ids; None for a slot of that day that is taken."""
    rows: list[dict[str, object]] = [
        {
            "message_id": post.message_id,
            "recipient": post.recipient,
            "recipient_name": post.to.name,
            "office_id": post.to.office_id,
            "plan_id": post.plan_id,
            "run_on": run_on,
            "slot": post.slot,
            "kind": post.kind,
            "subject": post.subject,
            "state": MessageState.PENDING,
            "reason": "",
            "due_on": post.due_on,
            "created_at": now,
            "next_try_at": now,
            "attempt_count": 0,
        }
        for post in posts
    ]
    return store_outbox.add_messages(connection, rows, [post.data for post in posts])
