"""Words that look like a time, or stand where one stands: dates before items, shares, weeks without dates."""

import pytest
from plan_rows import read, rows_of

from importers.words.body_times import body_times
from importers.words.front_times import front_time
from importers.words.period_words import is_period


@pytest.mark.parametrize(
    ("item", "time", "rest"),
    [
        ("3月5日召开例会", "3月5日", "召开例会"),
        ("3月12日为植树节，开展义务植树", "", "3月12日为植树节，开展义务植树"),
        ("12月4日是宪法宣传日", "", "12月4日是宪法宣传日"),
        ("3月5日召开动员会，3月20日报送方案", "3月5日；3月20日", "召开动员会，3月20日报送方案"),
        ("10/8(三)補課、10/9(四)調整放假", "10/8(三)；10/9(四)", "補課、10/9(四)調整放假"),
        ("1.3月15日前完成检查", "", "1.3月15日前完成检查"),
        ("1/3學期退費截止", "", "1/3學期退費截止"),
    ],
)
def test_the_time_at_the_front_of_an_item(item: str, time: str, rest: str) -> None:
    """A second date belongs to the time too; a day that is explained is a part of the sentence."""
    assert front_time(item) == (time, rest)


@pytest.mark.parametrize("words", ["1/3學期", "2/3學雜費", "1/2以上"])
def test_a_share_is_no_time(words: str) -> None:
    assert not is_period(words)


@pytest.mark.parametrize("words", ["Ⅱ季度", "第III季度", "上年底", "2024 Oct"])
def test_more_words_that_are_times(words: str) -> None:
    assert is_period(words)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("三年内建成示范区", []),
        ("几年内完成改造", []),
        ("年内建成示范区", ["年内"]),
        ("条例草案，5月初审，8月定稿", ["5月", "8月"]),
        ("9月初印发方案", ["9月初"]),
        ("到2026年，覆盖率达到80%", ["到2026年"]),
        ("2027年前建成三所学校", ["2027年前"]),
        ("2024—2026年，每年培训300人次", ["2024—2026年"]),
        ("到2026年底，全部建成", ["到2026年底"]),
        ("继续执行2024年的规定", []),
        ("截至2023年，已建成五所", []),
    ],
)
def test_times_within_a_text(text: str, times: list[str]) -> None:
    assert [time.words for time in body_times(text)] == times


def test_a_bare_number_under_weeks_is_a_week() -> None:
    """Without a school calendar it has no date, and no month is made of it."""
    rows = read("某校工作安排\n周次\t工作内容\n1\t发放教材\n2\t检查教案\n3\t组织听课", year=2024).rows

    assert [(row.deadline.due_on, row.flags) for row in rows] == [(None, ())] * 3


def test_how_often_something_happens_does_not_hide_until_when() -> None:
    """每月一次 under a quarter is due when the quarter ends."""
    second = "二季度\n1.组织培训\n2.盘点资产（每季度）"
    text = f"某公司2024年计划\n一季度\n1.召开例会\n2.开展巡检（每月一次）\n{second}"

    assert [row[:2] for row in rows_of(text)] == [("一季度", "2024-03-31")] * 2 + [
        ("二季度", "2024-06-30")
    ] * 2


def test_numbered_items_that_begin_with_a_date_are_parted() -> None:
    text = "某校工作安排\n周次\t日期\t工作内容\n第3周\t3.10-3.16\t1.3月12日前完成选课；2.召开班主任会议"

    rows = rows_of(text)

    assert [title for _, _, title, *_ in rows] == ["完成选课", "召开班主任会议"]
    assert [due for _, due, *_ in rows] == ["2024-03-12", "2024-03-16"]


@pytest.mark.parametrize(
    ("days", "dues"),
    [
        (["5/9", "25/9", "12/10"], ["2024-09-05", "2024-09-25", "2024-10-12"]),
        (["9/5", "9/25", "10/12"], ["2024-09-05", "2024-09-25", "2024-10-12"]),
    ],
)
def test_one_impossible_month_fixes_the_order_of_all_days(days: list[str], dues: list[str]) -> None:
    rows = "\n".join(f"{day}\t第{n}次活動" for n, day in enumerate(days, 1))

    assert [due for _, due, *_ in rows_of(f"學校活動\n日期\t內容\n{rows}")] == dues


def test_days_of_an_english_list_whose_order_nothing_settles_are_flagged() -> None:
    text = "School events 2024\nDate\tActivity\n5/9\tSports day\n6/10\tOpen evening\n7/11\tSchool concert"

    assert all(row.flags for row in read(text).rows)
