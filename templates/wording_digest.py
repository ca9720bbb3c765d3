"""A digest as a mail: its top by tone, its sections, notes and footer put together."""

from collections.abc import Callable

from rules.policy import Policy
from rules.workdays import Calendar
from templates.mail_parts import Mail
from templates.mail_values import OfficeMail
from templates.wording_after_due import asked_opening, returned_opening, weekly_opening
from templates.wording_assignment import GUIDE_TITLE, assignment_opening, guide
from templates.wording_before_due import due_today_opening, first_opening, inform_opening, reminder_opening
from templates.wording_frame import day_line, letterhead
from templates.wording_notes import digest_footer, digest_notes, phone_words
from templates.wording_parts import Digest, Tone, sorted_digest
from templates.wording_sections import digest_sections
from templates.wording_top import Opening

_OPENINGS: dict[Tone, Callable[[Digest], Opening]] = {
    Tone.ASSIGNMENT: assignment_opening,
    Tone.RETURNED: returned_opening,
    Tone.ASKED: asked_opening,
    Tone.WEEKLY: weekly_opening,
    Tone.DUE_TODAY: due_today_opening,
    Tone.REMINDER: reminder_opening,
    Tone.FIRST: first_opening,
    Tone.INFORM: inform_opening,
}


def digest_mail(mail: OfficeMail, *, policy: Policy, calendar: Calendar) -> Mail:
    """Return everything one office is told on one day."""
    digest = sorted_digest(mail, policy=policy, calendar=calendar)
    top = _OPENINGS[digest.tone](digest)
    phone, phone_rest = phone_words(mail.bureau)
    is_assignment = digest.tone is Tone.ASSIGNMENT
    return Mail(
        subject=top.subject,
        preheader=top.preheader,
        letterhead=letterhead(mail.bureau),
        day=day_line(mail.today, calendar),
        greeting=f"{mail.office_name}：",
        title=top.title,
        text_title=top.text_title or top.title,
        lead=top.lead,
        sections=digest_sections(digest),
        button=top.button,
        notes=digest_notes(digest),
        guide_title=GUIDE_TITLE if is_assignment else "",
        guide=guide(policy, mail.bureau.supervision_short) if is_assignment else (),
        phone=phone,
        phone_rest=phone_rest,
        footer=digest_footer(digest),
    )
