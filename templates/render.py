"""Turns values into mails and pages; templates are compiled once.

It decides no word and reads no clock and no database.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rules.policy import Policy
from rules.workdays import Calendar, weekday_name
from templates import filters
from templates.cleaning import cleaned
from templates.compiled import own_cache
from templates.mail_parts import Mail, Words
from templates.mail_values import (
    Bureau,
    LeaderMail,
    LinkMail,
    OfficeMail,
    Rendered,
    SummaryMail,
    WeeklyMail,
)
from templates.wording_digest import digest_mail
from templates.wording_leader import leader_mail
from templates.wording_letter import letter_mail
from templates.wording_short import link_mail, trial_mail
from templates.wording_summary import Summary, summary_mail
from templates.wording_weekly import weekly_mail

_FOLDER = Path(__file__).parent
#: Raise it with every change to the options of the environments: what was compiled before is stale then.
_OPTIONS = 1


def plain(words: Words) -> str:
    """Return a sentence without its weights."""
    return "".join(span.text for span in words)


@cache
def _environment(*, is_html: bool, compiled: Path | None) -> Environment:
    """Return the one environment of a kind; its templates stay compiled for the life of the process.

    Both kinds compile differently, so that each has a folder of its own below ``compiled``.
    """
    kind = f"{'html' if is_html else 'text'}-{_OPTIONS}-{jinja2.__version__}"
    environment = Environment(
        bytecode_cache=own_cache(compiled / kind) if compiled else None,
        loader=FileSystemLoader(_FOLDER),
        autoescape=is_html,  # noqa: S701 # off for the text part alone, which no browser reads
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters.update(
        plain=plain,
        month_day=filters.month_day,
        day_words=filters.day_words,
        long_day=filters.long_day,
        full_day=filters.full_day,
        day_with_weekday=filters.day_with_weekday,
        weekday=weekday_name,
        counted=filters.counted,
        cut=filters.cut,
        listed=filters.listed,
        one_line=filters.one_line,
    )
    return environment


@dataclass(frozen=True, slots=True)
class Renderer:
    """Writes every mail and page; one is as good as another."""

    compiled: Path | None = None
    """The folder in which compiled templates are kept for the next process; None to keep them in memory."""

    def digest(self, mail: OfficeMail, *, policy: Policy, calendar: Calendar) -> Rendered:
        """Render everything one office is told on one day."""
        return self._rendered("digest", digest_mail(cleaned(mail), policy=policy, calendar=calendar))

    def letter(self, mail: OfficeMail, *, policy: Policy, calendar: Calendar) -> Rendered:
        """Render a released follow-up letter for the day it leaves."""
        return self._rendered("letter", letter_mail(cleaned(mail), policy=policy, calendar=calendar))

    def leader(self, mail: LeaderMail, *, policy: Policy, calendar: Calendar) -> Rendered:
        """Render the day's mail to one leader in charge."""
        return self._rendered("leader", leader_mail(cleaned(mail), policy=policy, calendar=calendar))

    def weekly(self, mail: WeeklyMail, *, policy: Policy, calendar: Calendar) -> Rendered:
        """Render the whole weekly list for the supervision office."""
        return self._rendered("weekly", weekly_mail(cleaned(mail), policy=policy, calendar=calendar))

    def summary(self, mail: SummaryMail) -> Rendered:
        """Render the supervisors' morning summary."""
        return self._rendered("summary", summary_mail(cleaned(mail)))

    def link(self, mail: LinkMail) -> Rendered:
        """Render the mail with an office's new link."""
        return self._rendered("link", link_mail(cleaned(mail)))

    def trial(self, bureau: Bureau, *, today: date) -> Rendered:
        """Render the test mail of the command line."""
        return self._rendered("test", trial_mail(cleaned(bureau), today=today))

    def page(self, template_name: str, context: object) -> str:
        """Render ``web/…`` or ``reports/…`` as HTML; the template sees the context as ``page``."""
        html = _environment(is_html=True, compiled=self.compiled)
        return html.get_template(template_name).render(page=context)

    def _rendered(self, kind: str, mail: Mail | Summary) -> Rendered:
        """Print a mail by the templates of its kind."""
        folder = f"notices/{kind}"
        text = _environment(is_html=False, compiled=self.compiled)
        html = _environment(is_html=True, compiled=self.compiled)
        return Rendered(
            subject=text.get_template(f"{folder}/subject.txt").render(mail=mail).strip(),
            text=text.get_template(f"{folder}/body.txt").render(mail=mail).strip() + "\n",
            html=html.get_template(f"{folder}/body.html").render(mail=mail).strip() + "\n",
        )
