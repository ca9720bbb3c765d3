"""What an object of data says: its fields by their meaning, its time within that of objects around.

It reads one object; which objects are rows, ``importers.texts.data_records`` decides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from importers.texts.data_text import DataText, Group, Scalar
from importers.words.data_fields import chinese_key, column_of, is_chinese, is_language, without_language
from importers.words.header_words import Column
from importers.words.period_words import is_period

TIMES = frozenset({Column.TIME, Column.START})
_NO_VALUE = frozenset({"null", "none", "undefined", "nil", ""})
#: title: string; declares a field and holds nothing.
_DECLARED = frozenset("string number boolean date any str int bool datetime object".split())  # noqa: SIM905
_BARE_DAY = re.compile(r"((?:[12]\d|3[01]|0?[1-9]))[日号號]?")
_BARE_MONTH = re.compile(r"(?:(20\d\d|1\d\d)\s?[-/.年]\s?)?(1[0-2]|0?[1-9])\s?月?")
_YEAR = re.compile(r"(20\d\d|1\d\d)(?:年|學年度?|学年度?)?")
_CALL = re.compile(r"(?:[A-Za-z_. ]*[dD]ate(?:time)?(?:\.of)?)\((20\d\d), ?(\d{1,2}), ?(\d{1,2})\b")
#: Fields that hold a part of a date as a number.
DATE_PARTS = {"year": "year", "month": "month", "day": "day", "年": "year", "月": "month", "日": "day"}


@dataclass(frozen=True, slots=True)
class Field:
    """A value of an object whose name is known; ``is_foreign``: it is not in Chinese."""

    column: Column
    key: str
    text: str
    line: int
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class ObjectTime:
    """What the groups around a record say of its time."""

    words: str = ""
    year: str = ""
    month: str = ""

    def within(self, words: str) -> "ObjectTime":
        """Return the time of a group that says words of its own: a day, a month, a year."""
        if found := _YEAR.fullmatch(words):
            return ObjectTime("", found[1])
        if found := _BARE_MONTH.fullmatch(words):
            return ObjectTime("", found[1] or self.year, found[2])
        return ObjectTime(words, self.year, self.month)

    def of_day(self, day: str) -> str:
        """Return the date of a day within it."""
        return f"{self.of_month()}{int(day)}日"

    def of_month(self) -> str:
        """Return the month it lies in as words, empty where none is said."""
        year = f"{self.year}年" if self.year else ""
        return f"{year}{int(self.month)}月" if self.month else ""


def is_time(key: str) -> bool:
    """Tell whether a key is a day, a month or another time with a number in it."""
    return any(sign.isdigit() for sign in key) and is_period(key)


def names_task(group: Group) -> bool:
    """Tell whether an object names a task."""
    return any(column_of(key) is Column.TASK and texts_of(value) for key, value in group.keyed())


def texts_of(value: Scalar | Group) -> list[Scalar]:
    """Return the words that a value holds: its own, those of a list, the Chinese of several languages."""
    if isinstance(value, Scalar):
        is_declared = not value.is_quoted and value.text.lower() in _DECLARED
        return [] if is_declared or value.text.strip().lower() in _NO_VALUE else [value]
    scalars = [(key, inner) for key, inner in value.entries if isinstance(inner, Scalar)]
    if not scalars or len(scalars) < len(value.entries):
        return []
    if all(key and is_language(key) for key, _ in scalars):
        wanted = chinese_key(key for key, _ in scalars)
        return [inner for key, inner in scalars if key == wanted]
    return [] if any(key for key, _ in scalars) else [inner for _, inner in scalars]


def _has_keys(value: Scalar | Group) -> bool:
    return isinstance(value, Group) and any(key for key, _ in value.entries)


def _inner_fields(value: Scalar | Group) -> Iterator[Field]:
    """Return the fields of an object that belongs to the one around it: date: { start: …, end: … }."""
    if isinstance(value, Scalar) or names_task(value):
        return
    for key, inner in value.keyed():
        column = column_of(key)
        if column is not None and column is not Column.TASK:
            yield from (Field(column, key, text.text.strip(), text.line) for text in texts_of(inner))


def _day_of_call(data: DataText, value: Scalar | Group) -> list[Scalar]:
    """Return the texts of a time; a call that makes a day of three numbers is that day: date(2025, 9, 1).

    The months of JavaScript count from 0.
    """
    if isinstance(value, Scalar) or value.opening != "(":
        return texts_of(value)
    words = data.printed(value)
    found = _CALL.match(words)
    if not found:
        texts = texts_of(value)
        return texts if len(texts) == 1 else []
    month = int(found[2]) + words.startswith("new ")
    return [Scalar(f"{found[1]}-{month}-{found[3]}", value.line)]


def fields_of(data: DataText, group: Group) -> Iterator[Field]:
    """Return the fields of an object whose names are known, those of an object within it too."""
    for key, value in group.keyed():
        column = column_of(key)
        texts = _day_of_call(data, value) if column in TIMES else texts_of(value)
        _, language = without_language(key)
        is_foreign = bool(language) and not is_chinese(language)
        if column is None or (column is Column.TIME and not texts and _has_keys(value)):
            yield from _inner_fields(value)
        elif isinstance(value, Group) and not texts and column is not Column.OTHER:
            yield Field(column, key, data.printed(value), value.line, is_foreign)
        elif column is Column.TASK:
            yield from (Field(column, key, text.text.strip(), text.line, is_foreign) for text in texts)
        elif texts:
            yield Field(column, key, "、".join(t.text.strip() for t in texts), texts[0].line, is_foreign)


def _parts_of(group: Group) -> dict[str, str]:
    """Return the year, month and day that an object holds as numbers of their own."""
    return {
        name: value.text.strip()
        for key, value in group.keyed()
        if isinstance(value, Scalar)
        and value.text.strip().isdecimal()
        and (name := DATE_PARTS.get(key.lower()))
    }


def time_of(group: Group, fields: Sequence[Field], around: ObjectTime) -> ObjectTime:
    """Return the time of an object, for what stands within it."""
    parts = _parts_of(group)
    time = ObjectTime("", parts.get("year", around.year), parts.get("month", around.month))
    if "day" in parts:
        return replace(time, words=time.of_day(parts["day"]))
    said = [
        f.text for f in fields if f.column in TIMES and f.key.lower() not in DATE_PARTS and is_period(f.text)
    ]
    if said:
        return time.within("/".join(said[:2]))
    return time if parts else around


def with_one_time(fields: Sequence[Field]) -> Iterator[Field]:
    """Return fields of which only one says until when: the first that is a time."""
    times = [f for f in fields if f.column is Column.TIME]
    best = next((f for f in times if is_period(f.text)), times[0] if times else None)
    return (f for f in fields if f.column is not Column.TIME or f is best)


def dated(found: Field, around: ObjectTime) -> str:
    """Return the words of a field; a bare day lies in the month of the groups around it."""
    day = _BARE_DAY.fullmatch(found.text) if found.column in TIMES and around.month else None
    return around.of_day(day[1]) if day else found.text
