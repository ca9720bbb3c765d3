"""A mail the relay finds too big (552) goes once more without its attachment, and says so.

The refused message stays as it was; what leaves is a new one, under a new Message-ID.
"""

import email
import email.policy
import secrets
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import parseaddr

from sqlalchemy.engine import Connection

from models import store_messages, store_notices, store_outbox
from models.kinds import MessageState
from models.store_outbox import Claimed
from notifiers import mime
from scheduler.posting import Post
from scheduler.services import Services

TOO_BIG = 552
_WORDS = "附件太大，邮件系统没有收，这封信没有带附件。清单请在任务页查看，或向督查室索取。"
_MARK = "/没有附件"


@dataclass(frozen=True, slots=True)
class _Slim:
    data: bytes
    message_id: str


def store_without_attachment(services: Services, connection: Connection, claimed: Claimed) -> int | None:
    """Queue a refused message once more without its attachment, in the caller's transaction.

    Returns the new message's id; None when it had no attachment, or has been slimmed before.
    """
    old = store_messages.message(connection, claimed.id)
    slim = None if is_slim(old.slot) else _slim(services, claimed.data)
    if slim is None:
        return None
    now = services.clock()
    new_id = store_outbox.add_message(
        connection,
        slim.data,
        message_id=slim.message_id,
        recipient=old.recipient,
        recipient_name=old.recipient_name,
        office_id=old.office_id,
        plan_id=old.plan_id,
        run_on=old.run_on,
        slot=old.slot + _MARK,
        kind=old.kind,
        subject=old.subject,
        state=MessageState.PENDING,
        reason="附件太大，不带附件再发一次",
        due_on=old.due_on,
        created_at=now,
        next_try_at=now,
        attempt_count=0,
        replaces_id=old.id,
    )
    records = store_notices.notices(connection, message_id=old.id)
    store_notices.update_notices(connection, [record.id for record in records], message_id=new_id)
    return new_id


def is_slim(slot: str) -> bool:
    """Tell from its slot whether a message goes without an attachment it had at first."""
    return slot.endswith(_MARK)


def without_attachment(services: Services, post: Post) -> Post:
    """Return a post rendered anew as one that goes without its attachment."""
    slim = _slim(services, post.data)
    marked = replace(post, slot=post.slot + _MARK)
    return replace(marked, data=slim.data, message_id=slim.message_id) if slim else marked


def _slim(services: Services, data: bytes) -> _Slim | None:
    parsed = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(parsed, EmailMessage) or not any(parsed.iter_attachments()):
        return None
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    if text is None or html is None:
        return None
    sender_name, sender = parseaddr(str(parsed["From"]))
    recipient_name, recipient = parseaddr(str(parsed["To"]))
    message_id = mime.new_message_id(sender.partition("@")[2], secrets.token_hex(16))
    mail = mime.Mail(
        sender_name=sender_name,
        sender=sender,
        recipient_name=recipient_name,
        recipient=recipient,
        reply_to=parseaddr(str(parsed["Reply-To"] or ""))[1],
        subject=str(parsed["Subject"]),
        text=f"{_WORDS}\n\n{text.get_content()}",
        html=_with_words(str(html.get_content())),
        message_id=message_id,
        sent_at=services.clock(),
        thread_id=str(parsed["References"] or ""),
        redirected_from=str(parsed["X-Duban-Original-Recipient"] or ""),
    )
    return _Slim(mime.build(mail), message_id)


def _with_words(html: str) -> str:
    head, opened, rest = html.partition("<body")
    tag, closed, inside = rest.partition(">")
    style = "font-family:sans-serif;font-size:14px;line-height:22px;color:#525252"
    return f'{head}{opened}{tag}{closed}<p style="{style}">{_WORDS}</p>{inside}'
