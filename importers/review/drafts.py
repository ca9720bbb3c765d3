"""The review of an import (核对): a draft that survives a restart, corrected row by row, then stored.

Every act takes the draft's ``version`` as the page showed it and raises :class:`RuleError` when somebody
else was faster, or when the draft was stored or given up meanwhile; :class:`NotFoundError` when there is
no such draft. Reading is done anew each time, so that the directory and the stored plan are of now.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Engine

from importers.plans.import_values import ImportOptions
from importers.plans.row_edits import place_of
from importers.review import columns, names, opening, overview, rewording, storing
from importers.review.act import DraftAct
from importers.review.edits import save_edits, set_accepted, set_group_accepted, undo_edits
from importers.review.reading import Setting
from importers.review.values import (
    GROUP_LIMIT,
    ColumnChoice,
    DraftHead,
    GroupKind,
    HeadChoice,
    MailCount,
    Review,
    RowEdit,
    StoredDraft,
)
from importers.source import Source
from models import db, store_import_draft
from models.kinds import DraftState
from models.store_audit import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One draft as one person deals with it at one moment."""

    engine: Engine
    id: int
    setting: Setting
    now: datetime
    actor: Actor

    def read(self, *, group: GroupKind | None = None, offset: int = 0, limit: int = GROUP_LIMIT) -> Review:
        """Return a draft read anew; ``group`` begins at ``offset``, every other one at its first row."""
        starts = {group: offset} if group else {}
        return overview.read_review(self.engine, self.id, self.setting, starts=starts, limit=limit)

    def save(self, edits: Sequence[RowEdit], version: int) -> None:
        """Keep what a form says about some rows; what equals the reading is no edit.

        A form that says nothing new is no act: it raises no version and may come from a stale page. Words
        that cannot be read (13月) are kept and the row shows the error. Raises :class:`InputError` for an
        adjustment without its paper or a typed field that is too long; then nothing is kept.
        """
        save_edits(self._act(version), edits)

    def undo(self, row_keys: Collection[str], version: int) -> None:
        """Read some rows as printed again (恢复原文) and forget their ticks."""
        undo_edits(self._act(version), row_keys)

    def tick(self, row_keys: Collection[str], version: int, *, is_accepted: bool) -> None:
        """Tick some rows or leave them out for now."""
        set_accepted(self._act(version), row_keys, is_accepted=is_accepted)

    def tick_group(self, kind: GroupKind, version: int, *, is_accepted: bool) -> int:
        """Tick a whole group or none of it (全部勾上, 全不勾) and return how many ticks changed.

        Rows that cannot be stored as they stand stay unticked. When nothing changes the version stays.
        """
        return set_group_accepted(self._act(version), kind, is_accepted=is_accepted)

    def pair(self, row_key: str, task_id: int | None, version: int) -> None:
        """Make a new row a change of a task the edition does not name (就是这一项); None parts them again.

        ``ReviewRow.like_task_id`` proposes one. Its title is then a changed field. Raises
        :class:`NotFoundError` when the row or the task is there no more.
        """
        rewording.pair_with(self._act(version), row_key, task_id)

    def set_head(self, choice: HeadChoice, version: int) -> None:
        """Fix the year, title, baseline or release.

        Raises :class:`InputError` when the draft reads no more.
        """
        columns.set_head(self._act(version), choice)

    def choose_columns(self, choices: Sequence[ColumnChoice], version: int, *, is_remembered: bool) -> None:
        """Read columns as a person says, here and, when remembered, in every later table of this kind.

        The ticks are forgotten, corrected words stay. Raises :class:`InputError` when the table has then no
        task or no time and office; nothing is kept then.
        """
        columns.choose_columns(self._act(version), choices, is_remembered=is_remembered)

    def mails(self) -> tuple[MailCount, ...]:
        """Return the offices that the ticked rows name, as the directory knows them now (谁会收到).

        Offices without an address and unknown names come first, then directory order.
        """
        return names.who_gets_mail(self.engine, self.id, self.setting)

    def store(self, version: int) -> StoredDraft:
        """Store the ticked rows in one transaction (入库勾选的行); the others stay in the draft.

        A changed row whose date moves is applied only with an answer. A row confirmed here is never a draft:
        a past one becomes 待确认. Raises :class:`RuleError` when no row is ticked.
        """
        return storing.store_accepted(self._act(version))

    def discard(self, version: int) -> None:
        """Give a draft up (放弃草稿); what was stored from it stays."""
        act = self._act(version)
        with act.writing() as (connection, _):
            store_import_draft.finish(connection, self.id, DraftState.DISCARDED)
            act.record(connection, "draft_discard")

    def _act(self, version: int) -> DraftAct:
        """Return an act on this draft from a page of ``version``."""
        return DraftAct(
            engine=self.engine,
            draft_id=self.id,
            version=version,
            setting=self.setting,
            now=self.now,
            actor=self.actor,
        )


def open_draft(
    engine: Engine, source: Source, options: ImportOptions, *, setting: Setting, now: datetime, actor: Actor
) -> int:
    """Read a file and keep it as a draft; returns the draft's id and stores no task.

    Of the options ``year``, ``title``, ``baseline`` and ``draft`` count. Raises :class:`InputError` for a
    file without a plan; one of which no row can be taken as it stands opens, so that they can be corrected.
    """
    return opening.open_draft(engine, source, options, setting=setting, now=now, actor=actor)


def open_drafts(engine: Engine) -> list[DraftHead]:
    """Return the drafts that wait, newest first."""
    with db.reading(engine) as connection:
        return [overview.draft_head(record) for record in store_import_draft.open_drafts(connection)]


def rows_changed_since(engine: Engine, draft_id: int, version: int) -> dict[str, str]:
    """Return the rows that somebody changed after a page of this version: row key → place (第3行).

    For the page after a refused act; empty when only the head or the columns changed.
    """
    with db.reading(engine) as connection:
        keys = store_import_draft.rows_changed_since(connection, draft_id, version)
    return {key: place_of(key) for key in keys}


def add_alias(engine: Engine, name: str, office_id: int, *, now: datetime, actor: Actor) -> None:
    """Let a printed name mean an office of the directory (是，记为别名), in this draft and everywhere.

    Raises :class:`InputError` when the name means another office, :class:`NotFoundError` without the office.
    """
    names.add_alias(engine, name, office_id, now=now, actor=actor)


def add_office(engine: Engine, name: str, *, email: str = "", now: datetime, actor: Actor) -> int:
    """Add a printed name to the directory as a confirmed office (不是，新建单位) and return its id.

    Raises :class:`InputError` for a name that is taken or cannot be one, or a wrong address.
    """
    return names.add_office(engine, name, email=email, now=now, actor=actor)
