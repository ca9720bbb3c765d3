"""Rows copied out of a workbook: tabs between the cells, quotes around those of several lines."""

from plan_rows import read, rows_of

TITLE = "某市园林局2024年重点工作台账\n"


def test_a_quoted_cell_of_several_lines_stays_one_cell() -> None:
    """Header and body may hold them; merged cells left empty do not shift the others."""
    text = (
        f'\t\t{TITLE}类别\t"问题\n清单"\t整改措施\t牵头科室\t配合科室\t"整改\n时限"\n'
        '一、管理方面\t"养护不细：\n（1）浇水不及时；\n（2）修剪不到位"\t1.制定养护日历\t养护科\t办公室\t3月底前\n'
        '\t\t"2.逐路段建立台账，\n实行月检查"\t养护科\t/\t6月底前\n'
    )

    assert rows_of(text) == [
        ("3月底前", "2024-03-31", "制定养护日历", ("养护科",), ("办公室",)),
        ("6月底前", "2024-06-30", "逐路段建立台账，实行月检查", ("养护科",), ()),
    ]
    assert not any(row.flags for row in read(text).rows)


def test_a_first_cell_may_run_over_lines() -> None:
    """Its own line has no tab at all; the row is known by where the quote closes."""
    header = "类别\t工作任务\t责任单位\t完成时限"
    text = f'{TITLE}{header}\n"一、绿化\n工作"\t补植行道树\t养护科\t3月\n\t新建口袋公园\t规划科\t5月\n'

    assert [title for _, _, title, *_ in rows_of(text)] == ["补植行道树", "新建口袋公园"]


def test_quotes_within_cells_stay_as_they_are() -> None:
    """Doubled quotes are one; a quote never closed, or one that does not end its cell, joins nothing."""
    text = (
        f'{TITLE}序号\t工作任务\t责任单位\t完成时限\n1\t"开展""净园""行动，\n清理垃圾"\t养护科\t3月\n'
        '2\t"开门办公"与"上门服务"月\t办公室\t5月\n3\t"印发方案\t办公室\t6月\n'
    )

    assert [title for _, _, title, *_ in rows_of(text)] == [
        '开展"净园"行动，清理垃圾',
        '"开门办公"与"上门服务"月',
        '"印发方案',
    ]
