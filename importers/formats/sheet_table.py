"""Make a table of the values of one sheet, whichever program wrote the workbook: what a person sees in it.

Dates become Chinese words, merged cells are filled in, empty rows and the empty edge are left out.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from importers.document import HIDDEN_ROW, Cell, Row, Table
from importers.formats.limits import refuse_many_rows
from importers.formats.merging import Range, filled
from importers.formats.xlsx_sheets import SheetMarks, column_letters
from importers.words.struck_words import is_struck_row, struck_doubt

Value = int | float | str | bool | time | date | datetime | timedelta
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # the days of 2000 to 2099 as a workbook counts them


def sheet_table(
    name: str,
    values: Sequence[Sequence[Value]],
    merged: Iterable[Range],
    *,
    marks: SheetMarks | None = None,
    label: str = "",
) -> Table:
    """Return a sheet as a table; raises :class:`InputError` when it has more rows than any plan."""
    marks = marks or SheetMarks()
    merged = list(merged)
    used = sum(any(value != "" for value in line) for line in values)
    refuse_many_rows(used, label=label, table=f"工作表“{name}”")
    grid = _grid(name, values, marks)
    left_out = set(struck_rows(values, merged, marks))
    rows = (
        Row(number, f"{name}!A{number}", tuple(cells), HIDDEN_ROW if number in marks.hidden_rows else "")
        for number, cells in enumerate(filled(grid, merged), 1)
        if cells and number not in left_out
    )
    return Table(name, tuple(rows))


def struck_rows(values: Sequence[Sequence[Value]], merged: Iterable[Range], marks: SheetMarks) -> list[int]:
    """Return the numbers, from one, of the rows that are struck through but for cells merged downwards."""
    tall = {
        (row, column)
        for (top, left), (bottom, right) in merged
        if bottom > top
        for row in range(top, min(bottom + 1, len(values)))
        for column in range(left, right + 1)
    }
    found: list[int] = []
    for row in sorted({row for row, _ in marks.struck if row < len(values)}):
        own = [column for column in range(len(values[row])) if (row, column) not in tall]
        struck = {column: marks.struck[row, column] for column in own if (row, column) in marks.struck}
        left = [struck[c].left if c in struck else shown(values[row][c]) for c in own]
        if is_struck_row(left, (words.gone or shown(values[row][c]) for c, words in struck.items())):
            found.append(row + 1)
    return found


def _grid(name: str, values: Sequence[Sequence[Value]], marks: SheetMarks) -> list[list[Cell]]:
    """Return the cells of the used rows, all equally wide; the other rows are empty.

    Formulas without a value get their place back: the reading library leaves them out at the edges.
    """
    doubtful = {row for row, _ in marks.doubts}
    height = max([len(values), *(row + 1 for row in doubtful)])
    width = max([_width(values), *(column + 1 for _, column in marks.doubts)])
    letters = [column_letters(column) for column in range(width)]
    grid: list[list[Cell]] = []
    for row in range(height):
        line = values[row] if row < len(values) else ()
        if row not in doubtful and all(value == "" for value in line):
            grid.append([])
            continue
        padded = [*line[:width], *[""] * (width - len(line))]
        grid.append(
            [_cell(f"{name}!{letters[c]}{row + 1}", (row, c), v, marks) for c, v in enumerate(padded)]
        )
    return grid


def _width(values: Sequence[Sequence[Value]]) -> int:
    width = 0
    for line in values:
        end = len(line)
        while end > width and line[end - 1] == "":
            end -= 1
        width = max(width, end)
    return width


def _cell(place: str, at: tuple[int, int], value: Value, marks: SheetMarks) -> Cell:
    if struck := marks.struck.get(at):
        is_known = isinstance(value, str) and struck.gone
        gone = struck.gone if is_known else shown(value, month_only=at in marks.month_only)
        return Cell(struck.left, place, struck_doubt(gone))
    if isinstance(value, str):
        return Cell(value, place, marks.doubts.get(at, ""))
    text = shown(value, month_only=at in marks.month_only)
    return Cell(text, place, _doubt(value, text) or marks.doubts.get(at, ""))


def _doubt(value: Value, text: str) -> str:
    """Say why a number or a date may not be what a person means by it."""
    if isinstance(value, float) and not value.is_integer():
        return f"单元格是数字{text}，末位的0可能丢了"
    if isinstance(value, int | float) and value in _SERIALS:
        day = shown(_SERIAL_ZERO + timedelta(days=int(value)))
        return f"单元格是数字{text}，若是日期则为{day}，请设成日期格式"
    if isinstance(value, date) and value.year <= _SERIAL_ZERO.year + 1:
        return f"单元格是日期{text}，多半是数字被当成了日期"
    return ""


def shown(value: Value, *, month_only: bool = False) -> str:
    """Return what a person reads in a cell, dates in the Chinese form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        month = f"{value.year}年{value.month}月"
        return month if month_only else f"{month}{value.day}日"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
