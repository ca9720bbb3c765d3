"""Tables of dated steps pasted one cell a line: 任务 / 时序进度 / 考核要点, a task once for all its steps.

Every step begins with its time (3月：…), so that what stands between two steps is known by its number alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importers.document import Cell, Row, Table
from importers.tables.dated_steps import step_of
from importers.words.confidence import EVEN_CELLS
from importers.words.header_words import Column, meaning
from importers.words.text_lines import TextLine, ends_table_at
from importers.words.wording import folded, plain

_NO_TIME = "这一步没有写时间，请核对"
_FEWEST_STEPS = 3
_MOST_COLUMNS = 6
_LONGEST_HEADING = 12


@dataclass(frozen=True, slots=True)
class _Layout:
    """How wide the table is and which of its columns holds the steps."""

    header: Sequence[TextLine]
    step: int

    @property
    def after(self) -> int:
        """How many cells follow a step in its row."""
        return len(self.header) - self.step - 1


def take_steps(lines: Sequence[TextLine], start: int) -> tuple[Table | None, int]:
    """Return the table of steps whose header begins at a line, and the index of the line after it."""
    layout = _layout(lines, start)
    if layout is None:
        return None, start
    body, end = _body(lines, start + len(layout.header), layout)
    rows = list(_rows(body, layout))
    if len(rows) < _FEWEST_STEPS or not all(rows):
        return None, start
    return Table("", (_header(layout), *(row for row in rows if row)), EVEN_CELLS), end


def _header(layout: _Layout) -> Row:
    """Return a header that names what the rows hold: the group, the time of a step and its words."""
    head = layout.header
    words = [*(f"类别（{plain(line.text)}）" for line in head[: layout.step]), "时间", "具体任务"]
    words += [plain(line.text) for line in head[layout.step + 1 :]]
    return Row(head[0].number, head[0].place, tuple(Cell(text, head[0].place) for text in words))


def _is_step(text: str) -> bool:
    return step_of(text) is not None


def _layout(lines: Sequence[TextLine], start: int) -> _Layout | None:
    """Return the layout of a header whose first row is whole, None when a line begins no such table."""
    if meaning(lines[start].text)[0] is not Column.TASK:
        return None
    first = next(
        (n for n in range(start + 1, min(start + 2 * _MOST_COLUMNS, len(lines))) if _is_step(lines[n].text)),
        0,
    )
    times = (n for n in range(start + 1, first) if meaning(lines[n].text)[0] is Column.TIME)
    step = next(times, start) - start
    header = lines[start : first - step] if first else ()
    is_header = len(header) > step > 0 and all(len(folded(h.text)) <= _LONGEST_HEADING for h in header)
    return _Layout(header, step) if is_header and len(header) <= _MOST_COLUMNS else None


def _body(lines: Sequence[TextLine], start: int, layout: _Layout) -> tuple[list[TextLine], int]:
    """Return the cells below a header without the headers repeated on later pages, and where they end."""
    header = [folded(line.text) for line in layout.header]
    body: list[TextLine] = []
    index = start
    while index < len(lines) and not ends_table_at(lines, index):
        if [folded(line.text) for line in lines[index : index + len(header)]] == header:
            index += len(header)
            continue
        body.append(lines[index])
        index += 1
    last = max((n for n, line in enumerate(body) if _is_step(line.text)), default=-1)
    surplus = len(body) - (last + 1 + layout.after)
    return (body[:-surplus], index - surplus) if surplus > 0 else (body, index)


def _rows(body: Sequence[TextLine], layout: _Layout) -> Iterator[Row | None]:
    """Return a row for each step, None for one whose cells do not add up."""
    steps = [n for n, line in enumerate(body) if _is_step(line.text)]
    group: Sequence[TextLine] = body[: steps[0]] if steps else ()
    for place, following in zip(steps, (*steps[1:], len(body)), strict=True):
        cells = body[place:following]
        own, rest = cells[: layout.after + 1], cells[layout.after + 1 :]
        if len(own) <= layout.after or len(group) != layout.step:
            yield None
            return
        yield _row(group, own)
        if len(rest) == layout.after + 1 != layout.step:  # one more row, whose step names no time
            yield _row(group, rest, _NO_TIME)
        elif rest:
            group = rest


def _row(group: Sequence[TextLine], own: Sequence[TextLine], doubt: str = "") -> Row:
    place = own[0].place
    step = None if doubt else step_of(own[0].text)
    time = Cell(step.time if step else "", place, doubt)
    words = Cell(step.words if step else plain(own[0].text), place)
    cells = (*(_cell(line) for line in group), time, words, *(_cell(line) for line in own[1:]))
    return Row(own[0].number, own[0].place, cells)


def _cell(line: TextLine) -> Cell:
    return Cell(line.text, line.place)
