"""Rows that lack cells because merged ones were left out: each cell is put under its column again.

A header cell that spans two columns is written twice. What was merged is carried down from the row above.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from importers.document import Cell, Row
from importers.tables.alignment import align_row, has_rival, printed_cost
from importers.tables.office_sections import heads_rows
from importers.tables.task_column import with_task_column
from importers.words.cell_evidence import OFFICES, TIMES, looks_like_section
from importers.words.header_words import Column, map_columns
from importers.words.period_words import is_period
from importers.words.text_lines import TextLine
from importers.words.wording import plain

Entry = tuple[TextLine, list[str]]
#: 15.推进…: the number of a row within its task.
_COUNTED = re.compile(r"\d{1,3}[.．、](?!\d)")
#: 2. Skills: the heading of the rows below it.
_NUMBERED = re.compile(r"(\d{1,2})[.．、]\s*(?!\d)")
_MARGIN = 2
_SAMPLE = 40
_DOUBT_COST = 4
_FEWEST_ALIKE = 2
_ALIKE = 0.7
_CARRIED = "这一行没有写，按上面一行的读，请核对"
_NO_LEAD = "这一行少了格，只有配合单位、没有牵头单位，请看是否错列"
_DOUBT = "这一行少了格，是按内容对到各列的，请看是否错列"
_EITHER = "这一行比表头少了格，看不准缺的是哪一格，请看是否错列"


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of a table before its rows are ordered."""

    header: list[str]
    is_barred: bool
    known: AbstractSet[str]


def ordered(layout: Layout, entries: Sequence[Entry]) -> tuple[list[str], list[Row]]:
    """Return the header and the rows with every cell under its column."""
    header = _without_padding(layout.header)
    counts = [len(_without_padding(texts)) for _, texts in entries]
    width = max(len(header), _usual_width(counts)) if layout.is_barred else len(header)
    if width > len(header) + 2:
        width = len(header)
    whole = max(
        (count for count in counts if count <= width), default=width
    )  # no row may fill the last column
    full = [texts for (_, texts), count in zip(entries, counts, strict=True) if count == whole]
    header = _spanned(header, width, full[:_SAMPLE], layout.known)
    short = sum(1 < count < whole for count in counts)
    columns = with_task_column(map_columns(header), header, full, short_rows=short)
    meanings = [columns.get(i, Column.OTHER) for i in range(len(header))]
    counted = _counted_column(full)
    usual = _usual_places(entries, meanings, layout)
    rows: list[Row] = []
    for n, (line, texts) in enumerate(entries):
        above = rows[-1] if rows else None
        rows.append(
            _heading_row(line, texts, entries[n + 1 : n + 2])
            or _counted_row(line, texts, meanings, above, layout, counted)
            or _ordered_row(line, texts, meanings, above, layout, usual)
        )
    return header, rows


def _usual_places(
    entries: Sequence[Entry], meanings: Sequence[Column], layout: Layout
) -> dict[int, list[int]]:
    """Return where the cells of short rows mostly stand, by their number.

    Only rows that were filled up with empty cells count: there a page left merged cells out alike everywhere.
    """
    found: dict[int, Counter[tuple[int, ...]]] = {}
    for _, texts in entries if layout.is_barred else ():
        cells = _without_padding(texts)
        if 1 < len(cells) < len(meanings) == len(texts) and all(map(plain, cells)):
            places, _ = align_row(cells, meanings, layout.known)
            found.setdefault(len(cells), Counter())[tuple(places)] += 1
    return {
        count: list(places.most_common(1)[0][0])
        for count, places in found.items()
        if places.total() > _FEWEST_ALIKE and places.most_common(1)[0][1] >= _ALIKE * places.total()
    }


def _counted_column(full: Sequence[list[str]]) -> int:
    """Return the column behind the first one whose cells begin with a number (14.改建…), 0 for none."""
    for column in range(1, min((len(texts) for texts in full), default=0)):
        if all(_COUNTED.match(plain(texts[column])) for texts in full):
            return column
    return 0


def _counted_row(
    line: TextLine,
    texts: list[str],
    meanings: list[Column],
    above: Row | None,
    layout: Layout,
    counted: int,
) -> Row | None:
    """Return a short row that begins with its number: it lost the cells before that column and no others."""
    cells = _without_padding(texts)
    rest = meanings[counted:]
    if not (counted and layout.is_barred and 1 < len(cells) <= len(rest) and _COUNTED.match(plain(cells[0]))):
        return None
    places, _ = align_row(cells, rest, layout.known)
    if places[0] or len(cells) == len(rest):
        places = list(range(len(cells)))
    is_doubtful = len(cells) < len(rest)
    return _shifted(line, cells, [counted + n for n in places], meanings, above, is_doubtful=is_doubtful)


def _heading_row(line: TextLine, texts: list[str], following: Sequence[Entry]) -> Row | None:
    """Return a lone cell that is the heading of the rows below it (2. Skills above 2.1), None for others."""
    cells = _without_padding(texts)
    found = _NUMBERED.match(plain(cells[0])) if len(cells) == 1 else None
    is_head = found is not None and any(plain(row[0]).startswith(f"{found[1]}.") for _, row in following)
    return _row(line, texts) if is_head else None


def _usual_width(counts: Sequence[int]) -> int:
    """Return the largest number of cells that at least two rows, or a tenth of them, have."""
    wanted = max(2, len(counts) // 10) if len(counts) > 3 else 1
    widths = sorted(set(counts), reverse=True)
    return next((width for width in widths if counts.count(width) >= wanted), 0)


def _without_padding(texts: Sequence[str]) -> list[str]:
    end = len(texts)
    while end and not plain(texts[end - 1]):
        end -= 1
    return list(texts[:end])


def _spanned(header: list[str], width: int, full: Sequence[list[str]], known: AbstractSet[str]) -> list[str]:
    """Write the header cell twice that spans two columns, so that the rows without holes fit best."""
    while len(header) < width:
        candidates = [header[: i + 1] + header[i:] for i in range(len(header))] + [[*header, ""]]
        header = min(candidates, key=lambda words: _misfit(words, full, known))
    return header


def _misfit(header: list[str], full: Sequence[list[str]], known: AbstractSet[str]) -> int:
    columns = with_task_column(map_columns(header), header, full)
    meanings = [columns.get(i, Column.OTHER) for i in range(len(header))]
    return sum(printed_cost(texts[: len(meanings)], meanings, known) for texts in full)


def _ordered_row(
    line: TextLine,
    texts: list[str],
    meanings: list[Column],
    above: Row | None,
    layout: Layout,
    usual: Mapping[int, list[int]],
) -> Row:
    cells = _without_padding(texts)
    if len(cells) >= len(meanings) or _is_alone(cells) or _says_only_when(cells, meanings):
        is_short = layout.is_barred and len(cells) <= len(meanings)
        return _row(line, texts[: len(meanings)] if is_short else texts)
    if not layout.is_barred and _fits_as_printed(cells, meanings, layout.known):
        return _row(line, texts)
    places, total = align_row(cells, meanings, layout.known)
    alike = (
        usual.get(len(cells), places) if len(texts) == len(meanings) and all(map(plain, cells)) else places
    )
    if alike != places:
        return _shifted(line, cells, alike, meanings, above, is_doubtful=True)
    if total + _MARGIN > printed_cost(cells, meanings, layout.known):
        places = list(range(len(cells)))
        row = _row(line, [*cells, *[""] * (len(meanings) - len(cells))])
    else:
        is_bad = not layout.is_barred or total >= _DOUBT_COST + len(meanings)
        row = _shifted(line, cells, places, meanings, above, is_doubtful=is_bad)
    if len(texts) < len(meanings) and has_rival(cells, places, meanings, layout.known):
        row = replace(row, doubt=row.doubt or _EITHER)
    return row


def _fits_as_printed(cells: Sequence[str], meanings: Sequence[Column], known: AbstractSet[str]) -> bool:
    """Tell whether cells fit the columns they stand in, and what is left empty at the end is not needed."""
    left = meanings[len(cells) :]
    is_needed = any(meaning in OFFICES or meaning in TIMES or meaning is Column.TASK for meaning in left)
    return not is_needed and printed_cost(cells, meanings, known) <= len(meanings)


def _is_alone(cells: Sequence[str]) -> bool:
    if len(cells) > 1:
        return False
    return not cells or looks_like_section(cells[0]) or is_period(cells[0]) or heads_rows(cells[0])


def _says_only_when(cells: Sequence[str], meanings: Sequence[Column]) -> bool:
    """Tell whether a row is a week in which nothing happens: times under columns of times, nothing else."""
    return len(cells) > 1 and all(
        column in TIMES and is_period(text) for text, column in zip(cells, meanings, strict=False)
    )


def _shifted(
    line: TextLine,
    cells: Sequence[str],
    places: Sequence[int],
    meanings: Sequence[Column],
    above: Row | None,
    *,
    is_doubtful: bool,
) -> Row:
    """Return a row with its cells moved; a merged time or office is the one of the row above."""
    found = dict(zip(places, cells, strict=True))
    first = min(places, default=0)
    leads = [i for i, meaning in enumerate(meanings) if meaning in OFFICES - {Column.SUPPORT}]
    lacks_lead = bool(leads) and not any(plain(found.get(i, "")) for i in leads)
    result: list[Cell] = []
    for i, meaning in enumerate(meanings):
        text = found.get(i)
        may_be_merged = meaning in TIMES or (i < first and meaning not in OFFICES)
        if text is None and may_be_merged and above is not None and i < len(above.cells):
            is_behind = Column.TASK in meanings and i > meanings.index(Column.TASK)
            doubt = _CARRIED if is_behind and plain(above.cells[i].text) else ""
            result.append(Cell(above.cells[i].text, line.place, doubt))
        else:
            doubt = _DOUBT if is_doubtful and meaning is Column.TASK else ""
            doubt = _NO_LEAD if text and meaning is Column.SUPPORT and lacks_lead else doubt
            result.append(Cell(text or "", line.place, doubt))
    return Row(line.number, line.place, tuple(result))


def _row(line: TextLine, texts: Sequence[str]) -> Row:
    return Row(line.number, line.place, tuple(Cell(text, line.place) for text in texts))
