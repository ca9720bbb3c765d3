"""How a digest opens after the due date: 退回, 逾期提示 (asks, does not accuse) and the weekly list."""

from templates.filters import day_words
from templates.mail_parts import bold, words
from templates.mail_values import Line
from templates.wording_dates import deadline, due_days, nearest
from templates.wording_parts import Digest, Part, asks
from templates.wording_subject import title_subject
from templates.wording_top import Opening, item_button, main_button, page_button, reply_by, subject_for


def returned_opening(digest: Digest) -> Opening:
    """Return the top of a digest with returned reports: why, and by when."""
    mail = digest.mail
    lines = digest.lines(Part.RETURNED)
    asked = sum(asks(line) for line in mail.lines)
    by = _returned_by(digest, lines)
    single = digest.single
    if len(lines) == 1:
        subject = title_subject("退回，请补充", lines[0].title, bureau=mail.bureau)
    else:
        subject = subject_for(digest, f"{len(lines)}项退回，请补充")
    note = lines[0].return_note if len(lines) == 1 else ""
    return Opening(
        subject=subject,
        preheader=f"{f'退回原因：{note}。' if note else ''}请在{by}前补充后重新填报。",
        title=f"{len(lines)}项退回，请补充" + (f"；{asked}项已过期限" if asked else ""),
        lead=(
            words(f"{mail.bureau.supervision_short}看了填报，还需要补充，原因写在下面。"),
            words("请在", bold(by), "前补充后重新填报。"),
        ),
        button=item_button(mail, single, "补充填报") if single is not None else main_button(digest),
    )


def _returned_by(digest: Digest, lines: tuple[Line, ...]) -> str:
    """Return the day a person set, else the due date that still stands, else a few days from now."""
    today, calendar = digest.mail.today, digest.calendar
    days = [line.reply_by for line in lines if line.reply_by is not None]
    days = days or [calendar.on_or_before(day) for day in due_days(lines)]
    if days and min(days) >= today:
        return deadline(min(days), calendar=calendar, today=today)
    return reply_by(digest, digest.policy.ask_reply_days)


def asked_opening(digest: Digest) -> Opening:
    """Return the top of a digest that asks about tasks past their date for the first time."""
    mail, today = digest.mail, digest.mail.today
    lines = tuple(line for line in mail.lines if asks(line))
    days = due_days(lines)
    count = len(lines)
    if count == 1:
        head = f"{nearest(days, today)}到期，请告知情况"
        subject = title_subject(head, lines[0].title, bureau=mail.bureau)
    else:
        subject = subject_for(digest, f"{count}项已过期限，请告知情况")
    same = len(set(days)) == 1
    which = "这项工作" if count == 1 else f"这{count}项工作"
    label = "告诉我们办理情况"
    single = digest.single
    several = page_button(mail, label, note="不用登录，每项约1分钟", text=label)
    return Opening(
        subject=subject,
        preheader="还没有收到完成填报。已完成、还在办、有困难，选一种告诉我们。",
        title=f"有{count}项{nearest(days, today) + '到期' if same else '已过期限'}，想了解办理情况",
        lead=(
            words(f"我们还没有收到{which}的完成填报。"),
            words("可能已经做完、只差填报，也可能遇到了困难。"),
            words(
                "请在",
                bold(reply_by(digest, digest.policy.ask_reply_days)),
                "前选一种情况告诉我们：已完成、还在办、难度较大。",
            ),
        ),
        button=item_button(mail, single, label) if single is not None else several,
    )


def weekly_opening(digest: Digest) -> Opening:
    """Return the top of a digest with the office's weekly list."""
    count = len(digest.lines(Part.WEEKLY, Part.CARRIED))
    today, calendar = digest.mail.today, digest.calendar
    reply_on = calendar.add_workdays(today, digest.policy.weekly_reply_days)
    return Opening(
        subject=subject_for(digest, f"{count}项逾期，请更新情况", has_suffix=True),
        preheader=f"请看一下有没有新情况。与实际不符的，{day_words(reply_on, today)}前告诉我们。",
        title=f"{count}项逾期，请更新办理情况",
        lead=(
            words("请看一下有没有新情况，有的话填一次进展。"),
            words(
                "与实际不符的，请在",
                bold(deadline(reply_on, calendar=calendar, today=today)),
                "前告诉我们，核对后更正。",
            ),
        ),
        button=main_button(digest),
    )
