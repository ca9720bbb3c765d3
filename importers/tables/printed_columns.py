"""Tables printed in columns of blanks, each cell broken at the width of its column, as the text of a PDF is.

A column is bounded by strips of the page that stay white from the header down. A row is known by its number,
else by its time; a line without one is the rest of the row above, or the beginning of a centred row below:
where a cell goes on, the line before has filled its column. What that does not tell is doubted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from importers.document import Cell, Row, Table
from importers.tables.display_columns import Fragment, Strips, printed
from importers.tables.ordinals import row_number
from importers.words.cell_evidence import OFFICES
from importers.words.confidence import GUESSED_CELLS, LOOSE_LINES
from importers.words.header_words import Column, map_columns
from importers.words.period_words import is_period
from importers.words.text_lines import TextLine, ends_table_at, is_section
from importers.words.unit_words import can_be_offices
from importers.words.wording import folded, plain

_FEWEST_COLUMNS = 3
_TITLE_LINES = 3
_LOOK_AHEAD = 3000
#: A line may stop so many columns before the edge because the next sign or word had no room.
_ROOM_LEFT = 2
_DOUBT = "这一项的字分在几行，分不清哪些行是一项，请对照原文"
_OPEN_END = ("、", "，", ",", "；", ";", "（", "(")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the body: what it prints in each column."""

    line: TextLine
    cells: Mapping[int, Fragment]
    is_anchor: bool
    """Whether it prints the number or time that each row has once."""


_Printed = list[TextLine] | TextLine
_Block = list[_Line] | TextLine


def take_printed(lines: Sequence[TextLine], start: int) -> tuple[Table | None, int]:
    """Return the table whose header is at ``start`` and the next index; None where no cell is broken."""
    header = printed(lines[start].text)
    columns = map_columns([part.text for part in header])
    anchor = _anchor(columns)
    if len(header) < _FEWEST_COLUMNS or anchor is None or (not anchor and not _is_indented(lines, start)):
        return None, start
    strips = Strips(header)
    blocks, end = _blocks(lines, start, strips)
    edges = strips.edges()
    body, left = _without_tail([_read(block, edges, anchor, columns) for block in blocks])
    read = [line for block in body if isinstance(block, list) for line in block]
    anchors = sum(line.is_anchor for line in read)
    is_counted = columns[anchor] is Column.NUMBER
    if not 0 < anchors < len(read) or (
        is_counted and any(not n.is_anchor and anchor in n.cells for n in read)
    ):
        return None, start  # no cell is broken, or the rows are numbered in another way
    page = _Page(columns, len(header), _ends(read))
    place = lines[start].place
    head = Row(lines[start].number, place, tuple(Cell(part.text, place) for part in header))
    rows = list(page.rows(body))
    certainty = GUESSED_CELLS if is_counted else LOOSE_LINES
    return Table("", (head, *rows), certainty), end - left


def _anchor(columns: Mapping[int, Column]) -> int | None:
    """Return the column that a row fills on one line: its number, or a time behind the task."""
    place = {column: i for i, column in sorted(columns.items(), reverse=True)}
    task, time = place.get(Column.TASK), place.get(Column.TIME)
    if task is None or Column.NUMBER in place:
        return None if task is None else place[Column.NUMBER]
    return time if time is not None and time > task else None


def _is_indented(lines: Sequence[TextLine], start: int) -> bool:
    """Tell whether any line leaves the first column empty: without one no row goes on over lines."""
    return any(line.text[:1].isspace() for line in lines[start + 1 : start + _LOOK_AHEAD])


def _blocks(lines: Sequence[TextLine], start: int, strips: Strips) -> tuple[list[_Printed], int]:
    """Return the stretches of lines between headings, with these, and the index behind the last stretch."""
    blocks: list[_Printed] = []
    again = {folded(line.text) for line in lines[max(0, start - _TITLE_LINES) : start + 1]}
    is_new = True
    end = start + 1
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if folded(line.text) in again:  # a new page repeats title and header
            is_new = True
            continue
        parts = printed(line.text)
        is_head = len(parts) == 1 and (is_section(line.text) or is_period(line.text)) and not parts[0].start
        if ends_table_at(lines, index) or not (is_head or strips.take(parts)):
            break
        if is_head:
            blocks.append(line)
        elif is_new or not isinstance(blocks[-1], list):
            blocks.append([line])
            end = index + 1
        else:
            blocks[-1].append(line)
            end = index + 1
        is_new = is_head
    while blocks and not isinstance(blocks[-1], list):
        blocks.pop()
    return blocks, end


def _read(block: _Printed, edges: Sequence[int], anchor: int, columns: Mapping[int, Column]) -> _Block:
    if isinstance(block, TextLine):
        return block
    read: list[_Line] = []
    for line in block:
        cells = _cells(line, edges)
        mark = cells[anchor].text if anchor in cells else ""
        is_number = columns[anchor] is Column.NUMBER
        read.append(_Line(line, cells, row_number(mark) is not None if is_number else is_period(mark)))
    return read


def _cells(line: TextLine, edges: Sequence[int]) -> dict[int, Fragment]:
    found: dict[int, Fragment] = {}
    for part in printed(line.text, gap=1):
        place = sum(part.start >= edge for edge in edges)
        before = found.get(place)
        words = f"{before.text} {part.text}" if before else part.text
        found[place] = Fragment(words, before.start if before else part.start, part.end)
    return found


def _without_tail(body: list[_Block]) -> tuple[list[_Block], int]:
    """Return the body without lines that an empty one parts from its last row, and how many these are."""
    last = body[-1] if body else None
    if not isinstance(last, list):
        return body, 0
    gaps = [after for block in body if isinstance(block, list) for after in _behind_gaps(block)]
    tail = next((n for n, line in enumerate(last) if line in gaps), len(last))
    if any(line.is_anchor for line in last[tail:]) or gaps[:1] != last[tail : tail + 1]:
        return body, 0
    return [*body[:-1], last[:tail]], len(last) - tail


def _behind_gaps(block: Sequence[_Line]) -> list[_Line]:
    """Return the lines without a number of their own above which an empty line stands."""
    return [
        after
        for line, after in pairwise(block)
        if after.line.number > line.line.number + 1 and not after.is_anchor
    ]


def _apart(block: Sequence[_Line]) -> list[tuple[list[_Line], bool]]:
    """Return the rows of a stretch where empty lines part them, each with one number; else nothing."""
    rows: list[list[_Line]] = []
    for n, line in enumerate(block):
        if n and line.line.number == block[n - 1].line.number + 1:
            rows[-1].append(line)
        else:
            rows.append([line])
    are_rows = len(rows) > 1 and all(sum(line.is_anchor for line in row) == 1 for row in rows)
    return [(row, True) for row in rows] if are_rows else []


def _is_open(lines: Sequence[_Line]) -> bool:
    """Tell whether a cell of a row ends within a list (甲局、), so that the row goes on."""
    last = {place: cell for line in lines for place, cell in line.cells.items()}
    return any(cell.text.endswith(_OPEN_END) for cell in last.values())


def _ends(lines: Sequence[_Line]) -> dict[int, int]:
    """Return where the longest line of each column ends."""
    ends: dict[int, int] = {}
    for line in lines:
        for place, cell in line.cells.items():
            ends[place] = max(ends.get(place, 0), cell.end)
    return ends


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of the columns of a table."""

    columns: Mapping[int, Column]
    width: int
    ends: Mapping[int, int]

    def rows(self, body: Sequence[_Block]) -> Iterator[Row]:
        """Yield the rows of a table's body; a row that may go on over the end of a page is doubtful."""
        is_level = not any(isinstance(block, list) and self._is_centred(block) for block in body)
        for n, block in enumerate(body):
            if isinstance(block, TextLine):
                yield Row(block.number, block.place, (Cell(plain(block.text), block.place),))
                continue
            before, after = body[n - 1] if n else None, body[n + 1] if n + 1 < len(body) else None
            is_cut = isinstance(before, list) and not block[0].is_anchor
            goes_over = isinstance(after, list) and not after[0].is_anchor
            rows = _apart(block) or list(self._parted(block, is_level=is_level))
            for number, (lines, is_sure) in enumerate(rows):
                is_doubtful = (is_cut and not number) or (goes_over and number + 1 == len(rows))
                yield self._row(lines, is_sure=is_sure and not is_doubtful)

    def _is_centred(self, block: Sequence[_Line]) -> bool:
        """Tell whether rows do not begin with the line of their number: some line cannot belong to it."""
        if _apart(block):
            return False
        anchors = [n for n, line in enumerate(block) if line.is_anchor]
        spans = zip(anchors, [*anchors[1:], len(block)], strict=True)
        return not block[0].is_anchor or not all(self._goes_on(block[begin:end]) for begin, end in spans)

    def _parted(self, block: list[_Line], *, is_level: bool) -> Iterator[tuple[list[_Line], bool]]:
        """Yield the rows of a stretch, each with whether nothing else can be meant."""
        anchors = [n for n, line in enumerate(block) if line.is_anchor]
        if not anchors:
            yield block, False
            return
        begin, is_sure_begin = 0, True
        for anchor, following in zip(anchors, [*anchors[1:], len(block)], strict=True):
            end, is_sure = following, True
            if not is_level:
                end, is_sure = self._end_of_centred(block, begin, anchor, following)
            yield block[begin:end], is_sure and is_sure_begin
            begin, is_sure_begin = end, is_sure

    def _end_of_centred(
        self, block: Sequence[_Line], begin: int, anchor: int, following: int
    ) -> tuple[int, bool]:
        """Return the index behind a row that stands centred beside its number, and whether that is sure."""
        able = [end for end in range(anchor + 1, following + 1) if self._goes_on(block[begin:end])]
        if following == len(block):
            return following, following in able
        able = [
            end
            for end in able
            if not _is_open(block[begin:end]) and self._goes_on(block[end : following + 1])
        ]
        best = min(able, key=lambda end: abs((end - 1 - anchor) - (anchor - begin)), default=following)
        return best, len(able) == 1

    def _goes_on(self, lines: Sequence[_Line]) -> bool:
        """Tell whether lines can be one row: where a cell goes on, the line before has filled its column."""
        last: dict[int, Fragment] = {}
        for line in lines:
            for place, cell in line.cells.items():
                if place in last and not self._can_follow(place, last[place], cell):
                    return False
                last[place] = cell
        return True

    def _can_follow(self, place: int, above: Fragment, cell: Fragment) -> bool:
        return self._is_broken(place, above, cell) or self._lists(place, above, cell)

    def _is_broken(self, place: int, above: Fragment, cell: Fragment) -> bool:
        """Tell whether a cell was broken behind a line because no sign more, or hardly one, had room."""
        room = self.ends[place] - above.end
        is_near = room <= _ROOM_LEFT and not (room and self._lists(place, above, cell))
        return is_near or above.text.endswith(_OPEN_END)

    def _lists(self, place: int, above: Fragment, cell: Fragment) -> bool:
        """Tell whether a column of offices names one on each line."""
        is_office = self.columns.get(place) in OFFICES
        return is_office and can_be_offices(above.text) and can_be_offices(cell.text)

    def _row(self, lines: Sequence[_Line], *, is_sure: bool) -> Row:
        first = next((line for line in lines if line.is_anchor), lines[0]).line
        cells = tuple(Cell(self._text(lines, place), first.place) for place in range(self.width))
        return Row(first.number, first.place, cells, "" if is_sure else _DOUBT)

    def _text(self, lines: Sequence[_Line], place: int) -> str:
        """Return a cell put together: broken words without a sign between them, listed ones on lines."""
        parts = [line.cells[place] for line in lines if place in line.cells]
        words = parts[0].text if parts else ""
        for above, cell in pairwise(parts):
            is_latin = words[-1:].isascii() and cell.text[:1].isascii()
            gap = "" if self._is_broken(place, above, cell) else "\n"
            words += (gap or " " * is_latin) + cell.text
        return words
