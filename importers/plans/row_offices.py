"""The offices of the rows of a plan: whom each names, and what is unclear about it.

A plan names few offices in many rows, so each wording of its cells is read once.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from importers.tables.raw_rows import RawRow
from importers.tables.table_rows import OFFICE_COLUMNS
from importers.words.header_words import Column
from importers.words.latin_persons import heads_latin_persons, may_be_latin_person
from importers.words.office_doubts import sorted_out
from importers.words.office_words import NamedOffice, is_plausible_name, offices_of
from importers.words.period_words import is_period
from importers.words.unit_words import is_no_office
from rules.facts import Role

_PERSON_DOUBT = "单位：“{}”写在填人的列里，可能是人名，请核对"
_DATED = re.compile(r"(?:20\d\d年)?\d{1,2}月|20\d\d年")

_Wording = tuple[tuple[Column, str, str], ...]
"""The office cells of a row: what each means, its heading, its text."""


@dataclass(frozen=True, slots=True)
class RowOffices:
    """The offices of a row, and the flags that say why a person should look at them."""

    offices: tuple[NamedOffice, ...]
    flags: tuple[str, ...]


def read_offices(
    rows: Sequence[RawRow], known: AbstractSet[str]
) -> tuple[list[RowOffices], AbstractSet[str]]:
    """Return the offices of each row, and all names that the rows or the directory know."""
    wordings = [_wording(row) for row in rows]
    named = {
        wording: offices_of((column, text) for column, _, text in wording)
        for wording in dict.fromkeys(wordings)
    }
    names = known | {office.name for offices in named.values() for office in offices}
    read = {wording: _read(wording, offices, names, known) for wording, offices in named.items()}
    return [read[wording] for wording in wordings], names


def _wording(row: RawRow) -> _Wording:
    return tuple(
        [(cell.column, cell.header, cell.text) for cell in row.cells if cell.column in OFFICE_COLUMNS]
    )


def _read(
    wording: _Wording, named: tuple[NamedOffice, ...], names: AbstractSet[str], known: AbstractSet[str]
) -> RowOffices:
    offices, unclear = sorted_out(
        named,
        [text for _, _, text in wording],
        names=names,
        known=known,
        may_name_persons=any("人" in header for _, header, _ in wording),
    )
    unclear = (*unclear, *_person_doubts(wording, offices, known))
    return RowOffices(offices, (*_flags(offices), *unclear))


def _person_doubts(
    wording: _Wording, offices: Sequence[NamedOffice], known: AbstractSet[str]
) -> Iterator[str]:
    """Say which names in a column of persons (Person Responsible) nothing tells to be offices."""
    if any(heads_latin_persons(header) for _, header, _ in wording):
        for office in offices:
            if office.name not in known and may_be_latin_person(office.name):
                yield _PERSON_DOUBT.format(office.name)


def _flags(offices: Sequence[NamedOffice]) -> Iterator[str]:
    if offices and all(office.role is Role.SUPPORT for office in offices):
        yield "单位：只有配合单位，没有牵头或责任单位，请核对"
    for office in offices:
        is_time = is_period(office.name) or bool(_DATED.match(office.name))
        if is_time or not is_plausible_name(office.name) or is_no_office(office.name):
            yield f"单位：“{office.name[:40]}”不像单位名称"
