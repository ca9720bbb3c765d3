"""The real 配档表 of 2024, in every form it is handed in: 89 rows, read whole and without doubt."""

import calendar
import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from importers.plans.import_values import Change, ImportResult, ImportStatus
from importers.source import Source
from rules.facts import DueBasis, Status

TITLE = "2024年重点工作配档表"
Gold = list[tuple[str, str, list[str]]]


def flat_page(rows: Gold) -> str:
    """Write a table as a web page leaves it: one cell a line, months once, broken lists, odd blanks."""
    lines = [
        "• 发文字号: 某教办〔2024〕1号",
        "  • 成文日期: 2024-02-26",
        "1.坚持把政治建设摆在首位。继续巩固成果。",
    ]
    lines += ["", f"附件:{TITLE}", "", "附件", "", f"{TITLE}\u00a0", ""]
    lines += ["时间", "", "重点工作", "", "责任单位", ""]
    month = ""
    for index, (period, title, offices) in enumerate(rows):
        if period != month:
            lines += ["\u00a0", period, ""]
            month = period
        lines += [title, ""]
        if len(offices) == 2 and index % 2:
            lines += [f"{offices[0]}、", "", offices[1], ""]
        else:
            lines += [("\u00a0\u00a0" if len(offices) > 2 else "") + "、".join(offices), ""]
    lines += ["备注:以责任单位正式通知为准。", "", "  • 上一篇:", "  • 下一篇:", "Produced By 某系统"]
    return "\n".join(lines)


def check_against(result: ImportResult, gold: Gold) -> None:
    """Every title, month and office list equals the gold, due on the last day of the month, without doubt."""
    assert (result.status, result.title, result.year) == (ImportStatus.OK, TITLE, 2024)
    assert result.errors == ()
    read = [(row.period, row.title, [name for name, _ in row.offices]) for row in result.rows]
    assert read == gold
    for row in result.rows:
        month = int((row.period or "").removesuffix("月"))
        assert row.due_on == date(2024, month, calendar.monthrange(2024, month)[1])
        assert (row.due_basis, row.due_rule, row.recurrence) == (DueBasis.DERIVED, "month_end", None)
        assert (row.flags, row.change, row.confidence >= 0.9) == ((), Change.NEW, True)
        assert {role.value for _, role in row.offices} == {"responsible"}


@pytest.mark.parametrize("name", ["plan_2024.csv", "plan_2024.xlsx", "plan_2024.docx"])
def test_every_example_file_gives_the_same_89_rows(
    name: str, desk: Any, read_example: Callable[[str], Source], gold_rows: Gold
) -> None:
    """The table reads the same from a .csv, an Excel and a Word file with merged month cells."""
    result = desk.take(read_example(name), year=None)

    check_against(result, gold_rows)
    assert "以责任单位正式通知为准" in result.remark
    assert sum(task.status is Status.UNCONFIRMED for task in desk.tasks()) == 6


def test_a_flattened_web_page_gives_the_same_rows(sqlite_desk: Any, gold_rows: Gold) -> None:
    """One cell a line, the month once, lists broken after 、: the rows are put together again."""
    source = Source("page.txt", flat_page(gold_rows).encode())

    result = sqlite_desk.take(source, year=None)

    check_against(result, gold_rows)
    assert (result.document_number, result.issued_on) == ("某教办〔2024〕1号", date(2024, 2, 26))


def test_the_page_as_published_gives_the_gold_rows(sqlite_desk: Any, shared_dir: Path) -> None:
    """The whole page with its narrative: exactly the 89 rows of the table, none of the narrative items."""
    page = next((shared_dir / "seeds").glob("003*.txt"))
    with (shared_dir / "corpus" / "seed003.gold.csv").open(encoding="utf-8", newline="") as file:
        gold = [(row["month"], row["title"], row["offices"].split("；")) for row in csv.DictReader(file)]

    result = sqlite_desk.take(Source(page.name, page.read_bytes()), year=None)

    check_against(result, gold)
    assert (result.document_number, result.issued_on) == ("济教工委办〔2024〕1号", date(2024, 2, 26))


def test_piped_text_needs_no_file_name(sqlite_desk: Any, gold_rows: Gold) -> None:
    """The same page on standard input is read as text."""
    result = sqlite_desk.take(Source("-", flat_page(gold_rows).encode()), year=None)

    check_against(result, gold_rows)


def test_all_forms_of_a_plan_are_one_plan(
    sqlite_desk: Any, read_example: Callable[[str], Source], gold_rows: Gold
) -> None:
    """A plan imported from Word is the same plan when its Excel file or its page is imported after it."""
    first = sqlite_desk.take(read_example("plan_2024.docx"), year=None)

    for source in (read_example("plan_2024.xlsx"), Source("-", flat_page(gold_rows).encode())):
        again = sqlite_desk.take(source, year=None)
        assert again.plan_id == first.plan_id
        assert {row.change for row in again.rows} == {Change.SAME}


def test_places_name_what_a_person_sees(sqlite_desk: Any, read_example: Callable[[str], Source]) -> None:
    """A row's place is the sheet row, the row of the Word table or the line of the text."""
    places = {
        name: sqlite_desk.take(read_example(name), year=None, dry_run=True).rows[1]
        for name in ("plan_2024.csv", "plan_2024.xlsx", "plan_2024.docx")
    }

    assert {name: (row.place, row.row) for name, row in places.items()} == {
        "plan_2024.csv": ("第4行", 4),
        "plan_2024.xlsx": ("配档表!A4", 4),
        "plan_2024.docx": ("表1第3行", 3),
    }
