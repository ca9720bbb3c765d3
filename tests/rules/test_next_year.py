"""What a row of this year's plan becomes in next year's draft, and what its remarks say."""

from datetime import date

import pytest

from rules.next_year import PastRow, propose, raised_years
from rules.status import DayState, State
from rules.workdays import Calendar, SpecialDay

CALENDAR = Calendar.of([SpecialDay(date(2025, 5, 1), is_workday=False, name="劳动节")], [2024, 2025])


def past(
    title: str = "开展检查",
    period: str = "3月",
    due_on: date | None = date(2024, 3, 31),
    *,
    is_stated: bool = False,
    recurrence: str = "",
    moved_to: date | None = None,
    state: State = State.ON_TIME,
    workdays: int = 0,
) -> PastRow:
    return PastRow(title, period, recurrence, due_on, is_stated, moved_to, DayState(state, workdays))


@pytest.mark.parametrize(
    ("period", "due_on", "expected"),
    [
        ("3月", date(2024, 3, 31), "3月"),
        ("6月底前", date(2024, 6, 30), "6月底前"),
        ("2024年3月", date(2024, 3, 31), "2025年3月"),
        ("2024年3月15日", date(2024, 3, 15), "2025年3月15日"),
        ("2024-03-15", date(2024, 3, 15), "2025-03-15"),
        ("2024.3.15", date(2024, 3, 15), "2025.3.15"),
        ("20240315", date(2024, 3, 15), "20250315"),
        ("24年3月", date(2024, 3, 31), "25年3月"),
        ("2024年9月至2025年6月", date(2025, 6, 30), "2025年9月至2026年6月"),
        ("2024—2026年", date(2026, 12, 31), "2024—2026年"),
        ("每季度", None, "每季度"),
        ("长期", None, "长期"),
        ("", date(2024, 3, 15), "3月15日"),
        ("", None, ""),
        ("2月29日", date(2024, 2, 29), "2月28日"),
        ("2024-02-29", date(2024, 2, 29), "2025-02-28"),
        ("2月底", date(2024, 2, 29), "2月底"),
    ],
)
def test_times_are_shifted(period: str, due_on: date | None, expected: str) -> None:
    """Months keep their names, years are raised, the leap day becomes the last of February."""
    assert propose(past(period=period, due_on=due_on), year=2024, calendar=CALENDAR).period == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("召开2024年度工作会议", "召开2025年度工作会议"),
        ("组织2025年研究生考试", "组织2026年研究生考试"),
        ("招聘2025届毕业生", "招聘2026届毕业生"),
        ("制定2024—2025学年校历", "制定2025—2026学年校历"),
        ("制定三年行动计划(2024—2026年)", "制定三年行动计划(2024—2026年)"),
        ("总结2018年以来的做法", "总结2018年以来的做法"),
        ("落实教办〔2024〕5号", "落实教办〔2024〕5号"),
        ("举办第20届艺术节", "举办第21届艺术节"),
        ("启动第九批项目", "启动第十批项目"),
        ("启动第十九期培训", "启动第二十期培训"),
        ("举办首届运动会", "举办第二届运动会"),
        ("做好第40个教师节庆祝活动", "做好第41个教师节庆祝活动"),
        ("学习党的第二十次全国代表大会精神", "学习党的第二十次全国代表大会精神"),
        ("评估第三方服务和第一学期教学", "评估第三方服务和第一学期教学"),
    ],
)
def test_titles_are_raised(title: str, expected: str) -> None:
    """Years near the plan's and ordinal numbers go up by one; spans of several years and names stay."""
    proposal = propose(past(title), year=2024, calendar=CALENDAR)

    assert proposal.title == expected
    assert any("请核对" in remark and "标题已改" in remark for remark in proposal.remarks) == (
        title != expected
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (past("开展年度考核"), "每年都有（“年度”）"),
        (past("报送信息", "每季度", None, recurrence="quarterly"), "每年都有（“每季度”）"),
        (past("印发校园安全办法"), "一次性，可能不用（“印发”）"),
        (past("牵头组建联合体"), "一次性，可能不用（“组建”）"),
        (past("新校区竣工"), "一次性，可能不用（“竣工”）"),
        (
            past("制定2024年招生办法"),
            "像是每年都有（“招生”），也像一次性的（“制定”），请核对",
        ),
        (past("召开学前教育推进会"), "照去年列出，请核对"),
        (past("推进家校共育", "长期", None), "没有固定时限，照去年列出，请核对"),
        (past(state=State.OVERDUE), "去年逾期，还没有办结"),
        (past(state=State.LATE_DONE, workdays=8), "去年逾期，晚8个工作日完成"),
        (past(moved_to=date(2024, 5, 10)), "去年时限改到5月10日"),
        (
            past(period="3月15日", due_on=date(2024, 3, 15), is_stated=True),
            "2025年3月15日是周六，休息日",
        ),
        (past(period="5月1日", due_on=date(2024, 5, 1), is_stated=True), "2025年5月1日是周四，劳动节放假"),
        (past(period="2月29日", due_on=date(2024, 2, 29), is_stated=True), "2025年没有2月29日，改为2月28日"),
        (past(period="2024—2026年", due_on=date(2026, 12, 31)), "时限跨几年，没有改动"),
    ],
)
def test_remarks_say_why(row: PastRow, expected: str) -> None:
    """Each row says why it stands in the draft, by the word that told, and what to look at."""
    assert expected in propose(row, year=2024, calendar=CALENDAR).remarks


def test_a_month_says_nothing_of_rest_days() -> None:
    """Only a day that is written can fall on a rest day; the end of a month is worked out anew."""
    remarks = propose(past(period="8月", due_on=date(2024, 8, 31)), year=2024, calendar=CALENDAR).remarks

    assert remarks == ("照去年列出，请核对",)


def test_the_plans_own_title() -> None:
    """The new plan's title carries the new year."""
    assert raised_years("2024年重点工作配档表", 2024) == "2025年重点工作配档表"
