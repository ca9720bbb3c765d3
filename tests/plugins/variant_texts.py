"""Print invented plans as running text: numbered items, paragraphs, records, reports that end in a plan."""

import json
import random
from collections.abc import Callable
from dataclasses import replace

from variant_words import (
    CATEGORIES,
    DECOYS,
    ENGLISH_OFFICES,
    ENGLISH_TASKS,
    ENGLISH_TIMES,
    RESULTS,
    TIMED_SENTENCES,
    Fact,
    Printed,
    counted,
    invented,
)

Duty = Callable[[Fact], str]
Number = Callable[[int], str]

NUMBERS: tuple[Number, ...] = (
    lambda n: f"{n}.", lambda n: f"{n}. ", lambda n: f"{n}、", lambda n: f"{n}．", lambda n: f"({n})",
    lambda n: f"（{n}）", lambda n: f"　　{n}.", lambda n: f"任务{n}：", lambda n: f"（{counted(n)}）",
)  # fmt: skip
HEADS = (
    "某市2024年重点工作实施方案\n为贯彻落实上级部署，制定本方案。\n一、总体要求\n坚持稳中求进，全面完成年度目标任务。\n二、重点任务\n",
    "某市教育局2024年工作要点\n2024年全市教育工作的总体要求是：全面贯彻党的教育方针，落实立德树人根本任务。\n",
)
TAILS = (
    "",
    "\n三、保障措施\n（一）加强组织领导。各部门要高度重视，明确责任。\n（二）强化督促检查。市政府办公室定期通报进展情况。\n",
    "\n某市人民政府办公室\n2024年3月1日\n",
)


def labels(lead: str, support: str, time: str, *, between: str = "；", form: str = "{}") -> Duty:
    """Return a writer of 责任单位：甲局；完成时限：6月."""

    def write(fact: Fact) -> str:
        parts = [f"{lead}：{'、'.join(fact.lead)}"]
        parts += [f"{support}：{'、'.join(fact.support)}"] if fact.support else []
        parts += [f"{time}：{fact.period}"] if fact.period else []
        return form.format(between.join(parts))

    return write


def _by_words(fact: Fact) -> str:
    shared = f"，{'、'.join(fact.support)}等按职责分工负责" if fact.support else ""
    return f"（{'、'.join(fact.lead)}牵头{shared}，{fact.period}）"


DUTIES: dict[str, Duty] = {
    "bracket": labels("牵头单位", "配合单位", "完成时限", form="（{}）"),
    "responsible": labels("责任单位", "配合单位", "完成时限", form="（{}）"),
    "square": labels("责任处室", "协办处室", "完成时间", between="，", form="【{}】"),
    "blanks": labels("责任单位", "配合单位", "完成时限", between="　", form="（{}）"),
    "lines": labels("牵头单位", "配合单位", "完成时限", between="\n", form="\n{}"),
    "line": labels("责任单位", "配合单位", "完成时限", form="\n{}。"),
    "line_bracket": labels("牵头单位", "配合单位", "完成时限", form="\n（{}）"),
    "no_bracket": labels("责任单位", "配合单位", "完成时限", form="{}。"),
    "by_words": _by_words,
    "person": lambda f: f"（责任领导：{f.person}；责任单位：{'、'.join(f.offices)}；完成时限：{f.period}）",
    "two_brackets": lambda f: f"（责任单位：{'、'.join(f.offices)}）（完成时限：{f.period}）",
}
_ONE_LIST = ("person", "two_brackets")
#: Times that a bracket without labels cannot tell from its other words.
_UNCLEAR = ("2024年", "待定", "2024.6", "2024-09", "2024/10/15", "4月、11月")


def _items(rng: random.Random, duty: str, *, joint: str = "\n", has_body: bool = True) -> Printed:
    facts = invented(rng, rng.randint(5, 12), supports=True)
    if duty == "by_words":
        facts = [fact for fact in facts if fact.period not in _UNCLEAR]
    number = rng.choice(NUMBERS)
    words = [
        number(n) + f"{fact.title}。{fact.body if has_body else ''}" + DUTIES[duty](fact)
        for n, fact in enumerate(facts, 1)
    ]
    if duty in _ONE_LIST:
        facts = [replace(fact, lead=fact.offices, support=()) for fact in facts]
    head = HEADS[1] if "（一）" in number(1) else rng.choice(HEADS)
    return head + joint.join(words) + rng.choice(TAILS), facts


def numbered(rng: random.Random) -> Printed:
    return _items(rng, rng.choice(list(DUTIES)), has_body=rng.random() < 0.6)


def run_on(rng: random.Random) -> Printed:
    """Numbered items in one paragraph."""
    return _items(rng, rng.choice([duty for duty in DUTIES if "line" not in duty]), joint="")


def offices_without_time(rng: random.Random) -> Printed:
    facts = [replace(fact, period="", due=None) for fact in invented(rng, rng.randint(5, 12))]
    number = rng.choice(NUMBERS)
    label = rng.choice(("责任科室", "责任单位", "牵头单位"))
    words = [
        f"{number(n)}{f.title}。{f.body}（{label}：{'、'.join(f.lead)}）" for n, f in enumerate(facts, 1)
    ]
    return HEADS[1] + "\n".join(words), facts


def deadlines_in_text(rng: random.Random) -> Printed:
    """The time stands in a sentence, beside times that are none."""
    gold, words = [], []
    number = rng.choice(NUMBERS)
    for n, fact in enumerate(invented(rng, rng.randint(6, 12)), 1):
        body, period, due = rng.choice((fact.body, rng.choice(DECOYS))), "", None
        if rng.random() < 0.6:
            sentence, period, due = rng.choice(TIMED_SENTENCES)
            timed = sentence.format(rng.choice(RESULTS))
            body = rng.choice((timed + body, body + timed, timed))
        gold.append(replace(fact, period=period, due=due))
        words.append(f"{number(n)}{fact.title}。{body}（牵头单位：{'、'.join(fact.lead)}）")
    return HEADS[1] + "\n".join(words), gold


def duties_handed_down(rng: random.Random) -> Printed:
    """The heading names who does all the items below it, or is itself their name."""
    facts, words, gold = invented(rng, 9), [], []
    is_name = rng.random() < 0.5
    for n, fact in enumerate(facts):
        lead = facts[n - n % 3].lead
        if n % 3 == 0:
            names = "、".join(lead)
            heading = names if is_name else f"{CATEGORIES[n // 3]}（责任单位：{names}）"
            words.append(f"{counted(n // 3 + 1)}、{heading}")
        words.append(f"{n % 3 + 1}.{fact.title}。{fact.body}")
        gold.append(Fact(fact.title, lead=lead))
    return HEADS[1] + "\n".join(words) + "\n", gold


def paragraphs(rng: random.Random) -> Printed:
    """Paragraphs without a number, each with its duties."""
    duty = rng.choice(("bracket", "responsible", "square", "by_words"))
    facts = [f for f in invented(rng, rng.randint(6, 10), supports=True) if f.period not in _UNCLEAR]
    words = []
    for n, fact in enumerate(facts):
        words += [f"{counted(n // 4 + 1)}、{CATEGORIES[n // 4]}"] if n % 4 == 0 else []
        words.append(f"{rng.choice(('', '　　'))}{fact.title}。{fact.body}{DUTIES[duty](fact)}")
    return "某市教育局2024年工作要点\n" + "\n".join(words) + "\n", facts


def narrative(rng: random.Random) -> Printed:
    """Work points with targets, and neither office nor time."""
    facts, words = invented(rng, rng.randint(8, 16)), []
    for n, fact in enumerate(facts):
        words += [f"{counted(n // 4 + 1)}、{CATEGORIES[n // 4]}，推动高质量发展"] if n % 4 == 0 else []
        words.append(f"{n + 1}.{fact.title}。{fact.body}新增学位2-3万个，公办园占比达到55%。")
    return HEADS[1] + "\n".join(words), [Fact(fact.title) for fact in facts]


def report(rng: random.Random) -> Printed:
    """A report on past work of which only the last part is a plan."""
    facts = invented(rng, 12)
    number = rng.choice(NUMBERS[:4])
    words = [rng.choice(("一、主要工作开展情况", "一、上半年工作总结", "一、2024年工作回顾"))]
    words += [f"{number(n)}{f.title}。{f.body}成效明显，累计完成120项。" for n, f in enumerate(facts[:8], 1)]
    words += [
        rng.choice(("二、存在的问题", "二、面临的困难和问题")),
        f"{number(1)}师资力量不足。部分学校缺编。",
    ]
    words += [rng.choice(("三、下一步工作打算", "三、下步工作计划", "三、下一步工作安排"))]
    words += [f"{number(n)}{f.title}。{f.body}" for n, f in enumerate(facts[8:], 1)]
    title = "某市教育局2024年工作总结和下一步工作计划\n"
    return title + "\n".join(words) + "\n", [Fact(f.title) for f in facts[8:]]


def records(rng: random.Random) -> Printed:
    """Every field behind its name, or as JSON."""
    facts = invented(rng, rng.randint(4, 9), supports=True)
    keys = rng.choice(
        (("任务名称", "牵头单位", "配合单位", "完成时限"), ("title", "lead", "support", "deadline"))
    )
    is_json = rng.random() < 0.4
    words = []
    for fact in facts:
        values = (fact.title, "、".join(fact.lead), "、".join(fact.support) or "无", fact.period)
        fields = dict(zip(keys, values, strict=True))
        lines = [f"{key}：{value}" for key, value in fields.items()]
        words.append(json.dumps(fields, ensure_ascii=False) + "," if is_json else "\n".join(lines))
    return "某市2024年重点工作任务清单\n" + "\n".join(words) + "\n", facts


def english_items(rng: random.Random) -> Printed:
    words, gold = [], []
    form = rng.choice((" ({})", "\n{}", " [{}]"))
    for n, title in enumerate(rng.sample(ENGLISH_TASKS, rng.randint(4, 9)), 1):
        period, due = rng.choice(ENGLISH_TIMES)
        names = rng.sample(ENGLISH_OFFICES, rng.choice((1, 2, 3)))
        duty = f"Lead: {names[0]}" + (f"; Support: {', '.join(names[1:])}" if names[1:] else "")
        words.append(f"{n}. {title}." + form.format(f"{duty}; Deadline: {period}"))
        gold.append(Fact(title, period, due, (names[0],), tuple(names[1:])))
    return "Example School Improvement Plan 2024-25\n" + "\n".join(words) + "\n", gold


TEXTS: dict[str, Callable[[random.Random], Printed]] = {
    shape.__name__: shape
    for shape in (
        numbered,
        run_on,
        offices_without_time,
        deadlines_in_text,
        duties_handed_down,
        paragraphs,
        narrative,
        report,
        records,
        english_items,
    )
}
