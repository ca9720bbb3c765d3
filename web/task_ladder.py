"""The rung line of a task: every rung of the policy with its real date and what became of it.

It tells what the rules of ``rules.plan`` mean for one task; it decides nothing itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.kinds import NoticeState
from models.store_handover import BY_HAND
from models.store_notices import NoticeRecord
from models.task_values import TaskView
from rules.facts import (
    STAGE_ASSIGN,
    STAGE_CARRIED,
    STAGE_INFORM,
    STAGE_RETURNED,
    STAGE_WEEKLY,
    WORKING,
    NoticeKind,
    Status,
)
from rules.plan import rung_day
from rules.policy import Level, Policy, stage_before
from rules.workdays import Calendar
from templates.filters import day_words

_LEVEL_WORDS = {
    NoticeKind.OVERDUE: "逾期提示",
    NoticeKind.LETTER: "催办通知单",
    NoticeKind.CIRCULAR: "拟列入通报",
}
_KIND_WORDS = {
    NoticeKind.ASSIGNMENT: "交办信",
    NoticeKind.INFORM: "知悉",
    NoticeKind.RETURNED: "退办信",
    NoticeKind.ESCALATION: "报分管领导",
}
_DONE_WORDS = {
    NoticeState.LEFT: "已发",
    NoticeState.PHONED: "电话催办",
    NoticeState.HELD: "等您核发",
    NoticeState.RELEASED: "已核发，待发",
    NoticeState.PLANNED: "等待发出",
    NoticeState.DROPPED: "没发，定为不发",
    NoticeState.LAPSED: "没发，自动撤回",
}
_ENDED = {
    Status.REPORTED: "已报完成",
    Status.CLOSED: "已办结",
    Status.WITHDRAWN: "已撤销",
    Status.PAUSED: "暂停",
    Status.UNCONFIRMED: "待确认，不催",
    Status.DRAFT: "没有入库",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung as the line shows it."""

    name: str
    day: str
    words: str
    mark: str
    is_ahead: bool
    is_held: bool
    is_late: bool
    """After the due date and already reached: the line before it is red."""
    link: str = ""
    guess: str = ""
    """What the day depends on: ``今天核发的话``."""


def stage_words(policy: Policy, kind: NoticeKind, stage: str) -> str:
    """Return how people call a rung or a notice: ``首次提示``, ``催办通知单``, ``每周逾期清单``."""
    if stage in (STAGE_ASSIGN, STAGE_INFORM, STAGE_RETURNED) or kind in _KIND_WORDS:
        return _KIND_WORDS.get(kind, "交办信")
    if stage.startswith(STAGE_WEEKLY):
        return "每周逾期清单"
    if stage.startswith(STAGE_CARRIED):
        return "汇总信（附列本项）"
    if kind in _LEVEL_WORDS:
        return _LEVEL_WORDS[kind]
    before = [stage_before(days) for days in policy.before if days]
    if stage == stage_before(0):
        return "当日提醒"
    return "首次提示" if before and stage == before[0] and len(before) > 1 else "临期提醒"


def ladder(
    task: TaskView, said: Sequence[NoticeRecord], *, policy: Policy, calendar: Calendar, today: date
) -> list[Rung]:
    """Return the rungs of a task's acting lead in its present round; none without a due date."""
    if task.due_on is None or not task.leads:
        return []
    lead = task.leads[0]
    own = {one.stage: one for one in said if one.office_id == lead.office_id and one.round == lead.round}
    line = _Line(task, own, policy, calendar, today)
    return [*line.before(task.due_on), *line.after(task.due_on)]


class _Line:
    """One task's rungs on one day."""

    def __init__(
        self, task: TaskView, said: dict[str, NoticeRecord], policy: Policy, calendar: Calendar, today: date
    ) -> None:
        self.task = task
        self.said = said
        self.policy = policy
        self.calendar = calendar
        self.today = today

    def before(self, due_on: date) -> Iterator[Rung]:
        """The rungs up to the due date."""
        for days in self.policy.before:
            stage = stage_before(days)
            kind = NoticeKind.REMINDER if days else NoticeKind.DUE_TODAY
            yield self._rung(stage, kind, rung_day(due_on, days, self.calendar), is_late=False)

    def after(self, due_on: date) -> Iterator[Rung]:
        """The levels after the due date, each counted from when the one below left."""
        start, passed, guess = due_on, 0, ""
        for level in self.policy.levels:
            day = self.calendar.add_workdays(start, level.days - passed)
            said = self.said.get(level.stage)
            yield self._rung(level.stage, level.kind, day, is_late=True, guess=guess)
            start, guess = self._next_start(level, said, day, guess)
            passed = level.days

    def _next_start(self, level: Level, said: NoticeRecord | None, day: date, guess: str) -> tuple[date, str]:
        if said is not None and said.left_on is not None:
            return said.left_on, ""
        if self.task.status not in WORKING:
            return day, ""
        if level.held and said is not None:
            return self.today, "今天核发的话"
        return max(day, self.today), guess or ("到时核发的话" if level.held else "")

    def _rung(self, stage: str, kind: NoticeKind, day: date, *, is_late: bool, guess: str = "") -> Rung:
        said = self.said.get(stage)
        name = stage_words(self.policy, kind, stage)
        if said is None:
            is_ahead = day >= self.today or self.task.status not in WORKING
            mark = "圈" if is_ahead and day >= self.today else "叉"
            guess = guess if is_ahead else ""
            shown = day_words(day, self.today) + ("（暂）" if self.calendar.is_provisional(day) else "")
            words = self._unsaid(day)
            return Rung(name, shown, words, mark, is_ahead, is_held=False, is_late=False, guess=guess)
        is_held = said.state is NoticeState.HELD
        has_left = said.state in (NoticeState.LEFT, NoticeState.PHONED)
        shown = day_words(said.left_on or said.planned_on, self.today)
        words = _DONE_WORDS[said.state]
        if said.state is NoticeState.LEFT and said.decision_note.startswith(BY_HAND):
            words = BY_HAND
        if said.kind is NoticeKind.CIRCULAR and has_left:
            words = "已列，不发信"
        if said.state is NoticeState.PLANNED and said.message_id is None:
            words = "没有邮箱，没发出"
        mark = "待核" if is_held else "钩" if has_left else "叉" if "没" in words else "圈"
        link = f"/release/{said.id}" if is_held else f"/outbox/{said.message_id}" if said.message_id else ""
        return Rung(name, shown, words, mark, is_ahead=False, is_held=is_held, is_late=is_late, link=link)

    def _unsaid(self, day: date) -> str:
        ended = _ENDED.get(self.task.status)
        if ended and day >= self._ended_on():
            return f"不发，{ended}"
        if day > self.today:
            return "未到"
        if day == self.today:
            return "今天"
        told = [one.told_on for one in self.task.assignments if one.told_on]
        is_before_start = not told or day < min(told)
        return "没发，交办前已过" if is_before_start else "没发，已过"

    def _ended_on(self) -> date:
        """The day from which the office owed nothing more, as far as it is known."""
        report = self.task.last_report
        if self.task.status in (Status.REPORTED, Status.CLOSED) and report is not None:
            return report.reported_on
        return self.task.closed_on or self.task.registered_on
