"""为什么发了，为什么没发: one task on one day, a sentence for each office. It shows and changes nothing."""

from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import Response

from models import db, store_tasks
from rules.workdays import Calendar
from scheduler.why import is_within_reach, why
from scheduler.why_words import HELD, SENT, Reason
from templates.filters import day_with_weekday
from web.forms import iso_day
from web.pages import desk_of, page
from web.session import Showing

router = APIRouter()
_LOST = "应发未发"
_AHEAD = "到时"
_NOT_A_DAY = "不是能看的日子，下面是今天的。写成2026-10-31的样子，最远看两年以后。"


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """One sentence as the page shows it."""

    stage: str
    sentence: str
    mark: str
    tone: str
    link: str = ""
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class OfficeReasons:
    """The sentences about one office."""

    office: str
    rows: tuple[ReasonRow, ...]


@router.get("/tasks/{number}/why")
def show(number: str, visit: Showing) -> Response:
    """Show why something was or was not said about a task on a day; without a day, on this one."""
    asked = visit.query("on", limit=20)
    wanted = iso_day(asked) if asked else visit.today
    day = wanted if wanted is not None and is_within_reach(wanted, today=visit.today) else visit.today
    with db.reading(visit.services.engine) as connection:
        desk = desk_of(visit, connection)
        task = store_tasks.load_task(connection, store_tasks.task_id_of(connection, number[:40]))
        reasons = why(visit.services, connection, task.id, day, today=visit.today)
        return page(
            visit,
            connection,
            "why.html",
            current="tasks",
            desk=desk,
            task=task,
            day=day,
            day_words=day_words(day, visit.today, desk.calendar),
            is_ahead=day > visit.today,
            before=_neighbour(day, -1, visit.today),
            after=_neighbour(day, 1, visit.today),
            offices=by_office(reasons),
            problem="" if day == wanted else f"“{asked}”{_NOT_A_DAY}",
        )


def day_words(day: date, today: date, calendar: Calendar) -> str:
    """Return a day with its weekday and what is unusual about it."""
    words = day_with_weekday(day, today)
    if calendar.is_makeup_workday(day):
        return f"{words}，调休上班"
    return words if calendar.is_workday(day) else f"{words}，休息日，不发信"


def by_office(reasons: list[Reason]) -> list[OfficeReasons]:
    """Return the sentences office by office, in the order of the task's offices."""
    names = dict.fromkeys(reason.office for reason in reasons)
    return [
        OfficeReasons(name, tuple(_row(reason) for reason in reasons if reason.office == name))
        for name in names
    ]


def _row(reason: Reason) -> ReasonRow:
    mark, tone = "点", ""
    if reason.sentence.startswith(SENT):
        mark, tone = "钩", "ok"
    elif reason.sentence.startswith(HELD):
        mark, tone = "待核", "wait"
    elif reason.sentence.startswith(_LOST):
        mark, tone = "逾期", "bad"
    elif reason.sentence.startswith(_AHEAD):
        mark = "圈"
    link, words = "", ""
    if reason.letter_id is not None:
        link, words = f"/release/{reason.letter_id}", "看信"
    elif reason.message_id is not None:
        link, words = f"/outbox/{reason.message_id}", "看这封信"
    return ReasonRow(reason.stage_words, reason.sentence, mark, tone, link, words)


def _neighbour(day: date, step: int, today: date) -> str:
    """The day before or after in the address, empty where the page does not reach."""
    other = day + timedelta(days=step)
    return other.isoformat() if is_within_reach(other, today=today) else ""
