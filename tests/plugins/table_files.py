"""Small schedule tables as Excel, Word and text files, and short ways to read and compare them."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from importers.formats.reading import read_document
from importers.plans.checked_rows import CheckedRow
from importers.plans.plan_reading import PlanReading, ReadingRules, read_plan
from importers.source import Source
from rules.workdays import Calendar

THREE = [("3月", "召开会议", "办公室"), ("3月", "印发方案", "基教处"), ("4月", "开展督导", "督导室")]
LINES = [("时间", "重点工作", "责任单位"), *THREE]


def read(source: Source, **rules: Any) -> PlanReading:
    known = {"year": 2024, "title": None, "calendar": Calendar()} | rules
    return read_plan(read_document(source), source, ReadingRules(**known))


def read_text(text: str, name: str = "计划.txt", **rules: Any) -> PlanReading:
    return read(Source(name, text.encode()), **rules)


def brief(rows: Sequence[CheckedRow]) -> list[tuple[str, str, str]]:
    """Return rows as (period, title, offices)."""
    return [(row.period, row.title, "、".join(office.name for office in row.offices)) for row in rows]


def book(fill: Callable[[Any, Any], None], *, name: str = "工作表1") -> Source:
    import xlsxwriter  # here: this module is loaded for every run

    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    fill(workbook, workbook.add_worksheet(name))
    workbook.close()
    return Source("计划.xlsx", target.getvalue())


def word(fill: Callable[[Any], None]) -> Source:
    import docx

    target = io.BytesIO()
    document = docx.Document()
    fill(document)
    document.save(target)
    return Source("计划.docx", target.getvalue())
