"""The first page: what waits today, how today's mail went, and a light for every task of the year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy.engine import Connection

from models import db, store_audit, store_facts, store_messages, store_notices
from models.kinds import MessageState
from models.store_audit import LAST_RUN
from rules.plan import due_notices, unsent
from rules.status import WORST_FIRST, State
from scheduler import blockers
from scheduler.example import clear_example
from scheduler.services import SHANGHAI
from templates.filters import day_with_weekday, month_day
from web import inbox
from web.desk import DONE, Desk, Row
from web.flash import Line, done
from web.pages import desk_of, page
from web.session import Acting, Showing
from web.shell import clock

router = APIRouter()
_REPEATED_MARKS = 300
_FAR = 30


@dataclass(frozen=True, slots=True)
class Light:
    """One mark in the row of a month; several tasks when marks are not repeated."""

    state: str
    words: str
    link: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Month:
    """The lights of one month."""

    words: str
    link: str
    lights: tuple[Light, ...]
    tally: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """Today's mail in numbers."""

    headline: str
    rows: tuple[tuple[str, int, str], ...]
    """(words, count, tone)"""
    next_batch: str


@router.get("/")
def home(visit: Showing) -> Response:
    """Show what waits today."""
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        kinds = inbox.inbox(connection, desk)
        has_sent = store_messages.was_anything_sent(connection)
        obstacles = [] if has_sent else blockers.blockers(visit.services, connection, today=visit.today)
        return page(
            visit,
            connection,
            "home.html",
            current="home",
            desk=desk,
            kinds=kinds,
            groups=kinds,
            count=inbox.waiting_count(kinds),
            blockers=obstacles,
            unusual=" · ".join(_unusual(desk)),
            sent=_sent(connection, desk),
            months=_months(desk),
            legend=_legend(desk),
            sum_words=sum_words(desk),
            has_plan=bool(desk.rows or desk.drafts),
        )


@router.post("/example/clear")
def clear(visit: Acting) -> Response:
    """Clear the example and begin with the bureau's own plan."""
    clear_example(visit.services, visit.actor)
    return done(visit, "/imports", Line("示例已清除。", "现在可以导入本局的配档表。"))


def sum_words(desk: Desk) -> str:
    """Return one sentence whose counts add up to all tasks of the desk."""
    counts = desk.counts
    closed = sum(counts[state] for state in DONE)
    named = (State.OVERDUE, State.RETURNED, State.PENDING, State.DUE_SOON, State.UNCONFIRMED, State.PAUSED)
    parts = [f"{state.value}{counts[state]}" for state in named if counts[state]]
    rest = len(desk.rows) - closed - sum(counts[state] for state in named)
    return f"全年{len(desk.rows)}项：" + "，".join([f"办结{closed}", *parts, f"其余{rest}项在办。"])


def _unusual(desk: Desk) -> Iterable[str]:
    calendar, today = desk.calendar, desk.today
    if not calendar.is_workday(today):
        yield f"下一个工作日是{day_with_weekday(calendar.next_workday(today), today)}"
    following = calendar.next_workday(today)
    if calendar.is_workday(today) and (following - today).days > 3:
        yield f"明天起放假，{day_with_weekday(following, today)}上班"
    if calendar.is_provisional(today):
        yield f"{today.year}年放假安排没有录入，暂按周一至周五推算"
    owed = [row.task.due_on for row in desk.rows if not row.is_done and row.task.due_on]
    soon = sorted({day for day in owed if today <= day <= today + timedelta(days=_FAR)})
    for day in soon:
        if not calendar.is_workday(day):
            before = month_day(calendar.previous_workday(day))
            yield f"{day_with_weekday(day, today)}有{owed.count(day)}项到期，当日提醒提前到{before}"
            break


def _sent(connection: Connection, desk: Desk) -> Sent:
    counts = store_messages.state_counts(connection, run_on=desk.today)
    last = store_audit.switch_moment(connection, LAST_RUN)
    planned = sum(count for state, count in counts.items() if state is not MessageState.CANCELLED)
    ran_today = last is not None and last.astimezone(SHANGHAI).date() == desk.today
    if last is not None and ran_today:
        headline = f"{clock(last)} 运行过，今天共{planned}封"
    elif desk.calendar.is_workday(desk.today):
        headline = "今天还没有运行"
    else:
        headline = "今天是休息日，不发信"
    waiting = counts.get(MessageState.PENDING, 0) + counts.get(MessageState.SENDING, 0)
    rows = (
        ("已发出", counts.get(MessageState.SENT, 0), ""),
        ("等待发出", waiting, ""),
        ("等您核发", len(desk.letters), "act"),
        ("结果未知", counts.get(MessageState.UNKNOWN, 0), "warn"),
        ("被退回", counts.get(MessageState.FAILED, 0), "bad"),
    )
    return Sent(
        headline, tuple(row for row in rows if row[1] or row[0] == "已发出"), _next_batch(connection, desk)
    )


def _next_batch(connection: Connection, desk: Desk) -> str:
    """The next working day on which the policy calls for something new, if nobody answers."""
    facts = store_facts.load_facts(connection, due_until=desk.today + timedelta(days=_FAR * 2))
    for offset in range(1, _FAR + 1):
        day = desk.today + timedelta(days=offset)
        due = [
            n for n in due_notices(facts, policy=desk.policy, calendar=desk.calendar, today=day) if n.causes
        ]
        keys = store_notices.existing_keys(connection, [notice.dedupe_key for notice in due])
        if unsent(due, keys):
            return f"下一批可能在{month_day(day)}"
    return ""


def _months(desk: Desk) -> tuple[Month, ...]:
    plan = desk.main_plan
    by_month: dict[tuple[int, int] | None, list[Row]] = defaultdict(list)
    for row in desk.rows:
        if plan is None or row.task.plan_year == plan.year:
            by_month[row.month].append(row)
    is_many = len(desk.rows) > _REPEATED_MARKS
    keys = sorted(key for key in by_month if key is not None)
    months = [_month(desk, key, by_month[key], is_many=is_many) for key in keys]
    undated = by_month.get(None)
    if undated:
        lights = _lights(undated, is_many=is_many)
        months.append(Month("无时限", "/tasks?month=none", lights, _tally(undated), is_current=False))
    return tuple(months)


def _month(desk: Desk, key: tuple[int, int], rows: list[Row], *, is_many: bool) -> Month:
    year, month = key
    is_plan_year = desk.main_plan is None or year == desk.main_plan.year
    words = f"{month}月" if is_plan_year else f"{year % 100}年{month}月"
    link = f"/tasks?month={year}-{month:02d}"
    is_current = key == (desk.today.year, desk.today.month)
    is_ahead = key >= (desk.today.year, desk.today.month)
    tally = f"{len(rows)}项" if is_ahead and not any(row.is_done for row in rows) else _tally(rows)
    return Month(words, link, _lights(rows, is_many=is_many), tally, is_current)


def _tally(rows: list[Row]) -> str:
    return f"{sum(row.is_done for row in rows)}/{len(rows)}"


def _lights(rows: list[Row], *, is_many: bool) -> tuple[Light, ...]:
    ordered = sorted(
        rows, key=lambda row: (WORST_FIRST.index(row.state), row.task.due_on or date.max, row.task.id)
    )
    if not is_many:
        return tuple(
            Light(row.state.value, _light_words(row), f"/tasks/{row.task.number}") for row in ordered
        )
    counts: dict[State, list[Row]] = defaultdict(list)
    for row in ordered:
        counts[row.state].append(row)
    return tuple(
        Light(state.value, f"{len(own)}项{state.value}", f"/tasks/{own[0].task.number}", len(own))
        for state, own in counts.items()
    )


def _light_words(row: Row) -> str:
    return f"{row.task.lead_name}：{row.task.title}（{row.state.value}{row.day.detail}）"


def _legend(desk: Desk) -> tuple[str, ...]:
    return tuple(state.value for state in WORST_FIRST if desk.counts[state])
