"""Texts as sites copy them: sounds put into words, numbers lost, line ends lost, marks of pages left in."""

import pytest
from plan_rows import read, rows_of

SOUNDED = "某市2024年重點工作\n一、主要任務(wù)\n"


@pytest.mark.parametrize(
    "tail",
    [
        "(責(zé)任單位:市環(huán)保局;配合單位:市財政局,6月底前)",
        "(市環(huán)保局牽頭(tóu),市財政局協(xié)助,6月底前)",
        "責(zé)任單位:市環(huán)保局;協(xié)辦單位:市財政局;完成時(shí)限:6月底前",
    ],
)
def test_sounds_within_the_words_for_duties_are_passed_over(tail: str) -> None:
    """責(zé)任單位 is 责任单位; the names keep what is printed."""
    text = f"{SOUNDED}1.整治河道。清理垃圾。{tail}\n2.植樹造林。加強管護。{tail}"

    assert [(row[0], row[1], row[3], row[4]) for row in rows_of(text)] == [
        ("6月底前", "2024-06-30", ("市環(huán)保局",), ("市財政局",))
    ] * 2


def test_a_sound_at_the_end_of_a_task_is_no_bracket_of_offices() -> None:
    """(shè) behind the last word belongs to that word."""
    (row, _) = read(
        f"{SOUNDED}1.推進(jìn)園區建設(shè)。(牽頭單位:市發(fā)改委)\n2.植樹造林。(牽頭單位:市林業(yè)局)"
    ).rows

    assert [office.name for office in row.offices] == ["市發(fā)改委"]


LOST = (
    "某市2024年重点工作分工\n一、主要任务\n"
    "（一）建设东部仓储基地。（牵头单位：甲局；配合单位：乙局）\n"
    "{line}（牵头单位：丙局；配合单位：丁局）\n"
    "（三）培育物流企业。（牵头单位：戊局）\n"
)


@pytest.mark.parametrize("line", ["?。ǘ┳ズ?0个改造项目前期工作。", "抓好旧厂房改造。", "□抓好旧厂房改造。"])
def test_a_paragraph_with_offices_between_items_has_lost_its_number(line: str) -> None:
    """Its offices are not those of the item above it, and a person looks at it."""
    first, lost, _ = read(LOST.format(line=line)).rows

    assert [office.name for office in first.offices] == ["甲局", "乙局"]
    assert [office.name for office in lost.offices] == ["丙局", "丁局"]
    assert "前面没有编号" in "".join(lost.flags)


def test_the_second_half_of_an_item_without_offices_stays_in_it() -> None:
    """What follows an item that names nobody yet is its text."""
    text = "某市2024年重点工作\n1.改造老旧小区。\n全年改造12个小区。（牵头单位：甲局）\n"
    text += "2.植树造林。（牵头单位：乙局）"

    assert [(row[2], row[3]) for row in rows_of(text)] == [
        ("改造老旧小区", ("甲局",)),
        ("植树造林", ("乙局",)),
    ]


def test_a_number_that_touches_a_heading_counts_on_over_it() -> None:
    """A page without line ends runs 二、…, （二）… and the next number together."""
    text = (
        "某市规划2024年任务分工通知一、主要任务（一）建设新农村1.改造灌区（甲局牵头，乙局参加）。"
        "2.修通村道（丙局负责）。（二）优化工业结构3.建成产业园（丁局牵头）。4.淘汰旧窑，6月底前完成（戊局负责）。"
        "（三）发展服务业5.编制物流规划（己局牵头，庚局参加）。"
    )

    assert [(row[2], row[3], row[4]) for row in rows_of(text)] == [
        ("改造灌区", ("甲局",), ("乙局",)),
        ("修通村道", ("丙局",), ()),
        ("建成产业园", ("丁局",), ()),
        ("淘汰旧窑，6月底前完成", ("戊局",), ()),
        ("编制物流规划", ("己局",), ("庚局",)),
    ]


@pytest.mark.parametrize(
    "mark", ["—PAGE3—", "Page 3", "上一页 1 2 3", "首页 上一页 1 2 下一页 末页", "1 2 下一页"]
)
def test_marks_of_pages_are_no_tasks(mark: str) -> None:
    """The number of a page, and the links to others, stand between the months."""
    text = f"某处2024年活动安排\n三月\n1、开学典礼\n2、家长会\n{mark}\n四月\n1、春游\n2、运动会\n{mark}"

    assert [row[2] for row in rows_of(text)] == ["开学典礼", "家长会", "春游", "运动会"]


def test_who_runs_a_site_does_none_of_the_tasks() -> None:
    """主办：… with the number of the site stands at the foot of the page."""
    text = (
        "某市2024年工作要点\n1.建设云平台。（责任科室：信息科）\n2.更新设备。（责任科室：装备科）\n"
        "扫一扫在手机打开当前页\n主办：某市教育局  网站标识码：1234567890"
    )

    assert [row[3] for row in rows_of(text)] == [("信息科",), ("装备科",)]


def test_members_of_a_conference_behind_an_office_belong_to_the_word_for_others() -> None:
    """甲局等…成员单位 names 甲局."""
    text = "某市2024年要点\n1.清理文件。（责任单位：市发改委、市商务局等市公平审查联席会议成员单位）\n"
    text += "2.减税。（责任单位：市税务局）"

    assert rows_of(text)[0][3] == ("市发改委", "市商务局")


@pytest.mark.parametrize("mark", ["Р", "¶", "РР"])
def test_a_sign_in_place_of_each_line_end_ends_lines(mark: str) -> None:
    """Sites that show documents leave one sign where every line ended."""
    lines = [
        "某镇2024年方案",
        "一、目标",
        "抓好整治。",
        "二、任务",
        "1.清理河道。（水利站负责）",
        "2.改造旱厕。（卫生办负责）",
        "",
    ]

    assert [(row[2], row[3]) for row in rows_of(mark.join(lines))] == [
        ("清理河道", ("水利站",)),
        ("改造旱厕", ("卫生办",)),
    ]


def test_a_foreign_letter_within_a_text_of_lines_stays() -> None:
    """A text that has its line ends keeps every sign."""
    lines = [f"{n}.建设{n}号Р型平台。（甲局负责）" for n in range(1, 8)]

    assert rows_of("\n".join(["某市2024年要点", *lines]))[0][2] == "建设1号Р型平台"


@pytest.mark.parametrize("head", ["相关文章：", "【推荐阅读】", "猜你喜欢"])
def test_titles_of_other_pages_below_a_text_are_no_tasks(head: str) -> None:
    """They are the last of a page and hold no sentence; a list with sentences goes on with the plan."""
    text = "某镇2024年工作计划\n（一）修缮校舍。排查危房。\n（二）绿化村道。补植树木。\n"

    assert [row[2] for row in rows_of(f"{text}{head}\n1.某镇2024年工作要点\n2.某镇安全生产计划")] == [
        "修缮校舍",
        "绿化村道",
    ]
    assert len(rows_of(f"{text}{head}\n（三）清理河道。打捞漂浮物。")) == 3


def test_words_a_site_files_a_text_under_are_no_part_of_its_last_task() -> None:
    text = "某局2024年工作计划\n1.修缮校舍。排查危房。\n2.绿化村道。补植树木。\n推荐访问：工作计划 下半年\n"

    assert [(row[0], row[2]) for row in rows_of(text)] == [("", "修缮校舍"), ("", "绿化村道")]


LISTED = """市档案局2024年任务分解方案
1.整治档案库房，更换老旧密集架。
牵头单位：保管科
协办单位：办公室、市直机关党工{rest}
完成时限：6月底前
2.修订值班制度。
牵头单位：办公室
完成时限：9月底前
"""


def test_a_list_of_offices_goes_on_below_a_full_line() -> None:
    """Where 、 parts the names and the page broke the line at its width, a name goes on."""
    text = LISTED.format(rest="\n委、市财政局")

    assert [row[4] for row in rows_of(text)] == [("办公室", "市直机关党工委", "市财政局"), ()]


def test_offices_below_a_list_that_are_not_read_are_said() -> None:
    """Below a line that ends before the width of the page they may be something else."""
    first, second = read(
        LISTED.format(rest="委").replace("办公室、市直机关党工委", "办公室\n市财政局、市城管局")
    ).rows

    assert any("市财政局" in flag for flag in first.flags)
    assert second.flags == ()
