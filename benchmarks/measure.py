"""Taking figures: variants in turn, medians with their spread, and the cost of whole processes.

It knows nothing of what is measured.
"""

import gc
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True, slots=True)
class Spread:
    """Some values of one figure."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle value."""
        return statistics.median(self.values)

    def over(self, yardstick: "Spread") -> "Spread":
        """Return the ratios round by round, so that a busy moment of the machine weighs on both."""
        return Spread(tuple(mine / its for mine, its in zip(self.values, yardstick.values, strict=True)))

    def times(self, factor: float) -> "Spread":
        """Return every value times a factor."""
        return Spread(tuple(value * factor for value in self.values))

    def inverse(self, amount: float = 1.0) -> "Spread":
        """Return ``amount`` divided by every value: rates from durations."""
        return Spread(tuple(amount / value for value in self.values))


def alternate(
    variants: Mapping[str, Callable[[], float]], *, rounds: int, warm_up: bool = True
) -> dict[str, Spread]:
    """Run variants in turn (A B A B …) and return what each call answered.

    A first round that does not count pays for imports, compiled templates and cold files.
    """
    taken: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(-1 if warm_up else 0, rounds):
        for name, variant in variants.items():
            gc.collect()
            value = variant()
            if number >= 0:
                taken[name].append(value)
    return {name: Spread(tuple(values)) for name, values in taken.items()}


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of a piece of work in this process and in those it waited for."""
    started = _cpu_so_far()
    work()
    return _cpu_so_far() - started


def _cpu_so_far() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def wall_seconds(work: Callable[[], object]) -> float:
    """Return the time that passes during a piece of work."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def growth(sizes: Sequence[int], costs: Sequence[Spread]) -> float:
    """Return the exponent from the smallest to the largest size: 1 is linear, 2 quadratic."""
    return math.log(costs[-1].median / costs[0].median) / math.log(sizes[-1] / sizes[0])


@dataclass(frozen=True, slots=True)
class Cost:
    """What a whole process took from its start to its end."""

    cpu_seconds: float
    peak_mb: float
    exit_code: int
    output: str
    errors: str


def run_process(arguments: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Cost:
    """Run ``python ARGUMENTS`` in the checkout and return what it took.

    A small launcher stands between, because the kernel counts the memory of whoever starts a process
    as the first peak of the one that is started.
    """
    environ = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": "/nonexistent", **(environment or {})}
    command = [sys.executable, "-I", "-S", str(_LAUNCHER), sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    errors, _, report = done.stderr.rpartition("\x00")
    cost = json.loads(report)
    return Cost(cost["cpu_seconds"], cost["peak_mb"], cost["exit_code"], done.stdout, errors)
