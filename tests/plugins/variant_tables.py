"""Print invented plans as tables: their columns, merged cells, and how cells and rows are parted."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from variant_words import (
    CATEGORIES,
    ENGLISH_OFFICES,
    ENGLISH_TASKS,
    ENGLISH_TIMES,
    PERSONS,
    Fact,
    Printed,
    by_month,
    counted,
    invented,
)

Cells = list[str | None]
"""One row; None is a cell left out because it is merged with the one above."""

HEADINGS = {
    "no": ("序号", "编号", "项次"),
    "time": ("时间", "完成时限", "完成时间", "时间节点", "时限要求", "办结时限", "时间安排"),
    "task": ("重点工作", "工作任务", "工作内容", "主要任务", "任务内容", "工作事项", "目标任务"),
    "offices": ("责任单位", "责任部门", "责任处室", "责任科室", "承办单位", "落实单位"),
    "lead": ("牵头单位", "牵头部门", "牵头处室", "主办单位"),
    "support": ("配合单位", "协办单位", "配合部门", "参加单位", "协同单位"),
    "group": ("工作类别", "类别", "工作领域", "任务类别", "工作板块"),
    "person": ("责任人", "负责人", "分管领导", "牵头领导"),
    "note": ("备注",),
    "measure": ("工作措施", "具体措施", "主要举措"),
    "mixed": ("责任单位", "责任分工", "牵头及配合单位"),
}
COLUMNS = (
    ("time", "task", "offices"), ("no", "task", "offices", "time"), ("no", "task", "time", "offices"),
    ("task", "offices", "time"), ("no", "task", "lead", "support", "time"),
    ("no", "task", "lead", "support", "time", "note"), ("time", "task", "lead", "support"),
    ("no", "group", "task", "offices", "time"), ("no", "group", "task", "lead", "support", "time"),
    ("no", "task", "mixed", "time"), ("no", "task", "person", "offices", "time"),
    ("no", "task", "measure", "offices", "time"), ("no", "time", "task", "offices", "note"),
    ("task", "time", "offices"), ("group", "task", "offices", "time"), ("no", "task", "offices"),
    ("time", "no", "task", "offices"),
)  # fmt: skip
#: A cell that names lead and support: how it is written.
MIXED: tuple[Callable[[str, str], str], ...] = (
    lambda lead, support: f"{lead}牵头，{support}配合" if support else lead,
    lambda lead, support: f"牵头单位：{lead}；配合单位：{support}" if support else f"牵头单位：{lead}",
    lambda lead, support: f"{lead.replace('、', '（牵头）、')}（牵头）、{support}" if support else lead,
    lambda lead, support: f"{lead}牵头，{support}按职责分工负责" if support else f"{lead}负责",
)
PARTS_OFFICES = ("、", "、", "，", "；", "/", " ")


def titled(rng: random.Random, body: str) -> str:
    """Put a table between the lines that stand around it."""
    head = rng.choice(
        (
            "某市教育局2024年重点工作任务分解表",
            "2024年某市教育局重点工作配档表",
            "某市教育局关于印发2024年工作要点的通知\n各科室、直属单位：\n现印发给你们，请认真贯彻落实。\n附件：2024年重点任务分解表",
        )
    )
    tail = rng.choice(("", "\n备注：如有调整，以正式通知为准。", "\n某市教育局办公室\n2024年2月20日"))
    return f"{head}\n{body}{tail}\n"


def grid(
    rng: random.Random, *, merged: bool = False, parts: Sequence[str] = PARTS_OFFICES
) -> tuple[list[Cells], list[Fact]]:
    """Return a header with rows of cells, and the facts; ``merged``: months or groups stand once."""
    columns = rng.choice([c for c in COLUMNS if not merged or c[0] == "time" or "group" in c])
    facts = invented(rng, rng.randint(5, 14), supports="support" in columns or "mixed" in columns)
    if "time" not in columns:
        facts = [replace(fact, period="", due=None) for fact in facts]
    elif merged:
        facts = by_month(rng, facts)
    groups = sorted(rng.choices(CATEGORIES[:4], k=len(facts)))
    write = _Writer(rng, columns, parts)
    rows: list[Cells] = [[rng.choice(HEADINGS[key]) for key in columns]]
    for n, fact in enumerate(facts):
        cells = write.row(n + 1, fact, groups[n])
        if merged and n and columns[0] == "time" and fact.period == facts[n - 1].period:
            cells[0] = None
        if merged and n and "group" in columns and groups[n] == groups[n - 1]:
            cells[columns.index("group")] = None
        rows.append(cells)
    return rows, facts


class _Writer:
    """Writes the cells of one table alike."""

    def __init__(self, rng: random.Random, columns: Sequence[str], parts: Sequence[str]) -> None:
        self.columns = columns
        self.part = rng.choice(parts)
        self.nobody = rng.choice(("", "/", "无", "—", "-"))
        self.mixed = rng.choice(MIXED)
        self.note = rng.choice(("", "省定任务"))

    def row(self, number: int, fact: Fact, group: str) -> Cells:
        words = {
            "no": str(number),
            "time": fact.period,
            "task": fact.title,
            "offices": self.part.join(fact.offices),
            "lead": self.part.join(fact.lead),
            "support": self.part.join(fact.support) or self.nobody,
            "mixed": self.mixed("、".join(fact.lead), "、".join(fact.support)),
            "group": group,
            "person": fact.person,
            "note": self.note,
            "measure": fact.body,
        }
        return [words[key] for key in self.columns]


def _lines(rows: Sequence[Cells], form: Callable[[list[str]], str]) -> str:
    return "\n".join(form([cell or "" for cell in row]) for row in rows)


def tabs(rng: random.Random) -> Printed:
    rows, facts = grid(rng, merged=rng.random() < 0.3)
    return titled(rng, _lines(rows, "\t".join)), facts


def bars(rng: random.Random) -> Printed:
    rows, facts = grid(rng, parts=("、", "、", "，", "；", " "))
    form = rng.choice(("{} |", "| {} |", "{}"))
    return titled(rng, _lines(rows, lambda cells: form.format(" | ".join(cells)))), facts


def bars_with_holes(rng: random.Random) -> Printed:
    """Merged cells are left out of their rows, which are filled up at their end or not."""
    rows, facts = grid(rng, merged=True, parts=("、", "，"))
    width = len(rows[0]) if rng.random() < 0.6 else 0
    lines = []
    for row in rows:
        cells = [cell for cell in row if cell is not None]
        lines.append(" | ".join(cells + [""] * (width - len(cells))) + " |")
    return titled(rng, "\n".join(lines)), facts


def markdown(rng: random.Random) -> Printed:
    rows, facts = grid(rng, merged=rng.random() < 0.3, parts=("、", "，", "；", "<br>"))
    rows.insert(1, ["---"] * len(rows[0]))
    return titled(rng, _lines(rows, lambda cells: f"| {' | '.join(cells)} |")), facts


def blanks(rng: random.Random) -> Printed:
    rows, facts = grid(rng, parts=("、", "，", "；"))
    gap = rng.choice(("  ", "    ", "　　"))
    filled: list[Cells] = [[cell or "无" for cell in row] for row in rows]
    return titled(rng, _lines(filled, gap.join)), facts


def commas(rng: random.Random) -> Printed:
    rows, facts = grid(rng, parts=("、",))
    return titled(rng, _lines(rows, ",".join)), facts


def cells_one_a_line(rng: random.Random) -> Printed:
    """Every row whole; a bar closes the cells, or an empty one says 无."""
    rows, facts = grid(rng, parts=("、", "，", " ", "、\n"))
    bar = rng.choice((" |", ""))
    return titled(
        rng, "\n".join((cell or ("" if bar else "无")) + bar for row in rows for cell in row)
    ), facts


def cells_with_holes(rng: random.Random) -> Printed:
    """One cell a line, merged ones left out."""
    rows, facts = grid(rng, merged=True, parts=("、", "，", "、\n"))
    bar = rng.choice((" |", ""))
    return titled(
        rng, "\n".join((cell or "无") + bar for row in rows for cell in row if cell is not None)
    ), facts


def sections(rng: random.Random) -> Printed:
    """Rows of their own head the rows below them: months where the table has no times, else 一、…"""
    has_months = rng.random() < 0.6
    facts = invented(rng, rng.randint(6, 12))
    facts = by_month(rng, facts) if has_months else facts
    header = ["序号", rng.choice(HEADINGS["task"]), rng.choice(HEADINGS["offices"])]
    form = rng.choice(("\t".join, "\n".join, lambda cells: " | ".join(cells) + " |"))
    lines = [form(header if has_months else [*header, rng.choice(HEADINGS["time"])])]
    for n, fact in enumerate(facts):
        if has_months and (not n or fact.period != facts[n - 1].period):
            lines.append(fact.period)
        elif not has_months and n % 4 == 0:
            lines.append(f"{counted(n // 4 + 1)}、{CATEGORIES[n // 4]}")
        cells = [str(n + 1), fact.title, "、".join(fact.offices)]
        lines.append(form(cells if has_months else [*cells, fact.period]))
    return titled(rng, "\n".join(lines)), facts


def headless(rng: random.Random) -> Printed:
    facts = invented(rng, rng.randint(5, 12))
    part = rng.choice(("\t", " | ", "  "))
    return titled(rng, "\n".join(part.join((f.period, f.title, "、".join(f.offices))) for f in facts)), facts


def two_tables(rng: random.Random) -> Printed:
    facts = invented(rng, 14)
    lines = ["表一 党建任务", "序号\t工作任务\t责任单位\t完成时限"]
    lines += [f"{n}\t{f.title}\t{'、'.join(f.offices)}\t{f.period}" for n, f in enumerate(facts[:7], 1)]
    lines += ["表二 业务任务", "完成时间\t重点工作\t责任部门"]
    lines += [f"{f.period}\t{f.title}\t{'、'.join(f.offices)}" for f in facts[7:]]
    return titled(rng, "\n".join(lines)), facts


def offices_merged(rng: random.Random) -> Printed:
    """The office stands in the first column, once for the rows below it."""
    facts = invented(rng, 9)
    lines, gold = ["责任单位\t工作任务\t完成时限"], []
    used: set[tuple[str, ...]] = set()
    for n, fact in enumerate(facts):
        if n % 3 == 0:
            lead = next((f.lead for f in facts if f.lead not in used), fact.lead)
            used.add(lead)
        lines.append(f"{'' if n % 3 else '、'.join(lead)}\t{fact.title}\t{fact.period}")
        gold.append(replace(fact, lead=lead))
    return titled(rng, "\n".join(lines)), gold


def persons(rng: random.Random) -> Printed:
    """Persons beside offices, under a heading that names them, or alone where offices should stand."""
    facts = invented(rng, 8)
    heading = rng.choice(("责任单位及责任人", "责任人", "责任单位"))
    lines, gold = [f"序号\t工作任务\t{heading}\t完成时限"], []
    for n, fact in enumerate(facts, 1):
        person = rng.choice(PERSONS)
        lead = fact.lead[:1] if "及" in heading else ()
        words = f"{lead[0]}{rng.choice((' ', '、', '：'))}{person}" if lead else person
        lines.append(f"{n}\t{fact.title}\t{words}\t{fact.period}")
        gold.append(replace(fact, lead=lead))
    return titled(rng, "\n".join(lines)), gold


def milestones(rng: random.Random) -> Printed:
    """Several times in one cell: the latest is the day."""
    lines, gold = ["序号\t重点任务\t责任单位\t时间节点"], []
    for n, fact in enumerate(by_month(rng, invented(rng, 8)), 1):
        first = rng.randint(1, max(1, fact.month - 1))
        form = rng.choice(("{}月底前完成方案，{}月底前完成验收", "{}月底前启动；{}月底前完成", "{}月、{}月"))
        gold.append(replace(fact, period=form.format(first, fact.month)))
        lines.append(f"{n}\t{fact.title}\t{'、'.join(fact.offices)}\t{gold[-1].period}")
    return titled(rng, "\n".join(lines)), gold


def english(rng: random.Random) -> Printed:
    facts = []
    for title in rng.sample(ENGLISH_TASKS, rng.randint(5, 9)):
        period, due = rng.choice(ENGLISH_TIMES)
        names = tuple(rng.sample(ENGLISH_OFFICES, rng.choice((1, 1, 2, 3))))
        facts.append(Fact(title, period, due, names[:1], names[1:]))
    nobody = rng.choice(("n/a", "-", "None"))
    rows: list[Cells] = [["Action", "Lead", "Support", "Deadline"]]
    rows += [[f.title, f.lead[0], ", ".join(f.support) or nobody, f.period] for f in facts]
    form = rng.choice(("\t".join, "\n".join, lambda cells: f"| {' | '.join(cells)} |"))
    return f"Example School Improvement Plan 2024-25\n{_lines(rows, form)}\n", facts


TABLES: dict[str, Callable[[random.Random], Printed]] = {
    shape.__name__: shape
    for shape in (
        tabs,
        bars,
        bars_with_holes,
        markdown,
        blanks,
        commas,
        cells_one_a_line,
        cells_with_holes,
        sections,
        headless,
        two_tables,
        offices_merged,
        persons,
        milestones,
        english,
    )
}
