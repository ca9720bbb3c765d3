"""What a mail is made of: frozen values that scheduler/ fills and the wording modules turn into text.

No text is decided here.
"""

from dataclasses import dataclass
from datetime import date

from rules.facts import NoticeKind


@dataclass(frozen=True, slots=True)
class Bureau:
    """Who speaks: the supervision office as the letterhead and the footer name it."""

    supervision_name: str
    """As in the letterhead, ``市教育局督查室``."""
    supervision_short: str
    """As in a sentence, ``督查室``."""
    phone: str = ""
    hours: str = "工作日 8:30至17:30"
    base_url: str = ""
    is_example: bool = False
    """Example data: every mail is marked 示例."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The plan a mail speaks about."""

    id: int
    title: str
    year: int
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class FollowUpMark:
    """One follow-up of a task that left or was telephoned, for 已提醒."""

    on: date
    by_phone: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One task in a mail, with the notice that put it there."""

    kind: NoticeKind
    stage: str
    reason: str
    """The rule that fired, in words, true for the day of sending."""
    task_id: int
    number: str
    title: str
    due_on: date | None
    due_words: str
    """The original words of the table, empty when none."""
    is_derived: bool
    is_lead: bool
    """The addressed office is the acting lead (or has its own part of a group row)."""
    lead_name: str
    lead_confirmed: bool
    other_names: tuple[str, ...] = ()
    """The other named offices as printed, groups unexpanded."""
    office_words: str = ""
    """All offices as printed (责任单位：秘书处、各处室)."""
    workdays_overdue: int = 0
    last_report_on: date | None = None
    last_report: str = ""
    expected_on: date | None = None
    is_difficult: bool = False
    """The last report says 完成难度较大."""
    help_wanted: str = ""
    reminder_count: int = 0
    asked_on: date | None = None
    """The day the first level (逾期提示) left."""
    follow_ups: tuple[FollowUpMark, ...] = ()
    is_unconfirmed: bool = False
    recurrence: str = ""
    return_note: str = ""
    returned_on: date | None = None
    reply_by: date | None = None
    """By when the returned task is to be completed with what was missing."""
    is_provisional: bool = False
    """The due date's year has no published holiday arrangement."""
    link: str = ""
    """Address that opens this task's form."""


@dataclass(frozen=True, slots=True)
class YearTotals:
    """The office's whole year as the acting lead or a named office, for 全年负责N项."""

    responsible: int
    closed: int
    pending: int
    later: tuple[tuple[str, int], ...] = ()
    """Open tasks not listed in this mail by the month of their due date: (``6月``, 1)."""
    undated: int = 0
    unconfirmed: int = 0
    paused: int = 0


@dataclass(frozen=True, slots=True)
class OfficeMail:
    """Everything for one mail to one office: a digest, or a released letter."""

    bureau: Bureau
    plan: PlanFacts
    office_name: str
    short_name: str
    today: date
    lines: tuple[Line, ...]
    totals: YearTotals
    link: str
    """The office's page."""
    has_weekly_list: bool = False
    attachment_name: str = ""
    at: str = ""
    """Clock time the weekly list was counted at, ``08:30``; left out when empty."""
    number_words: str = ""
    """The number a person typed on release (督办〔2026〕12号), letters only."""
    subject_words: str = ""
    opening_words: str = ""
    closing_words: str = ""
    """What a supervisor typed instead of the standard subject, opening and closing, letters only."""


@dataclass(frozen=True, slots=True)
class LeaderItem:
    """One follow-up released under a leader in charge today."""

    office_name: str
    line: Line


@dataclass(frozen=True, slots=True)
class LeaderMail:
    """The day's message to one leader in charge (报分管领导)."""

    bureau: Bureau
    leader_name: str
    today: date
    items: tuple[LeaderItem, ...]
    letter_count: int
    released_on: date | None = None
    """The day the letters left; None: today."""
    link: str = ""
    attachment_name: str = ""
    """The list attached when there are more items than fit."""


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """Counts of the tasks due up to today; the parts add up to ``due``."""

    due: int
    on_time: int
    late_done: int
    pending: int
    unfinished: int
    unconfirmed: int = 0
    partly: int = 0
    paused: int = 0


@dataclass(frozen=True, slots=True)
class WeeklyMail:
    """The whole weekly overdue list to the supervision office."""

    bureau: Bureau
    plan: PlanFacts
    today: date
    counts: PeriodCounts
    lines: tuple[Line, ...]
    due_this_week: tuple[tuple[str, int], ...]
    """(office, count) of what falls due from today to Sunday."""
    due_this_week_on: tuple[date, ...]
    sent_to: tuple[str, ...]
    attachment_name: str = ""
    link: str = ""
    at: str = ""
    """Clock time the list was counted at, ``08:30``; left out when empty."""


@dataclass(frozen=True, slots=True)
class Chore:
    """One line of 需要处理: mark, words, count, explanation, and where it is done."""

    mark: str
    """``×``, ``◇`` or ``▲``."""
    words: str
    count: int
    detail: str
    act: str
    link: str


@dataclass(frozen=True, slots=True)
class SummaryMail:
    """The supervisors' morning summary (晨报)."""

    bureau: Bureau
    plan_year: int
    today: date
    at: str
    """Clock time of the run, ``08:32``."""
    policy_name: str
    calendar_words: str
    calendar_is_known: bool
    chores: tuple[Chore, ...]
    planned: int
    sent: int
    failed: int
    no_address: int
    unknown: int
    pending: int
    held: int
    rows: tuple[tuple[str, str, str], ...]
    """Offices worth naming: (mark and state, office, what happened)."""
    other_sent: tuple[str, ...]
    year_parts: tuple[tuple[str, int], ...]
    """(words, count); the counts add up to ``year_total``."""
    year_total: int
    circular_offices: tuple[tuple[str, int], ...]
    """拟列入通报 by office."""
    blockers: tuple[str, ...]
    """What still stops the first send, in sentences."""
    link: str


@dataclass(frozen=True, slots=True)
class LinkMail:
    """A new link sent to the registered address, asked for on an expired link's page."""

    bureau: Bureau
    office_name: str
    today: date
    link: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail as text: what the MIME builder takes."""

    subject: str
    text: str
    html: str
