"""A later file of the same plan: what is shown, what is applied, and what a person did that stays."""

from datetime import date
from typing import Any

from importers.plans.import_values import Change
from models import db, store_tasks
from models.kinds import DueChangeClass
from rules.facts import Status

HEADER = "时间,重点工作,责任单位\n"
PLAN = (
    HEADER
    + "1月,述职评议,机关党委\n3月,召开会议,办公室、秘书处\n"
    + "6月15日前,印发方案,基教处\n持续推进,日常检查,督导室\n"
)


def changes(result: Any) -> list[str]:
    return [row.change.value for row in result.rows]


NEW_EDITION = (
    HEADER
    + "1月,述职评议,机关党委\n4月,召开会议,办公室、基教处\n6月15日前,印发方案,基教处\n5月,新增工作,办公室\n"
)


def test_a_new_edition_is_shown_and_changes_nothing_unless_asked(desk: Any) -> None:
    """Old → new for each changed row, new rows are stored, gone rows are listed and stay."""
    desk.take(PLAN)

    result = desk.take(NEW_EDITION)

    assert changes(result) == ["same", "changed", "same", "new", "gone"]
    assert result.rows[1].flags == (
        "时限：原为“3月”，现为“4月”",
        "单位：原为“办公室、秘书处”，现为“办公室、基教处”",
    )
    assert desk.task("召开会议").due_on == date(2024, 3, 31)
    assert desk.task("日常检查").status is Status.OPEN
    assert len(desk.tasks()) == 5


def test_a_new_edition_is_applied_with_update(desk: Any) -> None:
    """The date moves as a correction with its paper, the first date is kept, the ladder begins anew."""
    desk.take(PLAN)
    task = desk.task("召开会议")
    with db.writing(desk.engine) as connection:
        store_tasks.set_assignments(
            connection, task.id, [(a.office_id, a.role, a.printed_name) for a in task.assignments]
        )

    desk.take(NEW_EDITION, update=True)

    moved = desk.task("召开会议")
    assert (moved.due_on, moved.original_due_on, moved.period) == (
        date(2024, 4, 30),
        date(2024, 3, 31),
        "4月",
    )
    assert [(a.office_name, a.round) for a in moved.assignments] == [("办公室", 1), ("基教处", 1)]
    with db.reading(desk.engine) as connection:
        (change,) = store_tasks.due_changes(connection, moved.id)
    assert (change.old_due_on, change.new_due_on, change.reason, change.change_class) == (
        date(2024, 3, 31),
        date(2024, 4, 30),
        "按新版配档表更正",
        DueChangeClass.CORRECTION,
    )
    assert {row.change for row in desk.take(NEW_EDITION, update=True).rows} == {Change.SAME, Change.GONE}


def test_what_was_corrected_by_hand_is_not_undone_by_the_same_file(desk: Any) -> None:
    """A title, an office or a date changed by a person stays when the unchanged file comes again."""
    desk.take(PLAN)
    task = desk.task("召开会议")
    with db.writing(desk.engine) as connection:
        store_tasks.update_task(
            connection,
            task.id,
            title="召开全局会议",
            title_key="召开全局会议",
            office_words="秘书处",
            due_on=date(2024, 3, 15),
        )
    before = desk.dump()

    again = desk.take(PLAN, update=True)

    assert changes(again) == ["same"] * 4
    assert desk.dump() == before


def test_a_finished_task_is_not_changed_by_a_new_edition(desk: Any) -> None:
    """A closed row keeps its date; the answer says that the change was not taken."""
    desk.take(PLAN)
    with db.writing(desk.engine) as connection:
        store_tasks.update_task(connection, desk.task("召开会议").id, status=Status.CLOSED)

    result = desk.take(NEW_EDITION, update=True)

    assert desk.task("召开会议").due_on == date(2024, 3, 31)
    assert any("没有采用" in warning.message for warning in result.warnings)


def test_a_refused_row_is_not_gone(desk: Any) -> None:
    """A known row whose new date is impossible is an error, not a row that has gone from the file."""
    desk.take(PLAN)

    result = desk.take(PLAN.replace("3月,召开", "13月,召开"))

    assert changes(result) == ["same"] * 3


def test_rows_of_another_plan_of_the_year_come_in_as_drafts(desk: Any) -> None:
    """The same title and time in another plan may be a duplicate: one warning, and a person looks."""
    desk.take(PLAN)

    result = desk.take(PLAN.replace("日常检查", "别的检查"), title="补充安排")

    assert changes(result) == ["draft", "draft", "draft", "new"]
    assert sum("另一计划" in warning.message for warning in result.warnings) == 1


def test_equal_titles_are_told_apart_by_their_count(desk: Any) -> None:
    """督导评估推进会 in March and April are two tasks, and stay two when imported again."""
    text = HEADER + "3月,召开推进会,督导室\n4月,召开 推进会,督导室\n"

    desk.take(text)
    again = desk.take(text)

    assert [task.nth for task in desk.tasks()] == [1, 2]
    assert changes(again) == ["same", "same"]
