"""What the count of an outline lacks: item 11 between 10 and 12, read or printed nowhere.

It never tells whether the reader or the page lost it; a person has the original.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importers.words.outline import Node, Style, number_of
from importers.words.wording import plain

#: Larger holes are other counts: years, floors, numbers of documents.
_WIDEST = 50


@dataclass(frozen=True, slots=True)
class Hole:
    """Numbers that are missing between two items."""

    first: int
    last: int
    before: Node | None

    def __str__(self) -> str:
        return f"第{self.first}项" if self.first == self.last else f"第{self.first}至{self.last}项"


def holes_in(nodes: Sequence[Node]) -> list[Hole]:
    """Return where the Arabic numbers of an outline leave some out, in the order of the text."""
    holes: list[Hole] = []
    last, before = 0, None
    for node in nodes:
        if node.style is not Style.ARABIC:
            continue
        number = number_of(node.line.text) or last + 1  # a number that the page lost
        if last + 1 < number <= last + _WIDEST:
            holes.append(Hole(last + 1, number - 1, before))
        last, before = number, node
    return holes


def said_of(holes: Sequence[Hole]) -> tuple[str, ...]:
    """Return what to say of the holes of a document, nothing where there are none."""
    if not holes:
        return ()
    return (f"编号不连续，没有读到{'、'.join(str(hole) for hole in holes)}，请对照原文看是不是漏了。",)


def may_hold(hole: Hole) -> bool:
    """Tell whether the words of the item before a hole hold the missing number, so that it was swallowed."""
    words = (
        plain(hole.before.line.text) + "".join(plain(line.text) for line in hole.before.body)
        if hole.before
        else ""
    )
    return bool(re.search(rf"(?<![\d.．]){hole.first}\s*[.．、:：]", words))
