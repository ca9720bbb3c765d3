"""Read the yearly working-day tables (放假调休) of a folder: ``<year>.csv``.

It reads files and checks them; what a working day is, ``rules.workdays`` decides.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rules.errors import ConfigError
from rules.workdays import SpecialDay

COLUMNS = ("日期", "类型", "名称", "来源")
REST = "休"
MAKEUP = "班"


def load_special_days(folder: Path) -> tuple[list[SpecialDay], frozenset[int]]:
    """Return the special days of all ``<year>.csv`` files of a folder and the years they cover.

    Raises ``ConfigError`` that lists every bad row of every file at once.
    """
    days: list[SpecialDay] = []
    problems: dict[str, str] = {}
    years = _files_by_year(folder, problems)
    for year, path in years.items():
        found, bad = _read_file(path, year)
        days.extend(found)
        problems.update(bad)
    if problems:
        raise ConfigError(problems)
    return days, frozenset(years)


def _files_by_year(folder: Path, problems: dict[str, str]) -> dict[int, Path]:
    """Return the files in the order of their years; a name that is no year is a problem."""
    if not folder.is_dir():
        problems[str(folder)] = "没有这个文件夹"
        return {}
    files: dict[int, Path] = {}
    for path in sorted(folder.glob("*.csv")):
        if len(path.stem) == 4 and path.stem.isascii() and path.stem.isdigit():
            files[int(path.stem)] = path
        else:
            problems[path.name] = "文件名应为年份，例如2026.csv"
    return files


def _read_file(path: Path, year: int) -> tuple[list[SpecialDay], dict[str, str]]:
    """Return the good rows of a file and its bad ones by place."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return [], {path.name: "编码应为UTF-8"}
    reader = csv.reader(lines)
    header = tuple(cell.strip() for cell in next(reader, []))
    if header != COLUMNS:
        return [], {f"{path.name} 第1行": f"表头应为：{','.join(COLUMNS)}"}
    days: dict[date, SpecialDay] = {}
    problems: dict[str, str] = {}
    for line, cells in _numbered(reader):
        read = _read_row(cells, year)
        if isinstance(read, SpecialDay) and read.on not in days:
            days[read.on] = read
        else:
            problem = read if isinstance(read, str) else f"{read.on.isoformat()}重复出现"
            problems[f"{path.name} 第{line}行"] = problem
    return list(days.values()), problems


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something with their line in the file; the header is line 1."""
    for line, cells in enumerate(reader, start=2):
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield line, stripped


def _read_row(cells: list[str], year: int) -> SpecialDay | str:
    """Return the day of a row, or in Chinese what is wrong with it."""
    if len(cells) != len(COLUMNS):
        return f"应有{len(COLUMNS)}列，实有{len(cells)}列"
    written, kind, name, source = cells
    on = _read_day(written)
    if on is None:
        return f"日期“{written}”应是写成{year}-01-01样子的一天"
    if on.year != year:
        return f"日期{on.isoformat()}不在{year}年"
    if kind not in (REST, MAKEUP):
        return f"类型“{kind}”应为{REST}或{MAKEUP}"
    if not name:
        return "名称不能为空"
    return SpecialDay(on=on, is_workday=kind == MAKEUP, name=name, source=source)


def _read_day(written: str) -> date | None:
    """Return the day written as 2026-01-01, or None; other ISO forms (20260101, week dates) are not taken."""
    try:
        on = date.fromisoformat(written)
    except ValueError:
        return None
    return on if on.isoformat() == written else None
