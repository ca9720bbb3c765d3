"""Text from plans and people made safe to print: every string of a value becomes one clean line.

Escaping for HTML is not done here: the HTML environment escapes whatever it prints.
"""

from collections.abc import Hashable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar, cast

from rules.facts import NoticeKind
from templates.filters import one_line

_T = TypeVar("_T")
_WITHOUT_TEXT = (int, bool, date, date | None, NoticeKind)


def cleaned(value: _T) -> _T:
    """Return the value with ``one_line`` applied to every string in it; itself when nothing changes."""
    return cast(_T, _cleaned(value))


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, tuple):
        items = tuple(_cleaned(item) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if is_dataclass(value) and not isinstance(value, type):
        changes = _changes(value)
        return replace(value, **changes) if changes else value
    return value


def _changes(value: object) -> dict[str, object]:
    """Return the fields whose text changes when cleaned."""
    changes: dict[str, object] = {}
    kind = cast(Hashable, type(value))
    for name in _text_fields(kind):
        old = getattr(value, name)
        new = _cleaned(old)
        if new is not old:
            changes[name] = new
    return changes


@cache
def _text_fields(kind: Hashable) -> tuple[str, ...]:
    """Return the names of the fields of a dataclass that may hold text."""
    if not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.type not in _WITHOUT_TEXT)
