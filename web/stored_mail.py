"""Reading a stored message back: its heads and parts as they were sent, with the links' tokens hidden."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from scheduler.sending import mask_token


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A message as it was sent, safe to show."""

    sender: str
    recipient: str
    date: str
    text: str
    html: str
    attachments: tuple[str, ...]


def read_mail(data: bytes) -> StoredMail:
    """Return the parts of a message; every token in it is hidden."""
    message = _parsed(data)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return StoredMail(
        sender=str(message.get("From", "")),
        recipient=str(message.get("To", "")),
        date=str(message.get("Date", "")),
        text=mask_token(_content(plain)),
        html=mask_token(_content(html)),
        attachments=tuple(part.get_filename() or "附件" for part in message.iter_attachments()),
    )


def masked_eml(data: bytes) -> bytes:
    """Return a message as a file, with every token in its texts and heads hidden."""
    message = _parsed(data)
    for name, value in list(message.items()):
        if mask_token(value) != value:
            message.replace_header(name, mask_token(value))
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() in ("text/plain", "text/html"):
            words = _content(part)
            if mask_token(words) != words and not part.get_filename():
                part.set_content(mask_token(words), subtype=part.get_content_subtype(), cte="base64")
    return message.as_bytes(policy=policy.SMTP)


def _parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError(type(message))
    return message


def _content(part: object) -> str:
    return str(part.get_content()) if isinstance(part, EmailMessage) else ""
