"""The review of a first edition: groups, counts, originals with their signs, ticks, what is left out."""

from pathlib import Path
from typing import Any

import pytest
from review_desk import ReviewDesk

from importers.review import drafts
from importers.review.values import GroupKind, OfficeStanding, RowEdit
from importers.source import Source
from models.db import database_file, open_engine
from rules.errors import InputError, NotFoundError

HEADER = "时间,重点工作,责任单位\n"
PLAN = (
    "2024年重点工作安排,,\n"
    + HEADER
    + "1月,述职评议,机关党委\n3月,召开会议,办公室、秘书处\n适时,日常检查,督导室\n"
    + "6月15日前,印发方案,基教处\n备注：以通知为准,,\n"
)


def shown(row: Any) -> str:
    """The original as a page shows it, with signs in brackets."""
    return "".join(f"[{one.text}]" if one.is_sign else one.text for one in row.original)


def test_rows_stand_in_the_groups_a_person_looks_at(reviewing: Any) -> None:
    """要您看 first and unticked, then 暂定牵头, 已过时限 and 读得清楚, all ticked; the counts add up."""
    draft = reviewing.open(PLAN + "3月,乱码????的标题,办公室\n")

    view = reviewing.read(draft)

    assert reviewing.titles(draft) == {
        "look": ["乱码????的标题"],
        "lead": ["召开会议"],
        "past": ["述职评议"],
        "clear": ["日常检查", "印发方案"],
    }
    assert [row.is_ticked for row in reviewing.rows(draft)] == [False, True, True, True, True]
    assert (view.counts.read, view.counts.taken, view.counts.ticked) == (5, 0, 4)
    assert sum(view.counts.groups.values()) == 5
    assert (view.title, view.year, view.plan_id, view.is_later_edition) == (
        "2024年重点工作安排",
        2024,
        None,
        False,
    )


def test_a_row_says_where_its_date_comes_from_and_who_would_lead(sqlite_reviewing: Any) -> None:
    """The time's words, the day with its rule, the first-named office as proposed lead."""
    draft = sqlite_reviewing.open(PLAN)

    row = sqlite_reviewing.row(draft, "召开会议")

    assert (row.time_words, row.due_on.isoformat(), row.due_basis.value) == ("3月", "2024-03-31", "derived")
    assert row.due_reason == "只写月份，按当月最后一天推定"
    assert [(one.name, one.is_proposed_lead, one.standing) for one in row.offices] == [
        ("办公室", True, OfficeStanding.UNKNOWN),
        ("秘书处", False, OfficeStanding.UNKNOWN),
    ]
    assert (row.office_words, row.place, row.number) == ("办公室、秘书处", "第4行", 4)


def test_invisible_signs_are_made_visible(sqlite_reviewing: Any) -> None:
    """Blanks at the edges, line ends inside a cell and signs without width; what joins cells is no sign."""
    text = HEADER + '3月,"召开\u200b会议","  组织人事处、\n离退休干部处"\n'

    (row,) = sqlite_reviewing.rows(sqlite_reviewing.open(text, title="计划"))

    assert shown(row) == "3月\n召开[〔零宽字符〕]会议\n[␣␣]组织人事处、[⏎\n]离退休干部处"
    assert [one.name for one in row.offices] == ["组织人事处", "离退休干部处"]
    sqlite_reviewing.save(1, RowEdit(row.key, office_words="组织人事处"))
    assert sqlite_reviewing.rows(1)[0].original == row.original


def test_what_became_no_task_is_listed_with_the_reason(sqlite_reviewing: Any) -> None:
    """Title, header and remark are named with their places; a month over its rows is not missing."""
    view = sqlite_reviewing.read(sqlite_reviewing.open(PLAN))

    assert [(one.place, one.text, one.reason) for one in view.left_out] == [
        ("第1行", "2024年重点工作安排", "分节标题或说明"),
        ("第2行", "时间　重点工作　责任单位", "表头"),
        ("第7行", "备注：以通知为准", "备注，记在计划上"),
    ]
    assert view.left_out_count == 3


def test_every_line_of_pasted_text_is_a_row_or_is_left_out(sqlite_reviewing: Any) -> None:
    """One cell a line: the office under a title belongs to its row; the foot of the page does not."""
    text = "时间\n重点工作\n责任单位\n3月\n召开全市会议\n办公室、\n秘书处\n打印 关闭\n"

    view = sqlite_reviewing.read(sqlite_reviewing.open(Source("-", text.encode()), title="计划"))

    assert [(one.text, one.reason) for one in view.left_out] == [
        ("时间", "表头"),
        ("重点工作", "表头"),
        ("责任单位", "表头"),
        ("打印 关闭", "网页或公文的页脚"),
    ]


def test_cells_closed_by_bars_are_no_lines_of_their_own(sqlite_reviewing: Any) -> None:
    """A pasted page with a cell and a bar a line: its headings are left out, its cells are the rows."""
    cells = ("序号", "重点工作", "对象", "时间", "责任单位", "1", "开展检查", "学校", "3月", "安管处")
    more = ("2", "召开会议", "区县", "4月", "办公室")
    text = "".join(f"{cell} |\n" for cell in (*cells, *more))

    view = sqlite_reviewing.read(sqlite_reviewing.open(Source("-", text.encode()), title="计划"))

    assert view.counts.read == 2
    assert [(one.text, one.reason) for one in view.left_out] == [(f"{cell} |", "表头") for cell in cells[:5]]


def test_a_name_that_may_be_an_alias_is_asked_about_once(sqlite_reviewing: Any) -> None:
    """The first row with the rarer name waits with the guess; the others do not."""
    rows = "".join(f"{n}月,第{n}项工作,政法处\n" for n in range(3, 7))
    text = HEADER + rows + "7月,另一项工作,政策法规处\n8月,再一项工作,政策法规处\n"

    draft = sqlite_reviewing.open(text, title="计划")

    assert sqlite_reviewing.titles(draft)["look"] == ["另一项工作"]
    (office,) = sqlite_reviewing.row(draft, "另一项工作").offices
    assert (office.suggestion, office.suggestion_row_count) == ("政法处", 4)


def test_groups_come_page_by_page(sqlite_reviewing: Any) -> None:
    """A group shows a page of its rows and says where the next begins; the others begin at their first."""
    draft = sqlite_reviewing.open(
        HEADER + "".join(f"5月,推进第{n}项,办公室\n" for n in range(25)), title="计划"
    )

    first = sqlite_reviewing.read(draft, limit=10).groups[0]
    last = sqlite_reviewing.read(draft, group=GroupKind.CLEAR, offset=20, limit=10).groups[0]

    assert (first.row_count, first.offset, len(first.rows), first.next_offset) == (25, 0, 10, 10)
    assert ([row.title for row in last.rows], last.next_offset) == (
        [f"推进第{n}项" for n in range(20, 25)],
        None,
    )


def test_a_draft_survives_a_restart(sqlite_reviewing: Any) -> None:
    """Another process finds the draft with what was decided in it; no task is stored."""
    draft = sqlite_reviewing.open(PLAN)
    key = sqlite_reviewing.row(draft, "印发方案").key
    sqlite_reviewing.tick(draft, key, is_accepted=False)
    path = database_file(sqlite_reviewing.engine)
    sqlite_reviewing.engine.dispose()

    later = ReviewDesk(open_engine(f"sqlite:///{path}"))

    assert not later.row(draft, "印发方案").is_ticked
    assert later.read(draft).plan_id is None
    later.engine.dispose()


def test_open_drafts_are_listed_newest_first(reviewing: Any) -> None:
    """The list names file, person and version without reading the documents."""
    first = reviewing.open(PLAN)
    second = reviewing.open(Source("-", PLAN.replace(",", "\t").encode()))

    heads = drafts.open_drafts(reviewing.engine)

    assert [(head.id, head.label, head.created_by) for head in heads] == [
        (second, "粘贴的文字", reviewing.actor.name),
        (first, "“计划.csv”", reviewing.actor.name),
    ]


def test_what_an_import_refuses_becomes_no_draft(sqlite_reviewing: Any) -> None:
    """A file without a table or without a year."""
    with pytest.raises(InputError, match="没有找到配档表"):
        sqlite_reviewing.open("没有表格的一段话", title="计划")
    with pytest.raises(InputError, match="哪一年"):
        sqlite_reviewing.open(HEADER + "3月,召开会议,办公室\n", year=None)
    assert drafts.open_drafts(sqlite_reviewing.engine) == []


def test_a_table_of_which_every_row_is_wrong_can_be_corrected(sqlite_reviewing: Any) -> None:
    """An import would take nothing of it; the draft opens with each row's error."""
    draft = sqlite_reviewing.open(HEADER + "13月,召开会议,办公室\n", title="计划")
    (row,) = sqlite_reviewing.rows(draft)
    assert row.error == "13月，没有这个月，改好才能入库"

    sqlite_reviewing.save(draft, RowEdit(row.key, time_words="12月", is_accepted=True))

    assert sqlite_reviewing.store(draft).new_count == 1


def test_what_the_whole_table_lacks_is_said_once(sqlite_reviewing: Any) -> None:
    """No row has a time, or an office: one note on top, no row waits for it, also when one was corrected."""
    for text, word, edit in (
        (
            "时间,重点工作,责任单位\n,召开会议,办公室\n,印发方案,基教处\n",
            "时限",
            RowEdit("第2行#1", time_words="3月", is_accepted=True),
        ),
        (
            HEADER + "3月,召开会议,\n4月,印发方案,\n",
            "责任单位",
            RowEdit("第2行#1", office_words="办公室", is_accepted=True),
        ),
    ):
        draft = sqlite_reviewing.open(text, title=word)
        note = f"整张表都没有读出{word}，需明确；补上之前不给任何单位发信。"
        assert note in sqlite_reviewing.read(draft).notes
        assert sqlite_reviewing.titles(draft) == {"clear": ["召开会议", "印发方案"]}

        sqlite_reviewing.save(draft, edit)

        assert note in sqlite_reviewing.read(draft).notes
        assert sqlite_reviewing.titles(draft) == {"clear": ["召开会议", "印发方案"]}
        assert sqlite_reviewing.row(draft, "印发方案").flags == ()


def test_a_draft_nobody_opened_is_not_found(sqlite_reviewing: Any) -> None:
    """An unknown number is 没有这份草稿."""
    with pytest.raises(NotFoundError, match="没有这份草稿"):
        sqlite_reviewing.read(7)


def test_the_real_table_reads_as_a_whole(sqlite_reviewing: Any, examples_dir: Path) -> None:
    """The 89 rows of the published table: one name to settle, eight without a lead, six past."""
    source = Source("plan_2024.docx", (examples_dir / "plan_2024.docx").read_bytes())

    view = sqlite_reviewing.read(sqlite_reviewing.open(source, year=None))

    assert view.counts.read == 89
    assert view.counts.groups[GroupKind.PAST] == 6
    assert sum(view.counts.groups.values()) == 89
    assert view.counts.ticked == 89 - view.counts.groups[GroupKind.LOOK]
