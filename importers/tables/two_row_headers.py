"""A header of two rows in a table of text: headings that span several columns, and the finer ones below them.

Merged cells may have left empty ones, or none at all. Then the rows below say how many columns each upper
heading spans: the division with which they fit best is taken.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

from importers.tables.alignment import printed_cost
from importers.tables.task_column import with_task_column
from importers.words.cell_evidence import OFFICES, TIMES
from importers.words.header_words import Column, is_heading, map_columns, meaning
from importers.words.period_words import is_period
from importers.words.unit_words import begins_with_deed, can_be_offices
from importers.words.wording import folded, plain

_SAMPLE = 12
_MOST_SPANNED = 5
_MOST_COLUMNS = 14
_FEWEST_PERIODS = 2
_LONGEST_UNKNOWN = 6
_BARE_VERB = 2
_UNLIKE = 4


def joined_header(
    upper: Sequence[str], rows: Sequence[Sequence[str]], known: AbstractSet[str]
) -> list[str] | None:
    """Return one heading for each column when the first of some rows is the lower half of a header."""
    if len(rows) < 2 or not _is_lower_half(rows[0], upper):
        return None
    lower, body = rows[0], rows[1:]
    width = Counter(len(row) for row in body[:_SAMPLE]).most_common(1)[0][0]
    full = [row for row in body if len(row) == width][:_SAMPLE]
    divided = [header for spans in _divisions(len(upper), width) for header in _header(upper, lower, spans)]
    if not divided:
        return None
    return min(divided, key=lambda found: found[1] + _misfit(found[0], full, known))[0]


def _is_lower_half(row: Sequence[str], upper: Sequence[str]) -> bool:
    """Tell whether a row holds headings and nothing else, and is not the header once more."""
    if list(map(folded, row)) == list(map(folded, upper)):
        return False
    return are_finer_headings([text for text in row if plain(text)])


def are_finer_headings(texts: Sequence[str]) -> bool:
    """Tell whether some cells below a header are its finer headings: known ones, few short words beside."""
    periods = sum(is_period(text) for text in texts)
    unknown = [text for text in texts if not is_heading(text) and not is_period(text)]
    if len(unknown) * 2 > len(texts) - periods or not all(map(_can_be_finer, unknown)):
        return False
    return bool(texts) and (not periods or periods >= _FEWEST_PERIODS)


def _can_be_finer(text: str) -> bool:
    words = folded(text)
    is_short = len(words) <= _LONGEST_UNKNOWN and not any(sign.isdigit() for sign in words)
    is_deed = (
        begins_with_deed(text) and len(words) > _BARE_VERB
    )  # 启动 alone heads a column, 启动建设 is a task
    return is_short and not is_deed and not can_be_offices(text)


def _divisions(count: int, width: int) -> Iterator[tuple[int, ...]]:
    """Return how many columns each of some headings may span, so that they make up a width."""
    if not count <= width <= min(count + _MOST_SPANNED, _MOST_COLUMNS):
        return
    for ends in combinations(range(1, width), count - 1):
        yield tuple(b - a for a, b in zip((0, *ends), (*ends, width), strict=True))


def _header(upper: Sequence[str], lower: Sequence[str], spans: Sequence[int]) -> list[tuple[list[str], int]]:
    """Return the header that a division gives, with what speaks against it; nothing where it cannot be."""
    width = sum(spans)
    wide = [n for n, span in enumerate(spans) for _ in range(span)]
    below = [text for text in lower if plain(text)]
    if len(lower) == width:
        finer = list(lower)
    elif len(below) == sum(span for span in spans if span > 1):
        rest = iter(below)
        finer = [next(rest) if spans[n] > 1 else "" for n in wide]
    else:
        return []
    above: list[str] = []  # an empty upper cell belongs to the wide one before it
    for text in upper:
        above.append(text if plain(text) or not above else above[-1])
    pairs = [(above[n] if plain(low) else upper[n], low) for n, low in zip(wide, finer, strict=True)]
    if len({high for high, low in pairs if is_period(low)}) > 1:
        return []  # quarters stand below one heading; times below several are a row
    return [
        (
            [finer_heading(high, low) for high, low in pairs],
            sum(_UNLIKE * _are_unlike(*pair) for pair in pairs),
        )
    ]


def finer_heading(high: str, low: str) -> str:
    """Return the heading of a column by both halves; 名称 below 责任单位 means nothing without it."""
    if not plain(low):
        return high
    above, below = meaning(high)[0], meaning(low)[0]
    if above is Column.TIME and below is Column.OTHER and not is_period(low):
        return f"{plain(low)}时间"  # 启动 and 完成 below 时间安排
    return f"{plain(high)}{plain(low)}" if below is Column.TASK and above in (OFFICES | TIMES) else low


def _are_unlike(high: str, low: str) -> bool:
    """Tell whether one cannot be a finer heading of the other: offices below times, anything below 序号."""
    if meaning(high)[0] is Column.NUMBER and plain(low):
        return folded(high) != folded(low)
    families = (OFFICES, TIMES, {Column.TASK})
    above = next((n for n, family in enumerate(families) if meaning(high)[0] in family), None)
    below = next((n for n, family in enumerate(families) if meaning(low)[0] in family), None)
    return above is not None and below is not None and above != below


def _misfit(header: Sequence[str], full: Sequence[Sequence[str]], known: AbstractSet[str]) -> int:
    columns = with_task_column(map_columns(header), header, full)
    meanings = [columns.get(i, Column.OTHER) for i in range(len(header))]
    return sum(printed_cost(row, meanings, known) for row in full)
