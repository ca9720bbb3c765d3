"""Links that open nothing, the button for a new one, and that no altered token is ever taken."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_site import OFFICES, OfficeSite, plain

from models import db, store_directory
from models.store_messages import MessageRecord
from scheduler.links import Links, Purpose

EXPIRES = 60
NOW = datetime(2026, 2, 27, tzinfo=UTC)
_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def names_an_office(page: str) -> bool:
    return any(office in page for office in OFFICES)


def links_sent(site: OfficeSite) -> list[MessageRecord]:
    return [message for message in site.bureau.messages() if message.kind == "link"]


def expire(site: OfficeSite) -> str:
    """The home of a link that has just expired."""
    home = site.home
    site.bureau.clock.now += timedelta(days=EXPIRES + 1)
    return home


def test_link_opens_for_sixty_days(new_site: OfficeSite) -> None:
    """A link opens until its last day by the real clock."""
    home = new_site.home
    new_site.bureau.clock.now += timedelta(days=EXPIRES)

    assert new_site.client.get(home).status_code == 200


def test_expired_link_offers_a_new_one(new_site: OfficeSite) -> None:
    """An expired link names its last day, the masked address and three ways on; nothing can be typed."""
    answer = new_site.client.get(expire(new_site))

    page = plain(answer.text)
    assert answer.status_code == 410
    assert "这个链接已经过期 链接有效期到2026年4月28日。基教处的事项和已填的内容都在，没有受影响。" in page
    assert "登记的邮箱 o***@example.org" in page
    assert "office1@example.org" not in answer.text
    assert "<input" not in answer.text
    assert "<textarea" not in answer.text
    assert "0531-0000000" in page


def test_button_sends_to_the_registered_address_at_most_once_an_hour(new_site: OfficeSite) -> None:
    """The new link goes to the registered address, and pressing again within the hour sends nothing more."""
    home = expire(new_site)
    for _ in range(3):
        answer = new_site.client.post(f"{home}/renew", data={"email": "other@example.org"})
        assert "已发到登记的邮箱 o***@example.org。没有收到请看垃圾邮件，或打电话。" in plain(answer.text)

    assert [message.recipient for message in links_sent(new_site)] == ["office1@example.org"]
    new_site.bureau.clock.now += timedelta(hours=1)
    new_site.client.post(f"{home}/renew")
    assert len(links_sent(new_site)) == 2


def test_button_of_a_link_that_still_opens_sends_nothing(new_site: OfficeSite) -> None:
    """Only an expired link is renewed; a good one leads to its page."""
    answer = new_site.post("renew")

    assert (answer.status_code, answer.headers["location"]) == (303, new_site.home)
    assert links_sent(new_site) == []


def test_expired_link_without_address_has_no_button(new_site: OfficeSite) -> None:
    """An office without a registered address is told to telephone."""
    with db.writing(new_site.bureau.services.engine) as connection:
        store_directory.set_contact(connection, new_site.bureau.offices["基教处"], email="")
    home = expire(new_site)

    assert "<button" not in new_site.client.get(home).text
    assert new_site.client.post(f"{home}/renew").status_code == 409
    assert links_sent(new_site) == []


def test_expired_link_acts_no_more(new_site: OfficeSite) -> None:
    """No form of an expired link is taken."""
    home = expire(new_site)

    for act in ("report", "acknowledge", "confirm"):
        answer = new_site.client.post(f"{home}/{act}", data={"plans": str(new_site.bureau.plan_id)})
        assert answer.status_code == 410
    assert "请签收" in new_site.get()


def test_revoked_link(new_site: OfficeSite) -> None:
    """Raising the office's version closes every older link at once; it cannot be renewed."""
    home = new_site.home
    with db.writing(new_site.bureau.services.engine) as connection:
        store_directory.revoke_links(connection, new_site.bureau.offices["基教处"])

    answer = new_site.client.get(home)

    assert answer.status_code == 410
    assert "这个链接已停用 基教处的链接换过。请用最近一封督办邮件里的链接。" in plain(answer.text)
    assert new_site.client.post(f"{home}/renew").status_code == 410
    assert links_sent(new_site) == []
    new_site.issued_version = 2
    assert new_site.client.get(new_site.home).status_code == 200


def test_merged_office(new_site: OfficeSite) -> None:
    """The link of an office that was merged says which one gets the mails now."""
    offices = new_site.bureau.offices
    with db.writing(new_site.bureau.services.engine) as connection:
        store_directory.merge_into(connection, offices["基教处"], offices["学前处"])

    answer = new_site.client.get(new_site.home)

    assert answer.status_code == 410
    assert "基教处已并入学前处" in answer.text


def test_page_of_an_altered_address_names_nobody(new_site: OfficeSite) -> None:
    """A cut address is said to be incomplete; no office is named."""
    answer = new_site.client.get(new_site.home[:-3])

    assert answer.status_code == 404
    assert "这个网址不完整 可能是复制时少了几个字符。" in plain(answer.text)
    assert not names_an_office(answer.text)


@settings(suppress_health_check=_FIXTURES, max_examples=40)
@given(place=st.integers(0, 33), char=st.characters(codec="utf-8", exclude_characters="/"))
def test_any_changed_character_is_refused(new_site: OfficeSite, place: int, char: str) -> None:
    """Whatever single character of a token is changed, nothing opens and nothing is named."""
    token = new_site.token
    altered = quote(token[:place] + char + token[place + 1 :])
    if altered == token:
        return

    for answer in (
        new_site.client.get(f"/t/{altered}"),
        new_site.client.post(f"/t/{altered}/acknowledge", data={"plans": "1"}),
    ):
        assert answer.status_code == 404
        assert not names_an_office(answer.text)


@given(
    place=st.integers(0, 33),
    char=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. 中"),
    subject=st.integers(0, 2**32 - 1),
    version=st.integers(0, 2**16 - 1),
)
def test_no_altered_token_is_read(place: int, char: str, subject: int, version: int) -> None:
    """A token with one character changed, added or taken away says nothing at all."""
    links = Links(key=b"k" * 32, base_url="")
    token = links.issue(Purpose.OFFICE, subject, version=version, now=NOW)
    for altered in (
        token[:place] + char + token[place + 1 :],
        token[:place] + char + token[place:],
        token[:place] + token[place + 1 :],
        token[:place],
    ):
        assert altered == token or links.read(altered) is None


@pytest.mark.parametrize("kind", ["leader", "other key", "unknown office"])
def test_tokens_for_something_else(new_site: OfficeSite, kind: str) -> None:
    """A token of another purpose, another key or an office that does not exist opens nothing."""
    links, now = new_site.bureau.services.links, new_site.bureau.clock()
    token = {
        "leader": links.issue(Purpose.LEADER, 1, version=1, now=now),
        "other key": Links(b"x" * 32, "").issue(Purpose.OFFICE, 1, version=1, now=now),
        "unknown office": links.issue(Purpose.OFFICE, 999, version=1, now=now),
    }[kind]

    answer = new_site.client.get(f"/t/{token}")

    assert answer.status_code == 404
    assert not names_an_office(answer.text)


def test_office_token_opens_no_leader_page(new_site: OfficeSite) -> None:
    """The purpose of a token is part of what is signed."""
    assert new_site.client.get(f"/l/{new_site.token}").status_code == 404
