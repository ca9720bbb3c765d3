"""``coverage`` and ``next-year``: the lists on the screen, as JSON and as a workbook; what is refused."""

from pathlib import Path

import pytest
from command_line import CommandLine

POINTS = """\
2024年工作要点
一、督导
1.完善督导机制。印发责任督学挂牌督导清单，新建督学工作站50个。
2.推进优质均衡。召开义务教育优质均衡督导评估现场推进会。
二、队伍
3.加强党员管理。完成民主评议党员工作，评议党员不少于300名。由机关党委办公室负责。
"""


@pytest.fixture
def points(office: CommandLine) -> str:
    return office.write("要点.txt", POINTS)


def test_the_lists_for_reading(office: CommandLine, points: str) -> None:
    """The screen shows what may be missing, worded as a question."""
    answer = office("coverage", points, "--plan", "1", "--today", "2024-02-27")

    assert answer.code == 0
    assert "要点.txt的正文7句、有数字的要点2处，对照《2024年重点工作配档表》5项任务。" in answer.out
    assert "有数字的要点：可能没有对应任务，请核对（0处）" in answer.out
    assert "任务：要点里可能没有写到，请核对（2处）" in answer.out
    assert "重点工作：制定教育质量提升三年行动计划" in answer.out


def test_json(office: CommandLine, points: str) -> None:
    """JSON stands alone on standard output, with the words that were shared."""
    found = office("coverage", points, "--plan", "2024年重点工作配档表", "--json").json

    assert list(found) == [
        "file",
        "plan",
        "sentences",
        "rows",
        "promises_without_row",
        "promises_with_row",
        "rows_without_promise",
        "offices_not_in_table",
    ]
    shared = [one["nearest"]["shared"] for one in found["promises_with_row"]]
    assert shared == [["责任督学挂牌督导", "清单"], ["民主评议党员"]]
    assert found["offices_not_in_table"] == []


def test_a_workbook(office: CommandLine, points: str) -> None:
    """``--out`` writes a workbook with a sheet for each list."""
    answer = office("coverage", points, "--plan", "1", "--out", "对照.xlsx")

    assert (answer.code, answer.out) == (0, "")
    assert Path("对照.xlsx").read_bytes().startswith(b"PK")


def test_a_file_with_its_own_table(duban: CommandLine) -> None:
    """Without a plan the file's own table is the other side; nothing need be stored."""
    text = (
        POINTS + "时间\t重点工作\t责任单位\n3月\t印发责任督学挂牌督导清单\t督导室\n4月\t举办运动会\t体卫科\n"
    )
    found = duban("coverage", duban.write("要点和配档表.txt", text), "--json").json

    assert (found["plan"], found["rows"]) == (None, 2)
    assert [one["title"] for one in found["rows_without_promise"]] == ["举办运动会"]
    assert [one["numbers"] for one in found["promises_without_row"]] == [["不少于300名"]]


def test_what_is_refused(office: CommandLine, points: str) -> None:
    """No rows, an unknown plan, another ending, an unreadable file: exit 2 and a sentence."""
    assert "没有可以对照的任务" in office("coverage", points).err
    for arguments in (
        ("coverage", points),
        ("coverage", points, "--plan", "99"),
        ("coverage", points, "--plan", "1", "--out", "对照.docx"),
        ("coverage", "没有的文件.txt", "--plan", "1"),
        ("next-year", "--out", "草案.docx"),
        ("next-year", "--plan", "没有的计划", "--out", "草案.xlsx"),
        ("next-year", "--year", "2031", "--out", "草案.xlsx"),
        ("next-year",),
    ):
        answer = office(*arguments)
        assert (answer.code, answer.out) == (2, ""), arguments


def test_next_year(office: CommandLine) -> None:
    """The draft is written, says how many rows it has, and is a table the importer takes as the next plan."""
    answer = office("next-year", "--out", "草案.xlsx", "--today", "2024-12-10")
    again = office("import", "草案.xlsx", "--dry-run", "--today", "2025-01-06", "--json").json

    assert answer.code == 0
    assert "《2025年重点工作配档表》草案5项" in answer.err
    assert again["plan"]["title"] == "2025年重点工作配档表"
    assert [(row["period"], row["due_on"]) for row in again["rows"]] == [
        ("1月", "2025-01-31"),
        ("2月", "2025-02-28"),
        ("3月", "2025-03-31"),
        ("3月", "2025-03-31"),
        ("4月", "2025-04-30"),
    ]


def test_several_plans(office: CommandLine) -> None:
    """With more than one plan in force the command asks which one."""
    other = office.write("2025年要点.csv", "时间,重点工作,责任单位\n3月,举办运动会,督导室\n")
    assert office("import", other, "--today", "2024-02-27").code == 0

    refused = office("next-year", "--out", "草案.xlsx")

    assert refused.code == 2
    assert "有2份计划" in refused.err
    assert office("next-year", "--out", "草案.xlsx", "--year", "2024").code == 0
