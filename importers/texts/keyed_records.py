"""Plans as records: every field on a line of its own behind its name (title: …, start: …, 责任单位：…).

A record begins where its first field comes again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.shape_reading import Shape, ShapeReading
from importers.tables.time_cells import joined_time
from importers.words.confidence import FIELDS
from importers.words.data_fields import LACKING, chinese_key, column_of, is_language
from importers.words.header_words import Column
from importers.words.section_heads import states_time
from importers.words.text_lines import TextLine, is_foot
from importers.words.wording import plain

#: A copied page may have put the sound of a character behind it: 工作任務(wù).
_KEY = r"(?:[\u4e00-\u9fff](?:[(（][a-zà-ǜ]{1,6}[)）])?[ 　]?){2,10}"
_PAIR = re.compile(
    rf"^\s*[-*•]?\s*[{{\[]*\s*[\"'“]?([A-Za-z_][\w -]{{1,20}}|{_KEY})[\"'”]?\s*[:：=]"
    r"\s*(.*?)\s*[,，]?\s*[}\]]*[,，;]?\s*$"
)
_PROGRAM_PAIR = re.compile(r"\s*(?:-\s+)?[\"']?([A-Za-z_][\w-]{1,20})[\"']?\s*[:=](?:\s|$)")
_BRACES = re.compile(r"^[\s{}\[\](),，;]*$")
_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("「", "」"))
_FEWEST = 2
_SHARE = 0.6
#: A name that comes so often names a field.
_OFTEN = 3
_WANTED = {Column.TIME, Column.START, Column.RESPONSIBLE, Column.LEAD, Column.SUPPORT}
_NO_VALUE = {"null", "none", "undefined", ""}


@dataclass(slots=True)
class _Record:
    fields: list[tuple[Column, str, str, TextLine]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


def is_data(lines: Sequence[TextLine]) -> bool:
    """Tell whether a text is a list of fields as programs write them (title: …), beside a few other lines.

    A line of such a text is never a task by itself.
    """
    keys = [found[1] for line in lines if (found := _PROGRAM_PAIR.match(line.text))]
    often = {key for key, count in Counter(keys).items() if count >= _OFTEN}
    return len(often) > 1 and sum(key in often for key in keys) >= _SHARE * len(lines)


def is_field(text: str) -> bool:
    """Tell whether a line is a field of a record, a known name before its value."""
    return bool(_pairs(text))


def read_records(lines: Sequence[TextLine]) -> ShapeReading | None:
    """Return the records of a text as rows, None when it is hardly made of records."""
    pairs = [(line, [] if is_foot(line.text) else _pairs(line.text)) for line in _joined(lines)]
    first = next((n for n, (_, found) in enumerate(pairs) if _names_task(found)), None)
    if first is None:
        return None
    first = _with_fields_before(pairs, first)
    records = list(_records(pairs[first:]))
    rows = [_row(record) for record in records if any(f[0] is Column.TASK for f in record.fields)]
    told = sum(any(f[0] in _WANTED for f in record.fields) for record in records)
    lines_of_records = sum(
        bool(found) or bool(_BRACES.match(plain(line.text))) for line, found in pairs[first:]
    )
    if len(rows) < _FEWEST or told * 2 < len(rows) or lines_of_records < _SHARE * len(pairs[first:]):
        return None
    timed = sum(not found and states_time(line.text) for line, found in pairs[first:])
    if timed * 2 >= len(rows) and not is_data([line for line, _ in pairs[first:]]):
        return None  # the lines between the fields date them
    lacking = len(records) - len(rows)
    notes = (LACKING.format(lacking),) if lacking else ()
    return ShapeReading(
        Shape.RECORDS, tuple(rows), tuple(plain(line.text) for line, _ in pairs[:first]), (), notes
    )


def _joined(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines where a field said in several languages, each on a line below its name, is one line."""
    joined: list[TextLine] = []
    held: TextLine | None = None
    said: dict[str, str] = {}
    for line in (*lines, None):
        found = _PROGRAM_PAIR.match(line.text) if line else None
        if line and found and held and is_language(found[1]):
            said[found[1]] = line.text[found.end() :].strip(" ,，")
            continue
        if held:
            joined.append(replace(held, text=f"{held.text} {said[chinese_key(said)]}") if said else held)
        held, said = None, {}
        if line is None:
            break
        if found and not line.text[found.end() :].strip():
            held = line
        else:
            joined.append(line)
    return joined


def _pairs(text: str) -> list[tuple[str, Column, str]]:
    found = _PAIR.match(plain(text))
    column = column_of(found[1]) if found else None
    return (
        [] if found is None or column is None else [(found[1].strip(), column, _unquoted(found[2].strip()))]
    )


def _unquoted(value: str) -> str:
    """Return a value without the quotation marks around the whole of it."""
    for opening, closing in _QUOTES:
        inner = value[1:-1]
        if value.startswith(opening) and value.endswith(closing) and closing not in inner:
            return inner.strip()
    return value


def _names_task(found: Sequence[tuple[str, Column, str]]) -> bool:
    return any(column is Column.TASK for _, column, _ in found)


def _with_fields_before(pairs: Sequence[tuple[TextLine, list[tuple[str, Column, str]]]], first: int) -> int:
    """Return where the first record begins: its task need not be its first field."""
    keys = [key for _, found in pairs[first:] for key, _, _ in found]
    while first and pairs[first - 1][1] and all(key in keys for key, _, _ in pairs[first - 1][1]):
        first -= 1
    return first


def _records(pairs: Sequence[tuple[TextLine, list[tuple[str, Column, str]]]]) -> Iterator[_Record]:
    record = _Record()
    for line, found in pairs:
        for key, column, value in found:
            if key in record.keys:
                yield record
                record = _Record()
            record.keys.add(key)
            record.fields.append((column, key, value, line))
    if record.fields:
        yield record


def _row(record: _Record) -> RawRow:
    fields = [f for f in record.fields if f[2].lower() not in _NO_VALUE]
    cells = tuple(RawCell(column, key, value, line.place) for column, key, value, line in fields)
    named = next((line for column, _, _, line in fields if column is Column.TASK), record.fields[0][3])
    cells, due_words = joined_time(cells)
    original = "\n".join(dict.fromkeys(plain(line.text) for _, _, _, line in record.fields))
    return RawRow(named.number, named.place, cells, original, FIELDS, (), due_words)
