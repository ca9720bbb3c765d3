"""Corrections in the review: the same rules, printed words kept, ticks, a second person who was faster."""

from datetime import date
from typing import Any

import pytest
from review_desk import TODAY

from importers.plans.applying import DueAnswer
from importers.review import drafts
from importers.review.values import GroupKind, HeadChoice, RowEdit, RowField
from models import db, store_audit
from models.kinds import DueChangeClass
from rules.errors import InputError, NotFoundError, RuleError
from rules.facts import Role

PLAN = (
    "时间,重点工作,责任单位\n3月,召开????会议,办公室\n13月,印发方案,基教处\n5月,日常检查,督导室\n"
    "6月,,办公室\n7月,开展评估,\n"
)


@pytest.fixture
def draft(sqlite_reviewing: Any) -> int:
    """A draft with a doubtful title, an impossible month, a missing title and a missing office."""
    return int(sqlite_reviewing.open(PLAN, title="计划"))


def test_corrected_words_go_through_the_same_rules(reviewing: Any) -> None:
    """A typed time becomes a date, typed names offices with roles; what was printed stays beside them."""
    draft = reviewing.open(PLAN, title="计划")
    row = reviewing.row(draft, "日常检查")

    reviewing.save(
        draft,
        RowEdit(
            row.key,
            title="5. 日常检查。",
            time_words="4月中旬",
            office_words="牵头：督导室；配合：办公室、基教处",
        ),
    )

    again = reviewing.row(draft, "日常检查")
    assert (again.time_words, again.due_on, again.due_rule) == ("4月中旬", date(2024, 4, 20), "mid_month")
    assert [(one.name, one.role) for one in again.offices] == [
        ("督导室", Role.LEAD),
        ("办公室", Role.SUPPORT),
        ("基教处", Role.SUPPORT),
    ]
    assert again.original == row.original
    assert again.edited == {RowField.TIME, RowField.OFFICES}
    assert again.flags == ("人工改过",)


def test_a_doubtful_row_that_a_person_corrected_waits_for_its_tick(sqlite_reviewing: Any, draft: int) -> None:
    """It stays in 要您看, where the person worked on it, until it is ticked."""
    row = sqlite_reviewing.row(draft, "召开????会议")
    assert row.flags == ("标题：有乱码",)

    sqlite_reviewing.save(draft, RowEdit(row.key, title="召开全市会议", is_accepted=False))
    unticked = sqlite_reviewing.row(draft, "召开全市会议")
    assert "召开全市会议" in sqlite_reviewing.titles(draft)["look"]
    sqlite_reviewing.save(draft, RowEdit(row.key, is_accepted=True))

    assert (unticked.is_ticked, unticked.flags) == (False, ("人工改过",))
    assert "召开全市会议" in sqlite_reviewing.titles(draft)["clear"]
    assert sqlite_reviewing.row(draft, "召开全市会议").is_ticked


def test_a_doubtful_row_that_a_person_ticked_says_so(sqlite_reviewing: Any, draft: int) -> None:
    """人工看过, with the doubt still to be read."""
    row = sqlite_reviewing.row(draft, "召开????会议")

    sqlite_reviewing.save(draft, RowEdit(row.key, title=row.title, is_accepted=True))

    assert sqlite_reviewing.row(draft, "召开????会议").flags == ("人工看过", "标题：有乱码")
    assert sqlite_reviewing.row(draft, "召开????会议").is_ticked


def test_a_corrected_title_clears_no_other_doubt(sqlite_reviewing: Any) -> None:
    """What is unclear of the offices still stands beside the row; a tick accepts it."""
    draft = sqlite_reviewing.open("时间,重点工作,责任单位\n3月,召开????会议,2024年\n", title="计划")
    row = sqlite_reviewing.row(draft, "召开????会议")

    sqlite_reviewing.save(draft, RowEdit(row.key, title="召开全市会议", is_accepted=False))
    waiting = sqlite_reviewing.row(draft, "召开全市会议")
    sqlite_reviewing.tick(draft, row.key)

    assert waiting.flags == ("人工改过", "单位：“2024年”不像单位名称")
    assert sqlite_reviewing.titles(draft) == {"clear": ["召开全市会议"]}


def test_a_corrected_error_waits_for_its_tick(sqlite_reviewing: Any, draft: int) -> None:
    """A row with an error has no tick; put right, it waits for one, ticked before or not."""
    row = sqlite_reviewing.row(draft, "日常检查")
    sqlite_reviewing.save(draft, RowEdit(row.key, time_words="2月30日", is_accepted=True))

    sqlite_reviewing.save(draft, RowEdit(row.key, time_words="3月底"))

    assert "日常检查" in sqlite_reviewing.titles(draft)["look"]
    assert not sqlite_reviewing.row(draft, "日常检查").is_ticked


def test_an_impossible_date_is_the_rows_own_error(sqlite_reviewing: Any, draft: int) -> None:
    """Printed or typed, it stands in 要您看 with what is wrong, cannot be ticked, and can be corrected."""
    printed = sqlite_reviewing.row(draft, "印发方案")
    fine = sqlite_reviewing.row(draft, "日常检查")
    assert (printed.error, printed.error_field) == ("13月，没有这个月，改好才能入库", RowField.TIME)

    sqlite_reviewing.save(
        draft,
        RowEdit(printed.key, time_words="12月", is_accepted=True),
        RowEdit(fine.key, time_words="2月30日"),
    )

    assert sqlite_reviewing.row(draft, "印发方案").due_on == date(2024, 12, 31)
    broken = sqlite_reviewing.row(draft, "日常检查")
    assert (broken.error, broken.time_words, broken.is_ticked) == (
        "2024年2月30日，没有这一天，改好才能入库",
        "2月30日",
        False,
    )


def test_a_row_without_a_title_waits_for_one(sqlite_reviewing: Any, draft: int) -> None:
    """没有写工作内容 is an error of the title; a typed one makes it a row."""
    row = sqlite_reviewing.row(draft, "")
    assert (row.error, row.error_field) == ("没有写工作内容，改好才能入库", RowField.TITLE)

    sqlite_reviewing.save(draft, RowEdit(row.key, title="补写的工作"))

    assert sqlite_reviewing.row(draft, "补写的工作").due_on == date(2024, 6, 30)


def test_a_row_that_would_mail_nobody_waits_for_a_look(sqlite_reviewing: Any, draft: int) -> None:
    """Without an office or a time 需明确; ticked all the same, it says that somebody looked."""
    row = sqlite_reviewing.row(draft, "开展评估")
    assert "开展评估" in sqlite_reviewing.titles(draft)["look"]

    sqlite_reviewing.tick(draft, row.key)

    words = "没有写责任单位，需明确；补上之前不给任何单位发信"
    assert (row.is_ticked, row.flags) == (False, (words,))
    assert sqlite_reviewing.row(draft, "开展评估").flags == ("人工看过", words)
    assert "开展评估" in sqlite_reviewing.titles(draft)["clear"]


def test_words_taken_out_of_a_ticked_row_make_it_wait(sqlite_reviewing: Any, draft: int) -> None:
    """The tick it had by itself says nothing of a row that would now mail nobody; a new one does."""
    row = sqlite_reviewing.row(draft, "日常检查")
    assert row.is_ticked
    sqlite_reviewing.save(draft, RowEdit(row.key, office_words="", is_accepted=True))

    emptied = sqlite_reviewing.row(draft, "日常检查")
    assert (emptied.is_ticked, "日常检查" in sqlite_reviewing.titles(draft)["look"]) == (False, True)
    sqlite_reviewing.save(draft, RowEdit(row.key, office_words="", is_accepted=True))
    assert sqlite_reviewing.row(draft, "日常检查").is_ticked


def test_what_equals_the_reading_is_no_edit(sqlite_reviewing: Any, draft: int) -> None:
    """A form that posts every field as shown is no act: nobody else's page is stale, no trace is left."""
    before = sqlite_reviewing.read(draft)
    edits = [
        RowEdit(row.key, row.title, row.time_words, row.office_words, row.is_ticked)
        for row in sqlite_reviewing.rows(draft)
    ]

    sqlite_reviewing.save(draft, *edits)

    after = sqlite_reviewing.read(draft)
    assert after == before
    with db.reading(sqlite_reviewing.engine) as connection:
        events = store_audit.audit_events(connection, subject=("draft", draft))
    assert [event.act for event in events] == ["draft_open"]


def test_undoing_reads_a_row_as_printed_again(sqlite_reviewing: Any, draft: int) -> None:
    """The words typed and the tick are forgotten."""
    before = sqlite_reviewing.row(draft, "召开????会议")
    sqlite_reviewing.save(draft, RowEdit(before.key, title="召开会议", is_accepted=True))

    sqlite_reviewing.undo(draft, before.key)

    assert sqlite_reviewing.row(draft, "召开????会议") == before


def test_a_second_person_is_told_when_somebody_was_faster(reviewing: Any) -> None:
    """The version of the page is the condition of every act; nothing of the late one is kept."""
    draft = reviewing.open(PLAN, title="计划")
    seen = reviewing.read(draft).head.version
    row = reviewing.row(draft, "日常检查")
    reviewing.save(draft, RowEdit(row.key, title="日常巡查"), version=seen)

    with pytest.raises(RuleError, match="刚刚被别人改过"):
        reviewing.save(draft, RowEdit(row.key, title="日常督查"), version=seen)

    assert reviewing.row(draft, "日常巡查").edited == {RowField.TITLE}
    assert drafts.rows_changed_since(reviewing.engine, draft, seen) == {row.key: "第4行"}


def test_rows_that_were_read_as_printed_again_or_ticked_count_as_changed(reviewing: Any) -> None:
    """Every act but a form that says nothing new; the rows of an earlier act do not."""
    draft = reviewing.open(PLAN, title="计划")
    keys = {row.title: row.key for row in reviewing.rows(draft)}
    reviewing.save(draft, RowEdit(keys["开展评估"], office_words="督导室"))
    reviewing.save(draft, RowEdit(keys["日常检查"], title="日常巡查"))
    seen = reviewing.read(draft).head.version

    reviewing.undo(draft, keys["日常检查"])
    reviewing.tick(draft, keys["召开????会议"])

    changed = drafts.rows_changed_since(reviewing.engine, draft, seen)
    assert set(changed) == {keys["日常检查"], keys["召开????会议"]}


def test_a_whole_group_is_ticked_at_once(reviewing: Any) -> None:
    """全部勾上 leaves out what cannot be stored; 全不勾 takes the ticks back; twice is no act."""
    draft = reviewing.open(PLAN, title="计划")
    assert reviewing.titles(draft)["look"] == ["召开????会议", "印发方案", "", "开展评估"]

    assert reviewing.tick_group(draft, GroupKind.LOOK) == 2
    version = reviewing.read(draft).head.version
    assert reviewing.tick_group(draft, GroupKind.LOOK) == 0

    assert reviewing.read(draft).head.version == version
    assert reviewing.titles(draft)["look"] == ["印发方案", ""]
    assert reviewing.read(draft).counts.ticked == 3
    assert reviewing.tick_group(draft, GroupKind.CLEAR, is_accepted=False) == 3
    assert reviewing.read(draft).counts.ticked == 0


def test_a_cell_too_long_to_store_is_the_rows_own_error(sqlite_reviewing: Any) -> None:
    """Nobody typed it: the other rows are saved and stored, and the row says which column is too long."""
    text = f"时间,重点工作,责任单位\n3月,{'长' * 1001},办公室\n4月,印发方案,基教处\n"
    draft = sqlite_reviewing.open(text, title="计划")
    long, fine = sqlite_reviewing.rows(draft)
    assert (long.error, long.error_field, long.is_ticked) == (
        "第2行的“重点工作”超过1000字，请改短才能入库",
        RowField.TITLE,
        False,
    )

    sqlite_reviewing.save(
        draft,
        RowEdit(long.key, long.title, long.time_words, long.office_words, is_accepted=True),
        RowEdit(fine.key, "印发新方案", fine.time_words, fine.office_words, is_accepted=True),
    )
    stored = sqlite_reviewing.store(draft)

    assert (stored.new_count, stored.left_count) == (1, 1)
    sqlite_reviewing.save(draft, RowEdit(long.key, title="改短了", is_accepted=True))
    assert sqlite_reviewing.row(draft, "改短了").is_ticked


def test_words_that_cannot_be_kept_keep_the_whole_form_out(sqlite_reviewing: Any, draft: int) -> None:
    """Too long a title, an adjustment without its paper, a row that is not in the draft."""
    row = sqlite_reviewing.row(draft, "日常检查")
    no_paper = DueAnswer(DueChangeClass.ADJUSTMENT, " ")
    fine = RowEdit(row.key, title="改好的")

    for edit, error, words in (
        (RowEdit(row.key, title="长" * 1001), InputError, "超过1000字"),
        (RowEdit(row.key, answer=no_paper), InputError, "文号"),
        (RowEdit("第99行#1", title="没有的行"), NotFoundError, "没有这一行"),
    ):
        with pytest.raises(error, match=words):
            sqlite_reviewing.save(draft, fine, edit)

    assert sqlite_reviewing.row(draft, "日常检查") == row


def test_the_year_and_title_can_be_fixed_later(sqlite_reviewing: Any, draft: int) -> None:
    """Every date is read anew; a baseline of its own decides what is past."""
    sqlite_reviewing.fix(draft, HeadChoice(2025, "另一份计划", date(2025, 4, 1), is_published=False))

    view = sqlite_reviewing.read(draft)
    assert (view.title, view.year, view.baseline_on, view.is_published) == (
        "另一份计划",
        2025,
        date(2025, 4, 1),
        False,
    )
    assert sqlite_reviewing.row(draft, "日常检查").due_on == date(2025, 5, 31)
    with pytest.raises(InputError, match="年度"):
        sqlite_reviewing.fix(draft, HeadChoice(3000))


def test_a_draft_given_up_takes_no_more_acts(reviewing: Any) -> None:
    """Its document and the words written into it are gone; what was done is in the audit."""
    draft = reviewing.open(PLAN, title="计划")
    row = reviewing.row(draft, "日常检查")
    reviewing.save(draft, RowEdit(row.key, title="日常巡查"))

    reviewing.discard(draft)

    with pytest.raises(RuleError, match="已经放弃"):
        reviewing.read(draft)
    assert drafts.open_drafts(reviewing.engine) == []
    with db.reading(reviewing.engine) as connection:
        events = store_audit.audit_events(connection, subject=("draft", draft))
    assert [(event.act, event.at.date()) for event in events] == [
        ("draft_discard", TODAY),
        ("draft_edit", TODAY),
        ("draft_open", TODAY),
    ]
    assert events[1].text == '{"第4行#1":["title"]}'
