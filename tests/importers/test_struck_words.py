"""Struck-through words are deleted ones: whole rows are no tasks, parts are left out, and each is said."""

from pathlib import Path
from typing import Any

import pytest
from table_files import book, read, word

from importers.source import Source

SAMPLE = Path(__file__).parent / "samples" / "struck_2024.xls"
HEADER = ("时间", "重点工作", "责任单位")
PAGE = """<html><head><style>.gone {{color:red; text-decoration:line-through}}</style></head><body>
<h1>2024年重点工作</h1><p>{line}</p><table><tr><td>时间<td>重点工作<td>责任单位</tr>
<tr><td rowspan=2>7月<td>召开会议<td>办公室</tr>{row}</table></body></html>"""


def said(source: Source) -> str:
    return "".join(problem.message for problem in read(source).warnings)


def titles(source: Source) -> list[str]:
    return [row.title for row in read(source).rows]


def workbook(*, rich: bool = False) -> Source:
    def fill(program: Any, sheet: Any) -> None:
        struck = program.add_format({"font_strikeout": True})
        sheet.write("A1", "2024年重点工作")
        sheet.write_row("A2", HEADER)
        sheet.merge_range("A3:A4", "7月")
        sheet.write_row("B3", ("召开会议", "办公室"))
        if rich:
            sheet.write_rich_string("B4", "编印", struck, "季度", "简报")
            sheet.write("C4", "秘书处")
        else:
            sheet.write_row("B4", ("编印简报", "秘书处"), struck)
        sheet.write_row("A5", ("8月", "修订章程", "督导室"))

    return book(fill)


def test_a_struck_row_of_a_workbook_is_no_task() -> None:
    """The merged month is not struck and holds for the rows beside it."""
    assert titles(workbook()) == ["召开会议", "修订章程"]
    assert "第4行（共1行）整行划掉了" in said(workbook())


def test_a_struck_part_of_a_cell_is_left_out_and_flagged() -> None:
    """编印季度简报 with 季度 struck reads 编印简报, for a person to confirm."""
    row = read(workbook(rich=True)).rows[1]

    assert row.title == "编印简报"
    assert any("有划掉的字，没有读：“季度”" in flag for flag in row.flags)


def test_an_old_workbook_says_what_is_struck_hidden_and_commented() -> None:
    """The struck row is no task, the hidden one is a doubtful one, and the comment is named."""
    source = Source("计划.xls", SAMPLE.read_bytes())
    rows = {row.title: row for row in read(source).rows}

    assert list(rows) == ["召开半年会议", "开展暑期检查", "修订章程", "组织评估"]
    assert "第5行（共1行）整行划掉了" in said(source)
    assert "第4行（共1行）是隐藏的" in said(source)
    assert "B7（共1格）有批注" in said(source)
    assert any("隐藏" in flag for flag in rows["开展暑期检查"].flags)
    assert any("有划掉的字" in flag for flag in rows["修订章程"].flags)
    assert not rows["修订章程"].offices


def test_struck_words_of_a_word_document_are_left_out() -> None:
    """A struck row is no task; a struck part is flagged; what is struck outside the table is said."""

    def fill(document: Any) -> None:
        document.add_paragraph("2024年重点工作")
        document.add_paragraph().add_run("附件作废").font.strike = True
        table = document.add_table(0, 3)
        lines = (
            HEADER,
            ("7月", "召开会议", "办公室"),
            ("8月", "编印简报", "秘书处"),
            ("9月", "评估", "督导室"),
        )
        for line in lines:
            for cell, text in zip(table.add_row().cells, line, strict=True):
                run = cell.paragraphs[0].add_run(text)
                run.font.double_strike = text in ("8月", "编印简报", "秘书处")
        table.rows[3].cells[1].paragraphs[0].add_run("作废").font.strike = True

    source = word(fill)
    rows = read(source).rows

    assert [row.title for row in rows] == ["召开会议", "评估"]
    assert any("“作废”" in flag for flag in rows[1].flags)
    assert "表1第3行（共1行）整行划掉了" in said(source)
    assert "正文里有划掉的字，没有读：“附件作废”" in said(source)


@pytest.mark.parametrize(
    "row",
    [
        "<tr class=gone><td>编印简报<td>秘书处</tr>",
        "<tr><td class=gone>编印简报<td class=gone>秘书处</tr>",
        "<tr><td><s>编印简报</s><td><del>秘书处</del></tr>",
        '<tr><td><span style="text-decoration: line-through">编印简报</span><td><strike>秘书处</strike></tr>',
    ],
)
def test_a_struck_row_of_a_page_is_no_task(row: str) -> None:
    """Tags, styles and classes strike words through alike."""
    source = Source("a.html", PAGE.format(row=row, line="共<s>三</s>二项").encode())

    assert titles(source) == ["召开会议"]
    assert "表1第3行（共1行）整行划掉了" in said(source)
    assert "没有读：“三”" in said(source)


def test_what_was_put_in_for_struck_words_stays() -> None:
    """<del>半年</del><ins>季度</ins>简报 reads 季度简报."""
    row = "<tr><td><del>半年</del><ins>季度</ins>简报编印<td>秘书处</tr>"
    rows = read(Source("a.html", PAGE.format(row=row, line="").encode())).rows

    assert rows[1].title == "季度简报编印"
    assert any("“半年”" in flag for flag in rows[1].flags)


def test_a_task_struck_alone_is_said_and_no_error() -> None:
    """The month stays, the task goes: it is no row, and no fault of the file."""
    row = "<tr><td><s>编印简报</s><td>秘书处</tr>"
    reading = read(Source("a.html", PAGE.format(row=row, line="").encode()))

    assert [row.title for row in reading.rows] == ["召开会议"]
    assert not reading.errors
    assert "有划掉的字，没有读：“编印简报”，这一行没有收" in "".join(p.message for p in reading.warnings)


def test_rows_hidden_by_a_filter_are_only_told() -> None:
    """A filter is a way to look at a sheet; a row hidden by hand may be dropped."""

    def fill(_: Any, sheet: Any, *, is_filtered: bool) -> None:
        sheet.write_row("A1", HEADER)
        sheet.write_row("A2", ("2024年7月", "召开会议", "办公室"))
        sheet.write_row("A3", ("2024年8月", "编印简报", "秘书处"))
        sheet.set_row(2, None, None, {"hidden": True})
        if is_filtered:
            sheet.autofilter("A1:C3")
            sheet.filter_column("A", "x == 2024年7月")

    filtered = book(lambda program, sheet: fill(program, sheet, is_filtered=True))
    by_hand = book(lambda program, sheet: fill(program, sheet, is_filtered=False))

    assert not read(filtered).rows[1].flags
    assert "被筛选隐藏了" in said(filtered)
    assert any("隐藏" in flag for flag in read(by_hand).rows[1].flags)


def test_comments_of_a_workbook_are_named() -> None:
    """What a comment says may change the task, so its place is told."""

    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("A1", HEADER)
        sheet.write_row("A2", ("2024年7月", "召开会议", "办公室"))
        sheet.write_comment("B2", "改到年底")

    assert "B2（共1格）有批注，批注没有读" in said(book(fill))
