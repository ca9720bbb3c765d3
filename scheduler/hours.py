"""When ``serve`` may send: the working hours of the policy on a working day, as moments."""

from dataclasses import dataclass
from datetime import date, datetime

from rules.policy import Policy
from rules.workdays import Calendar
from scheduler.services import SHANGHAI


@dataclass(frozen=True, slots=True)
class Hours:
    """The sending hours around one moment."""

    day: date
    """The day of the moment in Asia/Shanghai."""
    is_workday: bool
    opens_at: datetime
    closes_at: datetime
    now: datetime

    @property
    def is_open(self) -> bool:
        """Whether mail may leave at the moment; the closing minute still counts."""
        minute = self.now.replace(second=0, microsecond=0)
        return self.is_workday and self.opens_at <= minute <= self.closes_at

    @property
    def is_over(self) -> bool:
        """Whether the hours of the day lie behind."""
        return self.now > self.closes_at and not self.is_open


def hours_at(now: datetime, *, policy: Policy, calendar: Calendar) -> Hours:
    """Return the sending hours of the day a moment lies in."""
    day = now.astimezone(SHANGHAI).date()
    return Hours(
        day=day,
        is_workday=calendar.is_workday(day),
        opens_at=datetime.combine(day, policy.send_from, tzinfo=SHANGHAI),
        closes_at=datetime.combine(day, policy.send_until, tzinfo=SHANGHAI),
        now=now,
    )
