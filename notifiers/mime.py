"""The exact bytes of a mail: the same mail gives the same bytes, at any try and on any machine.

Must not read a clock or draw anything random, and sends nothing. The frame is written here and not by
`email.message`, whose parsing and folding of every header costs fifty times the rest of the work.
"""

import hashlib
import re
from binascii import b2a_base64
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

from notifiers.headers import (
    clean_file_name,
    clean_header,
    file_name_parameters,
    header_block,
    mailbox_value,
    text_value,
)
from rules.addresses import ascii_domain, check_address
from rules.errors import DubanError

__all__ = ["Attachment", "Mail", "build", "check_address", "clean_header", "new_message_id"]

_BEIJING = timezone(timedelta(hours=8))
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,255}>")
_UNIQUE = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_CONTENT_TYPE = re.compile(r"[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+")
_BASE64 = ("Content-Transfer-Encoding", "base64")
_BASE64_LINE = re.compile(rb".{1,76}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file that goes with a mail."""

    file_name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Mail:
    """All that a mail to one recipient consists of."""

    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    reply_to: str
    """Empty when answers go to the sender."""
    subject: str
    text: str
    html: str
    """Empty for a mail of plain text."""
    message_id: str
    sent_at: datetime
    thread_id: str
    """The Message-ID under which mail programs gather this mail with others; empty when it stands alone."""
    attachments: tuple[Attachment, ...] = ()
    redirected_from: str = ""
    """The address it would have gone to, when everything is redirected to one address on trial."""


def new_message_id(domain: str, unique: str) -> str:
    """Return a Message-ID; ``unique`` must never come again at this domain, other installations included."""
    if len(unique) > 100 or not _UNIQUE.fullmatch(unique):
        unique = hashlib.sha256(unique.encode("utf-8", "replace")).hexdigest()[:40]
    return f"<{unique}@{ascii_domain(domain)}>"


def build(mail: Mail) -> bytes:
    """Return the mail as it goes over the wire, in printable ASCII lines that end in CRLF.

    Raises ``InputError`` for an address that cannot be used, ``DubanError`` for a mail that must not leave.
    """
    boundary = "=_" + hashlib.sha256(mail.message_id.encode("utf-8", "replace")).hexdigest()[:40]
    fields, content = _body(mail, f"{boundary}_a")
    if mail.attachments:
        parts = [header_block(fields) + content, *(_attachment_part(file) for file in mail.attachments)]
        fields, content = _multipart("mixed", f"{boundary}_m", parts)
    return header_block([*_head(mail), *fields]) + content


def _head(mail: Mail) -> list[tuple[str, str]]:
    """Return the headers that say who, whom, what and when; an empty one is left out."""
    if mail.sent_at.utcoffset() is None:
        raise DubanError("邮件的发送时间没有时区，这封邮件没有生成。")
    thread_id = _checked_id(mail.thread_id) if mail.thread_id not in ("", mail.message_id) else ""
    original = mail.redirected_from and check_address(mail.redirected_from)
    fields = [
        ("From", mailbox_value("From", mail.sender_name, check_address(mail.sender))),
        ("To", mailbox_value("To", mail.recipient_name, check_address(mail.recipient))),
        ("Reply-To", mail.reply_to and check_address(mail.reply_to)),
        ("Subject", text_value("Subject", mail.subject) or text_value("Subject", "（无主题）")),
        ("Date", format_datetime(mail.sent_at.astimezone(_BEIJING))),
        ("Message-ID", _checked_id(mail.message_id)),
        ("In-Reply-To", thread_id),
        ("References", thread_id),
        ("Auto-Submitted", "auto-generated"),
        ("X-Duban-Original-Recipient", original),
        ("MIME-Version", "1.0"),
    ]
    return [(name, value) for name, value in fields if value]


def _checked_id(message_id: str) -> str:
    """Return a Message-ID that is one; anything else must not reach a header."""
    if not _MESSAGE_ID.fullmatch(message_id):
        raise DubanError("邮件编号（Message-ID）不合规则，这封邮件没有生成。")
    return message_id


def _body(mail: Mail, boundary: str) -> tuple[list[tuple[str, str]], bytes]:
    """Return the readable part: the text alone, or text and HTML to choose from."""
    text = _text_fields("plain"), _base64_lines(_canonical(mail.text))
    if not mail.html:
        return text
    html = _text_fields("html"), _base64_lines(_canonical(mail.html))
    return _multipart(
        "alternative", boundary, [header_block(fields) + lines for fields, lines in (text, html)]
    )


def _text_fields(subtype: str) -> list[tuple[str, str]]:
    return [("Content-Type", f"text/{subtype}; charset=utf-8"), _BASE64]


def _attachment_part(file: Attachment) -> bytes:
    """Return one file as a part with its header."""
    content_type = (
        file.content_type if _CONTENT_TYPE.fullmatch(file.content_type) else "application/octet-stream"
    )
    in_type, in_disposition = file_name_parameters(clean_file_name(file.file_name))
    fields = [
        ("Content-Type", f"{content_type};\r\n {in_type}"),
        ("Content-Disposition", f"attachment;\r\n {in_disposition}"),
        _BASE64,
    ]
    return header_block(fields) + _base64_lines(file.content)


def _multipart(subtype: str, boundary: str, parts: list[bytes]) -> tuple[list[tuple[str, str]], bytes]:
    """Return several parts as one. Every part is base64, so none can hold a boundary, which has a ``_``."""
    mark = f"--{boundary}".encode("ascii")
    content = b"".join(mark + b"\r\n" + part for part in parts) + mark + b"--\r\n"
    return [("Content-Type", f'multipart/{subtype};\r\n boundary="{boundary}"')], content


def _canonical(text: str) -> bytes:
    """Return text in UTF-8 with CRLF line ends, as MIME wants it before it is encoded."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    return lines.encode("utf-8", "replace")


def _base64_lines(content: bytes) -> bytes:
    """Return content in base64, 76 columns a line (one search is twice as quick as a slice a line)."""
    return b"\r\n".join([*_BASE64_LINE.findall(b2a_base64(content, newline=False)), b""])
