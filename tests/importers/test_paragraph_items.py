"""Plans whose tasks have no numbers: paragraphs that open with a phrase, and what stands before them."""

from plan_rows import read, rows_of

PAST = (
    "某街道2023年工作总结和2024年工作安排\n"
    "2023年，街道较好地完成了各项任务，现将有关情况总结如下，请予审议，并对不足之处提出宝贵的意见和建议，以便进一步改进今后的工作，不断提高服务水平。\n"
    "（一）夯实基础，民生改善\n落实各项保障。1月至10月救助困难群众86人次。\n巩固就业成果。帮助失业青年就业31人。\n"
)
PLANNED = (
    "（一）聚焦民生，提高水平\n完成实事项目。推进管道疏通等8项实事，年内全部完成。\n"
    "完善为老服务。敬老院改建工程6月底前竣工。\n丰富文化生活。办好社区艺术节。\n"
    "（二）聚焦治理，提升品质\n推进拆违整治。三季度末前完成沿线拆除。\n深化市容管理。巩固无序设摊治理成果。\n"
)


def test_paragraphs_that_open_with_a_phrase_are_tasks_below_bare_headings() -> None:
    """The numbers stand on headings alone, and each holds several such paragraphs."""
    assert [row[:3] for row in rows_of(f"某街道2024年工作安排\n{PLANNED}")] == [
        ("年内", "2024-12-31", "完成实事项目"),
        ("6月底前", "2024-06-30", "完善为老服务"),
        ("", None, "丰富文化生活"),
        ("三季度末前", "2024-09-30", "推进拆违整治"),
        ("", None, "深化市容管理"),
    ]


def test_such_paragraphs_wait_for_a_person() -> None:
    """Nothing but their form speaks for them."""
    assert all(row.confidence < 0.9 for row in read(f"某街道2024年工作安排\n{PLANNED}").rows)


def test_a_sentence_that_announces_what_comes_next_parts_the_past_from_the_plan() -> None:
    """Behind it the numbers begin anew; the year of the plan is the second of the title."""
    for line in (
        "2024年，街道将重点做好以下工作：\n",
        "下一步工作打算\n",
        "明年，我们将着力抓好以下几方面工作：\n",
    ):
        reading = read(f"{PAST}{line}{PLANNED}", year=None)

        assert reading.year == 2024
        assert [row.title for row in reading.rows][:2] == ["完成实事项目", "完善为老服务"]
        assert len(reading.rows) == 5


def test_paragraphs_of_a_numbered_task_are_its_text() -> None:
    """Where the numbers stand on sentences, or offices stand below them, the numbers count the tasks."""
    text = (
        "某局2024年要点\n一、改造校舍\n排查隐患。逐栋登记造册。\n落实资金。统筹安排经费。\n责任单位：甲科\n"
    )
    text += "二、配齐教师\n公开招聘。面向社会招聘。\n加强培训。开展全员轮训。\n责任单位：乙科"

    assert [(row[2], row[3]) for row in rows_of(text)] == [("改造校舍", ("甲科",)), ("配齐教师", ("乙科",))]
