"""The top of a digest as a value, and the pieces its tones share: subject, button, reply date."""

from dataclasses import dataclass

from templates.mail_parts import Button, Place, Words
from templates.mail_values import Line, OfficeMail
from templates.wording_dates import deadline
from templates.wording_parts import Digest
from templates.wording_rows import fill_in_words
from templates.wording_subject import office_subject

NO_LOGIN = "不用登录"
PAGE_WORDS = "任务页"


@dataclass(frozen=True, slots=True)
class Opening:
    """The top of a mail."""

    subject: str
    preheader: str
    title: str
    lead: tuple[Words, ...]
    button: Button | None
    text_title: str = ""
    """The title as the text part says it, when it differs."""


def subject_for(digest: Digest, *heads: str, has_suffix: bool = False) -> str:
    """Return a subject that ends in the office's name; later heads are shorter."""
    mail = digest.mail
    return office_subject(
        heads, bureau=mail.bureau, office=mail.office_name, short=mail.short_name, has_suffix=has_suffix
    )


def main_button(digest: Digest) -> Button | None:
    """The button to the office's page, or for a single item the one under it to its form."""
    single = digest.single
    if single is not None:
        return item_button(digest.mail, single, fill_in_words(single))
    return page_button(digest.mail, f"打开{digest.mail.office_name}任务页")


def page_button(
    mail: OfficeMail, label: str, *, note: str = NO_LOGIN, text: str = PAGE_WORDS
) -> Button | None:
    """Return the button above the list, None without an address."""
    return Button(label, mail.link, note, text) if mail.link else None


def item_button(mail: OfficeMail, line: Line, label: str) -> Button | None:
    """Return the button under a single item, None without an address."""
    link = line.link or mail.link
    return Button(label, link, f"{NO_LOGIN}，约1分钟", label, place=Place.UNDER_ITEM) if link else None


def reply_by(digest: Digest, days: int) -> str:
    """Return the last day to answer, so many working days from the day of sending."""
    today = digest.mail.today
    return deadline(digest.calendar.add_workdays(today, days), calendar=digest.calendar, today=today)
