"""Publishing a plan and withdrawing one, each behind a page that says what it means."""

from collections import Counter

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from importers.plans import withdraw
from importers.plans.withdraw import WithdrawalStatement
from models import db, store_plans
from rules.errors import DubanError, RuleError
from scheduler import sending
from web.flash import Line, done
from web.forms import RowId
from web.pages import desk_of, page
from web.session import Acting, Showing, Visit

router = APIRouter()


@router.get("/imports/plans/{plan_id}/release")
def ask_release(plan_id: RowId, visit: Showing) -> Response:
    """Show who would get an assignment mail."""
    with db.reading(visit.services.engine) as connection:
        return _release_page(visit, connection, plan_id)


def _release_page(
    visit: Visit, connection: Connection, plan_id: int, *, error: str = "", status: int = 200
) -> Response:
    desk, plan = desk_of(visit, connection), store_plans.plan(connection, plan_id)
    rows = [row for row in desk.rows if row.task.plan_id == plan_id]
    counts = Counter(one.office_id for row in rows for one in row.task.named)
    offices = [(office, counts[office.id]) for office in desk.directory.offices.values() if counts[office.id]]
    following = desk.today if desk.calendar.is_workday(desk.today) else desk.calendar.next_workday(desk.today)
    return page(
        visit,
        connection,
        "plan_release.html",
        current="imports",
        desk=desk,
        status=status,
        error=error,
        plan=plan,
        task_count=len(rows),
        draft_count=sum(task.plan_id == plan_id for task in desk.drafts),
        reachable=[(office, count) for office, count in offices if office.email],
        unreachable=[(office, count) for office, count in offices if not office.email],
        following=following,
    )


@router.post("/imports/plans/{plan_id}/release")
def release(plan_id: RowId, visit: Acting) -> Response:
    """Publish a plan."""
    try:
        sending.release_plan(visit.services, visit.actor, plan_id, today=visit.today)
    except RuleError as refused:
        with db.reading(visit.services.engine) as connection:
            return _release_page(visit, connection, plan_id, error=refused.message, status=409)
    return done(visit, "/", Line("计划已发布。", "下一次运行就发交办信，随后按策略提醒。"))


@router.get("/imports/plans/{plan_id}/withdraw")
def ask_withdraw_plan(plan_id: RowId, visit: Showing) -> Response:
    """Show what withdrawing a plan means, and what was mailed already."""
    statement = withdraw.plan_statement(visit.services.engine, plan_id)
    return _withdraw_page(visit, statement, f"/imports/plans/{plan_id}/withdraw", "撤回计划")


@router.get("/imports/batches/{batch_id}/withdraw")
def ask_withdraw_batch(batch_id: RowId, visit: Showing) -> Response:
    """Show what withdrawing one import means, and what was mailed already."""
    statement = withdraw.batch_statement(visit.services.engine, batch_id)
    return _withdraw_page(visit, statement, f"/imports/batches/{batch_id}/withdraw", "撤回这次导入")


def _withdraw_page(
    visit: Visit,
    statement: WithdrawalStatement,
    action: str,
    title: str,
    *,
    error: str = "",
    status: int = 200,
) -> Response:
    with db.reading(visit.services.engine) as connection:
        return page(
            visit,
            connection,
            "withdraw.html",
            current="imports",
            status=status,
            error=error,
            statement=statement,
            action=action,
            title=title,
        )


@router.post("/imports/plans/{plan_id}/withdraw")
def withdraw_plan(plan_id: RowId, visit: Acting) -> Response:
    """Withdraw a plan."""
    services = visit.services
    try:
        statement = withdraw.withdraw_plan(
            services.engine, plan_id, today=visit.today, now=visit.now, actor=visit.actor
        )
    except DubanError as refused:
        statement = withdraw.plan_statement(services.engine, plan_id)
        action = f"/imports/plans/{plan_id}/withdraw"
        return _withdraw_page(visit, statement, action, "撤回计划", error=refused.message, status=409)
    return done(visit, "/imports", Line("计划已撤回。", statement.words))


@router.post("/imports/batches/{batch_id}/withdraw")
def withdraw_batch(batch_id: RowId, visit: Acting) -> Response:
    """Withdraw one import."""
    services = visit.services
    try:
        statement = withdraw.withdraw_batch(
            services.engine, batch_id, today=visit.today, now=visit.now, actor=visit.actor
        )
    except DubanError as refused:
        statement = withdraw.batch_statement(services.engine, batch_id)
        action = f"/imports/batches/{batch_id}/withdraw"
        return _withdraw_page(visit, statement, action, "撤回这次导入", error=refused.message, status=409)
    return done(visit, "/imports", Line("这次导入已撤回。", statement.words))
