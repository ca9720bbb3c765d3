"""Digests to render, build and send, made of a filled database; and the same mail by ``EmailMessage``."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from benchmarks.worlds import NOW, RUN_DAY
from models import db
from models.store_directory import OfficeRecord, load_directory
from models.store_facts import load_facts
from rules.facts import Notice
from rules.plan import due_notices, grouped, scan_until
from scheduler.compose import Composer, read_material
from scheduler.posting import SLOT_DIGEST, Addressee, Post, build_post
from scheduler.services import Services
from templates.mail_values import OfficeMail, Rendered


@dataclass(frozen=True, slots=True)
class Digest:
    """What one office is told on the run day, not yet rendered."""

    office: OfficeRecord
    mail: OfficeMail
    notices: tuple[Notice, ...]


def digests(services: Services) -> list[Digest]:
    """Return the digests of the run day, composed but neither rendered nor stored."""
    with db.reading(services.engine) as connection:
        calendar = services.calendar(connection)
        until = scan_until(RUN_DAY, policy=services.policy, calendar=calendar)
        facts = load_facts(connection, due_until=until)
        notices = grouped(due_notices(facts, policy=services.policy, calendar=calendar, today=RUN_DAY))
        directory = load_directory(connection)
        material = read_material(
            connection,
            directory=directory,
            said={},
            task_ids=[fact.id for fact in facts],
            office_ids=notices,
        )
    composer = Composer(services, material, calendar, RUN_DAY, NOW)
    return [
        Digest(office, composer.office_mail(office, lines), tuple(lines))
        for office, lines in ((directory.offices[office_id], lines) for office_id, lines in notices.items())
    ]


def rendered(services: Services, digest: Digest) -> Rendered:
    """Render one digest as a pass does."""
    return services.renderer.digest(digest.mail, policy=services.policy, calendar=services.base_calendar)


def posted(services: Services, digest: Digest, mail: Rendered) -> Post:
    """Build one rendered digest as a pass does."""
    to = Addressee(digest.office.email, digest.office.name, digest.office.id)
    slot = f"{SLOT_DIGEST}:{digest.office.id}"
    return build_post(services, mail, to, slot=slot, kind=digest.notices[0].kind, now=NOW, plan_id=1)


def by_email_message(mail: Rendered, *, recipient: str, number: int) -> bytes:
    """Build the same mail by the standard library, the obvious way."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "市教育局督查室 <duban@example.org>"
    message["To"] = f"教育服务中心 <{recipient}>"
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(NOW)
    message["Message-ID"] = f"<{number}@example.org>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message.as_bytes()


def all_by_email_message(mails: Iterable[Rendered]) -> int:
    """Build many mails the obvious way and return how many octets they are."""
    return sum(
        len(by_email_message(mail, recipient=f"office{number}@example.org", number=number))
        for number, mail in enumerate(mails)
    )
