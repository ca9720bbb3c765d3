"""Calendars as programs exchange them (RFC 5545): BEGIN:VEVENT, SUMMARY, DTSTART, DTEND, END:VEVENT.

An event of whole days ends the day before its DTEND, one with hours on the day of it. Where an event takes
place and who keeps the calendar is neither a task nor an office.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from importers.tables.raw_rows import RawCell, RawRow
from importers.tables.shape_reading import Shape, ShapeReading
from importers.words.confidence import FIELDS
from importers.words.header_words import Column
from importers.words.text_lines import TextLine
from importers.words.wording import plain

_BEGINS = re.compile(r"BEGIN:(VEVENT|VTODO)")
_PROPERTY = re.compile(r"([A-Z][A-Z-]{1,30})(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?:(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([,;\\])|\\[nN]")
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{6})(Z)?)?")
_MIDNIGHT = "000000"
_ENDS = ("DTEND", "DUE")
_RECURS = "时限：写着按规则重复（RRULE），只读了第一次的时间，请核对"
_UTC = "时限：写的是世界时（UTC），按原文的日期读，请核对"
_LASTS = "时限：写的是时长（DURATION），没有算进去，只读了开始的时间，请核对"
_CANCELLED = "标着已取消（CANCELLED），请核对是否还要做"


@dataclass(slots=True)
class _Event:
    line: TextLine
    properties: dict[str, str] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)


def holds_events(lines: Sequence[TextLine]) -> bool:
    """Tell whether a text is made of such records."""
    return any(_BEGINS.fullmatch(plain(line.text)) for line in lines)


def read_events(lines: Sequence[TextLine]) -> ShapeReading | None:
    """Return the events and tasks of a calendar as rows, None when none of them has a title."""
    unfolded = list(_unfolded(lines))
    names = [words.partition(":")[2] for _, words in unfolded if words.startswith("X-WR-CALNAME")]
    events = list(_events(unfolded))
    rows = [_row(event) for event in events if plain(event.properties.get("SUMMARY", ""))]
    lost = len(events) - len(rows)
    notes = (f"有{lost}项没有写标题（SUMMARY），没有收。",) if lost else ()
    return ShapeReading(Shape.RECORDS, tuple(rows), tuple(names), notes=notes) if rows else None


def _unfolded(lines: Sequence[TextLine]) -> Iterator[tuple[TextLine, str]]:
    """Return the lines with those joined that a program broke: the rest begins with a blank."""
    first: TextLine | None = None
    parts: list[str] = []
    for line in lines:
        if first is not None and line.text[:1] in (" ", "\t"):
            parts.append(line.text[1:])
            continue
        if first is not None:
            yield first, "".join(parts).strip()
        first, parts = line, [line.text]
    if first is not None:
        yield first, "".join(parts).strip()


def _events(lines: Sequence[tuple[TextLine, str]]) -> Iterator[_Event]:
    """Return the events; what stands in a part of its own within one (VALARM) says nothing of it."""
    event: _Event | None = None
    inner = 0
    for line, words in lines:
        if event is None:
            event = _Event(line) if _BEGINS.fullmatch(words) else None
        elif words.startswith("BEGIN:"):
            inner += 1
        elif words.startswith("END:") and inner:
            inner -= 1
        elif words.startswith("END:"):
            yield event
            event = None
        elif not inner and (found := _PROPERTY.fullmatch(words)):
            event.properties.setdefault(found[1], found[2])
            event.printed.append(words)


def _row(event: _Event) -> RawRow:
    properties = event.properties
    title = _ESCAPED.sub(lambda found: found[1] or " ", properties["SUMMARY"])
    end = next((properties[name] for name in _ENDS if properties.get(name)), "")
    times = [words for words in (properties.get("DTSTART", ""), end) if words]
    place = event.line.place
    cells = (
        RawCell(Column.TASK, "SUMMARY", title, place),
        RawCell(Column.TIME, "DTSTART/DTEND", "/".join(times), place),
    )
    doubts = tuple(_doubts(properties, times))
    is_until = "DTEND" in properties and end == properties["DTEND"]
    due_words = _last_day(properties.get("DTSTART", ""), end, is_until=is_until)
    return RawRow(event.line.number, place, cells, "\n".join(event.printed), FIELDS, doubts, due_words)


def _doubts(properties: dict[str, str], times: Sequence[str]) -> Iterator[str]:
    if "RRULE" in properties or "RDATE" in properties:
        yield _RECURS
    if any(words.endswith("Z") for words in times):
        yield _UTC
    if "DURATION" in properties and len(times) == 1:
        yield _LASTS
    if properties.get("STATUS") == "CANCELLED":
        yield _CANCELLED


def _last_day(start: str, end: str, *, is_until: bool) -> str:
    """Return the last day as words, empty where the printed ones say it; ``is_until``: the end is no part."""
    first, last = _MOMENT.fullmatch(start), _MOMENT.fullmatch(end or start)
    if last is None:
        return ""
    try:
        day = date(int(last[1]), int(last[2]), int(last[3]))
    except ValueError:  # no such day: the printed words say it
        return ""
    ends_before = is_until and last[4] in (None, _MIDNIGHT) and first is not None and start[:8] < end[:8]
    day -= timedelta(days=ends_before)
    return f"{day.year}年{day.month}月{day.day}日"
