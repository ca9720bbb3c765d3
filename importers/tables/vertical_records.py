"""Records printed downwards: a label on a line of its own, what it says below, then the next label.

A label met again begins the next record. Labels all above their values are a header, and not read here.
"""

from collections.abc import Iterator, Sequence

from importers.document import Cell, Row, Table
from importers.words.cell_evidence import OFFICES
from importers.words.confidence import FIELDS
from importers.words.header_words import Column, is_heading, meaning
from importers.words.period_words import mentions_time
from importers.words.text_lines import TextLine, ends_table_at
from importers.words.unit_words import can_be_offices, names_nobody
from importers.words.wording import plain

_WANTED = frozenset({Column.TIME, Column.TASK, *OFFICES})
_FEWEST = 3
_MOST_LINES = 20
_LONGEST_LABEL = 12

Field = tuple[TextLine, list[TextLine]]
Record = dict[str, Field]


def take_records(lines: Sequence[TextLine], start: int) -> tuple[Table | None, int]:
    """Return the records that begin at a line as a table, and the index of the line after them."""
    if not _is_label(lines[start].text) or start + 1 >= len(lines) or _is_label(lines[start + 1].text):
        return None, start
    first, _ = _fields(lines, start, is_first=True)
    if not all(map(_is_plausible, _records(first))):
        return None, start
    fields, end = _fields(lines, start)
    records = list(_records(fields))
    if not records or not all(_is_plausible(record) for record in records):
        return None, start
    labels = list(dict.fromkeys(label for record in records for label in record))
    head = lines[start]
    rows = [Row(head.number, head.place, tuple(Cell(label, head.place) for label in labels))]
    rows += [_row(record, labels) for record in records]
    return Table("", tuple(rows), FIELDS), end


def _is_label(text: str) -> bool:
    words = plain(text).rstrip(":：")
    return len(words) <= _LONGEST_LABEL and is_heading(words)


def _label_of(line: TextLine) -> str:
    return plain(line.text).rstrip(":：")


def _fields(lines: Sequence[TextLine], start: int, *, is_first: bool = False) -> tuple[list[Field], int]:
    """Return the labels from a line on, each with the lines below it; with ``is_first`` of one record only.

    A word that is a label stands in many texts; looking to their end from each of them would take for ever.
    """
    fields: list[Field] = []
    seen: set[str] = set()
    index = start
    while index < len(lines) and not ends_table_at(lines, index):
        if _is_label(lines[index].text):
            label = _label_of(lines[index])
            if is_first and label in seen:
                break
            seen.add(label)
            fields.append((lines[index], []))
        elif len(fields[-1][1]) >= _MOST_LINES:
            break
        else:
            fields[-1][1].append(lines[index])
        index += 1
    return fields, index


def _records(fields: Sequence[Field]) -> Iterator[Record]:
    record: Record = {}
    for field in fields:
        label = _label_of(field[0])
        if label in record:
            yield record
            record = {}
        record[label] = field
    if record:
        yield record


def _is_plausible(record: Record) -> bool:
    """Tell whether labels and values take turns, and the values of offices and times look like it."""
    columns = {label: meaning(label)[0] for label in record}
    wanted = [label for label in record if columns[label] in _WANTED and record[label][1]]
    if len(wanted) < _FEWEST or Column.TASK not in columns.values():
        return False
    told = [label for label in wanted if columns[label] is not Column.TASK]
    return all(_fits(columns[label], record[label][1]) for label in told)


def _fits(column: Column, values: Sequence[TextLine]) -> bool:
    text = "\n".join(line.text for line in values)
    if names_nobody(text):
        return True
    return mentions_time(text) if column is Column.TIME else can_be_offices(text)


def _row(record: Record, labels: Sequence[str]) -> Row:
    task = next(field for label, field in record.items() if meaning(label)[0] is Column.TASK)
    named = task[1][0] if task[1] else task[0]
    return Row(named.number, named.place, tuple(_cell(record.get(label), named) for label in labels))


def _cell(field: Field | None, named: TextLine) -> Cell:
    if field is None or not field[1]:
        return Cell("", named.place)
    return Cell("\n".join(line.text for line in field[1]), field[1][0].place)
