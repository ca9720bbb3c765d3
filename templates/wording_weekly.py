"""The whole weekly overdue list to the supervision office: counts, rule and items; no office is ranked."""

from collections.abc import Callable
from datetime import date

from rules.policy import Policy
from rules.workdays import Calendar
from templates.filters import day_words, listed, month_day
from templates.mail_parts import Mail, Note, Paragraph, Row, Section, Tint, bold, words
from templates.mail_values import Line, PeriodCounts, WeeklyMail
from templates.wording_dates import original, provisional, rest_name
from templates.wording_frame import day_line, system_letterhead
from templates.wording_headings import Heading, filled, one_by_one
from templates.wording_notes import counting_note, example_words, without_empty
from templates.wording_rows import overdue_state, weekly_report
from templates.wording_sections import DIGEST_ROWS
from templates.wording_subject import plain_subject

OFFICES_IN_SENTENCE = 12


def weekly_mail(mail: WeeklyMail, *, policy: Policy, calendar: Calendar) -> Mail:
    """Return the whole list, longest overdue first."""
    title = _title(mail)
    return Mail(
        subject=plain_subject(f"{title}｜全局周报", title, bureau=mail.bureau),
        preheader=_preheader(mail),
        letterhead=system_letterhead(mail.bureau, "全局周报"),
        day=day_line(mail.today, calendar),
        greeting=f"{mail.bureau.supervision_short}：",
        title=title,
        text_title=title,
        lead=tuple(words(sentence) for sentence in _counts(mail)),
        sections=_sections(mail, calendar),
        notes=_notes(mail, policy=policy, calendar=calendar),
        footer=_footer(mail),
    )


def _due_count(mail: WeeklyMail) -> int:
    return sum(count for _, count in mail.due_this_week)


def _title(mail: WeeklyMail) -> str:
    due = _due_count(mail)
    return f"未按期完成{len(mail.lines)}项" + (f"，本周到期{due}项" if due else "")


def _preheader(mail: WeeklyMail) -> str:
    counts = mail.counts
    tail = "，附逾期清单" if mail.attachment_name else ""
    return f"应完成{counts.due}项，按期{counts.on_time}项。清单和统计口径见正文{tail}。"


def _counts(mail: WeeklyMail) -> tuple[str, str]:
    """Return the counts, whose parts add up, and the rate with its own division."""
    counts = mail.counts
    parts = (
        ("按期完成", counts.on_time),
        ("逾期完成", counts.late_done),
        ("已报完成待审核", counts.pending),
        ("部分完成", counts.partly),
        ("因故暂停", counts.paused),
        ("待确认", counts.unconfirmed),
        ("未完成", counts.unfinished),
    )
    said = "，".join(f"{name}{count}项" for name, count in parts if count)
    lead = f"截至{month_day(mail.today)}，应完成{counts.due}项{f'：{said}' if said else ''}。"
    return lead, _rate(counts)


def _rate(counts: PeriodCounts) -> str:
    base = counts.due - counts.paused - counts.unconfirmed
    if base <= 0:
        return "本期无应计事项，不出按期完成率。"
    left_out = [name for name, count in (("暂停", counts.paused), ("待确认", counts.unconfirmed)) if count]
    note = f"，{'、'.join(left_out)}不计" if left_out else ""
    percent = (counts.on_time * 200 + base) // (base * 2)
    return f"按期完成率{percent}%（{counts.on_time}÷{base}{note}）。"


def _sections(mail: WeeklyMail, calendar: Calendar) -> tuple[Section, ...]:
    lines = tuple(sorted(mail.lines, key=_by_length))
    can_cut = bool(mail.attachment_name or mail.link)
    heading = Heading(
        "未按期完成",
        lines,
        one_by_one(_row_maker(mail)),
        mark="■",
        tint=Tint.RED,
        reason="按逾期长短排列",
    )
    place = "附件" if mail.attachment_name else "督办台"
    link = "" if mail.attachment_name else mail.link
    sections = filled([heading], limit=DIGEST_ROWS if can_cut else len(lines), place=place, link=link)
    due = _due_section(mail, calendar)
    return (*(sections if lines else ()), *((due,) if due.count else ()))


def _by_length(line: Line) -> tuple[int, date, int]:
    return -line.workdays_overdue, line.due_on or date.max, line.task_id


def _row_maker(mail: WeeklyMail) -> Callable[[Line, int], Row]:
    def make(line: Line, number: int) -> Row:
        state = overdue_state(line)
        others = [name for name in line.other_names if name != line.lead_name]
        kind = "配合" if line.lead_confirmed else "共同"
        who = f"{line.lead_name}；{kind}：{listed(others)}" if others else line.lead_name
        due = day_words(line.due_on, mail.today) if line.due_on else ""
        source = original(line)
        said = weekly_report(line, mail.today)
        return Row(
            number=number,
            when=due,
            under=(source,) if source else (),
            title=line.title,
            state=state,
            notes=(words(bold(who), f"。{said}"),),
            link="",
            link_words="",
            text_lines=(f"{who}，{due}{f'（{source}）' if source else ''}，{state.words}", said),
        )

    return make


def _due_section(mail: WeeklyMail, calendar: Calendar) -> Section:
    resting = sorted({day for day in mail.due_this_week_on if not calendar.is_workday(day)})
    reason = ""
    if resting:
        day = resting[0]
        last = calendar.previous_workday(day)
        reason = f"{month_day(day)}是{rest_name(day, calendar)}，请在{month_day(last)}前办结"
    elif mail.due_this_week_on:
        reason = "、".join(month_day(day) for day in sorted(set(mail.due_this_week_on))[:3]) + "到期"
    return Section(
        "本周到期",
        _due_count(mail),
        mark="▲",
        tint=Tint.AMBER,
        reason=reason,
        sentence=office_counts(mail.due_this_week),
    )


def office_counts(counts: tuple[tuple[str, int], ...]) -> str:
    """Return ``基教处2项；督导室、产业处各1项。``; for many offices only their number."""
    owing = [(office, count) for office, count in counts if count]
    if len(owing) > OFFICES_IN_SENTENCE:
        return f"共{len(owing)}个单位。"
    groups: dict[int, list[str]] = {}
    for office, count in owing:
        groups.setdefault(count, []).append(office)
    parts = [
        f"{'、'.join(names)}{'各' if len(names) > 1 else ''}{count}项"
        for count, names in sorted(groups.items(), reverse=True)
    ]
    return f"{'；'.join(parts)}。" if parts else ""


def _notes(mail: WeeklyMail, *, policy: Policy, calendar: Calendar) -> tuple[Note, ...]:
    notes = [
        counting_note(mail.lines, at=mail.at, today=mail.today, policy=policy),
        Note((provisional(mail.lines, calendar),)),
    ]
    if mail.sent_to:
        few = len(mail.sent_to) <= OFFICES_IN_SENTENCE
        who = "、".join(mail.sent_to) if few else f"{len(mail.sent_to)}个单位"
        notes.append(Note((f"今天已随提醒发给{who}，各附本单位清单。",)))
    if mail.attachment_name:
        notes.append(Note((f"附件：{mail.attachment_name}",)))
    return without_empty(notes)


def _footer(mail: WeeklyMail) -> tuple[Paragraph, ...]:
    lines = (example_words(mail.bureau), "每周第一个工作日发送；没有逾期事项的一周不发。")
    return tuple((line,) for line in lines if line)
