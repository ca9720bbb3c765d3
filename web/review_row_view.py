"""One row of 核对 as its page shows it: the words to correct, why it is marked, and what can be answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from importers.review.values import FieldChange, GroupKind, OfficeStanding, ReviewOffice, ReviewRow, RowField
from models.store_directory import Directory
from rules.facts import DueBasis, Role
from rules.workdays import Calendar, weekday_name
from templates.filters import day_words, month_day

#: Groups whose rows have nothing graver to say than what their day means.
_READ_WELL = (GroupKind.CLEAR, GroupKind.NEW)
#: Groups of which nothing can be stored.
WITHOUT_TICK = (GroupKind.GONE, GroupKind.SAME)
_GROUPS = (OfficeStanding.GROUP, OfficeStanding.UNKNOWN_GROUP)
_TAGS = {
    OfficeStanding.UNKNOWN: ("不在名录", "warn"),
    OfficeStanding.UNVERIFIED: ("待核实", "warn"),
    OfficeStanding.RETIRED: ("已停用", "warn"),
    OfficeStanding.UNKNOWN_GROUP: ("组里没有单位", "warn"),
}
#: How many Chinese characters a line of a field holds on a screen 1280 pixels wide (time: Latin letters).
_TITLE_WIDTH = 15
_OFFICE_WIDTH = 11
_TIME_WIDTH = 14


@dataclass(frozen=True, slots=True)
class Question:
    """A name nobody knows or has confirmed, to be answered with one click."""

    name: str
    suggestion: str
    suggestion_id: int
    """The office of the directory the name may mean; 0 when nothing is suggested that could be chosen."""
    suggestion_row_count: int
    """In how many rows the suggested office stands."""
    is_listed: bool = False
    """Whether the directory has the name, 待核实 since an earlier import."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row, every value ready."""

    row: ReviewRow
    title: str
    time_words: str
    office_words: str
    is_ticked: bool
    has_tick: bool
    move: str
    """Why its date moves: ``adjustment``, ``correction``, or empty as long as nobody has said."""
    paper: str
    due: str
    due_note: str
    tags: tuple[tuple[str, str], ...]
    """(words, tone) below the offices."""
    reasons: tuple[str, ...]
    hints: tuple[str, ...]
    questions: tuple[Question, ...]
    leads: tuple[tuple[int, str], ...]
    """(position, name) of the offices that could lead instead of the proposed one."""
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    group_words: str
    """What a group means in this row, empty without one."""
    old: Mapping[str, str] = field(default_factory=dict)
    """What the stored task says, by the field that a later edition changes."""

    @property
    def is_time_edited(self) -> bool:
        """Whether a person wrote the words of the time."""
        return RowField.TIME in self.row.edited

    @property
    def label(self) -> str:
        """How the row is named to somebody who does not see it."""
        return f"第{self.row.number}行" if self.row.number else self.row.place

    @property
    def time_width(self) -> int:
        """How many Latin letters wide the field of the time is, for browsers that cannot fit it."""
        return min(_TIME_WIDTH, max(8, 2 * max(map(_width, self.time_words.splitlines()), default=0) + 1))

    @property
    def title_lines(self) -> int:
        """How many lines the title takes up, for browsers that cannot fit a field to its words."""
        return _lines(self.title, _TITLE_WIDTH)

    @property
    def office_lines(self) -> int:
        """How many lines the offices take up."""
        return _lines(self.office_words, _OFFICE_WIDTH)

    @property
    def is_unknown(self) -> bool:
        """Whether a named office is not in the directory."""
        return any(office.standing is OfficeStanding.UNKNOWN for office in self.row.offices)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What rows are shown against: the day, its calendar, the directory, and words typed but refused."""

    today: date
    calendar: Calendar
    directory: Directory
    typed: Mapping[str, str] = field(default_factory=dict)
    ticks: Mapping[str, bool] = field(default_factory=dict)
    """Ticks changed in a refused form, by the keys of rows."""


def row_view(row: ReviewRow, kind: GroupKind, around: Surroundings, asked: set[str]) -> RowView:
    """Return a row of a group; ``asked`` holds the names this page has asked about and grows."""
    typed = around.typed
    single = len(row.offices) == 1
    return RowView(
        row,
        title=typed.get(f"title-{row.key}", row.title),
        time_words=typed.get(f"time-{row.key}", row.time_words),
        office_words=typed.get(f"offices-{row.key}", row.office_words),
        is_ticked=around.ticks.get(row.key, row.is_ticked),
        has_tick=kind not in WITHOUT_TICK and not row.error,
        move=typed.get(f"move-{row.key}", row.answer.change_class.value if row.answer else ""),
        paper=typed.get(f"paper-{row.key}", row.answer.paper if row.answer else ""),
        due=_due(row.due_on, around.today),
        due_note=_due_note(row),
        tags=tuple(_tag(office, is_single=single) for office in row.offices if _has_tag(office, single)),
        reasons=() if kind is GroupKind.GONE else (*row.flags, *_offices_reasons(row)),
        hints=tuple(_hints(row, kind, around)),
        questions=tuple(_questions(row, around, asked)),
        leads=_leads(row),
        groups=tuple((office.name, office.members) for office in row.offices if office.members),
        group_words=_group_words(row),
        old={change.field.value: _old_words(change) for change in row.changes},
    )


def _width(text: str) -> int:
    """Return the width of a line in Chinese characters, two Latin letters being one."""
    narrow = sum(char.isascii() for char in text)
    return len(text) - narrow // 2


def _lines(text: str, width: int) -> int:
    return max(1, sum(max(1, -(-_width(line) // width)) for line in text.splitlines()))


def _due(day: date | None, today: date) -> str:
    return f"{day_words(day, today)} {weekday_name(day)}" if day else "—"


def _due_note(row: ReviewRow) -> str:
    """推定 with its reason is said once, in words, below the time words."""
    if row.due_on is None:
        return row.due_reason
    return "推定" if row.due_basis is DueBasis.DERIVED else ""


def _old_words(change: FieldChange) -> str:
    return change.old or "未写"


def _has_tag(office: ReviewOffice, is_single: bool) -> bool:
    is_plain = office.standing is OfficeStanding.KNOWN and not office.known_as
    return not is_plain or (office.is_proposed_lead and not is_single)


def _tag(office: ReviewOffice, *, is_single: bool) -> tuple[str, str]:
    name = "" if is_single else f"{office.name}："
    if office.standing in _TAGS:
        words, tone = _TAGS[office.standing]
        return f"{name}{words}", tone
    if office.standing is OfficeStanding.GROUP:
        return f"{office.name}：组，{len(office.members)}个", ""
    if office.is_proposed_lead and not is_single:
        return f"拟牵头：{office.known_as or office.name}", "act"
    return f"{name}即{office.known_as}", ""


def _offices_reasons(row: ReviewRow) -> Iterator[str]:
    named = [office for office in row.offices if office.standing not in _GROUPS]
    if len(named) > 1 and any(office.is_proposed_lead for office in named):
        yield f"{len(named)}个单位"
    for office in row.offices:
        if office.members:
            yield f"“{office.name}”是全体"


def _group_words(row: ReviewRow) -> str:
    groups = [office.name for office in row.offices if office.members]
    if not groups:
        return ""
    is_alone = len(groups) == len(row.offices)
    return "每个单位各办各的。" if is_alone else f"{'、'.join(groups)}只“知悉”，不催、不计。"


def _leads(row: ReviewRow) -> tuple[tuple[int, str], ...]:
    """The others that stand without a mark, by their position among these, as ``office_words`` lists them."""
    unmarked = [office for office in row.offices if office.role is Role.RESPONSIBLE]
    if not any(office.is_proposed_lead for office in unmarked):
        return ()
    return tuple(
        (position, office.name)
        for position, office in enumerate(unmarked)
        if not office.is_proposed_lead and office.standing not in _GROUPS
    )


def _hints(row: ReviewRow, kind: GroupKind, around: Surroundings) -> Iterator[str]:
    if kind not in _READ_WELL or row.is_past or row.due_on is None:
        return
    day, calendar = row.due_on, around.calendar
    if calendar.is_provisional(day):
        yield f"{day.year}年放假安排未公布，暂按周一至周五推算"
    elif calendar.is_makeup_workday(day):
        yield f"{weekday_name(day)}调休上班，照常算工作日"
    elif not calendar.is_workday(day):
        rest = calendar.holiday_name(day) or weekday_name(day)
        yield f"当天休息（{rest}），前一个工作日是{month_day(calendar.previous_workday(day))}"
    if day >= around.today:
        yield f"距今{calendar.workdays_between(around.today, day)}个工作日"


def _questions(row: ReviewRow, around: Surroundings, asked: set[str]) -> Iterator[Question]:
    """Ask once a page for each name, in the first row that has it."""
    for office in row.offices:
        if not office.is_open or office.name in asked:
            continue
        asked.add(office.name)
        meant = around.directory.find(office.suggestion) if office.suggestion else None
        yield Question(
            office.name,
            office.suggestion,
            meant.id if meant else 0,
            office.suggestion_row_count,
            is_listed=office.standing is OfficeStanding.UNVERIFIED,
        )
