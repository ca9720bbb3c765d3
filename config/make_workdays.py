"""Write ``config/workdays/<year>.csv`` from the development dependency chinesecalendar (``make workdays``).

A maintenance script: nothing that runs for a user imports it.
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar

from config.workdays_file import COLUMNS, MAKEUP, REST

_FOLDER = Path(__file__).parent / "workdays"
_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def rows_of(year: int) -> list[tuple[str, str, str, str]]:
    """Return the rows of a year: every day of a named holiday and every make-up working day."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return [row for day in days if day.year == year for row in _row(day)]


def _row(day: date) -> list[tuple[str, str, str, str]]:
    """Return the row of a day, or nothing when the day is an ordinary one."""
    is_holiday, english = chinese_calendar.get_holiday_detail(day)
    if not english:
        return []
    name = _NAMES[english]
    # New Year's holiday may begin in December; its arrangement is that of the year it opens.
    of_year = day.year + 1 if name == "元旦" and day.month == 12 else day.year
    source = f"国务院办公厅关于{of_year}年部分节假日安排的通知"
    return [(day.isoformat(), REST if is_holiday else MAKEUP, name, source)]


def main(years: list[int]) -> None:
    """Write the files of some years."""
    for year in years:
        with (_FOLDER / f"{year}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows_of(year))
        sys.stdout.write(f"config/workdays/{year}.csv\n")


if __name__ == "__main__":
    main([int(year) for year in sys.argv[1:]] or list(range(2023, 2027)))
