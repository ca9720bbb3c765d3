"""Published plans of every kind with their right answers: each row found, and none wrong without a word."""

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest
from plan_rows import Told, read, told

NAMES = [
    "01_aggregator_edu_points", "02_qingdao_2021_trad_mojibake", "03_forum_q3_summary_2024",
    "04_foshan_2017_dropped_glyphs", "05_jinan_2024_narrative", "08_zhejiang_ai_2026_tsv",
    "10_fju_calendar_2018_keyed", "15_tw_weekly_lists", "19_city_body_deadline",
    "20_province_report_brackets", "22_centre_pipe_no_time", "23_town_monthly_pipe",
    "28_inspection_plan_cells_pipe", "30_jinan_2024_table",
]  # fmt: skip


def bare(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "")).strip("。")


def plain(row: Told) -> tuple[str, str | None, str, frozenset[str], frozenset[str]]:
    period, due, title, lead, support = row
    return bare(period), due, bare(title), frozenset(map(bare, lead)), frozenset(map(bare, support))


def year_of(folder: Path, name: str) -> int | None:
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        (words,) = [row["plan_year"] for row in csv.DictReader(file) if row["id"] == name[:2]]
    found = re.search(r"20\d\d", words)
    return int(found[0]) if found else None


@pytest.mark.parametrize("name", NAMES)
def test_a_published_plan_gives_its_rows(name: str, shared_dir: Path) -> None:
    """Title, time, day and offices of every row are those of the right answer."""
    folder = shared_dir / "corpus" / "train"
    gold = [
        json.loads(line) for line in (folder / f"{name}.gold.jsonl").read_text("utf-8").splitlines() if line
    ]
    wanted: list[Told] = [
        (g["period"] or "", g["due"], g["title"], tuple(g["lead"]), tuple(g["support"])) for g in gold
    ]

    reading = read(
        (folder / f"{name}.txt").read_text("utf-8"), year=year_of(folder, name), name=f"{name}.txt"
    )

    assert reading.errors == ()
    assert [plain(row) for row in told(reading.rows)] == [plain(row) for row in wanted]
