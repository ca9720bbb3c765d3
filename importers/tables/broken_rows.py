"""Rows of a table in plain text that were broken at the signs between their cells: counted whole again.

Every row has as many signs as its header. A line with fewer goes on below it where it ends with such a sign,
or the next line begins with one, until just as many are found.
"""

import re
from collections.abc import Sequence

from importers.words.text_lines import TextLine, ends_table
from importers.words.wording import plain

_MOST_LINES = 12


def whole_row(
    lines: Sequence[TextLine], index: int, separator: re.Pattern[str], count: int
) -> tuple[TextLine, int]:
    """Return the row that begins at a line, and how many lines it stands on.

    ``count``: how many signs part the cells of the header.
    """
    first = lines[index]
    found = len(separator.findall(plain(first.text)))
    if not 0 < found < count:
        return first, 1
    parts = [plain(first.text)]
    for following in lines[index + 1 : index + _MOST_LINES]:
        words = plain(following.text)
        more = len(separator.findall(words))
        is_open = _ends_with(separator, parts[-1]) or bool(separator.match(words))
        if ends_table(words) or found + more > count or (more and not is_open and len(parts) == 1):
            break
        parts.append(words)
        found += more
        if found == count and more:
            return TextLine(first.number, "\n".join(parts), first.unit), len(parts)
    return first, 1


def _ends_with(separator: re.Pattern[str], words: str) -> bool:
    return any(found.end() == len(words) for found in separator.finditer(words))
