"""How a task stands on a day, in words and lights; computed for the day, never stored.

正常 / 临期 / 逾期 / 待核 while work is owed, 按期完成 and 逾期完成 kept apart for ever.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.facts import WORKING, Status
from rules.workdays import Calendar


class State(StrEnum):
    """What a list or page shows for a task on a day; the value is the word."""

    NORMAL = "正常"
    DUE_SOON = "临期"
    OVERDUE = "逾期"
    PENDING = "待核"
    RETURNED = "退回"
    UNCONFIRMED = "待确认"
    PAUSED = "暂停"
    ONGOING = "长期"
    ON_TIME = "按期完成"
    LATE_DONE = "逾期完成"
    DRAFT = "草稿"
    WITHDRAWN = "撤销"


class Light(StrEnum):
    """The colour beside the word (红黄绿灯); derived, never stored."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NONE = "none"


LIGHTS = {
    State.NORMAL: Light.GREEN,
    State.DUE_SOON: Light.AMBER,
    State.OVERDUE: Light.RED,
    State.RETURNED: Light.AMBER,
    State.LATE_DONE: Light.AMBER,
    State.ON_TIME: Light.GREEN,
}

#: Worst first, for the lights of a month and for sorting.
WORST_FIRST = (
    State.OVERDUE,
    State.RETURNED,
    State.PENDING,
    State.DUE_SOON,
    State.UNCONFIRMED,
    State.NORMAL,
    State.PAUSED,
    State.ONGOING,
    State.LATE_DONE,
    State.ON_TIME,
    State.DRAFT,
    State.WITHDRAWN,
)

_FIXED = {
    Status.REPORTED: State.PENDING,
    Status.UNCONFIRMED: State.UNCONFIRMED,
    Status.PAUSED: State.PAUSED,
    Status.DRAFT: State.DRAFT,
    Status.WITHDRAWN: State.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class DayState:
    """The state of a task on a day, with the working days that explain it."""

    state: State
    workdays: int = 0
    """Working days overdue, late or left; 0 where none apply."""

    @property
    def light(self) -> Light:
        """The light that goes with the state."""
        return LIGHTS.get(self.state, Light.NONE)

    @property
    def detail(self) -> str:
        """The words after the state: ``5个工作日``, ``余13个工作日``, ``晚8个工作日``."""
        if self.state is State.OVERDUE:
            return f"{self.workdays}个工作日"
        if self.state is State.LATE_DONE:
            return f"晚{self.workdays}个工作日"
        if self.state in (State.NORMAL, State.DUE_SOON):
            return f"余{self.workdays}个工作日" if self.workdays else "今天到期"
        return ""


def day_state(
    status: Status,
    *,
    due_on: date | None,
    completed_on: date | None,
    calendar: Calendar,
    today: date,
    due_soon_days: int,
) -> DayState:
    """Return how a task stands on ``today``.

    Overdue is a status still owed whose due date lies before the day; the count is working days in
    (due_on, day]. On time is ``completed_on`` not after ``due_on``, as confirmed at the check.
    """
    if status is Status.CLOSED:
        return _done(due_on, completed_on, calendar)
    if status in _FIXED:
        return DayState(_FIXED[status])
    if due_on is None:
        return DayState(State.RETURNED if status is Status.RETURNED else State.ONGOING)
    if is_overdue(status, due_on=due_on, today=today):
        return DayState(State.OVERDUE, calendar.workdays_between(due_on, today))
    left = calendar.workdays_between(today, due_on)
    if status is Status.RETURNED:
        return DayState(State.RETURNED, left)
    return DayState(State.DUE_SOON if left <= due_soon_days else State.NORMAL, left)


def is_overdue(status: Status, *, due_on: date | None, today: date) -> bool:
    """Tell whether a task is overdue on a day: still owed and due before it."""
    return status in WORKING and due_on is not None and due_on < today


def _done(due_on: date | None, completed_on: date | None, calendar: Calendar) -> DayState:
    if due_on is None or completed_on is None or completed_on <= due_on:
        return DayState(State.ON_TIME)
    return DayState(State.LATE_DONE, calendar.workdays_between(due_on, completed_on))
