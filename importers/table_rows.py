"""From one table to raw rows: find the header, give columns their meaning, carry the month down.

Section rows, repeated headers and remarks are recognised and set apart; nothing is judged here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from importers.carried_cells import with_offices_carried, with_times_carried
from importers.chosen_columns import NOTHING_CHOSEN, Choices, signature_of
from importers.document import Cell, Row, Table
from importers.header_words import Column, is_apart, map_columns
from importers.item_cells import begins_marked, is_numbered, item_rows, items_of
from importers.joined_tasks import JOINED, LISTED, joined_tasks
from importers.period_words import is_period
from importers.raw_rows import RawCell, RawRow
from importers.task_column import with_task_column
from importers.text_lines import is_remark, is_section
from importers.time_cells import joined_time
from importers.wording import folded, one_line, plain

OFFICE_COLUMNS = (Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT, Column.MIXED)
_WANTED = {Column.TIME, Column.WEEK, Column.TASK, Column.ITEMS, *OFFICE_COLUMNS}
_HEADER_ROWS = 40
#: More than any number of known words: a header a person spoke of is the header.
_CHOSEN_SCORE = 100
#: What, when and who: such a header is looked for no further.
_WHOLE = 3
_SAMPLE = 200
_FOOT_WORDS = ("填表", "制表", "填报", "审核", "联系人", "单位负责人", "合计", "总计", "小计")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: where it ends, and what each column means and is called."""

    last: int
    columns: dict[int, Column]
    words: dict[int, str]
    width: int
    is_chosen: bool = False
    """Whether a person said what its columns mean, here or for an earlier table of its kind."""

    @property
    def signature(self) -> str:
        """What tables of this kind are known by."""
        return signature_of([self.words.get(i, "") for i in range(self.width)])

    def has(self, *columns: Column) -> bool:
        """Tell whether any of some meanings has a column."""
        return any(column in self.columns.values() for column in columns)


@dataclass(frozen=True, slots=True)
class TableReading:
    """What one table holds: its rows, and the lines above and below them."""

    header: Header
    rows: tuple[RawRow, ...]
    above: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def find_header(table: Table, choices: Choices = NOTHING_CHOSEN) -> Header | None:
    """Return the header of a table, None when no early row reads as one; ``choices`` go before its words."""
    best: tuple[int, int] | None = None
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        score = _header_score(row, choices)
        if best is not None and best[0] >= _WHOLE and index > best[1] + 1 and not choices:
            break  # a fuller row further down is the header of what stands below it
        if score > 1 and (best is None or score > best[0]):
            best = (score, index)
    return None if best is None else _header_at(table.rows, best[1], choices)


def _header_score(row: Row, choices: Choices) -> int:
    texts = [cell.text for cell in row.cells]
    if choices and signature_of(texts) in choices:
        return _CHOSEN_SCORE
    if len({folded(text) for text in texts if plain(text)}) < 2:
        return 0
    return len(_WANTED & set(with_task_column(map_columns(texts), texts, []).values()))


def _header_at(rows: Sequence[Row], index: int, choices: Choices) -> Header:
    """Join a header of two rows: the lower row says more where both mean something."""
    texts = [cell.text for cell in rows[index].cells]
    columns, last = with_task_column(map_columns(texts), texts, []), index
    if index + 1 < len(rows) and _goes_on_below(texts, rows[index + 1]):
        lower = [cell.text for cell in rows[index + 1].cells]
        texts = [low if plain(low) else high for high, low in _pairs(texts, lower)]
        columns, last = map_columns(texts), index + 1
    header = Header(last, columns, {i: one_line(text) for i, text in enumerate(texts)}, len(texts))
    chosen = choices.get(header.signature) if choices else None
    if chosen is None:
        return header
    meant: dict[int, Column] = {
        i: column for i, column in chosen.items() if column is not Column.OTHER and i < len(texts)
    }
    return replace(header, columns=meant, is_chosen=True)


def _pairs(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, str]]:
    for index in range(max(len(upper), len(lower))):
        yield (
            upper[index] if index < len(upper) else "",
            lower[index] if index < len(lower) else "",
        )


def _goes_on_below(upper: Sequence[str], row: Row) -> bool:
    lower = [cell.text for cell in row.cells]
    known = map_columns(lower)
    new = [
        i for i, (high, low) in enumerate(_pairs(upper, lower)) if plain(low) and folded(high) != folded(low)
    ]
    return bool(new) and all(i in known for i in new) and any(known[i] in OFFICE_COLUMNS for i in new)


def read_table(table: Table, header: Header, *, continued: bool = False) -> TableReading:
    """Return the rows of a table under a header; ``continued``: the header stood in the table before."""
    start = 0 if continued else header.last + 1
    header = _with_task(header, table.rows[start:])
    above = () if continued else tuple(_lone_texts(table.rows[: header.last]))
    body = _Body(header, table.certainty)
    for row in table.rows[start:]:
        body.add(row)
    rows = with_offices_carried(with_times_carried(body.rows))
    return TableReading(header, tuple(rows), above, tuple(body.remarks))


def _with_task(header: Header, rows: Sequence[Row]) -> Header:
    if header.is_chosen:
        return header
    words = [header.words.get(i, "") for i in range(header.width)]
    texts = [[cell.text for cell in row.cells] for row in rows[:_SAMPLE]]
    return replace(header, columns=with_task_column(header.columns, words, texts))


def _lone_texts(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield from dict.fromkeys(one_line(cell.text) for cell in row.cells if plain(cell.text))


@dataclass
class _Body:
    """Takes the rows below a header one after the other."""

    header: Header
    certainty: float
    rows: list[RawRow] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    section_period: Cell | None = None

    @cached_property
    def apart(self) -> frozenset[int]:
        """The columns that are no part of the plan, not even of its rows as printed."""
        return frozenset(i for i, words in self.header.words.items() if is_apart(words))

    def add(self, row: Row) -> None:
        """Take one row for what it is: a task, a section, a remark, the rest of a list, or nothing."""
        filled = [(i, cell) for i, cell in enumerate(row.cells) if plain(cell.text) or cell.doubt]
        if not filled or self._repeats_header(row):
            return
        texts = {folded(cell.text) for _, cell in filled}
        first = filled[0][1]
        is_wide = len(filled) > 1 and len(row.cells) == len(filled)
        if is_remark(first.text) or (self.remarks and len(texts) == 1):
            self.remarks.append(one_line("".join(dict.fromkeys(cell.text for _, cell in filled))))
        elif len(texts) == 1 and is_period(first.text) and (is_wide or self._is_lone_period(filled[0][0])):
            self.section_period = first
        elif len(texts) == 1 and (is_wide or is_section(first.text) or self._says_nothing(filled[0][0])):
            return
        elif self._is_rest_of_offices(row):
            self._append_offices(row)
        elif not self._is_foot(row, first):
            self.rows.extend(self._raw_rows(row))

    def _raw_rows(self, row: Row) -> list[RawRow]:
        """Return the task of a row; in a calendar one for each item of its cells."""
        raw = self._raw(row)
        if self.header.has(Column.ITEMS):
            return list(item_rows(raw))
        items = items_of(raw.text(Column.TASK), parts_joined=False)
        is_listed = len(items) > 1 or (len(items) == 1 and begins_marked(raw.text(Column.TASK)))
        is_calendar = self.header.has(Column.WEEK) or (
            self.header.has(Column.TIME) and not self.header.has(*OFFICE_COLUMNS)
        )
        counts = is_numbered(raw.text(Column.TASK))
        if is_listed and is_calendar and (counts or self.header.has(Column.WEEK)):
            return list(item_rows(raw))
        if len(items) > 1 and counts:
            return [replace(raw, doubts=(*raw.doubts, LISTED))]
        is_joined = len(joined_tasks(raw.text(Column.TASK))) > 1 and not is_listed
        if is_joined and is_calendar:
            return [replace(raw, doubts=(*raw.doubts, JOINED))]
        return [raw]

    def _repeats_header(self, row: Row) -> bool:
        return all(
            folded(cell.text) == folded(self.header.words.get(i, "")) for i, cell in enumerate(row.cells)
        )

    def _is_lone_period(self, index: int) -> bool:
        return self.header.columns.get(index) in (Column.TIME, Column.TASK, Column.NUMBER, None)

    def _says_nothing(self, index: int) -> bool:
        return self.header.columns.get(index) in (Column.NUMBER, None)

    def _text(self, row: Row, *columns: Column) -> str:
        found = (i for i, column in self.header.columns.items() if column in columns and i < len(row.cells))
        return "\n".join(plain(row.cells[i].text) for i in found if plain(row.cells[i].text))

    def _is_rest_of_offices(self, row: Row) -> bool:
        if not self.rows or self._text(row, Column.TASK) or not self._text(row, *OFFICE_COLUMNS):
            return False
        before = [plain(cell.text) for cell in self.rows[-1].cells_of(OFFICE_COLUMNS)]
        return any(text.endswith(("、", "，", ",", "；", ";")) for text in before)

    def _append_offices(self, row: Row) -> None:
        last = self.rows[-1]
        rest = {i: row.cells[i].text for i in self.header.columns if i < len(row.cells)}
        order = sorted(self.header.columns)
        cells = tuple(
            replace(cell, text=f"{cell.text}\n{rest[i]}")
            if cell.column in OFFICE_COLUMNS and rest.get(i)
            else cell
            for i, cell in zip(order, last.cells, strict=True)
        )
        original = "\n".join((last.original, self._text(row, *OFFICE_COLUMNS)))
        self.rows[-1] = replace(last, cells=cells, original=original)

    def _is_foot(self, row: Row, first: Cell) -> bool:
        return not self._text(row, Column.TASK) and folded(first.text).startswith(_FOOT_WORDS)

    def _raw(self, row: Row) -> RawRow:
        cells = tuple(self._raw_cell(row, i) for i in sorted(self.header.columns))
        extra = [cell for cell in row.cells[self.header.width :] if plain(cell.text)]
        doubts = (f"这一行比表头多出{len(extra)}格，可能错了列",) if extra else ()
        printed = [cell.text for i, cell in enumerate(row.cells) if i not in self.apart]
        texts = dict.fromkeys(text.strip("\r\n") for text in printed if plain(text))
        if self.section_period and not self.header.has(Column.TIME, Column.WEEK, Column.START):
            cells = (
                *cells,
                RawCell(Column.TIME, "时间", self.section_period.text, self.section_period.place),
            )
        cells, due_words = joined_time(cells)
        return RawRow(row.number, row.place, cells, "\n".join(texts), self.certainty, doubts, due_words)

    def _raw_cell(self, row: Row, index: int) -> RawCell:
        column, words = self.header.columns[index], self.header.words[index]
        cell = row.cells[index] if index < len(row.cells) else Cell("", row.place)
        if column is Column.TIME and not plain(cell.text) and not cell.doubt and self.section_period:
            cell = Cell(self.section_period.text, cell.place)
        return RawCell(column, words, cell.text, cell.place, cell.doubt)
