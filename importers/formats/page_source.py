"""The source of a web page within plain text: which lines hold it, so that only these are read as a page.

A piece of source reaches from the line of a block's opening tag to the line of its closing one; a tag that
opens or closes no block concerns its own line only, and within rows of bars or tabs it is left as it is:
there even a script is words.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from importers.formats.html_words import BLOCKS

#: Tags of a page as people paste them; signs like <1000 or <<…>> are none.
_INLINE = "a|b|br|col|colgroup|del|em|font|i|img|s|script|span|strike|strong|style|sub|sup|u"
_TAG = re.compile(rf"<(/?)({'|'.join(sorted(BLOCKS))}|{_INLINE})(?:\s[^<>]*|/)?>", re.IGNORECASE)
#: What only a page has: a block, a break, deleted words, or attributes. <b> alone may be words of a text.
_SURE_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(BLOCKS))}|br|del|s|strike)(?:\s[^<>]*|/)?>|<(?:{_INLINE})\s[^<>]*>",
    re.IGNORECASE,
)
_SURE_BYTES = re.compile(_SURE_TAG.pattern.encode(), re.IGNORECASE)
_CELLS = re.compile("[|｜\\t]")
_TABLE = "table"
#: What its closing tag ends; all that stands between belongs to the page.
_SPANNING = BLOCKS | {"script", "style"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of a text that follow one another; ``number`` is that of the first."""

    text: str
    number: int
    has_tags: bool
    is_open_table: bool = False
    """Whether a table begins in it that never ends: half a table would read as a whole one."""


def holds_tags(text: str | bytes) -> bool:
    """Tell whether a text, or the bytes of one, holds source of a web page."""
    if isinstance(text, bytes):
        return b"<" in text and bool(_SURE_BYTES.search(text.replace(b"\x00", b"")))
    return "<" in text and bool(_SURE_TAG.search(text))


def stretches(text: str) -> Iterator[Stretch]:
    """Part a text into pieces of source and the plain lines between them."""
    text = re.sub("\r\n|\r", "\n", text)
    lines = text.split("\n")
    parted = frozenset(number for number, line in enumerate(lines) if _CELLS.search(line))
    reach, open_tables = _reaches(text, parted)
    index = start = 0
    while index < len(lines):
        if index not in reach:
            index += 1
            continue
        if start < index:
            yield Stretch("\n".join(lines[start:index]), start + 1, has_tags=False)
        start, end = index, index
        while index <= end:
            end = max(end, reach.get(index, index))
            index += 1
        is_open = any(start <= line <= end for line in open_tables)
        yield Stretch("\n".join(lines[start:index]), start + 1, has_tags=True, is_open_table=is_open)
        start = index
    if start < len(lines):
        yield Stretch("\n".join(lines[start:]), start + 1, has_tags=False)


def _reaches(text: str, parted: frozenset[int]) -> tuple[dict[int, int], list[int]]:
    """Return how far the source reaches that begins in a line, and the lines of tables that never end.

    ``parted`` are the lines with signs between cells.
    """
    reach: dict[int, int] = {}
    opened: defaultdict[str, list[int]] = defaultdict(list)
    number = place = 0
    for found in _TAG.finditer(text):
        number += text.count("\n", place, found.start())
        place = found.start()
        name = found[2].lower()
        if name not in BLOCKS and number in parted:
            continue
        reach[number] = max(reach.get(number, 0), number + found[0].count("\n"))
        if name in _SPANNING and not found[1]:
            opened[name].append(number)
        elif opened[name]:
            first = opened[name].pop()
            reach[first] = max(reach[first], number)
    return reach, opened[_TABLE]
