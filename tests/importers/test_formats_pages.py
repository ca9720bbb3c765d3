"""Web pages: spans, layout tables, what is hidden, encodings, pages saved by Office programs."""

import pytest
from plan_files import page, web_archive
from table_files import THREE, brief, read

from importers.document import Line
from importers.formats.reading import open_document
from importers.source import Source
from rules.errors import InputError

TITLE = "2024年重点工作安排"
PAGE = page(THREE, TITLE)


def source(html: str, name: str = "a.html", encoding: str = "utf-8") -> Source:
    return Source(name, html.encode(encoding))


def texts(html: str) -> list[list[list[str]]]:
    """Return the texts of the tables of a page."""
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in open_document(source(html)).tables
    ]


def lines(html: str) -> list[str]:
    return [block.text for block in open_document(source(html)).blocks if isinstance(block, Line)]


def notes(html: str) -> str:
    return "".join(open_document(source(html)).notes)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", PAGE.encode()),
        ("a.htm", PAGE.encode("utf-8-sig")),
        ("a.html", PAGE.encode("utf-16")),
        ("a.html", PAGE.replace("utf-8", "gb2312").encode("gb18030")),
        ("a.xls", PAGE.encode()),
        ("a.doc", PAGE.encode("gb18030")),
        ("a.mht", web_archive(PAGE)),
        ("a.xls", web_archive(PAGE)),
        ("-", PAGE.encode()),
    ],
)
def test_a_page_is_told_by_its_content(name: str, data: bytes) -> None:
    """Whatever Office program or browser saved it under whatever name, a page is read as a page."""
    reading = read(Source(name, data), year=None)

    assert (brief(reading.rows), reading.title) == (THREE, TITLE)


def test_a_page_in_traditional_encoding_is_read() -> None:
    """Big5 is believed where the page itself names it."""
    html = "<meta charset=big5><table><tr><td>時間<td>工作</tr><tr><td>3月<td>會議</table>"

    assert open_document(source(html, encoding="big5")).tables[0].rows[1].cells[1].text == "會議"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td rowspan=2>1<td>2<tr><td>3", [["1", "2"], ["1", "3"]]),
        ("<tr><td colspan=2>1<td>2<tr><td>3<td>4<td>5", [["1", "1", "2"], ["3", "4", "5"]]),
        ("<tr><td rowspan=2 colspan=2>1<td>2<tr><td>3", [["1", "1", "2"], ["1", "1", "3"]]),
        ("<tr><td>1<td rowspan=0>2<tr><td>3<tr><td>4", [["1", "2"], ["3", "2"], ["4", "2"]]),
        ("<tr><td>1<td rowspan=999999999>2<tr><td>3", [["1", "2"], ["3", "2"]]),
        ("<tr><td rowspan=x>1<td colspan=-2>2", [["1", "2"]]),
        ("<thead><tr><th>1<th>2</thead><tfoot><tr><td>3<td>4", [["1", "2"], ["3", "4"]]),
        ("<tr><td>a<br>b<td><p>c</p><p>d</p>", [["a\nb", "c\nd"]]),
        ("<tr><td>召开\n   会议<td>two\n words", [["召开会议", "two words"]]),
        ("<tr><td>x<script>y</script><style>z</style><!--c--><td>2", [["x", "2"]]),
        ("<tr><td>&#x4e00;&amp;&nbsp;b<td>2", [["一&\u00a0b", "2"]]),
    ],
)
def test_cells_are_read_as_a_browser_shows_them(table: str, expected: list[list[str]]) -> None:
    """Spans are filled in, wraps of the source part no Chinese words, scripts are no text."""
    assert texts(f"<table>{table}</table>") == [expected]


def test_tables_that_lay_out_a_page_are_read_through() -> None:
    """Old sites set the whole page in tables: the schedule inside is found, the text around it is lines."""
    html = f"<table><tr><td><a>首页</a><td><table><tr><td>{PAGE}</table></tr></table>"

    reading = read(source(html), year=None)

    assert (brief(reading.rows), reading.title, reading.warnings) == (THREE, TITLE, ())


def test_an_article_in_a_table_cell_is_lines() -> None:
    """A table whose cell holds a whole article has no rows of its own."""
    article = "".join(f"<p>{n}.召开第{n}次会议。</p>" for n in range(1, 9))

    assert lines(f"<table><tr><td>导航<td>{article}</table>") == [
        "导航",
        *(f"{n}.召开第{n}次会议。" for n in range(1, 9)),
    ]


def test_hidden_rows_are_read_and_said_hidden_tables_are_said() -> None:
    """Excel writes hidden rows and columns into its pages; a hidden table is another sheet or a draft."""
    html = PAGE.replace("<tr><td>印", "<tr style='x:y;display : none'><td>印").replace(
        "</body>", "<div style='display:none'><table><tr><td>1<td>2</table></div></body>"
    )

    assert "表1第3行是隐藏的，照样读了" in notes(html)
    assert "一块隐藏的内容带有表，没有读" in notes(html)
    assert brief(read(source(html)).rows) == THREE


def test_lines_of_a_page_without_a_table_are_kept() -> None:
    """Blocks and breaks part lines, ``pre`` keeps its own."""
    html = "<div>一<b>二</b><p>三<br>四</div><pre>时间\t工作\n3月\t会议</pre><ul><li>五<li>六</ul>"

    assert lines(html) == ["一二", "三", "四", "时间\t工作", "3月\t会议", "五", "六"]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>", "只是框架.*另存为 .xlsx"),
        ("<html><body><img src='http://127.0.0.1:9/a.png'></body></html>", "只有图片"),
        ("<html><body></body></html>", "没有文字"),
        ("<table>" + "<tr>" + "<td colspan=100>1" * 5 + "</table>", "超过200列"),
        (PAGE[: PAGE.index("印发")], "不完整"),
        ("<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", "另存为"),
    ],
)
def test_pages_that_hold_no_plan_are_refused_with_a_reason(html: str, reason: str) -> None:
    """Frames, pictures and tables wider than any plan are named."""
    with pytest.raises(InputError, match=reason):
        open_document(source(html))


def test_a_page_nested_beyond_reason_is_refused() -> None:
    """Deep nesting exhausts nobody's stack."""
    with pytest.raises(InputError, match="嵌套"):
        open_document(source("<html>" + "<b>" * 3000 + "x"))


def test_the_tables_of_all_pages_of_an_archive_are_counted_on() -> None:
    """Excel saves each sheet as a page of its own inside the one file."""
    archive = web_archive(page(THREE[:2], TITLE), page(THREE[2:], TITLE))

    document = open_document(Source("a.mht", archive))

    assert [table.name for table in document.tables] == ["表1", "表2"]
    assert brief(read(Source("a.mht", archive)).rows) == THREE
