"""Plans as records: every field on a line of its own behind its name (title: …, start: …, 责任单位：…).

A record begins where its first field comes again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from importers.confidence import FIELDS
from importers.header_words import Column, meaning
from importers.raw_rows import RawCell, RawRow
from importers.script import recognised
from importers.section_heads import states_time
from importers.shape_reading import Shape, ShapeReading
from importers.text_lines import TextLine, is_foot
from importers.time_cells import joined_time
from importers.wording import plain

#: A copied page may have put the sound of a character behind it: 工作任務(wù).
_KEY = r"(?:[\u4e00-\u9fff](?:[(（][a-zà-ǜ]{1,6}[)）])?[ 　]?){2,10}"
_PAIR = re.compile(
    rf"^\s*[-*•]?\s*[{{\[]*\s*[\"'“]?([A-Za-z_ ]{{2,20}}|{_KEY})[\"'”]?\s*[:：=]"
    r"\s*(.*?)\s*[,，]?\s*[}\]]*[,，;]?\s*$"
)
_INLINE = re.compile(
    rf"[\"']?([A-Za-z_]{{2,20}}|{_KEY})[\"']?\s*[:：]\s*"
    r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^,{}\"']+)"
)
_OBJECT = re.compile(r"(\{[^{}]*\})")
_BRACES = re.compile(r"^[\s{}\[\](),，;]*$")
_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("「", "」"))
_FEWEST = 2
_SHARE = 0.6
_WANTED = {Column.TIME, Column.START, Column.RESPONSIBLE, Column.LEAD, Column.SUPPORT}
_NO_VALUE = {"null", "none", "undefined", ""}


@dataclass(slots=True)
class _Record:
    fields: list[tuple[Column, str, str, TextLine]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


def read_records(lines: Sequence[TextLine]) -> ShapeReading | None:
    """Return the records of a text as rows, None when it is hardly made of records."""
    lines, head = _objects_apart(lines)
    pairs = [(line, [] if is_foot(line.text) else list(_pairs(line.text))) for line in lines]
    first = next((n for n, (_, found) in enumerate(pairs) if _names_task(found)), None)
    if first is None:
        return None
    first = _with_fields_before(pairs, first)
    if is_data(lines):  # what stands behind the last object is the foot of its page
        last = max(n for n, (_, found) in enumerate(pairs) if found)
        pairs, below = pairs[: last + 1], tuple(plain(line.text) for line, _ in pairs[last + 1 :])
    else:
        below = ()
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
    above = (*head, *(plain(line.text) for line, _ in pairs[:first]))
    return ShapeReading(Shape.RECORDS, tuple(rows), above, below)


def _objects_apart(lines: Sequence[TextLine]) -> tuple[list[TextLine], tuple[str, ...]]:
    """Return each object on a line of its own, and what is said before the list of them begins."""
    apart = [TextLine(line.number, part, line.unit) for line in lines for part in _parts(plain(line.text))]
    starts = (
        n for n, line in enumerate(apart) if n and apart[n - 1].text.endswith("[") and line.text[:1] == "{"
    )
    start = next(starts, 0)
    head = [line.text for line in apart[:start]]
    values = (value for words in head for value in [v for _, v in _INLINE.findall(words)] or [words])
    return apart[start:], tuple(_unquoted(value.strip()) for value in values)


def _parts(words: str) -> list[str]:
    """Return the objects of a line that holds several, with what stands before and behind them."""
    if words.count("{") < 2:
        return [words]
    return [part for part in (piece.strip(" ,，") for piece in _OBJECT.split(words)) if part]


def is_data(lines: Sequence[TextLine]) -> bool:
    """Tell whether a text is made of objects of data, { date: …, title: … }, beside a few comments."""
    objects = sum(_is_object(plain(line.text)) for line in lines)
    return objects >= _FEWEST and objects * 3 >= len(lines)


def _is_object(words: str) -> bool:
    return words.startswith("{") and words.rstrip(",;，").endswith("}") and len(_INLINE.findall(words)) > 1


def _pairs(text: str) -> Iterator[tuple[str, Column, str]]:
    words = plain(text)
    if _is_object(words):
        found = [(match[1], match[2]) for match in _INLINE.finditer(words)]
    else:
        one = _PAIR.match(words)
        found = [(one[1], one[2])] if one else []
    for key, value in found:
        column = _column(key)
        if column is not None:
            yield key.strip(), column, _unquoted(value.strip())


def _unquoted(value: str) -> str:
    """Return a value without the quotation marks around the whole of it."""
    for opening, closing in _QUOTES:
        inner = value[1:-1]
        if value.startswith(opening) and value.endswith(closing) and closing not in inner:
            return inner.strip()
    return value


def _column(key: str) -> Column | None:
    words = key.replace("_", "").strip()
    if re.search(r"责任人|负责人|领导|联系", recognised(words)):
        return Column.OTHER
    column = meaning(words)[0]
    is_known = column is not Column.OTHER or recognised(words).lower() in _OTHER_KEYS
    return column if is_known else None


_OTHER_KEYS = {
    "description",
    "location",
    "category",
    "group",
    "color",
    "url",
    "allday",
    "status",
    "地点",
    "类别",
    "备注",
    "type",
    "classname",
}


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
