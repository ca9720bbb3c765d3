"""In which year a plan's times lie: years printed between the rows, lists that run past December, titles."""

import pytest
from plan_rows import read, rows_of


def dues(text: str, *, year: int | None = 2024) -> list[str | None]:
    return [due for _, due, *_ in rows_of(text, year=year)]


@pytest.mark.parametrize(
    ("first", "second"), [("2024年", "2025年"), ("113 年", "114 年"), ("民国113年", "民国114年")]
)
def test_a_line_that_states_a_year_holds_for_the_times_below_it(first: str, second: str) -> None:
    """In a table as in a list of months."""
    autumn = f"{first}\n9/2(一)\t開學典禮\n10/7\t校外教學"
    table = f"行事曆\n日期\t內容\n{autumn}\n{second}\n1/6(一)\t期末評量\n2月\t選書"
    days = f"工作安排\n{first}\n12月10日 盘点资产\n12月30日 消防演练\n{second}\n1月9日 召开总结会"
    months = f"工作安排\n{first}\n11月\n1.召开例会\n12月\n1.整理档案\n{second}\n1月\n1.制定计划\n2.走访慰问"

    assert dues(table) == ["2024-09-02", "2024-10-07", "2025-01-06", "2025-02-28"]
    assert dues(days) == ["2024-12-10", "2024-12-30", "2025-01-09"]
    assert dues(months) == ["2024-11-30", "2024-12-31", "2025-01-31", "2025-01-31"]


def test_a_time_carried_down_keeps_the_year_above_it() -> None:
    text = "校務行事\n日期\t內容\n114年\n1月\t期末評量\n\t休業式\n\t教學檢討\n2月\t選書\n\t備課\n\t開學準備"

    assert dues(text) == ["2025-01-31"] * 3 + ["2025-02-28"] * 3


@pytest.mark.parametrize(
    ("title", "months", "years"),
    [
        ("School Calendar 2024", ["Aug 26", "Sep 2–6", "Dec 20", "Jan 6–10"], [2024, 2024, 2024, 2025]),
        ("Academic Calendar 2024-2025", ["Sep 2", "Jan 6", "Jun 27"], [2024, 2025, 2025]),
        ("某校校历（2024—2025）", ["9月2日", "1月6日", "6月27日"], [2024, 2025, 2025]),
        ("行事曆", ["8/26", "9/2", "8/30", "12/30", "1/6"], [2024, 2024, 2024, 2024, 2025]),
        ("2024年计划", ["1月", "12月", "1月"], [2024, 2024, 2024]),
    ],
)
def test_a_list_that_runs_past_december_goes_on_in_the_next_year(
    title: str, months: list[str], years: list[int]
) -> None:
    rows = "\n".join(f"{month}\t第{n}次例会" for n, month in enumerate(months, 1))

    assert [int(str(due)[:4]) for due in dues(f"{title}\n时间\t工作内容\n{rows}")] == years


def test_a_turn_of_the_year_in_a_list_that_begins_in_spring_is_flagged() -> None:
    """Whether the next year is meant or a second group of tasks begins, nothing says."""
    months = "\n".join(f"{month}月\t第{n}次例会\t办公室" for n, month in enumerate((4, 8, 12, 1, 2), 1))

    rows = read(f"2024年计划\n时间\t重点工作\t责任单位\n{months}").rows

    assert [bool(row.flags) for row in rows] == [False] * 3 + [True] * 2


@pytest.mark.parametrize(
    ("above", "times", "year"),
    [
        ("重要事项安排", ["2023年11月6日", "2024年1月8日"], 2023),
        ("检查任务表", ["2026.01.01-2026.12.31", "2026.3.1-2026.6.30"], 2026),
        ("检查任务表\n填报时间：2026年2月3日", ["3月", "6月"], 2026),
        ("滨江学院2022-2023学年第一学期\n教务工作安排", ["9月", "1月"], 2022),
        ("2023年度重点任务导出\n导出时间：2024-01-02 10:20", ["3月", "6月"], 2023),
    ],
)
def test_a_title_without_a_year_leaves_it_to_the_days_and_the_lines_above(
    above: str, times: list[str], year: int
) -> None:
    rows = "\n".join(f"{time}\t第{n}次检查\t督导室" for n, time in enumerate(times, 1))

    assert read(f"{above}\n时间\t工作任务\t责任单位\n{rows}", year=None).year == year


@pytest.mark.parametrize(
    ("title", "line", "time", "due"),
    [
        (
            "Delivery Plan 2024/25",
            "(The financial year runs from 1 July to 30 June.)",
            "Q2 2024/25",
            "2024-12-31",
        ),
        ("Delivery Plan 2024/25", "Our services for everybody", "Q2 2024/25", "2024-09-30"),
        ("2024年工作计划", "注：财政年度为4月1日至次年3月31日。", "2月", "2025-02-28"),
    ],
)
def test_a_printed_start_of_the_year_is_obeyed(title: str, line: str, time: str, due: str) -> None:
    text = f"{title}\n{line}\nTimescale\tAction\tLead\n{time}\tReview the register\tFinance"

    assert dues(text) == [due]


@pytest.mark.parametrize(
    ("title", "year", "says"),
    [
        ("某市惠民工程任务分解表（2022—2025年）", 2022, False),
        ("某市惠民工程任务分解表（2022—2025年）", 2024, False),
        ("某市惠民工程任务分解表（2022—2025年）", 2020, True),
        ("某市规划（2021—2025年）2024年任务分解表", 2024, False),
        ("某市规划（2021—2025年）2024年任务分解表", 2021, True),
    ],
)
def test_a_title_over_several_years_contradicts_none_of_them(title: str, year: int, says: bool) -> None:
    plan = read(f"{title}\n时间\t重点工作\t责任单位\n3月\t召开会议\t办公室", year=year)

    assert any("文件写的是" in warning.message for warning in plan.warnings) is says


@pytest.mark.parametrize(
    ("title", "year"),
    [("惠民工程任务分解表（2022—2025年）", 2022), ("规划（2021—2025年）2024年任务表", 2024)],
)
def test_a_plan_over_several_years_begins_in_the_first(title: str, year: int) -> None:
    assert read(f"{title}\n时间\t重点工作\t责任单位\n3月\t召开会议\t办公室", year=None).year == year
