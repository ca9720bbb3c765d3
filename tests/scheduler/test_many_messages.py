"""Many messages without a fault: each arrives once, counted where they arrive.

DUBAN_TEST_MESSAGES=10000 makes it the long run.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from bureau import ROOT
from smtp_server import SmtpServer
from sqlalchemy.engine import Engine

from benchmarks.worlds import RUN_DAY, fill
from models import db, store_messages
from models.kinds import MessageState

MESSAGES = int(os.environ.get("DUBAN_TEST_MESSAGES", "500"))


def tick(database: Path, relay: SmtpServer) -> dict[str, object]:
    """Run the command as a process of its own and return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    environment = {
        **kept,
        "DUBAN_DATABASE_URL": f"sqlite:///{database}",
        "DUBAN_DATA_DIR": str(database.parent),
        "DUBAN_SMTP_HOST": relay.host,
        "DUBAN_SMTP_PORT": str(relay.port),
        "DUBAN_SMTP_FROM": "duban@example.org",
    }
    command = [sys.executable, "main.py", "tick", "--today", RUN_DAY.isoformat(), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.slow
def test_no_fault_no_duplicate(sqlite_engine: Engine, smtp_server: SmtpServer) -> None:
    """Every office gets its one mail once; a second pass sends nothing."""
    fill(sqlite_engine, office_count=MESSAGES, tasks_each=1)
    database = db.database_file(sqlite_engine)
    assert database is not None

    first, second = tick(database, smtp_server), tick(database, smtp_server)

    arrived = Counter(str(message_from_bytes(one.data)["Message-ID"]) for one in smtp_server.messages)
    recipients = Counter(one.recipient for one in smtp_server.messages)
    with db.reading(sqlite_engine) as connection:
        stored = store_messages.messages(connection, limit=2 * MESSAGES)
    assert (first["messages"], first["sent"], second["messages"], second["sent"]) == (
        MESSAGES,
        MESSAGES,
        0,
        0,
    )
    assert arrived == Counter(message.message_id for message in stored)
    assert recipients == Counter(f"office{n + 1}@example.org" for n in range(MESSAGES))
    assert set(arrived.values()) == {1}
    assert {message.state for message in stored} == {MessageState.SENT}
