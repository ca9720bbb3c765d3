"""The rows of a review as a page shows them: original, reading, offices and what changed."""

from dataclasses import dataclass, field

from importers.plans.checked_rows import clean_title
from importers.plans.comparison import ComparedRow, Part
from importers.plans.import_values import Change
from importers.plans.naming import is_group
from importers.plans.naming import office_words as compared_words
from importers.review.reading import ComparedDraft
from importers.review.signs import visible, visible_text
from importers.review.sorting import Judged, JudgedRow, Names
from importers.review.values import (
    FieldChange,
    GroupKind,
    OfficeStanding,
    ReviewOffice,
    ReviewRow,
    RowField,
)
from importers.tables.table_rows import OFFICE_COLUMNS
from importers.words.header_words import Column
from importers.words.office_words import NamedOffice, offices_of
from importers.words.wording import one_line
from models.kinds import OfficeState
from models.store_directory import Directory
from models.store_import import StoredRow
from models.store_import_draft import DraftRow
from rules.deadlines import RULE_WORDS
from rules.facts import DueBasis, Role

_FIELDS = {Part.TITLE: RowField.TITLE, Part.TIME: RowField.TIME, Part.OFFICES: RowField.OFFICES}
_STANDINGS = {
    OfficeState.VERIFIED: OfficeStanding.KNOWN,
    OfficeState.UNVERIFIED: OfficeStanding.UNVERIFIED,
    OfficeState.RETIRED: OfficeStanding.RETIRED,
}


def row_words(offices: tuple[NamedOffice, ...]) -> str:
    """Return a row's offices in one line that reads back the same; offices without a mark come first."""
    plain_first = sorted(offices, key=lambda office: office.role is not Role.RESPONSIBLE)
    return compared_words(plain_first)


@dataclass
class RowViews:
    """Shows the rows of one draft; what is known of a name is worked out once."""

    draft: ComparedDraft
    judged: Judged
    _offices: dict[tuple[NamedOffice, bool], ReviewOffice] = field(default_factory=dict)

    def row(self, judged: JudgedRow) -> ReviewRow:
        """Return one row of the draft."""
        return self._compared_row(judged, judged.compared) if judged.compared else self._unread_row(judged)

    def _compared_row(self, judged: JudgedRow, compared: ComparedRow) -> ReviewRow:
        row, stored = compared.row, compared.stored
        deadline = row.deadline
        return ReviewRow(
            key=row.row_key,
            place=row.place,
            number=row.number,
            original=visible(judged.raw),
            title=row.title,
            time_words=row.period,
            due_on=compared.due_on,
            due_basis=deadline.basis,
            due_rule=deadline.rule,
            due_reason=RULE_WORDS.get(deadline.rule, ""),
            recurrence=deadline.recurrence or "",
            offices=self._row_offices(row.offices),
            office_words=row_words(row.offices),
            flags=(*judged.hints, *row.flags),
            is_ticked=judged.is_ticked,
            is_past=judged.is_past,
            edited=_edited(judged.decision),
            change=compared.change,
            changes=_changes(compared),
            old_due_on=stored.due_on if stored else None,
            moves_due=compared.moves_due,
            answer=judged.answer,
            task_id=stored.id if stored else None,
            like_task_id=judged.like.id if judged.like else None,
            like_title=judged.like.title if judged.like else "",
            is_paired=stored is not None and stored.id == judged.decision.task_id,
        )

    def _unread_row(self, judged: JudgedRow) -> ReviewRow:
        """Return a row that cannot be stored as it stands, with the words to correct."""
        raw = judged.raw
        offices = offices_of((cell.column, cell.text) for cell in raw.cells_of(OFFICE_COLUMNS))
        return ReviewRow(
            key=raw.key,
            place=raw.place,
            number=raw.number,
            original=visible(raw),
            title=clean_title(raw.text(Column.TASK)),
            time_words=one_line(raw.text(Column.TIME)),
            due_on=None,
            due_basis=DueBasis.NONE,
            due_rule="",
            due_reason="",
            recurrence="",
            offices=self._row_offices(offices),
            office_words=row_words(offices),
            flags=(),
            is_ticked=False,
            edited=_edited(judged.decision),
            error=judged.error,
            error_field=judged.error_field,
        )

    def _row_offices(self, offices: tuple[NamedOffice, ...]) -> tuple[ReviewOffice, ...]:
        singles = [office for office in offices if not is_group(office.name, self.draft.directory)]
        is_open = len(offices) > 1 and all(office.role is not Role.LEAD for office in offices)
        return tuple(self._office(office, is_open and office in singles[:1]) for office in offices)

    def _office(self, office: NamedOffice, is_proposed: bool) -> ReviewOffice:
        known = self._offices.get((office, is_proposed))
        if known is None:
            known = _office_view(office, is_proposed, self.draft.directory, self.judged.names)
            self._offices[office, is_proposed] = known
        return known


def office_standing(name: str, directory: Directory) -> OfficeStanding:
    """Return what the directory knows of a printed name."""
    if is_group(name, directory):
        active = [one for one in directory.members(name) if one.state is not OfficeState.RETIRED]
        return OfficeStanding.GROUP if active else OfficeStanding.UNKNOWN_GROUP
    record = directory.find(name)
    return _STANDINGS[record.state] if record else OfficeStanding.UNKNOWN


def _office_view(office: NamedOffice, is_proposed: bool, directory: Directory, names: Names) -> ReviewOffice:
    standing = office_standing(office.name, directory)
    members: tuple[str, ...] = ()
    if standing is OfficeStanding.GROUP:
        found = directory.members(office.name)
        members = tuple(one.label for one in found if one.state is not OfficeState.RETIRED)
    record = directory.find(office.name)
    guess = names.guesses.get(office.name, "")
    return ReviewOffice(
        name=office.name,
        role=office.role,
        standing=standing,
        is_proposed_lead=is_proposed,
        office_id=record.id if record else None,
        known_as=record.name if record and record.name != office.name else "",
        members=members,
        suggestion=guess,
        suggestion_row_count=names.counts[guess] if guess else 0,
    )


def _edited(decision: DraftRow) -> frozenset[RowField]:
    words = {
        RowField.TITLE: decision.title,
        RowField.TIME: decision.time_words,
        RowField.OFFICES: decision.office_words,
    }
    return frozenset(one for one, text in words.items() if text is not None)


def _changes(compared: ComparedRow) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(_FIELDS[one.part], one.old, one.new) for one in compared.differences)


def gone_row(stored: StoredRow) -> ReviewRow:
    """Return a task that the new edition does not name; it stays as it is."""
    return ReviewRow(
        key="",
        place="",
        number=None,
        original=visible_text(stored.source_text),
        title=stored.title,
        time_words=stored.period,
        due_on=stored.due_on,
        due_basis=stored.due_basis,
        due_rule=stored.due_rule,
        due_reason=RULE_WORDS.get(stored.due_rule, ""),
        recurrence=stored.recurrence,
        offices=(),
        office_words=stored.office_words,
        flags=("新文件里没有这一项，库里保留不动",),
        is_ticked=False,
        change=Change.GONE,
        old_due_on=stored.due_on,
        task_id=stored.id,
    )


def row_count(draft: ComparedDraft, judged: Judged, kind: GroupKind) -> int:
    """Return how many rows a group has."""
    if kind is GroupKind.GONE:
        return len(draft.comparison.gone)
    return sum(row.group is kind for row in judged.rows)
