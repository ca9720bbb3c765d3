"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.office_dates import read_day

TODAY = date(2026, 5, 27)
MAY_26 = date(2026, 5, 26)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-26", MAY_26),
        ("2026-5-26", MAY_26),
        ("2026/5/26", MAY_26),
        ("2026.5.26", MAY_26),
        ("2026年5月26日", MAY_26),
        ("20260526", MAY_26),
        ("5月26日", MAY_26),
        ("5月26号", MAY_26),
        ("5.26", MAY_26),
        (" 5 月 26 日 ", MAY_26),
        ("２０２６．５．２６", MAY_26),
        ("2025-12-31", date(2025, 12, 31)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-02-29", None),
        ("13月1日", None),
        ("5月32日", None),
        ("0000-01-01", None),
        ("下周五", None),
        ("", None),
        ("5月", None),
        ("٢٠٢٦-٠٥-٢٦", None),
    ],
)
def test_forms_of_a_date(text: str, day: date | None) -> None:
    """Every common way to write a date is read; a date without a year is one of this year."""
    assert read_day(text, TODAY) == day


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text whatever raises."""
    assert read_day(text, TODAY) is None or isinstance(read_day(text, TODAY), date)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_iso_dates_come_back(day: date) -> None:
    """What a date field of a browser sends is read as that day."""
    assert read_day(day.isoformat(), TODAY) == day
