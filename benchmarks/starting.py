"""Starting: the help and an idle pass as whole processes, against Python that does nothing."""

from collections.abc import Iterator, Mapping
from functools import partial

from benchmarks.figures import Entry, Figure, Skipped, Target
from benchmarks.measure import Cost, Spread, run_process
from benchmarks.scale import Scale
from benchmarks.worlds import RUN_DAY, template_file

NOTHING = ("-c", "pass")
SUBJECT = "start-up"


def tick_arguments() -> tuple[str, ...]:
    """Return the arguments of one whole pass on the run day."""
    return ("main.py", "tick", "--today", RUN_DAY.isoformat(), "--json")


def trouble_of(cost: Cost) -> str:
    """Return why a process is of no use for a figure, empty when it did its work."""
    if cost.exit_code == 0:
        return ""
    last = cost.errors.strip().splitlines()[-1:] or ["no word on standard error"]
    return f"exit code {cost.exit_code}: {last[0]}"


def processes(
    scale: Scale, commands: Mapping[str, tuple[str, ...]], environment: Mapping[str, str]
) -> tuple[dict[str, Spread], dict[str, Spread]]:
    """Run commands in turn and return CPU seconds and peak memory of each."""
    peaks: dict[str, list[float]] = {name: [] for name in commands}

    def run(name: str) -> float:
        cost = run_process(commands[name], environment=environment)
        peaks[name].append(cost.peak_mb)
        return cost.cpu_seconds

    seconds = scale.in_turn({name: partial(run, name) for name in commands})
    return seconds, {name: Spread(tuple(values[-scale.rounds :])) for name, values in peaks.items()}


def measure(scale: Scale) -> Iterator[Entry]:
    """Measure the help, and a pass over an empty database that exists already."""
    database = template_file(scale.folder, office_count=0, tasks_each=0)
    environment = {
        "DUBAN_DATABASE_URL": f"sqlite:///{database}",
        "DUBAN_DATA_DIR": str(scale.folder / "data"),
    }
    wanted = {"main.py --help": ("main.py", "--help"), "main.py tick, nothing due": tick_arguments()}
    targets = {"main.py --help": Target(8)}
    for name, arguments in wanted.items():
        trouble = trouble_of(run_process(arguments, environment=environment))
        if trouble:
            yield Skipped(SUBJECT, f"{name}: {trouble}")
            continue
        seconds, peaks = processes(scale, {"nothing": NOTHING, name: arguments}, environment)
        yield Figure(
            subject=SUBJECT,
            what=f"{name}, CPU",
            size="1 process",
            product=seconds[name].times(1000),
            yardstick=seconds["nothing"].times(1000),
            against="python -c pass",
            unit="ms",
            target=targets.get(name),
        )
        yield Figure(
            subject=SUBJECT,
            what=f"{name}, peak memory",
            size="1 process",
            product=peaks[name],
            yardstick=peaks["nothing"],
            against="python -c pass",
            unit="MB",
        )
