"""Headings that give an office to all that stands below them: 一、基教处牵头工作, 教务处：, 责任单位：办公室.

It only says what one heading says; whether it heads anything is for the reader of the shape to tell.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from importers.words.duties import duties_of
from importers.words.header_words import Column
from importers.words.outline import Style, marker
from importers.words.script import aligned, recognised
from importers.words.unit_words import NOBODY, can_be_offices, is_body
from importers.words.wording import one_line

_LONGEST = 60
#: （共5项）: how many tasks stand below.
_COUNT = re.compile(r"[(（]共?\s*\d{1,3}\s*[项条个件](?:任务|工作|事项)?[)）]$")
_TAIL = re.compile(
    r"(?:的)?(?:重点|主要|具体|各项|年度|本月|本周|近期|日常)*(?:工作|任务|事项|项目)(?:任务|安排|计划|要点|清单)?$"
)
#: 全面落实党委负责 is what is to be done.
_URGES = re.compile(r"全面|切实|认真|坚持|严格|进一步|不断|充分|积极|强化|压实|明确|夯实")
_EDGES = "【】[]〔〕《》*＊# \u3000"
_PARTS = re.compile("[、，,/及和]")


@dataclass(frozen=True, slots=True)
class OfficeHead:
    """The offices a heading names; ``says_so``: it says they do what stands below, not only what they are.

    ``style`` is how it is numbered, None for a heading without a number.
    """

    offices: tuple[tuple[Column, str], ...]
    style: Style | None
    says_so: bool
    is_marked: bool
    """Whether its form shows a heading: a number, a colon behind it or brackets around it."""

    @property
    def names(self) -> str:
        """The offices as printed."""
        return "、".join(names for _, names in self.offices)


@lru_cache(maxsize=8192)
def office_head(text: str, known: frozenset[str] = NOBODY) -> OfficeHead | None:
    """Return the offices that a heading gives to what is below it, None for another text."""
    if len(text) > 2 * _LONGEST:
        return None
    line = one_line(text)
    found = marker(line)
    words = line[found[1] if found else 0 :].strip()
    bare = _COUNT.sub("", words.rstrip(":：。 ").strip(_EDGES)).strip()
    if not bare or len(bare) > _LONGEST or _URGES.match(aligned(bare)):
        return None
    is_marked = found is not None or words.endswith((":", "：")) or words[:1] in "【[〔"
    names = bare[: m.start()] if (m := _TAIL.search(aligned(bare))) else bare
    duties = duties_of(names, known)
    offices = tuple(duties.offices)
    if offices and not duties.is_bare and not duties.times:
        are_offices = all(can_be_offices(own, known) for _, own in offices)
        return (
            OfficeHead(offices, found and found[0], says_so=True, is_marked=is_marked)
            if are_offices
            else None
        )
    parts = [part.strip() for part in _PARTS.split(names) if part.strip()]
    if not parts or not all(_is_sure(part, known) for part in parts):
        return None
    own = ((Column.RESPONSIBLE, names),)
    return OfficeHead(own, found and found[0], says_so=False, is_marked=is_marked)


def _is_sure(name: str, known: frozenset[str]) -> bool:
    return name in known or recognised(name) in known or is_body(name)
