"""The server is killed while a client posts completions: what was confirmed is there afterwards.

DUBAN_TEST_SERVER_KILLS=200 makes it the long run.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
import pytest
from bureau import ROOT, Bureau

from cli.secret_key import read_or_make_key
from models import db, store_reports, store_tasks
from models.store_tasks import TaskFilter
from rules.facts import Status
from scheduler.links import Links

KILLS = int(os.environ.get("DUBAN_TEST_SERVER_KILLS", "8"))


@dataclass
class Client:
    """An office that reports one task after another and keeps what it was told."""

    address: str
    path: str
    numbers: list[str]
    confirmed: dict[str, str] = field(default_factory=dict)
    is_over: bool = False

    def run(self) -> None:
        with httpx2.Client(timeout=5) as browser:
            for number in self.numbers:
                while number not in self.confirmed and not self.is_over:
                    self.report(browser, number)

    def report(self, browser: httpx2.Client, number: str) -> None:
        form = {
            "task": number,
            "key": f"page of {number}",
            "kind": "completion",
            "c-day": "2026-03-02",
            "c-by": "联络员",
            "c-note": f"{number}已完成。",
        }
        try:
            answer = browser.post(f"{self.address}{self.path}/report", data=form)
        except httpx2.HTTPError:
            time.sleep(0.02)
            return
        if answer.status_code == 303:
            self.confirmed[number] = answer.headers["location"].rpartition("/")[2]


def start(folder: Path, port: int) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    environment = {
        **kept,
        "DUBAN_DATABASE_URL": f"sqlite:///{folder}/duban.db",
        "DUBAN_DATA_DIR": str(folder),
        "DUBAN_BASE_URL": f"http://127.0.0.1:{port}",
    }
    return subprocess.Popen(
        [sys.executable, "main.py", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def wait_until_ready(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("ready"):
            return
    pytest.fail("the server did not start")


@pytest.mark.slow
def test_confirmed_completions_survive(sqlite_bureau: Bureau, free_tcp_port: int, tmp_path: Path) -> None:
    """Every completion the client was shown as recorded is in the database after the kills."""
    bureau, count = sqlite_bureau, 40 * KILLS
    bureau.clock.put(date(2026, 3, 1))
    bureau.add_offices("基教处")
    bureau.add_plan(2026, on=date(2026, 3, 1))
    for n in range(count):
        bureau.add_task(f"第{n}件事", date(2026, 12, 31), "基教处")
    links = Links(key=read_or_make_key(tmp_path / "link.key"), base_url="")
    with db.reading(bureau.services.engine) as connection:
        numbers = [view.number for view in store_tasks.load_tasks(connection, TaskFilter())]
    path = links.office_url(bureau.offices["基教处"], version=1, now=datetime.now(UTC))
    client = Client(f"http://127.0.0.1:{free_tcp_port}", path, numbers)
    clerk = threading.Thread(target=client.run)
    clerk.start()
    chance = random.Random(11)
    for _ in range(KILLS):
        process = start(tmp_path, free_tcp_port)
        wait_until_ready(process)
        wanted, latest = len(client.confirmed) + chance.randint(1, 12), time.monotonic() + 10
        while len(client.confirmed) < wanted and time.monotonic() < latest:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    client.is_over = True
    clerk.join()

    with db.reading(bureau.services.engine) as connection:
        kept = {
            number: store_reports.report_by_receipt(connection, receipt)
            for number, receipt in client.confirmed.items()
        }
        views = {view.number: view for view in store_tasks.load_tasks(connection, TaskFilter())}
        sane = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    assert len(client.confirmed) > KILLS
    assert [number for number, report in kept.items() if report is None] == []
    assert {views[number].status for number in client.confirmed} == {Status.REPORTED}
    assert sane == "ok"
