"""From one table to raw rows: find the header, give columns their meaning, carry the month down.

Section rows, repeated headers and remarks are recognised and set apart; nothing is judged here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from importers.document import Cell, Row, Table
from importers.tables.carried_cells import with_offices_carried, with_times_carried
from importers.tables.cells_in_step import rows_in_step
from importers.tables.dated_events import dated_clauses, event_row
from importers.tables.dated_steps import with_steps
from importers.tables.item_cells import begins_marked, can_be_several, is_numbered, item_rows, items_of
from importers.tables.joined_tasks import JOINED, LISTED, joined_tasks
from importers.tables.office_sections import OfficeSections, heads_rows
from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.table_ends import heads_note, is_signed, is_sum
from importers.tables.table_headers import OFFICE_COLUMNS, Header, find_header, sample_of
from importers.tables.task_column import with_task_column
from importers.tables.time_cells import joined_time
from importers.tables.twin_titles import with_titles_doubted
from importers.words.bilingual_lines import are_bilingual
from importers.words.column_cells import says_so
from importers.words.header_words import Column, is_apart
from importers.words.period_words import is_period
from importers.words.stated_years import in_year, year_line
from importers.words.text_lines import is_remark, is_section
from importers.words.wording import folded, one_line, plain

__all__ = ["OFFICE_COLUMNS", "Header", "TableReading", "find_header", "read_table"]

_FOOT_WORDS = ("填表", "制表", "填报", "审核", "联系人", "单位负责人", "合计", "总计", "小计")


@dataclass(frozen=True, slots=True)
class TableReading:
    """What one table holds: its rows, and the lines above and below them."""

    header: Header
    rows: tuple[RawRow, ...]
    above: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    """The headings of columns with words that say nothing of when, what and who."""
    office_heads: tuple[str, ...] = ()
    """The offices that headings between the rows gave to those below them."""


def read_table(table: Table, header: Header, *, continued: bool = False) -> TableReading:
    """Return the rows of a table under a header; ``continued``: the header stood in the table before."""
    start = 0 if continued else header.last + 1
    header = _with_task(header, table.rows[start:])
    above = () if continued else tuple(_lone_texts(_rows_above(table, header)))
    body = _Body(header, table.certainty)
    for row in table.rows[start:]:
        body.add(row)
    rows = with_offices_carried(with_times_carried(with_titles_doubted(with_steps(body.rows))))
    unused = tuple(_unused(header, table.rows[start:]))
    return TableReading(header, tuple(rows), above, tuple(body.remarks), unused, tuple(body.sections.given))


def _unused(header: Header, rows: Sequence[Row]) -> Iterator[str]:
    used = {header.words.get(i, "") for i in (*header.columns, *header.periods)}
    for index, words in header.words.items():
        is_filled = any(plain(row.cells[index].text) for row in rows if index < len(row.cells))
        if words and words not in used and not is_apart(words) and is_filled:
            yield words


def _with_task(header: Header, rows: Sequence[Row]) -> Header:
    if header.is_chosen:
        return header
    words = [header.words.get(i, "") for i in range(header.width)]
    return replace(header, columns=with_task_column(header.columns, words, sample_of(rows)))


def _rows_above(table: Table, header: Header) -> Iterator[Row]:
    """Yield the rows above a header that are no part of it."""
    words = {folded(text) for text in header.words.values()}
    for row in table.rows[: header.first]:
        texts = {folded(cell.text) for cell in row.cells if plain(cell.text)}
        if len(texts & words) * 2 <= len(texts):
            yield row


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
    section_year: str = ""
    sections: OfficeSections = field(default_factory=OfficeSections)

    @cached_property
    def periods(self) -> dict[int, str]:
        """The columns that are a quarter or a month each."""
        return self.header.periods

    @cached_property
    def apart(self) -> frozenset[int]:
        """The columns that are no part of the plan, not even of its rows as printed."""
        return frozenset(i for i, words in self.header.words.items() if is_apart(words))

    @cached_property
    def order(self) -> list[int]:
        """The columns that mean something, from left to right."""
        return sorted(self.header.columns)

    @cached_property
    def has_times(self) -> bool:
        """Whether a column says when."""
        return self.header.has(Column.TIME, Column.WEEK, Column.START)

    @cached_property
    def has_items(self) -> bool:
        """Whether offices head columns of their items."""
        return self.header.has(Column.ITEMS)

    @cached_property
    def has_weeks(self) -> bool:
        """Whether a column counts the weeks."""
        return self.header.has(Column.WEEK)

    @cached_property
    def is_calendar(self) -> bool:
        """Whether the rows are weeks, or times without offices."""
        return self.has_weeks or (self.header.has(Column.TIME) and not self.header.has(*OFFICE_COLUMNS))

    def add(self, row: Row) -> None:
        """Take one row for what it is: a task, a section, a remark, the rest of a list, or nothing."""
        filled = [(i, cell) for i, cell in enumerate(row.cells) if plain(cell.text) or cell.doubt]
        if not filled or self._repeats_header(row):
            return
        texts = {folded(cell.text) for _, cell in filled}
        first = filled[0][1]
        is_wide = len(filled) > 1 and len(row.cells) == len(filled)
        is_note = heads_note(first.text) and not self._says_who_or_when(row, first)
        if is_remark(first.text) or is_note or (self.remarks and len(texts) == 1):
            words = dict.fromkeys(cell.text for _, cell in filled)
            self.remarks.append(one_line(("：" if is_note else "").join(words)))
        elif len(texts) == 1 and is_period(first.text) and (is_wide or self._is_lone_period(filled[0][0])):
            self._begin_section(first)
        elif len(texts) == 1 and self._is_section(first.text, filled[0][0], is_wide=is_wide):
            self.sections.begin(first.text)
        elif self._is_rest_of_offices(row):
            self._append_offices(row)
        elif self.has_weeks and not self._says_anything(row):
            return  # a week in which nothing happens
        elif not self._is_foot(row, first):
            self.rows.extend(self._raw_rows(row))

    def _begin_section(self, cell: Cell) -> None:
        """Take the time a row states; beside a column of times a bare year is only the year of these."""
        self.section_year = year_line(cell.text)
        is_year_of_times = self.section_year and self.header.has(Column.TIME)
        self.section_period = None if is_year_of_times else cell

    def _is_section(self, text: str, index: int, *, is_wide: bool) -> bool:
        """Tell whether a row's only words head the rows below it."""
        if is_wide or is_section(text) or self._says_nothing(index):
            return True
        is_only_office = not self.header.has(*OFFICE_COLUMNS) and heads_rows(text, unmarked=True)
        return is_only_office or (self.header.columns[index] not in OFFICE_COLUMNS and heads_rows(text))

    def _raw_rows(self, row: Row) -> list[RawRow]:
        """Return the task of a row; in a calendar one for each item of its cells."""
        raw = self.sections.with_offices(self._raw(row))
        if self.has_items:
            return list(item_rows(raw))
        task = raw.text(Column.TASK)
        events = dated_clauses(task, raw.text(Column.TIME)) if self.is_calendar else []
        if len(events) > 1 or (events and self.header.has_remarks):
            return [event_row(raw, event) for event in events]
        if not can_be_several(task):
            return [raw]
        if len(steps := rows_in_step(raw)) > 1:
            return steps
        if self.is_calendar and are_bilingual(task):
            return list(item_rows(raw))
        items = items_of(task, parts_joined=False)
        is_listed = len(items) > 1 or (len(items) == 1 and begins_marked(task))
        counts = is_numbered(task)
        if is_listed and self.is_calendar and (counts or self.has_weeks):
            return list(item_rows(raw))
        if len(items) > 1 and counts:
            return [replace(raw, doubts=(*raw.doubts, LISTED))]
        is_joined = len(joined_tasks(task)) > 1 and not is_listed
        if is_joined and self.is_calendar:
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
        found = [i for i, column in self.header.columns.items() if column in columns and i < len(row.cells)]
        return "\n".join([words for i in found if (words := plain(row.cells[i].text))])

    def _is_rest_of_offices(self, row: Row) -> bool:
        if not self.rows or self._text(row, Column.TASK) or not self._text(row, *OFFICE_COLUMNS):
            return False
        before = [plain(cell.text) for cell in self.rows[-1].cells_of(OFFICE_COLUMNS)]
        return any(text.endswith(("、", "，", ",", "；", ";")) for text in before)

    def _append_offices(self, row: Row) -> None:
        last = self.rows[-1]
        columns = self.header.columns.items()
        rest = {
            (column, self.header.words[i]): row.cells[i].text
            for i, column in columns
            if column in OFFICE_COLUMNS and i < len(row.cells)
        }
        cells = tuple(
            replace(cell, text=f"{cell.text}\n{rest[cell.column, cell.header]}")
            if plain(rest.get((cell.column, cell.header), ""))
            else cell
            for cell in last.cells
        )
        original = "\n".join((last.original, self._text(row, *OFFICE_COLUMNS)))
        self.rows[-1] = replace(last, cells=cells, original=original)

    def _says_anything(self, row: Row) -> bool:
        times = (Column.WEEK, Column.TIME, Column.START, Column.NUMBER)
        return any(
            plain(cell.text) or cell.doubt
            for i, cell in enumerate(row.cells)
            if self.header.columns.get(i) not in times
        )

    def _is_foot(self, row: Row, first: Cell) -> bool:
        if is_sum(first.text) or is_signed(first.text):
            return True
        return folded(first.text).startswith(_FOOT_WORDS) and not self._text(row, Column.TASK)

    def _says_who_or_when(self, row: Row, first: Cell) -> bool:
        words = folded(self._text(row, Column.TIME, *OFFICE_COLUMNS))
        return bool(words) and words != folded(first.text)

    def _raw(self, row: Row) -> RawRow:
        cells = tuple([self._raw_cell(row, i) for i in self.order])
        extra = [cell for cell in row.cells[self.header.width :] if plain(cell.text)]
        doubts = [row.doubt] if row.doubt else []
        doubts += [f"这一行比表头多出{len(extra)}格，可能错了列"] if extra else []
        printed = [cell.text for i, cell in enumerate(row.cells) if i not in self.apart]
        texts = dict.fromkeys(text.strip("\r\n") for text in printed if plain(text))
        if self.section_period and not self.has_times:
            cells = (
                *cells,
                RawCell(Column.TIME, "时间", self.section_period.text, self.section_period.place),
            )
        cells, due_words = joined_time(self._with_periods(row, cells))
        if self.section_year:
            stated = next((cell.text for cell in cells if cell.column is Column.TIME), "")
            due_words = in_year(self.section_year, due_words or one_line(stated)) or due_words
        return RawRow(
            row.number, row.place, cells, "\n".join(texts), self.certainty, tuple(doubts), due_words
        )

    def _with_periods(self, row: Row, cells: tuple[RawCell, ...]) -> tuple[RawCell, ...]:
        """Add the quarters or months a row has a mark or words under, where no other time is stated."""
        if not self.periods or any(cell.column is Column.TIME and plain(cell.text) for cell in cells):
            return cells
        marked = [i for i in self.periods if i < len(row.cells) and says_so(row.cells[i].text)]
        if not marked:
            return cells
        own = (plain(row.cells[i].text) for i in marked)
        words = "；".join(
            text if is_period(text) else self.periods[i] for i, text in zip(marked, own, strict=True)
        )
        time = RawCell(Column.TIME, "时限", words, row.cells[marked[0]].place)
        return (*(cell for cell in cells if cell.column is not Column.TIME), time)

    def _raw_cell(self, row: Row, index: int) -> RawCell:
        column, words = self.header.columns[index], self.header.words[index]
        cell = row.cells[index] if index < len(row.cells) else Cell("", row.place)
        if column is Column.TIME and not plain(cell.text) and not cell.doubt and self.section_period:
            cell = Cell(self.section_period.text, cell.place)
        return RawCell(column, words, cell.text, cell.place, cell.doubt)
