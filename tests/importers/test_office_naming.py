"""Offices of a row: how lists are split, whom groups mean, and what happens to names nobody knows."""

from typing import Any

import pytest
from plan_rows import rows_of

from importers.words.header_words import Column
from importers.words.office_lists import split_names
from importers.words.office_words import offices_of, similar_names
from models.kinds import OfficeState
from rules.facts import Role

HEADER = "时间,重点工作,责任单位\n"
OFFICES = "单位,别名,所属组\n办公室,,各处室\n秘书处,,各处室\n基教处,,各处室\n政法处,,各处室\n市教研院,,\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("\u00a0\u00a0秘书处、各处室", ["秘书处", "各处室"]),
        ("组织人事处、\n\n离退休干部处", ["组织人事处", "离退休干部处"]),
        (
            "基教处，学前处,督导室；办公室;秘书处/安管处",
            ["基教处", "学前处", "督导室", "办公室", "秘书处", "安管处"],
        ),
        ("办公室\n秘书处", ["办公室", "秘书处"]),
        ("安监站 派出所", ["安监站", "派出所"]),
        (
            "省市场监管局（省知识产权局、省药监局）、省科技厅",
            ["省市场监管局（省知识产权局、省药监局）", "省科技厅"],
        ),
        ("基教处、学前处等", ["基教处", "学前处"]),
        ("省发展改革委等单位", ["省发展改革委"]),
        ("无", []),
        ("/", []),
        ("—", []),
        ("n/a", []),
        ("基教处。", ["基教处"]),
        ("、基教处、", ["基教处"]),
        ("市体育局。市文旅局。", ["市体育局", "市文旅局"]),
        ("督导室+安管处", ["督导室", "安管处"]),
        ("三、四年级组、团委", ["三、四年级组", "团委"]),
    ],
)
def test_lists_are_split_as_they_are_written(text: str, names: list[str]) -> None:
    """Every usual separator parts names; brackets hold together; 无 is nobody."""
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("督\u00a0导\u00a0室", ["督导室"]),
        ("电教\u00a0中心、基 教处", ["电教中心", "基教处"]),
        ("职 高\n教 处", ["职高教处"]),
        ("社 会 工 作 科、团委", ["社会工作科", "团委"]),
        ("安管处 办 公 室", ["安管处", "办公室"]),
        ("行政 办公室", ["行政办公室"]),
        ("水利水电\n局", ["水利水电局"]),
        ("教务 德育 办公室", ["教务", "德育", "办公室"]),
        ("教务 团委", ["教务", "团委"]),
    ],
)
def test_padding_within_a_name_is_closed(text: str, names: list[str]) -> None:
    """Single signs, and a half that does not end like an office, go together; whole names stay apart."""
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1.生产部\n2.销售部", ["生产部", "销售部"]),
        ("①总务处②保卫处", ["总务处", "保卫处"]),
        ("（1）总务处（2）保卫处", ["总务处", "保卫处"]),
        ("1、总务处2、保卫处", ["总务处", "保卫处"]),
        ("一是总务处；二是保卫处。", ["总务处", "保卫处"]),
        ("第1中学、第2中学", ["第1中学", "第2中学"]),
    ],
)
def test_numbers_of_a_list_are_no_part_of_its_names(text: str, names: list[str]) -> None:
    """A list that begins with a number is parted at its numbers; 第1中学 keeps its own."""
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市水利局、市林业局分别负责", ["市水利局", "市林业局"]),
        ("街道办事处按职责分工共同落实。", ["街道办事处"]),
        ("各县政府结合实际推进", ["各县政府"]),
        ("市水利局、市林业局（排第一位的为牵头单位，下同）", ["市水利局", "市林业局"]),
        ("市水利局、高新区管委会。以下任务均由各镇落实，不再写明", ["市水利局", "高新区管委会"]),
        ("海关总署等中央有关单位", ["海关总署"]),
        ("市直有关部门、单位，高等教育处", ["市直有关部门、单位", "高等教育处"]),
        ("由市水利局负责", ["市水利局"]),
    ],
)
def test_what_is_said_of_a_list_is_no_part_of_its_names(text: str, names: list[str]) -> None:
    """Shared duties, remarks in a bracket, and a sentence behind the list are cut off."""
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市水利局及市林业局", ["市水利局", "市林业局"]),
        ("市水利局和各镇政府", ["市水利局", "各镇政府"]),
        ("縣水務局及縣直相關單位", ["縣水務局", "縣直相關單位"]),
        ("团委以及各年级", ["团委", "各年级"]),
        ("各有关部门和单位", ["各有关部门和单位"]),
        ("文化和旅游局", ["文化和旅游局"]),
        ("规划和自然资源局", ["规划和自然资源局"]),
        ("老干部和人才处", ["老干部和人才处"]),
        ("科研院所和企业处", ["科研院所和企业处"]),
        ("各有关县、市", ["各有关县、市"]),
        ("各镇、街道、园区", ["各镇、街道、园区"]),
    ],
)
def test_whole_names_are_parted_at_and(text: str, names: list[str]) -> None:
    """及, 以及 and 和 part only names that are whole on both sides; a group of places is one name."""
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ("市水利局（列首位的牵头，下同）", "是说明"),
        ("市水利局。以下任务均由各镇落实", "是说明"),
        ("教务 保卫处", "可能是一个单位"),
        ("总务处保卫处", "像是有两个单位"),
        ("开工建设科技馆", "不像单位名称"),
        ("2024年5月发布通告", "不像单位名称"),
        ("市水利局", ""),
        ("市水利局办公室", ""),
        ("王建国（保卫处）", ""),
    ],
)
def test_what_a_list_leaves_unclear_is_said(desk: Any, words: str, flag: str) -> None:
    """A remark that was cut off, half a name, and two names in one are for a person to look at."""
    (row,) = desk.take(HEADER + f"3月,召开会议,{words}\n").rows

    assert any(flag in one for one in row.flags) if flag else not row.flags


def test_an_office_behind_its_person_is_the_office(desk: Any) -> None:
    """王建国（保卫处） names 保卫处."""
    (row,) = desk.take(HEADER + "3月,召开会议,王建国（保卫处）\n").rows

    assert [name for name, _ in row.offices] == ["保卫处"]


@pytest.mark.parametrize(
    ("cells", "roles"),
    [
        ([(Column.RESPONSIBLE, "甲处、乙处")], {"甲处": "responsible", "乙处": "responsible"}),
        ([(Column.LEAD, "甲处"), (Column.SUPPORT, "乙处")], {"甲处": "lead", "乙处": "support"}),
        ([(Column.LEAD, "甲处"), (Column.RESPONSIBLE, "乙处")], {"甲处": "lead", "乙处": "support"}),
        ([(Column.LEAD, "无"), (Column.RESPONSIBLE, "乙处")], {"乙处": "responsible"}),
        (
            [(Column.LEAD, "甲处按职责分工负责"), (Column.SUPPORT, "乙处等")],
            {"甲处": "lead", "乙处": "support"},
        ),
        (
            [(Column.RESPONSIBLE, "甲处牵头，乙处、丙处配合")],
            {"甲处": "lead", "乙处": "support", "丙处": "support"},
        ),
        ([(Column.RESPONSIBLE, "甲处（牵头）、乙处")], {"甲处": "lead", "乙处": "support"}),
        ([(Column.RESPONSIBLE, "甲处、乙处牵头")], {"甲处": "lead", "乙处": "lead"}),
        ([(Column.RESPONSIBLE, "甲处、乙处牵头，丙处")], {"甲处": "lead", "乙处": "lead", "丙处": "support"}),
        ([(Column.RESPONSIBLE, "党建处会学前处")], {"党建处": "lead", "学前处": "support"}),
        ([(Column.RESPONSIBLE, "市水利局会同市林业局等部门")], {"市水利局": "lead", "市林业局": "support"}),
        ([(Column.SUPPORT, "市水利局联合市林业局")], {"市水利局": "support", "市林业局": "support"}),
        (
            [(Column.RESPONSIBLE, "长江市商务局、市残疾人联合会")],
            {"长江市商务局": "responsible", "市残疾人联合会": "responsible"},
        ),
        ([(Column.RESPONSIBLE, "党建处、学前处分别牵头")], {"党建处": "lead", "学前处": "lead"}),
        ([(Column.MIXED, "甲处牵头，乙处配合")], {"甲处": "lead", "乙处": "support"}),
        ([(Column.MIXED, "否")], {}),
        ([(Column.SUPPORT, "None")], {}),
        (
            [(Column.RESPONSIBLE, "牵头单位：甲处\n配合单位：乙处、丙处")],
            {"甲处": "lead", "乙处": "support", "丙处": "support"},
        ),
    ],
)
def test_roles_are_taken_from_columns_and_words(
    cells: list[tuple[Column, str]], roles: dict[str, str]
) -> None:
    """A lead is one only where the document says so; beside it the responsible offices support."""
    assert {office.name: office.role.value for office in offices_of(cells)} == roles


@pytest.mark.parametrize(
    ("name", "other", "similar"),
    [
        ("政策法规处", "政法处", True),
        ("政法处", "政策法规处", True),
        ("教研院", "市教研院", True),
        ("学前教育处", "学前处", True),
        ("教师处", "市教师发展中心", False),
        ("办公室", "语委办", False),
        ("党建处", "机关党委", False),
        ("基教处", "高教处", False),
        ("政法处", "思政处", False),
        ("教师处", "市学生发展处", False),
        ("政法处", "政法处", False),
    ],
)
def test_an_alias_is_suggested_only_for_a_short_form(name: str, other: str, similar: bool) -> None:
    """Letters in order and the same last one: 政法处 is a form of 政策法规处, parts of names are nothing."""
    assert bool(similar_names(name, [other])) is similar


def test_an_office_printed_as_lead_and_support_is_kept_as_printed_and_handed_once(desk: Any) -> None:
    """The answer repeats the document; the task has one assignment, the lead's."""
    text = "时间,重点工作,牵头单位,配合单位\n3月,召开会议,办公室,办公室、基教处\n"

    (row,) = desk.take(text).rows

    assert [name for name, _ in row.offices] == ["办公室", "办公室", "基教处"]
    assert roles(desk.task("召开会议")) == [("办公室", Role.LEAD), ("基教处", Role.SUPPORT)]


def roles(task: Any) -> list[tuple[str, Role]]:
    return [(a.office_name, a.role) for a in task.assignments]


def test_beside_a_named_office_a_group_is_informed(desk: Any) -> None:
    """秘书处、各处室: 秘书处 answers, the others of the group get to know; nobody is named twice."""
    desk.take_offices(OFFICES)

    result = desk.take(HEADER + "3月,制定计划,秘书处、各处室\n")

    task = desk.task("制定计划")
    assert roles(task) == [
        ("秘书处", Role.RESPONSIBLE),
        ("办公室", Role.INFORMED),
        ("基教处", Role.INFORMED),
        ("政法处", Role.INFORMED),
    ]
    assert (task.group_words, task.group_only, task.office_words) == ("各处室", False, "秘书处、各处室")
    assert [name for name, _ in result.rows[0].offices] == ["秘书处", "各处室"]
    assert result.warnings == ()


def test_a_row_of_a_group_alone_is_handed_to_each_member(desk: Any) -> None:
    """Every member has an assignment of its own and leads for itself."""
    desk.take_offices(OFFICES)

    desk.take(HEADER + "3月,报送总结,各处室\n")

    task = desk.task("报送总结")
    assert {role for _, role in roles(task)} == {Role.RESPONSIBLE}
    assert (len(task.lead_ids), task.group_only, task.lead_name) == (4, True, "各处室")


def test_an_unknown_group_is_one_warning_and_no_office(desk: Any) -> None:
    """各有关单位 is no office: said once, nobody is mailed, no 待核实 is made of it."""
    result = desk.take(HEADER + "3月,报送总结,各有关单位\n4月,报送计划,各有关单位\n")

    assert [("一组单位" in w.message, w.row) for w in result.warnings] == [(True, 2)]
    assert desk.directory().offices == {}
    assert desk.task("报送总结").assignments == ()


def test_unknown_offices_are_kept_for_verifying(desk: Any) -> None:
    """A new name becomes an office 待核实 with one warning, whatever it resembles."""
    desk.take_offices(OFFICES)

    result = desk.take(HEADER + "2月,启动行动,政策法规处\n3月,普法宣传,政策法规处、政法处\n")

    (warning,) = result.warnings
    assert (warning.row, "待核实" in warning.message, "像是“政法处”" in warning.message) == (2, True, True)
    office = desk.directory().find("政策法规处")
    assert (office.state, office.email, office.aliases) == (OfficeState.UNVERIFIED, "", ())
    assert len(desk.task("普法宣传").assignments) == 2


def test_in_an_empty_directory_the_oftener_name_is_suggested(desk: Any) -> None:
    """The document's own names serve when the directory knows none: the rarer points to the usual one."""
    text = HEADER + "2月,启动行动,政策法规处\n3月,普法宣传,政法处\n4月,法治活动,政法处\n"

    result = desk.take(text)

    assert ["像是" in warning.message for warning in result.warnings] == [True, False]


def test_two_names_of_one_office_are_one_assignment(desk: Any) -> None:
    """A confirmed alias beside the name itself does not hand the task over twice."""
    desk.take_offices("单位,别名\n政法处,政策法规处\n")

    result = desk.take(HEADER + "3月,普法宣传,政策法规处、政法处\n")

    assert [a.printed_name for a in desk.task("普法宣传").assignments] == ["政策法规处"]
    assert [name for name, _ in result.rows[0].offices] == ["政策法规处", "政法处"]
    assert result.warnings == ()


def test_a_name_that_ends_unlike_all_others_is_doubtful(desk: Any) -> None:
    """总共 among 处 and 室 was cut out of a sum; where many names end so, it is the plan's style."""
    named = ["党建处", "人事处", "后勤处", "档案室", "总务处", "总共"]
    lines = "".join(f"3月,开展第{n}项检查,{name}\n" for n, name in enumerate(named))
    short = "".join(
        f"3月,召开第{n}次会议,{name}\n" for n, name in enumerate(("教务", "德育", "总务", "团委", "工会"))
    )

    rows = desk.take(HEADER + lines).rows

    assert [row.flags for row in rows][:5] == [()] * 5
    assert any("“总共”不像单位名称" in flag for flag in rows[5].flags)
    assert not any(row.flags for row in desk.take(HEADER + short, title="学校计划").rows)


def test_two_names_joined_by_a_word_are_two_where_the_plan_has_both_alone() -> None:
    """A name of which only one half stands alone stays one: 和 stands within names, too."""
    rows = ["初审,培养单位", "复核,研究生部", "送审,培养单位和研究生部", "归档,人事和研究生部"]
    text = "某学院2024年工作安排\n时间,重点工作,责任单位\n" + "".join(f"3月,开展{row}\n" for row in rows)

    assert [row[3] for row in rows_of(text)] == [
        ("培养单位",),
        ("研究生部",),
        ("培养单位", "研究生部"),
        ("人事和研究生部",),
    ]
