"""Pages while the relay is dead, against the same pages of a site whose mail has left.

Two servers run side by side, each a process of its own, and are asked in turn at a steady pace: one has
hundreds of messages that wait and try again at every pass, the other has none.
``python -m benchmarks.outage SECONDS`` makes one run as long as wanted.
"""

import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

from benchmarks import sink
from benchmarks.figures import Entry, Figure, Target, spread_words
from benchmarks.measure import ROOT, Spread
from benchmarks.scale import Scale
from benchmarks.worlds import NOW, RUN_DAY, fill, open_file, services_over
from cli.secret_key import read_or_make_key
from cli.wiring import KEY_FILE
from models import db, store_audit, store_calendar, store_messages, store_outbox, store_users
from models.kinds import UserRole
from models.store_audit import LAST_RUN, SYSTEM
from rules.workdays import SpecialDay
from scheduler import accounts
from scheduler.links import Links
from scheduler.run import run_once
from scheduler.services import SHANGHAI

SUBJECT = "outage"
CALM, STRICKEN = "mail has left", "relay dead"
_OFFICES = 300
_TASKS_EACH = 1
_ROUND_SECONDS = 61.0
"""A little more than the time between two passes, so that each round has one."""
_QUICK_SECONDS = 1.0
_PACE_SECONDS = 0.5
_MOST_SECONDS_TO_START = 120.0
_PERSON = "duban"
_POLICY = ROOT / "config" / "policies" / "education_bureau.toml"
_HOURS = {"send_from": "00:00:00", "send_until": "23:59:00", "pass_minutes": "1"}

#: Page → seconds of each answer.
Taken = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Site:
    """A server that runs, and a browser signed in to it."""

    browser: httpx2.Client
    pages: Mapping[str, str]

    def seconds(self, page: str) -> float:
        """Return how long a page took; raises when it is not the page."""
        started = time.perf_counter()
        self.browser.get(self.pages[page]).raise_for_status()
        return time.perf_counter() - started


def measure(scale: Scale) -> Iterator[Entry]:
    """Ask both sites for an office's page and the supervisors' first page, round by round."""
    offices = scale.sizes(_OFFICES)[0]
    seconds = _QUICK_SECONDS if scale.is_quick else _ROUND_SECONDS
    with both_sites(scale.folder, offices) as sites:
        rounds = [asked_in_turn(sites, seconds) for _ in range(min(scale.rounds, 2))]
    yield from _figures(rounds, offices)


def _figures(rounds: Sequence[Mapping[str, Taken]], offices: int) -> Iterator[Entry]:
    for page in rounds[0][CALM]:
        yield Figure(
            subject=SUBJECT,
            what=f"relay refuses connections; {page}, p95",
            size=f"{offices:,} messages wait",
            product=Spread(tuple(p95(taken[STRICKEN][page]) * 1000 for taken in rounds)),
            yardstick=Spread(tuple(p95(taken[CALM][page]) * 1000 for taken in rounds)),
            against=CALM,
            unit="ms",
            target=Target(1.2),
        )


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def asked_in_turn(sites: Mapping[str, Site], seconds: float) -> dict[str, Taken]:
    """Ask every site for every page, in turn and at a steady pace, for as long as told."""
    taken: dict[str, Taken] = {name: {page: [] for page in site.pages} for name, site in sites.items()}
    ends_at = time.perf_counter() + seconds
    while (started := time.perf_counter()) < ends_at:
        for page in sites[CALM].pages:
            for name, site in sites.items():
                taken[name][page].append(site.seconds(page))
        time.sleep(max(0.0, started + _PACE_SECONDS - time.perf_counter()))
    return taken


@contextmanager
def both_sites(folder: Path, offices: int, dead_port: int | None = None) -> Iterator[dict[str, Site]]:
    """Run a site whose mail has left and one whose relay does not answer, on ``dead_port`` if given."""
    world = _world(folder / "outage.db", offices)
    with ExitStack() as stack:
        ports = {
            CALM: stack.enter_context(sink.running()),
            STRICKEN: dead_port or stack.enter_context(_nobody()),
        }
        waiting = {CALM: 0, STRICKEN: offices}
        yield {
            name: stack.enter_context(_site(folder / name, world, ports[name], waiting[name]))
            for name in ports
        }


@contextmanager
def _nobody() -> Iterator[int]:
    """Give a port that refuses every connection: taken, but nobody listens."""
    with socket.socket() as taken:
        taken.bind((sink.HOST, 0))
        yield int(taken.getsockname()[1])


@dataclass(frozen=True, slots=True)
class _World:
    """A filled database that every site starts from, and the password of its supervisor."""

    file: Path
    offices: int
    password: str


def _world(path: Path, offices: int) -> _World:
    """Fill in offices with tasks and mail of an earlier day, working days around now and a supervisor."""
    engine = open_file(path)
    fill(engine, office_count=offices, tasks_each=_TASKS_EACH)
    services = services_over(engine)
    run_once(RUN_DAY, services)
    password = accounts.add_user(services, SYSTEM, _PERSON, role=UserRole.SUPERVISOR)
    today = datetime.now(SHANGHAI).date()
    with db.writing(engine) as connection:
        user = store_users.find_user(connection, _PERSON)
        if user is None:
            raise LookupError(_PERSON)
        store_users.update_user(connection, user.id, must_change=False)
        for day in (today, today + timedelta(days=1)):
            store_calendar.set_override(connection, SpecialDay(day, is_workday=True))
    engine.dispose()
    return _World(path, offices, password)


@contextmanager
def _site(folder: Path, world: _World, relay_port: int, waiting: int) -> Iterator[Site]:
    """Serve a copy of the database and wait until the first pass is over."""
    folder.mkdir()
    shutil.copyfile(world.file, folder / "duban.db")
    with _serving(folder, relay_port) as address, httpx2.Client(base_url=address, timeout=60) as browser:
        _sign_in(browser, world.password)
        _until_first_pass(folder / "duban.db", world.offices, waiting)
        links = Links(read_or_make_key(folder / KEY_FILE), "")
        office = links.office_url(world.offices, version=1, now=datetime.now(UTC))
        site = Site(browser, {"an office's page": office, "the supervisors' first page": "/"})
        for page in site.pages:
            site.seconds(page)
        yield site


@contextmanager
def _serving(folder: Path, relay_port: int) -> Iterator[str]:
    """Run ``serve`` with a pass every minute and give its address."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "DUBAN_DATABASE_URL": f"sqlite:///{folder}/duban.db",
        "DUBAN_DATA_DIR": str(folder),
        "DUBAN_POLICY": str(_policy_file(folder)),
        "DUBAN_SMTP_HOST": sink.HOST,
        "DUBAN_SMTP_PORT": str(relay_port),
        "DUBAN_SMTP_FROM": "duban@example.org",
        "DUBAN_RETRY_FIRST_SECONDS": "1",
        "DUBAN_RETRY_CAP_SECONDS": "2",
    }
    command = [sys.executable, "main.py", "serve", "--port", "0"]
    with (
        (folder / "log.txt").open("w") as log,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        ) as server,
    ):
        try:
            line = server.stdout.readline() if server.stdout else ""
            if not line.startswith("ready "):
                raise RuntimeError((folder / "log.txt").read_text())
            yield line.split()[1]
        finally:
            server.terminate()


def _policy_file(folder: Path) -> Path:
    """Write the usual policy with a pass a minute, whatever the hour."""
    text = _POLICY.read_text(encoding="utf-8")
    for key, value in _HOURS.items():
        text = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _sign_in(browser: httpx2.Client, password: str) -> None:
    token = re.search(r'name="token" value="([^"]+)"', browser.get("/login").text)
    fields = {"user": _PERSON, "password": password, "token": token[1] if token else ""}
    answer = browser.post("/login", data=fields)
    if answer.status_code != 303:
        raise RuntimeError(f"cannot sign in: {answer.status_code}")


def _until_first_pass(path: Path, offices: int, waiting: int) -> None:
    """Return once the first pass has ended and as many messages wait as should."""
    engine = db.open_engine(f"sqlite:///{path}")
    latest = time.monotonic() + _MOST_SECONDS_TO_START
    moment: datetime | None = NOW
    while moment is None or moment <= NOW:
        if time.monotonic() > latest:
            raise RuntimeError("the first pass does not end")
        time.sleep(0.05)
        with db.reading(engine) as connection:
            moment = store_audit.switch_moment(connection, LAST_RUN)
            made = sum(store_messages.state_counts(connection).values())
            still = store_outbox.waiting_count(connection)
    engine.dispose()
    if (made, still) != (2 * offices, waiting):
        raise RuntimeError(f"{made} messages, {still} wait; expected {2 * offices}, {waiting}")


def main(arguments: Sequence[str]) -> int:
    """Make one run of some seconds and print each page's figures."""
    seconds = float(arguments[0]) if arguments else 600.0
    with (
        tempfile.TemporaryDirectory(prefix="duban_outage_") as folder,
        both_sites(Path(folder), _OFFICES) as sites,
    ):
        taken = asked_in_turn(sites, seconds)
    for page in sites[CALM].pages:
        words = [
            f"{name}: {spread_words(Spread(tuple(value * 1000 for value in pages[page])))} ms, "
            f"p95 {p95(pages[page]) * 1000:.1f} ms"
            for name, pages in taken.items()
        ]
        ratio = p95(taken[STRICKEN][page]) / p95(taken[CALM][page])
        print(f"{page}, {len(taken[CALM][page])} times each; {'; '.join(words)}; ratio {ratio:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
