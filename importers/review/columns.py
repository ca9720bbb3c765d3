"""What the columns of a draft's tables mean, and the year and title a person fixes for the whole draft."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from importers.plans.plan_import import plan_of
from importers.plans.remembered_columns import sender_of
from importers.review.act import DraftAct
from importers.review.reading import DraftReading, read_draft
from importers.review.values import COLUMN_LABELS, ColumnChoice, ColumnMeaning, HeadChoice
from importers.tables.chosen_columns import Choices
from importers.tables.table_rows import Header
from importers.words.header_words import Column
from models import db, store_import_draft
from models.store_import_draft import KnownColumn
from rules.errors import InputError

_ONCE = (Column.TASK, Column.TIME)
_LONGEST_TITLE = 200
_LONGEST_HEADING = 80


def column_meanings(draft: DraftReading) -> Iterator[ColumnMeaning]:
    """Return what each column of each kind of table is read as, and who said so."""
    for header in draft.reading.headers:
        source = "read"
        if header.is_chosen:
            source = "chosen" if header.signature in draft.chosen else "remembered"
        for position, column in _meanings(header).items():
            heading = header.words.get(position, "") or f"第{position + 1}列"
            yield ColumnMeaning(header.signature, position, heading, column, COLUMN_LABELS[column], source)


def _meanings(header: Header) -> dict[int, Column]:
    return {position: header.columns.get(position, Column.OTHER) for position in range(header.width)}


def choose_columns(act: DraftAct, choices: Sequence[ColumnChoice], *, is_remembered: bool) -> None:
    """Read columns as a person says; see ``importers.review.drafts``."""
    draft = read_draft(act.engine, act.draft_id, act.setting)
    chosen = _chosen(draft, choices)
    if chosen:
        draft = read_draft(act.engine, act.draft_id, act.setting, chosen={**draft.chosen, **chosen})
        _check_is_read(draft, chosen)
    with act.writing() as (connection, _):
        for signature, meanings in chosen.items():
            words = {position: column.value for position, column in meanings.items()}
            store_import_draft.put_columns(connection, act.draft_id, signature, words)
        if chosen:
            store_import_draft.forget_ticks(connection, act.draft_id)
        if is_remembered:
            known = list(_known_columns(draft))
            store_import_draft.remember_columns(connection, known, by=act.actor.name, at=act.now)
        facts = {
            "columns": [f"{one.position}={one.column.value}" for one in choices],
            "is_remembered": is_remembered,
        }
        act.record(connection, "draft_columns", facts)


def _chosen(draft: DraftReading, choices: Sequence[ColumnChoice]) -> Choices:
    """Return the whole meaning of each header of which something is said otherwise."""
    headers = {header.signature: header for header in draft.reading.headers}
    chosen: dict[str, dict[int, Column]] = {}
    for choice in choices:
        header = headers.get(choice.signature)
        if header is None or not 0 <= choice.position < header.width:
            raise InputError("草稿里没有这一列，请刷新后再看。")
        chosen.setdefault(choice.signature, _meanings(header))[choice.position] = choice.column
    found = {key: meant for key, meant in chosen.items() if meant != _meanings(headers[key])}
    for meant in found.values():
        counts = Counter(meant.values())
        for column in _ONCE:
            if counts[column] > 1:
                raise InputError(f"有{counts[column]}列都选了“{COLUMN_LABELS[column]}”，只能有一列。")
    return found


def _check_is_read(draft: DraftReading, chosen: Choices) -> None:
    read = {header.signature for header in draft.reading.headers}
    if not set(chosen) <= read:
        raise InputError("这样选，这张表就读不成了：要有一列标题，还要有一列时限。")


def _known_columns(draft: DraftReading) -> Iterator[KnownColumn]:
    issuer = sender_of(draft.document)
    for header in draft.reading.headers:
        for position, column in _meanings(header).items():
            heading = header.words.get(position, "")[:_LONGEST_HEADING]
            yield KnownColumn(issuer, header.signature, position, heading, column.value)


def set_head(act: DraftAct, choice: HeadChoice) -> None:
    """Fix the year, title, baseline or release of a draft; see ``importers.review.drafts``."""
    title = choice.title.strip()
    if len(title) > _LONGEST_TITLE:
        raise InputError(f"计划名称超过{_LONGEST_TITLE}字，请改短。")
    head = {**asdict(choice), "title": title}
    with db.reading(act.engine) as connection:
        record = store_import_draft.open_draft(connection, act.draft_id)
    draft = read_draft(act.engine, act.draft_id, act.setting, head=replace(record, **head))
    with db.reading(act.engine) as connection:
        plan_of(connection, draft.reading)
    with act.writing(**head) as (connection, _):
        act.record(connection, "draft_head", head)
