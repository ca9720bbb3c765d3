"""The terms that registrars print before the dates of lines: Fall Sep. 5 …, Spring 2024 Nov. 6 ….

They are a column of their own, no part of a title or a time. Registration for Spring 2024 may open in 2023,
so a term's year does not tell that of the date; where it is not the year of all terms, a person looks.
"""

import re
from dataclasses import replace

from importers.tables.raw_rows import RawRow
from importers.tables.shape_reading import ShapeReading
from importers.words.front_times import term_in_front

_YEAR = re.compile(r"20[0-9]{2}")
_DOUBT = "时限：日期前面写着“{}”，年份可能不是计划的年份，请核对"
_MOST_SAID = 6


def with_terms_said(reading: ShapeReading) -> ShapeReading:
    """Return a reading that says which terms it left out, and doubts dates whose term names another year."""
    terms = [term_in_front(row.original).strip() for row in reading.rows]
    named = [term for term in dict.fromkeys(terms) if term]
    if not named:
        return reading
    are_of_one_year = len({"".join(_YEAR.findall(term)) for term in named}) == 1
    shown = "、".join(f"“{term}”" for term in named[:_MOST_SAID])
    note = f"日期前面的学期（{shown}）没有收进标题和时限，只留在原文里。"
    rows = reading.rows
    if not are_of_one_year:
        rows = tuple(_doubted(row, term) for row, term in zip(rows, terms, strict=True))
    return replace(reading, rows=rows, notes=(*reading.notes, note))


def _doubted(row: RawRow, term: str) -> RawRow:
    return replace(row, doubts=(*row.doubts, _DOUBT.format(term))) if _YEAR.search(term) else row
