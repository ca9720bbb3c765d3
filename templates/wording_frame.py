"""The first lines of every mail: who writes, on which day."""

from datetime import date

from rules.workdays import Calendar
from templates.filters import full_day
from templates.mail_values import Bureau

EXAMPLE = "示例"
SYSTEM_NAME = "督办系统"


def letterhead(bureau: Bureau) -> str:
    """Return ``市教育局督查室 · 重点工作``; example data says 示例 instead."""
    return f"{bureau.supervision_name} · {EXAMPLE if bureau.is_example else '重点工作'}"


def system_letterhead(bureau: Bureau, what: str) -> str:
    """Return ``督办系统 · 晨报``, with 示例 for example data."""
    return f"{SYSTEM_NAME} · {what}" + (f" · {EXAMPLE}" if bureau.is_example else "")


def day_line(today: date, calendar: Calendar | None = None) -> str:
    """Return the day of the run; a make-up day says that people work."""
    is_makeup = calendar is not None and calendar.is_makeup_workday(today)
    return full_day(today) + ("（上班）" if is_makeup else "")
