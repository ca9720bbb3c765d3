"""The header of a table: where it stands, and what each of its columns means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from importers.document import Row, Table
from importers.tables.chosen_columns import NOTHING_CHOSEN, Choices, signature_of
from importers.tables.task_column import with_task_column
from importers.tables.two_row_headers import are_finer_headings, finer_heading
from importers.words.column_cells import period_columns, with_cells_heard
from importers.words.header_words import Column, map_columns, meaning
from importers.words.period_words import is_period
from importers.words.wording import folded, one_line, plain

OFFICE_COLUMNS = (Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT, Column.MIXED)
_WANTED = {Column.TIME, Column.WEEK, Column.TASK, Column.ITEMS, *OFFICE_COLUMNS}
_HEADER_ROWS = 40
#: More than any number of known words: a header a person spoke of is the header.
_CHOSEN_SCORE = 100
#: What, when and who: such a header is looked for no further.
_WHOLE = 3
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: where it stands, and what each column means and is called."""

    first: int
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

    @property
    def periods(self) -> dict[int, str]:
        """The columns that are a quarter or a month each, by their headings."""
        return period_columns(self.columns, [self.words.get(i, "") for i in range(self.width)])

    @property
    def has_remarks(self) -> bool:
        """Whether what is to be done stands in a column of remarks."""
        tasks = (i for i, column in self.columns.items() if column is Column.TASK)
        return any(meaning(self.words[i])[0] is Column.REMARK for i in tasks)

    def has(self, *columns: Column) -> bool:
        """Tell whether any of some meanings has a column."""
        return any(column in self.columns.values() for column in columns)


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
    columns = with_task_column(map_columns(texts), texts, [])
    return len(_WANTED & set(columns.values())) + bool(period_columns(columns, texts))


def _header_at(rows: Sequence[Row], index: int, choices: Choices) -> Header:
    """Join a header of two rows: the lower row says more where both mean something."""
    texts = [cell.text for cell in rows[index].cells]
    columns, last = with_task_column(map_columns(texts), texts, []), index
    if index + 1 < len(rows) and _goes_on_below(texts, rows[index + 1]):
        lower = [cell.text for cell in rows[index + 1].cells]
        texts = [finer_heading(high, low) for high, low in _pairs(texts, lower)]
        columns, last = map_columns(texts), index + 1
    columns = with_cells_heard(columns, texts, sample_of(rows[last + 1 :]))
    header = Header(index, last, columns, {i: one_line(text) for i, text in enumerate(texts)}, len(texts))
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
    periods = period_columns(known, lower)
    if len({folded(upper[i]) for i in periods if i < len(upper)}) > 1:  # 第一周 and its dates are no header
        periods = {}
    are_periods = sum(is_period(lower[i]) for i in new)
    return are_periods <= len(periods) and are_finer_headings([lower[i] for i in new])


def sample_of(rows: Sequence[Row]) -> list[list[str]]:
    """Return the texts of the first rows, enough to tell what a column holds."""
    return [[cell.text for cell in row.cells] for row in rows[:_SAMPLE]]
