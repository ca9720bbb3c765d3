"""Numbers whose form leaves open whether they count items: what the count tells, and what it lacks."""

import pytest
from plan_rows import read, rows_of, told

from importers.texts.run_on import parted
from importers.words.text_lines import TextLine

HEAD = "某市2024年重点工作分工\n一、重点任务\n"
OFFICES = "甲局 乙局 丙局 丁局 戊局 己局".split()  # noqa: SIM905


def titles_of(text: str) -> list[str]:
    return [row.title for row in read(HEAD + text).rows]


@pytest.mark.parametrize(
    "lines",
    [
        ("7.培育名师", "8.512工程推进", "9.评选先进"),
        ("7.培育名师", "8.4G信号覆盖", "9.3D实训室建设"),
        ("7.培育名师", "8.2024年读书节", "9.评选先进"),
        ("1 新建15所学校", "2 改造8条道路", "3 发展智慧农业"),
        ("3 发展智慧农业产业", "4 新建15所学校", "5 改造8条道路"),
        ("一是修缮校舍", "二是新建球场", "三是更换课桌"),
        ("🔶1.修缮校舍", "🔶2.新建球场", "🔶3.更换课桌"),
    ],
)
def test_a_line_that_goes_on_counting_is_an_item_of_its_own(lines: tuple[str, ...]) -> None:
    """After N the line N+1 is an item whatever follows its number; each keeps its own office."""
    text = "\n".join(
        f"{line}。抓好落实。（{office}负责）" for line, office in zip(lines, OFFICES, strict=False)
    )

    rows = read(HEAD + text).rows

    assert [row.original.split("\n")[0][: len(line)] for row, line in zip(rows, lines, strict=True)] == list(
        lines
    )
    assert [[office.name for office in row.offices] for row in rows] == [
        [name] for name in OFFICES[: len(lines)]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1.扩建校舍。\n3.5万平方米按期完工。\n2.更新设备。",
        "1.扩建校舍。新增面积。2.5万平方米按期完工。\n2.更新设备。",
        "1.扩建校舍。详见附件1.图纸和附件2.清单。\n2.更新设备。",
    ],
)
def test_a_quantity_or_an_annex_begins_no_item(text: str) -> None:
    """3.5万 and 附件2. count nothing here."""
    assert titles_of(text) == ["扩建校舍", "更新设备"]


@pytest.mark.parametrize(
    "text",
    [
        "（一）便民服务。21.推行一窗通办。由甲局牵头。22.推行上门办理。由乙局牵头，丙局配合。",
        "（一）便民服务 21.推行一窗通办。由甲局牵头。22.推行上门办理。由乙局牵头，丙局配合。",
        "21.推行一窗通办。由甲局牵头。22.推行上门办理。由乙局牵头，丙局配合。",
    ],
)
def test_the_first_number_behind_a_heading_is_an_item(text: str) -> None:
    """A paragraph that goes on counting from a number began with it, whatever stands before."""
    assert rows_of(HEAD + text) == [
        ("", None, "推行一窗通办", ("甲局",), ()),
        ("", None, "推行上门办理", ("乙局",), ("丙局",)),
    ]


def test_a_latin_name_may_follow_a_number() -> None:
    """2.HPV… and the first number behind a colon of a heading."""
    assert titles_of("（一）接种：5.流感疫苗接种一万人；6.HPV疫苗接种两千人。") == [
        "流感疫苗接种一万人",
        "HPV疫苗接种两千人",
    ]


def test_bare_names_that_stand_again_below_as_headings_are_contents() -> None:
    """The tasks stand below the headings; that a list of contents was left out is said."""
    names = ["稳定粮食生产", "发展乡村旅游", "改善人居环境"]
    contents = "\n".join(f"{n}. {name}" for n, name in enumerate(names, 1))
    body = "\n".join(
        f"★{name}\n{n}. 落实第{n}类补贴\n按时发放到户。\n公布监督电话。\n责任单位：甲局"
        for n, name in enumerate(names, 1)
    )

    reading = read(f"某县2024年工作要点\n{contents}\n{body}")

    assert [row.title for row in reading.rows] == [f"落实第{n}类补贴" for n in (1, 2, 3)]
    assert any("3行是目录" in problem.message for problem in reading.warnings)


def test_the_number_of_a_notice_is_no_time() -> None:
    """（第3号） and a day below it make no calendar of a list of projects."""
    items = "\n".join(
        f"{n}、{name}；" for n, name in zip("一二三", ("修建文化站", "更新路灯", "疏通沟渠"), strict=True)
    )

    rows = read(f"某镇人民代表大会公告\n（第3号）\n2024年实事项目：\n{items}\n现予公告。\n2024年1月9日").rows

    assert [(row.title, row.period) for row in rows] == [
        ("修建文化站", ""),
        ("更新路灯", ""),
        ("疏通沟渠", ""),
    ]


def test_short_lines_may_hold_two_items() -> None:
    """1、…。2、…。 on one short line, quotation marks or not."""
    assert titles_of("1、校园清扫。2、“小小书虫”比赛。\n3、趣味运动会。") == [
        "校园清扫",
        "“小小书虫”比赛",
        "趣味运动会",
    ]


def test_what_a_label_counts_belongs_to_its_line() -> None:
    """活动内容：1.…；2.… below a line without a number tells what one activity holds."""
    lines = [TextLine(1, "读书月"), TextLine(2, "活动内容：1.推荐书目；2.交流心得。")]

    assert parted(lines) == lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.扩建校舍。\n2.更新设备。\n4.培训教师。", "第3项"),
        ("1.扩建校舍。\n5.更新设备。\n6.培训教师。\n8.检查。", "第2至4项、第7项"),
        ("3.扩建校舍。\n4.更新设备。", "第1至2项"),
    ],
)
def test_holes_in_the_count_are_said_by_number(text: str, said: str) -> None:
    """A person can look for item 3 in the original."""
    messages = [problem.message for problem in read(HEAD + text).warnings]

    assert f"编号不连续，没有读到{said}，请对照原文看是不是漏了。" in messages


@pytest.mark.parametrize(
    "text", ["1.扩建校舍。\n2.更新设备。", "1.扩建校舍。\n2.更新设备。\n（二）师资\n1.培训教师。"]
)
def test_a_whole_count_says_nothing(text: str) -> None:
    """Starting again at one under the next heading is no hole."""
    assert not any("编号不连续" in problem.message for problem in read(HEAD + text).warnings)


def test_an_item_that_seems_to_hold_the_missing_one_is_flagged() -> None:
    """10 … 11: … 12: the words of item 11 stand in item 10."""
    text = "1.扩建校舍，其中2：改造食堂。（甲局负责）\n3.更新设备。（乙局负责）"

    first, second = read(HEAD + text).rows

    assert "编号缺第2项" in first.flags[0]
    assert not second.flags


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (("1.修订章程。（教育", "局、财政局负责）", "2.公开预算。（审计局负责）"), ["教育局", "财政局"]),
        (
            ("1.修订章程。（责任单位：教育局、", "财政局、人社", "局）", "2.公开预算。"),
            ["教育局", "财政局", "人社局"],
        ),
        (("1.修订章程（含附则", "2.公开预算。（审计局负责）"), []),
    ],
)
def test_a_bracket_may_run_over_lines(lines: tuple[str, ...], names: list[str]) -> None:
    """Lines are joined while a bracket is open; a new number ends it."""
    first = read(HEAD + "\n".join(lines)).rows[0]

    assert [office.name for office in first.offices] == names


def test_a_page_head_wider_than_its_lines_does_not_hide_that_these_are_broken() -> None:
    """Lines are broken at the width of most of them; a running head may be wider."""
    width = 30
    body = "修订校园安全管理制度并组织师生每学期至少开展两次应急演练同时完善视频监控系统。"
    items = [f"{n}.{body}" for n in range(1, 7)]
    lines = [line for item in items for line in (item[:width], item[width:])]
    text = "\n".join(["2024年第二期　　某某教育研究　　某市教育局2024年工作要点摘登　第七页", *lines])

    assert [row.title for row in read(text).rows] == [body.rstrip("。")] * 6


@pytest.mark.parametrize(
    "lines",
    [
        ("⑴ 修缮校舍", "⑵ 新建球场", "⑶ 更换课桌"),
        ("⒈修缮校舍", "⒉新建球场", "⒊更换课桌"),
        ("㈠修缮校舍", "㈡新建球场", "㈢更换课桌"),
        ("1. 修缮校舍", ". 新建球场", "3. 更换课桌"),
        ("一、修缮校舍", "、新建球场", "三、更换课桌"),
        ("（一）修缮校舍", "（）新建球场", "（三）更换课桌"),
        ("1、修缮校舍", "2新建球场", "3、更换课桌"),
        ("1、修缮校舍", "新建球场", "3、更换课桌"),
    ],
)
def test_an_item_that_lost_its_number_is_known_by_the_count(lines: tuple[str, ...]) -> None:
    """Between 1 and 3 stands 2, whatever is left of its number; nothing is missing then."""
    told_lines = [
        f"{line}。责任单位：{office}；完成时限：{month}月底前"
        for line, office, month in zip(lines, OFFICES, (3, 5, 6), strict=False)
    ]

    reading = read("某市2024年重点工作\n" + "\n".join(told_lines))

    assert [(row.title, row.offices[0].name, row.period) for row in reading.rows] == [
        ("修缮校舍", "甲局", "3月底前"), ("新建球场", "乙局", "5月底前"), ("更换课桌", "丙局", "6月底前"),
    ]  # fmt: skip
    assert not any(row.flags for row in reading.rows)
    assert not any("编号不连续" in problem.message for problem in reading.warnings)


@pytest.mark.parametrize("left", [". ", "、", "（）"])
def test_where_all_numbers_are_lost_each_item_is_doubted(left: str) -> None:
    """Nothing tells a heading from an item then, but each line is one of its own."""
    items = "\n".join(
        f"{left}{title}。（{office}负责）" for title, office in (("修缮校舍", "甲局"), ("新建球场", "乙局"))
    )

    rows = read(f"某市2024年重点工作\n{items}").rows

    assert [(row.title, row.offices[0].name) for row in rows] == [("修缮校舍", "甲局"), ("新建球场", "乙局")]
    assert all(any("掉了编号" in flag for flag in row.flags) for row in rows)


def test_a_heading_that_lost_its_number_ends_the_section_before() -> None:
    """、职业教育 above a count that starts again is a heading: the offices of the last one end there."""
    text = (
        "某市2024年重点工作\n一、基础教育（责任单位：甲局）\n1、修缮校舍。\n2、新建球场。\n"
        "、职业教育（责任单位：乙局）\n1、举办竞赛。\n2、遴选企业。"
    )

    assert [(row[2], row[3]) for row in rows_of(text)] == [
        ("修缮校舍", ("甲局",)), ("新建球场", ("甲局",)), ("举办竞赛", ("乙局",)), ("遴选企业", ("乙局",)),
    ]  # fmt: skip


def test_names_that_go_on_over_a_line_begin_no_item() -> None:
    """甲局⏎、乙局 is one list of offices."""
    text = f"{HEAD}1.修缮校舍。责任单位：甲局\n、乙局\n2.新建球场。责任单位：丙局"

    assert titles_of(text[len(HEAD) :]) == ["修缮校舍", "新建球场"]


def test_a_paragraph_that_names_other_offices_is_said() -> None:
    """Where no number is missing it stays with the item above, which a person should look at."""
    text = (
        "1.修缮校舍。（甲局负责）\n建立台账。（乙局负责）\n2.新建球场。（丙局负责）\n3.更换课桌。（丁局负责）"
    )

    rows = read(HEAD + text).rows

    assert [row.title for row in rows] == ["修缮校舍", "新建球场", "更换课桌"]
    assert [bool(row.flags) for row in rows] == [True, False, False]


@pytest.mark.parametrize("word", ["是", "要"])
@pytest.mark.parametrize("front", ["会议明确以下工作：", "", "二、议定事项\n（一）建设。"])
def test_parts_counted_in_speech_that_say_who_does_them_are_tasks(word: str, front: str) -> None:
    """一要…由甲局负责。二要…: each has its own office, whatever stands before them."""
    parts = [
        ("修缮校舍", "甲局", "6月底前"),
        ("新建球场", "乙局", "9月底前"),
        ("更换课桌", "丙局", "11月底前"),
    ]
    text = "".join(
        f"{number}{word}{title}，由{office}负责，{time}完成。"
        for number, (title, office, time) in zip("一二三", parts, strict=True)
    )

    rows = rows_of(f"某市2024年会议纪要\n{front}{text}")

    assert [(row[2].partition("，")[0], row[3], row[0]) for row in rows] == [
        (title, (office,), time) for title, office, time in parts
    ]


@pytest.mark.parametrize(
    ("end", "offices"),
    [
        ("。（甲局牵头，乙局配合）", [("甲局",), ("甲局",), ("甲局",)]),
        ("。\n责任单位：甲局", [("甲局",), ("甲局",), ("甲局",)]),
        ("（甲局负责）。", [(), (), ("甲局",)]),
    ],
)
def test_an_office_behind_the_last_of_spoken_parts_may_be_that_of_all(
    end: str, offices: list[tuple[str, ...]]
) -> None:
    """Behind the full stop it closes the paragraph: it is given to all, and each should be looked at."""
    reading = read(f"某市2024年工作安排\n一要修缮校舍。二要新建球场。三要更换课桌{end}")

    assert [row[3] for row in told(reading.rows)] == offices
    assert all(row.flags for row in reading.rows) or offices[0] == ()


def test_spoken_parts_without_offices_stay_with_the_item_that_counts() -> None:
    """Where numbers count the tasks, 一是…二是… only say what one of them consists of."""
    text = "1.改善条件。一是修缮校舍。二是新建球场。（甲局负责）\n2.更换课桌。（乙局负责）"

    assert titles_of(text) == ["改善条件", "更换课桌"]


def test_a_program_may_have_put_the_chinese_stop_behind_every_number() -> None:
    """一，二，and 1。2。3。 count where nothing is left out; a number that counts nothing ends a sentence."""
    text = "一，指导思想\n围绕中心工作。\n二，重点工作\n1。修订章程；\n2。举办联谊活动；\n3。慰问职工；\n"

    assert titles_of(text) == ["修订章程", "举办联谊活动", "慰问职工"]
    assert titles_of("1.修订章程，每季度通报\n2。通报后整改。\n2.慰问职工。\n3.举办联谊活动。") == [
        "修订章程，每季度通报",
        "慰问职工",
        "举办联谊活动",
    ]
