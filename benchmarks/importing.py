"""Importing a plan, read and stored, against the bare reading of the same file."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.figures import Entry, Figure, Target
from benchmarks.measure import ROOT, Spread, cpu_seconds, growth
from benchmarks.scale import Scale
from benchmarks.worlds import NOW, RUN_DAY, fresh_copy, open_file, template_file
from config.policy_file import load_policy
from config.workdays_file import load_special_days
from importers.plans.directory_import import import_directory
from importers.plans.import_values import ImportOptions, ImportStatus
from importers.plans.plan_import import import_plan
from importers.source import Source
from models.store_audit import Actor
from rules.workdays import Calendar

SUBJECT = "import"
_EXAMPLES = ROOT / "examples"
_ACTOR = Actor("督办员")
_LARGE = 10_000


def measure(scale: Scale) -> Iterator[Entry]:
    """Measure both formats at the size of the example and at ten thousand rows."""
    database = _database_with_offices(scale.folder)
    small = _example_rows()
    large = _many_rows(small, 2 * len(small) if scale.is_quick else _LARGE)
    sizes = (len(small) - 1, len(large) - 1)
    for suffix, against in ((".xlsx", "calamine"), (".csv", "csv.reader")):
        found = [
            _at(scale, database, _source(scale.folder, rows, suffix), 3 if len(rows) > 1000 else 9)
            for rows in (small, large)
        ]
        for name, what in (("check", "read and checked"), ("import", "read, checked and stored")):
            exponent = growth(sizes, [spreads[name] for spreads in found])
            for size, spreads in zip(sizes, found, strict=True):
                has_target = suffix == ".xlsx" and name == "check" and size == sizes[-1]
                yield Figure(
                    subject=SUBJECT,
                    what=f"{suffix} {what}; CPU, the reading child's too",
                    size=f"{size:,} rows",
                    product=spreads[name].times(1000),
                    yardstick=spreads["bare"].times(1000),
                    against=f"{against}, cells only",
                    unit="ms",
                    growth=exponent,
                    target=Target(40) if has_target else None,
                )


def _database_with_offices(folder: Path) -> Path:
    path = template_file(folder, office_count=0, tasks_each=0)
    engine = open_file(path)
    source = Source("offices.csv", (_EXAMPLES / "offices.csv").read_bytes())
    import_directory(engine, source, now=NOW, actor=_ACTOR)
    engine.dispose()
    return path


def _example_rows() -> list[list[str]]:
    """Return the header and the tasks of the example, without the words above and below them."""
    text = (_EXAMPLES / "plan_2024.csv").read_text(encoding="utf-8-sig")
    _, header, *rows = csv.reader(io.StringIO(text))
    return [header, *(row for row in rows if len(row) == len(header))]


def _many_rows(rows: list[list[str]], count: int) -> list[list[str]]:
    """Return the header and the tasks again and again, each time with other words in the titles."""
    header, *tasks = rows
    title = header.index("重点工作")
    many = [header]
    for number in range(count):
        row = list(tasks[number % len(tasks)])
        row[title] = f"{row[title]}（第{number + 1}项）"
        many.append(row)
    return many


def _source(folder: Path, rows: list[list[str]], suffix: str) -> Source:
    if suffix == ".csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        return Source("2024年重点工作配档表.csv", text.getvalue().encode("utf-8"))
    path = folder / "plan.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return Source("2024年重点工作配档表.xlsx", path.read_bytes())


def _at(scale: Scale, database: Path, source: Source, at_most: int) -> dict[str, Spread]:
    bare: Callable[[], object] = _bare_xlsx(source) if source.suffix == ".xlsx" else _bare_csv(source)
    return scale.in_turn(
        {
            "bare": lambda: cpu_seconds(bare),
            "check": lambda: _import_seconds(database, source, is_dry=True),
            "import": lambda: _import_seconds(database, source, is_dry=False),
        },
        at_most=at_most,
    )


def _import_seconds(database: Path, source: Source, *, is_dry: bool) -> float:
    days, years = load_special_days(ROOT / "config" / "workdays")
    calendar, policy = Calendar.of(days, years), load_policy("教育局通用", working_dir=ROOT)
    engine = open_file(fresh_copy(database))

    def work() -> None:
        options = ImportOptions(year=2024, release_all=True, dry_run=is_dry)
        result = import_plan(
            engine,
            source,
            options,
            today=RUN_DAY,
            policy=policy,
            calendar=calendar,
            now=NOW,
            actor=_ACTOR,
        )
        if result.status is ImportStatus.REJECTED:
            raise RuntimeError(f"not imported: {result.errors or result.warnings}")

    seconds = cpu_seconds(work)
    engine.dispose()
    return seconds


def _bare_xlsx(source: Source) -> Callable[[], object]:
    def read() -> object:
        with CalamineWorkbook.from_filelike(io.BytesIO(source.data)) as workbook:
            return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]

    return read


def _bare_csv(source: Source) -> Callable[[], object]:
    return lambda: list(csv.reader(io.StringIO(source.data.decode("utf-8"), newline="")))
