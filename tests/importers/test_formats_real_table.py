"""The real 配档表 of 2024 through every format: the same 89 rows, whole and without doubt."""

import calendar
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from plan_files import every_form

from importers.plans.import_values import ImportStatus
from importers.source import Source

TITLE = "2024年重点工作配档表"
REMARK = "备注:若有变动,以责任单位正式通知为准。"
CASES = (
    "csv, UTF-8", "csv, UTF-8 with a mark", "csv, GB18030", "csv, UTF-16 little", "csv, UTF-16 big", "tsv",
    "pasted text", "xlsx", "xls", "et", "docx", "pdf", "html", "htm, GBK", "a page saved as .xls",
    "a pasted page", "a page in one file", "a page in one file, saved as .doc",
)  # fmt: skip
Gold = list[tuple[str, str, list[str]]]


@pytest.fixture(scope="session")
def samples_dir() -> Path:
    """The folder of the binary sample files."""
    return Path(__file__).parent / "samples"


@pytest.fixture(scope="session")
def forms(gold_rows: Gold, examples_dir: Path, samples_dir: Path) -> dict[str, Source]:
    """The real plan in every format."""
    rows = [(month, task, "、".join(offices)) for month, task, offices in gold_rows]
    return every_form(rows, TITLE, remark=REMARK, examples=examples_dir, samples=samples_dir)


@pytest.mark.parametrize("case", CASES)
def test_every_format_gives_the_same_89_rows(
    case: str, sqlite_desk: Any, forms: dict[str, Source], gold_rows: Gold
) -> None:
    """Month, title, offices and date of each row are the same, no row is doubtful, nothing is warned of."""
    result = sqlite_desk.take(forms[case], year=None)

    assert (result.status, result.title, result.year, result.errors) == (ImportStatus.OK, TITLE, 2024, ())
    assert [(row.period, row.title, [name for name, _ in row.offices]) for row in result.rows] == gold_rows
    for row in result.rows:
        month = int((row.period or "").removesuffix("月"))
        assert row.due_on == date(2024, month, calendar.monthrange(2024, month)[1])
        assert (row.flags, row.confidence >= 0.9) == ((), True)
    assert "以责任单位正式通知为准" in result.remark
    assert [warning for warning in result.warnings if "单位名录" not in warning.message] == []


def test_all_formats_are_covered(forms: dict[str, Source]) -> None:
    """Each form that the files are written in is a case here."""
    assert set(CASES) == set(forms)
