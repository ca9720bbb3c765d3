"""Importing into a database: what is new, same, changed, gone or a draft, and that it is all or nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from importers.plans.import_json import as_json
from importers.plans.import_values import ImportStatus
from importers.source import Source
from models import db, store_audit, store_plans
from models.kinds import PlanState
from rules.facts import DueBasis, Role, Status
from rules.policy import DueShift

HEADER = "时间,重点工作,责任单位\n"
PLAN = (
    HEADER
    + "1月,述职评议,机关党委\n3月,召开会议,办公室、秘书处\n"
    + "6月15日前,印发方案,基教处\n持续推进,日常检查,督导室\n"
)


def changes(result: Any) -> list[str]:
    return [row.change.value for row in result.rows]


def test_a_first_import_stores_plan_tasks_offices_and_acts(desk: Any) -> None:
    """Everything arrives in one transaction: released plan, numbered tasks, offices 待核实, batch, audit."""
    result = desk.take(PLAN)

    assert (result.status, changes(result)) == (ImportStatus.OK, ["new"] * 4)
    tasks = desk.tasks()
    assert [task.id for task in tasks] == [row.task_id for row in result.rows]
    assert [task.number for task in tasks] == ["2024-001", "2024-002", "2024-003", "2024-004"]
    assert [task.status for task in tasks] == [Status.UNCONFIRMED, Status.OPEN, Status.OPEN, Status.OPEN]
    assert [task.due_basis for task in tasks] == [
        DueBasis.DERIVED,
        DueBasis.DERIVED,
        DueBasis.STATED,
        DueBasis.NONE,
    ]
    assert [(a.office_name, a.role, a.position, a.told_on) for a in tasks[1].assignments] == [
        ("办公室", Role.RESPONSIBLE, 0, None),
        ("秘书处", Role.RESPONSIBLE, 1, None),
    ]
    assert (tasks[1].lead_name, tasks[1].source_text) == ("办公室", "3月\n召开会议\n办公室、秘书处")
    with db.reading(desk.engine) as connection:
        (plan,) = store_plans.plans(connection)
        (batch,) = store_plans.batches(connection)
        (event,) = store_audit.audit_events(connection)
    assert (plan.state, plan.released_on, plan.baseline_on) == (
        PlanState.RELEASED,
        date(2024, 2, 27),
        date(2024, 2, 27),
    )
    assert (batch.row_count, batch.new_count, batch.draft_count, batch.format) == (4, 4, 0, "csv")
    assert (event.act, event.actor, event.object_id) == ("plan_import", "督办员", str(plan.id))


def test_the_same_file_twice_changes_nothing(desk: Any) -> None:
    """A second import of the same file stores no task, resets no telling, moves no date."""
    desk.take(PLAN)
    before = desk.dump()

    again = desk.take(PLAN)

    assert changes(again) == ["same"] * 4
    assert desk.dump() == before


def test_a_dry_run_stores_nothing_and_answers_the_same(desk: Any) -> None:
    """--dry-run reads, checks and compares without a trace."""
    tried = desk.take(PLAN, dry_run=True)
    assert desk.dump()["plan"] == desk.dump()["office"] == []

    done = desk.take(PLAN)

    tried_json, done_json = as_json(tried), as_json(done)
    for row in done_json["rows"]:  # type: ignore[attr-defined]  # plain JSON values
        row["task_id"] = None
    assert tried_json == done_json


def test_rows_already_past_come_in_unconfirmed_by_the_baseline(desk: Any) -> None:
    """Due before the baseline: 待确认. An earlier baseline lets them count as open."""
    desk.take(PLAN, baseline=date(2024, 1, 31))
    assert desk.task("述职评议").status is Status.OPEN

    desk.take(PLAN.replace("述职", "又一次述职"), title="另一份", baseline=date(2024, 2, 1))
    assert desk.task("又一次述职评议").status is Status.UNCONFIRMED


def test_an_impossible_date_is_an_error_and_the_others_are_taken(desk: Any) -> None:
    """13月 and 2月30日 are named with row and column; the rest is stored, exit 1; strict stores nothing."""
    text = HEADER + "13月,没有的月,办公室\n3月,召开会议,办公室\n2月30日,没有的日,办公室\n4月,,办公室\n"

    strict = desk.take(text, strict=True)
    assert (strict.status, desk.tasks()) == (ImportStatus.REJECTED, [])

    result = desk.take(text)
    assert result.status is ImportStatus.PARTIAL
    assert [(e.row, e.column, e.place) for e in result.errors] == [
        (2, "时间", "第2行"),
        (4, "时间", "第4行"),
        (5, "重点工作", "第5行"),
    ]
    assert "没有这个月" in result.errors[0].message
    assert [task.title for task in desk.tasks()] == ["召开会议"]


def test_a_file_of_errors_alone_stores_nothing(desk: Any) -> None:
    """When no row can be taken the import is rejected."""
    result = desk.take(HEADER + "13月,没有的月,办公室\n")

    assert (result.status, len(result.errors), desk.dump()["plan"]) == (ImportStatus.REJECTED, 1, [])


def test_doubtful_rows_wait_as_drafts(desk: Any) -> None:
    """A flag about time, title or offices keeps a row a draft; --release-all lets all of them count."""
    text = (
        HEADER
        + "3.5,召开会议,办公室\n4月,《》,办公室\n5月,印发方案,根据第123456号文件另定\n6月,开展督导,督导室\n"
    )

    result = desk.take(text)
    assert changes(result) == ["draft", "draft", "draft", "new"]
    assert [task.status is Status.DRAFT for task in desk.tasks()] == [True, True, True, False]
    assert all(task.flags and task.confidence < 0.9 for task in desk.tasks()[:3])
    assert "根据第123456号文件另定" not in [o.name for o in desk.directory().offices.values()]

    desk.take(text, release_all=True)
    assert {task.status for task in desk.tasks()} == {Status.OPEN}


def test_a_row_without_office_or_time_needs_completing(desk: Any) -> None:
    """It is taken with 需明确 and mails nobody: without office no assignment, without time a draft."""
    result = desk.take(HEADER + "3月,无人的工作,\n,无期的工作,办公室\n4月,开展督导,督导室\n")

    assert result.status is ImportStatus.OK
    marked = [(w.row, w.column) for w in result.warnings if "需明确" in w.message]
    assert marked == [(2, "责任单位"), (3, "时限")]
    assert desk.task("无人的工作").assignments == ()
    assert desk.task("无期的工作").status is Status.DRAFT


def test_a_table_without_any_office_says_so_once(desk: Any) -> None:
    """No row has an office: one warning for the whole table, not one a row."""
    for text in (HEADER + "3月,甲甲工作,\n4月,乙乙工作,\n", "时间,重点工作\n3月,甲甲工作\n4月,乙乙工作\n"):
        result = desk.take(text, dry_run=True)
        assert [w.message[:3] for w in result.warnings] == ["整张表"]


def test_a_draft_plan_is_not_released(desk: Any) -> None:
    """--draft keeps the plan back; the next import without it releases the plan."""
    draft = desk.take(PLAN, draft=True)
    with db.reading(desk.engine) as connection:
        assert store_plans.plan(connection, draft.plan_id).state is PlanState.DRAFT

    desk.take(PLAN, today=date(2024, 2, 28))
    with db.reading(desk.engine) as connection:
        plan = store_plans.plan(connection, draft.plan_id)
    assert (plan.state, plan.released_on) == (PlanState.RELEASED, date(2024, 2, 28))


@pytest.mark.parametrize(
    ("shift", "due_on"),
    [
        (DueShift.NONE, date(2024, 3, 31)),
        (DueShift.PREVIOUS_WORKDAY, date(2024, 3, 29)),
        (DueShift.NEXT_WORKDAY, date(2024, 4, 1)),
    ],
)
def test_only_derived_dates_move_off_a_day_of_rest(shift: DueShift, due_on: date, sqlite_desk: Any) -> None:
    """A month's end on a Sunday follows the policy; a date the document states never does."""
    sqlite_desk.policy = replace(sqlite_desk.policy, due_shift=shift)

    sqlite_desk.take(HEADER + "3月,召开会议,办公室\n2024年3月31日,印发方案,办公室\n")

    assert sqlite_desk.task("召开会议").due_on == due_on
    assert sqlite_desk.task("印发方案").due_on == date(2024, 3, 31)


def test_an_example_is_never_mixed_with_a_real_plan(sqlite_desk: Any) -> None:
    """A real plan of the same name is refused while the example is loaded, and neither doubts the other."""
    sqlite_desk.take(PLAN, is_example=True)

    refused = sqlite_desk.take(PLAN)
    other = sqlite_desk.take(PLAN, title="真的计划")

    assert "示例" in refused.errors[0].message
    assert changes(other) == ["new"] * 4


def test_the_year_and_title_asked_for_go_first(sqlite_desk: Any) -> None:
    """--year and --title hold over what the file says, and a differing year is mentioned."""
    text = "2023年工作台账,,\n" + PLAN

    result = sqlite_desk.take(text, year=2024, title="我的计划")
    plain = sqlite_desk.take(text, year=None, dry_run=True)

    assert (result.title, result.year) == ("我的计划", 2024)
    assert (plain.title, plain.year) == ("2023年工作台账", 2023)


def test_the_answer_has_the_shape_of_the_contract(sqlite_desk: Any) -> None:
    """Names, places, roles and nulls are exactly those outside checks rely on."""
    answer = as_json(
        sqlite_desk.take("时间,重点工作,牵头单位,配合单位\n3月,召开会议,办公室,各处室\n13月,错,办公室,\n")
    )

    assert answer["status"] == "partial"
    assert answer["plan"] == {"title": "计划", "year": 2024, "document_number": "", "issued_on": None}
    assert answer["rows"] == [
        {
            "task_id": 1,
            "place": "第2行",
            "row": 2,
            "title": "召开会议",
            "period": "3月",
            "due_on": "2024-03-31",
            "due_basis": "derived",
            "due_rule": "month_end",
            "recurrence": None,
            "offices": [{"name": "办公室", "role": "lead"}, {"name": "各处室", "role": "support"}],
            "confidence": 1.0,
            "flags": [],
            "change": "new",
        }
    ]
    assert answer["errors"] == [
        {"place": "第3行", "row": 3, "column": "时间", "message": "13月，没有这个月，这一行没有收。"}
    ]


def test_ten_thousand_rows_are_one_import(sqlite_desk: Any) -> None:
    """A large table is stored by a few statements, not a few a row."""
    import sqlalchemy as sa

    rows = "".join(f"{n % 12 + 1}月,第{n}号工作安排,单位{n % 50}处\n" for n in range(2000))
    statements: list[str] = []
    sa.event.listen(sqlite_desk.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    result = sqlite_desk.take(Source("计划.csv", (HEADER + rows).encode()))

    assert len(result.rows) == 2000
    assert len(statements) < 300
