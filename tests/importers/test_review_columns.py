"""列的意思 chosen in a draft, and 记住这种表: later tables of the same header and sender are read so."""

from typing import Any

import pytest
from review_desk import NOW

from importers.review.values import RowEdit
from importers.source import Source
from importers.words.header_words import Column
from rules.errors import InputError

HEADER = "完成时间,汇报时间,事项,备忘,责任单位\n"
PLAN = HEADER + "3月,5月,第一件,召开会议,办公室\n4月,6月,第二件,印发方案,基教处\n"
SENDER = "发布机构：某市教育局,,,,\n"


def dates(desk: Any, draft: int) -> list[str]:
    """The titles and due dates of all rows in the order of the document."""
    rows = sorted(desk.rows(draft), key=lambda row: row.number)
    return [f"{row.title} {row.due_on}" for row in rows]


def test_a_person_says_what_columns_mean(reviewing: Any) -> None:
    """The chips show what was read and who said so; the rows follow, corrected words stay, ticks go."""
    draft = reviewing.open(PLAN, title="计划")
    assert dates(reviewing, draft) == ["第一件 2024-03-31", "第二件 2024-04-30"]
    row = reviewing.row(draft, "第一件")
    reviewing.save(draft, RowEdit(row.key, office_words="秘书处", is_accepted=False))

    reviewing.mean(draft, 完成时间=Column.OTHER, 汇报时间=Column.TIME, 事项=Column.OTHER, 备忘=Column.TASK)

    assert dates(reviewing, draft) == ["召开会议 2024-05-31", "印发方案 2024-06-30"]
    assert reviewing.meanings(draft) == [
        ("完成时间", "不读", "chosen"),
        ("汇报时间", "时限", "chosen"),
        ("事项", "不读", "chosen"),
        ("备忘", "标题", "chosen"),
        ("责任单位", "单位", "chosen"),
    ]
    again = reviewing.row(draft, "召开会议")
    assert (again.office_words, again.is_ticked) == ("秘书处", False)
    assert reviewing.titles(draft) == {"look": ["召开会议"], "clear": ["印发方案"]}


def test_a_table_that_was_remembered_is_read_so_the_next_time(reviewing: Any, desk: Any) -> None:
    """In the next draft and in an import on the command line; blanks in the headings do not matter."""
    draft = reviewing.open(PLAN, title="计划")
    reviewing.mean(draft, is_remembered=True, 完成时间=Column.OTHER, 汇报时间=Column.TIME)

    later = reviewing.open(PLAN.replace("责任单位", "责任 单位"), title="下一份")
    result = desk.take(PLAN, title="再下一份")

    assert dates(reviewing, later) == ["第一件 2024-05-31", "第二件 2024-06-30"]
    assert reviewing.meanings(later)[1] == ("汇报时间", "时限", "remembered")
    assert [row.due_on.isoformat() for row in result.rows] == ["2024-05-31", "2024-06-30"]


def test_not_remembered_is_only_for_this_draft(sqlite_reviewing: Any) -> None:
    """Another draft of the same table is read by its words again."""
    draft = sqlite_reviewing.open(PLAN, title="计划")
    sqlite_reviewing.mean(draft, 完成时间=Column.OTHER, 汇报时间=Column.TIME)

    other = sqlite_reviewing.open(PLAN, title="计划")

    assert sqlite_reviewing.meanings(other)[0] == ("完成时间", "时限", "read")


def test_what_is_remembered_holds_for_its_sender(sqlite_reviewing: Any) -> None:
    """A table of another issuer with the same header is read by its words."""
    draft = sqlite_reviewing.open(SENDER + PLAN, title="计划")
    sqlite_reviewing.mean(draft, is_remembered=True, 完成时间=Column.OTHER, 汇报时间=Column.TIME)

    same = sqlite_reviewing.open(SENDER + PLAN, title="甲")
    other = sqlite_reviewing.open(SENDER.replace("某市", "别市") + PLAN, title="乙")
    unknown = sqlite_reviewing.open(PLAN, title="丙")

    sources = [sqlite_reviewing.meanings(one)[1][2] for one in (same, other, unknown)]
    assert sources == ["remembered", "read", "read"]


def test_remembering_again_replaces_what_was_remembered(sqlite_reviewing: Any) -> None:
    """The last word of a person counts."""
    draft = sqlite_reviewing.open(PLAN, title="计划")
    sqlite_reviewing.mean(draft, is_remembered=True, 完成时间=Column.OTHER, 汇报时间=Column.TIME)
    sqlite_reviewing.mean(draft, is_remembered=True, 完成时间=Column.TIME, 汇报时间=Column.OTHER)

    later = sqlite_reviewing.open(PLAN, title="下一份")

    assert dates(sqlite_reviewing, later) == ["第一件 2024-03-31", "第二件 2024-04-30"]


def test_a_choice_that_leaves_nothing_to_read_is_refused(sqlite_reviewing: Any) -> None:
    """No task column, no time column, or two tasks: said in Chinese, and nothing is kept."""
    draft = sqlite_reviewing.open(PLAN, title="计划")
    before = sqlite_reviewing.read(draft)

    for headings in (
        {"事项": Column.OTHER},
        {"完成时间": Column.OTHER, "汇报时间": Column.OTHER},
        {"备忘": Column.TASK},
    ):
        with pytest.raises(InputError):
            sqlite_reviewing.mean(draft, **headings)

    assert sqlite_reviewing.read(draft) == before
    assert before.head.saved_at == NOW


def test_lists_have_no_columns(sqlite_reviewing: Any) -> None:
    """A document without a table offers no chips."""
    items = (
        "1. 召开会议。（责任单位：办公室；完成时限：3月）\n2. 印发方案。（责任单位：基教处；完成时限：4月）\n"
    )

    draft = sqlite_reviewing.open(Source("要点.txt", f"2024年工作要点\n{items}".encode()))

    assert sqlite_reviewing.read(draft).columns == ()
