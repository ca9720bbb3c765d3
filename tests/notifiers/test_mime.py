"""The bytes of a mail: headers nobody can add to, text every reader decodes, the same bytes every time."""

import email
import email.message
import email.policy
import mailbox
import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifiers.mime import Attachment, Mail, build, new_message_id
from rules.errors import DubanError, InputError


def changed(mail: Mail, name: str, value: Any) -> Mail:
    """Return a mail with one field changed, for tests that go through the fields by name."""
    return replace(mail, **{name: value})


PLAIN = Mail(
    sender_name="市教育局督查室",
    sender="duban@example.org",
    recipient_name="基教处",
    recipient="jijiao@example.org",
    reply_to="ducha@example.org",
    subject="1项逾期、2项5月31日到期｜基教处重点工作",
    text="基教处：\n\n请填一次办理情况。\n",
    html="<p>基教处：</p>\n<p>请填一次办理情况。</p>",
    message_id="<m1@example.org>",
    sent_at=datetime(2026, 5, 27, 0, 32, 5, tzinfo=UTC),
    thread_id="<plan1@example.org>",
)
LIST = Attachment("逾期清单0525.xlsx", b"PK\x03\x04" + bytes(range(256)), "application/vnd.ms-excel")
HEADERS = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
]


def parsed(mail: Mail) -> email.message.EmailMessage:
    return email.message_from_bytes(build(mail), policy=email.policy.default)


def shown(mail: Mail, name: str) -> str:
    """Return a header as mail programs of the older school decode it."""
    raw = email.message_from_bytes(build(mail), policy=email.policy.compat32)[name]
    return str(make_header(decode_header(raw)))


def body(message: email.message.EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def test_the_headers_are_exactly_those_set() -> None:
    """Each header is there once, in one order, and no other."""
    assert parsed(PLAIN).keys() == HEADERS


def test_a_mail_reads_as_it_was_meant() -> None:
    """Names, subject, addresses, date and both texts come out of a reader as they went in."""
    message = parsed(PLAIN)

    assert message["Subject"] == PLAIN.subject
    assert message["From"] == "市教育局督查室 <duban@example.org>"
    assert message["To"] == "基教处 <jijiao@example.org>"
    assert message["Reply-To"] == "ducha@example.org"
    assert message["Message-ID"] == "<m1@example.org>"
    assert message["In-Reply-To"] == message["References"] == "<plan1@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert body(message, "plain") == PLAIN.text
    assert body(message, "html") == PLAIN.html


def test_the_date_is_beijing_time() -> None:
    """A moment is shown as the reader's clock shows it."""
    assert parsed(PLAIN)["Date"] == "Wed, 27 May 2026 08:32:05 +0800"


def test_the_same_mail_gives_the_same_bytes() -> None:
    """A mail rendered again, also from another zone's clock, differs in no byte."""
    elsewhere = replace(PLAIN, sent_at=PLAIN.sent_at.astimezone(timezone(timedelta(hours=-5))))

    assert build(PLAIN) == build(replace(PLAIN)) == build(elsewhere)
    assert build(PLAIN) != build(replace(PLAIN, message_id="<m2@example.org>"))


def test_every_line_is_short_ascii_ending_in_crlf() -> None:
    """Relays without 8BITMIME and with the strictest line limit take it as it is."""
    data = build(replace(PLAIN, html="<p>督办</p>" * 5000, attachments=(LIST,)))

    lines = data.split(b"\r\n")
    assert data.isascii()
    assert data.endswith(b"--\r\n")
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", data)
    assert max(map(len, lines)) <= 100
    assert max(len(line) for line in lines if b"filename*=" not in line) <= 76


def test_what_is_empty_is_left_out() -> None:
    """No answer address, no thread, no display name: no header, and never an empty one."""
    bare = replace(PLAIN, sender_name="", recipient_name=" ", reply_to="", thread_id="", html="")

    message = parsed(bare)

    assert message["From"] == "duban@example.org"
    assert message["To"] == "jijiao@example.org"
    assert message.get_content_type() == "text/plain"
    assert body(message, "plain") == PLAIN.text
    assert not {"Reply-To", "In-Reply-To", "References"} & set(message.keys())


def test_the_first_mail_of_a_thread_does_not_answer_itself() -> None:
    """A mail whose own number is the thread's begins it."""
    assert "References" not in parsed(replace(PLAIN, thread_id=PLAIN.message_id))


def test_an_empty_subject_is_said() -> None:
    """A subject of nothing but invisible characters is replaced, for relays dislike an empty one."""
    assert parsed(replace(PLAIN, subject="\u200b \r\n"))["Subject"] == "（无主题）"


def test_a_redirected_mail_names_the_address_it_was_for() -> None:
    """On trial the one reader sees for whom a mail was meant."""
    message = parsed(replace(PLAIN, recipient="trial@example.org", redirected_from="jijiao@Example.ORG"))

    assert message["X-Duban-Original-Recipient"] == "jijiao@example.org"


def test_domains_are_written_in_ascii() -> None:
    """A Chinese domain goes into the header in IDNA."""
    assert (
        parsed(replace(PLAIN, recipient="jj@例子.中国"))["To"].addresses[0].domain == "xn--fsqu00a.xn--fiqs8s"
    )


class TestAttachments:
    """Files keep their names and their bytes."""

    def test_texts_and_files_are_told_apart(self) -> None:
        """The two texts stay a choice of one; the files stand beside them."""
        message = parsed(replace(PLAIN, attachments=(LIST, Attachment("a.csv", b"", "text/csv"))))

        assert message.get_content_type() == "multipart/mixed"
        assert body(message, "plain") == PLAIN.text
        assert body(message, "html") == PLAIN.html
        files = list(message.iter_attachments())
        assert [file.get_filename() for file in files] == ["逾期清单0525.xlsx", "a.csv"]
        assert files[0].get_payload(decode=True) == LIST.content
        assert files[1].get_payload(decode=True) == b""
        assert files[0].get_content_type() == LIST.content_type

    def test_a_chinese_name_is_told_in_both_encodings(self) -> None:
        """Standard readers find filename*=, older ones the encoded words in name=; there is no third."""
        message = email.message_from_bytes(build(replace(PLAIN, attachments=(LIST,))))
        part = list(message.walk())[-1]

        assert part.get_filename() == LIST.file_name
        assert str(make_header(decode_header(str(part.get_param("name"))))) == LIST.file_name
        assert "filename=" not in str(part["Content-Disposition"])

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("a.xlsx", "a.xlsx"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\windows\\x.docx", "C__windows_x.docx"),
            ('清单".xlsx\r\nBcc: x@y', "清单_.xlsx Bcc_ x@y"),
            ("\u202exslx.exe", "xslx.exe"),
            ("=?UTF-8?Q?=0A?=.csv", "= _UTF-8_Q_ =0A_ =.csv"),
            ("", "附件"),
            (" . ", "附件"),
            ("长" * 300 + ".xlsx", "长" * 77 + ".xlsx"),
            ("a" * 300 + ".xlsx", "a" * 95 + ".xlsx"),
        ],
    )
    def test_a_name_is_made_harmless(self, name: str, kept: str) -> None:
        """A file name carries no folder, no line and no length that a program could stumble over."""
        file = Attachment(name, b"x", "application/pdf")

        (part,) = parsed(replace(PLAIN, attachments=(file,))).iter_attachments()

        assert part.get_filename() == kept
        assert part.keys() == ["Content-Type", "Content-Disposition", "Content-Transfer-Encoding"]

    @pytest.mark.parametrize(
        "content_type", ["", "text", "text/html; x=y", "a/b\r\nBcc: x@y", "文/本", "a/b\n"]
    )
    def test_an_odd_type_becomes_the_neutral_one(self, content_type: str) -> None:
        """What is no type is sent as plain octets."""
        (part,) = parsed(
            replace(PLAIN, attachments=(Attachment("a", b"x", content_type),))
        ).iter_attachments()

        assert part.get_content_type() == "application/octet-stream"


INJECTIONS = [
    "督办 =?UTF-8?Q?=0A?=Bcc: x@y",
    "x =?UTF-8?Q?=0A?=Bcc: x@y",
    "=\u200b?utf-8?q?=0D=0ABcc:_x?\u200b=",
    "=?utf-8?B?DQpCY2M6IHhAeQ==?=",
    "a\r\nBcc: x@y",
    "a\r\n\r\nbody",
    "a\nBcc: x@y",
    "a\rBcc: x@y",
    "a\vBcc: x@y",
    "a\fBcc: x@y",
    "a\x1cBcc: x@y",
    "a\x00b\x1b[31m\x7f",
    "a\x85Bcc: x@y",
    "a\u2028Bcc: x@y",
    "a\u2029Bcc: x@y",
    "a\u202egpj.exe",
    '"x" <evil@example.org>, b',
    "\ud800lone\udfff",
    "a\\",
    "   ",
]


class TestInjection:
    """No imported text becomes a header of its own (CVE-2024-6923 and its kind)."""

    @pytest.mark.parametrize("text", INJECTIONS)
    @pytest.mark.parametrize("name", ["subject", "sender_name", "recipient_name"])
    def test_through_a_text(self, name: str, text: str) -> None:
        """Whatever stands in a name or a subject, the headers are those set and the recipient is one."""
        mail = changed(PLAIN, name, text)
        data = build(mail)

        for policy in (email.policy.default, email.policy.compat32):
            assert email.message_from_bytes(data, policy=policy).keys() == HEADERS
        assert [address.addr_spec for address in parsed(mail)["To"].addresses] == ["jijiao@example.org"]
        assert [address.addr_spec for address in parsed(mail)["From"].addresses] == ["duban@example.org"]
        header = {"subject": "Subject", "sender_name": "From", "recipient_name": "To"}[name]
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202e\ud800-\udfff]", str(parsed(mail)[header]))
        assert "=?" not in str(parsed(mail)[header])

    @pytest.mark.parametrize("text", [*INJECTIONS, "a.xlsx=?utf-8?q?=0ABcc:_x?="])
    def test_through_a_file_name(self, text: str) -> None:
        """The same for the name of a file."""
        mail = replace(PLAIN, attachments=(Attachment(text, b"x", "application/pdf"),))

        for policy in (email.policy.default, email.policy.compat32):
            message = email.message_from_bytes(build(mail), policy=policy)
            assert message.keys() == HEADERS
            assert list(message.walk())[-1].keys() == [
                "Content-Type",
                "Content-Disposition",
                "Content-Transfer-Encoding",
            ]

    @pytest.mark.parametrize("name", ["sender", "recipient", "reply_to", "redirected_from"])
    @pytest.mark.parametrize(
        "text", ["a@b\r\nBcc: x@y", "a@b>, <c@d", "a@b,c@d", "a b@c", "张三@example.org"]
    )
    def test_through_an_address(self, name: str, text: str) -> None:
        """An address that is not exactly one address stops the mail."""
        with pytest.raises(InputError):
            build(changed(PLAIN, name, text))

    @pytest.mark.parametrize("name", ["message_id", "thread_id"])
    @pytest.mark.parametrize(
        "text", ["x", "<a@b>\r\nBcc: x@y", "<a@b> <c@d>", "<a@b", "<督@b>", "<a@b@c>", "<a b@c>"]
    )
    def test_through_a_message_id(self, name: str, text: str) -> None:
        """A Message-ID that is none stops the mail."""
        with pytest.raises(DubanError):
            build(changed(PLAIN, name, text))

    @given(
        texts=st.tuples(*[st.text(st.characters(), max_size=60)] * 3),
        name=st.text(st.characters(), max_size=60),
    )
    def test_whatever_the_text(self, texts: tuple[str, str, str], name: str) -> None:
        """For any text at all: the same headers, short lines, and no defect that a parser could find."""
        subject, sender_name, recipient_name = texts
        mail = replace(
            PLAIN,
            subject=subject,
            sender_name=sender_name,
            recipient_name=recipient_name,
            attachments=(Attachment(name, b"x", "application/pdf"),),
        )
        data = build(mail)
        message = email.message_from_bytes(data, policy=email.policy.default)

        assert message.keys() == HEADERS
        assert max(map(len, data.split(b"\r\n"))) <= 998
        assert [part.defects for part in message.walk()] == [[]] * 5
        assert all(not value.defects for value in message.values())
        assert [address.addr_spec for address in message["To"].addresses] == ["jijiao@example.org"]


@given(
    st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="=?"), min_size=1, max_size=200)
)
def test_a_subject_of_any_length_decodes_to_itself(subject: str) -> None:
    """Encoded words never split a character and join again without a gap, for old and new readers."""
    mail = replace(PLAIN, subject=subject, recipient_name=subject)
    words = re.findall(rb"=\?utf-8\?B\?[^?]*\?=", build(mail))

    assert shown(mail, "Subject") == subject
    assert parsed(mail)["Subject"] == subject
    # Python's newer parser puts a blank between the words of a long name, against RFC 2047 6.2.
    assert shown(mail, "To") == f"{subject} <jijiao@example.org>"
    assert all(len(word) <= 75 for word in words)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_text_arrives_with_one_kind_of_line_end(text: str) -> None:
    """Bodies come out as they went in, whatever line ends they had."""
    message = parsed(replace(PLAIN, text=text, html=""))

    content = message.get_payload(decode=True)
    assert isinstance(content, bytes)
    expected = re.sub("\r\n|\r|\n", "\r\n", text)
    assert content.decode("utf-8") == expected


def test_half_a_character_in_a_body_does_not_stop_the_mail() -> None:
    """A lone surrogate, which UTF-8 cannot carry, becomes a question mark."""
    assert parsed(replace(PLAIN, text="a\ud800b", html="")).get_content() == "a?b"


def test_a_time_without_zone_is_refused() -> None:
    """A moment must say whose clock it is of."""
    with pytest.raises(DubanError):
        build(replace(PLAIN, sent_at=PLAIN.sent_at.replace(tzinfo=None)))


def test_a_built_mail_is_a_mail_for_other_programs() -> None:
    """The standard library's mailbox reads it without loss."""
    message = mailbox.MaildirMessage(build(PLAIN))

    assert parsedate_to_datetime(message["Date"]) == PLAIN.sent_at


def test_every_field_reaches_the_bytes() -> None:
    """No field of a mail is forgotten: changing any of them changes the bytes."""
    others: dict[str, object] = {
        "sent_at": PLAIN.sent_at + timedelta(seconds=1),
        "attachments": (LIST,),
        "message_id": "<other@example.org>",
        "thread_id": "<other@example.org>",
    }
    addresses = ("sender", "recipient", "reply_to", "redirected_from")

    for field in fields(Mail):
        value = others.get(field.name, "other@example.org" if field.name in addresses else "别的")
        assert build(changed(PLAIN, field.name, value)) != build(PLAIN), field.name


class TestMessageId:
    """A number that is a Message-ID whatever it was made of."""

    @pytest.mark.parametrize(
        ("domain", "unique", "expected"),
        [
            ("example.org", "20260527.a1b2", "<20260527.a1b2@example.org>"),
            ("Example.ORG", "x-1", "<x-1@example.org>"),
            ("例子.中国", "x", "<x@xn--fsqu00a.xn--fiqs8s>"),
        ],
    )
    def test_a_plain_name_is_kept(self, domain: str, unique: str, expected: str) -> None:
        """What can stand in a Message-ID stands there as it is."""
        assert new_message_id(domain, unique) == expected

    @pytest.mark.parametrize("unique", ["", "基教处|digest", "a b", "x\r\n", ".x", "a" * 200, "\ud800"])
    def test_any_other_name_is_hashed(self, unique: str) -> None:
        """What cannot becomes a number of its own, and the mail can be built with it."""
        message_id = new_message_id("example.org", unique)

        assert re.fullmatch(r"<[0-9a-f]{40}@example\.org>", message_id)
        assert message_id != new_message_id("example.org", unique + "1")
        assert build(replace(PLAIN, message_id=message_id))

    @pytest.mark.parametrize("domain", ["", "a b", "a@b", "-x.org", "a\r\nb", "a..b", "x" * 64])
    def test_a_domain_must_be_one(self, domain: str) -> None:
        """A domain that is none is told to whoever set it."""
        with pytest.raises(InputError):
            new_message_id(domain, "x")
