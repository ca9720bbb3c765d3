"""Source of a web page pasted into plain text: its tables are tables, its tags are no words."""

import pytest
from plan_rows import read, rows_of

from importers.document import Line, Table
from importers.formats.reading import open_document
from importers.source import Source
from rules.errors import InputError

TITLE = "某市教育局2024年重点工作分工表\n"
TABLE = """<table border="1">
<tr><td>序号</td><td>工作任务</td><td>责任单位</td><td>完成时限</td></tr>
<tr><td>1</td><td>修订学籍管理办法</td><td rowspan="2">基教处</td><td>6月底前</td></tr>
<tr><td>2</td><td>开展校舍排查</td><td>9月底前</td></tr>
</table>
"""
ROWS = [
    ("6月底前", "2024-06-30", "修订学籍管理办法", ("基教处",), ()),
    ("9月底前", "2024-09-30", "开展校舍排查", ("基教处",), ()),
]


@pytest.mark.parametrize("name", ["表.txt", "表.md", ""])
def test_the_source_of_a_table_is_a_table_wherever_it_is_pasted(name: str) -> None:
    """At the beginning of a text and in its middle; the lines around it keep their numbers."""
    for text in (TABLE, f"{TITLE}现将分工表印发。\n{TABLE}备注：请抓紧落实。\n"):
        document = open_document(Source(name, text.encode()))

        assert rows_of(text) == ROWS
        assert [[cell.text for cell in table.rows[2].cells] for table in document.tables] == [
            ["2", "开展校舍排查", "基教处", "9月底前"]
        ]
    lines = [(line.number, line.text) for line in document.blocks if isinstance(line, Line)]
    assert lines == [(1, TITLE.strip()), (2, "现将分工表印发。"), (8, "备注：请抓紧落实。")]


def test_an_opening_tag_may_be_broken_over_lines() -> None:
    """Office programs break lines within tags and within the words of cells."""
    text = TABLE.replace("<table border", "<table\n border").replace("<td>2", "<td\n  width=20>2")

    assert rows_of(TITLE + text.replace("学籍管理", "学籍\n管理")) == ROWS


def test_tags_of_lists_part_lines_and_are_no_words() -> None:
    """<p> and <br> end lines; what a bracket beside a tag says is not taken for the item before."""
    items = "一、修订学籍管理办法。（责任单位：基教处，6月底前）<br/>"
    items += "二、开展校舍排查。（责任单位：安全处，9月底前）\n"
    rows = rows_of(f"{TITLE}{items}<p>三、组织教师培训。（责任单位：人事处，12月底前）</p>\n")

    assert [(due, title, lead) for _, due, title, lead, _ in rows] == [
        ("2024-06-30", "修订学籍管理办法", ("基教处",)),
        ("2024-09-30", "开展校舍排查", ("安全处",)),
        ("2024-12-31", "组织教师培训", ("人事处",)),
    ]


def test_signs_that_are_no_tags_stay_words() -> None:
    """Angle brackets of titles and of amounts are words; a break within a row of bars parts no row."""
    barred = "| 工作任务 | 责任单位 | 完成时限 |\n| 班额<45人的<<学校>>扩班 | 基教处<br>人事处 | 6月底前 |\n"

    assert rows_of(TITLE + barred) == [
        ("6月底前", "2024-06-30", "班额<45人的<<学校>>扩班", ("基教处", "人事处"), ())
    ]


def test_a_table_that_never_ends_is_refused() -> None:
    """Half a table would read as a whole one."""
    with pytest.raises(InputError, match="第2行起的表没有写完"):
        read(TITLE + TABLE.replace("</table>", ""))


def test_tables_of_several_pieces_are_counted_on() -> None:
    """The second table pasted is 表2."""
    tables = [block.name for block in open_document(Source("", (TABLE + "又：\n" + TABLE).encode())).blocks
              if isinstance(block, Table)]  # fmt: skip

    assert tables == ["表1", "表2"]
