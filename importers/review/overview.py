"""A whole draft as the page 核对 shows it: head, counts that add up, groups by pages, what is left out."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy.engine import Engine

from importers.plans.left_out import left_out
from importers.review.columns import column_meanings
from importers.review.notes import notes_of
from importers.review.reading import ComparedDraft, Setting, compared_draft, source_of
from importers.review.rows import RowViews, gone_row
from importers.review.sorting import Judged, judge
from importers.review.values import DraftHead, GroupKind, Review, ReviewCounts, ReviewGroup, ReviewRow
from models.kinds import PlanState
from models.store_import_draft import DraftRecord

_LEFT_OUT_LIMIT = 300


def draft_head(record: DraftRecord) -> DraftHead:
    """Return what is known of a draft without reading it."""
    return DraftHead(
        id=record.id,
        version=record.version,
        label=source_of(record).label,
        file_name=record.file_name,
        format=record.format,
        created_by=record.created_by,
        created_at=record.created_at,
        saved_at=record.saved_at,
    )


def read_review(
    engine: Engine, draft_id: int, setting: Setting, *, starts: Mapping[GroupKind, int], limit: int
) -> Review:
    """Return a draft read anew, its groups from ``starts`` on; see ``importers.review.drafts``."""
    draft = compared_draft(engine, draft_id, setting)
    judged = judge(draft)
    reading, record, plan = draft.draft.reading, draft.draft.record, draft.plan
    counts = _counts(draft, judged)
    lines = left_out(draft.draft.document, reading)
    return Review(
        head=draft_head(record),
        title=reading.title,
        year=reading.year,
        document_number=reading.facts.document_number,
        issued_on=reading.facts.issued_on,
        issuer=reading.facts.issuer,
        remark=reading.facts.remark,
        baseline_on=draft.draft.baseline,
        is_published=record.is_published,
        plan_id=plan.id if plan else None,
        plan_is_released=plan is not None and plan.state is PlanState.RELEASED,
        is_later_edition=judged.is_later_edition,
        counts=counts,
        columns=tuple(column_meanings(draft.draft)),
        groups=_groups(draft, judged, counts, starts, limit),
        left_out=tuple(lines[:_LEFT_OUT_LIMIT]),
        left_out_count=len(lines),
        notes=notes_of(draft, judged),
        chosen_year=record.year,
        chosen_title=record.title,
        chosen_baseline=record.baseline_on,
    )


def _counts(draft: ComparedDraft, judged: Judged) -> ReviewCounts:
    found = Counter(row.group for row in judged.rows)
    found[GroupKind.GONE] = len(draft.comparison.gone)
    return ReviewCounts(
        read=len(draft.draft.reading.raw_rows),
        taken=judged.taken_count,
        ticked=sum(row.is_ticked for row in judged.rows),
        groups={kind: found[kind] for kind in judged.order},
    )


def _groups(
    draft: ComparedDraft, judged: Judged, counts: ReviewCounts, starts: Mapping[GroupKind, int], limit: int
) -> tuple[ReviewGroup, ...]:
    """Return the groups that have rows, each from where it begins; only these rows are worked out."""
    views = RowViews(draft, judged)
    found: list[ReviewGroup] = []
    for kind, count in counts.groups.items():
        start = max(starts.get(kind, 0), 0)
        rows: tuple[ReviewRow, ...]
        if kind is GroupKind.GONE:
            rows = tuple(gone_row(old) for old in draft.comparison.gone[start : start + limit])
        else:
            own = [row for row in judged.rows if row.group is kind]
            if kind is not GroupKind.LOOK:
                own.sort(key=lambda row: not row.names_unknown)
            rows = tuple(views.row(row) for row in own[start : start + limit])
        if count:
            found.append(ReviewGroup(kind, count, start, rows))
    return tuple(found)
