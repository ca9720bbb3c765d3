"""What is to be said about a whole draft: how it was read, what all rows lack, whom nobody knows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from importers.plans.checked_rows import NO_OFFICES, CheckedRow, no_times
from importers.plans.import_values import Change
from importers.plans.naming import naming_warnings, unknown_names
from importers.review.reading import ComparedDraft
from importers.review.sorting import Judged, is_unconfirmed
from models.store_directory import Directory

_MOST_NAMES = 8


def notes_of(draft: ComparedDraft, judged: Judged) -> tuple[str, ...]:
    """Return the notes of a draft in Chinese, each once."""
    said = [one.message for one in draft.draft.reading.warnings if one.row is None]
    said += [NO_OFFICES] if judged.gaps.offices else []
    said += [no_times([row.compared.row for row in judged.rows if row.compared])] if judged.gaps.times else []
    waiting = [
        row.compared.row for row in judged.rows if row.compared and row.compared.change is not Change.SAME
    ]
    return tuple(dict.fromkeys([*said, *_about_names(waiting, draft.directory)]))


def _about_names(rows: Sequence[CheckedRow], directory: Directory) -> Iterator[str]:
    """Say once how many names nobody knows; groups without offices and retired ones each by itself."""
    unknown = unknown_names(rows, directory)
    names = dict.fromkeys(office.name for row in rows for office in row.offices)
    unconfirmed = [name for name in names if is_unconfirmed(name, directory)]
    if unknown:
        yield f"{_counted(unknown)}不在名录：{_listed(unknown)}。入库后记为待核实，核实之前不给它们发信。"
    if unconfirmed:
        yield f"{_counted(unconfirmed)}待核实：{_listed(unconfirmed)}。核实之前不给它们发信。"
    told = frozenset((*unknown, *unconfirmed))
    others = [
        replace(row, offices=tuple(office for office in row.offices if office.name not in told))
        for row in rows
    ]
    yield from (one.message for one in naming_warnings(others, directory))


def _counted(names: Sequence[str]) -> str:
    return f"{len(names)}个单位"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_MOST_NAMES]) + ("等" if len(names) > _MOST_NAMES else "")
