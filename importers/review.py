"""The review of an import (核对): a draft that survives a restart, corrected row by row, then stored.

Every act takes the draft's ``version`` as the page showed it and raises :class:`RuleError` when somebody
else was faster, or when the draft was stored or given up meanwhile; :class:`NotFoundError` when there is
no such draft. Reading is done anew each time, so that the directory and the stored plan are of now.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy.engine import Engine

from importers import (
    review_columns,
    review_edits,
    review_names,
    review_opening,
    review_overview,
    review_rewording,
    review_storing,
)
from importers.import_values import ImportOptions
from importers.review_reading import Setting
from importers.review_values import (
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
from importers.row_edits import place_of
from importers.source import Source
from models import db, store_audit, store_import_draft
from models.kinds import DraftState
from models.store_audit import Actor
from rules.policy import Policy
from rules.workdays import Calendar


def open_draft(
    engine: Engine,
    source: Source,
    options: ImportOptions,
    *,
    today: date,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    actor: Actor,
) -> int:
    """Read a file and keep it as a draft; returns the draft's id and stores no task.

    Of the options ``year``, ``title``, ``baseline`` and ``draft`` count. Raises :class:`InputError` for a
    file without a plan; one of which no row can be taken as it stands opens, so that they can be corrected.
    """
    setting = Setting(today, policy, calendar)
    return review_opening.open_draft(engine, source, options, setting=setting, now=now, actor=actor)


def open_drafts(engine: Engine) -> list[DraftHead]:
    """Return the drafts that wait, newest first."""
    with db.reading(engine) as connection:
        return [review_overview.draft_head(record) for record in store_import_draft.open_drafts(connection)]


def read_review(
    engine: Engine,
    draft_id: int,
    *,
    today: date,
    policy: Policy,
    calendar: Calendar,
    group: GroupKind | None = None,
    offset: int = 0,
    limit: int = GROUP_LIMIT,
) -> Review:
    """Return a draft read anew; ``group`` begins at ``offset``, every other one at its first row."""
    setting = Setting(today, policy, calendar)
    starts = {group: offset} if group else {}
    return review_overview.read_review(engine, draft_id, setting, starts=starts, limit=limit)


def save_edits(
    engine: Engine,
    draft_id: int,
    edits: Sequence[RowEdit],
    *,
    version: int,
    today: date,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    actor: Actor,
) -> None:
    """Keep what a form says about some rows; what equals the reading is no edit.

    A form that says nothing new is no act: it raises no version and may come from a stale page. Words that
    cannot be read (13月) are kept and the row shows the error. Raises :class:`InputError` for an adjustment
    without its paper or a typed field that is too long; then nothing is kept.
    """
    setting = Setting(today, policy, calendar)
    review_edits.save_edits(engine, draft_id, edits, version=version, setting=setting, now=now, actor=actor)


def undo_edits(
    engine: Engine, draft_id: int, row_keys: Collection[str], *, version: int, now: datetime, actor: Actor
) -> None:
    """Read some rows as printed again (恢复原文) and forget their ticks."""
    review_edits.undo_edits(engine, draft_id, row_keys, version=version, now=now, actor=actor)


def set_accepted(
    engine: Engine,
    draft_id: int,
    row_keys: Collection[str],
    *,
    is_accepted: bool,
    version: int,
    now: datetime,
    actor: Actor,
) -> None:
    """Tick some rows or leave them out for now."""
    review_edits.set_accepted(
        engine, draft_id, row_keys, is_accepted=is_accepted, version=version, now=now, actor=actor
    )


def set_group_accepted(
    engine: Engine,
    draft_id: int,
    kind: GroupKind,
    *,
    is_accepted: bool,
    version: int,
    today: date,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    actor: Actor,
) -> int:
    """Tick a whole group or none of it (全部勾上, 全不勾) and return how many ticks changed.

    Rows that cannot be stored as they stand stay unticked. When nothing changes the version stays.
    """
    return review_edits.set_group_accepted(
        engine,
        draft_id,
        kind,
        is_accepted=is_accepted,
        version=version,
        setting=Setting(today, policy, calendar),
        now=now,
        actor=actor,
    )


def pair_with(
    engine: Engine,
    draft_id: int,
    row_key: str,
    task_id: int | None,
    *,
    version: int,
    today: date,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    actor: Actor,
) -> None:
    """Make a new row a change of a task the edition does not name (就是这一项); None parts them again.

    ``ReviewRow.like_task_id`` proposes one. Its title is then a changed field. Raises
    :class:`NotFoundError` when the row or the task is there no more.
    """
    setting = Setting(today, policy, calendar)
    review_rewording.pair_with(
        engine, draft_id, row_key, task_id, version=version, setting=setting, now=now, actor=actor
    )


def rows_changed_since(engine: Engine, draft_id: int, version: int) -> dict[str, str]:
    """Return the rows that somebody changed after a page of this version: row key → place (第3行).

    For the page after a refused act; empty when only the head or the columns changed.
    """
    with db.reading(engine) as connection:
        keys = store_import_draft.rows_changed_since(connection, draft_id, version)
    return {key: place_of(key) for key in keys}


def set_head(
    engine: Engine,
    draft_id: int,
    choice: HeadChoice,
    *,
    version: int,
    today: date,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    actor: Actor,
) -> None:
    """Fix the year, title, baseline or release. Raises :class:`InputError` when the draft reads no more."""
    setting = Setting(today, policy, calendar)
    review_columns.set_head(engine, draft_id, choice, version=version, setting=setting, now=now, actor=actor)


def choose_columns(
    engine: Engine,
    draft_id: int,
    choices: Sequence[ColumnChoice],
    *,
    is_remembered: bool,
    version: int,
    today: date,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    actor: Actor,
) -> None:
    """Read columns as a person says, here and, when remembered, in every later table of this kind.

    The ticks are forgotten, corrected words stay. Raises :class:`InputError` when the table has then no
    task or no time and office; nothing is kept then.
    """
    review_columns.choose_columns(
        engine,
        draft_id,
        choices,
        is_remembered=is_remembered,
        version=version,
        setting=Setting(today, policy, calendar),
        now=now,
        actor=actor,
    )


def add_alias(engine: Engine, name: str, office_id: int, *, now: datetime, actor: Actor) -> None:
    """Let a printed name mean an office of the directory (是，记为别名), in this draft and everywhere.

    Raises :class:`InputError` when the name means another office, :class:`NotFoundError` without the office.
    """
    review_names.add_alias(engine, name, office_id, now=now, actor=actor)


def add_office(engine: Engine, name: str, *, email: str = "", now: datetime, actor: Actor) -> int:
    """Add a printed name to the directory as a confirmed office (不是，新建单位) and return its id.

    Raises :class:`InputError` for a name that is taken or cannot be one, or a wrong address.
    """
    return review_names.add_office(engine, name, email=email, now=now, actor=actor)


def who_gets_mail(
    engine: Engine, draft_id: int, *, today: date, policy: Policy, calendar: Calendar
) -> tuple[MailCount, ...]:
    """Return the offices that the ticked rows name, as the directory knows them now (谁会收到).

    Offices without an address and unknown names come first, then directory order.
    """
    return review_names.who_gets_mail(engine, draft_id, Setting(today, policy, calendar))


def store_accepted(
    engine: Engine,
    draft_id: int,
    *,
    version: int,
    today: date,
    policy: Policy,
    calendar: Calendar,
    now: datetime,
    actor: Actor,
) -> StoredDraft:
    """Store the ticked rows in one transaction (入库勾选的行); the others stay in the draft.

    A changed row whose date moves is applied only with an answer. A row confirmed here is never a draft:
    a past one becomes 待确认. Raises :class:`RuleError` when no row is ticked.
    """
    setting = Setting(today, policy, calendar)
    return review_storing.store_accepted(
        engine, draft_id, version=version, setting=setting, now=now, actor=actor
    )


def discard_draft(engine: Engine, draft_id: int, *, version: int, now: datetime, actor: Actor) -> None:
    """Give a draft up (放弃草稿); what was stored from it stays."""
    with db.writing(engine) as connection:
        store_import_draft.claim(connection, draft_id, version, at=now)
        store_import_draft.finish(connection, draft_id, DraftState.DISCARDED)
        store_audit.record(connection, actor, "draft_discard", subject=("draft", draft_id), at=now)
