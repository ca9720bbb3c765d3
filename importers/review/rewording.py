"""Which new rows of a later edition may be tasks it names no more, in other words. A person decides."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from importers.plans.comparison import ComparedRow
from importers.plans.naming import office_words
from importers.review.act import DraftAct
from importers.words.wording import without_blanks
from models import store_import_draft
from models.store_import import StoredRow
from models.store_import_draft import DraftRow
from rules.errors import NotFoundError

#: Two titles are near when they share two thirds of their pairs of neighbouring signs.
_NEAR = 2 / 3
#: An edition in which so much is new and gone was not reworded but written anew.
_MOST_COMPARED = 100_000


def rewordings(rows: Iterable[ComparedRow], gone: Sequence[StoredRow]) -> dict[str, StoredRow]:
    """Return the gone task that each new row is near to, by row; nearest first, every task once.

    The offices must be the same and the words of the title near.
    """
    new = [compared.row for compared in rows if compared.stored is None]
    if not gone or len(new) * len(gone) > _MOST_COMPARED:
        return {}
    by_offices: dict[str, list[tuple[StoredRow, frozenset[str]]]] = {}
    for old in gone:
        by_offices.setdefault(without_blanks(old.office_words), []).append((old, _pairs(old.title)))
    near: list[tuple[float, int, str, StoredRow]] = []
    for row in new:
        words = _pairs(row.title)
        for old, old_words in by_offices.get(without_blanks(office_words(row.offices)), ()):
            if (share := _share(words, old_words)) >= _NEAR:
                near.append((-share, row.position, row.row_key, old))
    found: dict[str, StoredRow] = {}
    taken: set[int] = set()
    for _, _, key, old in sorted(near, key=lambda one: (*one[:2], one[3].id)):
        if key not in found and old.id not in taken:
            found[key] = old
            taken.add(old.id)
    return found


def _pairs(title: str) -> frozenset[str]:
    words = without_blanks(title)
    return frozenset(words[place : place + 2] for place in range(len(words) - 1))


def _share(words: frozenset[str], others: frozenset[str]) -> float:
    """Return the share of the pairs that two titles have in common, 0 to 1 (Dice)."""
    total = len(words) + len(others)
    return 2 * len(words & others) / total if total else 0.0


def pair_with(act: DraftAct, row_key: str, task_id: int | None) -> None:
    """Say which stored task a row is; see ``importers.review.drafts``."""
    draft = act.read()
    compared, decision = draft.rows.get(row_key), draft.draft.decision(row_key)
    if compared is None or decision.stored_at is not None:
        raise NotFoundError("草稿里没有这一行，可能已经入库，请刷新后再看。")
    if decision.task_id == task_id:
        return
    is_free = compared.stored is None or decision.task_id is not None
    if task_id is not None and not (is_free and any(old.id == task_id for old in draft.comparison.gone)):
        raise NotFoundError("库里没有可以对上的这一项，可能已有别的行是它，请刷新后再看。")
    with act.writing() as (connection, version):
        kept = store_import_draft.draft_rows(connection, act.draft_id)
        row = kept.get(row_key, DraftRow(row_key))
        paired = replace(row, task_id=task_id, is_accepted=None, change_class=None, paper="")
        store_import_draft.put_rows(connection, act.draft_id, [paired], version=version)
        act.record(connection, "draft_pair", {"row": row_key, "task_id": task_id})
