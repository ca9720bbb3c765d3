"""Tables drawn with lines: ┌─┬─┐ as law databases keep them, and +---+ as programs print them."""

import pytest
from plan_rows import read, rows_of

TITLE = "某市园林局2024年工作任务分解表\n"

BOXED = """
┌────────┬─────┬─────┐
│工作任务        │责任单位  │完成时限  │
├────────┼─────┼─────┤
│完成城区主干道两│养护科、规│3月底     │
│侧行道树补植    │划科      │          │
├────────┼─────┼─────┤
│登记古树        │办公室    │5月       │
└────────┴─────┴─────┘
┌────────┬─────┬─────┐
│工作任务        │责任单位  │完成时限  │
├────────┼─────┼─────┤
│检查公园设施    │安全科    │年底前    │
└────────┴─────┴─────┘
"""

DASHED = """
+------------------+------------+----------+
| 工作任务         | 责任单位   | 完成时限 |
+==================+============+==========+
| 完成城区主干道两 | 养护科     | 3月底    |
| 侧行道树补植     | 规划科     |          |
+------------------+------------+----------+
| 登记古树         | 办公室     | 5月      |
+------------------+------------+----------+
| 检查公园设施     | 安全科     | 年底前   |
+------------------+------------+----------+
"""

ROWS = [
    ("3月底", "2024-03-31", "完成城区主干道两侧行道树补植", ("养护科", "规划科"), ()),
    ("5月", "2024-05-31", "登记古树", ("办公室",), ()),
    ("年底前", "2024-12-31", "检查公园设施", ("安全科",), ()),
]


@pytest.mark.parametrize("table", [BOXED, DASHED])
def test_all_lines_between_two_rules_are_one_row(table: str) -> None:
    """A full line was broken at the edge of its cell; a shorter one ends there, so that names stay apart."""
    text = TITLE + table

    assert rows_of(text) == ROWS
    assert not any(row.flags for row in read(text).rows)


def test_a_rule_that_stops_before_a_cell_leaves_it_to_both_rows() -> None:
    """The time at the right is merged over two rows, the class at the left over two others."""
    text = f"""{TITLE}
┏━━━━┳━━━━━━━━┳━━━━━┳━━━━━┓
┃类别    ┃工作任务        ┃责任单位  ┃完成时限  ┃
┣━━━━╋━━━━━━━━╋━━━━━╋━━━━━┫
┃绿化    ┃补植行道树      ┃养护科    ┃3月底     ┃
┃        ┣━━━━━━━━╋━━━━━╋━━━━━┫
┃        ┃登记古树        ┃办公室    ┃5月       ┃
┣━━━━╋━━━━━━━━╋━━━━━┫          ┃
┃管理    ┃检查公园设施    ┃安全科    ┃          ┃
┗━━━━┻━━━━━━━━┻━━━━━┻━━━━━┛
"""

    assert [(period, title, lead) for period, _, title, lead, _ in rows_of(text)] == [
        ("3月底", "补植行道树", ("养护科",)),
        ("5月", "登记古树", ("办公室",)),
        ("5月", "检查公园设施", ("安全科",)),
    ]


def test_without_rules_between_them_lines_are_rows() -> None:
    """A line without its first cell goes on with the row above, which a person should look at."""
    text = f"""{TITLE}
┌──┬────────┬─────┬─────┐
│序号│工作任务        │责任单位  │完成时限  │
├──┼────────┼─────┼─────┤
│1   │登记古树        │办公室    │5月       │
│2   │完成城区主干道两│养护科    │3月底     │
│    │侧行道树补植    │          │          │
└──┴────────┴─────┴─────┘
"""
    reading = read(text)

    assert [(row.title, bool(row.flags)) for row in reading.rows] == [
        ("登记古树", False),
        ("完成城区主干道两侧行道树补植", True),
    ]


def test_a_row_with_other_cells_than_the_widest_is_doubtful() -> None:
    """Where a heading spans two columns the rows cannot be put under it for sure."""
    text = f"""{TITLE}
┌────────┬───────────┬─────┐
│工作任务        │牵头单位和配合单位    │完成时限  │
├────────┼─────┬─────┼─────┤
│登记古树        │办公室    │养护科    │5月       │
├────────┼─────┼─────┼─────┤
│补植行道树      │养护科    │规划科    │3月底     │
└────────┴─────┴─────┴─────┘
"""

    assert all(row.flags for row in read(text).rows)
