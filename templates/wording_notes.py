"""What stands below the list: why these dates, the rest of the year, whom to call, why the mail came."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rules.facts import NoticeKind
from rules.policy import Policy
from templates.filters import book_title, day_with_weekday, day_words, long_day
from templates.mail_parts import Note, Paragraph
from templates.mail_values import Bureau, Line, OfficeMail, YearTotals
from templates.wording_dates import after_holiday, derivation, due_days, provisional, rest_days
from templates.wording_parts import Digest, Part, Tone, asks

NO_SECRETS = "请勿在填报和回复中写涉密内容。"
ONE_A_DAY = "提醒每个工作日最多一封"


def digest_notes(digest: Digest) -> tuple[Note, ...]:
    """Return the notes of a digest, without empty ones."""
    mail = digest.mail
    notes: list[Note] = []
    if digest.tone is Tone.ASSIGNMENT:
        notes.append(Note(tuple(_correction(mail.bureau))))
    if Part.WEEKLY in digest.parts:
        notes.append(how_counted(digest))
    notes.append(Note(tuple(_dates(digest))))
    if Part.WEEKLY in digest.parts and mail.attachment_name:
        notes.append(Note((f"附件：{mail.attachment_name}",)))
    if digest.tone in (Tone.REMINDER, Tone.FIRST):
        notes.append(Note((year_words(mail.totals, _own_count(digest)),)))
    return without_empty(notes)


def without_empty(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return the notes without empty sentences, and without those that say nothing."""
    kept = (Note(tuple(filter(None, note.sentences)), note.label) for note in notes)
    return tuple(note for note in kept if note.sentences)


def _own_count(digest: Digest) -> int:
    return len(digest.mail.lines) - len(digest.lines(Part.INFORMED))


def _correction(bureau: Bureau) -> Iterator[str]:
    yield "几个单位共同负责而没写明牵头的，暂以排在第一的单位为牵头。"
    call = "或打电话" if bureau.phone else "或直接回复本邮件"
    yield f"日期、牵头或职责不对的，请在任务页上说明，{call}，我们来改。"


def _dates(digest: Digest) -> Iterator[str]:
    """Yield how the dates of the rows came about; lists say it in their headings or in 怎么算的."""
    mail, calendar = digest.mail, digest.calendar
    rows = digest.lines(*(p for p in digest.parts if p < Part.TO_CONFIRM and p is not Part.WEEKLY))
    yield derivation(rows, digest.policy)
    yield from rest_days(due_days(rows), calendar=calendar, today=mail.today)
    due_today = [line for line in rows if line.due_on == mail.today]
    if due_today:
        yield after_holiday(mail.today, calendar)
    if digest.tone is Tone.ASKED:
        call = "请打电话告诉我们" if mail.bureau.phone else "请回复本邮件告诉我们"
        yield f"如果时限定得不对（例如上级另有安排），{call}。"
    yield provisional(mail.lines, calendar)


def how_counted(digest: Digest) -> Note:
    """Return 怎么算的 for an office's weekly list."""
    return counting_note(
        digest.lines(Part.WEEKLY), at=digest.mail.at, today=digest.mail.today, policy=digest.policy
    )


def counting_note(lines: Sequence[Line], *, at: str, today: date, policy: Policy) -> Note:
    """Return how the rows of a weekly list were counted."""
    rules = (
        derivation(lines, policy).removesuffix("。"),
        "逾期按工作日计，不含法定节假日，含调休上班日",
        "已报完成、待审核的不计逾期",
        "几个单位负责的只列牵头单位",
    )
    text = f"统计截至{day_with_weekday(today, today)}{at}。{'；'.join(rule for rule in rules if rule)}。"
    return Note((text,), label="怎么算的：")


def year_words(totals: YearTotals, listed: int) -> str:
    """Return ``全年负责12项：已办结5项，上列3项，…``; nothing when the parts do not add up to the whole."""
    later = sum(count for _, count in totals.later)
    months = "、".join(f"{month}{count}项" for month, count in totals.later if count)
    parts = (
        ("已办结", totals.closed, ""),
        ("已报完成、待审核", totals.pending, ""),
        ("已暂停", totals.paused, ""),
        ("请先确认", totals.unconfirmed, ""),
        ("上列", listed, ""),
        ("以后到期", later, f"（{months}）"),
        ("没有固定日期", totals.undated, ""),
    )
    if sum(count for _, count, _ in parts) != totals.responsible:
        return ""
    said = "，".join(f"{name}{count}项{tail}" for name, count, tail in parts if count)
    return f"全年负责{totals.responsible}项：{said}。"


def phone_words(bureau: Bureau) -> tuple[str, str]:
    """Return the telephone line, its bold part first; without a number only the way to reply."""
    if not bureau.phone:
        return "", "有疑问请直接回复本邮件。"
    hours = f"（{bureau.hours}）" if bureau.hours else ""
    return f"有疑问请找{bureau.supervision_short}：{bureau.phone}", f"{hours}，或直接回复本邮件。"


def example_words(bureau: Bureau) -> str:
    """Return the line that marks example data, empty for a bureau's own."""
    return "这是示例数据，不是正式的督办邮件。" if bureau.is_example else ""


def footer(bureau: Bureau, *paragraphs: Paragraph) -> tuple[Paragraph, ...]:
    """Return the footer under the telephone line: the example mark, why this mail, no secrets."""
    kept = ((example_words(bureau),), *paragraphs, (NO_SECRETS,))
    clean = (tuple(sentence for sentence in paragraph if sentence) for paragraph in kept)
    return tuple(paragraph for paragraph in clean if paragraph)


def digest_footer(digest: Digest) -> tuple[Paragraph, ...]:
    """Return the footer of a digest by its tone."""
    return footer(digest.mail.bureau, tuple(_why(digest)))


def _why(digest: Digest) -> Iterator[str]:
    mail = digest.mail
    if digest.tone is Tone.ASSIGNMENT:
        yield from _source(mail)
    elif digest.tone is Tone.ASKED:
        yield from _asked_only(digest)
    elif Part.WEEKLY in digest.parts:
        yield "有逾期事项的单位每周第一个工作日收到一次清单。"
        yield f"{ONE_A_DAY}。"
    elif digest.tone is not Tone.INFORM:
        own = [line for part, lines in digest.parts.items() if part is not Part.INFORMED for line in lines]
        which = "这项工作" if len(own) == 1 else "上述工作"
        is_support = all(not line.is_lead and line.lead_confirmed for line in own)
        yield f"{mail.office_name}是{which}的{'配合' if is_support else '责任'}单位，所以收到本邮件。"
        yield f"{ONE_A_DAY}；填报完成的事项不再提醒。"


def _source(mail: OfficeMail) -> Iterator[str]:
    issued = f"（{long_day(mail.plan.issued_on)}印发）" if mail.plan.issued_on else ""
    yield f"依据：{book_title(mail.plan.title)}{issued}。"
    yield "若上级有新要求或时间有变动，以责任单位正式通知为准。"


def _asked_only(digest: Digest) -> Iterator[str]:
    """Say who else gets this, and until when an answer keeps the next level away."""
    mail, policy = digest.mail, digest.policy
    stages = [line.stage for line in mail.lines if asks(line)]
    copied = {level.stage for level in policy.levels if level.copy_leader}
    if not copied & set(stages):
        yield "本提示只发责任单位，不抄送。"
    next_on = [_next_letter_on(digest, stage) for stage in stages]
    coming = [day for day in next_on if day is not None]
    if coming:
        before = day_words(min(coming), mail.today)
        yield f"{before}前收到反馈的，{mail.bureau.supervision_short}先看反馈，再定发不发催办通知。"


def _next_letter_on(digest: Digest, stage: str) -> date | None:
    """Return the day the letter after a level would be due, counted from the day the level leaves."""
    policy = digest.policy
    following, index = policy.next_level(stage), policy.level_index(stage)
    if following is None or index is None or following.kind is not NoticeKind.LETTER:
        return None
    gap = following.days - policy.levels[index].days
    return digest.calendar.add_workdays(digest.mail.today, gap)
