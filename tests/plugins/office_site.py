"""One office's page to visit: the real table moved to 2026, on the app or on a bare router."""

import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from bureau import SUPERVISOR, Bureau, build_bureau
from fastapi import FastAPI
from starlette.testclient import TestClient

from models import db, store_reports, store_tasks
from models.kinds import ReportKind
from models.store_audit import Actor
from models.tables import report as report_table
from models.task_values import ReportView, TaskView
from rules.facts import Status
from scheduler import checking, tracking
from scheduler.links import Purpose
from scheduler.tracking import ReportInput
from web.office_page import office_router

LAST_OF = {1: 31, 3: 31, 4: 30, 5: 31, 6: 30, 8: 31, 11: 30}
OFFICES = ("基教处", "学前处", "督导室", "市教研院", "市学生发展中心", "市电教馆", "秘书处")
BRIDGE = "举办全学段衔接“泉引桥”工程现场推进会"
SCHEME = "出台《构建优质均衡的基本公共教育服务体系实施方案》"
MEETING = "召开国家级中小学科学教育实验区协作组会议"
FAMILY = "出台《关于进一步促进学校家庭社会协同育人工作的实施意见》"
COMMITTEE = "牵头组建市专门教育指导委员会,研制工作方案"
APPLICATION = "牵头做好国家级科学教育实验区申报,研制《济南市中小学科学教育实施方案》"
KINDERGARTEN = "召开学前双普创建工作推进会、督导评估现场推进会"
THREE_YEARS = "制定济南教育质量提升三年行动计划(2026—2028年)"
EXAM = "启动中考招生工作,制定2026年初中学业水平考试实施意见和高中阶段招生工作意见"

#: Month, title, named offices.
_ROWS: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (1, COMMITTEE, ("基教处",)),
    (1, APPLICATION, ("基教处",)),
    (3, EXAM, ("基教处",)),
    (3, "出台《关于推进城乡学校共同体建设和中小学集团化办学管理指导意见》", ("基教处",)),
    (3, "启动济南市普通高中学校办学质量达标行动", ("基教处",)),
    (4, BRIDGE, ("基教处",)),
    (4, KINDERGARTEN, ("学前处", "督导室")),
    (5, SCHEME, ("基教处",)),
    (5, MEETING, ("基教处", "市教研院", "市学生发展中心", "市电教馆")),
    (6, FAMILY, ("基教处",)),
    (8, "组织高中学科基地现场会,完成第四批市级高中学科基地遴选和省级推荐工作", ("基教处",)),
    (8, "召开全市基础教育工作推进会", ("基教处",)),
    (11, "组织2026年第二批山东省绿色学校评选", ("基教处",)),
)
_CLOSED = (
    (COMMITTEE, 1, 20),
    (APPLICATION, 1, 28),
    (EXAM, 3, 27),
    (_ROWS[3][1], 4, 13),
    (_ROWS[4][1], 4, 10),
)
ACTOR = Actor("基教处（办理页）")


@dataclass
class OfficeSite:
    """One office with its link, and a browser without cookies or script."""

    bureau: Bureau
    client: TestClient
    office: str = "基教处"
    issued_version: int = 1

    @property
    def token(self) -> str:
        return self.token_of(self.office)

    def token_of(self, office: str) -> str:
        links, now = self.bureau.services.links, self.bureau.clock()
        office_id = self.bureau.offices[office]
        return links.issue(Purpose.OFFICE, office_id, version=self.issued_version, now=now)

    @property
    def home(self) -> str:
        return f"/t/{self.token}"

    def get(self, query: str = "", **options: Any) -> str:
        return self.client.get(self.home + query, **options).text

    def post(self, act: str, data: dict[str, str] | None = None, **options: Any) -> Any:
        return self.client.post(f"{self.home}/{act}", data=data, follow_redirects=False, **options)

    def view(self, title: str) -> TaskView:
        with db.reading(self.bureau.services.engine) as connection:
            return store_tasks.load_task(connection, self.bureau.tasks[title])

    def number(self, title: str) -> str:
        return self.view(title).number

    def reports(self, title: str) -> list[ReportView]:
        with db.reading(self.bureau.services.engine) as connection:
            return store_reports.reports(connection, self.bureau.tasks[title])

    def report_count(self) -> int:
        with db.reading(self.bureau.services.engine) as connection:
            return len(connection.execute(report_table.select()).all())

    def form(self, title: str, kind: str = "completion", **fields: str) -> dict[str, str]:
        """The fields a browser sends for a task's form; ``c_day`` stands for the field ``c-day``."""
        view = self.view(title)
        sent = {"task": view.number, "key": "one page", "version": str(view.version), "kind": kind}
        return sent | {name.replace("_", "-"): value for name, value in fields.items()}

    def completed(self, title: str, **fields: str) -> dict[str, str]:
        """A complete form of 已完成."""
        filled = {"c_day": "2026-05-26", "c_note": "5月26日召开，15个区县参加。", "c_by": "基教处联络员"}
        return self.form(title, **(filled | fields))

    def close(self, title: str, on: date) -> None:
        checking.close_task(
            self.bureau.services, SUPERVISOR, self.bureau.tasks[title], today=on, completed_on=on
        )

    def say(
        self, title: str, note: str, *, on: date, kind: ReportKind = ReportKind.PROGRESS, **values: Any
    ) -> None:
        """Store a report as the office's page would."""
        said = ReportInput(kind, note, "基教处联络员", **values)
        self.bureau.clock.put(on, time(10, 24))
        services, office_id = self.bureau.services, self.bureau.offices[self.office]
        tracking.report(services, ACTOR, self.bureau.tasks[title], office_id, said, today=on, channel="link")

    def sign(self, on: date, at: time = time(9, 12)) -> None:
        self.bureau.clock.put(on, at)
        services, office_id = self.bureau.services, self.bureau.offices[self.office]
        tracking.acknowledge(
            services, ACTOR, plan_id=self.bureau.plan_id, office_id=office_id, signed_by="基教处联络员"
        )


def first_visit(bureau: Bureau, client: TestClient) -> OfficeSite:
    """The plan has just been released on Friday 2026-02-27; nobody has done anything."""
    day = date(2026, 2, 27)
    bureau.clock.put(day)
    bureau.add_offices(*OFFICES)
    bureau.add_leader("局领导", "leader@example.org", ("基教处", "学前处"))
    bureau.add_plan(2026, on=day)
    for month, title, offices in _ROWS:
        status = Status.UNCONFIRMED if month < 2 else Status.OPEN
        bureau.add_task(title, date(2026, month, LAST_OF[month]), *offices, status=status)
    bureau.add_task(THREE_YEARS, date(2026, 3, 31), "秘书处", informed=("基教处",), group_words="各处室")
    return OfficeSite(bureau, client)


def in_may(site: OfficeSite) -> OfficeSite:
    """Wednesday 2026-05-27: one overdue, two due on Sunday, five closed, signed."""
    site.sign(date(2026, 2, 28))
    for title, month, day in _CLOSED:
        site.close(title, date(2026, month, day))
    site.close(THREE_YEARS, date(2026, 3, 30))
    site.say(BRIDGE, "场地已落实，通知待签发。", on=date(2026, 5, 12), expected_on=date(2026, 5, 29))
    site.bureau.clock.put(date(2026, 5, 27), time(10, 24))
    return site


def bare_app(bureau: Bureau) -> FastAPI:
    """The office's routes alone."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(office_router(bureau.services))
    return app


def plain(page: str) -> str:
    """The page as a reader hears it: one line, no tags."""
    body = page.partition("<body>")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def words(page: str) -> str:
    """The page without any space, for whole sentences that marks cut up."""
    return plain(page).replace(" ", "")


def row(page: str, number: str) -> str:
    """One row of the page."""
    found = re.search(rf'<article class="row[^"]*" id="t{number}">.*?</article>', page, re.DOTALL)
    assert found is not None, number
    return plain("<body>" + found.group())


def sections(page: str) -> list[str]:
    return [" ".join(plain(f"<body>{h}").split()) for h in re.findall(r"<h2>(.*?)</h2>", page, re.DOTALL)]


@dataclass(frozen=True)
class Stage:
    """A filled database in a file, and what a test needs to go on with it."""

    path: Path
    bureau: Bureau

    def open(self, folder: Path) -> Bureau:
        """A bureau of one's own over a copy of the file."""
        copy = folder / "office.db"
        shutil.copyfile(self.path, copy)
        bureau = build_bureau(db.open_engine(f"sqlite:///{copy}"))
        bureau.clock.now = self.bureau.clock.now
        bureau.offices, bureau.tasks = dict(self.bureau.offices), dict(self.bureau.tasks)
        bureau.plan_id = self.bureau.plan_id
        return bureau


def _stage(template: Path, folder: Path, *, is_may: bool) -> Stage:
    path = folder / "office.db"
    shutil.copyfile(template, path)
    bureau = build_bureau(db.open_engine(f"sqlite:///{path}"))
    site = first_visit(bureau, TestClient(bare_app(bureau)))
    if is_may:
        in_may(site)
    bureau.services.engine.dispose()
    return Stage(path, bureau)


@pytest.fixture(scope="session")
def first_stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The day the plan was released."""
    return _stage(sqlite_template, tmp_path_factory.mktemp("february"), is_may=False)


@pytest.fixture(scope="session")
def may_stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A day in May."""
    return _stage(sqlite_template, tmp_path_factory.mktemp("may"), is_may=True)


def _visited(stage: Stage, folder: Path) -> Iterator[OfficeSite]:
    bureau = stage.open(folder)
    with TestClient(bare_app(bureau)) as client:
        yield OfficeSite(bureau, client)
    bureau.services.engine.dispose()


@pytest.fixture
def new_site(first_stage: Stage, tmp_path: Path) -> Iterator[OfficeSite]:
    """An office on its first visit."""
    yield from _visited(first_stage, tmp_path)


@pytest.fixture
def site(may_stage: Stage, tmp_path: Path) -> Iterator[OfficeSite]:
    """An office in May, with one task overdue and two due soon."""
    yield from _visited(may_stage, tmp_path)
