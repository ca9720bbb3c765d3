"""The supervisors' pages over a small bureau: people signed in, forms pressed the way a browser does."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

import pytest
from bureau import SUPERVISOR, Bureau, build_bureau
from fastapi.testclient import TestClient
from httpx2 import Response

from models import db, store_directory, store_notices, store_tasks, store_users
from models.kinds import NoticeState, ReportKind, UserRole
from models.store_notices import NoticeRecord
from models.task_values import TaskView
from scheduler import accounts, tracking
from scheduler.accounts import SessionRules
from scheduler.passwords import Passwords
from scheduler.tracking import ReportInput
from web.app import build_app
from web.site import WebSettings

PASSWORD = "Ten-Long-Words-7"
CHEAP = Passwords(memory_kib=64, rounds=1)
RULES = SessionRules(passwords=CHEAP)
PEOPLE = {"duban": UserRole.SUPERVISOR, "guan": UserRole.ADMINISTRATOR, "kan": UserRole.READER}
TODAY = date(2024, 4, 8)
"""The Monday on which the letters of the worked example are held."""


@dataclass
class Site:
    """The pages, and the bureau behind them."""

    bureau: Bureau
    client: TestClient

    def client_of(self, name: str = "duban") -> TestClient:
        """Return a browser of its own, signed in."""
        client = TestClient(self.client.app, follow_redirects=False)
        assert self.sign_in(client, name).status_code == 303
        return client

    def sign_in(self, client: TestClient, name: str, password: str = PASSWORD, **more: str) -> Response:
        """Fill in the login form as a browser does."""
        page = client.get("/login")
        token = re.search(r'name="token" value="([^"]+)"', page.text)
        fields = {"user": name, "password": password, "token": token[1] if token else "", **more}
        return client.post("/login", data=fields)

    def csrf(self) -> str:
        """Return the token that stands in every form."""
        return csrf_of(self.client)

    def post(self, path: str, **fields: object) -> Response:
        """Press a button: the form's fields and its token; redirects are not followed."""
        data = {key: value for key, value in fields.items() if value is not None}
        return self.client.post(path, data={"csrf": self.csrf(), **data})

    def pressed(self, path: str, **fields: object) -> str:
        """Press a button that works and return the page it leads to."""
        answer = self.post(path, **fields)
        assert answer.status_code == 303, answer.text
        return self.client.get(answer.headers["location"]).text

    def task(self, title: str) -> TaskView:
        """Return a task as it stands now."""
        with db.reading(self.bureau.services.engine) as connection:
            return store_tasks.load_task(connection, self.bureau.tasks[title])

    def held(self, title: str) -> NoticeRecord:
        """Return the letter that waits about a task."""
        with db.reading(self.bureau.services.engine) as connection:
            found = store_notices.notices(
                connection, states=(NoticeState.HELD,), task_id=self.bureau.tasks[title]
            )
        return found[0]

    def notice(self, notice_id: int) -> NoticeRecord:
        """Return a notice as it stands now."""
        with db.reading(self.bureau.services.engine) as connection:
            return store_notices.notice(connection, notice_id)

    def report_done(self, title: str, on: date) -> None:
        """Let the lead report a completion."""
        task = self.task(title)
        said = ReportInput(ReportKind.COMPLETION, "已完成。", "联络员", completed_on=on)
        tracking.report(
            self.bureau.services,
            SUPERVISOR,
            task.id,
            task.leads[0].office_id,
            said,
            today=TODAY,
            channel="link",
        )


def csrf_of(client: TestClient) -> str:
    """Return the token of a signed-in browser's forms."""
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/me").text)
    assert found is not None
    return found[1]


def add_person(bureau: Bureau, name: str, role: UserRole) -> None:
    """Add a person whose password is no one-use password any more."""
    accounts.add_user(bureau.services, SUPERVISOR, name, role=role, passwords=CHEAP)
    with db.writing(bureau.services.engine) as connection:
        user = store_users.find_user(connection, name)
        assert user is not None
        store_users.update_user(connection, user.id, password_hash=CHEAP.hashed(PASSWORD), must_change=False)


def lively(bureau: Bureau) -> Bureau:
    """Offices and tasks in every state, lived through until a letter is held."""
    bureau.clock.put(date(2024, 2, 27))
    bureau.add_offices("督导室", "秘书处", "机关党委", "基教处", "语委办")
    bureau.add_leader("分管局领导", "leader@example.org", ("督导室",))
    bureau.add_plan(2024, on=date(2024, 2, 27))
    bureau.add_task("召开督导工作会议", date(2024, 3, 31), "督导室")
    bureau.add_task("举办写字节", date(2024, 3, 31), "语委办")
    bureau.add_task("印发三年行动计划", date(2024, 4, 30), "秘书处", "基教处")
    bureau.add_task("开展党员培训", date(2024, 4, 10), "机关党委")
    bureau.add_task("长期推进的工作", None, "基教处")
    for month, day in ((2, 27), (2, 28), (4, 1), (4, 8)):
        bureau.tick(date(2024, month, day))
    with db.writing(bureau.services.engine) as connection:
        # It could be reached until its letter was drafted.
        store_directory.set_contact(connection, bureau.offices["语委办"], email="")
    bureau.clock.put(TODAY, time(9, 5))
    return bureau


@dataclass(frozen=True)
class Template:
    """A database file filled once, and what was put into it."""

    path: Path
    offices: dict[str, int]
    tasks: dict[str, int]
    plan_id: int


def _filled(empty: Path, path: Path, *, is_lively: bool) -> Template:
    shutil.copyfile(empty, path)
    engine = db.open_engine(f"sqlite:///{path}")
    bureau = build_bureau(engine)
    if is_lively:
        lively(bureau)
    for name, role in PEOPLE.items():
        add_person(bureau, name, role)
    engine.dispose()
    return Template(path, bureau.offices, bureau.tasks, bureau.plan_id)


@pytest.fixture(scope="session")
def blank_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """People, and nothing else."""
    return _filled(sqlite_template, tmp_path_factory.mktemp("blank") / "duban.db", is_lively=False)


@pytest.fixture(scope="session")
def lively_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """People and a lively bureau; living through its days once is enough for all tests."""
    return _filled(sqlite_template, tmp_path_factory.mktemp("lively") / "duban.db", is_lively=True)


@pytest.fixture
def blank_site(blank_template: Template, tmp_path: Path) -> Iterator[Site]:
    """The pages over a database without plan or office, a supervisor signed in."""
    yield from _served(blank_template, tmp_path)


@pytest.fixture
def desk_site(lively_template: Template, tmp_path: Path) -> Iterator[Site]:
    """The pages over a lively bureau, a supervisor signed in."""
    yield from _served(lively_template, tmp_path)


def _served(template: Template, folder: Path) -> Iterator[Site]:
    shutil.copyfile(template.path, folder / "duban.db")
    engine = db.open_engine(f"sqlite:///{folder}/duban.db")
    bureau = build_bureau(engine)
    bureau.offices, bureau.tasks = dict(template.offices), dict(template.tasks)
    bureau.plan_id = template.plan_id
    bureau.clock.put(TODAY, time(9, 5))
    app = build_app(bureau.services, settings=WebSettings(session=RULES, page_length=3))
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        site = Site(bureau, client)
        assert site.sign_in(client, "duban").status_code == 303
        yield site
    engine.dispose()
