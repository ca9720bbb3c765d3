"""The supervisors' morning summary (晨报): what waits for a hand, what left today, where the year stands."""

from dataclasses import dataclass

from rules.workdays import weekday_name
from templates.filters import month_day
from templates.mail_parts import Button, Paragraph, State, Tint
from templates.mail_values import Chore, SummaryMail
from templates.wording_frame import day_line, system_letterhead
from templates.wording_notes import example_words
from templates.wording_subject import plain_subject
from templates.wording_weekly import OFFICES_IN_SENTENCE, office_counts

_MARK_ORDER = "×◇▲"
_TINTS = {"×": Tint.RED, "■": Tint.RED, "▲": Tint.AMBER}


@dataclass(frozen=True, slots=True)
class ChoreRow:
    """One line of 需要处理."""

    state: State
    detail: str
    text_detail: str
    act: str
    link: str


@dataclass(frozen=True, slots=True)
class SentRow:
    """One office worth naming among today's mails."""

    office: str
    state: State
    what: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary, top to bottom."""

    subject: str
    preheader: str
    letterhead: str
    day: str
    title: str
    text_title: str
    at: str
    calendar: State
    blockers: tuple[str, ...]
    chore_count: int
    chores: tuple[ChoreRow, ...]
    planned: int
    numbers: tuple[tuple[str, int, Tint], ...]
    rows: tuple[SentRow, ...]
    other_sent: str
    year_total: int
    year_parts: tuple[str, ...]
    circular: State | None
    button: Button | None
    footer: tuple[Paragraph, ...]


def summary_mail(mail: SummaryMail) -> Summary:
    """Return the summary; lines that count nothing are left out."""
    chores = [chore for chore in mail.chores if chore.count]
    chores.sort(key=lambda chore: _MARK_ORDER.find(chore.mark))
    count = sum(chore.count for chore in chores)
    title = _title(mail, count)
    return Summary(
        subject=_subject(mail, count),
        preheader=_preheader(mail, chores),
        letterhead=system_letterhead(mail.bureau, "晨报"),
        day=day_line(mail.today),
        title=title,
        text_title=f"{title}（{month_day(mail.today)} {weekday_name(mail.today)}，截至{mail.at}）",
        at=f"截至 {mail.at}。催办策略：{mail.policy_name}；",
        calendar=_calendar_state(mail),
        blockers=mail.blockers,
        chore_count=count,
        chores=tuple(_chore_row(chore) for chore in chores),
        planned=mail.planned,
        numbers=_numbers(mail),
        rows=tuple(_sent_row(row) for row in mail.rows),
        other_sent=_other_sent(mail.other_sent),
        year_total=mail.year_total,
        year_parts=tuple(f"{name}{number}" for name, number in mail.year_parts if number),
        circular=_circular(mail),
        button=Button("打开督办台", mail.link, "", "督办台") if mail.link else None,
        footer=_footer(mail),
    )


def _unsent(mail: SummaryMail) -> int:
    return mail.planned - mail.sent


def _state_words(mail: SummaryMail, count: int, to_do: str) -> str:
    """Return the facts of the title: what waits, what left, what did not."""
    if mail.blockers:
        return f"还不能发信：先解决{len(mail.blockers)}个问题"
    if not mail.planned:
        return f"{count}{to_do}；今日无信" if count else "今日无信；系统正常"
    unsent = f"，未发{_unsent(mail)}封" if _unsent(mail) else ""
    return f"{f'{count}{to_do}' if count else '无需处理'}；已发{mail.sent}封{unsent}"


def _title(mail: SummaryMail, count: int) -> str:
    return _state_words(mail, count, "件需要处理")


def _subject(mail: SummaryMail, count: int) -> str:
    day = month_day(mail.today)
    words = _state_words(mail, count, "件需处理")
    return plain_subject(f"{words}｜{day}", words, bureau=mail.bureau)


def _preheader(mail: SummaryMail, chores: list[Chore]) -> str:
    if mail.blockers:
        return mail.blockers[0]
    return "，".join(map(_chore_words, chores)) + "。" if chores else "没有要处理的事项。"


def _chore_words(chore: Chore) -> str:
    who = chore.detail.partition("：")[0] if chore.mark == "×" and "：" in chore.detail else ""
    return f"{chore.words}{chore.count}" + (f"（{who}）" if who else "")


def _calendar_state(mail: SummaryMail) -> State:
    said = f"节假日数据：{mail.calendar_words.removeprefix('节假日数据：')}".rstrip("。")
    return State("", said, Tint.INK) if mail.calendar_is_known else State("▲", said, Tint.AMBER)


def _chore_row(chore: Chore) -> ChoreRow:
    state = State(chore.mark, f"{chore.words} {chore.count}", _TINTS.get(chore.mark, Tint.INK))
    return ChoreRow(state, chore.detail, chore.detail.replace("：", "，", 1), chore.act, chore.link)


def _numbers(mail: SummaryMail) -> tuple[tuple[str, int, Tint], ...]:
    """Return the numbers of the day; what waits is named only when something waits, so that all add up."""
    numbers = [
        ("计划", mail.planned, Tint.INK),
        ("已发", mail.sent, Tint.INK),
        ("失败", mail.failed, Tint.RED),
        ("没有邮箱", mail.no_address, Tint.RED),
        ("结果未知", mail.unknown, Tint.AMBER),
    ]
    if mail.pending:
        numbers.insert(2, ("待发", mail.pending, Tint.INK))
    return tuple(numbers)


def _sent_row(row: tuple[str, str, str]) -> SentRow:
    state, office, what = row
    mark, _, said = state.partition(" ")
    if mark in _TINTS and said:
        return SentRow(office, State(mark, said, _TINTS[mark]), what)
    return SentRow(office, State("", state, Tint.INK), what)


def _other_sent(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    who = f"：{'、'.join(names)}" if len(names) <= OFFICES_IN_SENTENCE else ""
    return f"另有{len(names)}封已发{who}。"


def _circular(mail: SummaryMail) -> State | None:
    count = sum(number for _, number in mail.circular_offices)
    if not count:
        return None
    return State("■", f"拟列入通报{count}：{office_counts(mail.circular_offices).rstrip('。')}", Tint.INK)


def _footer(mail: SummaryMail) -> tuple[Paragraph, ...]:
    why = "每个工作日发信后发出。当天没有发信也发一封，表示系统正常；哪天没收到，请看督办台首页。"
    return tuple((line,) for line in (example_words(mail.bureau), why) if line)
