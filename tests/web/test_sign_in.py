"""Signing in and out: locks, unknown names, one-use passwords, and when an old cookie is refused."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from supervisor_site import CHEAP, PASSWORD, RULES, Site, csrf_of

from models import db, store_users
from models.kinds import UserRole
from models.store_audit import Actor
from rules.errors import InputError
from scheduler import accounts
from scheduler.guesses import Guesses
from scheduler.passwords import Passwords
from web.app import build_app
from web.session import local_path
from web.site import WebSettings

COOKIE = "duban"


def browser(site: Site) -> TestClient:
    return TestClient(site.client.app, follow_redirects=False)


def refusal(text: str) -> str:
    """The words of the red note."""
    found = re.search(r'role="alert">(.*?)</div>', text, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def test_a_wrong_password_says_how_many_tries_are_left_and_then_locks(blank_site: Site) -> None:
    """Five failures lock an account for fifteen minutes; the right password then gets the same answer."""
    client = browser(blank_site)

    answers = [refusal(blank_site.sign_in(client, "duban", "wrong").text) for _ in range(6)]
    locked = blank_site.sign_in(client, "duban", PASSWORD)

    assert [re.search(r"还可以试(\d)次", answer)[1] for answer in answers[:4]] == list("4321")  # type: ignore[index] # found or the test fails
    assert "已锁定" in answers[4]
    assert refusal(locked.text) == answers[5]
    assert locked.status_code == 401

    blank_site.bureau.clock.now += timedelta(minutes=15)
    assert blank_site.sign_in(client, "duban", PASSWORD).status_code == 303


def test_an_unknown_name_is_answered_like_a_known_one(blank_site: Site) -> None:
    """Words, status and the lock are the same whether or not anybody has the name."""
    known, unknown = browser(blank_site), browser(blank_site)
    for _ in range(6):
        one = blank_site.sign_in(known, "guan", "wrong")
        other = blank_site.sign_in(unknown, "nobody", "wrong")
        assert refusal(one.text) == refusal(other.text)
        assert one.status_code == other.status_code


def test_an_unknown_name_costs_a_hash_too(blank_site: Site) -> None:
    """The time is that of one hash whether the name is known, unknown or locked."""
    hashed: list[str] = []

    class Counting(Passwords):
        def matches(self, password: str, password_hash: str) -> bool:
            hashed.append(password_hash)
            return super().matches(password, password_hash)

    rules = accounts.SessionRules(passwords=Counting(memory_kib=64, rounds=1))
    services, guesses = blank_site.bureau.services, Guesses()
    for name in ("duban", "nobody"):
        for _ in range(7):
            accounts.sign_in(services, rules, guesses, name, "wrong", address="10.0.0.1")

    assert len(hashed) == 14


def test_one_address_cannot_try_for_ever(blank_site: Site) -> None:
    """After twenty failures an hour from one address even a right password is refused for a while."""
    client = browser(blank_site)
    for number in range(20):
        blank_site.sign_in(client, f"name{number}", "wrong")

    refused = blank_site.sign_in(client, "duban", PASSWORD)

    assert refused.status_code == 429
    blank_site.bureau.clock.now += timedelta(hours=1)
    assert blank_site.sign_in(client, "duban", PASSWORD).status_code == 303


def test_a_huge_password_is_not_hashed_whole(blank_site: Site) -> None:
    """A password of hundreds of thousands of characters is answered like any wrong one."""
    answer = blank_site.sign_in(browser(blank_site), "duban", PASSWORD + "x" * 400_000)

    assert answer.status_code == 401


def test_each_sign_in_opens_a_session_of_its_own(blank_site: Site) -> None:
    """The cookie is new at every login and only its hash is stored."""
    client = browser(blank_site)
    client.cookies.set(COOKIE, "chosen-by-somebody-else")
    blank_site.sign_in(client, "duban")
    cookies = [cookie.value or "" for cookie in client.cookies.jar if cookie.name == COOKIE]

    assert "chosen-by-somebody-else" not in cookies[-1:]
    assert len(cookies[-1]) >= 40
    with db.reading(blank_site.bureau.services.engine) as connection:
        assert store_users.find_session(connection, cookies[-1]) is None
        assert store_users.find_session(connection, accounts.key_hash(cookies[-1])) is not None


def test_a_session_ends_when_nobody_uses_it(blank_site: Site) -> None:
    """Thirty minutes without a request end a session; use keeps it."""
    clock = blank_site.bureau.clock
    for _ in range(3):
        clock.now += timedelta(minutes=29)
        assert blank_site.client.get("/").status_code == 200

    clock.now += timedelta(minutes=30)

    assert blank_site.client.get("/").status_code == 303


def test_a_session_ends_after_ten_hours_however_busy(blank_site: Site) -> None:
    """The absolute limit holds although the session is used all the time."""
    for _ in range(29):
        blank_site.bureau.clock.now += timedelta(minutes=20)
        assert blank_site.client.get("/").status_code == 200

    blank_site.bureau.clock.now += timedelta(minutes=20)

    assert blank_site.client.get("/").status_code == 303


def test_the_old_cookie_is_refused_after_signing_out(blank_site: Site) -> None:
    """A cookie kept from before the sign-out opens nothing."""
    old = blank_site.client.cookies.get(COOKIE)
    blank_site.post("/logout")

    thief = browser(blank_site)
    thief.cookies.set(COOKIE, old or "")

    assert thief.get("/").status_code == 303


def test_a_lock_ends_the_sessions(blank_site: Site) -> None:
    """When an account is locked by guessing, its open sessions end too."""
    guesser = browser(blank_site)
    for _ in range(5):
        blank_site.sign_in(guesser, "duban", "wrong")

    assert blank_site.client.get("/").status_code == 303


def test_a_password_change_ends_every_other_session(blank_site: Site) -> None:
    """Other browsers are signed out; the one that changed it goes on with a new cookie."""
    other, old = blank_site.client_of("duban"), blank_site.client.cookies.get(COOKIE)
    new = "Another-Word-99"

    page = blank_site.pressed("/me", old=PASSWORD, new=new, again=new)

    assert "密码已改。" in page
    assert other.get("/").status_code == 303
    assert blank_site.client.cookies.get(COOKIE) != old
    assert blank_site.sign_in(browser(blank_site), "duban", PASSWORD).status_code == 401
    assert blank_site.sign_in(browser(blank_site), "duban", new).status_code == 303


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("short-1A", "short-1A", "新密码不合要求"),
        ("alllowercaseletters", "alllowercaseletters", "新密码不合要求"),
        ("Duban-2026-long", "Duban-2026-long", "不能含有用户名"),
        ("Another-Word-99", "Another-Word-98", "不一样"),
        ("A-1" + "x" * 198, "A-1" + "x" * 198, "最多200个字符"),
        (PASSWORD, PASSWORD, "和现在的一样"),
    ],
)
def test_a_password_that_breaks_the_rule_is_not_taken(
    blank_site: Site, new: str, again: str, words: str
) -> None:
    """The rule is named and the old password stays."""
    answer = blank_site.post("/me", old=PASSWORD, new=new, again=again)

    assert answer.status_code == 422
    assert words in answer.text
    assert blank_site.sign_in(browser(blank_site), "duban").status_code == 303


def test_a_one_use_password_must_be_changed_first(blank_site: Site) -> None:
    """With a one-use password every page leads to its change, and no act is taken."""
    services = blank_site.bureau.services
    one_use = accounts.reset_user(services, blank_site_actor(), "guan", passwords=CHEAP)
    client = browser(blank_site)
    blank_site.sign_in(client, "guan", one_use)

    assert client.get("/tasks").headers["location"] == "/me"
    token = csrf_of(client)
    assert client.post("/sending", data={"csrf": token, "act": "pause"}).headers["location"] == "/me"

    fields = {"csrf": token, "old": one_use, "new": "Another-Word-99", "again": "Another-Word-99"}
    assert client.post("/me", data=fields).headers["location"] == "/"
    assert client.get("/tasks").status_code == 200


def blank_site_actor() -> Actor:
    return Actor("督办员")


def test_a_disabled_person_is_out_at_once(blank_site: Site) -> None:
    """Locking a person out ends the session and refuses the right password."""
    accounts.disable_user(blank_site.bureau.services, blank_site_actor(), "duban")

    assert blank_site.client.get("/").status_code == 303
    assert blank_site.sign_in(browser(blank_site), "duban").status_code == 401


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/tasks?state=open", "/tasks?state=open"),
        ("//evil.example.org", "/"),
        ("/\\evil.example.org", "/"),
        ("https:evil.example.org", "/"),
        ("https://evil.example.org", "/"),
        ("/%2fevil.example.org", "/"),
        ("/%5Cevil.example.org", "/"),
        ("/a\nb", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        ("/login?next=/x", "/"),
    ],
)
def test_the_login_leads_only_to_paths_of_this_site(asked: str, goes: str) -> None:
    """``next`` is an open door nowhere."""
    assert local_path(asked) == goes


def test_the_login_leads_back_where_one_wanted_to_go(blank_site: Site) -> None:
    """A page asked for without a session is shown after signing in."""
    client = browser(blank_site)
    asked = client.get("/tasks?state=open")
    page = client.get(asked.headers["location"])
    target = re.search(r'name="next" value="([^"]+)"', page.text)

    assert target is not None
    answer = blank_site.sign_in(client, "duban", next=target[1])
    assert answer.headers["location"] == "/tasks?state=open"


def test_cookies_over_tls_are_bound_to_the_host(blank_site: Site) -> None:
    """With an https address cookies are ``__Host-``, Secure, HttpOnly and SameSite, and HSTS is sent."""
    settings = WebSettings(base_url="https://duban.example.org", session=RULES)
    app = build_app(blank_site.bureau.services, settings=settings)
    client = TestClient(app, base_url="https://duban.example.org", follow_redirects=False)

    answer = blank_site.sign_in(client, "duban")

    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-duban="))
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "strict-transport-security" in answer.headers


def test_names_and_roles_of_new_people(blank_site: Site) -> None:
    """A name is taken once; its one-use password follows the rule."""
    services, actor = blank_site.bureau.services, blank_site_actor()
    password = accounts.add_user(services, actor, "new", role=UserRole.READER, passwords=CHEAP)

    assert len(password) >= 12
    for name in ("new", "", "two words", "x" * 41):
        with pytest.raises(InputError):
            accounts.add_user(services, actor, name, role=UserRole.READER, passwords=CHEAP)
