"""English names joined by a word: Finance & Legal Services are two offices where the plan names either alone.

Research and Intelligence stays one name where it does not.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from importers.words.office_words import NamedOffice

_JOINT = re.compile(r"\s*&\s*|\s+and\s+", re.IGNORECASE)
#: These words never stand within a name.
_SURE_JOINT = re.compile(r",?\s+as\s+well\s+as\s+(?:the\s+)?", re.IGNORECASE)
_FLAG = "单位：“{}”按{}几个单位读，请核对"


def parted_joint(
    offices: Sequence[NamedOffice], names: AbstractSet[str]
) -> tuple[tuple[NamedOffice, ...], tuple[str, ...]]:
    """Return offices with joined English names parted, and flags where only some parts are known names."""
    if not any(office.name.isascii() for office in offices):
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
    for part in _SURE_JOINT.split(name) if name.isascii() else [name]:
        halves = _JOINT.split(part) if name.isascii() else [part]
        is_list = len(halves) > 1 and all(halves) and any(half.casefold() in alone for half in halves)
        yield from halves if is_list else [part]
