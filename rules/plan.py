"""The decision: what must be said about whom on one day, and why.

Up to the due date a rung is a moment of the calendar and only the current one is said; after it
levels rise one by one, each only after the one below it has left (``docs/rules.md``, The ladder).
Nothing here remembers or sends anything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import cache, partial

from rules.facts import (
    DIGEST_KINDS,
    GRAVITY,
    STAGE_ASSIGN,
    STAGE_CARRIED,
    STAGE_INFORM,
    STAGE_RETURNED,
    STAGE_WEEKLY,
    WORKING,
    Assignee,
    Notice,
    NoticeKind,
    Role,
    Said,
    Status,
    TaskFacts,
)
from rules.policy import Level, Policy, stage_before
from rules.workdays import Calendar, weekday_name


def due_notices(
    tasks: Iterable[TaskFacts], *, policy: Policy, calendar: Calendar, today: date
) -> list[Notice]:
    """Return every notice the policy calls for on ``today``, those already said among them.

    A day on which nobody works calls for none. The order does not depend on the order of ``tasks``.
    """
    if not calendar.is_workday(today):
        return []
    is_weekly = policy.weekly and calendar.is_first_workday_of_week(today)
    notices: list[Notice] = []
    day = _Day(policy, calendar, today)
    for task in tasks:
        one = _OneTask(task, day)
        notices.extend(one.assignments())
        if task.status in WORKING:
            notices.extend(one.returns())
            notices.extend(one.rungs())
            notices.extend(one.levels())
            notices.extend(one.overdue_lines(is_weekly=is_weekly))
    return sorted(notices, key=_order)


def unsent(notices: Iterable[Notice], keys: Collection[str]) -> list[Notice]:
    """Return the notices whose key does not exist yet."""
    return [notice for notice in notices if notice.dedupe_key not in keys]


def grouped(notices: Iterable[Notice]) -> dict[int, list[Notice]]:
    """Return the lines of each office's digest, gravest first, one line a task.

    Held letters and marks for the circular stand in no digest. An office whose lines all merely
    accompany (知悉, carried overdue rows) gets none.
    """
    lines: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.kind in DIGEST_KINDS and not notice.held:
            lines[notice.office_id].append(notice)
    return {
        office_id: _without_needless_carried(own)
        for office_id, own in sorted(lines.items())
        if any(notice.causes for notice in own)
    }


def _without_needless_carried(lines: list[Notice]) -> list[Notice]:
    """A carried row is left out where the task has a line of its own today."""
    spoken = {line.task_id for line in lines if not line.stage.startswith(STAGE_CARRIED)}
    kept = (n for n in lines if n.task_id not in spoken or not n.stage.startswith(STAGE_CARRIED))
    return sorted(kept, key=_order)


def one_line_a_task(notices: Iterable[Notice]) -> list[Notice]:
    """Return the gravest notice of each task, gravest first; the others are said by the same line."""
    best: dict[int | None, Notice] = {}
    for notice in sorted(notices, key=_order):
        best.setdefault(notice.task_id, notice)
    return sorted(best.values(), key=_order)


def current_rung(due_on: date, *, policy: Policy, calendar: Calendar, today: date) -> int | None:
    """Return the rung up to the due date that is current on a day, in working days before it.

    A rung is current from its first day until the day before the next; None before the first and
    after the due date.
    """
    if today > due_on:
        return None
    reached = (days for days in policy.before if today >= rung_day(due_on, days, calendar))
    return min(reached, default=None)


def rung_day(due_on: date, days: int, calendar: Calendar) -> date:
    """Return the first day of a rung; the due date's own rung moves to the working day before."""
    return calendar.add_workdays(due_on, -days) if days else calendar.on_or_before(due_on)


def scan_until(today: date, *, policy: Policy, calendar: Calendar) -> date:
    """Return the last due date whose first rung may be current on ``today``."""
    return calendar.add_workdays(today, policy.horizon + 1) + timedelta(days=1)


def due_reason(due_on: date, *, calendar: Calendar, today: date) -> str:
    """Return the rule that fired in words, true for the day of sending."""
    if today == due_on:
        return "今天到期"
    if today > due_on:
        return f"逾期{calendar.workdays_between(due_on, today)}个工作日"
    left = calendar.workdays_between(today, due_on)
    if left:
        return f"距到期{left}个工作日"
    same_week = due_on - today < timedelta(days=7) and due_on.isocalendar()[:2] == today.isocalendar()[:2]
    when = (
        f"本{weekday_name(due_on)}"
        if same_week
        else f"{due_on.month}月{due_on.day}日（{weekday_name(due_on)}）"
    )
    return f"{when}到期，今天是之前最后一个工作日"


def _order(notice: Notice) -> tuple[int, int, date, int, str]:
    carried = notice.stage.startswith((STAGE_CARRIED, STAGE_WEEKLY))
    return (
        GRAVITY.index(notice.kind),
        int(carried),
        notice.due_on or date.max,
        notice.task_id or 0,
        notice.dedupe_key,
    )


class _Day:
    """One day: what it says about a due date is worked out once for all the tasks that share it."""

    def __init__(self, policy: Policy, calendar: Calendar, today: date) -> None:
        self.policy = policy
        self.calendar = calendar
        self.today = today
        self.rung = cache(partial(current_rung, policy=policy, calendar=calendar, today=today))
        self.reason = cache(partial(due_reason, calendar=calendar, today=today))


class _OneTask:
    """One task on one day."""

    def __init__(self, task: TaskFacts, day: _Day) -> None:
        self.task = task
        self.day = day

    def _notice(self, kind: NoticeKind, who: Assignee, stage: str, reason: str, **more: bool) -> Notice:
        task = self.task
        return Notice(
            kind, who.office_id, task.id, task.plan_id, stage, who.round, reason, task.due_on, **more
        )

    def _leads(self) -> Iterator[Assignee]:
        return (a for a in self.task.assignees if a.office_id in self.task.lead_ids and not a.done)

    @property
    def _overdue(self) -> bool:
        return self.task.due_on is not None and self.task.due_on < self.day.today

    def assignments(self) -> Iterator[Notice]:
        """Every named office is told once; informed members get a line that causes no mail."""
        if self.task.status not in WORKING | {Status.UNCONFIRMED}:
            return
        for who in self.task.assignees:
            if who.told:
                continue
            once = Assignee(who.office_id, who.role)
            if who.role is Role.INFORMED:
                yield self._notice(NoticeKind.INFORM, once, STAGE_INFORM, "知悉", causes=False)
            else:
                yield self._notice(NoticeKind.ASSIGNMENT, once, STAGE_ASSIGN, self._assignment_reason())

    def _assignment_reason(self) -> str:
        if self.task.status is Status.UNCONFIRMED:
            return "导入时已过时限，请确认"
        return "无固定时限" if self.task.due_on is None else "交办"

    def returns(self) -> Iterator[Notice]:
        """A return is told to the acting lead, each once."""
        if self.task.status is not Status.RETURNED or not self.task.return_count:
            return
        for who in self._leads():
            numbered = Assignee(who.office_id, who.role, self.task.return_count)
            yield self._notice(NoticeKind.RETURNED, numbered, STAGE_RETURNED, "退回，请补充")

    def rungs(self) -> Iterator[Notice]:
        """The current rung, for every named office that has not reported its part done."""
        due_on = self.task.due_on
        if due_on is None:
            return
        days = self.day.rung(due_on)
        if days is None:
            return
        kind = NoticeKind.REMINDER if days else NoticeKind.DUE_TODAY
        reason = self.day.reason(due_on)
        for who in self.task.assignees:
            if who.role is not Role.INFORMED and not who.done:
                yield self._notice(kind, who, stage_before(days), reason)

    def levels(self) -> Iterator[Notice]:
        """The next level of each acting lead, when the one below it has left long enough ago."""
        if not self._overdue:
            return
        for who in self._leads():
            level = self._next_level(who)
            if level is not None:
                reason = self.day.reason(self.task.due_on or self.day.today)
                yield self._notice(level.kind, who, level.stage, reason, held=level.held)

    def _next_level(self, who: Assignee) -> Level | None:
        said = {s.stage: s for s in self._said_to(who)}
        below: tuple[Level, Said] | None = None
        for level in self.day.policy.levels:
            if level.stage in said:
                below = (level, said[level.stage])
                continue
            return level if self._has_waited(level, below) else None
        return None

    def _said_to(self, who: Assignee) -> Iterator[Said]:
        """What this office was told in this round; the leader's copy of a letter is not told to it."""
        mine = (s for s in self.task.said if s.office_id == who.office_id and s.round == who.round)
        return (s for s in mine if s.kind is not NoticeKind.ESCALATION)

    def _has_waited(self, level: Level, below: tuple[Level, Said] | None) -> bool:
        if below is None:
            start, gap = self.task.due_on, level.days
        else:
            start, gap = below[1].left_on, level.days - below[0].days
        return start is not None and self.day.calendar.workdays_between(start, self.day.today) >= gap

    def overdue_lines(self, *, is_weekly: bool) -> Iterator[Notice]:
        """The weekly list, or the overdue row a digest carries when it exists anyway."""
        if not self._overdue or self.task.due_on is None:
            return
        stage = f"{STAGE_WEEKLY if is_weekly else STAGE_CARRIED}-{self.day.today.isoformat()}"
        reason = self.day.reason(self.task.due_on)
        for who in self._leads():
            yield self._notice(NoticeKind.OVERDUE, who, stage, reason, causes=is_weekly)
