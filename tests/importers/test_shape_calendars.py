"""Calendars: weeks and months as lines or columns, offices as columns, terms, ROC and school years."""

from collections.abc import Callable
from datetime import date

import pytest
from plan_rows import Told, read, rows_of, told
from plan_writers import LAYOUTS

WEEKS: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("第1週 01-18 ~ 01-24", []),
    ("第2週 02-15 ~ 02-21", []),
    (
        "第3週 02-22 ~ 02-28",
        [
            ("2/23(一)", "2026-02-23", "開始上課(晚自習照常)"),
            ("2/24(二)", "2026-02-24", "戶外教學(全校)"),
            ("暫定2/27(五)", "2026-02-27", "補假一天"),
        ],
    ),
    (
        "第10週 04-12 ~ 04-18",
        [
            ("4/16(四)、4/17(五)", "2026-04-17", "第一次測驗(國、數)"),
            ("4/18(六)", "2026-04-18", "說故事競賽-甲乙國小(視聽教室)"),
        ],
    ),
    ("第17週 05-31 ~ 06-06", [("6/4-5", "2026-06-05", "畢業班測驗 Final test")]),
    ("第20週 06-21 ~ 06-27", [("6/23(二)", "2026-06-23", "0921防災期末結業典禮1400")]),
]
NUMBERS: dict[str, Callable[[int], str]] = {
    "1. ": lambda n: f"  {n}. ",
    "bullet": lambda n: "• ",
    "nothing": lambda n: "",
    "(1)": lambda n: f"({n})",
    "1、": lambda n: f"{n}、",
}
FRAMES: dict[str, Callable[[str], str]] = {
    "plain": lambda line: line,
    "brackets": lambda line: f"【{line}】",
    "colon": lambda line: f"{line}：",
}


@pytest.mark.parametrize("year", [2025, 2026, None])
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("frame", FRAMES)
def test_weeks_with_lists_below_them(year: int | None, number: str, frame: str) -> None:
    """The date at the front of an item is its time; rooms are no offices; 114學年度第2學期 lies in 2026."""
    lines = ["甲乙國小 114學年度第2學期學期行事曆", "週別 起迄 校園大事 教導 教務 訓導 總務 輔導"]
    for week, items in WEEKS:
        lines.append(FRAMES[frame](week))
        for n, (period, _, title) in enumerate(items, 1):
            lines.append(NUMBERS[number](n) + period + ("" if period.endswith(")") else " ") + title)
    expected = [(period, due, title, (), ()) for _, items in WEEKS for period, due, title in items]

    assert rows_of("\n".join(lines), year=year) == expected


TERM = [
    ("第一周（9月2日—9月8日）", "2024-09-08", ["召开开学工作会议", "检查教学常规"]),
    ("第二周（9月9日—9月15日）", "2024-09-15", ["庆祝教师节", "举行开学典礼"]),
    ("第十八周（12月30日—1月5日）", "2025-01-05", ["元旦联欢活动"]),
    ("第二十周（1月13日—1月19日）", "2025-01-19", ["期末考试", "休业式"]),
]


@pytest.mark.parametrize(
    "title", ["某中学2024-2025学年第一学期工作行事历", "某小学2024—2025学年度第一学期校历"]
)
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("office", ["", "（教务处）", "(责任部门：教务处)"])
def test_items_without_a_date_have_that_of_their_week(title: str, number: str, office: str) -> None:
    """The section line carries down, over the end of the year; a bracket most items have names offices."""
    lines = [title]
    for period, _, items in TERM:
        lines += [period, *(NUMBERS[number](n) + item + office for n, item in enumerate(items, 1))]
    lead = ("教务处",) if office else ()

    assert rows_of("\n".join(lines)) == [
        (period, due, item, lead, ()) for period, due, items in TERM for item in items
    ]


MONTHS = [
    ("三月份", "2024-03-31", ["召开教育工作会议", "开展安全检查"]),
    ("四月份", "2024-04-30", ["举办运动会", "组织教研活动"]),
    ("五月份", "2024-05-31", ["开展督导评估"]),
]
MONTH_LINES: dict[str, Callable[[int, str], str]] = {
    "plain": lambda n, month: month,
    "colon": lambda n, month: f"{month}：",
    "brackets": lambda n, month: f"【{month}】",
    "with words": lambda n, month: f"{month}重点工作",
    "with more words": lambda n, month: f"{month}工作安排：",
    "numbered": lambda n, month: f"{'一二三'[n]}、{month}",
    "in brackets": lambda n, month: f"（{'一二三'[n]}）{month}",
}


@pytest.mark.parametrize("line", MONTH_LINES)
@pytest.mark.parametrize("number", ["1. ", "1、", "nothing"])
def test_months_as_section_lines(line: str, number: str) -> None:
    """A line that only states a month holds for the items below it."""
    lines = ["某局2024年工作安排"]
    for n, (month, _, items) in enumerate(MONTHS):
        lines.append(MONTH_LINES[line](n, month))
        lines += [NUMBERS[number](k) + item + "(办公室)" for k, item in enumerate(items, 1)]

    assert rows_of("\n".join(lines)) == [
        (month, due, item, ("办公室",), ()) for month, due, items in MONTHS for item in items
    ]


def test_months_and_days_as_lines_of_their_own() -> None:
    """8月 / 19 / 申请截止: the day holds for the lines below it, with the month above it."""
    lines = (
        "113學年 第1學期,8月,1,學期開始,8月,19,表單送註冊組,9月,2,社區民眾報名課程(9/2-14),1月,10,期末考試"
    )
    text = lines.replace(",", "\n")

    assert [(row.title, row.deadline.due_on) for row in read(text).rows] == [
        ("學期開始", date(2024, 8, 1)),
        ("表單送註冊組", date(2024, 8, 19)),
        ("社區民眾報名課程", date(2024, 9, 14)),
        ("期末考試", date(2025, 1, 10)),
    ]


DAYS = [
    ("8月30日", "五", "2024-08-30", "迎新日,新生家長座談"),
    ("9月2日~9月6日", "一~五", "2024-09-06", "閱讀推廣週"),
    ("9月17日", "二", "2024-09-17", "中秋節"),
    ("10月2日~10月9日", "三~三", "2024-10-09", "社團報名"),
    ("1月1日", "三", "2025-01-01", "元旦放假"),
    ("1月20日", "一", "2025-01-20", "期末結業典禮"),
]


@pytest.mark.parametrize("layout", ["tabs", "bars", "bare markdown", "closed cells", "opened cells"])
def test_a_calendar_in_traditional_characters(layout: str) -> None:
    """日期, 學校行事紀要 are known in both scripts; 113學年度 begins in 2024; titles stay as printed."""
    rows = [["日 期", "星 期", "學 校 行 事 紀 要", "備 註"]]
    rows += [
        [day, weekday, title, "放假1日" if n % 2 else ""] for n, (day, weekday, _, title) in enumerate(DAYS)
    ]
    text = "甲乙國民小學 113學年度 第1學期 行事曆\n" + LAYOUTS[layout](rows)

    assert rows_of(text, year=None) == [(day, due, title, (), ()) for day, _, due, title in DAYS]


SPANS = [
    ("开学前", "2月24日", "2024-02-24", "部署新学期工作", "办公室"),
    ("开学前", "2月25日", "2024-02-25", "组织全员业务培训", "教科室"),
    ("第一周", "3月1日-3月7日", "2024-03-07", "举行开学第一课；表彰先进班级", "教育处、团委"),
    ("第一周", "3月1日-3月7日", "2024-03-07", "迎接开学工作检查", "督导室"),
    ("第二周", "3月8日-3月14日", "2024-03-14", "组织女教工健身活动", "工会"),
    ("第二周", "3月8日-3月14日", "2024-03-14", "召开年级组长例会", "教务处"),
]


@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize(
    "header",
    [
        "起止日期 | 主要工作 | 责任处室 | |",
        "周次 | 日期 | 主要工作 | 责任处室 |",
        "时间 | 工作内容 | 负责部门 | |",
    ],
)
def test_a_week_and_its_dates_in_merged_cells(header: str, padded: bool) -> None:
    """One heading over two columns, both left out below their first row: joined by a blank."""
    lines = ["某中学2023-2024学年第二学期校历", header]
    above = ("", "")
    for week, day, _, title, office in SPANS:
        cells = [
            *([week] if week != above[0] else []),
            *([day] if (week, day) != above else []),
            title,
            office,
        ]
        lines.append(" | ".join(cells) + " |" + ("|" * (4 - len(cells)) if padded else ""))
        above = (week, day)

    assert rows_of("\n".join(lines)) == [
        (f"{week} {day}", due, title, tuple(office.split("、")), ())
        for week, day, due, title, office in SPANS
    ]


def test_columns_that_are_offices_hold_their_tasks() -> None:
    """Under 教務處, 學務處 … every item of a cell is a task of that office; under 學校行事 of none."""
    text = (
        "某某國小 113學年度第1學期行事曆\n週次 | 日期 | 學校行事 | 教務處 | 學務處 | 輔導室 |\n"
        "1 | 8/25-8/31 | 8/30(五)始業日 | 教室日誌發放 | | |\n"
        "2 | 9/1-9/7 | | 課表公布 | 1.閱讀推廣週 2.視力檢查 | 9/5(四)家長座談 |\n"
    )

    expected: list[Told] = [
        ("8/30(五)", "2024-08-30", "始業日", (), ()),
        ("1 8/25-8/31", "2024-08-31", "教室日誌發放", ("教務處",), ()),
        ("2 9/1-9/7", "2024-09-07", "課表公布", ("教務處",), ()),
        ("2 9/1-9/7", "2024-09-07", "閱讀推廣週", ("學務處",), ()),
        ("2 9/1-9/7", "2024-09-07", "視力檢查", ("學務處",), ()),
        ("9/5(四)", "2024-09-05", "家長座談", ("輔導室",), ()),
    ]
    assert rows_of(text, year=None) == expected


@pytest.mark.parametrize(
    ("title", "given", "year", "autumn", "spring"),
    [
        ("甲校115學年度行事曆", None, 2026, 2026, 2027),
        ("甲校民國114年工作計畫", None, 2025, 2025, 2025),
        ("甲校2024学年第二学期行事历", None, 2025, 2024, 2025),
        ("甲校2023-2024学年第二学期校历", 2024, 2024, 2023, 2024),
        ("甲校2023-2024学年第二学期校历", 2023, 2023, 2023, 2024),
        ("甲校2024年秋季学期工作安排", None, 2024, 2024, 2025),
        ("甲校2024年春季学期工作安排", None, 2024, 2024, 2024),
        ("School Improvement Plan 2024/25", None, 2024, 2024, 2025),
        ("Council action plan, financial year 2024/25", None, 2024, 2024, 2025),
        ("甲局2024年工作计划", None, 2024, 2024, 2024),
    ],
)
def test_the_year_of_a_month_follows_the_plan(
    title: str, given: int | None, year: int, autumn: int, spring: int
) -> None:
    """School, ROC and financial years and terms: where the year begins, and which months lie in the next."""
    text = f"{title}\n时间\t任务\t责任单位\n10月\t召开会议\t办公室\n3月\t开展检查\t办公室"

    reading = read(text, year=given)

    days = [row.deadline.due_on for row in reading.rows]
    assert (reading.year, [day.year for day in days if day]) == (year, [autumn, spring])


def test_months_that_run_on_past_december_lie_in_the_next_year() -> None:
    """9月 … 12月, 1月 without a word about the year: read so, and said."""
    months = ("9月", "10月", "11月", "12月", "1月")
    text = "工作安排\n" + "\n".join(("时间\t任务\t责任单位", *(f"{m}\t开展{m}检查\t办公室" for m in months)))

    reading = read(text)

    assert reading.rows[-1].deadline.due_on == date(2025, 1, 31)
    assert any("次年" in problem.message for problem in reading.warnings)
    assert told(reading.rows)[0][1] == "2024-09-30"


DASHED = """School Calendar 2025
| Month/Week | Key Student Activities & Events |
|---|---|
| August | – Aug 21–22: Orientation |
| Sep 1–6 | – Sep 1: First school day – Sep 1–5: Friendly week – Class photos – Sep 5: Fire drill; roll call |
| Sep 7–13 | – Sep 9–10: Mock exam – Sep 12: Health screening |
"""


def test_items_marked_by_dashes_in_english_cells() -> None:
    """A sign that opens a cell parts it; the same dash within a span parts nothing."""
    assert rows_of(DASHED, year=2025) == [
        ("Aug 21–22", "2025-08-22", "Orientation", (), ()),
        ("Sep 1", "2025-09-01", "First school day", (), ()),
        ("Sep 1–5", "2025-09-05", "Friendly week", (), ()),
        ("Sep 1–6", "2025-09-06", "Class photos", (), ()),
        ("Sep 5", "2025-09-05", "Fire drill; roll call", (), ()),
        ("Sep 9–10", "2025-09-10", "Mock exam", (), ()),
        ("Sep 12", "2025-09-12", "Health screening", (), ()),
    ]
