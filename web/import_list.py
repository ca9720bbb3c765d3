"""The drafts of imports that wait, as 导入 lists them, and the one that a chosen file has already."""

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from importers.plans.import_values import ImportOptions
from importers.review.drafts import open_drafts
from importers.review.values import DraftHead
from importers.source import Source
from models import store_import_draft
from rules.errors import DubanError
from web.desk import Desk
from web.review_draft import VisitedDraft, draft_of
from web.review_view import waiting_count
from web.session import Visit
from web.shell import moment_words

#: So many drafts are read for the list; older ones are named by their file only.
_READ = 8
_PASTED = "-"


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """One line of the list."""

    head: DraftHead
    read_when: str
    saved_when: str
    title: str = ""
    """The plan, with its year if the title does not say it; empty when the draft was not read."""
    edition: str = ""
    """首次, or 新版 of a stored plan."""
    rows_words: str = ""

    @property
    def file_words(self) -> str:
        """How the file is named."""
        return "粘贴的文字" if self.head.file_name == _PASTED else self.head.file_name


def waiting_drafts(visit: Visit, desk: Desk) -> list[WaitingDraft]:
    """Return the drafts that wait, newest first."""
    heads = open_drafts(visit.services.engine)
    drafts = [_read(draft_of(visit, head.id), head, desk) for head in heads[:_READ]]
    return drafts + [_unread(head, desk) for head in heads[_READ:]]


def _unread(head: DraftHead, desk: Desk) -> WaitingDraft:
    return WaitingDraft(head, moment_words(head.created_at, desk), moment_words(head.saved_at, desk))


def _read(draft: VisitedDraft, head: DraftHead, desk: Desk) -> WaitingDraft:
    unread = _unread(head, desk)
    try:
        review = draft.read(limit=0)
    except DubanError:
        return unread
    count = waiting_count(review)
    return WaitingDraft(
        head,
        unread.read_when,
        unread.saved_when,
        title=review.title if str(review.year) in review.title else f"{review.title}（{review.year}年）",
        edition="首次" if review.plan_id is None else "新版",
        rows_words=f"{count}行" if count else "没有要入库的",
    )


def draft_with(connection: Connection, source: Source, options: ImportOptions) -> int | None:
    """Return the open draft of the same file, None without one.

    A year or title that the draft was not opened with asks for a draft of its own.
    """
    for record in store_import_draft.open_drafts(connection):
        is_same = options.year in (None, record.year) and (options.title or record.title) == record.title
        if is_same and record.sha256 == source.sha256:
            return record.id
    return None
