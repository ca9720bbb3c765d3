"""Damages files of every format by the hundred and imports them; more: ``python -m benchmarks.fuzz_import``.

Each file must be read or refused with a sentence within seconds and in bounded memory, and a refused file
must store nothing. What breaks a promise is named by format and seed, so that it can be made again.
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks.figures import Entry, Figure, Of, Target
from benchmarks.measure import ROOT, Spread
from benchmarks.scale import Scale
from benchmarks.worlds import NOW, RUN_DAY
from importers.plans.import_values import ImportOptions, ImportResult, ImportStatus
from importers.plans.plan_import import import_plan
from importers.source import Source
from models import db, schema
from models import tables as c
from models.store_audit import Actor
from rules.policy import Policy
from rules.workdays import Calendar

SUBJECT = "damaged files"
SECONDS = 10
MEGABYTES = 512
_IN_A_BENCH = 600
_REPORT_EVERY = 200


@dataclass
class Tally:
    """What became of the files, and which of them broke a promise."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        """The longest an import took."""
        return max(self.seconds, default=0.0)


def measure(scale: Scale) -> Iterator[Entry]:
    """Measure the slowest of many damaged files, the largest reading child, and count broken promises."""
    count = scale.sizes(_IN_A_BENCH)[0]
    tally = _judged(scale.folder / "fuzz.db", _damaged(count, 1, ""))
    yardstick = Spread((statistics.median(tally.seconds),))
    rows = (
        ("slowest import", tally.slowest, "s", Target(SECONDS, Of.PRODUCT, unit="s")),
        ("largest reading child", _child_megabytes(), "MB", Target(MEGABYTES, Of.PRODUCT, unit="MB")),
        ("broken promises", len(tally.broken), "files", Target(0, Of.PRODUCT, unit="files")),
    )
    for what, value, unit, target in rows:
        is_time = unit == "s"
        yield Figure(
            subject=SUBJECT,
            what=what,
            size=f"{count:,} files",
            product=Spread((float(value),)),
            yardstick=yardstick if is_time else Spread((1.0,)),
            against="the median import" if is_time else f"one of {unit}",
            unit=unit,
            target=target,
        )
    for line in tally.broken:
        print(f"- {line}", file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Import damaged files and print what became of them; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_import", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="damaged files in all")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--only", default="", metavar="SUFFIX", help="one format, e.g. .pdf")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="duban_fuzz_") as folder:
        tally = _judged(Path(folder) / "duban.db", _damaged(given.count, given.seed, given.only))
    return _print(tally, given.seed)


def _judged(database: Path, files: Iterable[tuple[str, bytes, int]]) -> Tally:
    """Import files one after the other into one database."""
    tally = Tally()
    engine = db.open_engine(f"sqlite:///{database}")
    schema.prepare(engine)
    for number, (name, data, seed) in enumerate(files, 1):
        _judge(engine, Source(name, data), seed, tally)
        if number % _REPORT_EVERY == 0:
            print(f"{number} files …", file=sys.stderr, flush=True)
    engine.dispose()
    return tally


def _damaged(count: int, first_seed: int, only: str) -> Iterator[tuple[str, bytes, int]]:
    """Return damaged files, the formats in turn."""
    sys.path.insert(0, str(ROOT / "tests" / "plugins"))
    from damage import damaged
    from plan_files import small_forms

    forms = small_forms(ROOT / "tests" / "importers" / "samples", ROOT / "examples")
    names = [name for name in forms if name.endswith(only)]
    for number in range(count):
        name, seed = names[number % len(names)], first_seed + number // len(names)
        yield name, damaged(forms[name], seed), seed


def _judge(engine: Engine, source: Source, seed: int, tally: Tally) -> None:
    before = _task_ids(engine)
    started = time.monotonic()
    try:
        result = _import(engine, source)
    except Exception as error:  # noqa: BLE001  # any is a broken promise, and the others go on
        tally.broken.append(f"{source.name} seed {seed}: {type(error).__name__}: {error}")
        return
    seconds = time.monotonic() - started
    tally.seconds.append(seconds)
    tally.outcomes[source.suffix, result.status.value] += 1
    if seconds > SECONDS:
        tally.broken.append(f"{source.name} seed {seed}: took {seconds:.1f} s")
    added = _task_ids(engine) - before
    named = {row.task_id for row in result.rows if row.task_id is not None} - before
    if added != named or (result.status is ImportStatus.REJECTED and added):
        tally.broken.append(f"{source.name} seed {seed}: stored {len(added)} tasks, named {len(named)}")


def _import(engine: Engine, source: Source) -> ImportResult:
    return import_plan(
        engine,
        source,
        ImportOptions(year=2024),
        today=RUN_DAY,
        policy=Policy("试", (10, 3, 0), ()),
        calendar=Calendar(),
        now=NOW,
        actor=Actor("督办员"),
    )


def _task_ids(engine: Engine) -> set[int]:
    with db.reading(engine) as connection:
        return set(connection.execute(sa.select(c.task.c.id)).scalars())


def _child_megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10


def _print(tally: Tally, seed: int) -> int:
    megabytes = _child_megabytes()
    if megabytes >= MEGABYTES:
        tally.broken.append(f"a reading child took {megabytes} MB")
    print(f"seed {seed}, {sum(tally.outcomes.values())} files\n\n| format | answer | files |\n|---|---|---:|")
    for (suffix, answer), count in sorted(tally.outcomes.items()):
        print(f"| {suffix} | {answer} | {count} |")
    print(
        f"\nslowest {tally.slowest:.1f} s, reading child at most {megabytes} MB, broken {len(tally.broken)}"
    )
    for line in tally.broken:
        print(f"- {line}")
    return int(bool(tally.broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
