"""核对 as its page shows it: counts that add up, groups with their headings, rows with every word ready.

It decides nothing: what a row is and whether it is ticked comes from importers/review/drafts.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from importers.review.values import GROUP_LIMIT, GroupKind, Review, ReviewGroup
from templates.filters import day_words
from web.review_row_view import WITHOUT_TICK, RowView, Surroundings, row_view

#: A group that needs no look shows this many rows until it is opened.
PREVIEW = 3
_WHOLE = (GroupKind.LOOK, GroupKind.CHANGED)
_FOLDED = (GroupKind.SAME,)
_HEADINGS = {
    GroupKind.LOOK: ("要您看的{}行", "读得没把握，看过勾上才入库"),
    GroupKind.LEAD: (
        "暂定牵头的{}行",
        "原文列了几个单位，没写谁牵头。先由第一个牵头，不影响入库和发信，以后随时可改",
    ),
    GroupKind.PAST: ("已经过了时限的{}行", "到{}已过时限。记为“待确认”，不催办，交办信里问一次"),
    GroupKind.CLEAR: ("读得清楚的{}行", "已勾选"),
    GroupKind.CHANGED: ("改了的{}行", "和库里的不一样；时限变了的，入库前问是调整还是更正"),
    GroupKind.NEW: ("新增的{}行", "库里没有"),
    GroupKind.GONE: ("不见了的{}行", "新表里没有，库里留着不动，什么都不删"),
    GroupKind.SAME: ("不变的{}行", "和库里的一样，不用入库"),
}
_TALLY = {
    GroupKind.LOOK: "要您看",
    GroupKind.LEAD: "暂定牵头",
    GroupKind.PAST: "已过时限",
    GroupKind.CLEAR: "可直接入库",
    GroupKind.CHANGED: "改了",
    GroupKind.NEW: "新增",
    GroupKind.SAME: "不变",
}
_FIRST_EDITION = (GroupKind.LOOK, GroupKind.LEAD, GroupKind.PAST, GroupKind.CLEAR)
_LATER_EDITION = (GroupKind.LOOK, GroupKind.CHANGED, GroupKind.NEW, GroupKind.SAME)


@dataclass(frozen=True, slots=True)
class Opened:
    """Which group a page shows beyond its preview, and from which row on."""

    kind: GroupKind | None = None
    offset: int = 0

    @classmethod
    def of(cls, kind: str, offset: str = "") -> "Opened":
        """Return what an address or a form names; what it cannot mean is left out."""
        known = {one.value: one for one in GroupKind}
        if kind not in known:
            return cls()
        is_number = offset.isascii() and offset.isdigit() and len(offset) <= 6
        return cls(known[kind], int(offset) if is_number else 0)

    @property
    def query(self) -> str:
        """Return the address's query, empty when no group is open."""
        if self.kind is None:
            return ""
        return f"?open={self.kind.value}" + (f"&from={self.offset}" if self.offset else "")

    @property
    def act(self) -> str:
        """Return the value of the button that opens this."""
        return f"open:{self.kind.value if self.kind else ''}:{self.offset}"


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group with its heading, the rows shown, and the ways to the others."""

    kind: GroupKind
    heading: str
    hint: str
    rows: tuple[RowView, ...]
    rest_words: str = ""
    unfold: Opened | None = None
    is_open: bool = False
    pages: tuple[tuple[str, Opened], ...] = ()

    @property
    def may_tick(self) -> bool:
        """Whether rows of the group can be stored."""
        return self.kind not in WITHOUT_TICK


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The page."""

    review: Review
    tally: tuple[tuple[int, str], ...]
    groups: tuple[GroupView, ...]
    opened: Opened
    ticked_elsewhere: str
    """The digits of the number of ticked rows that this page does not show; CSS adds them to its count."""
    left_elsewhere: str

    @property
    def closing_words(self) -> str:
        """The words of the button that closes a draft of which nothing waits, empty while rows wait."""
        if waiting_count(self.review):
            return ""
        is_same = not self.review.counts.groups.get(GroupKind.GONE)
        return f"{'和库里一样' if is_same else '没有要入库的'}，关掉这份草稿"

    @property
    def folded(self) -> Opened:
        """What the page shows with no group unfolded."""
        return Opened()


def waiting_count(review: Review) -> int:
    """Return how many rows of a draft are not stored as they stand."""
    return sum(number for kind, number in review.counts.groups.items() if kind not in WITHOUT_TICK)


def review_view(review: Review, opened: Opened, around: Surroundings) -> ReviewView:
    """Return the page of a draft."""
    asked: set[str] = set()
    groups = tuple(_group(group, review, opened, around, asked) for group in review.groups)
    shown = [row for group in groups for row in group.rows if row.has_tick]
    on_page = sum(row.row.is_ticked for row in shown)
    counts = review.counts
    open_count = waiting_count(review)
    return ReviewView(
        review,
        _tally(review),
        groups,
        opened,
        str(max(0, counts.ticked - on_page)),
        str(max(0, open_count - counts.ticked - (len(shown) - on_page))),
    )


def _tally(review: Review) -> tuple[tuple[int, str], ...]:
    counts = review.counts
    kinds = _LATER_EDITION if review.is_later_edition else _FIRST_EDITION
    also = [kind for kind in _TALLY if kind not in kinds and counts.groups.get(kind)]
    found = [(counts.read, "读出的行"), *((counts.groups.get(k, 0), _TALLY[k]) for k in (*kinds, *also))]
    return (*found, (counts.taken, "已入库")) if counts.taken else tuple(found)


def _group(
    group: ReviewGroup, review: Review, opened: Opened, around: Surroundings, asked: set[str]
) -> GroupView:
    heading, hint = _HEADINGS[group.kind]
    if group.kind is GroupKind.PAST:
        hint = hint.format(day_words(review.baseline_on, around.today))
    is_open = opened.kind is group.kind
    is_whole = is_open or group.kind in _WHOLE or group.row_count <= PREVIEW + 1
    shown = group.rows if is_whole else group.rows[: 0 if group.kind in _FOLDED else PREVIEW]
    rows = tuple(row_view(row, group.kind, around, asked) for row in shown)
    rest = group.row_count - len(rows)
    is_paged = is_whole and rest > 0
    words = f"另有{rest}行同样处理" if group.kind is not GroupKind.CLEAR else f"还有{rest}行"
    words = words if rows else f"共{rest}行"
    page_words = f"第{group.offset + 1}–{group.offset + len(rows)}行"
    return GroupView(
        group.kind,
        heading.format(group.row_count),
        hint,
        rows,
        rest_words=page_words if is_paged else words if rest else "",
        unfold=Opened(group.kind) if rest and not is_whole else None,
        is_open=is_open and group.kind not in _WHOLE,
        pages=tuple(_pages(group)) if is_paged else (),
    )


def _pages(group: ReviewGroup) -> Iterator[tuple[str, Opened]]:
    if group.offset:
        yield "上一页", Opened(group.kind, max(0, group.offset - GROUP_LIMIT))
    if group.next_offset is not None:
        yield "下一页", Opened(group.kind, group.next_offset)
