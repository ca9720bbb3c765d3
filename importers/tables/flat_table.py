"""Tables of web pages that were pasted as text: one cell a line, the month stated once, lists broken.

The rows are put together again; whatever does not fit is kept in the row with a doubt, never dropped.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from importers.document import Cell, Row, Table
from importers.tables.loose_cells import LooseCell, header_width, table_of
from importers.words.confidence import EVEN_CELLS
from importers.words.header_words import Column, is_heading, meaning
from importers.words.page_lines import is_page_label
from importers.words.period_words import is_period
from importers.words.text_lines import TextLine, ends_table_at, is_section
from importers.words.unit_words import NOBODY, can_be_offices, must_be_title
from importers.words.wording import folded, plain
from rules.errors import InputError

_LONGEST_HEADER = 8
_LONGEST_LATIN_HEADER = 24
_MOST_COLUMNS = 12
_SAMPLE_ROWS = 12
_OFFICES = (Column.RESPONSIBLE, Column.LEAD, Column.SUPPORT)
_WANTED = {Column.TIME, Column.TASK, *_OFFICES}
_RUN_TOGETHER = re.compile(r"序号([\u4e00-\u9fff（）()]{8,60}?)1[.、]?[\u4e00-\u9fff]")
_HEADING_ENDS = re.compile(r"名称|内容|任务|事项|措施|目标|单位|部门|科室|处室|时限|时间|领导|备注")
_FEWEST_HEADINGS = 3
_LONGEST_WORDS = 3
_OPEN_END = re.compile(r"[、，,；;/]$")
_OPEN_TITLE = re.compile(r"[、，,]$|《[^》]*$|“[^”]*$|[(（][^)）]*$")


def header_length(lines: Sequence[TextLine], start: int) -> int:
    """Return how many lines from ``start`` on are header cells, 0 when no table begins there."""
    columns = _columns(lines, start)
    if set(columns) == {Column.TIME, Column.TASK} and not _takes_turns(lines, start, columns):
        return 0
    return len(columns) if len(_WANTED & set(columns)) > 1 else 0


def _takes_turns(lines: Sequence[TextLine], start: int, columns: Sequence[Column]) -> bool:
    """Tell whether a task and its time stand in turn below 任务 and 时限.

    Behind the time they are months and what happens in them: a calendar as lines.
    """
    first = lines[start + len(columns) : start + 2 * len(columns)]
    if columns[0] is not Column.TASK or len(first) < len(columns):
        return False
    return [is_period(line.text) for line in first] == [column is Column.TIME for column in columns]


def _columns(lines: Sequence[TextLine], start: int) -> list[Column]:
    """Return the meanings of header cells one a line; an unknown one may stand between known ones."""
    columns: list[Column] = []
    for line in lines[start : start + _MOST_COLUMNS]:
        column = meaning(line.text)[0]
        is_again = column is not Column.OTHER and column in columns
        words = folded(line.text)
        if is_again or _is_too_long(words) or is_period(words) or words.isdigit() or is_section(words):
            break
        if is_page_label(line.text):
            return []
        columns.append(column)
    while columns and not is_heading(lines[start + len(columns) - 1].text):
        columns.pop()
    return columns if columns and is_heading(lines[start].text) else []


def take_flat(
    lines: Sequence[TextLine], start: int, count: int, known: AbstractSet[str] = NOBODY
) -> tuple[Table | None, int]:
    """Return the table whose ``count`` header lines begin at ``start`` and the index of the line after it.

    Raises :class:`InputError` when the cells cannot be told apart.
    """
    most = next((n for n in range(count, count + 4) if not _can_be_header(lines, start + n)), count + 3)
    sample = _loose(lines[start : start + most * _SAMPLE_ROWS])
    count = header_width(sample, range(count, most + 1), known) if most > count else count
    columns = _columns(lines, start)[:count]
    end = start + count
    while end < len(lines) and not ends_table_at(lines, end) and not header_length(lines, end):
        end += 1
    head, body = lines[start : start + count], lines[start + count : end]
    offices = [column for column in columns if column in _OFFICES]
    if (
        columns[:1] == [Column.TIME]
        and len(columns) == count == 3
        and len(offices) == 1
        and Column.TASK in columns
    ):
        header = Row(head[0].number, head[0].place, tuple(_cell(line) for line in head))
        tasks = [line for line in body if not _is_heading(line)]
        return Table("", (header, *_MonthOnce(columns).read(tasks)), EVEN_CELLS), end
    table = table_of(_loose(head), _loose(body), known=known, whole=False)
    if table is None:
        raise InputError(
            f"{body[0].place if body else ''}起每格一行，分不清哪些行是一项；"
            "请直接复制表格（保留制表符）后粘贴，或导入Word、Excel文件。"
        )
    return table, end


def refuse_run_together(lines: Sequence[TextLine]) -> None:
    """Refuse a table whose cells lost every sign between them: 序号项目名称主要内容牵头单位1增加学位…"""
    for line in lines:
        found = _RUN_TOGETHER.search(plain(line.text))
        if found and len(_HEADING_ENDS.findall(found[1])) >= _FEWEST_HEADINGS:
            raise InputError(
                f"{line.place}的表格各格连在了一起，分不清哪些字是一格；"
                "请直接复制表格（保留制表符）后粘贴，或导入Word、Excel文件。"
            )


def refuse_single_blanks(line: TextLine) -> None:
    """Refuse an English table whose cells are parted by the blanks that also part its words."""
    if line.text.isascii() and _is_run_of_headings(plain(line.text).split(" ")):
        raise InputError(
            f"{line.place}的表格各格之间只有一个空格，分不清哪些字是一格；"
            "请直接复制表格（保留制表符）后粘贴，或导入Word、Excel文件。"
        )


def _is_run_of_headings(words: Sequence[str]) -> bool:
    """Tell whether words are headings of a task and of when or who, one after the other, and nothing else."""
    if not _FEWEST_HEADINGS <= len(words) <= _MOST_COLUMNS:
        return False
    found: list[list[Column] | None] = [[]]  # the most headings that the first words make
    for end in range(1, len(words) + 1):
        choices = [
            [*before, meaning(" ".join(words[start:end]))[0]]
            for start in range(max(0, end - _LONGEST_WORDS), end)
            if (before := found[start]) is not None and is_heading(" ".join(words[start:end]))
        ]
        found.append(max(choices, key=len, default=None))
        if not any(made is not None for made in found[-_LONGEST_WORDS:]):
            return False
    columns = found[-1] or []
    others = _WANTED & set(columns) - {Column.TASK}
    return len(columns) >= _FEWEST_HEADINGS and Column.TASK in columns and bool(others)


def _is_too_long(words: str) -> bool:
    return len(words) > (_LONGEST_LATIN_HEADER if words.isascii() else _LONGEST_HEADER)


def _can_be_header(lines: Sequence[TextLine], index: int) -> bool:
    """Tell whether a line may be one more header cell that nobody knows."""
    if index >= len(lines):
        return False
    words = folded(lines[index].text)
    return not _is_too_long(words) and not is_period(words) and not words.isdigit() and not is_section(words)


def _loose(lines: Sequence[TextLine]) -> list[LooseCell]:
    return [LooseCell(line.text, line.number, line.place) for line in lines]


def _is_heading(line: TextLine) -> bool:
    return is_section(line.text) and len(folded(line.text)) < 30


def _cell(line: TextLine) -> Cell:
    return Cell(line.text, line.place)


@dataclass
class _MonthOnce:
    """Reads 时间 / 重点工作 / 责任单位, one cell a line, where the month stands once for many rows."""

    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    seen_offices: set[str] = field(default_factory=set)

    def read(self, body: Sequence[TextLine]) -> list[Row]:
        """Return the rows of the lines."""
        period: TextLine | None = None
        index = 0
        while index < len(body):
            line = body[index]
            index += 1
            if is_period(line.text):
                period = line
            elif self._continues_offices(line, body[index] if index < len(body) else None):
                self._append_offices(line)
            else:
                index = self._take_row(body, index, line, period)
        return self.rows

    def _take_row(
        self, body: Sequence[TextLine], index: int, title: TextLine, period: TextLine | None
    ) -> int:
        """Add the row that begins with a title; returns the index of the line after it."""
        words = title.text
        while index < len(body) and _OPEN_TITLE.search(plain(words)) and must_be_title(body[index].text):
            words, index = f"{words}\n{body[index].text}", index + 1
        offices: list[TextLine] = []
        if index < len(body) and not is_period(body[index].text) and not must_be_title(body[index].text):
            offices, index = self._take_offices(body, index)
        doubt = "" if not offices or can_be_offices(offices[0].text) else "这一行不像单位名称，请看是否错行"
        office_text = "\n".join(line.text for line in offices)
        self.seen_offices.update(folded(part) for part in re.split(r"[、，,；;/\n]", office_text))
        place = offices[0].place if offices else title.place
        cells = (
            Cell(period.text, period.place) if period else Cell("", title.place),
            Cell(words, title.place),
            Cell(office_text, place, doubt),
        )
        self.rows.append(Row(title.number, title.place, self._in_order(cells)))
        return index

    def _take_offices(self, body: Sequence[TextLine], index: int) -> tuple[list[TextLine], int]:
        taken = [body[index]]
        index += 1
        while index < len(body) and _goes_on(taken[-1].text, body[index].text):
            taken.append(body[index])
            index += 1
        return taken, index

    def _in_order(self, cells: tuple[Cell, Cell, Cell]) -> tuple[Cell, ...]:
        time_cell, title, offices = cells
        by_column = {Column.TIME: time_cell, Column.TASK: title}
        return tuple(by_column.get(column, offices) for column in self.columns)

    def _continues_offices(self, line: TextLine, following: TextLine | None) -> bool:
        """An office where a title should stand is the rest of a list that was broken without a sign.

        It is a known one, or no office follows that it could be the title of.
        """
        if not self.rows or not can_be_offices(line.text):
            return False
        names = {folded(part) for part in re.split(r"[、，,；;/]", line.text)}
        stands_last = following is None or is_period(following.text) or must_be_title(following.text)
        return names <= self.seen_offices or (stands_last and not must_be_title(line.text))

    def _append_offices(self, line: TextLine) -> None:
        row = self.rows[-1]
        place = next(i for i, column in enumerate(self.columns) if column in _OFFICES)
        old = row.cells[place]
        text = f"{old.text}\n{line.text}" if old.text else line.text
        cells = list(row.cells)
        cells[place] = Cell(text, old.place, "单位占了两行，前一行末尾没有顿号，请看是否错行")
        self.rows[-1] = Row(row.number, row.place, tuple(cells))


def _goes_on(text: str, following: str) -> bool:
    """Tell whether an office list goes on in the following line."""
    if is_period(following):
        return False
    return bool(_OPEN_END.search(plain(text))) or plain(following).startswith(("、", "，", ","))
