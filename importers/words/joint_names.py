"""Names joined by a word that a plan names alone, too.

Finance & Legal Services are two offices where it names either, Research and Intelligence stays one where it
does not. A Chinese name (甲单位和乙学院) is parted only where both halves stand alone elsewhere: 和 stands
within names, too.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from importers.words.office_words import NamedOffice

_JOINT = re.compile(r"\s*&\s*|\s+and\s+", re.IGNORECASE)
_CHINESE_JOINT = re.compile("以及|[和及与與]")
#: These words never stand within a name.
_SURE_JOINT = re.compile(r",?\s+as\s+well\s+as\s+(?:the\s+)?", re.IGNORECASE)
_FLAG = "单位：“{}”按{}几个单位读，请核对"


def parted_joint(
    offices: Sequence[NamedOffice], names: AbstractSet[str]
) -> tuple[tuple[NamedOffice, ...], tuple[str, ...]]:
    """Return offices with joined English names parted, and flags where only some parts are known names."""
    if not any(office.name.isascii() or _CHINESE_JOINT.search(office.name) for office in offices):
        return tuple(dict.fromkeys(offices)), ()
    alone = {name.casefold() for name in names}
    found: dict[NamedOffice, None] = {}
    flags: list[str] = []
    for office in offices:
        parts = list(_parts(office.name, alone))
        if len(parts) > 1 and not all(part.casefold() in alone for part in parts):
            flags.append(_FLAG.format(office.name, "、".join(parts)))
        found.update(dict.fromkeys(replace(office, name=part) for part in parts))
    return tuple(found), tuple(flags)


def _parts(name: str, alone: AbstractSet[str]) -> Iterator[str]:
    if not name.isascii():
        yield from _chinese_parts(name, alone)
        return
    for part in _SURE_JOINT.split(name):
        halves = _JOINT.split(part)
        is_list = len(halves) > 1 and all(halves) and any(half.casefold() in alone for half in halves)
        yield from halves if is_list else [part]


def _chinese_parts(name: str, alone: AbstractSet[str]) -> Iterator[str]:
    for joint in _CHINESE_JOINT.finditer(name):
        first, second = name[: joint.start()], name[joint.end() :]
        if first in alone and second in alone:
            yield from (first, second)
            return
    yield name
