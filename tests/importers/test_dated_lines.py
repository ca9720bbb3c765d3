"""Lists by time: months run into a heading, days below numbered headings, lines between two numbers."""

from plan_rows import read, rows_of

from importers.words.front_times import front_time

MONTHS = (
    "某园2024年园务计划\n二月园务行政\n1. 学习规程。讨论计划。\n2. 安全检查。\n三月园务行政\n1. 家长会：\n"
    "2. 职工大会。\n2. 幼儿体检。\n四月园务行政\n1. 春游活动。\n2. 5月10日前完成节目选拔。\n"
)


def test_lines_that_differ_only_in_the_month_head_their_lists() -> None:
    """二月园务行政, 三月园务行政: the same words behind other months; wrong numbers change nothing."""
    assert [row[:3] for row in rows_of(MONTHS)] == [
        ("二月", "2024-02-29", "学习规程。讨论计划"),
        ("二月", "2024-02-29", "安全检查"),
        ("三月", "2024-03-31", "家长会："),
        ("三月", "2024-03-31", "职工大会"),
        ("三月", "2024-03-31", "幼儿体检"),
        ("四月", "2024-04-30", "春游活动"),
        ("5月10日前", "2024-05-10", "5月10日前完成节目选拔"),
    ]


def test_one_line_with_a_month_in_front_heads_nothing() -> None:
    """3月例行检查 alone is a task like others."""
    text = "某处2024年工作计划\n3月例行检查\n1. 检查消防。\n2. 检查电路。\n3. 检查食堂。"

    assert all(row[0] == "" for row in rows_of(text))


def test_days_below_numbered_headings_are_the_times_of_these() -> None:
    """One day each, mostly: the numbers count the tasks; of several days the latest counts with a flag."""
    text = (
        "2024年全市评审工作时间安排\n（一）数量备案。\n3月28日前完成数量备案工作。\n（二）个人申报。\n"
        "4月8日开始网上申报。\n5月6日前完成网上审核。\n（三）资格审核。\n5月9日至6月12日完成资格审核工作。\n"
        "（四）结果公布。\n7月10日前完成结果备案工作。"
    )
    reading = read(text)

    assert [(row.title, str(row.deadline.due_on)) for row in reading.rows] == [
        ("数量备案", "2024-03-28"),
        ("个人申报", "2024-05-06"),
        ("资格审核", "2024-06-12"),
        ("结果公布", "2024-07-10"),
    ]


def test_many_days_below_a_heading_are_tasks_of_their_own() -> None:
    """一、教学工作 only names what they are about, and is said to be no task."""
    text = (
        "某校2024年春季工作行事\n一、教学工作\n3月4日召开组长会\n3月11日推门听课\n3月25日组织月考\n"
        "二、德育工作\n3月5日志愿活动\n3月15日消防演练\n4月3日清明祭扫"
    )
    reading = read(text)

    assert [row.title for row in reading.rows] == [
        "召开组长会",
        "推门听课",
        "组织月考",
        "志愿活动",
        "消防演练",
        "清明祭扫",
    ]
    assert any("德育工作" in str(warning) for warning in reading.warnings)


def test_a_line_between_two_numbers_is_flagged() -> None:
    """It may only explain the numbered sentence above it."""
    text = (
        "某校2024年活动\n三月份：\n1、学雷锋活动。\n各年级分批参加，注意安全。\n2、家长会。\n"
        "四月份：\n1、春游。\n2、运动会。"
    )
    flagged = [row.title for row in read(text).rows if row.flags]

    assert flagged == ["各年级分批参加，注意安全"]


def test_a_term_before_the_date_is_no_part_of_title_or_time() -> None:
    """Registrars print the term in a column of its own; that it was left out is said."""
    lines = ("Fall Sep. 5 Lectures begin", "Fall Oct. 9-10 Reading days", "Summer May 8 Halls close")

    reading = read("\n".join(("Registry Calendar 2023", *sorted(lines, reverse=True))), year=2023)

    assert [(row.period, row.title, bool(row.flags)) for row in reading.rows] == [
        ("May 8", "Halls close", False),
        ("Sep. 5", "Lectures begin", False),
        ("Oct. 9-10", "Reading days", False),
    ]
    assert any("Fall" in warning.message for warning in reading.warnings)
    assert front_time("Spring is the season") == ("", "Spring is the season")


def test_a_term_of_another_year_doubts_the_year_of_its_date() -> None:
    lines = ("Fall Sep. 5 Lectures begin", "Fall Oct. 9 Reading day", "Spring 2024 Nov. 6 Sign-up opens")

    rows = read("\n".join(("Registry Calendar 2023", *lines)), year=2023).rows

    assert [any("Spring 2024" in flag for flag in row.flags) for row in rows] == [False, False, True]
