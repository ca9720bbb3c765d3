"""Lines that head what is below them: months with a motto, years, days of a month, grids without columns."""

from datetime import date

import pytest
from plan_rows import read, rows_of, told

from rules.errors import InputError

MOTTOS = {
    "colon": lambda month: f"{month}：文明礼仪月",
    "theme": lambda month: f"{month}主题:文明礼仪",
    "bracket": lambda month: f"{month}（安全教育）",
    "blank": lambda month: f"{month} 主题：劳动光荣",
    "numbered": lambda month: f"一、{month}：文明礼仪月",
    "line below": lambda month: f"{month}\n文明礼仪\n宣传月",
}
MOTTO_SPANS = [
    ("二月", "2022-02-28"),
    ("三月份", "2022-03-31"),
    ("第二季度", "2022-06-30"),
    ("9-10月", "2022-10-31"),
]


@pytest.mark.parametrize("motto", MOTTOS)
@pytest.mark.parametrize("number", ["{}、", "{}.", "（{}）"])
def test_a_head_may_name_its_motto(motto: str, number: str) -> None:
    """What opens with a time and has a numbered list below it is a head and ends the one before."""
    lines = ["某校2022年工作计划"]
    for span, _ in MOTTO_SPANS:
        lines += MOTTOS[motto](span).split("\n")
        lines += [number.format(n) + item + "活动" for n, item in enumerate(("组织演练", "开展竞赛"), 1)]
    reading = read("\n".join(lines), year=None)

    assert told(reading.rows) == [
        (span, due, item + "活动", (), ()) for span, due in MOTTO_SPANS for item in ("组织演练", "开展竞赛")
    ]
    assert reading.title == "某校2022年工作计划"
    assert any("主题" in problem.message for problem in reading.warnings)


def test_a_deed_behind_the_month_stays_a_task() -> None:
    """三月：召开大会 with a list below it is a task, and the list belongs to the month too."""
    text = (
        "某局2024年安排\n三月：召开全局大会\n1.布置会场\n2.印发材料\n四月：开展检查\n1.列出清单\n2.通报结果"
    )

    assert [(row.period, row.title) for row in read(text).rows] == [
        ("三月", "召开全局大会"), ("三月", "布置会场"), ("三月", "印发材料"),
        ("四月", "开展检查"), ("四月", "列出清单"), ("四月", "通报结果"),
    ]  # fmt: skip


def test_lines_below_a_timed_task_do_not_keep_the_month_before() -> None:
    """A line below 四月：… that has no time of its own may belong to 四月, never to 三月 unseen."""
    text = "某局2024年安排\n三月\n召开会议\n开展检查\n四月：举办运动会\n整理档案\n五月：开展评估"
    rows = {row.title: row for row in read(text).rows}

    assert rows["整理档案"].deadline.due_on == date(2024, 4, 30)
    assert rows["整理档案"].flags


DAY_LINES = [
    ("2022 Oct", "21 Fri", "2022-10-21", "全校大掃除"),
    ("", "24-26 Mon-Wed", "2022-10-26", "校慶展覽"),
    ("2022 Dec", "05 Mon", "2022-12-05", "書展"),
    ("", "21-03 Wed-Tue", "2023-01-03", "聖誕及新年假期"),
    ("2023年2月", "6日 周一", "2023-02-06", "开学典礼"),
    ("2023年3月", "8日（周三）", "2023-03-08", "家长会"),
]


@pytest.mark.parametrize("year", [2022, 2023])
def test_days_below_a_month_that_names_its_year(year: int) -> None:
    """2022 Oct / 21 Fri: the month carries down with its own year, whatever year the plan begins in."""
    lines, expected, month = ["甲乙小學 2022-2023學年 校曆"], [], ""
    for head, day, due, title in DAY_LINES:
        month = head or month
        lines += [*([head] if head else []), day, title]
        expected.append((f"{month} {day}", due, title, (), ()))

    assert rows_of("\n".join(lines), year=year) == expected


def test_a_line_printed_twice_below_a_day_is_one_task() -> None:
    """A page that copies a line brings no second task, and it is said."""
    text = "2024学年校历\n2024年9月\n2日\n开学典礼\n开学典礼\n9日\n教师节大会\n20日\n家长会"
    reading = read(text)

    assert [row.title for row in reading.rows] == ["开学典礼", "教师节大会", "家长会"]
    assert any("一字不差" in problem.message for problem in reading.warnings)


def test_years_on_lines_of_their_own() -> None:
    """115 年 and 116 年 say the year of the months below them, also where the title names another."""
    text = "115學年度行事曆\n115 年\n9月\n開學\n12月\n校慶活動\n116 年\n1月\n休業式\n2月\n開學日準備"

    assert [row.deadline.due_on for row in read(text, year=2026).rows] == [
        date(2026, 9, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28),
    ]  # fmt: skip


GRID = """甲乙大學 111 學年度第 1 學期行事曆
週次 辦理事項
111
8
暑假   1 2 3 4 5 6 (1)學期開始
(22-26)網路選課
(26)、(28)宿舍進住
7 8 9 10 11 12 13
14 15 16 17 18 19 20
21 22 23 24 25 26 27
  28 29 30 31
9
一         1 2 3 (8/31-9/2)新生輔導
(5)正式上課
二 4 5 6 7 8 9 10
三 11 12 13 14 15 16 17
四 18 19 20 21 22 23 24
25 26 27 28 29 30
12
        1 2 3 (2)退選截止
(10,11,14)分區座談
"""


def test_a_grid_that_lost_its_columns() -> None:
    """The numbers of the days go, the words stay; (5) among (22-26) is a day, 9 above a grid a month."""
    assert rows_of(GRID, year=2022) == [
        ("1", "2022-08-01", "學期開始", (), ()),
        ("22-26", "2022-08-26", "網路選課", (), ()),
        ("26、28", "2022-08-28", "宿舍進住", (), ()),
        ("8/31-9/2", "2022-09-02", "新生輔導", (), ()),
        ("5", "2022-09-05", "正式上課", (), ()),
        ("2", "2022-12-02", "退選截止", (), ()),
        ("10,11,14", "2022-12-14", "分區座談", (), ()),
    ]


def test_numbers_in_brackets_that_count_up_are_no_days() -> None:
    """(1)(2)(3) below a month number the items, also beside a day span."""
    text = "某校2024年安排\n9月\n(1)开学典礼\n(2)常规检查\n(3)家长会\n10月\n(8-9)运动会\n(2)教研活动"

    assert {row.deadline.due_on for row in read(text).rows if row.period == "9月"} == {date(2024, 9, 30)}


REMARKS = ["2024年2月 (日子待定)", "2024年2月左右", "预计2024年2月", "2024年2月（暂定）"]


@pytest.mark.parametrize("remark", REMARKS)
def test_a_time_with_a_remark_heads_what_is_below_it(remark: str) -> None:
    """A time that is not quite fixed is a time all the same: no task, and no date from the line before."""
    text = f"2024年日程\n2024年1月16日\n提交表格\n{remark}\n模拟面试\n2024年3月1日\n公布结果\n待定\n领取证书"
    rows = {row.title: row for row in read(text).rows}

    assert list(rows) == ["提交表格", "模拟面试", "公布结果", "领取证书"]
    assert rows["模拟面试"].deadline.due_on == date(2024, 2, 29)
    assert rows["领取证书"].deadline.due_on is None


def test_lists_of_holidays_are_no_tasks() -> None:
    """主要节日：3月8日… among the items of a month is left out and said; the items keep their month."""
    text = (
        "某校2024年计划\n三月份\n1.植树活动\n主要节日：3月8日妇女节；3月12日植树节。\n2.读书活动\n"
        "四月份\n1.祭扫活动"
    )
    reading = read(text)

    assert [row.title for row in reading.rows] == ["植树活动", "读书活动", "祭扫活动"]
    assert [row.period for row in reading.rows] == ["三月份", "三月份", "四月份"]
    assert any("节日" in problem.message for problem in reading.warnings)


def test_what_a_task_consists_of_is_no_task() -> None:
    """活动内容：… below a task is its body; below a month alone it lists the tasks."""
    text = "某校2024年计划\n三月\n1.学雷锋活动\n活动内容：走访、清扫。\n四月\n工作内容：1.祭扫活动；2.运动会"

    assert [(row.period, row.title) for row in read(text).rows] == [
        ("三月", "学雷锋活动"), ("四月", "祭扫活动"), ("四月", "运动会"),
    ]  # fmt: skip


def test_a_second_line_where_each_day_has_one_is_doubtful() -> None:
    """It may be a remark on the line above."""
    days = [f"2024年{month}月5日\n事项第{'一二三四五六七八'[month - 1]}次检查" for month in range(1, 9)]
    reading = read("2024年日程\n" + "\n".join([*days[:3], "家长可自行商讨", *days[3:]]))

    assert [row.title for row in reading.rows if row.flags] == ["家长可自行商讨"]


def test_days_below_another_day_are_doubtful() -> None:
    """2/5 below 5月 2 may be day and month; the head holds and the line is shown to a person."""
    text = "2024年校历\n5月\n2\n2/5或3/5说话评估\n9\n家长会\n20\n5/20开放日\n6月\n3\n运动会"
    rows = read(text).rows

    assert [row.deadline.due_on for row in rows] == [
        date(2024, 5, 2), date(2024, 5, 9), date(2024, 5, 20), date(2024, 6, 3),
    ]  # fmt: skip
    assert [row.title for row in rows if row.flags] == ["2/5或3/5说话评估"]


def test_full_days_with_hyphens_begin_items() -> None:
    """2025-08-25 全体会 is a day and its task."""
    text = "某校2025年工作安排\n2025-08-25 召开部署会\n2025-09-01 开学典礼\n2025-10-10 家长会"

    assert rows_of(text, year=None) == [
        ("2025-08-25", "2025-08-25", "召开部署会", (), ()),
        ("2025-09-01", "2025-09-01", "开学典礼", (), ()),
        ("2025-10-10", "2025-10-10", "家长会", (), ()),
    ]


@pytest.mark.parametrize("words", ["每周三", "每周二、四下午", "每周五", "每月一次"])
def test_what_comes_again_within_a_month_ends_with_it(words: str) -> None:
    """The month above says until when a task comes again that its bracket puts on every Wednesday."""
    text = f"某校2024年工作安排\n三月份：\n1、组织健步走（{words}）。\n四月份：\n1、开展慰问。\n2、读书会。"

    assert next(row[:3] for row in rows_of(text)) == ("三月份", "2024-03-31", "组织健步走")


TITLES = {
    "2023/2024中學學位分配日程": ["（更新日期：2023年11月20日）"],
    "2024年主题党日活动计划": ["为落实总体要求，结合实际，制定本计划。", "一、每月安排"],
    "2024-2025学年校历数据": ["export const items: Item[] = ["],
    "校曆表": ["公眾假期", "考試日期", "學校活動"],
}


@pytest.mark.parametrize("title", TITLES)
def test_the_printed_title_goes_before_the_file_name(title: str) -> None:
    """A line that names a plan, a calendar or a timetable is the title; lines of a program never are."""
    days = ["2024年3月", "5日", "植树", "8日", "联欢", "2024年4月", "2日", "祭扫"]
    marked = f"// {title}" if "数据" in title else title

    assert read("\n".join([marked, *TITLES[title], *days])).title == title


def test_the_beginning_of_a_term_is_a_task() -> None:
    """115學年度第一學期開始 is what happens; 2024年8月 in the place of a task still is a time."""
    rows = read("日期 | 事项\n8月1日 | 115學年度第一學期開始\n8月5日 | 2024年8月\n9月2日 | 开学典礼").rows

    assert [bool(row.flags) for row in rows] == [False, True, False]


def test_a_label_above_its_numbered_items_is_no_task() -> None:
    """一、行政工作： under a week only says what the items below it are about."""
    text = (
        "第二周工作安排（2024年）\n9月9日—9月13日\n一、行政工作：\n1、讨论园务计划\n2、结算维修费用\n"
        "二、后勤保健：\n1、排查安全隐患\n2、公布幼儿食谱\n第三周\n9月16日—9月20日\n1、召开家长会"
    )

    titles = [row.title for row in read(text, year=2024).rows]

    assert titles == ["讨论园务计划", "结算维修费用", "排查安全隐患", "公布幼儿食谱", "召开家长会"]


ENGLISH_LINES = {
    "colon": "{day}: {rest}",
    "dash": "{day} - {rest}",
    "numbered": "{n}. {day}: {rest}",
    "in capitals": "{up}: {rest}",
}


@pytest.mark.parametrize("form", ENGLISH_LINES)
def test_an_english_day_in_front_is_the_time_of_its_line(form: str) -> None:
    """Dec 15 alone, with or without a number before it: the number counts, the day dates."""
    facts = [
        ("Sept. 1", "2025-09-01", "Open two nurseries", "Early Years Team"),
        ("Oct 20", "2025-10-20", "Submit the census", "Data Unit"),
        ("Nov 3", "2025-11-03", "Hold the forum", "Admissions Team"),
        ("Dec 15", "2025-12-15", "Publish the report", "Office of the Director"),
    ]
    lines = [
        ENGLISH_LINES[form].format(n=n, day=day, up=day.upper(), rest=f"{name} ({office})")
        for n, (day, _, name, office) in enumerate(facts, 1)
    ]

    rows = rows_of("Harbour Town Work Plan 2025\n" + "\n".join(lines), year=2025)

    assert [row[1:4] for row in rows] == [(due, name, (office,)) for _, due, name, office in facts]


def test_a_month_in_capitals_dates_a_chinese_line() -> None:
    """SEPT 举行典礼: the blank parts the month from its task."""
    text = "某校2025年安排\nJAN 召开会议（教务处）\nMAR. 组织开放日（学生处）\nDEC 15 完成总结（校办）"

    assert [row[:4] for row in rows_of(text, year=2025)] == [
        ("JAN", "2025-01-31", "召开会议", ("教务处",)),
        ("MAR.", "2025-03-31", "组织开放日", ("学生处",)),
        ("DEC 15", "2025-12-15", "完成总结", ("校办",)),
    ]


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by Dec 15", "2025-12-15"),
        ("by 3 November", "2025-11-03"),
        ("before Oct. 20", "2025-10-20"),
        ("by the end of March", "2025-03-31"),
        ("by 31st January 2026", "2026-01-31"),
    ],
)
def test_a_deadline_within_an_english_sentence(words: str, due: str) -> None:
    """By … with a day or a month says until when, wherever it stands."""
    text = f"Harbour Town Work Plan 2025\n1. Publish the report {words}. (Data Unit)\n2. Move. (Data Unit)"

    first = rows_of(text, year=2025)[0]

    assert first[:2] == (words, due)


@pytest.mark.parametrize(
    ("words", "due"), [("Q1 25-26", "2025-06-30"), ("Q3 FY25/26", "2025-12-31"), ("H1 25/26", "2025-09-30")]
)
def test_a_quarter_of_two_short_years_lies_in_the_financial_year(words: str, due: str) -> None:
    """25-26 are years, not a month and a day; a person says when the financial year begins."""
    items = "\n".join(f"{n}. Publish guide {n}. Lead: A Team. By: {words}" for n in (1, 2))
    text = f"Harbour Service Plan\n{items}"

    first = read(text, year=2025).rows[0]

    assert told([first])[0][:2] == (words, due)
    assert first.flags


@pytest.mark.parametrize(
    "text",
    [
        "一月份：召开会议；组织家访。二月份：开展检查。三月份：举办竞赛。",
        "各月安排如下：一月份：召开会议；组织家访。二月份：开展检查。三月份：举办竞赛。",
        "一月份，召开会议；组织家访。二月份，开展检查。三月份，举办竞赛。",
    ],
)
def test_months_of_a_running_paragraph_part_it(text: str) -> None:
    """Behind each month stands what is done in it, up to the next."""
    assert [row[:3] for row in rows_of(f"某局2024年安排\n{text}")] == [
        ("一月份", "2024-01-31", "召开会议"),
        ("一月份", "2024-01-31", "组织家访"),
        ("二月份", "2024-02-29", "开展检查"),
        ("三月份", "2024-03-31", "举办竞赛"),
    ]


def test_months_of_work_done_and_of_an_item_part_nothing() -> None:
    """1月，召开了… tells of the past, and the months within a numbered item are its steps."""
    past = "某局2024年总结\n1月，召开了大会。2月，开展了检查。3月，举办了竞赛。"
    steps = "某局2024年要点\n1.改善条件。3月，列出名单。5月，开工。9月，验收。\n2.植树造林。\n3.疏通沟渠。"

    with pytest.raises(InputError):
        read(past)
    assert [row[2] for row in rows_of(steps)] == ["改善条件", "植树造林", "疏通沟渠"]


def test_two_offices_in_one_line_of_a_month_are_both_read() -> None:
    """植树（甲局）、招聘（乙局） may be two tasks; no office is lost and a person is asked."""
    text = "某局2024年安排\n1月：召开会议（甲局）\n2月：检查校舍（乙局）\n3月：植树（团委）、发布公告（甲局）"

    last = read(text).rows[2]

    assert told([last])[0][3] == ("团委", "甲局")
    assert last.flags


def test_a_month_before_a_blank_is_the_time_of_its_line() -> None:
    """Among lines that begin with days, 9月中旬 and 11月 are times as well."""
    text = (
        "某校2024年安排\n9月1日 开学（甲处）\n9月10日 表彰（乙处）\n9月中旬 督导（丙处）\n11月 监测（丁处）"
    )

    assert [row[:3] for row in rows_of(text)] == [
        ("9月1日", "2024-09-01", "开学"), ("9月10日", "2024-09-10", "表彰"),
        ("9月中旬", "2024-09-20", "督导"), ("11月", "2024-11-30", "监测"),
    ]  # fmt: skip


def test_the_address_of_a_site_behind_a_month_does_not_hide_it() -> None:
    """三月份 www.example.org is the head 三月份: the rows below it are no longer of February."""
    march = "三月份 www.example.org\n开展学雷锋活动\n组织急救演练\n"
    text = f"某校2024年德育安排\n二月份\n制定德育计划\n{march}四月份\n祭扫烈士墓"

    assert [(row.period, row.title, row.flags) for row in read(text).rows] == [
        ("二月份", "制定德育计划", ()),
        ("三月份", "开展学雷锋活动", ()),
        ("三月份", "组织急救演练", ()),
        ("四月份", "祭扫烈士墓", ()),
    ]


def test_what_stands_below_a_line_that_may_be_a_head_is_doubtful() -> None:
    """三月份 普法宣传月 may head the lines below it; until the next head they may be of February or not."""
    march = "三月份 普法宣传月\n开展普法讲座\n启动检查\n"
    text = f"某局2024年安排\n二月份\n制定计划\n{march}四月份\n组织植树活动\n五月\n印发通知"

    reading = read(text)

    assert [(row.title, bool(row.flags)) for row in reading.rows] == [
        ("制定计划", False), ("三月份 普法宣传月", True), ("开展普法讲座", True),
        ("启动检查", True), ("组织植树活动", False), ("印发通知", False),
    ]  # fmt: skip


BILINGUAL = [
    ("29 Tues (29日 星期二)", "2023-08-29", "Boarders return", "住宿生返校"),
    ("30-31 Wed-Thurs30-31星期三-四)", "2023-08-31", "Induction for staff", "教职工培训"),
    ("29日 星期二 29 Tues", "2023-08-29", "Fire drill", "消防演练"),
]


@pytest.mark.parametrize("english_first", [True, False])
def test_an_item_in_two_languages_is_one(english_first: bool) -> None:
    """The day said twice heads both lines; which language stands above is the same in a whole text."""
    lines = ["甲校2023-2024学年校历", "Aug 2023 (2023年8月)"]
    for day, _, english, chinese in BILINGUAL:
        lines += [day, *((english, chinese) if english_first else (chinese, english))]
    lines += [
        "Sep 2023 (2023年9月)",
        "1 Fri (1日星期五)",
        "Classes begin 开始上课",
        "4 Monday 2023: Lectures 听课",
    ]

    found = [(due, title) for _, due, title, _, _ in rows_of("\n".join(lines), year=2023)]

    assert found == [
        *((due, f"{one} {other}" if english_first else f"{other} {one}") for _, due, one, other in BILINGUAL),
        ("2023-09-01", "Classes begin 开始上课"),
        ("2023-09-04", "Lectures 听课"),
    ]


def test_lines_in_english_among_chinese_ones_stay_alone() -> None:
    lines = [
        "甲校2023年行事历",
        "9月5日",
        "Spirit Week",
        "家长会",
        "9月8日",
        "校园开放日",
        "9月9日",
        "Open day",
    ]

    assert [row[2] for row in rows_of("\n".join(lines), year=2023)] == [
        "Spirit Week", "家长会", "校园开放日", "Open day",
    ]  # fmt: skip


def test_a_time_broken_over_two_lines() -> None:
    """A line that begins with 至 or 及 goes on with the time above; 或之前 ends one."""
    lines = [
        "甲校2024年升学日程",
        "2024年1月2日",
        "至2024年1月16日",
        "递交表格",
        "2024年2月27日或之前",
        "申请转网",
    ]
    lines += ["2024年7月11日", "及7月12日", "到校注册", "2024年8月5日", "领取通知"]

    assert [row[:3] for row in rows_of("\n".join(lines))] == [
        ("2024年1月2日至2024年1月16日", "2024-01-16", "递交表格"),
        ("2024年2月27日或之前", "2024-02-27", "申请转网"),
        ("2024年7月11日及7月12日", "2024-07-12", "到校注册"),
        ("2024年8月5日", "2024-08-05", "领取通知"),
    ]


def test_several_dated_events_on_one_line() -> None:
    """Each behind its day and a colon is a row; a day without a month lies in that of the one before."""
    lines = [
        "甲校2024年活动日程",
        "6月7日:放假",
        "6月3-10日:毕业考试,12日:公布成绩,14日:补考",
        "6月28-29日、7月1-2日:期末考",
    ]
    lines += ["7月10日:结业,发成绩表"]

    assert [row[:3] for row in rows_of("\n".join(lines))] == [
        ("6月7日", "2024-06-07", "放假"),
        ("6月3-10日", "2024-06-10", "毕业考试"),
        ("12日", "2024-06-12", "公布成绩"),
        ("14日", "2024-06-14", "补考"),
        ("6月28-29日、7月1-2日", "2024-07-02", "期末考"),
        ("7月10日", "2024-07-10", "结业,发成绩表"),
    ]


def test_the_rest_of_a_cut_time_is_no_task() -> None:
    text = "某局2024年工作安排\n时间\t重点工作\t责任单位\n3月5日\t或之前\t办公室\n4月\t组织检查\t督导室"

    assert [bool(row.flags) for row in read(text).rows] == [True, False]


REMARKED_WEEKS = """甲校2024—2025学年第一学期校历
周次 | 起止日期 | 备注 |
第一周 | 9月2日—9月8日 | 8月30日、31日报到，9月2日上课 |
第二周 | 9月9日?9月15日 | |
第三周 | 9月16日—9月22日 | 中秋节放假 |
第四周 | 9月23日—9月29日 | 24日开学典礼；25日至27日军训。29日补课 |
第五周 | 9月30日—10月6日 | 30日大扫除；1日放假 |
第六周 | 10月7日—10月13日 | 10月10日前报送方案 |
"""


def test_remarks_on_weeks_are_what_happens() -> None:
    """Each clause behind a day is a row, a bare day lies in its week; a week without a remark is none."""
    assert [row[:3] for row in rows_of(REMARKED_WEEKS)] == [
        ("8月30日、31日", "2024-08-31", "报到"),
        ("9月2日", "2024-09-02", "上课"),
        ("第三周 9月16日—9月22日", "2024-09-22", "中秋节放假"),
        ("24日", "2024-09-24", "开学典礼"),
        ("25日至27日", "2024-09-27", "军训"),
        ("29日", "2024-09-29", "补课"),
        ("30日", "2024-09-30", "大扫除"),
        ("1日", "2024-10-01", "放假"),
        ("10月10日前", "2024-10-10", "报送方案"),
    ]


def test_days_that_fall_back_without_a_week_have_no_month() -> None:
    """28日 and then 2日 may be the 2nd of the next month: the row has no day and is flagged."""
    lines = ["甲校2024年活动日程", "6月28日:期末考,2日:公布成绩", "7月10日:结业", "7月12日:离校"]
    rows = read("\n".join(lines)).rows

    assert [(row.deadline.due_on is None, bool(row.flags)) for row in rows][:2] == [
        (False, False),
        (True, True),
    ]


@pytest.mark.parametrize(
    "first", ["报名开始 Registration begins", "報名開始(新生)Registration begins (freshmen)"]
)
def test_lines_of_a_cell_that_each_say_both_languages_are_rows(first: str) -> None:
    text = (
        f"甲校2024学年行事曆\n日期Date |\n說明Event |\n9月2日 |\n{first}\n選課結束 Course selection ends |\n"
    )
    text += "9月9日 |\n開學典禮 Opening ceremony |\n9月16日 |\n教師節慰問 Visits to teachers |"

    assert [row[2] for row in rows_of(text)] == [
        first, "選課結束 Course selection ends", "開學典禮 Opening ceremony", "教師節慰問 Visits to teachers",
    ]  # fmt: skip


WEEK_GRID = [
    ["月份", "周次", "一", "二", "三", "四", "五", "六", "日", "备注"],
    ["9月", "1", "2", "3", "4", "5", "6", "7", "8", "8月30日报到，2日开学典礼"],
    ["", "2", "9", "10", "11", "12", "13", "14", "15", "10教师慰问；14-15运动会，停课两天"],
    ["", "3", "16", "17", "18", "19", "20", "21", "22", ""],
    ["", "4", "23", "24", "25", "26", "27", "28", "29", "期中检查"],
    ["10月", "5", "30", "1", "2", "3", "4", "5", "6", "1-7日放假"],
]
WEEK_ROWS = [
    ("2024-08-30", "报到"), ("2024-09-02", "开学典礼"), ("2024-09-10", "教师慰问"),
    ("2024-09-15", "运动会，停课两天"), ("2024-09-29", "期中检查"), ("2024-10-07", "放假"),
]  # fmt: skip


def week_cells() -> str:
    """Return the grid with a cell a line: labels bare, other cells behind a bar, weeks in Chinese."""
    lines = ["周次", *(f"| {cell}" for cell in WEEK_GRID[0][2:]), "|"]
    for (month, _, *cells), week in zip(WEEK_GRID[1:], "一二三四五", strict=True):
        lines += [*([month.removesuffix("月")] if month else []), f"| {week}" if month else week]
        lines += [f"| {cell}".rstrip() for cell in cells] + ["|"]
    return "\n".join([*lines, "教务处制"])


GRIDS = {
    "bars": "\n".join(" | ".join(row) for row in WEEK_GRID),
    "edged": "\n".join(f"| {' | '.join(row)} |" for row in WEEK_GRID),
    "tabs": "\n".join("\t".join(row) for row in WEEK_GRID),
    "merged": "\n".join("\t".join(cell for cell in row if cell) for row in WEEK_GRID),
    "cells": week_cells(),
}


@pytest.mark.parametrize("layout", GRIDS)
def test_remarks_beside_a_grid_of_weeks(layout: str) -> None:
    """The numbers of the days only say which week it is; 10 before words is a day where it lies in it."""
    plan = read(f"甲校2024—2025学年第一学期校历\n{GRIDS[layout]}")

    assert [(str(row.deadline.due_on), row.title) for row in plan.rows] == WEEK_ROWS
    assert ("教务处制" in GRIDS[layout]) == any("教务处制" in note.message for note in plan.warnings)


@pytest.mark.parametrize(("first", "due"), [("8月", "2024-09-01"), ("9月", "2024-09-01")])
def test_the_first_week_of_a_grid_may_begin_in_the_month_before(first: str, due: str) -> None:
    """31 is followed by 1: August has so many days, whichever of both months stands beside the week."""
    weeks = [[first, "26", "27", "28", "29", "30", "31", "1", "报到"]]
    weeks += [["", *map(str, range(n, n + 7)), f"检查{n}处"] for n in (2, 9, 16)]
    text = "\n".join("\t".join(row) for row in [["月份", *"一二三四五六日", "备注"], *weeks])

    assert str(read(f"甲校2024学年校历\n{text}").rows[0].deadline.due_on) == due


def test_words_in_the_cells_of_days_stand_beside_remarks() -> None:
    grid = [list(row) for row in WEEK_GRID]
    grid[3][4] = "18检查"
    plan = read("甲校2024—2025学年第一学期校历\n" + "\n".join(" | ".join(row) for row in grid))

    assert ("2024-09-18", "检查") in [(str(row.deadline.due_on), row.title) for row in plan.rows]
    assert len(plan.rows) == len(WEEK_ROWS) + 1


def test_a_line_above_the_weeks_names_the_month_of_a_grid() -> None:
    lines = ["甲校2024年工作历", "2024年9月", "\t".join(["周次", *"一二三四五六日", "工作"])]
    lines += ["\t".join([str(n), *map(str, range(7 * n - 5, 7 * n + 2)), f"检查{n}处"]) for n in (1, 2, 3)]

    assert [str(row.deadline.due_on) for row in read("\n".join(lines)).rows] == [
        "2024-09-08", "2024-09-15", "2024-09-22",
    ]  # fmt: skip
