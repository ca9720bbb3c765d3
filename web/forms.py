"""Reading what a form sent: every value leaves here with a type and a limit, or as a Chinese sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Annotated

from fastapi import Path
from starlette.datastructures import FormData, UploadFile

from rules.errors import InputError

MAX_ID = 2**31 - 1
MAX_FIELDS = 3000
#: The id of a row in an address; anything else is an address nobody has.
RowId = Annotated[int, Path(ge=1, le=MAX_ID)]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file a form sent."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The fields and files of one POST; a GET has none."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, SentFile] = field(default_factory=dict)

    def text(self, name: str, *, limit: int = 200) -> str:
        """Return a field as one trimmed line, empty when it was not sent."""
        return " ".join(self.words(name, limit=limit, label=name).split())

    def words(self, name: str, *, limit: int = 2000, label: str = "这一栏") -> str:
        """Return a field that may have several lines; raises :class:`InputError` beyond the limit."""
        value = self.fields.get(name, ("",))[0].replace("\r\n", "\n").replace("\x00", "").strip()
        if len(value) > limit:
            raise InputError(f"{label}最多{limit}字，现在{len(value)}字。")
        return value

    def secret(self, name: str) -> str:
        """Return a password exactly as typed."""
        return self.fields.get(name, ("",))[0]

    def kept(self, name: str) -> str:
        """Return a field for showing it again after an error."""
        return self.fields.get(name, ("",))[0][:5000]

    def is_ticked(self, name: str) -> bool:
        """Tell whether a box was ticked."""
        return bool(self.fields.get(name, ("",))[0])

    def day(self, name: str, label: str) -> date:
        """Return a date field that must be there."""
        found = self.day_or_none(name, label)
        if found is None:
            raise InputError(f"请填{label}，例如2026-10-31。")
        return found

    def day_or_none(self, name: str, label: str) -> date | None:
        """Return a date field, None when it is empty; raises :class:`InputError` for no date."""
        value = self.fields.get(name, ("",))[0].strip()
        if not value:
            return None
        found = iso_day(value)
        if found is None:
            raise InputError(f"{label}“{value[:20]}”不是日期，请写成2026-10-31的样子。")
        return found

    def ids(self, name: str) -> list[int]:
        """Return the row ids ticked in a list, each once; what is no id is left out."""
        numbers = (row_id(value) for value in self.fields.get(name, ()))
        return list(dict.fromkeys(number for number in numbers if number is not None))


def form_of(data: FormData, files: Mapping[str, SentFile]) -> Form:
    """Return the fields of a parsed body."""
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in data.multi_items():
        if not isinstance(value, UploadFile):
            fields[name] = (*fields.get(name, ()), value)
    return Form(fields, files)


def iso_day(text: str) -> date | None:
    """Return the day written as 2026-10-31 (2026/10/31 and 2026.10.31 are taken too), None otherwise."""
    parts = text.strip().replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    year, month, day = map(int, parts)
    if not 1990 <= year <= 2200:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clock_time(text: str) -> time | None:
    """Return the time written as 09:15, None otherwise."""
    try:
        return time.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return None


def row_id(text: str) -> int | None:
    """Return the id of a row written in digits, None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    number = int(text)
    return number if 1 <= number <= MAX_ID else None
