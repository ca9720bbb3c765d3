"""Measures what is asked for and prints one table in Markdown: ``python -m benchmarks.run [NAME …]``."""

import argparse
import importlib
import platform
import sqlite3
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import Entry, table
from benchmarks.scale import Scale

#: Name → module of this folder; each has ``measure(scale)``.
SUBJECTS = {
    "starting": "benchmarks.starting",
    "importing": "benchmarks.importing",
    "passes": "benchmarks.passes",
    "composing": "benchmarks.composing",
    "sending": "benchmarks.sending",
    "scanning": "benchmarks.scanning",
    "storing": "benchmarks.storing",
    "outage": "benchmarks.outage",
    "damaged": "benchmarks.fuzz_import",
}
_PACKAGES = ("sqlalchemy", "psycopg", "jinja2", "aiosmtplib", "python-calamine", "click")


def versions() -> str:
    """Return what the figures were taken with, for the head of the table."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"


def measured(name: str, scale: Scale) -> list[Entry]:
    """Take the figures of one subject."""
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    module = importlib.import_module(SUBJECTS[name])
    return list(module.measure(scale))


def main(arguments: list[str]) -> int:
    """Measure and print; targets that are missed are marked and change no exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(SUBJECTS)}; all if none")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to see that everything runs")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in SUBJECTS]
    if unknown:
        parser.error(f"no such subject: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="duban_bench_") as folder:
        scale = Scale(Path(folder), rounds=1 if given.quick else given.rounds, is_quick=given.quick)
        entries = [entry for name in given.names or SUBJECTS for entry in measured(name, scale)]
    note = "; quick: the figures mean nothing" if given.quick else ""
    print(f"{versions()}; median (min–max), variants in turn{note}\n\n{table(entries)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
