"""``serve`` and ``run`` as processes of their own: ready, one instance only, a clean stop."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Start = Callable[..., "subprocess.Popen[str]"]
READY = "ready http://127.0.0.1:"


def _environ(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}
    return kept | {"DUBAN_DATABASE_URL": f"sqlite:///{folder}/duban.db", "DUBAN_DATA_DIR": str(folder)}


@pytest.fixture
def start(tmp_path: Path, project_dir: Path) -> Iterator[Start]:
    """Start the program; what still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, str(project_dir / "main.py"), *arguments],
            cwd=tmp_path,
            env=_environ(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def _until_ready(process: "subprocess.Popen[str]") -> tuple[str, list[str]]:
    """Return the address of a server once it answers, and what it said before."""
    said: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(READY):
            return line.removeprefix("ready ").strip(), said
        said.append(line)
    raise AssertionError(process.communicate()[1])


@pytest.mark.slow
def test_serving_until_told_to_stop(start: Start) -> None:
    """``serve`` says where it listens, answers, refuses a second instance, and ends cleanly at SIGTERM."""
    server = start("serve", "--port", "0")
    address, _ = _until_ready(server)

    with urllib.request.urlopen(f"{address}/healthz", timeout=10) as response:
        assert response.status == 200
    second = start("tick", "--json")
    out, err = second.communicate(timeout=30)
    server.send_signal(signal.SIGTERM)
    rest, log = server.communicate(timeout=30)

    assert (second.returncode, out) == (2, "")
    assert err.strip() == "另一个督办程序正在发信，这次没有运行。"
    assert (server.returncode, rest) == (0, "")
    assert "Traceback" not in log


@pytest.mark.slow
def test_the_first_run_loads_the_example(start: Start) -> None:
    """``run`` fills an empty database, prints a password once, and serves; the next run only serves."""
    first = start("run", "--port", "0")
    _, said = _until_ready(first)
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=30)
    second = start("run", "--port", "0")
    _, said_again = _until_ready(second)
    second.send_signal(signal.SIGTERM)
    second.communicate(timeout=30)

    assert (first.returncode, second.returncode) == (0, 0)
    assert len(said) == 1
    assert "督办员" in said[0]
    assert said_again == []


def test_a_taken_port_is_one_sentence(start: Start) -> None:
    """A port somebody else has is refused, exit 2."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        out, err = (process := start("serve", "--port", port)).communicate(timeout=30)

    assert (process.returncode, out) == (2, "")
    assert "已被别的程序占用" in err


@pytest.mark.slow
def test_links_no_other_machine_can_open_are_named(start: Start) -> None:
    """Serving every address without DUBAN_BASE_URL says which setting makes the mails' links open."""
    server = start("serve", "--host", "0.0.0.0", "--port", "0")
    assert server.stdout is not None
    server.stdout.readline()

    server.send_signal(signal.SIGTERM)
    _, said = server.communicate(timeout=30)

    assert "单位打不开" in said
    assert "DUBAN_BASE_URL" in said
