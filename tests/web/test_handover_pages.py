"""The pages of 打印送达: who waits, the slip to print, and recording it once."""

import io
import re
from datetime import date

import docx
import pytest
from supervisor_site import TODAY, Site

from models import db, store_handover, store_notices
from models.kinds import MessageState, NoticeState
from models.store_handover import HandDeliveryRecord
from notifiers.base import PermanentError
from web.inbox_offices import failed_messages


@pytest.fixture
def mute(desk_site: Site) -> str:
    """The address of the slip of the office without mail, which owes a task of the last working day."""
    desk_site.bureau.add_task("印发写字方案", date(2024, 4, 30), "语委办")
    return f"/handover/{desk_site.bureau.offices['语委办']}"


def records(site: Site) -> list[HandDeliveryRecord]:
    with db.reading(site.bureau.services.engine) as connection:
        return store_handover.hand_deliveries(connection)


def sent_by(page: str) -> dict[str, object]:
    """The hidden fields and ticked boxes of the form that records, as a browser sends them."""
    form = page.partition('<form class="box" method="post"')[2].partition("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    ticked = re.findall(r'name="task" value="(\d+)" checked', form)
    return {**hidden, "task": ticked, "handed_on": TODAY.isoformat()}


def fill(page: str, **more: object) -> dict[str, object]:
    return {**sent_by(page), "handed_by": "督办员甲", "received_by": "值班员乙", **more}


def test_the_list_names_the_office_and_why(desk_site: Site, mute: str) -> None:
    """The office without address stands there with its reason, a count and the way on."""
    text = desk_site.client.get("/handover").text

    assert "1个单位要当面送" in text
    assert "语委办" in text
    assert "没有收信邮箱" in text
    assert f'href="{mute}"' in text


def test_the_slip_shows_task_date_and_record(desk_site: Site, mute: str) -> None:
    """The slip carries the task, the original words of its date, whom to call, and the block to sign."""
    for path in (mute, f"{mute}/print"):
        text = desk_site.client.get(path).text
        for words in (
            "印发写字方案",
            "原文“4月”",
            "0531-0000000",
            "送达人",
            "签收时间",
            "不得填写涉密内容",
        ):
            assert words in text, (path, words)


def test_recording_counts_as_said_once(desk_site: Site, mute: str) -> None:
    """A press stores one record; the same form sent again changes nothing and says the same."""
    data = fill(desk_site.client.get(mute).text)
    first = desk_site.post(mute, **data)
    second = desk_site.post(mute, **data)

    assert [answer.headers["location"] for answer in (first, second)] == ["/handover"] * 2
    shown = desk_site.client.get("/handover").text
    assert "今天没有要当面送的单位" in shown
    assert "值班员乙" in shown
    assert [(one.handed_by, one.handed_on) for one in records(desk_site)] == [("督办员甲", TODAY)]
    with db.reading(desk_site.bureau.services.engine) as connection:
        said = store_notices.notices(connection, task_id=desk_site.bureau.tasks["印发写字方案"])
    assert {one.state for one in said} == {NoticeState.LEFT}


def test_another_form_finds_nothing_left(desk_site: Site, mute: str) -> None:
    """Two people with two forms: the second is told, and nothing is stored twice."""
    mine, yours = (fill(desk_site.client.get(mute).text) for _ in range(2))
    desk_site.post(mute, **mine)
    answer = desk_site.post(mute, **yours)

    assert answer.status_code == 409
    assert "刚刚有人记过" in answer.text
    assert len(records(desk_site)) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"handed_by": ""}, "请填送达人"),
        ({"received_by": " "}, "请填接收人"),
        ({"handed_on": "2024-04-09"}, "送达日期还没到"),
        ({"handed_on": "昨天"}, "不是日期"),
        ({"task": []}, "至少勾选"),
    ],
)
def test_a_wrong_field_keeps_the_form(
    desk_site: Site, mute: str, wrong: dict[str, object], words: str
) -> None:
    """What was typed stays, the sentence says what is wrong, and nothing is stored."""
    answer = desk_site.post(mute, **fill(desk_site.client.get(mute).text, note="代收", **wrong))

    assert answer.status_code == 422
    assert words in answer.text
    assert ">代收</textarea>" in answer.text
    assert records(desk_site) == []


def test_a_number_ends_the_draft(desk_site: Site, mute: str) -> None:
    """The draft line stands until a person gives the paper a number."""
    plain = desk_site.client.get(f"{mute}/print").text
    numbered = desk_site.client.get(f"{mute}/print?number=督办〔2024〕3号").text

    assert "代拟稿" in plain
    assert "代拟稿" not in numbered
    assert "编号：督办〔2024〕3号" in numbered


def test_the_word_file_has_the_same_rows(desk_site: Site, mute: str) -> None:
    """The .docx opens and carries the task and a file name with the office."""
    answer = desk_site.client.get(f"{mute}.docx")

    document = docx.Document(io.BytesIO(answer.content))
    assert "印发写字方案" in document.tables[0].rows[1].cells[1].text
    assert "filename*=UTF-8''%E9%80%81%E8%BE%BE%E5%8D%95_" in answer.headers["content-disposition"]


def test_an_office_mail_reaches_has_no_slip(desk_site: Site) -> None:
    """The page says so; there is nothing to print."""
    path = f"/handover/{desk_site.bureau.offices['督导室']}"

    assert "现在没有要当面送的" in desk_site.client.get(path).text
    assert desk_site.client.get(f"{path}/print").status_code == 404
    assert desk_site.client.get(f"{path}.docx").status_code == 404
    assert desk_site.client.get("/handover/999").status_code == 404


def test_a_refused_message_handed_over_leaves_the_inbox(desk_site: Site) -> None:
    """Recorded, the message that came back is no longer among 送不到."""
    day = date(2024, 4, 9)
    desk_site.bureau.channel.fail_next(PermanentError("no such user", code=550))
    desk_site.bureau.add_task("临时的事", date(2024, 4, 12), "督导室")
    desk_site.bureau.tick(day)
    desk_site.sign_in(desk_site.client, "duban")
    message = next(one for one in desk_site.bureau.messages(day) if one.state is MessageState.FAILED)
    path = f"/handover/{desk_site.bureau.offices['督导室']}?message={message.id}"
    assert failed(desk_site) == [message.id]
    assert 'href="/handover">打印送达</a>' in desk_site.client.get("/").text

    page = desk_site.client.get(path).text
    assert "4月9日的信被退回（550）" in desk_site.client.get("/handover").text
    answer = desk_site.post(path.partition("?")[0], **fill(page, handed_on="2024-04-09"))

    assert answer.status_code == 303, answer.text
    assert failed(desk_site) == []


def failed(site: Site) -> list[int]:
    with db.reading(site.bureau.services.engine) as connection:
        return [one.id for one in failed_messages(connection)]


@pytest.mark.parametrize(
    "query", ["?on=2024-04-01", "?on=9999-99-99", "?on=2030-01-01", "?message=x", "?number=%00"]
)
def test_odd_addresses_are_answered(desk_site: Site, mute: str, query: str) -> None:
    """Another day, no day at all or a number nobody can print still shows a page."""
    assert desk_site.client.get(mute + query).status_code == 200


def test_a_held_letter_goes_by_hand(desk_site: Site) -> None:
    """From the tray: released, printed, recorded; the task's page then says that it was handed over."""
    letter = desk_site.held("举办写字节")
    tray = desk_site.client.get(f"/release/{letter.id}").text
    assert f'action="/handover/letters/{letter.id}"' in tray

    slip = desk_site.pressed(f"/handover/letters/{letter.id}")
    assert "催办通知单（第1次）" in slip
    path = f"/handover/{letter.office_id}"
    assert desk_site.post(path, **fill(slip)).status_code == 303

    assert desk_site.notice(letter.id).left_on == TODAY
    story = desk_site.client.get(f"/tasks/{desk_site.task('举办写字节').number}").text
    assert "当面送达，值班员乙接收" in story
    assert desk_site.post(f"/handover/letters/{letter.id}").status_code == 409
