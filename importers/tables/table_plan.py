"""Which tables of a document belong to its plan, and the rows and lines they give together."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from importers.document import Document, Line, Table
from importers.source import Source
from importers.tables.chosen_columns import NOTHING_CHOSEN, Choices
from importers.tables.shape_reading import Shape, ShapeReading
from importers.tables.table_offices import lacks_offices, office_above, with_table_office
from importers.tables.table_parts import parts_of
from importers.tables.table_rows import OFFICE_COLUMNS, Header, TableReading, find_header, read_table
from importers.words.header_words import Column, is_heading
from importers.words.wording import one_line
from rules.errors import InputError

_TIMES = (Column.TIME, Column.WEEK, Column.START)
_LONGEST_SHOWN = 12
_MOST_SHOWN = 6
#: Forms that are filled in: a missing column is a mistake there. A published table is read as it stands.
_FORMS = frozenset({"csv", "tsv", "xlsx", "xls", "et"})
#: Workbooks, whose every sheet that is no plan is named; tables of one column elsewhere are lines of text.
_SHEETS = frozenset({"xlsx", "xls", "et"})


def read_tables(document: Document, source: Source, choices: Choices = NOTHING_CHOSEN) -> ShapeReading:
    """Return the rows of every table of the plan; raises :class:`InputError` when there is none."""
    gathered = _Gathered(document.format, choices)
    for block in _parted(document, choices):
        if isinstance(block, Line):
            gathered.add_line(block.text)
        else:
            gathered.add_table(block)
    if not gathered.readings:
        raise _no_table(gathered.partial, source)
    rows = tuple(row for reading in gathered.readings for row in reading.rows)
    headers = {reading.header.signature: reading.header for reading in gathered.readings}
    return ShapeReading(
        Shape.TABLE,
        rows,
        tuple(gathered.above),
        tuple(gathered.below),
        tuple(gathered.said()),
        headers=tuple(headers.values()),
    )


@dataclass
class _Gathered:
    """Takes the lines and tables of a document one after the other."""

    format: str
    choices: Choices
    readings: list[TableReading] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    partial: list[Header] = field(default_factory=list)
    lone_offices: list[str] = field(default_factory=list)
    headed_offices: list[str] = field(default_factory=list)
    near: list[str] = field(default_factory=list)
    """The lines above the table at hand; they hold for all parts of a sheet."""
    last_name: str | None = None

    def add_line(self, text: str) -> None:
        """Take a line outside tables."""
        if self.last_name is not None:
            self.near, self.last_name = [], None
        self.near.append(text)
        (self.below if self.readings else self.above).append(text)

    def add_table(self, table: Table) -> None:
        """Take a table: its rows, or that it was not read."""
        header = find_header(table, self.choices)
        if header is not None and not _is_plan(header, self.format):
            self.partial.append(header)
            header = None
        reading = _read(table, header, self.readings)
        if self.last_name not in (None, table.name):
            self.near = []
        self.last_name = table.name
        if reading is None:
            if any(len(row.cells) > 1 for row in table.rows):
                self.notes.append(_unread(table))
            elif table.rows and self.format in _SHEETS:
                self.notes.append(f"工作表“{table.name}”里只有文字，没有当作任务读。")
            (self.below if self.readings else self.above).extend(_words_of(table))
            return
        self.near.extend(reading.above)
        self.above += reading.above if not self.readings else ()
        self.below += reading.remarks
        self.readings.append(self._with_office(reading, table.name))

    def _with_office(self, reading: TableReading, name: str) -> TableReading:
        self.headed_offices += reading.office_heads
        if not lacks_offices(reading):
            return reading
        office = office_above(self.near, name if self.format in _SHEETS else "")
        if office is None:
            return reading
        self.lone_offices.append(office.names)
        return with_table_office(reading, office)

    def said(self) -> Iterator[str]:
        """Return what a person should know of the tables."""
        yield from self.notes
        if offices := "、".join(dict.fromkeys(self.lone_offices)):
            yield f"表里没有单位列，各行的责任单位按表上方所写或工作表名推定为{offices}，请核对。"
        if offices := "、".join(dict.fromkeys(self.headed_offices)):
            yield f"没有写单位的行，责任单位按上面的小标题读为{offices}，请核对。"
        if unused := dict.fromkeys(words for reading in self.readings for words in reading.unused):
            shown = "、".join(f"“{words}”" for words in unused)
            yield f"表里这些列没有用到：{shown}，其中的字只留在原文里。"


def _parted(document: Document, choices: Choices) -> Iterator[Line | Table]:
    for block in document.blocks:
        yield from (block,) if isinstance(block, Line) else parts_of(block, choices)


def _is_plan(header: Header, document_format: str) -> bool:
    if not header.has(Column.TASK, Column.ITEMS):
        return False
    return (
        header.has(*_TIMES)
        or bool(header.periods)
        or (document_format not in _FORMS and header.has(*OFFICE_COLUMNS))
    )


def _read(table: Table, header: Header | None, readings: list[TableReading]) -> TableReading | None:
    if header is not None:
        return read_table(table, header)
    if not readings or not table.rows:
        return None
    last = readings[-1].header
    has_own = all(is_heading(cell.text) for cell in table.rows[0].cells if one_line(cell.text))
    is_continued = all(len(row.cells) == last.width for row in table.rows) and last.width > 2 and not has_own
    return read_table(table, last, continued=True) if is_continued else None


def _unread(table: Table) -> str:
    """Say that a table was not read, by its first row so that a person finds it."""
    first = next(row for row in table.rows if len(row.cells) > 1)
    words = [one_line(cell.text) for cell in first.cells if one_line(cell.text)]
    shown = "、".join(f"“{word[:_LONGEST_SHOWN]}”" for word in dict.fromkeys(words[:_MOST_SHOWN]))
    return f"{table.name or '一张表'}没有认出表头，没有读（{first.place}：{shown}）。"


def _words_of(table: Table) -> Iterator[str]:
    for row in table.rows[:20]:
        yield from dict.fromkeys(one_line(cell.text) for cell in row.cells if one_line(cell.text))


def _no_table(partial: list[Header], source: Source) -> InputError:
    for header in partial:
        words = "、".join(f"“{word}”" for word in header.words.values() if word)
        if not header.has(Column.TASK):
            return InputError(
                f"{source.label}的表头是{words}，没有工作列（重点工作、工作任务、工作内容等）。"
            )
        return InputError(f"{source.label}的表头是{words}，没有时间列（时间、月份、完成时限等）。")
    return InputError(
        f"{source.label}里没有找到配档表：要有一行表头，写明时间（或完成时限）、重点工作、责任单位；"
        "也没有读出逐条编号的工作任务。"
    )
