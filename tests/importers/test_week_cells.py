"""Calendars of weeks pasted one cell a line, several tasks a week closed by semicolons."""

from plan_rows import read, rows_of

TITLE = "某校2024年春季学期安排\n"


def test_tasks_of_a_week_stand_between_its_theme_and_its_remark() -> None:
    """What is named behind 备注 is the lower row of the heading before it; 春耕周 is written downwards."""
    header = "周次\n时间\n工作及内容\n备注\n月主题\n周主题\n内容\n"
    first = "1\n3.4-3.10\n勤\n俭\n养\n成\n春风化雨\n召开班主任会议；\n布置学雷锋活动\n3.5学雷锋日\n"
    second = "2\n3.11-3.17\n植绿护绿\n开展植树活动；\n评选环保小卫士；\n清理实验园地\n3.12植树节\n周五放假\n"

    reading = read(f"{TITLE}{header}{first}{second}")

    assert [(row.period, row.title) for row in reading.rows] == [
        ("1 3.4-3.10", "召开班主任会议"),
        ("1 3.4-3.10", "布置学雷锋活动"),
        ("2 3.11-3.17", "开展植树活动"),
        ("2 3.11-3.17", "评选环保小卫士"),
        ("2 3.11-3.17", "清理实验园地"),
    ]
    assert not any(row.flags for row in reading.rows)


def test_an_office_behind_the_tasks_holds_for_each() -> None:
    """周次 / 日期 / 主要工作 / 负责部门, and a week with a single task."""
    header = "周次\n日期\n主要工作\n负责部门\n"
    text = (
        f"{TITLE}{header}第一周\n3月4日-3月10日\n召开班主任会议；\n检查教学常规；\n布置学雷锋活动\n德育处\n"
        "第二周\n3月11日-3月17日\n开展植树活动\n总务处\n"
    )

    assert [(due, title, lead) for _, due, title, lead, _ in rows_of(text)] == [
        ("2024-03-10", "召开班主任会议", ("德育处",)),
        ("2024-03-10", "检查教学常规", ("德育处",)),
        ("2024-03-10", "布置学雷锋活动", ("德育处",)),
        ("2024-03-17", "开展植树活动", ("总务处",)),
    ]


def test_a_week_whose_tasks_no_sign_tells_apart_is_doubtful() -> None:
    """Without semicolons nobody can say which line is a theme, which a task and which a remark."""
    header = "周次\n时间\n周主题\n内容\n备注\n"
    clear = "1\n3.4-3.10\n勤俭养成\n召开班主任会议；\n检查卫生；\n布置学雷锋活动\n开学\n"
    text = f"{TITLE}{header}{clear}2\n3.11-3.17\n植绿护绿\n开展植树活动\n清理实验园地\n评选小卫士\n植树节\n"

    rows = read(text).rows

    assert [bool(row.flags) for row in rows[:3]] == [False] * 3
    assert len(rows) > 3
    assert all(row.flags for row in rows[3:])
