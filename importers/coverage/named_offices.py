"""Offices that a text names and a table does not: by the directory's names and by the text's own notes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from importers.coverage.sentences import PromiseText, Sentence
from importers.plans.naming import is_group
from importers.words.office_words import is_plausible_name
from importers.words.script import recognised
from models.kinds import OfficeState
from models.store_directory import Directory

#: A shorter name stands in too many other words.
_SHORTEST = 3
#: Behind one of these a name is the end of a longer one: 市委办公室 names no 办公室 of the bureau.
_LONGER = frozenset("会厅局委院校部府处室科股心长")


@dataclass(frozen=True, slots=True)
class UntabledOffice:
    """An office that the text names and no row does."""

    name: str
    """As the text writes it."""
    known_as: str
    """Its name in the directory, empty when the directory does not know it."""
    group: str
    """The group of the table it belongs to, empty when it belongs to none."""
    sentence: Sentence | None
    """The first sentence that names it; None where only a note on duties does."""


def untabled_offices(
    text: PromiseText, table_names: Iterable[str], directory: Directory
) -> tuple[UntabledOffice, ...]:
    """Return the offices of a text that no row names, in the order of the text, each once."""
    tabled = frozenset(table_names)
    tabled_ids = {office.id for name in tabled if (office := directory.find(name)) is not None}
    groups = [name for name in tabled if directory.is_group(name)]
    found: dict[int | str, UntabledOffice] = {}
    for name, sentence in (*_named(text.sentences, directory), *((name, None) for name in text.offices)):
        office = directory.find(name)
        if office is None and (is_group(name, directory) or not is_plausible_name(name)):
            continue
        if name in tabled or (office is not None and office.id in tabled_ids):
            continue
        group = next((one for one in groups if office and one in office.groups), "")
        known_as = office.name if office is not None else ""
        found.setdefault(office.id if office else name, UntabledOffice(name, known_as, group, sentence))
    return tuple(found.values())


def _named(sentences: Sequence[Sentence], directory: Directory) -> Iterator[tuple[str, Sentence]]:
    """Return the names of the directory that stand in sentences, the longest at each place."""
    by_start: dict[str, dict[str, str]] = {}
    for name, office_id in directory.by_name.items():
        written = recognised(name)
        if len(written) >= _SHORTEST and directory.offices[office_id].state is not OfficeState.RETIRED:
            by_start.setdefault(written[:2], {})[written] = name
    for sentence in sentences:
        for name in _hits(recognised(sentence.text), by_start):
            yield name, sentence


def _hits(words: str, by_start: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    at = 0
    while at < len(words) - 1:
        names = by_start.get(words[at : at + 2], {})
        found = max((written for written in names if words.startswith(written, at)), key=len, default="")
        if found and not (at and words[at - 1] in _LONGER):
            yield names[found]
        at += len(found) or 1
