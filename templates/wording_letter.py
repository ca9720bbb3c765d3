"""The follow-up letter (催办通知), rendered for the day a person released it.

What the supervisor typed replaces the standard subject, opening and closing; the deadline always stands.
"""

from datetime import date

from rules.facts import NoticeKind
from rules.policy import Level, Policy
from rules.workdays import Calendar
from templates.filters import day_words, month_day
from templates.mail_parts import Mail, Note, Row, Section, Tint, bold, words
from templates.mail_values import Line, OfficeMail
from templates.wording_dates import deadline, due_days, nearest, provisional, uncounted
from templates.wording_frame import day_line, letterhead
from templates.wording_headings import Heading, RowMaker, filled, one_by_one
from templates.wording_notes import footer, phone_words, without_empty
from templates.wording_rows import (
    FILL_IN,
    feedback,
    item_row,
    letter_number,
    other_offices,
    overdue_state,
    reminded,
)
from templates.wording_sections import DIGEST_ROWS
from templates.wording_slips import letter_slip
from templates.wording_subject import office_subject, plain_subject
from templates.wording_top import page_button

SLIPS = 3
CHOICES = ("① 报送办理结果；", "② 说明未完成的原因和预计完成日期。")


def letter_mail(mail: OfficeMail, *, policy: Policy, calendar: Calendar) -> Mail:
    """Return the letter to one office about the tasks released together."""
    lines = tuple(sorted(mail.lines, key=lambda line: (-line.workdays_overdue, line.task_id)))
    number = max(letter_number(line) for line in lines)
    reply_on = calendar.add_workdays(mail.today, policy.letter_reply_days)
    by = deadline(reply_on, calendar=calendar, today=mail.today)
    phone, phone_rest = phone_words(mail.bureau)
    title = f"催办通知：{_overdue(lines)}（第{number}次）"
    return Mail(
        subject=_subject(mail, lines, number),
        preheader=f"请在{day_words(reply_on, mail.today)}下班前报送结果，或说明原因和预计完成日期。",
        letterhead=letterhead(mail.bureau),
        day=day_line(mail.today, calendar),
        greeting=f"{mail.office_name}：",
        title=title,
        text_title=title,
        lead=(
            words(_opening_sentence(mail, lines)),
            words("请在", bold(f"{by}下班前"), "任选一种方式答复："),
        ),
        choices=CHOICES,
        button=page_button(mail, "逐项答复", text="逐项答复"),
        sections=_sections(mail, lines),
        notes=_notes(mail, lines, reply_on, policy=policy, calendar=calendar),
        phone=phone,
        phone_rest=phone_rest,
        footer=footer(mail.bureau, _release_words(mail, _level(lines, policy))),
    )


def _overdue(lines: tuple[Line, ...]) -> str:
    """Return ``2项逾期5个工作日``; with differing counts the longest is named as such."""
    counts = {line.workdays_overdue for line in lines}
    longest = f"{max(counts)}个工作日"
    return f"{len(lines)}项逾期{longest}" if len(counts) == 1 else f"{len(lines)}项逾期，最长{longest}"


def _subject(mail: OfficeMail, lines: tuple[Line, ...], number: int) -> str:
    if mail.subject_words:
        return plain_subject(mail.subject_words, bureau=mail.bureau)
    head = f"第{number}次催办：{_overdue(lines)}"
    short = f"第{number}次催办：{len(lines)}项逾期"
    return office_subject((head, short), bureau=mail.bureau, office=mail.office_name, short=mail.short_name)


def _opening_sentence(mail: OfficeMail, lines: tuple[Line, ...]) -> str:
    if mail.opening_words:
        return _sentence(mail.opening_words)
    days = due_days(lines)
    if len(set(days)) == 1:
        return f"下列{len(lines)}项{nearest(days, mail.today)}到期，至今未填报完成。"
    return f"下列{len(lines)}项已过到期日，至今未填报完成。"


def _sentence(text: str) -> str:
    """Return typed words as a sentence that ends."""
    return text if text.endswith(("。", "！", "？", "；", "：", "”")) else f"{text}。"


def _sections(mail: OfficeMail, lines: tuple[Line, ...]) -> tuple[Section, ...]:
    numbers = [letter_number(line) for line in lines]
    reason = _steps(numbers)
    if len(lines) > SLIPS:
        heading = Heading("已逾期", lines, _row_maker(mail), mark="■", tint=Tint.RED, reason=reason)
        return filled([heading], limit=DIGEST_ROWS, place="任务页", link=mail.link)
    slips = tuple(
        letter_slip(line, number=n, today=mail.today, link=line.link or mail.link)
        for n, line in enumerate(lines, start=1)
    )
    return (Section("已逾期", len(lines), mark="■", tint=Tint.RED, reason=reason, slips=slips),)


def _steps(numbers: list[int]) -> str:
    """Return which letter this is; when it differs from task to task, how many of each."""
    if len(set(numbers)) == 1:
        return f"第{numbers[0]}次催办"
    return "，".join(f"第{n}次催办{numbers.count(n)}项" for n in sorted(set(numbers)))


def _row_maker(mail: OfficeMail) -> RowMaker:
    def make(line: Line, number: int) -> Row:
        return item_row(
            line,
            number=number,
            today=mail.today,
            state=overdue_state(line),
            notes=(
                other_offices(line, mail.office_name),
                feedback(line, mail.today) or "至今没有反馈",
                f"已提醒：{reminded(line, mail.today)}",
            ),
            link=line.link or mail.link,
            link_words=FILL_IN,
        )

    return one_by_one(make)


def _notes(
    mail: OfficeMail, lines: tuple[Line, ...], reply_on: date, *, policy: Policy, calendar: Calendar
) -> tuple[Note, ...]:
    start = min(due_days(lines))
    off = uncounted(start, mail.today, calendar)
    counted = f"逾期天数截至{month_day(mail.today)}{f'，{off}' if off else ''}。"
    closing = _sentence(mail.closing_words) if mail.closing_words else ""
    if not closing and _leads_to_circular(lines, policy):
        closing = f"{day_words(reply_on, mail.today)}仍没有答复的，拟列入当月推进情况通报。"
    return without_empty([Note((counted, closing, provisional(lines, calendar)))])


def _level(lines: tuple[Line, ...], policy: Policy) -> Level | None:
    index = policy.level_index(lines[0].stage)
    return policy.levels[index] if index is not None else None


def _leads_to_circular(lines: tuple[Line, ...], policy: Policy) -> bool:
    """The consequence is said only when the next level follows by itself."""
    following = [policy.next_level(line.stage) for line in lines]
    return all(level and level.kind is NoticeKind.CIRCULAR and not level.held for level in following)


def _release_words(mail: OfficeMail, level: Level | None) -> tuple[str, ...]:
    number = f"{mail.number_words}。" if mail.number_words else ""
    copied = "，抄送分管领导" if level is not None and level.copy_leader else ""
    verb = "由" if level is not None and not level.held else "经"
    act = "发出" if verb == "由" else "核发"
    return tuple(s for s in (number, f"本通知{verb}{mail.bureau.supervision_short}{act}{copied}。") if s)
