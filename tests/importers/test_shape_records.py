"""Plans as records of named fields, and plans in English."""

from collections.abc import Callable

import pytest
from plan_rows import read, rows_of
from plan_writers import LAYOUTS

EVENTS = [
    ("行政會議", "2018-10-04", ""),
    ("期中考試，補考", "2018-11-05", "2018-11-10"),
    ("校慶(12月8日)", "2018-12-07", ""),
    ("行政會議", "2019-01-07", "2019-01-12"),
]
Form = Callable[[str, str, str], str]


def _end(end: str, words: str) -> str:
    return words.format(end) if end else ""


FORMS: dict[str, Form] = {
    "javascript": lambda t, s, e: f'title: "{t}",\nstart: "{s}"' + _end(e, ',\nend: "{}"'),
    "json": lambda t, s, e: '{\n"title": "' + t + f'",\n"start": "{s}"' + _end(e, ',\n"end": "{}"') + "\n},",
    "one line": lambda t, s, e: "{ title: '" + t + f"', start: '{s}'" + _end(e, ", end: '{}'") + " },",
    "yaml": lambda t, s, e: f"- title: {t}\n  start: {s}" + _end(e, "\n  end: {}"),
    "time first": lambda t, s, e: f'start: "{s}",' + _end(e, '\nend: "{}",') + f'\ntitle: "{t}"',
    "chinese": lambda t, s, e: f"事項：{t}\n開始日期：{s}" + _end(e, "\n結束日期：{}"),
}


@pytest.mark.parametrize("form", FORMS)
def test_records_of_fields_are_rows(form: str) -> None:
    """A record begins where its first field comes again; start and end are one time with a stroke between."""
    text = "107學年度行事曆\n" + "\n".join(FORMS[form](*event) for event in EVENTS)

    assert rows_of(text, year=2018) == [
        (f"{start}/{end}" if end else start, end or start, title, (), ()) for title, start, end in EVENTS
    ]


TASKS = [
    ("召开会议", "3月", "2024-03-31", ("办公室",)),
    ("开展检查", "4月底前", "2024-04-30", ("安管处", "督导室")),
    ("印发方案", "持续推进", None, ("基教处",)),
]
RECORDS: dict[str, Form] = {
    "task, office, time": lambda t, p, o: f"任务名称：{t}\n责任单位：{o}\n完成时限：{p}\n",
    "with a person": lambda t, p, o: f"工作任务: {t}\n责 任 人: 王立\n责任单位: {o}\n时限: {p}",
    "numbered": lambda t, p, o: f"序号：1\n重点工作：{t}\n完成时间：{p}\n责任处室：{o}\n备注：无",
}


@pytest.mark.parametrize("form", RECORDS)
def test_records_in_chinese(form: str) -> None:
    """任务名称：… 责任单位：…: the labels are those of table headers; persons are no offices."""
    text = "某局2024年工作安排\n" + "\n".join(RECORDS[form](t, p, "、".join(o)) for t, p, _, o in TASKS)

    assert rows_of(text) == [(p, due, t, o, ()) for t, p, due, o in TASKS]


ACTIONS = [
    ("Review the safeguarding policy", "September 2024", "2024-09-30", ("Pastoral Team",), ("Governors",)),
    ("Publish the curriculum map", "By end of October 2024", "2024-10-31", ("Curriculum Office",), ()),
    ("Run staff training on phonics", "Autumn 2024", None, ("English Department",), ("SEND Team", "Library")),
    (
        "Complete the fire risk assessment",
        "31 March 2025",
        "2025-03-31",
        ("Estates Office",),
        ("Safety Unit",),
    ),
    ("Monitor attendance weekly", "Ongoing", None, ("Attendance Team",), ()),
    ("Report to the board", "July 2025", "2025-07-31", ("Finance Office",), ()),
]
ENGLISH = {
    "lead and support": ["Action", "Lead", "Support", "Timescale"],
    "numbered": ["No.", "Action", "Lead department", "Supporting departments", "Deadline"],
    "time first": ["Ref", "Task", "Timescale", "Lead", "Partners"],
    "owner": ["Key action", "Owner", "Target date", "Progress"],
    "objectives": ["Objective", "Action", "Lead", "Support", "By when", "Success criteria"],
}


def cell(head: str, number: int) -> str:
    title, period, _, lead, support = ACTIONS[number]
    values = {
        "no.": str(number + 1),
        "ref": str(number + 1),
        "owner": ", ".join(lead + support),
        "objective": "Quality of education",
        "progress": "Not started",
        "success criteria": "Policy approved",
    }
    for words, value in (
        (("action", "task", "key action"), title),
        (("lead", "lead department"), ", ".join(lead)),
        (("support", "supporting departments", "partners"), ", ".join(support) or "n/a"),
        (("timescale", "deadline", "target date", "by when"), period),
    ):
        values |= dict.fromkeys(words, value)
    return values[head.lower()]


@pytest.mark.parametrize(
    "layout", ["tabs", "bars", "edged bars", "markdown", "blanks", "cells", "closed cells"]
)
@pytest.mark.parametrize("kind", ENGLISH)
def test_english_tables_are_read(kind: str, layout: str) -> None:
    """English headings, months, n/a; Autumn and Ongoing have no day."""
    header = ENGLISH[kind]
    rows = [header, *([cell(head, n) for head in header] for n in range(len(ACTIONS)))]
    one = "Owner" in header

    assert rows_of("School Improvement Plan 2024-25\n" + LAYOUTS[layout](rows)) == [
        (period, due, title, lead + support if one else lead, () if one else support)
        for title, period, due, lead, support in ACTIONS
    ]


OBJECTS = [("2025-08-27", "召开新学期部署会"), ("2025-09-03", "检查教室设备"), ("2026-01-16", "期末测评")]
OBJECT = "{{ date: '{}', kind: 'work', title: '{}' }},"


def test_objects_below_month_headings_are_records_before_anything_else() -> None:
    """The day in the object stands against any heading; a title never holds braces or names of fields."""
    lines = ["// 甲乙学校2025-2026学年校历", "export const items = [", "  // 八月", "  // 九月", "  // 一月"]
    lines[3:3] = ["  " + OBJECT.format(*OBJECTS[0])]
    lines[5:5] = ["  " + OBJECT.format(*OBJECTS[1])]
    lines += ["  " + OBJECT.format(*OBJECTS[2]), "];"]

    assert rows_of("\n".join(lines), year=2025) == [(day, day, title, (), ()) for day, title in OBJECTS]


@pytest.mark.parametrize("joint", ["", "\n"])
def test_the_title_of_a_data_file_is_no_task(joint: str) -> None:
    """What stands before the list of objects says something of the whole plan, also on one line with it."""
    rows = (f'{{"任务":"{t}","责任单位":"{"、".join(o)}","完成时限":"{p}"}}' for t, p, _, o in TASKS)
    text = joint.join(['{"title":"某局2024年工作安排","items":[', f",{joint}".join(rows), "]}"])

    assert rows_of(text) == [(p, due, t, o, ()) for t, p, due, o in TASKS]
    assert read(text).title == "某局2024年工作安排"


def test_the_foot_of_a_page_does_not_hide_its_objects() -> None:
    """A few objects above a long foot are records all the same."""
    rows = [f'{{"任务": "{t}", "责任单位": "{"、".join(o)}", "完成时限": "{p}"}},' for t, p, _, o in TASKS]
    text = "\n".join(["某局2024年工作安排", *rows, "分享到：", "相关附件", "附件：任务表.docx"])

    assert rows_of(text) == [(p, due, t, o, ()) for t, p, due, o in TASKS]


def test_fields_below_dated_lines_belong_to_them() -> None:
    """1月：主题 above 责任部门 and 活动内容 names the task and its month; the fields are no records."""
    months = [
        ("1月", "01-31", "严守纪律", "机关党委"),
        ("2月", "02-29", "走访慰问", "工会"),
        ("3月", "03-31", "植树", "团委"),
    ]
    lines = ["某局2024年活动计划", "每月一个主题。"]
    for month, _, title, office in months:
        lines += [f"{month}：{title}活动", f"责任部门：{office}", "活动内容：1.集中学习；2.撰写心得。"]

    assert rows_of("\n".join(lines)) == [
        (month, f"2024-{due}", f"{title}活动", (office,), ()) for month, due, title, office in months
    ]


def test_a_numbered_line_above_its_rows_is_a_heading() -> None:
    """2. Skills above 2.1 has no other cell; it is no task and carries nothing down."""
    lines = [
        "Delivery Plan 2024",
        "Ref | Action | Lead | Timescale",
        "1. Data",
        "1.1 | Publish the plan | Finance | May 2024",
    ]
    lines += [
        "2. Skills",
        "2.1 | Train the staff | Human Resources | June 2024",
        "2.2 | Write a guide | Legal | July 2024",
    ]

    assert [row[2] for row in rows_of("\n".join(lines))] == [
        "Publish the plan", "Train the staff", "Write a guide",
    ]  # fmt: skip


def test_english_names_joined_by_a_word() -> None:
    """and, & and as well as part names that stand alone elsewhere, no others."""
    leads = ["Finance", "Legal", "Finance & Legal", "Research and Intelligence", "Finance and Directors"]
    leads += ["Digital as well as the Legal"]
    lines = ["Delivery Plan 2024", "Action | Lead | Timescale"]
    lines += [f"Publish the plan {n} | {lead} | May 2024" for n, lead in enumerate(leads)]

    assert [row[3] for row in rows_of("\n".join(lines))] == [
        ("Finance",), ("Legal",), ("Finance", "Legal"), ("Research and Intelligence",),
        ("Finance", "Directors"), ("Digital", "Legal"),
    ]  # fmt: skip
