"""Sorts the lines of a digest into its parts and finds its tone: which kind gives subject, title and lead."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from rules.facts import STAGE_CARRIED, STAGE_WEEKLY, NoticeKind
from rules.policy import Policy, stage_before
from rules.workdays import Calendar
from templates.mail_values import Line, OfficeMail


class Part(IntEnum):
    """The sections of a digest in reading order, gravest first."""

    CARRIED = 1
    """Overdue without a new step today: listed first, does not raise the tone."""
    WEEKLY = 2
    ASKED = 3
    """Level 1, 逾期提示."""
    RETURNED = 4
    DUE_TODAY = 5
    DUE_SOON = 6
    TO_CONFIRM = 7
    TO_DO = 8
    UNDATED = 9
    INFORMED = 10


class Tone(StrEnum):
    """Which kind gives a digest its subject, title and lead."""

    ASSIGNMENT = "assignment"
    RETURNED = "returned"
    ASKED = "asked"
    WEEKLY = "weekly"
    DUE_TODAY = "due_today"
    REMINDER = "reminder"
    FIRST = "first"
    INFORM = "inform"


_DIRECT = {
    NoticeKind.INFORM: Part.INFORMED,
    NoticeKind.RETURNED: Part.RETURNED,
    NoticeKind.DUE_TODAY: Part.DUE_TODAY,
    NoticeKind.REMINDER: Part.DUE_SOON,
}


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest as its sentences look at it."""

    mail: OfficeMail
    policy: Policy
    calendar: Calendar
    parts: dict[Part, tuple[Line, ...]]
    tone: Tone

    def lines(self, *parts: Part) -> tuple[Line, ...]:
        """Return the lines of some parts."""
        return tuple(line for part in parts for line in self.parts.get(part, ()))

    @property
    def single(self) -> Line | None:
        """Return the only line of a mail that asks about one item; its button opens that item's form."""
        is_about_one = self.tone in _ABOUT_ONE and len(self.mail.lines) == 1
        return self.mail.lines[0] if is_about_one else None


_ABOUT_ONE = {Tone.RETURNED, Tone.ASKED, Tone.DUE_TODAY, Tone.REMINDER}


def sorted_digest(mail: OfficeMail, *, policy: Policy, calendar: Calendar) -> Digest:
    """Return the mail's lines by part, longest overdue and nearest date first, with the tone."""
    parts: dict[Part, list[Line]] = {}
    for line in mail.lines:
        parts.setdefault(part_of(line, has_weekly_list=mail.has_weekly_list), []).append(line)
    in_order = {part: tuple(sorted(lines, key=_by_date)) for part, lines in sorted(parts.items())}
    return Digest(mail, policy, calendar, in_order, tone_of(mail.lines, policy))


def _by_date(line: Line) -> date:
    """Earliest date first, undated lines last; lines of one day keep the order they came in."""
    return line.due_on or date.max


def part_of(line: Line, *, has_weekly_list: bool = False) -> Part:
    """Return the section a line stands in."""
    direct = _DIRECT.get(line.kind)
    if direct is not None:
        return direct
    if line.kind is NoticeKind.ASSIGNMENT:
        if line.is_unconfirmed:
            return Part.TO_CONFIRM
        return Part.UNDATED if line.due_on is None else Part.TO_DO
    if has_weekly_list or line.stage.startswith(STAGE_WEEKLY):
        return Part.WEEKLY
    return Part.ASKED if asks(line) else Part.CARRIED


def asks(line: Line) -> bool:
    """Tell whether a line is a level that asks (逾期提示), not a weekly or carried row."""
    return line.kind is NoticeKind.OVERDUE and not line.stage.startswith((STAGE_WEEKLY, STAGE_CARRIED))


def tone_of(lines: tuple[Line, ...], policy: Policy) -> Tone:
    """Return what gives the title: 交办 > 退回 > 逾期提示 > 每周清单 > 今天到期 > 提醒 > 初次提示."""
    kinds = {line.kind for line in lines}
    if NoticeKind.ASSIGNMENT in kinds:
        return Tone.ASSIGNMENT
    if NoticeKind.RETURNED in kinds:
        return Tone.RETURNED
    if any(asks(line) for line in lines):
        return Tone.ASKED
    if any(line.stage.startswith(STAGE_WEEKLY) for line in lines):
        return Tone.WEEKLY
    if NoticeKind.DUE_TODAY in kinds:
        return Tone.DUE_TODAY
    if NoticeKind.REMINDER in kinds:
        reminders = (line for line in lines if line.kind is NoticeKind.REMINDER)
        return Tone.FIRST if all(is_first(line, policy) for line in reminders) else Tone.REMINDER
    return Tone.WEEKLY if kinds - {NoticeKind.INFORM} else Tone.INFORM


def is_first(line: Line, policy: Policy) -> bool:
    """Tell whether a reminder is the farthest of several rungs: it asks for nothing yet."""
    rungs = [days for days in policy.before if days]
    return len(rungs) > 1 and line.stage == stage_before(max(rungs))
