"""Compare the rows of a file with what is stored: new, same, changed, gone, or a draft. It writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from importers.plans.checked_rows import CheckedRow
from importers.plans.import_values import Change, ImportRow
from importers.plans.naming import office_words
from importers.words.wording import without_blanks
from models.store_import import StoredRow
from rules.facts import DueBasis, Status
from rules.policy import DueShift
from rules.workdays import Calendar

NOTHING_CHOSEN: Mapping[str, int] = MappingProxyType({})


class Part(StrEnum):
    """A part of a row that a later edition may change; the value is its word."""

    TITLE = "标题"
    TIME = "时限"
    OFFICES = "单位"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a later edition changes in a row, in the words of both; empty: nothing was written."""

    part: Part
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.part}：原为“{self.old or '未写'}”，现为“{self.new or '未写'}”"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row of the file beside the task it is, if there is one."""

    row: CheckedRow
    due_on: date | None
    status: Status
    """The status the row has when it is taken now."""
    change: Change
    stored: StoredRow | None = None
    differences: tuple[Difference, ...] = ()
    revives: bool = False
    """Whether the stored task was withdrawn together with its import and comes back."""

    @property
    def moves_due(self) -> bool:
        """Whether the row changes the due date of a task that is in hand already."""
        return (
            self.change is Change.CHANGED
            and self.stored is not None
            and self.stored.status is not Status.DRAFT
            and self.stored.due_on != self.due_on
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows of a file compared, and the stored tasks the file does not name any more."""

    rows: tuple[ComparedRow, ...]
    gone: tuple[StoredRow, ...]


@dataclass(frozen=True, slots=True)
class ComparingRules:
    """What decides how a row comes in."""

    baseline: date
    due_shift: DueShift
    calendar: Calendar
    release_all: bool = False
    as_draft: bool = False
    """Every new row waits, because the plan itself is out already and ``--draft`` was asked for."""
    revives_all: bool = False
    """The plan itself was withdrawn: everything the file names comes back."""


def compare(
    rows: Iterable[CheckedRow],
    stored: Sequence[StoredRow],
    twins: Mapping[tuple[str, str], str],
    rules: ComparingRules,
    *,
    chosen: Mapping[str, int] = NOTHING_CHOSEN,
) -> Comparison:
    """Return what each row is; ``twins`` names the other plan that holds the same (title, period).

    ``chosen`` names the tasks that a person says reworded rows are, by the keys of the rows.
    """
    rows = [_with_twin(row, twins) for row in rows]
    pairs = _pairs(rows, stored, chosen)
    compared = tuple(_compared(row, pairs.get(row.key), rules, chosen) for row in rows)
    found = {old.id for old in pairs.values()}
    gone = tuple(old for old in stored if old.id not in found and old.status is not Status.WITHDRAWN)
    return Comparison(compared, gone)


def _with_twin(row: CheckedRow, twins: Mapping[tuple[str, str], str]) -> CheckedRow:
    title = twins.get((row.title_key, row.period))
    if title is None:
        return row
    return replace(row, flags=(*row.flags, f"标题：与《{title}》里的一项相同，可能重复"))


def _pairs(
    rows: Sequence[CheckedRow], stored: Sequence[StoredRow], chosen: Mapping[str, int]
) -> dict[tuple[str, int], StoredRow]:
    """Pair rows with tasks by title and count, then as a person says, then by origin (corrected by hand)."""
    by_key = {old.key: old for old in stored}
    pairs = {row.key: by_key[row.key] for row in rows if row.key in by_key}
    taken = {old.id for old in pairs.values()}
    by_id = {old.id: old for old in stored if old.id not in taken}
    for row in rows:
        if row.key not in pairs and (old := by_id.pop(chosen.get(row.row_key, 0), None)):
            pairs[row.key] = old
    by_origin = {_origin(old.source_text, old.period): old for old in by_id.values()}
    for row in rows if by_origin else ():
        if row.key not in pairs and (old := by_origin.pop(_origin(row.original, row.period), None)):
            pairs[row.key] = old
    return pairs


def _origin(text: str, period: str) -> tuple[str, str]:
    return without_blanks(text), without_blanks(period)


def shifted(row: CheckedRow, rules: ComparingRules) -> date | None:
    """Return the due date of a row; only a derived one moves off a day on which nobody works."""
    day = row.deadline.due_on
    if day is None or row.deadline.basis is not DueBasis.DERIVED:
        return day
    if rules.due_shift is DueShift.PREVIOUS_WORKDAY:
        return rules.calendar.on_or_before(day)
    return rules.calendar.on_or_after(day) if rules.due_shift is DueShift.NEXT_WORKDAY else day


def _status(row: CheckedRow, due_on: date | None, rules: ComparingRules) -> Status:
    waits = row.is_doubtful or row.lacks_time or rules.as_draft
    if waits and not rules.release_all:
        return Status.DRAFT
    return Status.UNCONFIRMED if due_on is not None and due_on < rules.baseline else Status.OPEN


def _compared(
    row: CheckedRow, stored: StoredRow | None, rules: ComparingRules, chosen: Mapping[str, int]
) -> ComparedRow:
    due_on = shifted(row, rules)
    status = _status(row, due_on, rules)
    if stored is None or _revives(stored, rules):
        change = Change.DRAFT if status is Status.DRAFT else Change.NEW
        return ComparedRow(row, due_on, status, change, stored, revives=stored is not None)
    is_chosen = chosen.get(row.row_key) == stored.id
    differences = tuple(_differences(row, stored, is_chosen=is_chosen))
    if differences:
        return ComparedRow(row, due_on, status, Change.CHANGED, stored, differences)
    still_waits = stored.status is Status.DRAFT
    return ComparedRow(row, due_on, status, Change.DRAFT if still_waits else Change.SAME, stored)


def _revives(stored: StoredRow, rules: ComparingRules) -> bool:
    withdrawn_together = stored.was_withdrawn_with_batch or rules.revives_all
    return stored.status is Status.WITHDRAWN and withdrawn_together


def _differences(row: CheckedRow, stored: StoredRow, *, is_chosen: bool) -> Iterable[Difference]:
    """Say old → new; a row that reads as it did at its last import differs in nothing, whatever was
    corrected by hand since. Words a person wrote into the row now count in any case."""
    if (row.is_edited or is_chosen) and row.key != stored.key:
        yield Difference(Part.TITLE, stored.title, row.title)
    if not row.is_edited and _origin(row.original, row.period) == _origin(stored.source_text, stored.period):
        return
    if without_blanks(row.period) != without_blanks(stored.period):
        yield Difference(Part.TIME, stored.period, row.period)
    words = office_words(row.offices)
    if without_blanks(words) != without_blanks(stored.office_words):
        yield Difference(Part.OFFICES, stored.office_words, words)


def answer_row(compared: ComparedRow, task_id: int | None) -> ImportRow:
    """Return a compared row as the answer shows it."""
    row = compared.row
    return ImportRow(
        task_id=task_id,
        place=row.place,
        row=row.number,
        title=row.title,
        period=row.period or None,
        due_on=compared.due_on,
        due_basis=row.deadline.basis,
        due_rule=row.deadline.rule,
        recurrence=row.deadline.recurrence,
        offices=tuple((office.name, office.role) for office in row.offices),
        confidence=row.confidence,
        flags=(*row.flags, *map(str, compared.differences)),
        change=compared.change,
        original=row.original,
        is_past=compared.status is Status.UNCONFIRMED and compared.change is Change.NEW,
    )


def answer_gone(stored: StoredRow) -> ImportRow:
    """Return a task the file does not name any more."""
    return ImportRow(
        task_id=stored.id,
        place="",
        row=None,
        title=stored.title,
        period=stored.period or None,
        due_on=stored.due_on,
        due_basis=stored.due_basis,
        due_rule=stored.due_rule,
        recurrence=stored.recurrence or None,
        offices=(),
        confidence=1.0,
        flags=("新文件里没有这一项，库里保留不动",),
        change=Change.GONE,
        original=stored.source_text,
    )
