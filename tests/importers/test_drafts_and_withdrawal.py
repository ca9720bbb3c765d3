"""Confirming drafts, leaving them out, and withdrawing a plan or an import."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from bureau import SUPERVISOR

from importers.plans.confirm import confirm_drafts, skip_drafts
from importers.plans.withdraw import batch_statement, plan_statement, withdraw_batch, withdraw_plan
from models import db, store_outbox, store_plans
from models import tables as c
from models.kinds import MessageState, NoticeState, PlanState
from rules.errors import NotFoundError, RuleError
from rules.facts import NoticeKind, Status

NOW = datetime(2024, 2, 28, 1, 0, tzinfo=UTC)
TODAY = date(2024, 2, 28)
HEADER = "时间,重点工作,责任单位\n"
PLAN = HEADER + "1.5,述职评议,机关党委\n3.5,召开会议,办公室\n4月,印发方案,办公室\n5月,开展督导,督导室\n"


def test_confirmed_drafts_come_in_as_if_imported_that_day(desk: Any) -> None:
    """A draft already past is asked about once (待确认); the others are open."""
    rows = desk.take(PLAN).rows
    waiting = [row.task_id for row in rows if row.change.value == "draft"]

    done = confirm_drafts(desk.engine, waiting, today=TODAY, now=NOW, actor=SUPERVISOR)

    assert (done.open_count, done.unconfirmed_count) == (1, 1)
    assert [task.status for task in desk.tasks()] == [
        Status.UNCONFIRMED,
        Status.OPEN,
        Status.OPEN,
        Status.OPEN,
    ]


def test_only_drafts_can_be_confirmed(desk: Any) -> None:
    """One row that is no draft, or does not exist, and nothing is changed."""
    rows = desk.take(PLAN).rows

    with pytest.raises(RuleError):
        confirm_drafts(desk.engine, [row.task_id for row in rows], today=TODAY, now=NOW, actor=SUPERVISOR)
    with pytest.raises(NotFoundError):
        confirm_drafts(desk.engine, [rows[0].task_id, 999], today=TODAY, now=NOW, actor=SUPERVISOR)

    assert desk.task("召开会议").status is Status.DRAFT


def test_a_draft_left_out_does_not_come_back(desk: Any) -> None:
    """Skipping a draft holds when the same file is imported again, even with --release-all."""
    rows = desk.take(PLAN).rows

    assert skip_drafts(desk.engine, [rows[0].task_id], now=NOW, actor=SUPERVISOR) == 1
    again = desk.take(PLAN, release_all=True)

    assert again.rows[0].change.value == "same"
    assert desk.task("述职评议").status is Status.WITHDRAWN
    assert desk.task("召开会议").status is Status.OPEN


def mail(desk: Any, task_title: str, state: MessageState) -> None:
    """Put a message about a task into the outbox."""
    task = desk.task(task_title)
    office = task.assignments[0]
    with db.writing(desk.engine) as connection:
        message_id = store_outbox.add_message(
            connection,
            b"x",
            message_id=f"<{task.id}-{state}@example.org>",
            recipient=f"office{office.office_id}@example.org",
            recipient_name="",
            office_id=office.office_id,
            plan_id=None,
            run_on=TODAY,
            slot=f"digest{task.id}",
            kind="assignment",
            subject="x",
            state=state,
            reason="",
            due_on=None,
            created_at=NOW,
            next_try_at=NOW,
            attempt_count=0,
            lease_until=None,
            sent_at=NOW if state is MessageState.SENT else None,
            replaces_id=None,
        )
        values = {"kind": NoticeKind.ASSIGNMENT, "stage": "assign", "round": 0, "reason": "x"}
        connection.execute(
            sa.insert(c.notice).values(
                dedupe_key=f"k{task.id}",
                task_id=task.id,
                plan_id=task.plan_id,
                office_id=office.office_id,
                state=NoticeState.PLANNED,
                planned_on=TODAY,
                message_id=message_id,
                released_by="",
                decision_note="",
                number_words="",
                subject_words="",
                opening_words="",
                closing_words="",
                skip_leader=False,
                **values,
            )
        )


def test_withdrawing_a_plan_says_what_was_mailed(desk: Any) -> None:
    """Letters that left are counted by office; tasks end, planned notices lapse, closed tasks stay."""
    plan_id = desk.take(PLAN, release_all=True).plan_id
    mail(desk, "印发方案", MessageState.SENT)
    mail(desk, "召开会议", MessageState.SENT)
    mail(desk, "开展督导", MessageState.PENDING)

    said = plan_statement(desk.engine, plan_id)
    done = withdraw_plan(desk.engine, plan_id, today=TODAY, now=NOW, actor=SUPERVISOR)

    assert said == done
    assert [(o.office_name, o.sent_count, o.waiting_count) for o in said.mailed] == [
        ("办公室", 2, 0),
        ("督导室", 0, 1),
    ]
    assert (
        said.words == "《计划》的4项，已经发出2封信（办公室2封），收不回来，请另行告知；等待发出的1封不再发。"
    )
    assert {task.status for task in desk.tasks()} == {Status.WITHDRAWN}
    with db.reading(desk.engine) as connection:
        assert store_plans.plan(connection, plan_id).state is PlanState.WITHDRAWN
        states = set(connection.scalars(sa.select(c.notice.c.state)))
    assert states == {NoticeState.LAPSED}
    with pytest.raises(RuleError):
        withdraw_plan(desk.engine, plan_id, today=TODAY, now=NOW, actor=SUPERVISOR)


def test_a_withdrawn_plan_comes_back_with_its_file(desk: Any) -> None:
    """Importing it again releases the plan and its tasks, under the same numbers."""
    first = desk.take(PLAN, release_all=True)
    withdraw_plan(desk.engine, first.plan_id, today=TODAY, now=NOW, actor=SUPERVISOR)

    again = desk.take(PLAN.replace("4月", "6月"), release_all=True)

    assert [row.task_id for row in again.rows] == [row.task_id for row in first.rows]
    assert {row.change.value for row in again.rows} == {"new"}
    assert desk.task("印发方案").due_on == date(2024, 6, 30)
    assert {task.status for task in desk.tasks()} == {Status.OPEN, Status.UNCONFIRMED}
    with db.reading(desk.engine) as connection:
        assert store_plans.plan(connection, first.plan_id).state is PlanState.RELEASED


def test_withdrawing_an_import_takes_off_what_it_brought(desk: Any) -> None:
    """The rows of an earlier import of the same plan stay."""
    plan_id = desk.take(PLAN, release_all=True).plan_id
    desk.take(PLAN + "6月,新增工作,办公室\n", release_all=True)
    with db.reading(desk.engine) as connection:
        newest, oldest = store_plans.batches(connection, plan_id=plan_id)

    said = batch_statement(desk.engine, newest.id)
    withdraw_batch(desk.engine, newest.id, today=TODAY, now=NOW, actor=SUPERVISOR)

    assert (said.task_count, said.words) == (1, "《计划》的1项，还没有发出过信。")
    assert [task.title for task in desk.tasks() if task.status is Status.WITHDRAWN] == ["新增工作"]
    withdraw_batch(desk.engine, oldest.id, today=TODAY, now=NOW, actor=SUPERVISOR)
    with db.reading(desk.engine) as connection:
        assert store_plans.plan(connection, plan_id).state is PlanState.WITHDRAWN
    with pytest.raises(NotFoundError):
        batch_statement(desk.engine, 99)
