"""Counting tasks per office and per period, with the rule of counting in words.

Every task counts once, for its acting lead; the classes always add up to the total.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.facts import Status
from rules.status import DayState, State

COUNTING_RULE = (
    "到期日取现行时限，只写月份的按当月最后一天推定；逾期按工作日计，不含法定节假日，含调休上班日；"
    "已报完成、待审核的不计逾期；几个单位共同负责的只计牵头单位；待确认的单独计数；"
    "没有固定日期的不计入到期。"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """One task as the tally sees it on a day."""

    lead: str
    state: DayState
    status: Status
    due_on: date | None


@dataclass(frozen=True, slots=True)
class OfficeTally:
    """What one acting lead has on its list; the classes add up to ``total``."""

    office: str
    total: int
    by_state: dict[State, int]

    @property
    def closed(self) -> int:
        """办结: on time and late together."""
        return self.by_state.get(State.ON_TIME, 0) + self.by_state.get(State.LATE_DONE, 0)

    @property
    def overdue(self) -> int:
        """逾期 on the day."""
        return self.by_state.get(State.OVERDUE, 0)


@dataclass(frozen=True, slots=True)
class PeriodTally:
    """Tasks due up to a day; the parts add up to ``due``."""

    due: int
    on_time: int
    late_done: int
    pending: int
    partly: int
    paused: int
    unconfirmed: int
    unfinished: int

    @property
    def counted(self) -> int:
        """应计: due less paused and 待确认."""
        return self.due - self.paused - self.unconfirmed

    @property
    def rate(self) -> str:
        """按期完成率 with one decimal, half up; empty when nothing counts."""
        if self.counted <= 0:
            return ""
        tenths = (self.on_time * 2000 + self.counted) // (self.counted * 2)
        return f"{tenths // 10}.{tenths % 10}%"


def by_state(tasks: Iterable[Counted]) -> dict[State, int]:
    """Count tasks in each state."""
    return dict(Counter(task.state.state for task in tasks))


def by_office(tasks: Iterable[Counted]) -> list[OfficeTally]:
    """Count the tasks of each acting lead, in the order in which the leads first appear; no ranking."""
    own: dict[str, list[Counted]] = {}
    for task in tasks:
        own.setdefault(task.lead, []).append(task)
    return [OfficeTally(lead, len(rows), by_state(rows)) for lead, rows in own.items()]


def period_tally(tasks: Iterable[Counted], *, today: date) -> PeriodTally:
    """Count the tasks due before ``today`` by what became of them; the first class that fits wins."""
    counts = Counter(_class_of(task) for task in tasks if task.due_on is not None and task.due_on < today)
    return PeriodTally(
        due=sum(counts.values()),
        on_time=counts["on_time"],
        late_done=counts["late_done"],
        pending=counts["pending"],
        partly=counts["partly"],
        paused=counts["paused"],
        unconfirmed=counts["unconfirmed"],
        unfinished=counts["unfinished"],
    )


def _class_of(task: Counted) -> str:
    by_day_state = {
        State.UNCONFIRMED: "unconfirmed",
        State.PAUSED: "paused",
        State.ON_TIME: "on_time",
        State.LATE_DONE: "late_done",
        State.PENDING: "pending",
    }
    if task.state.state in by_day_state:
        return by_day_state[task.state.state]
    return "partly" if task.status is Status.PARTLY_DONE else "unfinished"
