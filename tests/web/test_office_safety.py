"""What an office's page must never do: change by looking, run what was typed, act for another site."""

import hashlib
import html
from datetime import date

import pytest
import sqlalchemy as sa
from office_site import BRIDGE, COMMITTEE, EXAM, KINDERGARTEN, SCHEME, OfficeSite, plain

from models import db, store_directory
from models.kinds import ReportKind
from models.tables import METADATA
from rules.facts import Status

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% include 'x' %}",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "正常\u202e反转\u0000空\x1b[31m",
)


def content(site: OfficeSite) -> str:
    """A hash of every row of every table."""
    digest = hashlib.sha256()
    with db.reading(site.bureau.services.engine) as connection:
        for table in METADATA.sorted_tables:
            rows = connection.execute(sa.select(table)).all()
            digest.update(f"{table.name}{sorted(map(repr, rows))}".encode())
    return digest.hexdigest()


def test_looking_changes_nothing(site: OfficeSite) -> None:
    """Every GET, HEAD and OPTIONS, ten times, leaves each row of the database as it was."""
    site.post("report", site.form(BRIDGE, "progress", p_note="在办", p_by="王"))
    receipt = site.reports(BRIDGE)[-1].receipt_number
    leader = site.bureau.services.links.leader_url(1, now=site.bureau.clock()).removeprefix(
        "http://duban.example.org"
    )
    queries = (
        "",
        "?t=2026-006",
        "?t=2026-999",
        "?all=1",
        "?said=confirmed",
        "?sent=1",
        f"/receipt/{receipt}",
        "/report",
    )
    before = content(site)

    for _ in range(10):
        for query in queries:
            for method in ("GET", "HEAD", "OPTIONS"):
                site.client.request(method, site.home + query)
        site.client.get(leader)
        site.client.get("/t/unknown")

    assert content(site) == before


@pytest.mark.parametrize("act", ["report", "acknowledge", "confirm", "renew"])
def test_acts_only_answer_to_post(site: OfficeSite, act: str) -> None:
    """An act's address opened like a page does nothing."""
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert site.client.request(method, f"{site.home}/{act}").status_code == 405


def test_head_answers_like_get(site: OfficeSite) -> None:
    """A mail scanner that asks for the head alone is answered as usual."""
    answer = site.client.head(site.home)

    assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(site: OfficeSite, text: str) -> None:
    """Whatever is typed comes back as text on every page that shows it."""
    data = site.form(BRIDGE, "difficulty", d_note=text, d_by=text, d_phone=text, d_help=text)

    refused = site.post("report", data | {"d-day": text}).text
    stored = site.post("report", data)
    pages = [refused, site.get(), site.get(f"?t={site.number(BRIDGE)}")]
    if stored.status_code == 303:
        pages.append(site.client.get(stored.headers["location"]).text)

    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert "onmouseover='" not in page
        assert "49" not in plain(page)
        assert "\u202e" not in page.replace(html.escape(text), "")
        assert "\x1b" not in page.replace(html.escape(text), "")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_titles_and_names(site: OfficeSite, text: str) -> None:
    """A title or an office name from a document is text as well."""
    site.bureau.add_task(f"完成{text}工作", date(2026, 5, 31), "基教处")
    with db.writing(site.bureau.services.engine) as connection:
        store_directory.update_office(connection, site.bureau.offices["基教处"], name=f"基教处{text}")

    page = site.get()

    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page.partition("<h2>")[2].partition("<footer>")[0]


@pytest.mark.parametrize(
    ("headers", "is_taken"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "null"}, True),
        ({"origin": "http://testserver"}, True),
        ({"origin": "http://duban.example.org"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://evil.example.org"}, False),
        ({"origin": "http://testserver.evil.example.org"}, False),
    ],
)
def test_forms_of_other_sites_are_refused(site: OfficeSite, headers: dict[str, str], is_taken: bool) -> None:
    """A form that another site sends is not taken, even with the right address."""
    before = site.report_count()

    answer = site.post("report", site.form(BRIDGE, "progress", p_note="在办", p_by="王"), headers=headers)

    assert answer.status_code == (303 if is_taken else 403)
    assert (site.report_count() > before) is is_taken


@pytest.mark.parametrize("act", ["report", "acknowledge", "confirm", "renew"])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", ""),
        (b"{}", "application/json"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"a=b", "multipart/form-data"),
        (b"&" * 5000, "application/x-www-form-urlencoded"),
    ],
)
def test_bodies_that_are_no_form(site: OfficeSite, act: str, body: bytes, content_type: str) -> None:
    """A body that is no form of ours is answered calmly and stores nothing."""
    before = content(site)

    answer = site.post(act, content=body, headers={"content-type": content_type})

    assert answer.status_code in (303, 404, 422)
    assert content(site) == before


def test_pages_are_told_to_nobody(site: OfficeSite) -> None:
    """The address is the key: no referrer, no cache, no index, and nothing from elsewhere."""
    site.post("report", site.form(BRIDGE, "progress", p_note="在办", p_by="王"))
    receipt = site.reports(BRIDGE)[-1].receipt_number
    for address in (site.home, f"{site.home}/receipt/{receipt}", "/t/unknown", "/l/unknown"):
        answer = site.client.get(address)

        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "<script" not in answer.text
        assert "style=" not in answer.text
        assert "http://" not in answer.text
        assert "https://" not in answer.text


def test_address_of_another_offices_task(site: OfficeSite) -> None:
    """Naming another office's task in the address shows nothing of it."""
    answer = site.client.get(f"{site.home}?t={site.number(KINDERGARTEN)}")

    assert answer.status_code == 404
    assert KINDERGARTEN not in answer.text


def test_two_people_at_once(site: OfficeSite) -> None:
    """Two people with the page open: progress of both is kept, of two completions the first stands."""
    first, second = site.completed(SCHEME), site.completed(SCHEME, c_note="另一个人写的")
    progress = site.form(SCHEME, "progress", p_note="在办", p_by="李")

    assert site.post("report", progress).status_code == 303
    assert site.post("report", first).status_code == 303
    assert site.post("report", second).status_code == 409

    assert [report.kind for report in site.reports(SCHEME)] == [ReportKind.PROGRESS, ReportKind.COMPLETION]


def test_unconfirmed_task_may_be_reported_by_its_form(new_site: OfficeSite) -> None:
    """A mail's link to a 待确认 task opens the full form, which reports it."""
    page = new_site.get(f"?t={new_site.number(COMMITTEE)}")
    assert 'class="report"' in page

    new_site.post("report", new_site.completed(COMMITTEE, c_day="2026-01-20"))

    assert new_site.view(COMMITTEE).status is Status.REPORTED
    assert new_site.view(EXAM).status is Status.OPEN
