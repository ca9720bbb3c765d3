"""How a digest opens up to the due date: 今天到期, 提醒, 初次提示, and a mail that only informs."""

from datetime import date

from templates.filters import day_words, listed
from templates.mail_parts import Words, bold, words
from templates.mail_values import Line
from templates.wording_dates import deadline, due_days, nearest
from templates.wording_parts import Digest, Part
from templates.wording_sections import moved_due_words
from templates.wording_subject import title_subject
from templates.wording_top import Opening, main_button, subject_for


def due_today_opening(digest: Digest) -> Opening:
    """Return the top of a digest on the due day, or on the last working day before it."""
    mail, today = digest.mail, digest.mail.today
    lines = digest.lines(Part.DUE_TODAY)
    days = due_days(lines)
    count = len(lines)
    when = moved_due_words(min(days), today)
    if count == 1:
        subject = title_subject(f"{when}到期", lines[0].title, bureau=mail.bureau)
    else:
        subject = subject_for(digest, _several_due(days, today), has_suffix=True)
    is_moved = min(days) > today
    title, text_title = _due_today_titles(days, today)
    late = "按时做不完的" if is_moved or len(set(days)) > 1 else "今天做不完的"
    helping = _helping_lead(lines)
    return Opening(
        subject=subject,
        preheader="已经做完、只差填报的，点一下就好。",
        title=title,
        text_title=text_title,
        lead=helping
        or (
            words("已经做完、只差填报的，选“已完成”就好。"),
            words(f"{late}，请选“正在办理”，写一句原因和预计完成日期。"),
        ),
        button=main_button(digest),
    )


def _several_due(days: list[date], today: date) -> str:
    """Return ``今天2项到期``, or each day with its count when one of them is no working day."""
    if len(set(days)) == 1:
        return f"{moved_due_words(days[0], today)}{len(days)}项到期"
    counts = "、".join(f"{moved_due_words(day, today)}{days.count(day)}项" for day in sorted(set(days))[:2])
    return f"{counts}到期" if len(set(days)) == 2 else f"{len(days)}项{nearest(days, today)}到期"


def _due_today_titles(days: list[date], today: date) -> tuple[str, str]:
    """Return the title and its form in the text part."""
    first, count = min(days), len(days)
    if len(set(days)) > 1:
        return f"{_several_due(days, today)}，请填一次办理情况", ""
    if first == today:
        number = "" if count == 1 else f"{count}项"
        return f"今天{number}到期，请填一次办理情况", f"今天到期{count}项，请填一次办理情况"
    when = moved_due_words(first, today)
    named = f"{when}（{day_words(first, today)}）" if when.startswith("本") else when
    number = "" if count == 1 else f"{count}项"
    return f"{named}{number}到期，今天是之前最后一个工作日", ""


def _helping_lead(lines: tuple[Line, ...]) -> tuple[Words, ...]:
    """Return the lead for an office that only supports, empty when it leads one of the items."""
    if any(line.is_lead for line in lines) or not lines:
        return ()
    leads = listed(list(dict.fromkeys(line.lead_name for line in lines)))
    is_settled = all(line.lead_confirmed for line in lines)
    led = f"由{leads}牵头" if is_settled else f"暂以{leads}为牵头"
    return (
        words(f"下面{len(lines)}项{led}，请按牵头单位的安排配合。"),
        words("自己的部分做完了，填“本单位部分已完成”就好。"),
    )


def reminder_opening(digest: Digest) -> Opening:
    """Return the top of a reminder; an overdue row carried along is counted in it."""
    today, calendar = digest.mail.today, digest.calendar
    lines = digest.lines(Part.DUE_SOON)
    last = min(calendar.on_or_before(day) for day in due_days(lines))
    by = deadline(max(last, today), calendar=calendar, today=today)
    each = "约1分钟" if digest.single is not None else "每项约1分钟"
    return Opening(
        subject=_reminder_subject(digest, lines),
        preheader=f"请在{by}下班前填一次，{each}。",
        title=_reminder_title(digest, lines),
        lead=_helping_lead(lines)
        or (
            words("请在", bold(by), f"下班前填一次办理情况，{each}。"),
            words("已经做完的，填“已完成”后就不再提醒。"),
        ),
        button=main_button(digest),
    )


def _reminder_subject(digest: Digest, lines: tuple[Line, ...]) -> str:
    when = f"{nearest(due_days(lines), digest.mail.today)}到期"
    overdue = len(digest.lines(Part.CARRIED))
    if len(lines) == 1 and not overdue:
        return title_subject(when, lines[0].title, bureau=digest.mail.bureau)
    before = f"{overdue}项逾期、" if overdue else ""
    return subject_for(digest, f"{before}{len(lines)}项{when}", has_suffix=True)


def _reminder_title(digest: Digest, lines: tuple[Line, ...]) -> str:
    overdue = len(digest.lines(Part.CARRIED))
    before = f"{overdue}项已逾期，" if overdue else ""
    return f"{before}{len(lines)}项{nearest(due_days(lines), digest.mail.today)}到期"


def first_opening(digest: Digest) -> Opening:
    """Return the top for the farthest rung, which asks for nothing.

    An overdue row carried along keeps its count in the title.
    """
    lines = digest.lines(Part.DUE_SOON)
    when = f"{nearest(due_days(lines), digest.mail.today)}到期{len(lines)}项"
    overdue = bool(digest.lines(Part.CARRIED))
    subject = _reminder_subject(digest, lines) if overdue else subject_for(digest, f"{when}，先提个醒")
    now = "即将到期的，现在不用填。" if overdue else "现在不用填。"
    last = words("已逾期的，有新情况请填一次。") if overdue else ()
    lead = (words(now), words("请看一眼日期和职责对不对；有困难的早点说，便于协调。"), last)
    return Opening(
        subject=subject,
        preheader="现在不用填，看一眼日期和职责对不对。",
        title=_reminder_title(digest, lines) + ("" if overdue else "，先提个醒"),
        lead=tuple(sentence for sentence in lead if sentence),
        button=main_button(digest),
    )


def inform_opening(digest: Digest) -> Opening:
    """Return the top of a mail that only informs."""
    count = len(digest.lines(Part.INFORMED))
    return Opening(
        subject=subject_for(digest, f"知悉{count}项，不用填报", has_suffix=True),
        preheader="只供知悉，不用填报。",
        title=f"知悉{count}项，不用填报",
        lead=(words("下面的事项与本单位有关，看一眼就好，不用填报。"),),
        button=main_button(digest),
    )
