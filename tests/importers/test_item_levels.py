"""Which level of a numbering holds the tasks, and whose offices hold for which of them."""

import pytest
from plan_rows import read, rows_of, told

HEAD = "某县2024年重点工作分工\n一、重点任务\n"


@pytest.mark.parametrize(
    "text",
    [
        "1.整治环境。（1）清理河道，3月底前完成。（甲局负责）（2）修补道路，5月底前完成。（乙局负责）",
        "1.整治环境。①清理河道，3月底前完成（甲局负责）；②修补道路，5月底前完成（乙局负责）。",
        "1.整治环境。（1）清理河道，3月底前完成，由甲局负责。（2）修补道路，5月底前完成，由乙局负责。",
        "1.整治环境。\n（1）清理河道，3月底前完成。\n责任单位：甲局\n（2）修补道路，5月底前完成。\n责任单位：乙局",
        "1.整治环境。\n一是清理河道，3月底前完成。（甲局负责）\n二是修补道路，5月底前完成。（乙局负责）",
    ],
)
def test_parts_that_say_who_is_to_do_them_are_tasks(text: str) -> None:
    """Two offices and two days are two tasks, however the parts are numbered."""
    assert rows_of(HEAD + text + "\n2.植树造林。（丙局负责）") == [
        (
            "3月底前",
            "2024-03-31",
            "清理河道，3月底前完成" if "，由" not in text else "清理河道，3月底前完成，由甲局负责",
            ("甲局",),
            (),
        ),
        (
            "5月底前",
            "2024-05-31",
            "修补道路，5月底前完成" if "，由" not in text else "修补道路，5月底前完成，由乙局负责",
            ("乙局",),
            (),
        ),
        ("", None, "植树造林", ("丙局",), ()),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1.整治环境。（1）3月底前清理河道。（2）5月底前修补道路。（责任单位：甲局）",
        "1.整治环境。①3月底前清理河道；②5月底前修补道路。（责任单位：甲局）",
        "1.整治环境。\n（1）3月底前清理河道。\n（2）5月底前修补道路。\n责任单位：甲局",
    ],
)
def test_steps_with_one_office_behind_them_are_one_task(text: str) -> None:
    """Days alone make no tasks of parts: they are steps, and the latest day counts with a flag."""
    first = read(HEAD + text + "\n2.植树造林。（丙局负责）").rows[0]

    assert told([first]) == [("3月底前；5月底前", "2024-05-31", "整治环境", ("甲局",), ())]
    assert first.flags


def test_an_item_with_measures_below_it_stays_a_task() -> None:
    """A sentence with its own offices is a task although its measures have theirs; a person should look."""
    measures = "具体措施：\n1.公布目录。（甲局牵头）\n2.简化手续。"
    text = f"（一）落实减免政策，帮助小微企业。（甲局、乙局负责）\n{measures}"

    rows = read(HEAD + text).rows

    assert told(rows) == [
        ("", None, "落实减免政策，帮助小微企业", ("甲局", "乙局"), ()),
        ("", None, "公布目录", ("甲局",), ()),
        ("", None, "简化手续", ("甲局", "乙局"), ()),
    ]
    assert [bool(row.flags) for row in rows] == [True, False, True]


def test_a_task_may_stand_on_the_third_level() -> None:
    """What says nothing itself is a heading, however many levels stand between it and what does."""
    text = (
        "1.改善条件\n（1）修缮校舍\n①更换门窗，8月底前完成。\n责任单位：甲局\n②粉刷外墙，10月底前完成。\n"
        "责任单位：乙局\n2.培训教师\n（1）暑期研修\n①选派学员。（丙局负责）\n②汇总成绩。（丁局负责）"
    )

    assert [(row[2].partition("，")[0], row[3]) for row in rows_of(HEAD + text)] == [
        ("更换门窗", ("甲局",)), ("粉刷外墙", ("乙局",)), ("选派学员", ("丙局",)), ("汇总成绩", ("丁局",)),
    ]  # fmt: skip


def test_parts_of_parts_below_one_office_are_one_task() -> None:
    """An office behind the last of all parts holds for the whole, and no step's day is lost."""
    text = (
        "1.改善条件\n（1）修缮校舍\n①确定名单；\n②9月底前完工。\n（2）添置桌椅\n①列出清单；\n"
        "②11月底前配齐。\n责任单位：甲局\n2.植树造林。（丙局负责）"
    )

    assert rows_of(HEAD + text)[0] == (
        "9月底前；11月底前", "2024-11-30", "改善条件", ("甲局",), ()
    )  # fmt: skip


def test_offices_from_above_make_no_task_of_a_heading() -> None:
    """2.推进县管校聘 only heads its parts; the office it has from the heading above names nobody else."""
    text = (
        "（一）强化师资（甲局牵头）\n1.开展考核。（乙局负责）\n"
        "2.统筹编制。①核定总量（乙局负责）；②调剂余缺（丙局负责）。"
    )

    titles = [row[2] for row in rows_of(HEAD + text)]

    assert titles == ["强化师资", "开展考核", "核定总量", "调剂余缺"]


def test_a_heading_with_a_bare_name_hands_it_down() -> None:
    """（人事处） behind a heading is the office of its items; as no word says so, each is doubted."""
    text = "（一）强化师资（人事处）\n1.开展考核。\n2.组织培训。\n（二）改善条件\n3.修缮校舍。（丙局负责）"

    rows = read(HEAD + text).rows

    assert [row[3] for row in told(rows)] == [("人事处",), ("人事处",), ("丙局",)]
    assert [bool(row.flags) for row in rows] == [True, True, False]


def test_the_offices_of_a_heading_are_not_lost() -> None:
    """Where all items below have their own, the heading's offices would be nobody's."""
    text = "（一）帮扶企业（丙局牵头）\n1.公布目录。（甲局负责）\n2.简化手续。（乙局负责）"

    rows = read(HEAD + text).rows

    assert told(rows)[0] == ("", None, "帮扶企业", ("丙局",), ())
    assert rows[0].flags


@pytest.mark.parametrize(
    ("sentence", "lead", "support"),
    [
        ("。由甲局，乙局按职责分工负责。", ("甲局", "乙局"), ()),
        ("。由甲局、乙局，丙局共同负责。", ("甲局", "乙局", "丙局"), ()),
        ("。由甲局牵头，乙局、丙局配合。", ("甲局",), ("乙局", "丙局")),
        ("，由甲局牵头，乙局，丙局配合。", ("甲局",), ("乙局", "丙局")),
        ("。由甲局牵头，开展评估。", ("甲局",), ()),
        ("。由甲局牵头制定清单，乙局保障经费。", ("甲局",), ()),
        ("。明确由哪个科室负责实施。", (), ()),
        ("。由甲市财政局负责，5月底前办妥，并将结果报送办公室。", ("甲市财政局",), ()),
        ("。请县财政局会同县教育局于5月15日前拿出办法。", ("县财政局",), ("县教育局",)),
        ("。责成县财政局尽快拟定办法。", ("县财政局",), ()),
        ("。县财政局要于5月底前落实经费。", ("县财政局",), ()),
        ("。办公室负责跟踪督办。", ("办公室",), ()),
        ("。请各学校于5月底前自查。", (), ()),
    ],
)
def test_everything_behind_by_is_the_list(
    sentence: str, lead: tuple[str, ...], support: tuple[str, ...]
) -> None:
    """由甲局，乙局…负责: a comma parts names as it does in a bracket."""
    first = read(f"{HEAD}1.推进改革。完善机制{sentence}\n2.植树造林。（丁局负责）").rows[0]

    assert told([first])[0][3:] == (lead, support)


@pytest.mark.parametrize(
    ("bracket", "names"),
    [
        ("（县住建局）", ("县住建局",)),
        ("（督导室）", ("督导室",)),
        ("（县住建局、县城管局）", ("县住建局", "县城管局")),
        ("（试行）", ()),
        ("（第二教室）", ()),
    ],
)
def test_one_bare_bracket_beside_others_that_say_so(bracket: str, names: tuple[str, ...]) -> None:
    """A name alone is an office where the other brackets say 负责, and a person should look."""
    text = f"1.翻修道路。{bracket}\n2.植树造林。（甲局负责）\n3.清理河道。（乙局负责）"

    first = read(HEAD + text).rows[0]

    assert tuple(office.name for office in first.offices) == names
    assert bool(first.flags) == bool(names)


def test_one_item_with_an_office_is_enough() -> None:
    """A page that was cut off after its first item still has a task."""
    assert rows_of(HEAD + "1.翻修道路。（责任单位：甲局）") == [("", None, "翻修道路", ("甲局",), ())]


@pytest.mark.parametrize("numbers", ["一、", "01 "])
def test_paragraphs_that_close_with_a_time_are_tasks(numbers: str) -> None:
    """Sentences without numbers under numbered headings, each closed by when it is to be done."""
    other = {"一、": "二、", "01 ": "02 "}[numbers]
    schools = f"{numbers}教育\n扩建三所小学。（年内持续推进）\n培训教师。（6月底前完成）"
    text = f"{schools}\n{other}医疗\n新建诊所。（9月底前）"

    assert rows_of("某县2024年任务分工\n" + text) == [
        ("年内持续推进", "2024-12-31", "扩建三所小学", (), ()),
        ("6月底前完成", "2024-06-30", "培训教师", (), ()),
        ("9月底前", "2024-09-30", "新建诊所", (), ()),
    ]


@pytest.mark.parametrize("bracket", ["（县住建局牵头办妥）", "（县住建局、县城管局一同办妥）"])
def test_a_bracket_that_was_not_understood_is_quoted(bracket: str) -> None:
    """Nobody may be told that an item names no office while its bracket seems to."""
    first = read(f"{HEAD}1.翻修道路。{bracket}\n2.植树造林。（甲局负责）").rows[0]

    assert any(bracket[1:-1] in flag for flag in first.flags)


def test_a_picture_before_a_number_is_no_part_of_it() -> None:
    """🌟一、去年工作回顾 is the heading of what was done."""
    past = "🌟一、2023年工作回顾\n1.植树三千亩。\n2.修路五公里。"
    text = f"某县工作报告\n{past}\n🌟二、2024年工作展望\n1.翻修礼堂。\n2.新建球场。"

    assert [row.title for row in read(text).rows] == ["翻修礼堂", "新建球场"]


@pytest.mark.parametrize(
    ("end", "title", "names"),
    [
        ("修订办法（试行）（甲局、乙局）", "修订办法（试行）", ("甲局", "乙局")),
        ("修订办法（2025版）（甲局）", "修订办法（2025版）", ("甲局",)),
        ("检查学校（含民办学校）。（甲局）", "检查学校（含民办学校）", ("甲局",)),
        ("编制布局规划（2025—2030年）。（甲局）", "编制布局规划（2025—2030年）", ("甲局",)),
        ("编制布局规划（2025—2030年）", "编制布局规划（2025—2030年）", ()),
    ],
)
def test_only_the_bracket_behind_the_words_holds_offices(
    end: str, title: str, names: tuple[str, ...]
) -> None:
    """What stands before it belongs to the name of a document or to the words: no office and no day."""
    text = f"1.{end}\n2.植树造林。（丙局）\n3.清理河道。（丁局）"

    assert rows_of(HEAD + text)[0] == ("", None, title, names, ())


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ("3月底前印发方案（县丙局）。8月底前开展试点。（县甲局）", ("县丙局", "县甲局")),
        ("3月底前印发方案（县丙局），8月底前开展试点。（甲局负责）", ("县丙局", "甲局")),
        ("3月底前印发方案，由县丙局负责。8月底前开展试点。（甲局负责）", ("甲局",)),
    ],
)
def test_offices_of_single_sentences_are_not_lost(body: str, lead: tuple[str, ...]) -> None:
    """Each sentence may end with its own office; the one behind the last is not all there are."""
    first = read(f"{HEAD}1.推进改革。{body}\n2.植树造林。（丁局负责）\n3.清理河道。（丁局负责）").rows[0]

    assert told([first])[0][3] == lead
    assert any("正文里另写了“县丙局”" in flag for flag in first.flags)


def test_who_helps_is_not_who_does_it() -> None:
    """会同丙局 below the heading of an office: that office does it together with 丙局."""
    text = "某县2024年分工\n一、甲局\n1.开展监测，会同丙局实施。\n2.修缮校舍。\n二、乙局\n1.植树造林。"

    first = read(text).rows[0]

    assert told([first])[0][3:] == (("甲局",), ("丙局",))
    assert first.flags


RECORD = """{number}、{matter}。
牵头单位：{office}
整改时限：{time}
整改目标：当年见效。
{label}
1.摸清底数{first}。
2.逐条落实。
整改责任人：某某

"""


def _record(number: str, matter: str, office: str, *, label: str = "整改措施：", first: str = "") -> str:
    return RECORD.format(
        number=number, matter=matter, office=office, time="2024年9月底前", label=label, first=first
    )


@pytest.mark.parametrize("label", ["整改措施：", "具体举措:", "工作措施："])
def test_measures_below_their_label_are_part_of_a_record(label: str) -> None:
    """A record names the matter, who, by when, and how; the numbers only part the how."""
    text = _record("一", "路灯维修不及时", "市城管局", label=label)
    text += _record("二", "渠道淤塞", "市水务局", label=label)

    assert rows_of(f"某市督查反馈问题整改清单（2024年）\n{text}") == [
        ("2024年9月底前", "2024-09-30", "路灯维修不及时", ("市城管局",), ()),
        ("2024年9月底前", "2024-09-30", "渠道淤塞", ("市水务局",), ()),
    ]


def test_a_measure_with_a_time_of_its_own_is_told() -> None:
    """The record keeps its own time, and says that a step of it is due on another."""
    text = _record("一", "路灯维修不及时", "市城管局", first="，4月底前完成") + _record(
        "二", "渠道淤塞", "市水务局"
    )
    rows = read(f"某市督查反馈问题整改清单（2024年）\n{text}").rows

    assert [str(row.deadline.due_on) for row in rows] == ["2024-09-30", "2024-09-30"]
    assert [any("措施里另写了时间" in flag for flag in row.flags) for row in rows] == [True, False]


def test_measures_with_offices_of_their_own_stay_tasks() -> None:
    """Where each measure says who does it, the measures are what is to be done."""
    text = _record("一", "路灯维修不及时", "市城管局", first="（甲局负责）")

    assert [row.title for row in read(f"某市督查反馈问题整改清单（2024年）\n{text}").rows] == [
        "摸清底数",
        "逐条落实",
    ]
