"""kill -9 at random moments: nothing lost, nothing doubled but what was in flight, the same bytes again."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from datetime import date
from email import message_from_bytes
from pathlib import Path

import pytest
from bureau import ROOT, Bureau
from smtp_server import SmtpServer

from models import db
from models.kinds import MessageState
from models.store_messages import body

DAY = date(2024, 3, 27)
OFFICES = 700
KILLS = 60
CONNECTIONS = 4
_PHASES = ("planning", "rendering", "sending")


@pytest.fixture
def province(sqlite_bureau: Bureau) -> Bureau:
    """Many offices with one task each, all due within the week."""
    sqlite_bureau.clock.put(DAY)
    sqlite_bureau.add_many_offices(OFFICES, lambda _: date(2024, 3, 31))
    return sqlite_bureau


class Program:
    """``main.py tick`` over the bureau's database, into a relay on loopback."""

    def __init__(self, bureau: Bureau, relay: SmtpServer, folder: Path) -> None:
        self.log = folder / "log.txt"
        self.environment = {
            **os.environ,
            "DUBAN_DATABASE_URL": str(bureau.services.engine.url),
            "DUBAN_DATA_DIR": str(folder / "data"),
            "DUBAN_SMTP_HOST": relay.host,
            "DUBAN_SMTP_PORT": str(relay.port),
            "DUBAN_SMTP_FROM": "duban@example.org",
            "DUBAN_SMTP_CONNECTIONS": str(CONNECTIONS),
            "DUBAN_SMTP_MESSAGES_PER_MINUTE": "9000",
            "DUBAN_RETRY_FIRST_SECONDS": "0.2",
            "DUBAN_RETRY_CAP_SECONDS": "1",
        }

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "main.py", *words],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    def written(self, start: int) -> str:
        return self.log.read_bytes()[start:].decode(errors="replace") if self.log.exists() else ""

    def kill_after(self, phase: str, wait: float) -> str:
        """Start, wait for a phase, then a moment, kill -9; return the phase the kill fell into."""
        before = self.log.stat().st_size if self.log.exists() else 0
        process = self.start("tick", "--today", DAY.isoformat())
        deadline = time.monotonic() + 60
        while f"phase={phase}" not in self.written(before) and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        seen = [word for word in _PHASES if f"phase={word}" in self.written(before)]
        return seen[-1] if process.returncode == -signal.SIGKILL and seen else "ended"

    def finish(self) -> None:
        for words in (
            ("tick", "--today", DAY.isoformat()),
            ("deliver", "--until-empty", "--max-seconds", "120"),
        ):
            assert self.start(*words).wait(180) in (0, 1)


@pytest.mark.slow
def test_sixty_kills_lose_nothing(province: Bureau, smtp_server: SmtpServer, tmp_path: Path) -> None:
    """60 kill -9 in planning, rendering and sending, over a relay that sometimes stores without an answer."""
    chance = random.Random(7)
    smtp_server.fault("dot", close=True, stored=True, times=10)
    program = Program(province, smtp_server, tmp_path)
    fell: Counter[str] = Counter()
    for n in range(KILLS):
        phase = _PHASES[min(n // 6, 2)]
        fell[program.kill_after(phase, chance.uniform(0.0, 0.25))] += 1
    program.finish()

    messages = province.messages()
    stored = {m.message_id: m for m in messages if m.state is not MessageState.CANCELLED}
    copies: dict[str, list[bytes]] = defaultdict(list)
    for received in smtp_server.messages:
        copies[str(message_from_bytes(received.data)["Message-ID"])].append(received.data)

    assert fell["sending"] > 10
    assert fell["planning"] + fell["rendering"] > 5
    assert len(stored) == OFFICES
    assert {m.state for m in stored.values()} == {MessageState.SENT}
    assert set(copies) == set(stored), "lost or unexpected"
    with db.reading(province.services.engine) as connection:
        exact = {mid: body(connection, m.id) for mid, m in stored.items()}
    assert all(set(data) == {exact[mid]} for mid, data in copies.items()), "other bytes under one Message-ID"
    duplicates = sum(len(data) - 1 for data in copies.values())
    assert duplicates <= CONNECTIONS * KILLS + 10
