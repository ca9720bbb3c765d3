"""The coverage check: counted promises without a row, rows without a promise, offices a table leaves out."""

from collections.abc import Callable, Sequence

import pytest

from importers.coverage.check import Coverage
from importers.coverage.likeness import RowIndex
from importers.coverage.reading import coverage_of, read_promises
from importers.source import Source
from models.kinds import OfficeState
from models.store_directory import Directory, OfficeRecord
from rules.errors import InputError

TEXT = """\
某市教育局2024年工作要点

2024年全市教育工作的总体思路是：办好人民满意的教育。

一、立德树人
1.推进全民阅读。深入开展晨读行动，新建50所市级“书香校园”。办好第12届校园诗会。
2.加强体育美育。每天体育活动不少于1小时，组织校园足球联赛20场。由安全保卫处牵头开展防溺水教育。

二、保障条件
3.增加学位供给。开工新建中小学、幼儿园60所，新增学位4万个。加快推进薄弱学校宿舍改造工程，投资2亿元，改造宿舍35栋。
4.建强教师队伍。遴选骨干教师120名，组织不少于300名乡村教师跟岗研修。落实“五项管理”，用好“1530”工作法。
5.完善督导机制。开展责任督学挂牌督导。（责任科室：督导科、信访室）
"""
TABLE = """\
附件：2024年重点工作配档表
时间\t重点工作\t责任单位
3月\t启动薄弱学校宿舍改造工程\t规划科
4月\t举办校园足球联赛\t体卫艺科
5月\t印发责任督学挂牌督导清单\t督导室
9月\t组织骨干教师遴选\t教师科
10月\t开展财务内部审计\t财审科
12月\t举办老干部座谈会\t办公室、各科室
"""


def directory(*offices: tuple[str, tuple[str, ...], tuple[str, ...]]) -> Directory:
    """A directory of (name, aliases, groups)."""
    records = {
        n: OfficeRecord(n, name, "", OfficeState.VERIFIED, n, 1, aliases=aliases, groups=groups)
        for n, (name, aliases, groups) in enumerate(offices, start=1)
    }
    names = {name: n for n, one in records.items() for name in (one.name, *one.aliases)}
    groups = {group for one in records.values() for group in one.groups}
    members = {group: tuple(n for n, one in records.items() if group in one.groups) for group in groups}
    return Directory(records, members, names)


OFFICES = directory(
    ("督导室", ("督导科",), ("各科室",)),
    ("安全管理科", ("安全保卫处",), ()),
    ("办公室", (), ("各科室",)),
    ("信息技术科", (), ("各科室",)),
)


def check(text: str = TEXT + TABLE, known: Directory = OFFICES) -> Coverage:
    return coverage_of(read_promises(Source("要点.txt", text.encode()), known), known)


def told(found: Coverage) -> str:
    """The lists as a person would write them down."""
    lines = [f"正文{found.sentence_count}句，任务{found.row_count}项", "", "可能没有对应任务："]
    for one in found.promises:
        near = f"{one.nearest.row.title}（{'、'.join(one.nearest.shared)}）" if one.nearest else "无"
        mark = "　有" if one.is_covered else "没有"
        lines.append(f"{mark}　{'、'.join(one.numbers)}　{one.sentence.place}　{one.clause}　相近：{near}")
    lines += ["", "要点里可能没有写到："]
    for row in found.unpromised:
        near = f"{row.nearest.sentence.text}（{'、'.join(row.nearest.shared)}）" if row.nearest else "无"
        lines.append(f"{row.row.label}　{row.row.period}　{row.row.title}　{row.row.offices}　相近：{near}")
    lines += ["", "表里可能没有列入："]
    for office in found.offices:
        said = office.sentence.text if office.sentence else "（责任注明）"
        lines.append(f"{office.name}　{office.known_as}　{office.group}　{said}")
    return "\n".join(lines) + "\n"


def test_the_three_lists(golden: Callable[[str, str], None]) -> None:
    """A text and the table behind it: what a clerk is asked to look at, with the words that were shared."""
    golden("coverage.lists", told(check()))


def test_a_table_alone_holds_no_promises() -> None:
    """A file with nothing but its table has no text to check, and says so."""
    with pytest.raises(InputError, match="没有读到工作要点的正文"):
        check(TABLE)


def test_a_text_alone_needs_a_plan() -> None:
    """Without a table and without a plan there is nothing to check against."""
    with pytest.raises(InputError, match="没有可以对照的任务"):
        check(TEXT)


def test_the_same_figure_in_a_row_counts() -> None:
    """A row that repeats the figure needs fewer words in common with its promise."""
    few_words = check(TEXT + TABLE.replace("举办校园足球联赛", "举办足球、排球系列联赛"))
    and_figure = check(TEXT + TABLE.replace("举办校园足球联赛", "举办足球、排球系列联赛20场"))

    assert ("20场",) in {one.numbers for one in few_words.uncovered}
    assert ("20场",) in {one.numbers for one in and_figure.covered}


def test_a_short_row_that_the_text_repeats() -> None:
    """A title of a few usual words has its promise where the text holds it word for word."""
    rows = "时间\t重点工作\t责任单位\n3月\t开展家访\t教师科\n4月\t开展团建\t教师科\n"
    found = check("一、队伍\n1.关心教师。假期开展家访。\n2.关心学生。做好家访记录，开展走访。\n" + rows)

    assert [one.row.title for one in found.unpromised] == ["开展团建"]


def test_the_opening_of_a_sentence_says_what_its_figures_are_of() -> None:
    """投资2亿元 names nothing itself; the work its sentence opens with does."""
    covered = {one.numbers for one in check().covered}

    assert {("2亿元",), ("35栋",)} <= covered


@pytest.mark.parametrize(
    ("remark", "left"),
    [
        ("备注：新增学位1万个以通知为准。\n", []),
        ("备注：1.学位1万个以通知为准。\n2.学校2所以通知为准。\n", []),
        (
            "备注：\n（1）学位1万个以通知为准。\n（2）学校2所以通知为准。\n三、其他\n1.种树。栽树300棵，造林5亩。\n",
            ["5亩"],
        ),
    ],
)
def test_a_remark_below_the_table_is_no_promise(remark: str, left: list[str]) -> None:
    """What the table says of itself is not held against it; what follows under a heading is text again."""
    plain, remarked = check(), check(TEXT + TABLE + remark)

    assert [one.numbers for one in remarked.promises[len(plain.promises) :]] == [(one,) for one in left]
    assert [
        s.text
        for s in read_promises(Source("要点.txt", (TEXT + TABLE + remark).encode()), OFFICES).text.sentences
        if "通知" in s.text
    ] == []


def shared(title: str, sentence: str) -> tuple[str, ...]:
    return RowIndex([title, *ROUTINE_ROWS], [sentence, *ROUTINE_ROWS]).shared(0, sentence)


ROUTINE_ROWS = ("开展校园安全检查", "加强法治教育", "维护政治稳定", "召开中小学校长会议", "评选骨干教师")


@pytest.mark.parametrize(
    ("title", "sentence", "expected"),
    [
        ("启动中小学法治安全文化节", "维护教育系统政治安全。", ("安全",)),
        ("出台《关于加强校园安全的意见》", "印发关于加强家校共育的通知。", ()),
        ("制定直属单位绩效考核方案", "以责任单位通知为准。", ()),
        ("启动第三批项目申报", "启动第三批干部培养。", ()),
        ("启动薄弱学校宿舍改造工程", "加快薄弱学校宿舍改造，投资2亿元。", ("薄弱学校宿舍改造",)),
        ("组织骨干教师遴选", "组织300名乡村教师跟岗。", ("教师",)),
        ("上线STEM课程", "开发stem校本课程。", ("STEM", "课程")),
    ],
)
def test_the_words_that_are_shared(title: str, sentence: str, expected: tuple[str, ...]) -> None:
    """They are whole words as far as that can be told without a dictionary, and not words without meaning."""
    assert shared(title, sentence) == expected


def test_a_text_of_something_else() -> None:
    """A text that promises no figure and touches no row is said to be that."""
    assert check("一、通知\n1.放假安排。国庆假期按时值班。\n" + TABLE).is_of_another_plan
    assert not check("一、通知\n1.学校安排。实施薄弱学校宿舍改造。\n" + TABLE).is_of_another_plan
    assert not check(
        "一、通知\n1.放假安排。国庆假期放假7天以内，共120人次值班。\n" + TABLE
    ).is_of_another_plan


REPORT = """\
2023年工作总结

一、工作完成情况
（一）学位供给。新建学校30所，新增学位2万个。
（二）教师队伍。培训教师500名。
二、存在问题
（一）学位缺口5000个。
三、下一步工作打算
（一）扩大学位供给。新建学校12所。
（二）加强教师培训。培训教师800名。
"""


def test_a_report_promises_only_what_comes_next() -> None:
    """Figures of work done and of problems are no promises."""
    found = check(REPORT + TABLE)

    assert [one.numbers for one in found.promises] == [("12所",), ("800名",)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("由安全保卫处负责。", ["安全保卫处"]),
        ("由安全管理科、安全保卫处负责。", ["安全管理科"]),
        ("由督导科负责。", []),
        ("市委办公室印发通知。", []),
        ("由信息技术科负责。", ["信息技术科"]),
        ("由人事科负责。", []),
        ("各科室分工负责。", []),
    ],
)
def test_offices_named_in_a_text(sentence: str, expected: Sequence[str]) -> None:
    """Names and aliases of the directory count; an alias of a tabled office, a longer name or a group not."""
    text = f"一、保障\n1.加强管理。{sentence}\n2.加强学习。组织业务学习。\n"

    assert [one.name for one in check(text + TABLE).offices] == expected


def test_an_office_that_a_row_names_only_by_its_group() -> None:
    """It is listed, and the list says by which group the table reaches it."""
    text = "一、保障\n1.加强管理。由信息技术科负责。\n2.加强学习。组织业务学习。\n"
    (office,) = check(text + TABLE).offices

    assert (office.known_as, office.group) == ("信息技术科", "各科室")


def test_many_rows_and_sentences() -> None:
    """What thousands of rows have in common is not looked up: each promise still finds its own row."""
    rows = "".join(f"3月\t开展{_name(n)}教育质量提升工作\t督导室\n" for n in range(2000))
    items = "".join(f"{n % 400 + 1}.开展{_name(n)}教育质量提升，建设基地{n + 2}个。\n" for n in range(400))
    found = check(f"2024年工作要点\n{items}时间\t重点工作\t责任单位\n{rows}")

    assert len(found.promises) == 400
    near = [one.nearest.row.title if one.nearest else "" for one in found.promises]
    assert near == [f"开展{_name(n)}教育质量提升工作" for n in range(400)]


_SIGNS = "金木水火土东西南北春秋山河湖海花草鸟鱼虫石玉云雨雷风霜雪星空竹松梅兰荷桃李杏枫桐"


def _name(n: int) -> str:
    """A name of four characters; its first two stand in at most two names."""
    return "".join(_SIGNS[(n + 41) // 40**k % 40] for k in range(3)) + "峪"
