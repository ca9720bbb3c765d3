"""One task as a row of a list or as a slip: its date, state, offices and last report in words."""

from collections.abc import Iterator
from datetime import date

from rules.workdays import weekday_name
from templates.filters import cut, day_words, listed, month_day
from templates.mail_parts import Row, State, Tint, Words, words
from templates.mail_values import FollowUpMark, Line
from templates.wording_dates import is_bare_month, original

REPORT_LIMIT = 30
_NARROW = 6
OVERDUE_MARK = "■"
FILL_IN = "填报此项"


def overdue_words(line: Line, verb: str = "逾期") -> str:
    """Return ``逾期17个工作日``."""
    return f"{verb}{line.workdays_overdue}个工作日" if line.workdays_overdue else "已过期限"


def overdue_state(line: Line, verb: str = "逾期") -> State:
    """Return the state of an overdue row; the mark stands here again so that one forwarded row says it."""
    return State(OVERDUE_MARK, overdue_words(line, verb), Tint.RED)


def fill_in_words(line: Line) -> str:
    """Return the words of the link to an item's form, the same as on the page."""
    return FILL_IN if line.is_lead or not line.lead_confirmed else "填写配合情况"


def other_offices(line: Line, own_name: str = "") -> str:
    """Return who else is responsible and who leads, empty when the office is alone."""
    others = [name for name in line.other_names if name not in (own_name, line.lead_name)]
    if not line.lead_confirmed:
        named = others if line.is_lead else [line.lead_name, *others]
        return f"共同：{listed(named)}。暂以{line.lead_name}为牵头" if others or not line.is_lead else ""
    if not line.is_lead:
        return f"配合 · 牵头：{line.lead_name}"
    return f"配合：{listed(others)}" if others else ""


def roles(line: Line, own_name: str) -> str:
    """Return the offices as the year's list names them: ``牵头：…；配合：…``."""
    others = [name for name in line.other_names if name != line.lead_name]
    if not line.is_lead and own_name not in others:
        others.append(own_name)
    if not line.lead_confirmed or not others:
        return other_offices(line, own_name)
    return f"牵头：{line.lead_name}；配合：{listed(others)}"


def report_words(line: Line, today: date, sep: str = "：") -> str:
    """Return ``5月12日：场地已落实``, cut to 30 characters, empty when nothing was reported."""
    if line.last_report_on is None:
        return ""
    text = line.last_report
    if line.is_difficult and "难度较大" not in text:
        text = f"完成难度较大，{text}" if text else "完成难度较大"
    text = text or "正在办理"
    return f"{day_words(line.last_report_on, today)}{sep}{cut(text, REPORT_LIMIT)}"


def feedback(line: Line, today: date) -> str:
    """Return ``5月12日反馈：…``, empty when nothing was reported."""
    return report_words(line, today, sep="反馈：")


def reminded(line: Line, today: date) -> str:
    """Return how often the office was told: ``提醒3次，5月6日逾期提示，5月8日电话1次``."""
    said = [f"提醒{line.reminder_count}次"] if line.reminder_count else []
    if line.asked_on is not None:
        said.append(f"{day_words(line.asked_on, today)}逾期提示")
    said += [_follow_up_words(mark, line, today) for mark in line.follow_ups]
    return "，".join(said) if said else "此前没有提醒"


def _follow_up_words(mark: FollowUpMark, line: Line, today: date) -> str:
    if mark.by_phone:
        return f"{day_words(mark.on, today)}电话1次"
    return f"{day_words(mark.on, today)}第{letter_number(line, mark)}次催办"


def letter_number(line: Line, mark: FollowUpMark | None = None) -> int:
    """Return which letter about the task a follow-up was; without one, the number of the next."""
    letters = [follow_up for follow_up in line.follow_ups if not follow_up.by_phone]
    return letters.index(mark) + 1 if mark is not None else len(letters) + 1


def last_step(line: Line, today: date) -> str:
    """Return the last step after the due date: ``5月11日第1次催办`` or ``5月6日逾期提示``."""
    if line.follow_ups:
        return _follow_up_words(line.follow_ups[-1], line, today)
    return f"{day_words(line.asked_on, today)}逾期提示" if line.asked_on else ""


def due_text(line: Line, today: date, state: str = "") -> str:
    """Return the date line of the text part: ``4月30日 周四（原文“4月”），逾期17个工作日``."""
    if line.due_on is None:
        return undated_words(line)
    source = f"（{original(line)}）" if original(line) else ""
    tail = f"，{state}" if state else ""
    return f"{day_words(line.due_on, today)} {weekday_name(line.due_on)}{source}{tail}"


def undated_words(line: Line) -> str:
    """Return the recurrence or the document's own words where no day is set."""
    quoted = f"原文“{line.due_words}”" if line.due_words and line.due_words != line.recurrence else ""
    return "，".join(part for part in (line.recurrence, quoted) if part) or "未定日期"


def item_row(
    line: Line,
    *,
    number: int,
    today: date,
    state: State | None = None,
    notes: tuple[str, ...] = (),
    link: str = "",
    link_words: str = "",
    is_today: bool = False,
) -> Row:
    """Return a row with weekday and original words, as reminder and later mails show it."""
    said = tuple(note for note in notes if note)
    when, under, source = _date_cell(line, today)
    text_state = state.words if state is not None else ""
    text_due = ("今天 " if is_today else "") + due_text(line, today, text_state)
    html_notes = (*((source,) if source else ()), *said)
    return Row(
        number=number,
        when=when,
        under=under,
        title=line.title,
        state=state,
        notes=tuple(words(note) for note in html_notes),
        link=link,
        link_words=link_words if link else "",
        text_lines=(text_due, *said),
    )


def _date_cell(line: Line, today: date) -> tuple[str, tuple[str, ...], str]:
    """Return the date, what stands under it, and original words too long to stand there."""
    if line.due_on is None:
        own = line.recurrence or line.due_words
        narrow = own if len(own) <= _NARROW else ""
        return narrow or "未定日期", (), undated_words(line) if undated_words(line) != narrow else ""
    source = original(line)
    is_narrow = len(line.due_words) <= _NARROW
    under = (weekday_name(line.due_on), *((source,) if source and is_narrow else ()))
    return day_words(line.due_on, today), under, "" if is_narrow else source


def list_rows(lines: tuple[Line, ...], *, first: int, today: date, notes: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a year's list: one line each, the date once for the items of one day."""
    before: str | None = None
    for index, line in enumerate(lines):
        when, _, _ = _date_cell(line, today)
        following = _date_cell(lines[index + 1], today)[0] if index + 1 < len(lines) else None
        yield Row(
            number=first + index,
            when="" if when == before else when,
            under=(),
            title=line.title,
            state=None,
            notes=_list_notes(line, notes[index], when),
            link="",
            link_words="",
            text_lines=tuple(text for text in (_list_due(line, today), notes[index]) if text),
            ends_date=when != following,
        )
        before = when


def _list_due(line: Line, today: date) -> str:
    if line.due_on is None:
        return undated_words(line)
    source = f"（{original(line)}）" if original(line) else ""
    return f"{day_words(line.due_on, today)}{source}"


def _list_notes(line: Line, note: str, when: str) -> tuple[Words, ...]:
    """Original words other than a bare month, which the heading explains, stand on the row."""
    source = original(line) if line.due_on and not is_bare_month(line) else ""
    if line.due_on is None and undated_words(line) != when:
        source = undated_words(line)
    return tuple(words(text) for text in (source, note) if text)


def weekly_report(line: Line, today: date) -> str:
    """Return the last report for the whole list; the honest are not worse off than the silent."""
    if line.is_difficult:
        return "已反映难度较大，正在协调"
    if line.expected_on is not None:
        return f"正在办理，预计{month_day(line.expected_on)}完成"
    return feedback(line, today) or "至今没有反馈"
