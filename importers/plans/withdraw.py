"""Withdraw a plan or one import (撤回), saying first what was already mailed about it.

Mail that left cannot be called back; what still waits is cancelled by the next pass.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.engine import Connection, Engine

from models import db, store_audit, store_plans, store_withdraw
from models.kinds import PlanState
from models.store_audit import Actor
from models.store_plans import BatchRecord
from models.store_withdraw import Mailed
from rules.errors import RuleError

_NOTE = "计划已撤回"


@dataclass(frozen=True, slots=True)
class WithdrawalStatement:
    """What a withdrawal takes off and what offices were already mailed about it."""

    plan_id: int
    plan_title: str
    task_count: int
    mailed: tuple[Mailed, ...]

    @property
    def sent_count(self) -> int:
        """How many messages left."""
        return sum(office.sent_count for office in self.mailed)

    @property
    def words(self) -> str:
        """The statement in one sentence, in Chinese."""
        told = [office for office in self.mailed if office.sent_count]
        waiting = sum(office.waiting_count for office in self.mailed)
        about = f"《{self.plan_title}》的{self.task_count}项"
        if not told:
            mails = "还没有发出过信"
        else:
            names = "、".join(f"{office.office_name}{office.sent_count}封" for office in told)
            mails = f"已经发出{self.sent_count}封信（{names}），收不回来，请另行告知"
        return f"{about}，{mails}" + (f"；等待发出的{waiting}封不再发。" if waiting else "。")


def plan_statement(engine: Engine, plan_id: int) -> WithdrawalStatement:
    """Return what withdrawing a plan would take off; raises :class:`NotFoundError`."""
    with db.reading(engine) as connection:
        return _of_plan(connection, plan_id)


def batch_statement(engine: Engine, batch_id: int) -> WithdrawalStatement:
    """Return what withdrawing an import would take off; raises :class:`NotFoundError`."""
    with db.reading(engine) as connection:
        return _of_batch(connection, store_withdraw.batch(connection, batch_id))


def withdraw_plan(
    engine: Engine, plan_id: int, *, today: date, now: datetime, actor: Actor
) -> WithdrawalStatement:
    """Withdraw a plan with all tasks that have not ended. Raises :class:`RuleError` when it is withdrawn."""
    with db.writing(engine) as connection:
        if store_plans.plan(connection, plan_id).state is PlanState.WITHDRAWN:
            raise RuleError("这份计划已经撤回过了。")
        statement = _of_plan(connection, plan_id)
        tasks = store_withdraw.live_tasks(connection, plan_id=plan_id)
        store_withdraw.withdraw_tasks(connection, tasks, note=_NOTE)
        store_plans.update_plan(connection, plan_id, state=PlanState.WITHDRAWN)
        for batch in store_plans.batches(connection, plan_id=plan_id, limit=10_000):
            if batch.withdrawn_on is None:
                store_plans.withdraw_batch(connection, batch.id, on=today)
        _record(connection, statement, ("plan", plan_id), actor, now)
    return statement


def withdraw_batch(
    engine: Engine, batch_id: int, *, today: date, now: datetime, actor: Actor
) -> WithdrawalStatement:
    """Withdraw the tasks one import brought; its plan goes too when nothing else is left in it.

    Rows that the import only changed stay as they are.
    """
    with db.writing(engine) as connection:
        batch = store_withdraw.batch(connection, batch_id)
        if batch.withdrawn_on is not None:
            raise RuleError("这次导入已经撤回过了。")
        statement = _of_batch(connection, batch)
        tasks = store_withdraw.live_tasks(connection, batch_id=batch_id)
        store_withdraw.withdraw_tasks(connection, tasks, note=_NOTE)
        store_plans.withdraw_batch(connection, batch_id, on=today)
        if tasks and not store_withdraw.live_tasks(connection, plan_id=batch.plan_id):
            store_plans.update_plan(connection, batch.plan_id, state=PlanState.WITHDRAWN)
        _record(connection, statement, ("batch", batch_id), actor, now)
    return statement


def _of_plan(connection: Connection, plan_id: int) -> WithdrawalStatement:
    plan = store_plans.plan(connection, plan_id)
    count = len(store_withdraw.live_tasks(connection, plan_id=plan_id))
    mailed = tuple(store_withdraw.mailed_about(connection, plan_id=plan_id))
    return WithdrawalStatement(plan_id, plan.title, count, mailed)


def _of_batch(connection: Connection, batch: BatchRecord) -> WithdrawalStatement:
    plan = store_plans.plan(connection, batch.plan_id)
    count = len(store_withdraw.live_tasks(connection, batch_id=batch.id))
    mailed = tuple(store_withdraw.mailed_about(connection, batch_id=batch.id))
    return WithdrawalStatement(plan.id, plan.title, count, mailed)


def _record(
    connection: Connection,
    statement: WithdrawalStatement,
    subject: tuple[str, int],
    actor: Actor,
    now: datetime,
) -> None:
    facts = {"tasks": statement.task_count, "sent": statement.sent_count}
    store_audit.record(connection, actor, f"{subject[0]}_withdraw", subject=subject, at=now, facts=facts)
