"""Damages files of every format by the thousand and imports them: ``python -m benchmarks.fuzz_import``.

Each file must be read or refused with a sentence within seconds and in bounded memory, and a refused file
must store nothing. What breaks a promise is named by format and seed, so that it can be made again.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks.measure import ROOT
from benchmarks.worlds import NOW, RUN_DAY
from importers.import_values import ImportOptions, ImportResult, ImportStatus
from importers.plan_import import import_plan
from importers.source import Source
from models import db, schema
from models import tables as c
from models.store_audit import Actor
from rules.policy import Policy
from rules.workdays import Calendar

SECONDS = 10
MEGABYTES = 512
_REPORT_EVERY = 200


@dataclass
class Tally:
    """What became of the files, and which of them broke a promise."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slowest: float = 0.0


def main(arguments: list[str]) -> int:
    """Import damaged files and print what became of them; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_import", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="damaged files in all")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--only", default="", metavar="SUFFIX", help="one format, e.g. .pdf")
    given = parser.parse_args(arguments)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="duban_fuzz_") as folder:
        engine = db.open_engine(f"sqlite:///{folder}/duban.db")
        schema.prepare(engine)
        for number, (name, data, seed) in enumerate(_damaged(given.count, given.seed, given.only), 1):
            _judge(engine, Source(name, data), seed, tally)
            if number % _REPORT_EVERY == 0:
                print(f"{number} files …", file=sys.stderr, flush=True)
        engine.dispose()
    return _print(tally, given.seed)


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
    tally.slowest = max(tally.slowest, seconds)
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


def _print(tally: Tally, seed: int) -> int:
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
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
