"""Into which group each row of a draft belongs, whether it is ticked, and why it cannot be stored yet."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from importers.plans.applying import DueAnswer, can_update
from importers.plans.checked_rows import CheckedRow, Problem, clean_title
from importers.plans.comparison import ComparedRow
from importers.plans.import_values import Change
from importers.plans.naming import unknown_names
from importers.review.lengths import too_long_fields
from importers.review.reading import ComparedDraft
from importers.review.rewording import rewordings
from importers.review.values import GroupKind, RowField
from importers.tables.raw_rows import RawRow
from importers.words.header_words import Column
from importers.words.office_guesses import Guesses
from importers.words.period_words import names_date
from models.kinds import OfficeState
from models.store_directory import Directory
from models.store_import import StoredRow
from models.store_import_draft import DraftRow
from rules.facts import Role

_FIRST_EDITION = (GroupKind.LOOK, GroupKind.LEAD, GroupKind.PAST, GroupKind.CLEAR)
_LATER_EDITION = (GroupKind.LOOK, GroupKind.CHANGED, GroupKind.NEW, GroupKind.GONE, GroupKind.SAME)


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One row of the draft that is not stored yet, with its group and its tick."""

    raw: RawRow
    decision: DraftRow
    compared: ComparedRow | None
    """None for a row that cannot be stored as it stands; ``error`` says why."""
    group: GroupKind
    is_ticked: bool
    is_past: bool = False
    hints: tuple[str, ...] = ()
    """What is to be said beside the flags of the reading."""
    error: str = ""
    error_field: RowField | None = None
    like: StoredRow | None = None
    """A task the new edition does not name, of which this new row may be a rewording."""
    names_unknown: bool = False
    """Whether it names an office that nobody has confirmed, so that not everybody gets mail."""

    @property
    def can_be_ticked(self) -> bool:
        """Whether the row can be stored as it stands, once a moved date has its answer."""
        compared = self.compared
        if compared is None or self.group is GroupKind.SAME:
            return False
        return compared.change is not Change.CHANGED or can_update(compared, release_all=True)

    @property
    def answer(self) -> DueAnswer | None:
        """What a person said of the moved date."""
        change_class = self.decision.change_class
        return DueAnswer(change_class, self.decision.paper) if change_class else None


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a draft that nobody knows or has confirmed, with what each may mean."""

    counts: Counter[str]
    """In how many rows a name stands."""
    unknown: frozenset[str]
    guesses: dict[str, str]
    """Unknown or unconfirmed name → the office it may mean."""
    first_rows: dict[str, str] = field(default_factory=dict)
    """Guessed name → the first row in which it stands: there a person is asked."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What no row of the document says; it is said once of the whole (需明确), not of each row."""

    offices: bool
    times: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A whole draft, sorted."""

    rows: tuple[JudgedRow, ...]
    """Every row that is not stored yet, in the order of the document."""
    taken_count: int
    is_later_edition: bool
    names: Names
    gaps: Gaps

    @property
    def order(self) -> tuple[GroupKind, ...]:
        """The groups in the order in which a person looks at them."""
        return _LATER_EDITION if self.is_later_edition else _FIRST_EDITION


def judge(draft: ComparedDraft) -> Judged:
    """Sort the rows of a draft."""
    errors = {problem.row_key: problem for problem in draft.draft.reading.errors}
    waiting = [raw for raw in draft.draft.reading.raw_rows if not _is_taken(draft, raw.key)]
    is_later = bool(draft.comparison.gone) or any(
        row.stored is not None and not row.revives for raw in waiting if (row := draft.rows.get(raw.key))
    )
    names = _names(draft, waiting)
    gaps = _gaps(draft.comparison.rows)
    likes = rewordings(draft.comparison.rows, draft.comparison.gone)
    sorter = _Sorter(is_later, draft.draft.baseline, names, gaps, likes)
    rows = tuple(
        sorter.judge(raw, draft.draft.decision(raw.key), draft.rows.get(raw.key), errors.get(raw.key))
        for raw in waiting
    )
    return Judged(rows, len(draft.draft.reading.raw_rows) - len(rows), is_later, names, gaps)


def _is_taken(draft: ComparedDraft, key: str) -> bool:
    """Tell whether a row was stored from this draft and its task was not withdrawn with its import since."""
    compared = draft.rows.get(key)
    is_there = compared is not None and compared.stored is not None and not compared.revives
    return is_there and draft.draft.decision(key).stored_at is not None


def _names(draft: ComparedDraft, waiting: list[RawRow]) -> Names:
    rows, directory = draft.comparison.rows, draft.directory
    counts = Counter(office.name for compared in rows for office in compared.row.offices)
    unknown = [
        *unknown_names((compared.row for compared in rows), directory),
        *(name for name in counts if is_unconfirmed(name, directory)),
    ]
    guessing = Guesses(counts, directory)
    guesses = {name: found[0] for name in unknown if (found := guessing.of(name))}
    first_rows: dict[str, str] = {}
    for raw in waiting:
        compared = draft.rows.get(raw.key)
        if compared is None or compared.change is Change.SAME:
            continue
        for office in compared.row.offices:
            if office.name in guesses:
                first_rows.setdefault(office.name, raw.key)
    return Names(counts, frozenset(unknown), guesses, first_rows)


def is_unconfirmed(name: str, directory: Directory) -> bool:
    """Tell whether an earlier import brought a name that nobody has confirmed yet (待核实)."""
    record = directory.find(name)
    is_single = not directory.is_group(name)
    return is_single and record is not None and record.state is OfficeState.UNVERIFIED


def _gaps(rows: tuple[ComparedRow, ...]) -> Gaps:
    printed = [compared.row for compared in rows if not compared.row.is_edited]
    return Gaps(
        offices=bool(printed) and not any(row.offices for row in printed),
        times=bool(printed) and all(row.lacks_time for row in printed),
    )


@dataclass(frozen=True, slots=True)
class _Sorter:
    is_later: bool
    baseline: date
    names: Names
    gaps: Gaps
    likes: dict[str, StoredRow]

    def judge(
        self, raw: RawRow, decision: DraftRow, compared: ComparedRow | None, problem: Problem | None
    ) -> JudgedRow:
        """Return one row with its group and tick."""
        if compared is None:
            reason = problem.message.removesuffix("，这一行没有收。") if problem else "读不出来"
            error_field = RowField.TIME if clean_title(raw.text(Column.TASK)) else RowField.TITLE
            return _refused(raw, decision, f"{reason}，改好才能入库", error_field)
        for long_field, reason in too_long_fields(compared.row):
            return _refused(raw, decision, f"{reason}才能入库", long_field)
        is_past = (
            compared.change in (Change.NEW, Change.DRAFT)
            and compared.due_on is not None
            and compared.due_on < self.baseline
        )
        is_seen = decision.is_accepted is True
        group = self._group(compared, is_past=is_past, is_seen=is_seen)
        default = group not in (GroupKind.LOOK, GroupKind.SAME) and self._can_be_stored(compared, decision)
        is_ticked = decision.is_accepted if decision.is_accepted is not None else default
        hints = tuple(self._hints(raw, decision, compared))
        return JudgedRow(
            raw,
            decision,
            compared,
            group,
            is_ticked and group is not GroupKind.SAME,
            is_past,
            hints,
            like=self.likes.get(raw.key),
            names_unknown=any(office.name in self.names.unknown for office in compared.row.offices),
        )

    def _group(self, compared: ComparedRow, *, is_past: bool, is_seen: bool) -> GroupKind:
        row = compared.row
        if compared.change is Change.SAME:
            return GroupKind.SAME
        if not is_seen and self._needs_look(row):
            return GroupKind.LOOK
        if self.is_later:
            return GroupKind.CHANGED if compared.change is Change.CHANGED else GroupKind.NEW
        if is_past:
            return GroupKind.PAST
        return GroupKind.LEAD if needs_lead(row) else GroupKind.CLEAR

    def _needs_look(self, row: CheckedRow) -> bool:
        """Tell whether a row waits for a tick; a corrected one does until somebody ticks it."""
        if row.is_edited or row.is_doubtful or self._lacks_office(row) or self._lacks_time(row):
            return True
        return row.row_key in self.likes or self._asks_for_name(row)

    def _lacks_office(self, row: CheckedRow) -> bool:
        return not row.offices and not self.gaps.offices

    def _lacks_time(self, row: CheckedRow) -> bool:
        return row.lacks_time and not self.gaps.times

    def _asks_for_name(self, row: CheckedRow) -> bool:
        return any(self.names.first_rows.get(office.name) == row.row_key for office in row.offices)

    def _can_be_stored(self, compared: ComparedRow, decision: DraftRow) -> bool:
        if compared.change is not Change.CHANGED:
            return True
        is_answered = not compared.moves_due or decision.change_class is not None
        return is_answered and can_update(compared, release_all=True)

    def _hints(self, raw: RawRow, decision: DraftRow, compared: ComparedRow) -> Iterator[str]:
        if raw.is_edited:
            yield "人工改过"
        elif decision.is_accepted and self._needs_look(compared.row):
            yield "人工看过"
        if like := self.likes.get(raw.key):
            yield f"像是库里的“{like.title}”改了说法"
        if self._lacks_office(compared.row):
            yield "没有写责任单位，需明确；补上之前不给任何单位发信"
        if self._lacks_time(compared.row):
            said = "没有读出" if names_date(compared.row.original) else "没有写"
            yield f"{said}时限，需明确；补上之前不给任何单位发信"
        if compared.change is Change.CHANGED and not can_update(compared, release_all=True):
            yield "这一项已报完成或已办结，改动不会采用"
        elif compared.moves_due and decision.change_class is None:
            yield "时限改了：请选是按调整通知改期，还是更正原来的错"


def _refused(raw: RawRow, decision: DraftRow, error: str, error_field: RowField) -> JudgedRow:
    """Return a row that cannot be stored as it stands."""
    return JudgedRow(
        raw, decision, None, GroupKind.LOOK, is_ticked=False, error=error, error_field=error_field
    )


def needs_lead(row: CheckedRow) -> bool:
    """Tell whether a document names several offices and says of none that it leads."""
    return len(row.offices) > 1 and all(office.role is not Role.LEAD for office in row.offices)
