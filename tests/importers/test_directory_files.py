"""Directory files: what they add and change, that twice is once, and that problems are told all at once."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from importers.plans.directory_import import export_directory
from importers.plans.import_values import ImportStatus
from importers.source import Source
from models.kinds import OfficeState

FILE = (
    "单位,简称/别名,邮箱,联系人,电话,分管领导,分管领导邮箱,所属组\n"
    "政策法规处,政法处、法规处,ZF@Example.org,联络员甲,0531-0000000,分管局领导（一）,leader1@example.org,各处室\n"
    "办公室,,bgs@example.org,,,分管局领导（一）,,各处室、党务处室\n"
    "市教研院,,,,,,,\n"
)


def test_a_directory_file_brings_everything_it_says(desk: Any) -> None:
    """Names, aliases, addresses, contact, leader and groups; only 单位 is required."""
    result = desk.take_offices(FILE)

    assert (result.status, result.added) == (ImportStatus.OK, ("政策法规处", "办公室", "市教研院"))
    directory = desk.directory()
    office = directory.find("法规处")
    assert (office.name, office.short_name, office.aliases) == ("政策法规处", "政法处", ("法规处",))
    assert (office.email, office.contact_name, office.phone) == ("ZF@example.org", "联络员甲", "0531-0000000")
    assert (office.leader_name, office.leader_email) == ("分管局领导（一）", "leader1@example.org")
    assert directory.find("办公室").leader_id == office.leader_id
    assert [member.name for member in directory.members("各处室")] == ["政策法规处", "办公室"]
    assert directory.find("市教研院").email == ""


def test_the_same_directory_twice_changes_nothing(desk: Any) -> None:
    """A second import of the file leaves every row as it is."""
    desk.take_offices(FILE)
    before = desk.dump()

    again = desk.take_offices(FILE)

    assert (again.added, again.changed, again.same_count) == ((), (), 3)
    assert desk.dump() == before


def test_the_export_reads_back_unchanged(desk: Any) -> None:
    """What offices export writes, offices import takes without a change; cells are text, not formulas."""
    desk.take_offices(FILE.replace("0531-0000000", "+86 531"))
    before = desk.dump()
    data = export_directory(desk.directory())

    result = desk.take_offices(Source("back.csv", data))

    assert "'+86 531" in data.decode("utf-8-sig")
    assert (result.status, result.changed, desk.dump() == before) == (ImportStatus.OK, (), True)


def test_an_empty_cell_says_nothing(desk: Any) -> None:
    """An address that is known stays when a later file leaves it out."""
    desk.take_offices(FILE)

    result = desk.take_offices("单位,邮箱,联系人\n办公室,,联络员乙\n")

    office = desk.directory().find("办公室")
    assert (result.changed, office.email, office.contact_name) == (("办公室",), "bgs@example.org", "联络员乙")


def test_a_name_a_plan_brought_is_verified_by_the_file(desk: Any) -> None:
    """待核实 ends when the directory names the office; named as an alias, its tasks move to the office."""
    desk.take("时间,重点工作,责任单位\n3月,召开会议,办公室\n4月,普法宣传,法规处\n")
    assert desk.directory().find("办公室").state is OfficeState.UNVERIFIED

    desk.take_offices(FILE)

    directory = desk.directory()
    assert directory.find("办公室").state is OfficeState.VERIFIED
    assert [a.office_name for a in desk.task("普法宣传").assignments] == ["政策法规处"]
    assert directory.find("法规处").name == "政策法规处"


PROBLEMS = (
    "单位,别名,邮箱,分管领导,分管领导邮箱,所属组\n"
    "甲处,,联络员@example.org,,,\n"
    ",,a@example.org,,,\n"
    "乙处,甲处,b@example.org,,,\n"
    "丙处,,c@example.org、d@example.org,,,丁处\n"
    "丁处,,没有邮箱,领导一,l1@example.org,\n"
    "戊处,,,领导一,l2@example.org,\n"
    "己处,,,,l3@example.org,\n"
)


def test_all_problems_are_told_at_once_and_nothing_is_stored(desk: Any) -> None:
    """Each problem names its row and column; the good rows are not stored either."""
    result = desk.take_offices(PROBLEMS)

    assert result.status is ImportStatus.REJECTED
    assert sorted((p.row, p.column) for p in result.errors) == [
        (2, "邮箱"),
        (3, "单位"),
        (4, "单位"),
        (5, "邮箱"),
        (6, "所属组"),
        (6, "邮箱"),
        (7, "分管领导邮箱"),
        (8, "分管领导"),
    ]
    assert "中文" in result.errors[0].message
    assert desk.directory().offices == {}


def test_a_name_of_another_office_is_refused(desk: Any) -> None:
    """An alias that already belongs to another confirmed office is a problem, and so is a group's name."""
    desk.take_offices(FILE)

    taken = desk.take_offices("单位,别名\n督导室,办公室\n")
    group = desk.take_offices("单位\n各处室\n")

    assert "已经是“办公室”的名称" in taken.errors[0].message
    assert "是一个组" in group.errors[0].message


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("offices.csv", "名录\n办公室\n", "没有找到“单位”列"),
        ("offices.csv", "单位,邮箱\n", "没有一个单位"),
        ("offices.xlsx", "单位\n办公室\n", "内容却是文字"),
    ],
)
def test_a_file_that_is_no_directory_is_refused(name: str, text: str, reason: str, sqlite_desk: Any) -> None:
    """One sentence says what is missing."""
    assert reason in sqlite_desk.take_offices(text, name).errors[0].message


def test_a_directory_may_be_a_workbook(sqlite_desk: Any) -> None:
    """.xlsx reads like .csv; a domain in Chinese becomes its ASCII form."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("某局单位名录",))
    sheet.write_row(1, 0, ("单位名称", "电子邮箱"))
    sheet.write_row(2, 0, ("办公室", "bgs@例子.org"))
    book.close()

    result = sqlite_desk.take_offices(Source("名录.xlsx", target.getvalue()))

    assert result.added == ("办公室",)
    assert sqlite_desk.directory().find("办公室").email == "bgs@xn--fsqu00a.org"


def test_the_example_directory_fits_the_example_plan(
    sqlite_desk: Any, read_example: Callable[[str], Source]
) -> None:
    """27 offices, 各处室 of 21; only 政策法规处 is left to settle, and it is taken for 政法处."""
    sqlite_desk.take_offices(read_example("offices.csv"))

    result = sqlite_desk.take(read_example("plan_2024.csv"), year=None)

    (warning,) = result.warnings
    assert "“政策法规处”不在单位名录里" in warning.message
    assert "像是“政法处”" in warning.message
    directory = sqlite_desk.directory()
    assert (len(directory.offices), len(directory.members("各处室"))) == (28, 21)
    named_all = sqlite_desk.task("制定济南教育质量提升三年行动计划(2024—2026年)")
    assert len(named_all.assignments) == 21
    without = [office.name for office in directory.offices.values() if not office.email]
    assert without == ["语委办", "政策法规处"]
