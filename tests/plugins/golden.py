"""Texts that were looked at and approved: ``golden("reminder.txt", text)`` compares with the file.

The files lie in ``golden/`` beside the test. ``make golden`` writes them anew; what changed is then
read in the difference, and goes into the same commit as the change that caused it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

OPTION = "--golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one run write the golden files instead of comparing."""
    parser.addoption(OPTION, action="store_true", help="write the golden files, do not compare")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the approved one of that name, line by line."""
    folder = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption(OPTION):
            _write(path, text)
        if not path.exists():
            pytest.fail(f"{path} is not there: look at the text, then run make golden")
        assert text.splitlines() == path.read_text(encoding="utf-8").splitlines(), f"{path}: see make golden"

    return compare


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
