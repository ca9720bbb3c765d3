"""Days with strokes whose last number is the year: other days of the plan show which one is the month."""

import pytest
from plan_rows import read

from importers.words.front_times import front_time


def _days(*lines: str) -> list[tuple[str, bool]]:
    """Return the day of each dated line, and whether it is doubted."""
    rows = read("\n".join(("Registry Dates 2023", *lines)), year=2023).rows
    return [(str(row.deadline.due_on), any("年读" in flag for flag in row.flags)) for row in rows]


def test_one_day_that_can_only_be_month_first_tells_the_order_of_all() -> None:
    lines = (
        "8/28/23Halls open",
        "9/1/23Lists closed",
        "10/6/23Marks handed in",
        "10/16/23-10/17/23Autumn break",
    )

    assert _days(*lines) == [
        ("2023-08-28", False),
        ("2023-09-01", False),
        ("2023-10-06", False),
        ("2023-10-17", False),
    ]


def test_one_day_that_can_only_be_day_first_tells_it_as_well() -> None:
    lines = ("28/8/23 Halls open", "1/9/23 Lists closed", "6/10/23 Marks handed in")

    assert _days(*lines) == [("2023-08-28", False), ("2023-09-01", False), ("2023-10-06", False)]


@pytest.mark.parametrize(
    "lines",
    [
        ("9/1/23 Lists closed", "10/6/23 Marks handed in", "11/10/23 Last day to leave"),
        ("9/1/23 Lists closed", "28/8/23 Halls open", "9/15/23 Marks handed in"),
    ],
)
def test_an_order_that_no_day_shows_is_doubted(lines: tuple[str, ...]) -> None:
    """Days that contradict each other show none either."""
    assert _days(*lines)[0][1]


def test_how_sure_a_day_is_belongs_to_it() -> None:
    assert front_time("11/18/23 (Estimate)Lists made") == ("11/18/23 (Estimate)", "Lists made")
    assert front_time("3月5日（暂定）召开例会") == ("3月5日（暂定）", "召开例会")
