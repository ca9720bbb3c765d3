"""Whether Sept 25 is a month of 2025 or a day of September: the days a plan names elsewhere tell it.

A plan that writes no other number behind its months than those of its own years writes months; as that is
no more than likely, each says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from importers.tables.raw_rows import RawRow
from importers.words.header_words import Column
from importers.words.wording import plain
from rules.english_dates import MONTH_NAME

_MONTH_AND_NUMBER = re.compile(rf"\b{MONTH_NAME} ([0-9]{{1,2}})(?![0-9])", re.IGNORECASE)
_NEAR = range(-1, 4)
_DOUBT = "时限：“{}”的{}按{}年读，不按日读，请核对"
_LONGEST_SAID = 30


def with_short_years(rows: Sequence[RawRow], year: int | None) -> list[RawRow]:
    """Return rows with the years of their months written out where two figures stand for them."""
    texts = [plain(row.text(Column.TIME)) for row in rows]
    found = {number for text in dict.fromkeys(texts) for _, number in _MONTH_AND_NUMBER.findall(text)}
    years = {f"{(year + step) % 100:02}" for step in _NEAR} if year else set()
    if not found or not found <= years:
        return list(rows)
    return [
        _written_out(row, text) if not row.is_edited and not row.due_words else row
        for row, text in zip(rows, texts, strict=True)
    ]


def _written_out(row: RawRow, text: str) -> RawRow:
    short = _MONTH_AND_NUMBER.search(text)
    if short is None:
        return row
    words = _MONTH_AND_NUMBER.sub(lambda found: f"{found[1]} 20{found[2]}", text)
    doubt = _DOUBT.format(text[:_LONGEST_SAID], short[2], f"20{short[2]}")
    return replace(row, due_words=words, doubts=(*row.doubts, doubt))
