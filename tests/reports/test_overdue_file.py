"""The overdue list of 8 April 2024 in every format, as a clerk reads it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from reports.office_list import office_overdue_xlsx
from reports.overdue import as_json
from reports.overdue_file import OVERDUE_FORMATS, overdue_file_name, write_overdue
from reports.overdue_list import OverdueReport, overdue_report
from rules.errors import InputError
from tests.reports.documents_read import (
    csv_rows,
    docx_rows,
    docx_text,
    html_page,
    sheet_rows,
    sheet_text,
)
from tests.reports.ledger_samples import ISSUER, POLICY, TODAY, Book, real_calendar

Golden = Callable[[str, str], None]
READERS: dict[str, Callable[[bytes], str]] = {
    "csv": lambda content: content.decode("utf-8-sig"),
    "docx": docx_text,
    "html": lambda content: content.decode("utf-8"),
    "json": lambda content: content.decode("utf-8"),
    "xlsx": sheet_text,
}


@pytest.mark.parametrize("name", OVERDUE_FORMATS)
def test_the_list_reads_as_approved(report: OverdueReport, name: str, golden: Golden) -> None:
    """Each format says the same tasks in the words that were looked at."""
    suffix = name if name in ("csv", "html", "json") else f"{name}.txt"

    golden(f"overdue.{suffix}", READERS[name](write_overdue(report, name)))


def titles_in(content: bytes, name: str) -> list[str]:
    if name == "json":
        return [one["title"] for one in json.loads(content)]
    if name == "csv":
        return [cells[2] for cells in csv_rows(content)[1:]]
    if name == "xlsx":
        return [str(cells[2]) for cells in sheet_rows(content)[3:-1]]
    if name == "docx":
        return [cells[1] for cells in docx_rows(content)[1:]]
    return [cell.split("2024-0")[0] for cell in html_page(content).cells[1::10]]


@pytest.mark.parametrize("name", OVERDUE_FORMATS)
def test_every_format_lists_exactly_the_overdue(report: OverdueReport, name: str) -> None:
    """Seven rows owe something on the day; each format lists these, in this order, and no other."""
    expected = [row.title.split("2024-0")[0] for row in report.rows]

    assert len(expected) == 7
    assert titles_in(write_overdue(report, name), name) == expected


def test_the_sheet_says_its_cut_off_and_rule(report: OverdueReport) -> None:
    """Every figure has its rule on the same sheet: cut-off, holidays, what is left out."""
    rows = sheet_rows(write_overdue(report, "xlsx"))
    note = str(rows[-1][0])

    assert rows[1][0] == f"填表单位：{ISSUER}　　统计截止：2024年4月8日　　共7项"
    assert "4月4日至6日放假不计" in note
    assert "4月7日（周日）调休上班计入" in note
    assert "待确认1项（2024-001）；待核1项（2024-006）；暂停1项（2024-009）" in note


def test_an_unpublished_year_is_said_on_the_sheet(report: OverdueReport) -> None:
    """Where the holidays are not published, the list says how it counted."""
    guessed = replace(report, rows=(replace(report.rows[0], is_provisional=True),))

    assert "尚未公布的年份，暂按周一至周五推算" in str(sheet_rows(write_overdue(guessed, "xlsx"))[-1][0])


def test_one_office_has_its_name_on_the_list(year: Book) -> None:
    """The list of one office holds what it leads, and its name under the title."""
    own = overdue_report(
        year.connection,
        calendar=real_calendar(),
        policy=POLICY,
        today=TODAY,
        office_id=year.offices["基教处"],
    )

    assert [row.number for row in own.rows] == ["2024-002", "2024-007"]
    assert sheet_rows(write_overdue(own, "xlsx"))[1][0] == "单位：基教处　　统计截止：2024年4月8日　　共2项"


@pytest.mark.parametrize("name", OVERDUE_FORMATS)
def test_nothing_overdue_is_a_document_too(name: str) -> None:
    """A day without overdue tasks gives an empty list that opens and says so."""
    content = write_overdue(OverdueReport(date(2024, 1, 2), ()), name)

    if name == "json":
        assert json.loads(content) == []
    elif name != "csv":
        assert "本期无逾期事项" in READERS[name](content)


def test_json_is_alone_and_not_escaped(report: OverdueReport) -> None:
    """The JSON is the contract's list as UTF-8, Chinese as it is."""
    content = write_overdue(report, "json")

    assert json.loads(content) == as_json(report.rows)
    assert "区域".encode() not in content
    assert "基教处".encode() in content


def test_an_unknown_format_is_refused(report: OverdueReport) -> None:
    """The refusal names the formats there are."""
    with pytest.raises(InputError, match="xlsx"):
        write_overdue(report, "pdf")


def test_the_file_is_named_by_its_day(report: OverdueReport) -> None:
    """The name says what it is and of which day."""
    assert overdue_file_name(report, "xlsx") == "逾期清单_20240408.xlsx"


def test_the_weekly_attachment(report: OverdueReport, golden: Golden) -> None:
    """The attachment has a name of at most 14 characters, the office's rows and the mail's own rule."""
    own = [row for row in report.rows if row.lead == "基教处"]

    name, content = office_overdue_xlsx(own, today=TODAY, office_name="基教处", counted="逾期按工作日计。")

    assert name == "逾期清单0408.xlsx"
    assert len(name) <= 14
    golden("office_list.xlsx.txt", sheet_text(content))


def test_the_whole_weekly_list(report: OverdueReport) -> None:
    """Without an office's name the attachment is the whole list."""
    content = office_overdue_xlsx(report.rows, today=TODAY).content

    assert len(sheet_rows(content)) == 3 + 7 + 1
