"""入库勾选的行: what is stored and how, what stays in the draft, and a later edition of the same plan."""

from datetime import date
from typing import Any

import pytest

from importers.plans.applying import DueAnswer
from importers.plans.withdraw import withdraw_batch
from importers.review.values import FieldChange, HeadChoice, RowEdit, RowField
from models import db, store_audit, store_plans, store_tasks
from models.kinds import DueChangeClass, PlanState
from rules.errors import InputError, NotFoundError, RuleError
from rules.facts import Status

HEADER = "时间,重点工作,责任单位\n"
PLAN = HEADER + "1月,述职评议,机关党委\n3月,召开????会议,办公室、秘书处\n6月15日前,印发方案,基教处\n"
LATER = (
    HEADER
    + "1月,述职评议,机关党委\n4月,召开会议,办公室\n6月15日前,印发方案,基教处、办公室\n5月,新增工作,督导室\n"
)
FIRST = (
    HEADER + "1月,述职评议,机关党委\n3月,召开会议,办公室\n6月15日前,印发方案,基教处\n7月,日常检查,督导室\n"
)


def statuses(desk: Any) -> dict[str, Status]:
    return {task.title: task.status for task in desk.tasks()}


def test_ticked_rows_are_stored_and_the_others_wait(reviewing: Any, desk: Any) -> None:
    """A past row comes in as 待确认; the unticked one stays in the draft and is no task."""
    draft = reviewing.open(PLAN, title="计划")

    stored = reviewing.store(draft)

    assert (stored.new_count, stored.past_count, stored.left_count) == (2, 1, 1)
    assert statuses(desk) == {"述职评议": Status.UNCONFIRMED, "印发方案": Status.OPEN}
    view = reviewing.read(draft)
    assert reviewing.titles(draft) == {"look": ["召开????会议"]}
    assert (view.counts.read, view.counts.taken, view.is_later_edition) == (3, 2, False)


def test_a_row_confirmed_by_a_person_is_no_draft(reviewing: Any, desk: Any) -> None:
    """Corrected or only ticked, it counts from now on; with the last row the draft ends."""
    draft = reviewing.open(PLAN, title="计划")
    reviewing.store(draft)
    reviewing.tick(draft, reviewing.row(draft, "召开????会议").key)

    stored = reviewing.store(draft)

    assert (stored.new_count, stored.left_count) == (1, 0)
    task = desk.task("召开????会议")
    assert (task.status, task.place, task.source_text) == (
        Status.OPEN,
        "第3行",
        "3月\n召开????会议\n办公室、秘书处",
    )
    with pytest.raises(RuleError, match="已经入库"):
        reviewing.read(draft)


def test_corrected_words_are_stored_beside_the_printed_ones(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """Title, date and offices as corrected, the origin as printed; the same file again changes nothing."""
    draft = sqlite_reviewing.open(PLAN, title="计划")
    row = sqlite_reviewing.row(draft, "召开????会议")
    edit = RowEdit(row.key, title="召开全市会议", time_words="4月", office_words="秘书处", is_accepted=True)
    sqlite_reviewing.save(draft, edit)

    sqlite_reviewing.store(draft)

    task = sqlite_desk.task("召开全市会议")
    assert (task.due_on, task.period, task.office_words) == (date(2024, 4, 30), "4月", "秘书处")
    assert task.source_text == "3月\n召开????会议\n办公室、秘书处"


def test_a_plan_is_released_or_waits(sqlite_reviewing: Any) -> None:
    """A draft opened without release stores a plan that mails nobody."""
    waiting = sqlite_reviewing.open(FIRST, title="甲", draft=True)
    released = sqlite_reviewing.open(FIRST, title="乙", year=2025)

    plans = [sqlite_reviewing.store(one).plan_id for one in (waiting, released)]

    with db.reading(sqlite_reviewing.engine) as connection:
        states = [store_plans.plan(connection, plan_id).state for plan_id in plans]
    assert states == [PlanState.DRAFT, PlanState.RELEASED]


def test_nothing_ticked_is_refused(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """没有勾选, and nothing is stored."""
    draft = sqlite_reviewing.open(FIRST, title="计划")
    keys = [row.key for row in sqlite_reviewing.rows(draft)]
    sqlite_reviewing.tick(draft, *keys, is_accepted=False)

    with pytest.raises(RuleError, match="没有勾选"):
        sqlite_reviewing.store(draft)

    assert sqlite_desk.tasks() == []


def test_a_stale_page_stores_nothing(reviewing: Any, desk: Any) -> None:
    """Somebody corrected the draft after this page was shown: it is said, and nothing is stored."""
    draft = reviewing.open(FIRST, title="计划")
    seen = reviewing.read(draft).head.version
    reviewing.tick(draft, reviewing.row(draft, "日常检查").key, is_accepted=False)

    with pytest.raises(RuleError, match="刚刚被别人改过"):
        reviewing.store(draft, version=seen)

    assert desk.tasks() == []


def test_a_corrected_title_takes_no_other_rows_place(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """Corrected to the title of a row below that is stored already, a row is still a new one."""
    draft = sqlite_reviewing.open(HEADER + "3月,召开??????,办公室\n4月,召开会议,基教处\n", title="计划")
    sqlite_reviewing.store(draft)
    row = sqlite_reviewing.row(draft, "召开??????")
    sqlite_reviewing.save(draft, RowEdit(row.key, title="召开会议", is_accepted=True))

    assert sqlite_reviewing.store(draft).new_count == 1

    assert [(task.office_words, task.nth) for task in sqlite_desk.tasks()] == [("办公室", 2), ("基教处", 1)]


def test_a_withdrawn_import_comes_back_into_its_draft(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """Rows whose import was withdrawn wait again as long as the draft does."""
    draft = sqlite_reviewing.open(PLAN, title="计划")
    sqlite_reviewing.store(draft)
    now, actor = sqlite_reviewing.read(draft).head.saved_at, sqlite_reviewing.actor
    withdraw_batch(sqlite_reviewing.engine, 1, today=sqlite_reviewing.today, now=now, actor=actor)

    assert sqlite_reviewing.read(draft).counts.taken == 0
    sqlite_reviewing.store(draft)

    assert statuses(sqlite_desk) == {"述职评议": Status.UNCONFIRMED, "印发方案": Status.OPEN}


def test_a_later_edition_is_shown_field_by_field(reviewing: Any) -> None:
    """改了 with old and new, 新增, 不见了 and 不变; a moved date asks before it is ticked."""
    reviewing.store(reviewing.open(FIRST, title="计划"))

    draft = reviewing.open(LATER, title="计划")

    assert reviewing.titles(draft) == {
        "changed": ["召开会议", "印发方案"],
        "new": ["新增工作"],
        "gone": ["日常检查"],
        "same": ["述职评议"],
    }
    moved, offices = reviewing.row(draft, "召开会议"), reviewing.row(draft, "印发方案")
    assert moved.changes == (FieldChange(RowField.TIME, "3月", "4月"),)
    assert (moved.old_due_on, moved.due_on, moved.moves_due, moved.is_ticked) == (
        date(2024, 3, 31),
        date(2024, 4, 30),
        True,
        False,
    )
    assert moved.flags == ("时限改了：请选是按调整通知改期，还是更正原来的错",)
    assert offices.changes == (FieldChange(RowField.OFFICES, "基教处", "基教处、办公室"),)
    assert (offices.moves_due, offices.is_ticked) == (False, True)
    view = reviewing.read(draft)
    assert (view.is_later_edition, view.plan_is_released, view.counts.read) == (True, True, 4)


@pytest.mark.parametrize(
    ("answer", "first_date", "kept"),
    [
        (
            DueAnswer(DueChangeClass.ADJUSTMENT, "督办〔2024〕5号"),
            date(2024, 3, 31),
            ("按调整通知改期", "督办〔2024〕5号"),
        ),
        (DueAnswer(DueChangeClass.CORRECTION), date(2024, 4, 30), ("按新版配档表更正", "计划")),
    ],
)
def test_a_moved_date_is_an_adjustment_or_a_correction(
    reviewing: Any, desk: Any, answer: DueAnswer, first_date: date, kept: tuple[str, str]
) -> None:
    """An adjustment keeps the first date and names its paper; a correction replaces it."""
    reviewing.store(reviewing.open(FIRST, title="计划"))
    draft = reviewing.open(LATER, title="计划")
    reviewing.save(draft, RowEdit(reviewing.row(draft, "召开会议").key, answer=answer))

    stored = reviewing.store(draft)

    assert (stored.new_count, stored.changed_count, stored.left_count) == (1, 2, 0)
    task = desk.task("召开会议")
    assert (task.due_on, task.original_due_on) == (date(2024, 4, 30), first_date)
    assert [one.office_name for one in desk.task("印发方案").assignments] == ["基教处", "办公室"]
    assert desk.task("日常检查").status is Status.OPEN
    with db.reading(reviewing.engine) as connection:
        (change,) = store_tasks.due_changes(connection, task.id)
    assert (change.old_due_on, change.change_class) == (date(2024, 3, 31), answer.change_class)
    assert (change.reason, change.paper) == kept


def test_a_moved_date_without_an_answer_is_not_applied(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """Ticked all the same, it is named with the reason and stays in the draft; the others are stored."""
    sqlite_reviewing.store(sqlite_reviewing.open(FIRST, title="计划"))
    draft = sqlite_reviewing.open(LATER, title="计划")
    sqlite_reviewing.tick(draft, sqlite_reviewing.row(draft, "召开会议").key)

    stored = sqlite_reviewing.store(draft)

    assert stored.not_applied == ("第3行“召开会议”：时限改了，没有选是调整还是更正，没有改",)
    assert (stored.new_count, stored.changed_count, stored.left_count) == (1, 1, 1)
    assert sqlite_desk.task("召开会议").due_on == date(2024, 3, 31)
    assert sqlite_reviewing.titles(draft)["changed"] == ["召开会议"]


def test_a_finished_task_is_not_changed(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """It is unticked, says why, and stays as it is even when ticked."""
    sqlite_reviewing.store(sqlite_reviewing.open(FIRST, title="计划"))
    with db.writing(sqlite_reviewing.engine) as connection:
        store_tasks.update_task(connection, sqlite_desk.task("印发方案").id, status=Status.CLOSED)
    draft = sqlite_reviewing.open(LATER, title="计划")
    row = sqlite_reviewing.row(draft, "印发方案")
    assert (row.is_ticked, row.flags) == (False, ("这一项已报完成或已办结，改动不会采用",))
    sqlite_reviewing.tick(draft, row.key)

    stored = sqlite_reviewing.store(draft)

    assert stored.not_applied == ("第4行“印发方案”：这一项已报完成或已办结，改动没有采用",)
    assert sqlite_desk.task("印发方案").office_words == "基教处"


def test_the_plan_may_change_while_a_draft_waits(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """The draft is compared anew each time: what somebody else stored meanwhile is new no more."""
    draft = sqlite_reviewing.open(LATER, title="计划")
    assert not sqlite_reviewing.read(draft).is_later_edition

    sqlite_desk.take(FIRST, title="计划")

    assert sqlite_reviewing.titles(draft)["new"] == ["新增工作"]


def test_words_corrected_in_a_later_edition_change_the_task(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """A row the file does not change is changed by the person's own words: title and offices."""
    sqlite_reviewing.store(sqlite_reviewing.open(FIRST, title="计划"))
    draft = sqlite_reviewing.open(LATER, title="计划")
    row = sqlite_reviewing.row(draft, "述职评议")

    sqlite_reviewing.save(
        draft, RowEdit(row.key, title="党建述职评议", office_words="党建处", is_accepted=True)
    )
    changed = sqlite_reviewing.row(draft, "党建述职评议")
    sqlite_reviewing.store(draft)

    assert [one.field for one in changed.changes] == [RowField.TITLE, RowField.OFFICES]
    task = sqlite_desk.task("党建述职评议")
    assert (task.office_words, task.status) == ("党建处", Status.UNCONFIRMED)
    assert len(sqlite_desk.tasks()) == 5


def test_a_reworded_row_is_asked_about_and_can_be_paired(reviewing: Any, desk: Any) -> None:
    """Near words and the same offices: 要您看 with a hint; one click makes it a change of that task."""
    reviewing.store(reviewing.open(FIRST.replace("日常检查", "开展全市日常检查工作"), title="计划"))
    task = desk.task("开展全市日常检查工作")
    draft = reviewing.open(FIRST.replace("日常检查", "开展全市日常检查"), title="计划")
    row = reviewing.row(draft, "开展全市日常检查")
    assert reviewing.titles(draft)["look"] == ["开展全市日常检查"]
    assert (row.flags, row.like_task_id, row.is_ticked) == (
        ("像是库里的“开展全市日常检查工作”改了说法",),
        task.id,
        False,
    )

    reviewing.pair(draft, row.key, task.id)
    paired = reviewing.row(draft, "开展全市日常检查")
    titles = reviewing.titles(draft)
    reviewing.store(draft)

    assert paired.changes == (FieldChange(RowField.TITLE, task.title, "开展全市日常检查"),)
    assert (paired.is_paired, paired.is_ticked) == (True, True)
    assert (titles["changed"], "gone" in titles) == (["开展全市日常检查"], False)
    assert desk.task("开展全市日常检查").id == task.id
    assert len(desk.tasks()) == 4


def test_a_pairing_can_be_taken_back(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """Parted again, the row is new and the task gone; no other task can be taken."""
    sqlite_reviewing.store(sqlite_reviewing.open(FIRST, title="计划"))
    gone, other = sqlite_desk.task("日常检查").id, sqlite_desk.task("召开会议").id
    draft = sqlite_reviewing.open(FIRST.replace("日常检查", "另外的工作"), title="计划")
    key = sqlite_reviewing.row(draft, "另外的工作").key

    sqlite_reviewing.pair(draft, key, gone)
    sqlite_reviewing.pair(draft, key, None)

    assert sqlite_reviewing.titles(draft)["new"] == ["另外的工作"]
    assert sqlite_reviewing.row(draft, "日常检查").task_id == gone
    for row_key, task_id in ((key, other), (key, 999), ("第99行#1", gone)):
        with pytest.raises(NotFoundError):
            sqlite_reviewing.pair(draft, row_key, task_id)


def test_far_words_or_other_offices_are_no_rewording(sqlite_reviewing: Any) -> None:
    """A new task beside a gone one is just new."""
    sqlite_reviewing.store(sqlite_reviewing.open(FIRST, title="计划"))
    for words in ("组织年度考核,督导室", "日常检查工作,办公室"):
        draft = sqlite_reviewing.open(FIRST.replace("日常检查,督导室", words), title="计划")

        assert sqlite_reviewing.titles(draft)["new"] == [words.partition(",")[0]]


def test_drafts_of_an_import_can_be_confirmed_in_the_review(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """A doubtful row that the command line stored as a draft is released by its tick."""
    sqlite_desk.take(PLAN, title="计划")
    assert sqlite_desk.task("召开????会议").status is Status.DRAFT
    draft = sqlite_reviewing.open(PLAN, title="计划")
    row = sqlite_reviewing.row(draft, "召开????会议")
    assert not row.is_ticked
    sqlite_reviewing.tick(draft, row.key)

    sqlite_reviewing.store(draft)

    assert sqlite_desk.task("召开????会议").status is Status.OPEN
    assert len(sqlite_desk.tasks()) == 3


def test_an_example_plan_of_the_same_name_is_in_the_way(sqlite_reviewing: Any, sqlite_desk: Any) -> None:
    """Said when the draft is opened, and when its title is changed to it."""
    sqlite_desk.take(FIRST, title="计划", is_example=True)
    with pytest.raises(InputError, match="示例"):
        sqlite_reviewing.open(FIRST, title="计划")
    draft = sqlite_reviewing.open(FIRST, title="另一份")
    with pytest.raises(InputError, match="示例"):
        sqlite_reviewing.fix(draft, HeadChoice(2024, "计划"))


def test_storing_is_recorded(sqlite_reviewing: Any) -> None:
    """Who stored how many rows of which file, and how many wait."""
    draft = sqlite_reviewing.open(PLAN, title="计划")
    plan_id = sqlite_reviewing.store(draft).plan_id

    with db.reading(sqlite_reviewing.engine) as connection:
        (last, _) = store_audit.audit_events(connection, subject=("draft", draft))
        (imported,) = store_audit.audit_events(connection, subject=("plan", plan_id))
    assert (last.act, last.text) == ("draft_store", '{"left":1,"not_applied":0,"stored":2}')
    assert (imported.act, '"draft_count":0' in imported.text) == ("plan_import", True)
