"""Takes pictures of the office's page in every state, to be looked at beside the design.

``python scripts/shoot_office.py FOLDER [NAME …]`` writes NAME-1280.png and NAME-390.png, and some states
in dark colours and on paper. Each state is made anew in a database of its own.
"""

import shutil
import sys
import tempfile
import threading
import time as real_time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "plugins")]

import uvicorn
from bureau import SUPERVISOR, build_bureau
from office_site import BRIDGE, FAMILY, KINDERGARTEN, SCHEME, OfficeSite, bare_app, first_visit, in_may
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from starlette.requests import Request
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from models import db, schema, store_directory, store_notices
from models.kinds import NoticeState, ReportKind
from rules.facts import Notice, NoticeKind, Status
from scheduler import checking, tracking
from scheduler.tracking import ReportInput
from web.borders import CSP

WIDTHS = (1280, 390)
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
State = Callable[[OfficeSite, Page, str], None]


def main(arguments: list[str]) -> int:
    """Shoot the named states, or all of them."""
    if not arguments:
        print(__doc__, file=sys.stderr)  # noqa: T201 # a script for the command line
        return 2
    folder, names = Path(arguments[0]), set(arguments[1:])
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        for name, state in STATES.items():
            if not names or name in names:
                _shoot(browser, name, state, folder)
        browser.close()
    return 0


def _shoot(browser: Browser, name: str, state: State, folder: Path) -> None:
    for width in WIDTHS:
        with _site() as (site, base):
            page = browser.new_page(viewport={"width": width, "height": 800})
            problems: list[str] = []
            page.on("console", _collecting(problems))
            state(site, page, base)
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append("wider than the screen")
            if problems:
                print(name, width, problems)  # noqa: T201 # a script for the command line
            if name in ("list", "receipt") and width == WIDTHS[0]:
                page.pdf(path=folder / f"{name}-print.pdf", format="A4", prefer_css_page_size=True)
                page.emulate_media(color_scheme="dark")
                page.screenshot(path=folder / f"{name}-dark.png", full_page=True)
            page.close()


def _collecting(problems: list[str]) -> Callable[[ConsoleMessage], None]:
    return lambda message: problems.append(message.text)


@contextmanager
def _site() -> Iterator[tuple[OfficeSite, str]]:
    with tempfile.TemporaryDirectory() as folder:
        engine = db.open_engine(f"sqlite:///{folder}/duban.db")
        schema.prepare(engine)
        bureau = build_bureau(engine)
        app = bare_app(bureau)
        app.mount("/static", StaticFiles(directory=ROOT / "web" / "static"))

        @app.middleware("http")
        async def guarded(request: Request, call_next):  # type: ignore[no-untyped-def] # FastAPI's own shape
            response = await call_next(request)
            response.headers["Content-Security-Policy"] = CSP
            return response

        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            real_time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield first_visit(bureau, TestClient(app)), f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()
        engine.dispose()


def _open(site: OfficeSite, page: Page, base: str, title: str = "") -> None:
    query = f"?t={site.number(title)}" if title else ""
    page.goto(f"{base}{site.home}{query}")


def _first(site: OfficeSite, page: Page, base: str) -> None:
    _open(site, page, base)


def _list(site: OfficeSite, page: Page, base: str) -> None:
    _open(in_may(site), page, base, BRIDGE)
    page.check("#c1")
    page.fill("#c-day", "2026-05-26")


def _unchosen(site: OfficeSite, page: Page, base: str) -> None:
    _open(in_may(site), page, base, BRIDGE)


def _difficulty(site: OfficeSite, page: Page, base: str) -> None:
    site.office = "学前处"
    site.bureau.clock.put(date(2026, 5, 9))
    _open(site, page, base, KINDERGARTEN)
    page.check("#c3")
    page.fill("#d-note", "两个意向区县都提出推迟，现场会承办区县未定。")
    page.fill("#d-help", "请督导室共同商定承办区县")


def _progress(site: OfficeSite, page: Page, base: str) -> None:
    _open(in_may(site), page, base, SCHEME)
    page.check("#c2")


def _receipt(site: OfficeSite, page: Page, base: str) -> None:
    _list(site, page, base)
    page.fill(
        "#c-note", "5月26日在第一会议区召开现场推进会，15个区县教研和基教负责同志参加，印发典型案例集。"
    )
    page.set_input_files("#c-file", _file("泉引桥推进会议程.pdf", b"%PDF-1.7" + b"x" * 1_250_000))
    page.click("text=提交完成情况")


def _receipt_difficulty(site: OfficeSite, page: Page, base: str) -> None:
    _difficulty(site, page, base)
    page.fill("#d-by", "学前处联络员")
    page.click(".fields-3 button")


def _too_large(site: OfficeSite, page: Page, base: str) -> None:
    _list(site, page, base)
    page.fill(
        "#c-note", "5月26日在第一会议区召开现场推进会，15个区县教研和基教负责同志参加，印发典型案例集。"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "泉引桥推进会材料汇编.pdf"
        file.write_bytes(b"%PDF-1.7" + b"x" * 38_000_000)
        page.set_input_files("#c-file", file)
        page.click("text=提交完成情况")


def _errors(site: OfficeSite, page: Page, base: str) -> None:
    _open(in_may(site), page, base, BRIDGE)
    page.check("#c1")
    page.evaluate("document.getElementById('c-day').type = 'text'")
    page.fill("#c-day", "下周五")
    page.fill("#c-by", "")
    page.click(".fields-1 button")


def _meanwhile(site: OfficeSite, page: Page, base: str) -> None:
    _list(site, page, base)
    page.fill("#c-note", "已在第一会议区召开。")
    site.say(
        BRIDGE, "已召开。", on=date(2026, 5, 26), kind=ReportKind.COMPLETION, completed_on=date(2026, 5, 26)
    )
    site.bureau.clock.put(date(2026, 5, 27))
    page.click(".fields-1 button")


def _closed_meanwhile(site: OfficeSite, page: Page, base: str) -> None:
    _list(site, page, base)
    page.fill("#c-note", "已在第一会议区召开。")
    site.close(BRIDGE, date(2026, 5, 26))
    page.click(".fields-1 button")


def _many_states(site: OfficeSite, page: Page, base: str) -> None:
    bureau, done = site.bureau, ReportKind.COMPLETION
    in_may(site)
    bureau.add_task("推进中小学校园文化建设", None, "基教处")
    bureau.add_task("做好校园安全检查", date(2026, 5, 27), "基教处")
    bureau.add_task("开展规范办学行为检查", date(2026, 5, 31), "督导室", "基教处")
    bureau.add_task("做好节约型机关建设", date(2026, 6, 30), "基教处", group_words="各处室", group_only=True)
    bureau.add_task("做好幼小衔接试点", date(2026, 1, 31), "基教处", status=Status.UNCONFIRMED)
    site.say(SCHEME, "方案已印发。", on=date(2026, 5, 25), kind=done, completed_on=date(2026, 5, 22))
    site.say(FAMILY, "意见已印发。", on=date(2026, 5, 25), kind=done, completed_on=date(2026, 5, 25))
    note = "缺印发件，请补文号和印发范围。"
    checking.return_task(
        bureau.services, SUPERVISOR, bureau.tasks[FAMILY], today=date(2026, 5, 26), note=note
    )
    wanted = "请督导室共同商定承办区县"
    site.say(BRIDGE, "承办区县未定", on=date(2026, 5, 26), kind=ReportKind.DIFFICULTY, help_wanted=wanted)
    bureau.clock.put(date(2026, 5, 27))
    _open(site, page, base)


def _returned(site: OfficeSite, page: Page, base: str) -> None:
    _many_states(site, page, base)
    _open(site, page, base, FAMILY)


def _expired(site: OfficeSite, page: Page, base: str) -> None:
    home = site.home
    site.bureau.clock.put(date(2026, 5, 27))
    page.goto(base + home)


def _renewed(site: OfficeSite, page: Page, base: str) -> None:
    _expired(site, page, base)
    page.click("button")


def _revoked(site: OfficeSite, page: Page, base: str) -> None:
    with db.writing(site.bureau.services.engine) as connection:
        store_directory.revoke_links(connection, site.bureau.offices["基教处"])
    _open(site, page, base)


def _altered(site: OfficeSite, page: Page, base: str) -> None:
    page.goto(f"{base}{site.home[:-3]}")


def _leader(site: OfficeSite, page: Page, base: str) -> None:
    bureau, task_id = site.bureau, site.bureau.tasks[KINDERGARTEN]
    office_id = bureau.offices["学前处"]
    said = ReportInput(
        ReportKind.DIFFICULTY,
        "现场会承办区县未定",
        "学前处联络员",
        help_wanted="与督导室商定承办区县和新的时间",
    )
    bureau.clock.put(date(2026, 5, 7))
    tracking.report(
        bureau.services, SUPERVISOR, task_id, office_id, said, today=date(2026, 5, 7), channel="link"
    )
    stages = (
        (NoticeKind.REMINDER, "T-3", date(2026, 4, 27)),
        (NoticeKind.OVERDUE, "T+1", date(2026, 5, 6)),
        (NoticeKind.LETTER, "T+5", date(2026, 5, 11)),
        (NoticeKind.ESCALATION, "T+5", date(2026, 5, 11)),
    )
    with db.writing(bureau.services.engine) as connection:
        for kind, stage, on in stages:
            notice = Notice(kind, office_id, task_id, bureau.plan_id, stage, 0, "", due_on=date(2026, 4, 30))
            store_notices.add_notices(connection, [notice], planned_on=on, state=NoticeState.LEFT)
        leader_id = store_directory.ensure_leader(connection, "局领导")
    bureau.clock.put(date(2026, 5, 11), time(9))
    page.goto(
        base
        + bureau.services.links.leader_url(leader_id, now=bureau.clock()).replace(
            bureau.services.links.base_url, ""
        )
    )


def _file(name: str, content: bytes):  # type: ignore[no-untyped-def] # playwright's own shape
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


STATES: dict[str, State] = {
    "first": _first,
    "list": _list,
    "unchosen": _unchosen,
    "difficulty": _difficulty,
    "progress": _progress,
    "receipt": _receipt,
    "receipt-difficulty": _receipt_difficulty,
    "too-large": _too_large,
    "errors": _errors,
    "meanwhile": _meanwhile,
    "meanwhile-closed": _closed_meanwhile,
    "states": _many_states,
    "returned": _returned,
    "expired": _expired,
    "renewed": _renewed,
    "revoked": _revoked,
    "altered": _altered,
    "leader": _leader,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
