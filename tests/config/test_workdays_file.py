"""The yearly working-day tables: what is shipped, and what a bad file says."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from config.make_workdays import rows_of
from config.workdays_file import COLUMNS, load_special_days
from rules.errors import ConfigError
from rules.workdays import Calendar, SpecialDay

FOLDER = Path(__file__).parents[2] / "config" / "workdays"
HEADER = ",".join(COLUMNS)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar.of(*load_special_days(FOLDER))


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_shipped_tables_agree_with_the_library(calendar: Calendar, year: int) -> None:
    """Every day of the shipped years is a working day exactly when the library says so."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)] + [date(year, 12, 31)]

    assert [d for d in days if calendar.is_workday(d) != chinese_calendar.is_workday(d)] == []
    assert year in calendar.known_years


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_shipped_tables_are_what_the_script_writes(year: int) -> None:
    """A table is the output of the maintenance script, so it can be written again."""
    lines = (FOLDER / f"{year}.csv").read_text(encoding="utf-8").splitlines()

    assert lines == [HEADER, *(",".join(row) for row in rows_of(year))]


def test_days_carry_name_and_source(calendar: Calendar) -> None:
    """Pages can name the holiday and the arrangement it comes from."""
    first = calendar.special[date(2026, 10, 1)]

    assert first == SpecialDay(
        date(2026, 10, 1),
        is_workday=False,
        name="国庆节",
        source="国务院办公厅关于2026年部分节假日安排的通知",
    )


def test_a_december_holiday_belongs_to_the_arrangement_of_the_next_year(calendar: Calendar) -> None:
    """The New Year's holiday that begins in December comes from the year it opens."""
    assert calendar.special[date(2023, 12, 30)].source == "国务院办公厅关于2024年部分节假日安排的通知"


def test_a_file_saved_by_excel_can_be_read(tmp_path: Path) -> None:
    """A byte order mark, blanks and empty lines do no harm."""
    text = f"\ufeff{HEADER}\r\n 2030-01-01 ,休, 元旦 ,\r\n,,,\r\n\r\n2030-01-05,班,元旦,本地\r\n"
    (tmp_path / "2030.csv").write_text(text, encoding="utf-8", newline="")

    days, years = load_special_days(tmp_path)

    assert [(day.on, day.is_workday) for day in days] == [(date(2030, 1, 1), False), (date(2030, 1, 5), True)]
    assert years == frozenset({2030})


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    """Every bad row of every file is named with file and line, none hides another."""
    rows = [
        "2030-13-01,休,元旦,",
        "20300102,休,元旦,",
        "2031-01-01,休,元旦,",
        "2030-01-03,假,元旦,",
        "2030-01-04,休,,",
        "2030-01-05,休,元旦",
        "2030-01-06,休,元旦,",
        "2030-01-06,班,元旦,",
    ]
    (tmp_path / "2030.csv").write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    (tmp_path / "2031.csv").write_text("date,kind\n", encoding="utf-8")
    (tmp_path / "2032.csv").write_bytes("日期,类型,名称,来源\n".encode("gb18030"))
    (tmp_path / "明年.csv").write_text(HEADER, encoding="utf-8")

    with pytest.raises(ConfigError) as raised:
        load_special_days(tmp_path)

    assert raised.value.problems == {
        "明年.csv": "文件名应为年份，例如2026.csv",
        "2030.csv 第2行": "日期“2030-13-01”应是写成2030-01-01样子的一天",
        "2030.csv 第3行": "日期“20300102”应是写成2030-01-01样子的一天",
        "2030.csv 第4行": "日期2031-01-01不在2030年",
        "2030.csv 第5行": "类型“假”应为休或班",
        "2030.csv 第6行": "名称不能为空",
        "2030.csv 第7行": "应有4列，实有3列",
        "2030.csv 第9行": "2030-01-06重复出现",
        "2031.csv 第1行": "表头应为：日期,类型,名称,来源",
        "2032.csv": "编码应为UTF-8",
    }


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    """A folder that is not there is a problem, not an empty calendar."""
    with pytest.raises(ConfigError, match="没有这个文件夹"):
        load_special_days(tmp_path / "none")


def test_an_empty_folder_knows_no_year(tmp_path: Path) -> None:
    """Without files every year is unknown."""
    assert load_special_days(tmp_path) == ([], frozenset())
