"""From composed digests to accepted mails, the outbox included, against the obvious loop without one.

The obvious loop renders, builds by ``EmailMessage`` and hands over on one connection. The sink is a
process of its own, so its CPU does not count.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiosmtplib

from benchmarks import sink
from benchmarks.digests import Digest, by_email_message, digests, posted, rendered
from benchmarks.figures import Entry, Figure, Of, Target
from benchmarks.measure import Spread, growth, wall_seconds
from benchmarks.scale import Scale
from benchmarks.worlds import NOW, RUN_DAY, fresh_copy, open_file, services_over, template_file
from models import db
from notifiers.smtp import SmtpNotifier, SmtpSettings
from scheduler.delivery import Outcomes, deliver
from scheduler.planning import OFFICES_AT_ONCE, Planned, store_digests
from scheduler.services import Services

SUBJECT = "sending"
_TASKS_EACH = 5
_CONNECTIONS = (1, 4, 16)
_OBVIOUS = "obvious loop, 1 connection"
_RELAY = sink.Patience(round_trip_seconds=0.002, accept_seconds=0.010)
#: MAIL, RCPT, DATA and the dot each wait for an answer.
_ROUND_TRIPS = 4


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run of sending took."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class _Work:
    """Digests that wait in a database, and how to reach the sink."""

    template: Path
    digests: list[Digest]
    port: int


def measure(scale: Scale) -> Iterator[Entry]:
    """Measure into a sink that answers at once, then into one that answers like a relay."""
    sizes = scale.sizes(200, 800)
    with sink.running() as port:
        runs = [_fast(scale, _work(scale, size, port)) for size in sizes]
    yield from _fast_figures(sizes, runs)
    count = scale.sizes(320)[0]
    with sink.running(_RELAY) as port:
        yield from _relay_figures(scale, _work(scale, count, port))


def _work(scale: Scale, count: int, port: int) -> _Work:
    template = template_file(scale.folder, office_count=count, tasks_each=_TASKS_EACH)
    engine = open_file(template)
    found = digests(services_over(engine))
    engine.dispose()
    return _Work(template, found, port)


def _fast(scale: Scale, work: _Work) -> dict[str, list[_Run]]:
    taken: dict[str, list[_Run]] = {}

    def remembered(name: str, run: Callable[[], _Run]) -> Callable[[], float]:
        def call() -> float:
            taken.setdefault(name, []).append(run())
            return 0.0

        return call

    variants = {_OBVIOUS: remembered(_OBVIOUS, partial(_obvious, work))}
    for count in _CONNECTIONS:
        variants[str(count)] = remembered(str(count), partial(_product, work, count))
    rounds = len(scale.in_turn(variants, at_most=3)[_OBVIOUS].values)
    return {name: runs[-rounds:] for name, runs in taken.items()}


def _obvious(work: _Work) -> _Run:
    engine = open_file(work.template)
    services = services_over(engine)
    wall, cpu = time.perf_counter(), time.process_time()
    asyncio.run(_send_obviously(services, work))
    run = _Run(time.perf_counter() - wall, time.process_time() - cpu)
    engine.dispose()
    return run


async def _send_obviously(services: Services, work: _Work) -> None:
    async with aiosmtplib.SMTP(hostname=sink.HOST, port=work.port, start_tls=False) as client:
        for number, digest in enumerate(work.digests):
            mail = rendered(services, digest)
            data = by_email_message(mail, recipient=digest.office.email, number=number)
            await client.sendmail("duban@example.org", [digest.office.email], data)


def _product(work: _Work, connections: int) -> _Run:
    """Render, build, store and send as a pass does: some offices a transaction, then the outbox."""
    engine = open_file(fresh_copy(work.template))
    notifier = SmtpNotifier(SmtpSettings(host=sink.HOST, port=work.port, connections=connections))
    services = services_over(engine, notifier)
    wall, cpu = time.perf_counter(), time.process_time()
    _store(services, work.digests)
    outcomes = deliver(services, today=RUN_DAY)
    run = _Run(time.perf_counter() - wall, time.process_time() - cpu)
    engine.dispose()
    _check(outcomes, work)
    return run


def _store(services: Services, all_digests: list[Digest]) -> None:
    for start in range(0, len(all_digests), OFFICES_AT_ONCE):
        some = all_digests[start : start + OFFICES_AT_ONCE]
        posts = [(posted(services, one, rendered(services, one)), one.notices) for one in some]
        with db.writing(services.engine) as connection:
            store_digests(connection, posts, Planned(), today=RUN_DAY, now=NOW)


def _fast_figures(sizes: tuple[int, ...], found: list[dict[str, list[_Run]]]) -> Iterator[Entry]:
    for connections in _CONNECTIONS:
        name = str(connections)
        cpus = [_cpu(runs[name]) for runs in found]
        exponent = growth(sizes, cpus)
        for size, runs, cpu in zip(sizes, found, cpus, strict=True):
            yield Figure(
                subject=SUBJECT,
                what=f"distinct bodies with outbox, {_counted(connections)}; rate",
                size=f"{size:,} mails",
                product=_rate(runs[name], size),
                yardstick=_rate(runs[_OBVIOUS], size),
                against=_OBVIOUS,
                unit="mails/s",
                target=Target(1.7, at_least=True) if connections == 4 else None,
            )
            yield Figure(
                subject=SUBJECT,
                what=f"distinct bodies with outbox, {_counted(connections)}; CPU a mail",
                size=f"{size:,} mails",
                product=cpu.times(1000 / size),
                yardstick=_cpu(runs[_OBVIOUS]).times(1000 / size),
                against=_OBVIOUS,
                unit="ms",
                growth=exponent,
                target=Target(1.2, Of.PRODUCT, unit="ms") if connections == 4 else None,
            )


def _rate(runs: list[_Run], count: int) -> Spread:
    return Spread(tuple(count / run.wall for run in runs))


def _cpu(runs: list[_Run]) -> Spread:
    return Spread(tuple(run.cpu for run in runs))


def _relay_figures(scale: Scale, work: _Work) -> Iterator[Entry]:
    """What the outbox lets through: of what theory allows, and of what a bare sender gets at this moment."""
    wait = _ROUND_TRIPS * _RELAY.round_trip_seconds + _RELAY.accept_seconds
    for connections in _CONNECTIONS:
        count = min(len(work.digests), 20 * connections)
        part = _Work(work.template, work.digests[:count], work.port)
        runs = scale.in_turn(
            {
                "outbox": partial(_sending_seconds, part, connections),
                "bare": partial(_bare_seconds, part, connections),
            },
            at_most=3,
        )
        rates = {name: spread.inverse(count) for name, spread in runs.items()}
        theory = Spread((connections / wait,) * len(rates["outbox"].values))
        yardsticks = (
            (f"theory, {connections}/(4·2 ms + 10 ms)", theory, Target(80, at_least=True, unit="%")),
            ("aiosmtplib, as many connections, no outbox", rates["bare"], None),
        )
        for against, yardstick, target in yardsticks:
            yield Figure(
                subject=SUBJECT,
                what=f"outbox into a slow relay, {_counted(connections)}; rate",
                size=f"{count:,} mails",
                product=rates["outbox"],
                yardstick=yardstick,
                against=against,
                unit="mails/s",
                target=target,
            )


def _counted(connections: int) -> str:
    return f"{connections} connection{'' if connections == 1 else 's'}"


def _bare_seconds(work: _Work, connections: int) -> float:
    """Return how long as many connections take for the same mails, ready made and without any memory."""
    engine = open_file(work.template)
    services = services_over(engine)
    queue = [posted(services, one, rendered(services, one)) for one in work.digests]
    engine.dispose()

    async def send_some() -> None:
        async with aiosmtplib.SMTP(hostname=sink.HOST, port=work.port, start_tls=False) as client:
            while queue:
                post = queue.pop()
                await client.sendmail("duban@example.org", [post.recipient], post.data)

    async def send_all() -> None:
        await asyncio.gather(*(send_some() for _ in range(connections)))

    return wall_seconds(lambda: asyncio.run(send_all()))


def _sending_seconds(work: _Work, connections: int) -> float:
    """Return how long the outbox takes to empty, everything stored before."""
    engine = open_file(fresh_copy(work.template))
    notifier = SmtpNotifier(SmtpSettings(host=sink.HOST, port=work.port, connections=connections))
    services = services_over(engine, notifier)
    _store(services, work.digests)
    started = time.perf_counter()
    outcomes = deliver(services, today=RUN_DAY)
    seconds = time.perf_counter() - started
    engine.dispose()
    _check(outcomes, work)
    return seconds


def _check(outcomes: Outcomes, work: _Work) -> None:
    if outcomes.sent != len(work.digests):
        raise RuntimeError(f"sent {outcomes.sent} of {len(work.digests)}: {outcomes.trouble}")
