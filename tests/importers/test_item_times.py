"""When items are due that have no label for it: days in front, behind a colon, in brackets, in sentences."""

import pytest
from plan_rows import read, rows_of

HEAD = "某校2024年期末工作通知\n一、时间安排\n"


@pytest.mark.parametrize(
    ("item", "period", "due", "title"),
    [
        ("（1）2024年6月18日，三至六年级测试。", "2024年6月18日", "2024-06-18", "三至六年级测试"),
        ("（1）2024年6月18日—20日，七、八年级测试。", "2024年6月18日—20日", "2024-06-20", "七、八年级测试"),
        ("（1）2024年6月7日上午，高二年级联考。", "2024年6月7日", "2024-06-07", "高二年级联考"),
        ("（1）小学段阅卷：6月19日。", "6月19日", "2024-06-19", "小学段阅卷"),
        ("（1）高中段阅卷：6月19日—22日（自主阅卷）。", "6月19日—22日", "2024-06-22", "高中段阅卷"),
        ("（1）教职工报到\n6月25日。", "6月25日", "2024-06-25", "教职工报到"),
        ("（1）6月10日前完成节目选拔。", "6月10日前", "2024-06-10", "6月10日前完成节目选拔"),
        ("（1）动员阶段（5月—6月）。召开会议，层层发动。", "5月—6月", "2024-06-30", "动员阶段"),
        ("（1）报送报告。各校6月20日18：00前报送。", "6月20日18：00前", "2024-06-20", "报送报告"),
        ("（1）报送报告。各校6月20日（周四）下班前报送。", "6月20日（周四）下班前", "2024-06-20", "报送报告"),
        ("（1）改造食堂。力争项目年内开工。", "年内", "2024-12-31", "改造食堂"),
    ],
)
def test_an_item_names_its_day(item: str, period: str, due: str, title: str) -> None:
    """The day is the time of the item, wherever a clerk would look for it."""
    assert rows_of(f"{HEAD}{item}\n（2）收尾工作。")[0][:3] == (period, due, title)


def test_a_day_that_only_begins_a_sentence_is_flagged() -> None:
    """It may be when something else happened."""
    (row, _) = read(
        f"{HEAD}（1）离校放假。统一安排。6月22日，幼儿园离校；6月25日，中小学离校。\n（2）收尾工作。"
    ).rows

    assert str(row.deadline.due_on) == "2024-06-25"
    assert "不一定是完成时限" in "".join(row.flags)


def test_years_in_a_bracket_name_a_programme() -> None:
    """三年行动（2024—2026年） is not due in 2026."""
    assert (
        rows_of("某市2024年要点\n1.实施三年行动（2024—2026年）。抓好落实。\n2.植树造林。全面推进。")[0][1]
        is None
    )


def test_parts_that_each_name_their_day_are_tasks() -> None:
    """Below a heading without offices, 名称：日期 is a task of its own."""
    text = f"{HEAD}1.阅卷安排\n（1）小学段阅卷：6月19日。\n（2）初中段阅卷：6月20日—21日。\n"
    text += "2.工作总结\n6月24日。"

    assert [row[:3] for row in rows_of(text)] == [
        ("6月19日", "2024-06-19", "小学段阅卷"),
        ("6月20日—21日", "2024-06-21", "初中段阅卷"),
        ("6月24日", "2024-06-24", "工作总结"),
    ]


def test_stages_with_their_months_are_tasks_although_they_stand_below_steps() -> None:
    """实施步骤 without a time only says how a plan is run."""
    text = (
        "某镇2024年创建方案\n一、工作步骤\n（一）宣传阶段（1月—2月）。层层发动。\n（二）攻坚阶段（3月—7月）：逐项整改。\n"
        "二、任务分工\n1.更新标线。5月底前完成。责任单位：派出所\n2.硬化地面。责任单位：市场监管所"
    )

    assert [row[:3] for row in rows_of(text)] == [
        ("1月—2月", "2024-02-29", "宣传阶段"),
        ("3月—7月", "2024-07-31", "攻坚阶段"),
        ("5月底前", "2024-05-31", "更新标线"),
        ("", None, "硬化地面"),
    ]


NOTICE = (
    "某校2024年期末通知\n一、期末考试\n1月18日，各年级考试。\n二、放假时间\n{line}\n"
    "三、材料报送\n1.报送总结，1月25日17:00前交。\n2.报送值班表。"
)


def test_days_below_a_heading_without_parts_are_a_task_beside_numbered_ones() -> None:
    """The headings with parts hold the tasks; one with a day below it is a task itself."""
    rows = rows_of(NOTICE.format(line="1月22日起放假。"))

    assert [row[2] for row in rows] == ["期末考试", "放假时间", "报送总结，1月25日17:00前交", "报送值班表"]


def test_a_heading_left_out_with_a_time_in_its_text_is_said() -> None:
    """Nothing that names a day goes unseen."""
    reading = read(NOTICE.format(line="学生1月22日起放假，2月20日返校。"))

    assert [row.title for row in reading.rows][:2] == ["期末考试", "报送总结，1月25日17:00前交"]
    assert any("“放假时间”等1段写了时间" in warning.message for warning in reading.warnings)


@pytest.mark.parametrize("day", ["2024年3月5日", "二〇二四年三月五日"])
def test_the_day_of_a_signature_is_no_deadline(day: str) -> None:
    """A full day alone on the last line says when the plan was signed."""
    rows = rows_of(f"某县2024年工作要点\n1.改造小区。完成12个。\n2.清理河道。集中清淤。\n{day}")

    assert [row[1] for row in rows] == [None, None]


def test_two_named_times_in_one_item_are_both_its_own() -> None:
    """The one behind a label is not all: the later counts, and a person should look."""
    item = "1.论文写作时间：3月4日—6月21日；中期检查时间：4月29日—5月3日。"
    row, _ = read(f"{HEAD}{item}\n2.答辩时间：6月11日。").rows

    assert (row.title, row.period) == ("论文写作时间", "3月4日—6月21日；4月29日—5月3日")
    assert str(row.deadline.due_on) == "2024-06-21"
    assert any("2个时间" in flag for flag in row.flags)
