"""Which step a task may take next, and what refuses it, in words a clerk can read.

``OPEN → REPORTED → CLOSED``; ``RETURNED`` and ``PARTLY_DONE`` go back to work. Only closing (销号)
ends a task. Nothing is stored here.
"""

from datetime import date
from enum import StrEnum

from rules.errors import InputError, RuleError
from rules.facts import WORKING, Status


class Act(StrEnum):
    """What a person does to a task; the value is the word on its button."""

    REPORT = "报完成"
    CLOSE = "销号"
    CLOSE_PARTLY = "部分办结"
    RETURN = "退办"
    REOPEN = "恢复督办"
    CONFIRM_DRAFT = "确认入库"
    WITHDRAW = "撤销"
    MOVE_DUE = "改时限"


_NEXT: dict[Act, tuple[frozenset[Status], Status | None]] = {
    Act.REPORT: (WORKING | {Status.UNCONFIRMED, Status.REPORTED}, Status.REPORTED),
    Act.CLOSE: (WORKING | {Status.UNCONFIRMED, Status.REPORTED, Status.PAUSED}, Status.CLOSED),
    Act.CLOSE_PARTLY: (WORKING | {Status.REPORTED}, Status.PARTLY_DONE),
    Act.RETURN: (frozenset({Status.REPORTED}), Status.RETURNED),
    Act.REOPEN: (frozenset({Status.UNCONFIRMED, Status.CLOSED, Status.PAUSED}), Status.OPEN),
    Act.CONFIRM_DRAFT: (frozenset({Status.DRAFT}), Status.OPEN),
    Act.WITHDRAW: (frozenset(Status) - {Status.WITHDRAWN, Status.CLOSED}, Status.WITHDRAWN),
    Act.MOVE_DUE: (WORKING | {Status.UNCONFIRMED, Status.PAUSED, Status.DRAFT}, None),
}

STATUS_WORDS = {
    Status.DRAFT: "草稿",
    Status.OPEN: "在办",
    Status.UNCONFIRMED: "待确认",
    Status.REPORTED: "已报完成，待审核",
    Status.RETURNED: "已退回",
    Status.PARTLY_DONE: "部分办结",
    Status.PAUSED: "暂停",
    Status.CLOSED: "已办结",
    Status.WITHDRAWN: "已撤销",
}


def is_allowed(act: Act, status: Status) -> bool:
    """Tell whether an act is open to a task of a status."""
    return status in _NEXT[act][0]


def after(act: Act, status: Status) -> Status:
    """Return the status after an act; raises :class:`RuleError` when it is not allowed now."""
    allowed, target = _NEXT[act]
    if status not in allowed:
        raise RuleError(f"这一项现在是“{STATUS_WORDS[status]}”，不能{act.value}。")
    return target or status


def check_completion_day(completed_on: date, *, today: date) -> None:
    """Refuse a completion date that lies ahead; raises :class:`InputError`."""
    if completed_on > today:
        raise InputError(
            f"完成日期是{completed_on.month}月{completed_on.day}日，还没到。还没做完的请选“正在办理”。"
        )


def is_filed_late(*, reported_on: date, completed_on: date | None, due_on: date | None) -> bool:
    """Tell whether a report came after the due date about work done in time (补报)."""
    if due_on is None or completed_on is None:
        return False
    return reported_on > due_on and completed_on <= due_on
