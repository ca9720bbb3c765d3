"""An import's answer as plain rows to look at, for the terminal and for pages: one row of the file each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from importers.plans.checked_rows import Problem
from importers.plans.import_values import Change, ImportResult, ImportRow
from rules.deadlines import RULE_WORDS
from rules.facts import DueBasis, Role

MARKS = {
    Change.NEW: "新增",
    Change.SAME: "不变",
    Change.CHANGED: "改了",
    Change.GONE: "不见了",
    Change.DRAFT: "草稿",
}
REFUSED = "没收"
#: The letters too: an error names the cell it is in, 组织部!C4.
_ROW_OF_PLACE = re.compile(r"[A-Z]*\d+$|\d+[行段]$")
_LOOKED_AT = (
    REFUSED,
    *(MARKS[one] for one in (Change.DRAFT, Change.CHANGED, Change.NEW, Change.GONE, Change.SAME)),
)
_ROLES = {Role.LEAD: "（牵头）", Role.SUPPORT: "（配合）"}

GRID_HEADER = ("", "位置", "原文", "重点工作", "时限", "单位", "为什么标出")


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line of the grid, every value ready to show."""

    mark: str
    place: str
    original: str
    title: str
    due_words: str
    offices: str
    reason: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The values in the order of ``GRID_HEADER``."""
        return (
            self.mark,
            self.place,
            self.original,
            self.title,
            self.due_words,
            self.offices,
            self.reason,
        )


def grid_rows(result: ImportResult) -> list[GridRow]:
    """Return the rows of an answer with those that were not taken, in the order of the file."""
    warned: dict[int, list[str]] = {}
    for problem in result.warnings:
        if problem.row is not None:
            warned.setdefault(problem.row, []).append(problem.message)
    rows = [(row.row, _taken(row, warned.get(row.row or 0, []))) for row in result.rows]
    rows += [(problem.row, _refused(problem)) for problem in result.errors]
    tables: dict[str, int] = {}
    for _, row in rows:
        tables.setdefault(_table_of(row.place), len(tables))
    return [
        row
        for _, row in sorted(
            rows, key=lambda item: (item[0] is None, tables[_table_of(item[1].place)], item[0] or 0)
        )
    ]


def _table_of(place: str) -> str:
    """Return what the places of one table have in common: 组织部! of 组织部!A4, 表2第 of 表2第3行."""
    return _ROW_OF_PLACE.sub("", place)


def flagged_first(rows: Iterable[GridRow]) -> list[GridRow]:
    """Return rows in the order in which a person looks at them; within a kind that of the file."""
    return sorted(rows, key=lambda row: _LOOKED_AT.index(row.mark))


def _taken(row: ImportRow, warnings: list[str]) -> GridRow:
    past = ("已过时限，记为待确认",) if row.is_past else ()
    return GridRow(
        mark=MARKS[row.change],
        place=row.place,
        original=row.original,
        title=row.title,
        due_words=due_words(row),
        offices="、".join(f"{name}{_ROLES.get(role, '')}" for name, role in row.offices),
        reason="；".join((*row.flags, *past, *warnings)),
    )


def due_words(row: ImportRow) -> str:
    """Return the words of a time and the day they were read as: 3月 → 2024-03-31（推定）."""
    words = row.period or "未写"
    if row.due_on is None:
        return f"{words} → {RULE_WORDS.get(row.due_rule, '没有日期')}"
    basis = "（推定）" if row.due_basis is DueBasis.DERIVED else ""
    return f"{words} → {row.due_on.isoformat()}{basis}"


def _refused(problem: Problem) -> GridRow:
    return GridRow(
        REFUSED, problem.place, "", "", "", "", f"{problem.column}：{problem.message}".lstrip("：")
    )
