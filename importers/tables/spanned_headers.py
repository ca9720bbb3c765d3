"""Headers of two rows whose merged cells moved to the end: which upper heading spans which lower ones.

序号 | 任务 | 责任清单 | 标准 above 领导 | 科室: the rows below show how wide the table is, and so how many
upper headings are spanned; what the cells look like tells which.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, pairwise

from importers.tables.alignment import printed_cost
from importers.tables.ordinals import ordinal
from importers.tables.task_column import with_task_column
from importers.words.header_words import Column, is_heading, map_columns
from importers.words.period_words import is_period
from importers.words.unit_words import NOBODY
from importers.words.wording import plain

_MOST_SPANNED = 3
_MOST_ABOVE, _MOST_BELOW = 8, 10
_LONGEST_HEADING = 16
_WANTED = {Column.TIME, Column.TASK, Column.RESPONSIBLE, Column.LEAD, Column.SUPPORT}


def moved_header(
    upper: Sequence[str],
    lower: Sequence[str],
    rows: Sequence[Sequence[str]],
    known: AbstractSet[str] = NOBODY,
) -> list[str]:
    """Return the header that two rows make together, nothing where they are not one."""
    above, below = _filled(upper), _filled(lower)
    width = max((len(_filled(row)) for row in rows), default=0)
    if len(above) == len(upper) or len(below) == len(lower):  # nothing moved
        return []
    spanned = len(above) + len(below) - width
    if not 0 < spanned <= min(_MOST_SPANNED, len(above)) or len(below) < 2 * spanned:
        return []
    if len(above) > _MOST_ABOVE or len(below) > _MOST_BELOW:
        return []
    if not _are_headings(above) or not _are_headings(below):
        return []
    full = [_filled(row) for row in rows if len(_filled(row)) == width]
    fits = [(_misfit(words, full, known), words) for words in _headers(above, below, spanned)]
    least = min(misfit for misfit, _ in fits)
    best = [words for misfit, words in fits if misfit == least]
    meanings = {tuple(sorted(_columns(words, full).items())) for words in best}
    is_clear = len(meanings) == 1 and len(_WANTED & {column for _, column in meanings.pop()}) > 1
    return best[0] if is_clear else []


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, Column]:
    return with_task_column(map_columns(header), header, rows)


def _filled(texts: Sequence[str]) -> list[str]:
    """Return cells without the empty ones at the end, in which the merged ones were lost."""
    end = len(texts)
    while end and not plain(texts[end - 1]):
        end -= 1
    return list(texts[:end])


def _are_headings(texts: Sequence[str]) -> bool:
    """Tell whether texts can be one row of a header: short words, of which some are known as headings."""
    are_words = all(
        plain(text) and len(plain(text)) <= _LONGEST_HEADING and not is_period(text) and ordinal(text) is None
        for text in texts
    )
    return are_words and any(map(is_heading, texts))


def _headers(above: Sequence[str], below: Sequence[str], spanned: int) -> Iterator[list[str]]:
    """Yield every way in which so many upper headings span the lower ones, each at least two."""
    for places in combinations(range(len(above)), spanned):
        for cuts in combinations(range(2, len(below) - 1), spanned - 1):
            edges = [0, *cuts, len(below)]
            parts = [below[left:right] for left, right in pairwise(edges)]
            if min(map(len, parts)) > 1:
                spans = dict(zip(places, parts, strict=True))
                yield [word for n, text in enumerate(above) for word in spans.get(n, [text])]


def _misfit(header: Sequence[str], rows: Sequence[Sequence[str]], known: AbstractSet[str]) -> int:
    columns = _columns(header, rows)
    meanings = [columns.get(i, Column.OTHER) for i in range(len(header))]
    return sum(printed_cost(row, meanings, known) for row in rows) - len(set(columns.values()))
