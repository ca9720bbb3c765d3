"""Leave out a list of contents: bare numbered names, each of which stands again further down as a heading."""

import re
from collections.abc import Sequence

from importers.words.outline import marker
from importers.words.script import recognised
from importers.words.text_lines import TextLine
from importers.words.wording import plain

_FEWEST = 3
_LONGEST_NAME = 40
#: What a list of contents names lies far apart; a list that is only printed again does not.
_LINES_AN_ENTRY = 3
_NO_WORDS = re.compile(r"[^\w]+")
_PAGE = re.compile(r"[.…·]{2,}\d+$")


def without_contents(lines: Sequence[TextLine]) -> tuple[list[TextLine], tuple[str, ...]]:
    """Return lines without a list of contents, and what to say of it."""
    names = [_name(line.text) for line in lines]
    nexts = _next_places(names)
    entries = [n for n in nexts if marker(lines[n].text)]
    again = [nexts[n] for n in entries]
    first_again = min(again, default=0)
    entries = [n for n in entries if n < first_again]
    again = again[: len(entries)]
    if len(entries) < _FEWEST or max(again) - min(again) < _LINES_AN_ENTRY * len(entries):
        return list(lines), ()
    left_out = set(entries)
    kept = [line for n, line in enumerate(lines) if n not in left_out]
    return kept, (f"前面有{len(entries)}行是目录，后面又作标题出现，没有当作工作。",)


def _next_places(names: Sequence[str]) -> dict[int, int]:
    """Return where each name that comes again stands next, by its place, in the order of the text."""
    later: dict[str, int] = {}
    nexts: dict[int, int] = {}
    for place in range(len(names) - 1, -1, -1):
        name = names[place]
        if name and name in later:
            nexts[place] = later[name]
        later[name] = place
    return dict(sorted(nexts.items()))


def _name(text: str) -> str:
    """Return what a short line names, without its number, a picture before it and a page number behind it."""
    words = plain(text)
    found = marker(words)
    name = recognised(words[found[1] :] if found else words)
    return _NO_WORDS.sub("", _PAGE.sub("", name)) if len(name) <= _LONGEST_NAME else ""
