"""From raw rows to checked ones: the title cleaned, the time read, the offices named, doubts flagged.

A row that cannot be taken becomes a problem with its place; nothing is compared or stored here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from importers.plans.row_offices import RowOffices, read_offices
from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.table_rows import OFFICE_COLUMNS
from importers.tables.time_cells import time_words
from importers.words.confidence import CELLS, FLAGGED, SURE
from importers.words.header_words import Column
from importers.words.office_doubts import odd_names
from importers.words.office_words import NamedOffice
from importers.words.period_words import is_period, names_date
from importers.words.struck_words import is_struck_doubt
from importers.words.title_doubts import misplaced, title_flags
from importers.words.unit_words import NOBODY, begins_with_deed
from importers.words.wording import folded, one_line, without_blanks
from rules.deadlines import Deadline

_LEADING_NUMBER = re.compile(
    r"^(?:\d{1,3}[.．]\s*(?=[^\d\s.]|\d{1,2}月|\d{1,2}[·•]\d|\d{5})"
    r"|\d{1,3}(?:\.\d{1,2}){1,2}\s+(?=[A-Z])"
    r"|(?:\d{1,3}、|[(（]\d{1,3}[)）][.、]?|[①-⑳]|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]{1,2}(?:、|年级|季度))|[(（][一二三四五六七八九十]{1,3}[)）])\s*(?=\S))"
)
_LATIN_STOP = re.compile(r"(?<=[a-z0-9)%])\.$")
_LONGEST_TIME_WORD = 4
#: Some word of it says when; English times are left to the grammar of deadlines.
_TIME_SIGN = re.compile(r"[前后後内內底末初月旬日周週季年时時每持長长常适適待按以据據视視随隨定]|[A-Za-z]")

#: A cell whose words a person would see, and nobody can read here.
UNREAD = "没有算出的值"
NO_OFFICES = "整张表都没有读出责任单位，需明确；补上之前不给任何单位发信。"
NO_TIMES = "整张表都没有读出时限，需明确；补上之前不给任何单位发信。"
TIMES_NOT_READ = "整张表都没有读出时限（文中有的地方提到时间），需明确；补上之前不给任何单位发信。"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to say about a file or one of its rows, in Chinese, with its place."""

    message: str
    place: str = ""
    row: int | None = None
    column: str = ""
    row_key: str = ""
    """The key of the row that could not be taken, empty for everything else."""
    unknown_name: str = ""
    """The name that the directory does not know, where this is about one."""
    alike_name: str = ""
    """The known name it may mean."""


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
    row_key: str = ""
    """What the row is known by within its document."""
    is_edited: bool = False
    """Whether a person corrected its words."""

    @property
    def key(self) -> tuple[str, int]:
        """What a row is known by within its plan."""
        return self.title_key, self.nth

    @property
    def is_doubtful(self) -> bool:
        """Whether the row waits for a person unless everything is released."""
        return bool(self.flags) or self.confidence < SURE


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
    named, names = read_offices(raw_rows, known)
    rows: list[CheckedRow] = []
    errors: list[Problem] = []
    struck: list[Problem] = []
    refused: set[tuple[str, int]] = set()
    titles = [clean_title(raw.text(Column.TASK)) for raw in raw_rows]
    keys = _keys(raw_rows, titles)
    for index, (raw, title, offices) in enumerate(zip(raw_rows, titles, named, strict=True)):
        if not title:
            cell = raw.cell(Column.TASK)
            reason = (cell.doubt if cell else "") or "没有写工作内容"
            (struck if is_struck_doubt(reason) else errors).append(_refusal(raw, cell, reason))
            continue
        key = keys[index]
        time_cell = raw.cell(Column.TIME)
        deadline = read_time(time_words(raw))
        if deadline.error:
            errors.append(_refusal(raw, time_cell, deadline.error))
            refused.add(key)
            continue
        rows.append(_checked(raw, title, key, deadline, position=len(rows) + 1, named=offices, names=names))
    rows = _odd_flagged(rows, known)
    return Checks(tuple(rows), tuple(errors), (*struck, *_missing(rows)), frozenset(refused))


def _odd_flagged(rows: list[CheckedRow], known: AbstractSet[str]) -> list[CheckedRow]:
    """Flag rows with a name that ends unlike those of all others: it may be no office at all."""
    odd = odd_names({office.name for row in rows for office in row.offices}, known)
    own = [next((office.name for office in row.offices if office.name in odd), "") for row in rows]
    return [
        flagged(row, f"单位：“{name}”不像单位名称，请核对")
        if name and not any(name in flag for flag in row.flags)
        else row
        for row, name in zip(rows, own, strict=True)
    ]


def _keys(raw_rows: Sequence[RawRow], titles: Sequence[str]) -> dict[int, tuple[str, int]]:
    """Return what each row is known by: its title and which one it is of several alike.

    Rows that a person corrected count after the others, so that no correction renames another row.
    """
    counts: Counter[str] = Counter()
    keys: dict[int, tuple[str, int]] = {}
    for index in sorted(range(len(titles)), key=lambda i: raw_rows[i].is_edited):
        words = title_key(titles[index])
        counts[words] += 1
        keys[index] = (words, counts[words])
    return keys


def _checked(
    raw: RawRow,
    title: str,
    key: tuple[str, int],
    deadline: Deadline,
    *,
    position: int,
    named: RowOffices,
    names: AbstractSet[str],
) -> CheckedRow:
    time_cell = raw.cell(Column.TIME)
    period = one_line(time_cell.text) if time_cell else ""
    flags = (*_flags(raw, title, deadline), *named.flags, *misplaced(title, names))
    first = next((cell for cell in raw.cells if cell.column in OFFICE_COLUMNS), None)
    return CheckedRow(
        number=raw.number,
        place=raw.place,
        position=position,
        title=title,
        title_key=key[0],
        nth=key[1],
        period=period,
        deadline=deadline,
        offices=named.offices,
        office_place=first.place if first else raw.place,
        office_column=first.header if first else "责任单位",
        original=raw.original,
        confidence=min(raw.certainty, FLAGGED if flags else CELLS),
        flags=flags,
        lacks_time=deadline.rule == "none",
        row_key=raw.key,
        is_edited=raw.is_edited,
    )


def flagged(row: CheckedRow, flag: str) -> CheckedRow:
    """Return a row with one more flag, which makes it doubtful."""
    return replace(row, flags=(*row.flags, flag), confidence=min(row.confidence, FLAGGED))


def clean_title(text: str) -> str:
    """Return the words that name a task, without a leading number and a closing full stop."""
    title = _LEADING_NUMBER.sub("", one_line(text))
    return _LATIN_STOP.sub("", title.rstrip("。、，；,; "))


def _refusal(raw: RawRow, cell: RawCell | None, reason: str) -> Problem:
    place, column = (cell.place, cell.header) if cell else (raw.place, "")
    return Problem(f"{reason}，这一行没有收。", place, raw.number, column, raw.key)


def _flags(raw: RawRow, title: str, deadline: Deadline) -> Iterable[str]:
    yield from raw.doubts
    yield from title_flags(title)
    if deadline.doubtful:
        yield f"时限：{deadline.doubtful}"
    elif deadline.due_on is None and _is_no_time(deadline.words):
        yield f"时限：“{deadline.words[:20]}”不像时间"
    for cell in raw.cells:
        if cell.doubt and cell.column in (Column.TASK, Column.TIME, *OFFICE_COLUMNS):
            yield f"{cell.header}：{cell.doubt}"


def _is_no_time(words: str) -> bool:
    """Tell whether words read as a time without a day rather are a task: 新学期工作布置会."""
    if not words or is_period(words) or len(words) <= _LONGEST_TIME_WORD:
        return False
    return begins_with_deed(words) or not _TIME_SIGN.search(folded(words))


def _missing(rows: list[CheckedRow]) -> Iterable[Problem]:
    """Say 需明确 for each row without a time or an office; said once where no row has one."""
    without_offices = [row for row in rows if not row.offices]
    without_time = [row for row in rows if row.lacks_time]
    if rows and len(without_offices) == len(rows):
        yield Problem(NO_OFFICES)
        without_offices = []
    if rows and len(without_time) == len(rows):
        yield Problem(no_times(rows))
        without_time = []
    for row in without_offices:
        message = f"{_absent(row)}责任单位，需明确；补上之前不给任何单位发信。"
        yield Problem(message, row.office_place, row.number, row.office_column)
    for row in without_time:
        said = _absent(row)
        if names_date(row.original):
            said = "没有读出"
        yield Problem(f"{said}时限，需明确；补上之前不给任何单位发信。", row.place, row.number, "时限")


def _absent(row: CheckedRow) -> str:
    """Say that something is not written, or only could not be read where a cell of the row has no value."""
    return "没有读出" if any(UNREAD in flag for flag in row.flags) else "没有写"


def no_times(rows: Iterable[CheckedRow]) -> str:
    """Return the sentence for a plan none of whose rows has a time; it denies no time the plan names."""
    return TIMES_NOT_READ if any(names_date(row.original) for row in rows) else NO_TIMES
