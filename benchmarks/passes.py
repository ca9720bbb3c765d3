"""A pass over a day: its CPU in the process, and the whole ``tick`` as a process that sends to a sink."""

import json
from collections.abc import Iterator

from benchmarks import sink
from benchmarks.digests import all_by_email_message, digests, rendered
from benchmarks.figures import Entry, Figure, Of, Skipped, Target
from benchmarks.measure import Cost, Spread, cpu_seconds, growth, run_process
from benchmarks.scale import Scale
from benchmarks.starting import NOTHING, tick_arguments, trouble_of
from benchmarks.worlds import RUN_DAY, fresh_copy, open_file, services_over, template_file
from scheduler.run import run_once

SUBJECT = "pass"
_TASKS_EACH = 5


def measure(scale: Scale) -> Iterator[Entry]:
    """Measure a pass at two sizes in this process and at three as a whole process."""
    yield from _in_process(scale)
    yield from _as_process(scale)


def _in_process(scale: Scale) -> Iterator[Entry]:
    sizes = scale.sizes(20, 2000)
    found = [_pass_at(scale, offices) for offices in sizes]
    exponent = growth(sizes, [spreads["pass"] for spreads in found])
    for offices, spreads in zip(sizes, found, strict=True):
        due = offices * _TASKS_EACH
        yield Figure(
            subject=SUBJECT,
            what="plan, store, hand to the recording channel; CPU an assignment",
            size=f"{due:,} due assignments",
            product=spreads["pass"].times(1e6 / due),
            yardstick=spreads["EmailMessage"].times(1e6 / due),
            against="EmailMessage of the same digests",
            unit="µs",
            growth=exponent,
        )


def _pass_at(scale: Scale, offices: int) -> dict[str, Spread]:
    template = template_file(scale.folder, office_count=offices, tasks_each=_TASKS_EACH)
    engine = open_file(template)
    services = services_over(engine)
    mails = [rendered(services, digest) for digest in digests(services)]
    engine.dispose()

    def one_pass() -> float:
        engine = open_file(fresh_copy(template))
        services = services_over(engine)
        seconds = cpu_seconds(lambda: run_once(RUN_DAY, services))
        engine.dispose()
        return seconds

    return scale.in_turn(
        {"EmailMessage": lambda: cpu_seconds(lambda: all_by_email_message(mails)), "pass": one_pass},
        at_most=3 if offices > 500 else 9,
    )


def _as_process(scale: Scale) -> Iterator[Entry]:
    sizes = scale.sizes(200, 800, 5000)
    with sink.running() as port:
        environment = {
            "DUBAN_DATA_DIR": str(scale.folder / "data"),
            "DUBAN_SMTP_HOST": sink.HOST,
            "DUBAN_SMTP_PORT": str(port),
            "DUBAN_SMTP_FROM": "duban@example.org",
        }
        runs = []
        for offices in sizes:
            costs = _process_at(scale, offices, environment, min(scale.rounds, 2 if offices > 1000 else 9))
            if isinstance(costs, Skipped):
                yield costs
                return
            runs.append(costs)
    yield from _process_figures(sizes, runs)


def _process_at(
    scale: Scale, offices: int, environment: dict[str, str], rounds: int
) -> tuple[list[Cost], list[Cost]] | Skipped:
    """Return the costs of doing nothing and of whole passes, in turn; each pass has a fresh database."""
    template = template_file(scale.folder, office_count=offices, tasks_each=_TASKS_EACH)
    nothing, passes = [], []
    for _ in range(rounds):
        nothing.append(run_process(NOTHING))
        url = f"sqlite:///{fresh_copy(template)}"
        cost = run_process(tick_arguments(), environment={**environment, "DUBAN_DATABASE_URL": url})
        trouble = trouble_of(cost) or _unsent(cost.output, offices)
        if trouble:
            return Skipped(SUBJECT, f"whole tick: {trouble}")
        passes.append(cost)
    return nothing, passes


def _unsent(output: str, offices: int) -> str:
    sent = json.loads(output)["sent"]
    return "" if sent == offices else f"sent {sent} of {offices} messages"


def _process_figures(sizes: tuple[int, ...], runs: list[tuple[list[Cost], list[Cost]]]) -> Iterator[Entry]:
    seconds = [Spread(tuple(cost.cpu_seconds for cost in passes)) for _, passes in runs]
    exponent = growth(sizes, seconds)
    cpu_targets = {0: Target(80), len(sizes) - 1: Target(1.1, Of.GROWTH)}
    for nth, (offices, (nothing, passes)) in enumerate(zip(sizes, runs, strict=True)):
        size = f"{offices:,} offices, {offices * _TASKS_EACH:,} tasks"
        yield Figure(
            subject=SUBJECT,
            what="whole tick into a local sink, CPU",
            size=size,
            product=seconds[nth].times(1000),
            yardstick=Spread(tuple(cost.cpu_seconds * 1000 for cost in nothing)),
            against="python -c pass",
            unit="ms",
            growth=exponent,
            target=cpu_targets.get(nth),
        )
        yield Figure(
            subject=SUBJECT,
            what="whole tick into a local sink, peak memory",
            size=size,
            product=Spread(tuple(cost.peak_mb for cost in passes)),
            yardstick=Spread(tuple(cost.peak_mb for cost in nothing)),
            against="python -c pass",
            unit="MB",
            target=Target(90, Of.PRODUCT, unit="MB") if nth == 0 else None,
        )
