"""Numbered rows whose cells a single blank parts, with blanks inside cells and merged cells left empty."""

from plan_rows import read, rows_of

HEADER = "某市2024年绿化任务分解表\n序号 类别 主要任务 细化措施 牵头单位 参与单位 责任单位\n"


def test_blanks_inside_a_cell_are_told_by_what_the_cells_look_like() -> None:
    """Short words are broken, sentences hardly; the row is right and doubtful all the same."""
    text = (
        f"{HEADER}1 城区绿 化 严守绿地控制红线 "
        "完成主干道行道树补植，建立养护台账。 市园林局 市住建局、市财政局等 各区政府\n"
        "2   抓好古树名木普查登记。 市园林局 市林业局 各区政府\n"
        "3  提升公园 品质 开展公园设施安全检查。 市园林局 市应急局、\n市市场监管局 各区政府\n"
    )

    reading = read(text)

    assert [(title, lead, sorted(support)) for _, _, title, lead, support in rows_of(text)] == [
        ("完成主干道行道树补植，建立养护台账", ("市园林局",), ["各区政府", "市住建局", "市财政局"]),
        ("抓好古树名木普查登记", ("市园林局",), ["各区政府", "市林业局"]),
        ("开展公园设施安全检查", ("市园林局",), ["各区政府", "市市场监管局", "市应急局"]),
    ]
    assert [bool(row.flags) for row in reading.rows] == [True, False, True]


def test_prose_below_a_line_of_headings_is_no_table() -> None:
    """Numbered sentences whose words fit no column stay a list."""
    text = f"{HEADER}1 各单位要 提高认识 加强领导\n2 各单位要 密切配合 形成合力\n"

    assert all(row.is_doubtful for row in read(text).rows)


def test_a_body_named_only_by_its_kind_belongs_to_the_name_before() -> None:
    """高新区党工委和管委会 is one name; 办公室和人事处 are two."""
    row = "某市2024年安排\n序号\t工作任务\t责任单位\t完成时限\n1\t补植行道树\t{}\t3月\n"

    assert rows_of(row.format("高新区党工委和管委会"))[0][3] == ("高新区党工委和管委会",)
    assert rows_of(row.format("办公室和人事处"))[0][3] == ("办公室", "人事处")
