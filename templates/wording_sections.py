"""The sections of a digest: headings with the rule that fired, rows in order, and what was cut."""

from collections.abc import Callable
from datetime import date

from rules.plan import due_reason
from rules.workdays import weekday_name
from templates.filters import day_words
from templates.mail_parts import Row, Section, Tint
from templates.mail_values import Line
from templates.wording_headings import Heading, filled, one_by_one
from templates.wording_list_sections import (
    informed_headings,
    to_confirm_headings,
    to_do_headings,
    undated_headings,
)
from templates.wording_parts import Digest, Part, Tone, asks
from templates.wording_rows import (
    feedback,
    fill_in_words,
    item_row,
    last_step,
    other_offices,
    overdue_state,
)

DIGEST_ROWS = 10
ASSIGNMENT_ROWS = 20
_ASK_VERB = "已过"


def digest_sections(digest: Digest) -> tuple[Section, ...]:
    """Return the sections of a digest, gravest first, cut to what a mail holds."""
    limit = ASSIGNMENT_ROWS if digest.tone is Tone.ASSIGNMENT else DIGEST_ROWS
    headings = [heading for part in digest.parts for heading in _MAKERS[part](digest)]
    sections = filled(headings, limit=limit, place="任务页", link=digest.mail.link)
    if digest.tone is Tone.DUE_TODAY and digest.single is not None:
        return tuple(_without_text_heading(section) for section in sections)
    return sections


def _without_text_heading(section: Section) -> Section:
    """The text part of a single item says its title's facts once."""
    return Section(
        words=section.words,
        count=section.count,
        mark=section.mark,
        tint=section.tint,
        reason=section.reason,
        rows=section.rows,
        has_text_heading=False,
    )


def _link(digest: Digest, line: Line) -> str:
    """A single item has its link in the button."""
    return "" if digest.single is not None else line.link or digest.mail.link


def _overdue_row(digest: Digest, line: Line, number: int, *, step: str = "") -> Row:
    today = digest.mail.today
    is_asked = asks(line)
    said = feedback(line, today)
    before = f"到期前提醒过{line.reminder_count}次，" if line.reminder_count else ""
    silence = f"{before}还没有反馈" if is_asked else ""
    return item_row(
        line,
        number=number,
        today=today,
        state=overdue_state(line, _ASK_VERB if is_asked else "逾期"),
        notes=(other_offices(line, digest.mail.office_name), said or silence, step),
        link=_link(digest, line),
        link_words=fill_in_words(line),
    )


def _carried(digest: Digest) -> list[Heading]:
    lines = digest.lines(Part.CARRIED)
    today = digest.mail.today
    steps = {last_step(line, today) for line in lines}
    shared = steps.pop() if len(steps) == 1 else ""
    # The heading says 已 as in 5月11日已第1次催办; a row of a mixed section says its own step.
    reason = shared.replace("日第", "日已第", 1)

    def make(line: Line, number: int) -> Row:
        return _overdue_row(digest, line, number, step="" if shared else last_step(line, today))

    return [Heading("已逾期", lines, one_by_one(make), mark="■", tint=Tint.RED, reason=reason)]


def _weekly(digest: Digest) -> list[Heading]:
    lines = digest.lines(Part.WEEKLY)
    asked = sum(asks(line) for line in lines)
    shares = "，逾期提示" if asked == len(lines) else f"，其中{asked}项是逾期提示"

    def make(line: Line, number: int) -> Row:
        return _overdue_row(digest, line, number, step=last_step(line, digest.mail.today))

    reason = "每周一次" + (shares if asked else "")
    return [Heading("逾期清单", lines, one_by_one(make), mark="■", tint=Tint.RED, reason=reason)]


def _asked(digest: Digest) -> list[Heading]:
    def make(line: Line, number: int) -> Row:
        return _overdue_row(digest, line, number)

    lines = digest.lines(Part.ASKED)
    return [Heading("已过期限", lines, one_by_one(make), mark="■", tint=Tint.RED, reason="逾期提示")]


def _returned(digest: Digest) -> list[Heading]:
    today = digest.mail.today

    def make(line: Line, number: int) -> Row:
        on = day_words(line.returned_on, today) if line.returned_on else ""
        why = f"{on}退回：{line.return_note}" if line.return_note else f"{on}退回，请补充"
        by = f"请在{day_words(line.reply_by, today)}前补充" if line.reply_by else ""
        return item_row(
            line,
            number=number,
            today=today,
            state=overdue_state(line) if line.workdays_overdue else None,
            notes=(other_offices(line, digest.mail.office_name), why, by),
            link=_link(digest, line),
            link_words="补充填报",
        )

    lines = digest.lines(Part.RETURNED)
    return [Heading("退回补充", lines, one_by_one(make), mark="◇", reason="请补充后重新填报")]


def _due_today(digest: Digest) -> list[Heading]:
    today = digest.mail.today
    lines = digest.lines(Part.DUE_TODAY)
    days = list(dict.fromkeys(line.due_on for line in lines))

    def make(line: Line, number: int) -> Row:
        return item_row(
            line,
            number=number,
            today=today,
            notes=(
                other_offices(line, digest.mail.office_name),
                feedback(line, today) or "尚未收到反馈",
            ),
            link=_link(digest, line),
            link_words=fill_in_words(line),
            is_today=line.due_on == today,
        )

    return [
        Heading(
            moved_due_words(day, today) + "到期",
            tuple(line for line in lines if line.due_on == day),
            one_by_one(make),
            mark="▲",
            tint=Tint.AMBER,
            reason="" if day == today else "今天是之前最后一个工作日",
        )
        for day in days
    ]


def moved_due_words(day: date | None, today: date) -> str:
    """Return ``今天``, ``本周日`` or the date itself for a rung that moved to the working day before."""
    if day is None or day == today:
        return "今天"
    same_week = 0 < (day - today).days < 7 and day.isocalendar()[:2] == today.isocalendar()[:2]
    return f"本{weekday_name(day)}" if same_week else day_words(day, today)


def _due_soon(digest: Digest) -> list[Heading]:
    mail = digest.mail
    lines = digest.lines(Part.DUE_SOON)
    reasons = {line.task_id: _soon_reason(digest, line) for line in lines}
    shared = next(iter(reasons.values())) if len(set(reasons.values())) == 1 else ""

    def make(line: Line, number: int) -> Row:
        return item_row(
            line,
            number=number,
            today=mail.today,
            notes=(
                other_offices(line, mail.office_name),
                "" if shared else reasons[line.task_id],
                feedback(line, mail.today),
            ),
            link=_link(digest, line),
            link_words=fill_in_words(line),
        )

    return [Heading("即将到期", lines, one_by_one(make), mark="▲", tint=Tint.AMBER, reason=shared)]


def _soon_reason(digest: Digest, line: Line) -> str:
    """The count of working days, made for the day of sending and never copied from the rung's name."""
    if line.due_on is None:
        return line.reason
    return due_reason(line.due_on, calendar=digest.calendar, today=digest.mail.today)


_MAKERS: dict[Part, Callable[[Digest], list[Heading]]] = {
    Part.CARRIED: _carried,
    Part.WEEKLY: _weekly,
    Part.ASKED: _asked,
    Part.RETURNED: _returned,
    Part.DUE_TODAY: _due_today,
    Part.DUE_SOON: _due_soon,
    Part.TO_CONFIRM: to_confirm_headings,
    Part.TO_DO: to_do_headings,
    Part.UNDATED: undated_headings,
    Part.INFORMED: informed_headings,
}
