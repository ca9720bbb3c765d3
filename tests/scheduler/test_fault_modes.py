"""Every way the misbehaving relay beside the checkout can fail, each with the outcome the rules demand.

One message; the first pass meets the fault, later passes meet a healthy relay.
"""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from bureau import Bureau

from models import db, store_audit, store_messages
from models.kinds import MessageState
from models.store_audit import SENDING_PAUSED
from notifiers.smtp import Security, SmtpNotifier, SmtpSettings
from scheduler.delivery import deliver

DAY = date(2024, 3, 27)


@dataclass
class Chaos:
    """The relay as a process, its control port and its journal."""

    port: int
    control: int
    journal: Path
    certificate: str

    def say(self, command: str) -> None:
        request = urllib.request.Request(f"http://127.0.0.1:{self.control}/", data=command.encode())
        urllib.request.urlopen(request, timeout=5).read()

    def accepted(self) -> list[dict[str, object]]:
        lines = [json.loads(line) for line in self.journal.read_text().splitlines()]
        return [line for line in lines if line.get("event") == "accepted"]


def start(shared_dir: Path, tmp_path: Path, *words: str) -> Iterator[Chaos]:
    journal = tmp_path / "journal.jsonl"
    tool = shared_dir / "tools" / "chaos_smtp.py"
    command = [
        sys.executable,
        str(tool),
        "--port",
        "0",
        "--control-port",
        "0",
        "--journal",
        str(journal),
        *words,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield Chaos(told["port"], told["control_port"], journal, str(told["cert"] or ""))
        process.terminate()


@pytest.fixture
def chaos(shared_dir: Path, tmp_path: Path) -> Iterator[Chaos]:
    yield from start(shared_dir, tmp_path)


@pytest.fixture
def chaos_tls(shared_dir: Path, tmp_path: Path) -> Iterator[Chaos]:
    yield from start(shared_dir, tmp_path, "--tls", "--user", "duban", "--password", "right")


def connect(bureau: Bureau, chaos: Chaos, **more: object) -> None:
    settings = SmtpSettings("127.0.0.1", chaos.port, connections=1, timeout_seconds=1, data_timeout_seconds=1)
    bureau.services = replace(
        bureau.services,
        notifier=SmtpNotifier(replace(settings, **more)),  # type: ignore[arg-type]
    )


def prepare(bureau: Bureau) -> None:
    bureau.clock.put(DAY)
    bureau.add_offices("基教处")
    bureau.add_plan(2024, on=DAY)
    bureau.add_task("基教处的事", date(2024, 3, 31), "基教处")


SENT, FAILED, PENDING, UNKNOWN = (
    MessageState.SENT,
    MessageState.FAILED,
    MessageState.PENDING,
    MessageState.UNKNOWN,
)

#: mode, state after the first pass, attempts counted against the message, state at last, copies stored
OUTCOMES = [
    ("ok", SENT, 1, SENT, 1),
    ("connect_421", PENDING, 0, SENT, 1),
    ("connect_554", PENDING, 0, SENT, 1),
    ("connect_drop", PENDING, 0, SENT, 1),
    ("connect_hang", PENDING, 0, SENT, 1),
    ("connect_garbage", PENDING, 0, SENT, 1),
    ("ehlo_500", SENT, 1, SENT, 1),
    ("mail_451", PENDING, 1, SENT, 1),
    ("mail_550", PENDING, 0, PENDING, 0),
    ("drop_after_mail", PENDING, 1, SENT, 1),
    ("greylist:tries=1", PENDING, 1, SENT, 1),
    ("rcpt_450", PENDING, 1, SENT, 1),
    ("rcpt_452", PENDING, 1, SENT, 1),
    ("rcpt_550", FAILED, 1, FAILED, 0),
    ("rcpt_552", FAILED, 1, FAILED, 0),
    ("rcpt_421", PENDING, 1, SENT, 1),
    ("drop_after_rcpt", PENDING, 1, SENT, 1),
    ("data_451", PENDING, 1, SENT, 1),
    ("data_554", FAILED, 1, FAILED, 0),
    ("drop_mid_data", UNKNOWN, 1, SENT, 1),
    ("slow_read:secs=0.01,bytes=2000", SENT, 1, SENT, 1),
    ("dot_421", PENDING, 1, SENT, 1),
    ("dot_451", PENDING, 1, SENT, 1),
    ("dot_552", FAILED, 1, FAILED, 0),
    ("dot_554", FAILED, 1, FAILED, 0),
    ("drop_after_dot", UNKNOWN, 1, SENT, 2),
    ("drop_mid_reply", UNKNOWN, 1, SENT, 2),
    ("drop_after_reply", SENT, 1, SENT, 1),
    ("dot_garbage", UNKNOWN, 1, SENT, 2),
    ("delay:secs=0.05", SENT, 1, SENT, 1),
    ("delay:secs=1.5", UNKNOWN, 1, SENT, 2),
    ("partial:gap=0.001", SENT, 1, SENT, 1),
]


@pytest.mark.parametrize(
    ("mode", "first", "attempts", "last", "copies"), OUTCOMES, ids=[o[0] for o in OUTCOMES]
)
def test_each_fault_has_its_outcome(
    sqlite_bureau: Bureau,
    chaos: Chaos,
    mode: str,
    first: MessageState,
    attempts: int,
    last: MessageState,
    copies: int,
) -> None:
    """4xx and lost answers are tried again with the same bytes, 5xx once, a dead channel blames nobody."""
    prepare(sqlite_bureau)
    connect(sqlite_bureau, chaos)
    chaos.say(f"mode {mode}")

    sqlite_bureau.tick(DAY)
    after = sqlite_bureau.messages()[0]
    chaos.say("mode ok")
    for hour in (10, 12, 14):
        sqlite_bureau.tick(DAY, time(hour))
    end = sqlite_bureau.messages()[0]

    assert (after.state, after.attempt_count) == (first, attempts)
    assert end.state is last
    stored = chaos.accepted()
    assert len(stored) == copies
    assert len({(line["message_id"], line["sha256"]) for line in stored}) == min(copies, 1)
    assert not any(line["lint"] for line in stored)


def test_a_relay_that_refuses_connections(sqlite_bureau: Bureau, chaos: Chaos) -> None:
    """Connection refused for a while: the message waits, and leaves once."""
    prepare(sqlite_bureau)
    connect(sqlite_bureau, chaos)
    chaos.say("refuse 3600")

    down = sqlite_bureau.tick(DAY)

    assert (down.sent, down.is_channel_down, sqlite_bureau.messages()[0].attempt_count) == (0, True, 0)


@pytest.mark.parametrize("mode", ["starttls_454", "starttls_garbage", "caps no_starttls", "ok"])
def test_no_plain_text_where_tls_is_required(sqlite_bureau: Bureau, chaos_tls: Chaos, mode: str) -> None:
    """STARTTLS refused, broken or stripped, and a certificate nobody vouches for: nothing is sent."""
    prepare(sqlite_bureau)
    connect(sqlite_bureau, chaos_tls, security=Security.STARTTLS)
    chaos_tls.say(mode if mode.startswith("caps") else f"mode {mode}")

    report = sqlite_bureau.tick(DAY)

    assert (report.sent, report.is_partial, sqlite_bureau.messages()[0].state) == (0, True, PENDING)
    assert report.trouble
    assert chaos_tls.accepted() == []


@pytest.mark.parametrize(("mode", "is_paused"), [("auth_535", True), ("auth_454", False)])
def test_a_refused_login(sqlite_bureau: Bureau, chaos_tls: Chaos, mode: str, *, is_paused: bool) -> None:
    """535 pauses all sending until a person resumes it; 454 is a bad day of the relay."""
    prepare(sqlite_bureau)
    connect(
        sqlite_bureau,
        chaos_tls,
        host="localhost",
        security=Security.STARTTLS,
        ca_file=chaos_tls.certificate,
        username="duban",
        password="right",
    )
    chaos_tls.say(f"mode {mode}")

    report = sqlite_bureau.tick(DAY)

    with db.reading(sqlite_bureau.services.engine) as connection:
        value = store_audit.switch_value(connection, SENDING_PAUSED)
    assert (bool(value), report.sent) == (is_paused, 0)
    assert sqlite_bureau.messages()[0].attempt_count == 0


def test_the_gaps_between_attempts_grow(sqlite_bureau: Bureau, chaos: Chaos) -> None:
    """Each pause is 1.8 times the one before or more, but for the jitter, up to the cap."""
    prepare(sqlite_bureau)
    connect(sqlite_bureau, chaos)
    chaos.say("mode rcpt_450")
    sqlite_bureau.tick(DAY)
    gaps = []
    for _ in range(6):
        message = sqlite_bureau.messages()[0]
        gaps.append((message.next_try_at - sqlite_bureau.clock()).total_seconds())
        sqlite_bureau.clock.now = message.next_try_at
        deliver(sqlite_bureau.services, today=DAY)

    middles = (300, 600, 1200, 2400, 4000, 4000)
    assert all(0.8 * middle <= gap <= 1.2 * middle for gap, middle in zip(gaps, middles, strict=True))
    with db.reading(sqlite_bureau.services.engine) as connection:
        attempts = store_messages.deliveries(connection, sqlite_bureau.messages()[0].id)
    assert [attempt.code for attempt in attempts] == [450] * 7


def test_five_days_are_the_end(sqlite_bureau: Bureau, chaos: Chaos) -> None:
    """After five days without an answer a person decides: the message has failed."""
    prepare(sqlite_bureau)
    connect(sqlite_bureau, chaos)
    chaos.say("mode rcpt_450")
    sqlite_bureau.tick(DAY)

    sqlite_bureau.clock.put(DAY + timedelta(days=6))
    deliver(sqlite_bureau.services)

    assert sqlite_bureau.messages()[0].state is FAILED
