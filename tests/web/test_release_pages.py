"""核发: the letter as it would leave, each thing a person may do with it, and what is said afterwards."""

import re
from datetime import date

import pytest
from bureau import SUPERVISOR
from supervisor_site import TODAY, Site

from models import db, store_directory, store_messages, store_reports
from models.kinds import MessageState, NoticeState, ReportKind
from scheduler.compose import letter_preview
from scheduler.sending import mask_token
from scheduler.tracking import ReportInput, report

MEETING, WRITING = "召开督导工作会议", "举办写字节"


def test_the_letter_is_the_one_the_sender_renders(desk_site: Site) -> None:
    """The frame holds exactly what the sending code writes, the tokens hidden."""
    letter, services = desk_site.held(MEETING), desk_site.bureau.services
    with db.reading(services.engine) as connection:
        rendered = letter_preview(services, connection, letter, today=TODAY)

    shown = desk_site.client.get(f"/release/{letter.id}/letter")

    assert shown.text == mask_token(rendered.html)
    assert shown.headers["content-security-policy"].startswith("sandbox")
    assert rendered.subject in desk_site.client.get("/release").text


def test_releasing_says_who_and_when_and_opens_the_next(desk_site: Site) -> None:
    """After 核发并发出 the letter is released and leaves with the next pass as shown."""
    letter = desk_site.held(MEETING)

    page = desk_site.pressed(f"/release/{letter.id}/release")

    assert "已核发：督导室，十分钟内发出。" in page
    assert desk_site.notice(letter.id).state is NoticeState.RELEASED
    desk_site.bureau.tick(TODAY)
    assert desk_site.notice(letter.id).state is NoticeState.LEFT


def test_releasing_twice_releases_once(desk_site: Site) -> None:
    """The second press says that it is released already."""
    letter = desk_site.held(MEETING)
    desk_site.post(f"/release/{letter.id}/release")

    again = desk_site.post(f"/release/{letter.id}/release")

    assert again.status_code == 409
    assert "已经核发" in again.text


def test_a_letter_without_address_cannot_be_released(desk_site: Site) -> None:
    """Its page offers the telephone first, and a forged press is refused."""
    letter = desk_site.held(WRITING)
    page = desk_site.client.get(f"/release/{letter.id}").text

    assert "核发并发出" not in page
    assert "改为电话催办" in page
    assert desk_site.post(f"/release/{letter.id}/release").status_code == 409
    assert desk_site.notice(letter.id).state is NoticeState.HELD


def test_rewriting_and_restoring(desk_site: Site) -> None:
    """Own words stand in the letter, are marked 已改, and go again with 恢复原文."""
    letter = desk_site.held(MEETING)
    page = desk_site.pressed(
        f"/release/{letter.id}/edit", opening_words="请<尽快>答复。", subject_words="请答复"
    )
    assert "已改" in page
    assert "请&lt;尽快&gt;答复。" in desk_site.client.get(f"/release/{letter.id}/letter").text

    desk_site.pressed(f"/release/{letter.id}/edit", restore="1")

    assert desk_site.notice(letter.id).opening_words == ""


def test_not_telling_the_leader_this_time(desk_site: Site) -> None:
    """这次不告 keeps the rest of the letter as it is."""
    letter = desk_site.held(MEETING)
    desk_site.pressed(f"/release/{letter.id}/edit", opening_words="请答复。")

    page = desk_site.pressed(f"/release/{letter.id}/leader", skip="1")

    assert "这次不告分管局领导" in page
    assert desk_site.notice(letter.id).skip_leader
    assert desk_site.notice(letter.id).opening_words == "请答复。"


def test_a_call_in_place_of_the_letter(desk_site: Site) -> None:
    """The call is recorded for the level, the letter is not sent, and the consequence was shown."""
    letter = desk_site.held(WRITING)
    assert (
        "再过5个工作日（4月15日）仍未报，列为“拟列入通报”"
        in desk_site.client.get(f"/release/{letter.id}?do=phone").text
    )

    page = desk_site.pressed(
        f"/release/{letter.id}/phone",
        answered_by="值班员",
        called_on=TODAY.isoformat(),
        called_time="09:15",
        answer="本周办完。",
    )

    assert "电话催办已记下，这封不发。" in page
    assert desk_site.notice(letter.id).state is NoticeState.PHONED
    with db.reading(desk_site.bureau.services.engine) as connection:
        calls = store_reports.follow_ups(connection, [desk_site.bureau.tasks[WRITING]])
    assert [call.answer for call in calls] == ["09:15 本周办完。"]


@pytest.mark.parametrize(
    ("until", "words"), [("2024-04-13", "不是工作日"), ("2024-04-08", "今天之后"), ("", "例如")]
)
def test_a_letter_is_put_off_to_a_working_day_ahead(desk_site: Site, until: str, words: str) -> None:
    """Another day is refused, the form stays open."""
    letter = desk_site.held(MEETING)

    answer = desk_site.post(f"/release/{letter.id}/hold", until=until)

    assert answer.status_code == 422
    assert words in answer.text
    assert desk_site.notice(letter.id).hold_until is None


def test_a_letter_put_off_waits_aside(desk_site: Site) -> None:
    """It leaves the count of the day, stays in the list with its day, and can be taken out again."""
    letter = desk_site.held(MEETING)
    page = desk_site.pressed(f"/release/{letter.id}/hold", until="2024-04-10")

    assert "暂缓到4月10日" in page
    assert f"/release/{letter.id}" not in desk_site.client.get("/").text

    desk_site.pressed(f"/release/{letter.id}/back")
    assert desk_site.notice(letter.id).hold_until is None


def test_not_sending_needs_a_reason(desk_site: Site) -> None:
    """Without one the letter still waits; with one it is dropped and stands among the handled."""
    letter = desk_site.held(MEETING)
    assert desk_site.post(f"/release/{letter.id}/drop", reason=" ").status_code == 422

    desk_site.pressed(f"/release/{letter.id}/drop", reason="已当面说明")

    assert desk_site.notice(letter.id).state is NoticeState.DROPPED
    handled = desk_site.client.get("/release?state=handled").text
    assert "定为不发：已当面说明" in handled


def test_what_the_office_said_stands_before_the_letter(desk_site: Site) -> None:
    """先看一眼 names the report that came since."""
    task = desk_site.task(MEETING)
    said = ReportInput(ReportKind.PROGRESS, "会期已定。", "联络员", expected_on=date(2024, 4, 12))
    report(
        desk_site.bureau.services,
        SUPERVISOR,
        task.id,
        task.leads[0].office_id,
        said,
        today=TODAY,
        channel="link",
    )

    page = desk_site.client.get(f"/release/{desk_site.held(MEETING).id}").text

    assert "先看一眼：" in page
    assert "会期已定。" in page
    assert "预计4月12日完成" in page


def test_several_are_shown_before_they_leave(desk_site: Site) -> None:
    """核发所选 leads to a page that names who gets what; its button says the number and acts on those."""
    ids = [desk_site.held(MEETING).id, desk_site.held(WRITING).id]
    shown = desk_site.client.post(
        "/release/chosen", data={"csrf": desk_site.csrf(), "act": "release", "notice": ids}
    )
    assert "确认核发1封" in shown.text
    assert "没有邮箱" in shown.text
    assert desk_site.notice(ids[0]).state is NoticeState.HELD

    chosen = re.findall(r'<input type="hidden" name="notice" value="(\d+)">', shown.text)
    page = desk_site.pressed("/release/chosen", act="release", confirmed="1", notice=chosen)

    assert "已核发1封" in page
    assert desk_site.notice(ids[0]).state is NoticeState.RELEASED
    assert desk_site.notice(ids[1]).state is NoticeState.HELD


def test_nothing_waits(desk_site: Site) -> None:
    """An empty tray says so."""
    for title in (MEETING, WRITING):
        desk_site.post(f"/release/{desk_site.held(title).id}/drop", reason="试")

    assert "没有等待核发的信。" in desk_site.client.get("/release").text


def test_sending_a_letter_again_is_a_new_letter_once(desk_site: Site) -> None:
    """重发 queues a new message; pressed twice while it waits, the second is refused."""
    message = next(one for one in desk_site.bureau.messages() if one.office_id)
    first = desk_site.post(f"/outbox/{message.id}/resend")
    second = desk_site.post(f"/outbox/{message.id}/resend")

    assert (first.status_code, second.status_code) == (303, 409)
    with db.reading(desk_site.bureau.services.engine) as connection:
        waiting = store_messages.messages(connection, states=(MessageState.PENDING,))
    assert [one.replaces_id for one in waiting] == [message.id]


def test_mending_an_address_and_resending_in_one_press(desk_site: Site) -> None:
    """存并重发 stores the address and queues the letter to it."""
    message = next(one for one in desk_site.bureau.messages() if one.office_id)
    office_id = message.office_id or 0

    desk_site.pressed(f"/offices/{office_id}/edit", email="new@example.org", resend=message.id, again="1")

    with db.reading(desk_site.bureau.services.engine) as connection:
        waiting = store_messages.messages(connection, states=(MessageState.PENDING,))
        assert store_directory.load_directory(connection).offices[office_id].email == "new@example.org"
    assert [one.recipient for one in waiting] == ["new@example.org"]


def test_pausing_stands_on_every_page(desk_site: Site) -> None:
    """全部暂停发送 is said above every title until somebody resumes."""
    desk_site.pressed("/sending", act="pause", reason="换邮件服务器")
    assert "全部暂停发送" in desk_site.client.get("/offices").text
    assert "换邮件服务器" in desk_site.client.get("/tasks").text

    desk_site.pressed("/sending", act="resume")

    assert "全部暂停发送，自" not in desk_site.client.get("/tasks").text
