"""One task as a slip, the ruled table of a letter or of a leader's mail."""

from datetime import date

from rules.workdays import weekday_name
from templates.filters import day_words, listed
from templates.mail_parts import Field, Slip
from templates.mail_values import Line
from templates.wording_dates import derived_by
from templates.wording_rows import FILL_IN, overdue_state, reminded, report_words, undated_words


def due_field(line: Line, today: date) -> Field:
    """Return the slip line of the due date."""
    if line.due_on is None:
        return Field("时限", undated_words(line), undated_words(line))
    state = overdue_state(line)
    source = f"（{derived_by(line)}）" if derived_by(line) else ""
    day = day_words(line.due_on, today)
    return Field(
        "时限",
        f"{day}（{weekday_name(line.due_on)}），",
        f"{day} {weekday_name(line.due_on)}{source}，{state.words}",
        state=state,
        note=derived_by(line),
    )


def letter_slip(line: Line, *, number: int, today: date, link: str) -> Slip:
    """Return the slip of a follow-up letter."""
    fields = (
        due_field(line, today),
        Field(
            "最近反馈",
            report_words(line, today) or "至今没有",
            report_words(line, today, sep="，") or "至今没有",
        ),
        Field("已提醒", reminded(line, today), reminded(line, today)),
        *((Field("答复", FILL_IN, "", link=link),) if link else ()),
    )
    return Slip(number, line.title, fields)


def leader_slip(line: Line, *, number: int, today: date) -> Slip:
    """Return the slip of a leader's mail; 请您 only when the office named the help it needs."""
    others = [name for name in line.other_names if name != line.lead_name]
    who = f"牵头：{line.lead_name}；配合：{listed(others)}" if others else line.lead_name
    text_who = f"牵头 {line.lead_name}，配合 {listed(others)}" if others else line.lead_name
    if others and not line.lead_confirmed:
        who = text_who = f"{line.lead_name}（暂为牵头），共同：{listed(others)}"
    help_field = (Field("请您", line.help_wanted, line.help_wanted, is_bold=True),)
    fields = (
        *(help_field if line.help_wanted else ()),
        Field(
            "单位反馈",
            report_words(line, today) or "至今没有",
            report_words(line, today, sep="，") or "至今没有",
        ),
        Field("单位", who, text_who),
        due_field(line, today),
        Field("已提醒", reminded(line, today), reminded(line, today)),
    )
    return Slip(number, line.title, fields)
