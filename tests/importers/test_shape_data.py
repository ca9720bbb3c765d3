"""Plans as data of programs: objects, lists below days, calls with names, lines of fields."""

import pytest
from plan_rows import read, rows_of

DAYS = [("2025-09-01", "开学检查"), ("2025-09-28", "消防演练"), ("2025-10-15", "教学视导")]
ROWS = [(day, day, title, (), ()) for day, title in DAYS]
DATED = [(f"2025年{int(day[5:7])}月{int(day[8:])}日", day, title, (), ()) for day, title in DAYS]
HEAD = "// 甲市第五中学2025-2026学年校历\n"


def lines(form: str) -> str:
    return "\n".join(form.format(day=day, title=title) for day, title in DAYS)


FORMS = {
    "php": "<?php\nreturn [\n" + lines("['date' => '{day}', 'title' => '{title}'],") + "\n];",
    "python calls": "events = [\n" + lines('    Event(date="{day}", name="{title}"),') + "\n]",
    "two languages": lines("{{ date: '{day}', title: {{ zh: '{title}', en: 'Visit, and more' }} }},"),
    "languages on lines": lines(
        "{{\n  date: '{day}',\n  title: {{\n    'zh-TW': '{title}',\n    en: \"Head's visit\",\n  }},\n}},"
    ),
    "names with languages": lines("{{ titleEn: 'Visit', titleZh: '{title}', startDate: '{day}' }},"),
    "list of a day": lines('"{day}": ["{title}"],').join(("const days = {\n", "\n};")),
    "words of a day": lines('"{day}": "{title}",').join(("const days = {\n", "\n};")),
    "object of a day": lines('"{day}": [{{ "title": "{title}" }}],').join(("{\n", "\n}")),
    "time in an object": lines("{{ date: {{ start: '{day}' }}, title: '{title}' }},"),
    "without marks": lines("- {{date: {day}, title: {title}}}"),
    "type above": "interface Item { date: string; title: string }\n"
    + lines("{{ date: '{day}', title: '{title}' }},"),
    "yaml": "events:\n" + lines("  - date: {day}\n    kind: work\n    title: {title}"),
    "yaml below months": "# 八月\n# 九月\n" + lines("- date: {day}\n  type: work\n  title: {title}\n# 十月"),
    "yaml with languages": lines("- day: 1\n  date: {day}\n  title:\n    en: Visit\n    zh: {title}"),
    "toml": lines('[[items]]\ndate = {day}\ntitle = "{title}"'),
}


@pytest.mark.parametrize("form", FORMS)
def test_data_is_read_by_its_fields(form: str) -> None:
    """No heading, comment or line of a field is a task; of two languages the Chinese words count."""
    assert rows_of(HEAD + FORMS[form], year=2025) == ROWS


PARTS = {
    "below months": '{"months": [{"month": 9, "theme": "安全", "items": [{"day": 1, "title": "开学检查"},'
    '{"day": 28, "title": "消防演练"}]}, {"month": 10, "items": [{"day": 15, "title": "教学视导"}]}]}',
    "below keys": '{"2025-09": [{"date": "1", "title": "开学检查"}, {"date": "28日", "title": "消防演练"}],\n'
    '"2025-10": [{"date": "15", "title": "教学视导"}]}',
    "in the object": "\n".join(
        f"{{ month: {int(day[5:7])}, day: {int(day[8:])}, title: '{title}' }}," for day, title in DAYS
    ),
}


@pytest.mark.parametrize("form", PARTS)
def test_a_day_lies_in_the_month_of_the_object_around_it(form: str) -> None:
    found = [row[1:] for row in rows_of(HEAD + PARTS[form], year=2025)]

    assert found == [row[1:] for row in DATED]


@pytest.mark.parametrize(
    ("call", "due"),
    [
        ("date(2025, 9, 1)", "2025-09-01"),
        ("new Date(2025, 8, 1)", "2025-09-01"),
        ("new Date('2025-09-01')", "2025-09-01"),
    ],
)
def test_a_day_made_by_a_call(call: str, due: str) -> None:
    """The months of JavaScript count from 0."""
    text = f"{HEAD}{{ date: {call}, title: '开学检查' }},\n{{ date: '2025-09-28', title: '消防演练' }}"

    assert rows_of(text, year=2025)[0][1:3] == (due, "开学检查")


def test_a_time_that_no_rule_reads_is_flagged() -> None:
    text = HEAD + "{ date: addDays(start, 3), title: '检查' },\n{ date: '2025-09-28', title: '演练' }"

    first, second = read(text, year=2025).rows

    assert (first.deadline.due_on, bool(first.flags), bool(second.flags)) == (None, True, False)


def test_an_object_that_names_no_task_is_said() -> None:
    text = HEAD + "\n".join(
        ["[", *(f"{{ date: '{d}', title: '{t}' }}," for d, t in DAYS), "{ date: '2025-12-01' },", "]"]
    )

    plan = read(text, year=2025)

    assert len(plan.rows) == 3
    assert any("1条记录" in warning.message for warning in plan.warnings)


def test_offices_and_times_in_lists() -> None:
    text = (
        '{"code": 0, "data": {"list": ['
        '{"任务名称": "修订考评办法", "完成时限": "2025年9月底前", "责任单位": ["甲科", "乙科"]},'
        '{"任务名称": "开展联合检查", "完成时限": "持续推进", "责任单位": ["丙科"]}]}}'
    )

    assert rows_of(text, year=2025) == [
        ("2025年9月底前", "2025-09-30", "修订考评办法", ("甲科", "乙科"), ()),
        ("持续推进", None, "开展联合检查", ("丙科",), ()),
    ]


@pytest.mark.parametrize("fields", ["类型：教学\n标题：{title}", "标题：{title}\n地点：礼堂\n备注：无"])
def test_fields_in_chinese_are_no_lines_of_a_calendar(fields: str) -> None:
    """日期：… is a field of a record although it states a time, as long as records can be read."""
    text = "甲校2025年活动安排\n" + lines(f"日期：{{day}}\n{fields}\n")

    assert rows_of(text, year=2025) == ROWS


@pytest.mark.parametrize("title", ["{ zh: '开学检查' }", "kind: work", '开学检查", "x'])
def test_signs_of_data_in_a_title_are_doubted(title: str) -> None:
    text = f"某局2024年工作安排\n时间\t重点工作\t责任单位\n3月\t{title}\t办公室\n4月\t组织检查\t督导室"

    assert [bool(row.flags) for row in read(text).rows] == [True, False]
