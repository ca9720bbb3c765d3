"""The main job in a real browser: import, release, the mail's own link, report, check, and the tray."""

import email
import email.policy
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from datetime import time as clock_time
from typing import Any

import pytest
from bureau import ROOT, Bureau
from served import screen, served_bureau
from supervisor_site import PASSWORD

from models import db, store_notices
from models.kinds import NoticeState

pytestmark = [pytest.mark.browser, pytest.mark.slow]
IMPORTED_ON = date(2024, 2, 27)
LATE = date(2024, 3, 8)
TITLE = "印发责任督学挂牌督导入校清单"


@pytest.fixture
def base(sqlite_bureau: Bureau) -> Iterator[str]:
    """The whole site; its links lead to its port."""
    with served_bureau(sqlite_bureau, IMPORTED_ON) as address:
        yield address


@pytest.fixture
def desk(chromium: Any) -> Iterator[Any]:
    """A supervisor's screen."""
    with screen(chromium, 1280) as page:
        yield page


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """A clerk's phone."""
    with screen(chromium, 390) as page:
        yield page


def passes(bureau: Bureau, start: date, end: date) -> None:
    """Let days pass in a thread of their own: the browser's thread has its own event loop."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(bureau.live_until, start, end).result()
    bureau.clock.put(end, clock_time(9, 5))


def link_in_mail(bureau: Bureau, recipient: str, base: str) -> str:
    """Return the office's link as it stands in the bytes of the newest mail to an address."""
    data = next(e.data for e in reversed(bureau.channel.envelopes) if e.recipient == recipient)
    mail = email.message_from_bytes(data, policy=email.policy.default)
    text = next(part.get_content() for part in mail.walk() if part.get_content_type() == "text/plain")
    found = re.search(r"https?://\S+(/t/[A-Za-z0-9_-]+)", text)
    assert found is not None
    return base + found[1]


def sign_in(desk: Any, base: str) -> None:
    desk.goto(f"{base}/login")
    desk.fill("#user", "duban")
    desk.fill("#password", PASSWORD)
    desk.click("button:has-text('登录')")


def test_the_main_job(sqlite_bureau: Bureau, base: str, desk: Any, phone: Any) -> None:
    """A supervisor imports and releases, an office reports from its mail, the list shrinks; the tray."""
    bureau = sqlite_bureau
    sign_in(desk, base)

    desk.goto(f"{base}/imports")
    desk.set_input_files("input[name=file]", str(ROOT / "examples" / "plan_2024.docx"))
    desk.click("button:has-text('读出来看看') >> nth=0")
    assert desk.locator(".tally div").first.inner_text().split() == ["89", "读出的行"]
    desk.click("button:has-text('入库勾选的行…')")
    desk.click("button:has-text('确认入库88行')")
    desk.goto(f"{base}/imports")
    desk.click("text=发布计划…")
    desk.click("button:has-text('确认发布')")
    passes(bureau, IMPORTED_ON, LATE)

    sign_in(desk, base)  # the session has ended meanwhile
    desk.goto(f"{base}/overdue")
    assert desk.locator(f"text={TITLE}").count() >= 1
    before = desk.locator("tbody tr").count()

    phone.goto(link_in_mail(bureau, "dudao@example.org", base))
    assert "督导室" in phone.title() or phone.locator("h1:has-text('督导室')").count() == 1
    phone.get_by_role("link", name=f"填报：{TITLE}").click()
    phone.check("#c1")
    phone.fill("#c-day", "2024-03-07")
    phone.fill("#c-note", "清单已印发，共40所学校。")
    phone.locator(".fields-1").get_by_label("填报人").fill("联络员")
    phone.click("button:has-text('提交完成情况')")
    assert phone.locator("text=已收到督导室的填报").count() == 1

    desk.goto(f"{base}/tasks?q={TITLE}")
    desk.click(f"tbody a:has-text('{TITLE}')")
    desk.check("input[name=result][value=pass]")
    desk.click("button:has-text('确定') >> nth=0")
    desk.goto(f"{base}/overdue")
    assert desk.locator("tbody tr").count() == before - 1
    assert desk.locator(f"table >> text={TITLE}").count() == 0

    with db.reading(bureau.services.engine) as connection:
        held = store_notices.notices(connection, states=(NoticeState.HELD,))
    first, second = held[0].id, held[1].id
    desk.goto(f"{base}/release/{first}?do=edit")
    desk.fill("input[name=subject], input[name=subject_words] >> nth=0", "请答复一项工作")
    desk.click("button:has-text('保存，看改后的样子')")
    assert "请答复一项工作" in desk.content()
    desk.click("button:has-text('核发并发出')")
    desk.goto(f"{base}/release/{second}?do=hold")
    desk.click("form[action$='/hold'] button")
    passes(bureau, LATE, LATE)

    sent = [m for m in bureau.messages(LATE) if m.kind == "letter"]
    assert [m.subject for m in sent] == ["请答复一项工作"]
    with db.reading(bureau.services.engine) as connection:
        assert store_notices.notice(connection, second).hold_until is not None
