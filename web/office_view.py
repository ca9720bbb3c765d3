"""The list of an office's page: heading, counts, 签收, sections and rows, every value ready to print."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.task_values import TaskView
from rules.policy import Policy
from templates.cleaning import cleaned
from templates.filters import day_with_weekday, day_words
from templates.wording_dates import month_rule
from web.office_form import FormView
from web.office_frame import Frame
from web.office_read import Desk
from web.office_rows import Mark, Row, row_of
from web.office_sight import Place, Sight, place_of
from web.office_words import moment_words

CLOSED_LIMIT = 20
CLOSED_SHOWN = 10
_JUMPS = (Place.LATER, Place.CLOSED, Place.INFORMED)
#: Place → mark, heading, word in the line of counts.
_HEADINGS: dict[Place, tuple[str, str, str]] = {
    Place.CONFIRM: ("◇", "请先确认", "请先确认"),
    Place.RETURNED: ("◇", "退回补充", "退回补充"),
    Place.OVERDUE: ("■", "已逾期", "逾期"),
    Place.TODAY: ("▲", "今天到期", "今天到期"),
    Place.SOON: ("▲", "即将到期", "即将到期"),
    Place.REPORTED: ("◇", "已报完成，待审核", "待审核"),
    Place.LATER: ("", "以后到期", "以后到期"),
    Place.UNDATED: ("", "没有固定日期", "没有固定日期"),
    Place.PAUSED: ("", "已暂停", "已暂停"),
    Place.CLOSED: ("", "已办结", "已办结"),
    Place.SUPPORT: ("", "配合", "配合"),
    Place.INFORMED: ("", "知悉", "知悉"),
}
_TINTS = {"■": "red", "▲": "amber"}
_ALWAYS_SMALL = {
    Place.CONFIRM: "表印发时已过月末，不计逾期",
    Place.UNDATED: "只列在这里，暂不提醒",
    Place.SUPPORT: "由牵头单位报完成，不计本处逾期",
    Place.INFORMED: "不用填报",
}
#: What the office leads and is counted for; the parts of the line of counts add up to it.
_LED = tuple(place for place in Place if place not in (Place.SUPPORT, Place.INFORMED))
#: States in which something waits for the office at once.
_AT_ONCE = frozenset({Place.RETURNED, Place.OVERDUE, Place.TODAY, Place.SOON})


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its rows."""

    place: Place
    mark: Mark
    count: int
    small: str
    rows: tuple[Row, ...]

    @property
    def hidden_count(self) -> int:
        """How many rows are left out until asked for."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class SignBox:
    """请签收: what pressing its button signs for."""

    plan_ids: tuple[int, ...]
    count: int
    name: str


@dataclass(frozen=True, slots=True)
class Info:
    """A line on top of the page after an act, or about the task the link named."""

    sign: str
    words: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class OfficePage:
    """The whole page."""

    frame: Frame
    heading: str
    lead: str
    """``负责12项`` and, before the first 签收, no counts but the nearest date."""
    parts: tuple[Mark, ...]
    tail: str
    secondary: str
    jumps: tuple[tuple[str, str], ...]
    sign: SignBox | None
    sections: tuple[Section, ...]
    form: FormView | None
    """The one open form."""
    info: Info | None
    reporter: str
    submission_key: str
    answers: Mapping[str, str]
    """The fields of a form under 请先确认 that came back."""


def office_page(
    desk: Desk,
    frame: Frame,
    *,
    policy: Policy,
    form: FormView | None,
    info: Info | None,
    submission_key: str,
    typed: Mapping[str, str] | None = None,
    shows_all: bool = False,
) -> OfficePage:
    """Return the office's page for one day."""
    sorted_tasks = _by_place(desk)
    sections = tuple(
        _section(place, tasks, desk.sight, shows_all=shows_all) for place, tasks in sorted_tasks.items()
    )
    lead, parts, tail = _counts(desk, sorted_tasks)
    return OfficePage(
        frame=frame,
        heading=_heading(desk),
        lead=lead,
        parts=parts,
        tail=tail,
        secondary=_secondary(desk, policy),
        jumps=tuple((s.place, s.mark.words) for s in sections if s.place in _JUMPS),
        sign=_sign_box(desk),
        sections=sections,
        form=form,
        info=info,
        reporter=desk.reporter[0] if typed is None else typed.get("reported_by", ""),
        submission_key=submission_key,
        answers=typed or {},
    )


def _by_place(desk: Desk) -> dict[Place, list[TaskView]]:
    found: dict[Place, list[TaskView]] = {place: [] for place in Place}
    for task in sorted(desk.tasks, key=lambda task: task.due_on or date.max):
        found[place_of(task, desk.sight)].append(task)
    return {place: tasks for place, tasks in found.items() if tasks}


def _section(place: Place, tasks: list[TaskView], sight: Sight, *, shows_all: bool) -> Section:
    sign, words, _ = _HEADINGS[place]
    shown = tasks
    if place is Place.CLOSED and len(tasks) > CLOSED_LIMIT and not shows_all:
        newest = sorted(tasks, key=lambda task: (task.closed_on or date.min, task.id))[-CLOSED_SHOWN:]
        shown = [task for task in tasks if task in newest]
    return Section(
        place=place,
        mark=Mark(sign, words, _TINTS.get(sign, "")),
        count=len(tasks),
        small=_small(place, tasks, sight),
        rows=tuple(cleaned(row_of(task, sight)) for task in shown),
    )


def _small(place: Place, tasks: list[TaskView], sight: Sight) -> str:
    if place is not Place.SOON:
        return _ALWAYS_SMALL.get(place, "")
    first = min(task.due_on for task in tasks if task.due_on is not None)
    last = max(sight.calendar.on_or_before(first), sight.today)
    return f"请在{day_with_weekday(last, sight.today)}前填报"


def _heading(desk: Desk) -> str:
    years = sorted({plan.year for plan in desk.plans.values()})
    when = f"{years[-1]}年" if len(years) == 1 else ""
    return f"{desk.access.office.name}：{when}重点工作"


def _counts(desk: Desk, tasks: dict[Place, list[TaskView]]) -> tuple[str, tuple[Mark, ...], str]:
    """Return ``负责12项``, the parts that add up to it, and what comes after; zero counts are left out."""
    led = {place: len(tasks[place]) for place in _LED if place in tasks}
    others = [f"{_HEADINGS[p][1]}{len(tasks[p])}项" for p in (Place.SUPPORT, Place.INFORMED) if p in tasks]
    total = sum(led.values())
    if not led:
        return "，".join(others) + ("。" if others else "目前没有事项。"), (), ""
    lead = f"负责{total}项"
    if desk.unsigned_plans and not _AT_ONCE & led.keys():
        return "，".join([lead, *others]) + f"。{_nearest(tasks, desk.sight)}", (), ""
    parts = []
    for place, count in led.items():
        sign, _, word = _HEADINGS[place]
        parts.append(Mark(sign, f"{word}{count}", _TINTS.get(sign, "")))
    return lead, tuple(parts), f"{'，'.join(others)}。" if others else ""


def _nearest(tasks: dict[Place, list[TaskView]], sight: Sight) -> str:
    coming = [task.due_on for task in tasks.get(Place.LATER, ()) if task.due_on is not None]
    return f"最近到期：{day_words(min(coming), sight.today)}。" if coming else ""


def _secondary(desk: Desk, policy: Policy) -> str:
    return "".join(_secondary_sentences(desk, policy))


def _secondary_sentences(desk: Desk, policy: Policy) -> Iterator[str]:
    if desk.signed and not desk.unsigned_plans:
        latest = max(desk.signed.values(), key=lambda sign: sign.acknowledged_at)
        when = moment_words(latest.acknowledged_at, desk.sight.today)
        yield f"{when.split()[0]} 督查室电话确认后代签。" if latest.by_phone else f"{when} 已签收。"
    dated = [task for task in desk.tasks if task.due_on is not None]
    months = [task for task in dated if task.is_derived and task.due_rule == "month_end"]
    rule = month_rule(policy)
    if months and len(months) == len(dated):
        yield f"到期日均{rule.replace('按当月', '按配档表月份的')}。"
    elif months:
        yield f"只写月份的，到期日{rule}。"
    years = sorted({day.year for day in _due_days(dated) if desk.sight.calendar.is_provisional(day)})
    if years:
        yield f"{'、'.join(f'{year}年' for year in years)}放假安排未公布，暂按周一至周五推算。"


def _due_days(tasks: Iterable[TaskView]) -> Iterator[date]:
    return (task.due_on for task in tasks if task.due_on is not None)


def _sign_box(desk: Desk) -> SignBox | None:
    plans = desk.unsigned_plans
    if not plans:
        return None
    count = sum(task.plan_id in plans for task in desk.named)
    return SignBox(plans, count, desk.reporter[0] or desk.access.office.contact_name)
