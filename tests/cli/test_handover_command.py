"""``handover``: who waits for a person, the slip as a file, and recording it once."""

import io

import docx
import pytest
from command_line import CommandLine

PLAN = """\
时间,重点工作,责任单位
2月,印发课程实施方案,基教处
"""
DAY = ("--today", "2024-03-01")
RECORD = ("handover", "record", "基础教育处", "--by", "督办员甲", "--to", "值班员乙")


@pytest.fixture
def mute(office: CommandLine) -> CommandLine:
    """The worked example, with a task of the office that has no address."""
    plan = office.write("2024年补充配档表.csv", PLAN)
    assert office("import", plan, "--today", "2024-02-27").code == 0
    return office


def test_the_list_says_who_why_and_since_when(mute: CommandLine) -> None:
    """The office without address is listed with its reason."""
    rows = mute("handover", "list", *DAY, "--json").json

    assert rows == [
        {"office": "基教处", "reason": "没有收信邮箱", "tasks": 1, "since": "2024-02-27"},
    ]
    assert "没有收信邮箱" in mute("handover", "list", *DAY).out


def test_the_slip_is_a_word_file_and_says_nothing_yet(mute: CommandLine) -> None:
    """Writing the slip leaves the office on the list."""
    answer = mute("handover", "slip", "基教处", *DAY, "-o", "slip.docx", "--number", "督办〔2024〕3号")

    assert answer.code == 0
    document = docx.Document(io.BytesIO((mute.folder / "slip.docx").read_bytes()))
    assert "印发课程实施方案" in "".join(cell.text for row in document.tables[0].rows for cell in row.cells)
    assert len(mute("handover", "list", *DAY, "--json").json) == 1


def test_recorded_once_it_counts_as_said(mute: CommandLine) -> None:
    """An alias finds the office; recorded, nothing is left, and a second time is refused."""
    first = mute(*RECORD, *DAY, "--json")
    second = mute(*RECORD, *DAY)

    assert (first.code, first.json["office"], first.json["handed_on"]) == (0, "基教处", "2024-03-01")
    assert "由值班员乙接收" in first.err
    assert mute("handover", "list", *DAY, "--json").json == []
    assert (second.code, "没有要当面送的内容" in second.err) == (2, True)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--on", "2024-03-02"), "送达日期还没到"),
        (("--on", "2024-02-28", "--dated", "2024-02-29"), "不能早于这一天"),
        (("--to", " "), "请填接收人"),
    ],
)
def test_what_cannot_be_is_refused(mute: CommandLine, more: tuple[str, ...], words: str) -> None:
    """A day ahead, a paper dated after its handing over, a missing name: one sentence, exit 2."""
    answer = mute(*RECORD, *DAY, *more)

    assert (answer.code, words in answer.err) == (2, True)


def test_an_office_mail_reaches_has_no_slip(office: CommandLine) -> None:
    """There is nothing to print for it."""
    answer = office("handover", "slip", "督导室", *DAY)

    assert (answer.code, "没有要当面送的内容" in answer.err) == (2, True)
