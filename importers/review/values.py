"""What the review of an import draft (核对) shows and takes: frozen values, every one ready for a page."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from importers.plans.applying import DueAnswer
from importers.plans.import_values import Change
from importers.plans.left_out import LeftOut
from importers.review.signs import Segment
from importers.words.header_words import Column
from rules.facts import DueBasis, Role

#: How many rows of a group a page shows at once.
GROUP_LIMIT = 100


class GroupKind(StrEnum):
    """The groups of a review: four of a first edition, and LOOK with the last four of a later one."""

    LOOK = "look"
    LEAD = "lead"
    PAST = "past"
    CLEAR = "clear"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    SAME = "same"


class RowField(StrEnum):
    """The fields of a row that a person may correct."""

    TITLE = "title"
    TIME = "time"
    OFFICES = "offices"


class OfficeStanding(StrEnum):
    """What the directory knows of a name; an unknown group has no members there."""

    KNOWN = "known"
    UNVERIFIED = "unverified"
    UNKNOWN = "unknown"
    RETIRED = "retired"
    GROUP = "group"
    UNKNOWN_GROUP = "unknown_group"


@dataclass(frozen=True, slots=True)
class ReviewOffice:
    """An office as a row names it, beside what the directory knows of it."""

    name: str
    role: Role
    standing: OfficeStanding
    is_proposed_lead: bool = False
    """拟牵头: first named where the document says of nobody that he leads."""
    office_id: int | None = None
    known_as: str = ""
    """The office's name in the directory where the printed one is its alias or short name, else empty."""
    members: tuple[str, ...] = ()
    """The offices of a group; empty for a single office."""
    suggestion: str = ""
    """The office of the directory this unknown name may mean, empty without a guess."""
    suggestion_row_count: int = 0
    """In how many rows of the draft the suggested office stands (另有6行)."""

    @property
    def is_open(self) -> bool:
        """Whether to ask whom the name means, as an alias or a new office: 不在名录 or 待核实."""
        return self.standing in (OfficeStanding.UNKNOWN, OfficeStanding.UNVERIFIED)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a later edition changes in a field: old → new, in words; empty words are 未写."""

    field: RowField
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row of the draft: as printed, as read, and what a person decided. GONE rows have an empty key."""

    key: str
    """Names the row in forms; stable while the draft lives."""
    place: str
    number: int | None
    original: tuple[Segment, ...]
    title: str
    time_words: str
    due_on: date | None
    due_basis: DueBasis
    due_rule: str
    due_reason: str
    """``due_rule`` in Chinese: why this date, or why none."""
    recurrence: str
    offices: tuple[ReviewOffice, ...]
    office_words: str
    """The offices in one line for editing: 甲、乙, or 牵头：甲；配合：乙、丙."""
    flags: tuple[str, ...]
    """Why a person should look, and what a person did (人工改过), each a sentence in Chinese."""
    is_ticked: bool
    """Whether the next 入库 stores the row."""
    is_past: bool = False
    edited: frozenset[RowField] = frozenset()
    """The fields a person corrected; ``original`` keeps the printed words."""
    error: str = ""
    """Why the row cannot be stored as it stands, in Chinese; ``error_field`` is where to correct it."""
    error_field: RowField | None = None
    change: Change = Change.NEW
    changes: tuple[FieldChange, ...] = ()
    old_due_on: date | None = None
    moves_due: bool = False
    """The due date changes, so that 入库 needs an answer: an adjustment with its paper, or a correction."""
    answer: DueAnswer | None = None
    task_id: int | None = None
    like_task_id: int | None = None
    """A task the new edition does not name, of which this new row may be a rewording: ``pair_with``."""
    like_title: str = ""
    is_paired: bool = False
    """Whether a person said which task the row is; ``pair_with`` None parts them again."""


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """One group with at most ``GROUP_LIMIT`` of its rows, from ``offset`` on."""

    kind: GroupKind
    row_count: int
    offset: int
    rows: tuple[ReviewRow, ...]

    @property
    def next_offset(self) -> int | None:
        """Where the next page of the group begins, None on its last one."""
        end = self.offset + len(self.rows)
        return end if end < self.row_count else None


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many rows there are. ``read`` = the rows of all groups but GONE, and ``taken``."""

    read: int
    """Every row found in the document, with the ones that cannot be stored as they stand."""
    taken: int
    """Rows of this draft that were stored before."""
    ticked: int
    groups: dict[GroupKind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What one column of a table is read as (a chip of 列的意思); ``position`` counts from 0."""

    signature: str
    """Names the table's header in forms; a document with several kinds of table has several."""
    position: int
    heading: str
    column: Column
    label: str
    """``column`` in Chinese: 时限, 标题, 单位, 不读 …"""
    source: str = "read"
    """``read`` by the rules, ``chosen`` in this draft, or ``remembered`` for this kind of table."""


@dataclass(frozen=True, slots=True)
class DraftHead:
    """What is known of a draft without reading its document; enough for a list of drafts."""

    id: int
    version: int
    """Hand it back with every act; a second person who was faster makes the act a ``RuleError``."""
    label: str
    """How sentences name the file: 粘贴的文字, or the name in quotes."""
    file_name: str
    format: str
    created_by: str
    created_at: datetime
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """A draft read anew: what the page 核对 shows. Nothing of it is a task before 入库."""

    head: DraftHead
    title: str
    year: int
    document_number: str
    issued_on: date | None
    issuer: str
    remark: str
    baseline_on: date
    is_published: bool
    """Whether 入库 also releases the plan."""
    plan_id: int | None
    """The stored plan of the same year and title, None when this one is new."""
    plan_is_released: bool
    is_later_edition: bool
    counts: ReviewCounts
    columns: tuple[ColumnMeaning, ...]
    groups: tuple[ReviewGroup, ...]
    """In the order to look at them; groups without rows are left out."""
    left_out: tuple[LeftOut, ...]
    """The lines that are no task (没收的n行), at most some hundreds; ``left_out_count`` counts all."""
    left_out_count: int
    notes: tuple[str, ...]
    """What is to be said about the whole document, in Chinese: names nobody knows (n个单位不在名录), …"""
    chosen_year: int | None = None
    """What a person fixed for this draft; None or empty: as the document says."""
    chosen_title: str = ""
    chosen_baseline: date | None = None


@dataclass(frozen=True, slots=True)
class RowEdit:
    """What a form says about one row; None, or equal to what is shown, is no edit."""

    key: str
    title: str | None = None
    time_words: str | None = None
    office_words: str | None = None
    is_accepted: bool | None = None
    answer: DueAnswer | None = None


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A person says what a column means; ``Column.OTHER``: do not read it."""

    signature: str
    position: int
    column: Column


@dataclass(frozen=True, slots=True)
class MailCount:
    """One office that the ticked rows name (谁会收到)."""

    name: str
    standing: OfficeStanding
    office_id: int | None
    email: str
    """Empty: 没有邮箱."""
    lead_count: int
    support_count: int
    informed_count: int


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """What became of the ticked rows."""

    plan_id: int
    title: str
    new_count: int
    changed_count: int
    past_count: int
    """How many of the new ones came in as 待确认."""
    left_count: int
    """Rows that wait in the draft; 0: the draft is done."""
    not_applied: tuple[str, ...] = ()
    """Ticked rows that were not stored, each with its reason in a sentence."""


@dataclass(frozen=True, slots=True)
class HeadChoice:
    """What a person fixes for the whole draft; None or empty: as the document says."""

    year: int | None = None
    title: str = ""
    baseline_on: date | None = None
    is_published: bool = True


#: Column meanings a person may choose, with their words, in the order of a select.
COLUMN_LABELS: dict[Column, str] = {
    Column.TIME: "时限",
    Column.START: "开始时间",
    Column.WEEK: "周次",
    Column.TASK: "标题",
    Column.RESPONSIBLE: "单位",
    Column.LEAD: "牵头单位",
    Column.SUPPORT: "配合单位",
    Column.MIXED: "牵头和配合写在一格",
    Column.ITEMS: "各单位的工作",
    Column.NUMBER: "序号",
    Column.REMARK: "备注",
    Column.OTHER: "不读",
}
