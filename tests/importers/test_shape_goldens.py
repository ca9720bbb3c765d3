"""One short document of each shape with its whole reading, approved by eye: rows, doubts and warnings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from plan_rows import read

from importers.plans.plan_reading import PlanReading

DOCUMENTS = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.txt"))


def shown(reading: PlanReading) -> str:
    """Write a reading so that a person can check it line by line."""
    lines = [
        f"{reading.title} / {reading.year} / {reading.facts.document_number} / {reading.facts.issued_on}"
    ]
    for row in reading.rows:
        day = row.deadline.due_on.isoformat() if row.deadline.due_on else row.deadline.rule
        offices = " ".join(f"{office.name}({office.role})" for office in row.offices)
        lines.append(f"{row.place} | {row.period} | {day} | {row.title} | {offices} | {row.confidence:.2f}")
        lines += [f"    ? {flag}" for flag in row.flags]
    lines += [f"! {problem.place} {problem.message}" for problem in reading.warnings]
    lines += [f"x {problem.place} {problem.message}" for problem in reading.errors]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_document_of_each_shape_reads_as_approved(name: str, golden: Callable[[str, str], None]) -> None:
    """Every word of the reading is the one a person approved."""
    reading = read((DOCUMENTS / f"{name}.txt").read_text("utf-8"), year=None, name="计划.txt")

    golden(f"{name}.reading", shown(reading))
