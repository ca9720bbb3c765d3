"""Print invented plans as calendars: months and weeks as lines, a column an office, a grid of days."""

import calendar
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from opencc import OpenCC
from variant_texts import NUMBERS, Number
from variant_words import YEAR, Fact, Printed, by_month, counted, in_month, invented

TERM = "某中学2024-2025学年第一学期工作行事历\n"
_START = date(2024, 9, 2)
_TRADITIONAL = OpenCC("s2t").convert
_ITEMS: tuple[Number, ...] = (
    *NUMBERS[:4], lambda _: "", lambda _: "• ", lambda _: "- ", lambda n: "①②③④⑤⑥⑦⑧⑨"[n - 1],
)  # fmt: skip


def _week(number: int) -> tuple[date, date]:
    first = _START + timedelta(7 * (number - 1))
    return first, first + timedelta(6)


def months_as_lines(rng: random.Random) -> Printed:
    facts = by_month(rng, invented(rng, 14))
    heading = rng.choice(("{}月", "{}月份", "{}月：", "【{}月】", "{}月份工作安排"))
    number = rng.choice(_ITEMS)
    form = rng.choice(("（{}）", "（责任单位：{}）", "（{}牵头）", "\n责任单位：{}"))
    words, gold, n = [], [], 0
    for place, fact in enumerate(facts):
        if not place or fact.month != facts[place - 1].month:
            words.append(heading.format(fact.month))
            n = 0
        n = n % 9 + 1
        words.append(f"{number(n)}{fact.title}{rng.choice(('', '。'))}{form.format('、'.join(fact.lead))}")
        gold.append(replace(fact, period=f"{fact.month}月{'份' if '份' in heading else ''}"))
    return "某市教育局2024年工作安排\n" + "\n".join(words) + "\n", gold


def tasks_behind_months(rng: random.Random) -> Printed:
    """3月：甲；乙。One line a month, several tasks in some."""
    facts = iter(invented(rng, 12))
    words, gold = [], []
    for month in sorted(rng.sample(range(1, 13), 6)):
        own = [Fact(next(facts).title) for _ in range(rng.choice((1, 2)))]
        words.append(f"{month}月：{'；'.join(fact.title for fact in own)}。")
        gold += [in_month(fact, month) for fact in own]
    return "某中学2024年工作计划安排表\n" + "\n".join(words) + "\n", gold


def tasks_in_month_cells(rng: random.Random) -> Printed:
    """A table of months whose cells hold several numbered tasks."""
    facts = iter(invented(rng, 18))
    number, part = rng.choice((*NUMBERS[:6:2], _ITEMS[-1])), rng.choice(("\t", " | "))
    words, gold = [f"月份{part}工作内容"], []
    for month in sorted(rng.sample(range(1, 13), 6)):
        own = [Fact(next(facts).title) for _ in range(rng.choice((1, 2, 3)))]
        items = "；".join(f"{number(n).strip()}{fact.title}" for n, fact in enumerate(own, 1))
        words.append(f"{month}月{part}{items}")
        gold += [in_month(fact, month) for fact in own]
    return "某中学2024年工作安排\n" + "\n".join(words) + "\n", gold


def weeks_as_lines(rng: random.Random) -> Printed:
    facts = iter(invented(rng, 21))
    heading = rng.choice(
        (
            "第{w}周（{a.month}月{a.day}日—{b.month}月{b.day}日）",
            "第{n}周 {a.month}.{a.day}-{b.month}.{b.day}",
            "第{w}周({a.month}/{a.day}~{b.month}/{b.day})",
            "第{n}週 {a:%m-%d} ~ {b:%m-%d}",
        )
    )
    number, has_offices = rng.choice(_ITEMS[:5]), rng.random() < 0.6
    words, gold = [], []
    for week in range(1, 8):
        first, last = _week(week)
        words.append(heading.format(n=week, w=counted(week), a=first, b=last))
        for n in range(1, rng.choice((1, 2, 3, 4))):
            fact = next(facts)
            lead = fact.lead if has_offices else ()
            words.append(f"{number(n)}{fact.title}" + (f"（{'、'.join(lead)}）" if lead else ""))
            gold.append(
                Fact(fact.title, heading.format(n=week, w=counted(week), a=first, b=last), f"{last}", lead)
            )
    return TERM + "\n".join(words) + "\n", gold


def week_table(rng: random.Random) -> Printed:
    part = rng.choice(("\t", " | ", "\n"))
    rows = [[rng.choice(("周次", "周别", "教学周")), "起止日期", "主要工作", "责任处室"]]
    gold = []
    for number, fact in enumerate(invented(rng, 10), 1):
        first = _week(number)[0]
        last = first + timedelta(4)
        week = rng.choice((f"第{counted(number)}周", str(number)))
        dates = f"{first.month}月{first.day}日-{last.month}月{last.day}日"
        rows.append([week, dates, fact.title, "、".join(fact.lead)])
        gold.append(replace(fact, period=f"{week} {dates}", due=f"{last}"))
    return TERM + "\n".join(part.join(row) for row in rows) + "\n", gold


def offices_as_columns(rng: random.Random) -> Printed:
    """A column an office; the tasks of a cell are numbered and parted by ；."""
    offices = rng.choice(
        (["教务处", "学生处", "总务处"], ["基教科", "安全科", "办公室"], ["教务", "德育", "总务"])
    )
    titles = iter([fact.title for fact in invented(rng, 24)])
    number = rng.choice((NUMBERS[0], NUMBERS[2], NUMBERS[4]))
    words, gold = ["\t".join(["周次", "日期", *offices])], []
    for week in range(1, 6):
        first, last = _week(week)
        cells = [f"第{counted(week)}周", f"{first.month}.{first.day}-{last.month}.{last.day}"]
        period = " ".join(cells)
        for office in offices:
            own = [next(titles) for _ in range(rng.choice((0, 1, 1, 2)))]
            gold += [Fact(title, period, f"{last}", (office,)) for title in own]
            items = "；".join(f"{number(n)}{title}" for n, title in enumerate(own, 1))
            cells.append(items if len(own) > 1 else "".join(own))
        words.append("\t".join(cells))
    return TERM + "\n".join(words) + "\n", gold


def dated_lines(rng: random.Random) -> Printed:
    """2月26日 召开…（办公室）, one task a line."""
    form = rng.choice(("{0.month}月{0.day}日 ", "{0.month}/{0.day} ", "{0.month}月{0.day}日："))
    day, words, gold = date(YEAR, 2, 20), [], []
    for fact in invented(rng, 10):
        day += timedelta(rng.randint(3, 20))
        words.append(f"{form.format(day)}{fact.title}（{'、'.join(fact.lead)}）")
        gold.append(replace(fact, period=form.format(day).strip(" ："), due=f"{day}"))
    return "某区教育局2024年重要活动安排\n" + "\n".join(words) + "\n", gold


def grid_of_days(rng: random.Random) -> Printed:
    """A month as a table of weeks, what happens in the cell of its day."""
    month = rng.choice((3, 5, 9, 10))
    tasks = dict(zip(rng.sample(range(1, 29), 8), invented(rng, 8), strict=True))
    words = ["\t".join(("周一", "周二", "周三", "周四", "周五", "周六", "周日"))]
    for week in calendar.Calendar(0).monthdayscalendar(YEAR, month):
        cells = (f"{day} {tasks[day].title}" if day in tasks else str(day or "") for day in week)
        words.append("\t".join(cells))
    gold = [Fact(tasks[d].title, f"{month}月{d}日", f"{YEAR}-{month:02d}-{d:02d}") for d in sorted(tasks)]
    return f"某中学2024年{month}月工作行事历\n" + "\n".join(words) + "\n", gold


def roc_term(rng: random.Random) -> Printed:
    """A school year counted by the ROC, in traditional characters, over the end of the year."""
    facts, words, gold = iter(invented(rng, 14)), [], []
    for week in range(1, 21, 3):
        first, last = _week(week)
        words.append(f"第{week}週 {first:%m/%d}~{last:%m/%d}")
        for n, fact in enumerate(_some(facts, 2), 1):
            day = first + timedelta(rng.randint(1, 5))
            period = f"{day.month}/{day.day}({'一二三四五六日'[day.weekday()]})"
            words.append(f"{n}. {period}{_TRADITIONAL(fact.title)}")
            gold.append(Fact(_TRADITIONAL(fact.title), period, f"{day}"))
    return "某國民小學113學年度第1學期行事曆\n" + "\n".join(words) + "\n", gold


def roc_table(rng: random.Random) -> Printed:
    words, gold = ["項次\t工作項目\t主辦單位\t協辦單位\t完成期限"], []
    for n, fact in enumerate(by_month(rng, invented(rng, 8, supports=True)), 1):
        lead, support = (tuple(map(_TRADITIONAL, names)) for names in (fact.lead, fact.support))
        period, day = rng.choice(
            (
                (f"113年{fact.month}月底", str(fact.due)),
                (f"113.{fact.month}.15", f"{YEAR}-{fact.month:02d}-15"),
            )
        )
        title = _TRADITIONAL(fact.title)
        words.append("\t".join((str(n), title, "、".join(lead), "、".join(support), period)))
        gold.append(Fact(title, period, day, lead, support))
    return "某市政府教育局113年度工作計畫\n" + "\n".join(words) + "\n", gold


def _some(facts: Iterator[Fact], count: int) -> list[Fact]:
    return [next(facts) for _ in range(count)]


CALENDARS: dict[str, Callable[[random.Random], Printed]] = {
    shape.__name__: shape
    for shape in (
        months_as_lines,
        tasks_behind_months,
        tasks_in_month_cells,
        weeks_as_lines,
        week_table,
        offices_as_columns,
        dated_lines,
        grid_of_days,
        roc_term,
        roc_table,
    )
}
