"""What still stops the first send, or mail at all: one sentence each, and where it is mended."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.engine import Connection

from models import store_audit, store_plans, store_tasks, store_totals
from models.kinds import OfficeState, PlanState
from models.store_audit import SENDING_PAUSED
from models.store_directory import load_directory
from models.store_tasks import TaskFilter
from rules.facts import Status
from scheduler.services import Services


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing in the way: words, what it means, and the page that mends it."""

    words: str
    detail: str
    link: str
    stops_all: bool = False
    """Whether no mail at all can leave before it is mended."""


def blockers(services: Services, connection: Connection, *, today: date) -> list[Blocker]:
    """Return what stops mail on a day, gravest first; empty when nothing does."""
    return [
        *_paused(connection),
        *_pilot(services),
        *_plans(connection),
        *_offices(connection),
        *_calendar(services, connection, today),
    ]


def _paused(connection: Connection) -> list[Blocker]:
    value = store_audit.switch_value(connection, SENDING_PAUSED)
    if not value:
        return []
    return [Blocker("全部暂停发送", f"原因：{value}。恢复之前，什么信都不发。", "/sending", stops_all=True)]


def _pilot(services: Services) -> list[Blocker]:
    if not services.mail.redirect_to:
        return []
    return [Blocker("试运行", f"所有的信都只发到 {services.mail.redirect_to}，单位收不到。", "/sending")]


def _plans(connection: Connection) -> list[Blocker]:
    plans = store_plans.plans(connection)
    if not any(plan.state is not PlanState.WITHDRAWN for plan in plans):
        return [Blocker("还没有计划", "导入本局的配档表之后才有信可发。", "/imports", stops_all=True)]
    found = [
        Blocker(f"《{plan.title}》还没有发布", "发布后，下一次运行就会发交办信。", "/imports")
        for plan in plans
        if plan.state is PlanState.DRAFT
    ]
    drafts = store_tasks.load_tasks(
        connection,
        TaskFilter(statuses=(Status.DRAFT,), plan_states=(PlanState.DRAFT, PlanState.RELEASED)),
    )
    if drafts:
        found.append(Blocker(f"{len(drafts)}项草稿没有确认", "读得没把握的行，确认后才会交办。", "/imports"))
    unclear = [
        view
        for view in store_tasks.load_tasks(connection, TaskFilter())
        if not view.assignments and view.status is Status.OPEN
    ]
    if unclear:
        found.append(Blocker(f"{len(unclear)}项没有责任单位", "需明确，补上单位后才会发信。", "/tasks?q="))
    return found


def _offices(connection: Connection) -> list[Blocker]:
    directory = load_directory(connection)
    years = store_totals.year_rows(connection, directory.offices.keys())
    busy = [office for office in directory.offices.values() if years.get(office.id)]
    unverified = [office.name for office in busy if office.state is OfficeState.UNVERIFIED]
    missing = [office.name for office in busy if office.state is OfficeState.VERIFIED and not office.email]
    found = []
    if unverified:
        found.append(
            Blocker(f"{len(unverified)}个单位名称待核实", "、".join(unverified), "/offices?state=unverified")
        )
    if missing:
        found.append(Blocker(f"{len(missing)}个单位没有邮箱", "、".join(missing), "/offices?state=problem"))
    return found


def _calendar(services: Services, connection: Connection, today: date) -> list[Blocker]:
    if not services.calendar(connection).is_provisional(today):
        return []
    words = f"{today.year}年放假安排没有录入"
    return [Blocker(words, "暂按周一至周五推算，发信不停，日期可能差几天。", "/")]
