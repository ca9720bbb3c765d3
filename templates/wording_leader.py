"""The day's mail to one leader in charge (报分管领导): first what is asked, then what is only to know.

Facts only: no blame, no adjective, and no office of another leader.
"""

from collections.abc import Iterable, Sequence

from rules.policy import Policy
from rules.workdays import Calendar
from templates.filters import counted, cut, day_words, listed
from templates.mail_parts import Button, Mail, Note, Place, Section, Tint, Words, bold, words
from templates.mail_values import LeaderItem, LeaderMail
from templates.wording_dates import counting, deadline, due_days, provisional
from templates.wording_frame import day_line, letterhead
from templates.wording_notes import footer, phone_words, without_empty
from templates.wording_slips import leader_slip
from templates.wording_subject import plain_subject

SLIPS = 5
_HELP_LIMIT = 30


def leader_mail(mail: LeaderMail, *, policy: Policy, calendar: Calendar) -> Mail:
    """Return the mail that lists what was released under a leader today."""
    wanted = _longest_first(item for item in mail.items if item.line.help_wanted)
    known = _longest_first(item for item in mail.items if not item.line.help_wanted)
    offices = _offices([*wanted, *known])
    title = f"{_when(mail)}催办{len(mail.items)}项：{listed(offices)}"
    phone, phone_rest = phone_words(mail.bureau)
    return Mail(
        subject=_subject(mail, len(wanted), offices),
        preheader=_preheader(wanted, len(known)),
        letterhead=letterhead(mail.bureau),
        day=day_line(mail.today, calendar),
        greeting=f"分管{listed(offices)}的局领导：",
        title=title,
        text_title=title,
        lead=(_split_words(len(wanted), len(known)), words("不需要您登录或填报。")),
        button=_button(mail),
        sections=_sections(mail, wanted, known),
        notes=_notes(mail, calendar),
        phone=phone,
        phone_rest=phone_rest,
        footer=footer(mail.bureau, _why(mail, offices, policy=policy, calendar=calendar)),
    )


def _longest_first(items: Iterable[LeaderItem]) -> list[LeaderItem]:
    return sorted(items, key=lambda item: (-item.line.workdays_overdue, item.office_name, item.line.task_id))


def _offices(items: Sequence[LeaderItem]) -> list[str]:
    return list(dict.fromkeys(item.office_name for item in items))


def _subject(mail: LeaderMail, wanted: int, offices: list[str]) -> str:
    count = f"{_when(mail)}催办{len(mail.items)}项"
    head = f"请协调{wanted}项；{count}" if wanted else f"请知悉：{count}"
    many = f"{head}｜{len(offices)}个单位" if len(offices) > 1 else f"{head}｜{cut(offices[0], 6)}"
    return plain_subject(f"{head}｜{'、'.join(offices)}", many, head, bureau=mail.bureau)


def _preheader(wanted: Sequence[LeaderItem], known: int) -> str:
    asked = cut(wanted[0].line.help_wanted, _HELP_LIMIT).rstrip("。") if wanted else ""
    parts = [part for part in (asked, _rest_words(len(wanted), known)) if part]
    return f"{'；'.join(parts)}。不需要登录或填报。"


def _rest_words(wanted: int, known: int) -> str:
    if not known:
        return ""
    return f"另{known}项供知悉" if wanted else f"{known}项供知悉"


def _split_words(wanted: int, known: int) -> Words:
    if wanted and known:
        return words("其中", bold(f"{wanted}项请您协调"), f"，{known}项供知悉。")
    return words(bold(f"{wanted}项请您协调"), "。") if wanted else words(f"{known}项供知悉。")


def _button(mail: LeaderMail) -> Button | None:
    if not mail.link:
        return None
    count = len(mail.items)
    label = f"查看{'这' if count == 1 else counted(count)}项的全过程"
    return Button(label, mail.link, "只读，不用登录", label, place=Place.END)


def _sections(
    mail: LeaderMail, wanted: Sequence[LeaderItem], known: Sequence[LeaderItem]
) -> tuple[Section, ...]:
    """Return both sections; beyond the limit the list, attached or linked, has the rest."""
    can_cut = bool(mail.attachment_name or mail.link)
    room = SLIPS if can_cut else len(mail.items)
    sections = []
    number = 1
    for items, label, mark, tint in (
        (wanted, "请您协调", "■", Tint.RED),
        (known, "供知悉", "", Tint.INK),
    ):
        shown = items[: max(room - number + 1, 0)]
        slips = tuple(
            leader_slip(item.line, number=number + n, today=mail.today) for n, item in enumerate(shown)
        )
        rest = len(items) - len(shown)
        more = f"另有{rest}项见清单" if rest else ""
        if items:
            sections.append(
                Section(label, len(items), mark=mark, tint=tint, slips=slips, more=more, more_link=mail.link)
            )
        number += len(shown)
    return tuple(sections)


def _notes(mail: LeaderMail, calendar: Calendar) -> tuple[Note, ...]:
    lines = [item.line for item in mail.items]
    counted_by = counting(min(due_days(lines)), mail.today, calendar)
    attached = f"附件：{mail.attachment_name}" if mail.attachment_name else ""
    return without_empty([Note((counted_by, provisional(lines, calendar))), Note((attached,))])


def _why(mail: LeaderMail, offices: list[str], *, policy: Policy, calendar: Calendar) -> tuple[str, ...]:
    reply_on = calendar.add_workdays(mail.today, policy.letter_reply_days)
    by = deadline(reply_on, calendar=calendar, today=mail.today)
    kind = "处室" if all(name.endswith(("处", "室", "科", "办")) for name in offices) else "单位"
    who = f"{counted(len(offices))}个{kind}" if len(offices) > 1 else offices[0]
    return (
        f"{mail.bureau.supervision_short}{_when(mail)}核发催办通知{mail.letter_count}份，请{who}在{by}前答复。",
        "有催办通知发出的日子，才有这封邮件。",
    )


def _when(mail: LeaderMail) -> str:
    """Name the day the letters left: 今天, or its date in a copy that had to wait."""
    day = mail.released_on
    return "今天" if day is None or day == mail.today else day_words(day, mail.today)
