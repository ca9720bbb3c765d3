"""The drafts of imports, what people decided about their rows, and remembered column meanings."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from models import tables as c
from models.inserting import insert_new, insert_one
from models.kinds import DraftState, DueChangeClass
from rules.errors import NotFoundError, RuleError

_CHUNK = 500
_FINISHED = {
    DraftState.STORED: "这份草稿已经入库。",
    DraftState.DISCARDED: "这份草稿已经放弃。",
}


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft as it is stored, without its document."""

    id: int
    file_name: str
    sha256: str
    format: str
    year: int | None
    title: str
    baseline_on: date | None
    is_published: bool
    opened_on: date
    created_by: str
    created_at: datetime
    saved_at: datetime
    state: DraftState
    version: int


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What a person decided about one row; None: as it is read."""

    row_key: str
    is_accepted: bool | None = None
    title: str | None = None
    time_words: str | None = None
    office_words: str | None = None
    change_class: DueChangeClass | None = None
    paper: str = ""
    task_id: int | None = None
    """The stored task that the row is, though its words differ."""
    stored_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownColumn:
    """A column's meaning that holds for every table of the same header and issuer."""

    issuer: str
    signature: str
    position: int
    heading: str
    meaning: str


_HEAD = [c.import_draft.c[name] for name in DraftRecord.__dataclass_fields__]


def add_draft(connection: Connection, **values: object) -> int:
    """Store a new draft and return its id; ``values`` are the columns of the table."""
    return insert_one(connection, c.import_draft, **values)


def draft(connection: Connection, draft_id: int) -> DraftRecord:
    """Return one draft; raises :class:`NotFoundError`."""
    row = connection.execute(sa.select(*_HEAD).where(c.import_draft.c.id == draft_id)).one_or_none()
    if row is None:
        raise NotFoundError("没有这份草稿。")
    return DraftRecord(**row._mapping)


def open_draft(connection: Connection, draft_id: int) -> DraftRecord:
    """Return a draft that still waits; raises :class:`NotFoundError` or :class:`RuleError`."""
    record = draft(connection, draft_id)
    if record.state is not DraftState.OPEN:
        raise RuleError(_FINISHED[record.state])
    return record


def open_drafts(connection: Connection) -> list[DraftRecord]:
    """Return the drafts that wait, newest first."""
    waiting = c.import_draft.c.state == DraftState.OPEN
    rows = connection.execute(sa.select(*_HEAD).where(waiting).order_by(c.import_draft.c.id.desc()))
    return [DraftRecord(**row._mapping) for row in rows]


def document(connection: Connection, draft_id: int) -> str:
    """Return the document of a draft as JSON, empty once the draft is finished."""
    query = sa.select(c.import_draft.c.document).where(c.import_draft.c.id == draft_id)
    return str(connection.scalar(query) or "")


def claim(connection: Connection, draft_id: int, version: int, *, at: datetime, **values: object) -> int:
    """Raise a draft's version for an act, change columns of it, and return the new version.

    Raises :class:`RuleError` when somebody else was faster or the draft is finished.
    """
    d = c.import_draft.c
    mine = sa.and_(d.id == draft_id, d.version == version, d.state == DraftState.OPEN)
    changes = {**values, "saved_at": at, "version": version + 1}
    if not connection.execute(sa.update(c.import_draft).where(mine).values(**changes)).rowcount:
        open_draft(connection, draft_id)
        raise RuleError("这份草稿刚刚被别人改过，请刷新后再看。")
    return version + 1


def finish(connection: Connection, draft_id: int, state: DraftState) -> None:
    """End a draft. Its document and the words written into it go; the audit events stay."""
    query = sa.update(c.import_draft).where(c.import_draft.c.id == draft_id)
    connection.execute(query.values(state=state, document=""))
    for table in (c.import_draft_row, c.import_draft_column):
        connection.execute(sa.delete(table).where(table.c.draft_id == draft_id))


def draft_rows(connection: Connection, draft_id: int) -> dict[str, DraftRow]:
    """Return what people decided about the rows of a draft, by row."""
    r = c.import_draft_row.c
    columns = [r[name] for name in DraftRow.__dataclass_fields__]
    rows = connection.execute(sa.select(*columns).where(r.draft_id == draft_id).order_by(r.row_key))
    return {row.row_key: DraftRow(**row._mapping) for row in rows}


def put_rows(connection: Connection, draft_id: int, rows: Iterable[DraftRow], *, version: int) -> None:
    """Keep decisions about rows in place of those of before; ``version`` is that of the act."""
    found = list(rows)
    drop_rows(connection, draft_id, [row.row_key for row in found])
    names = DraftRow.__dataclass_fields__
    act = {"draft_id": draft_id, "version": version}
    values = [{**act, **{name: getattr(row, name) for name in names}} for row in found]
    insert_new(connection, c.import_draft_row, values)


def rows_changed_since(connection: Connection, draft_id: int, version: int) -> list[str]:
    """Return the keys of the rows about which something was decided after a version of the draft."""
    r = c.import_draft_row.c
    later = sa.and_(r.draft_id == draft_id, r.version > version)
    return list(connection.scalars(sa.select(r.row_key).where(later).order_by(r.row_key)))


def drop_rows(connection: Connection, draft_id: int, row_keys: Collection[str]) -> None:
    """Forget the decisions about some rows."""
    keys = list(row_keys)
    r = c.import_draft_row.c
    for start in range(0, len(keys), _CHUNK):
        chunk = r.row_key.in_(keys[start : start + _CHUNK])
        connection.execute(sa.delete(c.import_draft_row).where(r.draft_id == draft_id, chunk))


def forget_ticks(connection: Connection, draft_id: int) -> None:
    """Let every row that waits be ticked or not as it is read."""
    r = c.import_draft_row.c
    waiting = sa.and_(r.draft_id == draft_id, r.stored_at.is_(None))
    connection.execute(sa.update(c.import_draft_row).where(waiting).values(is_accepted=None))


def draft_columns(connection: Connection, draft_id: int) -> dict[str, dict[int, str]]:
    """Return the column meanings chosen in a draft: header signature → position → meaning."""
    k = c.import_draft_column.c
    query = sa.select(k.signature, k.position, k.meaning).where(k.draft_id == draft_id)
    return _by_signature(tuple(row) for row in connection.execute(query.order_by(k.signature, k.position)))


def put_columns(connection: Connection, draft_id: int, signature: str, meanings: Mapping[int, str]) -> None:
    """Keep what the columns under one header mean in a draft."""
    k = c.import_draft_column.c
    connection.execute(
        sa.delete(c.import_draft_column).where(k.draft_id == draft_id, k.signature == signature)
    )
    rows = [
        {"draft_id": draft_id, "signature": signature, "position": position, "meaning": meaning}
        for position, meaning in meanings.items()
    ]
    connection.execute(sa.insert(c.import_draft_column), rows)


def known_columns(connection: Connection, issuer: str) -> dict[str, dict[int, str]]:
    """Return the remembered column meanings of an issuer: header signature → position → meaning.

    An empty issuer stands for documents that do not say who issued them.
    """
    k = c.known_column.c
    query = sa.select(k.signature, k.position, k.meaning).where(k.issuer == issuer)
    return _by_signature(tuple(row) for row in connection.execute(query.order_by(k.signature, k.position)))


def remember_columns(
    connection: Connection, columns: Collection[KnownColumn], *, by: str, at: datetime
) -> None:
    """Keep column meanings for later tables, in place of those of before."""
    k = c.known_column.c
    for issuer, signature in {(one.issuer, one.signature) for one in columns}:
        connection.execute(sa.delete(c.known_column).where(k.issuer == issuer, k.signature == signature))
    names = KnownColumn.__dataclass_fields__
    rows = [{name: getattr(one, name) for name in names} for one in columns]
    if rows:
        values = [{**row, "remembered_by": by, "remembered_at": at} for row in rows]
        connection.execute(sa.insert(c.known_column), values)


def _by_signature(rows: Iterable[tuple[Any, ...]]) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for signature, position, meaning in rows:
        found.setdefault(signature, {})[position] = meaning
    return found
