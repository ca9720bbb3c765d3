"""Reads a date as people type it. Pure: no clock, and nothing is guessed beyond the year."""

import re
import unicodedata
from datetime import date

_FORMS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?",
        r"(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
    )
)
_LONGEST = 20


def read_day(text: str, today: date) -> date | None:
    """Return the day of ``2026-05-26``, ``2026.5.26``, ``5月26日`` or ``5.26``; None when it is none.

    A day without a year is one of this year.
    """
    plain = "".join(unicodedata.normalize("NFKC", text[: _LONGEST * 2]).split())
    if len(plain) > _LONGEST:
        return None
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found:
            parts = {name: int(digits) for name, digits in found.groupdict().items()}
            return _day(parts.get("year", today.year), parts["month"], parts["day"])
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
