"""The grid of a dry run: every row of the file with its reading, in the order of the file."""

from typing import Any

from table_files import book

from importers.plans.grid import GRID_HEADER, flagged_first, grid_rows

PLAN = (
    "时间,重点工作,责任单位\n1月,述职评议,机关党委\n13月,错的一行,办公室\n"
    "3.5,召开会议,办公室、各处室\n每季度,日常检查,督导室\n"
)


def test_the_grid_shows_what_was_read_and_why_it_is_marked(sqlite_desk: Any) -> None:
    """New, draft and refused rows stand in order, each with its time as it was read."""
    sqlite_desk.take_offices("单位,所属组\n机关党委,\n办公室,\n督导室,各处室\n")

    rows = grid_rows(sqlite_desk.take(PLAN, dry_run=True))

    assert [(row.mark, row.due_words) for row in rows] == [
        ("新增", "1月 → 2024-01-31（推定）"),
        ("没收", ""),
        ("草稿", "3.5 → 2024-03-05"),
        ("新增", "每季度 → 定期开展，没有写最后一次的时间"),
    ]
    assert "待确认" in rows[0].reason
    assert rows[1].reason == "时间：13月，没有这个月，这一行没有收。"
    assert "按3月5日读" in rows[2].reason
    assert rows[2].original == "3.5\n召开会议\n办公室、各处室"
    assert all(len(row.cells) == len(GRID_HEADER) for row in rows)


def test_a_later_edition_is_shown_as_new_changed_and_gone(sqlite_desk: Any) -> None:
    """Old → new stands beside the changed row, what is gone stands last."""
    sqlite_desk.take(PLAN)

    rows = grid_rows(
        sqlite_desk.take(PLAN.replace("1月,述", "2月,述").replace("每季度,日", "每月,新的日"), dry_run=True)
    )

    assert [row.mark for row in rows] == ["改了", "没收", "草稿", "新增", "不见了"]
    assert "原为“1月”，现为“2月”" in rows[0].reason
    assert [row.mark for row in flagged_first(rows)] == ["没收", "草稿", "改了", "新增", "不见了"]


def test_the_rows_of_several_sheets_stand_sheet_by_sheet(sqlite_desk: Any) -> None:
    """Every sheet counts its rows anew; a refused row stands in its own sheet."""

    def fill(workbook: Any, sheet: Any) -> None:
        more = workbook.add_worksheet("下半年")
        for page, months in ((sheet, ("3月", "13月", "4月")), (more, ("9月", "10月"))):
            page.write_row("A1", ("时间", "重点工作", "责任单位"))
            for n, month in enumerate(months, 2):
                page.write_row(f"A{n}", (month, f"{month}的工作", "办公室"))

    rows = grid_rows(sqlite_desk.take(book(fill, name="上半年"), dry_run=True))

    assert [row.place for row in rows] == ["上半年!A2", "上半年!A3", "上半年!A4", "下半年!A2", "下半年!A3"]
