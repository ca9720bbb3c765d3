"""Every route, by every kind of visitor: who is let in, what a GET leaves untouched, which headers leave."""

import hashlib
import re
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from query_plans import whole_readings
from sqlalchemy.engine import Engine
from supervisor_site import Site, csrf_of

from importers.review.drafts import open_drafts
from models import db, store_messages
from models.tables import METADATA

#: Open to everybody: the login, the machine's question, and what a mail's link opens by its own rules.
OPEN = {"/login", "/healthz"}
OFFICE = ("/t/", "/l/")
SESSION_TABLES = {"app_session"}
#: The sign-out and the filters, which a reader has as well.
_HARMLESS = re.compile(r'(?s)<form[^>]*/logout.*?</form>|<form[^>]*class="filters.*?</form>')


@pytest.fixture
def desk_site(desk_site: Site) -> Site:
    """The lively bureau with an import draft that waits for its review."""
    table = "时间\t重点工作\t责任单位\n5月\t召开会议\t督导室\n6月\t印发文件\t新处\n"
    answer = desk_site.post("/imports", text=table, year="2024", title="另一份计划")
    assert answer.status_code == 303, answer.text
    desk_site.client.get(answer.headers["location"])
    return desk_site


def routes_of(site: Site) -> Iterator[tuple[str, str]]:
    """Yield (method, path) of every route of the supervisors, parameters filled in with real things."""
    letter, message = site.held("召开督导工作会议"), site.bureau.messages()[0]
    fill = {
        "number": site.task("召开督导工作会议").number,
        "notice_id": letter.id,
        "message_id": message.id,
        "office_id": site.bureau.offices["督导室"],
        "plan_id": site.bureau.plan_id,
        "batch_id": 1,
        "draft_id": open_drafts(site.bureau.services.engine)[0].id,
        "file_id": 1,
        "ending": "csv",
        "year": 2024,
    }
    for route in _api_routes(site.client.app):
        if route.path.startswith(OFFICE):
            continue
        path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: str(fill[found[1]]), route.path)
        for method in sorted(route.methods or ()):
            yield method, path


def _api_routes(app: object) -> Iterator[APIRoute]:
    for route in getattr(app, "routes", ()):
        if isinstance(route, APIRoute):
            yield route
        else:
            inner = getattr(route, "original_router", None)
            yield from _api_routes(inner) if inner is not None else ()


def contents(engine: Engine) -> str:
    """A digest of every row of every table but the sessions'."""
    digest = hashlib.sha256()
    with db.reading(engine) as connection:
        for table in METADATA.sorted_tables:
            if table.name in SESSION_TABLES:
                continue
            for row in connection.execute(table.select().order_by(*table.primary_key.columns)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def test_there_are_routes(desk_site: Site) -> None:
    """The list that the other tests walk is not empty."""
    assert len(list(routes_of(desk_site))) > 50


def test_nobody_is_let_in_without_signing_in(desk_site: Site) -> None:
    """Without a session a GET leads to the login and a POST is refused; nothing changes."""
    stranger = TestClient(desk_site.client.app, follow_redirects=False)
    before = contents(desk_site.bureau.services.engine)

    answers = {
        (method, path): stranger.request(method, path).status_code
        for method, path in routes_of(desk_site)
        if path not in OPEN
    }

    assert {code for (method, _), code in answers.items() if method == "GET"} == {303}
    assert {code for (method, _), code in answers.items() if method == "POST"} == {401}
    assert contents(desk_site.bureau.services.engine) == before


def test_an_office_link_opens_no_page_of_the_supervisors(desk_site: Site) -> None:
    """Whoever holds an office's link is still nobody to these pages."""
    office_id = desk_site.bureau.offices["督导室"]
    link = desk_site.bureau.services.links.office_url(office_id, version=1, now=desk_site.bureau.clock())
    holder = TestClient(desk_site.client.app, follow_redirects=False)
    assert holder.get("/t/" + link.partition("/t/")[2]).status_code == 200

    codes = {holder.request(m, path).status_code for m, path in routes_of(desk_site) if path not in OPEN}

    assert codes == {303, 401}


def test_a_reader_sees_and_never_acts(desk_site: Site) -> None:
    """A reader's GETs are answered like a supervisor's; every POST but on the own account is refused."""
    reader = desk_site.client_of("kan")
    token = csrf_of(reader)
    before = contents(desk_site.bureau.services.engine)
    for method, path in routes_of(desk_site):
        if path in {"/login", "/logout", "/me", "/me/sessions"}:
            continue
        answer = reader.request(method, path, data={"csrf": token} if method == "POST" else None)
        if method == "POST":
            assert answer.status_code == 403, path
        else:
            assert answer.status_code == desk_site.client.get(path).status_code, path
    assert contents(desk_site.bureau.services.engine) == before


def test_a_reader_is_offered_no_act(desk_site: Site) -> None:
    """No page shows a reader a form that acts, the sign-out and the own account left out."""
    reader = desk_site.client_of("kan")
    for method, path in routes_of(desk_site):
        if method == "GET" and path not in {"/me", "/login", "/healthz"}:
            text = reader.get(path).text
            forms = re.findall(r'<form[^>]*method="post" action="([^"]+)"', text)
            assert set(forms) <= {"/logout", "/release/chosen", "/imports/drafts", "/tasks/batch"}, path
            assert "<button" not in _HARMLESS.sub("", text), path


@pytest.mark.parametrize("token", [None, "", "wrong", "x" * 200, "值"])
def test_a_post_without_its_token_is_refused(desk_site: Site, token: str | None) -> None:
    """A missing or wrong CSRF token refuses every POST, and nothing is changed."""
    before = contents(desk_site.bureau.services.engine)
    for method, path in routes_of(desk_site):
        if method == "POST":
            data = {"user": "duban", "password": "x"} | (
                {} if token is None else {"csrf": token, "token": token}
            )
            assert desk_site.client.post(path, data=data).status_code == 403, path
    assert contents(desk_site.bureau.services.engine) == before


def test_a_get_changes_nothing(desk_site: Site) -> None:
    """Every GET called ten times leaves the database as it was, the session's own activity aside."""
    before = contents(desk_site.bureau.services.engine)
    for method, path in routes_of(desk_site):
        if method == "GET":
            codes = {desk_site.client.get(path).status_code for _ in range(10)}
            assert codes <= {200, 303, 404}, path
    assert contents(desk_site.bureau.services.engine) == before


@pytest.mark.parametrize("path", ["/", "/tasks", "/overdue", "/release", "/handover"])
def test_daily_pages_read_no_mail_of_earlier_years(desk_site: Site, path: str) -> None:
    """What lies in the outbox and the notices of all years makes no page slower."""
    with whole_readings(desk_site.bureau.services.engine) as found:
        assert desk_site.client.get(path).status_code == 200
    assert set(found.values()) <= {"SCAN task"}


def test_every_answer_carries_the_headers(desk_site: Site) -> None:
    """Content policy, no sniffing, no referrer, no storing: on pages, refusals, files and errors alike."""
    paths = [(m, p) for m, p in routes_of(desk_site)] + [("GET", "/nowhere"), ("GET", "/static/none.css")]
    for method, path in paths:
        headers = desk_site.client.request(method, path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy or "default-src 'none'" in policy, path
        assert "frame-ancestors" in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "permissions-policy" in headers, path
        if not path.startswith("/static"):
            assert headers["cache-control"] == "no-store", path
        assert "strict-transport-security" not in headers


def test_pages_load_nothing_from_elsewhere_and_need_no_script(desk_site: Site) -> None:
    """No page names another host, runs a script or carries an inline style."""
    for method, path in routes_of(desk_site):
        if method != "GET" or path.endswith(("/html", "/letter", "/text", "/eml", ".xlsx", ".csv")):
            continue
        text = desk_site.client.get(path).text
        assert "<script" not in text, path
        assert " style=" not in text, path
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', text), path


def test_a_stored_mail_is_shown_with_its_tokens_hidden(desk_site: Site) -> None:
    """Neither frame, text nor file of a stored mail opens an office's page, and the frame runs nothing."""
    message = next(one for one in desk_site.bureau.messages() if one.office_id)
    with db.reading(desk_site.bureau.services.engine) as connection:
        assert store_messages.body(connection, message.id)
    for part in ("html", "text", "eml"):
        answer = desk_site.client.get(f"/outbox/{message.id}/{part}")
        assert answer.status_code == 200
        assert not re.search(r"/t/[A-Za-z0-9_-]{20,}", answer.text), part
    policy = desk_site.client.get(f"/outbox/{message.id}/html").headers["content-security-policy"]
    assert policy.startswith("sandbox")
    assert "default-src 'none'" in policy


def test_a_body_beyond_the_limit_is_refused(desk_site: Site) -> None:
    """A POST larger than its address takes is answered 413, and nothing is stored."""
    answer = desk_site.client.post("/sending", data={"csrf": "x", "reason": "字" * 500_000})

    assert answer.status_code == 413


def test_an_unforeseen_failure_shows_a_number_and_no_trace(
    desk_site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """The last handler shows an id that stands in the log, never a stack trace."""
    desk_site.bureau.services.engine.dispose()
    with db.writing(desk_site.bureau.services.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE office RENAME TO office_gone")

    answer = desk_site.client.get("/offices")

    number = re.search(r"问题编号([0-9A-F]{4}-\d\d)", answer.text)
    assert answer.status_code == 500
    assert number is not None
    assert number[1] in caplog.text
    assert "Traceback" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_health_tells_whether_the_site_can_work(desk_site: Site) -> None:
    """200 with the last run while database and schema are well, 503 otherwise."""
    well = desk_site.client.get("/healthz")
    assert well.status_code == 200
    assert well.json()["last_run"].startswith("2024-04-08")

    with db.writing(desk_site.bureau.services.engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")

    assert desk_site.client.get("/healthz").status_code == 503
