"""From raw rows to checked ones: the title cleaned, the time read, the offices named, doubts flagged.

A row that cannot be taken becomes a problem with its place; nothing is compared or stored here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from importers.header_words import Column
from importers.office_doubts import PERSON_FLAG, is_person, separated
from importers.office_words import NamedOffice, is_plausible_name, offices_of
from importers.period_words import is_period
from importers.raw_rows import RawCell, RawRow
from importers.table_rows import OFFICE_COLUMNS
from importers.title_doubts import title_flags
from importers.unit_words import NOBODY, is_no_office
from importers.wording import folded, one_line, without_blanks
from rules.deadlines import Deadline

DOUBTFUL_CONFIDENCE = 0.6
SURE_CONFIDENCE = 0.9
_LEADING_NUMBER = re.compile(
    r"^(?:\d{1,3}[.．、]|[(（]\d{1,3}[)）][.、]?|[①-⑳]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])"
    r"\s*(?=[^\d\s.]|\d{1,2}月)"
)
_LATIN_STOP = re.compile(r"(?<=[a-z)])\.$")
_MONTH_NUMBER = re.compile(r"0?([1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to say about a file or one of its rows, in Chinese, with its place."""

    message: str
    place: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row that can be stored. ``flags`` say why a person should look before it is."""

    number: int
    place: str
    position: int
    title: str
    title_key: str
    nth: int
    period: str
    deadline: Deadline
    offices: tuple[NamedOffice, ...]
    office_place: str
    office_column: str
    original: str
    confidence: float
    flags: tuple[str, ...] = ()
    lacks_time: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """What a row is known by within its plan."""
        return self.title_key, self.nth

    @property
    def is_doubtful(self) -> bool:
        """Whether the row waits for a person unless everything is released."""
        return bool(self.flags) or self.confidence < SURE_CONFIDENCE


@dataclass(frozen=True, slots=True)
class Checks:
    """The rows that were taken, and what is wrong with the others or unclear in these."""

    rows: tuple[CheckedRow, ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    refused: frozenset[tuple[str, int]] = frozenset()
    """The keys of rows that name a task but could not be taken."""


def title_key(title: str) -> str:
    """Return what a title is compared by: its words without any blank."""
    return without_blanks(title)


def check_rows(
    raw_rows: Iterable[RawRow], read_time: Callable[[str], Deadline], *, known: AbstractSet[str] = NOBODY
) -> Checks:
    """Check every row; ``read_time`` reads the words of a time, ``known`` are names of the directory."""
    raw_rows = list(raw_rows)
    named = [_named(raw) for raw in raw_rows]
    names = known | {office.name for offices in named for office in offices}
    rows: list[CheckedRow] = []
    errors: list[Problem] = []
    refused: set[tuple[str, int]] = set()
    counts: Counter[str] = Counter()
    for raw, offices in zip(raw_rows, named, strict=True):
        title = clean_title(raw.text(Column.TASK))
        if not title:
            cell = raw.cell(Column.TASK)
            reason = (cell.doubt if cell else "") or "没有写工作内容"
            errors.append(_problem(raw, cell, f"{reason}，这一行没有收。"))
            continue
        counts[title_key(title)] += 1
        key = (title_key(title), counts[title_key(title)])
        time_cell = raw.cell(Column.TIME)
        deadline = read_time(raw.due_words or _time_words(time_cell))
        if deadline.error:
            errors.append(_problem(raw, time_cell, f"{deadline.error}，这一行没有收。"))
            refused.add(key)
            continue
        rows.append(_checked(raw, title, key, deadline, position=len(rows) + 1, named=offices, names=names))
    return Checks(tuple(rows), tuple(errors), tuple(_missing(rows)), frozenset(refused))


def _named(raw: RawRow) -> tuple[NamedOffice, ...]:
    return offices_of((cell.column, cell.text) for cell in raw.cells_of(OFFICE_COLUMNS))


def _checked(
    raw: RawRow,
    title: str,
    key: tuple[str, int],
    deadline: Deadline,
    *,
    position: int,
    named: tuple[NamedOffice, ...],
    names: AbstractSet[str],
) -> CheckedRow:
    time_cell = raw.cell(Column.TIME)
    period = one_line(time_cell.text) if time_cell else ""
    office_cells = raw.cells_of(OFFICE_COLUMNS)
    may_name_persons = any("人" in cell.header for cell in office_cells)
    persons = [office for office in named if is_person(office.name, NOBODY)] if may_name_persons else []
    offices, office_flags = separated(
        [office for office in named if office not in persons], [cell.text for cell in office_cells], names
    )
    flags = (*_flags(raw, title, deadline, offices), *office_flags)
    first = office_cells[0] if office_cells else None
    return CheckedRow(
        number=raw.number,
        place=raw.place,
        position=position,
        title=title,
        title_key=key[0],
        nth=key[1],
        period=period,
        deadline=deadline,
        offices=offices,
        office_place=first.place if first else raw.place,
        office_column=first.header if first else "责任单位",
        original=raw.original,
        confidence=min(raw.certainty, DOUBTFUL_CONFIDENCE if flags else 1.0),
        flags=flags,
        lacks_time=deadline.rule == "none",
    )


def clean_title(text: str) -> str:
    """Return the words that name a task, without a leading number and a closing full stop."""
    title = _LEADING_NUMBER.sub("", one_line(text))
    return _LATIN_STOP.sub("", title.rstrip("。、，；,; "))


def _time_words(cell: RawCell | None) -> str:
    """Return the words to read; a bare number under 月份 is a month."""
    words = one_line(cell.text) if cell else ""
    if cell and "月" in cell.header and (month := _MONTH_NUMBER.fullmatch(folded(words))):
        return f"{month[1]}月"
    return words


def _problem(raw: RawRow, cell: RawCell | None, message: str) -> Problem:
    place, column = (cell.place, cell.header) if cell else (raw.place, "")
    return Problem(message, place, raw.number, column)


def _flags(raw: RawRow, title: str, deadline: Deadline, offices: tuple[NamedOffice, ...]) -> Iterable[str]:
    yield from raw.doubts
    yield from title_flags(title)
    if deadline.doubtful:
        yield f"时限：{deadline.doubtful}"
    for cell in raw.cells_of((Column.TASK, Column.TIME, *OFFICE_COLUMNS)):
        if cell.doubt:
            yield f"{cell.header}：{cell.doubt}"
    for office in offices:
        if not is_plausible_name(office.name) or is_no_office(office.name) or is_period(office.name):
            yield f"单位：“{office.name[:40]}”不像单位名称"
        elif is_person(office.name, NOBODY):
            yield PERSON_FLAG.format(office.name)


def _missing(rows: list[CheckedRow]) -> Iterable[Problem]:
    """Say 需明确 for each row without a time or an office; said once where no row has one."""
    without_offices = [row for row in rows if not row.offices]
    without_time = [row for row in rows if row.lacks_time]
    if rows and len(without_offices) == len(rows):
        yield Problem("整张表都没有写责任单位，需明确；补上之前不给任何单位发信。")
        without_offices = []
    if rows and len(without_time) == len(rows):
        yield Problem("整张表都没有写时限，需明确；补上之前不给任何单位发信。")
        without_time = []
    for row in without_offices:
        message = "没有写责任单位，需明确；补上之前不给任何单位发信。"
        yield Problem(message, row.office_place, row.number, row.office_column)
    for row in without_time:
        yield Problem("没有写时限，需明确；补上之前不给任何单位发信。", row.place, row.number, "时限")
