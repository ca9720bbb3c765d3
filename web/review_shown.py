"""What a form of 核对 showed when it was sent, so that words a person typed are told from words left alone.

The page carries a short mark of every value it shows. When somebody else saved meanwhile, what was typed here
is kept beside what is stored now.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from importers.review.values import ReviewRow
from web.forms import Form
from web.review_form import BOXLESS, shown_keys

#: The fields of a row, in the order of their marks.
_FIELDS = {
    "title": "重点工作",
    "time": "时限",
    "offices": "单位",
    "move": "时限为什么改",
    "paper": "文号",
}
#: The length of the mark of a field; a row has one for each field and a digit for its tick.
_MARK = 4
_ROW = _MARK * len(_FIELDS) + 1


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person changed on a page that was not saved."""

    words: Mapping[str, str] = field(default_factory=dict)
    """By the names of the form's fields: ``title-<row key>`` …"""
    ticks: Mapping[str, bool] = field(default_factory=dict)
    """By the keys of rows."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What the page showed, by the keys of rows."""


def marks_of(rows: Iterable[ReviewRow]) -> str:
    """Return the marks of the rows that a page shows, in their order."""
    return "".join(_row_marks(row) for row in rows if row.key)


def _row_marks(row: ReviewRow) -> str:
    return "".join(map(_mark, _values(row))) + str(int(row.is_ticked))


def _values(row: ReviewRow) -> tuple[str, ...]:
    move, paper = (row.answer.change_class.value, row.answer.paper) if row.answer else ("", "")
    return (row.title, row.time_words, row.office_words, move, paper)


def _mark(value: str) -> str:
    """Return 24 bits that tell a text from others, whatever its blanks and line ends."""
    digest = hashlib.blake2b(" ".join(value.split()).encode(), digest_size=3).digest()
    return urlsafe_b64encode(digest).decode()


def typed_of(form: Form) -> Typed:
    """Return what a form says otherwise than its page did; without marks all of it counts as typed."""
    keys = shown_keys(form)
    shown, ticked = form.secret("shown"), frozenset(form.fields.get("take", ()))
    parts = [shown[start : start + _ROW] for start in range(0, len(shown), _ROW)]
    marks = dict(zip(keys, parts, strict=True)) if len(shown) == len(keys) * _ROW else {}
    words: dict[str, str] = {}
    ticks: dict[str, bool] = {}
    for key in keys:
        own = marks.get(key, "")
        words.update(_typed_words(form, key, own))
        if key not in form.fields.get(BOXLESS, ()) and own[-1:] != str(int(key in ticked)):
            ticks[key] = key in ticked
    return Typed(words, ticks, marks)


def _typed_words(form: Form, key: str, marks: str) -> Iterator[tuple[str, str]]:
    for position, name in enumerate(_FIELDS):
        field_name = f"{name}-{key}"
        value = form.kept(field_name)
        if field_name in form.fields and _part(marks, position) != _mark(value):
            yield field_name, value


def _part(marks: str, position: int) -> str:
    return marks[position * _MARK : (position + 1) * _MARK]


def both_changed(typed: Typed, rows: Iterable[ReviewRow]) -> Iterator[str]:
    """Name the fields that were typed here and changed by somebody else meanwhile: 第7行的单位."""
    for row in rows:
        own = typed.marks.get(row.key)
        for position, (name, now) in enumerate(zip(_FIELDS, _values(row), strict=True)):
            mine = typed.words.get(f"{name}-{row.key}", now)
            if own and _part(own, position) != _mark(now) != _mark(mine):
                yield f"{f'第{row.number}行' if row.number else row.place}的{_FIELDS[name]}"
