"""Takes pictures of the supervisors' pages, to be looked at beside the design.

``python scripts/shoot_pages.py FOLDER [NAME …]`` writes NAME-1280.png and NAME-390.png of every page on
the example as it stands on 13 October 2026, and of a site without any data.
"""

import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "plugins")]

from bureau import SUPERVISOR, Bureau, build_bureau
from playwright.sync_api import Browser, Page, sync_playwright
from served import served

from models import db, schema, store_directory, store_messages, store_notices, store_tasks
from models.kinds import MessageState, NoticeState, OfficeState, UserRole
from models.store_tasks import TaskFilter
from notifiers.base import PermanentError
from rules.facts import Status
from scheduler import accounts
from scheduler.accounts import SessionRules
from scheduler.example import load_example
from scheduler.passwords import Passwords
from web.app import build_app
from web.site import WebSettings

TODAY = date(2026, 10, 13)
WIDTHS = (1280, 390)
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
_PASSWORD = "Ten-Long-Words-7"  # noqa: S105 # of a database that lives for seconds
_CHEAP = SessionRules(passwords=Passwords(memory_kib=64, rounds=1))


@dataclass(frozen=True, slots=True)
class Found:
    """Rows the pictures want: numbers and ids of the example."""

    overdue: str
    pending: str
    normal: str
    unconfirmed: str
    letter: int
    failed: int
    sent: int
    office: int
    unverified: int
    plan: int


def main(arguments: list[str]) -> int:
    """Shoot the named pages, or all of them."""
    if not arguments:
        print(__doc__, file=sys.stderr)  # noqa: T201 # a script for the command line
        return 2
    folder, names = Path(arguments[0]), set(arguments[1:])
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as place:
        full, empty = _bureau(f"{place}/full.db"), _bureau(f"{place}/empty.db")
        found = _example(full)  # before the browser, whose event loop would count as running here
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
            for bureau, pages in ((full, _pages(found)), (empty, _EMPTY)):
                with served(build_app(bureau.services, settings=WebSettings(session=_CHEAP))) as base:
                    _shoot_all(browser, base, pages, folder, names)
            browser.close()
    return 0


def _bureau(path: str) -> Bureau:
    engine = db.open_engine(f"sqlite:///{path}")
    schema.prepare(engine)
    bureau = build_bureau(engine)
    bureau.with_mail(supervision_email="ducha@example.org")
    bureau.clock.put(TODAY, time(9, 5))
    accounts.add_user(
        bureau.services, SUPERVISOR, "duban", role=UserRole.SUPERVISOR, passwords=_CHEAP.passwords
    )
    with db.writing(engine) as connection:
        connection.exec_driver_sql(
            "UPDATE app_user SET must_change = 0, password_hash = ?", (_CHEAP.passwords.hashed(_PASSWORD),)
        )
    return bureau


def _example(bureau: Bureau) -> Found:
    services = bureau.services
    load_example(services, ROOT / "examples", today=TODAY)
    with db.writing(services.engine) as connection:
        office_id = store_directory.add_office(connection, "政策法规与宣传处", state=OfficeState.UNVERIFIED)
    bureau.channel.fail_next(PermanentError("5.1.1 User unknown", code=550))
    bureau.clock.put(TODAY, time(8, 30))
    bureau.tick(TODAY)
    bureau.clock.put(TODAY, time(9, 5))
    return _found(bureau, office_id)


def _found(bureau: Bureau, unverified: int) -> Found:
    with db.reading(bureau.services.engine) as connection:
        tasks = store_tasks.load_tasks(connection, TaskFilter())
        held = store_notices.notices(connection, states=(NoticeState.HELD,))
        failed = store_messages.messages(connection, states=(MessageState.FAILED,))
        sent = store_messages.messages(connection, states=(MessageState.SENT,))
    by_id = {task.id: task for task in tasks}

    def first(status: Status) -> str:
        return next((task.number for task in tasks if task.status is status), tasks[0].number)

    letter = held[0] if held else None
    return Found(
        overdue=by_id[letter.task_id or 0].number if letter else tasks[0].number,
        pending=first(Status.REPORTED),
        normal=tasks[-1].number,
        unconfirmed=first(Status.UNCONFIRMED),
        letter=letter.id if letter else 0,
        failed=failed[0].id if failed else sent[0].id,
        sent=sent[0].id,
        office=tasks[0].leads[0].office_id,
        unverified=unverified,
        plan=tasks[0].plan_id,
    )


def _pages(found: Found) -> dict[str, str]:
    return {
        "home": "/",
        "tasks": "/tasks?state=open&month=to-2026-10",
        "tasks-all": "/tasks",
        "tasks-none": "/tasks?state=overdue&month=2026-12",
        "search-office": "/tasks?q=基教处",
        "task": f"/tasks/{found.overdue}",
        "task-review": f"/tasks/{found.pending}",
        "task-normal": f"/tasks/{found.normal}?do=move",
        "task-unconfirmed": f"/tasks/{found.unconfirmed}",
        "overdue": "/overdue",
        "overdue-print": "/overdue/print",
        "release": "/release",
        "release-phone": f"/release/{found.letter}?do=phone",
        "release-edit": f"/release/{found.letter}?do=edit",
        "release-handled": "/release?state=handled",
        "outbox": "/outbox",
        "outbox-failed": f"/outbox/{found.failed}",
        "outbox-sent": f"/outbox/{found.sent}",
        "offices": "/offices",
        "office": f"/offices/{found.office}",
        "office-edit": f"/offices/{found.office}?do=edit",
        "office-verify": f"/offices/{found.unverified}",
        "imports": "/imports",
        "withdraw": f"/imports/plans/{found.plan}/withdraw",
        "sending": "/sending",
        "workdays": "/workdays/2026",
        "policy": f"/policy?task={found.overdue}",
        "me": "/me",
        "keys": "/help/keys",
        "missing": "/tasks/2026-999",
    }


_EMPTY = {
    f"empty-{name}": path
    for name, path in {
        "home": "/",
        "tasks": "/tasks",
        "overdue": "/overdue",
        "release": "/release",
        "outbox": "/outbox",
        "offices": "/offices",
        "imports": "/imports",
    }.items()
}


def _shoot_all(browser: Browser, base: str, pages: dict[str, str], folder: Path, names: set[str]) -> None:
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.on("console", lambda message: print(message.text))  # noqa: T201
        page.goto(f"{base}/login")
        if not names or "login" in names:
            page.fill("#user", "duban")
            page.fill("#password", "wrong")
            page.click("button.primary")
            page.screenshot(path=folder / f"login-{width}.png", full_page=True)
        page.fill("#user", "duban")
        page.fill("#password", _PASSWORD)
        page.click("button.primary")
        for name, path in pages.items():
            if not names or name in names:
                _shoot(page, base + path, folder / f"{name}-{width}.png")
        page.close()


def _shoot(page: Page, address: str, target: Path) -> None:
    answer = page.goto(address)
    page.screenshot(path=target, full_page=True)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        print(target.name, "wider than the screen")  # noqa: T201
    if answer is None or answer.status >= 500:
        print(target.name, answer.status if answer else "no answer")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
