"""Importing, publishing, withdrawing, and the directory: what is shown first and what each press changes."""

import re

import pytest
from supervisor_site import Site

from models import db, store_directory, store_tasks
from models.kinds import OfficeState, PlanState
from models.store_directory import Directory
from models.store_tasks import TaskFilter
from models.task_values import TaskView
from rules.facts import Status

TABLE = """时间\t重点工作\t责任单位
5月\t召开春季现场会\t基教处
6月\t印发评价办法\t督导室、新处
13月\t不可能的月份\t基教处
"""


def directory(site: Site) -> Directory:
    with db.reading(site.bureau.services.engine) as connection:
        return store_directory.load_directory(connection)


def tasks(site: Site) -> list[TaskView]:
    with db.reading(site.bureau.services.engine) as connection:
        return store_tasks.load_tasks(connection, TaskFilter(plan_states=tuple(PlanState)))


def stored(site: Site) -> None:
    """Read the table into a draft and store its ticked rows, without publishing the plan."""
    address = site.post("/imports", text=TABLE, year="2024", title="春季工作表").headers["location"]
    version = re.search(r'name="version" value="(\d+)"', site.client.get(f"{address}/store").text)
    assert version is not None
    assert "已入库。" in site.pressed(f"{address}/store", version=version[1], plan="waiting", publish="later")


def test_publishing_is_asked_first(desk_site: Site) -> None:
    """The page names who gets an assignment mail; its button publishes, once."""
    stored(desk_site)
    plan_id = next(task.plan_id for task in tasks(desk_site) if task.plan_title == "春季工作表")
    address = f"/imports/plans/{plan_id}/release"

    asked = desk_site.client.get(address).text
    assert "确认发布，给2个单位发交办信" in asked
    assert "新处" in asked

    assert "计划已发布。" in desk_site.pressed(address)
    assert desk_site.post(address).status_code == 409


def test_a_file_without_a_table_says_what_to_do(desk_site: Site) -> None:
    """Nothing is stored and the reason names the file; what was typed beside it is kept."""
    answer = desk_site.client.post(
        "/imports",
        data={"csrf": desk_site.csrf(), "year": "2024", "title": "我的计划", "way": "file"},
        files={"file": ("要点.xlsx", b"no workbook at all", "application/octet-stream")},
    )

    assert answer.status_code == 422
    assert "没有保存" in answer.text
    assert "要点.xlsx" in answer.text
    assert 'value="我的计划"' in answer.text


@pytest.mark.parametrize("year", ["24", "abcd", "1999", "2101", "'--"])
def test_a_year_that_is_none_is_refused(desk_site: Site, year: str) -> None:
    """The year is four digits, or left to the file."""
    assert desk_site.post("/imports", text=TABLE, year=year).status_code == 422


def test_adding_one_task_by_hand(desk_site: Site) -> None:
    """The task gets the next number and its words are read as a table's are."""
    page = desk_site.pressed(
        "/imports/task",
        plan=desk_site.bureau.plan_id,
        title="补一项工作",
        offices="秘书处、基教处",
        period="9月底前",
    )

    assert "补一项工作" in page
    assert "9月30日" in page


def test_withdrawing_says_what_was_mailed(desk_site: Site) -> None:
    """The statement counts the mails that left; the button withdraws, once."""
    address = f"/imports/plans/{desk_site.bureau.plan_id}/withdraw"
    asked = desk_site.client.get(address).text
    assert re.search(r"已经发出\d+封信", asked)
    assert "督导室" in asked

    page = desk_site.pressed(address)

    assert "计划已撤回。" in page
    assert {task.status for task in tasks(desk_site)} <= {Status.WITHDRAWN}
    assert desk_site.post(address).status_code == 409


def test_editing_an_office(desk_site: Site) -> None:
    """Address, contact, leader, groups and short name are stored together."""
    office_id = desk_site.bureau.offices["语委办"]

    desk_site.pressed(
        f"/offices/{office_id}/edit",
        email="yuwei@example.org",
        contact_name="联络员",
        leader_name="分管局领导",
        groups="各处室、机关",
        short_name="语委",
        aliases="语言文字办公室",
    )

    office = directory(desk_site).offices[office_id]
    assert (office.email, office.contact_name, office.leader_name) == (
        "yuwei@example.org",
        "联络员",
        "分管局领导",
    )
    assert set(office.groups) == {"各处室", "机关"}
    found = directory(desk_site).find("语言文字办公室")
    assert found is not None
    assert found.id == office_id


@pytest.mark.parametrize(
    "email",
    [
        "a@b\r\nBcc: c@example.org",
        "a@b>",
        "a@b,c@d",
        "a@b> SIZE=1",
        "没有",
        "a b@example.org",
        "@",
        "x" * 300,
    ],
)
def test_an_address_that_is_none_is_refused(desk_site: Site, email: str) -> None:
    """Nothing is stored and the form is kept."""
    office_id = desk_site.bureau.offices["语委办"]

    answer = desk_site.post(f"/offices/{office_id}/edit", email=email, contact_name="联络员")

    assert answer.status_code == 422
    assert directory(desk_site).offices[office_id].contact_name == ""


def test_a_name_that_is_taken_is_refused(desk_site: Site) -> None:
    """Neither a new office nor a short name may mean two offices."""
    assert desk_site.post("/offices", name="督导室").status_code == 422
    office_id = desk_site.bureau.offices["语委办"]
    assert desk_site.post(f"/offices/{office_id}/edit", short_name="督导室").status_code == 422


def test_a_new_office_is_verified(desk_site: Site) -> None:
    """新增单位 adds a confirmed office."""
    desk_site.pressed("/offices", name="新成立处", email="new@example.org")

    office = directory(desk_site).find("新成立处")
    assert office is not None
    assert office.state is OfficeState.VERIFIED


def test_a_name_that_a_plan_brought_is_confirmed_or_merged(desk_site: Site) -> None:
    """待核实 becomes an office of its own, or another name of a known one whose tasks it joins."""
    stored(desk_site)
    office = directory(desk_site).find("新处")
    assert office is not None
    assert "核实这个名称" in desk_site.client.get(f"/offices/{office.id}").text

    desk_site.pressed(f"/offices/{office.id}/merge", target="秘书处")

    merged = directory(desk_site).find("新处")
    assert merged is not None
    assert merged.id == desk_site.bureau.offices["秘书处"]
    task = next(task for task in tasks(desk_site) if task.title == "印发评价办法")
    assert [one.office_name for one in task.named] == ["督导室", "秘书处"]
    assert desk_site.post(f"/offices/{office.id}/confirm").status_code == 409


def test_a_link_is_shown_once_and_can_be_changed(desk_site: Site) -> None:
    """复制办理页链接 shows a link that opens the page; 换链接 closes it."""
    office_id = desk_site.bureau.offices["督导室"]
    assert "/t/" not in desk_site.client.get(f"/offices/{office_id}").text
    shown = desk_site.post(f"/offices/{office_id}/link").text
    link = re.search(r'value="http://duban\.example\.org(/t/[^"]+)"', shown)
    assert link is not None
    assert desk_site.client.get(link[1]).status_code == 200

    unsure = desk_site.post(f"/offices/{office_id}/revoke")
    assert unsure.status_code == 303
    assert desk_site.client.get(link[1]).status_code == 200
    desk_site.pressed(f"/offices/{office_id}/revoke", sure="1")

    assert desk_site.client.get(link[1]).status_code != 200


def test_the_directory_can_be_taken_out_and_put_back(desk_site: Site) -> None:
    """The exported file imports without a change."""
    data = desk_site.client.get("/offices.csv").content

    answer = desk_site.client.post(
        "/offices/import", data={"csrf": desk_site.csrf()}, files={"file": ("单位名录.csv", data, "text/csv")}
    )

    assert answer.status_code == 303
    assert "新增0个，改了0个，5个没有变化" in desk_site.client.get("/offices").text


def test_the_overdue_list_and_its_files(desk_site: Site) -> None:
    """Screen, sheet and files say the same tasks; another ending is no page."""
    page = desk_site.client.get("/overdue").text
    assert "截至4月8日，2项逾期，涉及2个单位。" in page
    assert "举办写字节" in desk_site.client.get("/overdue/print").text
    for ending, begins in (("xlsx", b"PK"), ("docx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        assert desk_site.client.get(f"/overdue.{ending}").content.startswith(begins)
    assert desk_site.client.get("/overdue.exe").status_code == 404
    assert "没有逾期的任务" in desk_site.client.get("/overdue?min=20").text


def test_the_first_day_without_any_data(blank_site: Site) -> None:
    """Every page stands without a plan or an office, and the first one says what to do."""
    for path in (
        "/",
        "/tasks",
        "/overdue",
        "/overdue/print",
        "/release",
        "/outbox",
        "/offices",
        "/imports",
        "/policy",
    ):
        assert blank_site.client.get(path).status_code == 200, path
    assert "先导入今年的配档表" in blank_site.client.get("/").text


def test_the_calendar_of_a_year_nobody_published(desk_site: Site) -> None:
    """An unknown year says that it goes by Monday to Friday; years out of reach are no page."""
    assert "暂按周一至周五推算" in desk_site.client.get("/workdays/2060").text
    assert "4月7日（周日）" in desk_site.client.get("/workdays/2024").text
    assert desk_site.client.get("/workdays/99999").status_code == 404
