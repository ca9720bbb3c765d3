"""Tables printed in columns of blanks whose cells are broken at the width of their column."""

import pytest
from plan_rows import read, rows_of

TITLE = "某市园林局2024年重点任务分解表\n"

LEVEL = """
序号  重点任务          牵头单位      完成时限
一、绿化
1     完成城区主干道两  养护科、市城  3月底前
      侧行道树补植      管局
2     登记古树          养护科        年底前

— 3 —

序号  重点任务          牵头单位      完成时限
二、管理
3     开展公园设施安全  安全科        每季度
      隐患排查
"""

CENTRED = """
序号  重点任务          牵头单位      完成时限
      完成城区主干道两
1     侧行道树与绿篱的  养护科        3月底前
      补植
2     登记古树          养护科        年底前
      开展公园设施安全  安全科、市消
3     隐患排查并建立台  防救援支队    每季度
      账
"""

APART = """
重点任务          牵头单位        完成时限

完成城区主干道两  养护科          3月底前
侧行道树补植      市城管局

登记古树          养护科          年底前
"""


def test_broken_cells_are_joined_below_their_number() -> None:
    """A line without a number is the rest of the row above, over headings and repeated headers."""
    text = TITLE + LEVEL

    assert rows_of(text) == [
        ("3月底前", "2024-03-31", "完成城区主干道两侧行道树补植", ("养护科", "市城管局"), ()),
        ("年底前", "2024-12-31", "登记古树", ("养护科",), ()),
        ("每季度", None, "开展公园设施安全隐患排查", ("安全科",), ()),
    ]
    assert not any(row.flags for row in read(text).rows)


def test_rows_centred_beside_their_number_are_told_by_full_lines() -> None:
    """登记古树 does not fill its column, so that the line below it begins the next row."""
    text = TITLE + CENTRED

    assert rows_of(text) == [
        ("3月底前", "2024-03-31", "完成城区主干道两侧行道树与绿篱的补植", ("养护科",), ()),
        ("年底前", "2024-12-31", "登记古树", ("养护科",), ()),
        ("每季度", None, "开展公园设施安全隐患排查并建立台账", ("安全科", "市消防救援支队"), ()),
    ]
    assert not any(row.is_doubtful for row in read(text).rows)


def test_without_numbers_a_time_makes_the_row_and_a_person_looks() -> None:
    """Rows parted by empty lines are right; but no number says how many there are."""
    text = TITLE + APART

    assert rows_of(text) == [
        ("3月底前", "2024-03-31", "完成城区主干道两侧行道树补植", ("养护科", "市城管局"), ()),
        ("年底前", "2024-12-31", "登记古树", ("养护科",), ()),
    ]
    assert all(row.is_doubtful for row in read(text).rows)


@pytest.mark.parametrize("page", ["— 3 —\n\n", ""])
def test_a_row_broken_by_the_end_of_a_page_is_doubtful(page: str) -> None:
    """What stands below the header of the next page may belong to the row above or below it."""
    header = "序号  重点任务          牵头单位      完成时限\n"
    text = (
        f"{TITLE}{header}1     完成城区主干道两  养护科        3月底前\n\n{page}"
        f"{header}      侧行道树补植\n2     登记古树          养护科        年底前\n"
    )

    assert all(row.flags for row in read(text).rows)


def test_words_below_the_table_are_no_part_of_its_last_row() -> None:
    """An empty line parts them from it, where no row has one inside."""
    text = f"{TITLE}{LEVEL}\n      各科室要认真落实\n"

    assert rows_of(text)[-1][2] == "开展公园设施安全隐患排查"


def test_who_mainly_does_it_supports_who_has_the_lead() -> None:
    """主责单位 beside 牵头单位 is responsible; alone it leads."""
    beside = f"{TITLE}序号\t重点任务\t牵头单位\t主责单位\t完成时限\n1\t补植行道树\t养护科\t各公园\t3月\n"
    alone = f"{TITLE}序号\t重点任务\t主责单位\t完成时限\n1\t补植行道树\t养护科\t3月\n"

    assert [row[3:] for row in rows_of(beside)] == [(("养护科",), ("各公园",))]
    assert [row[3:] for row in rows_of(alone)] == [(("养护科",), ())]


def test_rows_numbered_in_another_way_are_no_broken_cells() -> None:
    """1-1 and 1000 begin rows too: none of them is put to the row above."""
    header = "序号    重点任务          牵头单位      完成时限\n"
    rows = "{}     登记古树          养护科        年底前\n{}    补植行道树        养护科        3月底前\n"

    for first, second in (("999", "1000"), ("1  ", "1-1 ")):
        text = TITLE + header + rows.format(first, second)

        assert [row[2] for row in rows_of(text)] == ["登记古树", "补植行道树"]
