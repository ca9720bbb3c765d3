"""The sections of a year's list: 请先确认, 待办, 没有固定日期, 知悉; one line a task."""

from collections.abc import Sequence

from templates.mail_parts import Row
from templates.mail_values import Line
from templates.wording_dates import is_bare_month, month_rule, original
from templates.wording_headings import Heading
from templates.wording_parts import Digest, Part
from templates.wording_rows import list_rows, roles


def to_confirm_headings(digest: Digest) -> list[Heading]:
    """Return the heading of 请先确认: past at import, asked once."""
    lines = digest.lines(Part.TO_CONFIRM)
    issued = digest.mail.plan.issued_on
    is_before_issue = issued is not None and all(line.due_on and line.due_on < issued for line in lines)
    limit = "月末" if all(is_bare_month(line) for line in lines) else "时限"
    reason = f"{'表印发' if is_before_issue else '导入'}时已过{limit}，不计逾期"
    return [_list_heading(digest, "请先确认", lines, mark="◇", reason=reason)]


def to_do_headings(digest: Digest) -> list[Heading]:
    """Return the heading of 待办."""
    lines = digest.lines(Part.TO_DO)
    derived = [line for line in lines if original(line)]
    months = [line for line in derived if is_bare_month(line)]
    reason = ""
    if months:
        only = "" if len(months) == len(lines) else "只写月份的，"
        reason = f"{only}到期日{month_rule(digest.policy)}"
    elif derived:
        reason = "到期日按原文推定"
    return [_list_heading(digest, "待办", lines, reason=reason)]


def undated_headings(digest: Digest) -> list[Heading]:
    """Return the heading of 没有固定日期."""
    lines = digest.lines(Part.UNDATED)
    return [_list_heading(digest, "没有固定日期", lines, reason="只列在这里，暂不提醒")]


def informed_headings(digest: Digest) -> list[Heading]:
    """Return the heading of 知悉."""

    def make(lines: Sequence[Line], first: int) -> tuple[Row, ...]:
        notes = tuple(f"责任单位：{line.office_words}" if line.office_words else "" for line in lines)
        return tuple(list_rows(tuple(lines), first=first, today=digest.mail.today, notes=notes))

    lines = digest.lines(Part.INFORMED)
    return [Heading("知悉", lines, make, reason="不用填报", is_dense=True)]


def _list_heading(
    digest: Digest, words: str, lines: tuple[Line, ...], *, reason: str, mark: str = ""
) -> Heading:
    """Return a section of the year's list: one line a task, the date once."""

    def make(shown: Sequence[Line], first: int) -> tuple[Row, ...]:
        notes = tuple(roles(line, digest.mail.office_name) for line in shown)
        return tuple(list_rows(tuple(shown), first=first, today=digest.mail.today, notes=notes))

    return Heading(words, lines, make, mark=mark, reason=reason, is_dense=True)
