"""The read-only page of a leader in charge."""

from datetime import date, timedelta

from bureau import SUPERVISOR, Bureau
from office_site import BRIDGE, KINDERGARTEN, OfficeSite, plain

from models import db, store_directory, store_notices
from models.kinds import NoticeState, ReportKind
from rules.facts import Notice, NoticeKind
from scheduler.release import PhoneCall, telephone


def tell(bureau: Bureau, title: str, office: str, kind: NoticeKind, on: date) -> None:
    notice = Notice(kind, bureau.offices[office], bureau.tasks[title], bureau.plan_id, "T+5", 0, "")
    with db.writing(bureau.services.engine) as connection:
        store_notices.add_notices(connection, [notice], planned_on=on, state=NoticeState.LEFT)


def page_of(site: OfficeSite) -> str:
    with db.writing(site.bureau.services.engine) as connection:
        leader_id = store_directory.ensure_leader(connection, "局领导")
    return address(site, leader_id)


def address(site: OfficeSite, leader_id: int) -> str:
    url = site.bureau.services.links.leader_url(leader_id, now=site.bureau.clock())
    return url.removeprefix(site.bureau.services.links.base_url)


def test_whole_course_of_a_task(site: OfficeSite) -> None:
    """The page lists what was said, reported and telephoned, oldest first, and what help is wanted."""
    bureau = site.bureau
    tell(bureau, BRIDGE, "基教处", NoticeKind.LETTER, date(2026, 5, 11))
    tell(bureau, BRIDGE, "基教处", NoticeKind.ESCALATION, date(2026, 5, 11))
    call = PhoneCall("王", "本周召开", date(2026, 5, 20))
    office_id = bureau.offices["基教处"]
    telephone(
        bureau.services,
        SUPERVISOR,
        call,
        task_id=bureau.tasks[BRIDGE],
        office_id=office_id,
        today=date(2026, 5, 27),
    )
    site.say(BRIDGE, "场地未定", on=date(2026, 5, 26), kind=ReportKind.DIFFICULTY, help_wanted="协调场地")
    bureau.clock.put(date(2026, 5, 27))

    answer = site.client.get(page_of(site))

    page = plain(answer.text)
    course = (
        "5月11日 发催办通知",
        "5月11日 报告分管领导",
        "5月12日 基教处报进展：场地已落实，通知待签发。预计5月29日完成",
        "5月20日 督查室电话催办，王接听：本周召开",
        "5月26日 基教处反映难度较大：场地未定。需要协调：协调场地",
    )
    assert answer.status_code == 200
    assert [page.index(line) for line in course] == sorted(page.index(line) for line in course)
    assert "逾期17个工作日" in page
    assert "请您：协调场地" in page
    for control in ("<form", "<input", "<button", "/t/"):
        assert control not in answer.text


def test_only_what_the_leader_was_told_of(site: OfficeSite) -> None:
    """A task without a released letter, or of an office of another leader, is not shown."""
    bureau = site.bureau
    bureau.add_leader("另一位", "other@example.org", ("学前处",))
    tell(bureau, KINDERGARTEN, "学前处", NoticeKind.ESCALATION, date(2026, 5, 11))
    tell(bureau, BRIDGE, "基教处", NoticeKind.LETTER, date(2026, 5, 11))

    page = site.client.get(page_of(site)).text

    assert KINDERGARTEN not in page
    assert BRIDGE not in page
    assert "目前没有发过催办通知的事项。" in page


def test_leaders_link_expires_without_a_button(site: OfficeSite) -> None:
    """A leader's expired link points to the newest mail; it offers no form."""
    opened = page_of(site)
    site.bureau.clock.now += timedelta(days=61)

    answer = site.client.get(opened)

    assert answer.status_code == 410
    assert "请用最近一封邮件里的链接。" in answer.text
    assert "<button" not in answer.text


def test_leader_without_offices(site: OfficeSite) -> None:
    """A leader nobody knows, or without an office, gets the page of an altered address."""
    assert site.client.get(address(site, 999)).status_code == 404
