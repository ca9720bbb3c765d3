"""The page 为什么, the auditor's findings on every page, and what monitoring is told of them."""

import re
from datetime import date, time

import pytest
from bureau import SUPERVISOR
from supervisor_site import TODAY, Site

from notifiers.base import ChannelDownError, TransientError
from scheduler import sending
from scheduler.auditor import audit_and_remember

MEETING = "召开督导工作会议"
BOTH = "印发三年行动计划"


def why(site: Site, title: str, query: str = "") -> str:
    return site.client.get(f"/tasks/{site.task(title).number}/why{query}").text


def sentences(page: str) -> list[str]:
    """The sentences of the page, in order."""
    return re.findall(r"<td><svg.*?</svg> <span[^>]*>([^<]*)</span></td>", page)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2024-03-31", ["没发：不是工作日"]),
        (
            "2024-04-01",
            ["发了：逾期1个工作日，08:30，随汇总信", "发了：每周逾期清单，逾期1个工作日，08:30，随汇总信"],
        ),
        ("2024-04-02", ["没发：这一级4月1日已发，下一级要等到4月8日"]),
        (
            "2024-04-08",
            [
                "等您核发：催办通知单，逾期5个工作日",
                "发了：每周逾期清单，逾期5个工作日，08:30，随汇总信",
            ],
        ),
        ("2024-04-09", ["不会发：催办通知单要等您核发，发出之后再计下一级"]),
    ],
)
def test_each_day_has_its_sentences(desk_site: Site, on: str, expected: list[str]) -> None:
    """The day in the address is explained, behind and ahead."""
    assert sorted(sentences(why(desk_site, MEETING, f"?on={on}"))) == sorted(expected)


def test_without_a_day_it_is_today(desk_site: Site) -> None:
    """The plain address shows this day, with the way to the day before and after."""
    page = why(desk_site, MEETING)

    assert "4月8日（周一）" in page
    assert "?on=2024-04-07" in page
    assert "?on=2024-04-09" in page


def test_each_office_has_its_rows(desk_site: Site) -> None:
    """Every named office of the task is told of, by name."""
    heads = re.findall(r'<th scope="rowgroup"[^>]*>([^<]*)</th>', why(desk_site, BOTH))

    assert heads == ["秘书处", "基教处"]


def test_sentences_lead_to_the_mail_and_the_letter(desk_site: Site) -> None:
    """What was sent links to the stored mail, what is held to its place in the tray."""
    held = desk_site.held(MEETING)
    page = why(desk_site, MEETING)
    links = re.findall(r'<a href="(/(?:outbox|release)/\d+)">', page)

    assert f"/release/{held.id}" in links
    assert len(links) == 2
    assert {desk_site.client.get(link).status_code for link in links} == {200}


def test_the_way_there(desk_site: Site) -> None:
    """The task's page links here, and this page back to it."""
    number = desk_site.task(MEETING).number

    assert f"/tasks/{number}/why" in desk_site.client.get(f"/tasks/{number}").text
    assert f'<a href="/tasks/{number}">' in why(desk_site, MEETING)


@pytest.mark.parametrize(
    "query",
    ["?on=2024-02-30", "?on=gestern", "?on=1999-12-31", "?on=2030-01-01", "?on=<script>", "?on=%ff%00"],
)
def test_a_day_that_cannot_be_shown_falls_back_to_today(desk_site: Site, query: str) -> None:
    """A wrong day is named, today is shown, and nothing of the address becomes markup."""
    page = why(desk_site, MEETING, query)

    assert "不是能看的日子" in page
    assert "4月8日（周一）" in page
    assert "<script>" not in page


def test_a_task_nobody_has_is_not_found(desk_site: Site) -> None:
    """An unknown number gets the ordinary page of what is not there."""
    assert desk_site.client.get("/tasks/2024-999/why").status_code == 404


def test_findings_stand_on_every_page_and_turn_health(desk_site: Site) -> None:
    """What the auditor found is said above the title and to monitoring, until it finds nothing more."""
    bureau = desk_site.bureau
    assert desk_site.client.get("/healthz").status_code == 200
    bureau.add_offices("财审处")
    bureau.add_task("审计进点会", date(2024, 4, 10), "财审处")
    audit_and_remember(bureau.services, today=TODAY, now=bureau.clock())

    for path in ("/", "/tasks"):
        page = desk_site.client.get(path).text
        assert "自查发现2条今天该发的通知没有生成：" in page
        assert "财审处，2024-006，距到期2个工作日" in page
    health = desk_site.client.get("/healthz")
    assert (health.status_code, health.json()["findings"]) == (503, ["unsaid"])
    assert "财审处" not in health.text

    bureau.tick(TODAY, time(9, 15))
    audit_and_remember(bureau.services, today=TODAY, now=bureau.clock())

    assert "自查发现" not in desk_site.client.get("/").text
    assert desk_site.client.get("/healthz").status_code == 200


def test_a_relay_that_is_down_stands_on_every_page_and_turns_health(desk_site: Site) -> None:
    """It is said once, with its reason and since when, and not beside a pause that says the same."""
    bureau = desk_site.bureau
    bureau.add_offices("财审处")
    bureau.add_task("审计进点会", date(2024, 4, 10), "财审处")
    for at in (time(9, 20), time(9, 30), time(9, 41)):
        bureau.channel.refuse_next(ChannelDownError("连不上邮件服务器：connection refused"))
        bureau.tick(TODAY, at)
    browser = desk_site.client_of()

    page = browser.get("/tasks").text
    assert page.count("邮件系统连不上，") == 1
    assert "connection refused。4月8日 09:20 起发不出，下次 09:46 再试" in page
    assert desk_site.client.get("/healthz").json()["findings"] == ["relay_down"]
    assert desk_site.client.get("/healthz").status_code == 503

    sending.pause(bureau.services, SUPERVISOR)

    assert "邮件系统连不上，" not in browser.get("/tasks").text


def test_a_mail_sent_away_twice_is_not_the_relays_trouble(desk_site: Site) -> None:
    """One message greylisted twice stands in the outbox and on no other page; the auditor agrees."""
    bureau = desk_site.bureau
    bureau.add_offices("财审处")
    bureau.add_task("审计进点会", date(2024, 4, 10), "财审处")
    for at in (time(9, 20), time(9, 30), time(9, 41)):
        bureau.channel.fail_next(TransientError("4.2.0 greylisted", code=450, stage="rcpt"))
        bureau.tick(TODAY, at)

    assert "邮件系统" not in desk_site.client_of().get("/tasks").text
    assert desk_site.client.get("/healthz").json()["findings"] == []


def test_an_auditor_fallen_silent_turns_health(desk_site: Site) -> None:
    """A quarter of an hour without an audit, in the hours in which mail leaves, is trouble."""
    desk_site.bureau.clock.put(TODAY, time(9, 21))

    answer = desk_site.client.get("/healthz")

    assert (answer.status_code, answer.json()["audit"]) == (503, "stale")
