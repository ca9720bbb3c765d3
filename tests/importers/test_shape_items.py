"""Numbered paragraphs: duties in brackets or below, deadlines in the text, narrative plans, reports."""

import textwrap
from collections.abc import Callable

import pytest
from plan_rows import Told, read, rows_of, told

CN = "一二三四五六七八九十"
ITEMS = [
    (
        "强化登记服务",
        "9月底前",
        "2024-09-30",
        ("市市场监管局",),
        ("市税务局", "市司法局"),
        "升级一窗通平台,实现全程网办。",
    ),
    (
        "推进联合验收",
        "6月底前",
        "2024-06-30",
        ("市住房城乡建设局",),
        (),
        "将规划、消防、人防等纳入联合验收。",
    ),
    ("做好预算公开", "全年", "2024-12-31", ("市财政局", "市审计局"), ("各县区政府",), "规范公开内容和时间。"),
    ("开展政策评估", "第三季度", "2024-09-30", ("市发展改革委",), ("市统计局",), "委托第三方开展评估。"),
    ("建设数据平台", "持续推进", None, ("市大数据局",), ("市工信局", "国网某市供电公司"), "推动数据共享。"),
]
TOLD: list[Told] = [(period, due, title, lead, support) for title, period, due, lead, support, _ in ITEMS]
HEAD = (
    "某市优化营商环境2024年行动方案\n为深入贯彻落实上级部署,现制定如下方案。\n一、总体要求\n"
    "坚持问题导向,全面落实各项任务。\n二、主要任务\n"
)
FOOT = "\n三、保障措施\n(一)加强组织领导。各部门要高度重视。\n(二)强化督促检查。定期通报进展。\n"

NUMBERS: dict[str, Callable[[int], str]] = {
    "1.": lambda n: f"{n}.",
    "1. ": lambda n: f"{n}. ",
    "1、": lambda n: f"{n}、",
    "1．": lambda n: f"{n}．",
    "(一)": lambda n: f"({CN[n - 1]})",
    "（一）": lambda n: f"（{CN[n - 1]}）",
    "(1)": lambda n: f"({n})",
    "①": lambda n: "①②③④⑤⑥⑦⑧⑨"[n - 1],
    "indented": lambda n: f"　　{n}.",
    "任务1：": lambda n: f"任务{n}：",
}
Names = tuple[str, ...]
Tail = Callable[[str, Names, Names], str]


def labels(lead: str, support: str, time: str, *, between: str = "；", colon: str = "：") -> Tail:
    def tail(period: str, leads: Names, supports: Names) -> str:
        parts = [f"{lead}{colon}{'、'.join(leads)}"]
        parts += [f"{support}{colon}{'、'.join(supports)}"] if supports else []
        return between.join([*parts, f"{time}{colon}{period}"])

    return tail


def in_brackets(inner: Tail, opening: str = "（", closing: str = "）") -> Tail:
    return lambda *told: f"{opening}{inner(*told)}{closing}"


def key_words(period: str, leads: Names, supports: Names) -> str:
    shared = f"{'、'.join(supports)}等按职责分工负责," if supports else ""
    return f"({'、'.join(leads)}牵头,{shared}{period})"


WITH_LEADERS = labels("牵头单位", "配合单位", "时限")
TAILS: dict[str, Tail] = {
    "brackets": in_brackets(labels("牵头单位", "配合单位", "完成时限")),
    "half-width": in_brackets(labels("牵头单位", "配合单位", "完成时限", between=";", colon=":"), "(", ")"),
    "square": in_brackets(labels("牵头处室", "协办处室", "时间"), "【", "】"),
    "short labels": in_brackets(labels("牵头", "配合", "时限")),
    "responsible": in_brackets(labels("责任单位", "协同单位", "完成时间")),
    "leaders": lambda p, a, b: (
        f"（牵头领导：王立；{labels('牵头单位', '配合单位', '时限')(p, a, b)}；责任人：李建国）"
    ),
    "key words": key_words,
    "two brackets": lambda p, a, b: (
        f"（牵头单位：{'、'.join(a)}" + (f"；配合单位：{'、'.join(b)}" if b else "") + f"）（完成时限：{p}）"
    ),
    "lines": lambda p, a, b: "\n" + labels("牵头单位", "配合单位", "完成时限", between="\n")(p, a, b),
    "one line": lambda p, a, b: "\n" + labels("牵头单位", "配合单位", "完成时限", between="　")(p, a, b),
    "spaced labels": lambda p, a, b: (
        "\n" + labels("牵 头 单 位", "配 合 单 位", "完 成 时 限", between="\n")(p, a, b)
    ),
    "no brackets": lambda p, a, b: labels("牵头单位", "配合单位", "完成时限")(p, a, b) + "。",
}


def items(number: str, tail: str, *, joint: str = "\n") -> str:
    return joint.join(
        NUMBERS[number](n) + f"{title}。{body}" + TAILS[tail](period, lead, support)
        for n, (title, period, _, lead, support, body) in enumerate(ITEMS, 1)
    )


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("tail", TAILS)
def test_duties_at_the_end_of_an_item_are_read(number: str, tail: str) -> None:
    """Any numbering, any way to write who and when; frames around the tasks are none, persons no offices."""
    assert rows_of(HEAD + items(number, tail) + FOOT) == TOLD


@pytest.mark.parametrize("number", ["1.", "1、", "(一)", "（一）", "(1)"])
@pytest.mark.parametrize("tail", ["brackets", "half-width", "key words", "no brackets"])
def test_items_run_together_in_one_paragraph_are_parted(number: str, tail: str) -> None:
    """A paragraph that counts 1. 2. 3. behind full stops or brackets is as many items."""
    assert rows_of(HEAD + items(number, tail, joint="") + FOOT) == TOLD


@pytest.mark.parametrize(
    ("bracket", "lead", "support", "period"),
    [
        ("(省政府各部门分别负责,年内持续推进)", ("省政府各部门",), (), "年内持续推进"),
        ("(甲厅、乙局等按职责分工负责)", ("甲厅", "乙局"), (), ""),
        (
            "(甲厅牵头,乙厅、丙局,有关市州政府按职责分工负责,9月底前完成)",
            ("甲厅",),
            ("乙厅", "丙局", "有关市州政府"),
            "9月底前完成",
        ),
        ("(甲厅牵头乙厅配合,年底前形成草案)", ("甲厅",), ("乙厅",), "年底前形成草案"),
        ("（由甲厅牵头，各有关部门配合）", ("甲厅",), ("各有关部门",), ""),
        (
            "(甲厅、乙厅牵头,6月底前出台政策,年内持续推进)",
            ("甲厅", "乙厅"),
            (),
            "6月底前出台政策,年内持续推进",
        ),
        ("（甲厅负责）", ("甲厅",), (), ""),
        ("（责任单位：甲厅、各区、县级市政府）", ("甲厅", "各区、县级市政府"), (), ""),
        ("（责任单位：甲厅/乙局；丙委）", ("甲厅", "乙局", "丙委"), (), ""),
        ("（责任单位：无；完成时限：3月）", (), (), "3月"),
        ("（试行）", (), (), ""),
        ("(文件须附咨询方式)", (), (), ""),
    ],
)
def test_a_bracket_says_who_and_when(bracket: str, lead: Names, support: Names, period: str) -> None:
    """Names wait for the word that says their part; clauses that begin with a time are the time."""
    others = "2.推进数字政府建设。(甲厅牵头)\n3.加强督查。(甲厅牵头)"
    text = f"某省2024年工作要点\n1.做好规划编制工作。{bracket}\n{others}"

    first = rows_of(text)[0]

    assert (first[0], first[3], first[4]) == (period, lead, support)


BODIES = [
    ("提升开户效率", "6月底前", "2024-06-30", "6月底前,推广账户在线推送。鼓励减免费用。"),
    ("优化报装流程", "第二季度末前", "2024-06-30", "第二季度末前实现联合报装。时限压缩至5个工作日。"),
    ("推行套餐服务", "上半年", "2024-06-30", "整合事项清单。上半年覆盖全部办税厅。"),
    ("完成系统升级", "10月15日前", "2024-10-15", "10月15日前完成系统测试和上线。"),
    ("开展区域评估", "3月至8月", "2024-08-31", "3月至8月完成地震、气候等6项评估。"),
    ("公布服务承诺", "年底前", "2024-12-31", "年底前向社会公布,1天办结率达到90%。"),
    ("压缩审批时限", "", None, "审批时限压缩至9个工作日,截至2023年底已办结300件。"),
    ("建成示范中心", "2024年11月底前", "2024-11-30", "力争2024年11月底前投入使用。"),
    ("清理历史档案", "年内", "2024-12-31", "年内清理率不少于60%。"),
    ("公开服务承诺", "长期", None, "长期公示价格与时限。"),
    ("推进课程改革", "", None, "落实《2024年12月底前行动计划》,组织2024年度项目。"),
]


@pytest.mark.parametrize("number", ["1.", "1、", "1. "])
@pytest.mark.parametrize("tail", ["(责任单位:市政务局)", ""])
def test_deadlines_inside_the_text_are_found(number: str, tail: str) -> None:
    """Only what can hardly be anything but a deadline counts; cut-off days and days of service do not."""
    lines = [NUMBERS[number](n) + f"{title}。{body}{tail}" for n, (title, _, _, body) in enumerate(BODIES, 1)]
    lead = ("市政务局",) if tail else ()

    assert rows_of("某市2024年行动方案\n一、主要任务\n" + "\n".join(lines)) == [
        (period, due, title, lead, ()) for title, period, due, _ in BODIES
    ]


def test_of_several_deadlines_the_latest_counts_with_a_flag() -> None:
    """Two dates in one item: both are kept as words, the later is the day, and a person should look."""
    text = "某市2024年方案\n1.探索注销改革。6月底前,明确材料;11月底前,全市推开。\n2.公开承诺。上半年完成。"

    first = read(text).rows[0]

    assert (first.period, str(first.deadline.due_on)) == ("6月底前；11月底前", "2024-11-30")
    assert "2个时间" in first.flags[0]


TITLES = ["坚持党建引领", "强化队伍建设", "推进课程改革", "守护校园安全", "优化资源配置", "深化对外交流"]
BODY = (
    "持续推进各项工作,完成2023年度项目验收,遴选50所学校。开展“安全生产月”活动,落实《2024—2026年行动计划》。"
)
UNTOLD: list[Told] = [("", None, title, (), ()) for title in TITLES]
HEADINGS: dict[str, Callable[[int], str]] = {
    "一、": lambda n: f"{CN[n]}、突出重点工作,提升质量",
    "第一部分": lambda n: f"第{CN[n]}部分 突出重点",
    "（一）": lambda n: f"（{CN[n]}）突出重点。",
}


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("number", ["1.", "1、", "indented", "(1)"])
@pytest.mark.parametrize("starts_again", [False, True])
def test_a_narrative_plan_is_its_numbered_items(heading: str, number: str, starts_again: bool) -> None:
    """Targets and years in the text are no dates; the numbering may start again under every heading."""
    lines = ["某市教育局2024年工作要点", "2024年全市教育工作的总体思路是:坚持改革创新,推动高质量发展。"]
    for n, title in enumerate(TITLES):
        if n % 3 == 0:
            lines.append(HEADINGS[heading](n // 3))
        lines.append(NUMBERS[number]((n % 3 if starts_again else n) + 1) + f"{title}。{BODY}")

    reading = read("\n\n".join([*lines, "(此件公开发布)", "上一篇：某", "版权所有 某网"]))

    assert told(reading.rows) == UNTOLD
    assert all(row.confidence < 0.9 for row in reading.rows)
    assert reading.title == "某市教育局2024年工作要点"


NARRATIVES = {
    "一、 alone": "\n".join(f"{CN[n]}、{title}。{BODY}" for n, title in enumerate(TITLES)),
    "title line": "\n".join(f"{CN[n]}、{title}\n{BODY}\n{BODY}" for n, title in enumerate(TITLES)),
    "parts": "\n".join(f"{n}.{title}。\n（1）{BODY}\n（2）{BODY}" for n, title in enumerate(TITLES, 1)),
    "circled parts": "\n".join(f"（{CN[n]}）{title}。推进。①{BODY}②{BODY}" for n, title in enumerate(TITLES)),
    "broken lines": "\n".join(textwrap.fill(f"{n}.{t}。{BODY}", 36) for n, t in enumerate(TITLES, 1)),
    "frame": "一、指导思想\n坚持稳中求进。\n二、工作目标\n1.完成率100%。\n2.满意度95%。\n三、重点任务\n"
    + "\n".join(f"{n}.{title}。{BODY}" for n, title in enumerate(TITLES, 1))
    + "\n四、保障措施\n1.加强组织领导。要重视。\n2.强化督查考核。定期通报。",
    "bullets above": "• 索引号: 1\n• 标题: 某\n"
    + "\n".join(f"{n}.{title}。{BODY}" for n, title in enumerate(TITLES, 1)),
}


@pytest.mark.parametrize("kind", NARRATIVES)
def test_other_forms_of_a_narrative_plan(kind: str) -> None:
    """One level, titles on lines of their own, parts below items, lines broken at a width, frames around."""
    assert rows_of("某局2024年工作计划\n" + NARRATIVES[kind]) == UNTOLD


PAST = (
    "一、主要工作开展情况\n(一)推进学前教育发展。截至8月底,完成率100%。\n(二)推进特殊教育。开展送教上门。\n"
    "二、存在的问题\n(一)资源不足。\n(二)队伍不强。\n"
)


@pytest.mark.parametrize("number", ["(一)", "1."])
@pytest.mark.parametrize(
    "heading",
    [
        "下一步工作考虑",
        "下一步工作打算",
        "下步工作安排",
        "2025年工作计划",
        "明年工作思路",
        "四季度工作打算",
        "今后工作重点",
    ],
)
def test_of_a_report_only_what_comes_next_is_a_plan(heading: str, number: str) -> None:
    """Work done and problems have the same numbers and are no tasks; it is said that they were left out."""
    items = "\n".join(NUMBERS[number](n) + f"{title}。{BODY}" for n, title in enumerate(TITLES, 1))
    ahead = f"三、{heading}\n下一步,我局将坚持问题导向。\n{items}\n版权所有 某网"
    text = f"某局2024年第三季度工作情况总结\n{PAST}{ahead}"

    reading = read(text)

    assert told(reading.rows) == UNTOLD
    assert any("只读了下一步" in problem.message for problem in reading.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "某局总结和打算\n一、2023年工作完成情况\n1.抓党建。好。\n2.抓安全。好。\n二、2024年工作打算\n",
        "某局总结\n第一部分 2023年工作回顾\n一、抓党建。好。\n二、抓安全。好。\n第二部分 2024年工作计划\n",
    ],
)
def test_a_year_behind_and_a_year_ahead(text: str) -> None:
    """The half that looks back is left out, whatever the numbering."""
    assert rows_of(text + "\n".join(f"{n}.{title}。{BODY}" for n, title in enumerate(TITLES, 1))) == UNTOLD


def test_the_duties_of_a_heading_hold_for_the_items_below_it() -> None:
    """（一）…（责任单位：甲局）: items with duties of their own keep them."""
    text = (
        "某市2024年方案\n（一）企业开办（责任单位：甲局；完成时限：6月底）\n1.提升便利度。升级平台。\n"
        "2.压缩时间。一天办结。（责任单位：乙局）\n（二）纳税服务（牵头单位：丙局）\n3.推行套餐服务。好。"
    )

    assert rows_of(text) == [
        ("6月底", "2024-06-30", "提升便利度", ("甲局",), ()),
        ("6月底", "2024-06-30", "压缩时间", ("乙局",), ()),
        ("", None, "推行套餐服务", ("丙局",), ()),
    ]


OTHER_LISTS = {
    "months in front": ("1月：召开会议。（办公室）", "2月：开展检查（督导室）", "3月：组织培训（人事科）"),
    "commas": ("1月，召开会议（办公室）。", "2月，开展检查（督导室）。", "3月，组织培训（人事科）。"),
    "bullets": ("• 召开会议（办公室，1月）", "• 开展检查（督导室，2月）", "• 组织培训（人事科，3月）"),
    "firstly": (
        "第一，召开会议。好。（办公室，1月）",
        "第二，开展检查。好。（督导室，2月）",
        "第三，组织培训。好。（人事科，3月）",
    ),
    "names and time": (
        "1.召开会议。（责任单位：办公室，1月）",
        "2.开展检查。（责任单位：督导室，2月）",
        "3.组织培训。（责任单位：人事科，3月）",
    ),
}


@pytest.mark.parametrize("kind", OTHER_LISTS)
def test_other_lists_with_a_month_and_an_office(kind: str) -> None:
    """The month in front or in the bracket, bullets, 第一，: the rows are the same."""
    assert rows_of("某局2024年工作安排\n" + "\n".join(OTHER_LISTS[kind])) == [
        ("1月", "2024-01-31", "召开会议", ("办公室",), ()),
        ("2月", "2024-02-29", "开展检查", ("督导室",), ()),
        ("3月", "2024-03-31", "组织培训", ("人事科",), ()),
    ]
